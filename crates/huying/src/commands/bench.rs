//! `huying bench`: what the program reaches on this machine, against limits measured in the same run.

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long)]
    pub(crate) quick: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

#[expect(clippy::unused_async, unused_variables, reason = "to be filled by the bench")]
pub(crate) async fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
