//! `huying backup FILE`: one consistent, checksummed file.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data.data)?;
    if args.file.exists() {
        return Err(Failure::new("cli-file-exists", &[("path", &args.file.display())]));
    }
    let office = data::open(&args.data, global.clock(), data::country_pack, console).await?;
    let report = office.store.backup(&args.file).await?;
    office.store.close().await;
    console.say(
        "cli-backed-up",
        &[
            ("path", args.file.display().to_string().into()),
            ("cases", report.cases.into()),
            ("kib", report.bytes.div_ceil(1024).into()),
            ("sha256", report.sha256.into()),
        ],
    );
    Ok(Exit::Done)
}
