//! Where a pack's rules come from: what the desk shows beside a number, and what a check counts.

use super::{IncidentRules, Kind, MediationRules, Pack, Rule};
use crate::KindSlug;
use crate::call::CallRules;
use crate::duty::DutyRules;
use crate::plan::PlanRules;

/// A rule of a pack with its source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleSource {
    /// Dotted name as in the files, e.g. `request.clocks.handling.allowance`.
    pub rule: String,
    /// Law and article, or who set it.
    pub source: String,
    /// Read in the text of the law itself.
    pub verified: bool,
}

impl RuleSource {
    fn of<T>(name: impl Into<String>, rule: &Rule<T>) -> Self {
        Self {
            rule: name.into(),
            source: rule.source.clone(),
            verified: rule.verified,
        }
    }
}

impl IncidentRules {
    fn sources(&self, name: &str) -> Vec<RuleSource> {
        let mut sources = vec![
            RuleSource::of(format!("{name}.table"), &self.table),
            RuleSource::of(format!("{name}.report"), &self.parts),
            RuleSource::of(format!("{name}.supplement.window"), &self.supplement.days),
        ];
        let within = self.supplement.within.iter();
        sources.extend(within.map(|rule| RuleSource::of(format!("{name}.supplement.within"), rule)));
        let rungs = self.rungs.iter();
        sources.extend(rungs.map(|rung| RuleSource::of(format!("{name}.within.{}", rung.slug), &rung.within)));
        let own = self.supplement.by_category.iter();
        sources.extend(own.map(|(category, rule)| RuleSource::of(format!("{name}.supplement.{category}"), rule)));
        let level = |place: usize| self.levels.get(place).map_or("", |level| level.slug.as_str());
        let each = self.continuing.iter();
        sources
            .extend(each.map(|each| RuleSource::of(format!("{name}.continuing.{}", level(each.from)), &each.per_day)));
        for (operating, times) in &self.operating {
            let name = format!("{name}.operating.{}", operating.name());
            let within = times.within.iter();
            sources.extend(within.map(|(rung, rule)| RuleSource::of(format!("{name}.within.{rung}"), rule)));
            let each = times.continuing.iter();
            sources.extend(
                each.map(|each| RuleSource::of(format!("{name}.continuing.{}", level(each.from)), &each.per_day)),
            );
            let supplement = times.supplement.iter();
            sources.extend(supplement.map(|rule| RuleSource::of(format!("{name}.supplement.within"), rule)));
        }
        if let Some(inquiry) = &self.inquiry {
            sources.push(RuleSource::of(format!("{name}.inquiry.report"), &inquiry.days));
            sources.push(RuleSource::of(format!("{name}.inquiry.extension"), &inquiry.extension));
        }
        let hand_off = self.hand_off.iter();
        sources.extend(hand_off.map(|rule| RuleSource::of(format!("{name}.hand_off"), rule)));
        let health = self.health.iter();
        sources.extend(health.map(|rule| RuleSource::of(format!("{name}.health.{}", rule.value.slug), rule)));
        let personal = self.personal_data.iter();
        sources.extend(personal.map(|rule| RuleSource::of(format!("{name}.personal_data"), rule)));
        sources
    }
}

impl Pack {
    /// Every rule of the pack, those it inherits among them.
    #[must_use]
    pub fn sources(&self) -> Vec<RuleSource> {
        let judgement = &self.judgement;
        let mut sources = vec![RuleSource::of(
            "deadlines.roll_to_working_day",
            &self.roll_to_working_day,
        )];
        for year in &self.calendar_sources {
            sources.push(RuleSource::of(format!("calendar.{}", year.value), year));
        }
        // Drills are run by the rules of incidents.
        let drills = |kind: &Kind| kind.incident.as_ref().is_some_and(|rules| rules.drill);
        for (slug, kind) in self.kinds.iter().filter(|(_, kind)| !drills(kind)) {
            sources.extend(of_kind(slug, kind));
        }
        for (level, rule) in &self.reporting.levels {
            let level = format!("{level:?}").to_lowercase();
            sources.push(RuleSource::of(format!("reporting.{level}"), rule));
        }
        for (unit, times) in &self.reporting.units {
            for (level, rule) in times {
                let name = format!("reporting.units.{unit}.{}", level.name());
                sources.push(RuleSource::of(name, rule));
            }
        }
        let near = judgement.near_percent.iter();
        sources.extend(near.map(|rule| RuleSource::of("judgement.near_percent", rule)));
        let rate = judgement.false_discovery_rate.iter();
        sources.extend(rate.map(|rule| RuleSource::of("judgement.false_discovery_rate", rule)));
        sources.extend(numbers_of(&[
            ("judgement.repeats", &judgement.repeats),
            ("judgement.people", &judgement.people),
            ("judgement.history_weeks", &judgement.history_weeks),
            ("judgement.least_weeks", &judgement.least_weeks),
            ("judgement.alike_percent", &judgement.alike_percent),
            ("judgement.alike_days", &judgement.alike_days),
            ("judgement.alike_here_metres", &judgement.alike_here_metres),
            ("judgement.alike_elsewhere_metres", &judgement.alike_elsewhere_metres),
            ("invitations.days", &self.invitations.days),
            ("invitations.most", &self.invitations.most),
            ("portal.position_metres", &self.position_metres),
            ("warnings.feed_days", &self.warnings.feed_days),
            ("warnings.list_days", &self.warnings.list_days),
            ("warnings.no_end_days", &self.warnings.no_end_days),
        ]));
        let told = self.tells_who_looked.iter();
        sources.extend(told.map(|rule| RuleSource::of("access_record.tells", rule)));
        for hazard in &self.hazards {
            let name = format!("hazards.{}", hazard.slug);
            sources.push(RuleSource::of(name, &hazard.category));
        }
        for danger in &self.dangers {
            let numbers = danger.numbers.iter();
            sources.extend(
                numbers.map(|number| {
                    RuleSource::of(format!("dangers.{}.{}", danger.slug, number.call.value), &number.call)
                }),
            );
        }
        sources.extend(self.duty.iter().flat_map(of_duty));
        sources.extend(self.plans.iter().flat_map(of_plans));
        sources.extend(self.calls.iter().flat_map(of_calls));
        if let Some(portal) = &self.portal {
            sources.extend(numbers_of(&[
                ("portal.requests", &portal.requests),
                ("portal.key_requests", &portal.key_requests),
                ("portal.window_minutes", &portal.window_minutes),
                ("portal.files", &portal.files),
                ("portal.title_chars", &portal.title_chars),
                ("portal.reopen_days", &portal.reopen_days),
            ]));
        }
        sources
    }
}

/// Those of these numbers that somebody has set.
fn numbers_of(numbers: &[(&str, &Option<Rule<u32>>)]) -> Vec<RuleSource> {
    let set = numbers.iter().filter_map(|(name, rule)| Some((*name, rule.as_ref()?)));
    set.map(|(name, rule)| RuleSource::of(name, rule)).collect()
}

fn of_kind(slug: &KindSlug, kind: &Kind) -> Vec<RuleSource> {
    let mut sources = Vec::new();
    for clock in &kind.clocks {
        let name = format!("{slug}.clocks.{}", clock.slug);
        let own = [("allowance", &clock.allowance), ("extension", &clock.extension)];
        let own = own.into_iter().filter_map(|(what, rule)| Some((what, rule.as_ref()?)));
        sources.extend(own.map(|(what, rule)| RuleSource::of(format!("{name}.{what}"), rule)));
        let by_category = clock.by_category.iter();
        sources.extend(by_category.map(|(category, rule)| RuleSource::of(format!("{name}.{category}"), rule)));
        let by_referral = clock.by_referral.iter();
        sources.extend(by_referral.map(|(way, rule)| RuleSource::of(format!("{name}.{}", way.name()), rule)));
    }
    if let Some(ladder) = &kind.ladder {
        sources.push(RuleSource::of(format!("{slug}.ladder.ask_within"), &ladder.ask_within));
        let settled = ladder.settled.iter();
        sources.extend(settled.map(|rule| RuleSource::of(format!("{slug}.ladder.settled"), rule)));
    }
    if let Some(mediation) = &kind.mediation {
        sources.extend(of_mediation(&format!("{slug}.mediation"), mediation));
    }
    if let Some(incident) = &kind.incident {
        sources.extend(incident.sources(&format!("{slug}.incident")));
    }
    let not_ours = kind.not_ours.iter();
    sources.extend(not_ours.map(|rule| RuleSource::of(format!("{slug}.not_ours"), rule)));
    let representatives = kind.representatives.iter();
    sources.extend(representatives.map(|rule| RuleSource::of(format!("{slug}.representatives"), rule)));
    let retention = kind.retention.iter();
    sources.extend(retention.map(|rule| RuleSource::of(format!("{slug}.retention"), rule)));
    sources
}

fn of_mediation(name: &str, mediation: &MediationRules) -> Vec<RuleSource> {
    let mut sources = vec![
        RuleSource::of(format!("{name}.notice"), &mediation.notice),
        RuleSource::of(format!("{name}.agreement"), &mediation.required),
        RuleSource::of(format!("{name}.dossier"), &mediation.dossier),
    ];
    let remedies = mediation.remedies.iter();
    sources.extend(remedies.map(|rule| RuleSource::of(format!("{name}.{}", rule.value.slug), rule)));
    let numbers = [
        ("promises", &mediation.promises),
        ("extension_days", &mediation.extension),
    ];
    let set = numbers
        .into_iter()
        .filter_map(|(what, rule)| Some((what, rule.as_ref()?)));
    sources.extend(set.map(|(what, rule)| RuleSource::of(format!("{name}.{what}"), rule)));
    sources
}

fn of_duty(duty: &DutyRules) -> Vec<RuleSource> {
    let watch = duty.watch.iter().map(|(level, rule)| {
        let level = format!("{level:?}").to_lowercase();
        RuleSource::of(format!("duty.watch.{level}"), rule)
    });
    let whole = [
        RuleSource::of("duty.holiday", &duty.holiday),
        RuleSource::of("duty.weights", &duty.weights),
        RuleSource::of("duty.rest_hours", &duty.rest_hours),
        RuleSource::of("duty.nights_in_week", &duty.nights_in_week),
        RuleSource::of("duty.early_minutes", &duty.early_minutes),
        RuleSource::of("duty.gap_days", &duty.gap_days),
        RuleSource::of("duty.gap_hours", &duty.gap_hours),
        RuleSource::of("duty.carried_days", &duty.carried_days),
        RuleSource::of("duty.evenness", &duty.evenness),
        RuleSource::of("duty.wish", &duty.wish),
    ];
    watch.chain(whole).collect()
}

fn of_calls(calls: &CallRules) -> Vec<RuleSource> {
    let policies = calls.policies.iter();
    let policies = policies.map(|policy| RuleSource::of(format!("calls.policies.{}", policy.slug), &policy.steps));
    let whole = [
        RuleSource::of("calls.working", &calls.working),
        RuleSource::of("calls.soon_minutes", &calls.soon_minutes),
        RuleSource::of("calls.grace_minutes", &calls.grace_minutes),
        RuleSource::of("calls.over_days", &calls.over_days),
    ];
    let keep = calls.keep_days.iter();
    let keep = keep.map(|rule| RuleSource::of("calls.keep_days", rule));
    whole.into_iter().chain(keep).chain(policies).collect()
}

fn of_plans(plans: &PlanRules) -> Vec<RuleSource> {
    let lists = [
        ("plans.kinds", &plans.kinds),
        ("plans.triggers", &plans.triggers),
        ("plans.evaluation", &plans.evaluation),
    ];
    let named = lists.into_iter().flat_map(|(name, list)| {
        let list = list.iter();
        list.map(move |named| RuleSource::of(format!("{name}.{}", named.slug), &named.name))
    });
    let cadences = plans.cadences.iter();
    let cadences = cadences.map(|cadence| RuleSource::of(format!("plans.cadences.{}", cadence.slug), &cadence.months));
    let assess = std::iter::once(RuleSource::of("plans.assess_months", &plans.assess_months));
    let late = plans.drill_late_hours.iter();
    let late = late.map(|rule| RuleSource::of("plans.drill_late_hours", rule));
    assess.chain(late).chain(cadences).chain(named).collect()
}
