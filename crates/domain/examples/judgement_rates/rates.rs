//! How often the rising test cries wolf on shuffled history, and how often it sees a planted rise. Everything is drawn
//! from a fixed seed, so that the numbers in the docs can be compared with a fresh run.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small counts of a simulation"
)]

use domain::daily::{DayCounts, Reason, rises};
use domain::pack::{JudgementRules, Rule, builtin};
use domain::{AreaSlug, CategorySlug};
use jiff::Span;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fmt::Write;

const WORLDS: usize = 40;
const SHUFFLES: usize = 25;
const PLANTED: usize = 150;
const LEVELS: [f64; 4] = [5.0, 20.0, 80.0, 400.0];
const FACTORS: [f64; 3] = [1.5, 2.0, 3.0];
const TODAY: Date = date(2026, 10, 29);

/// The tables, as they stand in the docs.
pub(crate) fn tables() -> String {
    let pack = builtin("demo-bureau").expect("the demonstration's rules are built in");
    let rules = &pack.judgement;
    let set = |weeks: &Option<Rule<u32>>| weeks.as_ref().expect("the demonstration sets it").value as usize;
    let weeks = [set(&rules.least_weeks), set(&rules.history_weeks)];
    let mut text = String::new();
    text.push_str("| weeks of history | shuffled days | days with a false alarm | false alarms per 1 000 tests |\n");
    text.push_str("|---:|---:|---:|---:|\n");
    for weeks in weeks {
        let (days, alarmed, alarms, tests) = shuffled(rules, weeks);
        let (share, per_thousand) = (percent(alarmed, days), 1_000.0 * alarms as f64 / tests as f64);
        writeln!(text, "| {weeks} | {days} | {share} | {per_thousand:.2} |").expect("a string takes text");
    }
    text.push_str("\n| planted rise, usual count | weeks of history | ×1.5 | ×2 | ×3 |\n|---:|---:|---:|---:|---:|\n");
    for level in LEVELS {
        for weeks in weeks {
            write!(text, "| {level} | {weeks} |").expect("a string takes text");
            for factor in FACTORS {
                let share = percent(planted(rules, weeks, level, factor), PLANTED);
                write!(text, " {share} |").expect("a string takes text");
            }
            text.push('\n');
        }
    }
    let (found, of, wrong) = many_planted(rules, weeks[1]);
    let (recall, share) = (percent(found, of), percent(wrong, found + wrong));
    write!(
        text,
        "\nTen series doubled on one day, {} weeks of history, {PLANTED} days: {recall} of them found; {share} of what \
         was reported was no rise.",
        weeks[1]
    )
    .expect("a string takes text");
    text
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

/// Days of one weekday without any true rise, in random order: whatever is reported is a false alarm.
fn shuffled(rules: &JudgementRules, weeks: usize) -> (usize, usize, usize, usize) {
    let (mut days, mut alarmed, mut alarms, mut tests) = (0, 0, 0, 0);
    for world in 0..WORLDS {
        let mut chance = Chance::seeded(world as u64);
        let world = World::new(&mut chance, None);
        let mut weeks: Vec<DayCounts> = (0..=weeks).map(|_| world.day(&mut chance, &[], 1.0)).collect();
        for _ in 0..SHUFFLES {
            chance.shuffle(&mut weeks);
            let (today, past) = dated(&mut weeks);
            let found = rises(rules, today, &past).len();
            days += 1;
            alarmed += usize::from(found > 0);
            alarms += found;
            tests += world.series.len();
        }
    }
    (days, alarmed, alarms, tests)
}

/// How many of [`PLANTED`] days on which one category of that level was multiplied were seen.
fn planted(rules: &JudgementRules, weeks: usize, level: f64, factor: f64) -> usize {
    let mut seen = 0;
    for trial in 0..PLANTED {
        let mut chance = Chance::seeded(1_000 + trial as u64);
        let world = World::new(&mut chance, Some(level));
        let mut days: Vec<DayCounts> = (0..weeks).map(|_| world.day(&mut chance, &[], 1.0)).collect();
        days.push(world.day(&mut chance, &[0], factor));
        let (today, past) = dated(&mut days);
        let found = rises(rules, today, &past);
        seen += usize::from(found.iter().any(|reason| *name_of(reason) == *world.series[0].name));
    }
    seen
}

/// Ten series doubled on the same day: found, of how many, and reported though nothing was planted.
fn many_planted(rules: &JudgementRules, weeks: usize) -> (usize, usize, usize) {
    let (mut found, mut wrong) = (0, 0);
    let doubled: [usize; 10] = std::array::from_fn(|i| i * 11);
    for trial in 0..PLANTED {
        let mut chance = Chance::seeded(10_000 + trial as u64);
        let world = World::new(&mut chance, None);
        let mut days: Vec<DayCounts> = (0..weeks).map(|_| world.day(&mut chance, &[], 1.0)).collect();
        days.push(world.day(&mut chance, &doubled, 2.0));
        let (today, past) = dated(&mut days);
        for reason in rises(rules, today, &past) {
            let name = name_of(&reason);
            let true_one = doubled.iter().any(|at| *world.series[*at].name == *name);
            found += usize::from(true_one);
            wrong += usize::from(!true_one);
        }
    }
    (found, PLANTED * doubled.len(), wrong)
}

fn name_of(reason: &Reason) -> &str {
    match reason {
        Reason::RisingCategory { category, .. } => category.as_str(),
        Reason::RisingArea { area, .. } => area.as_str(),
        _ => "",
    }
}

/// Dates the days backwards from today, which is the last one.
fn dated(days: &mut [DayCounts]) -> (&DayCounts, Vec<&DayCounts>) {
    for (week, day) in days.iter_mut().rev().enumerate() {
        day.date = TODAY.saturating_sub(Span::new().weeks(i64::try_from(week).expect("few weeks")));
    }
    let (today, past) = days.split_last().expect("there is a today");
    (today, past.iter().collect())
}

struct Series {
    name: String,
    category: bool,
    mean: f64,
    alpha: f64,
}

/// A bureau: 20 categories and 90 areas of very different sizes, each scattering more than Poisson in its own degree,
/// and all of them together a little more on some days than on others.
struct World {
    series: Vec<Series>,
}

impl World {
    fn new(chance: &mut Chance, first: Option<f64>) -> Self {
        let series = (0..110).map(|i| {
            let category = i < 20;
            // Categories from about one a day to 1 500, areas from about two to 150.
            let (low, high) = if category { (0.0, 7.3) } else { (0.7, 5.0) };
            let mean = (low + (high - low) * chance.unit()).exp();
            Series {
                name: format!("s{i:03}"),
                category,
                mean: first.filter(|_| i == 0).unwrap_or(mean),
                // Standard deviations of 5 % to 35 % beyond counting noise.
                alpha: (-6.0 + 3.9 * chance.unit()).exp(),
            }
        });
        Self {
            series: series.collect(),
        }
    }

    fn day(&self, chance: &mut Chance, raised: &[usize], factor: f64) -> DayCounts {
        let common = chance.gamma(200.0) / 200.0;
        let mut day = DayCounts {
            date: TODAY,
            categories: BTreeMap::new(),
            areas: BTreeMap::new(),
        };
        for (i, series) in self.series.iter().enumerate() {
            let size = 1.0 / series.alpha;
            let raise = if raised.contains(&i) { factor } else { 1.0 };
            let mean = series.mean * raise * common * chance.gamma(size) / size;
            let count = chance.poisson(mean);
            if count > 0 && series.category {
                day.categories.insert(CategorySlug::new(series.name.clone()), count);
            } else if count > 0 {
                day.areas.insert(AreaSlug::new(series.name.clone()), count);
            }
        }
        day
    }
}

/// `SplitMix64`, and what is drawn from it.
struct Chance(u64);

impl Chance {
    fn seeded(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(20_261_124))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, never 0.
    fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Marsaglia and Tsang 2000, for shapes of 1 and more.
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Knuth's product of uniforms; from 100 on a rounded normal, which nobody could tell from it here.
    fn poisson(&mut self, mean: f64) -> u64 {
        if mean > 100.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u64;
        }
        let bound = (-mean).exp();
        let (mut product, mut count) = (self.unit(), 0);
        while product > bound {
            product *= self.unit();
            count += 1;
        }
        count
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = (self.unit() * (i + 1) as f64) as usize;
            items.swap(i, j.min(i));
        }
    }
}
