//! `huying restore FILE`: a backup into a directory that has no data yet.

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;
use store::Store;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
}

pub(crate) async fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    let report = Store::restore(&args.file, &args.data).await?;
    console.say(
        "cli-restored",
        &[
            ("dir", args.data.display().to_string().into()),
            ("cases", report.cases.into()),
            ("files", report.files.into()),
        ],
    );
    // A backup has neither: it is older than the head, and a key in it would be in everybody's hands who has one.
    console.say("cli-restored-log", &[]);
    Ok(Exit::Done)
}
