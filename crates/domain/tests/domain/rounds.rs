//! Screening rounds: none is a report and silence is not; each unit says its own; numbers rank nobody.

use domain::case::{Actor, Refusal};
use domain::pack::{Pack, builtin};
use domain::round::{Owed, Plan, Round, RoundCommand, RoundEvent, Said, decide, evolve};
use jiff::{SignedDuration, Timestamp};

fn pack() -> Pack {
    (*builtin("demo-bureau").unwrap()).clone()
}

fn holder(pack: &Pack, post: &str) -> Actor {
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: None,
    }
}

fn now() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

fn owed(pack: &Pack, unit: &str, area: usize) -> Owed {
    Owed {
        unit: unit.into(),
        area: Some(pack.areas[area].slug.clone()),
    }
}

struct Told {
    pack: Pack,
    round: Option<Round>,
    events: Vec<(RoundEvent, Timestamp)>,
}

impl Told {
    fn begun() -> Self {
        let pack = pack();
        let plan = Plan {
            name: "汛前排查".to_owned(),
            why: "低洼院落积水".to_owned(),
            // In no order, and one twice.
            owed: vec![
                owed(&pack, "housing", 0),
                owed(&pack, "water", 1),
                owed(&pack, "water", 0),
                owed(&pack, "water", 0),
            ],
            until: now() + SignedDuration::from_hours(48),
        };
        let mut told = Self {
            pack,
            round: None,
            events: Vec::new(),
        };
        told.act("office-chief", &RoundCommand::Start(plan)).unwrap();
        told
    }

    fn act(&mut self, post: &str, command: &RoundCommand) -> Result<bool, Refusal> {
        let actor = holder(&self.pack, post);
        let event = decide(self.round.as_ref(), command, &actor, &self.pack, now())?;
        let done = event.is_some();
        if let Some(event) = event {
            self.round = evolve(self.round.take(), &event, now());
            self.events.push((event, now()));
        }
        Ok(done)
    }

    fn report(&mut self, post: &str, owed: Owed, said: Said) -> Result<bool, Refusal> {
        self.act(post, &RoundCommand::Report { owed, said, key: None })
    }

    fn round(&self) -> &Round {
        self.round.as_ref().unwrap()
    }
}

fn settled() -> Said {
    Said::Settled {
        n: 2,
        note: "疏通雨水口".to_owned(),
    }
}

#[test]
fn none_is_a_report_and_silence_is_late() {
    let mut told = Told::begun();
    assert_eq!(told.round().progress.len(), 3);
    let (first, second) = (owed(&told.pack, "water", 0), owed(&told.pack, "water", 1));
    assert_eq!(told.report("water-handler", first.clone(), Said::None), Ok(true));
    assert_eq!(told.report("water-handler", first.clone(), Said::None), Ok(false));
    let late = now() + SignedDuration::from_hours(49);
    let silent: Vec<&str> = told.round().late(late).map(|late| late.owed.unit.as_str()).collect();
    let mut sorted = silent.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["housing", "water"]);
    assert_eq!(told.round().late(now()).count(), 0);
    // Something found after all; then it is not none any more.
    told.report("water-handler", second.clone(), settled()).unwrap();
    let referred = Said::Referred {
        n: 1,
        to: "市政公司".to_owned(),
        note: "管网破损".to_owned(),
    };
    told.report("water-handler", second.clone(), referred).unwrap();
    let found = Said::Found {
        number: "20260302-00001".to_owned(),
    };
    told.report("water-handler", second.clone(), found.clone()).unwrap();
    assert_eq!(told.report("water-handler", second.clone(), found), Ok(false));
    let none = told.report("water-handler", second.clone(), Said::None);
    assert_eq!(none.unwrap_err().key, "refusal-round-none");
    let progress = told.round().of(&second).unwrap();
    assert_eq!((progress.found.len(), progress.settled, progress.referred), (1, 2, 1));
    assert!(told.round().of(&first).unwrap().is_none() && !progress.is_none());
}

#[test]
fn each_unit_says_its_own_and_only_the_office_begins_and_ends() {
    let mut told = Told::begun();
    let first = owed(&told.pack, "water", 0);
    let key = |done: Result<bool, Refusal>| done.unwrap_err().key;
    assert_eq!(
        key(told.report("housing-handler", first.clone(), settled())),
        "refusal-round-other-unit"
    );
    let elsewhere = owed(&told.pack, "fire", 0);
    assert_eq!(
        key(told.report("water-handler", elsewhere, Said::None)),
        "refusal-round-not-owed"
    );
    let many = Said::Settled {
        n: 0,
        note: "无".to_owned(),
    };
    assert_eq!(
        key(told.report("water-handler", first.clone(), many)),
        "refusal-round-count"
    );
    // Said twice under one key, it is said once.
    let keyed = RoundCommand::Report {
        owed: first.clone(),
        said: settled(),
        key: Some("one".to_owned()),
    };
    assert_eq!(told.act("water-handler", &keyed), Ok(true));
    assert_eq!(told.act("water-handler", &keyed), Ok(false));
    assert_eq!(told.round().of(&first).unwrap().settled, 2);
    let end = RoundCommand::End {
        reason: "汛期结束".to_owned(),
        key: None,
    };
    assert_eq!(key(told.act("water-handler", &end)), "refusal-round-office");
    told.act("office-chief", &end).unwrap();
    assert_eq!(
        key(told.report("water-handler", first, Said::None)),
        "refusal-round-ended"
    );
    let late = now() + SignedDuration::from_hours(49);
    assert_eq!(told.round().late(late).count(), 0);
    let again = told.events.iter().fold(None, |state, (event, at)| {
        let text = serde_json::to_string(event).unwrap();
        evolve(state, &serde_json::from_str(&text).unwrap(), *at)
    });
    assert_eq!(again, told.round);
}

#[test]
fn a_round_is_in_the_packs_order_and_asks_only_those_that_are_there() {
    let told = Told::begun();
    let units: Vec<&str> = told.round().progress.iter().map(|one| one.owed.unit.as_str()).collect();
    let place = |unit: &str| told.pack.units.iter().position(|known| known.slug.as_str() == unit);
    assert!(units.is_sorted_by_key(|unit| place(unit)));
    let pack = pack();
    let office = holder(&pack, "office-chief");
    let plan = |owed, hours| {
        RoundCommand::Start(Plan {
            name: "排查".to_owned(),
            why: "隐患".to_owned(),
            owed,
            until: now() + SignedDuration::from_hours(hours),
        })
    };
    let nowhere = Owed {
        unit: "nobody".into(),
        area: None,
    };
    for (command, key) in [
        (plan(vec![owed(&pack, "water", 0)], -1), "refusal-round-until"),
        (plan(Vec::new(), 1), "refusal-round-nobody"),
        (plan(vec![nowhere], 1), "refusal-unit-unknown"),
    ] {
        assert_eq!(decide(None, &command, &office, &pack, now()).unwrap_err().key, key);
    }
    let clerk = holder(&pack, "clerk");
    let begun = decide(None, &plan(vec![owed(&pack, "water", 0)], 1), &clerk, &pack, now());
    assert_eq!(begun.unwrap_err().key, "refusal-round-office");
}

#[test]
fn a_wrong_number_is_put_right_and_what_was_said_stays_beside_it() {
    let mut told = Told::begun();
    let first = owed(&told.pack, "water", 0);
    let correct = |settled, referred, reason: &str| RoundCommand::Correct {
        owed: first.clone(),
        before: (4, 0),
        settled,
        referred,
        reason: reason.to_owned(),
        key: None,
    };
    let key = |done: Result<bool, Refusal>| done.unwrap_err().key;
    assert_eq!(
        key(told.act("water-handler", &correct(1, 0, "多报"))),
        "refusal-round-silent"
    );
    told.report("water-handler", first.clone(), settled()).unwrap();
    told.report("water-handler", first.clone(), settled()).unwrap();
    for (post, command, refusal) in [
        ("housing-handler", correct(2, 0, "重复上报"), "refusal-round-other-unit"),
        ("water-handler", correct(2, 0, " "), "refusal-text-needed"),
        (
            "water-handler",
            correct(2_000_000, 0, "重复上报"),
            "refusal-round-in-all",
        ),
    ] {
        assert_eq!(key(told.act(post, &command)), refusal);
    }
    let end = RoundCommand::End {
        reason: "汛期结束".to_owned(),
        key: None,
    };
    told.act("office-chief", &end).unwrap();
    // Also when the round has ended.
    assert_eq!(told.act("water-handler", &correct(2, 0, "重复上报")), Ok(true));
    assert_eq!(told.act("water-handler", &correct(2, 0, "重复上报")), Ok(false));
    let progress = told.round().of(&first).unwrap();
    assert_eq!((progress.settled, progress.notes.len()), (2, 2));
    let corrected = &progress.corrections[0];
    assert_eq!((corrected.before, corrected.after), ((4, 0), (2, 0)));
    assert_eq!(corrected.reason, "重复上报");
    // What was reported is in the stream as it was.
    let said = told.events.iter().filter(|(event, _)| {
        let RoundEvent::Reported { said, .. } = event else {
            return false;
        };
        *said == settled()
    });
    assert_eq!(said.count(), 2);
    let again = told.events.iter().fold(None, |state, (event, at)| {
        let text = serde_json::to_string(event).unwrap();
        evolve(state, &serde_json::from_str(&text).unwrap(), *at)
    });
    assert_eq!(again, told.round);
}

#[test]
fn a_correction_does_not_write_over_what_was_reported_in_between() {
    let mut told = Told::begun();
    let first = owed(&told.pack, "water", 0);
    told.report("water-handler", first.clone(), settled()).unwrap();
    let read = told.round().of(&first).unwrap();
    let read = (read.settled, read.referred);
    let correct = |before| RoundCommand::Correct {
        owed: first.clone(),
        before,
        settled: 1,
        referred: 0,
        reason: "多报".to_owned(),
        key: None,
    };
    // A colleague reports while the form is open.
    told.report("water-handler", first.clone(), settled()).unwrap();
    let now = told.round().of(&first).unwrap();
    let now = (now.settled, now.referred);
    let refused = told.act("water-handler", &correct(read)).unwrap_err();
    let said = Refusal::new("refusal-round-changed");
    assert_eq!(refused, said.with("settled", now.0).with("referred", now.1));
    let kept = told.round().of(&first).unwrap();
    assert_eq!(((kept.settled, kept.referred), kept.corrections.len()), (now, 0));
    assert_eq!(told.act("water-handler", &correct(now)), Ok(true));
    // The same form once more: it is so already, whatever was read before.
    assert_eq!(told.act("water-handler", &correct(read)), Ok(false));
}
