//! The watch desk: who is there, what is open, which report is due in how many minutes, the log, and the handover.

use super::show_due::{self, DueLine};
use super::show_gaps::{self, GapLine};
use super::show_handover::{OfferLine, offer_lines};
use super::{Chosen, chosen, name, oneself, tier_key};
use crate::access::Right;
use crate::alerts_in::Keys;
use crate::calls::list_calls;
use crate::desk::show_today;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::incidents;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::UnitSlug;
use domain::duty::DutyRules;
use domain::duty::watch::{Entry, Watch, WatchEvent};
use office::Colleague;
use store::{Filter, Recorded, Sort};

/// Lines of the log that are shown, the newest first.
const MOST_LINES: usize = 100;
/// Open cases that are named.
const MOST_CASES: u32 = 10;
/// Beyond this the number says "more than".
const MOST_COUNTED: u64 = 10_000;

#[derive(Template)]
#[template(path = "duty/watch.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one form of the page is shown"
)]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    desk: &'a str,
    desk_name: &'a str,
    on: Vec<Line>,
    planned: Vec<Line>,
    /// Whoever reads keeps the roster, and can end the place of somebody else.
    keeps: bool,
    /// Whoever reads is on watch.
    is_on: bool,
    may_join: bool,
    may_leave: bool,
    serves: bool,
    open_cases: String,
    cases: Vec<(String, String)>,
    /// Gaps of the next hours.
    gaps: Vec<GapLine>,
    dangers: usize,
    /// What the calls say that wait for whoever reads.
    calls: Vec<String>,
    /// Warnings of other bodies that are in force.
    received: Vec<ReceivedLine>,
    incidents: Vec<incidents::Line>,
    due: Vec<DueLine>,
    /// What is due beside it, later.
    due_more: usize,
    entries: Vec<EntryLine>,
    offers: Vec<OfferLine>,
    own_offer: bool,
    log: Vec<LogLine>,
    /// From where older lines are read on; none where there are none.
    older: Option<u64>,
    desks: Vec<DeskLine<'a>>,
    /// Units that have no desk of their own, with who keeps their watch and which post leads them.
    kept: Vec<(&'a str, String)>,
    key: String,
}

/// A warning of another body.
struct ReceivedLine {
    headline: String,
    source: String,
    until: String,
    /// Who signed it, in words, and the class of its mark.
    signed: (String, &'static str),
}

/// Somebody who is there, or is to be.
pub(super) struct Line {
    tier: &'static str,
    name: String,
    words: String,
    /// Their id, by which somebody else's place is ended.
    staff: String,
    own: bool,
}

pub(super) struct EntryLine {
    id: String,
    pub(super) text: String,
    pub(super) at: String,
    pub(super) name: String,
}

struct LogLine {
    at: String,
    words: String,
}

/// A desk with who is there.
struct DeskLine<'a> {
    name: &'a str,
    href: String,
    on: Vec<Line>,
    planned: Vec<Line>,
}

/// What is open, for the page and for a handover.
pub(crate) struct Open {
    pub(crate) n: u64,
    /// Numbers and titles of the most pressing.
    pub(crate) cases: Vec<(String, String)>,
}

/// `GET /watch?desk=&before=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDuty)?;
    page(&visit, &Draft::default()).await
}

/// The page, with what was refused.
pub(super) async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let query = visit.query();
    let of = chosen(visit, draft.fields.given("desk").or_else(|| query.given("desk")))?;
    let f = Frame::new(visit, "/watch", visit.words().text("desk-watch-title"));
    let own = oneself(visit);
    let people = office::colleagues(office, of.unit).await?;
    let roster = office::read_roster(office, of.unit).await?;
    let watch = office::read_watch(office, of.unit).await?;
    let events = office::watch_events(office, of.unit).await?;
    let shift = office::shift_tier(office, &roster, &own, visit.now);
    let is_on = watch.of(&own).is_some();
    let before = query.get("before").parse().unwrap_or(u64::MAX);
    let open = open(visit).await?;
    let incidents = incidents::open(visit).await?;
    let waits = show_due::waits(visit, &incidents).await?;
    let (due, due_more) = show_due::lines(visit, &f, &waits);
    let offered = |tier| watch.offers.iter().any(|offer| offer.tier == tier);
    let mut desks = Vec::new();
    for desk in &of.rules.desks {
        desks.push(desk_line(visit, &f, &desk.unit).await?);
    }
    let dangers = if visit.may(Right::SeeCases).is_ok() {
        show_today::open_dangers(visit, &f).await?.len()
    } else {
        0
    };
    let page = Page {
        desk: of.unit.as_str(),
        desk_name: pack.unit_name(of.unit, visit.locale),
        on: on(visit, &f, &watch, &people),
        planned: planned(visit, &f, &roster, &people),
        is_on,
        may_join: !is_on && shift.is_some_and(|tier| !offered(tier)),
        may_leave: office::may_leave_watch(office, of.unit, &watch, &own, visit.now).await?,
        keeps: keeps(visit, &of),
        serves: people.iter().any(|one| one.member.staff == own) && visit.person.may(Right::ServeDuty),
        open_cases: f.t1("desk-watch-open-cases-n", "n", open.n),
        cases: open.cases,
        gaps: show_gaps::soon(visit, &f, of.unit, (&roster, &people)).await?,
        dangers,
        calls: list_calls::waiting(visit).await?,
        received: received(visit, &f).await?,
        incidents: incidents::lines(&f, &incidents),
        due,
        due_more,
        entries: watch
            .open
            .iter()
            .map(|entry| entry_line(visit, &f, &people, entry))
            .collect(),
        offers: offer_lines(visit, &f, (&people, &watch), &waits, shift).await?,
        own_offer: watch.offers.iter().any(|offer| offer.by == own),
        log: log(visit, &f, &people, (&events, before)),
        older: older(&events, before),
        desks,
        kept: kept(visit, &f, of.rules),
        key: office::new_case_id(visit.now).to_string(),
        draft,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

/// What other bodies warn of now.
async fn received(visit: &Visit, f: &Frame<'_>) -> Result<Vec<ReceivedLine>, Fault> {
    if visit.may(Right::SeeWarnings).is_err() {
        return Ok(Vec::new());
    }
    let keys = Keys::read(visit.desk.office.store.dir());
    let received = office::received(&visit.desk.office, &keys).await?;
    let in_force = received.iter().filter(|one| one.is_in_force(visit.now));
    let line = |one: &office::Received| {
        let info = one.info(visit.locale)?;
        let until = info.expires.map(|expires| f.moment(&expires.at()));
        Some(ReceivedLine {
            headline: one.headline(visit.locale)?,
            source: one.source.clone(),
            until: until.unwrap_or_default(),
            signed: keys.signed(&one.source, one.xml.as_bytes()).words(f),
        })
    };
    Ok(in_force.filter_map(line).collect())
}

/// What is open for whoever asks, the most pressing first.
pub(crate) async fn open(visit: &Visit) -> Result<Open, Fault> {
    let office = &visit.desk.office;
    if visit.may(Right::SeeCases).is_err() {
        return Ok(Open {
            n: 0,
            cases: Vec::new(),
        });
    }
    let filter = Filter {
        unit: visit.own_unit_only().cloned(),
        open: Some(true),
        finished: Some(false),
        without: office::drill_kinds(office),
        ..Filter::default()
    };
    let store = &office.store;
    let n = store.count(visit.viewer(), &filter, MOST_COUNTED).await?;
    let rows = store
        .list(visit.viewer(), &filter, Sort::DueSoonest, None, MOST_CASES)
        .await?
        .rows;
    let case = |row: store::CaseRow| {
        let title = frame::title_or_erased(visit.words(), &row.title).to_owned();
        (row.number, title)
    };
    Ok(Open {
        n,
        cases: rows.into_iter().map(case).collect(),
    })
}

fn on(visit: &Visit, f: &Frame<'_>, watch: &Watch, people: &[Colleague]) -> Vec<Line> {
    let line = |on: &domain::duty::watch::OnWatch| Line {
        tier: tier_key(on.tier),
        name: name(visit, people, &on.staff).to_owned(),
        words: f.t1("desk-watch-since", "time", f.moment(&on.since)),
        staff: on.staff.0.clone(),
        own: on.staff == oneself(visit),
    };
    watch.on.iter().map(line).collect()
}

fn planned(visit: &Visit, f: &Frame<'_>, roster: &domain::duty::Roster, people: &[Colleague]) -> Vec<Line> {
    let line = |one: &domain::duty::Presence| Line {
        tier: tier_key(one.tier),
        name: name(visit, people, &one.staff).to_owned(),
        words: f.t1("duty-until", "time", f.moment(&one.until)),
        staff: one.staff.0.clone(),
        own: one.staff == oneself(visit),
    };
    office::on_shift(&visit.desk.office, roster, visit.now)
        .iter()
        .map(line)
        .collect()
}

async fn desk_line<'a>(visit: &'a Visit, f: &Frame<'_>, unit: &'a UnitSlug) -> Result<DeskLine<'a>, Fault> {
    let office = &visit.desk.office;
    let people = office::colleagues(office, unit).await?;
    let watch = office::read_watch(office, unit).await?;
    let roster = office::read_roster(office, unit).await?;
    Ok(DeskLine {
        name: office.pack.unit_name(unit, visit.locale),
        href: format!("/watch?desk={unit}"),
        on: on(visit, f, &watch, &people),
        planned: planned(visit, f, &roster, &people),
    })
}

/// The units that have no desk of their own: whoever is called about them is at that of the desk that keeps their watch, and then the
/// post that leads them.
fn kept<'a>(visit: &'a Visit, f: &Frame<'_>, rules: &DutyRules) -> Vec<(&'a str, String)> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let without = pack.units.iter().filter(|unit| rules.desk(&unit.slug).is_none());
    let line = |unit: &'a domain::pack::Unit| {
        let desk = office::watch_of(office, Some(&unit.slug))?;
        let desk = pack.unit_name(desk, visit.locale);
        let leader = pack.post_name(&unit.leader, visit.locale);
        let words = f.t2("desk-watch-unit-kept", "desk", desk, "post", leader);
        Some((pack.unit_name(&unit.slug, visit.locale), words))
    };
    without.filter_map(line).collect()
}

pub(super) fn entry_line(visit: &Visit, f: &Frame<'_>, people: &[Colleague], entry: &Entry) -> EntryLine {
    EntryLine {
        id: entry.id.clone(),
        text: entry.text.clone(),
        at: f.moment(&entry.at),
        name: name(visit, people, &entry.by).to_owned(),
    }
}

/// Lines of the log before one of its numbers, the newest first.
pub(crate) fn lines_before(
    events: &[Recorded<WatchEvent>],
    before: u64,
) -> impl Iterator<Item = &Recorded<WatchEvent>> {
    let earlier = events.iter().rev().filter(move |recorded| recorded.version < before);
    earlier.take(MOST_LINES)
}

/// The number before which the lines go on; none where these are the first of all.
pub(crate) fn older(events: &[Recorded<WatchEvent>], before: u64) -> Option<u64> {
    let last = lines_before(events, before).last()?.version;
    events.first().is_some_and(|first| first.version < last).then_some(last)
}

/// Whether whoever reads keeps the desk's roster, or settles what is asked there.
fn keeps(visit: &Visit, of: &Chosen<'_>) -> bool {
    let desk = of.rules.desk(of.unit);
    desk.is_some_and(|desk| domain::duty::settles(desk, visit.actor())) && visit.person.may(Right::PlanDuty)
}

fn log(
    visit: &Visit,
    f: &Frame<'_>,
    people: &[Colleague],
    (events, before): (&[Recorded<WatchEvent>], u64),
) -> Vec<LogLine> {
    let who = |staff: &domain::duty::Staff| name(visit, people, staff).to_owned();
    let by = |recorded: &Recorded<WatchEvent>| {
        let account = recorded.actor.account.clone().unwrap_or_default();
        who(&domain::duty::Staff(account))
    };
    let text_of = |id: &str| {
        let noted = events.iter().find_map(|recorded| match &recorded.event {
            WatchEvent::Noted { id: noted, text, .. } if noted == id => Some(text.clone()),
            _ => None,
        });
        noted.unwrap_or_default()
    };
    let giver = |id: &str| {
        let offered = events.iter().find_map(|recorded| match &recorded.event {
            WatchEvent::Offered(handover) if handover.id == id => Some(who(&handover.by)),
            _ => None,
        });
        offered.unwrap_or_default()
    };
    let words = |recorded: &Recorded<WatchEvent>| match &recorded.event {
        WatchEvent::Joined { staff, tier } => f.t2(
            "desk-watch-said-joined",
            "who",
            who(staff),
            "tier",
            f.t(tier_key(*tier)),
        ),
        WatchEvent::Noted { text, .. } => f.t2("desk-watch-said-noted", "who", by(recorded), "text", text),
        WatchEvent::Done { entry } => f.t2("desk-watch-said-done", "who", by(recorded), "text", text_of(entry)),
        WatchEvent::Offered(handover) => f.t2(
            "desk-watch-said-offered",
            "who",
            who(&handover.by),
            "note",
            &handover.note,
        ),
        WatchEvent::Taken { handover, staff } => {
            f.t2("desk-watch-said-taken", "who", who(staff), "from", giver(handover))
        }
        WatchEvent::Left { staff } => f.t1("desk-watch-said-left", "who", who(staff)),
        WatchEvent::Ended { staff, reason } => {
            let args = [
                ("who", by(recorded).into()),
                ("whose", who(staff).into()),
                ("reason", reason.as_str().into()),
            ];
            f.words().with("desk-watch-said-ended", &args)
        }
    };
    let line = |recorded: &Recorded<WatchEvent>| LogLine {
        at: f.moment(&recorded.at),
        words: words(recorded),
    };
    lines_before(events, before).map(line).collect()
}
