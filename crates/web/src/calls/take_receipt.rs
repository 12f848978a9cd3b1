//! A gateway says what became of a message.

use super::raise;
use super::sending::next_way;
use crate::fault::Fault;
use crate::notices::Failed;
use crate::notices::settings::Receipts;
use crate::state::Desk;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::Value;
use store::ChannelKind;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
enum Became {
    Delivered,
    Failed,
    /// It is on its way still.
    Nothing,
}

/// `GET /calls/receipts/{id}` and `POST`: that it arrived, or, where the gateway's settings name what says so, that it did not, and it
/// goes by the next way at once. Nothing else is read. Nobody else knows a message's id.
pub(crate) async fn take(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<StatusCode, Fault> {
    let office = &desk.office;
    let Some(send) = office.store.send_by_id(&id).await? else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let gateway = match send.kind {
        Some(ChannelKind::Text) => desk.calls.notices.text.as_ref(),
        Some(ChannelKind::Voice) => desk.calls.settings.voice.as_ref(),
        _ => None,
    };
    let receipts = gateway.and_then(|gateway| gateway.receipts.as_ref());
    let now = office.clock.now();
    match receipts.map_or(Became::Delivered, |receipts| became(receipts, query.as_deref(), &body)) {
        Became::Nothing => {}
        Became::Delivered => office.store.mark_send(&id, false, now).await?,
        Became::Failed => {
            let next = next_way(office, &send).await?;
            let why = Failed::here("notice-error-undelivered").kept();
            let way = (send.id.as_str(), send.channel.as_str());
            if office.store.undelivered_send(way, now, why, next).await? {
                raise::channel_fails(office, &send, now).await;
            }
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

fn became(receipts: &Receipts, query: Option<&str>, body: &[u8]) -> Became {
    let Some(said) = said(&receipts.field, query, body) else {
        return Became::Nothing;
    };
    if receipts.failed.contains(&said) {
        Became::Failed
    } else if receipts.delivered.is_empty() || receipts.delivered.contains(&said) {
        Became::Delivered
    } else {
        Became::Nothing
    }
}

/// What the field has: in the address, in a form, or in JSON, there also within others.
fn said(field: &str, query: Option<&str>, body: &[u8]) -> Option<String> {
    let in_pairs = |text: &[u8]| {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(text).ok()?;
        pairs
            .into_iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value)
    };
    let in_json = || {
        let said: Value = serde_json::from_slice(body).ok()?;
        let found = field.split('.').try_fold(&said, |said, name| said.get(name))?;
        match found {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(yes) => Some(yes.to_string()),
            _ => None,
        }
    };
    in_json()
        .or_else(|| in_pairs(body))
        .or_else(|| in_pairs(query.unwrap_or_default().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipts(field: &str, delivered: &[&str]) -> Receipts {
        Receipts {
            field: field.to_owned(),
            failed: vec!["UNDELIV".to_owned(), "2".to_owned()],
            delivered: delivered.iter().map(|&value| value.to_owned()).collect(),
        }
    }

    #[test]
    fn a_receipt_is_read_where_the_gateway_writes_it() {
        let plain = receipts("stat", &[]);
        let read = |query, body: &str| became(&plain, query, body.as_bytes());
        assert_eq!(read(Some("id=1&stat=UNDELIV"), ""), Became::Failed);
        assert_eq!(read(None, "stat=UNDELIV&x=y"), Became::Failed);
        assert_eq!(read(None, r#"{"stat":2}"#), Became::Failed);
        assert_eq!(read(None, r#"{"stat":"DELIVRD"}"#), Became::Delivered);
        // Without the field, nothing is said of it.
        assert_eq!(read(Some("status=UNDELIV"), "{}"), Became::Nothing);
        let named = receipts("data.stat", &["DELIVRD"]);
        let read = |body: &str| became(&named, None, body.as_bytes());
        assert_eq!(read(r#"{"data":{"stat":"UNDELIV"}}"#), Became::Failed);
        assert_eq!(read(r#"{"data":{"stat":"ACCEPTD"}}"#), Became::Nothing);
        assert_eq!(read(r#"{"data":{"stat":"DELIVRD"}}"#), Became::Delivered);
    }
}
