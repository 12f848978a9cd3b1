//! How people ask and follow without an account.

use super::Rule;
use crate::{CategorySlug, KindSlug, UnitSlug};

/// Files of one form, where the body sets no limit: what its size lets through is far less.
const MOST_FILES: u32 = 100;

/// How people ask and follow without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalRules {
    /// What a request becomes.
    pub kind: KindSlug,
    /// The unit that takes it first and answers for it until another has it (首接负责).
    pub unit: UnitSlug,
    /// The category where the person asking can't say.
    pub category: CategorySlug,
    /// Days after its end for which the requester can have it opened again; none for as long as it is kept.
    pub reopen_days: Option<Rule<u32>>,
    /// Requests from one address within [`Self::window_minutes`], so that nobody buries the others': many people share a
    /// village's or an office's address. Without either, none are counted.
    pub requests: Option<Rule<u32>>,
    /// Requests by one key of Open311 within the same minutes, from wherever it is shown: behind one stand many people. Without it as many as
    /// from one address.
    pub key_requests: Option<Rule<u32>>,
    /// The minutes within which they are counted.
    pub window_minutes: Option<Rule<u32>>,
    /// Files that are sent at once; as many as one form can carry where none are said.
    pub files: Option<Rule<u32>>,
    /// Characters of the title that is made of the first line of what was written; as many as the kind takes where none are said.
    pub title_chars: Option<Rule<u32>>,
    /// Where somebody asks for a dispute to be mediated; none where that is asked for elsewhere.
    pub disputes: Option<PortalDoor>,
    /// Where somebody brings a petition 信访事项 or reports a wrongdoing 检举控告; none where that is done elsewhere.
    pub petitions: Option<PortalDoor>,
}

/// Another thing that can be asked for on the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalDoor {
    /// What it becomes.
    pub kind: KindSlug,
    /// The unit that takes it first.
    pub unit: UnitSlug,
    /// The category where the person asking can't say.
    pub category: CategorySlug,
}

impl PortalRules {
    /// How many requests from one address are taken within how many minutes; none where the body sets no limit.
    #[must_use]
    pub fn pace(&self) -> Option<(u32, u32)> {
        Some((self.requests.as_ref()?.value, self.window_minutes.as_ref()?.value))
    }

    /// How many requests by one key are taken within how many minutes; none where the body sets no limit.
    #[must_use]
    pub fn key_pace(&self) -> Option<(u32, u32)> {
        let most = self.key_requests.as_ref().or(self.requests.as_ref())?;
        Some((most.value, self.window_minutes.as_ref()?.value))
    }

    /// The most files that are sent at once.
    #[must_use]
    pub fn most_files(&self) -> u32 {
        self.files.as_ref().map_or(MOST_FILES, |most| most.value)
    }

    /// The same rules through another door: what is asked becomes another kind, and another unit takes it.
    #[must_use]
    pub fn through(&self, door: &PortalDoor) -> Self {
        let PortalDoor { kind, unit, category } = door.clone();
        Self {
            kind,
            unit,
            category,
            ..self.clone()
        }
    }
}
