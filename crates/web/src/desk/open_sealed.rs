//! Opening a case's sealed fields: who, when and why is written into the log first, and only then they are shown, in this
//! one answer, which nothing keeps. A reload asks and writes again.

use super::show_case::{self, Refused};
use super::{reason, story};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::pack::StepName;

#[derive(Template)]
#[template(path = "desk/opened.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    title: &'a str,
    /// Label and value.
    values: Vec<(&'a str, &'a str)>,
    reason: String,
    post: String,
    at: String,
}

/// `GET /cases/{number}/sealed`: nothing is opened; the case's page has the form.
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    Ok(frame::see_other(&format!("/cases/{}#sealed", story.case.number)))
}

/// `POST /cases/{number}/sealed`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let found = show_case::find_for(&visit, Right::OpenSealed, &number).await?;
    let case = &found.case;
    let reason = reason::read(&fields);
    let office = &visit.desk.office;
    let values = match office::open_sealed(office, case.id, reason.clone(), visit.actor(), visit.now).await {
        Ok(values) => values,
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            let refused = Refused {
                step: StepName::OpenSealed,
                fields: &fields,
            };
            return show_case::page(&visit, &found, &problems, Some(refused)).await;
        }
        Err(error) => return Err(error.into()),
    };
    let f = Frame::new(&visit, "/cases", visit.words().text("opened-title")).of_drill(case.is_drill());
    let kind = office.pack.kind(&case.kind);
    let fields = kind.map_or(&[][..], |kind| &kind.fields).iter();
    let page = Page {
        number: &case.number,
        title: &case.title,
        values: fields
            .filter_map(|field| Some((field.label.get(visit.locale), values.get(field.name)?)))
            .collect(),
        reason: story::reason_words(&f, &reason),
        post: story::who(&f, visit.actor()),
        at: f.moment(&visit.now),
        f,
    };
    frame::page(StatusCode::OK, &page)
}
