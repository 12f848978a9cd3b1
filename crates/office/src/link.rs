//! Linking a case that asks the same again to the one that was asked first.

use crate::{Done, Error, Office, act};
use domain::CaseId;
use domain::case::{Actor, Case, CaseLink, Command, Refusal};
use jiff::Timestamp;

/// Links `repeat` to `main`: the repeat says so first and the other is raised by it then. Where the second write fails, the
/// same call made again does what is missing.
///
/// # Errors
/// A refusal of the rules: they are of different kinds, about different units or posts, or one of them is linked already;
/// the store's.
pub async fn link_repeat(
    office: &Office,
    repeat: CaseId,
    main: CaseId,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let read = async |id| -> Result<Case, Error> {
        let case = office.store.case(id).await?;
        Ok(case.ok_or_else(|| Refusal::new("refusal-no-case"))?)
    };
    let (repeated, first) = (read(repeat).await?, read(main).await?);
    if repeat == main {
        return Err(Refusal::new("refusal-link-itself").into());
    }
    if repeated.kind != first.kind {
        return Err(Refusal::new("refusal-link-kind").into());
    }
    if first.erased_at.is_some() {
        return Err(Refusal::new("refusal-link-erased").into());
    }
    // Whoever one of them is withheld from must not hear of it by the other.
    if repeated.about != first.about {
        return Err(Refusal::new("refusal-link-about").into());
    }
    if let Some(link) = &first.repeat_of {
        return Err(Refusal::new("refusal-link-chain").with("number", &link.number).into());
    }
    if let Some(link) = repeated.repeated_by.first() {
        return Err(Refusal::new("refusal-link-chain").with("number", &link.number).into());
    }
    let link = |case: &Case| CaseLink {
        case: case.id,
        number: case.number.clone(),
    };
    let key = |which: &str| key.as_ref().map(|key| format!("{key} {which}"));
    let done = act(
        office,
        repeat,
        &Command::RepeatOf(link(&first)),
        actor,
        now,
        key("repeat"),
    )
    .await?;
    act(
        office,
        main,
        &Command::RepeatedBy(link(&repeated)),
        actor,
        now,
        key("first"),
    )
    .await?;
    Ok(done)
}
