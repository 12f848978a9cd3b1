//! The log's keys and its name.

use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use crate::failure::Failure;
use ledger::rotation::format_keys;
use std::io::ErrorKind;
use std::path::PathBuf;
use store::Store;

#[derive(Debug, clap::Args)]
pub(crate) struct Keys {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Name {
    #[arg(value_name = "ORIGIN")]
    pub(crate) origin: String,
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
}

/// `huying log keys`: the same text as at `/log/keys`.
pub(super) async fn show(args: Keys, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    let keys = Store::log_keys_of(&args.data).await?;
    console.data(format_keys(&keys).trim_end())?;
    Ok(Exit::Done)
}

/// `huying log name ORIGIN`.
pub(super) fn name(args: &Name, console: &Console) -> Result<Exit, Failure> {
    let taken = || Failure::new("log-name-taken", &[("dir", &args.data.display())]);
    // A database of before has a log under another name already, even where its secret is gone.
    if data::must_exist(&args.data).is_ok() {
        return Err(taken());
    }
    let key = Store::name_log(&args.data, &args.origin).map_err(|error| match error {
        store::Error::Io(error) if error.kind() == ErrorKind::AlreadyExists => taken(),
        store::Error::Io(error) if error.kind() == ErrorKind::InvalidInput => {
            Failure::new("log-name-bad", &[("origin", &args.origin)])
        }
        error => error.into(),
    })?;
    console.say(
        "log-named",
        &[("origin", args.origin.as_str().into()), ("key", key.to_string().into())],
    );
    Ok(Exit::Done)
}
