//! A case's file, to be saved: the browser is told that it can do nothing.

use super::show_case;
use crate::fault::Fault;
use crate::headers::FILE_POLICY;
use crate::visit::Visit;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// `GET /cases/{number}/evidence/{sha256}`
pub(crate) async fn send(Path((number, sha256)): Path<(String, String)>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    // Only through the case that it belongs to, so that a known hash opens nothing.
    let evidence = story.case.evidence.iter().find(|evidence| evidence.sha256 == sha256);
    let evidence = evidence.ok_or(Fault::NotFound)?;
    let bytes = visit.desk.office.store.file(story.case.id, &sha256).await?;
    let bytes = bytes.ok_or_else(|| Fault::Broken(format!("the file {sha256} of case {number} is not kept")))?;
    let media_type = HeaderValue::try_from(&evidence.media_type);
    let headers = [
        (
            header::CONTENT_TYPE,
            media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (header::CONTENT_DISPOSITION, attachment(&evidence.name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
    ];
    Ok((headers, bytes).into_response())
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
