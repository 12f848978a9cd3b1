//! The rules of a drill.

use super::{Became, Drill, DrillEvent, Form, Scenario};
use crate::case::{Actor, Refusal, Role};
use crate::pack::{Pack, StepName};
use crate::plan::Plan;
use crate::texts;
use jiff::Timestamp;

/// The longest line, in characters.
const MOST_LINE_CHARS: usize = 200;
/// The longest text, in characters.
const MOST_CHARS: usize = 5_000;
/// The most that is put in.
const MOST_INJECTS: usize = 100;
/// The longest drill, in minutes: what is more is a slip of the pen.
pub const MOST_MINUTES: u32 = 7 * 24 * 60;
/// The most that is found.
const MOST_FINDINGS: usize = 200;

/// What may be asked of a drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrillCommand {
    /// Plan it, or plan it anew.
    Plan {
        /// What is practised.
        scenario: Box<Scenario>,
    },
    /// Call it off.
    CallOff {
        /// Why.
        reason: String,
    },
    /// Begin it, as the incident of that number.
    Begin {
        /// The case's number.
        number: String,
    },
    /// Say that what was planned was put in.
    Put {
        /// Its place in the scenario.
        inject: u32,
    },
    /// End it.
    End,
    /// Write a step of the evaluation.
    Evaluate {
        /// A slug of the pack's `plans.evaluation`.
        step: String,
        /// What it says.
        text: String,
    },
    /// Write down what was found.
    Find {
        /// Identity, made by the caller.
        id: String,
        /// What.
        text: String,
    },
    /// Say what became of a finding.
    Settle {
        /// The finding.
        finding: String,
        /// What.
        became: Became,
    },
}

/// Whether somebody may know of a drill: of one that is not announced only who plans it and who directs it, until it has begun.
#[must_use]
pub fn may_know(drill: &Drill, actor: &Actor) -> bool {
    drill.scenario.form != Form::Unannounced
        || drill.begun.is_some()
        || matches!(actor.role, Role::SpecialOffice | Role::Leader | Role::Program)
        || actor.post.as_ref() == Some(&drill.scenario.director)
}

/// Answers a command with the event it makes, or says why not. None: it is so already. `plan` is the plan that the scenario names.
///
/// # Errors
/// A [`Refusal`] whose key is in `locales/*/plans.ftl`.
pub fn decide(
    state: Option<&Drill>,
    command: &DrillCommand,
    plan: Option<&Plan>,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<DrillEvent>, Refusal> {
    if let DrillCommand::Plan { scenario } = command {
        return plan_it(state, scenario, plan, actor, pack, now);
    }
    let drill = state.filter(|drill| may_know(drill, actor));
    let drill = drill.ok_or_else(|| Refusal::new("refusal-drill-unknown"))?;
    check_directs(drill, actor)?;
    if drill.called_off.is_some() {
        return Err(Refusal::new("refusal-drill-called-off"));
    }
    match command {
        DrillCommand::Plan { .. } => Ok(None),
        DrillCommand::CallOff { reason } => {
            not_begun(drill)?;
            texts::filled("reason", reason, MOST_CHARS)?;
            let reason = reason.clone();
            Ok(Some(DrillEvent::CalledOff { reason }))
        }
        DrillCommand::Begin { number } => match &drill.begun {
            Some((_, begun)) if begun == number => Ok(None),
            Some(_) => Err(Refusal::new("refusal-drill-begun")),
            None => Ok(Some(DrillEvent::Begun { number: number.clone() })),
        },
        DrillCommand::Put { inject } => {
            runs(drill)?;
            if drill.put.iter().any(|(put, _)| put == inject) {
                return Ok(None);
            }
            let known = usize::try_from(*inject).is_ok_and(|n| n < drill.scenario.injects.len());
            if !known {
                return Err(Refusal::new("refusal-drill-inject"));
            }
            Ok(Some(DrillEvent::Put { inject: *inject }))
        }
        DrillCommand::End => {
            if drill.ended_at.is_some() {
                return Ok(None);
            }
            runs(drill)?;
            Ok(Some(DrillEvent::Ended))
        }
        DrillCommand::Evaluate { step, text } => evaluate(drill, step, text, pack),
        DrillCommand::Find { id, text } => {
            has_begun(drill)?;
            if drill.findings.iter().any(|finding| finding.id == *id) {
                return Ok(None);
            }
            if drill.findings.len() >= MOST_FINDINGS {
                return Err(Refusal::new("refusal-drill-findings").with("most", MOST_FINDINGS));
            }
            texts::filled("drill-finding", text, MOST_CHARS)?;
            Ok(Some(DrillEvent::Found {
                id: id.clone(),
                text: text.clone(),
            }))
        }
        DrillCommand::Settle { finding, became } => {
            let found = drill.findings.iter().find(|found| found.id == *finding);
            let found = found.ok_or_else(|| Refusal::new("refusal-drill-finding"))?;
            Ok((!found.became.contains(became)).then(|| DrillEvent::Settled {
                finding: finding.clone(),
                became: became.clone(),
            }))
        }
    }
}

fn plan_it(
    state: Option<&Drill>,
    scenario: &Scenario,
    plan: Option<&Plan>,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Option<DrillEvent>, Refusal> {
    if !matches!(actor.role, Role::SpecialOffice | Role::Leader) {
        return Err(Refusal::new("refusal-drill-role"));
    }
    if let Some(drill) = state {
        not_begun(drill)?;
        if drill.scenario == *scenario {
            return Ok(None);
        }
    }
    if plan.and_then(Plan::in_force).is_none() {
        return Err(Refusal::new("refusal-plan-not-in-force"));
    }
    if scenario.at <= now {
        return Err(Refusal::new("refusal-drill-past"));
    }
    let director = pack.post(&scenario.director);
    let director = director.ok_or_else(|| Refusal::new("refusal-post-unknown").with("post", &scenario.director))?;
    if !may_direct(pack, director.role) {
        return Err(Refusal::new("refusal-drill-director"));
    }
    if pack.hazard(&scenario.event).is_none() {
        return Err(Refusal::new("refusal-plan-event"));
    }
    texts::filled("drill-place", &scenario.place, MOST_LINE_CHARS)?;
    texts::line("drill-place", &scenario.place, MOST_LINE_CHARS)?;
    texts::filled("drill-text", &scenario.text, MOST_CHARS)?;
    if scenario.injects.len() > MOST_INJECTS {
        return Err(Refusal::new("refusal-plan-many").with("most", MOST_INJECTS));
    }
    for inject in &scenario.injects {
        texts::filled("drill-inject", &inject.text, MOST_CHARS)?;
        if inject.minute > MOST_MINUTES {
            return Err(Refusal::new("refusal-drill-minutes").with("most", MOST_MINUTES));
        }
    }
    let mut scenario = scenario.clone();
    scenario.injects.sort_by_key(|inject| inject.minute);
    let scenario = Box::new(scenario);
    Ok(Some(DrillEvent::Planned { scenario }))
}

fn evaluate(drill: &Drill, step: &str, text: &str, pack: &Pack) -> Result<Option<DrillEvent>, Refusal> {
    if drill.ended_at.is_none() {
        return Err(Refusal::new("refusal-drill-not-ended"));
    }
    let rules = pack.plans.as_ref().ok_or_else(|| Refusal::new("refusal-plan-none"))?;
    let Some(place) = rules.evaluation.iter().position(|known| known.slug == step) else {
        return Err(Refusal::new("refusal-drill-step"));
    };
    let said = |slug: &str| drill.evaluation.iter().any(|(said, _)| said == slug);
    if let Some(before) = rules.evaluation[..place].iter().find(|before| !said(&before.slug)) {
        return Err(Refusal::new("refusal-drill-step-before").with_text("before", &before.name.value));
    }
    texts::filled("drill-evaluation", text, MOST_CHARS)?;
    let same = |(said, written): &(String, String)| said == step && written == text;
    Ok((!drill.evaluation.iter().any(same)).then(|| DrillEvent::Evaluated {
        step: step.to_owned(),
        text: text.to_owned(),
    }))
}

/// Whoever plans drills, and who directs this one.
fn check_directs(drill: &Drill, actor: &Actor) -> Result<(), Refusal> {
    let directs = actor.post.as_ref() == Some(&drill.scenario.director);
    if directs || matches!(actor.role, Role::SpecialOffice | Role::Leader | Role::Program) {
        return Ok(());
    }
    Err(Refusal::new("refusal-drill-role"))
}

fn not_begun(drill: &Drill) -> Result<(), Refusal> {
    if drill.begun.is_some() {
        return Err(Refusal::new("refusal-drill-begun"));
    }
    Ok(())
}

fn has_begun(drill: &Drill) -> Result<(), Refusal> {
    if drill.begun.is_none() {
        return Err(Refusal::new("refusal-drill-not-begun"));
    }
    Ok(())
}

fn runs(drill: &Drill) -> Result<(), Refusal> {
    has_begun(drill)?;
    if drill.ended_at.is_some() {
        return Err(Refusal::new("refusal-drill-ended"));
    }
    Ok(())
}

/// Whether somebody of this role can direct a drill: they follow the plan in its incident. Who reads everything and changes nothing does not.
#[must_use]
pub fn may_direct(pack: &Pack, role: Role) -> bool {
    let kinds = pack.kinds.values();
    let drills = kinds.filter(|kind| kind.incident.as_ref().is_some_and(|rules| rules.drill));
    let mut follows = drills
        .flat_map(|kind| &kind.steps)
        .filter(|step| step.name == StepName::FollowPlan);
    follows.any(|step| step.by.contains(&role))
}
