//! Judgement 研判: the day's items in order of attention, and what people make of them.

use super::days::{self, DayLinks};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use documents::brief::reason_words;
use domain::CaseId;
use domain::daily::{AttentionItem, Subject};
use jiff::civil::Date;
use office::DayState;
use std::collections::HashSet;

#[derive(Template)]
#[template(path = "desk/judgement.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    date: Date,
    links: DayLinks,
    may_judge: bool,
    version: u64,
    judged: Option<String>,
    left_out: u64,
    short_history: Option<u32>,
    items: Vec<Line>,
    dropped: Vec<(Line, String)>,
    drafted: bool,
    /// The day has not come.
    to_come: bool,
    /// Number and reason of an addition that was refused.
    adding: (&'a str, &'a str),
}

/// An item as the page shows it.
struct Line {
    /// Where it stands among what this person sees, 0 first.
    place: usize,
    /// What it is about, as forms name it.
    item: String,
    said: days::Said,
    /// Number and heading, for the names of buttons.
    whole: String,
    reasons: Vec<String>,
    confirmed: bool,
    /// About one of ours: no paper carries it.
    kept_back: bool,
}

/// `GET /judgement?date=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDay)?;
    let date = days::asked(&visit)?;
    page(&visit, date, &Draft::default()).await
}

/// The page, with a change that was refused.
pub(super) async fn page(visit: &Visit, date: Date, draft: &Draft) -> Result<Response, Fault> {
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    let f = Frame::new(visit, "/judgement", visit.words().text("judgement-title"));
    let pack = &visit.desk.office.pack;
    let hidden = hidden(visit, &day).await?;
    let kept_back = visit.desk.office.store.about_somebody(&cases(&day)).await?;
    let seen = |item: &AttentionItem| !is_among(&hidden, &item.subject);
    let line = |place, item: &AttentionItem, confirmed| Line {
        kept_back: is_among(&kept_back, &item.subject),
        ..line(visit, place, item, confirmed, date)
    };
    let page = Page {
        links: DayLinks::around(date, days::today(visit)),
        may_judge: visit.person.may(Right::Judge),
        version: day.version.0,
        judged: day.judged_as_of.map(|at| f.moment(&at)),
        left_out: day.left_out,
        short_history: pack
            .judgement
            .least_weeks
            .as_ref()
            .filter(|least| day.judged_as_of.is_some() && day.weeks < least.value)
            .map(|_| day.weeks),
        items: day
            .items
            .iter()
            .filter(|found| seen(&found.item))
            .enumerate()
            .map(|(place, found)| line(place, &found.item, found.confirmed))
            .collect(),
        dropped: day
            .dropped
            .iter()
            .filter(|(item, _)| seen(item))
            .enumerate()
            .map(|(place, (item, why))| (line(place, item, true), why.clone()))
            .collect(),
        drafted: !day.briefs.is_empty(),
        to_come: date > days::today(visit),
        adding: match draft.value("change") {
            "add" => (draft.value("number"), draft.value("why")),
            _ => ("", ""),
        },
        f,
        draft,
        date,
    };
    frame::form_page(&draft.problems, &page)
}

/// The cases among the day's items, the dropped ones too.
pub(crate) fn cases(day: &DayState) -> Vec<CaseId> {
    let items = day.items.iter().map(|found| &found.item);
    let all = items.chain(day.dropped.iter().map(|(item, _)| item));
    let case = |item: &AttentionItem| match &item.subject {
        Subject::Case { id, .. } => Some(*id),
        Subject::Category { .. } | Subject::Area { .. } => None,
    };
    all.filter_map(case).collect()
}

/// Those of the day's cases that this person may not see: they complain about the person's post or unit.
pub(crate) async fn hidden(visit: &Visit, day: &DayState) -> Result<HashSet<CaseId>, Fault> {
    Ok(visit.desk.office.store.hidden(visit.viewer(), &cases(day)).await?)
}

/// Whether the subject is one of these cases.
pub(crate) fn is_among(cases: &HashSet<CaseId>, subject: &Subject) -> bool {
    matches!(subject, Subject::Case { id, .. } if cases.contains(id))
}

fn line(visit: &Visit, place: usize, item: &AttentionItem, confirmed: bool, date: Date) -> Line {
    let said = days::subject(visit, &item.subject, date);
    Line {
        place,
        item: name_of(&item.subject),
        whole: said.whole(),
        said,
        reasons: item
            .reasons
            .iter()
            .map(|reason| reason_words(reason, date, &visit.desk.names, visit.locale))
            .collect(),
        confirmed,
        kept_back: false,
    }
}

/// What an item is about, as forms name it: never its place, which tells of what stands before it.
pub(super) fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Case { number, .. } => format!("case:{number}"),
        Subject::Category { category } => format!("category:{category}"),
        Subject::Area { area } => format!("area:{area}"),
    }
}

/// Where `subject` has to go in the day's items so that it stands at `to` among those that are not `hidden`.
pub(crate) fn place_among(day: &DayState, hidden: &HashSet<CaseId>, subject: &Subject, to: usize) -> usize {
    let others = day.items.iter().map(|found| &found.item.subject);
    let others = others.filter(|other| *other != subject).enumerate();
    let mut seen = others.filter(|(_, other)| !is_among(hidden, other));
    seen.nth(to).map_or(day.items.len(), |(place, _)| place)
}
