//! A case's story: its events in words.

mod incident;
pub(crate) mod mediation;
mod shield;
mod together;

use super::mediation_keys::party_key;
use crate::frame::Frame;
use crate::steps;
use domain::case::{About, Actor, Case, Correction, Event, Ground, Opening, Reason, Role};
use domain::clock::Allowance;
use domain::pack::{FieldName, Pack};
use domain::{ClockSlug, KindSlug, UnitSlug};
use store::Recorded;

/// A line of the story.
pub(crate) struct Line {
    /// The event's place in the case's stream, 1 first: under it is its receipt.
    pub(crate) version: u64,
    /// When, for people.
    pub(crate) at: String,
    /// When, for machines.
    pub(crate) datetime: String,
    /// Who: the post and its unit, or the program.
    pub(crate) who: String,
    /// What happened.
    pub(crate) what: String,
    /// The words that somebody wrote.
    pub(crate) quote: String,
    /// Clocks and the like, shown quietly.
    pub(crate) minor: bool,
}

/// The story, newest first.
pub(crate) fn tell(f: &Frame<'_>, case: &Case, history: &[Recorded<Event>]) -> Vec<Line> {
    let lines = history.iter().rev();
    lines.map(|recorded| line(f, case, recorded)).collect()
}

/// Who looked at a case: a line of the access record.
pub(super) struct Looked {
    /// The event's place in the case's stream: under it is its receipt.
    pub(super) version: u64,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) why: String,
}

/// Who opened something of the case, newest first.
pub(super) fn looked(f: &Frame<'_>, case: &Case, history: &[Recorded<Event>]) -> Vec<Looked> {
    let opened = history.iter().rev().filter_map(|recorded| match &recorded.event {
        Event::Opened { what, reason } => Some(Looked {
            version: recorded.version,
            at: f.moment(&recorded.at),
            datetime: recorded.at.to_string(),
            who: who(f, &recorded.actor),
            what: opened(f, case, what),
            why: reason_words(f, reason),
        }),
        _ => None,
    });
    opened.collect()
}

fn line(f: &Frame<'_>, case: &Case, recorded: &Recorded<Event>) -> Line {
    let (what, quote) = match &recorded.event {
        // The program puts it down of its own where accounts of one person were parted.
        Event::AboutRecorded { about, .. } if recorded.actor.role == Role::Program => {
            (f.t1("story-about-kept", "names", whom(f, about)), String::new())
        }
        event => words(f, case, event),
    };
    Line {
        version: recorded.version,
        at: f.moment(&recorded.at),
        datetime: recorded.at.to_string(),
        who: who(f, &recorded.actor),
        what,
        quote,
        minor: is_minor(&recorded.event),
    }
}

/// Who: the post and its unit, never the person's name.
pub(super) fn who(f: &Frame<'_>, actor: &Actor) -> String {
    let pack = &f.desk.office.pack;
    let Some(post) = &actor.post else {
        if let Some(party) = actor.party().filter(|_| actor.role == Role::OtherParty) {
            return f.t1("actor-other-party-of", "party", f.t(party_key(party)));
        }
        return f.t(steps::nobody_key(actor.role)).to_owned();
    };
    let post = pack.post_name(post, f.locale);
    let unit = actor.unit.as_ref().map_or("", |unit| pack.unit_name(unit, f.locale));
    // Many packs have the unit in the post's name already.
    if post.contains(unit) {
        post.to_owned()
    } else {
        format!("{post} · {unit}")
    }
}

const fn is_minor(event: &Event) -> bool {
    matches!(
        event,
        Event::ClockStarted { .. }
            | Event::ClockStopped { .. }
            | Event::ClockCancelled { .. }
            | Event::MarkReached { .. }
            | Event::Opened { .. }
    )
}

#[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
fn words(f: &Frame<'_>, case: &Case, event: &Event) -> (String, String) {
    let pack: &Pack = &f.desk.office.pack;
    let unit = |slug: &UnitSlug| pack.unit_name(slug, f.locale).to_owned();
    let plain = |key: &str| (f.t(key).to_owned(), String::new());
    let said = |key: &str, words: &str| (f.t(key).to_owned(), words.to_owned());
    match event {
        Event::Registered { registration, .. } => {
            let mut what = f.t1("story-registered", "unit", unit(&registration.unit));
            if !registration.about.is_empty() {
                what.push_str(&f.t1("story-registered-about", "names", whom(f, &registration.about)));
            }
            (what, String::new())
        }
        Event::Corrected { changes, reason } => {
            (f.t1("story-corrected", "fields", corrected(f, changes)), reason.clone())
        }
        Event::Accepted { .. } => plain("story-accepted"),
        Event::Refused { reason, .. } => said("story-refused", reason),
        Event::Dispatched {
            unit: to, note, waits, ..
        } => {
            let key = if *waits {
                "story-dispatched-waits"
            } else {
                "story-dispatched"
            };
            (f.t1(key, "unit", unit(to)), note.clone())
        }
        Event::Acknowledged { .. } => plain("story-acknowledged"),
        Event::ProgressReported { note, .. } => said("story-progress", note),
        Event::EvidenceAttached(evidence) if evidence.name.is_empty() => plain("story-evidence-erased"),
        Event::EvidenceAttached(evidence) => (f.t1("story-evidence", "name", &evidence.name), String::new()),
        Event::Answered { answer, .. } => (
            f.t1("story-answered", "outcome", f.t(steps::outcome_key(answer.outcome))),
            answer.text.clone(),
        ),
        Event::SignedOff { note, .. } => said("story-signed-off", note),
        // Whoever asked is told of it without the office's words.
        Event::Returned { reason, .. } if reason.is_empty() => plain("story-returned-told"),
        Event::Returned { reason, .. } => said("story-returned", reason),
        Event::Closed { outcome, .. } => (
            f.t1("story-closed", "outcome", f.t(steps::outcome_key(*outcome))),
            String::new(),
        ),
        Event::Confirmed { solved, satisfied } => (confirmed(f, *solved, *satisfied), String::new()),
        Event::Unreached { note } => said("story-unreached", note),
        Event::Reopened { reason, keeps, .. } => {
            let key = if *keeps {
                "story-reopened-in-force"
            } else {
                "story-reopened"
            };
            said(key, reason)
        }
        Event::Withdrawn { reason, .. } => said("story-withdrawn", reason),
        Event::Supervised { note } => said("story-supervised", note),
        Event::Commented { text } => said("story-commented", text),
        Event::Messaged { text, to: None } => said("story-messaged", text),
        Event::Messaged { text, to: Some(party) } => {
            let party = f.t(party_key(*party));
            (f.t1("story-messaged-to", "party", party), text.clone())
        }
        Event::RepeatRecorded => plain("story-repeat"),
        Event::ClockStarted { .. }
        | Event::ClockPaused { .. }
        | Event::ClockResumed { .. }
        | Event::ClockExtended { .. }
        | Event::MarkReached { .. }
        | Event::ClockStopped { .. }
        | Event::ClockCancelled { .. } => of_clock(f, case, event),
        Event::SealedKept { fields, .. } if fields.is_empty() => plain("story-sealed-kept-erased"),
        Event::SealedKept { fields, reason, .. } => (
            f.t1("story-sealed-kept", "fields", labels(f, &case.kind, fields)),
            reason.clone(),
        ),
        Event::AboutRecorded { about, reason } => {
            (f.t1("story-about-recorded", "names", whom(f, about)), reason.clone())
        }
        Event::AboutLifted { about, reason } => (f.t1("story-about-lifted", "names", whom(f, about)), reason.clone()),
        Event::Published(publication) => said("story-published", &publication.text),
        Event::Unpublished { reason } => said("story-unpublished", reason),
        Event::Opened { what, reason } => (opened(f, case, what), reason_words(f, reason)),
        Event::OpinionRecorded { .. }
        | Event::ReviewAsked { .. }
        | Event::Recused { .. }
        | Event::Simplified { .. }
        | Event::UnitJoined { .. }
        | Event::UnitReleased { .. }
        | Event::PassProposed { .. }
        | Event::TakenOver { .. }
        | Event::PassDeclined { .. }
        | Event::RepeatOf { .. }
        | Event::RepeatedBy { .. }
        | Event::LinkGiven { .. }
        | Event::SplitFrom { .. }
        | Event::SplitOff { .. }
        | Event::Related { .. }
        | Event::Unrelated { .. }
        | Event::NoticesChosen { .. } => together::words(f, event),
        Event::CourtReferred(_)
        | Event::OnlineInvited { .. }
        | Event::OnlineAnswered { .. }
        | Event::ConsentRecorded { .. }
        | Event::NoticeGiven { .. }
        | Event::MediatorChosen { .. }
        | Event::MediatorObjected { .. }
        | Event::RecordConfirmed { .. }
        | Event::PerformanceConfirmed { .. }
        | Event::SessionCalled { .. }
        | Event::SessionRecorded { .. }
        | Event::AgreementDrafted { .. }
        | Event::SessionMoved { .. }
        | Event::SessionCalledOff { .. }
        | Event::PaperSigned { .. }
        | Event::AgreementSealed { .. }
        | Event::OralAgreementRecorded { .. }
        | Event::ConfirmationApplied { .. }
        | Event::ConfirmationDeclined { .. }
        | Event::ConfirmationDecided { .. }
        | Event::PerformanceVisited { .. }
        | Event::MediationAnew { .. }
        | Event::MediationEnded { .. }
        | Event::HandedOver { .. }
        | Event::EvidenceFiled { .. } => mediation::words(f, case, event),
        Event::Incident(event) => incident::words(f, case, event),
        Event::SourceHidden { .. }
        | Event::SourceHandedOn { .. }
        | Event::SourceFileCleared { .. }
        | Event::DangerRaised { .. }
        | Event::DangerAcknowledged
        | Event::DangerEnded { .. }
        | Event::GuestInvited { .. }
        | Event::GuestEnded { .. }
        | Event::GuestStated { .. }
        | Event::SealedShared { .. } => shield::words(f, case, event),
        Event::Erased { ground, reason } => (f.t(ground_key(*ground)).to_owned(), reason.clone()),
    }
}

/// What happened to a clock; nothing of any other event.
fn of_clock(f: &Frame<'_>, case: &Case, event: &Event) -> (String, String) {
    let pack = &f.desk.office.pack;
    let clock = |slug: &ClockSlug| pack.clock_name(&case.kind, slug, f.locale).to_owned();
    match event {
        Event::ClockStarted { clock: slug, due, .. } => (
            f.t2("story-clock-started", "clock", clock(slug), "due", f.moment(due)),
            String::new(),
        ),
        Event::ClockPaused { clock: slug, reason } => {
            (f.t1("story-clock-paused", "clock", clock(slug)), reason.clone())
        }
        Event::ClockResumed { clock: slug, due, .. } => (
            f.t2("story-clock-resumed", "clock", clock(slug), "due", f.moment(due)),
            String::new(),
        ),
        Event::ClockExtended {
            clock: slug,
            by,
            due,
            reason,
            requester_told,
            agreed,
            ..
        } => {
            if !agreed.is_empty() {
                let who = mediation::letters(f, agreed);
                let mut what = f.t2("story-mediation-extended", "parties", who, "by", allowance(f, *by));
                what.push_str(&f.t1("story-mediation-extended-to", "due", f.moment(due)));
                return (what, reason.clone());
            }
            let told = if *requester_told {
                "story-told"
            } else {
                "story-not-told"
            };
            let mut what = f.t2("story-clock-extended", "clock", clock(slug), "by", allowance(f, *by));
            what.push_str(&f.t2("story-clock-extended-to", "due", f.moment(due), "told", f.t(told)));
            (what, reason.clone())
        }
        Event::MarkReached { clock: slug, percent } => (
            if *percent >= 100 {
                f.t1("story-breached", "clock", clock(slug))
            } else {
                f.t2("story-mark", "clock", clock(slug), "percent", *percent)
            },
            String::new(),
        ),
        Event::ClockStopped { clock: slug, .. } => (f.t1("story-clock-stopped", "clock", clock(slug)), String::new()),
        Event::ClockCancelled { clock: slug } => (f.t1("story-clock-cancelled", "clock", clock(slug)), String::new()),
        _ => (String::new(), String::new()),
    }
}

/// Message key of the ground on which a case was erased.
pub(super) const fn ground_key(ground: Ground) -> &'static str {
    match ground {
        Ground::Retention => "story-erased-retention",
        Ground::Request => "story-erased-request",
        Ground::Restored => "story-erased-restored",
    }
}

/// Whom a case is about. Posts answer in a story, not persons: members of staff are named where whoever may see the case reads
/// from whom it is withheld, and nowhere else.
fn whom(f: &Frame<'_>, about: &About) -> String {
    let names = about.without_staff().names(&f.desk.office.pack);
    let names = Some(names.get(f.locale).to_owned()).filter(|names| !names.is_empty());
    let staff = (!about.staff.is_empty()).then(|| f.t1("story-about-staff", "n", about.staff.len()));
    let names: Vec<String> = names.into_iter().chain(staff).collect();
    names.join(f.t("list-separator"))
}

/// What the kind's form calls these fields.
pub(crate) fn labels(f: &Frame<'_>, kind: &KindSlug, fields: &[FieldName]) -> String {
    let kind = f.desk.office.pack.kind(kind);
    let known = kind.map_or(&[][..], |kind| &kind.fields);
    let labels = known.iter().filter(|field| fields.contains(&field.name));
    let labels: Vec<&str> = labels.map(|field| field.label.get(f.locale)).collect();
    labels.join(f.t("list-separator"))
}

/// What somebody opened.
pub(super) fn opened(f: &Frame<'_>, case: &Case, what: &Opening) -> String {
    match what {
        Opening::Sealed { fields } => f.t1("story-opened-sealed", "fields", labels(f, &case.kind, fields)),
        Opening::Evidence { sha256 } => {
            let evidence = case.evidence.iter().find(|evidence| evidence.sha256 == *sha256);
            match evidence.filter(|evidence| !evidence.name.is_empty()) {
                Some(evidence) => f.t1("story-opened-evidence", "name", &evidence.name),
                None => f.t("story-opened-evidence-erased").to_owned(),
            }
        }
        Opening::Dossier { sha256, .. } if sha256.is_empty() => f.t("story-dossier-erased").to_owned(),
        // So much of it tells files apart; the whole of it stands where the file was handed over, and in the receipt.
        Opening::Dossier { sha256, .. } => f.t1("story-dossier", "sha256", sha256.get(..16).unwrap_or(sha256)),
        Opening::Export => f.t("story-opened-export").to_owned(),
        Opening::Attended => f.t("story-opened-attended").to_owned(),
    }
}

/// Why somebody opened it: the pack's reason, and what the person wrote.
pub(super) fn reason_words(f: &Frame<'_>, reason: &Reason) -> String {
    let reasons = &f.desk.office.pack.opening_reasons;
    let chosen = reason
        .chosen
        .as_ref()
        .and_then(|slug| reasons.iter().find(|known| known.slug == *slug));
    let chosen = chosen.map(|known| known.name.get(f.locale));
    let written = Some(reason.written.as_str()).filter(|written| !written.is_empty());
    let words: Vec<&str> = chosen.into_iter().chain(written).collect();
    // Nothing is opened without one.
    if words.is_empty() {
        return f.t("case-erased").to_owned();
    }
    words.join(f.t("list-separator"))
}

/// An allowance in words: `15 working days`.
pub(crate) fn allowance(f: &Frame<'_>, allowance: Allowance) -> String {
    f.t1(steps::allowance_key(allowance.unit), "n", allowance.n)
}

fn confirmed(f: &Frame<'_>, solved: Option<bool>, satisfied: Option<bool>) -> String {
    let mut words = Vec::new();
    match solved {
        Some(true) => words.push(f.t("confirm-solved")),
        Some(false) => words.push(f.t("confirm-not-solved")),
        None => {}
    }
    match satisfied {
        Some(true) => words.push(f.t("confirm-satisfied")),
        Some(false) => words.push(f.t("confirm-not-satisfied")),
        None => {}
    }
    f.t1("story-confirmed", "words", words.join(f.t("list-separator")))
}

/// Names of the fields that a correction changed.
fn corrected(f: &Frame<'_>, changes: &Correction) -> String {
    let Correction {
        category,
        title,
        description,
        place,
        source,
        received_at,
        finished_at_source,
        finish_claimed,
        people_affected,
        casualties,
    } = changes;
    let put_right = [
        (category.is_some(), "case-category"),
        (title.is_some(), "case-title"),
        (description.is_some(), "case-description"),
        (place.is_some(), "case-address"),
        (source.is_some(), "case-source"),
        (received_at.is_some(), "case-received"),
        (finished_at_source.is_some(), "case-finished-source"),
        (finish_claimed.is_some(), "case-finish-claimed"),
        (people_affected.is_some(), "case-people"),
        (casualties.is_some(), "case-casualties"),
    ];
    let names: Vec<&str> = put_right
        .iter()
        .filter(|(is_new, _)| *is_new)
        .map(|(_, key)| f.t(key))
        .collect();
    names.join(f.t("list-separator"))
}
