//! A written opinion as a file, for the person who asked: those that were given, never a draft.

use super::followed;
use crate::desk::download_opinion;
use crate::fault::Fault;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;

/// `GET /portal/mine/{secret}/opinions/{round}/{file}`
pub(crate) async fn show(
    Path((secret, round, file)): Path<(String, u8, String)>,
    guest: Guest,
) -> Result<Response, Fault> {
    let story = followed(&guest, &secret).await?;
    let paper = download_opinion::paper(&guest.desk.office, &story.case, round).ok_or(Fault::NotFound)?;
    if paper.given_on.is_none() {
        return Err(Fault::NotFound);
    }
    download_opinion::file(paper, &file, guest.locale).await
}
