//! How often what is proposed is right.

use super::{Asked, Near};
use std::fmt;
use std::time::Duration;

/// The most that are shown.
const SHOWN: usize = 5;

/// What was proposed, the likeliest first.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    asked: Asked,
    took: Duration,
    proposals: Vec<Proposal>,
}

#[derive(Debug, Clone, Copy)]
struct Proposal {
    score: f64,
    /// It is about the same.
    right: bool,
    /// It looks like it and is not the same.
    near: bool,
    /// Of the original's category at its address; where the truth is known, nothing is.
    same: bool,
}

impl Answer {
    pub(crate) fn new(asked: Asked, took: Duration) -> Self {
        Self {
            asked,
            took,
            proposals: Vec::new(),
        }
    }

    pub(crate) fn propose(&mut self, score: f64, right: bool, near: bool, same: bool) {
        self.proposals.push(Proposal {
            score,
            right,
            near,
            same,
        });
    }

    /// What is likely enough.
    fn likely(&self, enough: f64) -> impl Iterator<Item = &Proposal> {
        self.proposals.iter().filter(move |proposal| proposal.score >= enough)
    }

    fn is_repeat(&self) -> bool {
        matches!(self.asked, Asked::Repeat(_))
    }

    /// Where the first of these stands.
    fn place_of(&self, enough: f64, that: impl Fn(&Proposal) -> bool) -> Option<usize> {
        self.likely(enough).position(that)
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) part: usize,
    pub(crate) of: usize,
}

impl Share {
    fn count<T>(all: impl Iterator<Item = T>, that: impl Fn(&T) -> bool) -> Self {
        let mut share = Self { part: 0, of: 0 };
        for one in all {
            share.of += 1;
            share.part += usize::from(that(&one));
        }
        share
    }

    /// From 0 to 1; of none it is 0.
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    pub(crate) fn value(self) -> f64 {
        self.part as f64 / self.of.max(1) as f64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} ({} of {})", self.value(), self.part, self.of)
    }
}

/// What was answered to all questions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers(Vec<Answer>);

impl Answers {
    pub(crate) fn push(&mut self, answer: Answer) {
        self.0.push(answer);
    }

    fn repeats(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter().filter(|answer| answer.is_repeat())
    }

    /// Repeats whose original is among the five that are shown.
    pub(crate) fn recall(&self, enough: f64) -> Share {
        Share::count(self.repeats(), |answer| {
            let place = answer.place_of(enough, |proposal| proposal.right);
            place.is_some_and(|place| place < SHOWN)
        })
    }

    /// Repeats whose original is proposed first.
    pub(crate) fn first(&self, enough: f64) -> Share {
        Share::count(self.repeats(), |answer| {
            answer.place_of(enough, |proposal| proposal.right) == Some(0)
        })
    }

    /// Proposals for a repeat, all that are likely enough, that are about the same.
    pub(crate) fn precision(&self, enough: f64) -> Share {
        let proposed = self.repeats().flat_map(|answer| answer.likely(enough));
        Share::count(proposed, |proposal| proposal.right)
    }

    /// The same of the five that are shown.
    pub(crate) fn precision_shown(&self, enough: f64) -> Share {
        let proposed = self.repeats().flat_map(|answer| answer.likely(enough).take(SHOWN));
        Share::count(proposed, |proposal| proposal.right)
    }

    /// Proposals of the five that are shown that are about the same, or of the same category at the same address.
    pub(crate) fn alike_shown(&self, enough: f64) -> Share {
        let proposed = self.repeats().flat_map(|answer| answer.likely(enough).take(SHOWN));
        Share::count(proposed, |proposal| proposal.right || proposal.same)
    }

    fn asked(&self, asked: Asked) -> impl Iterator<Item = &Answer> {
        self.0.iter().filter(move |answer| answer.asked == asked)
    }

    /// Questions of this sort for which anything is proposed.
    pub(crate) fn any(&self, asked: Asked, enough: f64) -> Share {
        Share::count(self.asked(asked), |answer| answer.likely(enough).next().is_some())
    }

    /// Near-misses for which what they look like is proposed.
    pub(crate) fn false_alarms(&self, near: Near, enough: f64) -> Share {
        Share::count(self.asked(Asked::NearMiss(near)), |answer| {
            answer.likely(enough).any(|proposal| proposal.near)
        })
    }

    /// Repeats with original and near-miss in the register, for which the near-miss is proposed before the original or alone.
    pub(crate) fn above(&self, near: Near, enough: f64) -> Share {
        Share::count(self.asked(Asked::Repeat(Some(near))), |answer| {
            let right = answer.place_of(enough, |proposal| proposal.right);
            let near = answer.place_of(enough, |proposal| proposal.near);
            near.is_some_and(|near| right.is_none_or(|right| near < right))
        })
    }

    /// The time that 99 of 100 stay within.
    pub(crate) fn p99(&self) -> Duration {
        let mut took: Vec<Duration> = self.0.iter().map(|answer| answer.took).collect();
        took.sort_unstable();
        let at = (took.len() * 99).div_ceil(100).saturating_sub(1);
        took.get(at).copied().unwrap_or_default()
    }

    /// All of it, where a case is proposed from `enough` on.
    pub(crate) fn report(&self, enough: f64) -> String {
        let mut lines = vec![
            format!("original among five {}", self.recall(enough)),
            format!("original first {}", self.first(enough)),
            format!("about the same, of all proposals {}", self.precision(enough)),
            format!("about the same, of the five shown {}", self.precision_shown(enough)),
        ];
        let alike = self.alike_shown(enough);
        if alike != self.precision_shown(enough) {
            lines.push(format!(
                "about the same, or of the same category and address, of the five shown {alike}"
            ));
        }
        let new = self.any(Asked::New, enough);
        if new.of > 0 {
            lines.push(format!("anything for what is new {new}"));
        }
        for near in Near::ALL {
            let false_alarms = self.false_alarms(near, enough);
            if false_alarms.of == 0 {
                continue;
            }
            let any = self.any(Asked::NearMiss(near), enough);
            let above = self.above(near, enough);
            lines.push(format!(
                "near-miss {near:?}: proposed {false_alarms}, anything proposed {any}, above the original {above}"
            ));
        }
        lines.push(format!("p99 {:?}", self.p99()));
        lines.join("\n  ")
    }
}
