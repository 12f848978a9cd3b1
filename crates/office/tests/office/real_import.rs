//! Papers in, on the real input: a day of a foreign city, as six workbooks, as CSV, and as CSV in GB18030 with a blank
//! and a total row. Skipped, with a word, where the data are not there.

use crate::shared_data::shared_data;
use domain::Locale;
use domain::case::Actor;
use domain::import::Ignored;
use domain::pack::{FieldName, builtin};
use office::{Clock, ImportReport, ImportRequest, Office, Paper, RowCounts, ToMend, choose_pack, import_requests};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Filter, Store};
use words::words;

const ALL: u64 = 5_964;

fn day() -> Option<PathBuf> {
    shared_data("la311/2020-01-02")
}

fn paper(path: &Path) -> Paper {
    Paper {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        bytes: std::fs::read(path).unwrap(),
    }
}

fn unit_papers(day: &Path) -> Vec<Paper> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(day.join("units"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| paper(file)).collect()
}

struct Desk {
    office: Office,
    _dir: tempfile::TempDir,
}

async fn desk(pack: &str) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).await.unwrap();
    let office = Office {
        store,
        pack: builtin(pack).unwrap(),
        clock: Clock::real(),
    };
    Desk { office, _dir: dir }
}

impl Desk {
    async fn import(&self, papers: Vec<Paper>) -> ImportReport {
        self.import_with(papers, BTreeMap::new(), false).await
    }

    async fn import_with(
        &self,
        papers: Vec<Paper>,
        columns: BTreeMap<FieldName, String>,
        dry_run: bool,
    ) -> ImportReport {
        let request = ImportRequest {
            papers,
            columns,
            dry_run,
            own_unit: None,
            actor: Actor::program(),
            at: "2020-01-03T01:00:00Z".parse().unwrap(),
        };
        let report = import_requests(&self.office, request, &|done, of| {
            assert!(done <= of);
        })
        .await
        .unwrap();
        let files = report.files.iter().map(|file| file.rows.sum()).sum::<u64>();
        assert_eq!(files, report.rows.sum());
        assert_eq!(report.rejected.len() as u64, report.rows.rejected);
        assert_eq!(report.ignored.values().sum::<u64>(), report.rows.ignored);
        report
    }
}

fn counts(imported: u64, unchanged: u64, corrected: u64, ignored: u64, rejected: u64) -> RowCounts {
    RowCounts {
        imported,
        unchanged,
        corrected,
        ignored,
        rejected,
    }
}

/// A later file of a try is told by what the earlier ones would have brought, as one of an import is by what they have.
#[tokio::test]
async fn a_try_of_several_files_says_what_their_import_does() {
    let Some(day) = day() else { return };
    let desk = desk("la311").await;
    let all = || {
        let mut papers = unit_papers(&day);
        let csv = day.join("requests.csv");
        papers.extend([paper(&csv), paper(&csv)]);
        papers
    };
    let tried = desk.import_with(all(), BTreeMap::new(), true).await;
    assert_eq!(desk.office.store.total_cases().await.unwrap(), 0);
    let done = desk.import(all()).await;
    assert_eq!(done.rows, counts(ALL, ALL, ALL, 0, 0));
    assert_eq!(tried, done);
}

#[tokio::test]
async fn the_units_workbooks_give_every_unit_its_cases() {
    let Some(day) = day() else { return };
    let desk = desk("la311").await;
    let report = desk.import(unit_papers(&day)).await;
    assert_eq!(report.rows, counts(ALL, 0, 0, 0, 0), "{:?}", report.rejected.first());
    for file in &report.files {
        assert_eq!(file.declared, Some(file.rows.imported), "{}", file.file);
        assert_eq!(file.date, Some(jiff::civil::date(2020, 1, 2)));
        let filter = Filter {
            unit: Some(file.unit.clone().expect("a unit")),
            ..Filter::default()
        };
        let kept = desk
            .office
            .store
            .count(&store::Viewer::body(), &filter, 100_000)
            .await
            .unwrap();
        assert_eq!(kept, file.rows.imported, "{}", file.file);
    }
    let of: BTreeMap<&str, u64> = report
        .files
        .iter()
        .map(|file| (file.file.as_str(), file.rows.imported))
        .collect();
    assert_eq!(
        of,
        BTreeMap::from([
            ("Bureau_of_Street_Services.xlsx", 2),
            ("Department_of_Water_&_Power.xlsx", 4),
            ("Information_Technology_Agency.xlsx", 49),
            ("Office_of_Community_Beautification.xlsx", 1865),
            ("Sanitation_Bureau.xlsx", 3974),
            ("Street_Lighting_Bureau.xlsx", 70),
        ])
    );

    assert_eq!(desk.import(unit_papers(&day)).await.rows, counts(0, ALL, 0, 0, 0));
    // The CSV says more of the same cases (coordinates) and words their descriptions otherwise: corrections, no cases.
    let csv = || vec![paper(&day.join("requests.csv"))];
    assert_eq!(desk.import(csv()).await.rows, counts(0, 0, ALL, 0, 0));
    assert_eq!(desk.import(csv()).await.rows, counts(0, ALL, 0, 0, 0));
    assert_eq!(desk.office.store.total_cases().await.unwrap(), ALL);
}

#[tokio::test]
async fn both_csv_files_give_the_same_cases() {
    let Some(day) = day() else { return };
    let desk = desk("la311").await;
    let gb18030 = || vec![paper(&day.join("requests-gb18030.csv"))];
    let report = desk.import(gb18030()).await;
    assert_eq!(report.rows, counts(ALL, 0, 0, 2, 0), "{:?}", report.rejected.first());
    assert_eq!(
        report.ignored,
        BTreeMap::from([(Ignored::Blank, 1), (Ignored::Total, 1)])
    );
    assert_eq!(desk.import(gb18030()).await.rows, counts(0, ALL, 0, 2, 0));
    // The UTF-8 file says the same in other headers: to those who know the cases already, and to those who don't.
    let utf8 = || vec![paper(&day.join("requests.csv"))];
    assert_eq!(desk.import(utf8()).await.rows, counts(0, ALL, 0, 0, 0));
    let fresh = self::desk("la311").await;
    assert_eq!(fresh.import(utf8()).await.rows, counts(ALL, 0, 0, 0, 0));
    assert_eq!(fresh.import(utf8()).await.rows, counts(0, ALL, 0, 0, 0));
}

#[tokio::test]
async fn the_pack_is_chosen_by_the_files() {
    let Some(day) = day() else { return };
    assert_eq!(choose_pack(&unit_papers(&day)).id, "la311");
    assert_eq!(choose_pack(&[paper(&day.join("requests-gb18030.csv"))]).id, "la311");
    assert_eq!(choose_pack(&[]).id, "cn");
}

fn csv(name: &str, text: &str) -> Paper {
    Paper {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

#[tokio::test]
async fn rejected_rows_come_back_to_be_mended_and_go_in_again() {
    let desk = desk("la311").await;
    let text = "编号,时间,单位,类别,说明,姓名\n\
                1,2020-01-02,Sanitation Bureau,Graffiti,一,演示张三\n\
                2,昨天,Sanitation Bureau,Graffiti,=二,演示李四\n\
                3,2020-01-02,No Such,Graffiti,三,\n";
    let report = desk.import(vec![csv("a.csv", text)]).await;
    assert_eq!(report.rows, counts(1, 0, 0, 0, 2));
    let line = report.rejected[0].said(words(Locale::En));
    assert_eq!(
        (line.row, line.column.as_str(), line.value.as_str()),
        (3, "时间", "昨天")
    );
    // Kept for a while and written then, for readers of either language.
    let kept: ToMend = serde_json::from_str(&serde_json::to_string(&report.to_mend).unwrap()).unwrap();
    assert_eq!(kept, report.to_mend);
    let english = kept.xlsx(&desk.office.pack, Locale::En).unwrap();
    let english = format!("{:?}", documents::sheet::read("to-mend.xlsx", &english).unwrap());
    assert!(
        english.contains(&line.remedy) && !english.contains("如何更正"),
        "{english}"
    );
    let to_mend = kept.xlsx(&desk.office.pack, Locale::ZhCn).unwrap();

    let sheets = documents::sheet::read("to-mend.xlsx", &to_mend).unwrap();
    let said = format!("{sheets:?}");
    assert!(!said.contains("演示"), "names are not in it: {said}");
    // As it came it is still wrong, and nothing is lost or doubled.
    let again = desk
        .import(vec![Paper {
            name: "to-mend.xlsx".to_owned(),
            bytes: to_mend,
        }])
        .await;
    assert_eq!(again.rows, counts(0, 0, 0, 0, 2));
    // Mended, here by way of CSV.
    let mended: Vec<String> = sheets[0]
        .rows
        .iter()
        .map(|row| {
            let texts = row.iter().map(|cell| match cell {
                domain::import::Cell::Text(text) => text
                    .replace("昨天", "2020-01-02")
                    .replace("No Such", "Sanitation Bureau"),
                domain::import::Cell::Number(number) => number.to_string(),
                _ => String::new(),
            });
            texts
                .map(|text| format!("\"{}\"", text.replace('"', "\"\"")))
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    let report = desk.import(vec![csv("mended.csv", &mended.join("\n"))]).await;
    assert_eq!(report.rows, counts(2, 0, 0, 0, 0), "{:?}", report.rejected);
    let found = desk
        .office
        .store
        .cases_by_external("la311", &["2".to_owned()])
        .await
        .unwrap();
    assert_eq!(
        found["2"].description, "=二",
        "the guard of the table is not part of the text"
    );
}

#[tokio::test]
async fn rows_without_numbers_are_known_again_and_none_is_lost() {
    let desk = desk("la311").await;
    let text = "时间,单位,类别,说明\n\
                2020-01-02 08:00,Sanitation Bureau,Graffiti,同样\n\
                2020-01-02 08:00,Sanitation Bureau,Graffiti,同样\n\
                2020-01-02 09:00,Sanitation Bureau,Graffiti,另外\n";
    assert_eq!(desk.import(vec![csv("a.csv", text)]).await.rows, counts(3, 0, 0, 0, 0));
    assert_eq!(desk.import(vec![csv("b.csv", text)]).await.rows, counts(0, 3, 0, 0, 0));
}

#[tokio::test]
async fn the_last_row_of_a_number_counts() {
    let desk = desk("la311").await;
    let text = "编号,时间,单位,类别,说明\n\
                1,2020-01-02,Sanitation Bureau,Graffiti,旧\n\
                1,2020-01-02,Sanitation Bureau,Graffiti,新\n\
                2,2020-01-02,Sanitation Bureau,Graffiti,同\n\
                2,2020-01-02,Sanitation Bureau,Graffiti,同\n";
    assert_eq!(desk.import(vec![csv("a.csv", text)]).await.rows, counts(2, 0, 0, 2, 0));
    assert_eq!(desk.import(vec![csv("a.csv", text)]).await.rows, counts(0, 2, 0, 2, 0));
    let found = desk
        .office
        .store
        .cases_by_external("la311", &["1".to_owned()])
        .await
        .unwrap();
    assert_eq!(found["1"].description, "新");
}

#[tokio::test]
async fn columns_set_by_hand_are_remembered_for_files_of_the_same_header() {
    let desk = desk("la311").await;
    let text = "甲,乙,丙,丁,戊\n1,2020-01-02,Sanitation Bureau,Graffiti,一\n";
    let columns = BTreeMap::from(
        [
            (FieldName::External, "甲"),
            (FieldName::ReceivedAt, "乙"),
            (FieldName::Unit, "丙"),
            (FieldName::Category, "丁"),
            (FieldName::Description, "戊"),
        ]
        .map(|(field, header)| (field, header.to_owned())),
    );
    let dry = desk.import_with(vec![csv("a.csv", text)], columns.clone(), true).await;
    assert_eq!(dry.rows, counts(1, 0, 0, 0, 0));
    assert_eq!(desk.office.store.total_cases().await.unwrap(), 0);
    desk.import_with(vec![csv("a.csv", text)], columns, false).await;
    let later = text.replace("\n1,", "\n2,");
    assert_eq!(
        desk.import(vec![csv("b.csv", &later)]).await.rows,
        counts(1, 0, 0, 0, 0)
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_read_holds_up_none_of_the_others() {
    let desk = desk("la311").await;
    let good = csv(
        "good.csv",
        "编号,时间,单位,类别,说明\n1,2020-01-02,Sanitation Bureau,Graffiti,一\n",
    );
    let bad = Paper {
        name: "bad.pdf".to_owned(),
        bytes: b"%PDF-1.7".to_vec(),
    };
    let report = desk.import(vec![bad.clone(), good]).await;
    assert_eq!(report.rows, counts(1, 0, 0, 0, 1));
    assert_eq!(
        (report.rejected[0].file.as_str(), report.rejected[0].row),
        ("bad.pdf", 0)
    );

    let request = ImportRequest {
        papers: vec![bad],
        columns: BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: Actor::program(),
        at: "2020-01-03T01:00:00Z".parse().unwrap(),
    };
    let refused = import_requests(&desk.office, request, &|_, _| {}).await;
    assert!(matches!(refused, Err(office::Error::Refused(refusal)) if refusal.key == "import-file-not-a-sheet"));
}

#[tokio::test]
async fn a_zero_report_is_a_report_of_its_unit() {
    let desk = desk("la311").await;
    let report = desk
        .import(vec![csv(
            "zero.csv",
            "Sanitation Bureau 每日报送\n报送日期,2020-01-02\n零报告\n",
        )])
        .await;
    assert_eq!(report.rows, RowCounts::default());
    assert!(report.files[0].unit.is_some());
    assert_eq!(report.files[0].date, Some(jiff::civil::date(2020, 1, 2)));
}

#[tokio::test]
async fn one_import_beside_another_doubles_nothing() {
    let desk = Arc::new(desk("la311").await);
    let mut text = String::from("编号,时间,单位,类别,说明\n");
    for i in 0..3_000 {
        writeln!(text, "{i},2020-01-02,Sanitation Bureau,Graffiti,第{i}件").expect("writing into a String");
    }
    let (one, other) = tokio::join!(
        desk.import(vec![csv("a.csv", &text)]),
        desk.import(vec![csv("b.csv", &text)])
    );
    assert_eq!(one.rows.imported + other.rows.imported, 3_000);
    assert_eq!(one.rows.unchanged + other.rows.unchanged, 3_000);
    assert_eq!(desk.office.store.total_cases().await.unwrap(), 3_000);
}
