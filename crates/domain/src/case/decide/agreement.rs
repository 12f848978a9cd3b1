//! The agreement 调解协议 (人民调解法, art. 28 to 33): drafted, signed and sealed, or by word of mouth; confirmed by a court;
//! and performed.

use super::mediation::{check_parties, check_ready, letters, rules, state};
use super::permit::{permit, slug_of};
use super::{Draft, clocks, lifecycle, texts};
use crate::StatusSlug;
use crate::case::{
    Agreement, AgreementPart, ConfirmationOutcome, Event, Evidence, Party, PerformanceResult, Refusal, SignedBy,
    SignedPaper, Signer, confirm_until, earliest_term,
};
use crate::clock::ClockStatus;
use crate::pack::{FieldName, Status, StepName};

/// The longest name of a court, in characters.
const MOST_COURT_CHARS: usize = 300;

/// A draft, with everything in it that the pack requires of an agreement.
pub(super) fn draft(draft: &mut Draft<'_>, agreed: &Agreement) -> Result<(), Refusal> {
    check_ready(draft)?;
    let rules = rules(draft)?;
    let template = agreed.template.is_empty() || rules.templates.iter().any(|known| known.slug == agreed.template);
    if !template {
        return Err(Refusal::new("refusal-template-unknown"));
    }
    check(draft, agreed)?;
    let unnamed = [FieldName::RequesterName, FieldName::PartyB]
        .iter()
        .any(|field| !draft.case.sealed_fields.contains(field));
    let missing = rules.required.value.iter().filter(|part| match part {
        AgreementPart::Parties => unnamed,
        part => !agreed.says(**part),
    });
    let missing: Vec<&str> = missing.map(|part| part.name()).collect();
    if !missing.is_empty() {
        return Err(Refusal::new("refusal-agreement-missing").with("parts", missing.join(",")));
    }
    let agreement = Box::new(Agreement {
        oral: false,
        ..fresh(agreed)
    });
    if state(draft).agreement.as_ref() != Some(&*agreement) {
        draft.push(Event::AgreementDrafted { agreement });
    }
    Ok(())
}

/// Nothing of a new agreement has been performed yet.
fn fresh(agreed: &Agreement) -> Agreement {
    let mut fresh = agreed.clone();
    fresh.terms.iter_mut().for_each(|term| term.visits.clear());
    fresh
}

/// What it says fits, and its promises are of parties, about something, and not for a day that is past.
fn check(draft: &Draft<'_>, agreed: &Agreement) -> Result<(), Refusal> {
    texts::optional("agreement-facts", &agreed.facts)?;
    texts::optional("agreement-dispute", &agreed.dispute)?;
    texts::optional("agreement-responsibility", &agreed.responsibility)?;
    texts::optional("agreement-content", &agreed.content)?;
    texts::optional("agreement-manner", &agreed.manner)?;
    texts::optional("agreement-place", &agreed.place)?;
    let most = rules(draft)?.promises.as_ref().map(|most| most.value);
    if let Some(most) = most.filter(|most| agreed.terms.len() > *most as usize) {
        return Err(Refusal::new("refusal-terms-many").with("most", most));
    }
    let today = draft.pack.zone.to_datetime(draft.now).date();
    for term in &agreed.terms {
        check_parties(draft, &[term.party])?;
        texts::needed("term", &term.what)?;
        if term.due < today {
            return Err(Refusal::new("refusal-term-past").with("date", term.due));
        }
    }
    Ok(())
}

/// A signature with the file that shows it: drawn just now, or a scan that the case has.
pub(super) fn sign(
    draft: &mut Draft<'_>,
    paper: SignedPaper,
    signer: Signer,
    by: SignedBy,
    file: &Evidence,
    read: u32,
) -> Result<(), Refusal> {
    if !draft.case.signers(paper).contains(&signer) {
        return Err(Refusal::new("refusal-signer").with("signer", signer.letter()));
    }
    if !draft.case.unsigned(paper).contains(&signer) {
        return Err(Refusal::new("refusal-signed-already").with("signer", signer.letter()));
    }
    // What comes after the end is a court's confirmation, and nothing else.
    if draft.case.is_ended() && paper != SignedPaper::Application {
        return Err(Refusal::new("refusal-ended")
            .with("step", slug_of(StepName::SignPaper))
            .with("number", &draft.case.number));
    }
    if paper == SignedPaper::Application {
        check_confirmable(draft)?;
    }
    // What is in force stays as it was signed.
    if paper == SignedPaper::Agreement && state(draft).in_force.is_some() {
        return Err(Refusal::new("refusal-in-force").with("number", &draft.case.number));
    }
    // Who signs has read what is signed.
    let of_draft = matches!(paper, SignedPaper::Agreement | SignedPaper::Application);
    let drafts = state(draft).drafts;
    if of_draft && read != drafts {
        return Err(Refusal::new("refusal-draft-changed").with("draft", drafts));
    }
    // On the glass nobody writes the mediator's name but the mediator.
    let mediates = draft.actor.post.is_some() && draft.actor.post.as_ref() == draft.case.mediator();
    if signer == Signer::Mediator && by == SignedBy::Glass && !mediates {
        return Err(Refusal::new("refusal-sign-mediator").with("number", &draft.case.number));
    }
    let kept = draft.case.evidence.iter().any(|known| known.sha256 == file.sha256);
    if by == SignedBy::Glass && file.media_type != "image/png" {
        return Err(Refusal::new("refusal-evidence-broken"));
    }
    // What was drawn, or the scan, becomes a file of the case with the signature: neither is there without the other.
    if !kept {
        lifecycle::check_evidence(file)?;
        draft.push(Event::EvidenceAttached(file.clone()));
    }
    draft.push(Event::PaperSigned {
        paper,
        signer,
        by,
        sha256: file.sha256.clone(),
        draft: if of_draft { read } else { 0 },
    });
    Ok(())
}

/// Signed by all parties and the mediator, and sealed by the committee: in force (art. 29).
pub(super) fn seal(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let step = permit(draft, StepName::SealAgreement)?;
    let mediation = state(draft);
    if mediation.in_force.is_some() {
        return Err(Refusal::new("refusal-in-force").with("number", &draft.case.number));
    }
    if mediation.agreement.is_none_or(|agreement| agreement.oral) {
        return Err(Refusal::new("refusal-no-agreement").with("number", &draft.case.number));
    }
    let unsigned = draft.case.unsigned(SignedPaper::Agreement);
    if !unsigned.is_empty() {
        let unsigned: Vec<&str> = unsigned.into_iter().map(Signer::letter).collect();
        return Err(Refusal::new("refusal-unsigned").with("signers", unsigned.join(",")));
    }
    let year = draft.pack.zone.to_datetime(draft.now).year();
    let number = rules(draft)?.number.replace("{year}", &year.to_string());
    let number = number.replace("{number}", &draft.case.number);
    let status = step.to.as_ref().unwrap_or(&draft.case.status).clone();
    draft.push(Event::AgreementSealed { number, status });
    clocks::apply(draft, StepName::SealAgreement, false);
    await_next_term(draft);
    Ok(())
}

/// In force when it is reached; the mediator writes down what it says (art. 28 and 30).
pub(super) fn oral(draft: &mut Draft<'_>, agreed: &Agreement) -> Result<(), Refusal> {
    let step = permit(draft, StepName::RecordOralAgreement)?;
    check_ready(draft)?;
    texts::needed("agreement-content", &agreed.content)?;
    check(draft, agreed)?;
    if state(draft).in_force.is_some() {
        return Err(Refusal::new("refusal-in-force").with("number", &draft.case.number));
    }
    let status = step.to.as_ref().unwrap_or(&draft.case.status).clone();
    draft.push(Event::OralAgreementRecorded {
        agreement: Box::new(Agreement {
            oral: true,
            template: String::new(),
            ..fresh(agreed)
        }),
        status,
    });
    clocks::apply(draft, StepName::RecordOralAgreement, false);
    await_next_term(draft);
    Ok(())
}

/// All parties together, within the time from its taking effect (art. 33).
pub(super) fn apply_confirmation(draft: &mut Draft<'_>, court: &str) -> Result<(), Refusal> {
    texts::needed("court", court)?;
    texts::line("court", court, MOST_COURT_CHARS)?;
    if state(draft).confirmation.is_some() {
        return Err(Refusal::new("refusal-confirmation-already").with("number", &draft.case.number));
    }
    check_confirmable(draft)?;
    let unsigned = draft.case.unsigned(SignedPaper::Application).into_iter();
    let missing: Vec<Party> = unsigned.filter_map(Signer::party).collect();
    if !missing.is_empty() {
        return Err(Refusal::new("refusal-confirmation-joint").with("partys", letters(&missing)));
    }
    draft.push(Event::ConfirmationApplied {
        court: court.to_owned(),
    });
    clocks::apply(draft, StepName::ApplyConfirmation, false);
    Ok(())
}

/// There is an agreement in writing that a court can be asked to confirm, and time for it; what has been handed in already
/// may be signed later.
fn check_confirmable(draft: &Draft<'_>) -> Result<(), Refusal> {
    let Some(until) = confirm_until(&draft.case, draft.pack) else {
        return Err(Refusal::new("refusal-no-agreement").with("number", &draft.case.number));
    };
    // The last second is in time.
    if draft.now.as_second() > until.as_second() && state(draft).confirmation.is_none() {
        return Err(Refusal::new("refusal-confirmation-late").with("number", &draft.case.number));
    }
    Ok(())
}

/// One who does not want it is enough, since all ask together; nobody is late then.
pub(super) fn decline_confirmation(draft: &mut Draft<'_>, parties: &[Party], note: &str) -> Result<(), Refusal> {
    check_parties(draft, parties)?;
    texts::optional("note", note)?;
    let mediation = state(draft);
    let written = mediation.agreement.as_ref().is_some_and(|agreement| !agreement.oral);
    if mediation.in_force.is_none() || !written {
        return Err(Refusal::new("refusal-no-agreement").with("number", &draft.case.number));
    }
    if mediation.confirmation.is_some() {
        return Err(Refusal::new("refusal-confirmation-already").with("number", &draft.case.number));
    }
    draft.push(Event::ConfirmationDeclined {
        parties: parties.to_vec(),
        note: note.to_owned(),
    });
    clocks::apply(draft, StepName::DeclineConfirmation, false);
    Ok(())
}

/// What the court said.
pub(super) fn decide_confirmation(
    draft: &mut Draft<'_>,
    outcome: ConfirmationOutcome,
    note: &str,
) -> Result<(), Refusal> {
    texts::needed("ruling", note)?;
    let asked = state(draft).confirmation;
    if asked.is_none_or(|asked| asked.decided.is_some()) {
        return Err(Refusal::new("refusal-confirmation-none").with("number", &draft.case.number));
    }
    draft.push(Event::ConfirmationDecided {
        outcome,
        note: note.to_owned(),
    });
    clocks::apply(draft, StepName::RecordConfirmation, false);
    Ok(())
}

/// The promise is one of the agreement, and what was not performed is said in words.
pub(super) fn check_result(draft: &Draft<'_>, term: u32, result: PerformanceResult, note: &str) -> Result<(), Refusal> {
    let known = usize::try_from(term).ok().and_then(|number| number.checked_sub(1));
    if known.is_none_or(|at| state(draft).promises().get(at).is_none()) {
        return Err(Refusal::new("refusal-term-unknown"));
    }
    if result == PerformanceResult::Performed {
        texts::optional("note", note)
    } else {
        texts::needed("note", note)
    }
}

/// Whether a promise was kept (art. 31). What is not kept in full is asked after again.
pub(super) fn follow_up(
    draft: &mut Draft<'_>,
    term: u32,
    result: PerformanceResult,
    note: &str,
    route: &str,
) -> Result<(), Refusal> {
    check_result(draft, term, result, note)?;
    if !route.is_empty() {
        check_remedy(draft, term, result, route)?;
    }
    draft.push(Event::PerformanceVisited {
        term,
        result,
        note: note.to_owned(),
        route: route.to_owned(),
    });
    await_next_term(draft);
    Ok(())
}

/// How a promise is pursued is one of the pack's ways, of what was not kept by its day; a court enforces only what a court has
/// confirmed (art. 33).
fn check_remedy(draft: &Draft<'_>, term: u32, result: PerformanceResult, route: &str) -> Result<(), Refusal> {
    let remedies = &rules(draft)?.remedies;
    let Some(remedy) = remedies
        .iter()
        .map(|rule| &rule.value)
        .find(|remedy| remedy.slug == route)
    else {
        return Err(Refusal::new("refusal-remedy-unknown"));
    };
    if result == PerformanceResult::Performed {
        return Err(Refusal::new("refusal-remedy-performed"));
    }
    let mediation = state(draft);
    let today = draft.pack.zone.to_datetime(draft.now).date();
    let at = usize::try_from(term).ok().and_then(|number| number.checked_sub(1));
    let promise = at.and_then(|at| mediation.promises().get(at));
    if let Some(promise) = promise.filter(|promise| promise.due >= today) {
        return Err(Refusal::new("refusal-remedy-early").with("date", promise.due));
    }
    if remedy.confirmed && !mediation.is_confirmed() {
        return Err(Refusal::new("refusal-remedy-unconfirmed").with_text("remedy", &remedy.name));
    }
    Ok(())
}

/// What was agreed binds all parties (art. 31): it is mediated anew where all of them want it, and never once a court has confirmed
/// it, or as long as one is asked to.
pub(super) fn anew(draft: &mut Draft<'_>, parties: &[Party], reason: &str) -> Result<(), Refusal> {
    let step = permit(draft, StepName::MediateAnew)?;
    check_parties(draft, parties)?;
    texts::needed("reason", reason)?;
    let mediation = state(draft);
    if mediation.in_force.is_none() {
        return Err(Refusal::new("refusal-anew-nothing").with("number", &draft.case.number));
    }
    if mediation.is_confirmed() {
        return Err(Refusal::new("refusal-anew-confirmed").with("number", &draft.case.number));
    }
    if mediation.confirmation.is_some_and(|asked| asked.decided.is_none()) {
        return Err(Refusal::new("refusal-anew-asked").with("number", &draft.case.number));
    }
    let mut missing = draft.case.parties();
    missing.retain(|party| !parties.contains(party));
    if !missing.is_empty() {
        return Err(Refusal::new("refusal-anew-consent").with("partys", letters(&missing)));
    }
    let status = step.to.as_ref().unwrap_or(&draft.case.status).clone();
    draft.push(Event::MediationAnew {
        parties: parties.to_vec(),
        reason: reason.to_owned(),
        status,
    });
    clocks::apply(draft, StepName::MediateAnew, false);
    Ok(())
}

/// Whether an agreement of the case is in force: a reopening leaves it so.
pub(super) fn is_in_force(draft: &Draft<'_>) -> bool {
    state(draft).in_force.is_some()
}

/// Where a case with an agreement in force stands; none where there is none, and where the pack has no status for it.
pub(super) fn status_in_force(draft: &Draft<'_>) -> Option<StatusSlug> {
    let mediation = state(draft);
    mediation.in_force?;
    let oral = mediation.agreement.is_some_and(|agreement| agreement.oral);
    let step = if oral {
        StepName::RecordOralAgreement
    } else {
        StepName::SealAgreement
    };
    let to = draft.kind.step(step)?.to.as_ref()?;
    let ended = |status: &Status| status.ended && status.slug == *to;
    (!draft.kind.statuses.iter().any(ended)).then(|| to.clone())
}

/// The clock of the pack that waits for follow-up visits runs to the last day of the earliest promise that is not kept
/// yet; it stops when all are.
pub(super) fn await_next_term(draft: &mut Draft<'_>) {
    let waits = |rule: &&crate::pack::ClockRule| rule.stops.contains(&StepName::FollowUp);
    let Some(rule) = draft.kind.clocks.iter().find(waits) else {
        return;
    };
    let due = earliest_term(&state(draft), draft.pack);
    let open = draft.case.clock(&rule.slug).filter(|clock| clock.is_open());
    if due.is_some() && open.is_some_and(|clock| Some(clock.due) == due && clock.status != ClockStatus::Paused) {
        return;
    }
    if open.is_some() {
        draft.push(Event::ClockStopped {
            clock: rule.slug.clone(),
            at: None,
        });
    }
    if let Some(due) = due {
        draft.push(Event::ClockStarted {
            clock: rule.slug.clone(),
            allowance: None,
            from: draft.now,
            due: due.max(draft.now),
            warning: None,
        });
    }
}
