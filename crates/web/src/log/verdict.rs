//! What was found out about a receipt, in words: the same ones for the page's script and for the server.

use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest::Guest;
use crate::log::entry::{self, Told};
use crate::log::show_consistency;
use crate::moments;
use jiff::Timestamp;
use ledger::continuation::Continuation;
use ledger::key::{Algorithm, VerifierKey};
use ledger::note::NoteError;
use ledger::policy::{Believed, Cosigned, Log, NotBelieved, Policy, Witness};
use ledger::receipt::{Receipt, ReceiptError};
use ledger::rotation::{LogKey, follow};
use ledger::tree::CheckError;
use ledger::verify::{Proven, Refuted, continued, verify};
use words::{FluentValue, Words};

/// The sentences by the script's short names, with the names of what it puts in.
const SENTENCES: &[(&str, &str, &[&str])] = &[
    ("proven", "receipt-check-proven", &[]),
    ("logged", "receipt-check-logged", &["index", "origin", "size"]),
    ("unchanged", "receipt-check-unchanged", &["old", "size"]),
    ("witnessed", "receipt-check-witnessed", &["name", "size", "at"]),
    ("not-witnessed", "receipt-check-not-witnessed", &[]),
    ("not-unchanged", "receipt-check-not-unchanged", &[]),
    ("not-shown", "receipt-check-not-shown", &[]),
    ("offline", "receipt-check-offline", &[]),
    ("own-key", "receipt-check-own-key", &[]),
    ("not-proven", "receipt-check-not-proven", &[]),
    ("words", "receipt-check-words", &[]),
    ("no-words", "receipts-no-words", &[]),
    ("unreadable", "receipt-check-unreadable", &[]),
    ("key", "receipt-check-key", &[]),
    ("not-signed", "receipt-check-not-signed", &[]),
    ("signature-false", "receipt-check-signature-false", &[]),
    ("key-not-then", "receipt-check-key-not-then", &[]),
    ("not-included", "receipt-check-not-included", &[]),
    ("opening-false", "receipt-check-opening-false", &[]),
    ("later-unreadable", "receipt-check-later-unreadable", &[]),
    ("other-log", "receipt-check-other-log", &[]),
    ("set-back", "receipt-check-set-back", &[]),
    ("not-continued", "receipt-check-not-continued", &[]),
    ("exact", "receipt-check-exact", &[]),
];

/// What the script says, `{name}` where it puts something in.
pub(super) fn sentences(words: &Words) -> Vec<(String, String)> {
    let sentence = |(short, key, names): &(&str, &str, &[&str])| {
        let holes: Vec<(&str, FluentValue<'_>)> =
            names.iter().map(|name| (*name, format!("{{{name}}}").into())).collect();
        ((*short).to_owned(), words.with(key, &holes))
    };
    SENTENCES.iter().map(sentence).collect()
}

/// What was found out.
pub(super) struct Verdict {
    /// The heading's message.
    pub(super) title: &'static str,
    /// What is proven and what not: the kind of line, its words.
    pub(super) lines: Vec<(&'static str, String)>,
    /// What the entry says, and what was written, in words.
    pub(super) told: Option<Told>,
    /// Whether what was written is in the receipt.
    pub(super) says_words: &'static str,
    /// The entry and what was written, byte for byte.
    pub(super) exact: String,
}

/// Verifies the form's receipt with the form's keys, and that our log still continues it.
pub(super) async fn of(guest: &Guest, fields: &Fields) -> Result<Verdict, Fault> {
    let words = guest.words();
    let plain = |key: &str| words.text(key).to_owned();
    let given = match read(fields) {
        Ok((receipt, keys)) => Ok((receipt, followed(guest, keys).await?)),
        Err(key) => Err(key),
    };
    let proven = given.and_then(|(receipt, policy)| {
        let at = verify(&receipt, &policy).map_err(|refuted| why(&refuted))?;
        Ok((receipt, policy, at))
    });
    let (receipt, policy, at) = match proven {
        Ok((receipt, policy, Proven::Logged { at } | Proven::Unchanged { at, .. })) => (receipt, policy, at),
        Err(key) => {
            return Ok(Verdict {
                title: "receipt-check-not-proven",
                lines: vec![("refuted", plain(key))],
                told: None,
                says_words: "",
                exact: String::new(),
            });
        }
    };
    let (origin, size) = (at.checkpoint.origin.as_str(), at.checkpoint.size);
    let logged = [
        ("index", receipt.index().to_string()),
        ("origin", origin.to_owned()),
        ("size", size.to_string()),
    ];
    let mut lines = vec![("proven", said(words, "receipt-check-logged", &logged))];
    match later(guest, &at, &policy).await? {
        None => {
            lines.push(("note", plain("receipt-check-not-shown")));
            lines.extend(witnessed(guest, &at));
        }
        Some(Ok(Later { now, seen })) => {
            let sizes = [("old", size.to_string()), ("size", now.checkpoint.size.to_string())];
            lines.push(("proven", said(words, "receipt-check-unchanged", &sizes)));
            lines.extend(witnessed(guest, &seen));
        }
        Some(Err(refuted)) => {
            let reason = plain(why_not_later(&refuted));
            lines.push(("refuted", format!("{} {reason}", plain("receipt-check-not-unchanged"))));
        }
    }
    lines.push(("note", plain("receipt-check-own-key")));
    let open = receipt.openings().iter().find(|opening| opening.name == "open");
    let open = open.and_then(|opening| opening.payload.as_deref());
    let open = open.map(String::from_utf8_lossy);
    Ok(Verdict {
        title: "receipt-check-proven",
        lines,
        told: Some(entry::tell(guest, receipt.leaf(), open.as_deref())),
        says_words: if open.is_some() {
            "receipt-check-words"
        } else {
            "receipts-no-words"
        },
        exact: format!("{}\n{}", receipt.leaf(), open.as_deref().unwrap_or_default()),
    })
}

fn said(words: &Words, key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, FluentValue<'_>)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    words.with(key, &values)
}

/// The receipt and whom its reader believes, or the message that says what cannot be read.
fn read(fields: &Fields) -> Result<(Receipt, Policy), &'static str> {
    // As people paste it: browsers send CR LF, and the last line's end is easily lost.
    let text = fields.exact("receipt").replace("\r\n", "\n");
    let receipt = Receipt::parse(format!("{}\n", text.trim()).as_bytes()).map_err(|error| match error {
        ReceiptError::False { .. } => "receipt-check-opening-false",
        _ => "receipt-check-unreadable",
    })?;
    let (mut logs, mut witnesses) = (Vec::new(), Vec::new());
    let lines = fields.exact("keys").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let key: VerifierKey = line.parse().map_err(|_| "receipt-check-key")?;
        match key.algorithm() {
            Algorithm::Note => logs.push(Log {
                key: LogKey::always(key),
                url: None,
            }),
            Algorithm::Cosignature => witnesses.push(Witness {
                name: key.name().to_owned(),
                key,
                url: None,
            }),
        }
    }
    Ok((
        receipt,
        Policy::new(logs, witnesses, 0).map_err(|_| "receipt-check-key")?,
    ))
}

/// Those whom the reader believes, our log's keys to which theirs hand over, and the sizes that each may sign.
async fn followed(guest: &Guest, policy: Policy) -> Result<Policy, Fault> {
    let store = &guest.desk.office.store;
    let mut handovers = Vec::new();
    for listed in store.log_keys() {
        if !policy.logs().iter().any(|log| log.key.key == listed.key) {
            handovers.extend(store.log_handover(listed.key.id()).await?);
        }
    }
    Ok(follow(policy, handovers).0.limited_by(store.log_keys()))
}

/// How our log goes on from a checkpoint.
struct Later {
    /// Its head now.
    now: Believed,
    /// The newest checkpoint on the way there that a witness of the reader's has signed; where none has, the receipt's.
    seen: Believed,
}

/// Whether our log continues that checkpoint: to the one that is witnessed, and from there to its head. None for one of another log,
/// and where ours can't sign.
async fn later(guest: &Guest, at: &Believed, policy: &Policy) -> Result<Option<Result<Later, Refuted>>, Fault> {
    let store = &guest.desk.office.store;
    if !store
        .log_keys()
        .iter()
        .any(|key| key.key.name() == at.checkpoint.origin)
    {
        return Ok(None);
    }
    let (mut now, mut seen) = (at.clone(), at.clone());
    for witnessed in [true, false] {
        let old = now.checkpoint.size;
        let later: Result<Continuation, Fault> = if witnessed {
            show_consistency::to_witnessed(store, old).await
        } else {
            show_consistency::from(store, old).await
        };
        let later = match later {
            Ok(later) => later,
            Err(Fault::NoLogKey) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        now = match continued(&now.checkpoint, &later, policy) {
            Ok(now) => now,
            Err(refuted) => return Ok(Some(Err(refuted))),
        };
        if !now.witnesses.is_empty() {
            seen = now.clone();
        }
    }
    Ok(Some(Ok(Later { now, seen })))
}

/// Who of the reader's witnesses has signed it, and when.
fn witnessed(guest: &Guest, seen: &Believed) -> Vec<(&'static str, String)> {
    let words = guest.words();
    if seen.witnesses.is_empty() {
        return vec![("note", words.text("receipt-check-not-witnessed").to_owned())];
    }
    let zone = &guest.desk.office.pack.zone;
    let line = |witness: &Cosigned| {
        let seconds = i64::try_from(witness.seconds).ok();
        let at = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        let values = [
            ("name", witness.name.clone()),
            ("size", seen.checkpoint.size.to_string()),
            (
                "at",
                at.map_or_else(|| witness.seconds.to_string(), |at| moments::moment(at, zone)),
            ),
        ];
        ("proven", said(words, "receipt-check-witnessed", &values))
    };
    seen.witnesses.iter().map(line).collect()
}

const fn why(refuted: &Refuted) -> &'static str {
    match refuted {
        Refuted::Checkpoint(reason) => why_not_believed(reason),
        Refuted::NotIncluded(_) => "receipt-check-not-included",
        _ => why_not_later(refuted),
    }
}

const fn why_not_later(refuted: &Refuted) -> &'static str {
    match refuted {
        Refuted::Later(NotBelieved::Checkpoint(_)) => "receipt-check-later-unreadable",
        Refuted::Later(reason) => why_not_believed(reason),
        Refuted::OtherLog { .. } => "receipt-check-other-log",
        Refuted::NotContinued(CheckError::Backwards { .. }) => "receipt-check-set-back",
        _ => "receipt-check-not-continued",
    }
}

const fn why_not_believed(reason: &NotBelieved) -> &'static str {
    match reason {
        NotBelieved::Checkpoint(_) => "receipt-check-unreadable",
        NotBelieved::Signatures(NoteError::FalseSignature { .. }) => "receipt-check-signature-false",
        NotBelieved::Signatures(_) | NotBelieved::NotByLog { .. } => "receipt-check-not-signed",
        NotBelieved::NotThen { .. } => "receipt-check-key-not-then",
    }
}
