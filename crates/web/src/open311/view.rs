//! A published case as everybody reads it.

use super::answer::Node;
use super::asked::Asked;
use crate::steps;
use domain::case::{Case, public_address, public_point};
use domain::pack::{ClockRule, Pack, StepName};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Date and time in the common subset of ISO 8601 (W3C note), with the zone's offset.
pub(super) fn w3(at: Timestamp, zone: &TimeZone) -> Node {
    // Whole seconds, as the specification's examples have them.
    let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
    Node::Text(at.display_with_offset(zone.to_offset(at)).to_string())
}

/// The request of a case; none where it is not published. Nothing but what was reviewed, and what the body itself
/// decided: no word of the requester's, none of the answer's.
pub(super) fn request(asked: &Asked, case: &Case) -> Option<Node> {
    let (publication, published_at) = case.publication.as_ref()?;
    let pack = &asked.guest.desk.office.pack;
    let locale = asked.guest.locale;
    let closed = case.ended_at;
    let notes = match case.outcome.filter(|_| closed.is_some()) {
        Some(outcome) => asked.guest.words().text(steps::outcome_key(outcome)),
        None => pack.status_name(&case.kind, &case.status, locale),
    };
    let moment = |at: Timestamp| w3(at, &pack.zone);
    let place = &case.place;
    let point = public_point(pack, place).filter(|_| publication.with_place);
    let degrees = |degrees: Option<f64>| degrees.map_or(Node::Nothing, Node::Degrees);
    Some(Node::Fields(vec![
        ("service_request_id", Node::text(&case.number)),
        ("status", Node::text(if closed.is_some() { "closed" } else { "open" })),
        ("status_notes", Node::text(notes)),
        ("service_name", Node::text(pack.category_name(&case.category, locale))),
        ("service_code", Node::text(case.category.as_str())),
        ("description", Node::text(&publication.text)),
        ("agency_responsible", Node::text(pack.unit_name(&case.unit, locale))),
        ("service_notice", Node::Nothing),
        ("requested_datetime", moment(case.received_at)),
        // What happens within the office in between is nobody's else to know, not even that it did.
        ("updated_datetime", moment(closed.unwrap_or(*published_at))),
        (
            "expected_datetime",
            answer_due(pack, case)
                .filter(|_| closed.is_none())
                .map_or(Node::Nothing, moment),
        ),
        (
            "address",
            public_address(pack, place)
                .filter(|_| publication.with_place)
                .map_or(Node::Nothing, Node::text),
        ),
        ("address_id", Node::Nothing),
        ("zipcode", Node::Nothing),
        ("lat", degrees(point.map(|(north, _)| north))),
        ("long", degrees(point.map(|(_, east)| east))),
        ("media_url", Node::Nothing),
    ]))
}

/// When the answer is due, as whoever asked was told it; none while that stands still. Other clocks are the office's own, or wait
/// for what comes before the answer: that one begins or stops tells of a dispatch.
fn answer_due(pack: &Pack, case: &Case) -> Option<Timestamp> {
    let waiting = case.open_clocks().filter(|clock| {
        let rule = pack.clock(&case.kind, &clock.clock);
        rule.is_some_and(waits_for_answer) && !clock.is_paused()
    });
    waiting.map(|clock| clock.due).min()
}

/// Told to whoever asked, and stopped by the answer and by nothing that comes before it.
fn waits_for_answer(rule: &ClockRule) -> bool {
    let ends = [StepName::Answer, StepName::SignOff, StepName::Close];
    rule.told.is_some() && rule.stops.contains(&StepName::Answer) && rule.stops.iter().all(|step| ends.contains(step))
}
