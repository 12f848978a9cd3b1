//! `huying serve`: the desk.

use crate::cli::Global;
use crate::console::Console;
use crate::data::DataArgs;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub data: DataArgs,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    pub listen: std::net::SocketAddr,
}

pub async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    todo!()
}
