//! What was found, in words and as data. `docs/log-format.md` says what may be claimed; nothing here says more.

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use domain::case::Refusal;
use jiff::Timestamp;
use ledger::note::NoteError;
use ledger::policy::{Believed, NotBelieved};
use ledger::receipt::Receipt;
use ledger::tree::CheckError;
use ledger::verify::{Proven, Refuted};
use serde_json::{Value, json};
use words::Words;

/// What was found.
pub(super) enum Told {
    Proven {
        receipt: Box<Receipt>,
        proven: Box<Proven>,
        /// The last checkpoint on the way to the newest that a known witness has signed, where a desk was asked.
        witnessed: Option<Box<Believed>>,
        /// Whether as many witnesses as the policy asks for have signed that one, or else the newest; none where it asks for none.
        quorum: Option<bool>,
        /// The ids of the keys that the log handed over to, one from another, from a key that was given.
        followed: Vec<u32>,
    },
    Refuted(Refuted),
    /// Text in the receipt that is not what was logged under this name.
    FalseOpening(String),
    Unusable(Failure),
}

impl Told {
    /// The receipt, where it is proven.
    pub(super) fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Proven { receipt, .. } => Some(receipt),
            _ => None,
        }
    }

    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Proven { .. } => Exit::Done,
            Self::Refuted(_) | Self::FalseOpening(_) => Exit::Failed,
            Self::Unusable(_) => Exit::WrongUsage,
        }
    }

    pub(super) fn say(&self, console: &Console) {
        let words = console.words();
        match self {
            Self::Proven {
                receipt,
                proven,
                witnessed,
                quorum,
                followed,
            } => {
                for sentence in sentences(receipt, proven, (witnessed.as_deref(), *quorum), words) {
                    console.text(&sentence);
                }
                for id in followed {
                    console.say("verify-followed", &[("id", hex(*id).into())]);
                }
            }
            Self::Refuted(_) | Self::FalseOpening(_) => {
                console.text(&self.why(words).join("\n"));
                console.say("verify-refuted", &[]);
            }
            Self::Unusable(failure) => console.failure(failure),
        }
    }

    fn why(&self, words: &Words) -> Vec<String> {
        match self {
            Self::Proven { .. } => Vec::new(),
            Self::Refuted(refuted) => vec![words.refusal(&why(refuted))],
            Self::FalseOpening(name) => vec![words.with("verify-false-opening", &[("name", name.as_str().into())])],
            Self::Unusable(failure) => failure.sentences(words),
        }
    }

    pub(super) fn to_json(&self, words: &Words) -> Value {
        let (receipt, proven, witnessed, quorum, followed) = match self {
            Self::Proven {
                receipt,
                proven,
                witnessed,
                quorum,
                followed,
            } => (receipt, proven, witnessed, quorum, followed),
            Self::Refuted(_) | Self::FalseOpening(_) => {
                return json!({ "result": "refuted", "why": self.why(words) });
            }
            Self::Unusable(_) => return json!({ "result": "unusable", "why": self.why(words) }),
        };
        let (at, later) = match &**proven {
            Proven::Logged { at } => (at, None),
            Proven::Unchanged { at, later } => (at, Some(later)),
        };
        let opened = receipt.openings().iter().filter_map(|opening| {
            let payload = opening.payload.as_ref()?;
            Some((
                opening.name.clone(),
                String::from_utf8_lossy(payload).into_owned().into(),
            ))
        });
        json!({
            "result": if later.is_some() { "unchanged" } else { "logged" },
            "origin": at.checkpoint.origin,
            "index": receipt.index(),
            "leaf": receipt.leaf().envelope().iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "opened": opened.collect::<serde_json::Map<_, _>>(),
            "checkpoint": checkpoint(at),
            "later": later.map(checkpoint),
            "witnessed": witnessed.as_deref().map(checkpoint),
            "quorum": quorum,
            "followed": followed.iter().map(|id| hex(*id)).collect::<Vec<_>>(),
        })
    }
}

/// A key's id as it stands in the key's line.
fn hex(id: u32) -> String {
    format!("{id:08x}")
}

fn checkpoint(believed: &Believed) -> Value {
    let witnesses = believed.witnesses.iter();
    let witnesses = witnesses.map(|witness| json!({ "name": witness.name, "seconds": witness.seconds }));
    json!({
        "size": believed.checkpoint.size,
        "root": believed.checkpoint.root.to_string(),
        "witnesses": witnesses.collect::<Vec<_>>(),
        "witnesses_known": believed.of,
    })
}

fn sentences(
    receipt: &Receipt,
    proven: &Proven,
    (seen, quorum): (Option<&Believed>, Option<bool>),
    words: &Words,
) -> Vec<String> {
    let (at, later) = match proven {
        Proven::Logged { at } => (at, None),
        Proven::Unchanged { at, later } => (at, Some(later)),
    };
    let mut told = vec![words.with(
        "verify-logged",
        &[
            ("index", receipt.index().into()),
            ("origin", at.checkpoint.origin.as_str().into()),
            ("size", at.checkpoint.size.into()),
        ],
    )];
    let fields = receipt.leaf().envelope().iter();
    told.extend(fields.map(|(key, value)| match (key.as_str(), value.parse()) {
        ("time", Ok(milliseconds)) if let Ok(time) = Timestamp::from_millisecond(milliseconds) => {
            format!("  {key}: {time}")
        }
        _ => format!("  {key}: {value}"),
    }));
    for opening in receipt.openings() {
        told.push(match &opening.payload {
            Some(payload) => format!("  {}: {}", opening.name, plain(&String::from_utf8_lossy(payload))),
            None => words.with("verify-salt-alone", &[("name", opening.name.as_str().into())]),
        });
    }
    told.push(match later {
        Some(later) => words.with(
            "verify-unchanged",
            &[
                ("old", at.checkpoint.size.into()),
                ("size", later.checkpoint.size.into()),
            ],
        ),
        None => words.text("verify-not-later").to_owned(),
    });
    let seen = seen.unwrap_or(proven.newest());
    told.push(witnessed(seen, words));
    if let Some(reached) = quorum {
        let key = if reached { "verify-quorum" } else { "verify-no-quorum" };
        told.push(words.with(key, &[("size", seen.checkpoint.size.into())]));
    }
    told.push(words.text("verify-not-unlogged").to_owned());
    told
}

fn witnessed(newest: &Believed, words: &Words) -> String {
    if newest.of == 0 {
        return words.text("verify-no-witness-known").to_owned();
    }
    let time = |seconds: u64| {
        let at = i64::try_from(seconds)
            .ok()
            .and_then(|at| Timestamp::from_second(at).ok());
        at.map_or_else(|| seconds.to_string(), |at| at.to_string())
    };
    let named = newest.witnesses.iter();
    let named: Vec<String> = named
        .map(|witness| format!("{} {}", witness.name, time(witness.seconds)))
        .collect();
    words.with(
        if named.is_empty() {
            "verify-no-witness-signed"
        } else {
            "verify-witnessed"
        },
        &[
            ("signed", named.len().into()),
            ("known", newest.of.into()),
            ("size", newest.checkpoint.size.into()),
            ("names", named.join("; ").into()),
        ],
    )
}

/// A text from a receipt as a terminal may show it: whoever made the file may have put escapes into it.
fn plain(text: &str) -> String {
    let shown = |c: char| {
        if c.is_control() {
            c.escape_default().collect::<String>()
        } else {
            c.to_string()
        }
    };
    domain::seen(&text.chars().map(shown).collect::<String>()).into_owned()
}

/// The sentence that says why.
fn why(refuted: &Refuted) -> Refusal {
    match refuted {
        Refuted::Checkpoint(why) => not_believed(why, "verify-checkpoint"),
        Refuted::Later(why) => not_believed(why, "verify-later"),
        Refuted::NotIncluded(why) => Refusal::new("verify-not-included").with("why", why),
        Refuted::OtherLog { origin, later } => Refusal::new("verify-other-log")
            .with("origin", origin)
            .with("later", later),
        Refuted::OtherSize { old, size } => Refusal::new("verify-other-size").with("old", old).with("size", size),
        Refuted::NotContinued(CheckError::Backwards { old, new }) => {
            Refusal::new("verify-set-back").with("old", old).with("size", new)
        }
        Refuted::NotContinued(why) => Refusal::new("verify-not-continued").with("why", why),
    }
}

fn not_believed(why: &NotBelieved, which: &str) -> Refusal {
    let ending = match why {
        NotBelieved::Signatures(NoteError::NoKnownKey) | NotBelieved::NotByLog { .. } => "not-by-log",
        NotBelieved::Signatures(NoteError::FalseSignature { .. }) => "false",
        NotBelieved::NotThen { .. } => "not-then",
        NotBelieved::Signatures(_) | NotBelieved::Checkpoint(_) => "unread",
    };
    Refusal::new(&format!("{which}-{ending}")).with("why", why)
}
