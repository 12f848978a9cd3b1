//! How the person who asked, or another party of a dispute, is told, chosen or changed at the desk after the case was taken down: at their wish, with a reason
//! that they read.

use super::mediation_keys::party_key;
use super::show_case;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Problems};
use crate::portal::notices::{self, FIELDS};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Command, NoticesBy, Party, SealedValues, may_take};
use domain::pack::{FieldName, StepName};

/// What a form calls the choice that nothing be sent.
const NONE: &str = "none";
/// The id of the input for the party.
const PARTY: &str = "notices-party";

/// The part of a case's page.
pub(super) struct NoticesPart<'a> {
    /// Message key of how they are told now.
    pub(super) state: &'static str,
    /// Name and words of what can be chosen.
    pub(super) ways: Vec<(&'a str, &'a str)>,
    /// Of a dispute, its parties who can be chosen for, by letter and words; else none.
    pub(super) parties: Vec<(&'static str, &'a str)>,
    /// Of a dispute, how its other parties are told.
    pub(super) others: Vec<String>,
    /// What was sent and refused: shown open, with what was filled in.
    pub(super) refused: Option<&'a Fields>,
}

impl NoticesPart<'_> {
    /// What was filled in.
    pub(super) fn value(&self, name: &str) -> &str {
        self.refused.map_or("", |fields| fields.get(name))
    }

    /// Whether `option` was chosen in the list `name`.
    pub(super) fn chosen(&self, name: &str, option: &str) -> bool {
        self.value(name) == option
    }
}

/// None where nothing can be sent, or this post does not put down how somebody is reached.
pub(super) fn of<'a>(visit: &'a Visit, case: &Case, refused: Option<&'a Fields>) -> Option<NoticesPart<'a>> {
    let pack = &visit.desk.office.pack;
    let ways = notices::ways(&visit.desk);
    let may = visit.may_with(Right::TakeStep, case)
        && may_take(case, StepName::KeepSealed, visit.actor(), pack, visit.now).is_ok();
    let by = case.notices.and_then(|notices| notices.by);
    let parties = parties(visit, case);
    if case.erased_at.is_some() || !may || ways.is_empty() && by.is_none() {
        return None;
    }
    let words = visit.words();
    let none = (NONE, words.text("notices-desk-stop"));
    let ways = ways.into_iter().map(|way| (way.name, words.text(way.word)));
    let others = parties.iter().filter(|party| **party != Party::A).map(|party| {
        let by = case.notices_of(*party).and_then(|notices| notices.by);
        let args = [
            ("party", words.text(party_key(*party)).into()),
            ("state", words.text(state_key(by)).into()),
        ];
        words.with("notices-desk-party-state", &args)
    });
    Some(NoticesPart {
        state: state_key(by),
        ways: ways.chain([none]).collect(),
        others: others.collect(),
        parties: parties
            .iter()
            .map(|party| (party.letter(), words.text(party_key(*party))))
            .collect(),
        refused,
    })
}

/// Of a dispute, its parties who can be chosen for; else none.
fn parties(visit: &Visit, case: &Case) -> Vec<Party> {
    let kind = visit.desk.office.pack.kind(&case.kind);
    if kind.is_some_and(|kind| kind.mediation.is_some()) {
        case.parties()
    } else {
        Vec::new()
    }
}

/// Message key of how somebody is told.
const fn state_key(by: Option<NoticesBy>) -> &'static str {
    match by {
        Some(NoticesBy::Email) => "notices-desk-email",
        Some(NoticesBy::Text) => "notices-desk-text",
        None => "notices-desk-none",
    }
}

/// `POST /cases/{number}/notices`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let case = &story.case;
    let mut problems = Problems::default();
    let party = fields.given("party").map(Party::of_letter);
    if party == Some(None) {
        return Err(Fault::NotFound);
    }
    let party = party.flatten();
    if party.is_none() && !parties(&visit, case).is_empty() {
        problems.add(PARTY, visit.words().text("notices-desk-party-choose"));
    }
    let chosen = match fields.get(FIELDS[0]) {
        NONE => Ok(None),
        "" => Err((FIELDS[0], "notices-desk-choose")),
        _ => notices::chosen(&visit.desk, &fields),
    };
    let chosen = chosen.unwrap_or_else(|(field, why)| {
        problems.add(field, visit.words().text(why));
        None
    });
    if !problems.is_empty() {
        return show_case::with_notices(&visit, &story, &problems, &fields).await;
    }
    let (by, address) = chosen.map_or((None, String::new()), |(by, address)| (Some(by), address));
    let office = &visit.desk.office;
    let told = case.notices_of(party.unwrap_or(Party::A));
    let command = Command::ChooseNotices {
        by,
        language: told.map_or(office.pack.locale, |notices| notices.language),
        address: SealedValues::default().with(FieldName::NoticeAddress, &address),
        reason: Some(fields.get("text").to_owned()),
        party,
    };
    match office::act(office, case.id, &command, visit.actor(), visit.now, None).await {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{number}?done=notices"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_case::with_notices(&visit, &story, &problems, &fields).await
        }
        Err(error) => Err(error.into()),
    }
}
