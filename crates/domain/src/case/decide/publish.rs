//! What everybody may read: only of a category that the pack calls public, only in words that the office reviewed, and
//! never of a complaint about somebody of the body's own.

use super::permit::permit;
use super::{Draft, MOST_PUBLIC_CHARS, texts};
use crate::case::{Event, Publication, Refusal};
use crate::pack::StepName;

/// Lets everybody read of it, or puts right what everybody reads.
pub(super) fn publish(draft: &mut Draft<'_>, publication: &Publication) -> Result<(), Refusal> {
    permit(draft, StepName::Publish)?;
    if !draft.case.about.is_empty() {
        return Err(Refusal::new("refusal-publish-about").with("number", &draft.case.number));
    }
    if draft.case.source_shield.is_some() {
        return Err(Refusal::new("refusal-publish-source").with("number", &draft.case.number));
    }
    let category = draft
        .kind
        .categories
        .iter()
        .find(|category| category.slug == draft.case.category);
    if let Some(category) = category.filter(|category| !category.public) {
        return Err(Refusal::new("refusal-publish-category").with_text("category", &category.name));
    }
    if category.is_none() {
        return Err(Refusal::new("refusal-publish-category").with("category", &draft.case.category));
    }
    texts::needed("publication", &publication.text)?;
    texts::fits("publication", &publication.text, MOST_PUBLIC_CHARS)?;
    if draft
        .case
        .publication
        .as_ref()
        .is_some_and(|(known, _)| known == publication)
    {
        return Ok(());
    }
    draft.push(Event::Published(publication.clone()));
    Ok(())
}

/// Takes it back.
pub(super) fn unpublish(draft: &mut Draft<'_>, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::Unpublish)?;
    texts::needed("reason", reason)?;
    if draft.case.publication.is_none() {
        return Err(Refusal::new("refusal-not-published").with("number", &draft.case.number));
    }
    draft.push(Event::Unpublished {
        reason: reason.to_owned(),
    });
    Ok(())
}
