//! Mediation in the invented county: what has to be there before a step, who is bound by what, and laws that hold for any
//! sequence of steps.

use super::sample::{Story, at, registration};
use domain::case::{
    Actor, Agreement, Command, ConfirmationOutcome, Ended, Event, Evidence, Ground, Mediate, Mediation, NoticeHow,
    Outcome, Party, PerformanceResult, Registration, Role, SealedValues, SignedBy, SignedPaper, Signer, Term,
    confirm_until, decide, evolve, open_steps,
};
use domain::clock::ClockStatus;
use domain::pack::{self, FieldName, StepName};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

fn holder(post: &str) -> Actor {
    let pack = pack::builtin("demo-bureau").unwrap();
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn requester() -> Actor {
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

fn does(story: &mut Story, post: &str, local: &str, step: Mediate) {
    act(story, post, local, &Command::Mediate(step));
}

fn act(story: &mut Story, post: &str, local: &str, command: &Command) {
    let done = story.act(command, &holder(post), at(local));
    done.unwrap_or_else(|refusal| panic!("{post} {command:?}: {refusal}"));
}

fn refuses(story: &mut Story, post: &str, local: &str, step: Mediate) -> String {
    let command = Command::Mediate(step);
    let refusal = story.act(&command, &holder(post), at(local)).map(|_| format!("{command:?}"));
    refusal.map_or_else(|refusal| refusal.key, |done| panic!("{done} was done"))
}

fn accepted() -> Story {
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

fn consent(party: Party, agrees: bool) -> Mediate {
    Mediate::Consent {
        party,
        agrees,
        note: String::new(),
    }
}

fn choose(party: Option<Party>, post: &str) -> Mediate {
    Mediate::Choose {
        party,
        post: post.into(),
    }
}

fn notice(party: Party) -> Mediate {
    Mediate::Notice {
        party,
        how: NoticeHow::ReadOut,
    }
}

fn call(local: &str) -> Mediate {
    Mediate::CallSitting {
        at: at(local),
        minutes: 60,
        place: "一号调解室".to_owned(),
        link: String::new(),
        parties: vec![Party::A, Party::B],
    }
}

fn record() -> Mediate {
    Mediate::RecordSitting {
        sitting: 1,
        present: vec![Party::A, Party::B],
        text: "双方各说了经过。".to_owned(),
        read_back: true,
    }
}

fn agreement() -> Agreement {
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

fn drawn(n: u8) -> Evidence {
    Evidence {
        name: "签名.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 9,
        sha256: format!("{n:x}").repeat(64),
    }
}

fn sign(signer: Signer, n: u8) -> Mediate {
    Mediate::Sign {
        paper: SignedPaper::Agreement,
        signer,
        by: SignedBy::Glass,
        file: drawn(n),
    }
}

/// Both want it, were told, and chose the first mediator.
fn ready() -> Story {
    let mut story = accepted();
    for party in [Party::A, Party::B] {
        for step in [consent(party, true), notice(party), choose(Some(party), "mediator-one")] {
            does(&mut story, "mediator-one", "2026-03-02 10:00", step);
        }
    }
    story
}

/// Drafted after a session.
fn drafted() -> Story {
    let mut story = ready();
    does(&mut story, "mediator-one", "2026-03-02 10:30", call("2026-03-04 14:30"));
    does(&mut story, "mediator-one", "2026-03-04 15:30", record());
    let draft = Mediate::DraftAgreement(Box::new(agreement()));
    does(&mut story, "mediator-one", "2026-03-04 15:40", draft);
    story
}

/// In force since 4 March, 17:00.
fn in_force() -> Story {
    let mut story = drafted();
    for (signer, n) in [(Signer::A, 1), (Signer::B, 2), (Signer::Mediator, 3)] {
        does(&mut story, "mediator-one", "2026-03-04 16:00", sign(signer, n));
    }
    does(&mut story, "mediation-chair", "2026-03-04 17:00", Mediate::Seal);
    story
}

fn mediation(story: &Story) -> &Mediation {
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
    let apply = |parties: &[Party]| Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
        parties: parties.to_vec(),
    };
    let alone = refuses(&mut story, "mediator-one", "2026-03-10 09:00", apply(&[Party::A]));
    assert_eq!(alone, "refusal-confirmation-joint");
    let both = Command::Mediate(apply(&[Party::A, Party::B]));
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
    };
    // The answer can be given; nothing is closed before somebody has asked after each promise.
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
fn who_refuses_ends_it_and_all_are_told_the_other_routes() {
    let mut story = accepted();
    does(&mut story, "mediator-one", "2026-03-02 10:00", consent(Party::A, true));
    // The requester speaks for the first party and for nobody else.
    let other = story.act(
        &Command::Mediate(consent(Party::B, true)),
        &requester(),
        at("2026-03-02 10:00"),
    );
    assert_eq!(other.unwrap_err().key, "refusal-consent-others");
    does(&mut story, "mediator-one", "2026-03-02 11:00", consent(Party::B, false));
    let ended = mediation(&story).ended.clone().unwrap();
    assert_eq!((ended.why, ended.party), (Ended::Refused, Some(Party::B)));
    assert_eq!(ended.routes, ["arbitration", "administrative", "judicial"]);
    assert_eq!(story.case().status.as_str(), "ended");
    assert!(!story.clock("mediation").is_open());
    for step in [
        call("2026-03-04 14:30"),
        choose(Some(Party::A), "mediator-one"),
        consent(Party::B, true),
    ] {
        assert_eq!(
            refuses(&mut story, "mediator-one", "2026-03-02 12:00", step),
            "refusal-status"
        );
    }
    // The end is no answer; closing needs one.
    let close = story.act(&Command::Close, &holder("mediation-chair"), at("2026-03-03 09:00"));
    assert!(close.is_err());
    let hand_over = Mediate::HandOver {
        route: "judicial".to_owned(),
        to: "县人民法院".to_owned(),
        note: String::new(),
    };
    does(&mut story, "mediator-one", "2026-03-03 09:00", hand_over);
    let answer = Command::Answer {
        text: "对方不愿意调解，可以走仲裁、行政、司法途径。".to_owned(),
        outcome: Outcome::CannotBeMet,
    };
    act(&mut story, "mediator-one", "2026-03-03 10:00", &answer);
    act(&mut story, "mediation-chair", "2026-03-03 11:00", &Command::Close);
    // Opened again, the parties are asked anew, and what there was is kept.
    let reopen = Command::Reopen {
        reason: "对方愿意谈了".to_owned(),
    };
    act(&mut story, "clerk", "2026-03-05 09:00", &reopen);
    assert!(mediation(&story).consents.is_empty() && mediation(&story).ended.is_none());
    assert_eq!(mediation(&story).before.len(), 1);
}

#[test]
fn each_step_waits_for_what_has_to_come_before_it() {
    let mut story = accepted();
    let who = "mediator-one";
    let now = "2026-03-02 10:00";
    assert_eq!(refuses(&mut story, who, now, call("2026-03-04 14:30")), "refusal-consent-missing");
    for party in [Party::A, Party::B] {
        does(&mut story, who, now, consent(party, true));
    }
    assert_eq!(refuses(&mut story, who, now, consent(Party::C, true)), "refusal-party-unknown");
    assert_eq!(refuses(&mut story, who, now, call("2026-03-04 14:30")), "refusal-no-mediator");
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
    assert_eq!(refuses(&mut story, who, now, sign(Signer::A, 4)), "refusal-signed-already");
    assert_eq!(refuses(&mut story, "mediation-chair", now, Mediate::Seal), "refusal-unsigned");
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
    };
    assert_eq!(refuses(&mut story, who, now, scan.clone()), "refusal-no-evidence");
    act(&mut story, who, now, &Command::AttachEvidence(drawn(9)));
    does(&mut story, who, now, scan);
    for (signer, n) in [(Signer::B, 2), (Signer::Mediator, 3)] {
        does(&mut story, who, now, sign(signer, n));
    }
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

#[test]
fn a_failed_mediation_tells_where_else_to_go() {
    let mut story = ready();
    let end = |routes: &[&str]| Mediate::End {
        why: Ended::Failed,
        reason: "双方对数额差得太远".to_owned(),
        routes: routes.iter().map(ToString::to_string).collect(),
    };
    for routes in [&[][..], &["nowhere"][..]] {
        assert_eq!(
            refuses(&mut story, "mediator-one", "2026-03-20 09:00", end(routes)),
            "refusal-routes"
        );
    }
    does(&mut story, "mediator-one", "2026-03-20 09:00", end(&["judicial"]));
    assert_eq!(story.case().status.as_str(), "ended");
    let open = open_steps(
        story.case(),
        &holder("mediator-one"),
        &story.pack,
        at("2026-03-20 10:00"),
    );
    assert!(open.contains(&StepName::HandOver) && open.contains(&StepName::Answer));
    assert!(!open.contains(&StepName::CallSession) && !open.contains(&StepName::RecordConsent));
}

#[test]
fn the_requester_takes_no_step_of_the_mediators() {
    let story = ready();
    let open = open_steps(story.case(), &requester(), &story.pack, at("2026-03-03 09:00"));
    let mediates = |step: &StepName| {
        matches!(
            step,
            StepName::GiveNotice
                | StepName::ChooseMediator
                | StepName::CallSession
                | StepName::RecordSession
                | StepName::DraftAgreement
                | StepName::SignPaper
                | StepName::EndMediation
                | StepName::FileEvidence
        )
    };
    assert!(open.contains(&StepName::RecordConsent));
    assert!(!open.iter().any(mediates), "{open:?}");
}

fn parties() -> impl Strategy<Value = Party> {
    select(vec![Party::A, Party::B, Party::B, Party::C])
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just("已办".to_owned()), 1 => Just(String::new())]
}

fn agreements() -> impl Strategy<Value = Agreement> {
    (any::<bool>(), words(), 0..3_u8).prop_map(|(whole, what, terms)| {
        let mut agreed = agreement();
        if !whole {
            agreed.facts.clone_from(&what);
        }
        agreed.terms.truncate(terms.into());
        agreed.terms.iter_mut().for_each(|term| {
            term.due = "2027-01-01".parse().unwrap();
            term.what.clone_from(&what);
        });
        agreed
    })
}

fn steps() -> impl Strategy<Value = Mediate> {
    let post = select(vec!["mediator-one", "mediator-one", "mediator-two", "housing-handler"]);
    let both = || prop_oneof![3 => Just(vec![Party::A, Party::B]), 1 => Just(vec![Party::A]), 1 => Just(Vec::new())];
    let paper = prop_oneof![
        4 => Just(SignedPaper::Agreement),
        1 => Just(SignedPaper::Notice),
        1 => (0..3_u32).prop_map(|session| SignedPaper::Record { session }),
        1 => Just(SignedPaper::Application),
    ];
    let signer = select(Signer::ALL.to_vec());
    let result = select(vec![
        PerformanceResult::Performed,
        PerformanceResult::Partly,
        PerformanceResult::NotPerformed,
    ]);
    prop_oneof![
        6 => (parties(), prop_oneof![9 => Just(true), 1 => Just(false)], words())
            .prop_map(|(party, agrees, note)| Mediate::Consent { party, agrees, note }),
        4 => parties().prop_map(notice),
        5 => (proptest::option::of(parties()), post).prop_map(|(party, post)| choose(party, post)),
        4 => (0..5_u32, both(), words()).prop_map(|(days, parties, place)| Mediate::CallSitting {
            at: at("2026-03-03 09:00") + SignedDuration::from_hours(i64::from(days) * 24),
            minutes: 30,
            place,
            link: String::new(),
            parties,
        }),
        4 => (0..3_u32, both(), words(), any::<bool>()).prop_map(|(sitting, present, text, read_back)| {
            Mediate::RecordSitting { sitting, present, text, read_back }
        }),
        5 => agreements().prop_map(|agreed| Mediate::DraftAgreement(Box::new(agreed))),
        12 => (paper, signer, 1..6_u8).prop_map(|(paper, signer, n)| Mediate::Sign {
            paper,
            signer,
            by: SignedBy::Glass,
            file: drawn(n),
        }),
        3 => Just(Mediate::Seal),
        1 => agreements().prop_map(|agreed| Mediate::OralAgreement(Box::new(agreed))),
        1 => both().prop_map(|parties| Mediate::ApplyConfirmation { court: "县人民法院".to_owned(), parties }),
        1 => words().prop_map(|note| Mediate::DecideConfirmation { outcome: ConfirmationOutcome::Rejected, note }),
        3 => (0..4_u32, result, words()).prop_map(|(term, result, note)| Mediate::FollowUp { term, result, note }),
        1 => words().prop_map(|reason| Mediate::End {
            why: Ended::Failed,
            reason,
            routes: vec!["judicial".to_owned()],
        }),
        1 => words().prop_map(|to| Mediate::HandOver { route: "judicial".to_owned(), to, note: String::new() }),
        1 => Just(Mediate::FileUnder { sha256: drawn(1).sha256, part: pack::DossierPart::Identity }),
    ]
}

fn commands() -> impl Strategy<Value = Command> {
    prop_oneof![
        12 => steps().prop_map(Command::Mediate),
        1 => Just(Command::Answer { text: "已办".to_owned(), outcome: Outcome::Partly }),
        1 => Just(Command::Close),
        1 => words().prop_map(|reason| Command::Reopen { reason }),
        1 => Just(Command::Accept),
        1 => Just(Command::Recuse {
            post: "mediator-one".into(),
            replacement: "mediator-two".into(),
            reason: "亲戚".to_owned(),
        }),
    ]
}

fn actors() -> impl Strategy<Value = Actor> {
    select(vec!["mediator-one", "mediator-two", "mediation-chair", "clerk", "housing-handler", ""]).prop_map(|post| {
        if post.is_empty() { requester() } else { holder(post) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mediation(mut steps in proptest::collection::vec((commands(), actors()), 0..80), begun in 0..3_u8) {
        let mut story = match begun {
            0 => accepted(),
            1 => ready(),
            _ => drafted(),
        };
        let mut now = at("2026-03-04 18:00");
        for (command, actor) in steps.drain(..) {
            now += SignedDuration::from_hours(7);
            let before = story.case().clone();
            let done = story.act(&command, &actor, now).is_ok();
            let case = story.case();
            let mediation = &case.mediation().cloned().unwrap_or_default();
            // Nothing of a mediation is done by a unit that has nothing to do with it; the requester speaks for itself.
            if done && matches!(command, Command::Mediate(_)) && !before.is_responsible(&actor) {
                let own = matches!(command, Command::Mediate(Mediate::Consent { party: Party::A, .. }));
                prop_assert!(own && actor.role == Role::Requester, "{:?}", actor);
            }
            if let Some(agreement) = mediation.agreement.as_ref().filter(|_| mediation.in_force.is_some()) {
                // In force means: wanted by all, and signed by all or agreed by word of mouth.
                prop_assert!(case.without_consent().is_empty());
                prop_assert!(agreement.oral || case.unsigned(SignedPaper::Agreement).is_empty());
                prop_assert!(mediation.ended.is_none());
            }
            for sitting in &mediation.sittings {
                let told = sitting.record.iter().flat_map(|record| &record.present);
                prop_assert!(told.clone().all(|party| mediation.notices.contains_key(party)));
            }
            if case.is_ended() && !before.is_ended() && case.status.as_str() == "closed" {
                prop_assert!(case.answer.is_some() && mediation.unvisited().is_empty());
            }
            // Where there is nothing to wait for, no clock waits for it.
            let waits = case.clock(&"performance".into()).is_some_and(domain::case::RunningClock::is_open);
            let open = mediation.promises().iter().any(|term| !term.is_performed());
            prop_assert!(!waits || open || mediation.in_force.is_none());
            if let Some(was) = before.mediation().filter(|was| was.ended.is_some() && mediation.ended.is_some()) {
                prop_assert_eq!(&was.sittings, &mediation.sittings);
            }
        }
        // What is kept as JSON and read again gives the case that was there.
        let replayed = story.stream.iter().fold(None, |case, (event, actor, at)| {
            let event: Event = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
            evolve(case, &event, actor, *at)
        });
        prop_assert_eq!(&replayed, &story.case);
        let kept: domain::case::Case = serde_json::from_str(&serde_json::to_string(&story.case).unwrap()).unwrap();
        prop_assert_eq!(Some(&kept), story.case.as_ref());
        // Erased, both streams tell the same case, in which no word is left.
        let erased = Event::Erased { ground: Ground::Request, reason: "本人要求".to_owned() };
        let live = evolve(story.case.clone(), &erased, &holder("mediation-chair"), now);
        let left = story.stream.iter().fold(None, |case, (event, actor, at)| {
            evolve(case, &event.without_words(), actor, *at)
        });
        let left = evolve(left, &erased, &holder("mediation-chair"), now);
        prop_assert_eq!(&live, &left);
        let text = serde_json::to_string(&live).unwrap();
        for word in ["已办", "调解室", "排水", "签名.png"] {
            prop_assert!(!text.contains(word), "{} in {}", word, text);
        }
        prop_assert!(!serde_json::to_string(&story.stream.iter().map(|(event, ..)| event).collect::<Vec<_>>()).unwrap().contains("李某某"));
        let _ = decide(story.case.as_ref(), &Command::Close, &holder("clerk"), &story.pack, now);
    }
}
