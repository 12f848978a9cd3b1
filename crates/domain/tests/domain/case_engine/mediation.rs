//! Mediation in the invented county: what has to be there before a step, and who is bound by what.

#[path = "../../shared/first_steps.rs"]
mod first_steps;

use super::sample::{Story, at, registration};
use domain::case::{
    Actor, Agreement, Command, ConfirmationOutcome, Event, Evidence, Mediate, Mediation, NoticeHow, Outcome, Party,
    PerformanceResult, Registration, Role, SealedValues, SignedBy, SignedPaper, Signer, Term, confirm_until,
};
use domain::clock::ClockStatus;
use domain::pack::{self, FieldName};
use first_steps::first_steps;
use jiff::{SignedDuration, Timestamp};

pub(super) fn holder(post: &str) -> Actor {
    let pack = pack::builtin("demo-bureau").unwrap();
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

pub(super) fn requester() -> Actor {
    Actor {
        role: Role::Requester,
        ..Actor::program()
    }
}

fn found() -> Registration {
    let mut found = registration("dispute", at("2026-03-02 09:00"));
    found.category = "dispute-neighbours".into();
    found.unit = "mediation".into();
    found.leader = "mediation-chair".into();
    found.sealed = SealedValues::default()
        .with(FieldName::RequesterName, "王某某")
        .with(FieldName::PartyB, "李某某\n东街3号");
    found
}

pub(super) fn does(story: &mut Story, post: &str, local: &str, step: Mediate) {
    act(story, post, local, &Command::Mediate(step));
}

pub(super) fn act(story: &mut Story, post: &str, local: &str, command: &Command) {
    let done = story.act(command, &holder(post), at(local));
    done.unwrap_or_else(|refusal| panic!("{post} {command:?}: {refusal}"));
}

pub(super) fn refuses(story: &mut Story, post: &str, local: &str, step: Mediate) -> String {
    let command = Command::Mediate(step);
    let refusal = story
        .act(&command, &holder(post), at(local))
        .map(|_| format!("{command:?}"));
    refusal.map_or_else(|refusal| refusal.key, |done| panic!("{done} was done"))
}

pub(super) fn accepted() -> Story {
    let mut story = Story::new((*pack::builtin("demo-bureau").unwrap()).clone());
    act(
        &mut story,
        "mediator-one",
        "2026-03-02 09:00",
        &Command::Register(Box::new(found())),
    );
    act(&mut story, "mediator-one", "2026-03-02 09:30", &Command::Accept);
    story
}

pub(super) fn consent(party: Party, agrees: bool) -> Mediate {
    Mediate::Consent {
        party,
        agrees,
        note: String::new(),
    }
}

pub(super) fn choose(party: Option<Party>, post: &str) -> Mediate {
    Mediate::Choose {
        party,
        post: post.into(),
    }
}

pub(super) fn notice(party: Party) -> Mediate {
    Mediate::Notice {
        party,
        how: NoticeHow::ReadOut,
    }
}

pub(super) fn call(local: &str) -> Mediate {
    Mediate::CallSitting {
        at: at(local),
        minutes: 60,
        place: "一号调解室".to_owned(),
        link: String::new(),
        parties: vec![Party::A, Party::B],
    }
}

pub(super) fn record() -> Mediate {
    Mediate::RecordSitting {
        sitting: 1,
        present: vec![Party::A, Party::B],
        text: "双方各说了经过。".to_owned(),
        read_back: true,
    }
}

pub(super) fn agreement() -> Agreement {
    let text = |text: &str| text.to_owned();
    let term = |party, what: &str, due: &str| Term {
        party,
        what: text(what),
        due: due.parse().unwrap(),
        visits: Vec::new(),
    };
    Agreement {
        oral: false,
        template: text("neighbours"),
        facts: text("乙方翻建院墙。"),
        dispute: text("排水。"),
        responsibility: text("乙方负主要责任。"),
        content: text("乙方留一条排水沟。"),
        manner: text("自行施工"),
        place: text("院墙"),
        terms: vec![
            term(Party::B, "修好排水沟", "2026-03-20"),
            term(Party::A, "付一半工料", "2026-03-25"),
        ],
    }
}

pub(super) fn drawn(n: u8) -> Evidence {
    Evidence {
        name: "签名.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 9,
        sha256: format!("{n:x}").repeat(64),
    }
}

/// On the glass, of the first draft.
pub(super) fn sign(signer: Signer, n: u8) -> Mediate {
    sign_as(signer, n, 1)
}

/// On the glass, of that draft.
pub(super) fn sign_as(signer: Signer, n: u8, draft: u32) -> Mediate {
    Mediate::Sign {
        paper: SignedPaper::Agreement,
        signer,
        by: SignedBy::Glass,
        file: drawn(n),
        draft,
    }
}

fn application(signer: Signer, n: u8) -> Mediate {
    Mediate::Sign {
        paper: SignedPaper::Application,
        signer,
        by: SignedBy::Glass,
        file: drawn(n),
        draft: 1,
    }
}

/// Both parties sign that they ask a court.
pub(super) fn sign_application(story: &mut Story, local: &str) {
    for (signer, n) in [(Signer::A, 5), (Signer::B, 6)] {
        does(story, "mediator-one", local, application(signer, n));
    }
}

/// Both want it, were told, and chose the first mediator.
pub(super) fn ready() -> Story {
    let mut story = accepted();
    for step in first_steps(NoticeHow::ReadOut) {
        does(&mut story, "mediator-one", "2026-03-02 10:00", step);
    }
    story
}

/// Drafted after a session.
pub(super) fn drafted() -> Story {
    let mut story = ready();
    does(&mut story, "mediator-one", "2026-03-02 10:30", call("2026-03-04 14:30"));
    does(&mut story, "mediator-one", "2026-03-04 15:30", record());
    let draft = Mediate::DraftAgreement(Box::new(agreement()));
    does(&mut story, "mediator-one", "2026-03-04 15:40", draft);
    story
}

/// In force since 4 March, 17:00.
pub(super) fn in_force() -> Story {
    let mut story = drafted();
    for (signer, n) in [(Signer::A, 1), (Signer::B, 2), (Signer::Mediator, 3)] {
        does(&mut story, "mediator-one", "2026-03-04 16:00", sign(signer, n));
    }
    does(&mut story, "mediation-chair", "2026-03-04 17:00", Mediate::Seal);
    story
}

pub(super) fn mediation(story: &Story) -> &Mediation {
    story.case().mediation().unwrap()
}

#[test]
fn a_dispute_from_the_field_to_what_was_promised() {
    let mut story = in_force();
    assert_eq!(story.case().status.as_str(), "in-force");
    assert_eq!(story.clock("mediation").status, ClockStatus::Met);
    // The clock runs to the earliest promise, and then to the next.
    let due = |story: &Story| story.clock("performance").due;
    assert_eq!(due(&story), "2026-03-20T23:59:59+08:00".parse::<Timestamp>().unwrap());
    let until = confirm_until(story.case(), &story.pack).unwrap();
    // Thirty days from 4 March: 3 April, a Friday.
    assert_eq!(until, "2026-04-03T23:59:59+08:00".parse::<Timestamp>().unwrap());
    let apply = || Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
    };
    // Who has signed the application asks; one alone cannot.
    let unsigned = refuses(&mut story, "mediator-one", "2026-03-10 09:00", apply());
    assert_eq!(unsigned, "refusal-confirmation-joint");
    does(
        &mut story,
        "mediator-one",
        "2026-03-10 09:00",
        application(Signer::A, 5),
    );
    let alone = refuses(&mut story, "mediator-one", "2026-03-10 09:00", apply());
    assert_eq!(alone, "refusal-confirmation-joint");
    does(
        &mut story,
        "mediator-one",
        "2026-03-11 09:00",
        application(Signer::B, 6),
    );
    let both = Command::Mediate(apply());
    let late = until + SignedDuration::from_secs(1);
    let late = story.act(&both, &holder("mediator-one"), late).unwrap_err();
    assert_eq!(late.key, "refusal-confirmation-late");
    story.act(&both, &holder("mediator-one"), until).unwrap();
    let ruling = Mediate::DecideConfirmation {
        outcome: ConfirmationOutcome::Confirmed,
        note: "（2026）民特1号".to_owned(),
    };
    does(&mut story, "mediator-one", "2026-04-10 09:00", ruling);

    let visit = |term, result, note: &str| Mediate::FollowUp {
        term,
        result,
        note: note.to_owned(),
        route: String::new(),
    };
    // The answer can be given; nothing is closed before each promise is kept.
    let answer = Command::Answer {
        text: "已达成协议。".to_owned(),
        outcome: Outcome::Solved,
    };
    act(&mut story, "mediator-one", "2026-04-10 10:00", &answer);
    let close = story.act(&Command::Close, &holder("mediation-chair"), at("2026-04-10 11:00"));
    assert_eq!(close.unwrap_err().key, "refusal-needs-follow-up");
    let unsaid = visit(1, PerformanceResult::Partly, "");
    assert_eq!(
        refuses(&mut story, "mediator-one", "2026-04-11 09:00", unsaid),
        "refusal-text-needed"
    );
    let half = visit(1, PerformanceResult::Partly, "修了一半");
    does(&mut story, "mediator-one", "2026-04-11 09:00", half);
    assert!(story.clock("performance").is_open());
    let done = visit(1, PerformanceResult::Performed, "");
    does(&mut story, "mediator-one", "2026-04-12 09:00", done);
    assert!(story.clock("performance").is_open(), "the second promise is waited for");
    let done = visit(2, PerformanceResult::Performed, "");
    does(&mut story, "mediator-one", "2026-04-12 10:00", done);
    assert!(!story.clock("performance").is_open());
    assert_eq!(mediation(&story).promises()[0].visits.len(), 2);
    act(&mut story, "mediation-chair", "2026-04-13 09:00", &Command::Close);
    assert!(story.case().is_ended());
}

#[test]
fn each_step_waits_for_what_has_to_come_before_it() {
    let mut story = accepted();
    let who = "mediator-one";
    let now = "2026-03-02 10:00";
    assert_eq!(
        refuses(&mut story, who, now, call("2026-03-04 14:30")),
        "refusal-consent-missing"
    );
    for party in [Party::A, Party::B] {
        does(&mut story, who, now, consent(party, true));
    }
    assert_eq!(
        refuses(&mut story, who, now, consent(Party::C, true)),
        "refusal-party-unknown"
    );
    assert_eq!(
        refuses(&mut story, who, now, call("2026-03-04 14:30")),
        "refusal-no-mediator"
    );
    // The committee's proposal settles nothing, nor do two different choices.
    does(&mut story, who, now, choose(None, "mediator-one"));
    does(&mut story, who, now, choose(Some(Party::A), "mediator-one"));
    does(&mut story, who, now, choose(Some(Party::B), "mediator-two"));
    assert!(story.case().mediator().is_none());
    assert_eq!(
        refuses(&mut story, who, now, choose(Some(Party::B), "housing-handler")),
        "refusal-mediator-unit"
    );
    does(&mut story, who, now, choose(Some(Party::B), "mediator-one"));
    assert_eq!(story.case().mediator().unwrap().as_str(), "mediator-one");
    // Who has a direct interest stands aside, and the parties choose again.
    let aside = Command::Recuse {
        post: "mediator-one".into(),
        replacement: "mediator-two".into(),
        reason: "与乙方是亲戚".to_owned(),
    };
    act(&mut story, "mediation-chair", now, &aside);
    assert!(story.case().mediator().is_none());
    assert_eq!(mediation(&story).proposed.as_ref().unwrap().as_str(), "mediator-two");
    let who = "mediator-two";
    assert_eq!(
        refuses(&mut story, who, now, choose(Some(Party::A), "mediator-one")),
        "refusal-aside-already"
    );
    for party in [Party::A, Party::B] {
        does(&mut story, who, now, choose(Some(party), "mediator-two"));
    }
    for (wrong, key) in [
        (call("2026-03-01 09:00"), "refusal-session-past"),
        (with_link("http://meet.example"), "refusal-session-link"),
        (with_link("https://a b"), "refusal-session-link"),
        (with_link(""), "refusal-session-nowhere"),
    ] {
        assert_eq!(refuses(&mut story, who, now, wrong), key);
    }
    does(&mut story, who, now, call("2026-03-04 14:30"));
    assert_eq!(refuses(&mut story, who, now, record()), "refusal-session-not-yet");
    let after = "2026-03-04 15:30";
    assert_eq!(refuses(&mut story, who, after, record()), "refusal-notice-missing");
    for party in [Party::A, Party::B] {
        does(&mut story, who, after, notice(party));
    }
    let mut silent = record();
    if let Mediate::RecordSitting { read_back, .. } = &mut silent {
        *read_back = false;
    }
    assert_eq!(refuses(&mut story, who, after, silent), "refusal-not-read-back");
    does(&mut story, who, after, record());
    assert_eq!(refuses(&mut story, who, after, record()), "refusal-session-recorded");
}

fn with_link(link: &str) -> Mediate {
    Mediate::CallSitting {
        at: at("2026-03-04 14:30"),
        minutes: 60,
        place: String::new(),
        link: link.to_owned(),
        parties: vec![Party::A],
    }
}

#[test]
fn an_agreement_says_what_it_has_to_and_is_in_force_when_all_have_signed() {
    let mut story = ready();
    does(&mut story, "mediator-one", "2026-03-02 10:30", call("2026-03-04 14:30"));
    let who = "mediator-one";
    let now = "2026-03-04 16:00";
    let short = Agreement {
        place: " ".to_owned(),
        terms: Vec::new(),
        ..agreement()
    };
    let refusal = story
        .act(
            &Command::Mediate(Mediate::DraftAgreement(Box::new(short))),
            &holder(who),
            at(now),
        )
        .unwrap_err();
    assert_eq!(refusal.key, "refusal-agreement-missing");
    assert_eq!(refusal.args, [("parts".to_owned(), "place,terms".to_owned())]);
    let mut past = agreement();
    past.terms[0].due = "2026-03-03".parse().unwrap();
    let past = Mediate::DraftAgreement(Box::new(past));
    assert_eq!(refuses(&mut story, who, now, past), "refusal-term-past");
    assert_eq!(refuses(&mut story, who, now, sign(Signer::A, 1)), "refusal-signer");
    let draft = || Mediate::DraftAgreement(Box::new(agreement()));
    does(&mut story, who, now, draft());
    // Drafting the same again is nothing new.
    assert_eq!(story.act(&Command::Mediate(draft()), &holder(who), at(now)).unwrap(), 0);
    does(&mut story, who, now, sign(Signer::A, 1));
    assert_eq!(
        refuses(&mut story, who, now, sign(Signer::A, 4)),
        "refusal-signed-already"
    );
    assert_eq!(
        refuses(&mut story, "mediation-chair", now, Mediate::Seal),
        "refusal-unsigned"
    );
    // What was signed of another text is nothing.
    let other = Agreement {
        content: "乙方留两条排水沟。".to_owned(),
        ..agreement()
    };
    does(&mut story, who, now, Mediate::DraftAgreement(Box::new(other)));
    assert!(mediation(&story).signatures.is_empty());
    let scan = Mediate::Sign {
        paper: SignedPaper::Agreement,
        signer: Signer::A,
        by: SignedBy::Paper,
        file: drawn(9),
        draft: 2,
    };
    let mut nothing = scan.clone();
    if let Mediate::Sign { file, .. } = &mut nothing {
        file.bytes = 0;
    }
    assert_eq!(refuses(&mut story, who, now, nothing), "refusal-evidence-broken");
    // The scan comes with the signature; whoever has signed the same page has the same scan, which is there once.
    does(&mut story, who, now, scan.clone());
    let mut same_page = scan;
    if let Mediate::Sign { signer, .. } = &mut same_page {
        *signer = Signer::B;
    }
    does(&mut story, who, now, same_page);
    let files = story.case().evidence.iter();
    assert_eq!(files.filter(|file| file.sha256 == drawn(9).sha256).count(), 1);
    does(&mut story, who, now, sign_as(Signer::Mediator, 3, 2));
    does(&mut story, "mediation-chair", now, Mediate::Seal);
    let sealed = story.stream.iter().find_map(|(event, ..)| match event {
        Event::AgreementSealed { number, .. } => Some(number.as_str()),
        _ => None,
    });
    assert_eq!(sealed, Some("（2026）人调字第20260302-00001号"));
    assert_eq!(refuses(&mut story, who, now, draft()), "refusal-status");
}

#[test]
fn an_oral_agreement_is_in_force_when_it_is_reached() {
    let mut story = ready();
    does(&mut story, "mediator-one", "2026-03-02 10:30", call("2026-03-04 14:30"));
    let oral = Agreement {
        content: "乙方当场道歉，甲方不再追究。".to_owned(),
        terms: Vec::new(),
        ..Agreement::default()
    };
    let oral = Mediate::OralAgreement(Box::new(oral));
    does(&mut story, "mediator-one", "2026-03-04 15:30", oral);
    let mediation = mediation(&story);
    assert!(mediation.in_force.is_some() && mediation.agreement.as_ref().unwrap().oral);
    assert!(confirm_until(story.case(), &story.pack).is_none());
    assert_eq!(story.case().status.as_str(), "in-force");
    assert_eq!(story.clock("mediation").status, ClockStatus::Met);
}
