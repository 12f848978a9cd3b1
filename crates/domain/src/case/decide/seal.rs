//! What is said in confidence: putting it down, opening it with a reason, erasing it.

use super::lifecycle::is_sha256;
use super::permit::permit;
use super::{Draft, source, texts};
use crate::case::{Event, Ground, Opening, Reason, Refusal, Role, SealedValues};
use crate::pack::{FieldName, Kind, Pack, StepName};

/// The longest sealed value, in characters, where the pack sets no other limit.
const MOST_SEALED_CHARS: usize = 2_000;
/// The longest reason in somebody's own words, in characters.
const MOST_REASON_CHARS: usize = 1_000;

/// Whether the kind's form has these fields, and each value fits.
pub(super) fn check_values(kind: &Kind, values: &SealedValues) -> Result<(), Refusal> {
    for (name, value) in values.iter() {
        let field = kind.fields.iter().find(|field| field.name == name);
        let field = field
            .filter(|_| name.is_sealed())
            .ok_or_else(|| Refusal::new("refusal-sealed-unknown").with_text("kind", &kind.name))?;
        let most = usize::try_from(field.max_chars).unwrap_or(MOST_SEALED_CHARS);
        texts::fits("sealed", value, most.min(MOST_SEALED_CHARS))?;
        if name == FieldName::Representatives {
            check_representatives(kind, value)?;
        }
    }
    Ok(())
}

/// A group speaks through a few, each on a line.
fn check_representatives(kind: &Kind, value: &str) -> Result<(), Refusal> {
    let named = value.lines().filter(|line| !line.trim().is_empty()).count();
    let most = kind.representatives.as_ref().map(|rule| rule.value);
    match most.filter(|most| usize::try_from(*most).is_ok_and(|most| named > most)) {
        Some(most) => Err(Refusal::new("refusal-representatives")
            .with("named", named)
            .with("most", most)),
        None => Ok(()),
    }
}

/// Puts sealed fields down.
pub(super) fn keep(draft: &mut Draft<'_>, values: &SealedValues, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::KeepSealed)?;
    check_values(draft.kind, values)?;
    texts::needed("reason", reason)?;
    if values.is_empty() {
        return Err(Refusal::new("refusal-sealed-nothing"));
    }
    draft.push(Event::SealedKept {
        fields: values.fields(),
        values: values.clone(),
        reason: reason.to_owned(),
    });
    Ok(())
}

/// Writes down that something is opened, before it is.
pub(super) fn open(draft: &mut Draft<'_>, what: &Opening, reason: &Reason) -> Result<(), Refusal> {
    // Nobody opens anything for the program: what the program does with a case shows it to nobody.
    if draft.actor.role == Role::Program {
        return Err(Refusal::new("refusal-open-nobody"));
    }
    if draft.actor.role == Role::Invited {
        return open_invited(draft, what, reason);
    }
    let what = match what {
        Opening::Sealed { fields } => {
            permit(draft, StepName::OpenSealed)?;
            let wanted = |field: &FieldName| fields.is_empty() || fields.contains(field);
            let there: Vec<FieldName> = draft.case.sealed_fields.iter().copied().filter(wanted).collect();
            if there.is_empty() {
                return Err(Refusal::new("refusal-nothing-sealed").with("number", &draft.case.number));
            }
            Opening::Sealed { fields: there }
        }
        Opening::Evidence { sha256 } => {
            if !draft.case.evidence.iter().any(|evidence| evidence.sha256 == *sha256) {
                return Err(Refusal::new("refusal-no-evidence").with("number", &draft.case.number));
            }
            if draft.case.is_of_source(sha256) {
                source::check_actor(&draft.case, draft.actor, draft.pack)?;
            }
            what.clone()
        }
        Opening::Dossier { sha256, .. } => {
            permit(draft, StepName::OpenSealed)?;
            if draft.kind.mediation.is_none() {
                return Err(Refusal::new("refusal-no-mediation").with_text("kind", &draft.kind.name));
            }
            if !is_sha256(sha256) {
                return Err(Refusal::new("refusal-evidence-broken"));
            }
            what.clone()
        }
        Opening::Export => Opening::Export,
        Opening::Attended => return Err(Refusal::new("refusal-guest-over")),
    };
    check_reason(draft.pack, reason)?;
    draft.push(Event::Opened {
        what,
        reason: reason.clone(),
    });
    Ok(())
}

/// Somebody invited looks: at the page, and at what the post that invited them opened to them.
fn open_invited(draft: &mut Draft<'_>, what: &Opening, reason: &Reason) -> Result<(), Refusal> {
    let over = || Refusal::new("refusal-guest-over");
    let invitation = draft.case.invitation_of(draft.actor, draft.now).ok_or_else(over)?;
    let what = match what {
        Opening::Attended => Opening::Attended,
        Opening::Sealed { .. } if !invitation.shared.is_empty() => Opening::Sealed {
            fields: invitation.shared.clone(),
        },
        _ => return Err(over()),
    };
    let reason = Reason {
        chosen: None,
        written: reason.written.clone(),
    };
    check_reason(draft.pack, &reason)?;
    draft.push(Event::Opened { what, reason });
    Ok(())
}

/// Whether somebody says why they open something: by a reason of the pack's, or in words of their own.
///
/// # Errors
/// The [`Refusal`] that opening would get.
pub fn check_reason(pack: &Pack, reason: &Reason) -> Result<(), Refusal> {
    texts::fits("reason", &reason.written, MOST_REASON_CHARS)?;
    match &reason.chosen {
        Some(slug) if pack.opening_reasons.iter().any(|known| known.slug == *slug) => Ok(()),
        Some(_) => Err(Refusal::new("refusal-reason-unknown")),
        None => texts::needed("reason", &reason.written),
    }
}

/// Erases what people wrote.
pub(super) fn erase(draft: &mut Draft<'_>, ground: Ground, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::Erase)?;
    match ground {
        Ground::Request => texts::needed("reason", reason)?,
        Ground::Retention | Ground::Restored => texts::optional("reason", reason)?,
    }
    // A task repeats the words of the case it was made from, and goes when that goes.
    let is_task = draft.case.origin.is_some();
    if ground == Ground::Retention && !is_task && draft.case.erase_at(draft.kind).is_none_or(|at| at > draft.now) {
        return Err(Refusal::new("refusal-erase-early").with("number", &draft.case.number));
    }
    // Only the program knows what a backup could not, and only a person can say what a person asked for.
    if (ground == Ground::Request) == (draft.actor.role == Role::Program) {
        return Err(Refusal::new("refusal-erase-ground"));
    }
    // A clock that waits for the requester's word would wait for ever.
    let open: Vec<_> = draft.case.open_clocks().map(|clock| clock.clock.clone()).collect();
    for clock in open {
        draft.push(Event::ClockCancelled { clock });
    }
    draft.push(Event::Erased {
        ground,
        reason: reason.to_owned(),
    });
    Ok(())
}
