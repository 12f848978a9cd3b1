//! What a receiver is sent: a letter with the report as text and as PDF, or the same as data for another program.

use super::super::sort_value;
use crate::notices::send_mail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use documents::incident::part_key;
use documents::report::{self, ReportPaper};
use domain::Locale;
use domain::case::DRILL_MARK;
use jiff::Timestamp;
use serde_json::json;
use store::ReportSend;
use words::words;

/// A report as it goes out.
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) pdf: Vec<u8>,
    language: Locale,
    link: Option<String>,
    paper: ReportPaper,
}

impl Letter {
    /// The letter; setting the paper takes a while.
    ///
    /// # Errors
    /// When the paper could not be made.
    pub(super) fn of(
        paper: ReportPaper,
        language: Locale,
        link: Option<String>,
    ) -> Result<Self, documents::brief::Error> {
        let words = words(language);
        let sort = report::sort_words(&paper.sort, paper.place, language);
        // The mark comes first, whatever else a list of letters has room for.
        let title = paper.title.strip_prefix(DRILL_MARK).unwrap_or(&paper.title);
        let args = [("sort", sort.into()), ("title", title.into())];
        let subject = words.with("report-letter-subject", &args);
        let mut text = report::text(&paper, language);
        if let Some(link) = &link {
            text.push('\n');
            text.push_str(&words.with("report-letter-receipt", &[("link", link.as_str().into())]));
            text.push('\n');
        }
        Ok(Self {
            subject: if paper.drill {
                format!("{DRILL_MARK}{subject}")
            } else {
                subject
            },
            pdf: report::pdf(&paper, language)?,
            text,
            language,
            link,
            paper,
        })
    }

    /// The name of its file: plain ASCII, and a drill's says so.
    pub(super) fn file_name(&self) -> String {
        let drill = if self.paper.drill { "DRILL-" } else { "" };
        format!("{drill}report-{}-{}.pdf", self.paper.number, self.paper.n.unwrap_or(0))
    }

    /// As a file that goes with a letter.
    pub(super) fn attached(&self) -> send_mail::Attached<'_> {
        send_mail::Attached {
            name: self.file_name(),
            media_type: "application/pdf",
            bytes: &self.pdf,
        }
    }

    /// The same for another program.
    pub(super) fn data(&self, send: &ReportSend, at: Timestamp) -> String {
        let (paper, words) = (&self.paper, words(self.language));
        let parts = paper.parts.iter().map(|part| {
            json!({
                "part": part.part.name(),
                "heading": words.text(part_key(part.part)),
                "text": part.text,
            })
        });
        // Whoever gets patients is told of them alone.
        let of_incident = paper.sort.is_of_incident();
        let message = json!({
            "type": if of_incident { "incident.report" } else { "incident.patients" },
            "timestamp": at,
            "data": {
                "id": send.id,
                "drill": paper.drill,
                "subject": self.subject,
                "number": paper.number,
                "report": paper.n,
                "sort": sort_value(&paper.sort),
                "place_in_sort": paper.place,
                "title": paper.title,
                "issuer": paper.issuer.get(self.language),
                "to": paper.to,
                "level": of_incident.then(|| paper.level.get(self.language)),
                "figures": of_incident.then_some(paper.figures),
                "parts": parts.collect::<Vec<_>>(),
                "contact": paper.contact,
                "written_at": send.made_at,
                "text": self.text,
                "receipt": self.link,
                "pdf": STANDARD.encode(&self.pdf),
            },
        });
        message.to_string()
    }
}
