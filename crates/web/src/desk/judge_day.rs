//! Has the program judge the day, or judge it again with what came in since; people's changes stay.

use super::days;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::response::Response;

/// `POST /judgement/judge`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Judge)?;
    let date = days::parse(fields.get("date"))?;
    days::has_come(&visit, date)?;
    let office = &visit.desk.office;
    let as_of = office::day_moment(office, date, visit.now).await?;
    office::judge_day(office, date, as_of, visit.actor(), visit.now).await?;
    Ok(frame::see_other(&format!("/judgement?date={date}")))
}
