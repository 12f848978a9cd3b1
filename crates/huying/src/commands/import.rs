//! `huying import requests`: files of requests to cases.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, clap::Subcommand)]
pub enum What {
    Requests(Requests),
}

#[derive(Debug, clap::Args)]
pub struct Requests {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub data: DataArgs,
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub json: bool,
}

#[expect(clippy::unused_async, unused_variables, reason = "to be filled by the import")]
pub async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    let What::Requests(requests) = args.what;
    todo!()
}
