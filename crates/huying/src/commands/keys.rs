//! `huying keys`: the key that things are sealed under, and the keys of programs.

pub(crate) mod api;

use crate::cli::Global;
use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use crate::failure::Failure;
use std::path::PathBuf;
use store::{Rotated, Store};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum What {
    Rotate(Rotate),
    Api(api::Args),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    match args.what {
        What::Rotate(args) => rotate(args, console).await,
        What::Api(args) => api::run(args, global, console).await,
    }
}

async fn rotate(args: Rotate, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    match Store::rotate_seal_key(&args.data).await? {
        Rotated::Done {
            cases,
            id,
            drop_old_line,
        } => {
            console.say("cli-keys-rotated", &[("cases", cases.into()), ("id", id.into())]);
            if drop_old_line {
                console.say("cli-keys-drop-old", &[]);
            }
            Ok(Exit::Done)
        }
        Rotated::PutLineFirst(line) => {
            // To stdout alone: it is a secret, and the sentence around it is none.
            console.say("cli-keys-put-first", &[]);
            console.data(&line)?;
            Ok(Exit::Failed)
        }
    }
}
