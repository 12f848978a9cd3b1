//! The papers of a case that can be had now, and where.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::{download_opinion, show_case, show_dossier};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use documents::mediation::standing;
use domain::case::{Case, Round};
use domain::pack::DossierPart;
use serde::Serialize;
use utoipa::ToSchema;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PDF: &str = "application/pdf";

/// The papers of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct CasePapers {
    /// The case's number.
    number: String,
    papers: Vec<PaperLine>,
    /// Of a dispute: the parts of its dossier in their legal order; empty of any other case.
    dossier: Vec<PartLine>,
}

/// A paper that can be had.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaperLine {
    /// What it is: `dossier`, `opinion`, `session`, `report`.
    what: &'static str,
    media_type: &'static str,
    /// Its address.
    href: String,
    /// It prints names that are under seal: it is asked for by POST, with a reason that the requester reads. Any other by GET.
    sealed: bool,
}

/// A part of a dossier.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartLine {
    #[schema(value_type = String, example = "agreement")]
    part: DossierPart,
    /// Something stands in it.
    there: bool,
    /// It has to be there and is not.
    missing: bool,
}

/// `GET /api/v1/cases/{number}/papers`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/papers", operation_id = "listPapers", tag = "cases",
    summary = "The papers of a case, and where they are",
    description = "A dispute's dossier and papers, a petition's written opinions, sessions for a calendar, an incident's reports.",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = CasePapers), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<CasePapers>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let case = &story.case;
    let of_dossier = show_dossier::all(visit, case);
    let parts = standing(case, &visit.desk.office.pack)
        .into_iter()
        .filter(|_| !of_dossier.is_empty());
    let at = format!("/api/v1/cases/{}", case.number);
    let mut papers: Vec<PaperLine> = of_dossier
        .iter()
        .map(|wanted| PaperLine {
            what: "dossier",
            media_type: wanted.media_type(),
            href: format!("{at}/papers/{}", wanted.name()),
            sealed: true,
        })
        .collect();
    papers.extend(open_papers(visit, case, &at));
    Ok(Json(CasePapers {
        number: case.number.clone(),
        papers,
        dossier: parts
            .map(|part| PartLine {
                part: part.part,
                there: part.there,
                missing: part.is_missing(),
            })
            .collect(),
    }))
}

/// Those in which nothing stands that is under seal.
fn open_papers(visit: &Visit, case: &Case, at: &str) -> Vec<PaperLine> {
    if case.erased_at.is_some() {
        return Vec::new();
    }
    let office = &visit.desk.office;
    let both = |what: &'static str, before: String| {
        [("pdf", PDF), ("docx", DOCX)].map(|(kind, media_type)| PaperLine {
            what,
            media_type,
            href: format!("{before}.{kind}"),
            sealed: false,
        })
    };
    let rounds = [Round::Handling, Round::Review, Round::ReReview].map(Round::number);
    let opinions = rounds
        .into_iter()
        .filter(|round| download_opinion::paper(office, case, *round).is_some())
        .flat_map(|round| both("opinion", format!("{at}/opinions/{round}/opinion")));
    let reports = case.incident().map_or(0, |incident| incident.reports.len());
    let reports = (1..=reports).flat_map(|n| both("report", format!("{at}/reports/{n}/report")));
    let sessions = case.mediation().map_or(0, |mediation| mediation.sittings.len());
    let sessions = (1..=sessions).map(|n| PaperLine {
        what: "session",
        media_type: "text/calendar",
        href: format!("{at}/sessions/{n}/session.ics"),
        sealed: false,
    });
    opinions.chain(reports).chain(sessions).collect()
}
