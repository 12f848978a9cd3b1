//! What outsiders do who are invited to one case. That they looked is written down first, and only then they see it.

use crate::boxed;
use crate::{Error, Office, act};
use domain::CaseId;
use domain::case::{Command, Opening, Reason, Refusal, SealedValues, invited_actor};
use jiff::Timestamp;

/// Writes down that somebody invited looks at the case, and answers the sealed values that were opened to them.
///
/// # Errors
/// A refusal of the rules, among them that the invitation does not hold; the store's.
#[boxed]
pub async fn attend(office: &Office, case: CaseId, guest: &str, now: Timestamp) -> Result<SealedValues, Error> {
    let actor = invited_actor(guest);
    let state = office.store.case(case).await?;
    let state = state.ok_or_else(|| Refusal::new("refusal-no-case"))?;
    let invitation = state.invitation(guest).filter(|invitation| invitation.holds(now));
    let invitation = invitation.ok_or_else(|| Refusal::new("refusal-guest-over"))?;
    let look = |what| Command::Open {
        what,
        reason: Reason {
            chosen: None,
            written: invitation.purpose.clone(),
        },
    };
    act(office, case, &look(Opening::Attended), &actor, now, None).await?;
    if invitation.shared.is_empty() {
        return Ok(SealedValues::default());
    }
    let what = Opening::Sealed { fields: Vec::new() };
    act(office, case, &look(what), &actor, now, None).await?;
    let all = office.store.open_sealed(case).await?;
    let shared = all.iter().filter(|(field, _)| invitation.shared.contains(field));
    Ok(shared.fold(SealedValues::default(), |values, (field, value)| {
        values.with(field, value)
    }))
}
