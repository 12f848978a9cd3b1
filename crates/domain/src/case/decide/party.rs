//! What a party does by its own link, beside saying whether it wants mediation (人民调解法, art. 19 and 23).

use super::agreement::check_result;
use super::mediation::{check_own_word, check_parties, letters, state};
use super::{Draft, texts};
use crate::PostSlug;
use crate::case::{Event, Party, PerformanceResult, Refusal};
use crate::pack::StepName;

/// A party does not want a mediator: nobody mediates whom not all have chosen.
pub(super) fn object(draft: &mut Draft<'_>, party: Party, post: &PostSlug, note: &str) -> Result<(), Refusal> {
    check_parties(draft, &[party])?;
    check_own_word(draft, party, StepName::ChooseMediator)?;
    texts::optional("note", note)?;
    if draft.pack.post(post).is_none() {
        return Err(Refusal::new("refusal-post-unknown").with("post", post));
    }
    if state(draft).objects(party, post) {
        return Ok(());
    }
    draft.push(Event::MediatorObjected {
        party,
        post: post.clone(),
        note: note.to_owned(),
    });
    Ok(())
}

/// A party says whether the record of a session is right; where it is not, what is wrong.
pub(super) fn confirm_record(
    draft: &mut Draft<'_>,
    party: Party,
    session: u32,
    agrees: bool,
    note: &str,
) -> Result<(), Refusal> {
    check_parties(draft, &[party])?;
    check_own_word(draft, party, StepName::ConfirmRecord)?;
    let mediation = state(draft);
    let record = mediation.sitting(session).and_then(|sitting| sitting.record.as_ref());
    let Some(record) = record else {
        return Err(Refusal::new("refusal-session-unknown"));
    };
    if !record.present.contains(&party) {
        return Err(Refusal::new("refusal-record-absent").with("partys", letters(&[party])));
    }
    if agrees {
        texts::optional("note", note)?;
    } else {
        texts::needed("note", note)?;
    }
    draft.push(Event::RecordConfirmed {
        party,
        session,
        agrees,
        note: note.to_owned(),
    });
    Ok(())
}

/// A party says whether a promise was kept.
pub(super) fn confirm_performance(
    draft: &mut Draft<'_>,
    party: Party,
    term: u32,
    result: PerformanceResult,
    note: &str,
) -> Result<(), Refusal> {
    check_parties(draft, &[party])?;
    check_own_word(draft, party, StepName::ConfirmPerformance)?;
    check_result(draft, term, result, note)?;
    draft.push(Event::PerformanceConfirmed {
        party,
        term,
        result,
        note: note.to_owned(),
    });
    Ok(())
}
