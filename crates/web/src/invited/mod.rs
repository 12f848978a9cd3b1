//! What people of other bodies see who are invited to one case: a first page that shows nothing of it, the case once they
//! have asked to look, which is written down, and what they can say there. Everything else is not there for them.

pub(crate) mod add_file;
pub(crate) mod add_statement;
mod joint;
pub(crate) mod show_invitation;
pub(crate) mod take_session;

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use domain::access::{self, CaseFacts};
use domain::case::Invitation;
use std::sync::Arc;
use store::Story;

/// The case that an invitation leads to, and the invitation. One that leads nowhere, has ended or is over looks like any
/// address that is not there.
async fn attended(guest: &Guest, secret: &str) -> Result<(Arc<Story>, Invitation), Fault> {
    let store = &guest.desk.office.store;
    let hash = secrets::sha256(secret);
    let case = store.guest_case(&hash).await?.ok_or(Fault::NotFound)?;
    let case = store.case(case).await?.ok_or(Fault::NotFound)?;
    let found = store.story(&case.number).await?.ok_or(Fault::NotFound)?;
    if !access::attend(&hash, &CaseFacts::at(&found.case, guest.now)).allowed {
        return Err(Fault::NotFound);
    }
    let invitation = found.case.invitation(&hash).cloned().ok_or(Fault::NotFound)?;
    Ok((found, invitation))
}

/// The address of an invitation.
fn address(secret: &str) -> String {
    format!("/invited/{secret}")
}
