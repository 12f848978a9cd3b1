//! `huying import requests`: files of requests to cases.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;

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
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

#[expect(clippy::unused_async, unused_variables, reason = "to be filled by the import")]
pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    let What::Requests(requests) = args.what;
    todo!()
}
