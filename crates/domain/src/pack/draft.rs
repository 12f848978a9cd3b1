//! What the files of one pack say, with their lines, before it is known whether it holds together.

use super::read_incident::DraftIncident;
use super::read_mediation::DraftMediation;
use super::source::{At, Where};
use super::{BriefLevel, DueTime, FieldName, OperatingLevel, Requirement, Rule, StepName, Visibility};
use crate::case::{ReferralWay, Role};
use crate::clock::{Allowance, CalendarYear};
use crate::{Locale, Text};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A pack's sections; what is `None` is inherited from the pack that it extends.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) id: Option<At<String>>,
    pub(super) version: Option<String>,
    pub(super) name: Option<Text>,
    pub(super) body: Option<Text>,
    pub(super) locale: Option<Locale>,
    pub(super) zone: Option<TimeZone>,
    pub(super) roll: Option<Rule<bool>>,
    pub(super) calendar: Option<Vec<Rule<(i16, CalendarYear)>>>,
    pub(super) units: Option<Vec<DraftUnit>>,
    pub(super) posts: Option<Vec<DraftPost>>,
    pub(super) areas: Option<Vec<super::area::DraftArea>>,
    pub(super) people: Option<Vec<DraftPerson>>,
    pub(super) kinds: BTreeMap<String, DraftKind>,
    pub(super) opening_reasons: Option<Vec<DraftReason>>,
    pub(super) tells_who_looked: Option<Rule<super::ToldAs>>,
    pub(super) dangers: Option<Vec<DraftDanger>>,
    pub(super) hazards: Option<Vec<DraftHazard>>,
    pub(super) import: DraftImport,
    pub(super) levels: DraftTimes,
    pub(super) unit_times: BTreeMap<String, (At<String>, DraftTimes)>,
    pub(super) judgement: DraftJudgement,
    pub(super) invitations: DraftInvitations,
    pub(super) warnings: DraftWarnings,
    pub(super) brief: DraftBrief,
    pub(super) portal: DraftPortal,
    pub(super) duty: DraftDuty,
    pub(super) calls: DraftCalls,
    pub(super) plans: DraftPlans,
}

/// Due times of daily reports by level.
pub(super) type DraftTimes = BTreeMap<OperatingLevel, Rule<Vec<DueTime>>>;

/// `[calls]`.
#[derive(Default)]
pub(super) struct DraftCalls {
    pub(super) policies: Option<Vec<super::calls::DraftPolicy>>,
    pub(super) reasons: Option<BTreeMap<String, At<String>>>,
    pub(super) soon_minutes: Option<Rule<u32>>,
    pub(super) grace_minutes: Option<Rule<u32>>,
    pub(super) over_days: Option<Rule<u32>>,
    pub(super) keep_days: Option<Rule<u32>>,
    pub(super) working: Option<Rule<(jiff::civil::Time, jiff::civil::Time)>>,
}

/// `[plans]`.
#[derive(Default)]
pub(super) struct DraftPlans {
    pub(super) kinds: Option<Vec<super::plans::DraftNamed>>,
    pub(super) triggers: Option<Vec<super::plans::DraftNamed>>,
    pub(super) evaluation: Option<Vec<super::plans::DraftNamed>>,
    pub(super) assess_months: Option<Rule<u32>>,
    pub(super) drill_late_hours: Option<Rule<u32>>,
    pub(super) cadences: Option<Vec<super::plans::DraftCadence>>,
}

/// `[duty]`.
#[derive(Default)]
pub(super) struct DraftDuty {
    pub(super) desks: Option<Vec<super::duty::DraftDesk>>,
    pub(super) turns: Option<Vec<super::duty::DraftTurn>>,
    pub(super) skills: Option<Vec<super::duty::DraftSkill>>,
    pub(super) watch: BTreeMap<OperatingLevel, Rule<crate::duty::Need>>,
    pub(super) holiday: Option<Rule<crate::duty::Need>>,
    pub(super) weights: Option<Rule<crate::duty::Weights>>,
    pub(super) rest_hours: Option<Rule<u32>>,
    pub(super) nights_in_week: Option<Rule<u32>>,
    pub(super) early_minutes: Option<Rule<u32>>,
    pub(super) gap_days: Option<Rule<u32>>,
    pub(super) gap_hours: Option<Rule<u32>>,
    pub(super) carried_days: Option<Rule<u32>>,
    pub(super) evenness: Option<Rule<crate::duty::Evenness>>,
    pub(super) wish: Option<Rule<u32>>,
    pub(super) leader_roles: Option<Vec<Role>>,
    pub(super) officer_roles: Option<Vec<Role>>,
}

/// `[portal]`. A pack that others extend may have its limits alone.
#[derive(Default)]
pub(super) struct DraftPortal {
    pub(super) kind: Option<At<String>>,
    pub(super) unit: Option<At<String>>,
    pub(super) category: Option<At<String>>,
    pub(super) reopen_days: Option<Rule<u32>>,
    pub(super) requests: Option<Rule<u32>>,
    pub(super) key_requests: Option<Rule<u32>>,
    pub(super) window_minutes: Option<Rule<u32>>,
    pub(super) files: Option<Rule<u32>>,
    pub(super) title_chars: Option<Rule<u32>>,
    pub(super) disputes: Option<DraftDoor>,
    pub(super) petitions: Option<DraftDoor>,
    pub(super) position_metres: Option<Rule<u32>>,
}

/// `[portal.disputes]` and `[portal.petitions]`.
pub(super) struct DraftDoor {
    pub(super) kind: At<String>,
    pub(super) unit: At<String>,
    pub(super) category: At<String>,
}

pub(super) struct DraftUnit {
    pub(super) named: DraftNamed,
    pub(super) parent: Option<At<String>>,
    pub(super) leader: At<String>,
    pub(super) reports_daily: bool,
    pub(super) serves: Vec<At<String>>,
}

pub(super) struct DraftPost {
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) unit: At<String>,
    pub(super) role: Option<Role>,
}

/// A category, or the head of an area or a unit.
pub(super) struct DraftNamed {
    /// Of categories alone: may be published.
    pub(super) public: bool,
    /// Of categories alone: who reported is hidden.
    pub(super) hides_source: bool,
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) name_at: Where,
    pub(super) aliases: Vec<At<String>>,
}

pub(super) struct DraftPerson {
    pub(super) user: At<String>,
    pub(super) name: String,
    pub(super) post: At<String>,
}

/// A reason for opening what is sealed.
pub(super) struct DraftReason {
    pub(super) slug: At<String>,
    pub(super) name: Text,
}

/// A kind of danger.
pub(super) struct DraftDanger {
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) first: Text,
    pub(super) numbers: Vec<super::DangerNumber>,
}

/// A kind of event that the public is warned of.
pub(super) struct DraftHazard {
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) category: Option<Rule<String>>,
}

pub(super) struct DraftKind {
    pub(super) slug: At<String>,
    /// Every line of it was understood, so that its lifecycle can be walked.
    pub(super) whole: bool,
    pub(super) name: Option<Text>,
    pub(super) categories: Option<Vec<DraftNamed>>,
    pub(super) statuses: Option<Vec<DraftStatus>>,
    pub(super) steps: Option<Vec<DraftStep>>,
    pub(super) fields: Option<Vec<DraftField>>,
    pub(super) clocks: Option<Vec<DraftClock>>,
    pub(super) retention: Option<Rule<u32>>,
    pub(super) ladder: DraftLadder,
    pub(super) mediation: Option<DraftMediation>,
    pub(super) incident: Option<DraftIncident>,
    pub(super) not_ours: Option<Rule<Allowance>>,
    pub(super) representatives: Option<Rule<u32>>,
    pub(super) routes: Option<Vec<DraftRoute>>,
    pub(super) source_post: Option<At<String>>,
}

/// `[kind.ladder]`.
#[derive(Default)]
pub(super) struct DraftLadder {
    pub(super) ask_within: Option<Rule<Allowance>>,
    pub(super) highest: Option<At<String>>,
    pub(super) settled: Option<Rule<Text>>,
}

/// A line of `[[kind.routes]]`.
pub(super) struct DraftRoute {
    pub(super) category: Option<At<String>>,
    pub(super) area: Option<At<String>>,
    pub(super) unit: At<String>,
}

pub(super) struct DraftStatus {
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) ended: bool,
}

pub(super) struct DraftStep {
    pub(super) name: At<StepName>,
    pub(super) from: Vec<At<String>>,
    pub(super) to: Option<At<String>>,
    pub(super) by: Vec<Role>,
    pub(super) requires: Vec<Requirement>,
}

pub(super) struct DraftField {
    pub(super) name: At<FieldName>,
    pub(super) label: Text,
    pub(super) visibility: Visibility,
    pub(super) required: bool,
    pub(super) max_chars: u32,
}

pub(super) struct DraftClock {
    pub(super) slug: At<String>,
    pub(super) name: Text,
    pub(super) told: Option<Text>,
    pub(super) starts: Option<At<StepName>>,
    pub(super) stops: Vec<At<StepName>>,
    pub(super) cancels: Vec<At<StepName>>,
    pub(super) allowance: Option<Rule<Allowance>>,
    pub(super) extension: Option<Rule<Allowance>>,
    pub(super) pausable: bool,
    pub(super) lapses: bool,
    pub(super) by_category: Vec<(At<String>, Rule<Allowance>)>,
    pub(super) by_referral: Vec<(ReferralWay, Rule<Allowance>)>,
}

#[derive(Default)]
pub(super) struct DraftImport {
    pub(super) at: Option<Where>,
    pub(super) kind: Option<At<String>>,
    pub(super) source_system: Option<String>,
    pub(super) columns: BTreeMap<FieldName, Vec<At<String>>>,
    pub(super) totals: Option<Vec<At<String>>>,
    pub(super) zero: Option<Vec<At<String>>>,
    pub(super) notes: Option<Vec<At<String>>>,
    pub(super) unit_from_title: Option<bool>,
    pub(super) unknown_category: Option<At<String>>,
    pub(super) unknown_unit: Option<At<String>>,
}

#[derive(Default)]
pub(super) struct DraftJudgement {
    pub(super) near_percent: Option<Rule<u32>>,
    pub(super) repeats: Option<Rule<u32>>,
    pub(super) people: Option<Rule<u32>>,
    pub(super) false_discovery_rate: Option<Rule<f64>>,
    pub(super) history_weeks: Option<Rule<u32>>,
    pub(super) least_weeks: Option<Rule<u32>>,
    pub(super) alike_percent: Option<Rule<u32>>,
    pub(super) alike_days: Option<Rule<u32>>,
    pub(super) alike_here_metres: Option<Rule<u32>>,
    pub(super) alike_elsewhere_metres: Option<Rule<u32>>,
}

/// `[warnings]`.
#[derive(Default)]
#[expect(
    clippy::struct_field_names,
    reason = "called as the pack calls them, and counted in days today"
)]
pub(super) struct DraftWarnings {
    pub(super) feed_days: Option<Rule<u32>>,
    pub(super) list_days: Option<Rule<u32>>,
    pub(super) no_end_days: Option<Rule<u32>>,
}

/// `[invitations]`.
#[derive(Default)]
pub(super) struct DraftInvitations {
    pub(super) days: Option<Rule<u32>>,
    pub(super) most: Option<Rule<u32>>,
}

#[derive(Default)]
pub(super) struct DraftBrief {
    pub(super) title: Option<Text>,
    pub(super) issuer: Option<Text>,
    pub(super) report_to: Option<Vec<Text>>,
    pub(super) send_to: Option<Vec<Text>>,
    pub(super) issue_to: Option<Vec<Text>>,
    pub(super) copies: Option<u32>,
    pub(super) level: Option<BriefLevel>,
    pub(super) most_items: Option<u32>,
}

impl Draft {
    /// This pack over the one that it extends: what it says replaces the inherited whole list or value.
    pub(super) fn over(mut self, base: Self) -> Self {
        for (slug, inherited) in base.kinds {
            let merged = match self.kinds.remove(&slug) {
                Some(own) => own.over(inherited),
                None => inherited,
            };
            self.kinds.insert(slug, merged);
        }
        let mut levels = base.levels;
        levels.append(&mut self.levels);
        // A pack with units of its own has none of those that it would inherit times for.
        let mut unit_times = if self.units.is_some() {
            BTreeMap::new()
        } else {
            base.unit_times
        };
        for (unit, (at, mut own)) in self.unit_times {
            let times = &mut unit_times.entry(unit).or_insert_with(|| (at, BTreeMap::new())).1;
            times.append(&mut own);
        }
        Self {
            id: self.id,
            version: self.version,
            name: self.name,
            body: self.body,
            locale: self.locale.or(base.locale),
            zone: self.zone.or(base.zone),
            roll: self.roll.or(base.roll),
            calendar: self.calendar.or(base.calendar),
            units: self.units.or(base.units),
            posts: self.posts.or(base.posts),
            areas: self.areas.or(base.areas),
            people: self.people.or(base.people),
            kinds: self.kinds,
            opening_reasons: self.opening_reasons.or(base.opening_reasons),
            tells_who_looked: self.tells_who_looked.or(base.tells_who_looked),
            dangers: self.dangers.or(base.dangers),
            hazards: self.hazards.or(base.hazards),
            import: self.import.over(base.import),
            levels,
            unit_times,
            judgement: self.judgement.over(base.judgement),
            warnings: DraftWarnings {
                feed_days: self.warnings.feed_days.or(base.warnings.feed_days),
                list_days: self.warnings.list_days.or(base.warnings.list_days),
                no_end_days: self.warnings.no_end_days.or(base.warnings.no_end_days),
            },
            invitations: DraftInvitations {
                days: self.invitations.days.or(base.invitations.days),
                most: self.invitations.most.or(base.invitations.most),
            },
            brief: self.brief.over(base.brief),
            portal: self.portal.over(base.portal),
            duty: self.duty.over(base.duty),
            calls: self.calls.over(base.calls),
            plans: self.plans.over(base.plans),
        }
    }
}

impl DraftKind {
    fn over(self, base: Self) -> Self {
        Self {
            slug: self.slug,
            whole: self.whole && base.whole,
            name: self.name.or(base.name),
            categories: self.categories.or(base.categories),
            statuses: self.statuses.or(base.statuses),
            steps: self.steps.or(base.steps),
            fields: self.fields.or(base.fields),
            clocks: clocks_on(self.clocks, base.clocks),
            retention: self.retention.or(base.retention),
            ladder: DraftLadder {
                ask_within: self.ladder.ask_within.or(base.ladder.ask_within),
                highest: self.ladder.highest.or(base.ladder.highest),
                settled: self.ladder.settled.or(base.ladder.settled),
            },
            mediation: match (self.mediation, base.mediation) {
                (Some(own), Some(inherited)) => Some(own.over(inherited)),
                (own, inherited) => own.or(inherited),
            },
            incident: match (self.incident, base.incident) {
                (Some(own), Some(inherited)) => Some(own.over(inherited)),
                (own, inherited) => own.or(inherited),
            },
            not_ours: self.not_ours.or(base.not_ours),
            representatives: self.representatives.or(base.representatives),
            routes: self.routes.or(base.routes),
            source_post: self.source_post.or(base.source_post),
        }
    }
}

impl DraftImport {
    fn over(mut self, base: Self) -> Self {
        let mut columns = base.columns;
        columns.append(&mut self.columns);
        Self {
            at: self.at.or(base.at),
            kind: self.kind.or(base.kind),
            source_system: self.source_system.or(base.source_system),
            columns,
            totals: self.totals.or(base.totals),
            zero: self.zero.or(base.zero),
            notes: self.notes.or(base.notes),
            unit_from_title: self.unit_from_title.or(base.unit_from_title),
            unknown_category: self.unknown_category.or(base.unknown_category),
            unknown_unit: self.unknown_unit.or(base.unknown_unit),
        }
    }
}

impl DraftJudgement {
    fn over(self, base: Self) -> Self {
        Self {
            near_percent: self.near_percent.or(base.near_percent),
            repeats: self.repeats.or(base.repeats),
            people: self.people.or(base.people),
            false_discovery_rate: self.false_discovery_rate.or(base.false_discovery_rate),
            history_weeks: self.history_weeks.or(base.history_weeks),
            least_weeks: self.least_weeks.or(base.least_weeks),
            alike_percent: self.alike_percent.or(base.alike_percent),
            alike_days: self.alike_days.or(base.alike_days),
            alike_here_metres: self.alike_here_metres.or(base.alike_here_metres),
            alike_elsewhere_metres: self.alike_elsewhere_metres.or(base.alike_elsewhere_metres),
        }
    }
}

impl DraftPortal {
    /// Whether people can ask there: it says what a request becomes.
    pub(super) const fn is_open(&self) -> bool {
        self.kind.is_some() || self.unit.is_some() || self.category.is_some()
    }

    fn over(self, base: Self) -> Self {
        Self {
            kind: self.kind.or(base.kind),
            unit: self.unit.or(base.unit),
            category: self.category.or(base.category),
            reopen_days: self.reopen_days.or(base.reopen_days),
            requests: self.requests.or(base.requests),
            key_requests: self.key_requests.or(base.key_requests),
            window_minutes: self.window_minutes.or(base.window_minutes),
            files: self.files.or(base.files),
            title_chars: self.title_chars.or(base.title_chars),
            disputes: self.disputes.or(base.disputes),
            petitions: self.petitions.or(base.petitions),
            position_metres: self.position_metres.or(base.position_metres),
        }
    }
}

impl DraftBrief {
    fn over(self, base: Self) -> Self {
        Self {
            title: self.title.or(base.title),
            issuer: self.issuer.or(base.issuer),
            report_to: self.report_to.or(base.report_to),
            send_to: self.send_to.or(base.send_to),
            issue_to: self.issue_to.or(base.issue_to),
            copies: self.copies.or(base.copies),
            level: self.level.or(base.level),
            most_items: self.most_items.or(base.most_items),
        }
    }
}

/// A pack that sets the times of its clocks anew need not say again what they are to the person who asked.
fn clocks_on(own: Option<Vec<DraftClock>>, base: Option<Vec<DraftClock>>) -> Option<Vec<DraftClock>> {
    let Some(mut own) = own else { return base };
    for clock in own.iter_mut().filter(|clock| clock.told.is_none()) {
        let known = base.iter().flatten().find(|known| known.slug.value == clock.slug.value);
        clock.told = known.and_then(|known| known.told.clone());
    }
    Some(own)
}
