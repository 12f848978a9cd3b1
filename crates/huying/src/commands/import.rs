//! `huying import requests`: files of requests to cases.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::case::Actor;
use domain::pack::FieldName;
use office::{FileReport, ImportReport, ImportRequest, Paper, RejectedLine, RowCounts, SkippedSheet};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Rejected rows that are said one by one; the file to mend has them all.
const SAID: usize = 10;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum What {
    Requests(Requests),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Requests {
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) to_mend: Option<PathBuf>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    rows: RowCounts,
    ignored: &'a BTreeMap<&'static str, u64>,
    files: &'a [FileReport],
    rejected: &'a [RejectedLine],
    /// The rejected rows as a file, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_mend: Option<&'a Path>,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    let What::Requests(args) = args.what;
    // Read before anything is made: a mistyped name leaves nothing behind.
    let papers = args
        .files
        .iter()
        .map(|file| read_paper(file))
        .collect::<Result<Vec<Paper>, _>>()?;
    let columns = args.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    let (clock, fresh) = (global.clock(), || office::choose_pack(&papers));
    let (office, thrown_away) = if args.dry_run {
        data::open_to_try(&args.data, clock, fresh, console).await?
    } else {
        (data::open(&args.data, clock, fresh, console).await?, None)
    };
    let progress = console.progress("cli-import-progress");
    let at = office.clock.now();
    let request = ImportRequest {
        papers,
        columns,
        dry_run: args.dry_run,
        own_unit: None,
        actor: Actor::program(),
        at,
    };
    let done = office::import_requests(&office, request, &|done, of| progress.set(done, of)).await;
    drop(progress);
    office.store.close().await;
    drop(thrown_away);
    let report = done?;
    // Nothing is written where it is only asked what would happen.
    let to_mend = if report.to_mend.is_empty() || args.dry_run {
        None
    } else {
        let bytes = report.to_mend.xlsx(&office.pack, console.locale());
        let bytes = bytes.map_err(office::Error::from)?;
        match write_to_mend(args.to_mend.as_deref(), &args.files[0], &bytes) {
            Ok(path) => Some(path),
            Err((path, error)) => {
                let path = path.display().to_string();
                let why = error.to_string();
                console.say(
                    "cli-import-to-mend-not",
                    &[("path", path.into()), ("error", why.into())],
                );
                None
            }
        }
    };
    let words = words::words(console.locale());
    let rejected: Vec<RejectedLine> = report.rejected.iter().map(|row| row.said(words)).collect();
    let ignored = report
        .ignored
        .iter()
        .map(|(why, count)| (words.text(why.key()), *count));
    let ignored = ignored.collect();
    tell(&report, &ignored, &rejected, args.dry_run, to_mend.as_deref(), console);
    if args.json {
        console.json(&Printed {
            rows: report.rows,
            ignored: &ignored,
            files: &report.files,
            rejected: &rejected,
            to_mend: to_mend.as_deref(),
        })?;
    }
    Ok(if report.rows.rejected > 0 {
        Exit::SomeRejected
    } else {
        Exit::Done
    })
}

/// A file; of one that is larger than any that would be read, no more than it takes for the reader to say so.
pub(super) fn read_paper(file: &Path) -> Result<Paper, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = data::read_at_most(file, documents::sheet::MOST_BYTES + 1);
    let bytes = bytes.map_err(|error| Failure::file(file, &error))?;
    Ok(Paper { name, bytes })
}

/// `field = "header"`, a line for each column set by hand.
fn read_map(file: &Path) -> Result<BTreeMap<FieldName, String>, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    toml::from_str(&text)
        .map_err(|error| Failure::new("cli-import-map-bad", &[("file", &file.display()), ("error", &error)]))
}

/// Writes the rejected rows where the user says, or beside the first file under a name that is not taken; never into the data
/// directory, where nobody would sweep them away and no erasure would find them.
fn write_to_mend(said: Option<&Path>, first: &Path, bytes: &[u8]) -> Result<PathBuf, (PathBuf, std::io::Error)> {
    if let Some(path) = said {
        let written = fs::File::create_new(path).and_then(|mut file| file.write_all(bytes));
        return written
            .map(|()| path.to_owned())
            .map_err(|error| (path.to_owned(), error));
    }
    let stem = first.file_stem().unwrap_or_default().to_string_lossy();
    // What is still wrong in a mended file does not pile up endings.
    let stem = stem.split(".to-mend").next().unwrap_or(&stem);
    write_beside(first, stem, bytes)
}

fn write_beside(beside: &Path, stem: &str, bytes: &[u8]) -> Result<PathBuf, (PathBuf, std::io::Error)> {
    let mut count = 0_u32;
    loop {
        count += 1;
        let path = beside.with_file_name(if count == 1 {
            format!("{stem}.to-mend.xlsx")
        } else {
            format!("{stem}.to-mend-{count}.xlsx")
        });
        let written = fs::File::create_new(&path).and_then(|mut file| file.write_all(bytes));
        match written {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err((path, error)),
        }
    }
}

/// Sheets that were passed over; those that are rejected are told among the rows.
pub(super) fn tell_skipped<'a>(skipped: impl Iterator<Item = &'a SkippedSheet>, console: &Console) {
    for sheet in skipped.filter(|sheet| !sheet.rejected) {
        let key = if sheet.hidden {
            "cli-import-sheet-hidden"
        } else {
            "cli-import-sheet"
        };
        console.say(
            key,
            &[("sheet", sheet.sheet.as_str().into()), ("rows", sheet.rows.into())],
        );
    }
}

fn tell(
    report: &ImportReport,
    ignored: &BTreeMap<&'static str, u64>,
    rejected: &[RejectedLine],
    dry_run: bool,
    to_mend: Option<&Path>,
    console: &Console,
) {
    let rows = report.rows;
    let key = if dry_run { "cli-import-would" } else { "cli-import-done" };
    console.say(
        key,
        &[
            ("imported", rows.imported.into()),
            ("unchanged", rows.unchanged.into()),
            ("corrected", rows.corrected.into()),
            ("ignored", rows.ignored.into()),
            ("rejected", rows.rejected.into()),
        ],
    );
    for (why, count) in ignored {
        console.say(
            "cli-import-ignored-line",
            &[("why", (*why).into()), ("count", (*count).into())],
        );
    }
    let skipped = report.files.iter().flat_map(|file| &file.skipped);
    tell_skipped(skipped, console);
    for file in &report.files {
        let cases = file.rows.sum() - file.rows.ignored;
        if let Some(declared) = file.declared.filter(|declared| *declared != cases) {
            console.say(
                "cli-import-declared-otherwise",
                &[
                    ("file", file.file.as_str().into()),
                    ("declared", declared.into()),
                    ("cases", cases.into()),
                ],
            );
        }
    }
    for row in rejected.iter().take(SAID) {
        console.say(
            if row.row == 0 {
                "cli-import-rejected-file"
            } else {
                "cli-import-rejected-line"
            },
            &[
                ("file", row.file.as_str().into()),
                ("row", row.row.into()),
                ("remedy", row.remedy.as_str().into()),
            ],
        );
    }
    if let Some(more) = rejected.len().checked_sub(SAID).filter(|more| *more > 0) {
        console.say("cli-import-rejected-more", &[("count", more.into())]);
    }
    if let Some(path) = to_mend {
        console.say("cli-import-to-mend", &[("path", path.display().to_string().into())]);
    }
}
