//! Both languages say the same things with the same arguments; every message that the desk asks for is there, and no
//! message of the desk lies unused.

use domain::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::read_to_string;
use std::path::{Path, PathBuf};

/// Messages with the arguments they take, by file.
fn messages(locale: Locale) -> BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>> {
    let files = words::sources(locale);
    files.map(|(name, text)| (name, parse(text))).collect()
}

fn parse(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            line.split_once('=').unwrap().0.trim().clone_into(&mut key);
            messages.insert(key.clone(), BTreeSet::new());
        }
        for rest in line.split('$').skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            let arguments = messages.get_mut(&key).unwrap();
            arguments.insert(rest[..end.unwrap_or(rest.len())].to_owned());
        }
    }
    messages
}

#[test]
fn both_languages_say_the_same_things() {
    let [zh, en] = Locale::ALL.map(messages);
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (file, zh) in &zh {
        let en = &en[file];
        let keys = |messages: &BTreeMap<String, BTreeSet<String>>| messages.keys().cloned().collect::<BTreeSet<_>>();
        let (zh_keys, en_keys) = (keys(zh), keys(en));
        let missing: Vec<_> = zh_keys.symmetric_difference(&en_keys).collect();
        assert!(missing.is_empty(), "{file}: only in one language: {missing:?}");
        for (key, arguments) in zh {
            assert_eq!(arguments, &en[key], "{file}: {key}");
        }
    }
}

/// Where the desk's messages are said.
const DESK: [&str; 2] = ["templates", "crates/web/src"];
/// Where the refusals that it shows come from.
const RULES: [&str; 2] = ["crates/office/src", "crates/domain/src"];

fn sources(folders: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in folders {
        walk(&root.join(folder), &mut files);
    }
    files.iter().map(|path| read_to_string(path).unwrap()).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn every_message_of_the_desk_is_used() {
    let sources = sources(&[DESK, RULES].concat());
    for (file, messages) in messages(Locale::ZhCn) {
        if file.starts_with("desk") {
            let unused: Vec<_> = messages
                .keys()
                .filter(|key| !sources.contains(&format!("\"{key}\"")))
                .collect();
            assert!(unused.is_empty(), "{file}: nobody says {unused:?}");
        }
    }
}

#[test]
fn every_message_asked_for_is_there() {
    let known = messages(Locale::ZhCn).into_values().flat_map(BTreeMap::into_keys);
    let known: BTreeSet<String> = known.collect();
    let (desk, rules) = (sources(&DESK), sources(&RULES));
    let said = [
        ".t(\"",
        ".t1(\"",
        ".t2(\"",
        ".text(\"",
        "words().with(\"",
        "Refusal::new(\"",
    ];
    let asked = said.iter().flat_map(|call| desk.split(call).skip(1));
    for rest in asked.chain(rules.split("Refusal::new(\"").skip(1)) {
        let key = rest.split('"').next().unwrap();
        assert!(known.contains(key), "{key} has no words");
    }
}

#[test]
fn every_policy_says_why() {
    let known = messages(Locale::ZhCn).into_values().flat_map(BTreeMap::into_keys);
    let said: BTreeSet<String> = known.filter(|key| key.starts_with("why-")).collect();
    let asked: BTreeSet<String> = domain::access::policies()
        .iter()
        .map(|policy| policy.why.to_owned())
        .collect();
    assert_eq!(said, asked);
}
