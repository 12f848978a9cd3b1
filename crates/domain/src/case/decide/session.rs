//! Sessions of a mediation: called, moved, called off, and what was written down of them.

use super::mediation::{MOST_PLACE_CHARS, check_parties, check_ready, state};
use super::{Draft, clocks, mediation, referral, texts};
use crate::case::{Event, Party, Refusal, Sitting};
use crate::pack::StepName;
use jiff::Timestamp;

/// The longest that a session is meant to take, in minutes.
const MOST_MINUTES: u32 = 24 * 60;

/// Parties are called to a session.
pub(super) fn call(
    draft: &mut Draft<'_>,
    at: Timestamp,
    minutes: u32,
    (place, link): (&str, &str),
    parties: &[Party],
) -> Result<(), Refusal> {
    check_parties(draft, parties)?;
    check_ready(draft)?;
    check(draft, at, minutes, (place, link), parties)?;
    let status = draft.kind.step(StepName::CallSession).and_then(|step| step.to.as_ref());
    let status = status.unwrap_or(&draft.case.status).clone();
    draft.push(Event::SessionCalled {
        at: kept(at),
        minutes,
        place: place.trim().to_owned(),
        link: link.trim().to_owned(),
        parties: parties.to_vec(),
        status,
    });
    clocks::apply(draft, StepName::CallSession, false);
    Ok(())
}

/// Another time or place, for those who were called; one that is past can be moved too, as long as nothing was written down of it.
pub(super) fn relocate(
    draft: &mut Draft<'_>,
    number: u32,
    at: Timestamp,
    minutes: u32,
    (place, link): (&str, &str),
    reason: &str,
) -> Result<(), Refusal> {
    texts::needed("reason", reason)?;
    let known = awaited(draft, number)?;
    check(draft, at, minutes, (place, link), &known.parties)?;
    let at = kept(at);
    let (place, link) = (place.trim(), link.trim());
    if known.at == at && known.minutes == minutes && known.place == place && known.link == link {
        return Err(Refusal::new("refusal-session-unmoved"));
    }
    draft.push(Event::SessionMoved {
        session: number,
        at,
        minutes,
        place: place.to_owned(),
        link: link.to_owned(),
        parties: known.parties,
        reason: reason.to_owned(),
    });
    Ok(())
}

/// It does not take place.
pub(super) fn call_off(draft: &mut Draft<'_>, number: u32, reason: &str) -> Result<(), Refusal> {
    texts::needed("reason", reason)?;
    let known = awaited(draft, number)?;
    draft.push(Event::SessionCalledOff {
        session: number,
        parties: known.parties,
        reason: reason.to_owned(),
    });
    Ok(())
}

/// What was said in it, read back to those who were there.
pub(super) fn record(
    draft: &mut Draft<'_>,
    number: u32,
    present: &[Party],
    text: &str,
    read_back: bool,
) -> Result<(), Refusal> {
    check_parties(draft, present)?;
    begun(draft, number, text)?;
    let mediation = state(draft);
    // Who does not know the own rights cannot give anything away (art. 23).
    let untold: Vec<Party> = present
        .iter()
        .copied()
        .filter(|party| !mediation.notices.contains_key(party))
        .collect();
    if !untold.is_empty() {
        return Err(Refusal::new("refusal-notice-missing").with("partys", mediation::letters(&untold)));
    }
    if !read_back {
        return Err(Refusal::new("refusal-not-read-back"));
    }
    written(draft, number, present, text);
    Ok(())
}

/// No party came: there is nobody to read it back to, and the mediator signs it alone.
pub(super) fn record_nobody(draft: &mut Draft<'_>, number: u32, text: &str) -> Result<(), Refusal> {
    begun(draft, number, text)?;
    written(draft, number, &[], text);
    Ok(())
}

fn written(draft: &mut Draft<'_>, session: u32, present: &[Party], text: &str) {
    draft.push(Event::SessionRecorded {
        session,
        present: present.to_vec(),
        text: text.to_owned(),
    });
}

/// Something can be written down of it.
fn begun(draft: &Draft<'_>, number: u32, text: &str) -> Result<(), Refusal> {
    texts::needed("session-record", text)?;
    let known = awaited(draft, number)?;
    if draft.now < known.at {
        return Err(Refusal::new("refusal-session-not-yet"));
    }
    Ok(())
}

/// A session that is neither recorded nor called off.
fn awaited(draft: &Draft<'_>, number: u32) -> Result<Sitting, Refusal> {
    let mediation = state(draft);
    let known = mediation
        .sitting(number)
        .ok_or_else(|| Refusal::new("refusal-session-unknown"))?;
    if known.record.is_some() {
        return Err(Refusal::new("refusal-session-recorded"));
    }
    if known.called_off.is_some() {
        return Err(Refusal::new("refusal-session-called-off"));
    }
    Ok(known.clone())
}

/// There is a place, a time to come and a length; only a video call among those who have said that they take part online.
fn check(
    draft: &Draft<'_>,
    at: Timestamp,
    minutes: u32,
    (place, link): (&str, &str),
    parties: &[Party],
) -> Result<(), Refusal> {
    texts::line("session-place", place, MOST_PLACE_CHARS)?;
    texts::line("session-link", link, MOST_PLACE_CHARS)?;
    if place.trim().is_empty() && link.trim().is_empty() {
        return Err(Refusal::new("refusal-session-nowhere"));
    }
    if !link.trim().is_empty() && !is_address(link.trim()) {
        return Err(Refusal::new("refusal-session-link"));
    }
    if place.trim().is_empty() {
        referral::check_online(draft, parties)?;
    }
    if at <= draft.now {
        return Err(Refusal::new("refusal-session-past"));
    }
    if minutes == 0 || minutes > MOST_MINUTES {
        return Err(Refusal::new("refusal-session-minutes").with("most", MOST_MINUTES));
    }
    Ok(())
}

/// As it is kept and read again: whole milliseconds.
fn kept(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// An address that can be put into a calendar and clicked on: nothing but https, and no white space.
fn is_address(link: &str) -> bool {
    link.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) && !link.contains(char::is_whitespace)
}
