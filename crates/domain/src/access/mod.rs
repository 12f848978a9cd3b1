//! Who may do what. The rules are Cedar policies in `policies/`, which an auditor can read; every decision is taken here
//! and can say which policy it rests on and why.
//!
//! What the program gives to the policies are facts: of the post in which somebody acts now ([`Standing`]), of the secret
//! link that somebody has, and of one case ([`CaseFacts`]). What it gives to the store, so that lists, counts, searches and
//! exports show the same, is a [`Sight`], made of the policies' own answers. What is not expressly permitted is refused,
//! and so is whatever cannot be decided.

mod case_facts;
mod guest;
mod policies;
mod right;
mod standing;

pub use case_facts::CaseFacts;
pub use guest::{attend, follow, join};
pub use policies::{POLICY_FILES, Policy, SCHEMA, policies};
pub use right::Right;
pub use standing::{Sight, Standing, Within};

/// What was decided, and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is permitted.
    pub allowed: bool,
    /// The policy that permits or forbids it, by its `@id`; none where nothing permits it.
    pub policy: Option<&'static str>,
    /// The message key of the reason, the policy's `@why`.
    pub why: Option<&'static str>,
}

impl Decision {
    /// Nothing permits it.
    const NO: Self = Self {
        allowed: false,
        policy: None,
        why: None,
    };
}
