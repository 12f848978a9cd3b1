//! Operating levels 平战状态: which are in force, why and until when, which posts have read them; setting one and ending one.

use super::show_reports;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs;
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::duty::Staff;
use domain::level::{LevelCommand, Levels, Plan, SetLevel};
use domain::pack::{OperatingLevel, Pack};
use jiff::Timestamp;

/// Levels that can be set: value of the form, level.
const LEVELS: [(&str, OperatingLevel); 2] = [
    ("heightened", OperatingLevel::Heightened),
    ("emergency", OperatingLevel::Emergency),
];
/// Levels, the lowest first.
pub(crate) const ALL: [OperatingLevel; 3] = [
    OperatingLevel::Routine,
    OperatingLevel::Heightened,
    OperatingLevel::Emergency,
];
/// Those that are over and are still shown.
const MOST_OVER: usize = 20;

/// Message key of a level's name.
pub(crate) const fn word(level: OperatingLevel) -> &'static str {
    match level {
        OperatingLevel::Routine => "level-routine",
        OperatingLevel::Heightened => "level-heightened",
        OperatingLevel::Emergency => "level-emergency",
    }
}

#[derive(Template)]
#[template(path = "desk/levels.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    now: &'static str,
    lines: Vec<Line<'a>>,
    may_set: bool,
    levels: [(&'static str, &'static str); 2],
    areas: Vec<(&'a str, &'a str)>,
    units: Vec<(&'a str, &'a str)>,
    due: Vec<(&'static str, String)>,
}

impl Page<'_> {
    fn ticked(&self, slug: &str) -> bool {
        self.draft.value(&format!("unit:{slug}")) == "yes"
    }
}

/// A level that was set.
struct Line<'a> {
    n: u32,
    level: &'static str,
    mark: &'static str,
    /// Message key.
    state: &'static str,
    open: bool,
    place: String,
    units: String,
    reason: &'a str,
    from: String,
    until: String,
    by: &'a str,
    ended: Option<(String, &'a str)>,
    /// Whoever reads holds a post that has not read it.
    asked: bool,
    read: Vec<(&'a str, String)>,
    unread: Vec<&'a str>,
}

/// `GET /levels`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeLevels)?;
    page(&visit, &Draft::default()).await
}

/// `POST /levels`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SetLevel)?;
    let zone = &visit.desk.office.pack.zone;
    let level = LEVELS.iter().find(|(value, _)| *value == fields.get("level"));
    let mut problems = Problems::default();
    let until = moments::from_input(fields.get("until"), zone);
    if until.is_none() {
        problems.add("until", visit.words().text("form-moment"));
    }
    let from = fields
        .given("from")
        .map_or(Some(visit.now), |from| moments::from_input(from, zone));
    if from.is_none() {
        problems.add("from", visit.words().text("form-moment"));
    }
    if level.is_none() {
        problems.add("", visit.words().text("form-incomplete"));
    }
    let (Some((_, level)), Some(from), Some(until)) = (level, from, until) else {
        return page(&visit, &Draft { fields, problems }).await;
    };
    let plan = Plan {
        level: *level,
        area: fields.given("area").map(Into::into),
        units: units(&visit.desk.office.pack, &fields),
        bound: Vec::new(),
        reason: fields.get("reason").to_owned(),
        from,
        until,
    };
    change(&visit, &LevelCommand::Set(plan), fields).await
}

/// `POST /levels/{n}/acknowledge`
pub(crate) async fn acknowledge(Path(n): Path<u32>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SeeLevels)?;
    let answer = change(&visit, &LevelCommand::Acknowledge { n }, fields).await?;
    if answer.status().is_redirection() {
        let staff = Staff(visit.person.account.id.clone());
        // They are called about it no more; where that fails, the next look at the call finds that they have read it.
        if let Err(error) = office::hear_level(&visit.desk.office, n, &staff, visit.now).await {
            tracing::warn!(%error, "whoever has read a level is called about it still");
        }
    }
    Ok(answer)
}

/// `POST /levels/{n}/end`
pub(crate) async fn end(Path(n): Path<u32>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SetLevel)?;
    let reason = fields.get("reason").to_owned();
    change(&visit, &LevelCommand::End { n, reason }, Fields::default()).await
}

fn units(pack: &Pack, fields: &Fields) -> Vec<UnitSlug> {
    let units = pack.units.iter().map(|unit| &unit.slug);
    let ticked = |slug: &&UnitSlug| fields.get(&format!("unit:{slug}")) == "yes";
    units.filter(ticked).cloned().collect()
}

async fn change(visit: &Visit, command: &LevelCommand, fields: Fields) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    match office::change_levels(office, command, visit.actor(), visit.now).await {
        Ok(()) => {
            // What is dealt with knows of it at once; where that fails, the program's next round writes it down.
            if let Err(error) = office::bind_levels(office, visit.now).await {
                tracing::warn!(%error, "operating levels could not be written down on incidents");
            }
            Ok(frame::see_other("/levels"))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(visit, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let f = Frame::new(visit, "/levels", visit.words().text("levels-title"));
    let levels = office::levels(office).await?;
    let shown = shown(&levels, visit.now);
    let due = ALL.map(|level| {
        let minutes = due_today(visit, level);
        let minutes: Vec<String> = minutes.iter().map(|due| f.moment(due)).collect();
        (word(level), minutes.join(" · "))
    });
    let page = Page {
        now: word(levels.at(visit.now)),
        lines: shown.into_iter().map(|level| line(visit, &f, level)).collect(),
        may_set: visit.person.may(Right::SetLevel),
        levels: LEVELS.map(|(value, level)| (value, word(level))),
        areas: inputs::areas(pack, visit.locale),
        units: inputs::units(pack, visit.locale),
        due: due.to_vec(),
        f,
        draft,
    };
    frame::form_page(&draft.problems, &page)
}

/// Those in force or ahead, the newest first, then those that were over last.
pub(crate) fn shown(levels: &Levels, now: Timestamp) -> Vec<&SetLevel> {
    let (mut shown, over): (Vec<_>, Vec<_>) = levels.set.iter().rev().partition(|level| is_open(level, now));
    shown.extend(over.into_iter().take(MOST_OVER));
    shown
}

/// It is not over: in force, or ahead.
pub(crate) fn is_open(level: &SetLevel, now: Timestamp) -> bool {
    level.ended.is_none() && now < level.plan.until
}

/// The minutes of today at which units report at this level: whoever reports for a unit reads that unit's own.
pub(crate) fn due_today(visit: &Visit, level: OperatingLevel) -> Vec<Timestamp> {
    let pack = &visit.desk.office.pack;
    let today = pack.zone.to_datetime(visit.now).date();
    let unit = show_reports::reporting_unit(visit);
    domain::daily::due_minutes(&pack.reporting, unit, level, today, &pack.zone)
}

fn line<'a>(visit: &'a Visit, f: &Frame<'_>, level: &'a SetLevel) -> Line<'a> {
    let pack = &visit.desk.office.pack;
    let open = is_open(level, visit.now);
    let (state, mark) = if level.is_in_force(visit.now) {
        ("level-in-force", "late")
    } else if open {
        ("level-ahead", "near")
    } else {
        ("level-over", "")
    };
    let bound = &level.plan.bound;
    let bound = if bound.is_empty() { &level.plan.units } else { bound };
    let post = visit.actor().post.as_ref();
    let read = |post| level.acknowledged.get(post).map(|at| f.moment(at));
    let posts = pack.posts.iter();
    Line {
        n: level.n,
        level: word(level.plan.level),
        mark,
        state,
        open,
        place: place(visit, level),
        units: unit_names(visit, bound),
        reason: &level.plan.reason,
        from: f.moment(&level.plan.from),
        until: f.moment(&level.plan.until),
        by: level
            .set_by
            .as_ref()
            .map_or("", |post| pack.post_name(post, visit.locale)),
        ended: level
            .ended
            .as_ref()
            .map(|(at, reason)| (f.moment(at), reason.as_deref().unwrap_or_default())),
        asked: open && post.is_some_and(|post| !level.acknowledged.contains_key(post)),
        read: posts
            .clone()
            .filter_map(|post| Some((post.name.get(visit.locale), read(&post.slug)?)))
            .collect(),
        unread: posts
            .filter(|post| !level.acknowledged.contains_key(&post.slug))
            .map(|post| post.name.get(visit.locale))
            .collect(),
    }
}

/// Where a level is in force: its area, or else the units that it names, or the whole body.
fn place(visit: &Visit, level: &SetLevel) -> String {
    match &level.plan.area {
        Some(area) => visit.desk.office.pack.area_name(area, visit.locale).to_owned(),
        None if level.is_of_body() => visit.words().text("level-body").to_owned(),
        None => unit_names(visit, &level.plan.units),
    }
}

fn unit_names(visit: &Visit, units: &[UnitSlug]) -> String {
    let pack = &visit.desk.office.pack;
    let names: Vec<&str> = units.iter().map(|unit| pack.unit_name(unit, visit.locale)).collect();
    names.join(" · ")
}

/// Levels in force or ahead that the visitor's post has not read: as `(level's message key, place or none, until)`.
pub(super) async fn unread(visit: &Visit, f: &Frame<'_>) -> Result<Vec<(&'static str, String, String)>, Fault> {
    let levels = office::levels(&visit.desk.office).await?;
    let post = visit.actor().post.as_ref();
    let asked = |level: &&SetLevel| {
        is_open(level, visit.now) && post.is_some_and(|post| !level.acknowledged.contains_key(post))
    };
    let told = levels
        .set
        .iter()
        .filter(asked)
        .map(|level| (word(level.plan.level), place(visit, level), f.moment(&level.plan.until)));
    Ok(told.collect())
}
