//! The papers of a mediation 人民调解文书 and its dossier 卷宗: each paper as DOCX and PDF, and all of them in their legal order
//! as one PDF with a page of contents.
//!
//! They are made of a case and of what was opened of its seal for them; nothing here reads the store. The same case and
//! values give the same bytes. `invitation` makes a calendar's file of a session.

mod agreement;
mod compose;
mod docx;
mod folios;
mod invitation;
mod pdf;
mod scans;
mod sheet;
mod standing;
#[cfg(test)]
mod tests;

pub use invitation::{Invitation, invitation};
pub use standing::{PartStanding, files_under, standing, unsigned};

use crate::brief::Error;
use domain::Locale;
use domain::case::{Case, SealedValues};
use domain::pack::{DossierPart, Pack};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A dispute with what was opened for its papers.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The case.
    pub case: Case,
    /// The pack with its rules.
    pub pack: Arc<Pack>,
    /// The parties' names and what tells who they are.
    pub sealed: SealedValues,
    /// Drawn signatures as PNG, by their SHA-256; where one is missing, the paper says that it was drawn and when.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// Files that stand in it, by their SHA-256; one that is not here goes beside it.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A paper of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// 受理登记表.
    Intake,
    /// 权利义务告知书.
    Notice,
    /// 调解笔录 of a session, 1 first.
    Record(u32),
    /// 调解协议书, or the record of an oral one.
    Agreement,
    /// 回访记录.
    FollowUp,
    /// 司法确认申请书.
    Application,
    /// 终止调解告知书.
    Ending,
}

impl Paper {
    /// Its name in addresses and file names.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Intake => "intake".to_owned(),
            Self::Notice => "notice".to_owned(),
            Self::Record(session) => format!("record-{session}"),
            Self::Agreement => "agreement".to_owned(),
            Self::FollowUp => "follow-up".to_owned(),
            Self::Application => "application".to_owned(),
            Self::Ending => "ending".to_owned(),
        }
    }

    /// The part of the dossier under which it stands.
    #[must_use]
    pub const fn part(self) -> DossierPart {
        match self {
            Self::Intake => DossierPart::Application,
            Self::Notice => DossierPart::Notice,
            Self::Record(_) => DossierPart::Record,
            Self::Agreement => DossierPart::Agreement,
            Self::FollowUp => DossierPart::FollowUp,
            Self::Application => DossierPart::Confirmation,
            Self::Ending => DossierPart::Notes,
        }
    }

    /// The papers that there are of a case, in the order in which they are made.
    #[must_use]
    pub fn of(case: &Case) -> Vec<Self> {
        let mut papers = vec![Self::Intake, Self::Notice];
        let Some(mediation) = case.mediation() else {
            return papers;
        };
        for (sitting, number) in mediation.sittings.iter().zip(1..) {
            if sitting.record.is_some() {
                papers.push(Self::Record(number));
            }
        }
        for (paper, there) in [
            (Self::Agreement, mediation.agreement.is_some()),
            (Self::FollowUp, !mediation.promises().is_empty()),
            // Before it is sent, so that the parties can sign it.
            (
                Self::Application,
                mediation.in_force.is_some() && mediation.agreement.as_ref().is_some_and(|agreement| !agreement.oral),
            ),
            (Self::Ending, mediation.ended.is_some()),
        ] {
            if there {
                papers.push(paper);
            }
        }
        papers
    }
}

/// A paper as DOCX: it names its fonts and carries none.
///
/// # Errors
/// Only when memory or the packing fails.
pub fn docx(dossier: &Dossier, paper: Paper, locale: Locale) -> Result<Vec<u8>, Error> {
    docx::print(&compose::paper(dossier, paper, locale))
}

/// A paper as PDF/A-2a, tagged, with its fonts in it.
///
/// # Errors
/// When the setting fails; no text of a case is known to make it fail.
pub fn pdf(dossier: &Dossier, paper: Paper, locale: Locale) -> Result<Vec<u8>, Error> {
    pdf::print(compose::paper(dossier, paper, locale))
}

/// The whole dossier as one PDF, with a page of contents: its papers, and the files under each part as pages where they are
/// photos, scans or PDFs that can be printed. Of any other there is a page that says what it is and that it lies beside.
///
/// # Errors
/// As [`pdf`].
pub fn dossier_pdf(dossier: &Dossier, locale: Locale) -> Result<Vec<u8>, Error> {
    let printed = pdf::print(compose::whole(dossier, locale, Files::AsPages));
    if printed.is_err() && !dossier.files.is_empty() {
        // No file of theirs keeps people from their papers.
        return pdf::print(compose::whole(dossier, locale, Files::Named));
    }
    printed
}

/// What becomes of the files of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    /// Pages of it; of those that cannot be, a page that says so.
    AsPages,
    /// A page each that says that they lie beside.
    Named,
    /// They go along as they are.
    Along,
}

/// The dossier's parts as DOCX in one ZIP, numbered in their order, and the files under each part beside its list.
///
/// # Errors
/// As [`docx`].
pub fn dossier_docx(dossier: &Dossier, locale: Locale) -> Result<Vec<u8>, Error> {
    docx::print_parts(&compose::whole(dossier, locale, Files::Along))
}
