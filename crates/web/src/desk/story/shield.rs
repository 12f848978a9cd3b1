//! Hidden sources, dangers and invitations in words.

use super::labels;
use crate::frame::Frame;
use domain::case::{Case, Event};

/// What happened, and the words that somebody wrote.
pub(super) fn words(f: &Frame<'_>, case: &Case, event: &Event) -> (String, String) {
    let pack = &f.desk.office.pack;
    let who = |guest: &str| {
        let invited = case.invitation(guest).filter(|invitation| !invitation.who.is_empty());
        invited.map_or_else(|| f.t("actor-invited").to_owned(), |invited| invited.who.clone())
    };
    match event {
        Event::SourceHidden { post } => (
            f.t1("story-source-hidden", "post", pack.post_name(post, f.locale)),
            String::new(),
        ),
        Event::SourceHandedOn { post, reason, vacated } => {
            let key = if *vacated {
                "story-source-named"
            } else {
                "story-source-handed-on"
            };
            (f.t1(key, "post", pack.post_name(post, f.locale)), reason.clone())
        }
        Event::SourceFileCleared { reason, .. } => (f.t("story-source-file").to_owned(), reason.clone()),
        Event::DangerRaised { danger, situation } => {
            let kind = pack.danger(danger);
            let kind = kind.map_or(danger.as_str(), |danger| danger.name.get(f.locale));
            (f.t1("story-danger-raised", "kind", kind), situation.clone())
        }
        Event::DangerAcknowledged => (f.t("story-danger-answered").to_owned(), String::new()),
        Event::DangerEnded { reason } => (f.t("story-danger-ended").to_owned(), reason.clone()),
        Event::GuestInvited {
            who, purpose, until, ..
        } => {
            let who = if who.is_empty() { f.t("actor-invited") } else { who };
            (
                f.t2("story-guest-invited", "who", who, "until", f.moment(until)),
                purpose.clone(),
            )
        }
        Event::GuestEnded { guest, reason } => (f.t1("story-guest-ended", "who", who(guest)), reason.clone()),
        Event::GuestStated { guest, text } => (f.t1("story-guest-stated", "who", who(guest)), text.clone()),
        Event::SealedShared {
            guest,
            agreement: true,
            reason,
            ..
        } => (f.t1("story-agreement-shared", "who", who(guest)), reason.clone()),
        Event::SealedShared {
            guest, fields, reason, ..
        } => (
            f.t2(
                "story-sealed-shared",
                "who",
                who(guest),
                "fields",
                labels(f, &case.kind, fields),
            ),
            reason.clone(),
        ),
        _ => (String::new(), String::new()),
    }
}
