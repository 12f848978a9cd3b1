//! Whose numbers cases are known again by.
//!
//! The numbers of the source system are the office's to bring in. A unit that writes a case down itself, in its file or
//! by hand, numbers it in a list of its own, so that no unit can take a number before the source system gives it to
//! somebody else; what the source system later says of the same unit's number is said of that case.

use crate::{Office, about, duty_post};
use domain::UnitSlug;
use domain::access::{Right, Standing};
use domain::case::{Actor, Case, Registration, Role};
use domain::import::is_derived;
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

/// The list beside another one in which somebody's numbers go on that are taken there by what does not exist for them; the first
/// is the list itself.
fn beside(list: &str, n: u32) -> String {
    if n == 1 {
        list.to_owned()
    } else {
        format!("{list}/~{n}")
    }
}

/// What numbers stand for in a list, for somebody.
#[derive(Debug, Default)]
struct Looked {
    /// Cases that exist for them.
    known: HashMap<String, Case>,
    /// Numbers that are taken in the list by a case that does not exist for them, and the list in which they are free.
    free: HashMap<String, String>,
}

/// Looks numbers up. One that a case has which is `hidden` is looked for in the lists beside, as if it had not been found: what was
/// registered under it since is found there, and what is registered now is written there.
async fn look(
    office: &Office,
    list: &str,
    numbers: &[String],
    hidden: impl Fn(&Case) -> bool,
) -> Result<Looked, store::Error> {
    let keyed = keyed(office, numbers.iter().map(String::as_str))?;
    let mut looked = Looked::default();
    let mut left = numbers.to_vec();
    let mut n = 1;
    while !left.is_empty() {
        let name = beside(list, n);
        // What came before there was a secret is known by the plain one.
        let asked: Vec<String> = left
            .iter()
            .flat_map(|number| keyed.get(number).into_iter().chain([number]))
            .cloned()
            .collect();
        let mut there = office.store.cases_by_external(&name, &asked).await?;
        let mut next = Vec::new();
        for number in left {
            let under_secret = keyed.get(&number).and_then(|keyed| there.remove(keyed));
            match under_secret.or_else(|| there.remove(&number)) {
                Some(case) if hidden(&case) => next.push(number),
                Some(case) => drop(looked.known.insert(number, case)),
                None if n > 1 => drop(looked.free.insert(number, name.clone())),
                None => {}
            }
        }
        left = next;
        n += 1;
    }
    Ok(looked)
}

/// The numbers that were made of what rows say, with those under the store's secret, which are kept of them.
///
/// # Errors
/// [`store::Error::NoSealKey`] where there are some and the secret cannot be read.
fn keyed<'a>(office: &Office, numbers: impl Iterator<Item = &'a str>) -> Result<HashMap<String, String>, store::Error> {
    numbers
        .filter(|number| is_derived(number))
        .map(|number| Ok((number.to_owned(), office.store.row_number(number)?)))
        .collect()
}

/// What rows of a file speak of.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    known: HashMap<String, Known>,
    free: HashMap<String, String>,
    /// Those that were made of what rows say, with what is kept of them.
    keyed: HashMap<String, String>,
}

impl Numbers {
    /// The case of a row's number.
    pub(crate) fn known(&self, registration: &Registration) -> Option<&Known> {
        self.known.get(registration.external.as_deref()?)
    }

    /// A row as it is registered: with the number that is kept of it.
    pub(crate) fn kept(&self, registration: &Registration) -> Registration {
        let mut kept = registration.clone();
        let keyed = kept.external.as_ref().and_then(|number| self.keyed.get(number));
        if let Some(keyed) = keyed {
            kept.external = Some(keyed.clone());
        }
        kept
    }

    /// The list in which a row's number is kept: a unit's own, or the source system's; one beside it where it is taken there by a
    /// case that does not exist for those who bring the rows.
    pub(crate) fn list(&self, office: &Office, unit: Option<&UnitSlug>, registration: &Registration) -> String {
        let free = registration.external.as_ref().and_then(|number| self.free.get(number));
        free.cloned().unwrap_or_else(|| system(office, unit))
    }
}

/// The cases that these registrations speak of, by number: the source system's first, then those that the row's unit
/// wrote down itself. A case that complains about those who bring the rows is not there for them.
pub(crate) async fn known<'a>(
    office: &Office,
    actor: &Actor,
    own_unit: Option<&UnitSlug>,
    registrations: impl Iterator<Item = &'a Registration>,
) -> Result<Numbers, store::Error> {
    let named: Vec<(&str, &UnitSlug)> = registrations
        .filter_map(|registration| Some((registration.external.as_deref()?, &registration.unit)))
        .collect();
    if named.is_empty() {
        return Ok(Numbers::default());
    }
    let readers = about::readers(office, actor).await?;
    let own_post = duty_post::in_own_post(office, actor).await?;
    let withheld = |case: &Case| {
        let mut own = readers.iter();
        let mut posts = std::iter::once(actor).chain(&own_post);
        posts.any(|post| case.is_withheld_from(&office.pack, post)) || own.any(|own| case.about.staff.contains(own))
    };
    let numbers: Vec<String> = named.iter().map(|(number, _)| (*number).to_owned()).collect();
    let of_source = look(office, &system(office, None), &numbers, withheld).await?;
    let by_source = |(number, case)| (number, Known { case, by_source: true });
    let mut found = Numbers {
        known: of_source.known.into_iter().map(by_source).collect(),
        // A unit has a list of its own.
        free: of_source.free,
        keyed: keyed(office, numbers.iter().map(String::as_str))?,
    };
    if own_unit.is_some() {
        found.free.clear();
    }
    let mut own: BTreeMap<&UnitSlug, Vec<String>> = BTreeMap::new();
    for (number, unit) in named {
        if !found.known.contains_key(number) {
            own.entry(unit).or_default().push(number.to_owned());
        }
    }
    for (unit, numbers) in own {
        let of_unit = look(office, &system(office, Some(unit)), &numbers, withheld).await?;
        let by_unit = |(number, case)| (number, Known { case, by_source: false });
        found.known.extend(of_unit.known.into_iter().map(by_unit));
        if own_unit == Some(unit) {
            found.free.extend(of_unit.free);
        }
    }
    Ok(found)
}

/// Refuses a registration by a unit under a number that the source system has given already; of a case that does not exist for
/// them it has given none, as far as they can tell.
pub(crate) async fn not_the_sources(office: &Office, actor: &Actor, external: &str) -> Result<(), store::Error> {
    let numbers = [external.to_owned()];
    let source = office.store.cases_by_external(&system(office, None), &numbers).await?;
    let Some(case) = source.into_values().next() else {
        return Ok(());
    };
    let standing = standing(office, actor).await?;
    if is_hidden(actor, &standing, &case) {
        return Ok(());
    }
    Err(taken(external, case))
}

/// The list in which a number is free for whoever registers a case, since it is taken in theirs: by a case that does not exist for
/// them, to which nothing was ever given as far as they can tell.
///
/// # Errors
/// [`store::Error::ExternalTaken`] by a case that they may see.
pub(crate) async fn free_list(
    office: &Office,
    actor: &Actor,
    unit: Option<&UnitSlug>,
    external: &str,
) -> Result<String, store::Error> {
    let standing = standing(office, actor).await?;
    let numbers = [external.to_owned()];
    let list = system(office, unit);
    let mut looked = look(office, &list, &numbers, |case| is_hidden(actor, &standing, case)).await?;
    match looked.known.remove(external) {
        Some(case) => Err(taken(external, case)),
        None => Ok(looked.free.remove(external).unwrap_or(list)),
    }
}

async fn standing(office: &Office, actor: &Actor) -> Result<Standing, store::Error> {
    let readers = about::readers(office, actor).await?;
    let own = duty_post::in_own_post(office, actor).await?.and_then(|own| own.post);
    Ok(Standing::beside(&office.pack, actor, readers, own.as_ref()))
}

/// The program itself holds no post, and sees all.
fn is_hidden(actor: &Actor, standing: &Standing, case: &Case) -> bool {
    actor.role != Role::Program && !standing.may_with(Right::SeeCases, case).allowed
}

fn taken(external: &str, case: Case) -> store::Error {
    store::Error::ExternalTaken {
        external: external.to_owned(),
        number: case.number,
    }
}
