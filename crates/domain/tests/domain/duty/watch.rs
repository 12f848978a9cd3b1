//! The watch: signing in, writing down, handing over.

use super::sample::staff;
use domain::case::Refusal;
use domain::duty::watch::{Handover, Watch, WatchCommand, WatchGround, decide, evolve};
use domain::duty::{Member, Need, Presence, Staff, Tier};
use jiff::{SignedDuration, Timestamp};

struct Told {
    watch: Watch,
    now: Timestamp,
    there: Vec<Presence>,
    members: Vec<Member>,
    officers: u32,
}

fn at(time: &str) -> Timestamp {
    format!("2026-10-01T{time}:00Z").parse().unwrap()
}

fn is_to_be_there(who: &str, tier: Tier, from: &str, until: &str) -> Presence {
    Presence {
        shift: who.into(),
        tier,
        turn: None,
        date: jiff::civil::date(2026, 10, 1),
        staff: staff(who),
        from: at(from),
        until: at(until),
    }
}

fn serves(who: &str, tier: Tier) -> Member {
    Member {
        staff: staff(who),
        unit: "office".into(),
        tiers: vec![tier],
    }
}

impl Told {
    fn new() -> Self {
        let people = [
            ("a", Tier::Officer),
            ("b", Tier::Officer),
            ("c", Tier::Officer),
            ("l", Tier::Leader),
        ];
        let there = people.map(|(who, tier)| is_to_be_there(who, tier, "00:30", "09:30"));
        Self {
            watch: Watch::default(),
            now: at("00:30"),
            there: there.to_vec(),
            members: people.map(|(who, tier)| serves(who, tier)).to_vec(),
            officers: 1,
        }
    }

    fn act(&mut self, who: &str, shift: Option<Tier>, command: &WatchCommand) -> Result<bool, Refusal> {
        self.now += SignedDuration::from_mins(5);
        let ground = WatchGround {
            shift,
            there: &self.there,
            members: &self.members,
            need: Need {
                leaders: 1,
                officers: self.officers,
            },
            keeps: who == "keeper",
            now: self.now,
        };
        let Some(event) = decide(&self.watch, command, &staff(who), ground)? else {
            return Ok(false);
        };
        let event = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
        self.watch = evolve(std::mem::take(&mut self.watch), &event, Some(who), self.now);
        Ok(true)
    }

    fn on(&self) -> Vec<&str> {
        self.watch.on.iter().map(|on| on.staff.0.as_str()).collect()
    }
}

fn offer(id: &str) -> WatchCommand {
    WatchCommand::Offer(Handover {
        id: id.into(),
        by: Staff(String::new()),
        tier: Tier::Leader,
        at: Timestamp::MIN,
        note: "东河水位偏高，两小时看一次".into(),
        entries: vec![],
        cases: vec!["2026-000007".into()],
        open_cases: 1,
        next_due: None,
        due: vec![],
    })
}

fn take(id: &str) -> WatchCommand {
    WatchCommand::Take { handover: id.into() }
}

fn note(id: &str, open: bool) -> WatchCommand {
    WatchCommand::Note {
        id: id.into(),
        text: "水务局来电".into(),
        open,
    }
}

const OFFICER: Option<Tier> = Some(Tier::Officer);

#[test]
fn who_is_not_on_shift_does_not_sign_in() {
    let mut told = Told::new();
    assert_eq!(
        told.act("a", None, &WatchCommand::Join).unwrap_err().key,
        "refusal-watch-shift"
    );
    assert_eq!(
        told.act("a", OFFICER, &note("n", true)).unwrap_err().key,
        "refusal-watch-not-on"
    );
    assert_eq!(told.act("a", OFFICER, &WatchCommand::Join), Ok(true));
    assert_eq!(told.act("a", OFFICER, &WatchCommand::Join), Ok(false));
    assert_eq!(told.on(), ["a"]);
}

#[test]
fn a_watch_that_nobody_has_taken_does_not_end() {
    let mut told = Told::new();
    told.act("a", OFFICER, &WatchCommand::Join).unwrap();
    assert_eq!(
        told.act("a", OFFICER, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
    // A leader on duty is no officer.
    told.act("l", Some(Tier::Leader), &WatchCommand::Join).unwrap();
    assert_eq!(
        told.act("a", OFFICER, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
    told.act("a", OFFICER, &offer("h")).unwrap();
    // Written is not taken, even when the shift is over.
    assert_eq!(
        told.act("a", None, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
    assert_eq!(told.act("a", OFFICER, &take("h")).unwrap_err().key, "refusal-watch-own");
    assert_eq!(
        told.act("l", Some(Tier::Leader), &take("h")).unwrap_err().key,
        "refusal-watch-shift"
    );
    assert_eq!(told.act("c", None, &take("h")).unwrap_err().key, "refusal-watch-shift");
    assert_eq!(told.on(), ["a", "l"]);
    // The next one reads first and cannot just sit down beside.
    assert_eq!(
        told.act("b", OFFICER, &WatchCommand::Join).unwrap_err().key,
        "refusal-watch-take"
    );
    told.act("b", OFFICER, &take("h")).unwrap();
    assert_eq!(told.on(), ["l", "b"]);
    assert_eq!(told.act("b", OFFICER, &take("h")), Ok(false));
    let (taken, by) = told.watch.taken.clone().unwrap();
    assert_eq!(
        (taken.by.0.as_str(), taken.tier, by.0.as_str()),
        ("a", Tier::Officer, "b")
    );
}

#[test]
fn all_that_is_open_is_handed_over_and_read() {
    let mut told = Told::new();
    told.act("a", OFFICER, &WatchCommand::Join).unwrap();
    told.act("a", OFFICER, &note("one", true)).unwrap();
    told.act("a", OFFICER, &note("two", true)).unwrap();
    told.act("a", OFFICER, &note("said", false)).unwrap();
    told.act("a", OFFICER, &WatchCommand::Done { entry: "one".into() })
        .unwrap();
    told.act("a", OFFICER, &offer("h")).unwrap();
    assert_eq!(told.watch.offers[0].entries, ["two"]);
    // What comes after it was written is not in it: it is written anew.
    told.act("a", OFFICER, &note("three", true)).unwrap();
    assert_eq!(
        told.act("b", OFFICER, &take("h")).unwrap_err().key,
        "refusal-watch-more"
    );
    told.act("a", OFFICER, &offer("h2")).unwrap();
    assert_eq!(
        told.act("b", OFFICER, &take("h")).unwrap_err().key,
        "refusal-watch-changed"
    );
    told.act("b", OFFICER, &take("h2")).unwrap();
    let open: Vec<&str> = told.watch.open.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(open, ["two", "three"]);
    assert_eq!(told.watch.open[0].by, staff("a"));
}

#[test]
fn of_a_double_watch_one_can_leave() {
    let mut told = Told::new();
    told.act("a", OFFICER, &WatchCommand::Join).unwrap();
    told.act("b", OFFICER, &WatchCommand::Join).unwrap();
    told.act("a", OFFICER, &WatchCommand::Leave).unwrap();
    assert_eq!(told.on(), ["b"]);
    assert_eq!(
        told.act("b", OFFICER, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
}

#[test]
fn who_came_for_the_next_shift_is_no_reason_to_leave() {
    let mut told = Told::new();
    told.there = vec![
        is_to_be_there("a", Tier::Officer, "00:30", "01:30"),
        is_to_be_there("b", Tier::Officer, "01:30", "09:30"),
    ];
    told.act("a", OFFICER, &WatchCommand::Join).unwrap();
    told.act("b", OFFICER, &WatchCommand::Join).unwrap();
    let refused = |told: &mut Told, who| told.act(who, OFFICER, &WatchCommand::Leave).unwrap_err().key;
    assert_eq!(refused(&mut told, "a"), "refusal-watch-nobody");
    // Nor when that shift has begun: nothing was written, read or taken.
    told.now = at("01:40");
    assert_eq!(refused(&mut told, "a"), "refusal-watch-nobody");
    told.act("a", OFFICER, &offer("h")).unwrap();
    told.act("b", OFFICER, &take("h")).unwrap();
    assert_eq!(told.on(), ["b"]);
}

#[test]
fn of_two_who_go_one_hands_over_and_the_other_leaves() {
    let mut told = Told::new();
    told.there = vec![
        is_to_be_there("a", Tier::Officer, "00:30", "01:30"),
        is_to_be_there("c", Tier::Officer, "00:30", "01:30"),
        is_to_be_there("b", Tier::Officer, "01:30", "09:30"),
    ];
    for who in ["a", "c"] {
        told.act(who, OFFICER, &WatchCommand::Join).unwrap();
    }
    told.act("a", OFFICER, &offer("h")).unwrap();
    told.now = at("01:30");
    told.act("b", OFFICER, &take("h")).unwrap();
    told.act("c", None, &WatchCommand::Leave).unwrap();
    assert_eq!(told.on(), ["b"]);
}

#[test]
fn nobody_leaves_who_is_needed() {
    let mut told = Told::new();
    told.officers = 2;
    for who in ["a", "b", "c"] {
        told.act(who, OFFICER, &WatchCommand::Join).unwrap();
    }
    told.act("c", OFFICER, &WatchCommand::Leave).unwrap();
    assert_eq!(
        told.act("b", OFFICER, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
}

#[test]
fn a_place_that_was_forgotten_counts_for_nobody_and_is_ended_with_a_reason() {
    let mut told = Told::new();
    for who in ["a", "b"] {
        told.act(who, OFFICER, &WatchCommand::Join).unwrap();
    }
    // Their account was shut: what stays on the page is not somebody who is there.
    told.members.retain(|member| member.staff.0 != "a");
    assert_eq!(
        told.act("b", OFFICER, &WatchCommand::Leave).unwrap_err().key,
        "refusal-watch-nobody"
    );
    let end = |reason: &str| WatchCommand::End {
        staff: staff("a"),
        reason: reason.into(),
    };
    assert_eq!(
        told.act("b", OFFICER, &end("走了")).unwrap_err().key,
        "refusal-duty-keeper"
    );
    assert_eq!(
        told.act("keeper", None, &end(" ")).unwrap_err().key,
        "refusal-text-needed"
    );
    let own = WatchCommand::End {
        staff: staff("keeper"),
        reason: "下班".into(),
    };
    assert_eq!(told.act("keeper", None, &own).unwrap_err().key, "refusal-watch-nobody");
    told.act("a", OFFICER, &offer("h")).unwrap();
    assert_eq!(told.act("keeper", None, &end("已调离")), Ok(true));
    assert_eq!((told.on(), told.watch.offers.len()), (vec!["b"], 0));
    assert_eq!(told.act("keeper", None, &end("已调离")), Ok(false));
}

#[test]
fn whatever_is_done_in_whatever_order_somebody_stays() {
    // Every sequence of five steps of three people: once a tier has somebody, it has somebody for good.
    let steps: Vec<(usize, WatchCommand)> = (0..3)
        .flat_map(|who| {
            [
                WatchCommand::Join,
                WatchCommand::Leave,
                offer(&format!("h{who}")),
                take("h0"),
                take("h1"),
            ]
            .map(|command| (who, command))
        })
        .collect();
    let names = ["a", "b", "c"];
    let mut stack = vec![(Watch::default(), 0, false)];
    let mut seen = 0_u32;
    while let Some((watch, depth, manned)) = stack.pop() {
        seen += 1;
        let is_manned = watch.in_tier(Tier::Officer).next().is_some();
        assert!(is_manned || !manned, "{watch:?}");
        if depth == 5 {
            continue;
        }
        for (who, command) in &steps {
            let mut told = Told {
                watch: watch.clone(),
                ..Told::new()
            };
            if told.act(names[*who], OFFICER, command) == Ok(true) {
                stack.push((told.watch, depth + 1, is_manned));
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
