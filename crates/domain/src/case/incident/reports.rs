//! Who has to be told by when: first reports by the pack's rungs, reports until it is over, supplements, the inquiry.
//!
//! All of it follows from what is written down. A report's own due time is kept with it when it goes out, so nothing that
//! happens later makes a late one early; what an operating level changes is in `operating.rs`. A report that this program hands on counts from when it was handed on: until then nobody
//! was told.

use super::operating::{Shorter, Timed};
use super::sent::is_after;
use super::{Figures, FiguresKnown, Incident, LevelHeld, ReportSort, SentReport, place_of};
use crate::Text;
use crate::case::Case;
use crate::clock::{Allowance, ClockUnit, due};
use crate::pack::{IncidentRules, Pack, ReportRung, per_day};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;

/// How it stands with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// There is time.
    Waits,
    /// Its time is over, and it has not gone out.
    Missing,
    /// It went out in time.
    Sent,
    /// It went out late.
    SentLate,
    /// It was missing when the level that asked for it ended, or when the numbers were again those that had been reported: nobody waits
    /// for it any more, and it stays missing.
    Missed,
}

/// A report with when it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDue {
    /// Which.
    pub sort: ReportSort,
    /// Who reports and to whom, as the pack names them; none where it is to all who were told before.
    pub names: Option<(Text, Text)>,
    /// Its time runs from here.
    pub from: Timestamp,
    /// Until here.
    pub due: Timestamp,
    /// How it stands.
    pub state: DueState,
    /// Which report it was, 1 for the first; of an open one, which is on its way.
    pub report: Option<u32>,
    /// Where the time comes from, and whether that was read in the text of the law.
    pub source: (String, bool),
    /// Why it is due earlier than usual; none where it is not.
    pub shorter: Option<Shorter>,
}

impl ReportDue {
    /// It has to go out still.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, DueState::Waits | DueState::Missing)
    }
}

/// Whole minutes until something is due, below zero when it is late.
#[must_use]
pub fn minutes_left(due: Timestamp, now: Timestamp) -> i64 {
    due.duration_since(now).as_secs().div_euclid(60)
}

/// The reports that have to go out still, the earliest due first. None for a case that is no incident.
#[must_use]
pub fn reports_due(case: &Case, pack: &Pack, now: Timestamp) -> Vec<ReportDue> {
    let mut open: Vec<ReportDue> = reports(case, pack, now)
        .into_iter()
        .filter(ReportDue::is_open)
        .collect();
    open.sort_by_key(|report| report.due);
    open
}

/// Every report that is or was due: rungs in the pack's order, then what follows them.
#[must_use]
pub fn reports(case: &Case, pack: &Pack, now: Timestamp) -> Vec<ReportDue> {
    let (Some(incident), Some(rules)) = (
        case.incident(),
        pack.kind(&case.kind).and_then(|kind| kind.incident.as_ref()),
    ) else {
        return Vec::new();
    };
    let asked = Asked {
        case,
        incident,
        rules,
        pack,
        now,
    };
    let mut all: Vec<ReportDue> = rules.rungs.iter().filter_map(|rung| asked.rung(rung)).collect();
    all.extend(asked.continuing());
    all.extend(asked.supplements());
    all.extend(asked.inquiry());
    all
}

/// A report as somebody heard it.
struct Heard {
    /// Which, 1 for the first.
    number: u32,
    /// When.
    told: Timestamp,
    /// How many of the incident's numbers were known when it was written.
    knew: usize,
    /// What it says.
    figures: Figures,
}

struct Asked<'a> {
    case: &'a Case,
    incident: &'a Incident,
    rules: &'a IncidentRules,
    pack: &'a Pack,
    now: Timestamp,
}

impl Asked<'_> {
    /// The report of that sort, the first one.
    fn sent(&self, sort: &ReportSort) -> Option<(u32, &SentReport)> {
        let numbered = (1_u32..).zip(&self.incident.reports);
        numbered.into_iter().find(|(_, sent)| sent.report.sort == *sort)
    }

    /// When somebody was told by the last report that has reached anybody.
    fn last_told(&self) -> Option<Timestamp> {
        let reports = self.incident.reports.iter().rev();
        let mut told = reports.filter(|sent| sent.report.sort.is_of_incident());
        told.find_map(SentReport::told_at)
    }

    /// The report of that sort that is written and has not reached all of its receivers.
    fn on_its_way(&self, sort: &ReportSort) -> Option<u32> {
        let numbered = (1_u32..).zip(&self.incident.reports);
        let waiting = numbered.filter(|(_, sent)| sent.report.sort == *sort && sent.told_at().is_none());
        waiting.map(|(number, _)| number).last()
    }

    /// Stretches in which the level was at least so high: from, and until where it is over.
    fn stretches(&self, place: usize) -> Vec<(Timestamp, Option<Timestamp>)> {
        let mut stretches: Vec<(Timestamp, Option<Timestamp>)> = Vec::new();
        for LevelHeld { at, level, .. } in &self.incident.levels {
            let high = place_of(level.place) >= place;
            match (stretches.last_mut(), high) {
                (Some((_, until @ None)), false) => *until = Some(*at),
                (Some((_, None)), true) | (None | Some((_, Some(_))), false) => {}
                (_, true) => {
                    // What holds from the first moment on runs from the incident, not from when it was written down.
                    let first = *at == self.incident.begun_at;
                    stretches.push((if first { self.case.received_at.min(*at) } else { *at }, None));
                }
            }
        }
        stretches
    }

    /// From when the time of a rung runs, and until when, in a stretch.
    fn time(&self, rung: &ReportRung, stretch: Timestamp) -> Timed {
        let before = rung.after.as_ref().and_then(|after| {
            let before = self.rules.rungs.iter().find(|known| known.slug == *after)?;
            let sort = ReportSort::First { rung: after.clone() };
            // Until the one before has gone out, this one's time runs from when that one should have.
            let told = self.sent(&sort).and_then(|(_, sent)| sent.told_at());
            Some(told.unwrap_or_else(|| {
                let stretch = self.stretches(before.from).first().map_or(stretch, |(from, _)| *from);
                self.time(before, stretch).due
            }))
        });
        let from = before.map_or(stretch, |before| before.max(stretch));
        let at_level = |level| self.rules.at_level(level, |times| times.within.get(&rung.slug));
        let timed = self.incident.timed(from, Some(&rung.within), at_level, minutes);
        timed.unwrap_or(Timed {
            from,
            due: Timestamp::MAX,
            source: (rung.within.source.clone(), rung.within.verified),
            shorter: None,
        })
    }

    fn rung(&self, rung: &ReportRung) -> Option<ReportDue> {
        let sort = ReportSort::First {
            rung: rung.slug.clone(),
        };
        let names = Some((rung.name.clone(), rung.to.clone()));
        // A stretch that ended before its time was over asks for nothing any more.
        let counts = |(timed, ends): &(Timed, Option<Timestamp>)| ends.is_none_or(|ends| timed.due <= ends);
        let stretches = self.stretches(rung.from);
        let asked = stretches.last().is_some_and(|(_, ends)| ends.is_none());
        let clocks = stretches
            .into_iter()
            .map(|(begins, ends)| (self.time(rung, begins), ends));
        // What was missing before the level fell is as late as it was when it is asked for again.
        let timed = clocks.into_iter().find(counts).map(|(timed, _)| timed);
        if let Some((number, sent)) = self.sent(&sort) {
            // As it was when it went out; who was told before anybody asked for it was told in time.
            let told = sent.told_at();
            let due = sent.report.due.or(told).unwrap_or(sent.at);
            let state = match (sent.report.due, told) {
                (None, _) => DueState::Sent,
                (Some(due), None) => self.open_state(due),
                (Some(due), Some(told)) => sent_state(due, told),
            };
            // By which rule, where that is still known.
            let timed = timed.filter(|timed| timed.due == due);
            let source = (rung.within.source.clone(), rung.within.verified);
            let (source, shorter) = timed.map_or((source, None), |timed| (timed.source, timed.shorter));
            return Some(ReportDue {
                sort,
                names,
                from: due.min(sent.at),
                due,
                state,
                report: Some(number),
                source,
                shorter,
            });
        }
        let timed = timed?;
        // Over without it, where nobody asks for it any more.
        let missed = !asked || self.case.is_ended();
        let state = if missed {
            DueState::Missed
        } else {
            self.open_state(timed.due)
        };
        Some(timed.report(sort, names, state, None))
    }

    fn open_state(&self, due: Timestamp) -> DueState {
        if is_after(self.now, due) {
            DueState::Missing
        } else {
            DueState::Waits
        }
    }

    /// The next one, once anybody has been told: so many a day since the last one.
    fn continuing(&self) -> Option<ReportDue> {
        if self.case.is_ended() || self.incident.has_final(self.case.reopened_at) {
            return None;
        }
        let place = self.incident.place();
        let usual = per_day(&self.rules.continuing, place);
        let told = self.last_told()?;
        let from = self.case.reopened_at.map_or(told, |reopened| told.max(reopened));
        let at_level = |level| self.rules.at_level(level, |times| per_day(&times.continuing, place));
        let timed = self.incident.timed(from, usual, at_level, every)?;
        let state = self.open_state(timed.due);
        let report = self.on_its_way(&ReportSort::Continuing);
        Some(timed.report(ReportSort::Continuing, None, state, report))
    }

    /// Numbers that changed after somebody was told: what still has to go out, and what went out late or came to nothing while it was
    /// missing. The earliest stands for all whom the same report tells.
    fn supplements(&self) -> Vec<ReportDue> {
        let owed = self.rules.rungs.iter().flat_map(|rung| self.supplements_of(rung));
        let mut all: Vec<ReportDue> = owed.collect();
        all.sort_by_key(|owed| owed.due);
        let mut told = Vec::new();
        all.retain(|owed| {
            let missed = (owed.state == DueState::Missed).then_some(owed.due);
            let told_by = (owed.is_open(), owed.report.filter(|_| !owed.is_open()), missed);
            let new = !told.contains(&told_by);
            told.push(told_by);
            new
        });
        all
    }

    /// What those of a rung heard, in that order: their own first report, and what went to everybody after it. What comes in after
    /// something newer tells nothing.
    fn heard(&self, rung: &ReportRung) -> Vec<Heard> {
        let own = ReportSort::First {
            rung: rung.slug.clone(),
        };
        let numbered = (1_u32..).zip(&self.incident.reports);
        let theirs = numbered
            .skip_while(|(_, sent)| sent.report.sort != own)
            .filter(|(_, sent)| sent.report.sort == own || sent.report.sort.is_to_all_told());
        let mut heard: Vec<Heard> = theirs
            .filter_map(|(number, sent)| {
                Some(Heard {
                    number,
                    told: sent.told_at()?,
                    knew: self.knew(sent),
                    figures: sent.report.figures,
                })
            })
            .collect();
        heard.sort_by_key(|heard| (heard.told, Reverse(heard.number)));
        let mut newest = 0;
        heard.retain(|heard| {
            let newer = heard.number > newest;
            newest = newest.max(heard.number);
            newer
        });
        heard
    }

    /// How many of the numbers were known when a report was written.
    fn knew(&self, sent: &SentReport) -> usize {
        let mut known = self.incident.figures.iter();
        let last = known
            .rposition(|known| known.at < sent.at || (known.at == sent.at && known.figures == sent.report.figures));
        last.map_or(0, |last| last + 1)
    }

    /// What those of a rung had to be told of after they were told: from the first change on, until a report brought it or the numbers
    /// were again those that they have.
    fn supplements_of(&self, rung: &ReportRung) -> Vec<ReportDue> {
        let figures = &self.incident.figures;
        let known_before = |at: Timestamp| figures.partition_point(|known| known.at < at);
        let heard = self.heard(rung);
        let nexts = heard.iter().skip(1).map(Some).chain([None]);
        let mut all = Vec::new();
        // The change since which they have had something else, by its place.
        let mut since: Option<(usize, Timestamp)> = None;
        for (last, next) in heard.iter().zip(nexts) {
            let differs = |known: &FiguresKnown| known.figures != last.figures;
            let told = last.knew.max(known_before(last.told));
            if since.is_none() {
                // What they did not have when they were told, since when it was so.
                let unknown = figures.iter().enumerate().take(told).skip(last.knew).rev();
                let unknown = unknown.take_while(|(_, known)| differs(known));
                since = unknown.last().map(|(place, known)| (place, known.at));
            }
            let until = next.map_or(figures.len(), |next| known_before(next.told));
            for (place, known) in figures.iter().enumerate().take(until).skip(told) {
                match since {
                    None if differs(known) => since = Some((place, known.at)),
                    Some((_, from)) if !differs(known) => {
                        all.extend(self.supplement(from, Some((known.at, None))));
                        since = None;
                    }
                    _ => {}
                }
            }
            if let (Some((place, from)), Some(next)) = (since, next) {
                let known = until.checked_sub(1).and_then(|last| figures.get(last));
                // One that was written before the change brings it only where it is taken back by then.
                if next.knew > place || known.is_some_and(|known| known.figures == next.figures) {
                    all.extend(self.supplement(from, Some((next.told, Some(next.number)))));
                    since = None;
                }
            }
        }
        all.extend(since.and_then(|(_, from)| self.supplement(from, None)));
        all
    }

    /// One that is owed since a change within the days in which that is reported; `over`: when it was not any more, and by which report.
    /// Of one that came in time, or to nothing before its time, nothing is said.
    fn supplement(&self, from: Timestamp, over: Option<(Timestamp, Option<u32>)>) -> Option<ReportDue> {
        if from > self.supplements_until() {
            return None;
        }
        // The regulations say “promptly”; how many minutes that is, the body says.
        let usual = self.rules.supplement.within.as_ref();
        let at_level = |level| self.rules.at_level(level, |times| times.supplement.as_ref());
        let timed = self.incident.timed(from, usual, at_level, minutes)?;
        let (state, report) = match over {
            None => (self.open_state(timed.due), self.on_its_way(&ReportSort::Supplement)),
            Some((over, _)) if !is_after(over, timed.due) => return None,
            Some((_, report)) => (report.map_or(DueState::Missed, |_| DueState::SentLate), report),
        };
        Some(timed.report(ReportSort::Supplement, None, state, report))
    }

    fn supplements_until(&self) -> Timestamp {
        self.after_days(self.rules.supplement.days_of(&self.case.category))
    }

    fn inquiry(&self) -> Option<ReportDue> {
        let rules = self.rules.inquiry.as_ref()?;
        if !rules.categories.contains(&self.case.category) {
            return None;
        }
        let due = self.after_days(rules.days.value.saturating_add(self.incident.inquiry_more));
        let sent = self.sent(&ReportSort::Inquiry);
        Some(ReportDue {
            sort: ReportSort::Inquiry,
            names: None,
            from: self.case.received_at,
            due,
            state: sent.map_or_else(
                || self.open_state(due),
                |(_, sent)| {
                    let due = sent.report.due.unwrap_or(due);
                    sent.told_at()
                        .map_or_else(|| self.open_state(due), |told| sent_state(due, told))
                },
            ),
            report: sent.map(|(number, _)| number),
            source: (rules.days.source.clone(), rules.days.verified),
            shorter: None,
        })
    }

    /// The end of so many days after the incident.
    fn after_days(&self, n: u32) -> Timestamp {
        let unit = ClockUnit::Days;
        let days = Allowance { n, unit };
        due(self.case.received_at, days, &self.pack.zone, &self.pack.calendar, false).at
    }
}

impl Timed {
    fn report(self, sort: ReportSort, names: Option<(Text, Text)>, state: DueState, report: Option<u32>) -> ReportDue {
        ReportDue {
            sort,
            names,
            from: self.from,
            due: self.due,
            state,
            report,
            source: self.source,
            shorter: self.shorter,
        }
    }
}

fn minutes(n: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(n))
}

/// The time between two of so many a day.
fn every(per_day: u32) -> SignedDuration {
    SignedDuration::from_hours(24) / i32::try_from(per_day.max(1)).unwrap_or(1)
}

fn sent_state(due: Timestamp, at: Timestamp) -> DueState {
    if is_after(at, due) {
        DueState::SentLate
    } else {
        DueState::Sent
    }
}

impl Figures {
    /// All who were hurt, killed or are missing.
    #[must_use]
    pub fn casualties(&self) -> u32 {
        [self.missing, self.seriously_injured, self.injured]
            .into_iter()
            .fold(self.dead, u32::saturating_add)
    }
}
