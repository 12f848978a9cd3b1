//! Erasing: what the program will erase because its time is over, and the form for a person's request.

use super::story;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::pack::Pack;
use jiff::{SignedDuration, Timestamp};
use office::{CLOCK_MOST_AHEAD, ErasingClock, ErasurePlan};
use store::Story;

/// Cases that are listed.
const MOST: u32 = 100;

#[derive(Template)]
#[template(path = "desk/erasures.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    /// Why the program erases nothing by itself now, where it does not.
    waits: Option<String>,
    /// For how long which kinds are kept, where the pack says it; and where that comes from.
    kept: Vec<(String, String)>,
    due: Vec<Goes>,
    count: String,
}

/// What goes with a case, in words.
pub(super) struct Goes {
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) ended: String,
    pub(super) over: String,
    /// All of it, a line each.
    pub(super) lines: Vec<String>,
    /// Numbers of the tasks for which it waits; empty where it waits for none.
    pub(super) waits: String,
}

/// `GET /erasures?number=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Erase)?;
    let number = ("number".to_owned(), visit.query().get("number").to_owned());
    let draft = Draft {
        fields: Fields::of(vec![number]),
        problems: Problems::default(),
    };
    page(&visit, &draft).await
}

/// The page, with what was wrong with the form.
pub(super) async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let (plans, more) = due(visit).await?;
    let f = Frame::new(visit, "/erasures", visit.words().text("erasures-title"));
    let due: Vec<Goes> = plans.iter().map(|plan| in_words(&f, plan)).collect();
    let kinds = office.pack.kinds_in_order().into_iter();
    let page = Page {
        draft,
        waits: waits(&f, office::erasing_clock(office, visit.now).await?),
        kept: kinds
            .filter_map(|kind| {
                let rule = kind.retention.as_ref()?;
                Some((kept(&f, kind.name.get(visit.locale), rule.value), f.source(rule)))
            })
            .collect(),
        count: if more {
            f.t1("erasures-more", "n", due.len())
        } else {
            f.t1("erasures-count", "n", due.len())
        },
        due,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

/// Why the program erases nothing by itself, in words.
fn waits(f: &Frame<'_>, clock: ErasingClock) -> Option<String> {
    match clock {
        ErasingClock::Believed | ErasingClock::Empty => None,
        ErasingClock::Stated => Some(f.t("erasures-clock-stated").to_owned()),
        ErasingClock::Ahead { last } => {
            let days = CLOCK_MOST_AHEAD.as_hours() / 24;
            Some(f.t2("erasures-clock-ahead", "days", days, "last", f.moment(&last)))
        }
        ErasingClock::Behind { last } => Some(f.t1("erasures-clock-behind", "last", f.moment(&last))),
    }
}

/// What the program will erase because its time is over, as far as this person sees it; whether there is more.
///
/// # Errors
/// The store's.
pub(crate) async fn due(visit: &Visit) -> Result<(Vec<ErasurePlan>, bool), Fault> {
    let office = &visit.desk.office;
    let mut found = office::due_for_erasure(office, visit.now, MOST + 1).await?;
    // The program erases what is withheld from this person as well; they only don't see it here.
    let hidden = office.store.hidden(visit.viewer(), &found).await?;
    found.retain(|case| !hidden.contains(case));
    let more = found.len() > MOST as usize;
    let mut due = Vec::new();
    for case in found.into_iter().take(MOST as usize) {
        due.push(office::erasure_plan(office, case).await?);
    }
    Ok((due, more))
}

/// When the time is over for which a case of this kind is kept; none where the pack does not say it, and while it is open.
pub(crate) fn over(pack: &Pack, plan: &ErasurePlan) -> Option<Timestamp> {
    let days = pack.kind(&plan.kind)?.retention.as_ref()?.value;
    let kept = SignedDuration::from_hours(i64::from(days) * 24);
    plan.ended_at?.checked_add(kept).ok()
}

/// For how long a kind is kept: whole years as such.
fn kept(f: &Frame<'_>, kind: &str, days: u32) -> String {
    if days > 0 && days.is_multiple_of(365) {
        f.t2("erasures-kept-years", "kind", kind, "n", days / 365)
    } else {
        f.t2("erasures-kept", "kind", kind, "n", days)
    }
}

/// What goes with one case.
pub(super) async fn goes(f: &Frame<'_>, story: &Story) -> Result<Goes, Fault> {
    let one = office::erasure_plan(&f.desk.office, story.case.id).await?;
    Ok(in_words(f, &one))
}

fn in_words(f: &Frame<'_>, one: &ErasurePlan) -> Goes {
    let separator = f.t("list-separator");
    let moment = |at: Option<Timestamp>| at.map_or_else(String::new, |at| f.moment(&at));
    let mut lines = vec![f.t("goes-words").to_owned()];
    if !one.fields.is_empty() {
        lines.push(f.t1("goes-fields", "fields", story::labels(f, &one.kind, &one.fields)));
    }
    if !one.files.is_empty() {
        lines.push(f.t1("goes-files", "files", one.files.join(separator)));
    }
    if !one.days.is_empty() {
        let days: Vec<String> = one.days.iter().map(ToString::to_string).collect();
        lines.push(f.t1("goes-papers", "days", days.join(separator)));
    }
    if !one.tasks.is_empty() {
        lines.push(f.t1("goes-tasks", "numbers", one.tasks.join(separator)));
    }
    Goes {
        number: one.number.clone(),
        kind: f.desk.office.pack.kind_name(&one.kind, f.locale).to_owned(),
        ended: moment(one.ended_at),
        over: moment(over(&f.desk.office.pack, one)),
        lines,
        waits: one.waits_for.join(separator),
    }
}
