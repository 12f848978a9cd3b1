//! `huying restore FILE`: a backup into a directory that has no data yet.

use crate::cli::Global;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;
use store::{CaseKeys, Store};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "FILE", conflicts_with = "without_words")]
    pub(crate) keys: Option<PathBuf>,
    #[arg(long)]
    pub(crate) without_words: bool,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    let keys = match args.keys {
        _ if args.without_words => CaseKeys::None,
        Some(file) => CaseKeys::File(file),
        None => CaseKeys::Beside,
    };
    let told = console.progress("cli-restoring").into_told();
    let report = Store::restore_told(&args.file, &args.data, keys, global.clock().now(), &told).await;
    drop(told);
    let report = report?;
    console.say(
        "cli-restored",
        &[
            ("dir", args.data.display().to_string().into()),
            ("cases", report.cases.into()),
            ("files", report.files.into()),
        ],
    );
    if report.erased > 0 {
        console.say("cli-restored-erased", &[("cases", report.erased.into())]);
    }
    // A backup has neither: it is older than the head, and a key in it would be in everybody's hands who has one.
    console.say("cli-restored-log", &[]);
    Ok(Exit::Done)
}
