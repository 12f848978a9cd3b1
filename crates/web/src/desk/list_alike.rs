//! Cases that may be about the same as one: proposed with the signs that speak for it. What they are, a person says.

use super::show_case;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::alike::Sign;
use jiff::SignedDuration;
use office::{Alike, Said, alike};

/// The most that are proposed.
const MOST: usize = 5;
/// Within this time after its registration, a case's page proposes them by itself; later they are asked for.
const FRESH: SignedDuration = SignedDuration::from_hours(72);

/// A proposal in words.
pub(super) struct AlikeLine {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) received: String,
    pub(super) signs: String,
}

#[derive(Template)]
#[template(path = "desk/alike.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    alike: Vec<AlikeLine>,
}

/// `GET /cases/{number}/alike`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    let f = Frame::new(&visit, "/cases", visit.words().text("alike-title"));
    let page = Page {
        number: &story.case.number,
        alike: lines(&visit, &f, &Said::of(&story.case)).await?,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// What a case's page proposes by itself.
pub(super) async fn fresh(visit: &Visit, f: &Frame<'_>, case: &domain::case::Case) -> Result<Vec<AlikeLine>, Fault> {
    if case.is_ended() || visit.now.duration_since(case.registered_at) > FRESH {
        return Ok(Vec::new());
    }
    lines(visit, f, &Said::of(case)).await
}

/// The proposals, of what this person may see.
pub(super) async fn lines(visit: &Visit, f: &Frame<'_>, said: &Said<'_>) -> Result<Vec<AlikeLine>, Fault> {
    let found = alike(&visit.desk.office, visit.viewer(), said, MOST).await?;
    let seen = found.iter().filter(|alike| visit.sees(&alike.case));
    Ok(seen.map(|alike| line(f, alike)).collect())
}

fn line(f: &Frame<'_>, alike: &Alike) -> AlikeLine {
    let case = &alike.case;
    let signs: Vec<String> = alike.likeness.signs.iter().map(|sign| sign_words(f, sign)).collect();
    AlikeLine {
        number: case.number.clone(),
        title: frame::title_or_erased(f.words(), &case.title).to_owned(),
        status: f
            .desk
            .office
            .pack
            .status_name(&case.kind, &case.status, f.locale)
            .to_owned(),
        received: f.moment(&case.received_at),
        signs: signs.join(f.t("list-separator")),
    }
}

/// Words as people read them: single characters, which the index has too, say nothing where there are longer words.
fn readable(words: &[String]) -> String {
    let is_word = |word: &&String| word.chars().nth(1).is_some();
    let longer: Vec<&str> = words.iter().filter(is_word).map(String::as_str).collect();
    if longer.is_empty() {
        return words.join(" ");
    }
    longer.join(" ")
}

/// A sign in words.
fn sign_words(f: &Frame<'_>, sign: &Sign) -> String {
    match sign {
        Sign::Near(metres) => f.t1("alike-near", "n", *metres),
        Sign::Address(words) => f.t1("alike-address", "words", readable(words)),
        Sign::Category => f.t("alike-category").to_owned(),
        Sign::Words(words) => f.t1("alike-words", "words", readable(words)),
        Sign::Days(days) => f.t1("alike-days", "n", *days),
    }
}
