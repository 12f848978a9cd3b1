//! Invented calls: how many come on which day, about what, and what becomes of each.

use super::rng::Rng;
use super::texts::{GRAVE, PLACES, RISE, SOURCES, TEXTS, Texts};
use domain::UnitSlug;
use domain::case::{Command, Outcome};
use domain::pack::Pack;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

/// One call.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// Number in the invented hotline's own system.
    pub(crate) external: String,
    pub(crate) category: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) area: &'static str,
    pub(crate) address: &'static str,
    pub(crate) source: &'static str,
    pub(crate) received_at: Timestamp,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) people: Option<u32>,
    pub(crate) casualties: Option<u32>,
    pub(crate) repeats: u32,
    answer: &'static str,
}

/// Who takes a step.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// The intake clerk.
    Clerk,
    /// The unit's handler.
    Handler(UnitSlug),
    /// Whoever holds that post.
    Post(&'static str),
}

/// A step of a case's life.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) who: Who,
    pub(crate) command: Command,
}

/// The calls of one day. `last` is the demonstration's own day, which has a rise and two grave items.
pub(crate) fn of_day(date: Date, last: bool, pack: &Pack) -> Vec<Story> {
    let days = i64::from(
        date.since(jiff::civil::date(2020, 1, 1))
            .map_or(0, |span| span.get_days()),
    );
    let mut rng = Rng::new(u64::try_from(days).unwrap_or(0).wrapping_mul(7919));
    let mut stories = Vec::new();
    for texts in TEXTS {
        let rate = texts.rate * weekday_factor(date.weekday()) * season_factor(texts, date.month());
        for _ in 0..rng.arrivals(rate) {
            let (area, places) = rng.pick(&PLACES);
            let address = rng.pick(places);
            stories.push(story(&mut rng, texts, date, area, address, pack));
        }
        if last && texts.category == RISE.0 {
            let (area, places) = PLACES.iter().find(|(area, _)| *area == RISE.1).unwrap_or(&PLACES[0]);
            for _ in 0..RISE.2 {
                let address = rng.pick(places);
                stories.push(story(&mut rng, texts, date, area, address, pack));
            }
        }
    }
    if last {
        stories.extend(GRAVE.iter().filter_map(|grave| {
            let texts = TEXTS.iter().find(|texts| texts.category == grave.category)?;
            let mut story = story(&mut rng, texts, date, grave.area, grave.address, pack);
            (story.title, story.description) = (grave.title.to_owned(), grave.description.to_owned());
            (story.people, story.casualties, story.finished_at) = (Some(grave.people), grave.casualties, None);
            Some(story)
        }));
    }
    stories.sort_by_key(|story| story.received_at);
    for (index, story) in stories.iter_mut().enumerate() {
        story.external = format!("YX{}{:03}", date.strftime("%Y%m%d"), index + 1);
    }
    stories
}

fn weekday_factor(weekday: Weekday) -> f64 {
    match weekday {
        Weekday::Monday => 1.2,
        Weekday::Tuesday => 1.05,
        Weekday::Wednesday | Weekday::Thursday => 1.0,
        Weekday::Friday => 0.95,
        Weekday::Saturday => 0.55,
        Weekday::Sunday => 0.5,
    }
}

fn season_factor(texts: &Texts, month: i8) -> f64 {
    if texts.season.contains(&month) { 1.5 } else { 1.0 }
}

fn story(rng: &mut Rng, texts: &Texts, date: Date, area: &'static str, address: &'static str, pack: &Pack) -> Story {
    let (title, description) = rng.pick(texts.stories);
    // Most call in the morning and in the afternoon.
    let minute = match rng.between(0, 9) {
        0..=4 => rng.between(8 * 60, 11 * 60 + 59),
        5..=7 => rng.between(14 * 60, 17 * 60 + 59),
        _ => rng.between(6 * 60 + 30, 22 * 60),
    };
    let received_at = moment(date, minute, pack);
    let finished = rng.per_mille(180).then(|| later(received_at, rng.between(60, 9 * 60)));
    Story {
        external: String::new(),
        category: texts.category,
        unit: texts.unit,
        title: title.replace("{}", address),
        description: description.replace("{}", address),
        area,
        address,
        source: rng.pick::<&str>(&SOURCES),
        received_at,
        // What is finished on the day of the call comes so in the unit's file.
        finished_at: finished.filter(|at| *at < moment(date, 23 * 60, pack)),
        people: rng.per_mille(25).then(|| rng.between(30, 160)),
        casualties: None,
        repeats: if rng.per_mille(35) { rng.between(2, 6) } else { 0 },
        answer: rng.pick::<&str>(texts.answers),
    }
}

impl Story {
    /// What becomes of it after `start`. One in a hundred lies unheeded, some are late, most are done in time.
    /// `settled`: it is long ago, so nothing lies any more.
    pub(crate) fn life(&self, start: Timestamp, by_clerk: bool, settled: bool) -> Vec<Step> {
        let seed = self
            .external
            .bytes()
            .fold(17_u64, |seed, byte| seed.wrapping_mul(131) ^ u64::from(byte));
        let mut rng = Rng::new(seed);
        let unit = UnitSlug::from(self.unit);
        let mut at = start;
        let mut steps = Vec::new();
        let mut step = |at: &mut Timestamp, minutes: u32, who: &Who, command: Command| {
            *at = later(*at, minutes);
            steps.push(Step {
                at: *at,
                who: who.clone(),
                command,
            });
        };
        let handler = Who::Handler(unit.clone());
        if by_clerk {
            step(&mut at, rng.between(5, 90), &Who::Clerk, Command::Accept);
        }
        let lies = rng.per_mille(if settled { 0 } else { 40 });
        if lies {
            return steps;
        }
        step(&mut at, rng.between(20, 200), &handler, Command::Acknowledge);
        if rng.per_mille(400) {
            let note = "已联系诉求人，现场核实情况，正在安排处理。".to_owned();
            step(
                &mut at,
                rng.between(60, 600),
                &handler,
                Command::ReportProgress { note },
            );
        }
        let late = rng.per_mille(60);
        let minutes = match (self.urgent(), late) {
            (true, false) => rng.between(90, 16 * 60),
            (true, true) => rng.between(26 * 60, 50 * 60),
            (false, false) => rng.between(6 * 60, 4 * 24 * 60),
            (false, true) => rng.between(8 * 24 * 60, 11 * 24 * 60),
        };
        let outcome = match rng.between(0, 19) {
            0 => Outcome::CannotBeMet,
            1 | 2 => Outcome::Partly,
            _ => Outcome::Solved,
        };
        let text = self.answer.to_owned();
        step(&mut at, minutes, &handler, Command::Answer { text, outcome });
        step(&mut at, rng.between(60, 24 * 60), &Who::Clerk, Command::Close);
        if settled || rng.per_mille(960) {
            let solved = outcome == Outcome::Solved && !rng.per_mille(60);
            let confirm = Command::Confirm {
                solved: Some(solved),
                satisfied: Some(solved || rng.per_mille(300)),
            };
            step(&mut at, rng.between(12 * 60, 48 * 60), &Who::Clerk, confirm);
        }
        steps
    }

    fn urgent(&self) -> bool {
        matches!(
            self.category,
            "water-supply" | "power-supply" | "gas-heating" | "fire-safety" | "consultation"
        )
    }
}

/// A local minute of a day.
pub(crate) fn moment(date: Date, minute: u32, pack: &Pack) -> Timestamp {
    let midnight = pack.zone.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    later(midnight.unwrap_or(Timestamp::UNIX_EPOCH), minute)
}

fn later(at: Timestamp, minutes: u32) -> Timestamp {
    at.saturating_add(SignedDuration::from_mins(i64::from(minutes)))
        .unwrap_or(at)
}
