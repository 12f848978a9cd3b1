//! Laws of incidents that hold for any sequence of their steps, whoever takes them.

use super::incident::{bureau, holder, registration, report};
use super::sample::at;
use domain::case::incident::{DueState, ReportDue, reports, reports_due};
use domain::case::{
    Actor, Case, Command, Event, Figures, Ground, Incident, Movement, ReportSort, Respond, Role, decide, evolve,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just("已办".to_owned()), 1 => Just(String::new())]
}

fn figures() -> impl Strategy<Value = Figures> {
    (
        0..35_u32,
        0..5_u32,
        0..120_u32,
        0..9_u32,
        proptest::option::of(0..120_000_000_u64),
    )
        .prop_map(|(dead, missing, seriously_injured, injured, loss)| Figures {
            dead,
            missing,
            seriously_injured,
            injured,
            loss,
        })
}

fn sorts() -> impl Strategy<Value = ReportSort> {
    let rung = select(vec!["head", "government", "city", "province", "state", "nowhere"]);
    prop_oneof![
        4 => rung.prop_map(|rung| ReportSort::First { rung: rung.to_owned() }),
        2 => Just(ReportSort::Continuing),
        1 => Just(ReportSort::Supplement),
        1 => Just(ReportSort::Final),
        1 => Just(ReportSort::Inquiry),
    ]
}

fn steps() -> impl Strategy<Value = Command> {
    let levels = select(vec!["ordinary", "larger", "major", "extraordinary", "none"]);
    let movement = select(vec![Movement::Arrived, Movement::Released]);
    let step = prop_oneof![
        4 => (figures(), words()).prop_map(|(figures, note)| Respond::Figures { figures, note }),
        3 => (levels, words()).prop_map(|(level, reason)| Respond::Grade { level: level.to_owned(), reason }),
        5 => sorts().prop_map(report),
        1 => (0..4_u32, words()).prop_map(|(report, by)| Respond::NoteReceipt { report, receiver: None, by, said_at: None }),
        2 => sorts().prop_map(by_program),
        3 => (0..6_u32, 0..3_u32, proptest::option::of(words())).prop_map(|(report, receiver, by_hand)| Respond::HandOn {
            report,
            receiver,
            by_hand,
            said_at: None,
        }),
        1 => words().prop_map(|text| Respond::Note { happened_at: at("2026-10-01 02:00"), text }),
        1 => (words(), 0..3_u32).prop_map(|(what, count)| Respond::CallResource { from: what.clone(), what, count }),
        1 => (0..3_u32, movement).prop_map(|(resource, to)| Respond::MoveResource { resource, to }),
        1 => (words(), 0..2_u32).prop_map(|(hospital, critical)| Respond::HandOver {
            needs: hospital.clone(),
            hospital,
            critical,
            serious: 0,
            slight: 0,
        }),
        1 => words().prop_map(|item| Respond::Tick { item }),
        2 => words().prop_map(|text| Respond::End { text }),
        1 => words().prop_map(|finding| Respond::Review { finding }),
        1 => (0..70_u32, words()).prop_map(|(days, reason)| Respond::ExtendInquiry { days, reason }),
        1 => Just(Respond::ErasePersonal),
    ];
    let reopen = words().prop_map(|reason| Command::Reopen { reason });
    prop_oneof![20 => step.prop_map(Command::Respond), 1 => reopen]
}

/// A report that the program is to hand on to two.
fn by_program(sort: ReportSort) -> Respond {
    let mut step = report(sort);
    if let Respond::SendReport { receivers, .. } = &mut step {
        *receivers = super::incident_handing::two();
    }
    step
}

fn actors() -> impl Strategy<Value = Actor> {
    let posts = select(vec![
        "duty-officer",
        "duty-officer",
        "deputy-head",
        "fire-handler",
        "clerk",
        "auditor",
    ])
    .prop_map(holder);
    prop_oneof![6 => posts, 1 => Just(Actor::program())]
}

fn stories() -> impl Strategy<Value = Vec<(Command, Actor, i64)>> {
    proptest::collection::vec((steps(), actors(), 0..700_i64), 1..40)
}

/// What was known, held and sent before is as it was.
fn goes_on(before: &Incident, after: &Incident) {
    assert!(after.figures.starts_with(&before.figures));
    assert!(after.levels.starts_with(&before.levels));
    assert!(after.reports.len() >= before.reports.len());
    for (old, new) in before.reports.iter().zip(&after.reports) {
        assert_eq!((&old.report, old.at, &old.post), (&new.report, new.at, &new.post));
        assert!(new.receipts.starts_with(&old.receipts) && new.handed_on.starts_with(&old.handed_on));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_rewritten_and_no_level_falls_without_a_leaders_reason(story in stories()) {
        let pack = bureau();
        let mut now: Timestamp = at("2026-10-01 02:10");
        let duty = holder("duty-officer");
        let asked = Command::Register(Box::new(registration("incident", "incident-fire", now)));
        let mut stream: Vec<(Event, Actor, Timestamp)> = Vec::new();
        let mut case: Option<Case> = None;
        for event in decide(None, &asked, &duty, &pack, now).expect("registered") {
            case = evolve(case, &event, &duty, now);
            stream.push((event, duty.clone(), now));
        }
        for (command, actor, minutes) in story {
            now += SignedDuration::from_mins(minutes);
            let before = case.clone().expect("registered");
            let lateness: Vec<_> = reports(&before, &pack, now).into_iter().filter(|due| due.report.is_some() && !due.is_open()).collect();
            let supplements = reports_due(&before, &pack, now).into_iter().filter(|due| due.sort == ReportSort::Supplement);
            let missing: Vec<_> = supplements.filter(|due| due.state == DueState::Missing).collect();
            let Ok(events) = decide(Some(&before), &command, &actor, &pack, now) else { continue };
            for event in events {
                case = evolve(case, &event, &actor, now);
                stream.push((event, actor.clone(), now));
            }
            let after = case.clone().expect("still there");
            let (old, new) = (before.incident().expect("one"), after.incident().expect("one"));
            goes_on(old, new);
            // What went out in time or late stays so.
            let now_known = reports(&after, &pack, now);
            for due in lateness.iter().filter(|due| due.sort != ReportSort::Inquiry) {
                let same = |known: &ReportDue| (&known.sort, known.due, known.state) == (&due.sort, due.due, due.state);
                assert!(now_known.iter().any(same), "{due:?} {now_known:?}");
            }
            // A supplement that was missing is missing still, came late, or was missed: it is never gone.
            for due in missing {
                let mut same = now_known.iter().filter(|known| known.sort == due.sort && known.due == due.due);
                assert!(same.any(|known| matches!(known.state, DueState::Missing | DueState::SentLate | DueState::Missed)), "{due:?}");
            }
            // Time makes what is owed late, and neither owed nor settled.
            let owed = |at| {
                let mut sorts: Vec<_> = reports_due(&after, &pack, at).into_iter().map(|due| due.sort).collect();
                sorts.sort();
                sorts
            };
            assert_eq!(owed(now), owed(now + SignedDuration::from_hours(24 * 400)));
            if new.place() < old.place() {
                assert_eq!(actor.role, Role::Leader);
                let set = new.levels.last().and_then(|held| held.set.as_ref()).expect("set by somebody");
                assert!(set.0 == actor.post && !set.1.trim().is_empty());
            }
            // The level is never below what the numbers reach.
            let kind = pack.kind(&after.kind).and_then(|kind| kind.incident.as_ref()).expect("rules");
            let reached = domain::case::incident::grade(kind, &new.known()).expect("levels");
            assert!(new.place() >= reached.place);
            // No case ends without its closing word, nor while anybody is out there.
            if after.is_ended() {
                assert!(after.answer.is_some() && new.out_there().next().is_none());
            }
        }
        let replayed = stream.iter().fold(None, |case, (event, actor, at)| evolve(case, event, actor, *at));
        assert_eq!(replayed, case);
        // What people wrote goes; what happened and when stays, and a replay agrees.
        let erased = Event::Erased { ground: Ground::Retention, reason: "到期".to_owned() };
        let gone = evolve(case, &erased, &duty, now);
        let wordless = stream.iter().fold(None, |case, (event, actor, at)| evolve(case, &event.without_words(), actor, *at));
        assert_eq!(evolve(wordless, &erased, &duty, now), gone);
    }
}
