//! `[calls]`: who is called for what, step by step, and at which hours.

use super::check;
use super::draft::DraftCalls;
use super::section::Section;
use super::source::{At, Problems};
use crate::PostSlug;
use crate::call::{CallRules, Policy, Step, To};
use jiff::civil::Time;
use std::collections::{BTreeMap, BTreeSet};

/// The longest time between two calls, in minutes.
const MOST_MINUTES: u32 = 24 * 60;
/// The longest that a call is kept once its matter is closed, in days.
const MOST_DAYS: u32 = 3_650;
/// The longest that it is told that an operating level is over, in days.
const MOST_OVER: u32 = 31;
/// How often a step is called at the most.
const MOST_TIMES: u32 = 20;

/// A policy with where it stands.
pub(super) struct DraftPolicy {
    slug: At<String>,
    policy: Option<Policy>,
    posts: Vec<At<String>>,
}

pub(super) fn read_calls(section: &Section<'_>) -> DraftCalls {
    let whole = |key, most| {
        let rule = section.section(key)?;
        let read = rule.rule(|rule| rule.whole("value", 1, most).map(|number| number.value));
        rule.end();
        read
    };
    let calls = DraftCalls {
        soon_minutes: whole("soon_minutes", MOST_MINUTES),
        grace_minutes: whole("grace_minutes", MOST_MINUTES),
        over_days: whole("over_days", MOST_OVER),
        keep_days: whole("keep_days", MOST_DAYS),
        policies: section
            .sections("policies")
            .map(|policies| policies.iter().map(read_policy).collect()),
        reasons: section.section("reasons").map(|reasons| {
            let read = reasons.keys().into_iter();
            let read = read.map(|reason| (reason.value.clone(), reasons.string(&reason.value)));
            let read = read.collect();
            reasons.end();
            read
        }),
        working: section.section("working").and_then(|working| {
            let hours = working.rule(|working| {
                let (from, until) = (read_time(working, "from")?, read_time(working, "until")?);
                (from < until).then_some((from, until))
            });
            working.end();
            hours
        }),
    };
    section.end();
    calls
}

fn read_time(section: &Section<'_>, key: &str) -> Option<Time> {
    let text = section.string(key);
    let time = Time::strptime("%H:%M", &text.value).ok();
    if time.is_none() && !text.value.is_empty() {
        section.report(&text.at, "pack-bad-time", &[("time", &text.value)]);
    }
    time
}

fn read_policy(section: &Section<'_>) -> DraftPolicy {
    let slug = section.slug("slug");
    let name = section.text("name");
    let any_hour = section.flag("any_hour").is_some_and(|flag| flag.value);
    let again = section.whole("again_minutes", 1, MOST_MINUTES);
    let mut posts = Vec::new();
    let steps = section.rule(|section| {
        let steps = section.needed_sections("steps")?;
        let steps: Option<Vec<Step>> = steps.iter().map(|step| read_step(step, &mut posts)).collect();
        steps.filter(|steps| !steps.is_empty())
    });
    section.end();
    let policy = || {
        Some(Policy {
            slug: slug.value.clone(),
            name,
            any_hour,
            again_minutes: again?.value,
            steps: steps?,
        })
    };
    DraftPolicy {
        policy: policy(),
        slug,
        posts,
    }
}

fn read_step(section: &Section<'_>, posts: &mut Vec<At<String>>) -> Option<Step> {
    let to = section.string("to");
    let minutes = section.whole("minutes", 1, MOST_MINUTES);
    let times = section.whole("times", 1, MOST_TIMES);
    section.end();
    let whom = match to.value.as_str() {
        "officer" => Some(To::Officer),
        "leader" => Some(To::Leader),
        "unit-leader" => Some(To::UnitLeader),
        "roster-keepers" => Some(To::RosterKeepers),
        "post-concerned" => Some(To::PostConcerned),
        "everybody" => Some(To::Everybody),
        other => other.strip_prefix("post:").map(|post| {
            posts.push(At {
                value: post.to_owned(),
                at: to.at.clone(),
            });
            To::Post(PostSlug::new(post))
        }),
    };
    if whom.is_none() && !to.value.is_empty() {
        section.report(&to.at, "pack-bad-call", &[("to", &to.value)]);
    }
    Some(Step {
        to: whom?,
        minutes: minutes?.value,
        times: times?.value,
    })
}

/// Reasons lead to policies that are there, and steps to posts of the pack.
pub(super) fn check_calls(calls: &DraftCalls, posts: &BTreeSet<&str>, problems: &Problems) {
    let policies = calls.policies.as_deref().unwrap_or_default();
    check::slugs("calls.policies", policies.iter().map(|policy| &policy.slug), problems);
    if let Some(policy) = policies.first() {
        let missing = [
            ("calls.soon_minutes", calls.soon_minutes.is_some()),
            ("calls.grace_minutes", calls.grace_minutes.is_some()),
            ("calls.over_days", calls.over_days.is_some()),
            ("calls.working", calls.working.is_some()),
        ];
        super::duty::report_first_missing(&missing, &policy.slug, problems);
    }
    let known: BTreeSet<&str> = policies.iter().map(|policy| policy.slug.value.as_str()).collect();
    for policy in calls.reasons.iter().flat_map(BTreeMap::values) {
        check::must_be_in(&known, policy, "pack-unknown-policy", problems);
    }
    for post in policies.iter().flat_map(|policy| &policy.posts) {
        check::must_be_in(posts, post, "pack-unknown-post", problems);
    }
}

/// The rules; none where no policies are said.
pub(super) fn assemble(calls: DraftCalls) -> Option<CallRules> {
    let policies = calls.policies?.into_iter();
    let reasons = calls.reasons.unwrap_or_default().into_iter();
    Some(CallRules {
        policies: policies.map(|draft| draft.policy).collect::<Option<_>>()?,
        reasons: reasons.map(|(reason, policy)| (reason, policy.value)).collect(),
        soon_minutes: calls.soon_minutes?,
        grace_minutes: calls.grace_minutes?,
        over_days: calls.over_days?,
        keep_days: calls.keep_days,
        working: calls.working?,
    })
}

impl DraftCalls {
    pub(super) fn over(self, base: Self) -> Self {
        Self {
            policies: self.policies.or(base.policies),
            reasons: self.reasons.or(base.reasons),
            soon_minutes: self.soon_minutes.or(base.soon_minutes),
            grace_minutes: self.grace_minutes.or(base.grace_minutes),
            over_days: self.over_days.or(base.over_days),
            keep_days: self.keep_days.or(base.keep_days),
            working: self.working.or(base.working),
        }
    }
}
