//! What a swap breaks: told to both whose it is, and to whoever approves it.

use super::show_clash::broken_told;
use crate::fault::Fault;
use crate::visit::Visit;
use domain::UnitSlug;
use domain::duty::{Broken, ClashRule, Roster, Settled, Swap, broken_by_swap};
use office::Colleague;
use std::collections::BTreeMap;

/// What each swap that is not settled yet would break, by its id.
pub(crate) struct Breaks(BTreeMap<String, Vec<Broken>>);

/// What swaps that are not settled yet would break, as a roster is now.
pub(crate) async fn breaks(
    visit: &Visit,
    unit: &UnitSlug,
    (roster, people): (&Roster, &[Colleague]),
) -> Result<Breaks, Fault> {
    let office = &visit.desk.office;
    let is_open = |swap: &Swap| matches!(swap.settled, Settled::Open | Settled::Agreed);
    let mut found = BTreeMap::new();
    let Some(rules) = &office.pack.duty else {
        return Ok(Breaks(found));
    };
    // Other desks are looked at only where there is something to say.
    if !roster.swaps.values().any(is_open) {
        return Ok(Breaks(found));
    }
    let elsewhere = office::planned_elsewhere(office, unit, people, visit.now).await?;
    for (id, swap) in roster.swaps.iter().filter(|(_, swap)| is_open(swap)) {
        let broken = broken_by_swap(roster, swap, rules, &elsewhere, &office.pack.zone);
        found.insert(id.clone(), broken);
    }
    Ok(Breaks(found))
}

impl Breaks {
    /// Of one swap, in sentences. Who is to be planned with whom is for whoever settles alone; both are told that it is not kept.
    pub(crate) fn told(&self, visit: &Visit, people: &[Colleague], id: &str, settles: bool) -> Vec<String> {
        let Some(broken) = self.0.get(id) else {
            return Vec::new();
        };
        if settles {
            return broken_told(visit, people, broken);
        }
        let is_pair = |one: &Broken| matches!(one, Broken::Turn(clash) if matches!(clash.rule, ClashRule::Pair { .. }));
        let (pairs, others): (Vec<Broken>, Vec<Broken>) = broken.iter().cloned().partition(is_pair);
        let mut told = broken_told(visit, people, &others);
        if !pairs.is_empty() {
            told.push(visit.words().text("duty-swap-pairs").to_owned());
        }
        told
    }
}
