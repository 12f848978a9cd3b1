//! `huying verify RECEIPT`: what a receipt proves, with the log's key and without any database. Of several it also says whether they
//! are all events of their case.

mod ask;
mod chain;
mod later;
mod told;

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::trust::Trusted;
use ask::To;
use chain::Chain;
use ledger::note::MOST_BYTES;
use ledger::policy::{Believed, Policy};
use ledger::receipt::{Receipt, ReceiptError};
use ledger::verify::{Proven, Refuted, continued, verify, verify_until};
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use told::Told;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "RECEIPT", required = true)]
    pub(crate) receipt: Vec<PathBuf>,
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
    let mut found = Vec::with_capacity(args.receipt.len());
    for path in &args.receipt {
        let told = match look(&args, path).await {
            Ok(told) => told,
            Err(failure) => Told::Unusable(failure),
        };
        found.push((path, told));
    }
    if let [(_, told)] = &found[..] {
        if args.json {
            console.json(&told.to_json(console.words()))?;
        }
        told.say(console);
        return Ok(told.exit());
    }
    several(&found, args.json, console)
}

/// What is found of each, and whether those of one case are all its events.
fn several(found: &[(&PathBuf, Told)], as_json: bool, console: &Console) -> Result<Exit, Failure> {
    let chains = chain::of(found.iter().filter_map(|(_, told)| told.receipt()));
    if as_json {
        let receipts = found.iter().map(|(path, told)| {
            let mut told = told.to_json(console.words());
            told["file"] = Value::from(path.display().to_string());
            told
        });
        let receipts: Vec<Value> = receipts.collect();
        let cases: Vec<Value> = chains.iter().map(Chain::to_json).collect();
        console.json(&json!({ "receipts": receipts, "cases": cases }))?;
    }
    for (path, told) in found {
        console.text(&format!("{}:", path.display()));
        told.say(console);
    }
    for chain in &chains {
        chain.say(console);
    }
    let exits: Vec<Exit> = found.iter().map(|(_, told)| told.exit()).collect();
    Ok(if exits.iter().any(|exit| matches!(exit, Exit::WrongUsage)) {
        Exit::WrongUsage
    } else if exits.iter().any(|exit| matches!(exit, Exit::Failed)) || chains.iter().any(Chain::is_refuted) {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// What is found; an error is input that cannot be used.
async fn look(args: &Args, path: &Path) -> Result<Told, Failure> {
    if args.receipt.len() > 1 && args.checkpoint.is_some() {
        return Err(Failure::new("verify-one-checkpoint", &[]));
    }
    let given = Trusted::of(&args.key)?.policy()?;
    let mut policy = given.clone();
    let receipt = match Receipt::parse(&read(path)?) {
        Ok(receipt) => receipt,
        // In good form, and it says of the event what was not logged: that is a finding.
        Err(ReceiptError::False { name }) => return Ok(Told::FalseOpening(name)),
        Err(error) => return Err(unusable(path, &error)),
    };
    let mut witnessed = None;
    let found = match (&args.checkpoint, &args.url) {
        (Some(file), _) => {
            let later = later::read_from(file, &receipt)?;
            verify_until(&receipt, &later, &policy).map_err(|refuted| later::named(refuted, &receipt, &later))
        }
        (None, Some(url)) => {
            policy = ask::followed(url, policy, receipt.checkpoint()).await?;
            // A false receipt gives no size to ask for.
            match verify(&receipt, &policy) {
                Ok(proven) => until_now(url, proven.newest(), &mut policy, &mut witnessed).await?,
                Err(refuted) => Err(refuted),
            }
        }
        (None, None) => verify(&receipt, &policy),
    };
    Ok(match found {
        Ok(proven) => Told::Proven {
            quorum: policy
                .asks_quorum()
                .then(|| witnessed.as_ref().unwrap_or(proven.newest()).quorum),
            receipt: Box::new(receipt),
            proven: Box::new(proven),
            witnessed: witnessed.map(Box::new),
            followed: policy.logs()[given.logs().len()..]
                .iter()
                .map(|log| log.key.key.id())
                .collect(),
        },
        Err(refuted) => Told::Refuted(refuted),
    })
}

/// Whether the log goes on from the receipt's checkpoint: first to the one that is witnessed, since the newest nearly never is yet,
/// and from there to the newest. The last of them that a known witness has signed goes to `witnessed`.
async fn until_now(
    url: &str,
    at: &Believed,
    policy: &mut Policy,
    witnessed: &mut Option<Believed>,
) -> Result<Result<Proven, Refuted>, Failure> {
    let mut now = at.clone();
    for to in [To::Witnessed, To::Head] {
        let later = ask::later(url, now.checkpoint.size, to).await?;
        *policy = ask::followed(url, policy.clone(), &later.checkpoint).await?;
        now = match continued(&now.checkpoint, &later, policy) {
            Ok(now) => now,
            Err(refuted) => return Ok(Err(refuted)),
        };
        // One that enough of them have signed says more than a newer one that only some have.
        let less = witnessed.as_ref().is_some_and(|before| before.quorum && !now.quorum);
        if !now.witnesses.is_empty() && !less {
            *witnessed = Some(now.clone());
        }
    }
    let (at, later) = (at.clone(), now);
    Ok(Ok(Proven::Unchanged { at, later }))
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
