//! `[kind.incident.hand_off]` and `[[kind.incident.health]]`: what is said of patients who are handed over, and to whom it can be sent.

use super::Rule;
use super::check::slugs;
use super::incident::{HealthReceiver, ReportPart};
use super::read_incident::parts;
use super::section::Section;
use super::source::{At, Problems};

/// What a file says of it; what is `None` is inherited.
#[derive(Default)]
pub(super) struct DraftHealth {
    pub(super) parts: Option<Rule<Vec<ReportPart>>>,
    pub(super) receivers: Option<Vec<(At<String>, Rule<HealthReceiver>)>>,
}

pub(super) fn read_health(section: &Section<'_>) -> DraftHealth {
    DraftHealth {
        parts: section.section("hand_off").and_then(|hand_off| {
            let read = hand_off.rule(|hand_off| Some(parts(hand_off, &ReportPart::OF_PATIENTS)));
            hand_off.end();
            read
        }),
        receivers: section
            .sections("health")
            .map(|list| list.iter().filter_map(receiver).collect()),
    }
}

fn receiver(section: &Section<'_>) -> Option<(At<String>, Rule<HealthReceiver>)> {
    let slug = section.slug("slug");
    let rule = section.rule(|section| {
        Some(HealthReceiver {
            slug: slug.value.clone(),
            name: section.text("name"),
            every: section.flag("every").is_some_and(|every| every.value),
        })
    });
    section.end();
    Some((slug, rule?))
}

/// Each receiver stands there once.
pub(super) fn check_health(draft: &DraftHealth, problems: &Problems) {
    let receivers = draft.receivers.iter().flatten().map(|(slug, _)| slug);
    slugs("kind.incident.health", receivers, problems);
}

impl DraftHealth {
    pub(super) fn over(self, base: Self) -> Self {
        Self {
            parts: self.parts.or(base.parts),
            receivers: self.receivers.or(base.receivers),
        }
    }
}
