//! The written opinion 意见书, and the next look at an answer: review 复查 and re-review 复核 (信访工作条例, art. 32, 35, 36).

use super::permit::permit;
use super::{Draft, clocks, texts};
use crate::case::{Case, Event, Opinion, Outcome, Refusal, Round, Verdict, ask_until, reviewer};
use crate::pack::StepName;
use crate::{PostSlug, StatusSlug, UnitSlug};

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

/// In a later round nobody of a unit that gave an earlier answer takes the case, leads it or stands in for somebody: an answer
/// is looked at by others than those who gave it (art. 35, 36).
pub(super) fn check_fresh(draft: &Draft<'_>, unit: &UnitSlug, post: &PostSlug) -> Result<(), Refusal> {
    let of_post = draft.pack.post(post).map(|post| &post.unit);
    let answered = std::iter::once(unit)
        .chain(of_post)
        .find(|unit| draft.case.has_answered(unit));
    let Some(unit) = answered else {
        return Ok(());
    };
    let refusal = Refusal::new("refusal-review-same").with("number", &draft.case.number);
    Err(match draft.pack.unit(unit) {
        Some(unit) => refusal.with_text("unit", &unit.name),
        None => refusal.with("unit", unit),
    })
}

/// Where the case stands in the round that it is in, when its answer is sent back or it is opened again: with who looks at
/// it now, and not with who handled it first. None in the first round.
pub(super) fn status_of_round<'a>(draft: &Draft<'a>) -> Option<&'a StatusSlug> {
    let name = asked_by(draft.case.round)?;
    let asks = draft.kind.steps.iter().find(|step| step.name == name);
    asks.and_then(|step| step.to.as_ref())
}

/// The step by which a round was asked for; none for the first.
pub(super) const fn asked_by(round: Round) -> Option<StepName> {
    match round {
        Round::Handling => None,
        Round::Review => Some(StepName::AskReview),
        Round::ReReview => Some(StepName::AskReReview),
    }
}

/// An opinion that was answered with is in the requester's hands: it is not taken back, and whoever does not accept it asks for
/// the next look (art. 35, 36).
pub(super) fn check_not_given(case: &Case) -> Result<(), Refusal> {
    if case.answer.is_some() && case.opinion.is_some() {
        return Err(Refusal::new("refusal-opinion-given").with("number", &case.number));
    }
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
