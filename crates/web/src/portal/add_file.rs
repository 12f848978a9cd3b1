//! A photo or file that the requester, or another party of a dispute, adds later.

use super::questions::rules;
use super::send_request::{attach, look_at};
use super::{address, reached, show_request};
use crate::evidence_types;
use crate::fault::Fault;
use crate::frame::{self, Problems};
use crate::upload::{GuestUnread, GuestUploaded};
use axum::extract::Path;
use axum::response::Response;
use domain::case::may_take;
use domain::pack::StepName;

/// `POST /portal/mine/{secret}/file`
pub(crate) async fn send(Path(secret): Path<String>, unread: GuestUnread) -> Result<Response, Fault> {
    let (story, reader) = reached(&unread.guest, &secret).await?;
    let pack = &unread.guest.desk.office.pack;
    // Nothing is read that the case does not take.
    may_take(
        &story.case,
        StepName::AttachEvidence,
        &reader.actor(),
        pack,
        unread.guest.now,
    )?;
    let GuestUploaded { guest, files, .. } = unread.read(evidence_types::MOST_BYTES).await?;
    let mut problems = Problems::default();
    let files = look_at(&guest, rules(&guest)?.0, files, &mut problems);
    if files.is_empty() && problems.is_empty() {
        problems.add("files", guest.words().text("evidence-needed"));
    }
    if !problems.is_empty() {
        return show_request::page(&guest, &secret, &story, reader, &problems).await;
    }
    for file in files {
        attach(&guest.desk.office, story.case.id, file, &reader.actor(), None).await?;
    }
    Ok(frame::see_other(&format!("{}?done=file", address(&secret))))
}
