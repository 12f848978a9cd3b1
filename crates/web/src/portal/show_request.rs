//! What became of a request, for the person who asked: where it is, who answers for it, until when, what comes next, who
//! looked at it, and what the person can do.

use super::show_mediation::{self, Mediated};
use super::take_step;
use super::{Reader, address, may_follow, notices, reached, requester, told};
use crate::dangers::{self, Urgent};
use crate::desk::qr_code::QrCode;
use crate::desk::story::{self, Line};
use crate::fault::Fault;
use crate::frame::{self, Frame, Problems};
use crate::guest::Guest;
use crate::moments;
use crate::steps;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::{Case, Event, Opinion, Round, ask_until, open_steps, reopen_until, reviewer};
use domain::pack::{Pack, StepName, ToldAs};
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::{Recorded, Story};
use words::Words;

#[derive(Template)]
#[template(path = "portal/request.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    problems: &'a Problems,
    home: String,
    /// The whole link, shown on the first visit.
    link: String,
    /// The same for another phone, on the first visit.
    code: Option<QrCode>,
    is_new: bool,
    done: Option<&'static str>,
    status: &'a str,
    unit: &'a str,
    leader: &'a str,
    category: &'a str,
    next: String,
    /// Another party of a dispute reads, and not who asked.
    is_other: bool,
    /// Message key of how the person is told; none where nothing can be sent.
    notices: Option<&'static str>,
    /// Why whoever reads sees it.
    because: &'a str,
    clocks: Vec<Clock>,
    story: Vec<Line>,
    looked: Vec<Line>,
    steps: Vec<StepName>,
    most_files: u32,
    /// Its written opinions as papers, the first round first.
    opinions: Vec<Given>,
    /// Another unit should take it, and who answers until then.
    passing: Option<&'a str>,
    /// Of a dispute: how far its mediation is.
    mediation: Option<Mediated<'a>>,
    /// Somebody is in danger: what to do first, and which duty post has it in hand.
    danger: Option<(Urgent<'a>, Option<&'a str>)>,
    /// Message key of how far the call for it has come, where nobody has it in hand.
    called: &'static str,
    /// Message key of the button that says that somebody is in danger.
    raise_key: &'static str,
    /// Kinds of danger that can be said; none where one is open.
    dangers: Vec<Urgent<'a>>,
    /// The next look that can be asked for.
    review: Option<Review<'a>>,
    key: String,
}

/// An opinion that was given.
struct Given {
    round: &'static str,
    number: u8,
    verdict: &'static str,
}

/// What can be asked next of an answer.
struct Review<'a> {
    step: &'static str,
    title: &'static str,
    unit: &'a str,
    until: String,
}

/// A clock in plain words.
struct Clock {
    name: String,
    /// What it is to whoever reads.
    told: String,
    due: String,
    words: String,
    late: bool,
    /// Since when it stands still; empty while it runs.
    paused: String,
}

impl Page<'_> {
    fn may(&self, step: &str) -> bool {
        self.steps.iter().any(|open| take_step::name(*open) == Some(step))
    }
}

/// `GET /portal/mine/{secret}`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    page(&guest, &secret, &story, reader, &Problems::default()).await
}

/// The page, with what was wrong with something that was sent.
pub(super) async fn page(
    guest: &Guest,
    secret: &str,
    story: &Story,
    reader: Reader,
    problems: &Problems,
) -> Result<Response, Fault> {
    let names = names(guest, story, reader).await?;
    let called = office::danger_called(&guest.desk.office, &story.case).await?;
    let told = told(story, reader);
    let case = &told.case;
    let pack = &guest.desk.office.pack;
    let f = Frame::for_guest(guest, title(guest, case)).of_drill(case.is_drill());
    let asked = guest.query();
    // What is due first stands first.
    let mut open: Vec<_> = case
        .open_clocks()
        .map(|clock| (clock.due_as_of(guest.now), clock))
        .collect();
    open.sort_by_key(|(due, _)| *due);
    let open = open.into_iter().filter_map(|(due, clock)| {
        let rule = pack.clock(&case.kind, &clock.clock)?;
        Some(Clock {
            name: rule.name.get(guest.locale).to_owned(),
            told: rule.told.as_ref()?.get(guest.locale).to_owned(),
            due: f.moment(&due),
            words: f.until(&due),
            late: clock.is_overdue(guest.now),
            paused: clock
                .pauses
                .last()
                .filter(|_| clock.is_paused())
                .map_or_else(String::new, |pause| f.moment(&pause.from)),
        })
    });
    let is_other = reader.is_other();
    let mut steps = open_steps(&story.case, &reader.actor(), pack, guest.now);
    steps.retain(|step| !take_step::OF_A_PARTY.contains(step) || reader.party.is_some());
    let unsaid = |party| {
        story
            .case
            .mediation()
            .is_some_and(|mediation| mediation.awaits_online(party))
    };
    steps.retain(|step| *step != StepName::AnswerOnline || reader.party.is_some_and(unsaid));
    let next_unit = reviewer(case, pack).map(|next| next.unit);
    let why = may_follow(secret, case.id, case, reader).why;
    let home = address(secret);
    let link = format!("{}{home}", guest.origin);
    let is_new = asked.given("new").is_some();
    let page = Page {
        code: is_new.then(|| QrCode::of(&link)).flatten(),
        link,
        home,
        is_new,
        done: done(asked.get("done")),
        status: pack.status_name(&case.kind, &case.status, guest.locale),
        unit: pack.unit_name(&case.unit, guest.locale),
        leader: pack.post_name(&case.leader, guest.locale),
        category: pack.category_name(&case.category, guest.locale),
        next: next_words(f.words(), pack, guest.now, case),
        is_other,
        notices: notices::state_key(&guest.desk, case),
        because: why.map_or("", |why| guest.words().text(why)),
        clocks: open.collect(),
        story: lines(&f, &told, reader, is_of_the_story, &Names::new()),
        looked: lines(&f, &told, reader, is_opening, &names),
        most_files: pack.portal.as_ref().map_or(0, domain::pack::PortalRules::most_files),
        opinions: opinions(case),
        passing: case
            .passing
            .as_ref()
            .map(|passing| pack.unit_name(&passing.unit, guest.locale)),
        mediation: show_mediation::of(guest, &f, &story.case, reader),
        danger: case.danger.as_ref().and_then(|danger| {
            let taken_up = danger.acknowledged.as_ref();
            let taken_up = taken_up.map(|(_, post)| pack.post_name(post, guest.locale));
            Some((dangers::of(pack, danger, guest.locale)?, taken_up))
        }),
        called: dangers::called(called),
        raise_key: dangers::raise_key(pack),
        dangers: if case.danger.is_none() && !case.is_ended() {
            dangers::all(pack, guest.locale)
        } else {
            Vec::new()
        },
        review: review(guest, &f, case, &steps, next_unit.as_ref()),
        steps,
        key: office::new_case_id(guest.now).to_string(),
        case,
        problems,
        f,
    };
    Ok(guest.with_token(frame::form_page(problems, &page)?))
}

/// Names of those who looked, by their account.
type Names = BTreeMap<String, String>;

/// Of those who looked, where whoever asked is told more than the post; another party of a dispute never is.
async fn names(guest: &Guest, story: &Story, reader: Reader) -> Result<Names, Fault> {
    let office = &guest.desk.office;
    if office.pack.tells_who_looked_as() == ToldAs::Post || reader.is_other() {
        return Ok(Names::new());
    }
    let accounts = office.store.accounts().await?;
    let looked = |account: &str| {
        let mut openings = story.events.iter().filter(|recorded| is_opening(&recorded.event));
        openings.any(|recorded| recorded.actor.account.as_deref() == Some(account))
    };
    let theirs = accounts.into_iter().filter(|account| looked(&account.id));
    Ok(theirs.map(|account| (account.id, account.name)).collect())
}

const fn is_opening(event: &Event) -> bool {
    matches!(event, Event::Opened { .. })
}

/// What happened, without who looked and without the clocks, which stand above it.
const fn is_of_the_story(event: &Event) -> bool {
    !matches!(
        event,
        Event::Opened { .. } | Event::ClockStarted { .. } | Event::ClockStopped { .. } | Event::ClockCancelled { .. }
    )
}

fn title(guest: &Guest, case: &Case) -> String {
    if case.title.is_empty() {
        return guest.words().text("portal-erased-title").to_owned();
    }
    case.title.clone()
}

/// The events that are wanted of those of which the requester is told, newest first.
fn lines(f: &Frame<'_>, told: &Story, reader: Reader, wanted: impl Fn(&Event) -> bool, names: &Names) -> Vec<Line> {
    let wanted = told.events.iter().filter(|recorded| wanted(&recorded.event));
    let wanted: Vec<Recorded<Event>> = wanted.cloned().collect();
    let mut lines = story::tell(f, &told.case, &wanted);
    // Who holds the link is who asked; of a dispute, the party that has its own, and a link that is nobody's speaks for none.
    let by_reader = |recorded: &Recorded<Event>| {
        if reader.is_other() {
            recorded.actor.party() == reader.party
        } else {
            told.case.mediation().is_none() && recorded.actor == requester()
        }
    };
    for (line, recorded) in lines.iter_mut().zip(wanted.iter().rev()) {
        if by_reader(recorded) {
            f.t("actor-you").clone_into(&mut line.who);
        }
        if let Some(name) = recorded.actor.account.as_ref().and_then(|account| names.get(account)) {
            line.who = format!("{} · {name}", line.who);
        }
        // Why somebody looked may speak of the others.
        if reader.is_other() && is_opening(&recorded.event) {
            line.quote.clear();
        }
    }
    lines
}

/// The opinions that were given: an answer without one has none.
fn opinions(case: &Case) -> Vec<Given> {
    let given = |round: Round, opinion: &Opinion| Given {
        round: steps::round_key(round),
        number: round.number(),
        verdict: steps::verdict_key(opinion.verdict),
    };
    if case.erased_at.is_some() {
        return Vec::new();
    }
    let before = case.rounds.iter();
    let before = before.filter_map(|done| Some(given(done.round, done.opinion.as_ref()?)));
    let now = case.opinion.as_ref().filter(|_| case.answer.is_some());
    before.chain(now.map(|opinion| given(case.round, opinion))).collect()
}

/// The review or re-review that can still be asked for here.
fn review<'a>(
    guest: &'a Guest,
    f: &Frame<'_>,
    case: &Case,
    open: &[StepName],
    unit: Option<&'a UnitSlug>,
) -> Option<Review<'a>> {
    let pack = &guest.desk.office.pack;
    let until = ask_until(case, pack).filter(|until| guest.now.as_second() <= until.as_second())?;
    let asked = [
        (StepName::AskReview, "review", "portal-review"),
        (StepName::AskReReview, "re-review", "portal-re-review"),
    ];
    let (_, step, title) = asked.into_iter().find(|(step, ..)| open.contains(step))?;
    Some(Review {
        step,
        title,
        unit: pack.unit_name(unit?, guest.locale),
        until: f.moment(&until),
    })
}

/// What comes next, in a sentence.
pub(crate) fn next_words(words: &Words, pack: &Pack, now: Timestamp, case: &Case) -> String {
    let t = |key: &str| words.text(key).to_owned();
    let until_words = |key: &str, until: &Timestamp| {
        let until = moments::moment(*until, &pack.zone);
        words.with(key, &[("until", until.into())])
    };
    if case.erased_at.is_some() {
        return t("portal-next-erased");
    }
    if case.is_final() {
        return t("portal-next-final");
    }
    if let Some(until) = ask_until(case, pack) {
        if reviewer(case, pack).is_none() {
            return t("portal-next-above");
        }
        let (key, over) = match case.round {
            Round::Handling => ("portal-next-review", "portal-next-review-over"),
            _ => ("portal-next-re-review", "portal-next-review-over"),
        };
        if now.as_second() > until.as_second() {
            return t(over);
        }
        return until_words(key, &until);
    }
    if !case.round.is_first() && !case.is_ended() {
        let round = words.text(steps::round_key(case.round));
        return words.with("portal-next-reviewing", &[("round", round.into())]);
    }
    if case.is_ended() {
        return match reopen_until(case, pack) {
            Some(until) if until < now => t("portal-next-over"),
            Some(until) => until_words("portal-next-ended-until", &until),
            None => t("portal-next-ended"),
        };
    }
    let is_mediated = pack.kind(&case.kind).is_some_and(|kind| kind.mediation.is_some());
    t(if is_mediated && case.answer.is_none() {
        show_mediation::next_key(case)
    } else if case.answer.is_some() {
        "portal-next-answered"
    } else if case.acknowledged_at.is_some() {
        "portal-next-handling"
    } else {
        "portal-next-waiting"
    })
}

/// What was just done, when a form led here.
fn done(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "message" => "portal-done-message",
        "file" => "portal-done-file",
        "confirm" => "portal-done-confirm",
        "reopen" => "portal-done-reopen",
        "withdraw" => "portal-done-withdraw",
        "consent" => "portal-done-consent",
        "online" | "mediator" | "object" | "record" | "performance" => "portal-done-online",
        "review" | "re-review" => "portal-done-review",
        "notices" => "portal-done-notices",
        "no-notices" => "portal-done-no-notices",
        _ => return None,
    })
}
