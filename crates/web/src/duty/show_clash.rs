//! What clashes with skills, pairs and rest: told to whoever plans, and refused of a shift that is put in by hand, of a swap and of teams
//! in turn until they say so.

use super::show_roster::shift_words;
use super::{name, pairing_key};
use crate::frame::{Draft, Problems};
use crate::visit::Visit;
use domain::duty::{Ahead, Broken, ClashRule, DutyRules, PlannedClash, Roster, clashes};
use jiff::Timestamp;
use office::Colleague;

/// Of what people are told at once; the rest is counted.
const MOST_TOLD: usize = 12;

/// What was not planned because it clashes, to be sent again by whoever plans it all the same.
pub(super) struct AllTheSame<'a> {
    /// The step of its form.
    pub(super) step: &'static str,
    /// Why it was not planned: a message key.
    pub(super) words: &'static str,
    /// What it is to be done all the same: the message key of its button.
    pub(super) does: &'static str,
    /// The form's fields with their values.
    pub(super) fields: Vec<(&'static str, &'a str)>,
    /// Whoever plans it says why.
    pub(super) asks_why: bool,
}

/// What was to be planned and clashes.
pub(super) fn all_the_same(draft: &Draft) -> Option<AllTheSame<'_>> {
    let put = draft.problems.of("despite").is_some();
    let (step, words, names): (_, _, &[&str]) = if put && draft.fields.given("answer").is_some() {
        ("swap-settle", "duty-clash-swap", &["id", "answer"])
    } else if put && draft.fields.given("shift").is_some() {
        ("override", "duty-clash-override", &["shift", "staff", "from", "until"])
    } else if put && draft.fields.given("tier").is_some() {
        ("put-own", "duty-clash-put", &["id", "tier", "staff", "from", "until"])
    } else if put {
        ("put", "duty-clash-put", &["date", "turn", "seat", "staff"])
    } else if draft.problems.of("why").is_some() {
        (
            "rotation",
            "duty-broken-yields",
            &["turn", "teams", "days_each", "from", "until"],
        )
    } else {
        return None;
    };
    Some(AllTheSame {
        step,
        words,
        does: if step == "swap-settle" {
            "duty-swap-despite"
        } else {
            "duty-clash-despite"
        },
        fields: names.iter().map(|name| (*name, draft.fields.get(name))).collect(),
        asks_why: step == "rotation",
    })
}

/// What teams in turn would break, as what is wrong with their form: with whoever plans saying why where that is enough.
pub(super) fn broken_problems(visit: &Visit, people: &[Colleague], broken: &[Broken]) -> Problems {
    let yields = broken.iter().all(Broken::yields_to_reason);
    let field = if yields { "why" } else { "rot-teams" };
    let mut problems = Problems::default();
    for told in broken_told(visit, people, broken) {
        problems.add(field, told);
    }
    problems
}

/// The same in sentences.
pub(crate) fn broken_told(visit: &Visit, people: &[Colleague], broken: &[Broken]) -> Vec<String> {
    let told = broken.iter().take(MOST_TOLD);
    let mut told: Vec<String> = told.map(|one| broken_words(visit, people, one)).collect();
    if broken.len() > MOST_TOLD {
        let more = [("n", (broken.len() - MOST_TOLD).into())];
        told.push(visit.words().with("duty-broken-more", &more));
    }
    told
}

fn broken_words(visit: &Visit, people: &[Colleague], broken: &Broken) -> String {
    let words = visit.words();
    let who = |staff| name(visit, people, staff).into();
    let shift = |shift| shift_words(visit, shift).into();
    match broken {
        Broken::Twice { staff, one, other } => {
            let args = [("who", who(staff)), ("one", shift(one)), ("other", shift(other))];
            words.with("duty-broken-twice", &args)
        }
        Broken::Away { staff, shift: of } => words.with("duty-broken-away", &[("who", who(staff)), ("one", shift(of))]),
        Broken::Rest { staff, one, other } => {
            let rules = visit.desk.office.pack.duty.as_ref();
            let hours = rules.map_or(0, |rules| rules.rest_hours.value);
            let args = [
                ("who", who(staff)),
                ("hours", hours.into()),
                ("one", shift(one)),
                ("other", shift(other)),
            ];
            words.with("duty-broken-rest", &args)
        }
        Broken::RestElsewhere {
            staff,
            shift: of,
            from,
            until,
        } => {
            let pack = &visit.desk.office.pack;
            let hours = pack.duty.as_ref().map_or(0, |rules| rules.rest_hours.value);
            let wall = |at: &Timestamp| pack.zone.to_datetime(*at).strftime("%Y-%m-%d %H:%M").to_string();
            let args = [
                ("who", who(staff)),
                ("hours", hours.into()),
                ("one", shift(of)),
                ("from", wall(from).into()),
                ("until", wall(until).into()),
            ];
            words.with("duty-broken-rest-elsewhere", &args)
        }
        Broken::Nights { staff, from } => {
            let rules = visit.desk.office.pack.duty.as_ref();
            let most = rules.map_or(0, |rules| rules.nights_in_week.value);
            let args = [
                ("who", who(staff)),
                ("most", most.into()),
                ("from", from.to_string().into()),
            ];
            words.with("duty-broken-nights", &args)
        }
        Broken::Turn(clash) => clash_words(visit, people, clash),
    }
}

/// People who are planned as they are not to be. That a turn's skill is lacking is told as a gap.
pub(crate) fn pairs(
    visit: &Visit,
    rules: &DutyRules,
    roster: &Roster,
    people: &[Colleague],
    ahead: Ahead,
) -> Vec<String> {
    let found = clashes(roster, rules, &visit.desk.office.pack.zone, ahead);
    let pairs = found
        .iter()
        .filter(|clash| matches!(clash.rule, ClashRule::Pair { .. }));
    pairs.map(|clash| clash_words(visit, people, clash)).collect()
}

/// Why days that are still to come were planned all the same, and which shifts are as they are because that was said.
pub(super) fn reasons(visit: &Visit, rules: &DutyRules, roster: &Roster) -> Vec<String> {
    let today = visit.desk.office.pack.zone.to_datetime(visit.now).date();
    let coming = roster.despite.iter().filter(|one| one.until >= today);
    let days = coming.map(|one| {
        let turn = one.turn.as_ref().and_then(|slug| rules.turn(slug));
        let key = if turn.is_some() {
            "duty-despite-turn"
        } else {
            "duty-despite-line"
        };
        let args = [
            ("turn", turn.map_or("", |turn| turn.name.get(visit.locale)).into()),
            ("from", one.from.to_string().into()),
            ("until", one.until.to_string().into()),
            ("why", one.why.as_str().into()),
        ];
        visit.words().with(key, &args)
    });
    let shifts = roster.all_the_same.iter().filter_map(|id| roster.shifts.get(id));
    let shifts = shifts.filter(|shift| shift.until > visit.now).map(|shift| {
        let args = [("shift", shift_words(visit, shift).into())];
        visit.words().with("duty-despite-shift", &args)
    });
    days.chain(shifts).collect()
}

/// What clashes on the turn of a day, in the words in which a proposed roster says it.
fn clash_words(visit: &Visit, people: &[Colleague], clash: &PlannedClash) -> String {
    let words = visit.words();
    let rules = visit.desk.office.pack.duty.as_ref();
    let turn = rules.and_then(|rules| rules.turn(&clash.turn));
    let turn = turn.map_or(clash.turn.as_str(), |turn| turn.name.get(visit.locale));
    let date = clash.date.to_string();
    match &clash.rule {
        ClashRule::Skill(skill) => {
            let known = rules.and_then(|rules| rules.skill(skill));
            let skill = known.map_or(skill.as_str(), |skill| skill.name.get(visit.locale));
            let args = [("date", date.into()), ("turn", turn.into()), ("skill", skill.into())];
            words.with("duty-clash-skill", &args)
        }
        ClashRule::Pair { staff, with, pairing } => {
            let args = [
                ("one", name(visit, people, staff).into()),
                ("two", name(visit, people, with).into()),
            ];
            let rule = words.with(pairing_key(*pairing), &args);
            let args = [("date", date.into()), ("turn", turn.into()), ("rule", rule.into())];
            words.with("duty-clash-pair", &args)
        }
    }
}
