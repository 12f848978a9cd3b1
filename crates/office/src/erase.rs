//! Erasing: on request of the person concerned, or because the pack's time for keeping is over. A case's tasks repeat its
//! words, so they go with it; a case with a task that has not ended waits.

use crate::act::{TRIES, append};
use crate::boxed;
use crate::{Done, Error, Office, about, act, duty_post, persons};
use domain::CaseId;
use domain::KindSlug;
use domain::case::{Actor, Case, Command, Event, Ground, Refusal, Respond, decide};
use domain::pack::FieldName;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Cases that are looked at together.
const AT_ONCE: u32 = 200;

/// What erasing a case takes: for looking before it is done, since it can't be undone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErasurePlan {
    /// The case.
    pub case: CaseId,
    /// Its number, which stays.
    pub number: String,
    /// Its kind, which stays.
    pub kind: KindSlug,
    /// When it ended; none while it is open, when it is not erased.
    pub ended_at: Option<Timestamp>,
    /// When it was erased already.
    pub erased_at: Option<Timestamp>,
    /// Sealed fields.
    pub fields: Vec<FieldName>,
    /// Names of the files.
    pub files: Vec<String>,
    /// Events in which something was written, which stay without it.
    pub events: u64,
    /// Days whose judgement, brief or decisions repeat words of it, which stay without them.
    pub days: Vec<Date>,
    /// Numbers of the tasks made from it that go with it.
    pub tasks: Vec<String>,
    /// Numbers of the tasks made from it that have not ended: it waits for them.
    pub waits_for: Vec<String>,
}

impl ErasurePlan {
    /// Whether it could be erased now, as far as cases stand.
    #[must_use]
    pub fn can_be_done(&self) -> bool {
        self.ended_at.is_some() && self.erased_at.is_none() && self.waits_for.is_empty()
    }
}

/// What [`erase_due`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErasedDue {
    /// Cases erased, tasks among them.
    pub erased: u64,
    /// Cases whose time is over and that wait for a task to end.
    pub waiting: u64,
}

/// What erasing a case would take. Nothing is changed.
///
/// # Errors
/// The refusal that there is no such case; the store's.
#[boxed]
pub async fn erasure_plan(office: &Office, case: CaseId) -> Result<ErasurePlan, Error> {
    let state = office.store.case(case).await?.ok_or_else(no_case)?;
    let tasks = tasks(office, case).await?;
    let events = office.store.history(case).await?;
    let (ended, open): (Vec<&Case>, Vec<&Case>) = tasks.iter().partition(|task| task.ended_at.is_some());
    let numbers = |cases: Vec<&Case>| cases.into_iter().map(|task| task.number.clone()).collect();
    Ok(ErasurePlan {
        case,
        number: state.number.clone(),
        kind: state.kind.clone(),
        ended_at: state.ended_at,
        erased_at: state.erased_at,
        fields: state.sealed_fields.clone(),
        files: state.evidence.iter().map(|evidence| evidence.name.clone()).collect(),
        events: events.iter().filter(|recorded| recorded.event.has_words()).count() as u64,
        days: office.store.days_with_words_of(case).await?,
        tasks: numbers(ended),
        waits_for: numbers(open),
    })
}

/// Erases a case and the tasks made from it. What lies beside the tables goes with the next
/// [`store::Store::finish_erasing`], which `huying serve` does within half a minute.
///
/// # Errors
/// A refusal: the case or a task of it is open, or the actor may not; the store's.
#[boxed]
pub async fn erase(
    office: &Office,
    case: CaseId,
    ground: Ground,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let command = Command::Erase {
        ground,
        reason: reason.to_owned(),
    };
    let mut tries = 0;
    loop {
        tries += 1;
        let (together, events) = Box::pin(erasures(office, case, &command, actor, now, key.clone())).await?;
        // All in one: whatever is refused or has changed meanwhile leaves all as it was.
        let answer = office.store.append_together(vec![together]).await.pop();
        match answer.unwrap_or(Err(store::Error::Stopping)) {
            Ok(mut done) => {
                let appended = done.pop().ok_or(store::Error::Stopping)?;
                return Ok(Done { appended, events });
            }
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether [`erase`] would be done, as all stands now: the same is decided, and nothing is written.
///
/// # Errors
/// As [`erase`].
#[boxed]
pub async fn check_erasure(
    office: &Office,
    case: CaseId,
    ground: Ground,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let command = Command::Erase {
        ground,
        reason: reason.to_owned(),
    };
    Box::pin(erasures(office, case, &command, actor, now, None))
        .await
        .map(drop)
}

/// What erases a case and its tasks, the case last; and what happens to the case by it.
async fn erasures(
    office: &Office,
    case: CaseId,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<(Vec<store::Append>, Vec<Event>), Error> {
    let state = office.store.case(case).await?.ok_or_else(no_case)?;
    let number = state.number.clone();
    let own = erasure(office, state, command, actor, now, key).await?;
    let events = own.events.clone();
    let mut together = Vec::new();
    for task in tasks(office, case).await? {
        if task.ended_at.is_none() {
            return Err(Refusal::new("refusal-erase-task")
                .with("number", &number)
                .with("task", &task.number)
                .into());
        }
        together.push(erasure(office, task, command, actor, now, None).await?);
    }
    together.push(own);
    Ok((together, events))
}

/// What erases one case, as the rules decide on what is known of it now.
async fn erasure(
    office: &Office,
    state: Case,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<store::Append, Error> {
    let known = Box::pin(about::of_case(office, &state, actor)).await?;
    let known = known.as_deref().unwrap_or(&state);
    Box::pin(duty_post::check_case(office, known, command, actor)).await?;
    let asks = Box::pin(persons::for_command(office, known, command, actor)).await?;
    let events = decide(Some(known), command, &asks, &office.pack, now)?;
    Ok(append(office, state.id, Some(state), events, actor, now, key))
}

/// Cases whose time for keeping is over at `now`, those that ended first. At most `most`.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn due_for_erasure(office: &Office, now: Timestamp, most: u32) -> Result<Vec<CaseId>, Error> {
    let mut due = Vec::new();
    for (kind, until) in kinds(office, now) {
        let mut after = None;
        while due.len() < most as usize {
            let page = office.store.ended_and_whole(&kind, until, after, AT_ONCE).await?;
            after = page.last().copied();
            due.extend(page.into_iter().map(|(_, case)| case));
            if after.is_none() {
                break;
            }
        }
    }
    due.truncate(most as usize);
    Ok(due)
}

/// Erases, as the program, all cases whose time for keeping is over at `now`, with their tasks. In slices; what somebody
/// else changes meanwhile is left to the next time.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn erase_due(office: &Office, now: Timestamp) -> Result<ErasedDue, Error> {
    erase_due_told(office, now, &|_| {}).await
}

/// As [`erase_due`]; `told` hears how many cases have been gone through.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn erase_due_told(
    office: &Office,
    now: Timestamp,
    told: &(dyn Fn(u64) + Send + Sync),
) -> Result<ErasedDue, Error> {
    let mut gone_through = 0;
    let mut done = ErasedDue::default();
    for (kind, until) in kinds(office, now) {
        let mut after = None;
        loop {
            let page = office.store.ended_and_whole(&kind, until, after, AT_ONCE).await?;
            let Some(last) = page.last().copied() else {
                break;
            };
            after = Some(last);
            gone_through += page.len() as u64;
            let mut groups: Vec<Vec<store::Append>> = Vec::new();
            for (_, case) in page {
                // A task may be over its time itself, and goes with its case already.
                if groups.iter().flatten().any(|append| append.case == case) {
                    continue;
                }
                match with_tasks(office, case, now).await? {
                    Some(erasures) => {
                        // Or has come before it, by itself.
                        groups.retain(|group| {
                            !group
                                .iter()
                                .all(|one| erasures.iter().any(|with| with.case == one.case))
                        });
                        groups.push(erasures);
                    }
                    None => done.waiting += 1,
                }
            }
            // Each case with its tasks, or not yet.
            for answer in office.store.append_together(groups).await {
                match answer {
                    Ok(erased) => done.erased += erased.len() as u64,
                    // Somebody has just done something with it: it is seen again the next time.
                    Err(store::Error::Conflict { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            told(gone_through);
        }
    }
    Ok(done)
}

/// Cases with personal data that was taken in emergencies that have been over for the pack's days, some at once.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn personal_due(office: &Office, now: Timestamp) -> Result<Vec<CaseId>, Error> {
    let mut due = Vec::new();
    for kind in office.pack.kinds.values() {
        let rule = kind.incident.as_ref().and_then(|rules| rules.personal_data.as_ref());
        let until = rule.and_then(|rule| {
            now.checked_sub(SignedDuration::from_hours(i64::from(rule.value) * 24))
                .ok()
        });
        let Some(until) = until else { continue };
        due.extend(office.store.ended_with_sealed(&kind.slug, until, AT_ONCE).await?);
    }
    Ok(due)
}

/// Destroys, as the program, what [`personal_due`] finds; answers of how many cases. What somebody else changes meanwhile is left
/// to the next time.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn erase_personal_due(office: &Office, now: Timestamp) -> Result<u64, Error> {
    let program = Actor::program();
    let mut erased = 0;
    for case in personal_due(office, now).await? {
        let step = Command::Respond(Respond::ErasePersonal);
        match act(office, case, &step, &program, now, None).await {
            Ok(done) if !done.events.is_empty() => erased += 1,
            Ok(_) => {}
            Err(Error::Refused(refusal)) => tracing::info!(%case, refusal = refusal.key, "personal data waits"),
            Err(error) => return Err(error),
        }
    }
    Ok(erased)
}

/// What erases a case and its tasks; none where it has to wait.
async fn with_tasks(office: &Office, case: CaseId, now: Timestamp) -> Result<Option<Vec<store::Append>>, Error> {
    let program = Actor::program();
    let command = Command::Erase {
        ground: Ground::Retention,
        reason: String::new(),
    };
    let mut cases = tasks(office, case).await?;
    cases.extend(office.store.case(case).await?);
    let mut appends = Vec::with_capacity(cases.len());
    for state in cases {
        match decide(Some(&state), &command, &program, &office.pack, now) {
            Ok(events) => appends.push(append(office, state.id, Some(state), events, &program, now, None)),
            Err(refusal) => {
                tracing::info!(number = %state.number, refusal = refusal.key, "a case waits with erasing");
                return Ok(None);
            }
        }
    }
    Ok(Some(appends))
}

/// The tasks made from a case, and from these, that are not erased.
async fn tasks(office: &Office, case: CaseId) -> Result<Vec<Case>, Error> {
    let mut found: Vec<Case> = Vec::new();
    let mut from = vec![case];
    while let Some(origin) = from.pop() {
        for made in office.store.made_from(origin).await? {
            if made == case || found.iter().any(|task| task.id == made) {
                continue;
            }
            from.push(made);
            let state = office.store.case(made).await?;
            found.extend(state);
        }
    }
    found.retain(|task| task.erased_at.is_none());
    Ok(found)
}

/// Kinds that are not kept for ever, with the moment before which they must have ended.
fn kinds(office: &Office, now: Timestamp) -> Vec<(KindSlug, Timestamp)> {
    let kinds = office.pack.kinds.values().filter_map(|kind| {
        let days = kind.retention.as_ref()?.value;
        let until = now.checked_sub(SignedDuration::from_hours(i64::from(days) * 24)).ok()?;
        Some((kind.slug.clone(), until))
    });
    kinds.collect()
}

fn no_case() -> Refusal {
    Refusal::new("refusal-no-case")
}
