//! `[access_record]`: what whoever asked is told of who looked at what they said in confidence 查看记录.

use super::section::Section;
use super::{Pack, Rule};
use serde::Deserialize;

/// By whom it was looked at, as whoever asked is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToldAs {
    /// By the post.
    Post,
    /// By the post and the name of the person.
    PostAndName,
}

impl Pack {
    /// By whom it was looked at, as whoever asked is told: by the post, where the pack says nothing else.
    #[must_use]
    pub fn tells_who_looked_as(&self) -> ToldAs {
        self.tells_who_looked.as_ref().map_or(ToldAs::Post, |rule| rule.value)
    }
}

/// `[access_record]`.
pub(super) fn read_access_record(section: &Section<'_>) -> Option<Rule<ToldAs>> {
    let tells = section.section("tells").and_then(|rule| {
        let read = rule.rule(|rule| rule.word("value", "pack-unknown-told-as").map(|word| word.value));
        rule.end();
        read
    });
    section.end();
    tells
}
