//! A file of somebody invited.

use super::{address, attended, show_invitation};
use crate::desk::attach_evidence::shown_name;
use crate::evidence_types;
use crate::fault::Fault;
use crate::frame::{self, Problems};
use crate::upload::{GuestUnread, GuestUploaded};
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Command, Evidence, invited_actor};

/// `POST /invited/{secret}/file`
pub(crate) async fn send(Path(secret): Path<String>, unread: GuestUnread) -> Result<Response, Fault> {
    // Nothing is read of somebody who is not invited.
    attended(&unread.guest, &secret).await?;
    let GuestUploaded { guest, files, .. } = unread.read(evidence_types::MOST_BYTES).await?;
    // It may have ended while the file came in.
    let (story, invitation) = attended(&guest, &secret).await?;
    let mut problems = Problems::default();
    let taken = files.into_iter().next().ok_or("evidence-types").and_then(|file| {
        let name = shown_name(&file.name);
        evidence_types::keep(&file.name, file.bytes).map(|kept| (name, kept))
    });
    let (name, kept) = match taken {
        Ok(taken) => taken,
        Err(why) => {
            problems.add("file", guest.words().text(why));
            return show_invitation::cover(&guest, &secret, &story, &invitation, &problems);
        }
    };
    let office = &guest.desk.office;
    let case = story.case.id;
    if story.case.is_ended() {
        problems.add("file", guest.words().text("invited-over"));
        return show_invitation::cover(&guest, &secret, &story, &invitation, &problems);
    }
    let sha256 = office.store.put_file(case, &kept.bytes).await?;
    let command = Command::AttachAsGuest(Evidence {
        name,
        media_type: kept.media_type.to_owned(),
        bytes: kept.bytes.len() as u64,
        sha256,
    });
    let actor = invited_actor(&invitation.guest);
    match office::act(office, case, &command, &actor, guest.now, None).await {
        Ok(_) => Ok(frame::see_other(&format!("{}?done=file", address(&secret)))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_invitation::cover(&guest, &secret, &story, &invitation, &problems)
        }
        Err(error) => Err(error.into()),
    }
}
