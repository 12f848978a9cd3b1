//! `huying backup FILE`: one consistent, checksummed file.

use crate::console::Console;
use crate::data;
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
    data::must_exist(&args.data)?;
    if args.file.exists() {
        return Err(Failure::new("cli-file-exists", &[("path", &args.file.display())]));
    }
    // A desk that is open stays open: this reads beside it.
    let told = console.progress("cli-backing-up").into_told();
    let report = Store::backup_of(&args.data, &args.file, &told).await;
    drop(told);
    let report = report?;
    console.say(
        "cli-backed-up",
        &[
            ("path", args.file.display().to_string().into()),
            ("cases", report.cases.into()),
            ("kib", report.bytes.div_ceil(1024).into()),
            ("sha256", report.sha256.into()),
        ],
    );
    console.say(
        "cli-backed-up-keys",
        &[("path", report.keys.display().to_string().into())],
    );
    Ok(Exit::Done)
}
