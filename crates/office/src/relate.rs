//! Saying of two cases that they belong together without asking the same, and taking it back: in both, or in neither.

use crate::act::{TRIES, append};
use crate::boxed;
use crate::{Done, Error, Office, about, persons};
use domain::CaseId;
use domain::case::{Actor, Case, CaseLink, Command, Refusal, decide};
use jiff::Timestamp;
use store::{Append, Appended};

/// Says that `one` and `other` belong together, with `reason`. They can be of different kinds; neither raises, closes or answers the
/// other. Where it is said already, nothing is written.
///
/// # Errors
/// A refusal of the rules: a drill and something that happened, different units or posts whom they are about, one that is erased,
/// asks the same or has too many; the store's.
#[boxed]
pub async fn relate(
    office: &Office,
    one: CaseId,
    other: CaseId,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    say(office, (one, other), Word::Related, reason, actor, now, key).await
}

/// Takes back that `one` and `other` belong together, with `reason`. One that was erased meanwhile is left as it is.
///
/// # Errors
/// A refusal of the rules: it was not said of them, or no reason is; the store's.
#[boxed]
pub async fn unrelate(
    office: &Office,
    one: CaseId,
    other: CaseId,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    say(office, (one, other), Word::Unrelated, reason, actor, now, key).await
}

/// What is said of two cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Related,
    Unrelated,
}

impl Word {
    /// What cannot be said of these two, whatever each of them allows.
    fn check(self, one: &Case, other: &Case, actor: &Actor) -> Result<(), Refusal> {
        if self == Self::Unrelated {
            // An erased one is not asked for its own rules, and hides who reported all the same.
            if other.erased_at.is_some() && other.hides_source_from(actor) {
                return Err(Refusal::new("refusal-erased").with("number", &other.number));
            }
            return Ok(());
        }
        if one.erased_at.is_some() || other.erased_at.is_some() {
            return Err(Refusal::new("refusal-link-erased"));
        }
        // Nothing of a drill stands in what has happened.
        if one.is_drill() != other.is_drill() {
            return Err(Refusal::new("refusal-related-drill"));
        }
        // Whoever one of them is withheld from must not hear of it by the other.
        if one.about != other.about {
            return Err(Refusal::new("refusal-link-about"));
        }
        Ok(())
    }

    fn command(self, link: CaseLink) -> Command {
        match self {
            Self::Related => Command::Relate(link),
            Self::Unrelated => Command::Unrelate(link),
        }
    }
}

async fn say(
    office: &Office,
    (one, other): (CaseId, CaseId),
    word: Word,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        let (this, that) = (read(office, one).await?, read(office, other).await?);
        word.check(&this, &that, actor)?;
        let own = said(office, &this, word.command(link(&that, reason)), actor, now).await?;
        let own = Append {
            key: key.clone(),
            ..own
        };
        let events = own.events.clone();
        let mut both = Vec::new();
        if that.erased_at.is_none() {
            both.push(said(office, &that, word.command(link(&this, reason)), actor, now).await?);
        }
        both.push(own);
        both.retain(|append| !append.events.is_empty());
        if both.is_empty() && word == Word::Unrelated {
            // Said last: whoever may not know of it is refused for that before, whether there is something or not.
            return Err(Refusal::new("refusal-not-linked").with("number", &this.number).into());
        }
        if both.is_empty() {
            let appended = Appended {
                case: this.id,
                number: this.number,
                version: this.version,
                repeated: true,
            };
            return Ok(Done { appended, events });
        }
        // Whatever is refused or has changed meanwhile leaves both as they were.
        let answer = office.store.append_together(vec![both]).await.pop();
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

/// What one of the two writes down, as the rules decide on what is known of it now.
async fn said(office: &Office, case: &Case, command: Command, actor: &Actor, now: Timestamp) -> Result<Append, Error> {
    let known = Box::pin(about::of_case(office, case, actor)).await?;
    let known = known.as_deref().unwrap_or(case);
    let asks = Box::pin(persons::for_command(office, known, &command, actor)).await?;
    let events = decide(Some(known), &command, &asks, &office.pack, now)?;
    Ok(append(office, case.id, Some(case.clone()), events, actor, now, None))
}

fn link(case: &Case, reason: &str) -> CaseLink {
    CaseLink {
        case: case.id,
        number: case.number.clone(),
        reason: reason.to_owned(),
    }
}

async fn read(office: &Office, id: CaseId) -> Result<Case, Error> {
    let case = office.store.case(id).await?;
    Ok(case.ok_or_else(|| Refusal::new("refusal-no-case"))?)
}
