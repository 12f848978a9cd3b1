//! The part of a write that needs no database: done by the caller's task, so that the writer only writes.

use crate::log::Salts;
use crate::model::{self, CaseModel};
use crate::report_sends::NewReportSend;
use crate::seal::{self, Key, Keyring, Sealed, emergency};
use crate::{Append, DecidedOn, Error, NewJob, report_sends, words};
use domain::CaseId;
use domain::case::{Actor, Event, IncidentEvent, evolve};
use domain::import::is_derived;
use jiff::Timestamp;
use jiff::civil::Date;

/// An append, folded and written out, waiting for the writer.
#[expect(clippy::struct_excessive_bools, reason = "which of its rows have to be written")]
pub(crate) struct Prepared {
    pub(crate) case: CaseId,
    /// Version that the stream must have; 0 for a new case.
    pub(crate) expected: u64,
    pub(crate) at: Timestamp,
    /// Day of registration in the pack's zone: the prefix of the number of a new case.
    pub(crate) registered_day: Date,
    pub(crate) events: Vec<PreparedEvent>,
    pub(crate) actor: Actor,
    /// The actor as it is kept.
    pub(crate) actor_text: String,
    pub(crate) model: CaseModel,
    /// Which clocks of the model have to be written.
    pub(crate) changed_clocks: Vec<usize>,
    /// Whom it is about is to be written.
    pub(crate) changed_about: bool,
    /// Who works on it beside its unit is to be written.
    pub(crate) changed_beside: bool,
    /// Whether somebody is in danger is to be written.
    pub(crate) changed_danger: bool,
    /// Words for the full-text index, where they changed.
    pub(crate) words: Option<String>,
    pub(crate) source_system: String,
    pub(crate) key: Option<String>,
    /// The hash of a requester's link that is kept with it.
    pub(crate) link: Option<String>,
    /// The day's decision that it is made of, written into the day's stream with it.
    pub(crate) decided: Option<DecidedOn>,
    /// Written with all others of this group or not at all.
    pub(crate) group: Option<u64>,
    pub(crate) jobs: Vec<NewJob>,
    /// Reports of the incident that are to be handed on.
    pub(crate) report_sends: Vec<NewReportSend>,
    /// The key of a new case, wrapped; none where the key that wraps is missing.
    pub(crate) case_key: Option<Vec<u8>>,
    /// The second key of an incident, wrapped, where it was drawn just now.
    pub(crate) emergency_key: Option<Vec<u8>>,
    /// Erases what people wrote in the case.
    pub(crate) erases: bool,
    /// What a row without a number is known again by once it is erased: its number under the secret.
    pub(crate) known_as: Option<String>,
    /// Erases what was sealed in the case, and nothing else.
    pub(crate) erases_sealed: bool,
}

/// What something new of a known case is sealed with.
pub(crate) struct SealWith {
    pub(crate) key: Key,
    /// It as it is to be kept, where it was drawn just now.
    pub(crate) drawn: Option<Vec<u8>>,
}

/// An event on its way into the table and the log.
pub(crate) struct PreparedEvent {
    /// What kind of event.
    pub(crate) kind: &'static str,
    /// None where the log is left out, which only the bench asks for.
    pub(crate) salts: Option<Salts>,
    /// Its leaf says that the requester did it, whichever post it was.
    pub(crate) of_source: bool,
    /// What it opened, for the access record.
    pub(crate) opened: Option<&'static str>,
    /// The values that it brings, sealed.
    pub(crate) sealed: Option<Sealed>,
    text: EventText,
}

/// An event as it will be kept.
enum EventText {
    /// Complete.
    Json(String),
    /// Waits for its number.
    Registered(Box<Event>),
}

impl Prepared {
    /// Folds the events over the state and writes everything out but the number of a new case. `key` is that of a known
    /// case, where something has to be sealed in it. `logs`: the events go into the log.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where something has to be sealed and there is nothing to seal it with.
    pub(crate) fn new(append: Append, keyring: &Keyring, key: Option<SealWith>, logs: bool) -> Result<Self, Error> {
        // Kept to the millisecond, so folded with the same: a replayed stream must give the same state.
        let at = model::whole_ms(append.at);
        let before = append.state.as_deref().map(|state| model::project(state, &append.zone));
        let mut case = append.state.as_deref().cloned();
        for event in &append.events {
            case = evolve(case, event, &append.actor, at);
        }
        let case = case.ok_or_else(|| Error::Corrupt("a stream must begin with its registration".to_owned()))?;
        if case.id != append.case {
            return Err(Error::Corrupt(format!(
                "events of case {} for case {}",
                case.id, append.case
            )));
        }
        let model = model::project(&case, &append.zone);
        let changed_clocks = changed_clocks(before.as_ref(), &model);
        let changed_about = before
            .as_ref()
            .map_or(!model.about.is_empty(), |before| before.about != model.about);
        let changed_beside = before
            .as_ref()
            .map_or(!model.beside.is_empty(), |before| before.beside != model.beside);
        let changed_danger = before
            .as_ref()
            .map_or(model.danger.is_some(), |before| before.danger != model.danger);
        let words = match &append.state {
            None => Some(words::of_case(&case)),
            Some(state)
                if state.publication != case.publication
                    || append
                        .events
                        .iter()
                        .any(|event| matches!(event, Event::Corrected { .. } | Event::Erased { .. })) =>
            {
                Some(words::of_case(&case))
            }
            Some(_) => None,
        };
        let expected = append.state.as_ref().map_or(0, |state| state.version);
        let (mut seals, mut case_key, mut emergency_key) = (None, None, None);
        if let Some(SealWith { key, drawn }) = key {
            (seals, emergency_key) = (Some(key), drawn);
        } else if expected == 0 && keyring.is_there() {
            let drawn = Key::draw()?;
            case_key = Some(keyring.wrap(append.case, &drawn)?);
            seals = Some(drawn);
            // What is taken in an emergency is sealed apart.
            let brings = append.events.iter().any(|event| event.sealed().is_some());
            if brings && case.incident().is_some() {
                let (drawn, wrapped) = emergency::draw(keyring, append.case)?;
                (seals, emergency_key) = (Some(drawn), Some(wrapped));
            }
        }
        let reported = append.state.as_deref().and_then(|state| state.incident());
        let reported = reported.map_or(0, |incident| incident.reports.len());
        let report_sends = report_sends::of_events(&append.events, reported)?;
        let erases = append.events.iter().any(|event| matches!(event, Event::Erased { .. }));
        let derived = append.state.as_deref().and_then(|state| state.external.as_deref());
        let derived = derived.filter(|external| erases && is_derived(external));
        let known_as = derived.and_then(|derived| keyring.row_number(derived));
        let erases_sealed = append
            .events
            .iter()
            .any(|event| matches!(event, Event::Incident(IncidentEvent::PersonalDataErased)));
        let events = (expected + 1..)
            .zip(append.events)
            .map(|(version, event)| {
                let of_source = case.is_logged_of_source(&event, expected == 0);
                let prepared = prepared_event(append.case, version, event, seals.as_ref(), logs)?;
                Ok::<_, Error>(PreparedEvent { of_source, ..prepared })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            case: append.case,
            expected,
            at,
            registered_day: model::day_in(at, &append.zone),
            events,
            actor_text: json(&append.actor)?,
            actor: append.actor,
            model,
            changed_clocks,
            changed_about,
            changed_beside,
            changed_danger,
            words,
            source_system: append.source_system,
            key: append.key,
            link: None,
            decided: None,
            group: None,
            jobs: append.jobs,
            report_sends,
            case_key,
            emergency_key,
            erases,
            known_as,
            erases_sealed,
        })
    }

    pub(crate) fn is_new(&self) -> bool {
        self.expected == 0
    }

    /// System and number in it, for a new case that has one.
    pub(crate) fn external(&self) -> Option<(&str, &str)> {
        let external = self.model.row.external.as_deref().filter(|_| self.is_new())?;
        Some((&self.source_system, external))
    }

    /// The events' JSON, with `number` in the registration.
    pub(crate) fn event_json(&self, number: &str) -> Result<Vec<String>, Error> {
        let write = |event: &PreparedEvent| match &event.text {
            EventText::Json(json) => Ok(json.clone()),
            EventText::Registered(event) => {
                let mut event = event.clone();
                if let Event::Registered { registration, .. } = event.as_mut() {
                    number.clone_into(&mut registration.number);
                }
                json(&event)
            }
        };
        self.events.iter().map(write).collect()
    }
}

fn prepared_event(
    case: CaseId,
    version: u64,
    event: Event,
    key: Option<&Key>,
    logs: bool,
) -> Result<PreparedEvent, Error> {
    let sealed = match (event.sealed(), key) {
        (None, _) => None,
        (Some(values), Some(key)) => Some(seal::seal(key, case, version, values)?),
        // Never kept in the open.
        (Some(_), None) => return Err(Error::NoSealKey),
    };
    Ok(PreparedEvent {
        kind: event.logged_name(),
        of_source: false,
        salts: logs.then(Salts::draw).transpose()?,
        opened: match &event {
            Event::Opened { what, .. } => Some(what.name()),
            _ => None,
        },
        sealed,
        text: match event {
            Event::Registered { .. } => EventText::Registered(Box::new(event)),
            event => EventText::Json(json(&event)?),
        },
    })
}

fn changed_clocks(before: Option<&CaseModel>, now: &CaseModel) -> Vec<usize> {
    let Some(before) = before else {
        return (0..now.clocks.len()).collect();
    };
    let all = before.row.unit != now.row.unit;
    (0..now.clocks.len())
        .filter(|&n| all || before.clocks.get(n) != now.clocks.get(n))
        .collect()
}

/// JSON of something of the domain.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(error.to_string()))
}
