//! The watch: signing in, writing down, handing over.

use super::sample::staff;
use domain::case::Refusal;
use domain::duty::watch::{Handover, Watch, WatchCommand, decide, evolve};
use domain::duty::{Staff, Tier};
use jiff::{SignedDuration, Timestamp};

struct Told {
    watch: Watch,
    now: Timestamp,
}

impl Told {
    fn new() -> Self {
        Self {
            watch: Watch::default(),
            now: "2026-10-01T00:30:00Z".parse().unwrap(),
        }
    }

    fn act(&mut self, who: &str, shift: Option<Tier>, command: &WatchCommand) -> Result<bool, Refusal> {
        self.now += SignedDuration::from_mins(5);
        let Some(event) = decide(&self.watch, command, &staff(who), shift, self.now)? else {
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
                now: "2026-10-01T00:30:00Z".parse().unwrap(),
            };
            if told.act(names[*who], OFFICER, command) == Ok(true) {
                stack.push((told.watch, depth + 1, is_manned));
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
