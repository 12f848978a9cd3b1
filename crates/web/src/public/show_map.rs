//! Where published cases are: on a map where the operator has named one, else as points on paper; by area as a list in any
//! case, which says the same to everybody.

use super::asked::{Asked, shows_areas};
use super::item::{Item, items};
use super::list_cases::categories;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::guest::Guest;
use crate::inputs;
use crate::tiles::Tiles;
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::Response;

/// Points that are drawn, the newest.
const MOST_POINTS: u32 = 500;
/// Width and height of the drawing without a map, and room around its points.
const SIDE: f64 = 600.0;
const MARGIN: f64 = 30.0;

#[derive(Template)]
#[template(path = "public/map.html")]
struct Page<'a> {
    f: Frame<'a>,
    asked: &'a Asked,
    categories: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
    by_area: Vec<(String, String, u64)>,
    placed: Vec<Item>,
    dots: Vec<Dot>,
    tiles: Option<Tiles>,
    points: String,
}

/// A point on the drawing.
struct Dot {
    x: String,
    y: String,
    ended: bool,
}

/// `GET /public/map`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let asked = Asked::of(&guest);
    let store = &guest.desk.office.store;
    let pack = &guest.desk.office.pack;
    let found = store.public_placed(&asked.filter, None, MOST_POINTS).await?;
    let found = items(&guest, &found.rows).await?;
    let placed: Vec<Item> = found.into_iter().filter(|item| item.point.is_some()).collect();
    let mut by_area = Vec::new();
    if shows_areas(pack) {
        for (area, n) in store.public_by_area(&asked.filter).await? {
            by_area.push(match area {
                Some(area) => (pack.area_name(&area, guest.locale).to_owned(), area.to_string(), n),
                None => (guest.words().text("public-no-area").to_owned(), String::new(), n),
            });
        }
    }
    let tiles = guest.desk.options.tiles;
    let page = Page {
        categories: categories(pack, guest.locale),
        areas: if shows_areas(pack) {
            inputs::areas(pack, guest.locale)
        } else {
            Vec::new()
        },
        dots: if tiles.is_some() { Vec::new() } else { dots(&placed) },
        by_area,
        placed,
        tiles,
        points: asked.at("/public.geojson"),
        f: Frame::for_guest(&guest, guest.words().text("public-map-title")),
        asked: &asked,
    };
    let mut response = guest.with_token(frame::page(StatusCode::OK, &page)?);
    if let Some(tiles) = tiles {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, tiles.policy());
    }
    Ok(response)
}

/// The points as they lie to each other, north above; degrees of longitude as wide as they are there.
fn dots(placed: &[Item]) -> Vec<Dot> {
    let points: Vec<(f64, f64)> = placed.iter().filter_map(|item| item.point).collect();
    let Some(middle) = points.first().map(|(north, _)| north.to_radians().cos().max(0.01)) else {
        return Vec::new();
    };
    let flat: Vec<(f64, f64)> = points.iter().map(|(north, east)| (east * middle, -north)).collect();
    let least = flat
        .iter()
        .fold((f64::MAX, f64::MAX), |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let most = flat
        .iter()
        .fold((f64::MIN, f64::MIN), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    // A single point stands in the middle.
    let wide = (most.0 - least.0).max(most.1 - least.1).max(1e-4);
    let scale = (SIDE - 2.0 * MARGIN) / wide;
    let shift = |low: f64, high: f64| (SIDE - (high - low) * scale) / 2.0;
    let (left, top) = (shift(least.0, most.0), shift(least.1, most.1));
    let dot = |((x, y), item): (&(f64, f64), &Item)| Dot {
        x: format!("{:.1}", (x - least.0) * scale + left),
        y: format!("{:.1}", (y - least.1) * scale + top),
        ended: item.ended_at.is_some(),
    };
    flat.iter().zip(placed).map(dot).collect()
}
