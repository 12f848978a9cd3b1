//! Linking a case that asks the same again to the one that was asked first, and undoing it where that was wrong.

use crate::boxed;
use crate::{Done, Error, Office, act};
use domain::CaseId;
use domain::case::{Actor, Case, CaseLink, Command, Refusal};
use jiff::Timestamp;

/// Links `repeat` to `main`, with `reason` where one was said: the repeat says so first and the other is raised by it then. Where the second write fails, the
/// same call made again does what is missing.
///
/// # Errors
/// A refusal of the rules: they are of different kinds, about different units or posts, or one of them is linked already;
/// the store's.
#[boxed]
pub async fn link_repeat(
    office: &Office,
    repeat: CaseId,
    main: CaseId,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let (repeated, first) = (read(office, repeat).await?, read(office, main).await?);
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
        reason: reason.to_owned(),
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

/// Takes `repeat` and the case that it was linked to apart again: what the link raised is taken back first. Where the second
/// write fails, the same call made again does what is missing.
///
/// # Errors
/// A refusal of the rules: it is linked to nothing, or no reason was said; the store's.
#[boxed]
pub async fn split_repeat(
    office: &Office,
    repeat: CaseId,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let repeated = read(office, repeat).await?;
    let Some(main) = &repeated.repeat_of else {
        return Err(Refusal::new("refusal-not-linked")
            .with("number", &repeated.number)
            .into());
    };
    let said = |case, number: &str| CaseLink {
        case,
        number: number.to_owned(),
        reason: reason.to_owned(),
    };
    let key = |which: &str| key.as_ref().map(|key| format!("{key} {which}"));
    let off = Command::SplitOff(said(repeat, &repeated.number));
    act(office, main.case, &off, actor, now, key("off")).await?;
    let from = Command::SplitFrom(said(main.case, &main.number));
    act(office, repeat, &from, actor, now, key("from")).await
}

async fn read(office: &Office, id: CaseId) -> Result<Case, Error> {
    let case = office.store.case(id).await?;
    Ok(case.ok_or_else(|| Refusal::new("refusal-no-case"))?)
}
