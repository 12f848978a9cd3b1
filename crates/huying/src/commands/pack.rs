//! `huying pack check`: says everything that is wrong with a pack.

use crate::console::Console;
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
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[expect(unused_variables, reason = "to be filled by the packs")]
pub(crate) fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    let What::Check(check) = args.what;
    todo!()
}
