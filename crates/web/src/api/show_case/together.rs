//! What a case's page says of its rounds and opinions, of who works on it beside its unit, of whom it is about, what everybody reads
//! of it, and what is left of it once it was erased, as data. With which cases it belongs together hangs on who asks: `list_linked.rs`.

use super::AnswerView;
use crate::desk::show_case::erasure;
use crate::desk::together::not_ours;
use domain::case::{Case, FinishClaim, Ground, Note, Opinion, Passing, Recusal, Round, RoundDone};
use domain::pack::{FieldName, Pack};
use domain::{PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeSet;
use store::Story;
use utoipa::ToSchema;

/// What stands in a case's view beside its own line of life; each part where there is something to say.
#[derive(Serialize, ToSchema)]
pub(crate) struct Together<'a> {
    /// Of a kind with reviews: which look at it this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RoundName>)]
    round: Option<Round>,
    /// No more can be asked of the same facts and reasons (信访工作条例, art. 36).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    last_word_said: bool,
    /// Handled in the simple procedure.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    simple: bool,
    /// The rounds that were answered and after which the next one was asked for, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rounds: Vec<RoundView<'a>>,
    /// The written opinion of this round: a draft until the answer is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OpinionView>)]
    opinion: Option<&'a Opinion>,
    /// Units that help the responsible one.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    helping: &'a BTreeSet<UnitSlug>,
    /// It is being passed on; until that unit has taken it, the first one answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PassingView>)]
    passing: Option<&'a Passing>,
    /// Until when the unit can say in time that it is not its own; not there where a clock says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    not_ours_until: Option<Timestamp>,
    /// Posts that stand aside, and who acts for them.
    #[serde(skip_serializing_if = "<[Recusal]>::is_empty")]
    #[schema(value_type = Vec<RecusalView>)]
    recusals: &'a [Recusal],
    /// Whom of the body's own it is about and so withheld from; not there where it is about nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Withheld<'a>>,
    /// Follow-ups at which nobody was reached, since it was last answered.
    #[serde(skip_serializing_if = "<[Note]>::is_empty")]
    #[schema(value_type = Vec<super::NoteView>)]
    unreached: &'a [Note],
    /// The unit's own word that the work is finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<FinishView>)]
    finish_claim: Option<FinishClaim>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    reopened_at: Option<Timestamp>,
    /// What everybody may read of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<PublishedView<'a>>,
    /// Who reported is hidden: the post that received it, and alone sees that.
    #[serde(skip_serializing_if = "Option::is_none")]
    source_receiver: Option<&'a str>,
    /// Names of the sealed fields that are there; what they say is opened with a reason. Nothing where the source is hidden from whoever asks.
    #[serde(skip_serializing_if = "<[FieldName]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    sealed_fields: &'a [FieldName],
    /// What people wrote in it is gone for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<ErasedView<'a>>,
}

/// Which look at a case it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own round")]
#[schema(as = CaseRoundName, rename_all = "snake_case")]
pub(crate) enum RoundName {
    Handling,
    Review,
    ReReview,
}

/// A round that was answered, and after which the next one was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseRound)]
pub(crate) struct RoundView<'a> {
    #[schema(value_type = RoundName)]
    round: Round,
    /// The unit that answered.
    #[schema(value_type = String)]
    unit: &'a UnitSlug,
    #[schema(value_type = String)]
    leader: &'a PostSlug,
    answer: AnswerView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OpinionView>)]
    opinion: Option<&'a Opinion>,
}

/// A written opinion (信访工作条例, art. 32).
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own opinion")]
#[schema(as = CaseOpinion)]
pub(crate) struct OpinionView {
    /// What is asked for.
    request: String,
    /// The facts found and the reasons.
    facts: String,
    opinion: String,
    /// The law it rests on.
    basis: String,
    /// supported, explained or `not_supported`.
    verdict: String,
}

/// A case on its way to another unit.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own passing")]
#[schema(as = CasePassing)]
pub(crate) struct PassingView {
    /// The unit that should take it.
    unit: String,
    leader: String,
    reason: String,
    #[schema(format = DateTime)]
    at: String,
}

/// A post that stands aside (信访工作条例, art. 28).
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own recusal")]
#[schema(as = CaseRecusal)]
pub(crate) struct RecusalView {
    post: String,
    /// Its unit, for which the other one acts.
    unit: String,
    /// The post that acts instead.
    replacement: String,
    reason: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Whom of the body's own a case is about. Who among the staff is read on its page alone.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseAbout)]
pub(crate) struct Withheld<'a> {
    #[schema(value_type = Vec<String>)]
    units: &'a BTreeSet<UnitSlug>,
    #[schema(value_type = Vec<String>)]
    posts: &'a BTreeSet<PostSlug>,
    /// How many members of staff are named.
    staff: usize,
    /// Whom it is about has come to hold the leader's post.
    leads: bool,
}

/// A unit's own word that the work is finished.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the rules' own claim")]
#[schema(as = FinishClaim)]
pub(crate) struct FinishView {
    /// When it was finished, as the unit says.
    #[schema(format = DateTime)]
    said: String,
    /// When the unit said so: what counts.
    #[schema(format = DateTime)]
    received_at: String,
}

/// What everybody may read of a case, as the office reviewed it.
#[derive(Serialize, ToSchema)]
#[schema(as = CasePublication)]
pub(crate) struct PublishedView<'a> {
    text: &'a str,
    /// The address and the place may be read too.
    with_place: bool,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// When, on what ground and why a case was erased.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseErased)]
pub(crate) struct ErasedView<'a> {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// retention, request or restored.
    #[schema(value_type = String)]
    ground: Ground,
    reason: &'a str,
}

/// Of this case, the same for everybody who may see it.
pub(super) fn of<'a>(story: &'a Story, pack: &'a Pack) -> Together<'a> {
    let case = &story.case;
    let has_ladder = pack.kind(&case.kind).is_some_and(|kind| kind.ladder.is_some());
    let kept = case.erased_at.is_none();
    let shield = case.source_shield.as_ref().filter(|_| kept);
    Together {
        round: has_ladder.then_some(case.round),
        last_word_said: case.is_final(),
        simple: case.simple,
        rounds: case.rounds.iter().map(|done| round(done, kept)).collect(),
        opinion: case.opinion.as_ref().filter(|_| kept),
        helping: &case.helping,
        passing: case.passing.as_ref(),
        not_ours_until: not_ours(case, pack),
        recusals: &case.recusals,
        about: about(case, pack),
        unreached: &case.unreached,
        finish_claim: case.finish_claim,
        reopened_at: case.reopened_at,
        published: case.publication.as_ref().map(|(publication, at)| PublishedView {
            text: &publication.text,
            with_place: publication.with_place,
            at: *at,
        }),
        source_receiver: shield.map(|shield| shield.post.as_str()),
        sealed_fields: if kept { &case.sealed_fields } else { &[] },
        erased: case
            .erased_at
            .zip(erasure(story))
            .map(|(at, (ground, reason))| ErasedView { at, ground, reason }),
    }
}

fn round(done: &RoundDone, kept: bool) -> RoundView<'_> {
    RoundView {
        round: done.round,
        unit: &done.unit,
        leader: &done.leader,
        answer: AnswerView::of(&done.answer),
        opinion: done.opinion.as_ref().filter(|_| kept),
    }
}

fn about<'a>(case: &'a Case, pack: &Pack) -> Option<Withheld<'a>> {
    let about = &case.about;
    (!about.is_empty()).then(|| Withheld {
        units: &about.units,
        posts: &about.posts,
        staff: about.staff.len(),
        leads: about.covers_post(pack, &case.leader),
    })
}
