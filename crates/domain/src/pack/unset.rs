//! What a body still has to set: numbers that no rule of the country gives. The program works without them.

use super::{OperatingLevel, Pack, StepName};

impl Pack {
    /// What nobody has set, by the dotted names of the files, e.g. `dispute.mediation.extension_days`: there is no such limit,
    /// time or help until the body says it.
    #[must_use]
    pub fn unset(&self) -> Vec<String> {
        let mut unset = Vec::new();
        let mut ask = |name: &str, there: bool| {
            if !there {
                unset.push(name.to_owned());
            }
        };
        ask(
            "reporting.routine",
            self.reporting.levels.contains_key(&OperatingLevel::Routine),
        );
        let judgement = &self.judgement;
        for (name, there) in [
            ("near_percent", judgement.near_percent.is_some()),
            ("repeats", judgement.repeats.is_some()),
            ("people", judgement.people.is_some()),
            ("false_discovery_rate", judgement.false_discovery_rate.is_some()),
            ("history_weeks", judgement.history_weeks.is_some()),
            ("least_weeks", judgement.least_weeks.is_some()),
        ] {
            ask(&format!("judgement.{name}"), there);
        }
        ask("invitations.days", self.invitations.days.is_some());
        ask("invitations.most", self.invitations.most.is_some());
        ask("warnings.no_end_days", self.warnings.no_end_days.is_some());
        ask("brief.copies", self.brief.copies.is_some());
        ask("brief.most_items", self.brief.most_items.is_some());
        ask("duty.turns", self.duty.is_some());
        ask("calls.policies", self.calls.is_some());
        ask("portal.kind", self.portal.is_some());
        if let Some(portal) = &self.portal {
            // Whoever says there that somebody is in danger is told that nobody of the body is called for it.
            ask(
                "calls.reasons.danger",
                self.dangers.is_empty() || self.calls_for_danger(),
            );
            ask("portal.requests", portal.pace().is_some());
            ask("portal.key_requests", portal.key_requests.is_some());
            ask("portal.files", portal.files.is_some());
            ask("portal.title_chars", portal.title_chars.is_some());
        }
        for (slug, kind) in &self.kinds {
            let rules = kind.incident.as_ref();
            // Drills are run by the rules of incidents.
            if rules.is_some_and(|rules| rules.drill) {
                continue;
            }
            ask(&format!("{slug}.retention"), kind.retention.is_some());
            for clock in &kind.clocks {
                // Some run to a time that is reckoned from something else.
                let reckoned = clock.stops.contains(&StepName::FollowUp) || clock.stops.contains(&StepName::SendReport);
                let there = clock.allowance.is_some() || !clock.by_category.is_empty() || reckoned;
                ask(&format!("{slug}.clocks.{}", clock.slug), there);
            }
            if let Some(mediation) = &kind.mediation {
                ask(&format!("{slug}.mediation.promises"), mediation.promises.is_some());
                ask(
                    &format!("{slug}.mediation.extension_days"),
                    mediation.extension.is_some(),
                );
            }
            if let Some(rules) = rules {
                ask(&format!("{slug}.incident.personal_data"), rules.personal_data.is_some());
                let within = rules.supplement.within.is_some();
                ask(&format!("{slug}.incident.supplement.within"), within);
                ask(&format!("{slug}.incident.operating"), !rules.operating.is_empty());
                let told = rules.hand_off.is_some() && !rules.health.is_empty();
                ask(&format!("{slug}.incident.hand_off"), told);
            }
        }
        unset
    }
}
