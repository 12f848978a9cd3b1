//! An invented register of the hotline of 云溪县, which does not exist, with repeats and near-misses planted in it.

use super::dice::Dice;
use super::matters::{MATTERS, Matter};
use super::telling::tell;
use super::town::{Extent, Spot};
use super::{Asked, Near, Planted, Question, Told};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// Days over which the register reaches.
const DAYS: u32 = 100;

/// The register, and what is asked of it: repeats with and without a near-miss beside the original, near-misses, and a few that are
/// like nothing that is there.
///
/// # Errors
/// Its first moment is none.
pub(crate) fn invent(many: usize, questions: usize, seed: u64) -> Result<Planted, jiff::Error> {
    let mut maker = Maker {
        dice: Dice::new(seed),
        first: "2026-01-05T00:00:00Z".parse()?,
        taken: BTreeSet::new(),
        groups: 0,
        planted: Planted::default(),
    };
    let mut sorts = vec![Asked::New];
    for near in Near::ALL {
        sorts.extend([Asked::Repeat(None), Asked::Repeat(Some(near)), Asked::NearMiss(near)]);
    }
    for sort in sorts.iter().cycle().take(questions) {
        maker.plant(*sort);
    }
    while maker.planted.told.len() < many {
        let episode = maker.fresh(|_| true);
        let at = maker.day(0, DAYS);
        maker.register(&Episode { at, ..episode }, None);
    }
    maker.planted.told.sort_by_key(|told| told.at);
    Ok(maker.planted)
}

/// A matter at a place from some moment on.
#[derive(Clone, Copy)]
struct Episode {
    matter: usize,
    spot: Spot,
    at: Timestamp,
}

struct Maker {
    dice: Dice,
    first: Timestamp,
    /// What is somewhere already.
    taken: BTreeSet<(usize, Spot)>,
    groups: usize,
    planted: Planted,
}

impl Maker {
    /// Some moment between these days.
    fn day(&mut self, from: u32, to: u32) -> Timestamp {
        let hours = self.dice.between(from * 24, to * 24);
        later(self.first, hours)
    }

    /// A matter where it is not yet, of those that are fit.
    fn fresh(&mut self, fit: impl Fn(&Matter) -> bool) -> Episode {
        loop {
            let matter = self.dice.below(MATTERS.len());
            if !fit(&MATTERS[matter]) {
                continue;
            }
            let spot = Spot::any(MATTERS[matter].extent, &mut self.dice);
            if self.taken.insert((matter, spot)) {
                let at = self.day(30, 70);
                return Episode { matter, spot, at };
            }
        }
    }

    fn plant(&mut self, asked: Asked) {
        let near = match asked {
            Asked::Repeat(near) => near,
            Asked::NearMiss(near) => Some(near),
            Asked::New => None,
        };
        let (episode, other) = self.pair(near);
        let is_solved = near == Some(Near::AfterSolved);
        let solved = is_solved.then(|| later(episode.at, 24 * 5));
        let question = match (asked, other) {
            (Asked::Repeat(_), other) => {
                let right = Some(self.register(&episode, solved));
                let near = other.map(|other| self.register(&other, None));
                let hours = if is_solved {
                    self.dice.between(1, 96)
                } else {
                    self.soon()
                };
                Question {
                    told: self.telling(&episode, later(episode.at, hours), 0),
                    asked,
                    right,
                    near,
                    original: None,
                }
            }
            (Asked::NearMiss(_), Some(other)) => Question {
                near: Some(self.register(&episode, solved)),
                told: self.telling(&other, other.at, 0),
                asked,
                right: None,
                original: None,
            },
            (Asked::NearMiss(_) | Asked::New, _) => Question {
                told: self.telling(&episode, episode.at, 0),
                asked,
                right: None,
                near: None,
                original: None,
            },
        };
        self.planted.questions.push(question);
    }

    /// Mostly within four days, else within twenty.
    fn soon(&mut self) -> u32 {
        if self.dice.percent(80) {
            self.dice.between(1, 96)
        } else {
            self.dice.between(97, 480)
        }
    }

    /// A matter at a place, and what looks like it and is not.
    fn pair(&mut self, near: Option<Near>) -> (Episode, Option<Episode>) {
        loop {
            let episode = self.fresh(|matter| near != Some(Near::OtherUnit) || matter.extent == Extent::Unit);
            let Some(near) = near else {
                return (episode, None);
            };
            if let Some(other) = self.near(&episode, near) {
                return (episode, Some(other));
            }
            self.taken.remove(&(episode.matter, episode.spot));
        }
    }

    /// What looks like it in this way; none where there is none, or it is there already.
    fn near(&mut self, episode: &Episode, near: Near) -> Option<Episode> {
        let hours = self.soon();
        let Episode { matter, spot, at } = *episode;
        let of = &MATTERS[matter];
        let soon = later(at, hours);
        let other = match near {
            Near::SameCategory | Near::OtherCategory => {
                let others: Vec<usize> = (0..MATTERS.len())
                    .filter(|other| *other != matter && MATTERS[*other].extent == of.extent)
                    .filter(|other| (MATTERS[*other].category == of.category) == (near == Near::SameCategory))
                    .collect();
                let matter = *others.get(self.dice.below(others.len()))?;
                Episode { matter, at: soon, spot }
            }
            Near::Neighbour => Episode {
                spot: spot.neighbour(&mut self.dice),
                at: soon,
                matter,
            },
            Near::OtherUnit => Episode {
                spot: spot.other_unit(&mut self.dice),
                at: soon,
                matter,
            },
            Near::Later => {
                let at = later(at, 24 * self.dice.between(70, 200));
                return Some(Episode { matter, spot, at });
            }
            Near::AfterSolved => {
                let at = later(at, 24 * self.dice.between(15, 45));
                return Some(Episode { matter, spot, at });
            }
        };
        self.taken.insert((other.matter, other.spot)).then_some(other)
    }

    /// Told by one, and now and then by others; answers the group.
    fn register(&mut self, episode: &Episode, solved: Option<Timestamp>) -> usize {
        self.groups += 1;
        let group = self.groups;
        let mut at = episode.at;
        loop {
            let mut told = self.telling(episode, at, group);
            told.solved = solved;
            self.planted.told.push(told);
            if !self.dice.percent(20) {
                return group;
            }
            at = later(at, self.dice.between(1, 48));
        }
    }

    fn telling(&mut self, episode: &Episode, at: Timestamp, group: usize) -> Told {
        let words = tell(&MATTERS[episode.matter], episode.spot, &mut self.dice);
        Told {
            group,
            category: words.category.into(),
            title: words.title,
            description: words.description,
            place: words.place,
            at,
            solved: None,
        }
    }
}

fn later(at: Timestamp, hours: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(i64::from(hours)))
        .unwrap_or(at)
}
