//! The written opinion 意见书, and the next look at an answer: review 复查 and re-review 复核 (信访工作条例, art. 32, 35, 36).

use super::permit::permit;
use super::{Draft, clocks, texts};
use crate::case::{Event, Opinion, Outcome, Refusal, Round, Verdict, ask_until, reviewer};
use crate::pack::StepName;

/// Puts down the opinion of this round; a later one takes its place until it is answered with.
pub(super) fn record_opinion(draft: &mut Draft<'_>, opinion: &Opinion) -> Result<(), Refusal> {
    permit(draft, StepName::RecordOpinion)?;
    texts::needed("opinion-request", &opinion.request)?;
    texts::needed("opinion-facts", &opinion.facts)?;
    texts::needed("opinion-opinion", &opinion.opinion)?;
    texts::needed("opinion-basis", &opinion.basis)?;
    if draft.case.opinion.as_ref() == Some(opinion) {
        return Ok(());
    }
    draft.push(Event::OpinionRecorded {
        round: draft.case.round,
        opinion: opinion.clone(),
    });
    Ok(())
}

/// An answer says what the opinion says: what is not supported was not solved, and nobody can call it so.
pub(super) fn check_answer(draft: &Draft<'_>, outcome: Outcome) -> Result<(), Refusal> {
    let Some(opinion) = &draft.case.opinion else {
        return Ok(());
    };
    let agrees = match outcome {
        Outcome::Solved | Outcome::Partly => opinion.verdict == Verdict::Supported,
        Outcome::CannotBeMet => opinion.verdict != Verdict::Supported,
        Outcome::NotOurs | Outcome::Duplicate | Outcome::Withdrawn => true,
    };
    if agrees {
        return Ok(());
    }
    Err(Refusal::new("refusal-opinion-outcome"))
}

/// The requester asks for the next look. It goes to a unit that has not answered the case, and runs anew.
pub(super) fn ask(draft: &mut Draft<'_>, reason: &str) -> Result<(), Refusal> {
    let case = &draft.case;
    if case.is_final() {
        return Err(Refusal::new("refusal-review-over").with("number", &case.number));
    }
    let (name, next) = match case.round {
        Round::Handling => (StepName::AskReview, Round::Review),
        Round::Review | Round::ReReview => (StepName::AskReReview, Round::ReReview),
    };
    let step = permit(draft, name)?;
    texts::needed("reason", reason)?;
    let Some(until) = ask_until(case, draft.pack) else {
        return Err(Refusal::new("refusal-needs-answer").with("step", super::permit::slug_of(name)));
    };
    // The last second is in time.
    if draft.now.as_second() > until.as_second() {
        return Err(Refusal::new("refusal-review-late").with("number", &case.number));
    }
    let Some(who) = reviewer(case, draft.pack) else {
        return Err(Refusal::new("refusal-review-nobody").with("number", &case.number));
    };
    let status = step.to.as_ref().unwrap_or(&case.status).clone();
    draft.push(Event::ReviewAsked {
        round: next,
        reason: reason.to_owned(),
        unit: who.unit,
        leader: who.leader,
        status,
    });
    clocks::apply(draft, name, false);
    Ok(())
}

/// Whether this is the step by which the next look is asked for in the round that the case is in.
pub(super) fn fits_round(round: Round, step: StepName) -> bool {
    match step {
        StepName::AskReview => round == Round::Handling,
        StepName::AskReReview => round == Round::Review,
        _ => true,
    }
}
