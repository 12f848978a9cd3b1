//! `huying log`: what its keeper and its auditors do with the log.

mod audit;
mod keys;
mod rotate;
mod witnesses;

use crate::cli::Global;
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
    Rotate(rotate::Rotate),
    Witnesses(witnesses::Witnesses),
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    match args.what {
        What::Audit(args) => audit::run(args, global.clock().now(), console).await,
        What::Keys(args) => keys::show(args, console).await,
        What::Name(args) => keys::name(&args, console),
        What::Rotate(args) => rotate::run(args, global.clock().now(), console).await,
        What::Witnesses(args) => witnesses::run(args, console).await,
    }
}
