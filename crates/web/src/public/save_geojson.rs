//! Published cases that have a place, as `GeoJSON` (RFC 7946): for maps, ours among them.

use super::asked::Asked;
use super::fresh;
use super::item::{Item, items};
use super::save_csv::MOST_ROWS;
use crate::fault::Fault;
use crate::guest::Guest;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

/// `GET /public.geojson`
pub(crate) async fn show(guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let asked = Asked::of(&guest);
    let store = &guest.desk.office.store;
    let list = store
        .public_placed(&asked.filter, asked.after.as_ref(), MOST_ROWS)
        .await?;
    let items = items(&guest, &list.rows).await?;
    let metres = guest.desk.office.pack.position_metres.as_ref().map(|rule| rule.value);
    let features: Vec<Value> = items.iter().filter_map(|item| feature(item, metres)).collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    let mut response = fresh::answer(&guest, &headers, "application/geo+json", collection.to_string());
    let next = list.next.map(|next| asked.page("/public.geojson", &next));
    fresh::link_next(&mut response, next.as_deref());
    Ok(response)
}

/// A case with its place; none where it has none, or none that everybody may know.
fn feature(item: &Item, metres: Option<u32>) -> Option<Value> {
    let (north, east) = item.point?;
    Some(json!({
        "type": "Feature",
        "id": item.number,
        // East first (RFC 7946, 3.1.1).
        "geometry": { "type": "Point", "coordinates": [east, north] },
        "properties": {
            "number": item.number,
            "state": item.state(),
            "status": item.status,
            "category": item.category.as_str(),
            "category_name": item.category_name,
            "area": item.area.as_ref().map(domain::AreaSlug::as_str),
            "area_name": item.area_name,
            "unit_name": item.unit_name,
            "title": item.head,
            "text": item.text,
            "address": item.address,
            "received_at": item.received_at.to_string(),
            "published_at": item.published_at.to_string(),
            "ended_at": item.ended_at.map(|at| at.to_string()),
            // The side of the square that the place is told to; null where it is exact.
            "position_metres": metres,
            "url": format!("/public/{}", item.number),
        },
    }))
}
