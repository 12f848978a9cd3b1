//! `huying day DATE`: a whole day without a person.

use super::import::{read_paper, tell_skipped};
use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::daily::ReportStatus;
use jiff::civil::Date;
use office::{DayPapers, Paper, Summary};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files that may be a unit's report; anything else in the folder is passed over and named.
const SHEETS: [&str; 6] = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv"];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "DATE")]
    pub(crate) date: Date,
    #[arg(long, value_name = "DIR")]
    pub(crate) units: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    // Read before anything is made: a mistyped folder leaves nothing behind.
    let papers = read_papers(&args.units, console)?;
    let office = data::open(&args.data, global.clock(), || office::choose_pack(&papers), console).await?;
    // Papers are in the body's language, wherever the timer that runs this happens to live.
    let locale = global.lang.as_ref().map_or(office.pack.locale, |_| console.locale());
    let progress = console.progress("day-importing");
    let done = office::run_day(&office, args.date, papers, locale, &|done, of| {
        progress.set(done, of);
    })
    .await;
    drop(progress);
    office.store.close().await;
    let papers = done?;
    write_papers(&args.out, &papers)?;
    tell(&papers.summary, &args.out, console);
    if args.json {
        console.json(&papers.summary)?;
    }
    Ok(if papers.summary.rows.rejected > 0 {
        Exit::SomeRejected
    } else {
        Exit::Done
    })
}

/// The units' files, by name, so that the same folder always gives the same day.
fn read_papers(folder: &Path, console: &Console) -> Result<Vec<Paper>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    let mut papers = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Hidden files, and the locks that office programs leave beside an open workbook.
        if path.is_dir() || name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if SHEETS.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            papers.push(read_paper(&path)?);
        } else {
            console.say("day-not-a-sheet", &[("file", name.into())]);
        }
    }
    papers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(papers)
}

fn write_papers(folder: &Path, papers: &DayPapers) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    let mut summary = serde_json::to_vec_pretty(&papers.summary).map_err(std::io::Error::from)?;
    summary.push(b'\n');
    write_whole(folder, "brief.docx", &papers.docx)?;
    write_whole(folder, "brief.pdf", &papers.pdf)?;
    write_whole(folder, "brief.html", papers.html.as_bytes())?;
    write_whole(folder, "assignments.xlsx", &papers.assignments)?;
    let to_mend = folder.join(TO_MEND);
    if !papers.to_mend.is_empty() {
        write_whole(folder, TO_MEND, &papers.to_mend)?;
    } else if to_mend.exists() {
        // Of a run before, whose rows have been mended since.
        fs::remove_file(&to_mend).map_err(|error| Failure::file(&to_mend, &error))?;
    }
    // Last: who finds a summary finds the papers that it speaks of.
    write_whole(folder, "summary.json", &summary)
}

const TO_MEND: &str = "rejected.xlsx";

/// The whole file or, if the machine stops, the one that was there before.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let (path, part) = (folder.join(name), folder.join(format!(".{name}.part")));
    let write = || {
        let mut file = fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)
    };
    write().map_err(|error: std::io::Error| Failure::file(&path, &error))
}

fn tell(summary: &Summary, out: &Path, console: &Console) {
    let rows = summary.rows;
    console.say(
        "day-rows",
        &[
            ("imported", rows.imported.into()),
            ("unchanged", rows.unchanged.into()),
            ("corrected", rows.corrected.into()),
            ("ignored", rows.ignored.into()),
            ("rejected", rows.rejected.into()),
        ],
    );
    for unit in &summary.units {
        let key = match unit.report {
            ReportStatus::OnTime => "day-unit-on-time",
            ReportStatus::Late => "day-unit-late",
            ReportStatus::Missing => "day-unit-missing",
            ReportStatus::Zero => "day-unit-zero",
            ReportStatus::Awaited => "day-unit-awaited",
        };
        console.say(
            key,
            &[("unit", unit.name.as_str().into()), ("cases", unit.cases.into())],
        );
    }
    tell_skipped(summary.skipped.iter(), console);
    for row in &summary.rejected {
        console.say(
            if row.row == 0 {
                "cli-import-rejected-file"
            } else {
                "day-rejected"
            },
            &[
                ("file", row.file.as_str().into()),
                ("row", row.row.into()),
                ("column", row.column.as_str().into()),
                ("value", row.value.as_str().into()),
                ("remedy", row.remedy.as_str().into()),
            ],
        );
    }
    console.say(
        "day-done",
        &[
            ("date", summary.date.to_string().into()),
            ("cases", summary.cases.into()),
            ("items", summary.attention.len().into()),
            ("folder", out.display().to_string().into()),
        ],
    );
}
