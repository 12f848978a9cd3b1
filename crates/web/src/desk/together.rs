//! The part of a case's page on opinions and rounds, on who works on it beside its unit, and on what asks the same or belongs
//! together with it.

use super::mediation_keys::party_key;
use super::related;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::steps;
use crate::visit::Visit;
use domain::CaseId;
use domain::case::{Case, Opinion, Round, not_ours_until, open_steps};
use domain::pack::{ClockRule, Pack, StepName};
use jiff::Timestamp;
use std::collections::HashMap;

/// What the page says of it.
pub(super) struct Together<'a> {
    /// Message key of the round; none in a kind without review.
    pub(super) round: Option<&'static str>,
    /// No more can be asked of the same facts and reasons.
    pub(super) is_final: bool,
    /// In the simple procedure.
    pub(super) simple: bool,
    /// Its written opinions, the first round first.
    pub(super) opinions: Vec<OpinionLine>,
    /// Units that help.
    pub(super) helping: Vec<&'a str>,
    /// It is being passed on: to whom, and why.
    pub(super) passing: Option<(&'a str, &'a str)>,
    /// Until when the unit can say in time that it is not its own; none where it has said that it has it.
    pub(super) not_ours: Option<String>,
    /// Posts that stand aside, and who acts for them.
    pub(super) aside: Vec<(&'a str, &'a str)>,
    /// The case that asked the same before, where this person may see it.
    pub(super) repeat_of: Option<String>,
    /// Cases that asked the same again, those that this person may see.
    pub(super) repeated_by: Vec<String>,
    /// Cases that belong together with it, those that this person may see: number and kind.
    pub(super) related: Vec<(String, String)>,
    /// A link can be given; the parties of a dispute whose own it can be: letter and name.
    pub(super) link: Option<Vec<(&'static str, &'static str)>>,
}

/// A written opinion.
pub(super) struct OpinionLine {
    pub(super) round: &'static str,
    pub(super) number: u8,
    pub(super) verdict: &'static str,
    /// It has been given; otherwise it is a draft.
    pub(super) given: bool,
}

impl Together<'_> {
    /// There is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.opinions.is_empty()
            && self.round.is_none()
            && self.helping.is_empty()
            && self.passing.is_none()
            && self.not_ours.is_none()
            && self.aside.is_empty()
            && self.repeat_of.is_none()
            && self.repeated_by.is_empty()
            && self.related.is_empty()
    }
}

/// Of this case, for this person.
pub(super) async fn of<'a>(visit: &'a Visit, f: &Frame<'_>, case: &'a Case) -> Result<Together<'a>, Fault> {
    let pack = &visit.desk.office.pack;
    let unit = |slug| pack.unit_name(slug, visit.locale);
    let post = |slug| pack.post_name(slug, visit.locale);
    let others = linked(visit, case).await?;
    let seen = |id| others.get(&id).map(|other| other.number.clone());
    let related = related::of(visit, case).await?;
    let kind = |other: &Case| pack.kind_name(&other.kind, visit.locale).to_owned();
    let has_ladder = pack.kind(&case.kind).is_some_and(|kind| kind.ladder.is_some());
    Ok(Together {
        round: has_ladder.then(|| steps::round_key(case.round)),
        is_final: case.is_final(),
        simple: case.simple,
        opinions: opinions(case),
        helping: case.helping.iter().map(unit).collect(),
        passing: case
            .passing
            .as_ref()
            .map(|passing| (unit(&passing.unit), passing.reason.as_str())),
        not_ours: not_ours(case, pack).map(|until| f.moment(&until)),
        aside: case
            .recusals
            .iter()
            .map(|recusal| (post(&recusal.post), post(&recusal.replacement)))
            .collect(),
        repeat_of: case.repeat_of.as_ref().and_then(|link| seen(link.case)),
        repeated_by: case.repeated_by.iter().filter_map(|link| seen(link.case)).collect(),
        related: related
            .iter()
            .map(|(other, _)| (other.number.clone(), kind(other)))
            .collect(),
        link: open_steps(case, visit.actor(), pack, visit.now)
            .contains(&StepName::GiveLink)
            .then(|| {
                let mediates = pack.kind(&case.kind).is_some_and(|kind| kind.mediation.is_some());
                let parties = case.parties().into_iter().filter(|_| mediates);
                parties.map(|party| (party.letter(), party_key(party))).collect()
            }),
    })
}

/// Cases that ask the same, before and after, of those that this person may see.
pub(crate) async fn linked(visit: &Visit, case: &Case) -> Result<HashMap<CaseId, Case>, Fault> {
    let linked = case.repeat_of.iter().chain(&case.repeated_by).map(|link| link.case);
    let linked: Vec<CaseId> = linked.collect();
    if linked.is_empty() {
        return Ok(HashMap::new());
    }
    let mut others = visit.desk.office.store.cases(&linked).await?;
    others.retain(|_, other| visit.sees(other));
    Ok(others)
}

/// Until when the unit can say in time that it is not its own; none where it has said that it has it, and where a clock has run for
/// that, which says it.
pub(crate) fn not_ours(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let waits = case.acknowledged_at.is_none() && case.passing.is_none() && !case.is_ended() && case.answer.is_none();
    let clock = |rule: &ClockRule| rule.stops.contains(&StepName::PassOn) && case.clock(&rule.slug).is_some();
    let clock = pack.kind(&case.kind).is_some_and(|kind| kind.clocks.iter().any(clock));
    not_ours_until(case, pack).filter(|_| waits && !clock && case.round.is_first())
}

fn opinions(case: &Case) -> Vec<OpinionLine> {
    if case.erased_at.is_some() {
        return Vec::new();
    }
    let line = |round: Round, opinion: &Opinion, given| OpinionLine {
        round: steps::round_key(round),
        number: round.number(),
        verdict: steps::verdict_key(opinion.verdict),
        given,
    };
    let before = case.rounds.iter();
    let before = before.filter_map(|done| Some(line(done.round, done.opinion.as_ref()?, true)));
    let now = case.opinion.iter();
    let now = now.map(|opinion| line(case.round, opinion, case.answer.is_some()));
    before.chain(now).collect()
}
