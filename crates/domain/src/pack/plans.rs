//! `[plans]`: kinds of plan, how often they are assessed and practised, and what makes them due for revision.

use super::draft::DraftPlans;
use super::section::Section;
use super::source::{At, Problems};
use super::{Rule, check};
use crate::Text;
use crate::plan::{Cadence, Named, PlanRules};

/// The longest time between two assessments or drills, in months.
const MOST_MONTHS: u32 = 120;
/// The longest time, in hours, after which a drill that has not begun is late.
const MOST_LATE: u32 = 24 * 31;

/// Something named, with where it stands.
pub(super) struct DraftNamed {
    slug: At<String>,
    name: Option<Rule<Text>>,
}

/// How often, with where it stands.
pub(super) struct DraftCadence {
    slug: At<String>,
    name: Text,
    months: Option<Rule<u32>>,
}

pub(super) fn read_plans(section: &Section<'_>) -> DraftPlans {
    let named = |key| {
        let sections = section.sections(key)?;
        Some(sections.iter().map(read_named).collect())
    };
    let whole = |key, low, high| {
        let rule = section.section(key)?;
        let read = rule.rule(|rule| rule.whole("value", low, high).map(|number| number.value));
        rule.end();
        read
    };
    let plans = DraftPlans {
        kinds: named("kinds"),
        triggers: named("triggers"),
        evaluation: named("evaluation"),
        assess_months: whole("assess_months", 1, MOST_MONTHS),
        drill_late_hours: whole("drill_late_hours", 0, MOST_LATE),
        cadences: section
            .sections("cadences")
            .map(|cadences| cadences.iter().map(read_cadence).collect()),
    };
    section.end();
    plans
}

fn read_named(section: &Section<'_>) -> DraftNamed {
    let slug = section.slug("slug");
    let name = section.rule(|section| Some(section.text("name")));
    section.end();
    DraftNamed { slug, name }
}

fn read_cadence(section: &Section<'_>) -> DraftCadence {
    let slug = section.slug("slug");
    let name = section.text("name");
    let months = section.rule(|section| section.whole("months", 1, MOST_MONTHS).map(|number| number.value));
    section.end();
    DraftCadence { slug, name, months }
}

pub(super) fn check_plans(plans: &DraftPlans, problems: &Problems) {
    let lists = [
        ("plans.kinds", &plans.kinds),
        ("plans.triggers", &plans.triggers),
        ("plans.evaluation", &plans.evaluation),
    ];
    for (name, list) in lists {
        check::slugs(name, list.iter().flatten().map(|named| &named.slug), problems);
    }
    let cadences = plans.cadences.iter().flatten();
    check::slugs("plans.cadences", cadences.map(|cadence| &cadence.slug), problems);
}

/// The rules; none where no kinds are said.
pub(super) fn assemble(plans: DraftPlans) -> Option<PlanRules> {
    let named = |list: Option<Vec<DraftNamed>>| -> Vec<Named> {
        let named = |draft: DraftNamed| {
            Some(Named {
                slug: draft.slug.value,
                name: draft.name?,
            })
        };
        list.unwrap_or_default().into_iter().filter_map(named).collect()
    };
    let cadence = |draft: DraftCadence| {
        Some(Cadence {
            slug: draft.slug.value,
            name: draft.name,
            months: draft.months?,
        })
    };
    Some(PlanRules {
        kinds: named(Some(plans.kinds?)),
        triggers: named(plans.triggers),
        evaluation: named(plans.evaluation),
        assess_months: plans.assess_months?,
        drill_late_hours: plans.drill_late_hours,
        cadences: plans
            .cadences
            .unwrap_or_default()
            .into_iter()
            .filter_map(cadence)
            .collect(),
    })
}

impl DraftPlans {
    pub(super) fn over(self, base: Self) -> Self {
        Self {
            kinds: self.kinds.or(base.kinds),
            triggers: self.triggers.or(base.triggers),
            evaluation: self.evaluation.or(base.evaluation),
            assess_months: self.assess_months.or(base.assess_months),
            drill_late_hours: self.drill_late_hours.or(base.drill_late_hours),
            cadences: self.cadences.or(base.cadences),
        }
    }
}
