//! A receipt of what happened to one's own request, or of what another party of a dispute is told, to keep and to verify anywhere.

use super::{address, reached, told};
use crate::desk::show_receipts::{self, Places};
use crate::desk::story;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;

/// `GET /portal/mine/{secret}/receipts`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    let told = told(&story, reader);
    let f = Frame::for_guest(&guest, guest.words().text("receipts-title")).of_drill(told.case.is_drill());
    let lines = story::tell(&f, &told.case, &told.events);
    let home = address(&secret);
    let files = format!("{home}/receipts");
    let at = Places {
        home: &home,
        files: &files,
        reader: reader.reads_as(),
    };
    let page = show_receipts::page(f, &told, &lines, &guest.query(), &at).await?;
    Ok(guest.with_token(page))
}
