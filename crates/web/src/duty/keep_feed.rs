//! The secret address of a calendar: shown once, replaced by the next one.

use super::chosen;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame};
use crate::secrets;
use crate::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::UnitSlug;
use domain::duty::{Tier, keeps};

#[derive(Template)]
#[template(path = "duty/feed.html")]
struct Page<'a> {
    f: Frame<'a>,
    desk: &'a str,
    link: String,
}

/// Whose calendar it is: this person's.
pub(crate) fn own(visit: &Visit) -> String {
    format!("person:{}", visit.person.account.id)
}

/// `POST /duty/feed`
pub(crate) async fn send(headers: HeaderMap, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ServeDuty)?;
    let of = chosen(&visit, fields.given("desk"))?;
    let tier = Tier::ALL.into_iter().find(|tier| tier.name() == fields.get("whose"));
    let whose = match tier {
        None => own(&visit),
        Some(tier) => of_post(&visit, of.unit, tier)?,
    };
    let store = &visit.desk.office.store;
    if fields.get("end") == "yes" {
        store.end_feed(&whose).await?;
        return Ok(super::show_roster::back(of.unit));
    }
    let secret = secrets::spoken();
    store.keep_feed(&secrets::sha256(&secret), &whose, visit.now).await?;
    let page = Page {
        f: Frame::new(&visit, "/duty", visit.words().text("duty-feed")),
        desk: of.unit.as_str(),
        link: link(&visit, &headers, &secret),
    };
    frame::page(StatusCode::OK, &page)
}

/// Whose calendar it is: all shifts of a tier at a desk, which are given out by whoever plans them.
pub(crate) fn of_post(visit: &Visit, unit: &UnitSlug, tier: Tier) -> Result<String, Fault> {
    let (_, desk) = visit.desk.office.pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    if !keeps(desk, visit.actor()) {
        return Err(Fault::NotAllowed);
    }
    Ok(format!("post:{unit}:{}", tier.name()))
}

/// The address with this secret, under the name by which the desk was asked.
pub(crate) fn link(visit: &Visit, headers: &HeaderMap, secret: &str) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if visit.desk.options.https { "https" } else { "http" };
    let origin = host.map_or(String::new(), |host| format!("{scheme}://{host}"));
    format!("{origin}/feeds/duty/{secret}.ics")
}
