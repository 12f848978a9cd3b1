//! Reports of an incident: sent, handed on, received.

use super::{MOST_NAME_CHARS, check_past, incident, name, push, rules, whole};
use crate::ClockSlug;
use crate::case::decide::{Draft, texts};
use crate::case::incident::{ReportDue, SentReport, reports, reports_due};
use crate::case::{Event, IncidentEvent, Receiver, Refusal, Report, ReportSort, ReportText, Respond, Role};
use jiff::Timestamp;

/// The most to whom one report is handed on.
const MOST_RECEIVERS: usize = 40;

/// Takes a step that is about a report.
pub(super) fn respond(draft: &mut Draft<'_>, step: &Respond) -> Result<(), Refusal> {
    match step {
        Respond::SendReport {
            sort,
            parts,
            to,
            channel,
            contact,
            said_at,
            receivers,
            known,
        } => {
            send(draft, sort, parts, [to, channel, contact], *said_at, receivers)?;
            // Text of one moment does not go out with the figures and the level of another; of patients it says neither.
            let now = incident(draft)?.known_mark();
            match known {
                Some(known) if *known != now && sort.is_of_incident() => Err(Refusal::new("refusal-report-changed")),
                _ => Ok(()),
            }
        }
        Respond::HandOn {
            report,
            receiver,
            by_hand,
            said_at,
        } => hand_on(draft, (*report, *receiver), by_hand.as_deref(), *said_at),
        Respond::NoteReceipt {
            report,
            receiver,
            by,
            said_at,
        } => receipt(draft, (*report, *receiver), by, *said_at),
        _ => Ok(()),
    }
}

/// A report goes out: somebody has sent it, or this program is to hand it on.
fn send(
    draft: &mut Draft<'_>,
    sort: &ReportSort,
    parts: &[ReportText],
    [to, channel, contact]: [&str; 3],
    said_at: Option<Timestamp>,
    receivers: &[Receiver],
) -> Result<(), Refusal> {
    let rules = rules(draft)?;
    let known = incident(draft)?;
    let is_again = || known.reports.iter().any(|sent| sent.report.sort == *sort);
    match sort {
        ReportSort::First { .. } | ReportSort::Inquiry if is_again() => {
            return Err(Refusal::new("refusal-report-sent"));
        }
        ReportSort::Patients { .. } if is_again() => return Err(Refusal::new("refusal-report-patients-sent")),
        _ => {}
    }
    match sort {
        ReportSort::First { rung } if !rules.rungs.iter().any(|known| known.slug == *rung) => {
            return Err(Refusal::new("refusal-report-rung"));
        }
        ReportSort::Continuing | ReportSort::Supplement | ReportSort::Final
            if !known.reports.iter().any(|sent| sent.report.sort.is_of_incident()) =>
        {
            return Err(Refusal::new("refusal-report-first"));
        }
        ReportSort::First { .. } | ReportSort::Continuing | ReportSort::Final if draft.case.is_ended() => {
            return Err(Refusal::new("refusal-report-ended"));
        }
        ReportSort::Inquiry if rules.inquiry.is_none() => return Err(Refusal::new("refusal-report-rung")),
        ReportSort::Patients { hand_over } => {
            if rules.hand_off.is_none() || known.hand_over(*hand_over).is_none() {
                return Err(Refusal::new("refusal-report-patients"));
            }
            // Whoever gets patients asks back by telephone.
            texts::needed("report-contact", contact)?;
        }
        _ => {}
    }
    for part in sort.parts(rules) {
        let written = parts.iter().find(|written| written.part == *part);
        if written.is_none_or(|written| written.text.trim().is_empty()) {
            return Err(Refusal::new("refusal-report-part").with("part", part.name()));
        }
    }
    for part in parts {
        texts::needed("report-part", &part.text)?;
    }
    name("report-to", to)?;
    name("report-channel", channel)?;
    texts::line("report-contact", contact, MOST_NAME_CHARS)?;
    check_past(draft, said_at)?;
    if receivers.len() > MOST_RECEIVERS {
        return Err(Refusal::new("refusal-report-receivers").with("most", MOST_RECEIVERS));
    }
    for receiver in receivers {
        name("report-to", &receiver.name)?;
    }
    // A first report that was missing when its level fell is as late as it was.
    let asks = |due: &ReportDue| due.is_open() || (due.report.is_none() && due.sort != ReportSort::Supplement);
    // What goes on brings the new numbers up: it is the supplement as well, and so are its minutes. The inquiry has its own time.
    let also = |due: &ReportDue| {
        due.sort == ReportSort::Supplement && matches!(sort, ReportSort::Continuing | ReportSort::Final)
    };
    let due = reports(&draft.case, draft.pack, draft.now)
        .into_iter()
        .filter(|due| (due.sort == *sort || also(due)) && asks(due))
        .map(|due| due.due)
        .min();
    let owed = owed_by(draft, sort);
    let report = Report {
        sort: sort.clone(),
        parts: parts.to_vec(),
        figures: known.known(),
        level: known.level().map(|level| level.slug.clone()).unwrap_or_default(),
        to: to.trim().to_owned(),
        channel: channel.trim().to_owned(),
        title: draft.case.title.clone(),
        contact: contact.trim().to_owned(),
        // What has not gone out yet has no time at which somebody says it did.
        said_at: said_at.filter(|_| receivers.is_empty()).map(whole),
        due,
        receivers: receivers.to_vec(),
    };
    push(draft, IncidentEvent::ReportSent(Box::new(report)));
    stop_clock(draft, &owed);
    Ok(())
}

/// What a report of this sort can settle, with when it is due: itself, and the supplement where it goes to all who have to have that.
fn owed_by(draft: &Draft<'_>, sort: &ReportSort) -> Vec<(ReportSort, Timestamp)> {
    let also = |due: &ReportSort| *due == ReportSort::Supplement && sort.is_to_all_told();
    let open = reports_due(&draft.case, draft.pack, draft.now).into_iter();
    open.filter(|due| due.sort == *sort || also(&due.sort))
        .map(|due| (due.sort, due.due))
        .collect()
}

/// The clock has its verdict where it stood at something that was owed and, now that somebody was told, is not any more.
fn stop_clock(draft: &mut Draft<'_>, owed: &[(ReportSort, Timestamp)]) {
    let slug = ClockSlug::from(super::REPORT_CLOCK);
    let running = draft.case.clock(&slug).filter(|clock| clock.is_open());
    let Some(stands) = running.map(|clock| clock.due) else {
        return;
    };
    let left = reports_due(&draft.case, draft.pack, draft.now);
    let settled = |(sort, due): &(ReportSort, Timestamp)| {
        *due == stands && !left.iter().any(|left| left.sort == *sort && left.due == *due)
    };
    if owed.iter().any(settled) {
        draft.push(Event::ClockStopped { clock: slug, at: None });
    }
}

/// Whoever got it said so, once for each receiver.
fn receipt(
    draft: &mut Draft<'_>,
    (report, receiver): (u32, Option<u32>),
    by: &str,
    said_at: Option<Timestamp>,
) -> Result<(), Refusal> {
    name("receipt-by", by)?;
    check_past(draft, said_at)?;
    let sent = nth(draft, report)?;
    // Whoever is told by two ways has it once.
    let name_of = |receiver: Option<u32>| receiver.and_then(|n| sent.receiver(n)).map(|known| &known.name);
    if receiver.is_some() && name_of(receiver).is_none() {
        return Err(Refusal::new("refusal-report-unknown"));
    }
    let noted = sent
        .receipts
        .iter()
        .any(|noted| name_of(noted.receiver) == name_of(receiver));
    if noted {
        return Err(Refusal::new("refusal-report-receipt"));
    }
    let (by, said_at) = (by.trim().to_owned(), said_at.map(whole));
    push(
        draft,
        IncidentEvent::ReceiptNoted {
            report,
            receiver,
            by,
            said_at,
        },
    );
    Ok(())
}

/// A report has reached a receiver: this program handed it on, or somebody did it in its place. Once; what comes later changes
/// nothing.
fn hand_on(
    draft: &mut Draft<'_>,
    (report, receiver): (u32, u32),
    by_hand: Option<&str>,
    said_at: Option<Timestamp>,
) -> Result<(), Refusal> {
    // Nobody says of the program what it did.
    if by_hand.is_none() && draft.actor.role != Role::Program {
        return Err(Refusal::new("refusal-report-unknown"));
    }
    if let Some(by_hand) = by_hand {
        name("report-channel", by_hand)?;
    }
    check_past(draft, said_at)?;
    let sent = nth(draft, report)?;
    if sent.receiver(receiver).is_none() {
        return Err(Refusal::new("refusal-report-unknown"));
    }
    let again = sent
        .handed_on
        .iter()
        .any(|handed| handed.receiver == receiver && handed.by_hand.is_some() == by_hand.is_some());
    if again {
        return Ok(());
    }
    let (was, sort) = (sent.told_at(), sent.report.sort.clone());
    let owed = owed_by(draft, &sort);
    let (by_hand, said_at) = (by_hand.map(|by| by.trim().to_owned()), said_at.map(whole));
    push(
        draft,
        IncidentEvent::ReportHandedOn {
            report,
            receiver,
            by_hand,
            said_at,
        },
    );
    if was.is_none() {
        stop_clock(draft, &owed);
    }
    Ok(())
}

/// A report that is there, 1 for the first.
fn nth<'d>(draft: &'d Draft<'_>, report: u32) -> Result<&'d SentReport, Refusal> {
    let at = usize::try_from(report).ok().and_then(|report| report.checked_sub(1));
    let sent = at.and_then(|at| incident(draft).ok()?.reports.get(at));
    sent.ok_or_else(|| Refusal::new("refusal-report-unknown"))
}
