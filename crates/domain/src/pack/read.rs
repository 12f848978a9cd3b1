//! From files to a pack, or to everything that is wrong with them.

use super::area::read_areas;
use super::assemble::assemble;
use super::calls::read_calls;
use super::check::check;
use super::danger::read_dangers;
use super::draft::Draft;
use super::duty::read_duty;
use super::hazard::read_hazards;
use super::looked::read_access_record;
use super::plans::read_plans;
use super::problem::Problem;
use super::read_body::{read_opening_reasons, read_people, read_posts, read_units};
use super::read_calendar::read_calendar;
use super::read_kind::read_kind;
use super::read_rules::{
    read_brief, read_deadlines, read_head, read_import, read_invitations, read_judgement, read_portal, read_reporting,
    read_warnings,
};
use super::section::Section;
use super::source::{At, Problems, Source, Where};
use super::{Files, Pack};
use std::collections::BTreeMap;

/// The file whose first line stands for what is missing altogether.
const HEAD: &str = "pack.toml";

/// Reads a pack. `others` finds the files of the pack that it extends.
///
/// # Errors
/// Every mistake found, by file and line; each has its words in `locales/*/pack.ftl`.
pub fn read(files: &Files, others: &dyn Fn(&str) -> Option<Files>) -> Result<Pack, Vec<Problem>> {
    let problems = Problems::default();
    let root = Where {
        file: HEAD.into(),
        line: 1,
    };
    let mut chain = Vec::new();
    let pack = gather(files, "", others, &problems, &mut chain).and_then(|draft| {
        check(&draft, &problems, &root);
        assemble(draft, &problems, &root)
    });
    match pack {
        Some(pack) if problems.count() == 0 => Ok(pack),
        _ => Err(problems.sorted()),
    }
}

/// The draft of a pack over that of the pack it extends; none when a file is not TOML at all.
fn gather(
    files: &Files,
    prefix: &str,
    others: &dyn Fn(&str) -> Option<Files>,
    problems: &Problems,
    chain: &mut Vec<String>,
) -> Option<Draft> {
    let mut draft = Draft::default();
    let mut seen = BTreeMap::new();
    let mut extends = None;
    let mut readable = true;
    for (name, text) in files {
        let source = Source::new(&format!("{prefix}{name}"), text, problems);
        let Some(table) = source.parse() else {
            readable = false;
            continue;
        };
        let root = source.root(&table);
        note_sections(&root, &mut seen);
        if let Some(head) = root.section("pack") {
            extends = read_head(&head, &mut draft);
        }
        read_file(&root, &mut draft);
        root.end();
    }
    if !readable {
        return None;
    }
    if draft.id.is_none() {
        let at = Where {
            file: format!("{prefix}{HEAD}").into(),
            line: 1,
        };
        problems.report(&at, "pack-missing-key", &[("key", "pack")]);
    }
    let Some(extends) = extends else {
        return Some(draft);
    };
    chain.extend(draft.id.as_ref().map(|id| id.value.clone()));
    let base = base(&extends, others, problems, chain)?;
    Some(draft.over(base))
}

fn base(
    extends: &At<String>,
    others: &dyn Fn(&str) -> Option<Files>,
    problems: &Problems,
    chain: &mut Vec<String>,
) -> Option<Draft> {
    let id = extends.value.as_str();
    if chain.iter().any(|seen| seen == id) {
        let chain = format!("{} → {id}", chain.join(" → "));
        problems.report(&extends.at, "pack-extends-circle", &[("chain", &chain)]);
        return None;
    }
    let Some(files) = others(id) else {
        problems.report(&extends.at, "pack-extends-unknown", &[("pack", id)]);
        return None;
    };
    gather(&files, &format!("{id}/"), others, problems, chain)
}

/// A section stands in one file only; a file describes at most one kind.
fn note_sections(root: &Section<'_>, seen: &mut BTreeMap<String, Where>) {
    for key in root.keys_seen() {
        if key.value == "kind" {
            continue;
        }
        if let Some(first) = seen.get(&key.value) {
            let args = [("section", key.value.as_str()), ("file", &*first.file)];
            root.report(&key.at, "pack-section-twice", &args);
        } else {
            seen.insert(key.value, key.at);
        }
    }
}

fn read_file(root: &Section<'_>, draft: &mut Draft) {
    if let Some(deadlines) = root.section("deadlines") {
        read_deadlines(&deadlines, draft);
    }
    if let Some(years) = root.sections("calendar") {
        draft.calendar = Some(read_calendar(&years));
    }
    if let Some(units) = root.sections("units") {
        draft.units = Some(read_units(&units));
    }
    if let Some(posts) = root.sections("posts") {
        draft.posts = Some(read_posts(&posts));
    }
    if let Some(areas) = root.sections("areas") {
        draft.areas = Some(read_areas(&areas));
    }
    if let Some(people) = root.sections("people") {
        draft.people = Some(read_people(&people));
    }
    if let Some(reasons) = root.sections("opening_reasons") {
        draft.opening_reasons = Some(read_opening_reasons(&reasons));
    }
    if let Some(record) = root.section("access_record") {
        draft.tells_who_looked = read_access_record(&record);
    }
    if let Some(dangers) = root.sections("dangers") {
        draft.dangers = Some(read_dangers(&dangers));
    }
    if let Some(hazards) = root.sections("hazards") {
        draft.hazards = Some(read_hazards(&hazards));
    }
    if let Some(import) = root.section("import") {
        draft.import = read_import(&import);
    }
    if let Some(reporting) = root.section("reporting") {
        (draft.levels, draft.unit_times) = read_reporting(&reporting);
    }
    if let Some(judgement) = root.section("judgement") {
        draft.judgement = read_judgement(&judgement);
    }
    if let Some(invitations) = root.section("invitations") {
        draft.invitations = read_invitations(&invitations);
    }
    if let Some(warnings) = root.section("warnings") {
        draft.warnings = read_warnings(&warnings);
    }
    if let Some(brief) = root.section("brief") {
        draft.brief = read_brief(&brief);
    }
    if let Some(portal) = root.section("portal") {
        draft.portal = read_portal(&portal);
    }
    if let Some(duty) = root.section("duty") {
        draft.duty = read_duty(&duty);
    }
    if let Some(calls) = root.section("calls") {
        draft.calls = read_calls(&calls);
    }
    if let Some(plans) = root.section("plans") {
        draft.plans = read_plans(&plans);
    }
    if let Some(section) = root.section("kind") {
        let kind = read_kind(&section);
        if draft.kinds.contains_key(&kind.slug.value) {
            let args = [("section", "kind"), ("slug", kind.slug.value.as_str())];
            root.report(&kind.slug.at, "pack-duplicate", &args);
        }
        draft.kinds.insert(kind.slug.value.clone(), kind);
    }
}
