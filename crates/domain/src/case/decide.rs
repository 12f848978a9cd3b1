//! The rules: which events a command makes.

mod about;
mod agreement;
mod aside;
mod clocks;
mod correct;
mod danger;
mod draft;
mod incident;
mod invite;
mod ladder;
mod lifecycle;
mod mediation;
mod notices;
mod party;
mod permit;
mod publish;
mod referral;
mod register;
mod related;
mod seal;
mod session;
mod source;
mod timing;
mod together;

use super::{About, Actor, Case, Command, Event, Refusal};
use crate::pack::{Pack, Requirement, Step, StepName};
use crate::texts;
use draft::Draft;
use jiff::Timestamp;

pub use danger::MOST_SITUATION_CHARS;
pub(crate) use permit::can_ever;
pub(crate) use register::is_ahead;
pub use seal::check_reason;
pub use source::source_receiver;

/// The longest text of a case, in characters, where the pack sets no other limit.
pub const MOST_CHARS: usize = 20_000;
/// The longest title of a case, in characters, where the pack sets no other limit.
pub const MOST_TITLE_CHARS: usize = 500;
/// The longest text for the public, in characters (`GeoReport` v2, GET Service Requests, `description`).
pub const MOST_PUBLIC_CHARS: usize = 4_000;

/// Answers a command with the events it makes, or says why not and what to do next.
///
/// `state` is `None` for a case that does not exist yet. `now` is the moment of the append. An empty answer means that
/// there is nothing to write: the command asked for what is already so.
///
/// # Errors
///
/// A [`Refusal`] whose key is in `locales/*/refusals.ftl`.
pub fn decide(
    state: Option<&Case>,
    command: &Command,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    // As the moment of the append is kept: what events say of it is the same after a replay.
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let case = match (state, command) {
        (None, Command::Register(registration)) => return register::register(registration, actor, pack, now),
        (None, _) => return Err(Refusal::new("refusal-no-case")),
        (Some(case), Command::Register(_)) => {
            return Err(Refusal::new("refusal-already-registered").with("number", &case.number));
        }
        (Some(case), _) => case,
    };
    // For those whom it complains about there is nothing to do, look at or list.
    about::check_actor(&case.about, pack, actor)?;
    aside::check_actor(case, actor)?;
    // Lists stand on their lines after it too; nothing else is left to be done.
    if !matches!(
        command,
        Command::Open {
            what: super::Opening::Export,
            ..
        }
    ) {
        case.refuse_erased()?;
    }
    let kind = pack
        .kinds
        .get(&case.kind)
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", &case.kind))?;
    let mut draft = Draft::of(case, actor, pack, kind, now);
    if may_settle_clocks(command) {
        clocks::settle_source_finish(&mut draft);
    }
    match command {
        Command::Register(_) => {}
        Command::Correct { .. } => correct::correct(&mut draft, command)?,
        Command::PauseClock { clock, reason } => timing::pause(&mut draft, clock, reason)?,
        Command::ResumeClock { clock } => timing::resume(&mut draft, clock)?,
        Command::ExtendClock {
            clock,
            by,
            reason,
            requester_told,
        } => timing::extend(&mut draft, clock, *by, reason, *requester_told)?,
        Command::ReachMark { clock, percent } => timing::reach_mark(&mut draft, clock, *percent)?,
        Command::KeepSealed { values, reason } => seal::keep(&mut draft, values, reason)?,
        Command::Open { what, reason } => seal::open(&mut draft, what, reason)?,
        Command::ChooseNotices {
            by,
            language,
            address,
            reason,
            party,
        } => notices::choose(&mut draft, (*by, *language), address, reason.as_deref(), *party)?,
        Command::RecordAbout { about, reason } => about::record(&mut draft, about, reason)?,
        Command::LiftAbout { about, reason } => about::lift(&mut draft, about, reason)?,
        Command::KeepWithheld { staff } => about::keep(&mut draft, staff)?,
        Command::Publish(publication) => publish::publish(&mut draft, publication)?,
        Command::Unpublish { reason } => publish::unpublish(&mut draft, reason)?,
        Command::Erase { ground, reason } => seal::erase(&mut draft, *ground, reason)?,
        Command::RecordOpinion(opinion) => ladder::record_opinion(&mut draft, opinion)?,
        Command::AskReview { reason } => ladder::ask(&mut draft, reason)?,
        Command::Recuse {
            post,
            replacement,
            reason,
        } => aside::recuse(&mut draft, post, replacement, reason)?,
        Command::JoinUnit { unit, note } => together::join(&mut draft, unit, note)?,
        Command::ReleaseUnit { unit, reason } => together::release(&mut draft, unit, reason)?,
        Command::PassOn { unit, leader, reason } => together::pass_on(&mut draft, unit, leader, reason)?,
        Command::TakeOver => together::take_over(&mut draft)?,
        Command::DeclinePass { reason } => together::decline(&mut draft, reason)?,
        Command::RepeatOf(link) => together::repeat_of(&mut draft, link)?,
        Command::RepeatedBy(link) => together::repeated_by(&mut draft, link)?,
        Command::Mediate(step) => mediation::mediate(&mut draft, step)?,
        Command::Respond(step) => incident::respond(&mut draft, step)?,
        Command::SplitFrom(link) => together::split_from(&mut draft, link)?,
        Command::SplitOff(link) => together::split_off(&mut draft, link)?,
        Command::Relate(link) => related::relate(&mut draft, link)?,
        Command::Unrelate(link) => related::unrelate(&mut draft, link)?,
        Command::HandSourceOn { post, reason, vacated } => source::hand_on(&mut draft, post, reason, *vacated)?,
        Command::ClearSourceFile { sha256, reason } => source::clear_file(&mut draft, sha256, reason)?,
        Command::RaiseDanger { danger, situation } => danger::raise(&mut draft, danger, situation)?,
        Command::AcknowledgeDanger => danger::acknowledge(&mut draft)?,
        Command::TakeDangerCall => danger::take_call(&mut draft)?,
        Command::EndDanger { reason } => danger::end(&mut draft, reason)?,
        Command::InviteGuest {
            guest,
            who,
            purpose,
            until,
        } => invite::invite(&mut draft, guest, who, purpose, *until)?,
        Command::EndInvitation { guest, reason } => invite::end(&mut draft, guest, reason)?,
        Command::ShareSealed { guest, reason } => invite::share(&mut draft, guest, reason)?,
        Command::ShareAgreement { guest, reason } => invite::share_agreement(&mut draft, guest, reason)?,
        Command::StateAsGuest { text } => invite::state(&mut draft, text)?,
        Command::AttachAsGuest(evidence) => invite::attach(&mut draft, evidence)?,
        step => lifecycle::take(&mut draft, step)?,
    }
    if may_move_reports(command) {
        incident::keep_time(&mut draft);
    }
    Ok(draft.into_events())
}

/// Looking at a case, ending all that was said in it, or what it belongs together with, says nothing of its clocks.
const fn may_settle_clocks(command: &Command) -> bool {
    !matches!(
        command,
        Command::Open { .. }
            | Command::Erase { .. }
            | Command::ChooseNotices { .. }
            | Command::KeepWithheld { .. }
            | Command::Relate(_)
            | Command::Unrelate(_)
    )
}

/// When the next report of an incident is due may change with it.
fn may_move_reports(command: &Command) -> bool {
    matches!(
        command,
        Command::Respond(_) | Command::Correct { .. } | Command::Reopen { .. }
    )
}

/// Whether `actor` may take this step on the case as it stands, whatever is filled in: what to ask before something
/// large is taken in for it.
///
/// # Errors
/// The [`Refusal`] that taking it would get.
pub fn may_take(case: &Case, step: StepName, actor: &Actor, pack: &Pack, now: Timestamp) -> Result<(), Refusal> {
    let kind = pack
        .kinds
        .get(&case.kind)
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", &case.kind))?;
    about::check_actor(&case.about, pack, actor)?;
    aside::check_actor(case, actor)?;
    case.refuse_erased()?;
    permit::permit(&Draft::of(case, actor, pack, kind, now), step).map(drop)
}

/// Refuses what somebody does in one of their two posts where the other one keeps them from it: it is about that, or that stands aside.
///
/// # Errors
/// The [`Refusal`] that they would get in the other one.
pub fn check_other_post(about: &About, case: Option<&Case>, other: &Actor, pack: &Pack) -> Result<(), Refusal> {
    about::check_actor(about, pack, other)?;
    case.map_or(Ok(()), |case| aside::check_actor(case, other))
}

/// Whoever did before what a second person does with this command, by account; none where it needs nobody else.
#[must_use]
pub fn done_before<'a>(case: &'a Case, command: &Command, pack: &Pack) -> Option<&'a str> {
    let kind = pack.kinds.get(&case.kind)?;
    let step = lifecycle::step_of(command);
    let needs = |step: &Step| step.requires.contains(&Requirement::SomebodyElse);
    // Which step it is, those with rules of their own say themselves.
    let fits = |known: &Step| step.is_none_or(|step| known.name == step);
    let needed = kind.steps.iter().any(|known| fits(known) && needs(known));
    case.answer.as_ref().filter(|_| needed)?.by.as_deref()
}

/// Until when the requester can have an ended case opened again; none where nothing limits it, and for an open one.
#[must_use]
pub fn reopen_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    lifecycle::reopen_until(case, pack)
}

/// The steps that `actor` may take on the case as it stands: what a page offers. Taking one may still be refused for
/// what is filled in, or because something has changed since.
#[must_use]
pub fn open_steps(case: &Case, actor: &Actor, pack: &Pack, now: Timestamp) -> Vec<StepName> {
    let Some(kind) = pack.kinds.get(&case.kind) else {
        return Vec::new();
    };
    let aside = aside::check_actor(case, actor).is_err();
    if aside || case.erased_at.is_some() || case.is_withheld_from(pack, actor) {
        return Vec::new();
    }
    let draft = Draft::of(case, actor, pack, kind, now);
    let mut open = Vec::new();
    for step in &kind.steps {
        let is_new = step.name != StepName::Register && !open.contains(&step.name);
        if is_new
            && together::concerns(&draft, step.name)
            && mediation::concerns(&draft, step.name)
            && incident::concerns(&draft.case, step.name)
            && permit::permit(&draft, step.name).is_ok()
        {
            open.push(step.name);
        }
    }
    open
}
