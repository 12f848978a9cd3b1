//! One published case as a feed: each step of the body's is an entry. Whoever has the same matter follows this instead of
//! asking again, without leaving a name.

use super::asked::base;
use super::atom::{self, Entry, Feed};
use super::fresh;
use super::show_case::{find, steps_of};
use crate::fault::Fault;
use crate::guest::Guest;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;

/// `GET /public/{number}/atom`
pub(crate) async fn show(Path(number): Path<String>, guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let (story, item) = find(&guest, &number).await?;
    let base = base(&guest, &headers);
    let page = format!("{base}/public/{}", item.number);
    let id = item.id.to_string();
    let mut steps = steps_of(&guest, &story);
    steps.reverse();
    let entries = steps.iter().map(|step| Entry {
        id: atom::name(&["public step", &id, &step.version.to_string()]),
        title: step.what.clone(),
        updated: step.at,
        link: page.clone(),
        link_type: "text/html",
        text: format!("{} · {}\n\n{}", item.number, item.status, item.text),
        category: None,
        point: None,
    });
    let feed = Feed {
        id: format!("urn:uuid:{id}"),
        title: format!("{} {}", item.number, item.head),
        author: guest.desk.office.pack.body.get(guest.locale).to_owned(),
        language: guest.locale.tag(),
        updated: steps.iter().map(|step| step.at).max().unwrap_or(item.published_at),
        links: vec![
            ("self", atom::MEDIA_TYPE, format!("{page}/atom")),
            ("alternate", "text/html", page.clone()),
        ],
        entries: entries.collect(),
    };
    Ok(fresh::answer(&guest, &headers, atom::MEDIA_TYPE, feed.document()))
}
