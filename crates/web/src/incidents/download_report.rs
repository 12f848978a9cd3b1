//! A report as an official paper, DOCX or PDF: one that went out as it was then, and one that is being drafted.

use super::send_report::{self, Written};
use super::{find, sort_of, sort_value};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use documents::report::{self, ReportPaper};
use domain::Locale;
use domain::case::{Case, ReportSort};

/// `GET /incidents/{number}/reports/{n}/{file}`: `report.docx` or `report.pdf`.
pub(crate) async fn sent(
    Path((number, n, file)): Path<(String, u32, String)>,
    visit: Visit,
) -> Result<Response, Fault> {
    visit.may(Right::SeeCases)?;
    let story = find(&visit, &number).await?;
    let paper = office::report_paper(&visit.desk.office, &story.case, n).ok_or(Fault::NotFound)?;
    let name = format!("report-{number}-{n}");
    given(paper, (&file, "report"), name, visit.locale).await
}

/// `GET /incidents/{number}/report/{file}?sort=`: `draft.docx` or `draft.pdf`, as it is drafted from what is written down.
pub(crate) async fn draft(Path((number, file)): Path<(String, String)>, visit: Visit) -> Result<Response, Fault> {
    let fields = visit.query();
    drafted(&visit, &number, &file, &fields).await
}

/// `POST /incidents/{number}/report/{file}`: the same with the words that stand in the form. Nothing is written down.
pub(crate) async fn draft_of(
    Path((number, file)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    drafted(&visit, &number, &file, &fields).await
}

async fn drafted(visit: &Visit, number: &str, file: &str, fields: &Fields) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    show_case::find_for(visit, Right::TakeStep, number).await?;
    let story = find(visit, number).await?;
    let sort = sort_of(fields.get("sort")).ok_or(Fault::NotFound)?;
    let written = send_report::written(visit, &story.case, &sort, fields)?;
    drafted_file(visit, &story.case, sort, written, file).await
}

/// The draft of a report as the file of that name, `draft.docx` or `draft.pdf`. Nothing is written down.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such file, of a case that is no incident or was erased.
pub(crate) async fn drafted_file(
    visit: &Visit,
    case: &Case,
    sort: ReportSort,
    written: Written,
    file: &str,
) -> Result<Response, Fault> {
    let name = format!("draft-{}-{}", case.number, sort_value(&sort));
    let draft = send_report::draft(visit, case, &sort, written)?;
    let paper = office::report_draft(&visit.desk.office, case, sort, draft, visit.actor(), visit.now);
    given(paper.ok_or(Fault::NotFound)?, (file, "draft"), name, visit.locale).await
}

/// The paper as the file of that name.
async fn given(
    paper: ReportPaper,
    (file, what): (&str, &str),
    name: String,
    locale: Locale,
) -> Result<Response, Fault> {
    let (media_type, kind) = match file.strip_prefix(what) {
        Some(".docx") => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        Some(".pdf") => ("application/pdf", "pdf"),
        _ => return Err(Fault::NotFound),
    };
    // Setting type takes long enough to hold up everybody else on this thread.
    let made = tokio::task::spawn_blocking(move || match kind {
        "pdf" => report::pdf(&paper, locale),
        _ => report::docx(&paper, locale),
    });
    let bytes = made.await.map_err(|error| Fault::Broken(error.to_string()))??;
    Ok(frame::download(media_type, &format!("{name}.{kind}"), bytes))
}
