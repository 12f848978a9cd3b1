//! The access record: who opened what, when and why, for those who watch over it. Found by day, post, unit, kind of
//! opening and case, never by a person. And who said of which accounts that they are one person's.

use super::export_cases::{Question, save as save_table};
use super::reason::{self, ReasonForm};
use super::story;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::inputs;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use documents::table::{Cell, Table};
use domain::case::{Case, Opening, Reason, Refusal};
use domain::{CaseId, PostSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use store::{AccessFilter, AccessLine, Cursor, PersonAct, PersonLine};

/// Lines of a page.
const ROWS: u32 = 50;
/// The most lines of a file. A longer record is refused, never cut in silence.
const MOST_ROWS: usize = 20_000;
/// Lines read at once for a file.
const AT_ONCE: u32 = 1_000;

/// Kinds of opening: value in the address, message key.
const WHATS: [(&str, &str); 6] = [
    ("sealed", "access-sealed"),
    ("evidence", "access-evidence"),
    ("dossier", "access-dossier"),
    ("export", "access-export"),
    ("attended", "access-attended"),
    (ACCOUNTS, "access-accounts"),
];
/// What is no opening, and stands beside them.
const ACCOUNTS: &str = "accounts";

#[derive(Template)]
#[template(path = "desk/access_record.html")]
struct Page<'a> {
    f: Frame<'a>,
    asked: &'a Fields,
    lines: Vec<Line>,
    /// What was said of accounts, on the first page; the newest.
    acts: Vec<Line>,
    /// There are more of these.
    more_acts: bool,
    whats: [(&'static str, &'static str); 6],
    units: Vec<(&'a str, &'a str)>,
    posts: Vec<(&'a str, &'a str)>,
    filtered: bool,
    first: Option<String>,
    next: Option<String>,
    file: String,
}

impl Page<'_> {
    fn chosen(&self, name: &str, value: &str) -> bool {
        self.asked.get(name) == value
    }
}

/// A line in words.
struct Line {
    at: String,
    datetime: String,
    who: String,
    what: String,
    number: String,
    why: String,
}

/// `GET /access-record?from=&to=&unit=&post=&what=&number=&after=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::ReadAccessRecord)?;
    let asked = visit.query();
    let after = asked.given("after").map(|key| Cursor(key.to_owned()));
    let store = &visit.desk.office.store;
    let found = store
        .access_record(visit.viewer(), &filter(&visit, &asked), after.as_ref(), ROWS)
        .await?;
    let f = Frame::new(&visit, "/access-record", visit.words().text("access-title"));
    let lines = lines(&f, &visit, found.rows).await?;
    let acts = if after.is_none() {
        acts(&f, &visit, &filter(&visit, &asked), ROWS).await?
    } else {
        Vec::new()
    };
    let pack = &visit.desk.office.pack;
    let query = asked.query_without(&["after"]);
    let page = Page {
        lines,
        more_acts: acts.len() >= ROWS as usize,
        acts: acts.into_iter().map(|(_, line)| line).collect(),
        whats: WHATS,
        units: inputs::units(pack, visit.locale),
        posts: pack
            .posts
            .iter()
            .map(|post| (post.slug.as_str(), post.name.get(visit.locale)))
            .collect(),
        filtered: !query.is_empty(),
        first: after.is_some().then(|| address("/access-record", &query, "")),
        next: found
            .next
            .map(|Cursor(key)| address("/access-record", &query, &format!("after={key}"))),
        file: address("/access-record/file", &query, ""),
        asked: &asked,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

fn address(path: &str, query: &str, more: &str) -> String {
    let queries = [query, more].into_iter().filter(|query| !query.is_empty());
    let queries = queries.collect::<Vec<_>>().join("&");
    if queries.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{queries}")
    }
}

/// `GET /access-record/file`: why the same is saved as XLSX.
pub(crate) async fn ask(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::ReadAccessRecord)?;
    question(&visit, &Problems::default(), None)
}

/// `POST /access-record/file`, with the filter in the address.
pub(crate) async fn save(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ReadAccessRecord)?;
    let reason = reason::read(&fields);
    match saved(&visit, &filter(&visit, &visit.query()), &reason).await {
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            question(&visit, &problems, Some(&fields))
        }
        answer => answer,
    }
}

fn question(visit: &Visit, problems: &Problems, sent: Option<&Fields>) -> Result<Response, Fault> {
    let query = visit.query().query_without(&["after"]);
    let words = visit.words();
    let page = Question {
        f: Frame::new(visit, "/access-record", words.text("export-ask-title")),
        what: Some(words.text("access-save-what").to_owned()),
        record: "access-save-record",
        list: address("/access-record", &query, ""),
        back: "export-back",
        action: address("/access-record/file", &query, ""),
        problems,
        reason: ReasonForm::of(visit, sent).of_cases(),
    };
    frame::form_page(problems, &page)
}

/// The lines of this filter as a file. Of each case in it it is written down first that it was saved, by whom and why: a line of
/// the record from then on, and no line of this file.
///
/// # Errors
/// A refusal where there are more than a file holds, or no reason; the store's.
pub(crate) async fn saved(visit: &Visit, filter: &AccessFilter, reason: &Reason) -> Result<Response, Fault> {
    let f = Frame::new(visit, "/access-record", "");
    let mut rows = Vec::new();
    let mut cases = BTreeSet::new();
    let mut after = None;
    loop {
        let store = &visit.desk.office.store;
        let found = store
            .access_record(visit.viewer(), filter, after.as_ref(), AT_ONCE)
            .await?;
        if rows.len() + found.rows.len() > MOST_ROWS {
            return Err(Refusal::new("access-too-many").with("most", MOST_ROWS as u64).into());
        }
        cases.extend(found.rows.iter().map(|line| line.case));
        let times: Vec<_> = found.rows.iter().map(|line| line.at).collect();
        let lines = lines(&f, visit, found.rows).await?;
        rows.extend(times.into_iter().zip(lines));
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    let acts = acts(&f, visit, filter, u32::try_from(MOST_ROWS + 1).unwrap_or(u32::MAX)).await?;
    if rows.len() + acts.len() > MOST_ROWS {
        return Err(Refusal::new("access-too-many").with("most", MOST_ROWS as u64).into());
    }
    let cases: Vec<CaseId> = cases.into_iter().collect();
    office::open_export(&visit.desk.office, &cases, reason, visit.actor(), visit.now).await?;
    rows.extend(acts);
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let cells = |(at, line): (Timestamp, Line)| {
        let texts = [line.who, line.what, line.number, line.why];
        let cells = std::iter::once(Cell::Time(at)).chain(texts.into_iter().map(Cell::Text));
        cells.collect::<Vec<_>>()
    };
    let time = f.moment(&visit.now);
    let headers = ["access-when", "access-who", "access-what", "case-number", "access-why"];
    let table = Table {
        name: f.t("access-title").to_owned(),
        title: f.t1("access-file-title", "time", &time),
        headers: headers.iter().map(|key| f.t(key).to_owned()).collect(),
        rows: rows.into_iter().map(cells).collect(),
        zone: visit.desk.office.pack.zone.clone(),
    };
    let name = format!("access-record-{}.xlsx", time.replace([' ', ':'], "-"));
    save_table(table, &name).await
}

/// What the address asks for. What cannot be read is left out, and the page shows the form as it is understood.
fn filter(visit: &Visit, asked: &Fields) -> AccessFilter {
    let day = |name| asked.given(name).and_then(|text| text.parse::<Date>().ok());
    let (from, before) = between(visit, day("from"), day("to"));
    AccessFilter {
        from,
        before,
        unit: asked.given("unit").map(UnitSlug::new),
        post: asked.given("post").map(PostSlug::new),
        what: asked.given("what").map(str::to_owned),
        number: asked.given("number").map(str::to_owned),
    }
}

/// From the beginning of a day to the end of another.
pub(crate) fn between(visit: &Visit, from: Option<Date>, to: Option<Date>) -> (Option<Timestamp>, Option<Timestamp>) {
    let zone = &visit.desk.office.pack.zone;
    let begin = |day: Date| zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok();
    (
        from.and_then(begin),
        to.and_then(|day| day.tomorrow().ok()).and_then(begin),
    )
}

/// Whether what was opened tells of who reported, where that is hidden.
pub(crate) fn is_of_source(case: &Case, what: &Opening) -> bool {
    match what {
        Opening::Sealed { .. } | Opening::Dossier { .. } => case.source_shield.is_some(),
        Opening::Evidence { sha256 } => case.is_of_source(sha256),
        Opening::Export | Opening::Attended => false,
    }
}

/// What was said of which accounts are one person's, and which rows to mend were saved, newest first; nothing where a case or another
/// opening is asked for. Accounts have the names under which they sign in.
///
/// # Errors
/// The store's.
pub(crate) async fn said_of_accounts(
    visit: &Visit,
    filter: &AccessFilter,
    most: u32,
) -> Result<Vec<PersonLine>, Fault> {
    let store = &visit.desk.office.store;
    let mut acts = store.person_record(filter, most).await?;
    if acts.is_empty() {
        return Ok(acts);
    }
    let accounts = store.accounts().await?;
    for id in acts.iter_mut().flat_map(|act| &mut act.accounts) {
        if let Some(account) = accounts.iter().find(|account| account.id == *id) {
            id.clone_from(&account.user);
        }
    }
    Ok(acts)
}

/// The same in words; nothing where a case or an opening is asked for.
async fn acts(f: &Frame<'_>, visit: &Visit, filter: &AccessFilter, most: u32) -> Result<Vec<(Timestamp, Line)>, Fault> {
    let acts = said_of_accounts(visit, filter, most).await?;
    let in_words = acts.into_iter().map(|act| {
        let users = act.accounts;
        let what = match (act.what, users.split_first()) {
            (PersonAct::RowsSaved, _) => f.t("access-rows-saved").to_owned(),
            (PersonAct::Parted, Some((parted, others))) => f.t2(
                "access-accounts-parted",
                "user",
                parted.as_str(),
                "users",
                others.join(", "),
            ),
            _ => f.t1("access-accounts-linked", "users", users.join(", ")),
        };
        let line = Line {
            at: f.moment(&act.said.at),
            datetime: act.said.at.to_string(),
            who: story::who(f, &act.said.actor),
            what,
            number: String::new(),
            why: match (act.what, serde_json::from_str(&act.said.reason)) {
                (PersonAct::RowsSaved, Ok(reason)) => story::reason_words(f, &reason),
                _ => act.said.reason,
            },
        };
        (act.said.at, line)
    });
    Ok(in_words.collect())
}

/// The cases of which something is said that was opened.
///
/// # Errors
/// The store's.
pub(crate) async fn cases_of(visit: &Visit, found: &[AccessLine]) -> Result<HashMap<CaseId, Case>, Fault> {
    let mut ids: Vec<_> = found
        .iter()
        .filter(|line| !matches!(line.what, Opening::Export))
        .map(|line| line.case)
        .collect();
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    Ok(visit.desk.office.store.cases(&ids).await?)
}

/// Lines in words; the names of files are read in their cases.
async fn lines(f: &Frame<'_>, visit: &Visit, found: Vec<AccessLine>) -> Result<Vec<Line>, Fault> {
    let cases = cases_of(visit, &found).await?;
    let in_words = found.into_iter().map(|line| Line {
        at: f.moment(&line.at),
        datetime: line.at.to_string(),
        who: story::who(f, &line.actor),
        what: match cases.get(&line.case) {
            // Whether a name was given tells of who reported, and so does a file that came with it.
            Some(case) if is_of_source(case, &line.what) => f.t("story-opened-source").to_owned(),
            Some(case) => story::opened(f, case, &line.what),
            None if line.what == Opening::Attended => f.t("story-opened-attended").to_owned(),
            None => f.t("story-opened-export").to_owned(),
        },
        number: line.number,
        why: story::reason_words(f, &line.reason),
    });
    Ok(in_words.collect())
}
