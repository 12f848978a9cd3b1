//! A whole day without a person: papers in, judgement, draft brief, draft assignments.

use crate::assign::{reasons_in_words, subject_name};
use crate::boxed;
use crate::brief::{draft_brief_of_papers, for_paper};
use crate::judge::{decided_by, load_day};
use crate::{
    Error, FileReport, ImportReport, ImportRequest, Office, Paper, RejectedLine, RowCounts, SkippedSheet,
    assignments_table, draft_assignments, import_requests, judge_day, read_day,
};
use domain::case::Actor;
use domain::daily::{Brief, DayItem, Names};
use domain::{Locale, UnitSlug};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::NewReport;

/// What `huying day` writes.
#[derive(Debug, Clone)]
pub struct DayPapers {
    /// `brief.docx`.
    pub docx: Vec<u8>,
    /// `brief.pdf`.
    pub pdf: Vec<u8>,
    /// `brief.html`.
    pub html: String,
    /// `assignments.xlsx`.
    pub assignments: Vec<u8>,
    /// `summary.json`.
    pub summary: Summary,
    /// The rejected rows as an XLSX to mend and hand in again; empty if there are none.
    pub to_mend: Vec<u8>,
}

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The day.
    pub date: Date,
    /// Rows of the files.
    pub rows: RowCounts,
    /// Cases received that day.
    pub cases: u64,
    /// Units that are expected to report.
    pub units: Vec<SummaryUnit>,
    /// Categories, most first.
    pub categories: Vec<SummaryCategory>,
    /// Items for attention in order.
    pub attention: Vec<SummaryItem>,
    /// Rows that could not be read.
    pub rejected: Vec<RejectedLine>,
    /// Sheets beside those that were read; their rows are among the ignored or the rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedSheet>,
}

/// A unit's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryUnit {
    /// Name.
    pub name: String,
    /// `on_time`, `late`, `missing`, `zero` (or `awaited` while there is time).
    pub report: domain::daily::ReportStatus,
    /// Cases received that day.
    pub cases: u64,
}

/// A category's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryCategory {
    /// Name.
    pub name: String,
    /// Cases received that day.
    pub cases: u64,
}

/// An item for attention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryItem {
    /// The case's number, or the name of the rising category or area.
    pub case: String,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// The moment as of which a day's papers are made: `now` until a day after the day's due minute. Then that of its signed brief, or of
/// its newest where none is signed, so that it replays as it was; the due minute itself where that was later or there is no brief, so
/// that a day long past is made as it was due and not as late as it is today. Never a moment to come.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn day_moment(office: &Office, date: Date, now: Timestamp) -> Result<Timestamp, Error> {
    const NEAR: SignedDuration = SignedDuration::from_hours(24);
    let due = crate::due_minute(office, date).await?;
    if now.duration_since(due) < NEAR {
        return Ok(now);
    }
    let (day, _) = load_day(office, date).await?;
    let brief = day.signed_brief().or(day.briefs.last());
    Ok(brief.map_or(due, |brief| brief.as_of.max(due)))
}

/// Runs the day. Units' files are their reports; `progress` as in [`crate::import_requests`].
///
/// # Errors
///
/// The store's; a document that could not be made. Rows that could not be read are no error: they come back.
#[boxed]
pub async fn run_day(
    office: &Office,
    date: Date,
    papers: Vec<Paper>,
    locale: Locale,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<DayPapers, Error> {
    let actor = Actor::program();
    let now = office.clock.now();
    let at = day_moment(office, date, now).await?;
    let request = ImportRequest {
        papers,
        columns: std::collections::BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: actor.clone(),
        at,
    };
    let report = import_requests(office, request, progress).await?;
    // A day long past: each unit reported when its report was due, which is before the last of them was.
    let levels = crate::levels(office).await?;
    let due = |unit: &UnitSlug| crate::level::unit_due_minute(office, &levels, unit, date).min(at);
    record(
        office,
        Some(date),
        &report,
        |unit| if at == now { at } else { due(unit) },
    )
    .await?;
    judge_day(office, date, at, &actor, at).await?;
    let brief = draft_brief_of_papers(office, date, at, &actor, at, of_nobody(office, date, &report)).await?;
    let mut day = read_day(office, date, at).await?;
    if at < now {
        // What was decided and drafted since is not of that moment.
        let by_then = decided_by(office, date, at).await?;
        day.decided.retain(|(_, task, _)| by_then.contains(task));
        day.briefs.retain(|known| known.version <= brief.version);
    }
    let drafts = draft_assignments(office, &day, at);
    let table = assignments_table(office, date, &drafts, locale);
    let words = words::words(locale);
    let said = report.rejected.iter().map(|row| row.said(words)).collect();
    let skipped = report
        .files
        .iter()
        .flat_map(|file| file.skipped.iter().cloned())
        .collect();
    let to_mend = if report.to_mend.is_empty() {
        Vec::new()
    } else {
        report.to_mend.xlsx(&office.pack, locale)?
    };
    Ok(DayPapers {
        docx: documents::brief::docx(&brief, locale, None)?,
        pdf: documents::brief::pdf(&brief, locale, None)?,
        html: documents::brief::html(&brief, locale),
        assignments: documents::table::xlsx(&table)?,
        summary: summary(
            office,
            &brief,
            &for_paper(office, &day.items).await?,
            report.rows,
            (said, skipped),
            locale,
        ),
        to_mend,
    })
}

/// Each unit's file is its report, of the day that its title row names or else of `date`; a file that says neither whose
/// nor of which day it is is nobody's report. A file with a column of units is one's report only if it bears exactly
/// that unit's name. A file without rows is a zero report 零报告; one that could not be read is none at all. The same file
/// again makes no new version.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn record_reports(
    office: &Office,
    date: Option<Date>,
    report: &ImportReport,
    at: Timestamp,
) -> Result<(), Error> {
    record(office, date, report, |_| at).await
}

/// As [`record_reports`], each unit's as of its own moment.
async fn record(
    office: &Office,
    date: Option<Date>,
    report: &ImportReport,
    at: impl Fn(&UnitSlug) -> Timestamp + Send,
) -> Result<(), Error> {
    for file in &report.files {
        let Some((unit, date)) = whose(office, date, file) else {
            continue;
        };
        let rows = file.rows;
        office
            .store
            .record_report(NewReport {
                received_at: at(&unit),
                unit,
                date,
                cases: rows.imported + rows.unchanged + rows.corrected + rows.rejected,
                rejected: rows.rejected,
                file: file.file.clone(),
                sha256: file.sha256.clone(),
            })
            .await?;
    }
    Ok(())
}

/// Whose report a file is, and of which day; none where it is nobody's.
fn whose(office: &Office, date: Option<Date>, file: &FileReport) -> Option<(UnitSlug, Date)> {
    if file.unreadable {
        return None;
    }
    let stem = file.file.rsplit_once('.').map_or(file.file.as_str(), |(stem, _)| stem);
    let named = || office.pack.unit_by_name(stem).map(|unit| unit.slug.clone());
    Some((file.unit.clone().or_else(named)?, file.date.or(date)?))
}

/// Rows that could not be read of files that are nobody's report; none where there is no such file.
fn of_nobody(office: &Office, date: Date, report: &ImportReport) -> Option<u64> {
    let of_nobody = report
        .files
        .iter()
        .filter(|file| whose(office, Some(date), file).is_none());
    let rejected: Vec<u64> = of_nobody.map(|file| file.rows.rejected).collect();
    (!rejected.is_empty()).then(|| rejected.iter().sum())
}

fn summary(
    office: &Office,
    brief: &Brief,
    items: &[DayItem],
    rows: RowCounts,
    (rejected, skipped): (Vec<RejectedLine>, Vec<SkippedSheet>),
    locale: Locale,
) -> Summary {
    let names = Names::of_pack(&office.pack);
    let units = brief.units.iter().map(|unit| SummaryUnit {
        name: unit.name.get(locale).to_owned(),
        report: unit.report,
        cases: unit.cases,
    });
    let received = brief.categories.iter().filter(|category| category.count.today > 0);
    let categories = received.map(|category| SummaryCategory {
        name: category.name.get(locale).to_owned(),
        cases: category.count.today,
    });
    let attention = items.iter().map(|day| SummaryItem {
        case: subject_name(&day.item.subject, &names, locale),
        reasons: reasons_in_words(&day.item.reasons, brief.date, &names, locale),
    });
    Summary {
        date: brief.date,
        rows,
        cases: brief.received.today,
        units: units.collect(),
        categories: categories.collect(),
        attention: attention.collect(),
        rejected,
        skipped,
    }
}
