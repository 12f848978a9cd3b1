//! Reports as they went out 信息报送: their words, to whom they were handed on and who said that they came in.

use super::Figures;
use crate::PostSlug;
use crate::pack::{IncidentRules, ReportPart};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportSort {
    /// The first one to somebody 首报, by the pack's rung.
    First {
        /// The rung's slug.
        rung: String,
    },
    /// How it goes on 续报.
    Continuing,
    /// What has changed 补报.
    Supplement,
    /// The last one 终报.
    Final,
    /// The report of the inquiry 事故调查报告.
    Inquiry,
    /// Patients who were handed over 伤员移交, as the health authority and the hospital are told: no report of the incident.
    Patients {
        /// Which hand-over, 1 for the first.
        hand_over: u32,
    },
}

impl ReportSort {
    /// It tells of the incident itself: those to whom it has to be reported were told by it.
    #[must_use]
    pub const fn is_of_incident(&self) -> bool {
        !matches!(self, Self::Patients { .. })
    }

    /// It goes to all who were told before, and brings them what is known by then; a first report tells those of its rung alone.
    #[must_use]
    pub const fn is_to_all_told(&self) -> bool {
        matches!(self, Self::Continuing | Self::Supplement | Self::Final | Self::Inquiry)
    }

    /// The parts that it has to have; none where the pack lets no such thing go out.
    #[must_use]
    pub fn parts<'a>(&self, rules: &'a IncidentRules) -> &'a [ReportPart] {
        match self {
            Self::Patients { .. } => rules.hand_off.as_ref().map_or(&[][..], |rule| &rule.value),
            _ => &rules.parts.value,
        }
    }
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportText {
    /// Which.
    pub part: ReportPart,
    /// What it says.
    pub text: String,
}

/// A report as it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which.
    pub sort: ReportSort,
    /// Its text.
    pub parts: Vec<ReportText>,
    /// The numbers that were known.
    pub figures: Figures,
    /// The level that held, by slug.
    pub level: String,
    /// To whom.
    pub to: String,
    /// By which way.
    pub channel: String,
    /// What the incident was called then; empty in one that was written down before this was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Where questions are answered: an office and its number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// When it went out, as whoever wrote it down said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
    /// When it was due; none for one that nobody waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// To whom this program hands it on; nobody where somebody sent it themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivers: Vec<Receiver>,
}

/// To whom this program hands a report on, and by which way. Somebody who is told by two ways stands here twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Who, by office; the address is in no event.
    pub name: String,
    /// How.
    pub way: ReceiverWay,
}

/// How this program hands a report on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiverWay {
    /// A letter with the report as PDF.
    Mail,
    /// Another program (Standard Webhooks).
    Webhook,
}

impl ReceiverWay {
    /// As rows and messages have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}

impl Report {
    pub(super) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        self.parts.iter_mut().for_each(|part| change(&mut part.text));
        let lines = [&mut self.to, &mut self.channel, &mut self.title, &mut self.contact];
        let names = self.receivers.iter_mut().map(|receiver| &mut receiver.name);
        lines.into_iter().chain(names).for_each(change);
    }
}

/// A report with when it was written down, by which post, and who said that it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentReport {
    /// As it went out.
    pub report: Report,
    /// When that was written down.
    pub at: Timestamp,
    /// By which post.
    pub post: Option<PostSlug>,
    /// To whom it was handed on, and when.
    pub handed_on: Vec<HandedOn>,
    /// Who said that it came in.
    pub receipts: Vec<Receipt>,
}

/// A report reached one of its receivers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOn {
    /// Which, 1 for the first.
    pub receiver: u32,
    /// When that was written down: what counts.
    pub at: Timestamp,
    /// How somebody did it themselves, where this program could not; none where it could.
    pub by_hand: Option<String>,
    /// When, as whoever did it says.
    pub said_at: Option<Timestamp>,
    /// By which post; none where the program did.
    pub post: Option<PostSlug>,
}

impl SentReport {
    /// When those who had to be told were: as it was written down that somebody had sent it, or when the last of the receivers
    /// had it by one of their ways. None as long as one has not.
    #[must_use]
    pub fn told_at(&self) -> Option<Timestamp> {
        let receivers = &self.report.receivers;
        if receivers.is_empty() {
            return Some(self.at);
        }
        let told = receivers.iter().map(|receiver| self.receiver_told_at(&receiver.name));
        told.collect::<Option<Vec<Timestamp>>>()?.into_iter().max()
    }

    /// When one of the receivers had it, by whichever way was the first.
    #[must_use]
    pub fn receiver_told_at(&self, name: &str) -> Option<Timestamp> {
        let handed = self.handed_on.iter().filter(|handed| {
            let receiver = self.receiver(handed.receiver);
            receiver.is_some_and(|receiver| receiver.name == name)
        });
        handed.map(|handed| handed.at).min()
    }

    /// A receiver, 1 for the first.
    #[must_use]
    pub fn receiver(&self, n: u32) -> Option<&Receiver> {
        let at = usize::try_from(n).ok()?.checked_sub(1)?;
        self.report.receivers.get(at)
    }

    /// Told after its time.
    #[must_use]
    pub fn is_late(&self) -> bool {
        let told = self.report.due.zip(self.told_at());
        told.is_some_and(|(due, told)| is_after(told, due))
    }
}

/// The due second itself is in time.
pub(super) fn is_after(at: Timestamp, due: Timestamp) -> bool {
    at.as_second() > due.as_second()
}

/// Who said that a report came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who there.
    pub by: String,
    /// When, as they say.
    pub said_at: Option<Timestamp>,
    /// When that was written down.
    pub at: Timestamp,
    /// Which of the receivers it is, 1 for the first; none where somebody sent it themselves.
    pub receiver: Option<u32>,
    /// They said so themselves, by the link in the message.
    pub by_link: bool,
}
