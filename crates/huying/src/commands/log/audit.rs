//! `huying log audit`: the whole log against the database and against what others hold.

use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::trust::Trusted;
use domain::case::Refusal;
use jiff::Timestamp;
use ledger::note::Note;
use ledger::proof::Proof;
use ledger::receipt::{Receipt, ReceiptError};
use serde::Serialize;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use store::{Difference, Held, KeyWrong, LastAudit, LogAudit, Store, Wrong};
use words::Words;

#[derive(Debug, clap::Args)]
pub(crate) struct Audit {
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Vec<PathBuf>,
    #[arg(long, value_name = "VKEY", requires = "from")]
    pub(crate) key: Vec<String>,
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Report<'a> {
    whole: bool,
    size: u64,
    root: Option<String>,
    events: u64,
    files: u64,
    /// Events whose sealed values were opened and compared.
    sealed: u64,
    /// Files and events' sealed values that were not looked into, without the key.
    unopened: u64,
    checkpoints: usize,
    /// Leaves read and hashed a second.
    leaves_per_s: u64,
    found: Option<Found<'a>>,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    what: &'static str,
    leaf: Option<u64>,
    case: Option<&'a str>,
    event: Option<u64>,
    message: String,
}

pub(super) async fn run(args: Audit, now: Timestamp, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    let held = args.from.iter().map(|path| held(path)).collect::<Result<_, _>>()?;
    let trusted = if args.key.is_empty() {
        None
    } else {
        Some(Trusted::of(&args.key)?.policy()?)
    };
    let progress = console.progress("audit-progress");
    let audit = Store::audit_log(&args.data, held, trusted, |done, of| progress.set(done, of)).await?;
    drop(progress);
    note(&args.data, &audit, now, console);
    if args.json {
        console.json(&report(&audit, console.words()))?;
    }
    tell(&audit, console);
    Ok(if audit.found.is_some() {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// Writes down for the desk what was found. Somebody else's directory may be for reading only: the audit stands.
fn note(dir: &Path, audit: &LogAudit, at: Timestamp, console: &Console) {
    let found = audit.found.as_ref();
    let last = LastAudit {
        at,
        size: audit.size,
        events: audit.events,
        checkpoints: audit.checkpoints as u64,
        unopened: audit.unopened,
        found: found.map(|found| refusal(&found.wrong).0.to_owned()),
        leaf: found.and_then(|found| found.leaf),
        case: found.and_then(|found| found.case.clone()),
        event: found.and_then(|found| found.event),
    };
    if let Err(error) = last.write(dir) {
        console.mention("audit-not-noted", &[("why", error.to_string().into())]);
    }
}

/// The checkpoint in a file: alone, or in a receipt, whose own entry counts too.
fn held(path: &Path) -> Result<Held, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let unread = |key: &str, why: &dyn Display| Failure::new(key, &[("path", &path.display()), ("why", why)]);
    let Ok(proof) = Proof::parse(&bytes) else {
        let note = Note::parse(&bytes).map_err(|error| unread("audit-from-unread", &error))?;
        return Ok(note.into());
    };
    match Receipt::parse(&bytes) {
        Ok(receipt) => Held::of(&receipt).map_err(|error| unread("audit-from-false", &error)),
        // Of something that its holder has from elsewhere.
        Err(ReceiptError::NoLeaf) => Ok(proof.checkpoint.into()),
        Err(error) => Err(unread("audit-from-false", &error)),
    }
}

fn tell(audit: &LogAudit, console: &Console) {
    if let Some(found) = &audit.found {
        console.text(&message(found, console.words()));
        console.say("audit-next", &[]);
        return;
    }
    let counts = [
        ("size", audit.size.into()),
        ("events", audit.events.into()),
        ("files", audit.files.into()),
        ("sealed", audit.sealed.into()),
        ("checkpoints", audit.checkpoints.into()),
    ];
    console.say("audit-whole", &counts);
    if let Some(root) = &audit.root {
        console.say("audit-root", &[("root", root.to_string().into())]);
    }
    if audit.unopened > 0 {
        console.say("audit-unopened", &[("count", audit.unopened.into())]);
    }
    if audit.checkpoints == 0 {
        console.say("audit-no-checkpoint", &[]);
    }
}

fn report<'a>(audit: &'a LogAudit, words: &Words) -> Report<'a> {
    let found = audit.found.as_ref().map(|found| Found {
        what: refusal(&found.wrong).0,
        leaf: found.leaf,
        case: found.case.as_deref(),
        event: found.event,
        message: message(found, words),
    });
    let nanoseconds = audit.took.as_nanos().max(1);
    Report {
        whole: found.is_none(),
        size: audit.size,
        root: audit.root.map(|root| root.to_string()),
        events: audit.events,
        files: audit.files,
        sealed: audit.sealed,
        unopened: audit.unopened,
        checkpoints: audit.checkpoints,
        leaves_per_s: u64::try_from(u128::from(audit.size) * 1_000_000_000 / nanoseconds).unwrap_or(u64::MAX),
        found,
    }
}

/// Where, and what.
fn message(found: &Difference, words: &Words) -> String {
    let leaf = found.leaf.map_or_else(|| "-".to_owned(), |leaf| leaf.to_string());
    let place = match (&found.case, found.event) {
        (Some(case), Some(event)) => Refusal::new("audit-event").with("case", case).with("event", event),
        _ if found.leaf.is_some() => Refusal::new("audit-leaf"),
        _ if let Wrong::Tiles { first, last, .. } = &found.wrong => {
            Refusal::new("audit-leaves").with("first", first).with("last", last)
        }
        _ => Refusal::new("audit-log"),
    };
    let (_, what) = refusal(&found.wrong);
    format!("{} {}", words.refusal(&place.with("leaf", leaf)), words.refusal(&what))
}

/// A name for programs, and the sentence.
fn refusal(wrong: &Wrong) -> (&'static str, Refusal) {
    let (name, key) = match wrong {
        Wrong::LeafAltered { .. } => ("leaf-altered", "audit-leaf-altered"),
        Wrong::LeafMissing { .. } => ("leaf-missing", "audit-leaf-missing"),
        Wrong::Tiles { .. } => ("tiles", "audit-tiles"),
        Wrong::Rewritten { good: 0, .. } => ("rewritten", "audit-rewritten-anywhere"),
        Wrong::Rewritten { .. } => ("rewritten", "audit-rewritten"),
        Wrong::SetBack { .. } => ("set-back", "audit-set-back"),
        Wrong::HeldUnread { .. } => ("held-unread", "audit-held-unread"),
        Wrong::NotAsReceipt { gone: true } => ("receipt-missing", "audit-receipt-missing"),
        Wrong::NotAsReceipt { gone: false } => ("receipt-altered", "audit-receipt-altered"),
        Wrong::NotLogged => ("not-logged", "audit-not-logged"),
        Wrong::EventMissing => ("event-missing", "audit-event-missing"),
        Wrong::Moved => ("moved", "audit-moved"),
        Wrong::Field { .. } => ("field", "audit-field"),
        Wrong::Text { name } if name == "actor" => ("actor", "audit-text-actor"),
        Wrong::Text { name } if name == "sealed" => ("sealed", "audit-text-sealed"),
        Wrong::Text { .. } => ("text", "audit-text-open"),
        Wrong::CaseKey { why } => match why {
            KeyWrong::Missing => ("case-key-missing", "audit-case-key-missing"),
            KeyWrong::Unknown => ("case-key-unknown", "audit-case-key-unknown"),
            KeyWrong::Destroyed => ("case-key-destroyed", "audit-case-key-destroyed"),
        },
        Wrong::Salts => ("salts", "audit-salts"),
        Wrong::Emptied => ("emptied", "audit-emptied"),
        Wrong::FileMissing { .. } => ("file-missing", "audit-file-missing"),
        Wrong::FileAltered { .. } => ("file-altered", "audit-file-altered"),
    };
    let sentence = Refusal::new(key);
    let sentence = match wrong {
        Wrong::Tiles { level, tile, .. } => sentence.with("level", level).with("tile", tile),
        Wrong::HeldUnread { why } => sentence.with("why", why),
        Wrong::Rewritten { size, good, .. } => {
            let last = size.saturating_sub(1);
            sentence.with("size", size).with("good", good).with("last", last)
        }
        Wrong::SetBack { held, size } => {
            let last = held.saturating_sub(1);
            sentence.with("held", held).with("size", size).with("last", last)
        }
        Wrong::Field { field, logged, kept } => sentence.with("field", field).with("logged", logged).with("kept", kept),
        Wrong::FileMissing { sha256 } | Wrong::FileAltered { sha256 } => sentence.with("sha256", sha256),
        _ => sentence,
    };
    (name, sentence)
}
