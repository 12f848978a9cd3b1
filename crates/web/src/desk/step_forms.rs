//! The steps that a person may take on a case now, as forms; and what such a form asks for.

use super::mediation_keys::party_key;
use super::{mediation_forms, promise_rows, together_forms};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::inputs::{self, Control, Input};
use crate::moments;
use crate::steps::{self, OUTCOMES};
use crate::visit::Visit;
use domain::case::{Case, Command, Correction, Party, Place, Publication, RunningClock, open_steps};
use domain::clock::{Allowance, ClockUnit};
use domain::pack::{Pack, StepName};
use domain::{AreaSlug, CategorySlug, ClockSlug, UnitSlug};
use jiff::tz::TimeZone;
use office::StaffMember;

/// A step as a form.
pub(super) struct StepForm<'a> {
    /// The step in addresses.
    pub(super) slug: &'static str,
    /// Message key of its name.
    pub(super) key: &'static str,
    /// What is to be filled in.
    pub(super) inputs: Vec<Input<'a>>,
    /// It was sent and refused: shown open.
    pub(super) open: bool,
    /// It does not bring the case nearer to its end, and stands below the steps that do.
    pub(super) aside: bool,
}

/// Whether the case has parties.
fn is_mediated(pack: &Pack, case: &Case) -> bool {
    pack.kind(&case.kind).is_some_and(|kind| kind.mediation.is_some())
}

/// Whether a step is one beside the case's way to its end.
const fn is_aside(step: StepName) -> bool {
    matches!(
        step,
        StepName::Correct
            | StepName::Supervise
            | StepName::Comment
            | StepName::RecordRepeat
            | StepName::PauseClock
            | StepName::ResumeClock
            | StepName::ExtendClock
            | StepName::RecordAbout
            | StepName::LiftAbout
            | StepName::Publish
            | StepName::Unpublish
            | StepName::Recuse
            | StepName::JoinUnit
            | StepName::ReleaseUnit
            | StepName::Withdraw
    )
}

/// The forms, in which these members of staff can be chosen; `refused` is a step that was sent and refused, with its input.
pub(super) fn forms<'a>(
    visit: &'a Visit,
    case: &'a Case,
    staff: &[StaffMember],
    refused: Option<(StepName, &Fields)>,
) -> (Vec<StepForm<'a>>, bool) {
    let mut open = open_steps(case, visit.actor(), &visit.desk.office.pack, visit.now);
    open.sort_by_key(|step| steps::place(*step));
    let may_attach = open.contains(&StepName::AttachEvidence);
    let forms = open.into_iter().filter_map(|step| {
        let (slug, key) = match step {
            StepName::Message if is_mediated(&visit.desk.office.pack, case) => ("message", "step-message-party"),
            step => steps::named(step)?,
        };
        let kept = refused.filter(|(sent, _)| *sent == step).map(|(_, fields)| fields);
        let mut inputs = inputs_of(visit, case, staff, step)?;
        for input in &mut inputs {
            input.id = format!("{slug}-{}", input.name);
            if let Some(fields) = kept {
                fields.get(input.name).clone_into(&mut input.value);
                if let Control::Promises(_, rows) = &mut input.control {
                    *rows = promise_rows::sent(fields, mediation_forms::most_promises(&visit.desk.office.pack, case));
                }
            }
        }
        Some(StepForm {
            slug,
            key,
            inputs,
            open: kept.is_some(),
            aside: is_aside(step),
        })
    });
    (forms.collect(), may_attach)
}

/// What a step asks for; none where there is nothing that it could be done to (no clock to pause).
#[expect(clippy::too_many_lines, reason = "one arm for each step, read as a table")]
fn inputs_of<'a>(visit: &'a Visit, case: &'a Case, staff: &[StaffMember], step: StepName) -> Option<Vec<Input<'a>>> {
    let words = visit.words();
    let pack = &visit.desk.office.pack;
    let input = |name, key: &'static str, required, control| Input {
        id: String::new(),
        name,
        label: words.text(key),
        required,
        most: 0,
        value: String::new(),
        control,
    };
    let text = |name, key, required| input(name, key, required, Control::Text);
    let clocks = |open: &dyn Fn(&RunningClock) -> bool| {
        let open = case.clocks.iter().filter(|clock| clock.is_open() && open(clock));
        let list: Vec<_> = open
            .map(|clock| {
                (
                    clock.clock.as_str(),
                    pack.clock_name(&case.kind, &clock.clock, visit.locale),
                )
            })
            .collect();
        (!list.is_empty()).then(|| input("clock", "step-field-clock", true, Control::List(list)))
    };
    let rule = |clock: &RunningClock| pack.clock(&case.kind, &clock.clock);
    let yes_no = || {
        Control::Few(vec![
            ("yes", words.text("yes")),
            ("no", words.text("no")),
            ("", words.text("unsaid")),
        ])
    };
    Some(match step {
        StepName::Accept | StepName::Acknowledge | StepName::Close | StepName::RecordRepeat => Vec::new(),
        StepName::Unpublish if case.publication.is_none() => return None,
        StepName::Refuse | StepName::Reopen | StepName::Withdraw | StepName::Unpublish => {
            vec![text("text", "step-field-reason", true)]
        }
        StepName::RecordOpinion
        | StepName::AskReview
        | StepName::AskReReview
        | StepName::Recuse
        | StepName::Simplify
        | StepName::JoinUnit
        | StepName::ReleaseUnit
        | StepName::PassOn
        | StepName::TakeOver
        | StepName::DeclinePass
        | StepName::LinkCase => together_forms::inputs(visit, case, step),
        step if step.is_of_mediation() => mediation_forms::inputs(visit, case, step),
        StepName::Return => vec![text("text", "step-field-missing", true)],
        StepName::Dispatch => {
            let units = Control::List(inputs::units(pack, visit.locale));
            let mut unit = input("unit", "case-unit", true, units);
            let kind = pack.kind(&case.kind).filter(|_| case.about.is_empty());
            let route = kind.and_then(|kind| kind.route(&case.category, case.place.area.as_ref()));
            if let Some(route) = route.filter(|route| **route != case.unit) {
                // By the pack's table; whoever dispatches looks at it.
                route.as_str().clone_into(&mut unit.value);
            }
            vec![unit, text("text", "step-field-note", false)]
        }
        StepName::ReportProgress => vec![text("text", "step-field-progress", true)],
        StepName::Answer => {
            let outcomes = OUTCOMES.iter().map(|(_, value, key)| (*value, words.text(key)));
            vec![
                text("text", "step-field-answer", true),
                input("outcome", "step-field-outcome", true, Control::List(outcomes.collect())),
            ]
        }
        StepName::SignOff => vec![text("text", "step-field-sign-off", false)],
        StepName::Confirm => vec![
            input("solved", "step-field-solved", false, yes_no()),
            input("satisfied", "step-field-satisfied", false, yes_no()),
            input("unreached", "step-field-unreached", false, Control::Tick),
            text("text", "step-field-unreached-note", false),
        ],
        StepName::Supervise => vec![text("text", "step-field-supervise", true)],
        StepName::Comment => vec![text("text", "step-field-comment", true)],
        // Of a dispute it is said to one party, and nobody else reads it.
        StepName::Message if is_mediated(pack, case) => {
            let parties = case.parties().into_iter();
            let parties = parties.map(|party| (party.letter(), words.text(party_key(party))));
            vec![
                input("to", "step-field-message-to", true, Control::List(parties.collect())),
                text("text", "step-field-message-party", true),
            ]
        }
        StepName::Message => vec![text("text", "step-field-message", true)],
        StepName::PauseClock => vec![
            clocks(&|clock| !clock.is_paused() && rule(clock).is_some_and(|rule| rule.pausable))?,
            text("text", "step-field-reason", true),
        ],
        StepName::ResumeClock => vec![clocks(&RunningClock::is_paused)?],
        StepName::ExtendClock => {
            let units = vec![
                ("hours", words.text("unit-hours")),
                ("days", words.text("unit-days")),
                ("working-days", words.text("unit-working-days")),
            ];
            vec![
                clocks(&|clock| rule(clock).is_some_and(|rule| rule.extension.is_some()))?,
                input("n", "step-field-by", true, Control::Number),
                input("unit", "step-field-unit", true, Control::List(units)),
                text("text", "step-field-reason", true),
                input("told", "step-field-told", false, Control::Tick),
            ]
        }
        StepName::Correct => correct_inputs(visit, case),
        StepName::RecordAbout => {
            let open: Vec<_> = staff.iter().filter(|member| member.open).cloned().collect();
            let those = Control::Made(inputs::those_of_ours(pack, visit.locale, &open));
            vec![
                input("about", "step-field-about", true, those),
                text("text", "step-field-reason", true),
            ]
        }
        StepName::LiftAbout => {
            let mut those = inputs::those_of_ours(pack, visit.locale, staff);
            those.retain(|(value, _)| case.about.has_all(&inputs::about(value)));
            if those.is_empty() {
                return None;
            }
            vec![
                input("about", "step-field-about", true, Control::Made(those)),
                text("text", "step-field-reason", true),
            ]
        }
        StepName::Publish => {
            let public = pack
                .category(&case.kind, &case.category)
                .is_some_and(|category| category.public);
            if !public || !case.about.is_empty() {
                return None;
            }
            let mut words = text("text", "step-field-publication", true);
            if let Some((publication, _)) = &case.publication {
                words.value.clone_from(&publication.text);
            }
            vec![
                words,
                input("with_place", "step-field-with-place", false, Control::Tick),
            ]
        }
        // They have pages of their own.
        _ => return None,
    })
}

/// What the form for putting right shows of a case: the name of each field, and its value.
fn shown(case: &Case, zone: &TimeZone) -> [(&'static str, String); 9] {
    let number = |n: Option<u32>| n.map_or(String::new(), |n| n.to_string());
    [
        ("category", case.category.to_string()),
        ("title", case.title.clone()),
        ("description", case.description.clone()),
        ("area", case.place.area.as_ref().map_or("", AreaSlug::as_str).to_owned()),
        ("address", case.place.address.clone()),
        ("source", case.source.clone()),
        ("received_at", moments::for_input(case.received_at, zone)),
        ("people_affected", number(case.people_affected)),
        ("casualties", number(case.casualties)),
    ]
}

/// Puts into a form for putting right what others have put right since it was shown with the case as `before`, where whoever sends it
/// left that as it was. Answers whether something was put right by both: then nobody's word goes over the other's unseen.
pub(super) fn brought_up_to_date(fields: &mut Fields, before: &Case, now: &Case, zone: &TimeZone) -> bool {
    let mut both = false;
    let pairs = shown(before, zone).into_iter().zip(shown(now, zone));
    for ((name, was), (_, is)) in pairs.filter(|((_, was), (_, is))| was != is) {
        if fields.get(name) == was.trim() {
            fields.set(name, &is);
        } else if fields.get(name) != is.trim() {
            both = true;
        }
    }
    both
}

fn correct_inputs<'a>(visit: &'a Visit, case: &'a Case) -> Vec<Input<'a>> {
    let pack = &visit.desk.office.pack;
    let input = |name, value, key: &'static str, required, control| Input {
        id: String::new(),
        name,
        label: visit.words().text(key),
        required,
        most: 0,
        value,
        control,
    };
    let kind = pack.kind(&case.kind);
    let categories = kind.map_or(Vec::new(), |kind| inputs::categories(kind, visit.locale));
    let areas = inputs::areas(pack, visit.locale);
    let of_shown = |(name, value)| {
        let (key, required, control) = match name {
            "category" => ("case-category", true, Control::List(categories.clone())),
            "title" => ("case-title", true, Control::Line),
            "description" => ("case-description", false, Control::Text),
            "area" => ("case-area", false, Control::List(areas.clone())),
            "address" => ("case-address", false, Control::Line),
            "source" => ("case-source", false, Control::Line),
            "received_at" => ("case-received", true, Control::Moment),
            "people_affected" => ("case-people", false, Control::Number),
            _ => ("case-casualties", false, Control::Number),
        };
        input(name, value, key, required, control)
    };
    let mut all: Vec<_> = shown(case, &pack.zone).into_iter().map(of_shown).collect();
    all.push(input("text", String::new(), "step-field-reason", true, Control::Text));
    all
}

/// The command that a form asks for; none where it cannot be read.
pub(super) fn command(f: &Frame<'_>, case: &Case, step: StepName, fields: &Fields) -> Option<Command> {
    let pack = &f.desk.office.pack;
    let text = || fields.get("text").to_owned();
    let clock = || ClockSlug::new(fields.get("clock"));
    let said = |name| match fields.get(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Some(match step {
        StepName::Accept => Command::Accept,
        StepName::Refuse => Command::Refuse { reason: text() },
        StepName::Dispatch => {
            let unit = UnitSlug::new(fields.get("unit"));
            let leader = inputs::leader(pack, &unit, &case.about);
            Command::Dispatch {
                leader: leader.unwrap_or_else(|| case.leader.clone()),
                unit,
                note: text(),
            }
        }
        StepName::Acknowledge => Command::Acknowledge,
        StepName::ReportProgress => Command::ReportProgress { note: text() },
        StepName::Answer => {
            let outcome = OUTCOMES.iter().find(|(_, value, _)| *value == fields.get("outcome"))?;
            Command::Answer {
                text: text(),
                outcome: outcome.0,
            }
        }
        StepName::SignOff => Command::SignOff { note: text() },
        StepName::Return => Command::Return { reason: text() },
        StepName::Close => Command::Close,
        // Nobody was reached, or somebody said something: not both.
        StepName::Confirm if !fields.get("unreached").is_empty() => {
            if said("solved").or(said("satisfied")).is_some() {
                return None;
            }
            Command::ReportUnreached { note: text() }
        }
        StepName::Confirm => Command::Confirm {
            solved: said("solved"),
            satisfied: said("satisfied"),
        },
        StepName::Reopen => Command::Reopen { reason: text() },
        StepName::Withdraw => Command::Withdraw { reason: text() },
        StepName::Supervise => Command::Supervise { note: text() },
        StepName::Comment => Command::Comment { text: text() },
        StepName::Message => Command::Message {
            text: text(),
            to: Party::of_letter(fields.get("to")),
        },
        StepName::RecordRepeat => Command::RecordRepeat,
        StepName::PauseClock => Command::PauseClock {
            clock: clock(),
            reason: text(),
        },
        StepName::ResumeClock => Command::ResumeClock { clock: clock() },
        StepName::ExtendClock => Command::ExtendClock {
            clock: clock(),
            by: Allowance {
                n: fields.get("n").parse().ok()?,
                unit: match fields.get("unit") {
                    "hours" => ClockUnit::Hours,
                    "days" => ClockUnit::Days,
                    "working-days" => ClockUnit::WorkingDays,
                    _ => return None,
                },
            },
            reason: text(),
            requester_told: !fields.get("told").is_empty(),
        },
        StepName::RecordAbout => Command::RecordAbout {
            about: inputs::about(fields.get("about")),
            reason: text(),
        },
        StepName::LiftAbout => Command::LiftAbout {
            about: inputs::about(fields.get("about")),
            reason: text(),
        },
        StepName::Publish => Command::Publish(Publication {
            text: text(),
            with_place: !fields.get("with_place").is_empty(),
        }),
        StepName::Unpublish => Command::Unpublish { reason: text() },
        StepName::Correct => return correct(f, case, fields),
        StepName::RecordOpinion
        | StepName::AskReview
        | StepName::AskReReview
        | StepName::Recuse
        | StepName::Simplify
        | StepName::JoinUnit
        | StepName::ReleaseUnit
        | StepName::PassOn
        | StepName::TakeOver
        | StepName::DeclinePass
        | StepName::LinkCase => return together_forms::command(pack, case, step, fields),
        step if step.is_of_mediation() => return mediation_forms::command(f, case, step, fields),
        // They have pages of their own.
        _ => return None,
    })
}

/// Only what differs from the case as it is.
fn correct(f: &Frame<'_>, case: &Case, fields: &Fields) -> Option<Command> {
    let zone = &f.desk.office.pack.zone;
    let changed = |name, was: &str| {
        let is = fields.get(name);
        (is != was.trim()).then(|| is.to_owned())
    };
    let number = |name, was: Option<u32>| -> Option<Option<u32>> {
        match fields.given(name) {
            None => Some(None),
            Some(text) => text.parse().ok().map(|n| Some(n).filter(|n| Some(*n) != was)),
        }
    };
    let area = fields.given("area").map(AreaSlug::new);
    let moved = area != case.place.area || fields.get("address") != case.place.address.trim();
    let received = fields.get("received_at");
    let same_minute = received == moments::for_input(case.received_at, zone);
    let put_right = Correction {
        category: changed("category", case.category.as_str()).map(CategorySlug::new),
        title: changed("title", &case.title),
        description: changed("description", &case.description),
        place: moved.then(|| Place {
            address: fields.get("address").to_owned(),
            area,
            ..case.place.clone()
        }),
        source: changed("source", &case.source),
        received_at: if same_minute {
            None
        } else {
            Some(moments::from_input(received, zone)?)
        },
        people_affected: number("people_affected", case.people_affected)?,
        casualties: number("casualties", case.casualties)?,
        ..Correction::default()
    };
    Some(Command::Correct {
        changes: put_right,
        reason: fields.get("text").to_owned(),
    })
}
