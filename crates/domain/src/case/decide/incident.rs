//! Incidents 突发事件: numbers and the level they come to, reports and when they are due, and what has to be there before
//! one is over (生产安全事故报告和调查处理条例; 突发事件应对法).

mod report;

use super::permit::permit;
use super::{Draft, clocks, texts};
use crate::ClockSlug;
use crate::case::incident::{LevelReached, grade, reports_due};
use crate::case::{
    Answer, Case, DRILL_MARK, Event, Figures, Incident, IncidentEvent, Movement, Outcome, Refusal, ReportSort, Respond,
    Role,
};
use crate::pack::{IncidentRules, Kind, OperatingLevel, StepName};
use jiff::{SignedDuration, Timestamp};

/// The clock that stands at the next report, so that lists, marks and whoever is called know of it.
const REPORT_CLOCK: &str = "report";
/// The largest number of people or things that is no slip of the pen.
const MOST_NUMBER: u32 = 1_000_000;
/// The largest loss, in yuan.
const MOST_LOSS: u64 = 10_000_000_000_000;
/// The longest name of somebody that is told, called or handed to, in characters.
const MOST_NAME_CHARS: usize = 200;
/// The longest line of a checklist, in characters.
const MOST_ITEM_CHARS: usize = 500;

/// The title of a drill says so, on every page, list and paper that has it.
pub(super) fn marked(kind: &Kind, title: &str) -> Option<String> {
    let drill = kind.incident.as_ref().is_some_and(|rules| rules.drill);
    (drill && !title.starts_with(DRILL_MARK)).then(|| format!("{DRILL_MARK}{title}"))
}

/// What begins with the registration of an incident: the lowest level, until numbers are known, and the first report's time.
pub(super) fn begin(draft: &mut Draft<'_>) {
    let Some(rules) = &draft.kind.incident else { return };
    let Some(lowest) = grade(rules, &Figures::default()) else {
        return;
    };
    let level = lowest.reached();
    push(
        draft,
        IncidentEvent::Begun {
            drill: rules.drill,
            level,
        },
    );
}

/// Sets the clock to the next report that has to go out.
pub(super) fn keep_time(draft: &mut Draft<'_>) {
    let slug = ClockSlug::from(REPORT_CLOCK);
    let known = draft.kind.clocks.iter().any(|rule| rule.slug == slug);
    if !known || draft.kind.incident.is_none() || draft.case.is_ended() {
        return;
    }
    let next = reports_due(&draft.case, draft.pack, draft.now).into_iter().next();
    let running = draft.case.clock(&slug).filter(|clock| clock.is_open());
    match (next, running.map(|clock| clock.due)) {
        (Some(next), due) if due != Some(next.due) => draft.push(Event::ClockStarted {
            clock: slug,
            allowance: None,
            from: next.from.min(next.due),
            due: next.due,
            warning: None,
        }),
        (None, Some(_)) => draft.push(Event::ClockCancelled { clock: slug }),
        _ => {}
    }
}

/// Takes a step of an incident.
pub(super) fn respond(draft: &mut Draft<'_>, step: &Respond) -> Result<(), Refusal> {
    // What the program does by itself: it hands on what somebody sent, takes down who says that they have it and which operating level
    // binds the unit, and destroys what is not to be kept any longer.
    let by_itself = matches!(
        step,
        Respond::HandOn { .. } | Respond::NoteReceipt { .. } | Respond::ErasePersonal | Respond::BindLevel { .. }
    );
    if !(by_itself && draft.actor.role == Role::Program) {
        permit(draft, step.step())?;
    }
    match step {
        Respond::Figures { figures, note } => record(draft, *figures, note),
        Respond::Grade { level, reason } => set_level(draft, level, reason),
        Respond::BindLevel { level, since } => bind_level(draft, *level, *since),
        Respond::SendReport { .. } | Respond::HandOn { .. } | Respond::NoteReceipt { .. } => {
            report::respond(draft, step)
        }
        Respond::Note { happened_at, text } => {
            texts::needed("note", text)?;
            check_past(draft, Some(*happened_at))?;
            let (happened_at, text) = (whole(*happened_at), text.clone());
            push(draft, IncidentEvent::Noted { happened_at, text });
            Ok(())
        }
        Respond::NameRole { role, post } => {
            if !rules(draft)?.roles.iter().any(|known| known.slug == *role) {
                return Err(Refusal::new("refusal-incident-role"));
            }
            if draft.pack.post(post).is_none() {
                return Err(Refusal::new("refusal-post-unknown").with("post", post));
            }
            let (role, post) = (role.clone(), post.clone());
            push(draft, IncidentEvent::RoleNamed { role, post });
            Ok(())
        }
        Respond::CallResource { what, count, from } => {
            name("resource", what)?;
            name("resource-from", from)?;
            if *count == 0 || *count > MOST_NUMBER {
                return Err(Refusal::new("refusal-incident-number").with("most", MOST_NUMBER));
            }
            let (what, from) = (what.trim().to_owned(), from.trim().to_owned());
            let count = *count;
            push(draft, IncidentEvent::ResourceCalled { what, count, from });
            Ok(())
        }
        Respond::MoveResource { resource, to } => move_resource(draft, *resource, *to),
        Respond::FollowPlan { plan } => {
            if plan.is_empty() || plan.len() > 64 || !plan.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                return Err(Refusal::new("refusal-incident-plan"));
            }
            let plan = plan.clone();
            push(draft, IncidentEvent::PlanFollowed { plan });
            Ok(())
        }
        Respond::Tick { item } => {
            texts::needed("checklist-item", item)?;
            texts::line("checklist-item", item, MOST_ITEM_CHARS)?;
            let item = item.trim().to_owned();
            if !incident(draft)?.ticks.iter().any(|tick| tick.item == item) {
                push(draft, IncidentEvent::ItemTicked { item });
            }
            Ok(())
        }
        Respond::HandOver {
            hospital,
            critical,
            serious,
            slight,
            needs,
        } => hand_over(draft, hospital, [*critical, *serious, *slight], needs),
        Respond::LinkWarning { warning } => {
            if uuid::Uuid::parse_str(warning).is_err() {
                return Err(Refusal::new("refusal-incident-warning"));
            }
            if !incident(draft)?.warnings.contains(warning) {
                let warning = warning.clone();
                push(draft, IncidentEvent::WarningLinked { warning });
            }
            Ok(())
        }
        Respond::End { text } => end(draft, text),
        Respond::Review { finding } => {
            texts::needed("finding", finding)?;
            let finding = finding.clone();
            push(draft, IncidentEvent::Found { finding });
            Ok(())
        }
        Respond::LinkTask { finding, task, number } => {
            let known = incident(draft)?.findings.iter().zip(1_u32..);
            let known = known.into_iter().find(|(_, place)| place == finding);
            if known.is_none_or(|(finding, _)| finding.task.is_some()) {
                return Err(Refusal::new("refusal-incident-finding"));
            }
            texts::line("number", number, MOST_NAME_CHARS)?;
            let (finding, task, number) = (*finding, *task, number.clone());
            push(draft, IncidentEvent::FindingTasked { finding, task, number });
            Ok(())
        }
        Respond::ErasePersonal => erase_personal(draft),
        Respond::ExtendInquiry { days, reason } => extend_inquiry(draft, *days, reason),
    }
}

fn push(draft: &mut Draft<'_>, event: IncidentEvent) {
    draft.push(Event::Incident(event));
}

/// The pack's rules for incidents.
fn rules<'a>(draft: &Draft<'a>) -> Result<&'a IncidentRules, Refusal> {
    let refusal = || Refusal::new("refusal-no-incident").with_text("kind", &draft.kind.name);
    draft.kind.incident.as_ref().ok_or_else(refusal)
}

fn incident<'d>(draft: &'d Draft<'_>) -> Result<&'d Incident, Refusal> {
    let refusal = || Refusal::new("refusal-no-incident").with_text("kind", &draft.kind.name);
    draft.case.incident().ok_or_else(refusal)
}

/// As it is kept and read again: whole milliseconds.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A name on one line.
fn name(what: &'static str, text: &str) -> Result<(), Refusal> {
    // The same words stand in both calls, so that each name of a field is found by the test that looks for its sentence.
    match what {
        "resource" => texts::needed("resource", text)?,
        "resource-from" => texts::needed("resource-from", text)?,
        "hospital" => texts::needed("hospital", text)?,
        "report-to" => texts::needed("report-to", text)?,
        "report-channel" => texts::needed("report-channel", text)?,
        _ => texts::needed("receipt-by", text)?,
    }
    texts::line(what, text, MOST_NAME_CHARS)
}

/// What somebody says has happened, has.
fn check_past(draft: &Draft<'_>, said: Option<Timestamp>) -> Result<(), Refusal> {
    if said.is_some_and(|said| whole(said) > draft.now) {
        return Err(Refusal::new("refusal-incident-ahead"));
    }
    Ok(())
}

/// Up at once by the program, in the same append as the numbers; never down.
fn record(draft: &mut Draft<'_>, figures: Figures, note: &str) -> Result<(), Refusal> {
    texts::optional("note", note)?;
    let people = [
        figures.dead,
        figures.missing,
        figures.seriously_injured,
        figures.injured,
    ];
    if people.into_iter().any(|n| n > MOST_NUMBER) || figures.loss.is_some_and(|loss| loss > MOST_LOSS) {
        return Err(Refusal::new("refusal-incident-number").with("most", MOST_NUMBER));
    }
    let rules = rules(draft)?;
    let before = incident(draft)?;
    if before.figures.last().is_some_and(|known| known.figures == figures) {
        return Ok(());
    }
    let held = before.place();
    let note = note.to_owned();
    push(draft, IncidentEvent::FiguresRecorded { figures, note });
    if let Some(asked) = grade(rules, &figures).filter(|asked| asked.place > held) {
        let level = asked.reached();
        push(draft, IncidentEvent::LevelRaised { level });
    }
    Ok(())
}

fn set_level(draft: &mut Draft<'_>, level: &str, reason: &str) -> Result<(), Refusal> {
    let rules = rules(draft)?;
    texts::needed("reason", reason)?;
    let Some(place) = rules.levels.iter().position(|known| known.slug == level) else {
        return Err(Refusal::new("refusal-incident-level"));
    };
    let incident = incident(draft)?;
    let held = incident.place();
    if place == held {
        return Err(Refusal::new("refusal-incident-level-same"));
    }
    if place < held && draft.actor.role != Role::Leader {
        return Err(Refusal::new("refusal-incident-level-down"));
    }
    let asked = grade(rules, &incident.known());
    if let Some(asked) = asked.filter(|asked| asked.place > place) {
        return Err(Refusal::new("refusal-incident-level-below").with_text("level", &asked.level.name));
    }
    let level = LevelReached {
        slug: level.to_owned(),
        place: u32::try_from(place).unwrap_or(u32::MAX),
        by: None,
    };
    let reason = reason.to_owned();
    push(draft, IncidentEvent::LevelSet { level, reason });
    Ok(())
}

/// From now on; what was in force when the incident was registered, since it was.
fn bind_level(draft: &mut Draft<'_>, level: OperatingLevel, since: Timestamp) -> Result<(), Refusal> {
    let known = incident(draft)?;
    if known.operating_level() == level || draft.case.is_ended() {
        return Ok(());
    }
    let registered = whole(known.begun_at) == draft.now;
    let since = registered.then(|| whole(since).min(draft.now));
    push(draft, IncidentEvent::OperatingLevel { level, since });
    Ok(())
}

fn move_resource(draft: &mut Draft<'_>, resource: u32, to: Movement) -> Result<(), Refusal> {
    let known = incident(draft)?.resources.iter().zip(1_u32..);
    let known = known.into_iter().find(|(_, number)| *number == resource);
    let Some((known, _)) = known else {
        return Err(Refusal::new("refusal-incident-resource"));
    };
    let done = known.released_at.is_some() || (to == Movement::Arrived && known.arrived_at.is_some());
    if done {
        return Err(Refusal::new("refusal-incident-resource"));
    }
    push(draft, IncidentEvent::ResourceMoved { resource, to });
    Ok(())
}

fn hand_over(draft: &mut Draft<'_>, hospital: &str, numbers: [u32; 3], needs: &str) -> Result<(), Refusal> {
    name("hospital", hospital)?;
    texts::optional("patients-needs", needs)?;
    let [critical, serious, slight] = numbers;
    let all = numbers.into_iter().fold(0, u32::saturating_add);
    if all == 0 || all > MOST_NUMBER {
        return Err(Refusal::new("refusal-incident-number").with("most", MOST_NUMBER));
    }
    push(
        draft,
        IncidentEvent::PatientsHandedOver {
            hospital: hospital.trim().to_owned(),
            critical,
            serious,
            slight,
            needs: needs.to_owned(),
        },
    );
    Ok(())
}

/// Over: everybody who had to be told was, the last report went out, and nobody is still out there. The closing word is the
/// answer that no case ends without.
fn end(draft: &mut Draft<'_>, text: &str) -> Result<(), Refusal> {
    texts::needed("closing-word", text)?;
    let known = incident(draft)?;
    let missing = reports_due(&draft.case, draft.pack, draft.now);
    let missing = missing
        .into_iter()
        .find(|due| matches!(due.sort, ReportSort::First { .. }));
    if let Some((who, to)) = missing.and_then(|missing| missing.names) {
        return Err(Refusal::new("refusal-incident-untold")
            .with_text("who", &who)
            .with_text("to", &to));
    }
    if !known.has_final(draft.case.reopened_at) {
        return Err(Refusal::new("refusal-incident-no-final"));
    }
    let out = known.out_there().count();
    if out > 0 {
        return Err(Refusal::new("refusal-incident-out-there").with("n", out));
    }
    let to = draft.kind.step(StepName::EndIncident).and_then(|step| step.to.as_ref());
    let status = to.unwrap_or(&draft.case.status).clone();
    let answer = Answer {
        text: text.to_owned(),
        outcome: Outcome::Solved,
        by: draft.actor.account.clone(),
        at: draft.now,
    };
    let outcome = answer.outcome;
    draft.push(Event::Answered {
        answer,
        status: draft.case.status.clone(),
    });
    draft.push(Event::Closed { outcome, status });
    clocks::apply(draft, StepName::Close, false);
    Ok(())
}

fn extend_inquiry(draft: &mut Draft<'_>, days: u32, reason: &str) -> Result<(), Refusal> {
    texts::needed("reason", reason)?;
    let rules = rules(draft)?;
    let Some(inquiry) = &rules.inquiry else {
        return Err(Refusal::new("refusal-report-rung"));
    };
    let left = inquiry.extension.value.saturating_sub(incident(draft)?.inquiry_more);
    if days == 0 || days > left {
        return Err(Refusal::new("refusal-inquiry-days").with("left", left));
    }
    let reason = reason.to_owned();
    push(draft, IncidentEvent::InquiryExtended { days, reason });
    Ok(())
}

/// Over, and looked back on by whoever says so; at the latest, by the program, when the pack's days are over.
fn erase_personal(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    incident(draft)?;
    let Some(ended_at) = draft.case.ended_at else {
        return Err(Refusal::new("refusal-personal-open"));
    };
    let by_program = draft.actor.role == Role::Program;
    if by_program {
        let days = rules(draft)?.personal_data.as_ref().map(|rule| rule.value);
        let due = days.and_then(|days| {
            ended_at
                .checked_add(SignedDuration::from_hours(i64::from(days) * 24))
                .ok()
        });
        if due.is_none_or(|due| draft.now < due) {
            return Err(Refusal::new("refusal-personal-early"));
        }
    }
    // The program comes where the store has something sealed: an address of notices that were stopped, too.
    let never = incident(draft)?.personal_erased_at.is_none();
    if by_program || never || draft.case.has_personal_data() {
        push(draft, IncidentEvent::PersonalDataErased);
    }
    Ok(())
}

/// Whether there is something to do by that step: what a page offers.
pub(super) fn concerns(case: &Case, step: StepName) -> bool {
    !step.is_of_incident() || case.incident().is_some()
}
