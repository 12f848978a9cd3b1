//! `huying pack check DIR`: every slip of a folder at once, with its file, its line and what to do, in the reader's language;
//! and a pack that does not fit the cases that are open.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BASE: &str = include_str!("../../../domain/tests/domain/pack_mistakes/base.toml");

fn check(dir: &Path, language: &str, json: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(["--lang", language, "pack", "check"]).arg(dir);
    command.args(json.then_some("--json")).output().unwrap()
}

/// The line of a text on which a word first stands.
fn line_of(text: &str, word: &str) -> usize {
    let before = text.split_once(word).unwrap().0;
    before.matches('\n').count() + 1
}

#[test]
fn each_slip_of_a_folder_is_told_with_its_file_its_line_and_its_remedy() {
    let dir = tempfile::tempdir().unwrap();
    // The calendar in a file of its own.
    let (before, rest) = BASE.split_once("[[calendar]]").unwrap();
    let (calendar, after) = rest.split_once("[[units]]").unwrap();
    let pack = format!("{before}[[units]]{after}");
    let calendar = format!("[[calendar]]{calendar}");
    let write = |pack: &str, calendar: &str| {
        fs::write(dir.path().join("pack.toml"), pack).unwrap();
        fs::write(dir.path().join("calendar.toml"), calendar).unwrap();
    };
    write(&pack, &calendar);
    let good = check(dir.path(), "en", false);
    assert_eq!(good.status.code(), Some(0), "{good:?}");

    let (zone, copies, date) = ("Asia/Yunxi", "copies = 0", "2026-05-32");
    let pack = pack.replace("Asia/Shanghai", zone).replace("copies = 10", copies);
    let calendar = calendar.replace("2026-05-01..2026-05-05", date);
    write(&pack, &calendar);
    let slips = [
        ("pack.toml", line_of(&pack, zone), "pack-bad-zone"),
        ("pack.toml", line_of(&pack, copies), "pack-out-of-range"),
        ("calendar.toml", line_of(&calendar, date), "pack-bad-date"),
    ];
    for (language, remedies) in [
        (
            "en",
            [
                "Write its IANA name",
                "Change it to a sensible number",
                "Write 2026-05-01",
            ],
        ),
        ("zh-CN", ["请写 IANA 名称", "请改成合理的数值", "请写 2026-05-01"]),
    ] {
        let said = check(dir.path(), language, false);
        assert_eq!(said.status.code(), Some(1));
        assert!(said.stdout.is_empty());
        let said = String::from_utf8(said.stderr).unwrap();
        for ((file, line, _), remedy) in slips.iter().zip(remedies) {
            let start = format!("{file}:{line}: ");
            let told = said.lines().find(|told| told.starts_with(&start));
            let told = told.unwrap_or_else(|| panic!("no {start}: {said}"));
            assert!(told.contains(remedy), "{told}");
        }

        let said = check(dir.path(), language, true);
        assert_eq!(said.status.code(), Some(1));
        let said: Value = serde_json::from_slice(&said.stdout).unwrap();
        assert_eq!(said["pack"], Value::Null);
        let problems = said["problems"].as_array().unwrap();
        assert_eq!(problems.len(), slips.len(), "{problems:?}");
        for ((file, line, key), remedy) in slips.iter().zip(remedies) {
            let told = problems.iter().find(|told| told["key"] == *key).unwrap();
            assert_eq!((&told["file"], &told["line"]), (&(*file).into(), &(*line).into()));
            assert!(told["message"].as_str().unwrap().contains(remedy), "{told}");
        }
    }
}

/// As an editor saves Chinese that knows no UTF-8.
#[test]
fn a_file_in_another_encoding_is_told_with_its_line_and_hides_no_other_slip() {
    let dir = tempfile::tempdir().unwrap();
    let (before, rest) = BASE.split_once("水务局").unwrap();
    let water = b"\xCB\xAE\xCE\xF1\xBE\xD6";
    let pack = [before.as_bytes(), water, rest.as_bytes()].concat();
    fs::write(dir.path().join("pack.toml"), pack).unwrap();
    fs::write(dir.path().join("more.toml"), "[brief]\nissuer = \n").unwrap();
    let said = check(dir.path(), "en", true);
    assert_eq!(said.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    let told = said["problems"].as_array().unwrap().iter();
    let told: Vec<_> = told
        .map(|told| (told["file"].as_str(), told["line"].as_u64(), told["key"].as_str()))
        .collect();
    let line = before.matches('\n').count() as u64 + 1;
    assert_eq!(
        told,
        [
            (Some("more.toml"), Some(2), Some("pack-syntax")),
            (Some("pack.toml"), Some(line), Some("pack-not-utf8")),
        ]
    );
}

#[test]
fn a_pack_that_lacks_a_kind_of_open_cases_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (data, pack, file) = (
        dir.path().join("data"),
        dir.path().join("pack"),
        dir.path().join("day.csv"),
    );
    fs::write(
        &file,
        "编号,时间,单位,类别,内容\nW-1,2026-03-04 08:00,县水务局,供水,城东停水\n",
    )
    .unwrap();
    let huying = |args: &[&str], paths: &[&Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
        command
            .args(["--lang", "en"])
            .args(args)
            .arg("--data")
            .arg(&data)
            .args(paths);
        command.output().unwrap()
    };
    let imported = huying(&["import", "requests", "--pack", "demo-bureau"], &[&file]);
    assert_eq!(imported.status.code(), Some(0), "{imported:?}");

    fs::create_dir(&pack).unwrap();
    let other = BASE
        .replace("slug = \"request\"", "slug = \"errand\"")
        .replace("kind = \"request\"", "kind = \"errand\"");
    fs::write(pack.join("pack.toml"), other).unwrap();
    assert_eq!(check(&pack, "en", false).status.code(), Some(0));
    let refused = huying(&["rebuild"], &[Path::new("--pack"), &pack]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("small@1") && said.contains(": request."), "{said}");
    // It is not remembered either.
    let rebuilt = huying(&["rebuild"], &[]);
    assert_eq!(rebuilt.status.code(), Some(0), "{rebuilt:?}");
}
