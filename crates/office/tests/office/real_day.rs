//! Two real days of a city, against counts made here straight from the city's own file.

use crate::shared_data::shared_data;
use domain::Locale;
use domain::case::Actor;
use domain::daily::{Brief, Caveat, Compared, Reason, ReportStatus};
use domain::pack::builtin;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use office::{Clock, DayPapers, ImportRequest, Office, Paper, RowCounts};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use store::Store;

const FIRST: Date = date(2020, 1, 1);
const SECOND: Date = date(2020, 1, 2);

/// Where the real input is; the tests pass without it, and say so.
fn real_input() -> Option<PathBuf> {
    shared_data("la311")
}

/// The city's rows of a day: header to value.
fn rows(folder: &Path, day: Date) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(folder.join(day.to_string()).join("requests.csv")).unwrap();
    let mut records = csv(&text).into_iter();
    let header = records.next().unwrap();
    let records = records.filter(|record| record.len() == header.len());
    records
        .map(|record| header.iter().cloned().zip(record).collect())
        .collect()
}

/// Commas, quotes and line ends, nothing else: independent of the reader under test.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            c => field.push(c),
        }
    }
    if !record.is_empty() || !field.is_empty() {
        record.push(field);
        records.push(record);
    }
    records
}

fn counted<'a>(rows: &'a [BTreeMap<String, String>], column: &str) -> BTreeMap<&'a str, u64> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row[column].as_str()).or_default() += 1;
    }
    counts
}

fn local(text: &str) -> Option<Timestamp> {
    let at: DateTime = text.replace(' ', "T").parse().ok()?;
    TimeZone::get("America/Los_Angeles").unwrap().to_timestamp(at).ok()
}

fn units(folder: &Path, day: Date) -> Vec<Paper> {
    let folder = folder.join(day.to_string()).join("units");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<PathBuf> = files.collect();
    files.iter().map(|path| paper(path)).collect()
}

fn paper(path: &Path) -> Paper {
    Paper {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        bytes: std::fs::read(path).unwrap(),
    }
}

async fn office(dir: &Path) -> Office {
    Office {
        store: Store::open(dir).await.unwrap(),
        pack: builtin("la311").unwrap(),
        clock: Clock::real(),
    }
}

async fn run(office: &Office, day: Date, papers: Vec<Paper>) -> DayPapers {
    office::run_day(office, day, papers, Locale::En, &|_, _| {})
        .await
        .unwrap()
}

async fn brief_of(office: &Office, day: Date) -> Brief {
    let as_of = office::day_moment(office, day, office.clock.now()).await.unwrap();
    let state = office::read_day(office, day, as_of).await.unwrap();
    state.briefs.last().unwrap().clone()
}

fn only(today: usize) -> Compared {
    Compared {
        today: today as u64,
        yesterday: None,
        last_week: None,
    }
}

/// What the brief must say of the second day, from the city's file alone.
fn check_numbers(brief: &Brief, rows: &[BTreeMap<String, String>]) {
    let as_of = local("2020-01-03 09:00:00").unwrap();
    assert_eq!(brief.as_of, as_of);
    let closed = |row: &BTreeMap<String, String>| local(&row["closed_date"]);
    let finished = rows
        .iter()
        .filter(|row| row["closed_date"].starts_with("2020-01-02"))
        .count();
    let open = rows
        .iter()
        .filter(|row| closed(row).is_none_or(|at| at > as_of))
        .count();
    assert_eq!((brief.received.today, rows.len()), (5_964, 5_964));
    assert_eq!((brief.finished.today, finished), (1_591, 1_591));
    assert_eq!(brief.open.today, open as u64);
    let categories: BTreeMap<&str, u64> = brief
        .categories
        .iter()
        .map(|line| (line.name.en.as_str(), line.count.today))
        .collect();
    assert_eq!(categories, counted(rows, "type"));
    let areas: BTreeMap<&str, u64> = brief
        .areas
        .iter()
        .map(|line| (line.name.en.as_str(), line.count.today))
        .collect();
    let mut councils = counted(rows, "council");
    councils.retain(|council, _| !council.is_empty() && *council != "No council");
    assert_eq!(areas, councils);
    let units: BTreeMap<&str, u64> = brief
        .units
        .iter()
        .map(|line| (line.name.en.as_str(), line.cases))
        .collect();
    assert_eq!(units, counted(rows, "agency"));
}

#[tokio::test]
async fn the_second_day_alone_is_the_citys_own_count_and_replays_to_the_same_bytes() {
    let Some(folder) = real_input() else { return };
    let (dir, rows) = (tempfile::tempdir().unwrap(), rows(&folder, SECOND));
    let office = office(dir.path()).await;
    let first = run(&office, SECOND, units(&folder, SECOND)).await;
    let summary = &first.summary;
    let imported = RowCounts {
        imported: 5_964,
        ..summary.rows
    };
    assert_eq!(
        (summary.rows, summary.rows.rejected, summary.cases),
        (imported, 0, 5_964)
    );
    assert!(summary.units.iter().all(|unit| unit.report == ReportStatus::OnTime));
    let in_summary: BTreeMap<&str, u64> = summary
        .units
        .iter()
        .map(|unit| (unit.name.as_str(), unit.cases))
        .collect();
    assert_eq!(in_summary, counted(&rows, "agency"));
    let in_summary: BTreeMap<&str, u64> = summary.categories.iter().map(|c| (c.name.as_str(), c.cases)).collect();
    assert_eq!(in_summary, counted(&rows, "type"));
    let brief = brief_of(&office, SECOND).await;
    check_numbers(&brief, &rows);
    assert_eq!(brief.received, only(5_964));
    assert!(brief.caveats.contains(&Caveat::ShortHistory { weeks: 0, least: 8 }));

    let second = run(&office, SECOND, units(&folder, SECOND)).await;
    assert_eq!(
        (second.summary.rows.imported, second.summary.rows.unchanged),
        (0, 5_964)
    );
    assert!(second.docx == first.docx && second.pdf == first.pdf && second.html == first.html);
    assert!(second.assignments == first.assignments);
    let day = office::read_day(&office, SECOND, office.clock.now()).await.unwrap();
    assert_eq!(day.briefs.len(), 1, "nothing new makes no new version");
    assert!(day.reports.iter().all(|(_, _, versions)| versions.len() == 1));
}

#[tokio::test]
async fn the_day_before_stands_beside_and_a_unit_without_a_file_is_missing() {
    let Some(folder) = real_input() else { return };
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path()).await;
    let first = run(&office, FIRST, units(&folder, FIRST)).await;
    assert_eq!((first.summary.cases, first.summary.rows.imported), (1_685, 1_685));
    let report = |name: &str| {
        first
            .summary
            .units
            .iter()
            .find(|unit| unit.name == name)
            .unwrap()
            .report
    };
    assert_eq!(report("Department of Water & Power"), ReportStatus::Missing);
    assert_eq!(report("Sanitation Bureau"), ReportStatus::OnTime);
    assert!(
        brief_of(&office, FIRST)
            .await
            .caveats
            .contains(&Caveat::Missing { units: 1 })
    );

    run(&office, SECOND, units(&folder, SECOND)).await;
    let brief = brief_of(&office, SECOND).await;
    let (before, rows) = (rows(&folder, FIRST), rows(&folder, SECOND));
    assert_eq!((brief.received.today, brief.received.yesterday), (5_964, Some(1_685)));
    assert_eq!(brief.received.last_week, None);
    // Each column adds up.
    let sum = |count: fn(&Compared) -> u64| brief.categories.iter().map(|line| count(&line.count)).sum::<u64>();
    assert_eq!(
        (sum(|day| day.today), sum(|day| day.yesterday.unwrap())),
        (5_964, 1_685)
    );
    let finished_before = before
        .iter()
        .filter(|row| row["closed_date"].starts_with("2020-01-01"))
        .count();
    assert_eq!(brief.finished.yesterday, Some(finished_before as u64));
    let both = before.iter().chain(&rows);
    let finished = both.filter(|row| row["closed_date"].starts_with("2020-01-02")).count();
    assert_eq!(brief.finished.today, finished as u64);
    assert_eq!(brief.trend, [(FIRST, 1_685), (SECOND, 5_964)]);
    let (mut overdue, mut near) = (0, 0);
    for row in before.iter().chain(&rows) {
        let allowed = match row["type"].as_str() {
            "Animal Remains" => 48,
            "Graffiti" | "Multiple Streetlights" => 72,
            // Five and ten working days: not near their end on the second day.
            _ => continue,
        };
        let open = local(&row["closed_date"]).is_none_or(|closed| closed > brief.as_of);
        let used = brief
            .as_of
            .duration_since(local(&row["created_date"]).unwrap())
            .as_mins();
        overdue += u64::from(open && used > allowed * 60);
        near += usize::from(open && used <= allowed * 60 && used * 100 >= 80 * allowed * 60);
    }
    assert_eq!((brief.overdue.today, near), (overdue, 1));
    let [item] = brief.attention.as_slice() else {
        panic!("{:?}", brief.attention)
    };
    assert!(matches!(item.reasons.as_slice(), [Reason::NearDeadline { .. }]));
}

#[tokio::test]
async fn a_day_brought_in_years_later_by_the_citys_file_counts_the_same() {
    let Some(folder) = real_input() else { return };
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path()).await;
    let request = ImportRequest {
        papers: vec![paper(&folder.join("2020-01-02/requests-gb18030.csv"))],
        columns: BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: Actor::program(),
        at: office.clock.now(),
    };
    let report = office::import_requests(&office, request, &|_, _| {}).await.unwrap();
    assert_eq!((report.rows.imported, report.rows.rejected), (5_964, 0));
    let papers = run(&office, SECOND, units(&folder, SECOND)).await;
    assert_eq!((papers.summary.rows.imported, papers.summary.cases), (0, 5_964));
    check_numbers(&brief_of(&office, SECOND).await, &rows(&folder, SECOND));
}

#[tokio::test]
async fn a_file_without_rows_is_a_zero_report() {
    let dir = tempfile::tempdir().unwrap();
    let office = office(dir.path()).await;
    let text = "Street Lighting Bureau 每日报送\n报送日期,2020-01-02,报送单位,Street Lighting Bureau,件数,0\n\
                序号,编号,时间,来源,类别,内容摘要,地点,片区,状态,办结时间\n";
    let papers = vec![Paper {
        name: "Street_Lighting_Bureau.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }];
    let day = run(&office, SECOND, papers).await;
    let report = |name: &str| day.summary.units.iter().find(|unit| unit.name == name).unwrap().report;
    assert_eq!(report("Street Lighting Bureau"), ReportStatus::Zero);
    assert_eq!(report("Sanitation Bureau"), ReportStatus::Missing);
    assert_eq!(day.summary.cases, 0);
}
