//! The first administrator: a link that works once, printed where the program was started.

use crate::boxed;
use crate::secrets;
use domain::case::Role;
use domain::pack::{Pack, Post};
use jiff::{SignedDuration, Timestamp};
use office::Office;

/// The setting that keeps the link: SHA-256 of its token, a space, its end in ms UTC.
const SETTING: &str = "set-up-link";
/// How long the link works. The next start prints a new one.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// A link for the first administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUpLink {
    /// Path of the page, to be printed after the address that the program listens on.
    pub path: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Makes the link, if there is no administrator whose account is open: on a fresh directory, and after a pack was
/// changed so that nobody holds the post any more. An older link stops working.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn set_up_link(office: &Office) -> Result<Option<SetUpLink>, store::Error> {
    if has_administrator(office).await? {
        return Ok(None);
    }
    let token = secrets::token();
    let expires_at = office.clock.now().saturating_add(LASTS).unwrap_or(Timestamp::MAX);
    let kept = format!("{} {}", secrets::sha256(&token), expires_at.as_millisecond());
    office.store.set_setting(SETTING, &kept).await?;
    let path = format!("/set-up/{token}");
    Ok(Some(SetUpLink { path, expires_at }))
}

/// Whether `token` is the link's, and in time.
pub(crate) async fn is_open(office: &Office, token: &str) -> Result<bool, store::Error> {
    let Some(kept) = office.store.setting(SETTING).await? else {
        return Ok(false);
    };
    let Some((hash, expires)) = kept.split_once(' ') else {
        return Ok(false);
    };
    let in_time = expires
        .parse::<i64>()
        .is_ok_and(|ms| office.clock.now().as_millisecond() < ms);
    Ok(in_time && secrets::same(hash, &secrets::sha256(token)))
}

/// The link has done its work.
pub(crate) async fn shut(office: &Office) -> Result<(), store::Error> {
    office.store.set_setting(SETTING, "").await
}

/// The pack's first administrator's post.
pub(crate) fn administrators_post(pack: &Pack) -> Option<&Post> {
    pack.posts.iter().find(|post| post.role == Role::Administrator)
}

async fn has_administrator(office: &Office) -> Result<bool, store::Error> {
    let accounts = office.store.accounts().await?;
    Ok(accounts.iter().any(|account| {
        account.disabled_at.is_none()
            && office
                .pack
                .post(&account.post)
                .is_some_and(|post| post.role == Role::Administrator)
    }))
}
