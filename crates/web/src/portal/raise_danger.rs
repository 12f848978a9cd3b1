//! Whoever asked, or another party of a dispute, says that somebody is in danger now: the duty post is called, and the numbers to
//! call are shown.

use super::{address, reached, show_request};
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Problems};
use axum::extract::Path;
use axum::response::Response;
use domain::case::Command;

/// `POST /portal/mine/{secret}/danger`
pub(crate) async fn send(
    Path(secret): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    let command = Command::RaiseDanger {
        danger: fields.get("danger").to_owned(),
        situation: fields.get("situation").to_owned(),
    };
    let office = &guest.desk.office;
    match office::act(office, story.case.id, &command, &reader.actor(), guest.now, None).await {
        Ok(_) => Ok(frame::see_other(&address(&secret))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_request::page(&guest, &secret, &story, reader, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}
