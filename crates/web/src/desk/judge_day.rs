//! Has the program judge the day, or judge it again with what came in since; people's changes stay.

use super::days;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::response::Response;

/// `POST /judgement/judge`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let (date, as_of) = days::judged(&visit, fields.get("date")).await?;
    let office = &visit.desk.office;
    office::judge_day(office, date, as_of, visit.actor(), visit.now).await?;
    Ok(frame::see_other(&format!("/judgement?date={date}")))
}
