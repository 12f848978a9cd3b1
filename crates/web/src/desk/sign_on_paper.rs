//! Signing a paper of a mediation on paper: with a scan or a photo of the signed page, handed in with it or chosen among the case's
//! files.

use super::attach_evidence::shown_name;
use super::{show_case, sign_paper};
use crate::access::Right;
use crate::evidence_types;
use crate::fault::Fault;
use crate::frame::Problems;
use crate::upload::{Unread, Uploaded};
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Evidence, Mediate, SignedBy, Signer, may_take};
use domain::pack::StepName;

/// `POST /cases/{number}/sign/{paper}/scan`
pub(crate) async fn send(Path((number, slug)): Path<(String, String)>, unread: Unread) -> Result<Response, Fault> {
    let story = show_case::find_for(&unread.visit, Right::TakeStep, &number).await?;
    let paper = sign_paper::paper(&story.case, &slug)?;
    // Nothing is read, and nothing kept, that the case does not take.
    let visit = &unread.visit;
    let pack = &visit.desk.office.pack;
    if let Err(refusal) = may_take(&story.case, StepName::SignPaper, visit.actor(), pack, visit.now) {
        let problems = Problems::refused(&refusal, visit.words());
        return sign_paper::page(visit, &story.case, paper, &problems, None);
    }
    let Uploaded { visit, fields, files } = unread.read(evidence_types::MOST_BYTES).await?;
    // It may have changed while the file came in.
    let story = show_case::find(&visit, &number).await?;
    let case = &story.case;
    let paper = sign_paper::paper(case, &slug)?;
    let wrong = |field: &'static str, key: &str| {
        let mut problems = Problems::default();
        problems.add(field, visit.words().text(key));
        sign_paper::page(&visit, case, paper, &problems, Some(&fields))
    };
    let signer = Signer::of_letter(fields.get("signer"));
    let Some(signer) = signer.filter(|signer| case.unsigned(paper).contains(signer)) else {
        return wrong("paper-signer", "sign-who");
    };
    let file = if let Some(sent) = files.into_iter().next() {
        let kept = match evidence_types::keep(&sent.name, sent.bytes) {
            Ok(kept) => kept,
            Err(why) => return wrong("scan", why),
        };
        Evidence {
            name: shown_name(&sent.name),
            media_type: kept.media_type.to_owned(),
            bytes: kept.bytes.len() as u64,
            sha256: visit.desk.office.store.put_file(case.id, &kept.bytes).await?,
        }
    } else {
        let chosen = case.evidence.iter().find(|file| file.sha256 == fields.get("scan"));
        match chosen {
            Some(chosen) => chosen.clone(),
            None => return wrong("scan", "sign-nothing"),
        }
    };
    let command = Mediate::Sign {
        paper,
        signer,
        by: SignedBy::Paper,
        file,
        draft: sign_paper::read_draft(&fields),
    };
    sign_paper::put_down(&visit, case, command, &fields).await
}
