//! A person's change to a day's judgement: an item kept, put back, moved, dropped with a reason, added with one.

use crate::access::Right;
use crate::api::bodies::Seen;
use crate::api::caller::Scope;
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::api::show_judgement::{Judgement, judgement};
use crate::desk::change_judgement::added;
use crate::desk::{days, show_judgement};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use domain::daily::{DayEvent, Subject};
use office::DayState;
use serde::Deserialize;
use store::DayVersion;
use utoipa::ToSchema;

/// A change, on what was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JudgementChange {
    /// The judgement's version, as it was read: on another one somebody else has changed it.
    version: u64,
    change: ChangeBody,
}

/// What becomes of an item.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ItemChange)]
pub(crate) enum ChangeBody {
    /// It stays, whatever the program judges later; one that was dropped is put back.
    Keep { what: SubjectBody },
    /// It stands there.
    Move {
        what: SubjectBody,
        /// Among the items that whoever asks may see, 0 first; beyond the last it is the last.
        to: u32,
    },
    /// It goes.
    Drop {
        what: SubjectBody,
        #[schema(value_type = String)]
        why: Seen,
    },
    /// A case that the program did not judge to need attention.
    Add {
        /// The case's number.
        number: String,
        #[schema(value_type = String)]
        why: Seen,
    },
}

/// What an item is about, as the judgement says it.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "subject", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ItemSubject)]
pub(crate) enum SubjectBody {
    Case { number: String },
    Category { category: String },
    Area { area: String },
}

impl SubjectBody {
    fn is(&self, subject: &Subject) -> bool {
        match (self, subject) {
            (Self::Case { number: asked }, Subject::Case { number, .. }) => asked == number,
            (Self::Category { category: asked }, Subject::Category { category }) => asked == category.as_str(),
            (Self::Area { area: asked }, Subject::Area { area }) => asked == area.as_str(),
            _ => false,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Case { number: name } | Self::Category { category: name } | Self::Area { area: name } => name,
        }
    }
}

/// `POST /api/v1/days/{date}/judgement/changes`
#[utoipa::path(
    post, path = "/api/v1/days/{date}/judgement/changes", operation_id = "changeJudgement", tag = "days",
    summary = "Keep, put back, move, drop or add an item of a day's judgement",
    description = "A person's, with a key of their own.",
    params(
        ("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = JudgementChange,
    responses((status = 200, body = Judgement), Problems),
    security(("key" = ["days:decide"])),
)]
pub(crate) async fn change(
    Path(date): Path<String>,
    Sent { caller, body, key }: Sent<JudgementChange>,
) -> Result<Json<Judgement>, Fault> {
    caller.may(Scope::DaysDecide, Right::Judge)?;
    caller.myself()?;
    let visit = &caller.visit;
    let date = days::parse(&date)?;
    let office = &visit.desk.office;
    do_once(&caller, key.as_deref(), async {
        let day = office::read_day(office, date, visit.now).await?;
        let event = event(visit, &day, body.change).await?;
        let seen = DayVersion(body.version);
        office::change_judgement(office, date, seen, event, visit.actor(), visit.now).await?;
        Ok(())
    })
    .await?;
    Ok(Json(judgement(visit, date).await?))
}

async fn event(visit: &Visit, day: &DayState, change: ChangeBody) -> Result<DayEvent, Fault> {
    let hidden = show_judgement::hidden(visit, day).await?;
    let known = |what: &SubjectBody, dropped: bool| {
        let items = day.items.iter().map(|found| &found.item);
        let dropped = day.dropped.iter().filter(|_| dropped).map(|(item, _)| item);
        let subjects = items.chain(dropped).map(|item| &item.subject);
        let mut seen = subjects.filter(|subject| !show_judgement::is_among(&hidden, subject));
        let found = seen.find(|subject| what.is(subject)).cloned();
        found.ok_or_else(|| Refusal::new("refusal-day-no-subject").with("subject", what.name()))
    };
    Ok(match change {
        ChangeBody::Keep { what } => DayEvent::Confirmed {
            subject: known(&what, true)?,
        },
        ChangeBody::Move { what, to } => {
            let subject = known(&what, false)?;
            let to = usize::try_from(to).unwrap_or(usize::MAX);
            let to = show_judgement::place_among(day, &hidden, &subject, to);
            DayEvent::Moved { subject, to }
        }
        ChangeBody::Drop { what, why } => DayEvent::Dropped {
            subject: known(&what, false)?,
            why: why.0,
        },
        ChangeBody::Add { number, why } => added(visit, &number, why.0).await?,
    })
}
