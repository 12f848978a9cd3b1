//! What somebody invited says.

use super::{address, attended, show_invitation};
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Problems};
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Command, invited_actor};

/// `POST /invited/{secret}/statement`
pub(crate) async fn send(
    Path(secret): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, invitation) = attended(&guest, &secret).await?;
    let command = Command::StateAsGuest {
        text: fields.get("text").to_owned(),
    };
    let actor = invited_actor(&invitation.guest);
    let office = &guest.desk.office;
    match office::act(office, story.case.id, &command, &actor, guest.now, None).await {
        Ok(_) => Ok(frame::see_other(&format!("{}?done=statement", address(&secret)))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_invitation::cover(&guest, &secret, &story, &invitation, &problems)
        }
        Err(error) => Err(error.into()),
    }
}
