//! How the person who asked, and each other party of a dispute, is told: their choice, or that of whoever takes the case down for them.

use super::Draft;
use super::mediation::check_parties;
use super::permit::permit;
use super::texts;
use crate::Locale;
use crate::case::{Event, NoticesBy, Party, Refusal, Role, SealedValues};
use crate::pack::{FieldName, StepName};

/// Chooses notices, or stops them. The person who asked always may, and each other party of a dispute for itself, whatever the pack says
/// and wherever the case stands; the desk where it may put down how somebody is reached, later with a reason, which the person reads;
/// the program stops what does not arrive, and nothing else.
pub(super) fn choose(
    draft: &mut Draft<'_>,
    (by, language): (Option<NoticesBy>, Locale),
    address: &SealedValues,
    reason: Option<&str>,
    party: Option<Party>,
) -> Result<(), Refusal> {
    let whose = whose(draft, party)?;
    let before = draft.case.notices_of(whose);
    let own = draft.actor.party() == Some(whose);
    let allowed = own || (by.is_none() && draft.actor.role == Role::Program);
    let mut why = String::new();
    if !allowed {
        permit(draft, StepName::KeepSealed)?;
        if reason.is_some() || before.is_some() {
            reason.unwrap_or_default().clone_into(&mut why);
            texts::needed("reason", &why)?;
        }
    }
    let party = Some(whose).filter(|party| *party != Party::A);
    let Some(by) = by else {
        // Nothing to stop.
        if before.is_none_or(|notices| notices.by.is_none()) {
            return Ok(());
        }
        draft.push(Event::NoticesChosen {
            by: None,
            language,
            with_address: false,
            address: SealedValues::default(),
            reason: why,
            party,
        });
        return Ok(());
    };
    let typed = address.get(FieldName::NoticeAddress).unwrap_or_default();
    let refusal = match by {
        NoticesBy::Email => "refusal-notice-email",
        NoticesBy::Text => "refusal-notice-text",
    };
    let kept = by.address(typed).ok_or_else(|| Refusal::new(refusal))?;
    draft.push(Event::NoticesChosen {
        by: Some(by),
        language,
        with_address: true,
        address: SealedValues::default().with(FieldName::NoticeAddress, &kept),
        reason: why,
        party,
    });
    Ok(())
}

/// Whose notices they are: of whoever chooses, and at the desk of the party that is named. Nobody chooses for another party, and only a
/// dispute has others than the requester.
fn whose(draft: &Draft<'_>, party: Option<Party>) -> Result<Party, Refusal> {
    let own = draft.actor.party();
    let whose = party.or(own).unwrap_or(Party::A);
    if own.is_some_and(|own| own != whose) {
        return Err(Refusal::new("refusal-consent-others"));
    }
    if whose != Party::A {
        if draft.kind.mediation.is_none() {
            return Err(Refusal::new("refusal-party-unknown").with("partys", whose.letter()));
        }
        check_parties(draft, &[whose])?;
    }
    Ok(whose)
}
