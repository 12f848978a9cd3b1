//! The body's warnings as a feed, each message an entry that leads to its document; narrowed to one area by `?area=`. What is in force
//! stays in it, however old it is and however many came after it.

use super::asked::base;
use super::atom::{self, Entry, Feed};
use super::fresh;
use super::list_warnings::place;
use crate::fault::Fault;
use crate::guest::Guest;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::AreaSlug;
use domain::warning::{Published, Stage};
use jiff::{SignedDuration, Timestamp};

/// The most entries; what is in force and older comes besides.
const ENTRIES: usize = 50;

/// `GET /feeds/cap.atom?area=`
pub(crate) async fn show(guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let office = &guest.desk.office;
    let query = guest.query();
    let area = query.given("area").map(AreaSlug::new);
    let messages = office::published_messages(office, guest.now).await?;
    // One that names no area of the body is for all of them.
    let of_area = |(published, _): &&(Published, Stage)| {
        let areas = &published.content.areas;
        area.as_ref()
            .is_none_or(|area| areas.is_empty() || areas.contains(area))
    };
    let kept = office.pack.warnings.feed_days.as_ref();
    let kept = kept.map(|rule| SignedDuration::from_hours(24 * i64::from(rule.value)));
    let recent = |published: &Published| kept.is_none_or(|kept| guest.now.duration_since(published.at) < kept);
    let told = messages.iter().filter(of_area).enumerate();
    let told = told.filter(|(n, (published, stage))| *stage == Stage::InForce || (*n < ENTRIES && recent(published)));
    let messages: Vec<&Published> = told.map(|(_, (published, _))| published).collect();
    let base = base(&guest, &headers);
    let here = match &area {
        Some(area) => format!("/feeds/cap.atom?area={area}"),
        None => String::from("/feeds/cap.atom"),
    };
    let log = office.store.log_keys().first().map(|first| first.key.to_string());
    let feed = Feed {
        id: atom::name(&["warnings", &log.unwrap_or_default(), &here]),
        title: format!(
            "{} · {}",
            guest.words().text("public-warnings-title"),
            office.pack.body.get(guest.locale)
        ),
        author: office.pack.body.get(guest.locale).to_owned(),
        language: guest.locale.tag(),
        updated: messages.first().map_or(Timestamp::UNIX_EPOCH, |newest| newest.at),
        links: vec![
            ("self", atom::MEDIA_TYPE, format!("{base}{here}")),
            ("alternate", "text/html", format!("{base}/public/warnings")),
        ],
        entries: messages
            .iter()
            .map(|published| entry(&guest, published, &base))
            .collect(),
    };
    Ok(fresh::answer(&guest, &headers, atom::MEDIA_TYPE, feed.document()))
}

fn entry(guest: &Guest, published: &Published, base: &str) -> Entry {
    let (locale, content) = (guest.locale, &published.content);
    let pack = &guest.desk.office.pack;
    let hazard = pack.hazard(&content.hazard);
    let place = place(pack, locale, content);
    Entry {
        id: atom::name(&["cap", &published.paper.sender, &published.paper.identifier]),
        title: content.public_headline(locale),
        updated: published.at,
        link: format!("{base}/feeds/cap/{}.xml", published.paper.identifier),
        link_type: cap::MEDIA_TYPE,
        text: format!(
            "{}\n\n{}\n\n{place}",
            content.description.get(locale),
            content.instruction.get(locale)
        ),
        category: hazard.map(|hazard| (hazard.category.value.clone(), hazard.name.get(locale).to_owned())),
        point: None,
    }
}
