//! One slip of the pen at a time: the reader names the mistake and the line.

use domain::pack::{self, Files, Problem};
use std::collections::BTreeSet;

const BASE: &str = include_str!("pack_mistakes/base.toml");
const PACK_ZH: &str = include_str!("../../../../locales/zh-CN/pack.ftl");
const PACK_EN: &str = include_str!("../../../../locales/en/pack.ftl");

/// Replaced text, text in its place, key of the mistake, text on the line that is named.
type Slip = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SLIPS: &[Slip] = &[
    ("version = \"1\"", "version = 1.", "pack-syntax", "version = 1."),
    ("call = \"110\"", "call = \"one-ten\"", "pack-bad-telephone", "one-ten"),
    ("version = \"1\"", "version = \"1\"\nversoin = \"2\"", "pack-unknown-key", "versoin"),
    ("version = \"1\"\n", "", "pack-missing-key", "[pack]"),
    ("source_system = \"hotline\"\n", "", "pack-missing-key", "[pack]"),
    ("version = \"1\"", "version = 1", "pack-wrong-type", "version = 1"),
    ("copies = 10", "copies = \"ten\"", "pack-wrong-type", "copies"),
    ("copies = 10", "copies = 2.5", "pack-wrong-type", "copies"),
    ("name = { zh = \"办公室\", en = \"Office\" }\nleader", "name = { zh = \"办公室\", en = \" \" }\nleader", "pack-empty-text", "en = \" \""),
    ("slug = \"water\"\nname = { zh = \"水务局\"", "slug = \"Water Bureau\"\nname = { zh = \"水务局\"", "pack-bad-slug", "Water Bureau\"\n"),
    ("slug = \"water\"\nname = { zh = \"水务局\"", "slug = \"office\"\nname = { zh = \"水务局\"", "pack-duplicate", "slug = \"office\"\nname = { zh = \"水务局\""),
    ("aliases = [\"水利局\"]", "aliases = [\"办公室\"]", "pack-name-twice", "aliases"),
    ("name = { zh = \"水务局\"", "name = { zh = \"办公室\"", "pack-name-twice", "name = { zh = \"办公室\", en = \"Water"),
    ("off = [\"2026-05-01..2026-05-05\"]\n", "", "pack-missing-key", "[[calendar]]"),
    ("due = [{ day = 1, time = \"09:00\" }]\n", "", "pack-missing-key", "[reporting.routine]"),
    ("copies = 10", "copies = 0xFFFFFFFFF", "pack-out-of-range", "copies"),
    ("unit = \"office\"\nrole = \"clerk\"", "unit = \"offfice\"\nrole = \"clerk\"", "pack-unknown-unit", "offfice"),
    ("parent = \"office\"\nleader = \"chief\"", "parent = \"office\"\nleader = \"chef\"", "pack-unknown-leader", "chef"),
    ("parent = \"office\"\nleader = \"chief\"", "parent = \"office\"\nleader = \"clerk\"", "pack-leader-role", "leader = \"clerk\""),
    ("parent = \"office\"", "parent = \"county\"", "pack-unknown-parent", "county"),
    ("parent = \"office\"", "parent = \"office\"\nserves = [\"nowhere\"]", "pack-unknown-area", "nowhere"),
    ("parent = \"office\"", "parent = \"water\"", "pack-parent-circle", "parent = \"water\""),
    ("post = \"clerk\"", "post = \"nobody\"", "pack-unknown-post", "nobody"),
    ("value = \"420102\"", "value = \" \"", "pack-code-empty", "value = \" \""),
    (", value = \"420102\"", "", "pack-missing-key", "name = \"GB/T 2260\" }"),
    ("name = \"GB/T 2260\"", "name = \"GB/T\\u00072260\"", "pack-code-empty", "GB/T\\u0007"),
    ("name = \"GB/T 2260\"", "name = \"Huying-Area\"", "pack-code-own", "Huying-Area"),
    ("\"420102\" }]", "\"420102\" }, { name = \"GB/T2260\", value = \"420102 \" }]", "pack-code-twice", "GB/T2260"),
    ("[[people]]", "[[areas]]\nslug = \"west\"\nname = { zh = \"城西\", en = \"West\" }\ncodes = [{ name = \"GB/T 2260\", value = \"420102\" }] # again\n\n[[people]]", "pack-code-twice", "# again"),
    ("codes = [{ name = \"GB/T 2260\", value = \"420102\" }]", "codes = [\"420102\"]", "pack-wrong-type", "codes = [\"420102\"]"),
    ("value = \"420102\"", "value = \"420102\", year = 2007", "pack-unknown-key", "year = 2007"),
    ("[30.6, 114.3], [30.6, 114.4]", "[114.3, 30.6], [30.6, 114.4]", "pack-polygon-corner", "polygon = "),
    ("[30.6, 114.3], [30.6, 114.4]", "[30.6, 114.3],\n  [30.6], # no place\n  [30.6, 114.4]", "pack-polygon-corner", "# no place"),
    ("[30.6, 114.3], [30.6, 114.4]", "[30.6, \"114.3\"], [30.6, 114.4]", "pack-polygon-corner", "polygon = "),
    ("[30.6, 114.3], [30.6, 114.4]", "[30.6, 114.3]", "pack-polygon-count", "polygon = "),
    ("[30.6, 114.4], [30.5, 114.3]", "[30.6, 114.4], [30.5, 114.4]", "pack-polygon-open", "polygon = "),
    ("[30.6, 114.3], [30.6, 114.4]", "[30.6, 114.4], [30.7, 114.5]", "pack-polygon-flat", "polygon = "),
    ("polygon = [[30.5, 114.3], [30.6, 114.3], [30.6, 114.4], [30.5, 114.3]]", "polygon = \"30.5,114.3\"", "pack-wrong-type", "polygon = "),
    ("role = \"clerk\"", "role = \"boss\"", "pack-unknown-role", "boss"),
    ("by = [\"handler\"]", "by = [\"boss\"]", "pack-unknown-role", "boss"),
    ("by = [\"handler\"]", "by = [\"auditor\"]", "pack-role-never", "auditor"),
    ("by = [\"handler\"]", "by = []", "pack-step-by-nobody", "[[kind.steps]]\nname = \"answer\""),
    ("from = [\"registered\"]", "from = [\"registred\"]", "pack-unknown-status", "registred"),
    ("name = \"answer\"", "name = \"reply\"", "pack-unknown-step", "reply"),
    ("requires = [\"answer\"]", "requires = [\"luck\"]", "pack-unknown-requirement", "luck"),
    ("name = \"register\"\n", "name = \"accept\"\n", "pack-no-register", "slug = \"request\""),
    ("ended = true\n", "", "pack-no-end", "slug = \"request\""),
    ("en = \"Registered\" }", "en = \"Registered\" }\nended = true", "pack-begins-ended", "slug = \"registered\""),
    ("slug = \"closed\"", "slug = \"lost\"\nname = { zh = \"去向不明\", en = \"Lost\" }\n\n[[kind.statuses]]\nslug = \"closed\"", "pack-status-unreachable", "slug = \"lost\""),
    ("from = [\"answered\"]", "from = [\"registered\"]", "pack-close-without-answer", "name = \"close\""),
    ("starts = \"register\"", "starts = \"accept\"", "pack-clock-step", "starts = \"accept\""),
    ("starts = \"register\"", "starts = \"begin\"", "pack-unknown-step", "begin"),
    ("stops = [\"answer\"]\n", "", "pack-clock-never-stops", "slug = \"handling\""),
    ("n = 5,", "n = -5,", "pack-out-of-range", "n = -5"),
    ("n = 5,", "n = 0,", "pack-out-of-range", "n = 0"),
    ("unit = \"working_days\"", "unit = \"weeks\"", "pack-bad-clock-unit", "\"weeks\""),
    ("unit = \"hours\", source = \"本单位\",", "unit = \"hours\",", "pack-rule-without-source", "unit = \"hours\""),
    ("unit = \"hours\", source = \"本单位\", verified = false", "unit = \"hours\", source = \"本单位\"", "pack-rule-without-mark", "unit = \"hours\""),
    ("unit = \"hours\", source = \"本单位\", verified = false", "unit = \"hours\", source = \"\", verified = true", "pack-verified-without-source", "unit = \"hours\""),
    ("source = \"国务院办公厅通知\"\n", "", "pack-rule-without-source", "[[calendar]]"),
    ("Asia/Shanghai", "Asia/Yunxi", "pack-bad-zone", "Asia/Yunxi"),
    ("locale = \"zh-CN\"", "locale = \"zh\"", "pack-bad-locale", "locale"),
    ("2026-05-01..2026-05-05", "2026-05-32", "pack-bad-date", "2026-05-32"),
    ("2026-05-01..2026-05-05", "2026-05-05..2026-05-01", "pack-bad-date", "2026-05-05..2026-05-01"),
    ("2026-05-01..2026-05-05", "2025-12-31..2026-01-03", "pack-date-in-other-year", "2025-12-31"),
    ("2026-05-09", "2026-05-08", "pack-shifted-not-weekend", "2026-05-08"),
    ("2026-05-09", "2026-05-02", "pack-off-and-worked", "\"2026-05-02\""),
    ("09:00", "25:00", "pack-bad-time", "25:00"),
    ("due = [{ day = 1, time = \"09:00\" }]", "due = []", "pack-no-due-time", "[reporting.routine]"),
    ("[reporting.routine]", "[reporting.calm]", "pack-unknown-level", "[reporting.calm]"),
    ("[reporting.routine]", "[reporting.units.nowhere.routine]\ndue = [{ day = 1, time = \"08:00\" }]\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-unknown-unit", "[reporting.units.nowhere"),
    ("[reporting.routine]", "[reporting.units.water.calm]\ndue = [{ day = 1, time = \"08:00\" }]\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-unknown-level", "[reporting.units.water.calm]"),
    ("[reporting.routine]", "[reporting.units.water.routine]\ndue = []\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-no-due-time", "[reporting.units.water.routine]"),
    ("[reporting.routine]", "[reporting.units.water.routine]\ndue = [{ day = 1, time = \"08:00\" }]\n\n[reporting.routine]", "pack-rule-without-source", "[reporting.units.water.routine]"),
    ("[reporting.routine]", "[[duty.turns]]\nslug = \"all\"\nname = { zh = \"全天\", en = \"All day\" }\ntier = \"officer\"\nfrom = \"08:00\"\nuntil = \"08:00\"\nskill = \"flying\"\n\n[reporting.routine]", "pack-unknown-skill", "skill = \"flying\""),
    ("[reporting.routine]", "[duty.early_minutes]\nvalue = 500\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-out-of-range", "value = 500"),
    ("[reporting.routine]", "[duty.gap_days]\nvalue = 0 # gaps\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-out-of-range", "value = 0 # gaps"),
    ("[reporting.routine]", "[duty.gap_hours]\nvalue = 24 # hours\n\n[reporting.routine]", "pack-rule-without-source", "[duty.gap_hours]"),
    ("[reporting.routine]", "[duty.evenness]\nload = 2\nnights = 3\nweekends = 3\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-missing-key", "[duty.evenness]"),
    ("[reporting.routine]", "[duty.wish]\nvalue = 20 # wish\n\n[reporting.routine]", "pack-rule-without-source", "[duty.wish]"),
    ("[reporting.routine]", "[warnings.feed_days]\nvalue = 0 # days\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-out-of-range", "value = 0 # days"),
    ("[reporting.routine]", "[warnings.list_days]\nvalue = 7 # list\nsource = \"本单位\"\n\n[reporting.routine]", "pack-rule-without-mark", "[warnings.list_days]"),
    ("[reporting.routine]", "[warnings.no_end_days]\nvalue = 0 # end\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-out-of-range", "value = 0 # end"),
    ("[reporting.routine]", "[warnings.no_end_days]\nvalue = 30 # end\n\n[reporting.routine]", "pack-rule-without-source", "[warnings.no_end_days]"),
    ("[reporting.routine]", "[plans.drill_late_hours]\nvalue = 24 # late\n\n[reporting.routine]", "pack-rule-without-source", "[plans.drill_late_hours]"),
    ("[reporting.routine]", "[calls.keep_days]\nvalue = 9999\nsource = \"本单位\"\nverified = false\n\n[reporting.routine]", "pack-out-of-range", "value = 9999"),
    ("\"post-and-name\"", "\"everything\"", "pack-unknown-told-as", "everything"),
    ("value = \"post-and-name\"\nsource = \"本单位\"", "value = \"post-and-name\"", "pack-rule-without-source", "[access_record.tells]"),
    ("value = \"post-and-name\"\nsource = \"本单位\"\nverified = false", "value = \"post-and-name\"\nsource = \"本单位\"", "pack-rule-without-mark", "[access_record.tells]"),
    ("value = \"post-and-name\"\n", "", "pack-missing-key", "[access_record.tells]"),
    ("unknown_category = \"other\"", "unknown_category = \"misc\"", "pack-unknown-category", "misc"),
    ("[kind.clocks.by_category]\nwater", "[kind.clocks.by_category]\nwine", "pack-unknown-category", "wine"),
    ("[kind.clocks.by_category]", "[kind.clocks.by_referral]\nsent = { n = 7, unit = \"days\", source = \"本单位\", verified = false }\n\n[kind.clocks.by_category]", "pack-unknown-referral", "sent = "),
    ("[kind.clocks.by_category]", "[kind.clocks.by_referral]\nappointed = { n = 0, unit = \"days\", source = \"本单位\", verified = false }\n\n[kind.clocks.by_category]", "pack-out-of-range", "appointed = "),
    ("[kind.clocks.by_category]", "[kind.clocks.by_referral]\nappointed = { n = 7, unit = \"days\", verified = false }\n\n[kind.clocks.by_category]", "pack-rule-without-source", "appointed = "),
    ("[kind.clocks.by_category]", "[kind.clocks.by_referral]\nappointed = { n = 7, unit = \"days\", source = \"本单位\", verified = false }\n\n[kind.clocks.by_category]", "pack-clock-step", "slug = \"handling\""),
    ("kind = \"request\"", "kind = \"petition\"", "pack-unknown-kind", "petition"),
    ("by = [\"clerk\", \"requester\"]", "by = [\"clerk\"]", "pack-portal-closed", "kind = \"request\"\nunit"),
    ("key_requests = { value = 600,", "key_requests = { value = 0,", "pack-out-of-range", "key_requests = "),
    ("key_requests = { value = 600, source = \"本单位\", verified = false }", "key_requests = { value = 600 }", "pack-rule-without-source", "key_requests = "),
    ("files = { value = 6,", "files = { value = 0,", "pack-out-of-range", "files = "),
    ("files = { value = 6, source = \"本单位\", verified = false }", "files = { value = 6 }", "pack-rule-without-source", "files = "),
    ("\"类型\"", "\"编 号\"", "pack-column-twice", "编 号"),
    ("notes = [\"备注\"]", "notes = [\"：\"]", "pack-word-empty", "notes = "),
    ("zero = [\"零报告\"]", "zero = [\"合 计\"]", "pack-word-twice", "zero = "),
    ("external = ", "externl = ", "pack-unknown-field", "externl"),
    ("requester_name = [\"姓名\"]", "religion = [\"宗教\"]", "pack-forbidden-field", "religion"),
    ("[\"姓名\"]", "[\"姓名\", \"政治面貌\"]", "pack-forbidden-field", "政治面貌"),
    ("name = \"title\"", "name = \"ethnicity\"", "pack-forbidden-field", "ethnicity"),
    ("visibility = \"sealed\"", "visibility = \"public\"", "pack-sealed-field", "name = \"requester_name\"\nlabel"),
    ("visibility = \"internal\"", "visibility = \"secret\"", "pack-unknown-visibility", "visibility = \"secret\""),
    ("level = \"internal\"", "level = \"机密\"", "pack-secret-level", "机密"),
    ("level = \"internal\"", "level = \"high\"", "pack-unknown-brief-level", "high"),
    ("value = 80", "value = 180", "pack-out-of-range", "value = 180"),
    ("value = 0.05", "value = 1.5", "pack-out-of-range", "value = 1.5"),
    ("version = \"1\"", "version = \"1\"\nextends = \"atlantis\"", "pack-extends-unknown", "atlantis"),
    ("version = \"1\"", "version = \"1\"\nextends = \"small\"", "pack-extends-circle", "extends"),
];

fn files(text: &str) -> Files {
    Files::from([("pack.toml".to_owned(), text.to_owned())])
}

fn problems(files: &Files) -> Vec<Problem> {
    pack::read(files, &pack::builtin_files).err().unwrap_or_default()
}

fn line_of(text: &str, needle: &str) -> usize {
    let at = text.find(needle).expect("the slip is in the text");
    text[..at].matches('\n').count() + 1
}

#[test]
fn the_base_of_this_test_is_in_order() {
    assert_eq!(problems(&files(BASE)), []);
}

#[test]
fn every_slip_is_named_with_its_line() {
    for (from, to, key, on) in SLIPS {
        assert!(BASE.contains(from), "{from:?} is not in the base");
        let text = BASE.replacen(from, to, 1);
        let found = problems(&files(&text));
        let line = line_of(&text, on);
        assert!(
            found
                .iter()
                .any(|problem| problem.key == *key && problem.line == line && problem.file == "pack.toml"),
            "{to:?} should be {key} on line {line}, found {found:#?}",
        );
        assert!(found.len() <= 2, "{to:?} is one slip, found {found:#?}");
    }
}

#[test]
fn all_mistakes_are_named_at_once() {
    let text = BASE
        .replace("Asia/Shanghai", "Asia/Yunxi")
        .replace("copies = 10", "copies = 0")
        .replace("starts = \"register\"", "starts = \"accept\"");
    let keys: Vec<_> = problems(&files(&text)).into_iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["pack-bad-zone", "pack-out-of-range", "pack-clock-step"]);
}

#[test]
fn where_a_desk_keeps_watch_all_is_said_that_it_needs() {
    let desk = "[[duty.desks]]\nunit = \"water\" # desk\n\n[duty.wish]\nvalue = 999\nsource = \"本单位\"\nverified = false\n\n";
    let text = BASE.replace("[reporting.routine]", &format!("{desk}[reporting.routine]"));
    let found = problems(&files(&text));
    let line = line_of(&text, "unit = \"water\" # desk");
    let missing: Vec<_> = found
        .iter()
        .filter(|problem| problem.key == "pack-missing-key")
        .collect();
    assert!(missing.iter().all(|problem| problem.line == line), "{missing:#?}");
    // What is written wrongly is said as that alone.
    assert_eq!((missing.len(), found.len()), (11, 12), "{found:#?}");
}

#[test]
fn the_post_of_a_desk_is_of_its_unit_and_serves() {
    let admin = "[[posts]]\nslug = \"admin\"\nname = { zh = \"管理员\", en = \"Admin\" }\nunit = \"water\"\nrole = \"administrator\"\n\n";
    for (unit, post, key) in [
        ("water", "clerk", Some("pack-duty-post-unit")),
        ("water", "nobody", Some("pack-unknown-post")),
        ("water", "admin", Some("pack-duty-post-role")),
        ("office", "clerk", None),
    ] {
        for tier in ["officer_post", "leader_post"] {
            let desk = format!("[[duty.desks]]\nunit = \"{unit}\"\n{tier} = \"{post}\"\n\n");
            let text = BASE.replace("[reporting.routine]", &format!("{admin}{desk}[reporting.routine]"));
            let line = line_of(&text, &format!("{tier} = "));
            let found = problems(&files(&text));
            let named = found.iter().filter(|problem| problem.line == line);
            let named: Vec<_> = named.map(|problem| problem.key).collect();
            assert_eq!(named, key.into_iter().collect::<Vec<_>>(), "{found:#?}");
        }
    }
}

#[test]
fn a_section_stands_in_one_file_and_a_kind_once() {
    let mut two = files(BASE);
    let again = "[brief]\ncopies = 3\n\n[kind]\nslug = \"request\"\n";
    two.insert("a-second.toml".to_owned(), again.to_owned());
    let keys: BTreeSet<_> = problems(&two).into_iter().map(|problem| problem.key).collect();
    assert_eq!(keys, BTreeSet::from(["pack-section-twice", "pack-duplicate"]));
}

#[test]
fn an_outline_is_no_survey() {
    let corners = |count: usize| {
        let arc = (0..count - 1).map(|n| format!("[30.{n:04}, {}]", if n % 2 == 0 { "114.3" } else { "114.4" }));
        let arc: Vec<String> = arc.collect();
        format!("polygon = [{}, {}]", arc.join(", "), arc[0])
    };
    let polygon = BASE
        .lines()
        .find(|line| line.starts_with("polygon"))
        .expect("an outline");
    assert_eq!(problems(&files(&BASE.replace(polygon, &corners(1000)))), []);
    let keys = problems(&files(&BASE.replace(polygon, &corners(1001))));
    let keys: Vec<_> = keys.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["pack-polygon-count"]);
}

#[test]
fn a_file_too_large_is_not_read() {
    let found = problems(&files(&"# rule\n".repeat(pack::MOST_BYTES / 7 + 1)));
    assert_eq!(found.first().map(|problem| problem.key), Some("pack-file-too-large"));
}

#[test]
fn a_mistake_in_the_extended_pack_is_named_there() {
    let own = "[pack]\nid = \"own\"\nversion = \"1\"\nextends = \"small\"\n\
               name = { zh = \"本\", en = \"Own\" }\nbody = { zh = \"本\", en = \"Own\" }\n";
    let others = |_: &str| Some(files(&BASE.replace("Asia/Shanghai", "Asia/Yunxi")));
    let found = pack::read(&files(own), &others).expect_err("the other pack has a mistake");
    assert_eq!(found[0].file, "small/pack.toml");
    assert_eq!(found[0].key, "pack-bad-zone");
}

#[test]
fn how_a_promise_is_pursued_has_its_source() {
    let own = "[pack]\nid = \"own\"\nversion = \"1\"\nextends = \"cn\"\n\
               name = { zh = \"本\", en = \"Own\" }\nbody = { zh = \"本\", en = \"Own\" }\n";
    let remedy = "[kind]\nslug = \"dispute\"\n\n[[kind.mediation.remedies]]\nslug = \"suit\"\n\
                  name = { zh = \"起诉\", en = \"A suit\" }\nconfirmed = \"no\"\nverified = false\n";
    let mut both = files(own);
    both.insert("dispute.toml".to_owned(), remedy.to_owned());
    let found = pack::read(&both, &pack::builtin_files).expect_err("a rule without its source");
    let of_remedy = found.iter().filter(|problem| problem.file == "dispute.toml");
    let keys: BTreeSet<_> = of_remedy.map(|problem| problem.key).collect();
    assert_eq!(keys, BTreeSet::from(["pack-rule-without-source", "pack-wrong-type"]));
}

#[test]
fn what_is_said_of_patients_and_to_whom_has_its_source_and_says_nothing_else() {
    let own = "[pack]\nid = \"own\"\nversion = \"1\"\nextends = \"cn\"\n\
               name = { zh = \"本\", en = \"Own\" }\nbody = { zh = \"本\", en = \"Own\" }\n";
    let hospital = "[[kind.incident.health]]\nslug = \"a\"\nname = { zh = \"医院\", en = \"Hospital\" }\n";
    let of = |parts: &str, rest: &str| {
        let mut both = files(own);
        let text = format!(
            "[kind]\nslug = \"incident\"\n\n[kind.incident.hand_off]\nparts = [{parts}]\nsource = \"本单位\"\nverified = false\n\n{rest}"
        );
        both.insert("incident.toml".to_owned(), text);
        let found = pack::read(&both, &pack::builtin_files).err().unwrap_or_default();
        let own = found.iter().filter(|problem| problem.file == "incident.toml");
        own.map(|problem| problem.key).collect::<BTreeSet<_>>()
    };
    let good = format!("{hospital}source = \"本单位\"\nverified = false\n");
    assert_eq!(of("\"patients\"", &good), BTreeSet::new());
    for (parts, rest, keys) in [
        ("\"course\"", good.clone(), vec!["pack-unknown-report-part"]),
        (
            "\"place\"",
            hospital.to_owned(),
            vec!["pack-rule-without-mark", "pack-rule-without-source"],
        ),
        ("\"place\"", format!("{good}{good}"), vec!["pack-duplicate"]),
    ] {
        assert_eq!(of(parts, &rest), keys.into_iter().collect(), "{parts} {rest}");
    }
}

#[test]
fn no_pack_at_all_says_what_is_missing() {
    let found = problems(&Files::new());
    assert_eq!(
        found.first().map(|problem| (problem.key, problem.line)),
        Some(("pack-missing-key", 1))
    );
}

/// The names that a message asks for: `{ $key }`.
fn asked_for(message: &str) -> BTreeSet<&str> {
    let names = message.split("{ $").skip(1);
    names.filter_map(|rest| rest.split([' ', '}']).next()).collect()
}

#[test]
fn every_mistake_has_words_in_both_languages() {
    for (from, to, ..) in SLIPS {
        for problem in problems(&files(&BASE.replacen(from, to, 1))) {
            let given: BTreeSet<&str> = problem.args.iter().map(|(name, _)| *name).collect();
            for (language, text) in [("zh-CN", PACK_ZH), ("en", PACK_EN)] {
                let start = format!("\n{} = ", problem.key);
                let message = text.split_once(&start).and_then(|(_, rest)| rest.lines().next());
                let message = message.unwrap_or_else(|| panic!("{} has no words in {language}", problem.key));
                let asked = asked_for(message);
                assert!(
                    asked.is_subset(&given),
                    "{} in {language}: {asked:?} of {given:?}",
                    problem.key
                );
            }
        }
    }
}

/// The example of the manual is a pack that reads: the fenced blocks after a file name at the beginning of a line.
#[test]
fn the_manuals_example_is_in_order() {
    let manual = include_str!("../../../../docs/packs.md");
    let mut files = Files::new();
    for name in ["pack.toml", "request.toml"] {
        let after = manual.split_once(&format!("\n`{name}`")).expect("the file is named").1;
        let block = after.split_once("```toml\n").expect("a block follows").1;
        let text = block.split_once("```").expect("the block ends").0;
        files.insert(name.to_owned(), text.to_owned());
    }
    assert_eq!(problems(&files), []);
    let pack = pack::read(&files, &pack::builtin_files).expect("no problems");
    assert_eq!(
        pack.unit_by_name("水利局").map(|unit| unit.slug.as_str()),
        Some("water")
    );
}

/// Total over all input: any line lost gives a pack or a reason, never a panic and never an empty list of reasons.
#[test]
fn a_lost_line_gives_a_pack_or_a_reason() {
    for lost in 0..BASE.lines().count() {
        let lines = BASE.lines().enumerate().filter(|(number, _)| *number != lost);
        let lines: Vec<&str> = lines.map(|(_, line)| line).collect();
        if let Err(found) = pack::read(&files(&lines.join("\n")), &pack::builtin_files) {
            assert!(!found.is_empty(), "line {} gives no reason", lost + 1);
        }
    }
}
