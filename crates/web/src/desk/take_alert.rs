//! Puts in a warning of another body, from a file or as it was copied.

use super::list_warnings;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Draft, Problems};
use crate::upload::{Unread, Uploaded};
use crate::visit::Visit;
use axum::response::Response;
use domain::case::Refusal;

/// `POST /warnings/received`
pub(crate) async fn send(unread: Unread) -> Result<Response, Fault> {
    unread.visit.may(Right::DraftWarning)?;
    let Uploaded { visit, fields, files } = unread.read(cap::MOST_BYTES).await?;
    let mut texts: Vec<Vec<u8>> = files.into_iter().map(|file| file.bytes).collect();
    if !fields.get("xml").is_empty() {
        texts.push(fields.exact("xml").trim().as_bytes().to_vec());
    }
    if texts.is_empty() {
        return refused(&visit, &Refusal::new("refusal-alert-nothing")).await;
    }
    for text in texts {
        match take(&visit, &text).await {
            Ok(()) => {}
            Err(Fault::Refused(refusal)) => return refused(&visit, &refusal).await,
            Err(fault) => return Err(fault),
        }
    }
    Ok(frame::see_other("/warnings#received"))
}

/// Puts it in, as one that came from the post that has it.
pub(crate) async fn take(visit: &Visit, text: &[u8]) -> Result<(), Fault> {
    if text.is_empty() {
        return Err(Refusal::new("refusal-alert-nothing").into());
    }
    let office = &visit.desk.office;
    let pack = &office.pack;
    let post = visit.actor().post.as_ref();
    let source = post.map_or("", |post| pack.post_name(post, pack.locale));
    office::take_alert(office, text, source, visit.now).await?;
    Ok(())
}

async fn refused(visit: &Visit, refusal: &Refusal) -> Result<Response, Fault> {
    let draft = Draft {
        fields: Fields::default(),
        problems: Problems::refused(refusal, visit.words()),
    };
    list_warnings::page(visit, &draft).await
}
