//! What the person who asked is told of each event: the table that page, receipts and messages rest on.

use super::sample::{at, person, registration};
use domain::case::{Actor, Event, Role, Told};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Every word, and the receipt opens to it.
    Whole,
    /// That it happened, without `内部`.
    Less,
    Nothing,
}
use What::{Less, Nothing, Whole};

/// Every kind of event. What the office wrote for itself has `内部` in it.
fn table() -> Vec<(What, Value)> {
    let clock = |event: &str| json!({ "event": event, "clock": "answer" });
    let time = "2026-03-02T01:00:00Z";
    let registered = Event::Registered {
        registration: Box::new(registration("petition", at("2026-03-02 09:00"))),
        status: "registered".into(),
        pack: "demo 1".to_owned(),
    };
    let answer = json!({ "answer": { "text": "已修好", "outcome": "solved", "by": null, "at": time } });
    let extended = json!({
        "by": { "n": 5, "unit": "days" }, "due": time, "reason": "等材料", "requester_told": true,
    });
    let file = json!({ "name": "内部.pdf", "media_type": "application/pdf", "bytes": 7, "sha256": "内部" });
    let about = |event: &str| json!({ "event": event, "about": { "units": ["housing"] }, "reason": "内部" });
    let opened =
        json!({ "event": "opened", "what": { "opened": "export" }, "reason": { "chosen": null, "written": "核对" } });
    vec![
        (Whole, serde_json::to_value(registered).unwrap()),
        (
            Less,
            json!({ "event": "corrected", "title": "灯不亮", "reason": "内部" }),
        ),
        (Whole, step("accepted", json!({}))),
        (Whole, step("refused", json!({ "reason": "不属本单位" }))),
        (
            Less,
            step(
                "dispatched",
                json!({ "unit": "housing", "leader": "housing-leader", "note": "内部" }),
            ),
        ),
        (Whole, step("acknowledged", json!({}))),
        (Nothing, step("progress_reported", json!({ "note": "内部" }))),
        (Less, with(json!({ "event": "evidence_attached" }), file)),
        (Whole, step("answered", answer)),
        (Nothing, step("signed_off", json!({ "note": "内部" }))),
        (Less, step("returned", json!({ "reason": "内部" }))),
        (Whole, step("closed", json!({ "outcome": "solved" }))),
        (
            Whole,
            json!({ "event": "confirmed", "solved": true, "satisfied": null }),
        ),
        (Whole, step("reopened", json!({ "reason": "又坏了" }))),
        (Whole, step("withdrawn", json!({ "reason": "自己解决了" }))),
        (Nothing, json!({ "event": "supervised", "note": "内部" })),
        (Nothing, json!({ "event": "commented", "text": "内部" })),
        (Whole, json!({ "event": "messaged", "text": "哪一盏？" })),
        (Whole, json!({ "event": "repeat_recorded" })),
        (
            Whole,
            with(
                clock("clock_started"),
                json!({ "allowance": null, "from": time, "due": time }),
            ),
        ),
        (Whole, with(clock("clock_paused"), json!({ "reason": "等您的材料" }))),
        (Whole, with(clock("clock_resumed"), json!({ "due": time }))),
        (Whole, with(clock("clock_extended"), extended)),
        (Nothing, with(clock("mark_reached"), json!({ "percent": 80 }))),
        (Whole, clock("clock_stopped")),
        (Whole, clock("clock_cancelled")),
        (
            Less,
            json!({ "event": "sealed_kept", "fields": ["requester_name"], "reason": "内部" }),
        ),
        (Whole, opened),
        (Less, about("about_recorded")),
        (Less, about("about_lifted")),
        (
            Whole,
            json!({ "event": "published", "text": "路灯已修好", "with_place": false }),
        ),
        (Whole, json!({ "event": "unpublished", "reason": "内容有误" })),
        (
            Whole,
            json!({ "event": "erased", "ground": "retention", "reason": "保存期满" }),
        ),
    ]
}

/// The rest of the table: where several units, rounds or cases belong together.
fn together() -> Vec<(What, Value)> {
    let opinion = json!({
        "event": "opinion_recorded", "round": "handling",
        "opinion": {
            "request": "修灯", "facts": "内部", "opinion": "已修", "basis": "条例", "verdict": "supported",
        },
    });
    let link = json!({ "case": "00000000-0000-0000-0000-000000000007", "number": "20260302-0007", "reason": "内部" });
    vec![
        (Nothing, opinion),
        (
            Whole,
            step(
                "review_asked",
                json!({ "round": "review", "reason": "不服", "unit": "housing", "leader": "housing-leader" }),
            ),
        ),
        (
            Less,
            json!({
                "event": "recused", "post": "housing-leader", "unit": "housing", "replacement": "housing-deputy",
                "reason": "内部", "leads": true,
            }),
        ),
        (Whole, step("simplified", json!({}))),
        (
            Less,
            json!({ "event": "unit_joined", "unit": "housing", "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "unit_released", "unit": "housing", "reason": "内部" }),
        ),
        (
            Whole,
            json!({ "event": "pass_proposed", "unit": "housing", "leader": "housing-leader", "reason": "不属本单位" }),
        ),
        (
            Whole,
            step("taken_over", json!({ "unit": "housing", "leader": "housing-leader" })),
        ),
        (
            Less,
            json!({ "event": "pass_declined", "unit": "housing", "reason": "内部" }),
        ),
        (Less, json!({ "event": "repeat_of", "link": link })),
        (Nothing, json!({ "event": "repeated_by", "link": link })),
        (Less, json!({ "event": "split_from", "link": link })),
        (Nothing, json!({ "event": "split_off", "link": link })),
        (Nothing, json!({ "event": "related", "link": link })),
        (Nothing, json!({ "event": "unrelated", "link": link })),
        (Whole, json!({ "event": "link_given" })),
        (Whole, json!({ "event": "unreached", "note": "打了两次，没有人接" })),
        (
            Whole,
            json!({ "event": "notices_chosen", "by": "email", "language": "zh-CN" }),
        ),
    ]
}

/// All of them, for what others are told.
pub(super) fn all() -> Vec<Value> {
    let more = [together(), incident(), mediation(), sessions(), shield()];
    let all = table().into_iter().chain(more.into_iter().flatten());
    all.map(|(_, event)| event).collect()
}

/// And of an incident: who was told what, and who was called, is the offices' own.
fn incident() -> Vec<(What, Value)> {
    let level = json!({ "slug": "larger", "place": 1 });
    let set = json!({ "event": "incident", "did": "level_set", "level": level, "reason": "内部" });
    vec![(Nothing, set)]
}

/// And of a mediation's sessions. The requester is its first party.
fn sessions() -> Vec<(What, Value)> {
    let time = "2026-03-02T01:00:00Z";
    let moved = json!({
        "event": "session_moved", "session": 1, "at": time, "minutes": 60, "place": "二号调解室", "link": "",
        "parties": ["a", "b"], "reason": "停电",
    });
    vec![
        (
            Nothing,
            step(
                "session_called",
                json!({ "at": time, "minutes": 30, "place": "内部", "link": "", "parties": ["b"] }),
            ),
        ),
        (
            Nothing,
            json!({ "event": "session_recorded", "session": 1, "present": ["b"], "text": "内部" }),
        ),
        (Whole, moved),
        (
            Whole,
            json!({ "event": "session_called_off", "session": 1, "parties": ["a", "b"], "reason": "调解员有事" }),
        ),
    ]
}

/// And of a mediation. The requester is its first party.
fn mediation() -> Vec<(What, Value)> {
    let agreement = |word: &str| {
        json!({
            "facts": word, "dispute": word, "responsibility": word, "content": word, "manner": word, "place": word,
            "terms": [{ "party": "b", "what": word, "due": "2026-03-20" }],
        })
    };
    let time = "2026-03-02T01:00:00Z";
    let sealed = json!({ "number": "（2026）人调字第1号" });
    vec![
        (
            Whole,
            json!({ "event": "court_referred", "way": "appointed", "court": "县人民法院", "number": "12号", "received": time }),
        ),
        (Whole, json!({ "event": "online_invited", "parties": ["a", "b"] })),
        (
            Whole,
            json!({ "event": "online_answered", "party": "b", "takes_part": false }),
        ),
        (
            Less,
            json!({ "event": "consent_recorded", "party": "b", "agrees": false, "note": "内部" }),
        ),
        (
            Whole,
            json!({ "event": "notice_given", "party": "a", "how": "written" }),
        ),
        (Whole, json!({ "event": "mediator_chosen", "post": "mediator-one" })),
        (
            Less,
            json!({ "event": "mediator_objected", "party": "b", "post": "mediator-one", "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "record_confirmed", "party": "b", "session": 1, "agrees": false, "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "performance_confirmed", "party": "b", "term": 1, "result": "not_performed", "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "agreement_drafted", "agreement": agreement("内部") }),
        ),
        (
            Less,
            json!({
                "event": "paper_signed", "paper": { "kind": "agreement" }, "signer": "b", "by": "glass", "sha256": "内部",
            }),
        ),
        (
            Less,
            step("mediation_anew", json!({ "parties": ["a", "b"], "reason": "内部" })),
        ),
        (Whole, step("agreement_sealed", sealed)),
        (
            Whole,
            step("oral_agreement_recorded", json!({ "agreement": agreement("道歉") })),
        ),
        (Whole, json!({ "event": "confirmation_applied", "court": "县人民法院" })),
        (
            Whole,
            json!({ "event": "confirmation_decided", "outcome": "confirmed", "note": "1号" }),
        ),
        (
            Less,
            json!({ "event": "confirmation_declined", "parties": ["b"], "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "performance_visited", "term": 1, "result": "partly", "note": "内部" }),
        ),
        (
            Whole,
            step(
                "mediation_ended",
                json!({ "why": "failed", "reason": "差得太远", "routes": ["judicial"] }),
            ),
        ),
        (
            Less,
            json!({ "event": "handed_over", "route": "judicial", "to": "县人民法院", "note": "内部" }),
        ),
        (
            Less,
            json!({ "event": "evidence_filed", "sha256": "内部", "part": "identity" }),
        ),
    ]
}

#[test]
fn of_a_mediation_the_first_party_is_told_what_it_took_part_in() {
    let clerk = person(Role::Clerk);
    let told = |json: Value| {
        let event: Event = serde_json::from_value(json).unwrap();
        event.told(&clerk).is_whole()
    };
    let time = "2026-03-02T01:00:00Z";
    assert!(told(
        json!({ "event": "consent_recorded", "party": "a", "agrees": true, "note": "好" })
    ));
    assert!(told(
        json!({ "event": "session_recorded", "session": 1, "present": ["a", "b"], "text": "各说了经过" })
    ));
    let called = json!({ "at": time, "minutes": 30, "place": "一号室", "link": "", "parties": ["a", "b"] });
    assert!(told(step("session_called", called)));
    let signed = json!({
        "event": "paper_signed", "paper": { "kind": "record", "session": 1 }, "signer": "a", "by": "paper", "sha256": "0",
    });
    assert!(told(signed));
}

/// The rest of the table: hidden sources, dangers, people of other bodies.
fn shield() -> Vec<(What, Value)> {
    let invited = json!({
        "event": "guest_invited", "guest": "aa", "who": "城关派出所", "purpose": "联合调解", "until": "2026-03-09T01:00:00Z",
    });
    let shared = json!({ "event": "sealed_shared", "guest": "aa", "fields": ["requester_name"], "reason": "内部" });
    vec![
        (Whole, json!({ "event": "source_hidden", "post": "clerk" })),
        (
            Less,
            json!({ "event": "source_handed_on", "post": "office-chief", "reason": "内部" }),
        ),
        (
            Nothing,
            json!({ "event": "source_file_cleared", "sha256": "aa", "reason": "内部" }),
        ),
        (
            Nothing,
            json!({ "event": "danger_raised", "danger": "violence", "situation": "内部" }),
        ),
        (Nothing, json!({ "event": "danger_acknowledged" })),
        (Nothing, json!({ "event": "danger_ended", "reason": "内部" })),
        (Whole, invited),
        (Less, json!({ "event": "guest_ended", "guest": "aa", "reason": "内部" })),
        (
            Nothing,
            json!({ "event": "guest_stated", "guest": "aa", "text": "内部" }),
        ),
        (Less, shared),
    ]
}

/// An event that moves a case on.
fn step(event: &str, more: Value) -> Value {
    with(json!({ "event": event, "status": "handling" }), more)
}

fn with(mut event: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        panic!("no fields: {more}")
    };
    event.as_object_mut().unwrap().extend(more);
    event
}

/// The names of all kinds of events, as the type itself says them.
fn all_names() -> BTreeSet<String> {
    let unknown = serde_json::from_value::<Event>(json!({ "event": "?" })).unwrap_err();
    let unknown = unknown.to_string();
    let (_, names) = unknown.split_once("expected one of ").unwrap();
    names
        .split(", ")
        .map(|name| name.trim_matches('`').to_owned())
        .collect()
}

#[test]
fn every_event_has_its_line_in_the_table_and_the_rule_follows_it() {
    let mut seen = BTreeSet::new();
    let clerk = person(Role::Clerk);
    for (what, json) in table()
        .into_iter()
        .chain(together())
        .chain(mediation())
        .chain(sessions())
        .chain(incident())
        .chain(shield())
    {
        let event: Event = serde_json::from_value(json.clone()).unwrap();
        assert!(seen.insert(event.name().to_owned()), "twice: {json}");
        let told = event.told(&clerk);
        let found = match &told {
            Told::Whole(whole) => {
                assert_eq!(*whole, &event);
                assert!(!json.to_string().contains("内部"), "{json}");
                Whole
            }
            Told::Less(less) => {
                assert_eq!(less.name(), event.name());
                assert_ne!(**less, event);
                let less = serde_json::to_string(less).unwrap();
                assert!(!less.contains("内部"), "{less}");
                Less
            }
            Told::Nothing => Nothing,
        };
        assert_eq!(found, what, "{json}");
        assert_eq!(
            (told.is_whole(), told.event().is_some()),
            (what == Whole, what != Nothing)
        );
    }
    assert_eq!(seen, all_names());
}

#[test]
fn only_a_file_and_a_danger_depend_on_who_said_it() {
    let requester = Actor {
        role: Role::Requester,
        ..Actor::program()
    };
    for (what, json) in table()
        .into_iter()
        .chain(together())
        .chain(mediation())
        .chain(sessions())
        .chain(incident())
        .chain(shield())
    {
        let event: Event = serde_json::from_value(json).unwrap();
        let own = matches!(event, Event::EvidenceAttached(_) | Event::DangerRaised { .. });
        let expected = what == Whole || own;
        assert_eq!(event.told(&requester).is_whole(), expected, "{}", event.name());
        assert_eq!(event.told(&Actor::program()).is_whole(), what == Whole);
    }
}
