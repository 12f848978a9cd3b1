//! Rising categories and places: today's count against the same weekday's own history. Described for people, with its
//! measured rates, in `docs/judgement.md`.

use super::{DayCounts, Reason};
use crate::clock::Calendar;
use crate::pack::JudgementRules;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// With fewer days than this nothing can be said of how much a series scatters, whatever the pack allows.
const FEWEST_DAYS: usize = 4;

/// A series' history: how often each past day counted it. Days on which it did not occur count as 0.
#[derive(Debug, Clone, Copy, Default)]
struct History {
    sum: f64,
    squares: f64,
}

/// The past days that the test may look at, newest first: same weekday, worked like `date` or off like it, with at
/// least one case, at most `history_weeks` of them.
///
/// A day without any case is a day without data (before the bureau began, or never imported), not a quiet day.
#[must_use]
pub fn comparable_days<'a>(
    rules: &JudgementRules,
    calendar: &Calendar,
    date: Date,
    history: &'a [DayCounts],
) -> Vec<&'a DayCounts> {
    let worked = calendar.is_working_day(date).0;
    let mut days: Vec<&DayCounts> = history
        .iter()
        .filter(|day| {
            day.date < date
                && day.date.weekday() == date.weekday()
                && calendar.is_working_day(day.date).0 == worked
                && day.categories.values().any(|count| *count > 0)
        })
        .collect();
    days.sort_by_key(|day| std::cmp::Reverse(day.date));
    days.dedup_by_key(|day| day.date);
    let most = rules.history_weeks.as_ref().map(|weeks| weeks.value);
    days.truncate(most.and_then(|weeks| usize::try_from(weeks).ok()).unwrap_or(usize::MAX));
    days
}

/// The rises of `today`, surest first; none where there are fewer comparable days than the pack's `least_weeks`, and where the
/// body has not set what the test needs.
///
/// Every category and area that occurs today or in the comparable days is tested once; all of them together keep the
/// pack's false discovery rate (Benjamini and Hochberg 1995).
#[must_use]
pub fn rises(rules: &JudgementRules, today: &DayCounts, days: &[&DayCounts]) -> Vec<Reason> {
    let (Some(least), Some(rate), Some(_)) = (&rules.least_weeks, &rules.false_discovery_rate, &rules.history_weeks)
    else {
        return Vec::new();
    };
    let least = usize::try_from(least.value).unwrap_or(usize::MAX).max(FEWEST_DAYS);
    if days.len() < least {
        return Vec::new();
    }
    let mut tested: Vec<Reason> = Vec::new();
    for (category, observed, expected, p) in series(today, days, |day| &day.categories) {
        tested.push(Reason::RisingCategory {
            category,
            observed,
            expected,
            p,
        });
    }
    for (area, observed, expected, p) in series(today, days, |day| &day.areas) {
        tested.push(Reason::RisingArea {
            area,
            observed,
            expected,
            p,
        });
    }
    discovered(tested, rate.value)
}

fn series<S: Ord + Clone>(
    today: &DayCounts,
    days: &[&DayCounts],
    counts: impl Fn(&DayCounts) -> &BTreeMap<S, u64>,
) -> Vec<(S, u64, f64, f64)> {
    let mut histories: BTreeMap<S, History> = BTreeMap::new();
    for day in days {
        for (slug, count) in counts(day) {
            let (history, count) = (histories.entry(slug.clone()).or_default(), real(*count));
            history.sum += count;
            history.squares += count * count;
        }
    }
    for slug in counts(today).keys() {
        histories.entry(slug.clone()).or_default();
    }
    let n = real(days.len() as u64);
    let shared = shared_overdispersion(histories.values(), n);
    let tested = histories.into_iter().map(|(slug, history)| {
        let observed = counts(today).get(&slug).copied().unwrap_or(0);
        let (expected, p) = upper_tail(observed, history, n, shared);
        (slug, observed, expected, p)
    });
    tested.collect()
}

/// Overdispersion α (variance = mean + α·mean²) of all series together, by the method of moments, each series weighing
/// by its mean squared; 0 where they scatter no more than Poisson counts do.
fn shared_overdispersion<'a>(histories: impl Iterator<Item = &'a History>, n: f64) -> f64 {
    let (mut above, mut weight) = (0.0, 0.0);
    for history in histories {
        let mean = history.sum / n;
        above += variance(history, n) - mean;
        // The square of an estimated mean is too large by the mean's own variance.
        weight += (mean * mean - variance(history, n) / n).max(0.0);
    }
    if weight > 0.0 { (above / weight).max(0.0) } else { 0.0 }
}

fn variance(history: &History, n: f64) -> f64 {
    ((history.squares - history.sum * history.sum / n) / (n - 1.0)).max(0.0)
}

/// Expected count and the probability of `observed` or more, were today a day like the others.
///
/// The mean of a Poisson series is known no better than its history tells (Jeffreys' prior): the next count is then
/// negative binomial with size `sum + ½` and success probability `n / (n + 1)`. Where the history scatters more than
/// Poisson, by itself or with the other series, the variance is `(mean + α·mean²)·(1 + 1/n)` with the larger α, and α
/// grown by `(n − 1)/(n − 3)`, because it is itself estimated from `n` days (the variance of Student's t).
fn upper_tail(observed: u64, history: History, n: f64, shared: f64) -> (f64, f64) {
    let mean = (history.sum + 0.5) / n;
    let own = ((variance(&history, n) - history.sum / n) / (mean * mean)).max(0.0);
    let alpha = own.max(shared) * (n - 1.0) / (n - 3.0);
    let variance = (mean + alpha * mean * mean) * (1.0 + 1.0 / n);
    let size = mean * mean / (variance - mean);
    (mean, negative_binomial_upper_tail(observed, mean, size))
}

/// P(X ≥ `observed`) of a negative binomial with this mean and size (variance = mean + mean²/size).
///
/// Summed term by term from the nearer end: exact to rounding for any count a day can have, and quick, because terms
/// fall off geometrically.
fn negative_binomial_upper_tail(observed: u64, mean: f64, size: f64) -> f64 {
    if observed == 0 {
        return 1.0;
    }
    let k = real(observed);
    let failure = mean / (mean + size);
    let at = |k: f64| {
        let ln_terms = ln_gamma(k + size) - ln_gamma(size) - ln_gamma(k + 1.0);
        (ln_terms + size * (1.0 - failure).ln() + k * failure.ln()).exp()
    };
    if k > mean {
        let (mut term, mut sum, mut j) = (at(k), 0.0, k);
        while term > sum * 1e-16 && term > 0.0 {
            sum += term;
            term *= failure * (j + size) / (j + 1.0);
            j += 1.0;
        }
        return sum.min(1.0);
    }
    let (mut term, mut sum, mut j) = (at(k - 1.0), 0.0, k - 1.0);
    while term > sum * 1e-16 && term > 0.0 {
        sum += term;
        if j < 1.0 {
            break;
        }
        term *= j / (failure * (j - 1.0 + size));
        j -= 1.0;
    }
    (1.0 - sum).clamp(0.0, 1.0)
}

fn ln_gamma(x: f64) -> f64 {
    statrs::function::gamma::ln_gamma(x)
}

/// Counts of a day are far below 2⁵², where they would stop to be exact.
#[expect(clippy::cast_precision_loss, reason = "counts of a day are far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

/// Benjamini–Hochberg: the largest set whose expected share of false ones is at most `rate`.
fn discovered(mut tested: Vec<Reason>, rate: f64) -> Vec<Reason> {
    tested.sort_by(|a, b| p_of(a).total_cmp(&p_of(b)));
    let m = real(tested.len() as u64);
    let mut kept = 0;
    let mut rank = 0.0;
    for (i, reason) in tested.iter().enumerate() {
        rank += 1.0;
        if p_of(reason) <= rate * rank / m {
            kept = i + 1;
        }
    }
    tested.truncate(kept);
    tested
}

pub(super) fn p_of(reason: &Reason) -> f64 {
    match reason {
        Reason::RisingCategory { p, .. } | Reason::RisingArea { p, .. } => *p,
        _ => 1.0,
    }
}
