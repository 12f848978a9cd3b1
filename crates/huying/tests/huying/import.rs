//! `huying import requests` as somebody types it: what `--json` prints, what `--map` and `--dry-run` do, and the exit codes.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Store;

/// Of a foreign city's pack, which the program chooses by the names of the units: two good rows, one that says the day in a word,
/// one of a unit that nobody knows, a blank one and a total.
const FILE: &str = "编号,时间,单位,类别,说明,姓名\n\
                    1,2020-01-02,Sanitation Bureau,Graffiti,一,演示张三\n\
                    2,2020-01-02,Sanitation Bureau,Graffiti,二,\n\
                    3,昨天,Sanitation Bureau,Graffiti,三,演示李四\n\
                    4,2020-01-02,No Such Bureau,Graffiti,四,\n\
                    ,,,,,\n\
                    合计,,,,4,\n";

/// The same two as no synonym knows their columns.
const OWN_HEADERS: &str = "甲,乙,丙,丁,戊\n\
                           1,2020-01-02,Sanitation Bureau,Graffiti,一\n\
                           2,2020-01-02,Sanitation Bureau,Graffiti,二\n";
const MAP: &str = "external = \"甲\"\nreceived_at = \"乙\"\nunit = \"丙\"\ncategory = \"丁\"\ndescription = \"戊\"\n";

struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn imports(&self, args: &[&str]) -> Output {
        let data = self.data();
        let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
        command
            .args(["import", "requests", "--data", data.to_str().unwrap()])
            .args(args)
            .env_remove("RUST_LOG")
            .env("LC_ALL", "en_GB.UTF-8");
        command.output().unwrap()
    }

    /// Everything under the directory, with what is in the files.
    fn everything(&self) -> BTreeSet<(PathBuf, Vec<u8>)> {
        let mut all = BTreeSet::new();
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path.clone());
                    all.insert((path, Vec::new()));
                } else {
                    let bytes = std::fs::read(&path).unwrap();
                    all.insert((path, bytes));
                }
            }
        }
        all
    }
}

fn told(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn cases(data: &Path) -> u64 {
    let store = Store::open(data).await.unwrap();
    let cases = store.total_cases().await.unwrap();
    store.close().await;
    cases
}

#[tokio::test]
async fn a_report_says_of_every_row_what_became_of_it() {
    let desk = Desk::new();
    let file = desk.file("day.csv", FILE);
    let output = desk.imports(&["--pack", "la311", "--json", &file]);
    // Done, but some rows could not be read.
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let report = told(&output);
    assert_eq!(
        report["rows"],
        json!({ "imported": 2, "unchanged": 0, "corrected": 0, "ignored": 2, "rejected": 2 })
    );
    let ignored = report["ignored"].as_object().unwrap();
    assert_eq!(
        ignored.values().filter_map(Value::as_u64).sum::<u64>(),
        2,
        "{ignored:?}"
    );
    assert_eq!(ignored.len(), 2, "each with why: {ignored:?}");
    let rejected = report["rejected"].as_array().unwrap();
    for (row, line, column, value) in [
        (&rejected[0], 4, "时间", "昨天"),
        (&rejected[1], 5, "单位", "No Such Bureau"),
    ] {
        assert_eq!(
            (&row["file"], &row["row"], &row["column"], &row["value"]),
            (&json!("day.csv"), &json!(line), &json!(column), &json!(value))
        );
        assert!(row["remedy"].as_str().unwrap().len() > 10, "{row}");
    }
    let files = report["files"].as_array().unwrap();
    assert_eq!(
        (files.len(), &files[0]["file"], &files[0]["rows"]),
        (1, &json!("day.csv"), &report["rows"])
    );
    assert_eq!(files[0]["sha256"].as_str().unwrap().len(), 64);
    // The rows to mend are a file beside it, and a person reads the same on stderr.
    let to_mend = report["to_mend"].as_str().unwrap();
    assert!(to_mend.ends_with("day.to-mend.xlsx") && Path::new(to_mend).is_file());
    assert!(
        said(&output).contains("2 rows imported") && said(&output).contains("2 rejected"),
        "{}",
        said(&output)
    );
    // What it prints names no requester.
    assert!(!String::from_utf8_lossy(&output.stdout).contains("演示") && !said(&output).contains("演示"));
    assert_eq!(cases(&desk.data()).await, 2);

    // The same file once more changes nothing, without `--json` nothing is printed, and the rules were remembered.
    let again = desk.imports(&[&file]);
    assert_eq!(again.status.code(), Some(3));
    assert!(
        again.stdout.is_empty() && said(&again).contains("2 unchanged"),
        "{}",
        said(&again)
    );
    // Put right, and beside another good file: 0.
    let right = FILE
        .replace("昨天", "2020-01-02")
        .replace("No Such Bureau", "Sanitation Bureau");
    let right = desk.file("right.csv", &right);
    let more = "编号,时间,单位,类别,说明\n9,2020-01-02,Sanitation Bureau,Graffiti,九\n";
    let more = desk.file("more.csv", more);
    let output = desk.imports(&["--json", &right, &more]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let report = told(&output);
    assert_eq!(
        report["rows"],
        json!({ "imported": 3, "unchanged": 2, "corrected": 0, "ignored": 2, "rejected": 0 })
    );
    assert_eq!(report["files"].as_array().unwrap().len(), 2);
    assert_eq!(cases(&desk.data()).await, 5);
}

#[tokio::test]
async fn a_map_says_which_column_holds_what() {
    let desk = Desk::new();
    let file = desk.file("own.csv", OWN_HEADERS);
    let without = desk.imports(&["--pack", "la311", "--json", &file]);
    assert_eq!((without.status.code(), without.stdout.len()), (Some(1), 0));
    assert!(said(&without).contains("in a map file"), "{}", said(&without));
    let map = desk.file("map.toml", MAP);
    let with = desk.imports(&["--map", &map, "--json", &file]);
    assert_eq!(with.status.code(), Some(0), "{}", said(&with));
    let report = told(&with);
    assert_eq!(
        report["rows"],
        json!({ "imported": 2, "unchanged": 0, "corrected": 0, "ignored": 0, "rejected": 0 })
    );
    assert_eq!(report["rejected"], json!([]));
    assert_eq!(report.get("to_mend"), None);
    assert_eq!(cases(&desk.data()).await, 2);
    // It is remembered for files of the same header.
    let remembered = desk.imports(&["--json", &file]);
    assert_eq!(
        (remembered.status.code(), &told(&remembered)["rows"]["unchanged"]),
        (Some(0), &json!(2))
    );
    // One that cannot be understood says how one is written, and nothing is read.
    let bad = desk.file("bad.toml", "received at = Received\n");
    let refused = desk.imports(&["--map", &bad, "--json", &file]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(
        said(&refused).contains("received_at = \"Received\""),
        "{}",
        said(&refused)
    );
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let desk = Desk::new();
    let file = desk.file("day.csv", FILE);
    let own = desk.file("own.csv", OWN_HEADERS);
    let map = desk.file("map.toml", MAP);
    let before = desk.everything();
    let dry = desk.imports(&["--pack", "la311", "--dry-run", "--json", &file]);
    assert_eq!(dry.status.code(), Some(3), "{}", said(&dry));
    let report = told(&dry);
    assert_eq!(
        report["rows"],
        json!({ "imported": 2, "unchanged": 0, "corrected": 0, "ignored": 2, "rejected": 2 })
    );
    assert_eq!(report["rejected"].as_array().unwrap().len(), 2);
    assert_eq!(report.get("to_mend"), None);
    assert!(said(&dry).contains("Nothing was written"), "{}", said(&dry));
    assert_eq!(desk.everything(), before, "not even a data directory");

    // Beside what is there: no case, no pack, no map is kept of it.
    assert_eq!(desk.imports(&["--pack", "la311", &file]).status.code(), Some(3));
    let names = |desk: &Desk| desk.everything().into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    let before = names(&desk);
    let dry = desk.imports(&["--pack", "demo-bureau", "--dry-run", "--json", &file]);
    assert!(
        told(&dry)["rows"]["rejected"].as_u64().unwrap() > 2,
        "by those rules no unit is known"
    );
    let dry = desk.imports(&["--map", &map, "--dry-run", "--json", &own]);
    // Without the map nothing can be read, as before.
    assert_eq!(
        (dry.status.code(), &told(&dry)["rows"]["rejected"]),
        (Some(0), &json!(0))
    );
    let without = desk.imports(&["--dry-run", "--json", &own]);
    assert_eq!(without.status.code(), Some(1), "{}", said(&without));
    assert_eq!(names(&desk), before);
    assert_eq!(cases(&desk.data()).await, 2);
    let store = Store::open(&desk.data()).await.unwrap();
    assert_eq!(
        store.setting("pack").await.unwrap().as_deref(),
        Some(r#"{"builtin":"la311"}"#)
    );
    store.close().await;
}

#[test]
fn what_is_not_there_or_wrongly_asked_ends_otherwise() {
    let desk = Desk::new();
    assert_eq!(desk.imports(&[]).status.code(), Some(2), "no file was named");
    let missing = desk.dir.path().join("missing.xlsx");
    let refused = desk.imports(&["--json", missing.to_str().unwrap()]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(said(&refused).contains("missing.xlsx"), "{}", said(&refused));
    assert!(!desk.data().exists(), "a mistyped name makes no directory");
}

#[test]
fn rows_to_mend_lie_where_somebody_said_and_never_in_the_data_directory() {
    let desk = Desk::new();
    let file = desk.file("day.csv", FILE);
    let nowhere = desk.dir.path().join("no-such-folder/rows.xlsx");
    let output = desk.imports(&["--json", "--to-mend", nowhere.to_str().unwrap(), &file]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(told(&output).get("to_mend"), None);
    assert!(
        said(&output).contains("Run it once more with --to-mend FILE"),
        "{}",
        said(&output)
    );
    let there = desk.dir.path().join("rows.xlsx");
    let output = desk.imports(&["--json", "--to-mend", there.to_str().unwrap(), &file]);
    assert_eq!(told(&output)["rows"]["imported"], 0, "what is in stays as it is");
    assert_eq!(told(&output)["to_mend"], there.to_str().unwrap());
    assert!(there.is_file());
    for entry in std::fs::read_dir(desk.data()).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(!name.to_string_lossy().contains("mend"), "{name:?}");
    }
}
