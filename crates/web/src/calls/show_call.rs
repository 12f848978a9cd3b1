//! A call: what was sent to whom by which way and when, and what came of it.

use super::list_calls::{self, Line};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::call::CallEvent;
use domain::duty::Staff;
use store::SendState;

#[derive(Template)]
#[template(path = "calls/call.html")]
struct Page<'a> {
    f: Frame<'a>,
    line: Line,
    policy: &'a str,
    acknowledged: Option<(String, String)>,
    events: Vec<(String, String)>,
    sends: Vec<Message>,
    may_take: bool,
}

/// A message that was sent.
struct Message {
    who: String,
    way: String,
    state: String,
    due: String,
    sent: String,
    delivered: String,
    read: String,
}

/// `GET /calls/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCalls)?;
    let office = &visit.desk.office;
    let call = list_calls::known(&visit, &id).await?;
    list_calls::read(&visit, &id, visit.now).await?;
    let accounts = office.store.accounts().await?;
    let name = |staff: &str| {
        let account = accounts.iter().find(|account| account.id == staff);
        account.map_or_else(|| staff.to_owned(), |account| account.name.clone())
    };
    let f = Frame::new(&visit, "/calls", visit.words().text("call-title")).of_drill(call.about.drill);
    let events = office.store.stream_events::<CallEvent>(&id, 0).await?;
    let says = |event: &CallEvent| match event {
        CallEvent::Raised { .. } => f.t("call-said-raised").to_owned(),
        CallEvent::Held { until } => f.t1("call-said-held", "time", f.moment(until)),
        CallEvent::Skipped { step } => f.t1("call-said-skipped", "step", step + 1),
        CallEvent::Rang { step, round, to, .. } => {
            let names: Vec<String> = to.iter().map(|staff| name(&staff.0)).collect();
            let args = [
                ("step", (step + 1).into()),
                ("round", (round + 1).into()),
                ("who", names.join("、").into()),
            ];
            f.words().with("call-said-rang", &args)
        }
        CallEvent::Unanswered { next_at } => f.t1("call-said-unanswered", "time", f.moment(next_at)),
        CallEvent::Heard { staff } => f.t1("call-said-heard", "who", name(&staff.0)),
        CallEvent::Acknowledged { staff } => f.t1("call-said-acknowledged", "who", name(&staff.0)),
        CallEvent::Over => f.t("call-said-over").to_owned(),
    };
    let policy = office.pack.calls.as_ref().and_then(|rules| rules.policy(&call.policy));
    let at = |at: Option<jiff::Timestamp>| at.map(|at| f.moment(&at)).unwrap_or_default();
    let sends = office.store.sends_of(&id).await?;
    let own = Staff(visit.person.account.id.clone());
    let page = Page {
        line: list_calls::line(&f, &visit, &id, &call),
        policy: policy.map_or("", |policy| policy.name.get(visit.locale)),
        acknowledged: call
            .acknowledged
            .as_ref()
            .map(|(staff, at)| (name(&staff.0), f.moment(at))),
        events: events
            .iter()
            .map(|recorded| (f.moment(&recorded.at), says(&recorded.event)))
            .collect(),
        sends: sends
            .iter()
            .map(|send| Message {
                who: send
                    .staff
                    .as_ref()
                    .map_or_else(|| send.channel.clone(), |staff| name(staff)),
                way: format!("call-way-{}", send.kind.map_or("page", store::ChannelKind::name)),
                state: format!("call-send-{}", SendState::name(send.state)),
                due: f.moment(&send.due_at),
                sent: at(send.sent_at),
                delivered: at(send.delivered_at),
                read: at(send.read_at),
            })
            .collect(),
        may_take: call.waits_for(&own) && (call.called.contains(&own) || visit.person.may(Right::ServeDuty)),
        f,
    };
    frame::page(StatusCode::OK, &page)
}
