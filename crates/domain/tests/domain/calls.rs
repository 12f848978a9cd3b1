//! Calls: step by step until somebody has it, within working hours where the pack says so; none is forgotten, and none is rung twice
//! for one moment.

use domain::Text;
use domain::call::{About, Call, CallEvent, Policy, Stage, Step, To, Working, evolve, tick};
use domain::clock::Calendar;
use domain::duty::Staff;
use domain::pack::{Rule, builtin};
use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn step(to: To, minutes: u32, times: u32) -> Step {
    Step { to, minutes, times }
}

fn policy(any_hour: bool, steps: Vec<Step>) -> Policy {
    Policy {
        slug: "urgent".to_owned(),
        name: Text {
            zh: "紧急".to_owned(),
            en: "Urgent".to_owned(),
        },
        any_hour,
        again_minutes: 5,
        steps: Rule {
            value: steps,
            source: "测试".to_owned(),
            verified: false,
        },
    }
}

fn three() -> Vec<Step> {
    vec![
        step(To::Officer, 3, 2),
        step(To::Leader, 5, 1),
        step(To::UnitLeader, 10, 1),
    ]
}

fn raised(now: Timestamp) -> Call {
    let about = About {
        reason: "danger".to_owned(),
        args: BTreeMap::new(),
        link: "/".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    let raised = CallEvent::Raised {
        about,
        policy: "urgent".to_owned(),
    };
    evolve(None, &raised, now).unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn working<'a>(calendar: &'a Calendar, zone: &'a TimeZone) -> Working<'a> {
    Working {
        hours: (time(8, 30, 0, 0), time(17, 30, 0, 0)),
        calendar,
        zone,
    }
}

fn calendar() -> Calendar {
    builtin("demo-bureau").unwrap().calendar.clone()
}

fn everybody(to: &To) -> Vec<Staff> {
    vec![Staff(format!("{to:?}"))]
}

/// Looks at a call whenever it is due until `until`; what happened, each with its minute after the beginning.
fn run(
    policy: &Policy,
    begin: Timestamp,
    until: Timestamp,
    reached: impl Fn(&To) -> Vec<Staff>,
) -> (Call, Vec<(i64, CallEvent)>) {
    let (calendar, zone) = (calendar(), zone());
    let working = working(&calendar, &zone);
    let mut call = raised(begin);
    let mut said = Vec::new();
    while let Some(next) = call.next_at.filter(|next| *next <= until) {
        for event in tick(&call, policy, &working, &reached, next) {
            call = evolve(Some(call), &event, next).unwrap();
            said.push((next.duration_since(begin).as_mins(), event));
        }
        assert!(call.next_at.is_none_or(|after| after > next), "{call:?}");
    }
    (call, said)
}

fn rings(said: &[(i64, CallEvent)]) -> Vec<(i64, u32, u32)> {
    let ring = |(minute, event): &(i64, CallEvent)| match event {
        CallEvent::Rang { step, round, .. } => Some((*minute, *step, *round)),
        _ => None,
    };
    said.iter().filter_map(ring).collect()
}

#[test]
fn it_climbs_repeats_and_begins_again() {
    let begin = at("2026-03-01T18:10:00Z");
    let until = begin + SignedDuration::from_mins(30);
    let (call, said) = run(&policy(true, three()), begin, until, everybody);
    assert_eq!(
        rings(&said),
        [(0, 0, 0), (3, 0, 1), (6, 1, 0), (11, 2, 0), (26, 0, 0), (29, 0, 1)]
    );
    assert_eq!((call.stage(), call.unanswered), (Stage::Unanswered, 1));
    assert_eq!(call.called.len(), 3);
}

#[test]
fn a_step_that_has_nobody_is_passed_over_at_once() {
    let begin = at("2026-03-01T18:10:00Z");
    let nobody_leads = |to: &To| if *to == To::Leader { Vec::new() } else { everybody(to) };
    let until = begin + SignedDuration::from_mins(20);
    let (_, said) = run(&policy(true, three()), begin, until, nobody_leads);
    assert_eq!(rings(&said), [(0, 0, 0), (3, 0, 1), (6, 2, 0)]);
    assert!(said.contains(&(6, CallEvent::Skipped { step: 1 })));
    // Where nobody is anywhere, it is said, and it begins again: it is never silent.
    let (call, said) = run(&policy(true, three()), begin, until, |_| Vec::new());
    assert_eq!(call.unanswered, 5);
    assert!(rings(&said).is_empty());
}

#[test]
fn whoever_takes_it_ends_the_climbing_and_so_does_its_end() {
    let begin = at("2026-03-01T18:10:00Z");
    let (calendar, zone) = (calendar(), zone());
    for end in [
        CallEvent::Acknowledged {
            staff: Staff("a".into()),
        },
        CallEvent::Over,
    ] {
        let call = evolve(Some(raised(begin)), &end, begin).unwrap();
        let later = begin + SignedDuration::from_hours(9);
        let policy = policy(true, three());
        assert!(tick(&call, &policy, &working(&calendar, &zone), everybody, later).is_empty());
        assert!(!call.is_open() && call.next_at.is_none());
    }
}

#[test]
fn where_each_has_to_have_it_one_who_does_ends_it_for_nobody_else() {
    let begin = at("2026-03-01T18:10:00Z");
    let (calendar, zone) = (calendar(), zone());
    let told = policy(true, vec![step(To::Everybody, 60, 1)]);
    assert!(told.is_for_each() && !policy(true, three()).is_for_each() && !policy(true, Vec::new()).is_for_each());
    let (one, other) = (Staff("one".into()), Staff("other".into()));
    let heard = CallEvent::Heard { staff: one.clone() };
    let unanswered = CallEvent::Unanswered { next_at: begin };
    let call = evolve(Some(raised(begin)), &unanswered, begin).unwrap();
    assert_eq!((call.stage(), call.unanswered), (Stage::Unanswered, 1));
    let call = evolve(Some(call), &heard, begin).unwrap();
    let call = evolve(Some(call), &heard, begin).unwrap();
    assert_eq!((call.stage(), &call.heard), (Stage::Calling, &vec![one.clone()]));
    assert!(call.is_open() && call.waits_for(&other) && !call.waits_for(&one));
    let left = |_: &To| vec![other.clone()];
    let rings = tick(&call, &told, &working(&calendar, &zone), left, begin);
    assert!(matches!(&rings[..], [CallEvent::Rang { to, .. }] if *to == [other.clone()]));
    // Somebody had it: that not all of them do is not that nobody answers.
    let call = evolve(Some(call), &unanswered, begin).unwrap();
    assert_eq!((call.stage(), call.unanswered), (Stage::Calling, 1));
    let all = CallEvent::Acknowledged { staff: other.clone() };
    let call = evolve(Some(call), &all, begin).unwrap();
    assert!(!call.is_open() && !call.waits_for(&other));
}

#[test]
fn what_is_ordinary_waits_for_working_hours_and_days() {
    let steps = vec![step(To::Officer, 60, 1)];
    // 18:00 in Shanghai on the eve of the Spring Festival's days off; the next working day is 24 February.
    let begin = at("2026-02-14T10:00:00Z");
    let until = at("2026-02-24T03:00:00Z");
    let (_, said) = run(&policy(false, steps), begin, until, everybody);
    assert_eq!(
        said[0].1,
        CallEvent::Held {
            until: at("2026-02-24T00:30:00Z")
        }
    );
    assert!(matches!(said[1].1, CallEvent::Rang { step: 0, .. }));
}

#[test]
fn hours_are_local_where_the_clocks_change() {
    let zone = TimeZone::get("America/New_York").unwrap();
    let calendar = Calendar::default();
    let working = working(&calendar, &zone);
    // Sunday, 8 March 2026: clocks go forward. Monday 08:30 is 12:30 UTC, on the Friday before it was 13:30.
    assert_eq!(working.opens(at("2026-03-06T23:00:00Z")), at("2026-03-09T12:30:00Z"));
    assert_eq!(working.opens(at("2026-03-05T23:00:00Z")), at("2026-03-06T13:30:00Z"));
}

#[test]
fn the_packs_reasons_lead_to_policies_that_are_there() {
    let pack = builtin("demo-bureau").unwrap();
    let rules = pack.calls.as_ref().unwrap();
    for reason in [
        "danger",
        "level",
        "watch",
        "report-due",
        "report-late",
        "heartbeat",
        "channel",
        "task-late",
        "roster-gap",
    ] {
        assert!(rules.policy_for(reason).is_some(), "{reason}");
    }
    assert!(rules.policy_for("nothing").is_none());
}

proptest! {
    /// However it is looked at, late or often, every ring comes at its time or when it was first looked at after, and never twice.
    #[test]
    fn every_ring_is_on_time_or_at_the_first_look_after(
        looks in prop::collection::vec(1_i64..40, 1..60),
        times in 1_u32..4,
        minutes in 1_u32..9,
        there in prop::collection::vec(any::<bool>(), 3),
    ) {
        let begin = at("2026-03-01T18:10:00Z");
        let steps = vec![step(To::Officer, minutes, times), step(To::Leader, minutes, 1), step(To::UnitLeader, minutes, times)];
        let policy = policy(true, steps);
        let (calendar, zone) = (calendar(), zone());
        let working = working(&calendar, &zone);
        let reached = |to: &To| {
            let place = match to { To::Officer => 0, To::Leader => 1, _ => 2 };
            if there[place] { everybody(to) } else { Vec::new() }
        };
        let mut call = raised(begin);
        let mut now = begin;
        for look in looks {
            now += SignedDuration::from_mins(look);
            let due = call.next_at;
            let events = tick(&call, &policy, &working, reached, now);
            let rung = events.iter().filter(|event| matches!(event, CallEvent::Rang { .. })).count();
            prop_assert!(rung <= 1);
            prop_assert_eq!(events.is_empty(), due.is_none_or(|due| due > now));
            for event in &events {
                call = evolve(Some(call), event, now).unwrap();
            }
            prop_assert!(call.next_at.unwrap() > now);
            prop_assert!(tick(&call, &policy, &working, reached, now).is_empty());
            if !there.contains(&true) {
                prop_assert_eq!(rung, 0);
            }
        }
    }
}
