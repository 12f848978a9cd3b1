//! Who reported a wrongdoing, hidden from everybody but the post that received it: who reported is not told to those
//! reported nor to anybody who need not know (信访工作条例, art. 30 and 46). Whoever else works on the case reads the matter.

use super::{Actor, Case, Event, Opening, Role};
use crate::PostSlug;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A source that is hidden 隐去来源: what tells who reported, from where and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceShield {
    /// The post that received it, and alone sees the source.
    pub post: PostSlug,
    /// Files that came with it, by SHA-256: they tell who sent them until that post says that they do not.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub files: BTreeSet<String>,
}

impl SourceShield {
    /// Whether `actor` is not the post that received it.
    #[must_use]
    pub fn hides_from(&self, actor: &Actor) -> bool {
        actor.post.as_ref() != Some(&self.post)
    }
}

/// What happened to the source.
pub(super) fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::SourceHidden { post } => {
            // Of what was there before it is not known who brought it.
            let files = case.evidence.iter().map(|evidence| evidence.sha256.clone());
            case.source_shield = Some(SourceShield {
                post: post.clone(),
                files: files.collect(),
            });
            // Nor is it anybody's to read any more.
            case.publication = None;
        }
        Event::SourceHandedOn { post, .. } => {
            if let Some(shield) = &mut case.source_shield {
                shield.post.clone_from(post);
            }
        }
        Event::SourceFileCleared { sha256, .. } => {
            if let Some(shield) = &mut case.source_shield {
                shield.files.remove(sha256);
            }
        }
        _ => {}
    }
}

/// A file was added: whether it tells who reported.
pub(super) fn attached(case: &mut Case, sha256: &str, actor: &Actor) {
    if let Some(shield) = &mut case.source_shield
        && (actor.role == Role::Requester || !shield.hides_from(actor))
    {
        shield.files.insert(sha256.to_owned());
    }
}

impl Case {
    /// Whether who reported is hidden from `actor`.
    #[must_use]
    pub fn hides_source_from(&self, actor: &Actor) -> bool {
        self.source_shield
            .as_ref()
            .is_some_and(|shield| shield.hides_from(actor))
    }

    /// Whether this file of it tells who reported.
    #[must_use]
    pub fn is_of_source(&self, sha256: &str) -> bool {
        self.source_shield
            .as_ref()
            .is_some_and(|shield| shield.files.contains(sha256))
    }

    /// Whether the log says of this event that the requester did it, whichever post wrote it down: of a report whose source
    /// is hidden, what comes with the registration, what is done by the source, and how they are reached. The log is read by
    /// everybody, and it would tell whether they came to a counter or to the portal. `registers`: it comes with the
    /// registration.
    #[must_use]
    pub fn is_logged_of_source(&self, event: &Event, registers: bool) -> bool {
        self.source_shield.is_some()
            && (registers
                || event.is_done_by_source()
                || match event {
                    Event::NoticesChosen { .. } => true,
                    Event::EvidenceAttached(evidence) => self.is_of_source(&evidence.sha256),
                    _ => false,
                })
    }

    /// The case as those read it from whom its source is hidden: how it came in, under which number elsewhere, whether a
    /// name was given, the files that came with it, and what it belongs together with are not in it.
    #[must_use]
    pub fn without_source(&self) -> Self {
        let mut case = self.clone();
        if let Some(shield) = &self.source_shield {
            case.source.clear();
            case.external = None;
            case.sealed_fields.clear();
            case.notices = None;
            case.party_notices.clear();
            case.related.clear();
            case.evidence
                .retain(|evidence| !shield.files.contains(&evidence.sha256));
            case.brought.retain(|(sha256, _)| !shield.files.contains(sha256));
            case.source_shield = Some(SourceShield {
                post: shield.post.clone(),
                files: BTreeSet::new(),
            });
        }
        case
    }
}

impl Event {
    /// The same of an event of the case that `shield` is of; none where all of it tells of the source.
    #[must_use]
    pub fn without_source(&self, shield: &SourceShield) -> Option<Self> {
        let is_hidden = |sha256: &String| shield.files.contains(sha256);
        match self {
            Self::SealedKept { .. }
            | Self::LinkGiven { .. }
            // By what way they can be reached.
            | Self::NoticesChosen { .. }
            | Self::SealedShared { .. }
            // The other case may be one of theirs.
            | Self::Related { .. }
            | Self::Unrelated { .. }
            | Self::Opened {
                what: Opening::Sealed { .. } | Opening::Dossier { .. },
                ..
            } => return None,
            Self::EvidenceAttached(evidence) if is_hidden(&evidence.sha256) => return None,
            Self::Opened {
                what: Opening::Evidence { sha256 },
                ..
            } if is_hidden(sha256) => return None,
            _ => {}
        }
        let mut event = self.clone();
        match &mut event {
            Self::Registered { registration, .. } => {
                registration.source.clear();
                registration.external = None;
                registration.sealed_fields.clear();
            }
            Self::Corrected { changes, .. } => changes.source = None,
            Self::SourceHandedOn { reason, .. } | Self::SourceFileCleared { reason, .. } => reason.clear(),
            _ => {}
        }
        Some(event)
    }

    /// Whether it is what the source and those who handle the case wrote to each other. Before the source was hidden they wrote as people
    /// write who have nothing to hide, with a name at the end or at the beginning: from then on that is the receiving post's alone.
    #[must_use]
    pub const fn is_between_source_and_desk(&self) -> bool {
        matches!(self, Self::Messaged { .. })
    }

    /// Whether who did it tells who reported, or by which way: it is then said of the requester, whoever wrote it down.
    #[must_use]
    pub const fn is_done_by_source(&self) -> bool {
        matches!(
            self,
            Self::Registered { .. }
                | Self::Confirmed { .. }
                | Self::Withdrawn { .. }
                | Self::Reopened { .. }
                | Self::ReviewAsked { .. }
        )
    }
}
