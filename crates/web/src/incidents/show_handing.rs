//! How it stands with a report that this program hands on: to whom, when it got there, how often it failed, who said that it came in.

use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::case::incident::{HandedOn, Receipt, SentReport};
use domain::case::{Case, Receiver, ReceiverWay};
use std::collections::BTreeMap;
use store::{ReportSend, ReportTry, SendState};

/// One receiver of a report by one way.
pub(super) struct ReceiverLine<'a> {
    /// Which, 1 for the first.
    pub(super) n: u32,
    pub(super) name: &'a str,
    /// Message key.
    pub(super) way: &'static str,
    pub(super) mark: &'static str,
    pub(super) state: String,
    /// It has not reached them by any way: somebody may do it by hand and note it.
    pub(super) missing: bool,
    /// An attempt failed, and another one can be asked for now.
    pub(super) again: bool,
    /// Every attempt: when, and why it failed.
    pub(super) tries: Vec<(String, String)>,
}

/// Who said that a report came in.
pub(super) struct ReceiptLine<'a> {
    pub(super) by: &'a str,
    pub(super) at: String,
    /// Which of the receivers; empty where somebody sent it themselves.
    pub(super) receiver: &'a str,
    /// They said so by the link of the message.
    pub(super) by_link: bool,
}

/// What the store knows of an incident's reports on their way.
#[derive(Default)]
pub(super) struct OnTheirWay {
    sends: BTreeMap<(u32, u32), ReportSend>,
    tries: Vec<ReportTry>,
}

impl OnTheirWay {
    /// Of an incident; nothing is asked where no report of it is this program's to hand on.
    pub(super) async fn of(visit: &Visit, case: &Case) -> Result<Self, Fault> {
        let incident = case.incident();
        let any = incident.is_some_and(|incident| {
            let reports = incident.reports.iter();
            reports.flat_map(|sent| &sent.report.receivers).next().is_some()
        });
        if !any {
            return Ok(Self::default());
        }
        let store = &visit.desk.office.store;
        let sends = store.report_sends_of(case.id).await?;
        Ok(Self {
            sends: sends
                .into_iter()
                .map(|send| ((send.report, send.receiver), send))
                .collect(),
            tries: store.report_tries_of(case.id).await?,
        })
    }

    /// The receivers of a report, in their order.
    pub(super) fn receivers<'a>(&self, f: &Frame<'_>, n: u32, sent: &'a SentReport) -> Vec<ReceiverLine<'a>> {
        let numbered = (1_u32..).zip(&sent.report.receivers);
        numbered
            .map(|(receiver, known)| self.line(f, sent, (n, receiver), known))
            .collect()
    }

    fn line<'a>(
        &self,
        f: &Frame<'_>,
        sent: &'a SentReport,
        (report, receiver): (u32, u32),
        known: &'a Receiver,
    ) -> ReceiverLine<'a> {
        let row = self.sends.get(&(report, receiver));
        let handed = |by_hand: bool| {
            let all = sent.handed_on.iter();
            all.filter(|handed| handed.receiver == receiver)
                .find(|handed| handed.by_hand.is_some() == by_hand)
        };
        let by_itself = handed(false);
        let (state, mark) = match (by_itself, row) {
            (Some(handed), _) => (f.t1("report-handed-at", "time", f.moment(&handed.at)), "good"),
            (None, Some(row)) => waits(f, row),
            (None, None) => (f.t("report-being-sent").to_owned(), "near"),
        };
        let state = match handed(true) {
            Some(handed) => format!("{state} · {}", by_hand(f, handed)),
            None => state,
        };
        let tries = row.into_iter().flat_map(|row| {
            let of_send = self.tries.iter().filter(|tried| tried.send == row.id);
            of_send.map(|tried| {
                let why = tried.error.as_deref().map(|error| why(f, error));
                let said = why.unwrap_or_else(|| f.t("report-try-good").to_owned());
                (f.moment(&tried.at), said)
            })
        });
        let missing = sent.receiver_told_at(&known.name).is_none();
        let failed = row.is_some_and(|row| match row.state {
            SendState::Waiting => row.error.is_some(),
            state => state == SendState::Failed,
        });
        ReceiverLine {
            n: receiver,
            name: &known.name,
            way: match known.way {
                ReceiverWay::Mail => "report-way-mail",
                ReceiverWay::Webhook => "report-way-webhook",
            },
            mark,
            missing,
            again: missing && failed,
            tries: tries.collect(),
            state,
        }
    }
}

/// Who said that a report came in.
pub(super) fn receipts<'a>(f: &Frame<'_>, sent: &'a SentReport) -> Vec<ReceiptLine<'a>> {
    let line = |receipt: &'a Receipt| ReceiptLine {
        by: &receipt.by,
        at: f.moment(&receipt.said_at.unwrap_or(receipt.at)),
        receiver: receipt
            .receiver
            .and_then(|n| sent.receiver(n))
            .map_or("", |receiver| receiver.name.as_str()),
        by_link: receipt.by_link,
    };
    sent.receipts.iter().map(line).collect()
}

/// Receivers who have not said that it came in, each once; the first is none where somebody sent the report themselves.
pub(super) fn silent(sent: &SentReport) -> Vec<(Option<u32>, &str)> {
    let name_of = |n: Option<u32>| n.and_then(|n| sent.receiver(n)).map_or("", |known| known.name.as_str());
    let has_said = |name: &str| sent.receipts.iter().any(|receipt| name_of(receipt.receiver) == name);
    if sent.report.receivers.is_empty() {
        return if has_said("") { Vec::new() } else { vec![(None, "")] };
    }
    let mut silent: Vec<(Option<u32>, &str)> = Vec::new();
    for (n, receiver) in (1_u32..).zip(&sent.report.receivers) {
        let name = receiver.name.as_str();
        if !has_said(name) && !silent.iter().any(|(_, known)| *known == name) {
            silent.push((Some(n), name));
        }
    }
    silent
}

fn by_hand(f: &Frame<'_>, handed: &HandedOn) -> String {
    let how = handed.by_hand.as_deref().unwrap_or_default();
    let noted = f.t2("report-handed-by-hand", "how", how, "time", f.moment(&handed.at));
    match &handed.said_at {
        Some(said) => format!("{noted} · {}", f.t1("report-said-at", "time", f.moment(said))),
        None => noted,
    }
}

/// One that has not got through yet.
fn waits(f: &Frame<'_>, send: &ReportSend) -> (String, &'static str) {
    let error = send.error.as_deref().map(|error| why(f, error)).unwrap_or_default();
    match send.state {
        SendState::Waiting if send.error.is_none() => (f.t("report-being-sent").to_owned(), "near"),
        SendState::Waiting => {
            let args = [
                ("n", send.attempts.into()),
                ("why", error.into()),
                ("time", f.moment(&send.run_at).into()),
            ];
            (f.words().with("report-failed-times", &args), "late")
        }
        SendState::Sent => (f.t("report-being-sent").to_owned(), "near"),
        SendState::Failed | SendState::Dropped => (f.t2("report-given-up", "n", send.attempts, "why", error), "late"),
    }
}

/// Why an attempt failed: a message key, and what was answered.
fn why(f: &Frame<'_>, kept: &str) -> String {
    let (key, said) = kept.split_once(' ').unwrap_or((kept, ""));
    format!("{} {said}", f.t(key)).trim_end().to_owned()
}
