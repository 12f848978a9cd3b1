//! `pack`, `deadlines`, `import`, `reporting`, `judgement`, `invitations`, `warnings`, `brief`: the rules that are not of one kind of case.

use super::draft::{
    Draft, DraftBrief, DraftDoor, DraftImport, DraftInvitations, DraftJudgement, DraftPortal, DraftTimes, DraftWarnings,
};
use super::section::Section;
use super::source::At;
use super::{BriefLevel, DueTime, OperatingLevel, Rule, forbidden};
use crate::Locale;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// `[pack]`. Gives back the pack that it extends.
pub(super) fn read_head(section: &Section<'_>, draft: &mut Draft) -> Option<At<String>> {
    draft.id = Some(section.slug("id"));
    draft.version = Some(section.string("version").value);
    draft.name = Some(section.text("name"));
    draft.body = Some(section.text("body"));
    draft.locale = section.optional_string("locale").and_then(|tag| {
        let found = Locale::ALL.into_iter().find(|locale| locale.tag() == tag.value);
        if found.is_none() {
            section.report(&tag.at, "pack-bad-locale", &[("locale", &tag.value)]);
        }
        found
    });
    draft.zone = section.optional_string("zone").and_then(|name| {
        let zone = TimeZone::get(&name.value).ok();
        if zone.is_none() {
            section.report(&name.at, "pack-bad-zone", &[("zone", &name.value)]);
        }
        zone
    });
    let extends = section.optional_string("extends");
    section.end();
    extends
}

/// `[deadlines]`.
pub(super) fn read_deadlines(section: &Section<'_>, draft: &mut Draft) {
    draft.roll = section.section("roll_to_working_day").and_then(|rule| {
        let roll = rule.rule(|rule| {
            if !rule.has("value") {
                rule.string("value");
            }
            rule.flag("value").map(|flag| flag.value)
        });
        rule.end();
        roll
    });
    section.end();
}

/// `[import]`.
pub(super) fn read_import(section: &Section<'_>) -> DraftImport {
    let mut import = DraftImport {
        at: Some(section.at()),
        kind: section.optional_string("kind"),
        source_system: section.optional_string("source_system").map(|text| text.value),
        columns: BTreeMap::new(),
        totals: section.optional_strings("totals"),
        zero: section.optional_strings("zero"),
        notes: section.optional_strings("notes"),
        unit_from_title: section.flag("unit_from_title").map(|flag| flag.value),
        unknown_category: section.optional_string("unknown_category"),
        unknown_unit: section.optional_string("unknown_unit"),
    };
    if let Some(columns) = section.section("columns") {
        for name in columns.keys() {
            let headers = columns.strings(&name.value);
            if forbidden::is_forbidden(&name.value) {
                section.report(&name.at, "pack-forbidden-field", &[("field", &name.value)]);
                continue;
            }
            for header in &headers {
                if forbidden::is_forbidden(&header.value) {
                    section.report(&header.at, "pack-forbidden-field", &[("field", &header.value)]);
                }
            }
            if let Some(field) = section.known(&name, "pack-unknown-field") {
                import.columns.insert(field.value, headers);
            }
        }
    }
    section.end();
    import
}

/// `[reporting.<level>]`, and `[reporting.units.<unit>.<level>]` of units with times of their own.
pub(super) fn read_reporting(section: &Section<'_>) -> (DraftTimes, BTreeMap<String, (At<String>, DraftTimes)>) {
    let mut units = BTreeMap::new();
    let of_units = section.section("units");
    for unit in of_units.iter().flat_map(Section::keys) {
        let own = of_units.as_ref().and_then(|units| units.section(&unit.value));
        if let Some(own) = own {
            units.insert(unit.value.clone(), (unit, read_times(&own, own.keys())));
        }
    }
    let levels = section.keys().into_iter().filter(|name| name.value != "units");
    (read_times(section, levels), units)
}

/// Due times at each of these levels.
fn read_times(section: &Section<'_>, levels: impl IntoIterator<Item = At<String>>) -> DraftTimes {
    let mut times = BTreeMap::new();
    for name in levels {
        let level = section.known::<OperatingLevel>(&name, "pack-unknown-level");
        let Some(table) = section.section(&name.value) else {
            continue;
        };
        let rule = table.rule(|table| {
            let mut due: Vec<DueTime> = table.needed_sections("due")?.iter().filter_map(read_due).collect();
            if due.is_empty() {
                table.report(&table.at(), "pack-no-due-time", &[("level", &name.value)]);
            }
            due.sort_unstable();
            Some(due)
        });
        table.end();
        if let (Some(level), Some(rule)) = (level, rule) {
            times.insert(level.value, rule);
        }
    }
    times
}

fn read_due(section: &Section<'_>) -> Option<DueTime> {
    let day = section.whole("day", 0, 1);
    let text = section.string("time");
    section.end();
    let time = Time::strptime("%H:%M", &text.value).ok();
    if time.is_none() && !text.value.is_empty() {
        section.report(&text.at, "pack-bad-time", &[("time", &text.value)]);
    }
    Some(DueTime {
        day: u8::from(day?.value == 1),
        time: time?,
    })
}

/// `[judgement]`: each rule a value with its source.
pub(super) fn read_judgement(section: &Section<'_>) -> DraftJudgement {
    let whole = |key: &str, low, high| whole_rule(section, key, low, high);
    let judgement = DraftJudgement {
        near_percent: whole("near_percent", 1, 99),
        repeats: whole("repeats", 1, 1_000_000),
        people: whole("people", 1, 1_000_000_000),
        false_discovery_rate: section.section("false_discovery_rate").and_then(|rule| {
            let read = rule.rule(|rule| rule.number("value", 0.000_001..0.5).map(|number| number.value));
            rule.end();
            read
        }),
        history_weeks: whole("history_weeks", 2, 520),
        least_weeks: whole("least_weeks", 2, 520),
        alike_percent: whole("alike_percent", 50, 100),
        alike_days: whole("alike_days", 8, 3_650),
        alike_here_metres: whole("alike_here_metres", 1, 10_000),
        alike_elsewhere_metres: whole("alike_elsewhere_metres", 2, 100_000),
    };
    section.end();
    judgement
}

/// `[invitations]`: each rule a value with its source.
pub(super) fn read_invitations(section: &Section<'_>) -> DraftInvitations {
    let invitations = DraftInvitations {
        days: whole_rule(section, "days", 1, 3_650),
        most: whole_rule(section, "most", 1, 1_000),
    };
    section.end();
    invitations
}

/// `[warnings]`: each rule a value with its source.
pub(super) fn read_warnings(section: &Section<'_>) -> DraftWarnings {
    let warnings = DraftWarnings {
        feed_days: whole_rule(section, "feed_days", 1, 366),
        list_days: whole_rule(section, "list_days", 1, 366),
        no_end_days: whole_rule(section, "no_end_days", 1, 366),
    };
    section.end();
    warnings
}

/// `[portal]`.
pub(super) fn read_portal(section: &Section<'_>) -> DraftPortal {
    let whole = |key: &str, low, high| whole_rule(section, key, low, high);
    let door = |key: &str| {
        let door = section.section(key)?;
        let read = DraftDoor {
            kind: door.string("kind"),
            unit: door.string("unit"),
            category: door.string("category"),
        };
        door.end();
        Some(read)
    };
    let portal = DraftPortal {
        kind: section.optional_string("kind"),
        unit: section.optional_string("unit"),
        category: section.optional_string("category"),
        reopen_days: whole("reopen_days", 1, 3_650),
        requests: whole("requests", 1, 1_000_000),
        key_requests: whole("key_requests", 1, 1_000_000),
        window_minutes: whole("window_minutes", 1, 1_440),
        files: whole("files", 1, 50),
        title_chars: whole("title_chars", 10, 200),
        disputes: door("disputes"),
        petitions: door("petitions"),
        position_metres: whole("position_metres", 10, 100_000),
    };
    section.end();
    portal
}

/// A whole number with its source.
pub(super) fn whole_rule(section: &Section<'_>, key: &str, low: u32, high: u32) -> Option<Rule<u32>> {
    let rule = section.section(key)?;
    let read = rule.rule(|rule| rule.whole("value", low, high).map(|number| number.value));
    rule.end();
    read
}

/// `[brief]`.
pub(super) fn read_brief(section: &Section<'_>) -> DraftBrief {
    let brief = DraftBrief {
        title: section.optional_text("title"),
        issuer: section.optional_text("issuer"),
        report_to: section.optional_texts("report_to"),
        send_to: section.optional_texts("send_to"),
        issue_to: section.optional_texts("issue_to"),
        copies: number_if_there(section, "copies", 1, 10_000),
        level: section
            .optional_string("level")
            .and_then(|word| read_level(section, &word)),
        most_items: number_if_there(section, "most_items", 1, 1000),
    };
    section.end();
    brief
}

fn number_if_there(section: &Section<'_>, key: &str, low: u32, high: u32) -> Option<u32> {
    if section.has(key) {
        section.whole(key, low, high).map(|number| number.value)
    } else {
        None
    }
}

/// State secrets have no place on an unclassified system (保密法 2024, art. 31), so those levels are refused by name.
fn read_level(section: &Section<'_>, word: &At<String>) -> Option<BriefLevel> {
    const SECRET: [&str; 8] = [
        "secret",
        "confidential",
        "top_secret",
        "classified",
        "秘密",
        "机密",
        "绝密",
        "国家秘密",
    ];
    if SECRET.contains(&word.value.as_str()) {
        section.report(&word.at, "pack-secret-level", &[("level", &word.value)]);
        return None;
    }
    section.known(word, "pack-unknown-brief-level").map(|level| level.value)
}
