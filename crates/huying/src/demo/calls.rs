//! Calls of the demonstration: one that the watch has taken, and one that is open.

use crate::failure::Failure;
use domain::call::About;
use domain::case::Actor;
use domain::duty::Tier;
use jiff::SignedDuration;
use office::{Office, Robots};
use std::collections::BTreeMap;

/// Raises them as of some minutes ago, and has the officer on watch take the first. Nothing where nobody keeps a watch.
pub(crate) async fn call(office: &Office) -> Result<(), Failure> {
    let now = office.clock.now();
    let Some(desk) = office.pack.duty.as_ref().and_then(|duty| duty.desks.first()) else {
        return Ok(());
    };
    let program = Actor::program();
    let earlier = now.saturating_sub(SignedDuration::from_mins(12)).unwrap_or(now);
    for (once, name, at) in [
        ("demo taken", "机房监控（虚构）", earlier),
        ("demo open", "水位站（虚构）", now),
    ] {
        let about = About {
            reason: office::SILENCE.to_owned(),
            args: BTreeMap::from([(String::from("name"), name.to_owned())]),
            link: String::from("/watch"),
            case: None,
            drill: false,
            post: None,
            unit: Some(desk.unit.clone()),
        };
        office::raise_call(office, about, once, &program, at).await?;
        office::run_due_calls(office, &Robots::default(), draw, at).await?;
    }
    let watch = office::read_watch(office, &desk.unit).await?;
    let officer = watch.in_tier(Tier::Officer).next().map(|on| on.staff.clone());
    let taken = office.store.call_of("demo taken").await?;
    if let (Some(officer), Some(id)) = (officer, taken) {
        let at = earlier.saturating_add(SignedDuration::from_mins(2)).unwrap_or(now);
        office::acknowledge_call(office, &id, &officer, at).await?;
    }
    Ok(())
}

/// Nothing is sent by a link here: what opens a message's page is drawn as its id is.
fn draw() -> (String, String) {
    let id = || {
        office::new_case_id(jiff::Timestamp::UNIX_EPOCH)
            .to_string()
            .replace('-', "")
    };
    (id(), id() + &id())
}
