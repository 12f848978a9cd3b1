//! `huying log rotate`: a new key for the log.

use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use crate::failure::Failure;
use jiff::Timestamp;
use ledger::rotation::{LogKey, format_keys};
use std::io::ErrorKind;
use std::path::PathBuf;
use store::{Error, Store};

#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    #[arg(long)]
    pub(crate) lost: bool,
    #[arg(long, value_name = "SIZE", requires = "lost")]
    pub(crate) last: Option<u64>,
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
}

pub(super) async fn run(args: Rotate, now: Timestamp, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    let keys = if args.lost {
        let replaced = Store::replace_lost_log_key(&args.data, args.last).await;
        replaced.map_err(|error| match error {
            Error::Io(error) if error.kind() == ErrorKind::AlreadyExists => Failure::new("log-rotate-not-lost", &[]),
            Error::Io(error) if error.kind() == ErrorKind::InvalidInput => Failure::new("log-rotate-last", &[]),
            error => error.into(),
        })?
    } else {
        let rotated = Store::rotate_log_key(&args.data, now).await;
        rotated.map_err(|error| match error {
            Error::NoLogKey => Failure::new("log-rotate-no-secret", &[]),
            error => error.into(),
        })?
    };
    console.data(format_keys(&keys).trim_end())?;
    if let Some(LogKey { key, from, .. }) = keys.last() {
        let said = if args.lost { "log-rotated-lost" } else { "log-rotated" };
        let id = format!("{:08x}", key.id());
        let args = [
            ("key", key.to_string().into()),
            ("size", (*from).into()),
            ("id", id.into()),
        ];
        console.say(said, &args);
    }
    Ok(Exit::Done)
}
