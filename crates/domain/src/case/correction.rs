//! What can be put right of a case, in one list: what a form or a file says, what an event keeps, what it changes.

use super::{Case, FinishClaim, Place, Registration};
use crate::CategorySlug;
use crate::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is put right of a case; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// New category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategorySlug>,
    /// New title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// New description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// New place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// New source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// New time of reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// The source system's own time of finishing, when the file now has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at_source: Option<Timestamp>,
    /// The unit's own word on when it was finished, when its file now has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_claimed: Option<Timestamp>,
    /// People affected, when the number changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people_affected: Option<u32>,
    /// Casualties, when the number changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casualties: Option<u32>,
}

impl Correction {
    /// What puts `existing` right by what a file that comes again now says of it: just what changed.
    ///
    /// Only fields in `present` (the columns that the file has) count, so that a file with fewer columns takes nothing
    /// away. A number or a time that the file no longer has stays; unit, leader and repeats have commands of their own.
    #[must_use]
    pub fn of_file(existing: &Case, incoming: &Registration, present: &BTreeSet<FieldName>) -> Self {
        let has = |field| present.contains(&field);
        let said = Self {
            category: has(FieldName::Category).then(|| incoming.category.clone()),
            title: has(FieldName::Title).then(|| incoming.title.clone()),
            description: has(FieldName::Description).then(|| incoming.description.clone()),
            place: Some(place(&existing.place, &incoming.place, present)),
            source: has(FieldName::Source).then(|| incoming.source.clone()),
            received_at: has(FieldName::ReceivedAt).then_some(incoming.received_at),
            finished_at_source: incoming.finished_at_source.filter(|_| has(FieldName::FinishedAt)),
            finish_claimed: incoming
                .finish_claimed
                .filter(|_| has(FieldName::FinishedAt))
                .filter(|said| existing.finish_denied_at.is_none_or(|denied| *said > denied)),
            people_affected: incoming.people_affected.filter(|_| has(FieldName::PeopleAffected)),
            casualties: incoming.casualties.filter(|_| has(FieldName::Casualties)),
        };
        said.new_to(existing)
    }

    /// Without what the case has already.
    #[must_use]
    pub fn new_to(self, case: &Case) -> Self {
        Self {
            category: self.category.filter(|new| *new != case.category),
            title: self.title.filter(|new| *new != case.title),
            description: self.description.filter(|new| *new != case.description),
            place: self.place.filter(|new| *new != case.place),
            source: self.source.filter(|new| *new != case.source),
            received_at: self.received_at.filter(|new| *new != case.received_at),
            finished_at_source: self
                .finished_at_source
                .filter(|new| case.finished_at_source != Some(*new)),
            finish_claimed: self
                .finish_claimed
                .filter(|said| case.finish_claim.map(|claim| claim.said) != Some(*said)),
            people_affected: self.people_affected.filter(|new| case.people_affected != Some(*new)),
            casualties: self.casualties.filter(|new| case.casualties != Some(*new)),
        }
    }

    /// Nothing is put right.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether deadlines are reckoned anew.
    #[must_use]
    pub const fn moves_clocks(&self) -> bool {
        self.category.is_some() || self.received_at.is_some()
    }

    /// Puts the case right; what was claimed to be finished was said at `at`.
    pub(super) fn apply(&self, case: &mut Case, at: Timestamp) {
        put(&mut case.category, self.category.as_ref());
        put(&mut case.title, self.title.as_ref());
        put(&mut case.description, self.description.as_ref());
        put(&mut case.place, self.place.as_ref());
        put(&mut case.source, self.source.as_ref());
        put(&mut case.received_at, self.received_at.as_ref());
        case.finished_at_source = self.finished_at_source.or(case.finished_at_source);
        if let Some(said) = self.finish_claimed {
            case.finish_claim = Some(claim(case.finish_claim, said, at));
        }
        case.people_affected = self.people_affected.or(case.people_affected);
        case.casualties = self.casualties.or(case.casualties);
    }

    /// Every word that people wrote.
    pub(super) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        self.title.iter_mut().for_each(&mut *change);
        self.description.iter_mut().for_each(&mut *change);
        if let Some(place) = &mut self.place {
            change(&mut place.address);
        }
        self.source.iter_mut().for_each(&mut *change);
    }
}

fn put<T: Clone>(field: &mut T, new: Option<&T>) {
    if let Some(new) = new {
        field.clone_from(new);
    }
}

/// A unit's claim that was received at `at`. One that only puts right when the finish was counts from the first time
/// that it was said; one that says a later finish takes the earlier claim back.
pub(super) fn claim(before: Option<FinishClaim>, said: Timestamp, at: Timestamp) -> FinishClaim {
    let first = before.filter(|before| said <= before.received_at);
    FinishClaim {
        said,
        received_at: first.map_or(at, |first| first.received_at),
    }
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
