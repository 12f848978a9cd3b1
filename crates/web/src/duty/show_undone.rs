//! What taking a proposed roster undoes: told to whoever takes it, who has to say that it is to be taken all the same.

use super::generate::event;
use super::name;
use super::show_roster::{shift_words, swap_words};
use crate::fault::Fault;
use crate::visit::Visit;
use domain::UnitSlug;
use domain::duty::{Undone, undone_by};
use office::Proposal;

/// Approved swaps and people who were put in for others, of which a proposal knows nothing, in sentences.
pub(crate) async fn undone(visit: &Visit, unit: &UnitSlug, proposal: &Proposal) -> Result<Vec<String>, Fault> {
    let office = &visit.desk.office;
    let roster = office::read_roster(office, unit).await?;
    let people = office::colleagues(office, unit).await?;
    let undone = undone_by(&roster, &event(proposal), visit.now);
    let words = |one: &Undone| match one {
        Undone::Swap(swap) => {
            let args = [("swap", swap_words(visit, &roster, &people, swap).into())];
            visit.words().with("duty-undone-swap", &args)
        }
        Undone::Override(over) => {
            let shift = roster.shifts.get(&over.shift);
            let shift = shift.map_or_else(|| over.shift.clone(), |shift| shift_words(visit, shift));
            let args = [
                ("who", name(visit, &people, &over.staff).into()),
                ("shift", shift.into()),
            ];
            visit.words().with("duty-undone-override", &args)
        }
    };
    Ok(undone.iter().map(words).collect())
}
