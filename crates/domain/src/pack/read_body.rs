//! `units`, `posts`, `people`: who there is. `opening_reasons`: why something sealed is opened.

use super::draft::{DraftPerson, DraftPost, DraftReason, DraftUnit};
use super::read_kind::read_named_part;
use super::section::Section;

pub(super) fn read_units(sections: &[Section<'_>]) -> Vec<DraftUnit> {
    sections
        .iter()
        .map(|section| {
            let unit = DraftUnit {
                named: read_named_part(section),
                parent: section.optional_string("parent"),
                leader: section.string("leader"),
                reports_daily: section.flag("reports_daily").is_none_or(|flag| flag.value),
                serves: section.strings("serves"),
            };
            section.end();
            unit
        })
        .collect()
}

pub(super) fn read_posts(sections: &[Section<'_>]) -> Vec<DraftPost> {
    sections
        .iter()
        .map(|section| {
            let post = DraftPost {
                slug: section.slug("slug"),
                name: section.text("name"),
                unit: section.string("unit"),
                role: section.word("role", "pack-unknown-role").map(|role| role.value),
            };
            section.end();
            post
        })
        .collect()
}

pub(super) fn read_people(sections: &[Section<'_>]) -> Vec<DraftPerson> {
    sections
        .iter()
        .map(|section| {
            let person = DraftPerson {
                user: section.slug("user"),
                name: section.string("name").value,
                post: section.string("post"),
            };
            section.end();
            person
        })
        .collect()
}

pub(super) fn read_opening_reasons(sections: &[Section<'_>]) -> Vec<DraftReason> {
    sections
        .iter()
        .map(|section| {
            let reason = DraftReason {
                slug: section.slug("slug"),
                name: section.text("name"),
            };
            section.end();
            reason
        })
        .collect()
}
