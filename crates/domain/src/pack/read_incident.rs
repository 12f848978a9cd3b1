//! `[kind.incident]`: levels, first reports and their times, what is reported again, inquiry, parts, roles.

use super::check::{must_be_in, slugs};
use super::incident::{
    ContinuingReports, IncidentLevel, IncidentRole, IncidentRules, InquiryRules, ReportPart, ReportRung,
    SupplementRules,
};
use super::read_health::{DraftHealth, check_health, read_health};
use super::read_operating::{DraftTimes, assemble_times, check_times, over_times, read_times};
use super::section::Section;
use super::source::{At, Problems};
use super::{Kind, OperatingLevel, Rule, StepName};
use crate::case::Role;
use crate::{CategorySlug, KindSlug, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The longest time to report within, in minutes: a week.
pub(super) const MOST_MINUTES: u32 = 7 * 24 * 60;
/// The longest time for an inquiry or for supplements, in days.
const MOST_DAYS: u32 = 3_650;
/// The pack writes losses in 10 000 yuan.
const WAN: u64 = 10_000;

/// What a file says of incidents; what is `None` is inherited.
#[derive(Default)]
pub(super) struct DraftIncident {
    drills: Option<(At<String>, Text)>,
    pub(super) levels: Option<Vec<(At<String>, IncidentLevel)>>,
    table: Option<Rule<Vec<At<String>>>>,
    rungs: Option<Vec<DraftRung>>,
    pub(super) within: Within,
    pub(super) continuing: Option<Vec<DraftContinuing>>,
    pub(super) supplement_within: Option<Rule<u32>>,
    pub(super) operating: BTreeMap<OperatingLevel, DraftTimes>,
    supplement_days: Option<Rule<u32>>,
    supplement_by_category: Vec<(At<String>, Rule<u32>)>,
    inquiry: Option<DraftInquiry>,
    personal_data: Option<Rule<u32>>,
    parts: Option<Rule<Vec<ReportPart>>>,
    roles: Option<Vec<(At<String>, Text)>>,
    health: DraftHealth,
}

/// A level, and how many a day from it on.
pub(super) type DraftContinuing = (At<String>, Option<Rule<u32>>);
/// Minutes by rung.
pub(super) type Within = BTreeMap<String, (At<String>, Rule<u32>)>;

struct DraftRung {
    slug: At<String>,
    name: Text,
    to: Text,
    from: At<String>,
    after: Option<At<String>>,
}

struct DraftInquiry {
    days: Option<Rule<u32>>,
    extension: Option<Rule<u32>>,
    categories: Vec<At<String>>,
}

pub(super) fn read_incident(section: &Section<'_>) -> DraftIncident {
    let drills = section.section("drills").map(|drills| {
        let read = (drills.slug("slug"), drills.text("name"));
        drills.end();
        read
    });
    let table = section.section("table").and_then(|table| {
        let read = table.rule(|table| Some(table.strings("categories")));
        table.end();
        read
    });
    let supplement = section.section("supplement");
    let (mut within, mut days, mut by_category) = (None, None, Vec::new());
    if let Some(supplement) = supplement {
        within = number(&supplement, "within", "minutes", MOST_MINUTES);
        days = number(&supplement, "window", "days", MOST_DAYS);
        if let Some(own) = supplement.section("by_category") {
            for key in own.keys() {
                let rule = number(&own, &key.value, "days", MOST_DAYS);
                by_category.extend(rule.map(|rule| (key, rule)));
            }
        }
        supplement.end();
    }
    let draft = DraftIncident {
        drills,
        levels: section.sections("levels").map(|list| list.iter().map(level).collect()),
        table,
        rungs: section.sections("rungs").map(|list| list.iter().map(rung).collect()),
        within: section
            .section("within")
            .map(|times| within_of(&times))
            .unwrap_or_default(),
        continuing: section.sections("continuing").map(|list| continuing_of(&list)),
        supplement_within: within,
        operating: section
            .section("operating")
            .map(|levels| read_times(&levels))
            .unwrap_or_default(),
        supplement_days: days,
        supplement_by_category: by_category,
        inquiry: section.section("inquiry").map(|inquiry| {
            let read = DraftInquiry {
                days: number(&inquiry, "report", "days", MOST_DAYS),
                extension: number(&inquiry, "extension", "days", MOST_DAYS),
                categories: inquiry.strings("categories"),
            };
            inquiry.end();
            read
        }),
        personal_data: number(section, "personal_data", "days", MOST_DAYS),
        parts: section.section("report").and_then(|report| {
            let read = report.rule(|report| Some(parts(report, &ReportPart::ALL)));
            report.end();
            read
        }),
        roles: section.sections("roles").map(|list| {
            let each = list.iter().map(|role| {
                let read = (role.slug("slug"), role.text("name"));
                role.end();
                read
            });
            each.collect()
        }),
        health: read_health(section),
    };
    section.end();
    draft
}

/// The parts that something has to have, among those that it can.
pub(super) fn parts(section: &Section<'_>, known: &[ReportPart]) -> Vec<ReportPart> {
    let mut parts = Vec::new();
    for part in section.words::<ReportPart>("parts", "pack-unknown-report-part") {
        if known.contains(&part.value) {
            parts.push(part.value);
            continue;
        }
        let names: Vec<&str> = known.iter().map(|known| known.name()).collect();
        let args = [("word", part.value.name()), ("known", &names.join(", "))];
        section.report(&part.at, "pack-unknown-report-part", &args);
    }
    parts
}

/// How often is reported again.
pub(super) fn continuing_of(list: &[Section<'_>]) -> Vec<DraftContinuing> {
    let each = list.iter().map(|each| {
        let from = each.string("from");
        let per_day = each.rule(|each| each.whole("per_day", 1, 24).map(|n| n.value));
        each.end();
        (from, per_day)
    });
    each.collect()
}

/// A rule whose value stands under `unit`.
pub(super) fn number(section: &Section<'_>, key: &str, unit: &str, most: u32) -> Option<Rule<u32>> {
    let rule = section.section(key)?;
    let read = rule.rule(|rule| rule.whole(unit, 0, most).map(|n| n.value));
    rule.end();
    read
}

pub(super) fn within_of(times: &Section<'_>) -> Within {
    let mut all = BTreeMap::new();
    for key in times.keys() {
        if let Some(rule) = number(times, &key.value, "minutes", MOST_MINUTES) {
            all.insert(key.value.clone(), (key, rule));
        }
    }
    all
}

fn level(section: &Section<'_>) -> (At<String>, IncidentLevel) {
    let slug = section.slug("slug");
    let least = |key| {
        section
            .has(key)
            .then(|| section.whole(key, 1, 1_000_000))
            .flatten()
            .map(|n| n.value)
    };
    let level = IncidentLevel {
        slug: slug.value.clone(),
        name: section.text("name"),
        dead: least("dead"),
        seriously_injured: least("seriously_injured"),
        loss: least("loss").map(|wan| u64::from(wan) * WAN),
    };
    section.end();
    (slug, level)
}

fn rung(section: &Section<'_>) -> DraftRung {
    let rung = DraftRung {
        slug: section.slug("slug"),
        name: section.text("name"),
        to: section.text("to"),
        from: section.string("from"),
        after: section.optional_string("after"),
    };
    section.end();
    rung
}

impl DraftIncident {
    /// A body has times of its own for some reports, and the others' from the pack that it extends.
    pub(super) fn over(mut self, base: Self) -> Self {
        let mut within = base.within;
        within.append(&mut self.within);
        Self {
            drills: self.drills.or(base.drills),
            levels: self.levels.or(base.levels),
            table: self.table.or(base.table),
            rungs: self.rungs.or(base.rungs),
            within,
            continuing: self.continuing.or(base.continuing),
            supplement_within: self.supplement_within.or(base.supplement_within),
            operating: over_times(self.operating, base.operating),
            supplement_days: self.supplement_days.or(base.supplement_days),
            supplement_by_category: if self.supplement_by_category.is_empty() {
                base.supplement_by_category
            } else {
                self.supplement_by_category
            },
            inquiry: self.inquiry.or(base.inquiry),
            personal_data: self.personal_data.or(base.personal_data),
            parts: self.parts.or(base.parts),
            roles: self.roles.or(base.roles),
            health: self.health.over(base.health),
        }
    }
}

/// Levels, rungs and categories are known, each rung has its time, and comes after one that stands before it.
pub(super) fn check_incident(
    draft: &DraftIncident,
    kind: &At<String>,
    categories: &BTreeSet<&str>,
    problems: &Problems,
) {
    for (key, there) in [
        (
            "kind.incident.levels",
            draft.levels.as_ref().is_some_and(|levels| !levels.is_empty()),
        ),
        ("kind.incident.table", draft.table.is_some()),
        ("kind.incident.rungs", draft.rungs.is_some()),
        ("kind.incident.continuing", draft.continuing.is_some()),
        ("kind.incident.supplement.window", draft.supplement_days.is_some()),
        ("kind.incident.report", draft.parts.is_some()),
        ("kind.incident.roles", draft.roles.is_some()),
    ] {
        // What is there and wrong has been reported by itself.
        if !there && !problems.is_written(key) {
            problems.report(&kind.at, "pack-missing-key", &[("key", key)]);
        }
    }
    let levels = draft.levels.iter().flatten().map(|(slug, _)| slug);
    let levels = slugs("kind.incident.levels", levels, problems);
    let roles = draft.roles.iter().flatten().map(|(slug, _)| slug);
    slugs("kind.incident.roles", roles, problems);
    let rungs = draft.rungs.as_deref().unwrap_or_default();
    let all = slugs("kind.incident.rungs", rungs.iter().map(|rung| &rung.slug), problems);
    let mut before = BTreeSet::new();
    for rung in rungs {
        must_be_in(&levels, &rung.from, "pack-unknown-incident-level", problems);
        rung.after
            .iter()
            .for_each(|after| must_be_in(&before, after, "pack-unknown-rung", problems));
        if !draft.within.contains_key(&rung.slug.value) {
            let key = format!("kind.incident.within.{}", rung.slug.value);
            problems.report(&rung.slug.at, "pack-missing-key", &[("key", &key)]);
        }
        before.insert(rung.slug.value.as_str());
    }
    for (slug, _) in draft.within.values() {
        must_be_in(&all, slug, "pack-unknown-rung", problems);
    }
    for (from, _) in draft.continuing.iter().flatten() {
        must_be_in(&levels, from, "pack-unknown-incident-level", problems);
    }
    check_times(draft, (&levels, &all), problems);
    check_health(&draft.health, problems);
    let table = draft.table.iter().flat_map(|table| &table.value);
    let own = draft.supplement_by_category.iter().map(|(category, _)| category);
    let inquiry = draft.inquiry.iter().flat_map(|inquiry| &inquiry.categories);
    for category in table.chain(own).chain(inquiry) {
        must_be_in(categories, category, "pack-unknown-category", problems);
    }
}

/// The rules; none where something of them is missing, which has been reported.
pub(super) fn assemble(draft: DraftIncident) -> Option<IncidentRules> {
    let slug = |slug: At<String>| CategorySlug::new(slug.value);
    let levels: Vec<IncidentLevel> = draft.levels?.into_iter().map(|(_, level)| level).collect();
    let place = |slug: &At<String>| levels.iter().position(|level| level.slug == slug.value);
    let mut within = draft.within;
    let rungs = draft.rungs?.into_iter().map(|rung| {
        Some(ReportRung {
            from: place(&rung.from)?,
            within: within.remove(&rung.slug.value)?.1,
            slug: rung.slug.value,
            name: rung.name,
            to: rung.to,
            after: rung.after.map(|after| after.value),
        })
    });
    let rungs = rungs.collect::<Option<Vec<_>>>()?;
    let continuing = assemble_continuing(draft.continuing?, &place)?;
    let operating = assemble_times(draft.operating, &place)?;
    let by_category = draft.supplement_by_category.into_iter();
    let inquiry = draft.inquiry.and_then(|inquiry| {
        Some(InquiryRules {
            days: inquiry.days?,
            extension: inquiry.extension?,
            categories: inquiry.categories.into_iter().map(slug).collect(),
        })
    });
    let table = draft.table?;
    let roles = draft.roles?.into_iter();
    Some(IncidentRules {
        drill: false,
        drills: draft.drills.map(|(slug, name)| (slug.value, name)),
        table: Rule {
            value: table.value.into_iter().map(slug).collect(),
            source: table.source,
            verified: table.verified,
        },
        rungs,
        continuing,
        operating,
        supplement: SupplementRules {
            within: draft.supplement_within,
            days: draft.supplement_days?,
            by_category: by_category.map(|(category, rule)| (slug(category), rule)).collect(),
        },
        inquiry,
        personal_data: draft.personal_data,
        parts: draft.parts?,
        roles: roles
            .map(|(slug, name)| IncidentRole { slug: slug.value, name })
            .collect(),
        hand_off: draft.health.parts,
        health: draft
            .health
            .receivers
            .unwrap_or_default()
            .into_iter()
            .map(|(_, rule)| rule)
            .collect(),
        levels,
    })
}

/// How often is reported again; `place`: of a level.
pub(super) fn assemble_continuing(
    list: Vec<DraftContinuing>,
    place: &impl Fn(&At<String>) -> Option<usize>,
) -> Option<Vec<ContinuingReports>> {
    let each = list.into_iter().map(|(from, per_day)| {
        Some(ContinuingReports {
            from: place(&from)?,
            per_day: per_day?,
        })
    });
    each.collect()
}

/// For each kind of incidents that has drills, the kind of them: the same in all but slug, name and mark, so that no
/// number, list or brief that is made of incidents has a drill in it. Whoever directs a drill begins it, and need not be one who
/// registers incidents: the program does that on their behalf.
pub(super) fn add_drills(kinds: &mut BTreeMap<KindSlug, Kind>) {
    let drills = kinds.values().filter_map(|kind| {
        let rules = kind.incident.as_ref()?;
        let (slug, name) = rules.drills.as_ref()?;
        let slug = KindSlug::from(slug.as_str());
        let incident = IncidentRules {
            drill: true,
            drills: None,
            inquiry: None,
            ..rules.clone()
        };
        let mut drill = Kind {
            slug: slug.clone(),
            name: name.clone(),
            incident: Some(incident),
            ..kind.clone()
        };
        let register = drill.steps.iter_mut().filter(|step| step.name == StepName::Register);
        for step in register.filter(|step| !step.by.contains(&Role::Program)) {
            step.by.push(Role::Program);
        }
        Some((slug, drill))
    });
    let drills: Vec<_> = drills.collect();
    for (slug, drill) in drills {
        kinds.entry(slug).or_insert(drill);
    }
}
