//! A receipt of what happened to one's own request, to keep and to verify anywhere.

use super::{Reader, address, followed, told};
use crate::desk::{show_receipts, story};
use crate::fault::Fault;
use crate::frame::Frame;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;

/// `GET /portal/mine/{secret}/receipts`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let followed = followed(&guest, &secret).await?;
    let told = told(&followed, Reader::REQUESTER);
    let f = Frame::for_guest(&guest, guest.words().text("receipts-title"));
    let lines = story::tell(&f, &told.case, &told.events);
    let home = address(&secret);
    let files = format!("{home}/receipts");
    let page = show_receipts::page(f, &told, &lines, &guest.query(), &home, &files).await?;
    Ok(guest.with_token(page))
}
