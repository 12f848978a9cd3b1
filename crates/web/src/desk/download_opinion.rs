//! A petition's written opinion as a file: DOCX or PDF.

use super::show_case;
use crate::fault::Fault;
use crate::frame;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use documents::opinion::{self, OpinionPaper};
use domain::Locale;
use domain::case::{Case, Round};
use office::Office;

/// `GET /cases/{number}/opinions/{round}/{file}`: `opinion.docx` or `opinion.pdf`.
pub(crate) async fn show(
    Path((number, round, name)): Path<(String, u8, String)>,
    visit: Visit,
) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    let paper = paper(&visit.desk.office, &story.case, round).ok_or(Fault::NotFound)?;
    file(paper, &name, visit.locale).await
}

/// The opinion of the round that an address names.
pub(crate) fn paper(office: &Office, case: &Case, round: u8) -> Option<OpinionPaper> {
    let rounds = [Round::Handling, Round::Review, Round::ReReview];
    let round = rounds.into_iter().find(|known| known.number() == round)?;
    office::opinion_paper(office, case, round)
}

/// The opinion as the file of that name.
pub(crate) async fn file(paper: OpinionPaper, name: &str, locale: Locale) -> Result<Response, Fault> {
    let (media_type, kind) = match name {
        "opinion.docx" => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        "opinion.pdf" => ("application/pdf", "pdf"),
        _ => return Err(Fault::NotFound),
    };
    let name = format!("opinion-{}-{}.{kind}", paper.number, paper.round.number());
    // Setting type takes long enough to hold up everybody else on this thread.
    let made = tokio::task::spawn_blocking(move || match kind {
        "pdf" => opinion::pdf(&paper, locale),
        _ => opinion::docx(&paper, locale),
    });
    let bytes = made.await.map_err(|error| Fault::Broken(error.to_string()))??;
    Ok(frame::download(media_type, &name, bytes))
}
