//! Forms of a mediation's sessions: called, moved, called off, and what was written down of them.

use super::mediation_forms::{Ask, ticked};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::inputs::{Control, Input};
use crate::moments;
use domain::case::{Mediate, Sitting};
use domain::pack::StepName;
use std::borrow::Cow;

/// What such a step asks for; none where it is none of these.
pub(super) fn inputs<'a>(ask: &Ask<'a>, step: StepName) -> Option<Vec<Input<'a>>> {
    let which = || ask.input("session", "step-field-session", true, Control::Made(listed(ask)));
    let why = || ask.input("text", "step-field-reason", true, Control::Text);
    Some(match step {
        StepName::CallSession => {
            let mut inputs = when_and_where(ask, None);
            inputs.extend(ask.ticks());
            inputs
        }
        StepName::MoveSession => {
            // How it stands, where there is only one that can be meant.
            let mut awaited = awaited(ask);
            let only = awaited.next().filter(|_| awaited.next().is_none());
            let mut inputs = vec![which()];
            inputs.extend(when_and_where(ask, only.map(|(_, sitting)| sitting)));
            inputs.push(why());
            inputs
        }
        StepName::CallOffSession => vec![which(), why()],
        StepName::RecordSession => {
            let mut inputs = vec![which()];
            inputs.extend(ask.ticks());
            inputs.push(ask.input("nobody", "step-field-nobody", false, Control::Tick));
            inputs.push(ask.input("text", "step-field-record", true, Control::Text));
            inputs.push(ask.input("read_back", "step-field-read-back", false, Control::Tick));
            inputs
        }
        _ => return None,
    })
}

fn when_and_where<'a>(ask: &Ask<'a>, now: Option<&Sitting>) -> Vec<Input<'a>> {
    let mut at = ask.input("at", "step-field-session-at", true, Control::Moment);
    let mut minutes = ask.input("minutes", "step-field-minutes", true, Control::Number);
    let mut place = ask.input("place", "step-field-session-place", false, Control::Line);
    let mut link = ask.input("link", "step-field-session-link", false, Control::Line);
    "60".clone_into(&mut minutes.value);
    if let Some(now) = now {
        at.value = moments::for_input(now.at, &ask.visit.desk.office.pack.zone);
        minutes.value = now.minutes.to_string();
        place.value.clone_from(&now.place);
        link.value.clone_from(&now.link);
    }
    vec![at, minutes, place, link]
}

/// The sessions that are neither recorded nor called off.
fn awaited<'a>(ask: &Ask<'a>) -> impl Iterator<Item = (u32, &'a Sitting)> {
    let sittings = ask.case.mediation().map_or(&[][..], |mediation| &mediation.sittings);
    let numbered = (1_u32..).zip(sittings);
    numbered.filter(|(_, sitting)| sitting.is_awaited())
}

/// Each by its number, its time and its place.
fn listed<'a>(ask: &Ask<'a>) -> Vec<(String, Cow<'a, str>)> {
    let zone = &ask.visit.desk.office.pack.zone;
    let line = |(number, sitting): (u32, &Sitting)| {
        let name = ask.visit.words().with("mediation-session", &[("n", number.into())]);
        let place = if sitting.place.is_empty() {
            &sitting.link
        } else {
            &sitting.place
        };
        let time = moments::moment(sitting.at, zone);
        (number.to_string(), format!("{name} · {time} · {place}").into())
    };
    awaited(ask).map(line).collect()
}

/// What such a form asks for; none where it cannot be read.
pub(super) fn step(f: &Frame<'_>, step: StepName, fields: &Fields) -> Option<Mediate> {
    let text = |name| fields.get(name).to_owned();
    let sitting = || fields.get("session").parse().ok();
    let at = || moments::from_input(fields.get("at"), &f.desk.office.pack.zone);
    let minutes = || fields.get("minutes").parse().ok();
    Some(match step {
        StepName::CallSession => Mediate::CallSitting {
            at: at()?,
            minutes: minutes()?,
            place: text("place"),
            link: text("link"),
            parties: ticked(fields),
        },
        StepName::MoveSession => Mediate::MoveSitting {
            sitting: sitting()?,
            at: at()?,
            minutes: minutes()?,
            place: text("place"),
            link: text("link"),
            reason: text("text"),
        },
        StepName::CallOffSession => Mediate::CallOffSitting {
            sitting: sitting()?,
            reason: text("text"),
        },
        // The parties are ticked at first: whoever says that nobody came means it.
        StepName::RecordSession if !fields.get("nobody").is_empty() => Mediate::RecordNobody {
            sitting: sitting()?,
            text: text("text"),
        },
        StepName::RecordSession => Mediate::RecordSitting {
            sitting: sitting()?,
            present: ticked(fields),
            text: text("text"),
            read_back: !fields.get("read_back").is_empty(),
        },
        _ => return None,
    })
}
