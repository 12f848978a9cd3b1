//! How the person who asked is told: their choice, or that of whoever takes the case down for them.

use super::Draft;
use super::permit::permit;
use super::texts;
use crate::Locale;
use crate::case::{Event, NoticesBy, Refusal, Role, SealedValues};
use crate::pack::{FieldName, StepName};

/// Chooses notices, or stops them. The person who asked always may, whatever the pack says and wherever the case stands;
/// the desk where it may put down how the person is reached, later with a reason, which the person reads; the program stops
/// what does not arrive, and nothing else.
pub(super) fn choose(
    draft: &mut Draft<'_>,
    by: Option<NoticesBy>,
    language: Locale,
    address: &SealedValues,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let stops = by.is_none();
    let allowed = draft.actor.role == Role::Requester || (stops && draft.actor.role == Role::Program);
    let mut why = String::new();
    if !allowed {
        permit(draft, StepName::KeepSealed)?;
        if reason.is_some() || draft.case.notices.is_some() {
            reason.unwrap_or_default().clone_into(&mut why);
            texts::needed("reason", &why)?;
        }
    }
    let Some(by) = by else {
        // Nothing to stop.
        if draft.case.notices.is_none_or(|notices| notices.by.is_none()) {
            return Ok(());
        }
        draft.push(Event::NoticesChosen {
            by: None,
            language,
            with_address: false,
            address: SealedValues::default(),
            reason: why,
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
    });
    Ok(())
}
