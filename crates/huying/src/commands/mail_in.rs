//! `huying mail-in`: a letter from a mail server's pipe. It is written down for the program that serves, which takes it into
//! its case; so this one needs no lock, holds no more of the letter than a slice, and is done at once.
//!
//! It ends as mail servers expect (`sysexits.h`): 0 when it has the letter, 75 when it is to be brought again, 65 when it is
//! no letter, 78 when nothing is set up. A letter that is too large is taken too: whoever wrote it is told in a notice.

use crate::cli::Global;
use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use std::path::PathBuf;
use store::{Spooled, spool};
use web::Settings;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) recipient: Option<String>,
}

pub(crate) fn run(args: &Args, global: &Global, console: &Console) -> Exit {
    let dir = args.data.display().to_string();
    let settings = data::must_exist(&args.data).and_then(|()| Ok(Settings::read_without_secrets(&args.data)?));
    let settings = match settings {
        Ok(settings) if settings.takes_replies() => settings,
        Ok(_) => {
            console.say("cli-mail-not-taken", &[]);
            return Exit::NoLetters;
        }
        Err(failure) => {
            console.failure(&failure);
            return Exit::NoLetters;
        }
    };
    let id = office::new_case_id(global.clock().now()).to_string();
    let recipient = args.recipient.as_deref();
    let spooled = spool(
        &args.data,
        &id,
        recipient,
        &mut std::io::stdin().lock(),
        settings.most_bytes(),
    );
    match spooled {
        Ok(Spooled::Kept | Spooled::TooLarge) => Exit::Done,
        Ok(Spooled::Empty) => {
            console.say("cli-mail-empty", &[]);
            Exit::BadLetter
        }
        Ok(Spooled::Full) => {
            console.say("cli-mail-full", &[("dir", dir.into())]);
            Exit::LaterLetter
        }
        Err(error) => {
            console.failure(&error.into());
            Exit::LaterLetter
        }
    }
}
