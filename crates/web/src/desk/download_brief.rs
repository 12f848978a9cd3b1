//! A version of a brief as a file: DOCX, PDF, or a page that stands alone.

use super::{days, show_brief};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use documents::brief;

/// `GET /briefs/{date}/{file}`: `brief.docx`, `brief.pdf` or `brief.html`.
pub(crate) async fn show(Path((date, file)): Path<(String, String)>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDay)?;
    let date = days::parse(&date)?;
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    let found = show_brief::version(&visit, &day).ok_or(Fault::NotFound)?.clone();
    let (locale, printed) = (visit.locale, Some(visit.now));
    let (media_type, name) = match file.as_str() {
        "brief.docx" => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            format!("brief-{date}-v{}.docx", found.version),
        ),
        "brief.pdf" => ("application/pdf", format!("brief-{date}-v{}.pdf", found.version)),
        "brief.html" => (
            "text/html; charset=utf-8",
            format!("brief-{date}-v{}.html", found.version),
        ),
        _ => return Err(Fault::NotFound),
    };
    // Setting type takes long enough to hold up everybody else on this thread.
    let made = tokio::task::spawn_blocking(move || match file.as_str() {
        "brief.docx" => brief::docx(&found, locale, printed),
        "brief.pdf" => brief::pdf(&found, locale, printed),
        _ => Ok(brief::html(&found, locale).into_bytes()),
    });
    let bytes = made.await.map_err(|error| Fault::Broken(error.to_string()))??;
    Ok(frame::download(media_type, &name, bytes))
}
