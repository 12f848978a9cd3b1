//! A form with files, sent by somebody signed in or by a guest. Whether they may is asked before anything of it is read;
//! then its token is checked, and sizes and pace are kept while it comes in.

use crate::fault::Fault;
use crate::fields::{CSRF, Fields};
use crate::guest::Guest;
use crate::state::Desk;
use crate::visit::Visit;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use domain::seen;
use office::Paper;
use std::time::Duration;

/// The largest file, in bytes (what the reader of spreadsheets takes as well).
pub(crate) const MOST_FILE_BYTES: usize = 50 * 1024 * 1024;
/// The largest upload in all, its other fields among them.
pub(crate) const MOST_UPLOAD_BYTES: usize = MOST_FILE_BYTES + 1024 * 1024;
/// The most files at once.
const MOST_FILES: usize = 50;
/// The most other fields.
const MOST_FIELDS: usize = 100;
/// The longest value of another field, in bytes.
const MOST_VALUE_BYTES: usize = 64 * 1024;
/// The longest time in which nothing comes. The whole is bounded by the guard, as any request is.
const PAUSE: Duration = Duration::from_secs(20);

/// A form with files that waits outside.
pub(crate) struct Unread {
    /// Who and where.
    pub(crate) visit: Visit,
    request: Request,
}

impl FromRequest<Desk> for Unread {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, desk).await?;
        let request = Request::from_parts(parts, body);
        Ok(Self { visit, request })
    }
}

/// What was sent.
pub(crate) struct Uploaded {
    /// Who and where.
    pub(crate) visit: Visit,
    /// Fields that are not files.
    pub(crate) fields: Fields,
    /// Files with something in them.
    pub(crate) files: Vec<Paper>,
}

impl Unread {
    /// Reads the form; none of its files may be larger than `most`.
    pub(crate) async fn read(self, most: usize) -> Result<Uploaded, Fault> {
        let Self { visit, request } = self;
        let (fields, files) = read_form(request, &visit.desk, most, |token| visit.check_csrf(token)).await?;
        Ok(Uploaded { visit, fields, files })
    }
}

/// A guest's form with files that waits outside.
pub(crate) struct GuestUnread {
    /// Where from, in which language.
    pub(crate) guest: Guest,
    request: Request,
}

impl FromRequest<Desk> for GuestUnread {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::from_request_parts(&mut parts, desk).await?;
        let request = Request::from_parts(parts, body);
        Ok(Self { guest, request })
    }
}

/// What a guest sent.
pub(crate) struct GuestUploaded {
    /// Where from, in which language.
    pub(crate) guest: Guest,
    /// Fields that are not files.
    pub(crate) fields: Fields,
    /// Files with something in them.
    pub(crate) files: Vec<Paper>,
}

impl GuestUnread {
    /// Reads the form; none of its files may be larger than `most`.
    pub(crate) async fn read(self, most: usize) -> Result<GuestUploaded, Fault> {
        let Self { guest, request } = self;
        let (fields, files) = read_form(request, &guest.desk, most, |token| guest.check_token(token)).await?;
        Ok(GuestUploaded { guest, fields, files })
    }
}

async fn read_form(
    request: Request,
    desk: &Desk,
    most: usize,
    check: impl Fn(&str) -> Result<(), Fault>,
) -> Result<(Fields, Vec<Paper>), Fault> {
    let form = Multipart::from_request(request, desk).await;
    let mut form = form.map_err(|_| Fault::Unreadable)?;
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let mut checked = false;
    while let Some(field) = in_time(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(|name| seen(name).into_owned()) {
            // The token comes before the files, so that a stranger's upload is not read to its end.
            Some(_) if !checked => return Err(Fault::FormExpired),
            Some(file) => {
                let bytes = read(field, most).await?;
                // A form without a chosen file sends an empty one.
                if !bytes.is_empty() {
                    files.push(Paper { name: file, bytes });
                }
            }
            None => {
                let bytes = read(field, MOST_VALUE_BYTES).await?;
                let text = String::from_utf8(bytes).map_err(|_| Fault::Unreadable)?;
                if name == CSRF {
                    check(text.trim())?;
                    checked = true;
                }
                pairs.push((name, text));
            }
        }
        if files.len() > MOST_FILES || pairs.len() > MOST_FIELDS {
            return Err(Fault::TooLarge);
        }
    }
    if !checked {
        return Err(Fault::FormExpired);
    }
    Ok((Fields::of(pairs), files))
}

async fn read(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = in_time(field.chunk()).await? {
        if bytes.len() + chunk.len() > most {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn in_time<T>(next: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Fault> {
    let next = tokio::time::timeout(PAUSE, next)
        .await
        .map_err(|_| Fault::TooSlowSent)?;
    next.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::Unreadable,
    })
}
