//! `huying day` as a timer runs it: files in, papers out, exit codes.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const HEADER: &str = "编号,时间,单位,类别,内容,伤亡人数\n";

fn day(dir: &Path, date: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_huying"))
        .args(["day", date, "--json", "--pack", "demo-bureau", "--units"])
        .arg(dir.join("units"))
        .arg("--out")
        .arg(dir.join("out"))
        .arg("--data")
        .arg(dir.join("data"))
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap()
}

fn summary(dir: &Path) -> Value {
    serde_json::from_slice(&fs::read(dir.join("out/summary.json")).unwrap()).unwrap()
}

#[test]
fn a_day_writes_its_papers_and_says_what_could_not_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let units = dir.path().join("units");
    fs::create_dir(&units).unwrap();
    let good = "W-1,2026-03-04 08:00,县水务局,供水,城东停水,\nW-2,2026-03-04 09:00,县水务局,供水,管道爆裂,2\n";
    let report = |rows: &str| fs::write(units.join("县水务局.csv"), format!("{HEADER}{rows}")).unwrap();
    report(&format!("{good}W-3,不详,县水务局,供水,时间不明,\n"));
    fs::write(units.join("说明.txt"), "请查收").unwrap();

    let first = day(dir.path(), "2026-03-04");
    let said = String::from_utf8(first.stderr).unwrap();
    assert_eq!(first.status.code(), Some(3), "{said}");
    assert!(said.contains("说明.txt"), "{said}");
    assert!(said.contains("县水务局.csv, row 4") && said.contains("不详"), "{said}");
    let summary_1 = summary(dir.path());
    assert_eq!(serde_json::from_slice::<Value>(&first.stdout).unwrap(), summary_1);
    let mut keys: Vec<&String> = summary_1.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["attention", "cases", "categories", "date", "rejected", "rows", "units"]
    );
    assert_eq!(summary_1["cases"], 2);
    assert_eq!(
        (&summary_1["rows"]["imported"], &summary_1["rows"]["rejected"]),
        (&2.into(), &1.into())
    );
    // The body's own language, though the machine speaks English.
    assert_eq!(summary_1["categories"][0]["name"], "供水");
    let attention = summary_1["attention"].as_array().unwrap();
    assert_eq!(
        attention[0]["case"], "20260305-00002",
        "casualties first: {attention:?}"
    );
    let reports: Vec<&str> = summary_1["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| u["report"].as_str().unwrap())
        .collect();
    assert_eq!(reports.iter().filter(|report| **report == "on_time").count(), 1);
    assert!(reports.iter().filter(|report| **report == "missing").count() >= 5);
    assert!(dir.path().join("out/rejected.xlsx").exists());

    // Mended and handed in again: nothing left over.
    report(&format!("{good}W-3,2026-03-04 10:00,县水务局,供水,时间不明,\n"));
    let second = day(dir.path(), "2026-03-04");
    assert_eq!(
        second.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
    let rows = &summary(dir.path())["rows"];
    assert_eq!(
        (&rows["imported"], &rows["unchanged"], &rows["rejected"]),
        (&1.into(), &2.into(), &0.into())
    );
    assert!(!dir.path().join("out/rejected.xlsx").exists());
    for paper in ["brief.docx", "brief.pdf", "brief.html", "assignments.xlsx"] {
        assert!(
            fs::metadata(dir.path().join("out").join(paper)).unwrap().len() > 1_000,
            "{paper}"
        );
    }
    let left: Vec<_> = fs::read_dir(dir.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 5, "no halves left behind: {left:?}");
}

#[test]
fn a_mistyped_folder_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let done = day(dir.path(), "2026-03-04");
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8(done.stderr).unwrap().contains("units"));
    assert!(!dir.path().join("data").exists() && !dir.path().join("out").exists());
}

#[test]
fn a_file_too_large_to_be_read_holds_up_none_of_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let units = dir.path().join("units");
    fs::create_dir(&units).unwrap();
    let good = "W-1,2026-03-04 08:00,县水务局,供水,城东停水,\n";
    fs::write(units.join("县水务局.csv"), format!("{HEADER}{good}")).unwrap();
    // Sparse: far more than is ever read, and nothing on the disk.
    let large = fs::File::create(units.join("县住建局.csv")).unwrap();
    large.set_len(64 << 30).unwrap();
    let done = day(dir.path(), "2026-03-04");
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(3), "{said}");
    let summary = summary(dir.path());
    assert_eq!(summary["rows"]["imported"], 1);
    let rejected = summary["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0]["file"], "县住建局.csv");
    assert!(rejected[0]["remedy"].as_str().unwrap().contains("50 MB"), "{said}");
}
