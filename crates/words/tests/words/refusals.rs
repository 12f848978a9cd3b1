//! Every refusal that the case engine can give has its sentence in both languages, and says what to do next.

use domain::Locale;
use domain::case::Refusal;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use words::words;

/// The sources of all rules without white space, so that a call broken over lines is one call.
fn engine() -> String {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut files = Vec::new();
    for part in ["call", "case", "drill", "duty", "level", "plan", "round", "warning"] {
        sources(&rules.join(part), &mut files);
    }
    files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .flat_map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>())
        .collect()
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The string literals that follow `before`.
fn literals<'a>(source: &'a str, before: &str) -> BTreeSet<&'a str> {
    source
        .split(before)
        .skip(1)
        .filter_map(|rest| rest.strip_prefix('"').unwrap_or(rest).split('"').next())
        .collect()
}

fn keys(source: &str) -> BTreeSet<String> {
    let keys = literals(source, "\"refusal-");
    keys.into_iter().map(|rest| format!("refusal-{rest}")).collect()
}

#[test]
fn every_refusal_is_a_sentence_in_both_languages() {
    let engine = engine();
    let keys = keys(&engine);
    assert!(keys.len() > 30, "{keys:?}");
    for locale in Locale::ALL {
        for key in &keys {
            let sentence = words(locale).refusal(&Refusal::new(key));
            assert_ne!(&sentence, key, "{key} is missing in {}", locale.tag());
        }
    }
}

#[test]
fn what_refusals_speak_of_has_a_name_in_both_languages() {
    let engine = engine();
    let mut names: BTreeSet<String> = ["hours", "days", "working-days"]
        .map(|unit| format!("refusal-unit-{unit}"))
        .into();
    let calls = ["needed", "filled", "optional", "line", "fits"].map(|call| format!("texts::{call}(\""));
    for call in &calls {
        names.extend(
            literals(&engine, call)
                .iter()
                .map(|what| format!("refusal-what-{what}")),
        );
    }
    names.extend(
        literals(&engine, "=>\"")
            .iter()
            .map(ToString::to_string)
            .filter_map(|slug| {
                let role = format!("Role::{}=>\"{slug}\"", camel(&slug));
                let step = format!("StepName::{}=>\"{slug}\"", camel(&slug));
                if engine.contains(&step) {
                    Some(format!("refusal-step-{slug}"))
                } else if engine.contains(&role) {
                    Some(format!("refusal-role-{slug}"))
                } else {
                    None
                }
            }),
    );
    assert_eq!(
        names.iter().filter(|name| name.starts_with("refusal-step-")).count(),
        78
    );
    assert_eq!(
        names.iter().filter(|name| name.starts_with("refusal-role-")).count(),
        11
    );
    for locale in Locale::ALL {
        for name in &names {
            assert_ne!(words(locale).text(name), name, "{name} is missing in {}", locale.tag());
        }
    }
}

fn camel(slug: &str) -> String {
    slug.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        })
        .collect()
}

#[test]
fn arguments_are_put_into_the_readers_words() {
    let name = domain::Text {
        zh: "办理时限".to_owned(),
        en: "Handling".to_owned(),
    };
    let refusal = Refusal::new("refusal-role")
        .with("step", "sign-off")
        .with("role", "handler")
        .with("roles", "special-office,leader");
    assert_eq!(
        words(Locale::ZhCn).refusal(&refusal),
        "承办人不能办“核验”。请由专班、领导办理。"
    );
    assert_eq!(
        words(Locale::En).refusal(&refusal),
        "The handler can't do “sign off”. Ask: special office, leader."
    );
    let refusal = Refusal::new("refusal-extension-too-long")
        .with_text("clock", &name)
        .with("left", 10)
        .with("unit", "working-days");
    assert_eq!(
        words(Locale::ZhCn).refusal(&refusal),
        "“办理时限”最多还能延长 10 工作日。请按这个单位填写不超过此数的时间。"
    );
    assert_eq!(
        words(Locale::En).refusal(&refusal),
        "“Handling” can be extended by 10 working days more at the most. Give a time in that unit within this limit."
    );
}

#[test]
fn both_languages_use_the_same_arguments() {
    let arguments = |locale: Locale| -> Vec<(String, BTreeSet<String>)> {
        let (_, text) = words::sources(locale)
            .find(|(name, _)| *name == "refusals.ftl")
            .unwrap();
        text.lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, value)| {
                let used = value.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
                (key.to_owned(), used.map(str::to_owned).collect())
            })
            .collect()
    };
    assert_eq!(arguments(Locale::ZhCn), arguments(Locale::En));
}
