//! A session of a mediation for somebody's calendar.

use super::show_case;
use crate::fault::Fault;
use crate::frame;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::Locale;
use domain::case::Case;

/// `GET /cases/{number}/sessions/{session}/session.ics`
pub(crate) async fn show(Path((number, session)): Path<(String, u32)>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    file(&story.case, session, visit.locale)
}

/// The session as a calendar's file.
pub(crate) fn file(case: &Case, session: u32, locale: Locale) -> Result<Response, Fault> {
    let bytes = office::session_invitation(case, session, locale).ok_or(Fault::NotFound)?;
    let name = format!("session-{}-{session}.ics", case.number);
    Ok(frame::download("text/calendar; charset=utf-8", &name, bytes))
}
