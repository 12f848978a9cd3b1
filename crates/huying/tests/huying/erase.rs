//! `huying erase` as somebody types it: what is listed, what goes, and what leaves all as it was.

use domain::CaseId;
use domain::case::{Actor, Command as Step, Event, Role};
use domain::pack::builtin;
use jiff::Timestamp;
use office::{Clock, ImportRequest, Office, Paper};
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Store;

/// When the cases came in, and two of them ended.
const NOW: &str = "2026-03-02T04:00:00Z";
/// When somebody asks for erasing.
const LATER: &str = "2026-03-05T04:00:00Z";
/// When the pack's time for keeping is over.
const OVER: &str = "2029-03-02T04:00:00Z";

/// Title, text and telephone number of each case.
const WORDS: [[&str; 3]; 3] = [
    ["东街路灯不亮请修理", "灯杆十七号旁欧阳演示家门口", "13900000001"],
    ["西街井盖缺失请补上", "井口在司徒演示的店门前", "13900000002"],
    ["南街垃圾堆积请清运", "上官演示说已经一个星期", "13900000003"],
];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn told(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whether a word stands in the open in any file below.
fn holds(dir: &Path, word: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, word);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

/// A data directory with three cases, of which the first two have ended.
struct Desk {
    dir: tempfile::TempDir,
    ids: Vec<CaseId>,
    numbers: Vec<String>,
}

impl Desk {
    async fn new() -> Self {
        let mut desk = Self {
            dir: tempfile::tempdir().unwrap(),
            ids: Vec::new(),
            numbers: Vec::new(),
        };
        let office = desk.office().await;
        office
            .store
            .set_setting("pack", r#"{"builtin":"demo-bureau"}"#)
            .await
            .unwrap();
        let unit = office.pack.units[0].slug.as_str();
        let category = office.pack.kinds["request"].categories[0].slug.as_str();
        let mut text = String::from("编号,时间,单位,类别,标题,内容,诉求人,联系电话\n");
        let externals = ["H-1", "H-2", "H-3"].map(str::to_owned);
        for (external, [title, words, telephone]) in externals.iter().zip(WORDS) {
            writeln!(
                text,
                "{external},2026-03-02 09:00,{unit},{category},{title},{words}电话{telephone},演示某人,{telephone}"
            )
            .unwrap();
        }
        let request = ImportRequest {
            papers: vec![Paper {
                name: "当日.csv".to_owned(),
                bytes: text.into_bytes(),
            }],
            columns: BTreeMap::new(),
            dry_run: false,
            own_unit: None,
            actor: Actor::program(),
            at: at(NOW),
        };
        let report = office::import_requests(&office, request, &|_, _| {}).await.unwrap();
        assert_eq!(report.rows.imported, 3, "{report:?}");
        let system = &office.pack.import.source_system;
        let found = office.store.cases_by_external(system, &externals).await.unwrap();
        for external in &externals {
            desk.ids.push(found[external].id);
            desk.numbers.push(found[external].number.clone());
        }
        for id in &desk.ids[..2] {
            withdraw(&office, *id).await;
        }
        office.store.close().await;
        desk
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    async fn office(&self) -> Office {
        Office {
            store: Store::open(&self.data()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(at(NOW)),
        }
    }

    fn huying(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
        command.args(args).arg("--data").arg(self.data());
        command.env_remove("RUST_LOG").env("LC_ALL", "en_GB.UTF-8");
        command.output().unwrap()
    }

    fn erase(&self, time: &str, args: &[&str]) -> Output {
        self.huying(&[&["erase", "--at", time], args].concat())
    }

    fn is_whole(&self) -> bool {
        let audit = self.huying(&["log", "audit", "--json"]);
        told(&audit)["whole"] == true && audit.status.success()
    }

    /// Which of the cases have their words in some file.
    fn readable(&self) -> [bool; 3] {
        WORDS.map(|words| words.iter().any(|word| holds(&self.data(), word)))
    }

    /// Versions of the cases and whether they are erased.
    async fn states(&self) -> Vec<(u64, bool)> {
        let store = Store::open(&self.data()).await.unwrap();
        let mut states = Vec::new();
        for id in &self.ids {
            let case = store.case(*id).await.unwrap().unwrap();
            states.push((case.version, case.erased_at.is_some()));
        }
        store.close().await;
        states
    }
}

async fn withdraw(office: &Office, case: CaseId) {
    let clerk = clerk();
    let step = Step::Withdraw {
        reason: "已解决".to_owned(),
    };
    office::act(office, case, &step, &clerk, at(NOW), None).await.unwrap();
}

fn clerk() -> Actor {
    Actor {
        role: Role::Clerk,
        post: Some("office".into()),
        unit: None,
        account: Some("a".to_owned()),
    }
}

#[tokio::test]
async fn a_dry_run_lists_what_goes_and_changes_nothing() {
    let desk = Desk::new().await;
    let before = desk.states().await;
    let number = desk.numbers[0].as_str();
    let looked = desk.erase(LATER, &[number, "--dry-run"]);
    assert_eq!(looked.status.code(), Some(0), "{}", said(&looked));
    assert!(looked.stdout.is_empty());
    let text = said(&looked);
    assert!(
        text.contains(&format!("{number} (request): 2 sealed fields, 0 files")),
        "{text}"
    );
    assert!(text.contains("Nothing was changed"), "{text}");

    let looked = desk.erase(LATER, &[number, "--dry-run", "--json"]);
    let told = told(&looked);
    assert_eq!((&told["erased"], &told["already"]), (&json!(0), &json!([])));
    assert_eq!(told["plan"].as_array().unwrap().len(), 1);
    assert_eq!(told["plan"][0]["number"], number);
    assert_eq!(told["plan"][0]["fields"].as_array().unwrap().len(), 2);
    assert_eq!(desk.states().await, before);
    assert_eq!(desk.readable(), [true; 3]);
}

#[tokio::test]
async fn what_is_erased_is_in_no_file_the_log_is_whole_and_asking_again_takes_nothing() {
    let desk = Desk::new().await;
    assert_eq!(desk.readable(), [true; 3]);
    let number = desk.numbers[0].as_str();
    let without = desk.erase(LATER, &[number]);
    assert_eq!(without.status.code(), Some(2), "a reason is asked for");
    let erased = desk.erase(LATER, &[number, number, "--reason", "本人要求"]);
    assert_eq!(erased.status.code(), Some(0), "{}", said(&erased));
    assert!(
        said(&erased).contains("One case erased, 0 waiting"),
        "{}",
        said(&erased)
    );
    assert_eq!(desk.readable(), [false, true, true]);
    assert!(desk.is_whole());

    let before = desk.states().await;
    assert!(before[0].1 && !before[1].1);
    for dry in [&["--dry-run"][..], &[]] {
        let args = [&[number, "--reason", "本人要求"], dry].concat();
        let again = desk.erase(LATER, &args);
        assert_eq!(again.status.code(), Some(0), "{}", said(&again));
        let text = said(&again);
        assert!(text.contains(&format!("{number} was erased before")), "{text}");
        assert!(!text.contains(&format!("{number} (request)")), "{text}");
    }
    // Beside one that is still there.
    let next = desk.numbers[1].as_str();
    let args = [number, next, "--reason", "本人要求", "--json"];
    let told = told(&desk.erase(LATER, &args));
    assert_eq!((&told["erased"], &told["already"]), (&json!(1), &json!([number])));
    assert_eq!(told["plan"].as_array().unwrap().len(), 1);
    assert_eq!((&told["plan"][0]["number"], &told["left"]), (&json!(next), &json!([])));
    assert_eq!(desk.readable(), [false, false, true]);
    assert_eq!(desk.states().await[0], before[0]);
}

#[tokio::test]
async fn a_number_that_is_unknown_or_of_an_open_case_leaves_all_as_it_was() {
    let desk = Desk::new().await;
    let before = desk.states().await;
    let (ended, open) = (desk.numbers[0].as_str(), desk.numbers[2].as_str());
    for (other, why) in [
        ("20260302-99999", "There is no case 20260302-99999".to_owned()),
        (open, format!("Case {open} is still open")),
    ] {
        for dry in [&["--dry-run"][..], &[]] {
            let args = [&[ended, other, "--reason", "本人要求", "--json"], dry].concat();
            let refused = desk.erase(LATER, &args);
            let text = said(&refused);
            assert_eq!(refused.status.code(), Some(1), "{text}");
            assert!(text.contains(&why) && text.contains("Nothing was erased"), "{text}");
            assert!(refused.stdout.is_empty());
        }
    }
    let blank = desk.erase(LATER, &[ended, "--reason", " "]);
    assert_eq!(blank.status.code(), Some(1), "{}", said(&blank));
    assert_eq!(desk.states().await, before);
    assert_eq!(desk.readable(), [true; 3]);
}

#[tokio::test]
async fn a_case_waits_for_its_task_and_then_takes_it_along() {
    let desk = Desk::new().await;
    let office = desk.office().await;
    let Event::Registered { registration, .. } = office.store.history(desk.ids[1]).await.unwrap().remove(0).event
    else {
        panic!("a case begins otherwise");
    };
    let mut task = *registration;
    (task.id, task.origin) = (office::new_case_id(at(NOW)), Some(desk.ids[1]));
    (task.external, task.number) = (None, String::new());
    task.sealed_fields.clear();
    let id = task.id;
    let registered = office::register(&office, task, &clerk(), at(NOW), None).await.unwrap();
    let task = registered.appended.number;
    office.store.close().await;

    let (first, second) = (desk.numbers[0].as_str(), desk.numbers[1].as_str());
    let before = desk.states().await;
    let refused = desk.erase(LATER, &[first, second, "--reason", "本人要求"]);
    assert_eq!(refused.status.code(), Some(1));
    let text = said(&refused);
    assert!(
        text.contains(&format!("Task {task}")) && text.contains(second),
        "{text}"
    );
    assert_eq!(desk.states().await, before);

    let office = desk.office().await;
    withdraw(&office, id).await;
    office.store.close().await;
    // Both are asked for, the task first: it goes with its case, once.
    let erased = desk.erase(LATER, &[task.as_str(), second, "--reason", "本人要求", "--json"]);
    let told = told(&erased);
    assert_eq!((erased.status.code(), &told["erased"]), (Some(0), &json!(2)));
    assert_eq!(told["plan"][0]["tasks"], json!([task]));
    assert_eq!(desk.readable(), [true, false, true]);
    assert!(desk.is_whole());
}

#[tokio::test]
async fn what_is_due_goes_and_what_is_open_or_not_yet_due_stays() {
    let desk = Desk::new().await;
    let early = told(&desk.erase(LATER, &["--due", "--json"]));
    assert_eq!((&early["erased"], &early["plan"]), (&json!(0), &json!([])));
    let before = desk.states().await;
    let numbers = |told: &Value| {
        let plan = told["plan"].as_array().unwrap().iter();
        let mut numbers: Vec<_> = plan.map(|case| case["number"].as_str().unwrap().to_owned()).collect();
        numbers.sort();
        numbers
    };
    let mut over = desk.numbers[..2].to_vec();
    over.sort();
    let looked = told(&desk.erase(OVER, &["--due", "--dry-run", "--json"]));
    assert_eq!((numbers(&looked), &looked["erased"]), (over.clone(), &json!(0)));
    assert_eq!((desk.states().await, desk.readable()), (before, [true; 3]));

    let erased = desk.erase(OVER, &["--due", "--json"]);
    assert_eq!(erased.status.code(), Some(0), "{}", said(&erased));
    let told = told(&erased);
    assert_eq!((numbers(&told), &told["erased"]), (over, &json!(2)));
    assert_eq!(desk.readable(), [false, false, true]);
    assert!(desk.is_whole());
}

#[tokio::test]
async fn where_one_cannot_be_erased_those_before_it_are_gone_all_the_same_and_it_says_which() {
    let desk = Desk::new().await;
    let stopped = desk.ids[1].to_string().replace('-', "");
    database(
        &desk.data(),
        &format!(
            "CREATE TRIGGER stop BEFORE INSERT ON events WHEN NEW.case_id = x'{stopped}' \
             BEGIN SELECT RAISE(ABORT, 'stopped by the test'); END"
        ),
    )
    .await;
    let (first, second) = (desk.numbers[0].as_str(), desk.numbers[1].as_str());
    let args = [first, second, "--reason", "本人要求", "--json"];
    let halfway = desk.erase(LATER, &args);
    let text = said(&halfway);
    assert_eq!(halfway.status.code(), Some(1), "{text}");
    assert!(
        text.contains(&format!("Erased: {first}. Not erased: {second}.")),
        "{text}"
    );
    let told_halfway = told(&halfway);
    assert_eq!(
        (&told_halfway["erased"], &told_halfway["left"]),
        (&json!(1), &json!([second]))
    );
    // Before anybody opens the directory again.
    assert_eq!(desk.readable(), [false, true, true]);

    database(&desk.data(), "DROP TRIGGER stop").await;
    let again = told(&desk.erase(LATER, &args));
    assert_eq!((&again["erased"], &again["already"]), (&json!(1), &json!([first])));
    assert_eq!(desk.readable(), [false, false, true]);
    assert!(desk.is_whole());
}

async fn database(data: &Path, statement: &str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rw", data.join("huying.db").display());
    let mut conn = AnyConnection::connect(&url).await.unwrap();
    conn.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    conn.close().await.unwrap();
}
