//! Another party of a dispute, by its own link: what it says, what is never its to do, and what it is told.

use super::mediation::{accepted, choose, consent, drafted, holder, in_force, mediation, requester};
use super::sample::{Story, at};
use super::told;
use domain::case::{
    Actor, Command, Event, Evidence, Mediate, Opening, Party, PerformanceResult, Reason, Registration, Told, decide,
    open_steps,
};
use domain::pack::{FieldName, StepName};

fn other() -> Actor {
    Actor::of_party(Party::B)
}

fn says(story: &mut Story, actor: &Actor, local: &str, step: Mediate) -> Result<usize, String> {
    let done = story.act(&Command::Mediate(step), actor, at(local));
    done.map_err(|refusal| refusal.key)
}

fn object(party: Party, post: &str) -> Mediate {
    Mediate::Object {
        party,
        post: post.into(),
        note: String::new(),
    }
}

#[test]
fn each_party_speaks_for_itself() {
    let mut story = accepted();
    let now = "2026-03-02 10:00";
    for (actor, own, others) in [(requester(), Party::A, Party::B), (other(), Party::B, Party::A)] {
        says(&mut story, &actor, now, consent(own, true)).unwrap();
        says(&mut story, &actor, now, choose(Some(own), "mediator-one")).unwrap();
        for step in [
            consent(others, true),
            choose(Some(others), "mediator-one"),
            object(others, "mediator-one"),
        ] {
            assert_eq!(
                says(&mut story, &actor, now, step),
                Err("refusal-consent-others".to_owned())
            );
        }
        // The committee proposes, and it alone.
        let proposal = says(&mut story, &actor, now, choose(None, "mediator-one"));
        assert_eq!(proposal, Err("refusal-other-unit".to_owned()));
    }
    assert_eq!(story.case().mediator().unwrap().as_str(), "mediator-one");
    // Whom one does not want any more does not mediate; and is chosen again when that has passed.
    says(&mut story, &other(), now, object(Party::B, "mediator-one")).unwrap();
    assert!(story.case().mediator().is_none());
    assert!(mediation(&story).objects(Party::B, &"mediator-one".into()));
    assert_eq!(says(&mut story, &other(), now, object(Party::B, "mediator-one")), Ok(0));
    says(&mut story, &other(), now, choose(Some(Party::B), "mediator-one")).unwrap();
    assert!(story.case().mediator().is_some() && mediation(&story).objections.is_empty());
    // Refusing ends it, as with the first party.
    says(&mut story, &other(), now, consent(Party::B, false)).unwrap();
    assert_eq!(mediation(&story).ended.as_ref().unwrap().party, Some(Party::B));
}

#[test]
fn records_and_promises_are_confirmed_by_those_whose_they_are() {
    let record = |party, session, agrees, note: &str| Mediate::ConfirmRecord {
        party,
        session,
        agrees,
        note: note.to_owned(),
    };
    let mut story = drafted();
    let now = "2026-03-04 15:50";
    assert_eq!(
        says(&mut story, &other(), now, record(Party::B, 2, true, "")),
        Err("refusal-session-unknown".to_owned())
    );
    assert_eq!(
        says(&mut story, &other(), now, record(Party::B, 1, false, "")),
        Err("refusal-text-needed".to_owned())
    );
    says(&mut story, &other(), now, record(Party::B, 1, false, "少了一句")).unwrap();
    assert!(!mediation(&story).record_word(Party::B, 1).unwrap().agrees);
    says(&mut story, &other(), now, record(Party::B, 1, true, "")).unwrap();
    assert!(mediation(&story).record_word(Party::B, 1).unwrap().agrees);
    assert!(mediation(&story).record_word(Party::A, 1).is_none());
    // Somebody at the desk does not say it for them.
    assert_eq!(
        says(&mut story, &holder("mediator-one"), now, record(Party::B, 1, true, "")),
        Err("refusal-role".to_owned())
    );

    let kept = |term, result, note: &str| Mediate::ConfirmPerformance {
        party: Party::A,
        term,
        result,
        note: note.to_owned(),
    };
    let mut story = in_force();
    let now = "2026-03-21 09:00";
    assert_eq!(
        says(&mut story, &requester(), now, kept(3, PerformanceResult::Performed, "")),
        Err("refusal-term-unknown".to_owned())
    );
    says(&mut story, &requester(), now, kept(1, PerformanceResult::Performed, "")).unwrap();
    // It is a word, and no visit: somebody still asks after the promise.
    assert_eq!(mediation(&story).unvisited(), [1, 2]);
    assert!(mediation(&story).term_word(Party::A, 1).is_some());
}

#[test]
fn another_party_does_nothing_that_is_the_requesters_or_the_desks() {
    let story = in_force();
    let steps = open_steps(story.case(), &other(), &story.pack, at("2026-03-05 09:00"));
    let own = [
        StepName::ConfirmRecord,
        StepName::ConfirmPerformance,
        StepName::AttachEvidence,
        StepName::Message,
    ];
    assert_eq!(steps, own);
    let refused = |command: &Command| {
        decide(
            story.case.as_ref(),
            command,
            &other(),
            &story.pack,
            at("2026-03-05 09:00"),
        )
        .map_or_else(|refusal| refusal.key, |_| panic!("{command:?}"))
    };
    for command in [
        Command::Withdraw {
            reason: "不谈了".to_owned(),
        },
        Command::Confirm {
            solved: Some(true),
            satisfied: None,
        },
        Command::Reopen {
            reason: "再谈".to_owned(),
        },
        Command::Open {
            what: Opening::Sealed { fields: Vec::new() },
            reason: Reason::default(),
        },
    ] {
        let key = refused(&command);
        assert!(key.starts_with("refusal-role"), "{key}: {command:?}");
    }
}

#[test]
fn another_party_is_told_what_is_its_own_and_no_word_that_is_not() {
    for json in told::all() {
        let event: Event = serde_json::from_value(json.clone()).unwrap();
        let Some(told) = event.told_to(Party::C, &Actor::program()).event().cloned() else {
            continue;
        };
        let text = serde_json::to_string(&told).unwrap();
        assert!(!text.contains("内部"), "{text}");
        let name = event.name();
        let never = [
            "messaged",
            "answered",
            "notices_chosen",
            "evidence_attached",
            "confirmed",
            "published",
        ];
        assert!(!never.contains(&name), "{name} is the requester's");
    }
    let registered = |change: fn(&mut Registration)| {
        let story = accepted();
        let Event::Registered {
            mut registration,
            status,
            pack,
        } = story.stream[0].0.clone()
        else {
            panic!("the first event registers")
        };
        change(&mut registration);
        Event::Registered {
            registration,
            status,
            pack,
        }
    };
    let event = registered(|registration| "甲方家住东街3号".clone_into(&mut registration.description));
    let told = event.told_to(Party::B, &requester());
    assert!(matches!(told, Told::Less(_)));
    assert!(!serde_json::to_string(told.event().unwrap()).unwrap().contains("东街"));
    // Of who looked, what is the reader's own.
    let opened = |fields: &[FieldName]| Event::Opened {
        what: Opening::Sealed {
            fields: fields.to_vec(),
        },
        reason: Reason {
            written: "联系甲方".to_owned(),
            ..Reason::default()
        },
    };
    assert!(
        opened(&[FieldName::RequesterName])
            .told_to(Party::B, &Actor::program())
            .event()
            .is_none()
    );
    let both = opened(&[FieldName::RequesterName, FieldName::PartyB]);
    let text = serde_json::to_string(both.told_to(Party::B, &Actor::program()).event().unwrap()).unwrap();
    assert!(
        text.contains("party_b") && !text.contains("requester_name") && !text.contains("甲方"),
        "{text}"
    );
}

#[test]
fn what_is_between_a_party_and_the_desk_is_told_to_nobody_else() {
    let mut story = accepted();
    let now = at("2026-03-02 10:00");
    let word = |text: &str, to| Command::Message {
        text: text.to_owned(),
        to,
    };
    let desk = holder("mediator-one");
    let third = Actor::of_party(Party::C);
    for (actor, command) in [
        (&requester(), word("甲方的话", None)),
        (&other(), word("乙方的话", None)),
        (&desk, word("给甲方的话", Some(Party::A))),
        (&desk, word("给乙方的话", Some(Party::B))),
    ] {
        story.act(&command, actor, now).unwrap();
    }
    let file = Evidence {
        name: "乙方的照片.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 1,
        sha256: "b".repeat(64),
    };
    story.act(&Command::AttachEvidence(file), &other(), now).unwrap();
    let danger = |situation: &str, danger: &str| Command::RaiseDanger {
        danger: danger.to_owned(),
        situation: situation.to_owned(),
    };
    story.act(&danger("乙方被堵在家里", "violence"), &other(), now).unwrap();
    let reads = |party: Party| {
        let told = story.stream.iter().filter_map(|(event, actor, _)| {
            event
                .told_as(party, actor)
                .event()
                .map(|event| serde_json::to_string(event).unwrap())
        });
        told.collect::<Vec<_>>().join("\n")
    };
    let (a, b, c) = (reads(Party::A), reads(Party::B), reads(Party::C));
    for (text, who) in [
        (&a, "甲方的话 给甲方的话"),
        (&b, "乙方的话 给乙方的话 乙方的照片 乙方被堵在家里"),
        (&c, ""),
    ] {
        for word in [
            "甲方的话",
            "给甲方的话",
            "乙方的话",
            "给乙方的话",
            "乙方的照片",
            "乙方被堵在家里",
        ] {
            let own = who.split(' ').any(|known| known == word || known.contains(word));
            let there = text.contains(&format!("\"{word}")) || text.contains(&format!("{word}.png"));
            assert_eq!(there, own, "{word} in {text}");
        }
    }
    // Not even that there is something.
    assert!(!a.contains("evidence_attached") && !c.contains("messaged"), "{a} {c}");
    // Parties say nothing to each other here, and nobody says anything to a party that there is not.
    for (actor, to, key) in [
        (&other(), Party::C, "refusal-message-party"),
        (&requester(), Party::B, "refusal-message-party"),
        (&desk, Party::D, "refusal-party-unknown"),
    ] {
        let refused = story
            .act(&word("x", Some(to)), actor, now)
            .map_err(|refusal| refusal.key);
        assert_eq!(refused, Err(key.to_owned()));
    }
    // Each has on its page what it has said of a danger itself, and one does not take the other's away.
    let said = |story: &Story, party| story.case().danger.as_ref().unwrap().said_by(party).map(str::to_owned);
    assert_eq!(said(&story, Party::A), None);
    story.act(&danger("甲方也这么说", "fire"), &requester(), now).unwrap();
    assert_eq!(said(&story, Party::A).as_deref(), Some("fire"));
    assert_eq!(said(&story, Party::B).as_deref(), Some("violence"));
    // A link that is no party's says nothing as another one.
    let nobody = Actor { account: None, ..third };
    let refused = story
        .act(&danger("x", "fire"), &nobody, now)
        .map_err(|refusal| refusal.key);
    assert_eq!(refused, Err("refusal-danger-role".to_owned()));
}
