//! `huying pack check`: says everything that is wrong with a pack.

use crate::console::Console;
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
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub struct Check {
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

#[expect(unused_variables, reason = "to be filled by the packs")]
pub fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    let What::Check(check) = args.what;
    todo!()
}
