//! One message of a warning, as it went out: the document of the Common Alerting Protocol, signed.

use super::fresh;
use crate::fault::Fault;
use crate::guest::Guest;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// `GET /feeds/cap/{file}`
pub(crate) async fn show(Path(file): Path<String>, guest: Guest, headers: HeaderMap) -> Result<Response, Fault> {
    let identifier = file.strip_suffix(".xml").ok_or(Fault::NotFound)?;
    let paper = office::published_message(&guest.desk.office, identifier).await?;
    let paper = paper.ok_or(Fault::NotFound)?;
    let mut response = fresh::answer(&guest, &headers, cap::MEDIA_TYPE, paper.xml);
    // Both languages are in it, whoever asks.
    let own = response.headers_mut();
    own.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("zh-CN, en-US"));
    own.remove(header::VARY);
    // What went out never changes; that it was superseded or taken back is said by another message, which the feed has.
    own.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=86400, immutable"),
    );
    Ok(response)
}
