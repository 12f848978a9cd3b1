//! Linking a case that asks the same again to the one that was asked first, and undoing it where that was wrong: in both, or in neither.

use crate::act::TRIES;
use crate::boxed;
use crate::{Done, Error, Office, both};
use domain::CaseId;
use domain::case::{Actor, Case, Command, Refusal};
use jiff::Timestamp;

/// Links `repeat` to `main`, with `reason` where one was said: the repeat says so, and the other is raised by it. Under `key` the first is
/// kept as `key repeat` and the second as `key first`.
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
    let key = |which: &str| key.as_ref().map(|key| format!("{key} {which}"));
    let mut tries = 0;
    loop {
        tries += 1;
        let (repeated, first) = (both::read(office, repeat).await?, both::read(office, main).await?);
        check(&repeated, &first)?;
        let command = Command::RepeatOf(both::link(&first, reason));
        let own = both::said(office, &repeated, &command, actor, now, key("repeat")).await?;
        let command = Command::RepeatedBy(both::link(&repeated, reason));
        let other = both::said(office, &first, &command, actor, now, key("first")).await?;
        match both::write(office, &repeated, own, Some(other)).await {
            Err(Error::Store(store::Error::Conflict { .. })) if tries < TRIES => {}
            done => return done,
        }
    }
}

/// What cannot be linked, whatever each of the two allows.
fn check(repeated: &Case, first: &Case) -> Result<(), Refusal> {
    if repeated.id == first.id {
        return Err(Refusal::new("refusal-link-itself"));
    }
    if repeated.kind != first.kind {
        return Err(Refusal::new("refusal-link-kind"));
    }
    if first.erased_at.is_some() {
        return Err(Refusal::new("refusal-link-erased"));
    }
    // Whoever one of them is withheld from must not hear of it by the other.
    if repeated.about != first.about {
        return Err(Refusal::new("refusal-link-about"));
    }
    let chained = first.repeat_of.as_ref().or_else(|| repeated.repeated_by.first());
    match chained {
        Some(link) => Err(Refusal::new("refusal-link-chain").with("number", &link.number)),
        None => Ok(()),
    }
}

/// Takes `repeat` and the case that it was linked to apart again, and takes back what the link raised. Under `key` the first is kept as
/// `key from` and the second as `key off`.
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
    let key = |which: &str| key.as_ref().map(|key| format!("{key} {which}"));
    let mut tries = 0;
    loop {
        tries += 1;
        let repeated = both::read(office, repeat).await?;
        let Some(main) = &repeated.repeat_of else {
            return Err(Refusal::new("refusal-not-linked")
                .with("number", &repeated.number)
                .into());
        };
        let first = both::read(office, main.case).await?;
        let off = Command::SplitOff(both::link(&repeated, reason));
        let other = both::said(office, &first, &off, actor, now, key("off")).await?;
        let from = Command::SplitFrom(both::link(&first, reason));
        let own = both::said(office, &repeated, &from, actor, now, key("from")).await?;
        match both::write(office, &repeated, own, Some(other)).await {
            Err(Error::Store(store::Error::Conflict { .. })) if tries < TRIES => {}
            done => return done,
        }
    }
}
