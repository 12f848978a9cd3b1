//! What the steps of an incident do to a case. Numbers, levels and reports are added to, never changed.

use crate::case::incident::{
    FiguresKnown, Finding, HandedOn, LevelHeld, Movement, OperatingHeld, PatientsHandedOver, Receipt, Resource,
    RoleHeld, SentReport, Tick, TimelineEntry,
};
use crate::case::{Actor, Case, Incident, IncidentEvent, Role};
use jiff::Timestamp;

#[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
pub(super) fn apply(case: &mut Case, event: &IncidentEvent, actor: &Actor, at: Timestamp) {
    if let IncidentEvent::Begun { drill, level } = event {
        // A second beginning does not make what has happened undone.
        if case.incident.is_none() {
            case.incident = Some(Box::new(Incident::begun(*drill, level.clone(), at)));
        }
        return;
    }
    if matches!(event, IncidentEvent::PersonalDataErased) {
        case.sealed_fields.clear();
        case.notices = None;
        case.party_notices.clear();
    }
    let Case {
        incident, casualties, ..
    } = case;
    let Some(incident) = incident.as_deref_mut() else {
        return;
    };
    match event {
        IncidentEvent::Begun { .. } => {}
        IncidentEvent::FiguresRecorded { figures, note } => {
            *casualties = Some(figures.casualties());
            incident.figures.push(FiguresKnown {
                at,
                figures: *figures,
                note: note.clone(),
            });
        }
        IncidentEvent::LevelRaised { level } => incident.levels.push(LevelHeld {
            at,
            level: level.clone(),
            set: None,
        }),
        IncidentEvent::LevelSet { level, reason } => incident.levels.push(LevelHeld {
            at,
            level: level.clone(),
            set: Some((actor.post.clone(), reason.clone())),
        }),
        IncidentEvent::ReportSent(report) => incident.reports.push(SentReport {
            report: (**report).clone(),
            at,
            post: actor.post.clone(),
            handed_on: Vec::new(),
            receipts: Vec::new(),
        }),
        IncidentEvent::ReportHandedOn {
            report,
            receiver,
            by_hand,
            said_at,
        } => {
            if let Some(sent) = nth(&mut incident.reports, *report) {
                sent.handed_on.push(HandedOn {
                    receiver: *receiver,
                    at,
                    by_hand: by_hand.clone(),
                    said_at: *said_at,
                    post: actor.post.clone(),
                });
            }
        }
        IncidentEvent::ReceiptNoted {
            report,
            receiver,
            by,
            said_at,
        } => {
            if let Some(sent) = nth(&mut incident.reports, *report) {
                sent.receipts.push(Receipt {
                    by: by.clone(),
                    said_at: *said_at,
                    at,
                    receiver: *receiver,
                    by_link: actor.role == Role::Program,
                });
            }
        }
        IncidentEvent::Noted { happened_at, text } => incident.timeline.push(TimelineEntry {
            happened_at: *happened_at,
            at,
            text: text.clone(),
        }),
        IncidentEvent::RoleNamed { role, post } => incident.roles.push(RoleHeld {
            role: role.clone(),
            post: post.clone(),
            at,
        }),
        IncidentEvent::ResourceCalled { what, count, from } => incident.resources.push(Resource {
            what: what.clone(),
            count: *count,
            from: from.clone(),
            called_at: at,
            arrived_at: None,
            released_at: None,
        }),
        IncidentEvent::ResourceMoved { resource, to } => {
            if let Some(resource) = nth(&mut incident.resources, *resource) {
                let moved = match to {
                    Movement::Arrived => &mut resource.arrived_at,
                    Movement::Released => &mut resource.released_at,
                };
                moved.get_or_insert(at);
            }
        }
        IncidentEvent::PlanFollowed { plan } => incident.plan = Some(plan.clone()),
        IncidentEvent::ItemTicked { item } => incident.ticks.push(Tick {
            item: item.clone(),
            post: actor.post.clone(),
            at,
        }),
        IncidentEvent::PatientsHandedOver {
            hospital,
            critical,
            serious,
            slight,
            needs,
        } => incident.patients.push(PatientsHandedOver {
            hospital: hospital.clone(),
            critical: *critical,
            serious: *serious,
            slight: *slight,
            needs: needs.clone(),
            at,
        }),
        IncidentEvent::WarningLinked { warning } => incident.warnings.push(warning.clone()),
        IncidentEvent::Found { finding } => incident.findings.push(Finding {
            text: finding.clone(),
            at,
            task: None,
        }),
        IncidentEvent::FindingTasked { finding, task, number } => {
            if let Some(finding) = nth(&mut incident.findings, *finding) {
                finding.task.get_or_insert_with(|| (*task, number.clone()));
            }
        }
        IncidentEvent::PersonalDataErased => incident.personal_erased_at = Some(at),
        IncidentEvent::OperatingLevel { level, since } => incident.operating.push(OperatingHeld {
            at: since.unwrap_or(at),
            level: *level,
        }),
        IncidentEvent::InquiryExtended { days, .. } => {
            incident.inquiry_more = incident.inquiry_more.saturating_add(*days);
        }
    }
}

/// The one of that number, 1 for the first.
fn nth<T>(list: &mut [T], number: u32) -> Option<&mut T> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    list.get_mut(place)
}
