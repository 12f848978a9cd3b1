//! Drafts the next version of a day's brief.

use super::days;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::extract::Path;
use axum::response::Response;

/// `POST /briefs/{date}/draft`
pub(crate) async fn send(Path(date): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Judge)?;
    let date = days::parse(&date)?;
    days::has_come(&visit, date)?;
    let office = &visit.desk.office;
    let as_of = office::day_moment(office, date, visit.now).await?;
    office::draft_brief(office, date, as_of, visit.actor(), visit.now).await?;
    Ok(frame::see_other(&format!("/briefs/{date}")))
}
