//! `huying log`: what its keeper and its auditors do with the log.

mod audit;
mod keys;

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum What {
    Audit(audit::Audit),
    Keys(keys::Keys),
    Name(keys::Name),
}

pub(crate) async fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    match args.what {
        What::Audit(args) => audit::run(args, console).await,
        What::Keys(args) => keys::show(args, console).await,
        What::Name(args) => keys::name(&args, console),
    }
}
