//! What is kept of an import goes at once: its rows to mend, and its uploaded files where they wait.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use crate::imports;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::Refusal;

/// `POST /import/{id}/erase`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    erase(&visit, &id).await?;
    Ok(frame::see_other(&format!("/import/{id}")))
}

/// Erases what is kept of a run that has ended.
pub(crate) async fn erase(visit: &Visit, id: &str) -> Result<(), Fault> {
    let office = &visit.desk.office;
    let kept = imports::find(office, id).await?.ok_or(Fault::NotFound)?;
    if kept.ended.is_none() {
        return Err(Refusal::new("import-still-open").into());
    }
    Ok(imports::erase(office, &kept).await?)
}
