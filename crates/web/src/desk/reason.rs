//! The question why something is opened: the pack's reasons to choose from, and words of one's own.

use crate::fields::Fields;
use crate::visit::Visit;
use domain::case::Reason;

/// The question as it is shown.
pub(super) struct ReasonForm<'a> {
    /// The pack's reasons: value, words.
    pub(super) choices: Vec<(&'a str, &'a str)>,
    /// Who reads it: message key.
    pub(super) hint: &'static str,
    chosen: String,
    pub(super) written: String,
}

impl<'a> ReasonForm<'a> {
    /// Fresh, or as it was sent and refused.
    pub(super) fn of(visit: &'a Visit, sent: Option<&Fields>) -> Self {
        let reasons = &visit.desk.office.pack.opening_reasons;
        let text = |name| sent.map_or(String::new(), |fields| fields.get(name).to_owned());
        Self {
            choices: reasons
                .iter()
                .map(|reason| (reason.slug.as_str(), reason.name.get(visit.locale)))
                .collect(),
            hint: "reason-hint",
            chosen: text("reason"),
            written: text("written"),
        }
    }

    /// Of a list of cases: each of them has its own requester.
    pub(super) fn of_cases(self) -> Self {
        Self {
            hint: "reason-hint-cases",
            ..self
        }
    }

    /// Of what is of no case: no requester reads it, and no leaf of the log says so.
    pub(super) fn of_no_case(self) -> Self {
        Self {
            hint: "reason-hint-no-case",
            ..self
        }
    }

    /// Whether this reason was chosen.
    pub(super) fn is_chosen(&self, value: &str) -> bool {
        self.chosen == value
    }
}

/// The reason that a form gives.
pub(super) fn read(fields: &Fields) -> Reason {
    Reason {
        chosen: fields.given("reason").map(str::to_owned),
        written: fields.get("written").to_owned(),
    }
}
