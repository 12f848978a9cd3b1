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
    let pack = &visit.desk.office.pack;
    let post = visit.actor().post.as_ref();
    let source = post.map_or("", |post| pack.post_name(post, pack.locale)).to_owned();
    for text in texts {
        match office::take_alert(&visit.desk.office, &text, &source, visit.now).await {
            Ok(_) => {}
            Err(office::Error::Refused(refusal)) => return refused(&visit, &refusal).await,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(frame::see_other("/warnings#received"))
}

async fn refused(visit: &Visit, refusal: &Refusal) -> Result<Response, Fault> {
    let draft = Draft {
        fields: Fields::default(),
        problems: Problems::refused(refusal, visit.words()),
    };
    list_warnings::page(visit, &draft).await
}
