//! `huying verify RECEIPT`: what a receipt proves, with the log's key and without any database.

mod ask;
mod told;

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::trust::Trusted;
use ledger::continuation::Continuation;
use ledger::note::MOST_BYTES;
use ledger::receipt::{Receipt, ReceiptError};
use ledger::verify::{verify, verify_until};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use told::Told;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "RECEIPT")]
    pub(crate) receipt: PathBuf,
    #[arg(long, value_name = "VKEY", required = true)]
    pub(crate) key: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub(crate) checkpoint: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) async fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    let told = match look(&args).await {
        Ok(told) => told,
        Err(failure) => Told::Unusable(failure),
    };
    let exit = told.exit();
    if args.json {
        console.json(&told.to_json(console.words()))?;
    }
    told.say(console);
    Ok(exit)
}

/// What is found; an error is input that cannot be used.
async fn look(args: &Args) -> Result<Told, Failure> {
    let given = Trusted::of(&args.key)?.policy()?;
    let mut policy = given.clone();
    let receipt = match Receipt::parse(&read(&args.receipt)?) {
        Ok(receipt) => receipt,
        // In good form, and it says of the event what was not logged: that is a finding.
        Err(ReceiptError::False { name }) => return Ok(Told::FalseOpening(name)),
        Err(error) => return Err(unusable(&args.receipt, &error)),
    };
    let later = match (&args.checkpoint, &args.url) {
        (Some(file), _) => {
            let bytes = read(file)?;
            Some(Continuation::parse(&bytes).map_err(|error| unusable(file, &error))?)
        }
        (None, Some(url)) => {
            policy = ask::followed(url, policy, receipt.checkpoint()).await?;
            // A false receipt gives no size to ask for.
            let at = match verify(&receipt, &policy) {
                Ok(proven) => proven.newest().checkpoint.size,
                Err(refuted) => return Ok(Told::Refuted(refuted)),
            };
            let later = ask::later(url, at).await?;
            policy = ask::followed(url, policy, &later.checkpoint).await?;
            Some(later)
        }
        (None, None) => None,
    };
    let found = match &later {
        Some(later) => verify_until(&receipt, later, &policy),
        None => verify(&receipt, &policy),
    };
    Ok(match found {
        Ok(proven) => Told::Proven {
            receipt: Box::new(receipt),
            proven: Box::new(proven),
            followed: policy.logs()[given.logs().len()..]
                .iter()
                .map(|log| log.key.key.id())
                .collect(),
        },
        Err(refuted) => Told::Refuted(refuted),
    })
}

/// A file's bytes, `-` for standard input; a byte more than a receipt may have, so that a larger one is refused.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    let done = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    done.map_err(|error| Failure::file(path, &error))?;
    Ok(bytes)
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::new("verify-unusable", &[("path", &path.display()), ("why", why)])
}
