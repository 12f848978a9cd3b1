//! A session of a mediation for the calendar of somebody invited: it says when and where, so taking it is a look like any other.

use super::{attended, show_invitation};
use crate::desk::download_invitation;
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::Problems;
use axum::extract::Path;
use axum::response::Response;

/// `POST /invited/{secret}/sessions/{session}`
pub(crate) async fn send(
    Path((secret, session)): Path<(String, u32)>,
    GuestPosted { guest, .. }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, invitation) = attended(&guest, &secret).await?;
    let case = &story.case;
    if case.erased_at.is_some() || case.joint_sittings().all(|(number, _)| number != session) {
        return Err(Fault::NotFound);
    }
    let office = &guest.desk.office;
    match office::attend(office, case.id, &invitation.guest, guest.now).await {
        Ok(_) => download_invitation::file(case, session, guest.locale),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_invitation::cover(&guest, &secret, &story, &invitation, &problems)
        }
        Err(error) => Err(error.into()),
    }
}
