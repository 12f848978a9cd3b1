//! Saying of two cases that they belong together without asking the same, and taking it back: in both, or in neither.

use crate::act::TRIES;
use crate::boxed;
use crate::{Done, Error, Office, both};
use domain::CaseId;
use domain::case::{Actor, Case, CaseLink, Command, Refusal};
use jiff::Timestamp;
use store::Append;

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
        let (this, that) = (both::read(office, one).await?, both::read(office, other).await?);
        word.check(&this, &that, actor)?;
        let command = word.command(both::link(&that, reason));
        let own = both::said(office, &this, &command, actor, now, key.clone()).await?;
        let mut others = None;
        if that.erased_at.is_none() {
            let command = word.command(both::link(&this, reason));
            others = Some(both::said(office, &that, &command, actor, now, None).await?);
        }
        let silent = |append: &Append| append.events.is_empty();
        if word == Word::Unrelated && silent(&own) && others.as_ref().is_none_or(silent) {
            // Said last: whoever may not know of it is refused for that before, whether there is something or not.
            return Err(Refusal::new("refusal-not-linked").with("number", &this.number).into());
        }
        match both::write(office, &this, own, others).await {
            Err(Error::Store(store::Error::Conflict { .. })) if tries < TRIES => {}
            done => return done,
        }
    }
}
