//! A mediation in words. No party is named: they are letters.

use crate::desk::mediation_keys::{outcome_key, part_key, party_key, result_key, takes_part_key, way_key, why_key};
use crate::frame::Frame;
use domain::PostSlug;
use domain::case::{Case, Event, NoticeHow, Party, Referral, SignedBy, SignedPaper, Signer};

/// Between a place, a link and a reason, which are no list.
const PARTED: &str = " · ";

/// What happened, and the words that somebody wrote.
#[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
pub(super) fn words(f: &Frame<'_>, case: &Case, event: &Event) -> (String, String) {
    let pack = &f.desk.office.pack;
    let post = |slug: &PostSlug| pack.post_name(slug, f.locale).to_owned();
    let party = |party: Party| f.t(party_key(party)).to_owned();
    let none = String::new;
    match event {
        Event::CourtReferred(referral) if referral.court.is_empty() => {
            (f.t("story-referred-erased").to_owned(), none())
        }
        Event::CourtReferred(referral) => (referral_words(f, referral), none()),
        Event::OnlineInvited { parties } => (f.t1("story-online-invited", "parties", letters(f, parties)), none()),
        Event::OnlineAnswered { party: who, takes_part } => {
            let said = f.t(takes_part_key(*takes_part));
            (
                f.t2("story-online-answered", "party", party(*who), "said", said),
                none(),
            )
        }
        Event::ConsentRecorded {
            party: who,
            agrees,
            note,
        } => {
            let key = if *agrees {
                "story-consent"
            } else {
                "story-consent-refused"
            };
            (f.t1(key, "party", party(*who)), note.clone())
        }
        Event::NoticeGiven { party: who, how } => {
            let key = match how {
                NoticeHow::Written => "story-notice-written",
                NoticeHow::ReadOut => "story-notice-read-out",
            };
            (f.t1(key, "party", party(*who)), none())
        }
        Event::MediatorChosen {
            party: None,
            post: whom,
        } => (f.t1("story-mediator-proposed", "post", post(whom)), none()),
        Event::MediatorChosen {
            party: Some(who),
            post: whom,
        } => (
            f.t2("story-mediator-chosen", "party", party(*who), "post", post(whom)),
            none(),
        ),
        Event::MediatorObjected {
            party: who,
            post: whom,
            note,
        } => (
            f.t2("story-mediator-objected", "party", party(*who), "post", post(whom)),
            note.clone(),
        ),
        Event::RecordConfirmed {
            party: who,
            session,
            agrees,
            note,
        } => {
            let key = if *agrees {
                "story-record-right"
            } else {
                "story-record-wrong"
            };
            (f.t2(key, "party", party(*who), "n", *session), note.clone())
        }
        Event::PerformanceConfirmed {
            party: who,
            term,
            result,
            note,
        } => {
            let args = [
                ("party", party(*who).into()),
                ("n", (*term).into()),
                ("result", f.t(result_key(*result)).into()),
            ];
            (f.words().with("story-performance-said", &args), note.clone())
        }
        Event::SessionCalled {
            at,
            place,
            link,
            parties,
            ..
        } => {
            let what = f.t2(
                "story-session-called",
                "time",
                f.moment(at),
                "parties",
                letters(f, parties),
            );
            (what, joined(PARTED, &[place, link]))
        }
        Event::SessionMoved {
            session,
            at,
            place,
            link,
            reason,
            ..
        } => (
            f.t2("story-session-moved", "n", *session, "time", f.moment(at)),
            joined(PARTED, &[place, link, reason]),
        ),
        Event::SessionCalledOff { session, reason, .. } => {
            (f.t1("story-session-called-off", "n", *session), reason.clone())
        }
        Event::SessionRecorded { session, text, present } if present.is_empty() => {
            (f.t1("story-session-nobody", "n", *session), text.clone())
        }
        Event::SessionRecorded { session, text, present } => (
            f.t2("story-session-recorded", "n", *session, "parties", letters(f, present)),
            text.clone(),
        ),
        Event::AgreementDrafted { .. } => (f.t("story-agreement-drafted").to_owned(), none()),
        Event::PaperSigned {
            paper,
            signer,
            by,
            draft,
            ..
        } => {
            let key = match by {
                SignedBy::Glass => "story-signed-glass",
                SignedBy::Paper => "story-signed-paper",
            };
            let what = f.t2(key, "paper", paper_words(f, *paper), "signer", f.t(signer_key(*signer)));
            let read = (*draft > 0).then(|| f.t1("sign-draft", "n", *draft));
            (what, read.unwrap_or_default())
        }
        Event::AgreementSealed { number, .. } => (f.t1("story-agreement-sealed", "number", number), none()),
        Event::OralAgreementRecorded { agreement, .. } => {
            (f.t("story-oral-agreement").to_owned(), agreement.content.clone())
        }
        Event::ConfirmationApplied { court } => (f.t1("story-confirmation-applied", "court", court), none()),
        Event::ConfirmationDeclined { parties, note } => (
            f.t1("story-confirmation-declined", "parties", letters(f, parties)),
            note.clone(),
        ),
        Event::ConfirmationDecided { outcome, note } => (
            f.t1("story-confirmation-decided", "outcome", f.t(outcome_key(*outcome))),
            note.clone(),
        ),
        Event::PerformanceVisited {
            term,
            result,
            note,
            route,
        } => {
            let what = f.t2("story-performance", "n", *term, "result", f.t(result_key(*result)));
            let pursued = remedy_name(f, case, route);
            (joined(f.t("list-separator"), &[&what, &pursued]), note.clone())
        }
        Event::MediationAnew { parties, reason, .. } => (
            f.t1("story-mediation-anew", "parties", letters(f, parties)),
            reason.clone(),
        ),
        Event::MediationEnded { reason, .. } => (ended(f, case, event), reason.clone()),
        Event::HandedOver { note, .. } => (handed_over(f, case, event), note.clone()),
        Event::EvidenceFiled { part, .. } => (f.t1("story-evidence-filed", "part", f.t(part_key(*part))), none()),
        _ => (none(), none()),
    }
}

/// What of these says something, as one line.
fn joined(separator: &str, words: &[&str]) -> String {
    let said: Vec<&str> = words.iter().copied().filter(|words| !words.is_empty()).collect();
    said.join(separator)
}

/// How a promise is pursued, as the pack names it; nothing where nothing was stated.
pub(crate) fn remedy_name(f: &Frame<'_>, case: &Case, slug: &str) -> String {
    let kind = f.desk.office.pack.kind(&case.kind);
    let rules = kind.and_then(|kind| kind.mediation.as_ref());
    let mut remedies = rules.iter().flat_map(|rules| &rules.remedies).map(|rule| &rule.value);
    let remedy = remedies.find(|remedy| remedy.slug == slug);
    remedy.map_or_else(String::new, |remedy| remedy.name.get(f.locale).to_owned())
}

/// Which court gave it, in which way, under which number, and since when its time runs.
pub(crate) fn referral_words(f: &Frame<'_>, referral: &Referral) -> String {
    let args = [
        ("court", referral.court.as_str().into()),
        ("way", f.t(way_key(referral.way)).into()),
        ("number", referral.number.as_str().into()),
        ("time", f.moment(&referral.received).into()),
    ];
    f.words().with("story-referred", &args)
}

/// To whom, by which route, and with which file; nothing of any other event.
fn handed_over(f: &Frame<'_>, case: &Case, event: &Event) -> String {
    let Event::HandedOver { route, to, dossier, .. } = event else {
        return String::new();
    };
    let route = route_names(f, case, std::slice::from_ref(route));
    let what = f.t2("story-handed-over", "to", to, "route", route);
    if dossier.is_empty() {
        return what;
    }
    let with = f.t1("story-handed-over-dossier", "sha256", dossier);
    format!("{what}{}{with}", f.t("list-separator"))
}

/// Why it ended, by whom, and which routes the parties were told; nothing of any other event.
fn ended(f: &Frame<'_>, case: &Case, event: &Event) -> String {
    let Event::MediationEnded { why, party, routes, .. } = event else {
        return String::new();
    };
    let mut what = f.t1("story-mediation-ended", "why", f.t(why_key(*why)));
    if let Some(party) = party {
        what.push_str(&f.t1("story-mediation-ended-by", "party", f.t(party_key(*party))));
    }
    what.push_str(&f.t1("story-routes-told", "routes", route_names(f, case, routes)));
    what
}

/// Parties by their letters.
pub(crate) fn letters(f: &Frame<'_>, parties: &[Party]) -> String {
    let letters: Vec<&str> = parties.iter().map(|party| f.words().text(party_key(*party))).collect();
    letters.join(f.t("list-separator"))
}

/// Message key of who signs.
pub(crate) fn signer_key(signer: Signer) -> &'static str {
    signer.party().map_or("signer-mediator", party_key)
}

/// A paper that is signed, in words.
pub(crate) fn paper_words(f: &Frame<'_>, paper: SignedPaper) -> String {
    match paper {
        SignedPaper::Notice => f.t("signed-notice").to_owned(),
        SignedPaper::Record { session } => f.t1("signed-record", "n", session),
        SignedPaper::Agreement => f.t("signed-agreement").to_owned(),
        SignedPaper::Application => f.t("signed-application").to_owned(),
    }
}

/// Routes as the pack names them.
pub(crate) fn route_names(f: &Frame<'_>, case: &Case, routes: &[String]) -> String {
    let kind = f.desk.office.pack.kind(&case.kind);
    let known = kind.and_then(|kind| kind.mediation.as_ref());
    let known = known.map_or(&[][..], |rules| &rules.routes);
    let told = known.iter().filter(|route| routes.contains(&route.slug));
    let told: Vec<&str> = told.map(|route| route.name.get(f.locale)).collect();
    told.join(f.t("list-separator"))
}
