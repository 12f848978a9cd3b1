//! Sets the operating level 平战状态: from which day on units report how often.

use super::{days, show_reports};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Problems};
use axum::response::Response;
use domain::pack::OperatingLevel;

/// Levels: value of the form, level, message key.
pub(super) const LEVELS: [(&str, OperatingLevel, &str); 3] = [
    ("routine", OperatingLevel::Routine, "level-routine"),
    ("heightened", OperatingLevel::Heightened, "level-heightened"),
    ("emergency", OperatingLevel::Emergency, "level-emergency"),
];

/// Message key of a level's name.
pub(super) fn word(level: OperatingLevel) -> &'static str {
    let known = LEVELS.iter().find(|(_, known, _)| *known == level);
    known.map_or("level-routine", |(_, _, word)| word)
}

/// `POST /reports/level`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Judge)?;
    let chosen = LEVELS.iter().find(|(value, _, _)| *value == fields.get("level"));
    let (value, level, _) = *chosen.ok_or(Fault::Unreadable)?;
    let from = days::parse(fields.get("from"))?;
    let today = days::today(&visit);
    if from < today {
        // What was in force on a past day is what its reports were late or on time by.
        let mut problems = Problems::default();
        problems.add("from", visit.words().text("level-past"));
        return show_reports::page(&visit, today, &Draft { fields, problems }).await;
    }
    office::set_operating_level(&visit.desk.office, from, level).await?;
    tracing::info!(account = visit.person.account.id, level = value, %from, "operating level set");
    Ok(frame::see_other(&format!("/reports?date={}", from.min(today))))
}
