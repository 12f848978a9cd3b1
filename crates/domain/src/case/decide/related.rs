//! What belongs together without asking the same 相关: said of two cases of whatever kind, by a person. It raises, closes and
//! answers nothing, and moves no clock.

use super::permit::permit;
use super::{Draft, source, texts};
use crate::case::{CaseLink, Event, MOST_RELATED, Refusal};
use crate::pack::StepName;

/// Another case belongs together with this one.
pub(super) fn relate(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    check(draft, link)?;
    let case = &draft.case;
    if link.case == case.id {
        return Err(Refusal::new("refusal-related-itself"));
    }
    if case.related.iter().any(|known| known.case == link.case) {
        return Ok(());
    }
    let mut repeats = case.repeat_of.iter().chain(&case.repeated_by);
    if repeats.any(|known| known.case == link.case) {
        return Err(Refusal::new("refusal-related-repeat").with("number", &link.number));
    }
    if case.related.len() >= MOST_RELATED {
        return Err(Refusal::new("refusal-related-most")
            .with("number", &case.number)
            .with("most", MOST_RELATED));
    }
    draft.push(Event::Related { link: link.clone() });
    Ok(())
}

/// It does not after all.
pub(super) fn unrelate(draft: &mut Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    check(draft, link)?;
    if draft.case.related.iter().any(|known| known.case == link.case) {
        draft.push(Event::Unrelated { link: link.clone() });
    }
    Ok(())
}

/// Whoever may link says it, with a reason. Whether the other case tells who reported is known to those alone who know that.
fn check(draft: &Draft<'_>, link: &CaseLink) -> Result<(), Refusal> {
    permit(draft, StepName::LinkCase)?;
    source::check_actor(&draft.case, draft.actor, draft.pack)?;
    texts::needed("reason", &link.reason)
}
