//! Which messages of other bodies supersede or take back which. Who sent a message is what it says itself, and anybody can write it: a
//! warning that is signed is superseded by what the same body has signed, and one that is not by what came from the same source.

use super::receive::Received;
use cap::words::MsgType;
use cap::{Alert, Reference};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whose signatures messages have. The keys lie beside the database, and not in it.
pub trait Signatures: Sync {
    /// What is to be thought of the signature of a message that came from this source.
    fn verdict(&self, source: &str, xml: &[u8]) -> Verdict;
}

/// What is to be thought of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is by a key of this source.
    By(String),
    /// There is none, or none that can be judged.
    Open,
    /// The message was changed since, or is by none of the source's keys.
    DoesNotHold,
}

/// The messages that this one says are over. Nobody takes back another's warning.
pub(super) fn named(later: &Alert) -> impl Iterator<Item = &Reference> {
    let supersedes = matches!(later.msg_type, MsgType::Update | MsgType::Cancel);
    let own = later.references.iter().filter(move |of| of.sender == later.sender);
    own.filter(move |_| supersedes)
}

/// The places of those that another of them supersedes.
pub(super) fn superseded(found: &[Received], keys: &dyn Signatures) -> BTreeSet<usize> {
    // Of one name there is one from each source: each is judged for itself.
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (place, one) in found.iter().enumerate() {
        let name = (one.alert.sender.as_str(), one.alert.identifier.as_str());
        places.entry(name).or_default().push(place);
    }
    let mut judge = Judge {
        found,
        keys,
        verdicts: BTreeMap::new(),
    };
    let mut over = BTreeSet::new();
    for (later, one) in found.iter().enumerate() {
        for of in named(&one.alert) {
            let named = places.get(&(of.sender.as_str(), of.identifier.as_str()));
            let named = named.into_iter().flatten().copied();
            over.extend(named.filter(|earlier| judge.supersedes(later, *earlier)));
        }
    }
    over
}

/// Judges each signature once.
struct Judge<'a> {
    found: &'a [Received],
    keys: &'a dyn Signatures,
    verdicts: BTreeMap<(usize, String), Verdict>,
}

impl Judge<'_> {
    /// What is to be thought of the message at this place, had it come from this source.
    fn of(&mut self, place: usize, source: &str) -> Verdict {
        let (keys, found) = (self.keys, self.found);
        let verdict = self.verdicts.entry((place, source.to_owned()));
        verdict
            .or_insert_with(|| keys.verdict(source, found[place].xml.as_bytes()))
            .clone()
    }

    fn supersedes(&mut self, later: usize, earlier: usize) -> bool {
        let found = self.found;
        let (after, before) = (&found[later].source, &found[earlier].source);
        if self.of(later, after) == Verdict::DoesNotHold {
            return false;
        }
        match self.of(earlier, before) {
            Verdict::By(whose) => self.of(later, &whose) == Verdict::By(whose),
            Verdict::Open | Verdict::DoesNotHold => {
                after == before || self.of(later, before) == Verdict::By(before.clone())
            }
        }
    }
}
