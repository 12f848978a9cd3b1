//! Accounts and sessions. An account holds a post; rights belong to the post.

use domain::{Locale, PostSlug};
use jiff::Timestamp;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Opaque id (`UUIDv7`), as [`domain::case::Actor::account`] keeps it.
    pub id: String,
    /// Sign-in name.
    pub user: String,
    /// Shown name.
    pub name: String,
    /// Post held.
    pub post: PostSlug,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// PHC string of the password.
    pub password_hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was shut.
    pub disabled_at: Option<Timestamp>,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields repeat Account's")]
pub struct NewAccount {
    pub id: String,
    pub user: String,
    pub name: String,
    pub post: PostSlug,
    pub locale: Option<Locale>,
    pub password_hash: String,
}

/// A session; the store keeps only the SHA-256 of its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token, lower-case hex.
    pub token_sha256: String,
    /// Whose.
    pub account: String,
    /// Secret for forms (CSRF), lower-case hex.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}
