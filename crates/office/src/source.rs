//! Handing on who reported a wrongdoing: the post that received it does so, or a leader of the body where nobody holds
//! that post any more.

use crate::boxed;
use crate::{Done, Error, Office, act};
use domain::case::{Actor, Command, Refusal};
use domain::{CaseId, PostSlug};
use jiff::Timestamp;

/// From now on `post` sees the source of the case, and the post so far does not. `key` makes a retry harmless.
///
/// # Errors
/// A refusal of the rules; the store's.
#[boxed]
pub async fn hand_source_on(
    office: &Office,
    case: CaseId,
    post: PostSlug,
    reason: String,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let vacated = false;
    let command = Command::HandSourceOn { post, reason, vacated };
    act(office, case, &command, actor, now, key).await
}

/// A leader of the body names the post that sees the source from now on, because nobody holds the one so far. `key` as there.
///
/// # Errors
/// A refusal of the rules, also where somebody holds the post; the store's.
#[boxed]
pub async fn name_receiver(
    office: &Office,
    case: CaseId,
    post: PostSlug,
    reason: String,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let state = office.store.case(case).await?;
    let state = state.ok_or_else(|| Refusal::new("refusal-no-case"))?;
    if let Some(shield) = &state.source_shield
        && is_held(office, &shield.post).await?
    {
        let refusal = Refusal::new("refusal-source-held");
        return Err(match office.pack.post(&shield.post) {
            Some(post) => refusal.with_text("post", &post.name),
            None => refusal.with("post", &shield.post),
        }
        .into());
    }
    let vacated = true;
    let command = Command::HandSourceOn { post, reason, vacated };
    act(office, case, &command, actor, now, key).await
}

/// Whether somebody holds the post today.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn is_held(office: &Office, post: &PostSlug) -> Result<bool, Error> {
    let known = office.pack.post(post).is_some();
    let accounts = office.store.accounts().await?;
    let mut open = accounts.iter().filter(|account| account.disabled_at.is_none());
    Ok(known && open.any(|account| account.post == *post))
}
