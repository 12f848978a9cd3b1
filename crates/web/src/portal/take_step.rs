//! What the requester does with the own case: a word to those who handle it, solved and satisfied, once more, taken back.

use super::{address, followed, party_of, requester, show_request};
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Problems};
use crate::secrets;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Command, Mediate, Party, Refusal};
use domain::pack::StepName;

/// The requester's steps with a form, as addresses name them.
const STEPS: [(StepName, &str); 8] = [
    (StepName::Message, "message"),
    (StepName::Confirm, "confirm"),
    (StepName::Reopen, "reopen"),
    (StepName::Withdraw, "withdraw"),
    (StepName::AskReview, "review"),
    (StepName::AskReReview, "re-review"),
    (StepName::RecordConsent, "consent"),
    (StepName::AnswerOnline, "online"),
];

/// A step's name in addresses; none for what the requester has no form for.
pub(super) fn name(step: StepName) -> Option<&'static str> {
    if step == StepName::AttachEvidence {
        return Some("file");
    }
    STEPS.iter().find(|(known, _)| *known == step).map(|(_, name)| *name)
}

/// `POST /portal/mine/{secret}/steps/{step}`
pub(crate) async fn send(
    Path((secret, slug)): Path<(String, String)>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let story = followed(&guest, &secret).await?;
    let step = STEPS.iter().find(|(_, name)| *name == slug).map(|(step, _)| *step);
    let party = party_of(&story, &secret);
    let Some(command) = command(step.ok_or(Fault::NotFound)?, party, &fields) else {
        let problems = Problems::refused(&Refusal::new("refusal-consent-link"), guest.words());
        return show_request::page(&guest, &secret, &story, &problems);
    };
    let key = fields
        .given("key")
        .map(|key| format!("portal step {} {slug} {key}", secrets::sha256(&secret)));
    let office = &guest.desk.office;
    match office::act(office, story.case.id, &command, &requester(), guest.now, key).await {
        Ok(_) => Ok(frame::see_other(&format!("{}?done={slug}", address(&secret)))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_request::page(&guest, &secret, &story, &problems)
        }
        Err(error) => Err(error.into()),
    }
}

/// None where a party's word would be said by a link that is no party's.
fn command(step: StepName, party: Option<Party>, fields: &Fields) -> Option<Command> {
    let text = || fields.get("text").to_owned();
    Some(match step {
        StepName::Confirm => Command::Confirm {
            solved: yes_or_no(fields.get("solved")),
            satisfied: yes_or_no(fields.get("satisfied")),
        },
        StepName::Reopen => Command::Reopen { reason: text() },
        StepName::Withdraw => Command::Withdraw { reason: text() },
        StepName::RecordConsent => Command::Mediate(Mediate::Consent {
            party: party?,
            // Nobody is taken to agree who has not said so.
            agrees: fields.get("agrees") == "yes",
            note: text(),
        }),
        StepName::AnswerOnline => Command::Mediate(Mediate::AnswerOnline {
            party: party?,
            takes_part: fields.get("takes_part") == "yes",
        }),
        StepName::AskReview | StepName::AskReReview => Command::AskReview { reason: text() },
        _ => Command::Message { text: text() },
    })
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
