//! Cases that may be about the same as one: proposed with the signs that speak for it. What they are, a person says; here too
//! are those that somebody has said it of.

use super::{show_case, together};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::alike::{Reach, Sign};
use domain::case::may_take;
use domain::pack::StepName;
use jiff::SignedDuration;
use office::{Alike, Said, alike};
use store::Story;

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
    /// How many days back they are looked for.
    days: u32,
    /// Number and title of those linked with it that this person may see.
    linked: Vec<(String, String)>,
    /// This person may say that they are the same, and take it back.
    may_link: bool,
    problems: &'a Problems,
    /// What was sent and refused: the other case's number, and the reason.
    refused: (&'a str, &'a str),
    key: String,
}

/// `GET /cases/{number}/alike`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    page(&visit, &story, &Problems::default(), &Fields::default()).await
}

/// The page, with what was wrong with a form on it.
pub(super) async fn page(visit: &Visit, story: &Story, problems: &Problems, sent: &Fields) -> Result<Response, Fault> {
    let case = &story.case;
    let seen = together::linked(visit, case).await?;
    let links = case.repeat_of.iter().chain(&case.repeated_by);
    let others = links.filter_map(|link| seen.get(&link.case));
    let f = Frame::new(visit, "/cases", visit.words().text("alike-title")).of_drill(case.is_drill());
    let linked = others.map(|other| {
        let title = frame::title_or_erased(f.words(), &other.title);
        (other.number.clone(), title.to_owned())
    });
    let mut alike = lines(visit, &f, &Said::of(case)).await?;
    let linked: Vec<(String, String)> = linked.collect();
    alike.retain(|line| linked.iter().all(|(number, _)| *number != line.number));
    let page = Page {
        number: &case.number,
        may_link: visit.person.may(Right::TakeStep)
            && may_take(
                case,
                StepName::LinkCase,
                visit.actor(),
                &visit.desk.office.pack,
                visit.now,
            )
            .is_ok(),
        alike,
        days: Reach::of(&visit.desk.office.pack.judgement).days,
        linked,
        problems,
        refused: (sent.get("other"), sent.get("reason")),
        key: office::new_case_id(visit.now).to_string(),
        f,
    };
    frame::form_page(problems, &page)
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
