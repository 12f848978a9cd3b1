//! A dispute's papers: what they need is opened with a reason first, and an invitation for a calendar, which needs nothing
//! sealed.

use crate::boxed;
use crate::{Error, Office, open_evidence, open_sealed};
use documents::mediation::{Dossier, Invitation, files_under, invitation, standing};
use domain::case::{Actor, Case, Reason, Refusal, SealedValues, SignedBy};
use domain::{CaseId, Locale};
use jiff::Timestamp;
use std::collections::BTreeMap;
use words::words;

/// The most that the files of one dossier are together, in bytes; those that do not fit any more go beside it unopened.
const MOST_FILES: u64 = 200 * 1024 * 1024;

/// Opens what a dispute's papers print: the parties' names, the signatures that were drawn, and, for all of a dossier, the
/// files that stand in it. Each is written down with who and why before it is read, and the requester reads that.
///
/// # Errors
/// A refusal of the rules; the store's.
#[boxed]
pub async fn open_dossier(
    office: &Office,
    case: CaseId,
    files: DossierFiles,
    reason: Reason,
    actor: &Actor,
    now: Timestamp,
) -> Result<Dossier, Error> {
    let read = async || -> Result<Case, Error> {
        let case = office.store.case(case).await?;
        Ok(case.ok_or_else(|| Refusal::new("refusal-no-case"))?)
    };
    let before = read().await?;
    let sealed = if before.sealed_fields.is_empty() {
        SealedValues::default()
    } else {
        open_sealed(office, case, reason.clone(), actor, now).await?
    };
    let mut pictures = BTreeMap::new();
    let signatures = before.mediation().map_or(&[][..], |mediation| &mediation.signatures);
    for signature in signatures.iter().filter(|signature| signature.by == SignedBy::Glass) {
        if !pictures.contains_key(&signature.sha256) {
            let bytes = open_evidence(office, case, &signature.sha256, reason.clone(), actor, now).await?;
            pictures.insert(signature.sha256.clone(), bytes);
        }
    }
    let mut opened = BTreeMap::new();
    let mut all = 0_u64;
    let parts = standing(&before, &office.pack)
        .into_iter()
        .filter(|_| files == DossierFiles::All);
    for evidence in parts.flat_map(|part| files_under(&before, part.part)) {
        let sum = all.saturating_add(evidence.bytes);
        if sum > MOST_FILES || opened.contains_key(&evidence.sha256) {
            continue;
        }
        all = sum;
        let bytes = match pictures.get(&evidence.sha256) {
            Some(drawn) => Vec::clone(drawn),
            None => open_evidence(office, case, &evidence.sha256, reason.clone(), actor, now).await?,
        };
        opened.insert(evidence.sha256.clone(), bytes);
    }
    Ok(Dossier {
        case: read().await?,
        pack: office.pack.clone(),
        sealed,
        pictures,
        files: opened,
    })
}

/// Which files are opened for papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DossierFiles {
    /// All that stand in the dossier.
    All,
    /// Drawn signatures alone: for one paper.
    Signatures,
}

/// A session, 1 first, as a calendar's file; none where there is no such session, and in an erased case.
#[must_use]
pub fn session_invitation(case: &Case, session: u32, locale: Locale) -> Option<Vec<u8>> {
    let sitting = case
        .mediation()
        .filter(|_| case.erased_at.is_none())?
        .sitting(session)?;
    let uid = format!("{}-{session}@huying", case.id);
    let summary = words(locale).with("session-summary", &[("number", case.number.clone().into())]);
    Some(invitation(&Invitation {
        uid: &uid,
        called_at: sitting.called_off.as_ref().map_or(sitting.called_at, |off| off.at),
        changes: sitting.moved.saturating_add(u32::from(sitting.called_off.is_some())),
        called_off: sitting.called_off.is_some(),
        begins: sitting.at,
        minutes: sitting.minutes,
        summary: &summary,
        place: &sitting.place,
        link: &sitting.link,
    }))
}
