//! A day's judgement: what asks for attention, in order, and why, and what people made of it.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::{days, show_judgement};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::CaseId;
use domain::daily::{AttentionItem, Subject};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;
use utoipa::ToSchema;

/// The judgement of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Judgement {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// When the program judged last; none where it has not.
    #[schema(value_type = Option<String>, format = DateTime)]
    judged_as_of: Option<Timestamp>,
    /// What a change is made on: it is refused where somebody was quicker.
    version: u64,
    /// How many more there were than are kept.
    left_out: u64,
    /// The gravest first, people's changes in.
    items: Vec<JudgedItem>,
    /// What people dropped.
    dropped: Vec<DroppedItem>,
}

/// What asks for attention.
#[derive(Serialize, ToSchema)]
pub(crate) struct JudgedItem {
    #[serde(flatten)]
    what: Judged,
    /// Where it stands among what whoever asks may see, 0 first.
    place: usize,
    /// A person has kept, moved or added it.
    confirmed: bool,
    /// About somebody of the body's own: no brief prints it.
    kept_back: bool,
}

/// What asked for attention, and was dropped.
#[derive(Serialize, ToSchema)]
pub(crate) struct DroppedItem {
    #[serde(flatten)]
    what: Judged,
    /// Why.
    why: String,
}

/// What an item is about, never a person, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Judged {
    /// `case`, `category` or `area`.
    subject: &'static str,
    /// The case's number.
    number: Option<String>,
    /// The case's title.
    title: Option<String>,
    /// The case's responsible unit.
    unit: Option<String>,
    category: Option<String>,
    area: Option<String>,
    /// Each with its name under `reason`, and its figures.
    #[schema(value_type = Vec<Object>)]
    reasons: Vec<Value>,
}

impl Judged {
    pub(super) fn of(item: &AttentionItem) -> Result<Self, Fault> {
        let reasons = item.reasons.iter().map(serde_json::to_value);
        let reasons: Result<Vec<Value>, _> = reasons.collect();
        let mut judged = Self {
            subject: "case",
            number: None,
            title: None,
            unit: None,
            category: None,
            area: None,
            reasons: reasons.map_err(|error| Fault::Broken(error.to_string()))?,
        };
        match &item.subject {
            Subject::Case {
                number, title, unit, ..
            } => {
                judged.number = Some(number.clone());
                judged.title = Some(title.clone());
                judged.unit = Some(unit.to_string());
            }
            Subject::Category { category } => {
                judged.subject = "category";
                judged.category = Some(category.to_string());
            }
            Subject::Area { area } => {
                judged.subject = "area";
                judged.area = Some(area.to_string());
            }
        }
        Ok(judged)
    }
}

/// `GET /api/v1/days/{date}/judgement`
#[utoipa::path(
    get, path = "/api/v1/days/{date}/judgement", operation_id = "showJudgement", tag = "days",
    summary = "A day's judgement",
    params(("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24")),
    responses((status = 200, body = Judgement), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn show(Path(date): Path<String>, caller: Caller) -> Result<Json<Judgement>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeDay)?;
    Ok(Json(judgement(&caller.visit, days::parse(&date)?).await?))
}

/// As this post sees it: what it is withheld from is not there.
pub(super) async fn judgement(visit: &Visit, date: Date) -> Result<Judgement, Fault> {
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    let hidden: HashSet<CaseId> = show_judgement::hidden(visit, &day).await?;
    let office = &visit.desk.office;
    let kept_back = office.store.about_somebody(&show_judgement::cases(&day)).await?;
    let seen = |item: &AttentionItem| !show_judgement::is_among(&hidden, &item.subject);
    let items = day.items.iter().filter(|found| seen(&found.item)).enumerate();
    let items = items.map(|(place, found)| {
        Ok(JudgedItem {
            what: Judged::of(&found.item)?,
            place,
            confirmed: found.confirmed,
            kept_back: show_judgement::is_among(&kept_back, &found.item.subject),
        })
    });
    let dropped = day.dropped.iter().filter(|(item, _)| seen(item));
    let dropped = dropped.map(|(item, why)| {
        Ok(DroppedItem {
            what: Judged::of(item)?,
            why: why.clone(),
        })
    });
    Ok(Judgement {
        date,
        judged_as_of: day.judged_as_of,
        version: day.version.0,
        left_out: day.left_out,
        items: items.collect::<Result<_, Fault>>()?,
        dropped: dropped.collect::<Result<_, Fault>>()?,
    })
}
