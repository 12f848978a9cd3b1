//! Whether two cases may be about the same thing: by what is said, where and when. It is about cases, never about who
//! asked; it only proposes, with the signs that speak for it, and people decide.

mod door;
mod names;
mod place;

pub use door::Door;
pub use names::names;

use crate::CategorySlug;
use crate::pack::{JudgementRules, Rule};
use jiff::Timestamp;
use place::{beyond_place, place};
use std::collections::BTreeSet;

/// From which likeness on two cases are put before somebody; measured on real input with planted repeats.
pub const ENOUGH: f64 = 0.75;
/// A word of which nothing is known weighs as much as one that some cases have.
const USUAL_WEIGHT: f64 = 2.0;
/// A Chinese word of which nothing is known stands late in its text, where people say what they always say; a character by itself is
/// mostly one that every text has.
const CHINESE_WEIGHT: f64 = 1.0;
const CHARACTER_WEIGHT: f64 = 0.3;
/// Within these days it is one time.
const NOW: f64 = 7.0;
/// A word with a slip tells somewhat less.
const SLIP: f64 = 0.8;
/// This share of the shorter of two texts in common is all that can be asked.
const MOSTLY: f64 = 0.6;
/// How much of the whole the same category is.
const CATEGORY: f64 = 0.15;
/// At one place this share of two texts in common is all that can be asked.
const ENOUGH_SHARED: f64 = 0.5;
/// With less than this in common, two texts of one place that say enough are about two matters.
const HARDLY: f64 = 0.2;
/// Words up to which a text says little, and from which it says enough.
const LITTLE_SAID: f64 = 4.0;
const MUCH_SAID: f64 = 10.0;
/// So much less likely is it then.
const OTHER_MATTER: f64 = 0.16;
/// The most words that are named as a sign.
const MOST_WORDS: usize = 6;

/// How far apart in place and time two cases may be about the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Within these metres it is one place.
    pub here: f64,
    /// Beyond these metres it is another.
    pub elsewhere: f64,
    /// Beyond these days it is another time: the same thing said later is a new case.
    pub days: u32,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            here: 50.0,
            elsewhere: 300.0,
            days: 60,
        }
    }
}

impl Reach {
    /// By the pack's rules, else the house's.
    #[must_use]
    pub fn of(rules: &JudgementRules) -> Self {
        let or = |rule: &Option<Rule<u32>>, house: f64| rule.as_ref().map_or(house, |rule| f64::from(rule.value));
        let house = Self::default();
        let here = or(&rules.alike_here_metres, house.here);
        Self {
            here,
            // What is one place is never another as well.
            elsewhere: or(&rules.alike_elsewhere_metres, house.elsewhere).max(here + 1.0),
            days: rules.alike_days.as_ref().map_or(house.days, |days| days.value),
        }
    }
}

/// What is compared of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// Category.
    pub category: CategorySlug,
    /// The words of title and description, in order.
    pub words: Vec<String>,
    /// The words of the address without its door, in order.
    pub address: Vec<String>,
    /// The door, where the address names it in Chinese; else its numbers are words.
    pub door: Door,
    /// Degrees north and east, WGS 84.
    pub point: Option<(f64, f64)>,
    /// When it was first said.
    pub received_at: Timestamp,
}

/// A sign that two cases are about the same.
#[derive(Debug, Clone, PartialEq)]
pub enum Sign {
    /// So many metres apart.
    Near(u32),
    /// The addresses have these words in common.
    Address(Vec<String>),
    /// The same category.
    Category,
    /// What is said has these words in common, the rarest first.
    Words(Vec<String>),
    /// So many days apart.
    Days(u32),
}

/// How alike two cases are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 to 1.
    pub score: f64,
    /// What speaks for it.
    pub signs: Vec<Sign>,
}

impl Likeness {
    /// Whether it is put before somebody: by the pack's rule, else from [`ENOUGH`] on.
    #[must_use]
    pub fn is_enough(&self, rules: &JudgementRules) -> bool {
        let percent = rules.alike_percent.as_ref();
        self.score >= percent.map_or(ENOUGH, |percent| f64::from(percent.value) / 100.0)
    }
}

/// How alike what somebody says is to what everybody reads of a case. Reviewed words are few, and where no place was published they
/// often name it: then it is asked how much of the shorter is in what the other says, its address with it.
#[must_use]
pub fn likeness_to_published(
    said: &Sketch,
    published: &Sketch,
    reach: Reach,
    weight: &impl Fn(&str) -> Option<f64>,
) -> Likeness {
    if !published.address.is_empty() || published.point.is_some() {
        return likeness(said, published, reach, weight);
    }
    let mut all: Vec<String> = said.words.iter().chain(&said.address).cloned().collect();
    all.extend(said.door.words());
    let text = common(&all, &published.words, weight, Slips::Differ);
    let same = f64::from(u8::from(said.category == published.category));
    let days = days(said.received_at, published.received_at);
    let time = falling(days, NOW, f64::from(reach.days));
    let score = 0.7 * (text.shorter / MOSTLY).min(1.0) + 0.15 * same + 0.15 * time;
    let mut signs = Vec::new();
    if same > 0.0 {
        signs.push(Sign::Category);
    }
    if !text.words.is_empty() {
        signs.push(Sign::Words(text.words));
    }
    Likeness {
        score: if time > 0.0 { score } else { 0.6 * score },
        signs,
    }
}

/// How alike two cases are. `weight` says how much a word tells: a rare one much.
#[must_use]
pub fn likeness(a: &Sketch, b: &Sketch, reach: Reach, weight: &impl Fn(&str) -> Option<f64>) -> Likeness {
    compared(a, b, reach, weight, Categories::Count)
}

/// How alike two cases of different kinds are: each kind has categories of its own, so what else there is makes up the whole.
#[must_use]
pub fn likeness_across(a: &Sketch, b: &Sketch, reach: Reach, weight: &impl Fn(&str) -> Option<f64>) -> Likeness {
    let found = compared(a, b, reach, weight, Categories::Differ);
    Likeness {
        score: found.score / (1.0 - CATEGORY),
        ..found
    }
}

/// Whether two cases have one list of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Categories {
    Differ,
    Count,
}

fn compared(
    a: &Sketch,
    b: &Sketch,
    reach: Reach,
    weight: &impl Fn(&str) -> Option<f64>,
    categories: Categories,
) -> Likeness {
    let mut signs = Vec::new();
    let metres = a.point.zip(b.point).map(|(a, b)| metres(a, b));
    let place = place(a, b, reach, metres, weight, &mut signs);
    let category = categories == Categories::Count && a.category == b.category;
    if category {
        signs.push(Sign::Category);
    }
    let (a_words, b_words) = match place {
        // Where it is was compared already, and says nothing of what it is.
        Some(_) => (beyond_place(a, b), beyond_place(b, a)),
        None => (a.words.clone(), b.words.clone()),
    };
    let text = common(&a_words, &b_words, weight, Slips::Differ);
    let (at_one, is_other) = (text.at_one_place(), text.is_other());
    if !text.words.is_empty() {
        signs.push(Sign::Words(text.words));
    }
    let days = days(a.received_at, b.received_at);
    let time = falling(days, NOW, f64::from(reach.days));
    if time > 0.0 {
        signs.push(Sign::Days(whole(days)));
    }
    let same = f64::from(u8::from(category));
    let score = match place {
        // At one place a few words say enough: somebody calls in a hurry.
        Some(place) => 0.5 * place * place + 0.25 * at_one + CATEGORY * same + 0.1 * time,
        None => 0.6 * text.both + CATEGORY * same + 0.1 * time,
    };
    let score = score - place.map_or(0.0, |_| OTHER_MATTER * is_other);
    // The same thing said after a season is a new case.
    let score = if time > 0.0 { score } else { 0.6 * score };
    Likeness {
        score: score.max(0.0),
        signs,
    }
}

/// What two texts have in common, from 0 to 1.
struct Common {
    /// Of both.
    both: f64,
    /// Of the shorter one.
    shorter: f64,
    /// Words of the shorter one, a Chinese character by itself for less.
    said: f64,
    /// The rarest words that both have.
    words: Vec<String>,
}

impl Common {
    /// How much it speaks for one matter, at one place, from 0 to 1.
    fn at_one_place(&self) -> f64 {
        (self.both.max(0.9 * self.shorter) / ENOUGH_SHARED).min(1.0)
    }

    /// How much it speaks for two matters that both texts say enough and have hardly a word in common, from 0 to 1.
    fn is_other(&self) -> f64 {
        falling(self.both, 0.0, HARDLY) * (1.0 - falling(self.said, LITTLE_SAID, MUCH_SAID))
    }
}

/// Whether words that differ by a slip of the pen are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slips {
    Differ,
    Count,
}

fn common(a: &[String], b: &[String], weight: &impl Fn(&str) -> Option<f64>, slips: Slips) -> Common {
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<String>>();
    let (a, b) = (set(a), set(b));
    let usual = |word: &str| {
        if word.is_ascii() {
            USUAL_WEIGHT
        } else if is_character(word) {
            CHARACTER_WEIGHT
        } else {
            CHINESE_WEIGHT
        }
    };
    let length = |words: &BTreeSet<String>| -> f64 {
        let each = words.iter();
        each.map(|word| if is_character(word) { CHARACTER_WEIGHT } else { 1.0 })
            .sum()
    };
    let weigh = |word: &String| weight(word).unwrap_or_else(|| usual(word));
    let mut shared: Vec<(f64, &String)> = a.intersection(&b).map(|word| (weigh(word), word)).collect();
    if slips == Slips::Count {
        let mut left: Vec<&String> = b.difference(&a).collect();
        for word in a.difference(&b) {
            let Some(at) = left.iter().position(|other| is_slip(word, other)) else {
                continue;
            };
            let other = left.swap_remove(at);
            shared.push((SLIP * f64::midpoint(weigh(word), weigh(other)), word));
        }
    }
    let (all_a, all_b): (f64, f64) = (a.iter().map(weigh).sum(), b.iter().map(weigh).sum());
    let sum: f64 = shared.iter().map(|(weight, _)| weight).sum();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let of = |all: f64| if all > 0.0 { sum / all } else { 0.0 };
    Common {
        both: of((all_a * all_b).sqrt()),
        shorter: of(all_a.min(all_b)),
        said: length(&a).min(length(&b)),
        words: shared
            .into_iter()
            .take(MOST_WORDS)
            .map(|(_, word)| word.clone())
            .collect(),
    }
}

/// Whether two longer words differ by one letter, or by two that changed places: names of streets are heard and typed.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let number = |word: &[char]| word.iter().any(char::is_ascii_digit);
    if short.len() < 4 || long.len() - short.len() > 1 || number(&a) || number(&b) {
        return false;
    }
    let first = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[first..], &long[first..]);
    if short.len() < long.len() {
        return short == &long[1..];
    }
    match (short, long) {
        ([_, short @ ..], [_, long @ ..]) if short == long => true,
        ([a, b, short @ ..], [c, d, long @ ..]) => a == d && b == c && short == long,
        _ => false,
    }
}

fn is_character(word: &str) -> bool {
    !word.is_ascii() && word.chars().nth(1).is_none()
}

/// 1 up to `full`, from there falling to 0 at `none`.
fn falling(value: f64, full: f64, none: f64) -> f64 {
    (1.0 - (value - full) / (none - full)).clamp(0.0, 1.0)
}

#[expect(clippy::cast_precision_loss, reason = "days of centuries are small numbers")]
fn days(a: Timestamp, b: Timestamp) -> f64 {
    a.duration_since(b).as_secs().unsigned_abs() as f64 / 86_400.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was clamped to what fits"
)]
fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, 1e9) as u32
}

/// Metres between two points: on a plane, which is right to a thousandth over the distances that matter here.
fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const A_DEGREE: f64 = 111_195.0;
    let north = (a.0 - b.0) * A_DEGREE;
    let east = (a.1 - b.1) * A_DEGREE * f64::midpoint(a.0, b.0).to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(words: &str, address: &str, point: Option<(f64, f64)>, day: i64) -> Sketch {
        let cut = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Sketch {
            category: "sanitation".into(),
            words: cut(words),
            address: cut(address),
            door: Door::read(address).1,
            point,
            received_at: Timestamp::from_second(1_772_000_000 + day * 86_400).unwrap(),
        }
    }

    fn score(a: &Sketch, b: &Sketch) -> f64 {
        likeness(a, b, Reach::default(), &|_| None).score
    }

    #[test]
    fn the_same_is_alike_and_says_why() {
        let one = sketch("垃圾 清运 不 及时", "人民路 12 号", Some((30.0, 120.0)), 0);
        let again = sketch("垃圾 没有 清运", "人民路 12 号", Some((30.0001, 120.0)), 2);
        let found = likeness(&one, &again, Reach::default(), &|_| None);
        assert!(found.score >= ENOUGH, "{found:?}");
        assert!(found.signs.contains(&Sign::Near(11)) && found.signs.contains(&Sign::Days(2)));
        assert!(found.signs.contains(&Sign::Category));
    }

    #[test]
    fn between_kinds_the_category_says_nothing_and_the_rest_is_the_whole() {
        let request = sketch("楼上 夜里 噪音", "人民路 12 号", Some((30.0, 120.0)), 0);
        let dispute = Sketch {
            category: "neighbours".into(),
            ..sketch("邻居 噪音 纠纷", "人民路 12 号", Some((30.0, 120.0)), 3)
        };
        let across = |b: &Sketch| likeness_across(&request, b, Reach::default(), &|_| None);
        let found = across(&dispute);
        assert!(
            found.score >= ENOUGH && found.score > score(&request, &dispute),
            "{found:?}"
        );
        assert!(found.signs.contains(&Sign::Near(0)) && found.signs.contains(&Sign::Words(vec!["噪音".to_owned()])));
        // Slugs of two kinds that happen to be the same are no sign.
        let same_slug = Sketch {
            category: request.category.clone(),
            ..dispute
        };
        assert_eq!(across(&same_slug), found);
        // The place alone is not enough.
        assert!(across(&sketch("井盖 丢失", "人民路 12 号", Some((30.0, 120.0)), 3)).score < ENOUGH);
        assert!(across(&request).score <= 1.0 + 1e-9);
    }

    #[test]
    fn what_was_published_without_its_place_is_known_by_its_words_alone() {
        let said = sketch(
            "lamp at gate dark since monday",
            "elm street 12",
            Some((30.0, 120.0)),
            3,
        );
        let published = sketch("lamp on elm street is repaired", "", None, 0);
        let score = |published: &Sketch| likeness_to_published(&said, published, Reach::default(), &|_| None).score;
        assert!(score(&published) >= ENOUGH);
        assert!(score(&sketch("bins on elm street are full again", "", None, 0)) < ENOUGH);
        // With its place it is a case as any other.
        let placed = sketch("lamp on elm street is repaired", "oak street 7", None, 0);
        let own = likeness(&said, &placed, Reach::default(), &|_| None).score;
        assert!((score(&placed) - own).abs() < 1e-12 && own < ENOUGH);
    }

    #[test]
    fn next_door_far_away_and_long_ago_are_something_else() {
        let one = sketch("garbage", "3643 mentone ave", Some((34.0, -118.0)), 0);
        let next_door = sketch("garbage", "3645 mentone ave", Some((34.0001, -118.0)), 0);
        assert!(score(&one, &next_door) < ENOUGH);
        let far = sketch("garbage", "3643 mentone ave", Some((34.5, -118.0)), 0);
        assert!(score(&one, &far) < ENOUGH);
        let long_ago = sketch("streetlight", "3643 mentone ave", Some((34.0, -118.0)), 400);
        assert!(score(&one, &long_ago) < ENOUGH);
    }

    #[test]
    fn a_slip_of_the_pen_is_the_same_word_and_a_number_never() {
        for (a, b) in [
            ("mentone", "metnone"),
            ("gaffey", "gafey"),
            ("celtic", "celtik"),
            ("celtic", "celtics"),
        ] {
            assert!(is_slip(a, b) && is_slip(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("3643", "3634"),
            ("ave", "eva"),
            ("mentone", "vermont"),
            ("celtic", "celtic"),
            ("12345", "1234"),
        ] {
            assert!(!is_slip(a, b) && !is_slip(b, a), "{a} {b}");
        }
    }

    #[test]
    fn it_is_the_same_both_ways_and_never_beyond_one() {
        let all = [
            sketch("a b c", "1 x", None, 0),
            sketch("", "", None, 9),
            sketch("a", "", Some((90.0, 180.0)), -9_000),
            sketch("b c d", "2 x y", Some((-90.0, -180.0)), 3),
        ];
        for a in &all {
            for b in &all {
                let (one, other) = (score(a, b), score(b, a));
                assert!(
                    (one - other).abs() < 1e-12 && (0.0..=1.0 + 1e-9).contains(&one),
                    "{one} {other}"
                );
            }
        }
    }
}
