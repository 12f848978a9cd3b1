//! `huying bench`: what the program reaches on this machine, against limits measured in the same run.

use crate::bench::{self, Effort};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long)]
    pub(crate) quick: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "DIR", default_value = "./huying-bench")]
    pub(crate) dir: PathBuf,
    /// The bench's own child: the plainest server.
    #[arg(long, hide = true)]
    pub(crate) hello: Option<SocketAddr>,
    /// The bench's own child: a prepared day.
    #[arg(long, hide = true)]
    pub(crate) big_day: Option<u64>,
    /// A smaller large database, to try the bench itself.
    #[arg(long, hide = true, default_value_t = bench::LARGE)]
    pub(crate) cases: u64,
}

pub(crate) async fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    if let Some(address) = args.hello {
        bench::say_hello(address).await?;
        return Ok(Exit::Done);
    }
    if let Some(items) = args.big_day {
        console.json(&bench::measure_day(&args.dir, items).await?)?;
        return Ok(Exit::Done);
    }
    // A bench that begins in a directory with something in it would end by deleting it.
    std::fs::create_dir(&args.dir).map_err(|error| Failure::file(&args.dir, &error))?;
    let effort = if args.quick { Effort::QUICK } else { Effort::FULL };
    let figures = bench::run(&args.dir, effort.with_cases(args.cases), console).await;
    std::fs::remove_dir_all(&args.dir).map_err(|error| Failure::file(&args.dir, &error))?;
    let figures = figures?;
    if args.json {
        console.json(&figures)?;
    } else {
        console.text(&serde_json::to_string_pretty(&figures).map_err(std::io::Error::from)?);
    }
    Ok(Exit::Done)
}
