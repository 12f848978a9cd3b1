//! The ways by which somebody is called, in their order: kept and ended by their owner alone, and shown to nobody else.

use super::push::Subscription;
use crate::access::Right;
use crate::assets;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::CaseId;
use domain::case::{NoticesBy, Refusal};
use store::{Channel, ChannelKind};

/// Ways that one member of staff can have.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "calls/channels.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    own: Vec<Way>,
    kinds: Vec<(&'static str, String)>,
    push_key: Option<String>,
    id: String,
}

/// A way of whoever reads.
struct Way {
    id: String,
    kind: String,
    address: String,
    failing: Option<String>,
}

/// `GET /account/channels`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    page(&visit, &Draft::default()).await
}

/// `GET /calls/worker.js`
pub(crate) async fn show_worker() -> Response {
    assets::worker(include_str!("../../../../assets/workers/calls.js"), "/calls")
}

/// `POST /account/channels`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    let kind = ChannelKind::of(fields.get("kind")).filter(|kind| visit.desk.calls.kinds().contains(kind));
    let id = fields.get("id").parse().ok().map(CaseId);
    let mut problems = Problems::default();
    let address = kind.and_then(|kind| address(kind, fields.given("address")?));
    if kind.is_none() || id.is_none() {
        problems.add("", visit.words().text("form-incomplete"));
    } else if address.is_none() {
        problems.add("address", visit.words().text("call-way-wrong"));
    }
    let (Some(kind), Some(id), Some(address)) = (kind, id, address) else {
        return page(&visit, &Draft { fields, problems }).await;
    };
    match keep(&visit, id, kind, &address).await {
        Ok(()) => Ok(frame::see_other("/account/channels")),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &Draft { fields, problems }).await
        }
        Err(fault) => Err(fault),
    }
}

/// Keeps a way behind the others of whoever acts; one that is kept already stays as it is.
pub(crate) async fn keep(visit: &Visit, id: CaseId, kind: ChannelKind, address: &str) -> Result<(), Fault> {
    let store = &visit.desk.office.store;
    let account = &visit.person.account.id;
    let own = store.channels_of(account).await?;
    if own.iter().any(|channel| channel.id == id.to_string()) {
        return Ok(());
    }
    if own.len() >= MOST {
        return Err(Refusal::new("call-ways-many").with("most", MOST).into());
    }
    Ok(store.keep_channel(id, account, kind, address).await?)
}

/// `POST /account/channels/{id}/end`
pub(crate) async fn end(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    let store = &visit.desk.office.store;
    store.end_channel(&id, &visit.person.account.id).await?;
    Ok(frame::see_other("/account/channels"))
}

/// The address as it is kept; none where nobody can be reached there.
pub(crate) fn address(kind: ChannelKind, given: &str) -> Option<String> {
    match kind {
        ChannelKind::Mail => NoticesBy::Email.address(given),
        ChannelKind::Text | ChannelKind::Voice => NoticesBy::Text.address(given),
        ChannelKind::Push => {
            let said: Subscription = serde_json::from_str(given).ok()?;
            let sound = said.is_sound();
            serde_json::to_string(&said).ok().filter(|_| sound)
        }
        ChannelKind::Page | ChannelKind::Bot => None,
    }
}

/// Where a way leads, for its owner.
pub(crate) async fn shown_address(visit: &Visit, channel: &Channel) -> Result<String, Fault> {
    // What a browser says of itself tells nobody anything.
    if channel.kind == ChannelKind::Push {
        return Ok(String::new());
    }
    let address = visit.desk.office.store.channel_address(&channel.id).await?;
    Ok(address.unwrap_or_default())
}

async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let store = &visit.desk.office.store;
    let f = Frame::new(visit, "/calls", visit.words().text("call-ways-title"));
    let mut own = Vec::new();
    for channel in store.channels_of(&visit.person.account.id).await? {
        let address = shown_address(visit, &channel).await?;
        own.push(Way {
            id: channel.id,
            kind: format!("call-way-{}", channel.kind.name()),
            address,
            failing: channel
                .failed_at
                .filter(|_| channel.failures > 0)
                .map(|at| f.moment(&at)),
        });
    }
    let kinds = visit.desk.calls.kinds().into_iter();
    let typed = kinds.filter(|kind| *kind != ChannelKind::Push);
    let page = Page {
        draft,
        own,
        kinds: typed
            .map(|kind| (kind.name(), format!("call-way-{}", kind.name())))
            .collect(),
        push_key: visit.desk.calls.push_key(),
        id: office::new_case_id(visit.now).to_string(),
        f,
    };
    frame::form_page(&draft.problems, &page)
}
