//! Plans and drills: reading them, and one command to each.

use crate::boxed;
use crate::stream::{change_stream, whole};
use crate::{Error, Office, act, new_case_id, persons, register};
use domain::CategorySlug;
use domain::case::{About, Actor, Command, Place, Refusal, Registration, Respond, SealedValues};
use domain::drill::{self, Drill, DrillCommand, DrillEvent};
use domain::pack::{Kind, StepName};
use domain::plan::{self, Plan, PlanCommand, PlanEvent};
use jiff::Timestamp;
use store::Recorded;

/// Plans and drills that are looked through for a list.
const MOST: u32 = 500;

/// A plan as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_plan(office: &Office, id: &str) -> Result<Option<Plan>, Error> {
    Ok(plan_of(&office.store.stream_events(id, 0).await?))
}

fn plan_of(events: &[Recorded<PlanEvent>]) -> Option<Plan> {
    events.iter().fold(None, |state, recorded| {
        plan::evolve(state, &recorded.event, &recorded.actor, recorded.at)
    })
}

/// The newest plans, the newest first, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn plans(office: &Office) -> Result<Vec<(String, Plan)>, Error> {
    let mut found = Vec::new();
    for id in office.store.streams::<PlanEvent>(MOST).await? {
        if let Some(plan) = read_plan(office, &id).await? {
            found.push((id, plan));
        }
    }
    Ok(found)
}

/// Does a command to a plan; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn change_plan(
    office: &Office,
    id: &str,
    command: &PlanCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let asks = match command {
        PlanCommand::Approve { .. } => {
            let waiting = read_plan(office, id).await?.and_then(|plan| plan.waiting);
            let drafter = waiting.as_ref().and_then(|draft| draft.by.account.as_deref());
            persons::beside(office, actor, drafter).await?
        }
        _ => actor.clone(),
    };
    let decide = |plan: &Option<Plan>| plan::decide(plan.as_ref(), command, &asks, &office.pack);
    change_stream(office, id, (actor, whole(now)), plan_of, decide).await
}

/// A drill as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_drill(office: &Office, id: &str) -> Result<Option<Drill>, Error> {
    Ok(drill_of(&office.store.stream_events(id, 0).await?))
}

fn drill_of(events: &[Recorded<DrillEvent>]) -> Option<Drill> {
    events.iter().fold(None, |state, recorded| {
        drill::evolve(state, &recorded.event, recorded.at)
    })
}

/// The newest drills, the newest first, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn drills(office: &Office) -> Result<Vec<(String, Drill)>, Error> {
    let mut found = Vec::new();
    for id in office.store.streams::<DrillEvent>(MOST).await? {
        if let Some(drill) = read_drill(office, &id).await? {
            found.push((id, drill));
        }
    }
    Ok(found)
}

/// The drills in which something has happened since a moment, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn drills_since(office: &Office, since: Timestamp) -> Result<Vec<(String, Drill)>, Error> {
    let mut found = Vec::new();
    for id in office.store.streams_since::<DrillEvent>(since).await? {
        if let Some(drill) = read_drill(office, &id).await? {
            found.push((id, drill));
        }
    }
    Ok(found)
}

/// Does a command to a drill; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn change_drill(
    office: &Office,
    id: &str,
    command: &DrillCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = whole(now);
    let of = match command {
        DrillCommand::Plan { scenario } => read_plan(office, &scenario.plan).await?,
        _ => None,
    };
    let decide = |drill: &Option<Drill>| drill::decide(drill.as_ref(), command, of.as_ref(), actor, &office.pack, now);
    change_stream(office, id, (actor, now), drill_of, decide).await
}

/// Begins a drill: it runs as an incident that is marked as one, with the plan that is practised. Begun twice, it is one incident.
///
/// # Errors
/// A refusal of the rules; the store's.
#[boxed]
pub async fn begin_drill(office: &Office, id: &str, actor: &Actor, now: Timestamp) -> Result<(), Error> {
    let state = read_drill(office, id).await?;
    let begin = |number: String| DrillCommand::Begin { number };
    if state
        .as_ref()
        .is_some_and(|drill| drill.begun.is_some() && drill::may_know(drill, actor))
    {
        return Ok(());
    }
    // Asked before there is an incident: a refused beginning leaves none behind.
    drill::decide(state.as_ref(), &begin(String::new()), None, actor, &office.pack, now)?;
    let drill = state.ok_or_else(|| Refusal::new("refusal-drill-unknown"))?;
    let scenario = &drill.scenario;
    let plan = read_plan(office, &scenario.plan).await?;
    let content = plan.as_ref().and_then(Plan::content);
    let content = content.ok_or_else(|| Refusal::new("refusal-plan-unknown"))?;
    let mut kinds = office.pack.kinds.values();
    let kind = kinds.find(|kind| kind.incident.as_ref().is_some_and(|rules| rules.drill));
    let kind = kind.ok_or_else(|| Refusal::new("refusal-drill-no-kind"))?;
    let mut follows = kind.steps.iter().filter(|step| step.name == StepName::FollowPlan);
    if !follows.any(|step| step.by.contains(&actor.role)) {
        return Err(Refusal::new("refusal-drill-role").into());
    }
    let unit = office.pack.unit(&content.unit);
    let unit = unit.ok_or_else(|| Refusal::new("refusal-unit-unknown").with("unit", &content.unit))?;
    let registration = Registration {
        id: new_case_id(now),
        number: String::new(),
        kind: kind.slug.clone(),
        category: category(kind, &scenario.event)?,
        title: content.name.clone(),
        description: scenario.text.clone(),
        place: Place {
            address: scenario.place.clone(),
            ..Place::default()
        },
        source: String::new(),
        received_at: now,
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    };
    let mut steps = kind.steps.iter().filter(|step| step.name == StepName::Register);
    let registers = steps.any(|step| step.by.contains(&actor.role));
    // Who began it stands in the drill's own record.
    let by = if registers { actor.clone() } else { Actor::program() };
    let done = register(office, registration, &by, now, Some(format!("drill {id}"))).await?;
    let follow = Command::Respond(Respond::FollowPlan {
        plan: scenario.plan.clone(),
    });
    act(office, done.appended.case, &follow, actor, now, None).await?;
    change_drill(office, id, &begin(done.appended.number), actor, now).await
}

/// The category of incidents that is named as the kind of event is, or else the last, which is for all others.
fn category(kind: &Kind, event: &str) -> Result<CategorySlug, Refusal> {
    let named = format!("incident-{event}");
    let categories = &kind.categories;
    let found = categories.iter().find(|category| category.slug.as_str() == named);
    let found = found.or_else(|| categories.last());
    found
        .map(|category| category.slug.clone())
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", &kind.slug))
}
