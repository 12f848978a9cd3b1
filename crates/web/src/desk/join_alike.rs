//! Saying that another case asks the same, or belongs together with one, and taking it back: one form and a reason, seen in the
//! story of both.

use super::{list_alike, show_case};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Problems};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Refusal};
use std::sync::Arc;
use store::Story;

/// `POST /cases/{number}/alike`
pub(crate) async fn send(Path(number): Path<String>, posted: Posted) -> Result<Response, Fault> {
    change(&number, &posted, Change::Join).await
}

/// `POST /cases/{number}/alike/split`
pub(crate) async fn split(Path(number): Path<String>, posted: Posted) -> Result<Response, Fault> {
    change(&number, &posted, Change::Split).await
}

/// `POST /cases/{number}/related`
pub(crate) async fn relate(Path(number): Path<String>, posted: Posted) -> Result<Response, Fault> {
    change(&number, &posted, Change::Relate).await
}

/// `POST /cases/{number}/related/split`
pub(crate) async fn part(Path(number): Path<String>, posted: Posted) -> Result<Response, Fault> {
    change(&number, &posted, Change::Part).await
}

/// What is said of two cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// They ask the same.
    Join,
    /// They do not after all.
    Split,
    /// They belong together.
    Relate,
    /// They do not after all.
    Part,
}

impl Change {
    /// The form by which it is said, as the page names it.
    pub(crate) const fn form(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Split => "split",
            Self::Relate => "relate",
            Self::Part => "part",
        }
    }

    /// What the key is followed by under which it is kept that this was done: `office::link_repeat` and `office::split_repeat` keep each
    /// half under a key of its own, the others have one.
    pub(crate) const fn last(self) -> &'static str {
        match self {
            Self::Join => "first",
            Self::Split => "from",
            Self::Relate | Self::Part => self.form(),
        }
    }

    /// That no reason was said.
    pub(crate) fn why(self) -> Refusal {
        Refusal::new(match self {
            Self::Join | Self::Split => "refusal-link-why",
            Self::Relate | Self::Part => "refusal-related-why",
        })
    }

    /// What the case's page says was done, as its address names it.
    const fn done(self) -> &'static str {
        match self {
            Self::Join | Self::Split => "link",
            Self::Relate | Self::Part => "related",
        }
    }
}

async fn change(number: &str, Posted { visit, fields }: &Posted, change: Change) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    let story = show_case::find_for(visit, Right::TakeStep, number).await?;
    let case = &story.case;
    let done = match other(visit, fields).await? {
        // Nobody joins or parts cases without saying why.
        Some(_) if fields.get("reason").is_empty() => Err(office::Error::Refused(change.why())),
        Some(other) => {
            let key = fields.given("key");
            let key = key.map(|key| format!("alike {} {} {key}", visit.person.account.id, case.id));
            apply(visit, fields.get("reason"), (case, &other.case), change, key).await
        }
        None => Err(office::Error::Refused(Refusal::new("refusal-no-case"))),
    };
    match done {
        Ok(()) => Ok(frame::see_other(&format!(
            "/cases/{}?done={}",
            case.number,
            change.done()
        ))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            list_alike::page(visit, &story, &problems, Some((change, fields))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The other case; one that this person may not see is not there for them.
async fn other(visit: &Visit, fields: &Fields) -> Result<Option<Arc<Story>>, Fault> {
    match show_case::find_for(visit, Right::TakeStep, fields.get("other")).await {
        Ok(other) => Ok(Some(other)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Joins or parts two cases, once under a key.
pub(crate) async fn apply(
    visit: &Visit,
    reason: &str,
    (case, other): (&Case, &Case),
    change: Change,
    key: Option<String>,
) -> Result<(), office::Error> {
    let (office, actor, now) = (&visit.desk.office, visit.actor(), visit.now);
    let last = |key: Option<String>| key.map(|key| format!("{key} {}", change.last()));
    match change {
        Change::Join => {
            let (first, repeat) = in_order(case, other);
            office::link_repeat(office, repeat.id, first.id, reason, actor, now, key).await?;
        }
        Change::Split => {
            let linked =
                |repeat: &Case, main: &Case| repeat.repeat_of.as_ref().is_some_and(|link| link.case == main.id);
            let repeat = if linked(case, other) {
                case
            } else if linked(other, case) {
                other
            } else {
                return Err(Refusal::new("refusal-not-linked").with("number", &case.number).into());
            };
            office::split_repeat(office, repeat.id, reason, actor, now, key).await?;
        }
        Change::Relate => {
            office::relate(office, case.id, other.id, reason, actor, now, last(key)).await?;
        }
        Change::Part => {
            office::unrelate(office, case.id, other.id, reason, actor, now, last(key)).await?;
        }
    }
    Ok(())
}

/// The case that was asked first, and the one that asks the same again. One that already stands for others goes on doing so.
fn in_order<'a>(a: &'a Case, b: &'a Case) -> (&'a Case, &'a Case) {
    let stands = |case: &Case| case.repeated_by.is_empty();
    let age = |case: &Case| (stands(case), case.received_at, case.registered_at, case.id);
    if age(a) <= age(b) { (a, b) } else { (b, a) }
}
