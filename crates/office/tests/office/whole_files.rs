//! What is read of a file is the whole of it: a sheet that is refused takes the file with it, a sheet that nobody can read is
//! named and counted, and a file that cannot be read is nobody's report.

use domain::case::Actor;
use domain::daily::{Caveat, ReportStatus};
use domain::import::Ignored;
use domain::pack::{FieldName, builtin};
use jiff::civil::{Date, date};
use office::{Clock, ImportReport, ImportRequest, Office, Paper, RowCounts, SkippedSheet};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use store::Store;

const DAY: Date = date(2026, 3, 4);
const MORNING: &str = "2026-03-05T08:00:00+08:00";

struct Bureau {
    office: Office,
    _dir: tempfile::TempDir,
}

impl Bureau {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(MORNING.parse().unwrap()),
        };
        Self { office, _dir: dir }
    }

    async fn import(&self, papers: Vec<Paper>, columns: BTreeMap<FieldName, String>) -> ImportReport {
        let request = ImportRequest {
            papers,
            columns,
            dry_run: false,
            own_unit: None,
            actor: Actor::program(),
            at: MORNING.parse().unwrap(),
        };
        office::import_requests(&self.office, request, &|_, _| {})
            .await
            .unwrap()
    }
}

/// A workbook of sheets, each a name and its rows.
fn workbook(name: &str, sheets: &[(&str, &[&[&str]])]) -> Paper {
    workbook_with(name, sheets, &[])
}

/// The same with some of its sheets hidden, by their names.
fn workbook_with(name: &str, sheets: &[(&str, &[&[&str]])], hidden: &[&str]) -> Paper {
    let mut book = Workbook::new();
    for (title, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*title).unwrap();
        sheet.set_hidden(hidden.contains(title));
        for (i, row) in (0_u32..).zip(*rows) {
            for (j, text) in (0_u16..).zip(*row) {
                sheet.write_string(i, j, *text).unwrap();
            }
        }
    }
    Paper {
        name: name.to_owned(),
        bytes: book.save_to_buffer().unwrap(),
    }
}

const ROW: &[&str] = &["2026-03-04 08:00", "县水务局", "供水", "城东停水"];
const LATER: &[&str] = &["2026-03-04 09:00", "县水务局", "供水", "管道爆裂"];

#[tokio::test]
async fn a_file_refused_at_a_later_sheet_leaves_nothing_however_often_it_comes() {
    let bureau = Bureau::new().await;
    let by_hand = || BTreeMap::from([(FieldName::Description, "说的事".to_owned())]);
    let own: &[&str] = &["时间", "单位", "类别", "说的事"];
    let usual: &[&str] = &["时间", "单位", "类别", "内容"];
    let papers = || {
        vec![
            workbook("两张表.xlsx", &[("一", &[own, ROW]), ("二", &[usual, LATER])]),
            workbook("一张表.xlsx", &[("一", &[own, LATER])]),
        ]
    };
    for expected in [(1, 0), (0, 1)] {
        let report = bureau.import(papers(), by_hand()).await;
        assert_eq!(
            report.rows,
            RowCounts {
                imported: expected.0,
                unchanged: expected.1,
                rejected: 1,
                ..RowCounts::default()
            }
        );
        assert!(report.files[0].unreadable && !report.files[1].unreadable);
        assert_eq!(report.rejected[0].row, 0);
        assert_eq!(report.rejected[0].problems[0].remedy.key, "import-file-no-such-column");
        assert_eq!(bureau.office.store.total_cases().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn every_sheet_is_read_or_named_and_the_sum_is_the_rows_of_the_file() {
    let bureau = Bureau::new().await;
    let read: &[&[&str]] = &[&["时间", "单位", "类别", "内容"], ROW];
    let cover: &[&[&str]] = &[&["填报说明"], &["每日九时前报送"], &["联系办公室"]];
    let strange: &[&[&str]] = &[&["甲", "乙", "丙", "丁"], ROW, LATER];
    let paper = workbook(
        "日报.xlsx",
        &[("封面", cover), ("事项", read), ("补报", strange), ("空", &[])],
    );
    let report = bureau.import(vec![paper], BTreeMap::new()).await;
    assert_eq!(
        report.files[0].skipped,
        [
            SkippedSheet {
                sheet: "日报.xlsx · 封面".to_owned(),
                rows: 3,
                rejected: false,
                hidden: false,
            },
            SkippedSheet {
                sheet: "日报.xlsx · 补报".to_owned(),
                rows: 3,
                rejected: true,
                hidden: false,
            },
        ]
    );
    assert_eq!(
        report.rows,
        RowCounts {
            imported: 1,
            ignored: 3,
            rejected: 3,
            ..RowCounts::default()
        }
    );
    assert_eq!(report.rows.sum(), 1 + 3 + 3);
    assert_eq!(report.ignored, BTreeMap::from([(Ignored::Sheet, 3)]));
    let words = words::words(domain::Locale::ZhCn);
    let said = report.rejected[0].said(words).remedy;
    assert!(said.contains("日报.xlsx · 补报") && said.contains('3'), "{said}");
}

#[tokio::test]
async fn a_hidden_sheet_is_named_and_counted_and_never_read() {
    let bureau = Bureau::new().await;
    let header: &[&str] = &["时间", "单位", "类别", "内容"];
    let read: &[&[&str]] = &[header, ROW];
    let list: &[&[&str]] = &[&["单位", "类别"], &["县水务局", "供水"]];
    let known: &[&[&str]] = &[header, LATER];
    let strange: &[&[&str]] = &[&["甲", "乙", "丙", "丁"], ROW, LATER];
    let sheets = [("事项", read), ("选项", list), ("昨日", known), ("补报", strange)];
    let paper = workbook_with("日报.xlsx", &sheets, &["选项", "昨日", "补报"]);
    let report = bureau.import(vec![paper], BTreeMap::new()).await;
    let skipped = |sheet: &str, rows, rejected| SkippedSheet {
        sheet: format!("日报.xlsx · {sheet}"),
        rows,
        rejected,
        hidden: true,
    };
    assert_eq!(
        report.files[0].skipped,
        [
            skipped("选项", 2, false),
            skipped("昨日", 2, true),
            skipped("补报", 3, true)
        ]
    );
    assert_eq!(
        report.rows,
        RowCounts {
            imported: 1,
            ignored: 2,
            rejected: 2 + 3,
            ..RowCounts::default()
        }
    );
    assert_eq!(report.ignored, BTreeMap::from([(Ignored::HiddenSheet, 2)]));
    for rejected in &report.rejected {
        assert_eq!(rejected.problems[0].remedy.key, "import-sheet-hidden");
    }
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 1);
}

#[tokio::test]
async fn a_file_of_hidden_sheets_alone_says_so() {
    let bureau = Bureau::new().await;
    let rows: &[&[&str]] = &[&["时间", "单位", "类别", "内容"], ROW];
    let hidden = workbook_with("隐藏.xlsx", &[("空", &[]), ("事项", rows)], &["事项"]);
    let good = workbook("日报.xlsx", &[("事项", rows)]);
    let report = bureau.import(vec![hidden, good], BTreeMap::new()).await;
    assert!(report.files[0].unreadable && !report.files[1].unreadable);
    assert_eq!(report.rejected[0].problems[0].remedy.key, "import-file-hidden");
    assert_eq!(report.rows.imported, 1);
}

#[tokio::test]
async fn a_damaged_file_is_nobodys_report() {
    let bureau = Bureau::new().await;
    let mut damaged = workbook("县水务局.xlsx", &[("一", &[ROW])]);
    damaged.bytes.truncate(100);
    let good = workbook(
        "县住建局.xlsx",
        &[(
            "一",
            &[&["时间", "类别", "内容"], &["2026-03-04 08:00", "供水", "渗漏"]],
        )],
    );
    let papers = vec![damaged, good];
    let done = office::run_day(&bureau.office, DAY, papers, domain::Locale::ZhCn, &|_, _| {})
        .await
        .unwrap();
    assert_eq!(done.summary.rows.rejected, 1, "{:?}", done.summary.rejected);
    let status = |name: &str| {
        let mut units = done.summary.units.iter();
        units.find(|unit| unit.name == name).map(|unit| unit.report)
    };
    assert_eq!(status("县水务局"), Some(ReportStatus::Awaited));
    assert_eq!(status("县住房和城乡建设局"), Some(ReportStatus::OnTime));
    assert_eq!(bureau.office.store.reports(DAY).await.unwrap().len(), 1);
}

#[tokio::test]
async fn rows_that_could_not_be_read_are_missing_in_every_draft_until_they_are_mended() {
    let bureau = Bureau::new().await;
    let office = &bureau.office;
    let of_water = |time| {
        let rows: &[&[&str]] = &[
            &["时间", "类别", "内容"],
            &["2026-03-04 08:00", "供水", "渗漏"],
            &[time, "供水", "停水"],
        ];
        workbook("县水务局.xlsx", &[("一", rows)])
    };
    let of_all = |time| {
        let rows: &[&[&str]] = &[&["时间", "单位", "类别", "内容"], &[time, "县住建局", "供水", "水压低"]];
        workbook("全县.xlsx", &[("一", rows)])
    };
    let run = async |papers| {
        let run = office::run_day(office, DAY, papers, domain::Locale::ZhCn, &|_, _| {});
        run.await.unwrap().summary.rows.rejected
    };
    // As the desk drafts it: nobody says a number.
    let missing = async || {
        let now = office.clock.now();
        let brief = office::draft_brief(office, DAY, now, &Actor::program(), now)
            .await
            .unwrap();
        brief.caveats.iter().find_map(|caveat| match caveat {
            Caveat::RejectedRows { rows } => Some(*rows),
            _ => None,
        })
    };
    assert_eq!(run(vec![of_water("不详"), of_all("不详")]).await, 2);
    assert_eq!(missing().await, Some(2));
    assert_eq!(missing().await, Some(2));
    assert_eq!(run(vec![of_water("2026-03-04 09:00")]).await, 0);
    assert_eq!(missing().await, Some(1));
    assert_eq!(run(vec![of_all("2026-03-04 10:00")]).await, 0);
    assert_eq!(missing().await, None);
}
