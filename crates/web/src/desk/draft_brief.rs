//! Drafts the next version of a day's brief.

use super::days;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::extract::Path;
use axum::response::Response;

/// `POST /briefs/{date}/draft`
pub(crate) async fn send(Path(date): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    let (date, as_of) = days::judged(&visit, &date).await?;
    let office = &visit.desk.office;
    office::draft_brief(office, date, as_of, visit.actor(), visit.now).await?;
    Ok(frame::see_other(&format!("/briefs/{date}")))
}
