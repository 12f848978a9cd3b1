//! `huying demo`: an invented county at work, to look around in.

use crate::cli::Global;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "DIR", default_value = "./huying-demo")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    pub(crate) listen: SocketAddr,
    #[arg(long)]
    pub(crate) no_serve: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

#[expect(clippy::unused_async, unused_variables, reason = "to be filled")]
pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
