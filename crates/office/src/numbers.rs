//! Whose numbers cases are known again by.
//!
//! The numbers of the source system are the office's to bring in. A unit that writes a case down itself, in its file or
//! by hand, numbers it in a list of its own, so that no unit can take a number before the source system gives it to
//! somebody else; what the source system later says of the same unit's number is said of that case.

use crate::Office;
use domain::UnitSlug;
use domain::case::{Actor, Case, Registration};
use std::collections::{BTreeMap, HashMap};

/// A case known by its number.
#[derive(Debug)]
pub(crate) struct Known {
    /// The case.
    pub(crate) case: Case,
    /// Under a number of the source system; else under one that its unit gave it.
    pub(crate) by_source: bool,
}

/// The name under which the store keeps numbers: the source system's, or a unit's own within it.
pub(crate) fn system(office: &Office, unit: Option<&UnitSlug>) -> String {
    let system = &office.pack.import.source_system;
    unit.map_or_else(|| system.clone(), |unit| format!("{system}/{unit}"))
}

/// The unit for which somebody writes cases down: that of a post in a unit that reports, none for those who work for
/// the body as a whole.
pub(crate) fn unit_of<'a>(office: &Office, actor: &'a Actor) -> Option<&'a UnitSlug> {
    let reports = |slug: &&UnitSlug| office.pack.unit(slug).is_some_and(|unit| unit.reports_daily);
    actor.unit.as_ref().filter(reports)
}

/// The cases that these registrations speak of, by number: the source system's first, then those that the row's unit
/// wrote down itself. A case that complains about those who bring the rows is not there for them.
pub(crate) async fn known<'a>(
    office: &Office,
    actor: &Actor,
    registrations: impl Iterator<Item = &'a Registration>,
) -> Result<HashMap<String, Known>, store::Error> {
    let named: Vec<(&str, &UnitSlug)> = registrations
        .filter_map(|registration| Some((registration.external.as_deref()?, &registration.unit)))
        .collect();
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let numbers: Vec<String> = named.iter().map(|(number, _)| (*number).to_owned()).collect();
    let of_source = office.store.cases_by_external(&system(office, None), &numbers).await?;
    let mut known: HashMap<String, Known> = of_source
        .into_iter()
        .filter(|(_, case)| !case.is_withheld_from(&office.pack, actor))
        .map(|(number, case)| (number, Known { case, by_source: true }))
        .collect();
    let mut own: BTreeMap<&UnitSlug, Vec<String>> = BTreeMap::new();
    for (number, unit) in named {
        if !known.contains_key(number) {
            own.entry(unit).or_default().push(number.to_owned());
        }
    }
    for (unit, numbers) in own {
        let cases = office
            .store
            .cases_by_external(&system(office, Some(unit)), &numbers)
            .await?;
        known.extend(
            cases
                .into_iter()
                .filter(|(_, case)| !case.is_withheld_from(&office.pack, actor))
                .map(|(number, case)| (number, Known { case, by_source: false })),
        );
    }
    Ok(known)
}

/// Refuses a registration by a unit under a number that the source system has given already; to a case that complains
/// about the unit it has given none, as far as the unit can tell.
pub(crate) async fn not_the_sources(
    office: &Office,
    actor: &Actor,
    registration: &Registration,
) -> Result<(), store::Error> {
    let Some(external) = registration.external.clone() else {
        return Ok(());
    };
    let numbers = std::slice::from_ref(&external);
    let mut taken = office.store.cases_by_external(&system(office, None), numbers).await?;
    let taken = taken.remove(&external);
    taken
        .filter(|case| !case.is_withheld_from(&office.pack, actor))
        .map_or(Ok(()), |case| {
            Err(store::Error::ExternalTaken {
                external,
                number: case.number,
            })
        })
}
