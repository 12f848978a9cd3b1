//! How it stands with a report that this program hands on: to whom, when it got there, how often it failed, who said that it came in.

use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::case::incident::{HandedOn, Receipt, SentReport};
use domain::case::{Case, Receiver, ReceiverWay};
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::{ReportSend, ReportTry, SendState};

/// How far this program has come with handing a report to a receiver by one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// It is on its way for the first time.
    BeingSent,
    /// It is there since then.
    HandedOn(Timestamp),
    /// The last attempt failed; the next one is made then.
    WaitingAgain(Timestamp),
    /// No more is tried.
    GivenUp,
}

/// How it stands with one receiver of a report by one way.
pub(crate) struct Standing<'a> {
    /// Which, 1 for the first.
    pub(crate) n: u32,
    pub(crate) to: &'a Receiver,
    pub(crate) way: Way,
    /// Somebody did it in the program's place.
    pub(crate) by_hand: Option<&'a HandedOn>,
    /// How often it was tried.
    pub(crate) attempts: u32,
    /// Why it failed the last time; none where it has not.
    pub(crate) error: Option<&'a str>,
    /// Every attempt, the first first.
    pub(crate) tries: Vec<&'a ReportTry>,
    /// It has not reached them by any way: somebody may do it by hand and note it.
    pub(crate) missing: bool,
    /// An attempt failed, and another one can be asked for now.
    pub(crate) again: bool,
}

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
pub(crate) struct OnTheirWay {
    sends: BTreeMap<(u32, u32), ReportSend>,
    tries: Vec<ReportTry>,
}

impl OnTheirWay {
    /// Of an incident; nothing is asked where no report of it is this program's to hand on.
    pub(crate) async fn of(visit: &Visit, case: &Case) -> Result<Self, Fault> {
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

    /// How it stands with the receivers of a report, in their order.
    pub(crate) fn receivers<'a>(&'a self, n: u32, sent: &'a SentReport) -> Vec<Standing<'a>> {
        let numbered = (1_u32..).zip(&sent.report.receivers);
        numbered
            .map(|(receiver, known)| self.standing(sent, (n, receiver), known))
            .collect()
    }

    fn standing<'a>(
        &'a self,
        sent: &'a SentReport,
        (report, receiver): (u32, u32),
        known: &'a Receiver,
    ) -> Standing<'a> {
        let row = self.sends.get(&(report, receiver));
        let handed = |by_hand: bool| {
            let all = sent.handed_on.iter();
            all.filter(|handed| handed.receiver == receiver)
                .find(|handed| handed.by_hand.is_some() == by_hand)
        };
        let way = match (handed(false), row) {
            (Some(handed), _) => Way::HandedOn(handed.at),
            (None, Some(row)) => way_of(row),
            (None, None) => Way::BeingSent,
        };
        let tries = self
            .tries
            .iter()
            .filter(|tried| row.is_some_and(|row| tried.send == row.id));
        let missing = sent.receiver_told_at(&known.name).is_none();
        let failed = row.is_some_and(|row| match row.state {
            SendState::Waiting => row.error.is_some(),
            state => state == SendState::Failed,
        });
        Standing {
            n: receiver,
            to: known,
            way,
            by_hand: handed(true),
            attempts: row.map_or(0, |row| row.attempts),
            error: row.and_then(|row| row.error.as_deref()),
            tries: tries.collect(),
            missing,
            again: missing && failed,
        }
    }

    /// The same in lines.
    pub(super) fn lines<'a>(&self, f: &Frame<'_>, n: u32, sent: &'a SentReport) -> Vec<ReceiverLine<'a>> {
        let numbered = (1_u32..).zip(&sent.report.receivers);
        numbered
            .map(|(receiver, known)| line(f, &self.standing(sent, (n, receiver), known), &known.name))
            .collect()
    }
}

/// One that has not got through yet.
fn way_of(send: &ReportSend) -> Way {
    match send.state {
        SendState::Waiting if send.error.is_some() => Way::WaitingAgain(send.run_at),
        SendState::Waiting | SendState::Sent => Way::BeingSent,
        SendState::Failed | SendState::Dropped => Way::GivenUp,
    }
}

fn line<'a>(f: &Frame<'_>, standing: &Standing<'_>, name: &'a str) -> ReceiverLine<'a> {
    let (state, mark) = state(f, standing);
    let state = match standing.by_hand {
        Some(handed) => format!("{state} · {}", by_hand(f, handed)),
        None => state,
    };
    let tries = standing.tries.iter().map(|tried| {
        let why = tried.error.as_deref().map(|error| why(f, error));
        let said = why.unwrap_or_else(|| f.t("report-try-good").to_owned());
        (f.moment(&tried.at), said)
    });
    ReceiverLine {
        n: standing.n,
        name,
        way: match standing.to.way {
            ReceiverWay::Mail => "report-way-mail",
            ReceiverWay::Webhook => "report-way-webhook",
        },
        mark,
        missing: standing.missing,
        again: standing.again,
        tries: tries.collect(),
        state,
    }
}

/// Who said that a report came in.
pub(super) fn receipts<'a>(f: &Frame<'_>, sent: &'a SentReport) -> Vec<ReceiptLine<'a>> {
    let line = |receipt: &'a Receipt| ReceiptLine {
        by: &receipt.by,
        at: f.moment(&came_in(receipt)),
        receiver: receipt
            .receiver
            .and_then(|n| sent.receiver(n))
            .map_or("", |receiver| receiver.name.as_str()),
        by_link: receipt.by_link,
    };
    sent.receipts.iter().map(line).collect()
}

/// When it came in, as they say, or else when that was written down.
pub(crate) fn came_in(receipt: &Receipt) -> Timestamp {
    receipt.said_at.unwrap_or(receipt.at)
}

/// Receivers who have not said that it came in, each once; the first is none where somebody sent the report themselves.
pub(crate) fn silent(sent: &SentReport) -> Vec<(Option<u32>, &str)> {
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

/// How far the program has come, and its mark.
fn state(f: &Frame<'_>, standing: &Standing<'_>) -> (String, &'static str) {
    let error = standing.error.map(|error| why(f, error)).unwrap_or_default();
    match standing.way {
        Way::HandedOn(at) => (f.t1("report-handed-at", "time", f.moment(&at)), "good"),
        Way::BeingSent => (f.t("report-being-sent").to_owned(), "near"),
        Way::WaitingAgain(at) => {
            let args = [
                ("n", standing.attempts.into()),
                ("why", error.into()),
                ("time", f.moment(&at).into()),
            ];
            (f.words().with("report-failed-times", &args), "late")
        }
        Way::GivenUp => (f.t2("report-given-up", "n", standing.attempts, "why", error), "late"),
    }
}

/// Why an attempt failed: a message key, and what was answered.
fn why(f: &Frame<'_>, kept: &str) -> String {
    let (key, said) = key_of(kept);
    format!("{} {said}", f.t(key)).trim_end().to_owned()
}

/// A message key, and what was answered; that is empty where nothing was.
pub(crate) fn key_of(kept: &str) -> (&str, &str) {
    kept.split_once(' ').unwrap_or((kept, ""))
}
