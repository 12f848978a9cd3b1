//! What a day's papers repeat of cases' words: erasing a case takes it from there too, and a backup seals it.

use super::{AttentionItem, Brief, DayEvent, Reason, Subject};
use crate::CaseId;

impl DayEvent {
    /// Every word in it that people wrote in a case or about one, with the case it belongs to.
    pub fn each_word_of_cases(&mut self, change: &mut impl FnMut(CaseId, &mut String)) {
        match self {
            Self::Judged { items, .. } => items.iter_mut().for_each(|item| of_item(item, change)),
            Self::Added { item } => of_item(item, change),
            Self::Confirmed { subject } | Self::Moved { subject, .. } | Self::Decided { subject, .. } => {
                of_subject(subject, change);
            }
            Self::Dropped { subject, why } => {
                if let Subject::Case { id, .. } = subject {
                    change(*id, why);
                }
                of_subject(subject, change);
            }
            Self::BriefDrafted { brief } => of_brief(brief, change),
            Self::BriefSigned { .. } => {}
        }
    }
}

fn of_brief(brief: &mut Brief, change: &mut impl FnMut(CaseId, &mut String)) {
    brief.attention.iter_mut().for_each(|item| of_item(item, change));
    for line in &mut brief.assignments {
        change(line.task, &mut line.title);
        change(line.task, &mut line.word);
    }
}

fn of_item(item: &mut AttentionItem, change: &mut impl FnMut(CaseId, &mut String)) {
    of_subject(&mut item.subject, change);
    let Subject::Case { id, .. } = item.subject else {
        return;
    };
    for reason in &mut item.reasons {
        if let Reason::Added { why } = reason {
            change(id, why);
        }
    }
}

fn of_subject(subject: &mut Subject, change: &mut impl FnMut(CaseId, &mut String)) {
    if let Subject::Case { id, title, .. } = subject {
        change(*id, title);
    }
}
