//! Review 复查 and re-review 复核 of an answer (信访工作条例, art. 35 and 36): in which round a case is, until when the next
//! one can be asked for, and who takes it: never a unit that has answered it before.

use super::{Answer, Case, Proposal, leader_for};
use crate::clock::due;
use crate::pack::{ClockRule, Pack, StepName};
use crate::{PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which look at a case it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// 办理: the first.
    #[default]
    Handling,
    /// 复查, by a unit above.
    Review,
    /// 复核, by a unit above that. It is the last: the same facts and reasons are not accepted again.
    ReReview,
}

impl Round {
    /// The first: what is not written down.
    #[must_use]
    pub fn is_first(&self) -> bool {
        *self == Self::Handling
    }

    /// The round after it; none after the last.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Handling => Some(Self::Review),
            Self::Review => Some(Self::ReReview),
            Self::ReReview => None,
        }
    }

    /// Its place, the first is 1: as addresses of opinions name it.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Handling => 1,
            Self::Review => 2,
            Self::ReReview => 3,
        }
    }
}

/// What an opinion comes to (art. 32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 支持: the request has facts and the law on its side.
    Supported,
    /// 解释说明: the request has its reasons, and cannot be met.
    Explained,
    /// 不支持: it has neither facts nor the law on its side.
    NotSupported,
}

/// A written opinion 意见书 with its four parts (art. 32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// 投诉请求: what is asked for.
    pub request: String,
    /// 事实和理由: the facts found and the reasons.
    pub facts: String,
    /// 处理意见: the opinion.
    pub opinion: String,
    /// 法律依据: the law it rests on.
    pub basis: String,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Opinion {
    /// Its parts, for what people wrote.
    pub(super) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        for part in [&mut self.request, &mut self.facts, &mut self.opinion, &mut self.basis] {
            change(part);
        }
    }
}

/// A round that was answered, and after which the next one was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundDone {
    /// Which.
    pub round: Round,
    /// The unit that answered.
    pub unit: UnitSlug,
    /// Its responsible leader's post.
    pub leader: PostSlug,
    /// Its answer.
    pub answer: Answer,
    /// Its opinion.
    pub opinion: Option<Opinion>,
}

impl Case {
    /// Whether `unit` gave the answer of an earlier round: what it said is looked at by others (art. 35, 36).
    #[must_use]
    pub fn has_answered(&self, unit: &UnitSlug) -> bool {
        self.rounds.iter().any(|done| done.unit == *unit)
    }

    /// Nothing more can be asked of the same facts and reasons: the re-review has been answered (art. 36).
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.round == Round::ReReview && self.answer.is_some()
    }
}

/// Until when the next round can be asked for, counted from the answer in force; none without an answer, after the last
/// round, and where the pack knows no review.
#[must_use]
pub fn ask_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let ladder = pack.kind(&case.kind)?.ladder.as_ref()?;
    case.round.next()?;
    let answer = case.answer.as_ref()?;
    let roll = pack.roll_to_working_day.value;
    Some(due(answer.at, ladder.ask_within.value, &pack.zone, &pack.calendar, roll).at)
}

/// Who takes the next round: the nearest unit above the one that answered, else the highest that the pack names; never
/// one that has answered the case before, nor one that it complains about. None where that is for a body above ours.
#[must_use]
pub fn reviewer(case: &Case, pack: &Pack) -> Option<Proposal> {
    let highest = pack.kind(&case.kind)?.ladder.as_ref()?.highest.as_ref();
    let mut above = pack.with_those_above(&case.unit).skip(1).chain(highest);
    let fresh = |unit: &UnitSlug| *unit != case.unit && !case.has_answered(unit) && !case.about.covers_unit(pack, unit);
    above.find_map(|unit| {
        let leader = leader_for(pack, unit, &case.about).filter(|_| fresh(unit))?;
        let is_aside = case.stands_aside(&leader);
        (!is_aside).then(|| Proposal {
            unit: unit.clone(),
            leader,
        })
    })
}

/// Until when the responsible unit can say in time that the case is not its own, counted from when it got it, or was asked to
/// take it where a clock runs for that; none where the pack sets none.
#[must_use]
pub fn not_ours_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let kind = pack.kind(&case.kind)?;
    let waits = |rule: &&ClockRule| rule.stops.contains(&StepName::PassOn);
    let clock = kind.clocks.iter().find(waits);
    if let Some(running) = clock.and_then(|rule| case.clock(&rule.slug)) {
        return Some(running.due);
    }
    let of_clock = clock.and_then(|rule| rule.by_category.get(&case.category).or(rule.allowance.as_ref()));
    let rule = of_clock.or(kind.not_ours.as_ref())?;
    let roll = pack.roll_to_working_day.value;
    let from = case.held_since.unwrap_or(case.registered_at);
    Some(due(from, rule.value, &pack.zone, &pack.calendar, roll).at)
}
