//! Forms of what a court has given and of mediation online.

use super::mediation_forms::{Ask, ticked};
use super::mediation_keys::{TAKES_PART, WAYS};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::inputs::{Control, Input};
use crate::moments;
use domain::case::{Mediate, Party, Referral, ReferralWay};
use domain::pack::StepName;

/// What such a step asks for; none where it is none of these.
pub(super) fn inputs<'a>(ask: &Ask<'a>, step: StepName) -> Option<Vec<Input<'a>>> {
    Some(match step {
        StepName::RecordReferral => {
            let before = ask.case.mediation().and_then(|mediation| mediation.referral.as_ref());
            let mut way = ask.input(
                "way",
                "step-field-referral-way",
                true,
                Control::List(ask.options(&WAYS)),
            );
            let mut court = ask.input("court", "step-field-referral-court", true, Control::Line);
            let mut number = ask.input("court_number", "step-field-referral-number", true, Control::Line);
            let mut received = ask.input("received", "step-field-referral-received", true, Control::Moment);
            let zone = &ask.visit.desk.office.pack.zone;
            received.value = moments::for_input(before.map_or(ask.visit.now, |before| before.received), zone);
            if let Some(before) = before {
                before.way.name().clone_into(&mut way.value);
                court.value.clone_from(&before.court);
                number.value.clone_from(&before.number);
            }
            vec![way, court, number, received]
        }
        StepName::ExtendMediation => {
            let mut inputs = vec![ask.input("days", "step-field-extension-days", true, Control::Number)];
            // Nobody is taken to agree who has not said so.
            inputs.extend(ask.ticks().into_iter().map(|tick| Input {
                value: String::new(),
                ..tick
            }));
            inputs.push(ask.input("text", "step-field-reason", true, Control::Text));
            inputs
        }
        StepName::InviteOnline => ask.ticks(),
        StepName::AnswerOnline => vec![
            ask.party("party", "step-field-party"),
            ask.input(
                "takes_part",
                "step-field-takes-part",
                true,
                Control::Few(ask.options(&TAKES_PART)),
            ),
        ],
        _ => return None,
    })
}

/// What such a form asks for; none where it cannot be read.
pub(super) fn step(f: &Frame<'_>, step: StepName, fields: &Fields) -> Option<Mediate> {
    let text = |name| fields.get(name).to_owned();
    Some(match step {
        StepName::RecordReferral => Mediate::Refer(Referral {
            way: ReferralWay::named(fields.get("way"))?,
            court: text("court"),
            number: text("court_number"),
            received: moments::from_input(fields.get("received"), &f.desk.office.pack.zone)?,
        }),
        StepName::ExtendMediation => Mediate::Extend {
            days: fields.get("days").parse().ok()?,
            parties: ticked(fields),
            reason: text("text"),
        },
        StepName::InviteOnline => Mediate::InviteOnline {
            parties: ticked(fields),
        },
        StepName::AnswerOnline => Mediate::AnswerOnline {
            party: Party::of_letter(fields.get("party"))?,
            takes_part: match fields.get("takes_part") {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
        },
        _ => return None,
    })
}
