//! A case's file: a page that asks why, and opens nothing; then the file to be saved, and the browser is told that it can
//! do nothing.

use super::reason::{self, ReasonForm};
use super::show_case;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::headers::FILE_POLICY;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::case::{Case, Evidence};
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "desk/open_evidence.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    evidence: &'a Evidence,
    problems: &'a Problems,
    reason: ReasonForm<'a>,
}

/// `GET /cases/{number}/evidence/{sha256}`
pub(crate) async fn show(Path((number, sha256)): Path<(String, String)>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    let evidence = of_case(&story.case, &sha256)?;
    page(&visit, &story.case, evidence, &Problems::default(), None)
}

/// `POST /cases/{number}/evidence/{sha256}`
pub(crate) async fn send(
    Path((number, sha256)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::OpenFile, &number).await?;
    let case = &story.case;
    let evidence = of_case(case, &sha256)?;
    let (office, reason) = (&visit.desk.office, reason::read(&fields));
    let bytes = match office::open_evidence(office, case.id, &sha256, reason, visit.actor(), visit.now).await {
        Ok(bytes) => bytes,
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            return page(&visit, case, evidence, &problems, Some(&fields));
        }
        Err(error) => return Err(error.into()),
    };
    Ok(file(evidence, bytes))
}

/// A file to be saved: a browser is told that it can do nothing.
pub(crate) fn file(evidence: &Evidence, bytes: Vec<u8>) -> Response {
    let media_type = HeaderValue::try_from(&evidence.media_type);
    let headers = [
        (
            header::CONTENT_TYPE,
            media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (header::CONTENT_DISPOSITION, attachment(&evidence.name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
    ];
    (headers, bytes).into_response()
}

/// Only through the case that it belongs to, so that a known hash opens nothing.
pub(crate) fn of_case<'a>(case: &'a Case, sha256: &str) -> Result<&'a Evidence, Fault> {
    let found = case.evidence.iter().find(|evidence| evidence.sha256 == sha256);
    found.filter(|_| case.erased_at.is_none()).ok_or(Fault::NotFound)
}

fn page(
    visit: &Visit,
    case: &Case,
    evidence: &Evidence,
    problems: &Problems,
    sent: Option<&Fields>,
) -> Result<Response, Fault> {
    let page = Page {
        f: Frame::new(visit, "/cases", visit.words().text("open-evidence-title")).of_drill(case.is_drill()),
        number: &case.number,
        evidence,
        problems,
        reason: ReasonForm::of(visit, sent),
    };
    frame::form_page(problems, &page)
}

/// `Content-Disposition` with any name (RFC 6266, RFC 8187).
pub(super) fn attachment(name: &str) -> HeaderValue {
    let mut text = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_name_cannot_break_the_header() {
        assert_eq!(
            attachment("a\"\r\nb.pdf"),
            "attachment; filename*=UTF-8''a%22%0D%0Ab.pdf"
        );
        assert_eq!(attachment("图.png"), "attachment; filename*=UTF-8''%E5%9B%BE.png");
    }
}
