//! Reports of incidents on their way 信息报送: what somebody has sent is handed on to those whom `reports.toml` names, at least once, and
//! that it was is an event of the case. Until then nobody was told, so a report that fails becomes late, and the watch is called
//! before (`docs/reports.md`).

mod letter;
mod settings;

pub use settings::ReportWays;

use crate::boxed;
use crate::notices::{Failed, send_mail};
use crate::outgoing::{Outgoing, Posted};
use domain::call::About;
use domain::case::{Actor, Case, Command, Receiver, ReceiverWay, Respond};
use jiff::{SignedDuration, Timestamp};
use letter::Letter;
use office::Office;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{ReportSend, SendState};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Why the watch is called.
pub(crate) const FAILED: &str = "report-failed";

/// How often it is looked for what is due.
const EVERY: Duration = Duration::from_secs(1);
/// Reports that are sent at the same time.
const TOGETHER: u32 = 8;
/// How long a report is whoever's who sends it: longer than an attempt may take.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// How long another program may take, all in all.
const PATIENCE: Duration = Duration::from_secs(20);
/// What it may say beside its status, which alone counts.
const MOST_BYTES: usize = 1 << 20;
/// How long after each attempt the next one comes; after the last, it is given up. The first are close together: who has to be told
/// within an hour is told within an hour.
const AGAIN: [SignedDuration; 12] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(10),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
];
/// The attempts before a report is given up. Somebody who has it tried again after that begins with the first of as many more.
const ATTEMPTS: usize = AGAIN.len() + 1;
/// After so many attempts the watch is called: one may be a line that was cut for a moment.
const CALLED_AFTER: usize = 2;

/// Hands reports on until the stop is asked for.
pub(crate) async fn run(office: Office, ways: Arc<ReportWays>, mut stopped: watch::Receiver<()>) {
    loop {
        match send_reports(&office, &ways).await {
            // More may wait.
            Ok(sent) if sent > 0 => continue,
            Ok(_) => {}
            // What was not sent is due still at the next round.
            Err(error) => tracing::warn!(%error, "reports of incidents could not be handed on"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// One round: hands on what is due. Answers how many were tried.
///
/// # Errors
/// What the store says; what mail servers and other programs do is none.
#[boxed]
pub async fn send_reports(office: &Office, ways: &Arc<ReportWays>) -> Result<usize, office::Error> {
    let sends = office
        .store
        .lease_report_sends(office.clock.now(), LEASE, TOGETHER)
        .await?;
    let tried = sends.len();
    let mut sending = JoinSet::new();
    for send in sends {
        let (office, ways) = (office.clone(), ways.clone());
        sending.spawn(async move { attempt(&office, &ways, send).await });
    }
    while let Some(done) = sending.join_next().await {
        done.unwrap_or(Err(store::Error::Stopping.into()))?;
    }
    Ok(tried)
}

/// Hands a report on and writes down what became of it: first in the case, and then that it need not be sent again, so that a program
/// that dies in between sends it twice and never not at all.
async fn attempt(office: &Office, ways: &ReportWays, send: ReportSend) -> Result<(), office::Error> {
    let store = &office.store;
    let case = store.case(send.case).await?.filter(|case| case.erased_at.is_none());
    let receiver = case.as_ref().and_then(|case| receiver_of(case, &send));
    let Some((case, receiver)) = case.as_ref().zip(receiver) else {
        // Erased in between: there is nothing to be sent any more.
        let now = office.clock.now();
        return Ok(store
            .record_report_send(&send, SendState::Dropped, now, None, now)
            .await?);
    };
    let handed = hand_on(office, ways, case, &send, &receiver).await;
    let now = office.clock.now();
    let Err(failed) = handed else {
        let step = Command::Respond(Respond::HandOn {
            report: send.report,
            receiver: send.receiver,
            by_hand: None,
            said_at: None,
        });
        let key = format!("report handed on {}", send.id);
        match office::act(office, case.id, &step, &Actor::program(), now, Some(key)).await {
            Ok(_) => {}
            // It has arrived, whatever the case says to that.
            Err(office::Error::Refused(refusal)) => tracing::warn!(refusal = refusal.key, "a report was handed on"),
            Err(error) => return Err(error),
        }
        return Ok(store.record_report_send(&send, SendState::Sent, now, None, now).await?);
    };
    let (begun, tried) = begun(&send);
    let wait = AGAIN.get(tried);
    let (state, again) = match wait {
        Some(wait) => (SendState::Waiting, now.checked_add(*wait).unwrap_or(now)),
        None => (SendState::Failed, now),
    };
    tracing::warn!(
        way = receiver.way.name(),
        why = failed.kept(),
        attempts = send.attempts,
        "a report of an incident was not handed on"
    );
    store
        .record_report_send(&send, state, now, Some(failed.kept()), again)
        .await?;
    if tried + 1 >= CALLED_AFTER {
        call_watch(office, case, &send, (begun, &receiver), now).await?;
    }
    Ok(())
}

/// How often it was begun anew after it had been given up, and how many attempts came before this one since then.
fn begun(send: &ReportSend) -> (usize, usize) {
    let before = usize::try_from(send.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    (before / ATTEMPTS, before % ATTEMPTS)
}

/// The receiver that a message is for, as the report names it.
pub(crate) fn receiver_of(case: &Case, send: &ReportSend) -> Option<Receiver> {
    let at = usize::try_from(send.report).ok()?.checked_sub(1)?;
    case.incident()?.reports.get(at)?.receiver(send.receiver).cloned()
}

/// The watch is called for a report that does not get through, once each time that it was begun, unless its receiver has been told by
/// another way.
async fn call_watch(
    office: &Office,
    case: &Case,
    send: &ReportSend,
    (begun, receiver): (usize, &Receiver),
    now: Timestamp,
) -> Result<(), office::Error> {
    // As it is now: somebody may have telephoned meanwhile.
    let case = office.store.case(case.id).await?;
    let Some(case) = case.as_ref() else { return Ok(()) };
    if !is_missing(case, send.report, &receiver.name) {
        return Ok(());
    }
    let about = About {
        reason: FAILED.to_owned(),
        args: BTreeMap::from([
            (String::from("number"), case.number.clone()),
            (String::from("n"), send.report.to_string()),
        ]),
        link: format!("/incidents/{}/reports/{}", case.number, send.report),
        case: Some(case.id),
        drill: case.is_drill(),
        post: None,
        unit: Some(case.unit.clone()),
    };
    let once = match begun {
        0 => format!("{FAILED} {} {}", case.id, send.report),
        _ => format!("{FAILED} {} {} again {begun}", case.id, send.report),
    };
    office::raise_call(office, about, &once, &Actor::program(), now).await?;
    Ok(())
}

fn is_missing(case: &Case, report: u32, receiver: &str) -> bool {
    let at = usize::try_from(report).ok().and_then(|report| report.checked_sub(1));
    let sent = at.and_then(|at| case.incident()?.reports.get(at));
    sent.is_some_and(|sent| sent.receiver_told_at(receiver).is_none())
}

/// Whether somebody is still to be told of a report for which the watch was called.
pub(crate) fn still_fails(about: &About, case: &Case) -> bool {
    let n = about.args.get("n").and_then(|n| n.parse::<usize>().ok());
    let sent = n.and_then(|n| case.incident()?.reports.get(n.checked_sub(1)?));
    case.erased_at.is_none() && sent.is_some_and(|sent| sent.told_at().is_none())
}

async fn hand_on(
    office: &Office,
    ways: &ReportWays,
    case: &Case,
    send: &ReportSend,
    receiver: &Receiver,
) -> Result<(), Failed> {
    let known = ways.known(&receiver.name);
    let known = known.ok_or(Failed::here("report-error-not-set-up"))?;
    // Whoever does not take drills takes none, whatever was set up when it was sent.
    if case.is_drill() && !known.drills {
        return Err(Failed::here("report-error-no-drills"));
    }
    let paper = office::report_paper(office, case, send.report).ok_or(Failed::here("notice-error-letter"))?;
    let language = known.language.unwrap_or(office.pack.locale);
    let url = ways.notices.public_url.as_deref().zip(send.token.as_deref());
    let link = url.map(|(url, token)| format!("{url}/report/{token}"));
    // Setting type takes long enough to hold up everybody else on this thread.
    let letter = tokio::task::spawn_blocking(move || Letter::of(paper, language, link)).await;
    let letter = letter
        .ok()
        .and_then(Result::ok)
        .ok_or(Failed::here("notice-error-letter"))?;
    match receiver.way {
        ReceiverWay::Mail => {
            let (mail, to) = ways
                .notices
                .mail
                .as_ref()
                .zip(known.mail.as_deref())
                .ok_or(Failed::here("report-error-not-set-up"))?;
            let body = office.pack.body.get(language);
            let id = format!("report-{}", send.id);
            let said = (letter.subject.as_str(), letter.text.clone());
            let message = send_mail::with_file(mail, body, to, (&id, send.made_at), said, letter.attached())?;
            send_mail::send(mail, &message).await
        }
        ReceiverWay::Webhook => {
            let (url, secret) = known.webhook.as_ref().ok_or(Failed::here("report-error-not-set-up"))?;
            let body = letter.data(send, office.clock.now());
            let id = format!("msg_{}", send.id);
            let posted = Posted {
                media_type: "application/json",
                headers: crate::webhooks::signed(&secret.0, &id, office.clock.now(), &body).into(),
                body: body.into(),
            };
            let answer = Outgoing::new(PATIENCE, MOST_BYTES).send(url, posted).await;
            let answer = answer.map_err(|_| Failed::here("notice-error-unreachable"))?;
            if (200..300).contains(&answer.status) {
                return Ok(());
            }
            Err(Failed::answered("notice-error-answer", answer.status))
        }
    }
}
