//! A store in a directory of its own, and cases to put into it. Events are made by hand: the store never decides.

use domain::case::{Actor, Case, Event, Place, Registration, SealedValues};
use domain::{CaseId, CategorySlug, ClockSlug, KindSlug, PostSlug, StatusSlug, UnitSlug};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Append, Appended, Store};

pub(crate) struct Home {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) store: Store,
}

impl Home {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        Self { dir, store }
    }

    pub(crate) async fn register(&self, registration: Registration, at: &str) -> Case {
        let id = registration.id;
        self.store.append(register(registration, at)).await.unwrap();
        self.store.case(id).await.unwrap().unwrap()
    }

    pub(crate) async fn happen(&self, case: &Case, events: Vec<Event>, at: &str) -> Appended {
        self.store.append(happen(case, events, at)).await.unwrap()
    }
}

pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn kind() -> KindSlug {
    KindSlug::from("request")
}

/// Ids that are different and in order.
pub(crate) fn new_id() -> CaseId {
    // Above the ids of the databases under fixtures/.
    static LAST: AtomicU64 = AtomicU64::new(2_000);
    let n = LAST.fetch_add(1, Ordering::Relaxed);
    CaseId(uuid::Uuid::from_u128(
        (1_767_225_600_000_u128 << 80) | (0x7 << 76) | (0b10 << 62) | u128::from(n),
    ))
}

pub(crate) fn registration(title: &str, received_at: &str) -> Registration {
    Registration {
        id: new_id(),
        number: String::new(),
        kind: kind(),
        category: CategorySlug::from("fire"),
        title: title.to_owned(),
        description: format!("{title}，请处理"),
        place: Place {
            address: "人民路1号".to_owned(),
            area: Some("north".into()),
            latitude: None,
            longitude: None,
        },
        source: "hotline".to_owned(),
        received_at: at(received_at),
        unit: UnitSlug::from("housing"),
        leader: PostSlug::from("housing-head"),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}

pub(crate) fn registered(registration: Registration) -> Event {
    Event::Registered {
        registration: Box::new(registration),
        status: StatusSlug::from("registered"),
        pack: "test@1".to_owned(),
    }
}

pub(crate) fn clock(from: Timestamp, hours: i64) -> Event {
    Event::ClockStarted {
        clock: ClockSlug::from("answer"),
        allowance: None,
        from,
        due: from + SignedDuration::from_hours(hours),
        warning: None,
    }
}

/// A new case with a clock of 24 hours.
pub(crate) fn register(registration: Registration, when: &str) -> Append {
    let id = registration.id;
    Append {
        case: id,
        state: None,
        events: vec![registered(registration), clock(at(when), 24)],
        actor: Actor::program(),
        at: at(when),
        zone: zone(),
        source_system: "hotline".to_owned(),
        key: None,
        jobs: Vec::new(),
    }
}

pub(crate) fn happen(case: &Case, events: Vec<Event>, when: &str) -> Append {
    Append {
        case: case.id,
        state: Some(Arc::new(case.clone())),
        events,
        actor: Actor::program(),
        at: at(when),
        zone: zone(),
        source_system: "hotline".to_owned(),
        key: None,
        jobs: Vec::new(),
    }
}
