//! What a file that comes again changes in a case that is already here.

use super::{Case, Command, Place, Registration};
use crate::pack::FieldName;
use std::collections::BTreeSet;

/// The command that puts `existing` right by what a file now says of it, with just what changed; none where nothing
/// did.
///
/// Only fields in `present` (the columns that the file has) count, so that a file with fewer columns takes nothing
/// away. A number or a time that the file no longer has stays; unit, leader and repeats have commands of their own.
/// The reason is left empty for the caller to fill in with the file's name.
#[must_use]
pub fn correction(existing: &Case, incoming: &Registration, present: &BTreeSet<FieldName>) -> Option<Command> {
    let has = |field| present.contains(&field);
    let category = changed(has(FieldName::Category), &existing.category, &incoming.category);
    let title = changed(has(FieldName::Title), &existing.title, &incoming.title);
    let description = changed(
        has(FieldName::Description),
        &existing.description,
        &incoming.description,
    );
    let place = changed(true, &existing.place, &place(&existing.place, &incoming.place, present));
    let source = changed(has(FieldName::Source), &existing.source, &incoming.source);
    let received_at = changed(has(FieldName::ReceivedAt), &existing.received_at, &incoming.received_at);
    let finished_at_source = newly(
        has(FieldName::FinishedAt),
        existing.finished_at_source,
        incoming.finished_at_source,
    );
    let finish_claimed = newly(
        has(FieldName::FinishedAt),
        existing.finish_claim.map(|claim| claim.said),
        incoming
            .finish_claimed
            .filter(|said| existing.finish_denied_at.is_none_or(|denied| *said > denied)),
    );
    let people_affected = newly(
        has(FieldName::PeopleAffected),
        existing.people_affected,
        incoming.people_affected,
    );
    let casualties = newly(has(FieldName::Casualties), existing.casualties, incoming.casualties);

    let anything = category.is_some()
        || title.is_some()
        || description.is_some()
        || place.is_some()
        || source.is_some()
        || received_at.is_some()
        || finished_at_source.is_some()
        || finish_claimed.is_some()
        || people_affected.is_some()
        || casualties.is_some();
    anything.then(|| Command::Correct {
        category,
        title,
        description,
        place,
        source,
        received_at,
        finished_at_source,
        finish_claimed,
        people_affected,
        casualties,
        reason: String::new(),
    })
}

fn changed<T: Clone + PartialEq>(present: bool, old: &T, new: &T) -> Option<T> {
    (present && old != new).then(|| new.clone())
}

fn newly<T: PartialEq + Copy>(present: bool, old: Option<T>, new: Option<T>) -> Option<T> {
    new.filter(|_| present && old != new)
}

/// The old place with what the file's columns say of it.
fn place(old: &Place, new: &Place, present: &BTreeSet<FieldName>) -> Place {
    let mut place = old.clone();
    if present.contains(&FieldName::Address) {
        place.address.clone_from(&new.address);
    }
    if present.contains(&FieldName::Area) {
        place.area.clone_from(&new.area);
    }
    if present.contains(&FieldName::Latitude) {
        place.latitude = new.latitude;
    }
    if present.contains(&FieldName::Longitude) {
        place.longitude = new.longitude;
    }
    place
}
