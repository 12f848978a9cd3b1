//! `huying import`: files of requests to cases.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub data: DataArgs,
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<std::path::PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub map: Option<std::path::PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub json: bool,
}

pub async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
