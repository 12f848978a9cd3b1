//! GET Service Requests: what was published, by service, time and status.

use super::answer::{Node, Wrong};
use super::asked::{Asked, Failed};
use super::view;
use axum::response::Response;
use domain::CategorySlug;
use jiff::{SignedDuration, Timestamp};
use store::Published;

/// The longest span, and the most requests (`GeoReport` v2, Response Volume).
const SPAN: SignedDuration = SignedDuration::from_hours(90 * 24);
const MOST: u32 = 1_000;

/// `GET /open311/v2/requests.{format}`
pub(super) async fn list(asked: Asked) -> Response {
    let done = requests(&asked).await;
    asked.answer("service_requests", done)
}

async fn requests(asked: &Asked) -> Result<Node, Failed> {
    asked.check_jurisdiction(&asked.query)?;
    let (_, kind) = asked.rules()?;
    let numbers = listed(asked, "service_request_id");
    let published = if numbers.is_empty() {
        let (from, to) = range(asked)?;
        Published {
            kind: kind.slug.clone(),
            categories: listed(asked, "service_code")
                .into_iter()
                .map(CategorySlug::new)
                .collect(),
            numbers,
            from: Some(from),
            to: Some(to),
            open: status(asked)?,
        }
    } else {
        // It overrides all other arguments.
        Published {
            kind: kind.slug.clone(),
            categories: Vec::new(),
            numbers,
            from: None,
            to: None,
            open: None,
        }
    };
    shown(asked, &published).await
}

/// The published cases as requests.
pub(super) async fn shown(asked: &Asked, published: &Published) -> Result<Node, Failed> {
    let store = &asked.guest.desk.office.store;
    let rows = store.published(published, MOST).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let cases = store.cases(&ids).await?;
    let requests = rows.iter().filter_map(|row| view::request(asked, cases.get(&row.id)?));
    Ok(Node::List("request", requests.collect()))
}

/// The values of an argument that can be declared several times, with commas between.
fn listed(asked: &Asked, name: &str) -> Vec<String> {
    let values = asked.query.get(name).split(',').map(str::trim);
    let values = values.filter(|value| !value.is_empty());
    values.take(MOST as usize).map(str::to_owned).collect()
}

/// `Some(true)`: open; `Some(false)`: closed; none: both.
fn status(asked: &Asked) -> Result<Option<bool>, Wrong> {
    let (mut open, mut closed) = (false, false);
    for status in listed(asked, "status") {
        match status.as_str() {
            "open" => open = true,
            "closed" => closed = true,
            _ => return Err(Wrong::bad(asked.guest.words().text("open311-status-wrong"))),
        }
    }
    Ok((open != closed).then_some(open))
}

/// From when to when: the last 90 days where nothing is said, and never more than 90.
fn range(asked: &Asked) -> Result<(Timestamp, Timestamp), Wrong> {
    let words = asked.guest.words();
    let read = |name: &str| {
        let Some(text) = asked.query.given(name) else {
            return Ok(None);
        };
        // In an address, a plus that was not written %2B is a space.
        let at = text.parse().or_else(|_| text.replace(' ', "+").parse::<Timestamp>());
        at.map(Some).map_err(|_| Wrong::bad(words.text("open311-date-wrong")))
    };
    let span = |at: Timestamp| (at.checked_sub(SPAN), at.checked_add(SPAN));
    let range = match (read("start_date")?, read("end_date")?) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, span(from).1.unwrap_or(Timestamp::MAX)),
        (None, to) => {
            let to = to.unwrap_or(asked.guest.now);
            (span(to).0.unwrap_or(Timestamp::MIN), to)
        }
    };
    if range.0 > range.1 || range.1.duration_since(range.0) > SPAN {
        return Err(Wrong::bad(words.text("open311-range-wrong")));
    }
    Ok(range)
}
