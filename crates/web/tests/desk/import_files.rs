//! What is kept of a file that was handed in: nothing that stands in it longer than somebody needs it.

use crate::browser::{Browser, Bureau};
use crate::imports::over;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::path::Path;
use std::time::Duration;
use store::Passing;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{Desk, Options};

const NAMED: &str = "编号,时间,单位,类别,标题,姓名,电话\r\n\
    A-1,2026-03-02 08:10,县水务局,供水,停水,演示张三,13900000001\r\n\
    A-2,就在昨天,县水务局,供水,水压低,演示李四,13900000002\r\n\
    合计,2,,,,,\r\n";

struct Runner {
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl Runner {
    /// A runner over the same store, whose clock is so much ahead.
    fn ahead(bureau: &Bureau, by: SignedDuration) -> Self {
        let office = Office {
            clock: Clock::starting_at(Timestamp::now() + by),
            ..bureau.office.clone()
        };
        Self::of(Desk::new(office, Options::default()))
    }

    fn of(desk: Desk) -> Self {
        let (stop, stopped) = watch::channel(());
        Self {
            stop,
            task: tokio::spawn(async move { desk.work_imports(stopped).await }),
        }
    }

    async fn end(self) {
        drop(self.stop);
        self.task.await.unwrap();
    }
}

/// Waits for something that comes true by itself.
async fn until(mut holds: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..200 {
        if holds().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    false
}

/// All bytes of all files under a folder.
fn everything(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(everything(&path));
        } else {
            bytes.extend(std::fs::read(&path).unwrap());
        }
    }
    bytes
}

fn says(folder: &Path, text: &str) -> bool {
    let bytes = everything(folder);
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn kept(bureau: &Bureau, kind: Passing) -> usize {
    bureau.office.store.passing_ids(kind).await.unwrap().len()
}

async fn hand_in(browser: &mut Browser<'_>, fields: &[(&str, &str)], text: &str) -> String {
    let answer = browser
        .upload("/import", "/import", fields, ("三月.csv", text.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

#[tokio::test]
async fn names_are_gone_as_soon_as_the_file_has_been_read() {
    let bureau = Bureau::staffed().await;
    let dir = bureau.office.store.dir().to_owned();
    let mut clerk = bureau.signed_in("clerk").await;
    let run = hand_in(&mut clerk, &[], NAMED).await;
    assert!(says(&dir, "演示张三"), "it waits to be read");
    let runner = Runner::of(bureau.desk.clone());
    let page = over(&mut clerk, &run).await;
    assert!(until(async || kept(&bureau, Passing::Uploads).await == 0).await);
    for name in ["演示张三", "13900000001", "演示李四", "13900000002"] {
        assert!(!says(&dir, name), "{name}");
    }
    assert!(!dir.join("files").exists(), "it never was among the evidence");
    assert!(page.text().contains("就在昨天"), "{}", page.text());
    let page = clerk.get(&run).await;
    assert!(page.text().contains("have been erased") && !page.text().contains("/columns"));
    let answer = clerk
        .fill(&run, &format!("{run}/columns"), &[("for_real", "yes")])
        .await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "there is nothing to read"
    );
    runner.end().await;
}

#[tokio::test]
async fn whoever_looks_reads_an_import_in_the_own_language() {
    let bureau = Bureau::staffed().await;
    let runner = Runner::of(bureau.desk.clone());
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.language = "zh-CN";
    let run = hand_in(&mut clerk, &[], NAMED).await;
    let chinese = over(&mut clerk, &run).await;
    let mut chief = bureau.signed_in("office-chief").await;
    let english = chief.get(&run).await;
    let (in_chinese, in_english) = (["合计行", "请写成"], [">Total<", "Write it like"]);
    for (page, said, unsaid) in [(&chinese, in_chinese, in_english), (&english, in_english, in_chinese)] {
        let text = page.text();
        assert!(said.iter().all(|word| text.contains(word)), "{text}");
        assert!(!unsaid.iter().any(|word| text.contains(word)), "{text}");
    }
    let file = format!("{run}/rejected.xlsx");
    for (browser, header) in [(&mut clerk, "如何更正"), (&mut chief, "What to do")] {
        let table = browser.fill(&file, &file, &[("reason", "handling")]).await;
        assert_eq!(table.status, StatusCode::OK);
        let sheets = documents::sheet::read("rejected.xlsx", &table.bytes).unwrap();
        assert!(format!("{sheets:?}").contains(header), "{sheets:?}");
    }
    runner.end().await;
}

#[tokio::test]
async fn rows_to_mend_go_by_a_button_or_after_a_week() {
    let bureau = Bureau::staffed().await;
    let runner = Runner::of(bureau.desk.clone());
    let mut clerk = bureau.signed_in("clerk").await;
    let run = hand_in(&mut clerk, &[], NAMED).await;
    let other = hand_in(&mut clerk, &[], NAMED).await;
    over(&mut clerk, &run).await;
    over(&mut clerk, &other).await;
    assert_eq!(kept(&bureau, Passing::ToMend).await, 2);
    let answer = clerk.fill(&run, &format!("{run}/erase"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = clerk.get(&run).await;
    assert!(
        page.text().contains("The rows to mend have been erased") && !page.text().contains("就在昨天"),
        "{}",
        page.text()
    );
    let gone = clerk.get(&format!("{run}/rejected.xlsx")).await;
    assert!(
        gone.status == StatusCode::UNPROCESSABLE_ENTITY && gone.text().contains("There are no rows to mend"),
        "{}",
        gone.text()
    );
    assert!(
        clerk.get(&other).await.text().contains("就在昨天"),
        "another run's stay"
    );
    runner.end().await;

    let day = SignedDuration::from_hours(24);
    for (by, left) in [(day * 7 - day / 24, 1), (day * 7 + day / 24, 0)] {
        let later = Runner::ahead(&bureau, by);
        let erased = until(async || kept(&bureau, Passing::ToMend).await == 0);
        if left == 0 {
            assert!(erased.await, "after a week");
        } else {
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_eq!(kept(&bureau, Passing::ToMend).await, 1, "within the week");
        }
        later.end().await;
    }
}

#[tokio::test]
async fn a_try_waits_a_day_and_an_unfinished_run_as_long_as_it_takes() {
    let bureau = Bureau::staffed().await;
    let day = SignedDuration::from_hours(24);
    let mut clerk = bureau.signed_in("clerk").await;
    let run = hand_in(&mut clerk, &[], NAMED).await;
    // The program stopped; days later it is started again, and the run is not lost.
    let later = Runner::ahead(&bureau, day * 3);
    over(&mut clerk, &run).await;
    assert!(until(async || kept(&bureau, Passing::Uploads).await == 0).await);
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 1);
    later.end().await;

    let runner = Runner::of(bureau.desk.clone());
    let run = hand_in(&mut clerk, &[("dry_run", "yes")], NAMED).await;
    let page = over(&mut clerk, &run).await;
    assert!(page.text().contains("are kept until"), "{}", page.text());
    runner.end().await;
    assert_eq!(kept(&bureau, Passing::Uploads).await, 1, "for the import for real");
    let later = Runner::ahead(&bureau, day + day / 24);
    assert!(until(async || kept(&bureau, Passing::Uploads).await == 0).await);
    later.end().await;
    assert!(clerk.get(&run).await.text().contains("have been erased"));
}

#[tokio::test]
async fn files_that_no_run_knows_go() {
    let bureau = Bureau::staffed().await;
    let store = &bureau.office.store;
    let now = Timestamp::now();
    let handed_in_now = office::new_case_id(now).to_string();
    let stopped_at = office::new_case_id(now - SignedDuration::from_hours(2)).to_string();
    for id in [&handed_in_now, &stopped_at] {
        let files = vec![("0".to_owned(), NAMED.as_bytes().to_vec())];
        store.put_passing(Passing::Uploads, id, files).await.unwrap();
    }
    let runner = Runner::of(bureau.desk.clone());
    assert!(until(async || kept(&bureau, Passing::Uploads).await == 1).await);
    assert_eq!(store.passing_ids(Passing::Uploads).await.unwrap(), [handed_in_now]);
    runner.end().await;
}

#[tokio::test]
async fn a_file_that_ends_the_program_each_time_is_given_up() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let run = hand_in(&mut clerk, &[], NAMED).await;
    let hour = SignedDuration::from_hours(1);
    for n in 1..=3 {
        // Taken up by a program that does not live to finish it.
        let at = Timestamp::now() + hour * n;
        let job = bureau.office.store.lease_job(&["import"], at, hour / 2).await.unwrap();
        assert!(job.is_some());
    }
    let later = Runner::ahead(&bureau, hour * 5);
    let page = over(&mut clerk, &run).await;
    assert!(page.text().contains("role=\"alert\""), "{}", page.text());
    assert!(until(async || kept(&bureau, Passing::Uploads).await == 0).await);
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 0);
    later.end().await;
}

#[tokio::test]
async fn a_run_is_not_erased_under_way() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let run = hand_in(&mut clerk, &[], NAMED).await;
    let answer = clerk.fill(&run, &format!("{run}/erase"), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(kept(&bureau, Passing::Uploads).await, 1);
    let mut water = bureau.signed_in("water-handler").await;
    let answer = water.fill("/units", &format!("{run}/erase"), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_units_report_leaves_the_name_and_the_hash_of_its_file() {
    let bureau = Bureau::staffed().await;
    let dir = bureau.office.store.dir().to_owned();
    let date = bureau.today().to_string();
    let file = format!(
        "县水务局 每日报送\r\n报送日期,{date}\r\n编号,时间,类别,标题,诉求人,联系电话\r\nW-1,{date} 08:10,供水,停水,演示张三,13900000001\r\n"
    );
    let mut water = bureau.signed_in("water-handler").await;
    let page = format!("/reports?date={date}");
    let fields = [("date", date.as_str())];
    let answer = water
        .upload(&page, "/reports/file", &fields, ("water.csv", file.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let reports = bureau.office.store.reports(bureau.today()).await.unwrap();
    assert_eq!((reports[0].file.as_str(), reports[0].sha256.len()), ("water.csv", 64));
    assert!(says(&dir, "停水") && !says(&dir, "演示张三") && !says(&dir, "13900000001"));
    assert!(!dir.join("files").exists() && !dir.join("passing").exists());
}
