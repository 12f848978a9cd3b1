//! A report as it went out, to be read or printed: what it said stays.

use super::show_handing::{OnTheirWay, ReceiptLine, ReceiverLine, receipts};
use super::{find, known, sent, sort_key, try_report_again};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::incident::{figures_words, level_name, part_key};
use domain::case::Case;
use domain::case::incident::SentReport;

#[derive(Template)]
#[template(path = "incident/report.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    sent: &'a SentReport,
    number: u32,
    sort_key: &'static str,
    level: &'a str,
    figures: String,
    post: &'a str,
    parts: Vec<(&'static str, &'a str)>,
    receivers: Vec<ReceiverLine<'a>>,
    receipts: Vec<ReceiptLine<'a>>,
    /// Whoever reads can have one tried again.
    may_again: bool,
    problems: &'a Problems,
}

/// `GET /incidents/{number}/reports/{n}`
pub(crate) async fn show(Path((number, n)): Path<(String, u32)>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCases)?;
    let story = find(&visit, &number).await?;
    page(&visit, &story.case, n, &Problems::default()).await
}

/// The page, with what was refused.
pub(super) async fn page(visit: &Visit, case: &Case, n: u32, problems: &Problems) -> Result<Response, Fault> {
    let (incident, rules) = known(visit, case)?;
    let sent = sent(incident, n)?;
    let key = sort_key(&sent.report.sort);
    let words = visit.words();
    let way = OnTheirWay::of(visit, case).await?;
    let f = Frame::new(visit, "/incidents", format!("{} {}", case.title, words.text(key))).of_drill(incident.drill);
    let page = Page {
        receivers: way.lines(&f, n, sent),
        receipts: receipts(&f, sent),
        may_again: try_report_again::may(visit, case),
        problems,
        f,
        case,
        number: n,
        sort_key: key,
        level: level_name(rules, &sent.report.level, visit.locale),
        figures: figures_words(words, &sent.report.figures),
        post: sent
            .post
            .as_ref()
            .map_or("", |post| visit.desk.office.pack.post_name(post, visit.locale)),
        parts: sent
            .report
            .parts
            .iter()
            .map(|part| (part_key(part.part), part.text.as_str()))
            .collect(),
        sent,
    };
    frame::form_page(problems, &page)
}
