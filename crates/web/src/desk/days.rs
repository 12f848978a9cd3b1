//! What the pages of the daily loop share: which day is asked for, and how an item's subject is said.

use super::reporting;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame;
use crate::visit::Visit;
use domain::case::Refusal;
use domain::daily::Subject;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

/// Today in the pack's zone.
pub(super) fn today(visit: &Visit) -> Date {
    visit.desk.office.pack.zone.to_datetime(visit.now).date()
}

/// The day of `?date=`; where none is given the one whose reports are awaited now, which with reports due in the morning
/// is yesterday.
pub(super) fn asked(visit: &Visit) -> Result<Date, Fault> {
    match visit.query().given("date") {
        Some(text) => parse(text),
        None => Ok(reporting::of(&visit.desk.office.pack, visit.now)),
    }
}

/// Refuses a day that has not come: nothing can be reported, judged or briefed of it.
pub(crate) fn has_come(visit: &Visit, date: Date) -> Result<(), Refusal> {
    if date > today(visit) {
        Err(Refusal::new("day-to-come").with("date", date))
    } else {
        Ok(())
    }
}

/// A day that whoever asks may judge, and as of when the judgement and the brief of it are made.
pub(super) async fn judged(visit: &Visit, date: &str) -> Result<(Date, Timestamp), Fault> {
    visit.may(Right::Judge)?;
    let date = parse(date)?;
    has_come(visit, date)?;
    Ok((date, office::day_moment(&visit.desk.office, date, visit.now).await?))
}

/// A day as addresses and forms write it: `2026-11-24`.
pub(crate) fn parse(text: &str) -> Result<Date, Fault> {
    text.parse()
        .map_err(|_| Refusal::new("day-bad-date").with("value", text).into())
}

/// The days beside a day.
pub(super) struct DayLinks {
    pub(super) before: Option<Date>,
    pub(super) after: Option<Date>,
    pub(super) is_today: bool,
    pub(super) today: Date,
}

impl DayLinks {
    /// Around `date`; nothing lies after today.
    pub(super) fn around(date: Date, today: Date) -> Self {
        Self {
            before: date.checked_sub(1.day()).ok(),
            after: date.checked_add(1.day()).ok().filter(|after| *after <= today),
            is_today: date == today,
            today,
        }
    }
}

/// An item's subject as pages say it.
pub(super) struct Said {
    /// Where it leads.
    pub(super) href: String,
    /// The case's title, or which category or area rises.
    pub(super) heading: String,
    /// The case's number; empty for what is no case.
    pub(super) number: String,
    /// The responsible unit's name; empty for what is no case.
    pub(super) unit: String,
}

impl Said {
    /// Number and heading in one: the name of a button or a field that is about it.
    pub(super) fn whole(&self) -> String {
        format!("{} {}", self.number, self.heading).trim_start().to_owned()
    }
}

/// Says an item's subject.
pub(super) fn subject(visit: &Visit, subject: &Subject, date: Date) -> Said {
    let pack = &visit.desk.office.pack;
    let names = &visit.desk.names;
    let day = |filter: &str, slug: &str| format!("/cases?{filter}={slug}&from={date}&to={date}");
    let rising = |key: &str, name: &str| visit.words().with(key, &[("name", name.into())]);
    let (href, heading) = match subject {
        Subject::Case {
            number, title, unit, ..
        } => {
            return Said {
                href: format!("/cases/{number}"),
                heading: frame::title_or_erased(visit.words(), title).to_owned(),
                number: number.clone(),
                unit: pack.unit_name(unit, visit.locale).to_owned(),
            };
        }
        Subject::Category { category } => {
            let name = names.categories.get(category);
            let name = name.map_or(category.as_str(), |name| name.get(visit.locale));
            (day("category", category.as_str()), rising("judgement-category", name))
        }
        Subject::Area { area } => {
            let name = pack.area_name(area, visit.locale);
            (day("area", area.as_str()), rising("judgement-area", name))
        }
    };
    Said {
        href,
        heading,
        number: String::new(),
        unit: String::new(),
    }
}
