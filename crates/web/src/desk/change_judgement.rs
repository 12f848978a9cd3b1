//! A person's change to the judgement: keep, move, drop with a reason, put back, add with a reason.

use super::{days, show_case, show_judgement};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Problems};
use crate::visit::Visit;
use axum::response::Response;
use domain::case::Refusal;
use domain::daily::{AttentionItem, DayEvent, Reason, Subject};
use office::DayState;
use store::DayVersion;

/// `POST /judgement/change`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Judge)?;
    let office = &visit.desk.office;
    let date = days::parse(fields.get("date"))?;
    let day = office::read_day(office, date, visit.now).await?;
    let seen = DayVersion(fields.get("version").parse().map_err(|_| Fault::Unreadable)?);
    let changed = match asked(&visit, &day, &fields).await {
        // Places count in the list that the person saw: on another version they may be others.
        Ok(_) if seen != day.version => Err(Refusal::new("refusal-day-changed").into()),
        Ok(change) => office::change_judgement(office, date, seen, change, visit.actor(), visit.now)
            .await
            .map_err(Fault::from),
        Err(fault) => Err(fault),
    };
    match changed {
        Ok(_) => Ok(frame::see_other(&format!("/judgement?date={date}"))),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_judgement::page(&visit, date, &Draft { fields, problems }).await
        }
        Err(fault) => Err(fault),
    }
}

async fn asked(visit: &Visit, day: &DayState, fields: &Fields) -> Result<DayEvent, Fault> {
    let hidden = show_judgement::hidden(visit, day).await?;
    let seen = |subject: &&Subject| !show_judgement::is_among(&hidden, subject);
    let asked = fields.get("item");
    let gone = || Refusal::new("refusal-day-no-subject").with("subject", asked);
    let named = |subject: &&Subject| show_judgement::name_of(subject) == asked;
    let subject = || {
        let mut all = day.items.iter().map(|found| &found.item.subject).filter(seen);
        all.find(named).cloned().ok_or_else(gone)
    };
    // Moves are among what the person sees: past what is withheld from them in one go.
    let moved = |subject: Subject, by: isize| {
        let mut all = day.items.iter().map(|found| &found.item.subject).filter(seen);
        let at = all.position(|other| *other == subject).unwrap_or_default();
        let to = show_judgement::place_among(day, &hidden, &subject, at.saturating_add_signed(by));
        DayEvent::Moved { subject, to }
    };
    Ok(match fields.get("change") {
        "keep" => DayEvent::Confirmed { subject: subject()? },
        "restore" => {
            let mut dropped = day.dropped.iter().map(|(item, _)| &item.subject).filter(seen);
            DayEvent::Confirmed {
                subject: dropped.find(named).cloned().ok_or_else(gone)?,
            }
        }
        "top" => DayEvent::Moved {
            subject: subject()?,
            to: 0,
        },
        "up" => moved(subject()?, -1),
        "down" => moved(subject()?, 1),
        "drop" => DayEvent::Dropped {
            subject: subject()?,
            why: fields.get("why").to_owned(),
        },
        "add" => added(visit, fields.get("number"), fields.get("why").to_owned()).await?,
        _ => return Err(Fault::Unreadable),
    })
}

/// A case that somebody adds, and why; refused where they see none of that number.
pub(crate) async fn added(visit: &Visit, number: &str, why: String) -> Result<DayEvent, Fault> {
    let story = match show_case::find(visit, number).await {
        Err(Fault::NotFound) => Err(Refusal::new("judgement-no-case").with("number", number).into()),
        found => found,
    }?;
    let case = &story.case;
    let subject = Subject::Case {
        id: case.id,
        number: case.number.clone(),
        title: case.title.clone(),
        unit: case.unit.clone(),
    };
    let reasons = vec![Reason::Added { why }];
    let item = AttentionItem { subject, reasons };
    Ok(DayEvent::Added { item })
}
