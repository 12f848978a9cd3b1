//! Cases that may be about the same as one, and those of other kinds that may belong together with it: proposed with the signs that
//! speak for it. What they are, a person says; here too are those that somebody has said it of.

use super::join_alike::Change;
use super::{related, show_case, together};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::alike::{Reach, Sign};
use domain::case::{Case, may_take};
use domain::pack::StepName;
use jiff::SignedDuration;
use office::{Alike, Said, alike, proposals};
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
    /// What kind of case it is, where that is another.
    pub(super) kind: String,
}

/// What is proposed to one person.
#[derive(Default)]
pub(super) struct Proposed {
    /// They may ask the same.
    pub(super) alike: Vec<AlikeLine>,
    /// Of other kinds: they may belong together with it.
    pub(super) related: Vec<AlikeLine>,
}

#[derive(Template)]
#[template(path = "desk/alike.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    alike: Vec<AlikeLine>,
    /// Of other kinds: they may belong together with it.
    beside: Vec<AlikeLine>,
    /// How many days back they are looked for.
    days: u32,
    /// Number and title of those linked with it that this person may see.
    linked: Vec<(String, String)>,
    /// The same of those that belong together with it.
    related: Vec<(String, String)>,
    /// This person may say that they are the same, and take it back.
    may_link: bool,
    /// And that they belong together: where it is hidden who reported, those alone who know.
    may_relate: bool,
    problems: &'a Problems,
    refused: Refused<'a>,
    key: String,
}

impl Page<'_> {
    /// The number that was typed and refused; empty where what was refused is said beside its case.
    fn typed(&self) -> &str {
        let beside = self.alike.iter().chain(&self.beside).map(|line| &line.number);
        let mut named = beside.chain(self.related.iter().map(|(number, _)| number));
        if self.refused.form != Change::Relate.form() || named.any(|number| number == self.refused.other) {
            return "";
        }
        self.refused.other
    }
}

/// What was sent and refused; nothing where nothing was.
#[derive(Default)]
struct Refused<'a> {
    /// By which form.
    form: &'static str,
    /// The other case's number.
    other: &'a str,
    reason: &'a str,
}

impl<'a> Refused<'a> {
    fn of((change, sent): (Change, &'a Fields)) -> Self {
        Self {
            form: change.form(),
            other: sent.get("other"),
            reason: sent.get("reason"),
        }
    }

    /// Whether it was this form, on this case.
    fn was(&self, form: &str, other: &str) -> bool {
        self.form == form && self.other == other
    }
}

/// `GET /cases/{number}/alike`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    page(&visit, &story, &Problems::default(), None).await
}

/// The page, with what was wrong with a form on it.
pub(super) async fn page(
    visit: &Visit,
    story: &Story,
    problems: &Problems,
    refused: Option<(Change, &Fields)>,
) -> Result<Response, Fault> {
    let case = &story.case;
    let seen = together::linked(visit, case).await?;
    let links = case.repeat_of.iter().chain(&case.repeated_by);
    let others = links.filter_map(|link| seen.get(&link.case));
    let f = Frame::new(visit, "/cases", visit.words().text("alike-title")).of_drill(case.is_drill());
    let named = |other: &Case| {
        let title = frame::title_or_erased(f.words(), &other.title);
        (other.number.clone(), title.to_owned())
    };
    let linked: Vec<(String, String)> = others.map(named).collect();
    let related = related::of(visit, case).await?;
    let related: Vec<(String, String)> = related.iter().map(|(other, _)| named(other)).collect();
    let mut proposed = of_case(visit, &f, case).await?;
    proposed
        .alike
        .retain(|line| linked.iter().all(|(number, _)| *number != line.number));
    let pack = &visit.desk.office.pack;
    let may_link =
        visit.person.may(Right::TakeStep) && may_take(case, StepName::LinkCase, visit.actor(), pack, visit.now).is_ok();
    let page = Page {
        number: &case.number,
        may_link,
        may_relate: may_link && !case.hides_source_from(visit.actor()),
        alike: proposed.alike,
        beside: proposed.related,
        days: Reach::of(&pack.judgement).days,
        linked,
        related,
        problems,
        refused: refused.map(Refused::of).unwrap_or_default(),
        key: office::new_case_id(visit.now).to_string(),
        f,
    };
    frame::form_page(problems, &page)
}

/// What a case's page proposes by itself.
pub(super) async fn fresh(visit: &Visit, f: &Frame<'_>, case: &Case) -> Result<Proposed, Fault> {
    if case.is_ended() || visit.now.duration_since(case.registered_at) > FRESH {
        return Ok(Proposed::default());
    }
    of_case(visit, f, case).await
}

/// The proposals for what is about to be registered, of what this person may see.
pub(super) async fn lines(visit: &Visit, f: &Frame<'_>, said: &Said<'_>) -> Result<Vec<AlikeLine>, Fault> {
    let found = alike(&visit.desk.office, visit.viewer(), said, MOST).await?;
    let seen = found.iter().filter(|alike| visit.sees(&alike.case));
    Ok(seen.map(|alike| line(f, alike)).collect())
}

/// The proposals for a case, of what this person may see.
async fn of_case(visit: &Visit, f: &Frame<'_>, case: &Case) -> Result<Proposed, Fault> {
    let found = proposals(&visit.desk.office, visit.viewer(), &Said::of(case), MOST).await?;
    let is_new = |other: &Case| case.related.iter().all(|known| known.case != other.id);
    let seen = found.same.iter();
    let seen = seen.filter(|alike| visit.sees(&alike.case) && is_new(&alike.case));
    let beside = found.other.iter();
    let beside = beside.filter(|alike| related::can_be(visit, case, &alike.case) && is_new(&alike.case));
    let beside = beside.map(|alike| AlikeLine {
        kind: f.desk.office.pack.kind_name(&alike.case.kind, f.locale).to_owned(),
        ..line(f, alike)
    });
    Ok(Proposed {
        alike: seen.map(|alike| line(f, alike)).collect(),
        related: beside.collect(),
    })
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
        kind: String::new(),
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
