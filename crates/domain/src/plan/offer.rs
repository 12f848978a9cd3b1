//! Which plan is right: by kind of event and place.

use super::{Content, Plan, PlanRules};
use crate::AreaSlug;

/// What is known of an incident when a plan is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Kind of event, a slug of the pack.
    pub event: &'a str,
    /// Area.
    pub area: Option<&'a AreaSlug>,
    /// Place as it was written.
    pub place: &'a str,
}

/// Why a plan is offered, the best reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is for this place.
    Place,
    /// For this kind of event in this area.
    EventAndArea,
    /// For this kind of event.
    Event,
    /// For this area, whatever happens.
    Area,
    /// For everything.
    General,
}

/// Whether a plan is for a situation, and why; none where it is for something else.
#[must_use]
pub fn fit(content: &Content, of: Situation<'_>) -> Option<Fit> {
    let event = content.events.iter().any(|event| event == of.event);
    let area = of.area.is_some_and(|area| content.areas.contains(area));
    if !content.events.is_empty() && !event || !content.areas.is_empty() && of.area.is_some() && !area {
        return None;
    }
    if content.events.is_empty() && content.place.is_none() && !content.areas.is_empty() && of.area.is_none() {
        // Where it is happening is not known: a plan for areas alone is not one for everywhere.
        return None;
    }
    if let Some(place) = &content.place {
        // A plan on site is for its place alone.
        return (same_place(place, of.place)).then_some(Fit::Place);
    }
    Some(match (event, area) {
        (true, true) => Fit::EventAndArea,
        (true, false) => Fit::Event,
        (false, true) => Fit::Area,
        (false, false) => Fit::General,
    })
}

/// Characters of a name that are no name yet: 路, 3.
const LEAST_NAME: usize = 2;

/// They are the same, blanks aside, or one of the two is in the other: 城北市场 and 人民路 3 号城北市场. Of the plan's place what was said has
/// to be half of the name at the least: 北京路 is a part of a great many.
fn same_place(plan: &str, said: &str) -> bool {
    let folded = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let (plan, said) = (folded(plan), folded(said));
    let (long, short) = (plan.chars().count(), said.chars().count());
    if long < LEAST_NAME || short < LEAST_NAME {
        return long > 0 && plan == said;
    }
    said.contains(&plan) || 2 * short >= long && plan.contains(&said)
}

/// The plans in force that are for a situation, the best fit first; of equals the more special kind first, as the pack orders them.
#[must_use]
pub fn offered<'a>(
    plans: &'a [(String, Plan)],
    rules: &PlanRules,
    of: Situation<'_>,
) -> Vec<(&'a str, &'a Content, Fit)> {
    let mut found: Vec<_> = plans
        .iter()
        .filter_map(|(id, plan)| {
            let content = &plan.in_force()?.content;
            Some((id.as_str(), content, fit(content, of)?))
        })
        .collect();
    let special = |content: &Content| rules.kinds.iter().position(|kind| kind.slug == content.kind);
    found.sort_by(|a, b| (a.2, special(b.1), a.0).cmp(&(b.2, special(a.1), b.0)));
    found
}
