//! Whether receipts of one case are all of its events: each entry names the place in the log of the case's event before it
//! (`docs/log-format.md`, `previous`).

use crate::console::Console;
use ledger::receipt::Receipt;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the receipts of one case are together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chain {
    case: String,
    /// The last event that there is a receipt of.
    last: u64,
    /// Events before it of which there is none, from and to.
    missing: Vec<(u64, u64)>,
    /// The first event at which they cannot all be true.
    contradicts: Option<u64>,
}

/// An event as its entry says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    event: u64,
    index: u64,
    previous: Option<u64>,
}

/// Puts receipts that were verified together by their cases.
pub(super) fn of<'a>(receipts: impl Iterator<Item = &'a Receipt>) -> Vec<Chain> {
    let mut cases: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    for receipt in receipts {
        // The entry of another thing than a case's event: a key's.
        if let Some((case, link)) = link(receipt) {
            cases.entry(case).or_default().push(link);
        }
    }
    // One alone says what came before it, and no more.
    let together = cases.into_iter().filter(|(_, links)| links.len() > 1);
    together.map(|(case, links)| Chain::new(case, links)).collect()
}

fn link(receipt: &Receipt) -> Option<(String, Link)> {
    let field = |name| receipt.leaf().field(name);
    let link = Link {
        event: field("event")?.parse().ok()?,
        index: receipt.index(),
        previous: match field("previous")? {
            "-" => None,
            previous => Some(previous.parse().ok()?),
        },
    };
    Some((field("case")?.to_owned(), link))
}

impl Chain {
    fn new(case: String, mut links: Vec<Link>) -> Self {
        links.sort_unstable();
        // One may have been given twice, or taken twice.
        links.dedup();
        let mut chain = Self {
            case,
            last: links.last().map_or(0, |last| last.event),
            missing: Vec::new(),
            contradicts: None,
        };
        let mut before: Option<Link> = None;
        for link in links {
            let next = before.map_or(1, |before| before.event.saturating_add(1));
            let follows = match (before, link.previous) {
                (None, None) => link.event == 1,
                (Some(_), None) => false,
                (before, Some(previous)) => {
                    let after = before.is_none_or(|before| previous > before.index);
                    let right = if link.event == next {
                        before.is_some_and(|before| previous == before.index)
                    } else {
                        link.event > next && after
                    };
                    right && previous < link.index
                }
            };
            if !follows {
                chain.contradicts = chain.contradicts.or(Some(link.event));
            }
            if link.event > next {
                chain.missing.push((next, link.event - 1));
            }
            before = Some(link);
        }
        chain
    }

    /// They cannot all be of one log in which nothing was altered.
    pub(super) fn is_refuted(&self) -> bool {
        self.contradicts.is_some()
    }

    pub(super) fn say(&self, console: &Console) {
        let case = ("case", self.case.as_str().into());
        if let Some(event) = self.contradicts {
            console.say("verify-chain-contradicts", &[case, ("event", event.into())]);
            return;
        }
        let last = ("last", self.last.into());
        if self.missing.is_empty() {
            console.say("verify-chain-whole", &[case, last]);
            return;
        }
        let missing = self.missing.iter().map(|(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from}–{to}")
            }
        });
        let missing = missing.collect::<Vec<_>>().join(", ");
        console.say("verify-chain-gaps", &[case, last, ("missing", missing.into())]);
    }

    pub(super) fn to_json(&self) -> Value {
        let result = match (self.contradicts, self.missing.is_empty()) {
            (Some(_), _) => "contradicts",
            (None, true) => "whole",
            (None, false) => "gaps",
        };
        json!({
            "case": self.case,
            "result": result,
            "last": self.last,
            "missing": self.missing,
            "contradicts": self.contradicts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(links: &[(u64, u64, Option<u64>)]) -> Chain {
        let links = links.iter().map(|(event, index, previous)| Link {
            event: *event,
            index: *index,
            previous: *previous,
        });
        Chain::new("a".to_owned(), links.collect())
    }

    #[test]
    fn receipts_of_all_events_are_told_from_those_with_a_gap_and_those_that_contradict() {
        let whole = chain(&[(3, 90, Some(41)), (1, 7, None), (2, 41, Some(7)), (2, 41, Some(7))]);
        assert_eq!((whole.last, &whole.missing[..], whole.contradicts), (3, &[][..], None));
        let gaps = chain(&[(2, 41, Some(7)), (5, 90, Some(80)), (6, 91, Some(90))]);
        assert_eq!((gaps.last, &gaps.missing[..]), (6, &[(1, 1), (3, 4)][..]));
        assert!(!gaps.is_refuted());
        for wrong in [
            // An event was put in between, or taken out.
            &[(1, 7, None), (2, 41, Some(8))][..],
            &[(1, 7, None), (2, 41, Some(7)), (3, 90, Some(7))],
            // One event twice.
            &[(1, 7, None), (2, 41, Some(7)), (2, 42, Some(7))],
            // A case begins once, and with its first event.
            &[(1, 7, None), (2, 41, None)],
            &[(2, 41, None)],
            &[(1, 7, Some(3))],
            // Nothing comes before what came before it.
            &[(1, 7, None), (3, 41, Some(5))],
            &[(4, 41, Some(41))],
        ] {
            assert!(chain(wrong).is_refuted(), "{wrong:?}");
        }
    }
}
