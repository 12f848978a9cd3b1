//! Signs a version of a brief off; it gets its issue number.

use super::{days, show_brief};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Problems};
use axum::extract::Path;
use axum::response::Response;

/// `POST /briefs/{date}/sign`
pub(crate) async fn send(Path(date): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::SignBrief)?;
    let date = days::parse(&date)?;
    let version = fields.get("version").parse().map_err(|_| Fault::Unreadable)?;
    let office = &visit.desk.office;
    match office::sign_brief(office, date, version, visit.actor(), visit.now).await {
        Ok(_) => Ok(frame::see_other(&format!("/briefs/{date}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_brief::page(&visit, date, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}
