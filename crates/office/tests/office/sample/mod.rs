//! A request as a clerk of the invented county writes it down. What a test is about, it changes.

use domain::case::{About, Actor, Place, Registration, Role, SealedValues};
use jiff::Timestamp;

pub(crate) fn clerk() -> Actor {
    Actor {
        role: Role::Clerk,
        post: Some("clerk".into()),
        unit: Some("office".into()),
        account: Some("clerk".to_owned()),
    }
}

pub(crate) fn registration(unit: &str, received_at: Timestamp) -> Registration {
    Registration {
        id: office::new_case_id(received_at),
        number: String::new(),
        kind: "request".into(),
        category: "other".into(),
        title: "坑洼".to_owned(),
        description: "演示".to_owned(),
        place: Place::default(),
        source: "热线".to_owned(),
        received_at,
        unit: unit.into(),
        leader: format!("{unit}-leader").as_str().into(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}
