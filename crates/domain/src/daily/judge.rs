//! From a day's cases and counts to the items that ask for attention, in order.

use super::rising::{comparable_days, p_of, rises};
use super::{AttentionItem, Item, JudgementInput, Reason, Subject};
use crate::pack::{JudgementRules, Pack, Rule};
use jiff::Timestamp;
use std::cmp::{Ordering, Reverse};

/// The items of a day in order of attention, with their reasons, the gravest first. The program proposes; people decide.
///
/// A case is there when people were hurt, a clock is past or near its due time, it was asked again often enough, or it
/// affects enough people (the pack's thresholds); a category or an area when it rises. Order: casualties, overdue,
/// near deadline, repeated, many people, rises; within one of these by its measure, then by the number of reasons;
/// equal ones by case number, so that the same day always gives the same order.
#[must_use]
pub fn judge(pack: &Pack, input: &JudgementInput<'_>) -> Vec<AttentionItem> {
    let rules = &pack.judgement;
    let mut items: Vec<AttentionItem> = input
        .items
        .iter()
        .filter_map(|item| {
            let reasons = reasons_of(rules, item, input.now);
            (!reasons.is_empty()).then(|| AttentionItem {
                subject: Subject::Case {
                    id: item.id,
                    number: item.number.clone(),
                    title: item.title.clone(),
                    unit: item.unit.clone(),
                },
                reasons,
            })
        })
        .collect();
    let days = comparable_days(rules, &pack.calendar, input.date, input.history);
    items.extend(rises(rules, &input.today, &days).into_iter().filter_map(|reason| {
        let subject = match &reason {
            Reason::RisingCategory { category, .. } => Subject::Category {
                category: category.clone(),
            },
            Reason::RisingArea { area, .. } => Subject::Area { area: area.clone() },
            _ => return None,
        };
        Some(AttentionItem {
            subject,
            reasons: vec![reason],
        })
    }));
    items.sort_by(in_order);
    items
}

/// How many comparable past days the rising test has; below the pack's `least_weeks` it says nothing.
#[must_use]
pub fn weeks_of_history(pack: &Pack, input: &JudgementInput<'_>) -> u32 {
    let days = comparable_days(&pack.judgement, &pack.calendar, input.date, input.history);
    u32::try_from(days.len()).unwrap_or(u32::MAX)
}

fn reasons_of(rules: &JudgementRules, item: &Item, now: Timestamp) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(people) = item.casualties.filter(|people| *people > 0) {
        reasons.push(Reason::Casualties { people });
    }
    let near = rules.near_percent.as_ref().map(|near| i128::from(near.value));
    for (clock, from, due) in &item.clocks {
        let clock = clock.as_str().to_owned();
        let left = due.duration_since(now);
        if left.is_negative() {
            let minutes = -left.as_mins();
            reasons.push(Reason::Overdue { clock, minutes });
            continue;
        }
        let whole = due.duration_since(*from).as_millis();
        let used = now.duration_since(*from).as_millis();
        if whole > 0 && near.is_some_and(|near| used * 100 >= near * whole) {
            let minutes = left.as_mins();
            reasons.push(Reason::NearDeadline { clock, minutes });
        }
    }
    let enough = |least: &Option<Rule<u32>>, count: u32| least.as_ref().is_some_and(|least| count >= least.value);
    if item.repeats > 0 && enough(&rules.repeats, item.repeats) {
        reasons.push(Reason::Repeated { times: item.repeats });
    }
    if let Some(people) = item
        .people_affected
        .filter(|people| *people > 0 && enough(&rules.people, *people))
    {
        reasons.push(Reason::ManyPeople { people });
    }
    reasons.sort_by(gravest_first);
    reasons
}

/// The gravest reasons come first; of two of a kind, the one with the larger measure.
fn gravest_first(a: &Reason, b: &Reason) -> Ordering {
    let by_measure = measure(a).cmp(&measure(b));
    let by_p = || p_of(a).total_cmp(&p_of(b));
    rank(a).cmp(&rank(b)).then(by_measure).then_with(by_p)
}

fn in_order(a: &AttentionItem, b: &AttentionItem) -> Ordering {
    let gravest = match (a.reasons.first(), b.reasons.first()) {
        (Some(a), Some(b)) => gravest_first(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    let more = Reverse(a.reasons.len()).cmp(&Reverse(b.reasons.len()));
    gravest.then(more).then_with(|| name(&a.subject).cmp(&name(&b.subject)))
}

fn rank(reason: &Reason) -> u8 {
    match reason {
        Reason::Casualties { .. } => 0,
        Reason::Overdue { .. } => 1,
        Reason::NearDeadline { .. } => 2,
        Reason::Repeated { .. } => 3,
        Reason::ManyPeople { .. } => 4,
        Reason::RisingCategory { .. } => 5,
        Reason::RisingArea { .. } => 6,
        Reason::Added { .. } => 7,
    }
}

/// Smaller comes first.
fn measure(reason: &Reason) -> i64 {
    match reason {
        Reason::Casualties { people } | Reason::ManyPeople { people } => -i64::from(*people),
        Reason::Overdue { minutes, .. } => minutes.saturating_neg(),
        Reason::NearDeadline { minutes, .. } => *minutes,
        Reason::Repeated { times } => -i64::from(*times),
        Reason::RisingCategory { .. } | Reason::RisingArea { .. } | Reason::Added { .. } => 0,
    }
}

fn name(subject: &Subject) -> (u8, &str) {
    match subject {
        Subject::Case { number, .. } => (0, number),
        Subject::Category { category } => (1, category.as_str()),
        Subject::Area { area } => (2, area.as_str()),
    }
}
