//! Repeats and near-misses, planted in a register whose truth is known, and what is proposed of them.

mod chinese;
mod dice;
mod english;
mod matters;
mod rates;
mod telling;
mod town;

pub(crate) use chinese::invent;
pub(crate) use english::{all_cases, plant};
pub(crate) use rates::{Answer, Answers};

use domain::case::{About, Actor, Case, Command, Outcome, Place, Registration, Role, SealedValues, decide, evolve};
use domain::{CaseId, CategorySlug, PostSlug, UnitSlug};
use jiff::Timestamp;
use office::{Office, Said, alike, new_case_id};
use std::collections::HashMap;
use std::time::Instant;
use store::{Append, Viewer, words_in_order};

/// The kind of all that is asked.
pub(crate) const KIND: &str = "request";
/// More than are ever compared: all that are likely enough are answered.
const ALL: usize = 100;

/// Something that looks like another thing and is not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Near {
    /// Another matter of the same category at the same place.
    SameCategory,
    /// Another matter of another category at the same place.
    OtherCategory,
    /// The same matter at the place beside it: the next house, the next building, a compound with nearly the same name.
    Neighbour,
    /// The same matter at another door 单元 of the same building, of what is a door's own.
    OtherUnit,
    /// The same matter at the same place months later.
    Later,
    /// The same matter at the same place some weeks later, after it was answered as solved and closed.
    AfterSolved,
}

impl Near {
    pub(crate) const ALL: [Self; 6] = [
        Self::SameCategory,
        Self::OtherCategory,
        Self::Neighbour,
        Self::OtherUnit,
        Self::Later,
        Self::AfterSolved,
    ];
}

/// What a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Something once more, where a near-miss of it may be in the register as well.
    Repeat(Option<Near>),
    /// What looks like something in the register and is not the same, and nothing else in it is.
    NearMiss(Near),
    /// What is like nothing that was planted.
    New,
}

/// What somebody said.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// What is about the same has the same; 0 is none.
    pub(crate) group: usize,
    pub(crate) category: CategorySlug,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) place: Place,
    pub(crate) at: Timestamp,
    /// When it was answered as solved, and closed.
    pub(crate) solved: Option<Timestamp>,
}

/// What is asked, none of it registered.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) told: Told,
    pub(crate) asked: Asked,
    /// The group in the register that is about the same.
    pub(crate) right: Option<usize>,
    /// The group in the register that looks like it.
    pub(crate) near: Option<usize>,
    /// Where nobody knows what else is about the same: category and address of the original.
    pub(crate) original: Option<(CategorySlug, String)>,
}

/// What is registered, in order, and then asked.
#[derive(Debug, Default)]
pub(crate) struct Planted {
    pub(crate) told: Vec<Told>,
    pub(crate) questions: Vec<Question>,
}

/// Which group each case is of.
pub(crate) type Groups = HashMap<CaseId, usize>;

/// Registers them for this unit, and says of which groups they are.
///
/// # Errors
/// A refusal, or the store's.
pub(crate) async fn register(
    office: &Office,
    told: &[Told],
    (unit, leader): (&UnitSlug, &PostSlug),
) -> Result<Groups, Box<dyn std::error::Error>> {
    let mut groups = Groups::new();
    for some in told.chunks(500) {
        let mut appends = Vec::with_capacity(some.len());
        for told in some {
            let append = appended(office, told, unit, leader)?;
            groups.insert(append.case, told.group);
            appends.push(append);
        }
        for answer in office.store.append_many(appends).await {
            answer?;
        }
    }
    Ok(groups)
}

/// Registered, and of what is solved answered and closed, at once.
fn appended(office: &Office, told: &Told, unit: &UnitSlug, leader: &PostSlug) -> Result<Append, office::Error> {
    let registration = registration(told, unit, leader);
    let case = registration.id;
    let mut steps = vec![(Command::Register(Box::new(registration)), told.at)];
    let mut actor = Actor::program();
    if let Some(solved) = told.solved {
        let text = "已处理完毕。".to_owned();
        let outcome = Outcome::Solved;
        steps.extend([(Command::Answer { text, outcome }, solved), (Command::Close, solved)]);
        actor = Actor {
            role: Role::Clerk,
            post: None,
            unit: Some(unit.clone()),
            account: None,
        };
    }
    let (mut state, mut events): (Option<Case>, Vec<_>) = (None, Vec::new());
    for (step, at) in &steps {
        for event in decide(state.as_ref(), step, &actor, &office.pack, *at)? {
            state = evolve(state, &event, &actor, *at);
            events.push(event);
        }
    }
    Ok(Append {
        case,
        state: None,
        events,
        actor,
        at: told.solved.unwrap_or(told.at),
        zone: office.pack.zone.clone(),
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    })
}

fn registration(told: &Told, unit: &UnitSlug, leader: &PostSlug) -> Registration {
    Registration {
        id: new_case_id(told.at),
        number: String::new(),
        kind: KIND.into(),
        category: told.category.clone(),
        title: told.title.clone(),
        description: told.description.clone(),
        place: told.place.clone(),
        source: String::new(),
        received_at: told.at,
        unit: unit.clone(),
        leader: leader.clone(),
        external: None,
        origin: None,
        about: About::default(),
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}

/// Asks each question, and says of what is proposed which of it is right.
///
/// # Errors
/// The store's.
pub(crate) async fn ask(office: &Office, questions: &[Question], groups: &Groups) -> Result<Answers, office::Error> {
    let mut answers = Answers::default();
    for question in questions {
        let told = &question.told;
        let said = Said {
            kind: &KIND.into(),
            category: &told.category,
            title: &told.title,
            description: &told.description,
            place: &told.place,
            received_at: told.at,
            id: None,
        };
        let began = Instant::now();
        let proposed = alike(office, &Viewer::body(), &said, ALL).await?;
        let took = began.elapsed();
        let original = question.original.as_ref();
        let original = original.map(|(category, address)| (category, words_in_order(address)));
        let mut answer = Answer::new(question.asked, took);
        for proposal in &proposed {
            let case = &proposal.case;
            let group = groups.get(&case.id).copied();
            let is = |wanted: Option<usize>| wanted.is_some() && group == wanted;
            let same = original.as_ref().is_some_and(|(category, address)| {
                case.category == **category && words_in_order(&case.place.address) == *address
            });
            answer.propose(proposal.likeness.score, is(question.right), is(question.near), same);
        }
        answers.push(answer);
    }
    Ok(answers)
}
