//! `huying day DATE`: a whole day without a person.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use jiff::civil::Date;
use std::path::PathBuf;

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

#[expect(clippy::unused_async, unused_variables, reason = "to be filled by the daily loop")]
pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
