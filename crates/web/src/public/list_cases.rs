//! The public list.

use super::asked::{Asked, shows_areas};
use super::item::{Item, items};
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::guest::Guest;
use crate::inputs;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Locale;
use domain::pack::Pack;

/// Rows of a page.
const ROWS: u32 = 20;

#[derive(Template)]
#[template(path = "public/list.html")]
struct Page<'a> {
    f: Frame<'a>,
    asked: &'a Asked,
    items: Vec<Item>,
    categories: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
    next: Option<String>,
    first: Option<String>,
}

/// `GET /public`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let asked = Asked::of(&guest);
    let store = &guest.desk.office.store;
    let list = store.public_list(&asked.filter, asked.after.as_ref(), ROWS).await?;
    let pack = &guest.desk.office.pack;
    let page = Page {
        items: items(&guest, &list.rows).await?,
        categories: categories(pack, guest.locale),
        areas: if shows_areas(pack) {
            inputs::areas(pack, guest.locale)
        } else {
            Vec::new()
        },
        next: list.next.map(|next| asked.page("/public", &next)),
        first: asked.after.is_some().then(|| asked.at("/public")),
        f: Frame::for_guest(&guest, guest.words().text("public-title")),
        asked: &asked,
    };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}

/// Categories of which something can be published.
pub(super) fn categories(pack: &Pack, locale: Locale) -> Vec<(&str, &str)> {
    let all = pack.kinds.values().flat_map(|kind| &kind.categories);
    let public = all.filter(|category| category.public);
    public
        .map(|category| (category.slug.as_str(), category.name.get(locale)))
        .collect()
}
