//! A case: what it is, its clocks, its story, and the steps that may be taken now.

use super::choose_notices::{self, NoticesPart};
use super::list_alike::{self, AlikeLine};
use super::mediation::{self, MediationPart};
use super::related;
use super::sealed_forms::{self, Sealed};
use super::settled::{self, Settled};
use super::shield::{self, Shield};
use super::step_forms::{self, StepForm};
use super::story::{self, Line, Looked};
use super::together::{self, Together};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame, Problems};
use crate::inputs::{self, Control};
use crate::portal::requester;
use crate::steps;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::CaseId;
use domain::case::{Case, CaseLink, Event, Ground, RunningClock, may_take};
use domain::clock::{Allowance, ClockStatus};
use domain::pack::{FieldName, Pack, Rule, StepName};
use jiff::Timestamp;
use office::StaffMember;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Made, Recorded, Story};

#[derive(Template)]
#[template(path = "desk/case.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    heading: &'a str,
    /// What is left of an erased case, and why.
    erased: Option<Erased>,
    problems: &'a Problems,
    done: Option<&'static str>,
    kind: &'a str,
    category: &'a str,
    status: &'a str,
    unit: &'a str,
    leader: &'a str,
    /// Message key of that whom it is about has come to hold the leader's post since.
    leader_hint: Option<&'static str>,
    area: &'a str,
    origin: Option<String>,
    /// Why whoever reads sees it, in a sentence.
    because: String,
    /// Whom it is about and so withheld from; empty where it is about nobody.
    withheld: String,
    /// Message key of that whoever asked has said under seal whom it is about, and nobody has put it down yet.
    about_hint: Option<&'static str>,
    /// Where tasks made from this case are listed; none for a task.
    tasks: Option<String>,
    /// Of a case that everybody reads, how many follow it by message. Who they are is shown to nobody.
    followers: Option<u64>,
    clocks: Vec<Clock>,
    /// Cases that may be about the same, while it is fresh.
    alike: Vec<AlikeLine>,
    /// Of other kinds: they may belong together with it.
    beside: Vec<AlikeLine>,
    /// Earlier ones of which the last word has been said, while this one can be refused.
    settled: Option<Settled<'a>>,
    sealed: Option<Sealed<'a>>,
    together: Together<'a>,
    mediation: Option<MediationPart<'a>>,
    shield: Shield<'a>,
    notices: Option<NoticesPart<'a>>,
    /// Who reported is hidden from whoever reads: receipts are those of the receiving post and of who reported.
    hides_source: bool,
    /// Who looked, newest first.
    looked: Vec<Looked>,
    looked_earlier: Vec<Looked>,
    story: Vec<Line>,
    forms: Vec<StepForm<'a>>,
    may_attach: bool,
    may_erase: bool,
    key: String,
}

/// What an erased case's page says first.
struct Erased {
    at: String,
    ground: &'static str,
    reason: String,
}

/// A clock in words.
struct Clock {
    name: String,
    allowance: String,
    due: String,
    due_words: String,
    mark: &'static str,
    mark_key: &'static str,
    warning: Option<i16>,
    /// Where the rule comes from, if it was not read in the text of the law.
    unverified: Option<String>,
    source: Option<String>,
}

impl Page<'_> {
    /// There are steps beside the case's way to its end.
    fn has_aside(&self) -> bool {
        self.forms.iter().any(|form| form.aside)
    }
}

/// A step that was sent and refused.
pub(super) struct Refused<'a> {
    pub(super) step: StepName,
    pub(super) fields: &'a Fields,
}

/// `GET /cases/{number}`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = find(&visit, &number).await?;
    page(&visit, &story, &Problems::default(), None).await
}

/// The case of that number, if this person may see it. One that is not theirs looks like one that is not there.
pub(crate) async fn find(visit: &Visit, number: &str) -> Result<Arc<Story>, Fault> {
    visit.may(Right::SeeCases)?;
    let story = visit.desk.office.store.story(number).await?;
    let story = story.ok_or(Fault::NotFound)?;
    if !visit.sees(&story.case) {
        return Err(Fault::NotFound);
    }
    let story = if story.case.source_shield.is_some() && !visit.may_with(Right::SeeSource, &story.case) {
        Arc::new(without_source(&story))
    } else {
        story
    };
    let story = without_withheld(visit, story).await?;
    let story = related::without_unseen(visit, story).await?;
    if story.case.about.staff.is_empty() {
        return Ok(story);
    }
    // Which post somebody holds is asked each time: it is proposed to nobody, and no memory of the story knows it.
    let mut story = Story::clone(&story);
    office::look_up(&visit.desk.office, &mut story.case.about).await?;
    Ok(Arc::new(story))
}

/// Whether it was written between the source and the desk before the source was hidden, in a story whose source is hidden.
pub(crate) fn is_from_before(story: &Story, recorded: &Recorded<Event>) -> bool {
    let is_hiding = |recorded: &&Recorded<Event>| matches!(recorded.event, Event::SourceHidden { .. });
    let is_before = |hidden: &Recorded<Event>| recorded.version < hidden.version;
    recorded.event.is_between_source_and_desk() && story.events.iter().find(is_hiding).is_some_and(is_before)
}

/// The story as those read it from whom its source is hidden: what tells of who reported is not in it, nor what was written before it
/// was hidden, and what the source did is said of the requester, whoever wrote it down.
fn without_source(story: &Story) -> Story {
    let Some(shield) = &story.case.source_shield else {
        return story.clone();
    };
    // What came with the registration is as much the source's as that.
    let first = story.events.first();
    let with_it = |recorded: &Recorded<Event>| {
        first.is_some_and(|first| first.at == recorded.at && first.actor == recorded.actor)
    };
    let kept = story.events.iter().filter(|recorded| !is_from_before(story, recorded));
    let events = kept.filter_map(|recorded| {
        let by_source = recorded.event.is_done_by_source() || with_it(recorded);
        Some(Recorded {
            event: recorded.event.without_source(shield)?,
            actor: if by_source { requester() } else { recorded.actor.clone() },
            ..recorded.clone()
        })
    });
    Story {
        case: story.case.without_source(),
        events: events.collect(),
        made: Made::default(),
    }
}

/// The story without its links to cases that are withheld from this person: that they were taken together, or apart, tells of them.
async fn without_withheld(visit: &Visit, story: Arc<Story>) -> Result<Arc<Story>, Fault> {
    let linked = story.events.iter().filter_map(|recorded| recorded.event.link());
    let linked: Vec<CaseId> = linked.map(|link| link.case).collect();
    if linked.is_empty() {
        return Ok(story);
    }
    let withheld = visit.desk.office.store.withheld(visit.viewer(), &linked).await?;
    if withheld.is_empty() {
        return Ok(story);
    }
    let mut story = Story::clone(&story);
    let is_withheld = |link: &CaseLink| withheld.contains(&link.case);
    story
        .events
        .retain(|recorded| !recorded.event.link().is_some_and(is_withheld));
    story.case.repeat_of = story.case.repeat_of.take().filter(|link| !is_withheld(link));
    story.case.repeated_by.retain(|link| !is_withheld(link));
    Ok(Arc::new(story))
}

/// The same for somebody who wants to do more with it than see it.
pub(crate) async fn find_for(visit: &Visit, right: Right, number: &str) -> Result<Arc<Story>, Fault> {
    visit.may(right)?;
    let story = find(visit, number).await?;
    let decided = visit.person.standing.may_with(right, &story.case);
    if decided.allowed {
        Ok(story)
    } else {
        Err(Fault::NoRight(right, decided.why))
    }
}

/// The page, with what was wrong with a step that was sent.
pub(super) async fn page(
    visit: &Visit,
    story: &Story,
    problems: &Problems,
    refused: Option<Refused<'_>>,
) -> Result<Response, Fault> {
    filled(visit, story, problems, (refused, None)).await
}

/// The page, with what was wrong with how somebody is to be told, and what was filled in there.
pub(super) async fn with_notices(
    visit: &Visit,
    story: &Story,
    problems: &Problems,
    notices: &Fields,
) -> Result<Response, Fault> {
    filled(visit, story, problems, (None, Some(notices))).await
}

async fn filled(
    visit: &Visit,
    story: &Story,
    problems: &Problems,
    (refused, notices): (Option<Refused<'_>>, Option<&Fields>),
) -> Result<Response, Fault> {
    let case = &story.case;
    let pack = &visit.desk.office.pack;
    let heading = frame::title_or_erased(visit.words(), &case.title);
    let f = Frame::new(visit, "/cases", format!("{} {heading}", case.number)).of_drill(case.is_drill());
    let origin = origin(visit, case).await?;
    let together = together::of(visit, &f, case).await?;
    let shield = shield::of(visit, &f, case).await?;
    let sealed = sealed_forms::of(visit, &f, story, refused.as_ref());
    let (looked, looked_earlier) = sealed_forms::who_looked(&f, story);
    let works = visit.may_with(Right::TakeStep, case);
    let staff = if works || !case.about.staff.is_empty() {
        office::staff(&visit.desk.office).await?
    } else {
        Vec::new()
    };
    let (forms, may_attach) = if works {
        let refused = refused.map(|refused| (refused.step, refused.fields));
        step_forms::forms(visit, case, &staff, refused)
    } else {
        (Vec::new(), false)
    };
    let followers = followers(visit, case).await?;
    let proposed = list_alike::fresh(visit, &f, case).await?;
    let page = Page {
        followers,
        alike: proposed.alike,
        beside: proposed.related,
        settled: settled::of(visit, &f, case, &forms).await?,
        done: done(visit),
        kind: pack.kind_name(&case.kind, visit.locale),
        category: pack.category_name(&case.category, visit.locale),
        status: pack.status_name(&case.kind, &case.status, visit.locale),
        unit: pack.unit_name(&case.unit, visit.locale),
        leader: pack.post_name(&case.leader, visit.locale),
        leader_hint: case
            .about
            .covers_post(pack, &case.leader)
            .then_some("case-leader-about"),
        area: case
            .place
            .area
            .as_ref()
            .map_or("", |area| pack.area_name(area, visit.locale)),
        origin,
        because: because(visit, case),
        withheld: withheld(visit, case, &staff),
        about_hint: (about_said(story) && forms.iter().any(|form| form.slug == ABOUT)).then_some("case-about-said"),
        tasks: (case.kind == pack.import.kind).then(|| format!("/cases?origin={}", case.id)),
        clocks: case.clocks.iter().map(|running| clock(&f, case, running)).collect(),
        heading,
        erased: case.erased_at.and_then(|at| erased(&f, story, at)),
        sealed,
        together,
        mediation: mediation::of(visit, &f, case),
        shield,
        notices: choose_notices::of(visit, case, notices),
        hides_source: case.hides_source_from(visit.actor()),
        looked,
        looked_earlier,
        story: happened(&f, story),
        forms,
        may_attach,
        may_erase: visit.may_with(Right::Erase, case)
            && may_take(case, StepName::Erase, visit.actor(), pack, visit.now).is_ok(),
        key: office::new_case_id(visit.now).to_string(),
        case,
        problems,
        f,
    };
    frame::form_page(problems, &page)
}

/// The number of the case that this one was made from, if this person may see that.
pub(crate) async fn origin(visit: &Visit, case: &Case) -> Result<Option<String>, Fault> {
    let Some(origin) = case.origin else {
        return Ok(None);
    };
    let origin = visit.desk.office.store.case(origin).await?;
    Ok(origin.filter(|origin| visit.sees(origin)).map(|origin| origin.number))
}

/// Of a case that everybody reads, how many follow it by message.
pub(crate) async fn followers(visit: &Visit, case: &Case) -> Result<Option<u64>, Fault> {
    match case.publication {
        Some(_) => Ok(Some(visit.desk.office.store.followers(case.id).await?)),
        None => Ok(None),
    }
}

/// The step that puts down whom a case is about, as addresses name it.
const ABOUT: &str = "about";

/// Whether whoever asked on the portal has named a person or post under seal, and no person or post is put down yet.
fn about_said(story: &Story) -> bool {
    let case = &story.case;
    let own = story.events.first().is_some_and(|first| first.actor == requester());
    let named = !case.about.staff.is_empty() || !case.about.posts.is_empty();
    own && !named && case.erased_at.is_none() && case.sealed_fields.contains(&FieldName::SealedNote)
}

/// Whom it is about, for those who may see it: members of staff by name.
fn withheld(visit: &Visit, case: &Case, staff: &[StaffMember]) -> String {
    let pack = &visit.desk.office.pack;
    let ours = case.about.without_staff().names(pack);
    let ours = Some(ours.get(visit.locale).to_owned()).filter(|names| !names.is_empty());
    let staff = staff.iter().filter(|member| case.about.staff.contains(&member.staff));
    let staff = staff.map(|member| inputs::named(pack, visit.locale, member));
    let names: Vec<String> = ours.into_iter().chain(staff).collect();
    names.join(visit.words().text("list-separator"))
}

/// Why this person sees the case: the reason of the policy that lets them.
fn because(visit: &Visit, case: &Case) -> String {
    let pack = &visit.desk.office.pack;
    let (actor, locale) = (visit.actor(), visit.locale);
    let unit = actor.unit.as_ref().map_or("", |unit| pack.unit_name(unit, locale));
    let post = visit.person.post.get(locale);
    let Some(why) = visit.sees_because(case).why else {
        return String::new();
    };
    let words = visit.words();
    let why = words.with(why, &[("unit", unit.into()), ("post", post.into())]);
    let watch = visit.person.on_watch().map(|watch| {
        let desk = pack.unit_name(&watch.desk, locale);
        words.with("on-watch-why", &[("unit", desk.into()), ("why", why.as_str().into())])
    });
    watch.unwrap_or(why)
}

/// What was just done, when a form led here.
fn done(visit: &Visit) -> Option<&'static str> {
    let query = visit.uri.query()?;
    let slug = query.strip_prefix("done=")?;
    match slug {
        "evidence" => return Some("step-attach"),
        "register" => return Some("register-button"),
        "keep-sealed" => return Some("sealed-keep"),
        "sign" => return Some("sign-title"),
        "erase" => return Some("erased-done"),
        "notices" => return Some("notices-desk-done"),
        "related" => return Some("related-done"),
        _ => {}
    }
    steps::named(steps::step_of(slug)?).map(|(_, key)| key)
}

/// The story without who looked, which stands above it.
fn happened(f: &Frame<'_>, story: &Story) -> Vec<Line> {
    let mut lines = story::tell(f, &story.case, &story.events);
    let is_look = |recorded: &Recorded<Event>| matches!(recorded.event, Event::Opened { .. });
    let looks = story.events.iter().filter(|recorded| is_look(recorded));
    let looks: BTreeSet<u64> = looks.map(|recorded| recorded.version).collect();
    lines.retain(|line| !looks.contains(&line.version));
    lines
}

/// When, on what ground and why the case was erased.
fn erased(f: &Frame<'_>, story: &Story, at: Timestamp) -> Option<Erased> {
    let (ground, reason) = erasure(story)?;
    Some(Erased {
        at: f.moment(&at),
        ground: story::ground_key(ground),
        reason: reason.to_owned(),
    })
}

/// On what ground and why a case was erased; none where it was not.
pub(crate) fn erasure(story: &Story) -> Option<(Ground, &str)> {
    story.events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Erased { ground, reason } => Some((*ground, reason.as_str())),
        _ => None,
    })
}

/// The rule by which a clock runs; none where its time was set by hand, or the pack has another time now.
pub(crate) fn rule_of<'a>(pack: &'a Pack, case: &Case, running: &RunningClock) -> Option<&'a Rule<Allowance>> {
    let rule = pack.clock(&case.kind, &running.clock)?;
    let rule = rule.allowance_for(&case.category, case.referral_way());
    rule.filter(|rule| running.allowance == Some(rule.value))
}

/// A clock that ended without a verdict after its time was over.
pub(crate) fn has_lapsed(running: &RunningClock) -> bool {
    running.status == ClockStatus::Cancelled && running.marks.contains(&100)
}

fn clock(f: &Frame<'_>, case: &Case, running: &RunningClock) -> Clock {
    let pack = &f.desk.office.pack;
    let due = running.due_as_of(f.now);
    let overdue = running.is_overdue(f.now);
    let (mark_key, mark) = if overdue {
        steps::clock_status(ClockStatus::Breached)
    } else if has_lapsed(running) {
        ("clock-lapsed", "")
    } else if running.status == ClockStatus::Breached {
        // It has stopped: what had to be done was done, after its time.
        ("clock-met-late", "near")
    } else {
        steps::clock_status(running.status)
    };
    let rule = rule_of(pack, case, running);
    Clock {
        name: pack.clock_name(&case.kind, &running.clock, f.locale).to_owned(),
        allowance: match running.allowance {
            Some(allowance) => story::allowance(f, allowance),
            None => f.t("clock-by-hand").to_owned(),
        },
        due: f.moment(&due),
        due_words: if running.is_open() {
            f.until(&due)
        } else {
            String::new()
        },
        mark,
        mark_key,
        warning: running.warning,
        unverified: rule.filter(|rule| !rule.verified).map(|rule| rule.source.clone()),
        source: rule.filter(|rule| rule.verified).map(|rule| rule.source.clone()),
    }
}
