//! What the requester does with the own case: a word to those who handle it, solved and satisfied, once more, taken back; and what
//! each party of a dispute says in it by its own link, a word to those who handle it too.

use super::{address, reached, show_request};
use crate::desk::mediation_keys::RESULTS;
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Problems};
use crate::secrets;
use axum::extract::Path;
use axum::response::Response;
use domain::PostSlug;
use domain::case::{Command, Mediate, Party, Refusal};
use domain::pack::StepName;

/// The steps with a form, as addresses name them.
const STEPS: [(StepName, &str); 12] = [
    (StepName::Message, "message"),
    (StepName::Confirm, "confirm"),
    (StepName::Reopen, "reopen"),
    (StepName::Withdraw, "withdraw"),
    (StepName::AskReview, "review"),
    (StepName::AskReReview, "re-review"),
    (StepName::RecordConsent, "consent"),
    (StepName::AnswerOnline, "online"),
    (StepName::ChooseMediator, "mediator"),
    (StepName::ChooseMediator, OBJECT),
    (StepName::ConfirmRecord, "record"),
    (StepName::ConfirmPerformance, "performance"),
];

/// Not wanting a mediator is the same step as wanting one.
const OBJECT: &str = "object";

/// Steps that are a party's own word.
pub(super) const OF_A_PARTY: [StepName; 5] = [
    StepName::RecordConsent,
    StepName::AnswerOnline,
    StepName::ChooseMediator,
    StepName::ConfirmRecord,
    StepName::ConfirmPerformance,
];

/// A step's name in addresses; none for what nobody has a form for here.
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
    let (story, reader) = reached(&guest, &secret).await?;
    let step = STEPS.iter().find(|(_, name)| *name == slug).map(|(step, _)| *step);
    let step = step.ok_or(Fault::NotFound)?;
    let command = if OF_A_PARTY.contains(&step) {
        let word = reader.party.map(|party| word(step, &slug, party, &fields));
        // A party's word is not said by a link that is no party's.
        let none = || Refusal::new("refusal-consent-link");
        word.ok_or_else(none)
            .and_then(|word| word.ok_or_else(|| Refusal::new("refusal-party-unsaid")))
    } else {
        Ok(command(step, &fields))
    };
    let key = fields
        .given("key")
        .map(|key| format!("portal step {} {slug} {key}", secrets::sha256(&secret)));
    let office = &guest.desk.office;
    let done = match command {
        Ok(command) => office::act(office, story.case.id, &command, &reader.actor(), guest.now, key)
            .await
            .map(drop),
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(frame::see_other(&format!("{}?done={slug}", address(&secret)))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            show_request::page(&guest, &secret, &story, reader, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

fn command(step: StepName, fields: &Fields) -> Command {
    let text = || fields.get("text").to_owned();
    match step {
        StepName::Confirm => Command::Confirm {
            solved: yes_or_no(fields.get("solved")),
            satisfied: yes_or_no(fields.get("satisfied")),
        },
        StepName::Reopen => Command::Reopen { reason: text() },
        StepName::Withdraw => Command::Withdraw { reason: text() },
        StepName::AskReview | StepName::AskReReview => Command::AskReview { reason: text() },
        _ => Command::Message { text: text(), to: None },
    }
}

/// What a party says in its mediation; none where the form says too little.
fn word(step: StepName, slug: &str, party: Party, fields: &Fields) -> Option<Command> {
    let note = fields.get("text").to_owned();
    let post = || PostSlug::new(fields.get("post"));
    Some(Command::Mediate(match step {
        StepName::RecordConsent => Mediate::Consent {
            party,
            // Nobody is taken to agree who has not said so.
            agrees: fields.get("agrees") == "yes",
            note,
        },
        StepName::AnswerOnline => Mediate::AnswerOnline {
            party,
            takes_part: fields.get("takes_part") == "yes",
        },
        StepName::ChooseMediator if slug == OBJECT => Mediate::Object {
            party,
            post: post(),
            note,
        },
        StepName::ChooseMediator => Mediate::Choose {
            party: Some(party),
            post: post(),
        },
        StepName::ConfirmRecord => Mediate::ConfirmRecord {
            party,
            session: fields.get("session").parse().ok()?,
            agrees: yes_or_no(fields.get("agrees"))?,
            note,
        },
        StepName::ConfirmPerformance => Mediate::ConfirmPerformance {
            party,
            term: fields.get("term").parse().ok()?,
            result: RESULTS
                .iter()
                .find(|(_, name, _)| *name == fields.get("result"))
                .map(|(result, ..)| *result)?,
            note,
        },
        _ => return None,
    }))
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
