//! A receipt of what happened to one's own request, to keep and to verify anywhere.

use super::{address, followed, show_request};
use crate::desk::show_receipts;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;

/// `GET /portal/mine/{secret}/receipts`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let story = followed(&guest, &secret).await?;
    let f = Frame::for_guest(&guest, guest.words().text("receipts-title"));
    let lines = show_request::lines(&f, &story, |_| true);
    let home = address(&secret);
    let files = format!("{home}/receipts");
    let page = show_receipts::page(f, &story, &lines, &guest.query(), &home, &files).await?;
    Ok(guest.with_token(page))
}
