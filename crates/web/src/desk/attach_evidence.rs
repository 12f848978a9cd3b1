//! A file that shows what was done.

use super::show_case;
use crate::access::Right;
use crate::evidence_types;
use crate::fault::Fault;
use crate::fields::CSRF;
use crate::frame::{self, Problems};
use crate::visit::Visit;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::{Command, Evidence};

/// `POST /cases/{number}/evidence`
pub(crate) async fn send(Path(number): Path<String>, visit: Visit, mut form: Multipart) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    let case = show_case::find(&visit, &number).await?;
    // The token stands first in the form, so nothing large is read for somebody else's form.
    let mut checked = false;
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(|error| fault(&error))? {
        match field.name() {
            Some(CSRF) => {
                visit.check_csrf(field.text().await.map_err(|error| fault(&error))?.trim())?;
                checked = true;
            }
            Some("file") if checked => {
                let name = field.file_name().unwrap_or_default().to_owned();
                file = Some((name, field.bytes().await.map_err(|error| fault(&error))?));
            }
            _ => {}
        }
    }
    if !checked {
        return Err(Fault::FormExpired);
    }
    let mut problems = Problems::default();
    let Some((name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        problems.add("evidence-file", visit.words().text("evidence-needed"));
        return show_case::page(&visit, &case, &problems, None).await;
    };
    if bytes.len() > evidence_types::MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    let Some(media_type) = evidence_types::media_type(&bytes, &name) else {
        problems.add("evidence-file", visit.words().text("evidence-types"));
        return show_case::page(&visit, &case, &problems, None).await;
    };
    let store = &visit.desk.office.store;
    let sha256 = store.put_file(&bytes).await?;
    let command = Command::AttachEvidence(Evidence {
        name: shown_name(&name),
        media_type: media_type.to_owned(),
        bytes: bytes.len() as u64,
        sha256,
    });
    match office::act(&visit.desk.office, case.id, &command, visit.actor(), visit.now, None).await {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{number}?done=evidence"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_case::page(&visit, &case, &problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

fn fault(error: &MultipartError) -> Fault {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::Unreadable,
    }
}

/// The name for showing: the last part of what some browsers send as a path, without control characters, shortened.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if shown.trim().is_empty() {
        "file".to_owned()
    } else {
        shown
    }
}
