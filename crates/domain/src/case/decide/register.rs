//! Intake 登记.

use super::permit::permit_registration;
use super::{Draft, MOST_CHARS, MOST_TITLE_CHARS, about, clocks, incident, seal, source, texts};
use crate::case::{Actor, Event, Place, Refusal, Registration};
use crate::pack::{FieldName, Kind, Pack, StepName};
use crate::{AreaSlug, CategorySlug, PostSlug, UnitSlug};
use jiff::{SignedDuration, Timestamp};

/// How far ahead of the moment of registration something may be said to have been received: clocks of other systems
/// go wrong and a replayed day ends before its last rows, but a date typed wrongly is a mistake.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Nothing that anybody is still owed an answer on was asked before this.
const EARLIEST: Timestamp = Timestamp::UNIX_EPOCH;

/// The longest address, source or number of another system, in characters, where the pack sets no other limit.
const MOST_SHORT_CHARS: usize = 500;

pub(super) fn register(
    registration: &Registration,
    actor: &Actor,
    pack: &Pack,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let r = registration;
    let kind = pack
        .kinds
        .get(&r.kind)
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", &r.kind))?;
    let step = permit_registration(kind, actor)?;
    check_category(kind, &r.category)?;
    check_unit(pack, &r.unit)?;
    check_leader(pack, &r.leader)?;
    about::check_known(&r.about, pack)?;
    about::check_actor(&r.about, pack, actor)?;
    about::check_responsible(&r.about, pack, &r.unit, &r.leader)?;
    check_required(kind, r)?;
    check_title(kind, &r.title)?;
    check_description(kind, &r.description)?;
    check_place(pack, kind, &r.place)?;
    check_source(kind, &r.source)?;
    if let Some(external) = &r.external {
        texts::line("external", external, most(kind, FieldName::External, MOST_SHORT_CHARS))?;
    }
    seal::check_values(kind, &r.sealed)?;
    check_received(r.received_at, now)?;
    if let Some(said) = r.finish_claimed {
        check_claim(said, r.received_at, now)?;
    }
    if let Some(due) = r.due {
        if due <= now {
            return Err(Refusal::new("refusal-due-past"));
        }
        if !clocks::takes_due_by_hand(kind, &r.category) {
            return Err(Refusal::new("refusal-due-no-clock").with_text("kind", &kind.name));
        }
    }
    let status = step
        .to
        .as_ref()
        .or_else(|| kind.statuses.first().map(|status| &status.slug))
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", &r.kind))?;
    let registered = Event::Registered {
        registration: Box::new(Registration {
            sealed_fields: r.sealed.fields(),
            title: incident::marked(kind, &r.title).unwrap_or_else(|| r.title.clone()),
            about: r.about.as_kept(),
            ..r.clone()
        }),
        status: status.clone(),
        pack: pack.stamp(),
    };
    let Some(mut draft) = Draft::beginning_with(registered, actor, pack, kind, now) else {
        return Ok(Vec::new());
    };
    // What follows must not give it to a post that somebody holds whom it is about.
    draft.case.about.holds.clone_from(&r.about.holds);
    draft.case.about.others.clone_from(&r.about.others);
    clocks::apply(&mut draft, StepName::Register, false);
    source::hide(&mut draft);
    incident::begin(&mut draft);
    incident::keep_time(&mut draft);
    clocks::settle_source_finish(&mut draft);
    Ok(draft.into_events())
}

pub(super) fn check_category(kind: &Kind, category: &CategorySlug) -> Result<(), Refusal> {
    if kind.categories.iter().any(|known| known.slug == *category) {
        return Ok(());
    }
    Err(Refusal::new("refusal-category-unknown")
        .with("category", category)
        .with_text("kind", &kind.name))
}

pub(super) fn check_unit(pack: &Pack, unit: &UnitSlug) -> Result<(), Refusal> {
    if pack.unit(unit).is_some() {
        return Ok(());
    }
    Err(Refusal::new("refusal-unit-unknown").with("unit", unit))
}

pub(super) fn check_leader(pack: &Pack, leader: &PostSlug) -> Result<(), Refusal> {
    if pack.post(leader).is_some() {
        return Ok(());
    }
    Err(Refusal::new("refusal-leader-unknown").with("leader", leader))
}

pub(super) fn check_title(kind: &Kind, title: &str) -> Result<(), Refusal> {
    texts::needed("title", title)?;
    texts::line("title", title, most(kind, FieldName::Title, MOST_TITLE_CHARS))
}

pub(super) fn check_description(kind: &Kind, description: &str) -> Result<(), Refusal> {
    texts::fits(
        "description",
        description,
        most(kind, FieldName::Description, MOST_CHARS),
    )
}

pub(super) fn check_source(kind: &Kind, source: &str) -> Result<(), Refusal> {
    texts::line("source", source, most(kind, FieldName::Source, MOST_SHORT_CHARS))
}

pub(super) fn check_place(pack: &Pack, kind: &Kind, place: &Place) -> Result<(), Refusal> {
    texts::line(
        "address",
        &place.address,
        most(kind, FieldName::Address, MOST_SHORT_CHARS),
    )?;
    if let Some(area) = &place.area {
        check_area(pack, area)?;
    }
    let on_earth = |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| (-most..=most).contains(&degrees));
    if !on_earth(place.latitude, 90.0) || !on_earth(place.longitude, 180.0) {
        return Err(Refusal::new("refusal-coordinates"));
    }
    Ok(())
}

fn check_area(pack: &Pack, area: &AreaSlug) -> Result<(), Refusal> {
    if pack.area(area).is_some() {
        return Ok(());
    }
    Err(Refusal::new("refusal-area-unknown").with("area", area))
}

pub(super) fn check_received(received_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if received_at < EARLIEST {
        return Err(Refusal::new("refusal-received-before"));
    }
    if is_ahead(received_at, now) {
        return Err(Refusal::new("refusal-received-ahead"));
    }
    Ok(())
}

/// Whether something said to have been received at `received_at` lies too far ahead at `now`.
pub(crate) fn is_ahead(received_at: Timestamp, now: Timestamp) -> bool {
    received_at.duration_since(now) > AHEAD
}

/// A unit can say that it has finished what it was asked, not what it has not been asked yet or will have finished.
pub(super) fn check_claim(said: Timestamp, received_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if said < received_at {
        return Err(Refusal::new("refusal-finished-early"));
    }
    if said > now {
        return Err(Refusal::new("refusal-finished-ahead"));
    }
    Ok(())
}

/// Fields that the kind's form asks for and that a registration can have.
fn check_required(kind: &Kind, r: &Registration) -> Result<(), Refusal> {
    for field in kind.fields.iter().filter(|field| field.required) {
        let there = match field.name {
            FieldName::Description => !r.description.trim().is_empty(),
            FieldName::Source => !r.source.trim().is_empty(),
            FieldName::External => r.external.as_ref().is_some_and(|external| !external.trim().is_empty()),
            FieldName::Area => r.place.area.is_some(),
            FieldName::Address => !r.place.address.trim().is_empty(),
            FieldName::Latitude => r.place.latitude.is_some(),
            FieldName::Longitude => r.place.longitude.is_some(),
            FieldName::PeopleAffected => r.people_affected.is_some(),
            FieldName::Casualties => r.casualties.is_some(),
            // Always there, checked by a rule of its own, or not kept.
            FieldName::ReceivedAt
            | FieldName::FinishedAt
            | FieldName::Unit
            | FieldName::Category
            | FieldName::Title
            | FieldName::Status
            | FieldName::RowNumber
            | FieldName::NoticeAddress
            | FieldName::Repeats => true,
            name @ (FieldName::RequesterName
            | FieldName::RequesterContact
            | FieldName::IdentityNumber
            | FieldName::SealedNote
            | FieldName::Representatives
            | FieldName::PartyB
            | FieldName::PartyC
            | FieldName::PartyD) => r.sealed.get(name).is_some(),
        };
        if !there {
            return Err(Refusal::new("refusal-field-required").with_text("field", &field.label));
        }
    }
    Ok(())
}

/// The pack's limit for a field, in characters; the house's where it sets none.
fn most(kind: &Kind, name: FieldName, otherwise: usize) -> usize {
    kind.fields
        .iter()
        .find(|field| field.name == name && field.max_chars > 0)
        .and_then(|field| usize::try_from(field.max_chars).ok())
        .unwrap_or(otherwise)
        .min(MOST_CHARS)
}
