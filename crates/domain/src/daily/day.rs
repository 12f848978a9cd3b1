//! A day's stream: the program's judgement, what people made of it, the brief's versions, what was decided.

use super::{AttentionItem, Brief, DayEvent, Reason, Subject};
use crate::case::{Actor, Refusal, Role};
use crate::{AreaSlug, CaseId, CategorySlug};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// The longest reason that a person gives for a change, in characters.
pub const MOST_WHY_CHARS: usize = 1_000;

/// What a subject is, without what is written about it: a corrected title leaves it the same subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SubjectKey<'a> {
    Case(CaseId),
    Category(&'a CategorySlug),
    Area(&'a AreaSlug),
}

impl Subject {
    fn key(&self) -> SubjectKey<'_> {
        match self {
            Self::Case { id, .. } => SubjectKey::Case(*id),
            Self::Category { category } => SubjectKey::Category(category),
            Self::Area { area } => SubjectKey::Area(area),
        }
    }

    /// Whether both are about the same case, category or area, whatever is written about it by now.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// An item of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayItem {
    /// What and why.
    pub item: AttentionItem,
    /// A person has kept, moved or added it.
    pub confirmed: bool,
}

/// A day as its stream tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// When the program judged last, if it did.
    pub judged_as_of: Option<Timestamp>,
    /// Items in order, people's changes in.
    pub items: Vec<DayItem>,
    /// How many more items there were than the judgement keeps.
    pub left_out: u64,
    /// Comparable past days that the rising test had.
    pub weeks: u32,
    /// Dropped items with the reason.
    pub dropped: Vec<(AttentionItem, String)>,
    /// Versions of the brief, oldest first; signed ones carry their issue number.
    pub briefs: Vec<Brief>,
    /// Who drafted each version (account), beside `briefs`; none for the program.
    pub drafted_by: Vec<Option<String>>,
    /// Who signed each version, beside `briefs`.
    pub signed_by: Vec<Option<Actor>>,
    /// Decisions: what on, the task's id and number.
    pub decided: Vec<(Subject, CaseId, String)>,
}

impl Day {
    fn position(&self, subject: &Subject) -> Option<usize> {
        self.items.iter().position(|day| day.item.subject.is_same(subject))
    }

    fn dropped_position(&self, subject: &Subject) -> Option<usize> {
        self.dropped.iter().position(|(item, _)| item.subject.is_same(subject))
    }

    /// The newest signed version of the brief.
    #[must_use]
    pub fn signed_brief(&self) -> Option<&Brief> {
        self.briefs.iter().rev().find(|brief| brief.issue.is_some())
    }

    /// The version that says this as of the same moment: a replayed day's, whatever was drafted after it.
    #[must_use]
    pub fn drafted(&self, brief: &Brief) -> Option<&Brief> {
        let is_it = |known: &&Brief| known.as_of == brief.as_of && same_content(known, brief);
        self.briefs.iter().rev().find(is_it)
    }
}

/// Applies an event. Total: an event about something that is not there changes nothing.
#[must_use]
pub fn evolve_day(mut day: Day, event: &DayEvent, actor: &Actor) -> Day {
    match event {
        DayEvent::Judged {
            items,
            as_of,
            left_out,
            weeks,
        } => {
            day.judged_as_of = Some(*as_of);
            day.left_out = *left_out;
            day.weeks = *weeks;
            day.items = judged_again(std::mem::take(&mut day.items), &day.dropped, items);
        }
        DayEvent::Confirmed { subject } => {
            if let Some(at) = day.position(subject) {
                day.items[at].confirmed = true;
            } else if let Some(at) = day.dropped_position(subject) {
                let (item, _) = day.dropped.remove(at);
                put_first(&mut day.items, item);
            }
        }
        DayEvent::Moved { subject, to } => {
            if let Some(at) = day.position(subject) {
                let mut moved = day.items.remove(at);
                moved.confirmed = true;
                let to = (*to).min(day.items.len());
                day.items.insert(to, moved);
            }
        }
        DayEvent::Added { item } => add(&mut day, item),
        DayEvent::Dropped { subject, why } => {
            if let Some(at) = day.position(subject) {
                let dropped = day.items.remove(at);
                day.dropped.push((dropped.item, why.clone()));
            }
        }
        DayEvent::BriefDrafted { brief } => {
            day.briefs.push((**brief).clone());
            day.drafted_by.push(actor.account.clone());
            day.signed_by.push(None);
        }
        DayEvent::BriefSigned {
            version,
            issue,
            running,
        } => {
            if let Some(at) = day.briefs.iter().position(|brief| brief.version == *version) {
                day.briefs[at].issue = Some(*issue);
                day.briefs[at].running = Some(*running);
                day.signed_by[at] = Some(actor.clone());
            }
        }
        DayEvent::Decided { subject, task, number } => {
            if !day.decided.iter().any(|(_, known, _)| known == task) {
                day.decided.push((subject.clone(), *task, number.clone()));
            }
        }
    }
    day
}

/// What a person adds comes first: they put it there to be seen.
fn add(day: &mut Day, item: &AttentionItem) {
    if let Some(at) = day.dropped_position(&item.subject) {
        day.dropped.remove(at);
    }
    if let Some(at) = day.position(&item.subject) {
        day.items[at].confirmed = true;
        for reason in &item.reasons {
            if !day.items[at].item.reasons.contains(reason) {
                day.items[at].item.reasons.push(reason.clone());
            }
        }
    } else {
        put_first(&mut day.items, item.clone());
    }
}

fn put_first(items: &mut Vec<DayItem>, item: AttentionItem) {
    items.insert(0, DayItem { item, confirmed: true });
}

/// The new proposal, with what people have touched where they left it and with its newest reasons, and without what
/// they dropped. What nobody touched is replaced.
fn judged_again(before: Vec<DayItem>, dropped: &[(AttentionItem, String)], proposal: &[AttentionItem]) -> Vec<DayItem> {
    let kept: Vec<(usize, AttentionItem)> = before
        .into_iter()
        .enumerate()
        .filter_map(|(at, day)| day.confirmed.then_some((at, day.item)))
        .collect();
    let mut taken: HashSet<SubjectKey<'_>> = dropped.iter().map(|(item, _)| item.subject.key()).collect();
    taken.extend(kept.iter().map(|(_, item)| item.subject.key()));
    let proposed: HashMap<SubjectKey<'_>, &AttentionItem> = if kept.is_empty() {
        HashMap::new()
    } else {
        proposal.iter().map(|item| (item.subject.key(), item)).collect()
    };
    let mut fresh = proposal.iter().filter(|item| taken.insert(item.subject.key()));
    let mut items: Vec<DayItem> = Vec::with_capacity(proposal.len() + kept.len());
    for (at, item) in &kept {
        while items.len() < *at
            && let Some(item) = fresh.next()
        {
            items.push(DayItem {
                item: item.clone(),
                confirmed: false,
            });
        }
        items.push(DayItem {
            item: refreshed(item, proposed.get(&item.subject.key()).copied()),
            confirmed: true,
        });
    }
    items.extend(fresh.map(|item| DayItem {
        item: item.clone(),
        confirmed: false,
    }));
    items
}

/// A kept item with the program's newest reasons; a reason that a person gave stays.
fn refreshed(kept: &AttentionItem, newest: Option<&AttentionItem>) -> AttentionItem {
    let Some(newest) = newest else { return kept.clone() };
    let mut item = newest.clone();
    let by_people = kept
        .reasons
        .iter()
        .filter(|reason| matches!(reason, Reason::Added { .. }));
    item.reasons.extend(by_people.cloned());
    item
}

/// Whether a change to the day may be written down, and as what: nothing where it is already so.
///
/// # Errors
///
/// A [`Refusal`] whose key is in `locales/*/day.ftl`: somebody who may not, a subject that is not there, a drop or an
/// addition without a reason, a brief signed by its drafter, a decision without a signed brief.
pub fn decide_day(day: &Day, change: &DayEvent, actor: &Actor) -> Result<Vec<DayEvent>, Refusal> {
    check_role(change, actor)?;
    let nothing_new = match change {
        DayEvent::Judged { .. } => evolve_day(day.clone(), change, actor) == *day,
        DayEvent::Confirmed { subject } => match day.position(subject) {
            Some(at) => day.items[at].confirmed,
            None if day.dropped_position(subject).is_some() => false,
            None => return Err(unknown(subject)),
        },
        DayEvent::Moved { subject, to } => {
            let at = day.position(subject).ok_or_else(|| unknown(subject))?;
            at == (*to).min(day.items.len() - 1) && day.items[at].confirmed
        }
        DayEvent::Added { item } => {
            let [Reason::Added { why }] = item.reasons.as_slice() else {
                return Err(Refusal::new("refusal-day-add-why"));
            };
            check_why(why, "refusal-day-add-why")?;
            false
        }
        DayEvent::Dropped { subject, why } => {
            check_why(why, "refusal-day-drop-why")?;
            if day.position(subject).is_none() {
                return Err(unknown(subject));
            }
            false
        }
        DayEvent::BriefDrafted { brief } => {
            let next = u32::try_from(day.briefs.len()).unwrap_or(u32::MAX).saturating_add(1);
            let same = day.briefs.last().is_some_and(|last| same_content(last, brief));
            if !same && brief.version != next {
                return Err(Refusal::new("refusal-day-brief-version").with("version", next));
            }
            same
        }
        DayEvent::BriefSigned { version, .. } => {
            check_signature(day, *version, actor)?;
            false
        }
        DayEvent::Decided { subject, task, .. } => {
            let signed = day
                .signed_brief()
                .ok_or_else(|| Refusal::new("refusal-day-decide-unsigned"))?;
            let in_brief = signed.attention.iter().any(|item| item.subject.is_same(subject));
            if !in_brief && day.position(subject).is_none() {
                return Err(unknown(subject));
            }
            day.decided.iter().any(|(_, known, _)| known == task)
        }
    };
    Ok(if nothing_new { Vec::new() } else { vec![change.clone()] })
}

/// The program proposes; confirming, moving, adding, dropping, signing and deciding are people's.
fn check_role(change: &DayEvent, actor: &Actor) -> Result<(), Refusal> {
    let by_program = matches!(change, DayEvent::Judged { .. } | DayEvent::BriefDrafted { .. });
    match actor.role {
        Role::SpecialOffice | Role::Leader => Ok(()),
        Role::Program if by_program => Ok(()),
        _ => Err(Refusal::new("refusal-day-role")),
    }
}

fn check_why(why: &str, key: &str) -> Result<(), Refusal> {
    if why.trim().is_empty() {
        return Err(Refusal::new(key));
    }
    if why.chars().count() > MOST_WHY_CHARS {
        return Err(Refusal::new("refusal-day-why-long").with("most", MOST_WHY_CHARS));
    }
    Ok(())
}

fn check_signature(day: &Day, version: u32, actor: &Actor) -> Result<(), Refusal> {
    let Some(at) = day.briefs.iter().position(|brief| brief.version == version) else {
        return Err(Refusal::new("refusal-day-no-brief").with("version", version));
    };
    if let Some(issue) = day.briefs[at].issue {
        return Err(Refusal::new("refusal-day-brief-signed").with("issue", issue));
    }
    if at + 1 < day.briefs.len() {
        return Err(Refusal::new("refusal-day-brief-newer").with("newest", day.briefs.len()));
    }
    // Without an account nobody can be told apart from the drafter.
    if actor.account.is_none() || day.drafted_by[at] == actor.account {
        return Err(Refusal::new("refusal-day-sign-own"));
    }
    Ok(())
}

fn unknown(subject: &Subject) -> Refusal {
    let name = match subject {
        Subject::Case { number, .. } => number.as_str(),
        Subject::Category { category } => category.as_str(),
        Subject::Area { area } => area.as_str(),
    };
    Refusal::new("refusal-day-no-subject").with("subject", name)
}

/// The same to its reader: the version's number, the moment it was taken and the signature are not content.
fn same_content(a: &Brief, b: &Brief) -> bool {
    let bare = |brief: &Brief| Brief {
        version: 0,
        issue: None,
        running: None,
        signed_by: None,
        as_of: Timestamp::UNIX_EPOCH,
        ..brief.clone()
    };
    bare(a) == bare(b)
}
