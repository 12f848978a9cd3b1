//! Who has to be called when, by the policies as they are written here, and what came of each message: another arithmetic than the
//! program's.

use super::almanac::working;
use super::cover::Cover;
use super::world::{Down, Person, World};
use domain::call::CallEvent;
use domain::duty::{Staff, Tier};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{ChannelKind, Recorded, Send, SendState};

#[derive(Clone, Copy)]
enum To {
    Officer,
    Leader,
    Head,
    Keepers,
    Everybody,
}

/// Steps: whom, minutes, times; minutes until it begins again; and whether it waits for working hours.
type Policy = (&'static [(To, i64, u32)], i64, bool);

const URGENT: Policy = (&[(To::Officer, 3, 2), (To::Leader, 5, 2), (To::Head, 10, 2)], 5, false);
const WATCH_FIRST: Policy = (&[(To::Officer, 10, 3), (To::Leader, 20, 2)], 30, false);
const ORDINARY: Policy = (&[(To::Head, 60, 2), (To::Officer, 60, 2)], 240, true);
const ROSTER: Policy = (&[(To::Keepers, 60, 2), (To::Head, 60, 1)], 240, false);
const TOLD: Policy = (&[(To::Everybody, 60, 1)], 240, false);

fn policy(reason: &str) -> Policy {
    match reason {
        "danger" | "watch" | "report-late" | "report-failed" => URGENT,
        "report-due" | "channel" => WATCH_FIRST,
        "heartbeat" => ORDINARY,
        "level" | "level-over" => TOLD,
        "roster-gap" => ROSTER,
        other => panic!("nobody is called for {other}"),
    }
}

/// A call with what happened to it and what was sent for it.
pub(super) struct Kept {
    pub(super) reason: String,
    pub(super) raised: Timestamp,
    /// Somebody took it or it was over; none where it was open to the end.
    pub(super) ended: Option<Timestamp>,
    pub(super) case: bool,
    pub(super) drill: bool,
    pub(super) arg: String,
    pub(super) args: BTreeMap<String, String>,
    pub(super) events: Vec<Recorded<CallEvent>>,
    pub(super) sends: Vec<Send>,
}

impl Kept {
    /// Who has said for themselves that they have it, until then.
    fn heard(&self, at: Timestamp) -> BTreeSet<&Staff> {
        let until = self.events.iter().filter(|recorded| recorded.at <= at);
        let heard = until.filter_map(|recorded| match &recorded.event {
            CallEvent::Heard { staff } => Some(staff),
            _ => None,
        });
        heard.collect()
    }
}

/// Something that a call does: when, and which step and round with whom; no people for one that is passed over, no step for the end
/// of all steps.
#[derive(Debug, PartialEq, Eq)]
enum Did {
    Waited(Timestamp),
    Passed(Timestamp, u32),
    Rang(Timestamp, u32, u32, BTreeSet<Staff>),
    Through(Timestamp),
}

/// When the program does what was due then.
fn runs(down: &[Down], due: Timestamp) -> Timestamp {
    let mut at = due;
    for down in down {
        // What it did in the moment in which it died, it did.
        let meets = down.from <= at && at < down.until && !(down.died && at == down.from);
        if meets {
            at = down.until;
        }
    }
    at
}

fn on_watch(world: &World, cover: &Cover, tier: Tier, at: Timestamp) -> BTreeSet<Staff> {
    let known = world.watch.iter().rfind(|(since, of, _)| *of == tier && *since <= at);
    match known {
        Some((.., on)) => on.clone(),
        None => cover.there(tier, at).into_iter().cloned().collect(),
    }
}

fn reached(world: &World, to: To, call: &Kept, at: Timestamp) -> BTreeSet<Staff> {
    let mut found = match to {
        To::Officer => on_watch(world, &world.cover, Tier::Officer, at),
        To::Leader => on_watch(world, &world.cover, Tier::Leader, at),
        To::Head => BTreeSet::from([world.person("lead-1").staff.clone()]),
        To::Keepers => ["lead-1", "chief"].map(|name| world.person(name).staff.clone()).into(),
        To::Everybody => world.people.iter().map(|person| person.staff.clone()).collect(),
    };
    // Whoever may not see an incident is not called about it, nor whoever has said for themselves that they have it.
    found.retain(|staff| !call.case || world.of(staff).body);
    found.retain(|staff| !call.heard(at).contains(staff));
    found
}

/// What a call had to do until it ended.
fn expected(world: &World, call: &Kept) -> Vec<Did> {
    let (steps, again, waits) = policy(&call.reason);
    let ended = call.ended.unwrap_or(Timestamp::MAX);
    let mut did = Vec::new();
    let (mut due, mut step, mut round) = (call.raised, 0_usize, 0_u32);
    loop {
        let at = runs(&world.down, due);
        if at >= ended || at > world.now {
            return did;
        }
        if waits && working(at) != at {
            did.push(Did::Waited(at));
            due = working(at);
            continue;
        }
        let rings = (step..steps.len()).find_map(|n| {
            let to = reached(world, steps[n].0, call, at);
            if to.is_empty() {
                did.push(Did::Passed(at, u32::try_from(n).unwrap()));
            }
            (!to.is_empty()).then_some((n, to))
        });
        let Some((n, to)) = rings else {
            did.push(Did::Through(at));
            (due, step, round) = (at + SignedDuration::from_mins(again), 0, 0);
            continue;
        };
        if n != step {
            round = 0;
        }
        did.push(Did::Rang(at, u32::try_from(n).unwrap(), round, to));
        due = at + SignedDuration::from_mins(steps[n].1);
        (step, round) = if round + 1 < steps[n].2 {
            (n, round + 1)
        } else {
            (n + 1, 0)
        };
    }
}

fn happened(call: &Kept) -> Vec<Did> {
    let did = |recorded: &Recorded<CallEvent>| match &recorded.event {
        CallEvent::Held { .. } => Some(Did::Waited(recorded.at)),
        CallEvent::Skipped { step } => Some(Did::Passed(recorded.at, *step)),
        CallEvent::Rang { step, round, to, .. } => {
            Some(Did::Rang(recorded.at, *step, *round, to.iter().cloned().collect()))
        }
        CallEvent::Unanswered { .. } => Some(Did::Through(recorded.at)),
        CallEvent::Raised { .. } | CallEvent::Heard { .. } | CallEvent::Acknowledged { .. } | CallEvent::Over => None,
    };
    call.events.iter().filter_map(did).collect()
}

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) calls: usize,
    pub(super) rings: usize,
    pub(super) messages: usize,
    pub(super) failed: usize,
}

/// Which ways did not work when: from, until.
pub(super) type Broken = Vec<(ChannelKind, Timestamp, Timestamp)>;

/// Every call climbed as it had to, and every message was handed on by the first way that worked, or by none where none did.
pub(super) fn check(world: &World, calls: &[Kept], broken: &Broken) -> Counted {
    let mut counted = Counted::default();
    let arrived = world.outside.arrived();
    let mut sent = BTreeSet::new();
    for call in calls {
        let (had_to, did) = (expected(world, call), happened(call));
        assert_eq!(
            did, had_to,
            "{} of {}, ended {:?}",
            call.reason, call.raised, call.ended
        );
        counted.calls += 1;
        for ring in &did {
            let Did::Rang(at, step, round, to) = ring else { continue };
            counted.rings += 1;
            let of: Vec<&Send> = call.sends.iter().filter(|send| send.step == (*step, *round)).collect();
            let of: Vec<&Send> = of.into_iter().filter(|send| send.due_at == *at).collect();
            for staff in to {
                let own: Vec<&Send> = of
                    .iter()
                    .filter(|send| send.staff.as_ref() == Some(&staff.0))
                    .copied()
                    .collect();
                check_ways(world, world.of(staff), &own, *at, broken);
            }
        }
        for send in call.sends.iter().filter(|send| send.kind != Some(ChannelKind::Page)) {
            let came = arrived.get(&send.id).map_or(&[][..], Vec::as_slice);
            match send.state {
                SendState::Sent => {
                    let handed = (send.kind.unwrap(), send.sent_at.unwrap());
                    assert_eq!(came, [handed], "it came once, then: {send:?}");
                    sent.insert(send.id.clone());
                    counted.messages += 1;
                }
                SendState::Failed => {
                    assert_eq!(came, [], "{send:?}");
                    counted.failed += 1;
                }
                other => panic!("{other:?}: {send:?}"),
            }
        }
    }
    assert_eq!(sent.len(), arrived.len(), "nothing came that was not sent");
    counted
}

fn works(broken: &Broken, way: ChannelKind, at: Timestamp) -> bool {
    !broken
        .iter()
        .any(|(of, from, until)| *of == way && *from <= at && at < *until)
}

/// The page has it at once; beside it the ways are tried, each once, until one works, all of it in the same moment.
fn check_ways(world: &World, person: &Person, sends: &[&Send], at: Timestamp, broken: &Broken) {
    let who = person.name;
    let pages = sends.iter().filter(|send| send.kind == Some(ChannelKind::Page));
    assert_eq!(pages.count(), 1, "{who}, {at}: {sends:?}");
    let tried: Vec<&&Send> = sends
        .iter()
        .filter(|send| send.kind != Some(ChannelKind::Page))
        .collect();
    let channels: BTreeSet<&str> = tried.iter().map(|send| send.channel.as_str()).collect();
    assert_eq!(channels.len(), tried.len(), "{who}, {at}: each way once");
    // A program that died over it sends it when it runs again.
    let death = world.down.iter().find(|down| down.died && down.from == at);
    let then = death.map_or(at, |down| down.until);
    for send in &tried {
        let kind = send.kind.unwrap();
        let state = if works(broken, kind, then) {
            SendState::Sent
        } else {
            SendState::Failed
        };
        assert_eq!(send.state, state, "{who}, {at}: {send:?}");
        if state == SendState::Sent {
            assert_eq!(send.sent_at, Some(then), "{who}: {send:?}");
        }
    }
    let handed = tried.iter().filter(|send| send.state == SendState::Sent).count();
    let one_works = person.ways.iter().any(|(_, kind)| works(broken, *kind, then));
    assert_eq!(handed, usize::from(one_works), "{who}, {at}: {tried:?}");
    if !one_works {
        assert_eq!(tried.len(), person.ways.len(), "{who}, {at}: all ways: {sends:?}");
    }
}

/// The watch was called for every way that failed, once an hour, in the moment in which it first did.
pub(super) fn check_told_of_failures(calls: &[Kept]) {
    let mut had_to: BTreeMap<(String, i64), Timestamp> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.reason != "channel") {
        for send in call.sends.iter().filter(|send| send.state == SendState::Failed) {
            let hour = send.due_at.as_second().div_euclid(3600);
            let way = send.kind.unwrap().name().to_owned();
            let first = had_to.entry((way, hour)).or_insert(send.due_at);
            *first = send.due_at.min(*first);
        }
    }
    let told = calls.iter().filter(|call| call.reason == "channel");
    let told: BTreeMap<(String, i64), Timestamp> = told
        .map(|call| {
            (
                (call.arg.clone(), call.raised.as_second().div_euclid(3600)),
                call.raised,
            )
        })
        .collect();
    assert_eq!(told, had_to);
    assert!(calls.iter().all(|call| !call.drill));
}
