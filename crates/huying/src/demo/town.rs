//! The invented county's cases as they go on: steps are decided by the rules and appended in the order of their time.

use super::disputes::{Dispute, MEDIATOR};
use super::stories::{Step, Story, Who};
use crate::failure::Failure;
use domain::case::{Actor, Case, Command, Event, Place, Registration, Role, SealedValues, decide, evolve};
use domain::{CaseId, PostSlug, UnitSlug};
use jiff::Timestamp;
use office::Office;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use store::{Account, Append};

/// Appends that one durable commit may take.
const AT_ONCE: usize = 500;

/// The county.
pub(crate) struct Town {
    pub(crate) office: Office,
    accounts: HashMap<PostSlug, Account>,
    running: Vec<Running>,
}

/// A case and what will be done to it.
struct Running {
    case: Case,
    steps: VecDeque<Step>,
}

/// One append, and what to evolve when it is done.
struct Turn {
    case: CaseId,
    state: Option<Case>,
    events: Vec<Event>,
    actor: Actor,
    at: Timestamp,
}

impl Town {
    pub(crate) async fn new(office: Office) -> Result<Self, Failure> {
        let accounts = office.store.accounts().await?;
        let accounts = accounts
            .into_iter()
            .map(|account| (account.post.clone(), account))
            .collect();
        Ok(Self {
            office,
            accounts,
            running: Vec::new(),
        })
    }

    /// Somebody at a post, with the account of whoever holds it.
    pub(crate) fn at_post(&self, post: &str) -> Actor {
        let slug = PostSlug::from(post);
        let known = self.office.pack.post(&slug);
        Actor {
            role: known.map_or(Role::Clerk, |post| post.role),
            unit: known.map(|post| post.unit.clone()),
            account: self.accounts.get(&slug).map(|account| account.id.clone()),
            post: Some(slug),
        }
    }

    /// A unit's handler.
    pub(crate) fn handler(&self, unit: &UnitSlug) -> Actor {
        self.at_post(&format!("{unit}-handler"))
    }

    fn actor(&self, who: &Who) -> Actor {
        match who {
            Who::Clerk => self.at_post("clerk"),
            Who::Handler(unit) => self.handler(unit),
            Who::Post(post) => self.at_post(post),
        }
    }

    /// Registers calls as the clerk did when they came, and lets their lives begin.
    pub(crate) async fn register(&mut self, stories: &[Story]) -> Result<(), Failure> {
        let clerk = self.at_post("clerk");
        let mut turns = Vec::new();
        for story in stories {
            let registration = self.registration(story)?;
            let (case, at) = (registration.id, story.received_at);
            let command = Command::Register(Box::new(registration));
            let events = decide(None, &command, &clerk, &self.office.pack, at)?;
            turns.push(Turn {
                case,
                state: None,
                events,
                actor: clerk.clone(),
                at,
            });
        }
        let cases = self.append(turns).await?;
        let lives = cases.into_iter().zip(stories).map(|(case, story)| Running {
            case,
            steps: story.life(story.received_at, true, true).into(),
        });
        self.running.extend(lives);
        Ok(())
    }

    /// Disputes as the mediator finds them; each is written down when it is found, and goes on from there.
    pub(crate) async fn find(&mut self, disputes: Vec<Dispute>) -> Result<(), Failure> {
        let mediator = self.at_post(MEDIATOR);
        for Dispute {
            registration, steps, ..
        } in disputes
        {
            let (case, at) = (registration.id, registration.received_at);
            let command = Command::Register(Box::new(registration));
            let events = decide(None, &command, &mediator, &self.office.pack, at)?;
            let turn = Turn {
                case,
                state: None,
                events,
                actor: mediator.clone(),
                at,
            };
            for case in self.append(vec![turn]).await? {
                let steps = steps.clone().into();
                self.running.push(Running { case, steps });
            }
        }
        Ok(())
    }

    /// Takes on cases that came by a unit's file at `at`.
    pub(crate) async fn take_on(&mut self, stories: &[&Story], at: Timestamp) -> Result<(), Failure> {
        let externals: Vec<String> = stories.iter().map(|story| story.external.clone()).collect();
        let system = &self.office.pack.import.source_system;
        let mut cases = self.office.store.cases_by_external(system, &externals).await?;
        for story in stories {
            let Some(case) = cases.remove(&story.external) else {
                continue;
            };
            let steps = if case.finished_at_source.is_some() {
                VecDeque::new()
            } else {
                story.life(at, false, false).into()
            };
            self.running.push(Running { case, steps });
        }
        Ok(())
    }

    /// Takes every step up to `until`.
    pub(crate) async fn advance(&mut self, until: Timestamp, progress: impl Fn(u64)) -> Result<(), Failure> {
        loop {
            let mut turns = Vec::new();
            let mut taken = Vec::new();
            for (index, running) in self.running.iter().enumerate() {
                let Some(step) = running.steps.front().filter(|step| step.at <= until) else {
                    continue;
                };
                let actor = self.actor(&step.who);
                let events = decide(Some(&running.case), &step.command, &actor, &self.office.pack, step.at)?;
                turns.push(Turn {
                    case: running.case.id,
                    state: Some(running.case.clone()),
                    events,
                    actor,
                    at: step.at,
                });
                taken.push(index);
            }
            if turns.is_empty() {
                self.running.retain(|running| !running.steps.is_empty());
                return Ok(());
            }
            progress(turns.len() as u64);
            let cases = self.append(turns).await?;
            for (index, case) in taken.into_iter().zip(cases) {
                let running = &mut self.running[index];
                running.case = case;
                running.steps.pop_front();
            }
        }
    }

    async fn append(&self, turns: Vec<Turn>) -> Result<Vec<Case>, Failure> {
        let mut cases = Vec::with_capacity(turns.len());
        let mut turns = turns.into_iter().peekable();
        while turns.peek().is_some() {
            let chunk: Vec<Turn> = turns.by_ref().take(AT_ONCE).collect();
            let appends = chunk.iter().map(|turn| Append {
                case: turn.case,
                state: turn.state.clone().map(Arc::new),
                events: turn.events.clone(),
                actor: turn.actor.clone(),
                at: turn.at,
                zone: self.office.pack.zone.clone(),
                source_system: self.office.pack.import.source_system.clone(),
                key: None,
                jobs: Vec::new(),
            });
            let answers = self.office.store.append_many(appends.collect()).await;
            for (turn, answer) in chunk.into_iter().zip(answers) {
                let number = answer?.number;
                let case = turn.events.into_iter().fold(turn.state, |state, event| {
                    evolve(state, &numbered(event, &number), &turn.actor, turn.at)
                });
                cases.extend(case);
            }
        }
        Ok(cases)
    }

    fn registration(&self, story: &Story) -> Result<Registration, Failure> {
        let pack = &self.office.pack;
        let unit = UnitSlug::from(story.unit);
        let leader = pack.unit(&unit).map(|unit| unit.leader.clone());
        let leader = leader.ok_or_else(|| Failure::new("cli-pack-unknown", &[("pack", &story.unit)]))?;
        Ok(Registration {
            id: office::new_case_id(story.received_at),
            number: String::new(),
            kind: pack.import.kind.clone(),
            category: story.category.into(),
            title: story.title.clone(),
            description: story.description.clone(),
            place: Place {
                address: story.address.to_owned(),
                area: Some(story.area.into()),
                latitude: None,
                longitude: None,
            },
            source: story.source.to_owned(),
            received_at: story.received_at,
            unit,
            leader,
            external: Some(story.external.clone()),
            origin: None,
            people_affected: story.people,
            casualties: story.casualties,
            repeats: story.repeats,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            about: domain::case::About::default(),
            sealed_fields: Vec::new(),
            sealed: SealedValues::default(),
        })
    }
}

/// The store allots the number; the state kept here has to know it too.
fn numbered(event: Event, number: &str) -> Event {
    match event {
        Event::Registered {
            mut registration,
            status,
            pack,
        } => {
            number.clone_into(&mut registration.number);
            Event::Registered {
                registration,
                status,
                pack,
            }
        }
        other => other,
    }
}
