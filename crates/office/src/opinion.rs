//! A petition's written opinions, as papers are made of them.

use crate::Office;
use documents::opinion::OpinionPaper;
use domain::UnitSlug;
use domain::case::{Answer, Case, Opinion, Round, reviewer};
use jiff::Timestamp;
use jiff::civil::Date;

/// The opinion of a round, given or still a draft; none where there is none, and in an erased case.
#[must_use]
pub fn opinion_paper(office: &Office, case: &Case, round: Round) -> Option<OpinionPaper> {
    if case.erased_at.is_some() {
        return None;
    }
    let pack = &office.pack;
    let done = case.rounds.iter().position(|done| done.round == round);
    let (unit, opinion, given, next): (&UnitSlug, &Opinion, Option<&Answer>, Option<UnitSlug>) = match done {
        Some(at) => {
            let done = &case.rounds[at];
            // Whoever took the next round is who it could be asked of.
            let next = case.rounds.get(at + 1).map_or(&case.unit, |next| &next.unit);
            (
                &done.unit,
                done.opinion.as_ref()?,
                Some(&done.answer),
                Some(next.clone()),
            )
        }
        None if round == case.round => {
            let next = reviewer(case, pack).map(|next| next.unit);
            (&case.unit, case.opinion.as_ref()?, case.answer.as_ref(), next)
        }
        None => return None,
    };
    let ladder = pack.kind(&case.kind).and_then(|kind| kind.ladder.as_ref());
    let ask_within = ladder.filter(|_| round.next().is_some());
    let day = |at: Timestamp| -> Date { pack.zone.to_datetime(at).date() };
    Some(OpinionPaper {
        round,
        opinion: opinion.clone(),
        number: case.number.clone(),
        title: case.title.clone(),
        issuer: pack.unit(unit)?.name.clone(),
        received_on: day(case.received_at),
        given_on: given.map(|answer| day(answer.at)),
        ask_within: ask_within.map(|ladder| ladder.ask_within.value),
        next: next
            .filter(|_| round.next().is_some())
            .and_then(|unit| Some(pack.unit(&unit)?.name.clone())),
    })
}
