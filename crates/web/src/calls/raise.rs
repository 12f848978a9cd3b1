//! What calls somebody: danger, a report of an incident, an operating level, a watch that nobody took, a gap of a roster, silence from
//! outside, a way that fails. Each is looked for in what the database has, so that what happened while no program ran is called for by the next.

use super::{Ways, words};
use crate::incidents::handing;
use domain::call::{About, CallRules};
use domain::case::incident::{ReportDue, reports_due};
use domain::case::{Actor, Case};
use domain::duty::watch::OnWatch;
use domain::duty::{Staff, Tier};
use domain::pack::Rule;
use jiff::{SignedDuration, Timestamp};
use office::{MannedDesk, Office};
use std::collections::BTreeMap;
use std::sync::PoisonError;
use store::{Send, Viewer};
use tokio::sync::watch;

/// Why the watch is called for a report of an incident.
const DUE: &str = "report-due";
const LATE: &str = "report-late";

/// Under what a program writes down that it listens to those who say that they live: in angle brackets, since those have names.
const LISTENS: &str = "<listens>";
const LISTENS_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How often gaps of rosters are looked for where no roster and no level has changed: they come and go with the time, and with whoever
/// serves at a desk.
const GAPS_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Looks until the stop is asked for.
pub(super) async fn run(office: &Office, ways: &Ways, mut stopped: watch::Receiver<()>) {
    // Where the pack calls nobody, nothing has to be looked for.
    let Some(rules) = &office.pack.calls else { return };
    let started = office.clock.now();
    let mut every = tokio::time::interval(super::RAISE_EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        let now = office.clock.now();
        if let Err(error) = look(office, ways, rules, started, now).await {
            tracing::warn!(%error, "it could not be looked for what calls somebody");
        }
    }
}

/// Looks for all of it. What one kind cannot be looked for, because something of it cannot be read, keeps none of the others back; the first
/// error is told.
pub(super) async fn look(
    office: &Office,
    ways: &Ways,
    rules: &CallRules,
    started: Timestamp,
    now: Timestamp,
) -> Result<(), office::Error> {
    // Asked before the rosters are read: what is appended meanwhile is looked at the next time.
    let changes = office.store.stream_changes();
    let mut done = match desks(office).await {
        Ok(desks) => {
            let watched = watches(office, &desks, minutes(&rules.grace_minutes), now).await;
            watched.and(gaps(office, ways, &desks, changes, now).await)
        }
        Err(error) => Err(error),
    };
    done = done.and(office::call_dangers(office, now).await);
    done = done.and(office::call_late_tasks(office, now).await);
    done = done.and(levels(office, &rules.over_days, now).await);
    done = done.and(injects(office, now).await);
    done = done.and(reports(office, minutes(&rules.soon_minutes), now).await);
    done = done.and(silence(office, ways, started, now).await);
    if done.is_ok() {
        ways.looked.note();
    }
    done
}

/// The desks with their rosters and who serves there, read once for all that is looked for.
async fn desks(office: &Office) -> Result<Vec<MannedDesk>, office::Error> {
    let mut found = Vec::new();
    for desk in office.pack.duty.iter().flat_map(|duty| &duty.desks) {
        found.push(MannedDesk {
            unit: desk.unit.clone(),
            roster: office::read_roster(office, &desk.unit).await?,
            people: office::colleagues(office, &desk.unit).await?,
        });
    }
    Ok(found)
}

/// A desk whose shift has begun and where nobody is on watch whose it is: who stays because nobody came, forgot to hand over or does
/// not serve any more is not who is to be there. It is over when somebody is there, of whichever shift, and when the shift is.
async fn watches(
    office: &Office,
    desks: &[MannedDesk],
    grace: SignedDuration,
    now: Timestamp,
) -> Result<(), office::Error> {
    let mut not_taken = Vec::new();
    for MannedDesk { unit, roster, people } in desks {
        let watch = office::read_watch(office, unit).await?;
        let serves = |staff: &Staff| people.iter().any(|one| one.member.staff == *staff);
        let shifts = office::on_shift(office, roster, now);
        for tier in Tier::ALL {
            // Or it is theirs shortly, and they have come and taken it before their time.
            let is_theirs = |on: &OnWatch| office::has_shift_in(office, roster, &on.staff, tier, now);
            if watch.in_tier(tier).any(|on| serves(&on.staff) && is_theirs(on)) {
                continue;
            }
            let begun = shifts.iter().filter(|one| one.tier == tier).map(|one| one.from).min();
            let Some(begun) = begun.filter(|begun| now.duration_since(*begun) >= grace) else {
                continue;
            };
            let once = format!("watch {unit} {} {begun}", tier.name());
            let about = About {
                reason: String::from("watch"),
                args: BTreeMap::from([(String::from("unit"), unit.to_string())]),
                link: format!("/watch?desk={unit}"),
                case: None,
                drill: false,
                post: None,
                unit: Some(unit.clone()),
            };
            office::raise_call(office, about, &once, &Actor::program(), now).await?;
            not_taken.push(once);
        }
    }
    office::end_calls_under(office, "watch ", &not_taken, now).await
}

/// The gaps of rosters, where something was appended to a stream since they were looked for last, or that is long ago.
async fn gaps(
    office: &Office,
    ways: &Ways,
    desks: &[MannedDesk],
    changes: u64,
    now: Timestamp,
) -> Result<(), office::Error> {
    let looked = *ways.gaps.lock().unwrap_or_else(PoisonError::into_inner);
    // Where the clock was set back, that is not known.
    let is_fresh = |at: Timestamp| (SignedDuration::ZERO..GAPS_EVERY).contains(&now.duration_since(at));
    if looked.is_some_and(|(at, before)| before == changes && is_fresh(at)) {
        return Ok(());
    }
    office::call_gaps(office, desks, now).await?;
    *ways.gaps.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, changes));
    Ok(())
}

fn minutes(rule: &Rule<u32>) -> SignedDuration {
    SignedDuration::from_mins(i64::from(rule.value))
}

/// Why the watch is called for a report; none while there is time.
fn pressing(due: &ReportDue, soon: SignedDuration, now: Timestamp) -> Option<&'static str> {
    let left = due.due.duration_since(now);
    if left < SignedDuration::ZERO {
        return Some(LATE);
    }
    (left <= soon).then_some(DUE)
}

/// Reports of incidents that are due soon or late: the watch is called for each, until it was sent.
async fn reports(office: &Office, soon: SignedDuration, now: Timestamp) -> Result<(), office::Error> {
    for line in office::open_incidents(office, &Viewer::body(), now).await? {
        let case = &line.case;
        for due in &line.due {
            let Some(reason) = pressing(due, soon, now) else {
                continue;
            };
            let about = About {
                reason: reason.to_owned(),
                args: BTreeMap::from([(String::from("number"), case.number.clone())]),
                link: format!("/incidents/{}", case.number),
                case: Some(case.id),
                drill: case.is_drill(),
                post: None,
                unit: Some(case.unit.clone()),
            };
            let once = format!("{reason} {} {}", case.id, due.due.as_millisecond());
            office::raise_call(office, about, &once, &Actor::program(), now).await?;
        }
    }
    let still = |about: &About, case: &Case| {
        let due = reports_due(case, &office.pack, now);
        due.iter()
            .any(|due| pressing(due, soon, now) == Some(about.reason.as_str()))
    };
    let ended = office::end_calls(office, &[DUE, LATE], still, now).await;
    ended.and(office::end_calls(office, &[handing::FAILED], handing::still_fails, now).await)
}

/// A level that is in force is told to everybody, and so is that it is over: at its time, or before it; `over_days`: for how long.
async fn levels(office: &Office, over_days: &Rule<u32>, now: Timestamp) -> Result<(), office::Error> {
    let told = SignedDuration::from_hours(24 * i64::from(over_days.value));
    let program = Actor::program();
    for level in office::levels(office).await?.set {
        let once = office::level_once(level.n);
        let over_once = format!("level over {}", level.n);
        let over = level.ended.is_some() || level.plan.until <= now;
        if over {
            office::end_call(office, &once, &program, now).await?;
            if now.duration_since(level.over_at()) >= told {
                office::end_call(office, &over_once, &program, now).await?;
                continue;
            }
        } else if level.plan.from > now {
            continue;
        }
        let (reason, once) = if over {
            ("level-over", over_once)
        } else {
            ("level", once)
        };
        let mut args = BTreeMap::from([
            (String::from("level"), level.plan.level.name().to_owned()),
            (office::LEVEL_N.to_owned(), level.n.to_string()),
        ]);
        if let Some(place) = words::place(&level.plan) {
            args.insert(words::PLACE.to_owned(), place);
        }
        let about = About {
            reason: reason.to_owned(),
            args,
            link: String::from("/levels"),
            case: None,
            drill: false,
            post: None,
            unit: None,
        };
        office::raise_call(office, about, &once, &program, now).await?;
    }
    Ok(())
}

/// What is to be put into a drill that runs: its director is called when its minute has come, until it was put in or the drill is over.
async fn injects(office: &Office, now: Timestamp) -> Result<(), office::Error> {
    let program = Actor::program();
    // No rule, but a bound of the search: twice as long as the longest drill that can be planned, so that none is left out in which
    // something can still be due.
    let longest = SignedDuration::from_mins(i64::from(domain::drill::MOST_MINUTES));
    let since = now.checked_sub(longest * 2).unwrap_or(Timestamp::MIN);
    for (id, drill) in office::drills_since(office, since).await? {
        let Some((_, number)) = &drill.begun else { continue };
        let due: BTreeMap<u32, Timestamp> = match drill.ended_at {
            Some(_) => BTreeMap::new(),
            None => drill.due().into_iter().map(|(n, _, at)| (n, at)).collect(),
        };
        for (n, inject) in (0..).zip(&drill.scenario.injects) {
            let once = format!("inject {id} {n}");
            let Some(at) = due.get(&n) else {
                office::end_call(office, &once, &program, now).await?;
                continue;
            };
            if *at > now {
                continue;
            }
            let about = About {
                reason: String::from("inject"),
                args: BTreeMap::from([
                    (String::from("number"), number.clone()),
                    (String::from("minute"), inject.minute.to_string()),
                ]),
                link: format!("/drills/{id}"),
                case: None,
                drill: true,
                post: Some(drill.scenario.director.clone()),
                unit: None,
            };
            office::raise_call(office, about, &once, &program, now).await?;
        }
    }
    Ok(())
}

/// Somebody outside who says nothing any more. Silence is what a program could have heard: while none ran, nobody is silent. What was
/// never heard of counts from when this program started.
async fn silence(office: &Office, ways: &Ways, started: Timestamp, now: Timestamp) -> Result<(), office::Error> {
    if ways.settings.expected.is_empty() {
        return Ok(());
    }
    let stopped = looked(office, ways, started, now).await?;
    for expected in &ways.settings.expected {
        let heard = office.store.last_beat(&expected.name).await?;
        let once = format!("heartbeat {} {}", expected.name, heard.unwrap_or(started));
        let most = SignedDuration::from_mins(i64::from(expected.minutes));
        // Since this program started, and before that until the last one stopped.
        let since = heard.map_or(started, |heard| heard.max(started));
        let before = heard.zip(stopped).filter(|(heard, stopped)| heard < stopped);
        let before = before.map_or(SignedDuration::ZERO, |(heard, stopped)| stopped.duration_since(heard));
        if now.duration_since(since).saturating_add(before) < most {
            continue;
        }
        let about = About {
            reason: office::SILENCE.to_owned(),
            args: BTreeMap::from([(String::from("name"), expected.name.clone())]),
            link: String::from("/watch"),
            case: None,
            drill: false,
            post: None,
            unit: None,
        };
        office::raise_call(office, about, &once, &Actor::program(), now).await?;
    }
    Ok(())
}

/// Writes down that it is listened, once a minute. Answers until when the program before this one listened; none where that is not known.
async fn looked(
    office: &Office,
    ways: &Ways,
    started: Timestamp,
    now: Timestamp,
) -> Result<Option<Timestamp>, office::Error> {
    let last = office.store.last_beat(LISTENS).await?;
    let before = last.filter(|last| *last <= started);
    let stopped = *ways.stopped.get_or_init(|| before);
    if last.is_none_or(|last| now.duration_since(last) >= LISTENS_EVERY) {
        office.store.beat(LISTENS, now).await?;
    }
    Ok(stopped)
}

/// The watch is told of a way that fails: once an hour, and not of a way by which that itself would be told.
pub(super) async fn channel_fails(office: &Office, send: &Send, now: Timestamp) {
    let call = office::read_call(office, &send.call).await;
    if call.is_ok_and(|call| call.is_none_or(|call| call.about.reason == "channel")) {
        return;
    }
    let hour = now.as_second() / 3600;
    let way = send.kind.map_or("", store::ChannelKind::name);
    let about = About {
        reason: String::from("channel"),
        args: BTreeMap::from([(String::from("way"), way.to_owned())]),
        link: String::from("/calls"),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    let once = format!("channel {way} {hour}");
    if let Err(error) = office::raise_call(office, about, &once, &Actor::program(), now).await {
        tracing::warn!(%error, "nobody could be called about a way that fails");
    }
}
