//! The public list as a feed, with pages (RFC 5005).

use super::asked::{Asked, base};
use super::atom::{self, Entry, Feed};
use super::fresh;
use super::item::{Item, items};
use crate::fault::Fault;
use crate::guest::Guest;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;

/// Entries of a page.
const ENTRIES: u32 = 50;

/// `GET /public.atom`
pub(crate) async fn show(guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let asked = Asked::of(&guest);
    let office = &guest.desk.office;
    let list = office
        .store
        .public_list(&asked.filter, asked.after.as_ref(), ENTRIES)
        .await?;
    let items = items(&guest, &list.rows).await?;
    let base = base(&guest, &headers);
    let at = |path: String| format!("{base}{path}");
    let here = match &asked.after {
        Some(after) => asked.page("/public.atom", after),
        None => asked.at("/public.atom"),
    };
    let mut links = vec![
        ("self", atom::MEDIA_TYPE, at(here)),
        ("alternate", "text/html", at(asked.at("/public"))),
        ("first", atom::MEDIA_TYPE, at(asked.at("/public.atom"))),
    ];
    if let Some(next) = &list.next {
        links.push(("next", atom::MEDIA_TYPE, at(asked.page("/public.atom", next))));
    }
    let log = office.store.log_keys().first().map(|first| first.key.to_string());
    let feed = Feed {
        // The log's first key is this body's for ever; the question tells one feed of it from another.
        id: atom::name(&["public", &log.unwrap_or_default(), &asked.at("")]),
        title: format!(
            "{} · {}",
            guest.words().text("public-title"),
            office.pack.body.get(guest.locale)
        ),
        author: office.pack.body.get(guest.locale).to_owned(),
        language: guest.locale.tag(),
        updated: items
            .iter()
            .map(Item::updated_at)
            .max()
            .unwrap_or(Timestamp::UNIX_EPOCH),
        links,
        entries: items.iter().map(|item| entry(&guest, item, &base)).collect(),
    };
    Ok(fresh::answer(&guest, &headers, atom::MEDIA_TYPE, feed.document()))
}

fn entry(guest: &Guest, item: &Item, base: &str) -> Entry {
    let state = guest.words().with(
        "public-entry",
        &[
            ("status", item.status.as_str().into()),
            ("unit", item.unit_name.as_str().into()),
        ],
    );
    Entry {
        id: format!("urn:uuid:{}", item.id),
        title: item.head.clone(),
        updated: item.updated_at(),
        link: format!("{base}/public/{}", item.number),
        link_type: "text/html",
        text: format!("{}\n\n{state}", item.text),
        category: Some((item.category.to_string(), item.category_name.clone())),
        point: item.point,
    }
}
