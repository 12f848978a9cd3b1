//! Warnings of other bodies as a feed for whoever follows an area: those of the sources that `warnings.toml` lets pass on, as
//! their senders' words, however many they are; narrowed to one area of the body by `?area=`.

use super::asked::base;
use super::atom::{self, Entry, Feed};
use super::fresh;
use crate::alerts_in::{Keys, Settings, Signed, Source};
use crate::fault::Fault;
use crate::guest::Guest;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::AreaSlug;
use jiff::Timestamp;
use office::Received;

/// `GET /feeds/received.atom?area=`
pub(crate) async fn show(guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let office = &guest.desk.office;
    let query = guest.query();
    let area = query.given("area").map(AreaSlug::new);
    // A file that cannot be read lets nothing pass; the fetching says in the operator's log what is wrong with it.
    let sources = Settings::read(office.store.dir()).map_or_else(|_| Vec::new(), |settings| settings.sources);
    let passed_on = |one: &Received| {
        let mut sources = sources.iter();
        sources
            .find(|source| source.pass_on && source.name == one.source)
            .cloned()
    };
    let of_area = |one: &Received| area.as_ref().is_none_or(|area| one.may_be_for(office, area));
    // What somebody has changed on its way is shown on the desk as such, and passed on to nobody.
    let keys = Keys::read(office.store.dir());
    let holds = |one: &Received| keys.signed(&one.source, one.xml.as_bytes()) != Signed::DoesNotHold;
    let received = office::received(office, &keys).await?;
    let found: Vec<(&Received, Source)> = received
        .iter()
        .filter(|one| one.is_in_force(guest.now))
        .filter_map(|one| Some((one, passed_on(one)?)))
        .filter(|(one, _)| of_area(one) && holds(one))
        .collect();
    let base = base(&guest, &headers);
    let here = match &area {
        Some(area) => format!("/feeds/received.atom?area={area}"),
        None => String::from("/feeds/received.atom"),
    };
    let log = office.store.log_keys().first().map(|first| first.key.to_string());
    let body = office.pack.body.get(guest.locale);
    let feed = Feed {
        id: atom::name(&["received", &log.unwrap_or_default(), &here]),
        title: format!("{} · {body}", guest.words().text("alerts-title")),
        author: body.to_owned(),
        language: guest.locale.tag(),
        updated: found
            .first()
            .map_or(Timestamp::UNIX_EPOCH, |(newest, _)| newest.received_at),
        links: vec![
            ("self", atom::MEDIA_TYPE, format!("{base}{here}")),
            ("alternate", "text/html", format!("{base}/public/warnings")),
        ],
        entries: found
            .iter()
            .filter_map(|(one, source)| entry(&guest, one, source))
            .collect(),
    };
    Ok(fresh::answer(&guest, &headers, atom::MEDIA_TYPE, feed.document()))
}

fn entry(guest: &Guest, one: &Received, source: &Source) -> Option<Entry> {
    let info = one.info(guest.locale)?;
    let places: Vec<&str> = info.areas.iter().map(|area| area.description.as_str()).collect();
    let texts = [info.description.as_deref(), info.instruction.as_deref()];
    let texts = texts.into_iter().flatten().chain([guest.words().text("alerts-note")]);
    let texts: Vec<&str> = texts.collect();
    let headline = one.headline(guest.locale)?;
    Some(Entry {
        // Another source may bring one of the same name: each is an entry of its own.
        id: atom::name(&["received", &one.source, &one.alert.sender, &one.alert.identifier]),
        title: format!("{}：{headline}", one.source),
        updated: one.received_at,
        link: source.url.clone(),
        link_type: cap::MEDIA_TYPE,
        text: format!("{}\n\n{}", texts.join("\n\n"), places.join(" · ")),
        category: None,
        point: None,
    })
}
