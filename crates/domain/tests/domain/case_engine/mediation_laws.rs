//! Laws of mediation that hold for any sequence of its steps, whoever takes them.

use super::mediation::{accepted, agreement, choose, drafted, drawn, holder, notice, ready, requester};
use super::sample::at;
use domain::case::{
    Actor, Agreement, Command, ConfirmationOutcome, Ended, Event, Ground, Mediate, Outcome, Party, PerformanceResult,
    Referral, ReferralWay, Role, SignedBy, SignedPaper, Signer, Sitting, decide, evolve, open_steps,
};
use domain::pack::{self, StepName};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::sample::select;

#[test]
fn the_requester_takes_no_step_of_the_mediators() {
    let story = ready();
    let open = open_steps(story.case(), &requester(), &story.pack, at("2026-03-03 09:00"));
    let mediates = |step: &StepName| {
        matches!(
            step,
            StepName::GiveNotice
                | StepName::CallSession
                | StepName::RecordSession
                | StepName::DraftAgreement
                | StepName::SignPaper
                | StepName::EndMediation
                | StepName::FileEvidence
        )
    };
    assert!(open.contains(&StepName::RecordConsent) && open.contains(&StepName::ChooseMediator));
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
        2 => Just(SignedPaper::Application),
    ];
    let signer = select(Signer::ALL.to_vec());
    let draft = prop_oneof![6 => Just(1_u32), 2 => Just(2), 1 => Just(0)];
    let route =
        prop_oneof![3 => Just(String::new()), 1 => Just("suit".to_owned()), 1 => Just("enforcement".to_owned())];
    let result = select(vec![
        PerformanceResult::Performed,
        PerformanceResult::Partly,
        PerformanceResult::NotPerformed,
    ]);
    prop_oneof![
        6 => (parties(), prop_oneof![9 => Just(true), 1 => Just(false)], words())
            .prop_map(|(party, agrees, note)| Mediate::Consent { party, agrees, note }),
        4 => parties().prop_map(notice),
        1 => (select(ReferralWay::ALL.to_vec()), words()).prop_map(|(way, court)| Mediate::Refer(Referral {
            way,
            court,
            number: "已办".to_owned(),
            received: at("2026-03-04 09:00"),
        })),
        1 => (0..9_u32, both(), words()).prop_map(|(days, parties, reason)| Mediate::Extend { days, parties, reason }),
        1 => both().prop_map(|parties| Mediate::InviteOnline { parties }),
        1 => (parties(), words()).prop_map(|(party, note)| Mediate::Object {
            party,
            post: "mediator-one".into(),
            note,
        }),
        1 => (parties(), 0..3_u32, any::<bool>(), words()).prop_map(|(party, session, agrees, note)| {
            Mediate::ConfirmRecord { party, session, agrees, note }
        }),
        1 => (parties(), 0..4_u32, words()).prop_map(|(party, term, note)| Mediate::ConfirmPerformance {
            party,
            term,
            result: PerformanceResult::Partly,
            note,
        }),
        2 => (parties(), any::<bool>()).prop_map(|(party, takes_part)| Mediate::AnswerOnline { party, takes_part }),
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
        2 => (0..3_u32, 0..5_u32, words(), words()).prop_map(|(sitting, days, place, reason)| Mediate::MoveSitting {
            sitting,
            at: at("2026-03-05 09:00") + SignedDuration::from_hours(i64::from(days) * 24),
            minutes: 30,
            place,
            link: String::new(),
            reason,
        }),
        1 => (0..3_u32, words()).prop_map(|(sitting, reason)| Mediate::CallOffSitting { sitting, reason }),
        1 => (0..3_u32, words()).prop_map(|(sitting, text)| Mediate::RecordNobody { sitting, text }),
        1 => (both(), words()).prop_map(|(parties, reason)| Mediate::Anew { parties, reason }),
        12 => (paper, signer, 1..6_u8, draft).prop_map(|(paper, signer, n, draft)| Mediate::Sign {
            paper,
            signer,
            by: SignedBy::Glass,
            file: drawn(n),
            draft,
        }),
        3 => Just(Mediate::Seal),
        1 => agreements().prop_map(|agreed| Mediate::OralAgreement(Box::new(agreed))),
        1 => Just(Mediate::ApplyConfirmation { court: "县人民法院".to_owned() }),
        1 => (both(), words()).prop_map(|(parties, note)| Mediate::DeclineConfirmation { parties, note }),
        1 => words().prop_map(|note| Mediate::DecideConfirmation { outcome: ConfirmationOutcome::Rejected, note }),
        3 => (0..4_u32, result, words(), route).prop_map(|(term, result, note, route)| Mediate::FollowUp {
            term,
            result,
            note,
            route,
        }),
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
    select(vec![
        "mediator-one",
        "mediator-two",
        "mediation-chair",
        "clerk",
        "housing-handler",
        "requester",
        "other",
    ])
    .prop_map(|post| match post {
        "requester" => requester(),
        "other" => Actor::of_party(Party::B),
        post => holder(post),
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
                let word = match &command {
                    Command::Mediate(
                        Mediate::Consent { party, .. }
                        | Mediate::AnswerOnline { party, .. }
                        | Mediate::Object { party, .. }
                        | Mediate::ConfirmRecord { party, .. }
                        | Mediate::ConfirmPerformance { party, .. }
                        | Mediate::Choose { party: Some(party), .. },
                    ) => Some(*party),
                    _ => None,
                };
                let own = word.is_some_and(|party| match actor.role {
                    Role::Requester => party == Party::A,
                    Role::OtherParty => party == Party::B,
                    _ => false,
                });
                prop_assert!(own, "{:?} {:?}", actor, command);
            }
            // Whoever is said to ask a court has signed that they do.
            let was_asked = before.mediation().is_some_and(|was| was.confirmation.is_some());
            if mediation.confirmation.is_some() && !was_asked {
                prop_assert!(case.unsigned(SignedPaper::Application).is_empty());
            }
            // What is in force binds all: only all together undo it, and what a court has confirmed nobody.
            if let Some(was) = before.mediation().filter(|was| was.in_force.is_some()) {
                let anew = matches!(command, Command::Mediate(Mediate::Anew { .. })) && !was.is_confirmed();
                prop_assert!(mediation.in_force == was.in_force || done && anew, "{:?}", command);
            }
            for signature in mediation.signatures.iter().filter(|signed| signed.paper == SignedPaper::Agreement) {
                prop_assert_eq!(signature.draft, mediation.drafts);
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
            if case.is_ended() && !before.is_ended() {
                prop_assert_eq!(mediation.owed_to_court(), None);
            }
            if case.is_ended() && !before.is_ended() && case.status.as_str() == "closed" {
                prop_assert!(case.answer.is_some() && mediation.unsettled().is_empty());
            }
            // Where there is nothing to wait for, no clock waits for it.
            let waits = case.clock(&"performance".into()).is_some_and(domain::case::RunningClock::is_open);
            let open = mediation.promises().iter().any(|term| !term.is_performed());
            prop_assert!(!waits || open || mediation.in_force.is_none());
            if let Some(was) = before.mediation().filter(|was| was.ended.is_some() && mediation.ended.is_some()) {
                // An appointment that is left over can be called off still.
                let of = |sittings: &[Sitting]| sittings.iter().map(|one| Sitting { called_off: None, ..one.clone() }).collect::<Vec<_>>();
                prop_assert_eq!(of(&was.sittings), of(&mediation.sittings));
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
