//! The roster of a desk: the month, gaps before they come, one's own shifts and wishes, and for whoever plans it what waits.

use super::month::{self, Day};
use super::show_clash::{AllTheSame, all_the_same, pairs, reasons};
use super::show_gaps::{GapLine, gap_line};
use super::show_own::own_shifts;
use super::show_swap::{Breaks, breaks};
use super::{chosen, name, oneself, pairing_key, tier_key};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame, Problems};
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::duty::{Ahead, DutyRules, Roster, Settled, Shift, Staff, Tier, keeps, load_of, settles};
use domain::{Locale, UnitSlug};
use jiff::ToSpan as _;
use jiff::civil::Date;
use office::Colleague;

/// Shifts that can be chosen of.
const MOST_SHIFTS: usize = 200;

#[derive(Template)]
#[template(path = "duty/roster.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    desk: &'a str,
    desk_name: &'a str,
    desks: Vec<(&'a str, &'a str)>,
    month: String,
    earlier: String,
    later: String,
    unknown_year: Option<i16>,
    turns: Vec<&'a str>,
    days: Vec<Day>,
    gaps: Vec<GapLine>,
    /// People who are planned as they are not to be, for whoever plans.
    clashes: Vec<String>,
    /// What was not planned because it clashes, to be planned all the same.
    all_the_same: Option<AllTheSame<'a>>,
    /// What is still to come and planned against what is asked for, with the reasons, for whoever plans.
    despite: Vec<String>,
    ahead: u32,
    now: Vec<NowLine>,
    /// Whoever reads serves at this desk.
    serves: bool,
    keeps: bool,
    /// Where whoever reads is to be there.
    own_shifts: Vec<String>,
    /// What they can swap, and for what.
    mine: Vec<Choice>,
    others: Vec<Choice>,
    coming: Vec<Choice>,
    people: Vec<(&'a str, &'a str)>,
    turn_choices: Vec<(&'a str, &'a str)>,
    /// Skills that can be said, and what is said, for whoever plans.
    skill_choices: Vec<(&'a str, &'a str)>,
    team: Vec<TeamLine>,
    asked: Vec<Asked>,
    waiting: Vec<Asked>,
    hours: Vec<Hours<'a>>,
    own_feed: Option<String>,
    /// Calendars of a post that whoever plans gives out: tier, its message key, since when there is one.
    post_feeds: Vec<(&'static str, &'static str, Option<String>)>,
    today: String,
    key: String,
}

/// Somebody on shift now.
struct NowLine {
    tier: &'static str,
    name: String,
    until: String,
}

/// A shift in a list.
struct Choice {
    id: String,
    words: String,
}

/// What somebody is able to do, or how two people are planned.
struct TeamLine {
    words: String,
    /// Who is planned with whom, for the button that ends it.
    pair: Option<(String, String)>,
}

/// Something that was asked for, with what can be done about it.
struct Asked {
    words: String,
    /// Message key; empty where it waits for whoever reads.
    state: &'static str,
    /// What a swap would break.
    breaks: Vec<String>,
    /// Step, its field's value, message key of the button.
    steps: Vec<(&'static str, String, &'static str, &'static str)>,
}

/// What somebody carried in the month.
struct Hours<'a> {
    name: &'a str,
    load: domain::duty::Load,
}

/// `GET /duty?desk=&month=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeDuty)?;
    page(&visit, &Draft::default()).await
}

/// The page, with what was refused.
pub(super) async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let query = visit.query();
    let asked_desk = draft.fields.given("desk").or_else(|| query.given("desk"));
    let of = chosen(visit, asked_desk)?;
    let roster = office::read_roster(office, of.unit).await?;
    let people = office::colleagues(office, of.unit).await?;
    let levels = office::levels(office).await?;
    let days = office::duty_days(office, &levels, of.unit);
    let today = pack.zone.to_datetime(visit.now).date();
    let first = month::asked_month(query.get("month"), today);
    let (from, until) = month::month_of(first);
    let desk = of.rules.desk(of.unit).ok_or(Fault::NotFound)?;
    let f = Frame::new(visit, "/duty", visit.words().text("duty-title"));
    let own = oneself(visit);
    let ahead_days = of.rules.gap_days.value;
    let ahead = Ahead {
        from: today,
        until: today.saturating_add(i64::from(ahead_days).days()),
    };
    let (_, last) = of.rules.day_span(ahead.until, &pack.zone);
    let keeps = keeps(desk, visit.actor()) && visit.person.may(Right::PlanDuty);
    let settles = settles(desk, visit.actor()) && visit.person.may(Right::PlanDuty);
    let serves = people.iter().any(|one| one.member.staff == own);
    let whose = super::keep_feed::own(visit);
    let since = office.store.feed_since(&whose).await?;
    let coming = coming(visit, &roster, &people);
    let breaks = breaks(visit, of.unit, (&roster, &people)).await?;
    let page = Page {
        desk: of.unit.as_str(),
        desk_name: pack.unit_name(of.unit, visit.locale),
        desks: of
            .rules
            .desks
            .iter()
            .map(|desk| (desk.unit.as_str(), pack.unit_name(&desk.unit, visit.locale)))
            .collect(),
        month: month_text(first),
        earlier: month_text(first.saturating_sub(1.month())),
        later: month_text(first.saturating_add(1.month())),
        unknown_year: (!pack.calendar.years.contains_key(&first.year())).then_some(first.year()),
        turns: of.rules.turns.iter().map(|turn| turn.name.get(visit.locale)).collect(),
        days: month::days(visit, &roster, of.rules, days, &people, (from, until)),
        gaps: office::gaps_from_now(office, of.unit, (&roster, &people), &levels, (visit.now, last))
            .iter()
            .map(|gap| gap_line(&f, of.rules, gap))
            .collect(),
        clashes: when(keeps, || pairs(visit, of.rules, &roster, &people, ahead)),
        all_the_same: all_the_same(draft),
        despite: when(keeps, || reasons(visit, of.rules, &roster)),
        ahead: ahead_days,
        now: now(visit, &f, &roster, &people),
        serves,
        keeps,
        own_shifts: own_shifts(visit, &roster, &own),
        mine: choices(&coming, |shift| {
            shift.staff == own && roster.can_be_swapped(shift, visit.now)
        }),
        others: choices(&coming, |shift| {
            shift.staff != own && roster.can_be_swapped(shift, visit.now)
        }),
        coming: choices(&coming, |_| true),
        people: people
            .iter()
            .map(|one| (one.member.staff.0.as_str(), one.name.as_str()))
            .collect(),
        turn_choices: turn_choices(of.rules, visit.locale),
        skill_choices: skill_choices(of.rules, visit.locale),
        team: when(keeps, || team(visit, of.rules, &roster, &people)),
        asked: asked(visit, (&roster, &breaks), &people, &own, settles),
        waiting: waiting(visit, (&roster, &breaks), &people, &own, settles),
        hours: people
            .iter()
            .filter(|one| visit.person.standing.sees_hours(&one.member, one.member.staff == own))
            .map(|one| Hours {
                name: &one.name,
                load: load_of(&roster, &one.member.staff, of.rules, days, from, until),
            })
            .collect(),
        own_feed: since.map(|at| f.moment(&at)),
        post_feeds: if keeps {
            post_feeds(visit, &f, of.unit).await?
        } else {
            Vec::new()
        },
        today: today.to_string(),
        key: office::new_case_id(visit.now).to_string(),
        draft,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

/// What is shown to some alone, and nothing to others.
fn when<T: Default>(shown: bool, made: impl FnOnce() -> T) -> T {
    if shown { made() } else { T::default() }
}

fn turn_choices(rules: &DutyRules, locale: Locale) -> Vec<(&str, &str)> {
    let turns = rules.turns.iter();
    turns.map(|turn| (turn.slug.as_str(), turn.name.get(locale))).collect()
}

fn skill_choices(rules: &DutyRules, locale: Locale) -> Vec<(&str, &str)> {
    let skills = rules.skills.iter();
    skills
        .map(|skill| (skill.slug.as_str(), skill.name.get(locale)))
        .collect()
}

async fn post_feeds(
    visit: &Visit,
    f: &Frame<'_>,
    unit: &UnitSlug,
) -> Result<Vec<(&'static str, &'static str, Option<String>)>, Fault> {
    let mut feeds = Vec::new();
    for tier in Tier::ALL {
        let whose = super::keep_feed::of_post(visit, unit, tier)?;
        let since = visit.desk.office.store.feed_since(&whose).await?;
        feeds.push((tier.name(), tier_key(tier), since.map(|at| f.moment(&at))));
    }
    Ok(feeds)
}

/// A refused step: the page with what is wrong.
pub(super) async fn refused(
    visit: &Visit,
    fields: crate::fields::Fields,
    error: office::Error,
) -> Result<Response, Fault> {
    let office::Error::Refused(refusal) = error else {
        return Err(error.into());
    };
    let problems = Problems::refused(&refusal, visit.words());
    page(visit, &Draft { fields, problems }).await
}

/// Back to the roster of a desk.
pub(super) fn back(desk: &UnitSlug) -> Response {
    frame::see_other(&format!("/duty?desk={desk}"))
}

fn month_text(first: Date) -> String {
    first.strftime("%Y-%m").to_string()
}

/// What people are able to do and who is planned with whom, by name.
fn team(visit: &Visit, rules: &DutyRules, roster: &Roster, people: &[Colleague]) -> Vec<TeamLine> {
    let words = visit.words();
    let able = people.iter().filter_map(|one| {
        let skills = roster.skills.get(&one.member.staff)?;
        let names = skills.iter().filter_map(|skill| rules.skill(skill));
        let names: Vec<&str> = names.map(|skill| skill.name.get(visit.locale)).collect();
        let args = [("who", one.name.as_str().into()), ("skills", names.join(" · ").into())];
        let words = words.with("duty-skill-line", &args);
        Some(TeamLine { words, pair: None })
    });
    let pairs = roster.pairs.iter().map(|((staff, with), pairing)| {
        let args = [
            ("one", name(visit, people, staff).into()),
            ("two", name(visit, people, with).into()),
        ];
        TeamLine {
            words: words.with(pairing_key(*pairing), &args),
            pair: Some((staff.0.clone(), with.0.clone())),
        }
    });
    able.chain(pairs).collect()
}

fn now(visit: &Visit, f: &Frame<'_>, roster: &Roster, people: &[Colleague]) -> Vec<NowLine> {
    let line = |one: &domain::duty::Presence| NowLine {
        tier: tier_key(one.tier),
        name: name(visit, people, &one.staff).to_owned(),
        until: f.moment(&one.until),
    };
    office::on_shift(&visit.desk.office, roster, visit.now)
        .iter()
        .map(line)
        .collect()
}

/// Shifts that have not ended, by their beginning, in words.
fn coming<'a>(visit: &Visit, roster: &'a Roster, people: &[Colleague]) -> Vec<(&'a Shift, String)> {
    let mut shifts: Vec<&Shift> = roster.shifts.values().filter(|shift| shift.until > visit.now).collect();
    shifts.sort_by_key(|shift| (shift.from, &shift.id));
    let words = |shift: &'a Shift| {
        (
            shift,
            format!("{} · {}", shift_words(visit, shift), name(visit, people, &shift.staff)),
        )
    };
    shifts.into_iter().map(words).collect()
}

/// A shift in words, without whose it is.
pub(super) fn shift_words(visit: &Visit, shift: &Shift) -> String {
    let pack = &visit.desk.office.pack;
    let turn = shift.turn.as_ref().and_then(|slug| pack.duty.as_ref()?.turn(slug));
    match turn {
        Some(turn) => format!("{} {}", shift.date, turn.name.get(visit.locale)),
        None => format!(
            "{} – {}",
            moments::moment(shift.from, &pack.zone),
            moments::moment(shift.until, &pack.zone)
        ),
    }
}

fn choices(coming: &[(&Shift, String)], which: impl Fn(&Shift) -> bool) -> Vec<Choice> {
    let wanted = coming.iter().filter(|(shift, _)| which(shift)).take(MOST_SHIFTS);
    wanted
        .map(|(shift, words)| Choice {
            id: shift.id.clone(),
            words: words.clone(),
        })
        .collect()
}

const fn state_key(settled: Settled) -> &'static str {
    match settled {
        Settled::Open => "duty-state-open",
        Settled::Agreed => "duty-state-agreed",
        Settled::Granted => "duty-state-granted",
        Settled::Refused => "duty-state-refused",
        Settled::TakenBack => "duty-state-taken-back",
    }
}

fn span(visit: &Visit, who: &str, from: Date, until: Date) -> String {
    let args = [
        ("who", who.into()),
        ("from", from.to_string().into()),
        ("until", until.to_string().into()),
    ];
    visit.words().with("duty-leave-line", &args)
}

pub(super) fn swap_words(visit: &Visit, roster: &Roster, people: &[Colleague], swap: &domain::duty::Swap) -> String {
    let shift = |id: &str| {
        roster
            .shifts
            .get(id)
            .map_or_else(|| id.to_owned(), |shift| shift_words(visit, shift))
    };
    let args = [
        ("one", name(visit, people, &swap.asked_by).into()),
        ("two", name(visit, people, &swap.other).into()),
        ("mine", shift(&swap.mine).into()),
        ("theirs", shift(&swap.theirs).into()),
    ];
    visit.words().with("duty-swap-line", &args)
}

/// What this person asked for and can still take back, or was told of lately.
fn asked(
    visit: &Visit,
    (roster, breaks): (&Roster, &Breaks),
    people: &[Colleague],
    own: &Staff,
    settles: bool,
) -> Vec<Asked> {
    let today = visit.desk.office.pack.zone.to_datetime(visit.now).date();
    let mut lines = Vec::new();
    for (id, leave) in roster
        .leaves
        .iter()
        .filter(|(_, leave)| leave.staff == *own && leave.until >= today)
    {
        let open = matches!(leave.settled, Settled::Open | Settled::Granted);
        lines.push(Asked {
            words: span(visit, visit.words().text("duty-leave"), leave.from, leave.until),
            state: state_key(leave.settled),
            breaks: Vec::new(),
            steps: if open {
                vec![("leave-back", id.clone(), "", "duty-take-back")]
            } else {
                Vec::new()
            },
        });
    }
    for (id, wish) in roster
        .wishes
        .iter()
        .filter(|(_, wish)| wish.staff == *own && wish.until >= today)
    {
        lines.push(Asked {
            words: span(visit, visit.words().text("duty-wish"), wish.from, wish.until),
            state: "",
            breaks: Vec::new(),
            steps: vec![("wish-back", id.clone(), "", "duty-take-back")],
        });
    }
    for (id, swap) in roster
        .swaps
        .iter()
        .filter(|(_, swap)| swap.asked_by == *own || swap.other == *own)
    {
        let ahead = roster.shifts.get(&swap.mine).is_some_and(|shift| shift.date >= today);
        if !ahead || (swap.other == *own && swap.settled == Settled::Open) {
            continue;
        }
        let open = matches!(swap.settled, Settled::Open | Settled::Agreed) && swap.asked_by == *own;
        lines.push(Asked {
            words: swap_words(visit, roster, people, swap),
            state: state_key(swap.settled),
            breaks: breaks.told(visit, people, id, settles),
            steps: if open {
                vec![("swap-back", id.clone(), "", "duty-take-back")]
            } else {
                Vec::new()
            },
        });
    }
    lines
}

/// What waits for this person: a swap to agree to, and for whoever settles it, leave and swaps. What is past by now waits no more.
fn waiting(
    visit: &Visit,
    (roster, breaks): (&Roster, &Breaks),
    people: &[Colleague],
    own: &Staff,
    settles: bool,
) -> Vec<Asked> {
    let mut lines = Vec::new();
    let two = |step, id: &String, yes, no| vec![(step, id.clone(), "yes", yes), (step, id.clone(), "no", no)];
    let ahead = |shift: &String| roster.shifts.get(shift).is_some_and(|shift| shift.from > visit.now);
    let swaps = roster.swaps.iter();
    for (id, swap) in swaps.filter(|(_, swap)| ahead(&swap.mine) && ahead(&swap.theirs)) {
        let steps = if swap.settled == Settled::Open && swap.other == *own {
            two("own/swap-answer", id, "duty-agree", "duty-decline")
        } else if swap.settled == Settled::Agreed && settles && swap.asked_by != *own && swap.other != *own {
            two("plan/swap-settle", id, "duty-approve", "duty-refuse")
        } else {
            continue;
        };
        lines.push(Asked {
            words: swap_words(visit, roster, people, swap),
            state: "duty-swap",
            breaks: breaks.told(visit, people, id, settles),
            steps,
        });
    }
    let today = visit.desk.office.pack.zone.to_datetime(visit.now).date();
    let open = roster
        .leaves
        .iter()
        .filter(|(_, leave)| settles && leave.settled == Settled::Open && leave.staff != *own && leave.until >= today);
    lines.extend(open.map(|(id, leave)| Asked {
        words: span(visit, name(visit, people, &leave.staff), leave.from, leave.until),
        state: "duty-leave",
        breaks: Vec::new(),
        steps: two("plan/leave-settle", id, "duty-approve", "duty-refuse"),
    }));
    lines
}
