//! Names for things. Slugs come from packs; case ids are `UUIDv7` made by the caller.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Identity of a case: a `UUIDv7`, so that keys are ordered by the time of registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub uuid::Uuid);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! slug {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The slug as given; whether it names something is the pack's to say.
            pub fn new(slug: impl Into<String>) -> Self {
                Self(slug.into())
            }

            /// The slug's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(slug: &str) -> Self {
                Self(slug.to_owned())
            }
        }
    )+};
}

slug! {
    /// A unit 单位: who answers.
    UnitSlug,
    /// A post 岗位: rights and duties belong to it, not to the person who holds it today.
    PostSlug,
    /// An area 片区.
    AreaSlug,
    /// A kind of case, declared by the pack: `request`, `task`, …
    KindSlug,
    /// A category of a kind.
    CategorySlug,
    /// A status in a kind's lifecycle.
    StatusSlug,
    /// A clock 时限 of a kind.
    ClockSlug,
}
