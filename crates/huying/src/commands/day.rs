//! `huying day`: a whole day without a person.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub data: DataArgs,
    #[arg(value_name = "DATE")]
    pub date: jiff::civil::Date,
    #[arg(long, value_name = "DIR")]
    pub units: std::path::PathBuf,
    #[arg(long, value_name = "DIR")]
    pub out: std::path::PathBuf,
    #[arg(long)]
    pub json: bool,
}

pub async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
