//! Asking a desk for a later checkpoint with its proof, and for the keys that its log has had since.

use crate::failure::Failure;
use ledger::continuation::Continuation;
use ledger::note::{MOST_BYTES, Note};
use ledger::policy::Policy;
use ledger::receipt::Receipt;
use ledger::rotation::follow;
use std::fmt::Display;
use std::time::Duration;
use web::outgoing::{Answer, NoAnswer, Outgoing};

/// How long a desk may take for an answer, all in all.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most changes of keys that are followed.
const MOST_HANDOVERS: usize = 32;

/// To which checkpoint a desk is asked for the proof.
#[derive(Debug, Clone, Copy)]
pub(super) enum To {
    /// The newest that a witness has signed, where there is one.
    Witnessed,
    /// The newest.
    Head,
}

/// Asks `URL/log/consistency?from=SIZE`.
pub(super) async fn later(url: &str, from: u64, to: To) -> Result<Continuation, Failure> {
    let to = match to {
        To::Witnessed => "&to=witnessed",
        To::Head => "",
    };
    let (url, answer) = ask(url, &format!("consistency?from={from}{to}")).await?;
    if answer.status != 200 {
        return Err(Failure::new(
            "verify-url-status",
            &[("url", &url), ("status", &answer.status), ("size", &from)],
        ));
    }
    Continuation::parse(&answer.body).map_err(|error| failed(&url, &error))
}

/// The policy with the keys of the log that signed `note`, where the log hands over to them from keys that the policy has:
/// `URL/log/handover/ID` of each, back to one that is believed. Nothing is asked where the policy believes the note.
pub(super) async fn followed(url: &str, policy: Policy, note: &Note) -> Result<Policy, Failure> {
    if policy.check(note).is_ok() {
        return Ok(policy);
    }
    let mut wanted = Vec::new();
    want(&mut wanted, &policy, note);
    let mut handovers = Vec::new();
    let mut next = 0;
    while let Some(id) = wanted.get(next).filter(|_| next < MOST_HANDOVERS) {
        next += 1;
        let (url, answer) = ask(url, &format!("handover/{id:08x}")).await?;
        // The log's first key, one that followed a lost one, or one that it never had: none of them is handed over to.
        if answer.status != 200 {
            continue;
        }
        let handover = Receipt::parse(&answer.body).map_err(|error| failed(&url, &error))?;
        // The key before has signed it too.
        want(&mut wanted, &policy, handover.checkpoint());
        handovers.push(handover);
    }
    Ok(follow(policy, handovers).0)
}

/// The ids of keys that have signed in the name of a log of the policy and that the policy does not have.
fn want(wanted: &mut Vec<u32>, policy: &Policy, note: &Note) {
    for line in note.signatures() {
        let known = policy.logs().iter().any(|log| log.key.key.is_of(line));
        let ours = policy.logs().iter().any(|log| log.key.key.name() == line.name);
        if ours && !known && !wanted.contains(&line.key_id) {
            wanted.push(line.key_id);
        }
    }
}

async fn ask(url: &str, path: &str) -> Result<(String, Answer), Failure> {
    let address = format!("{}/log/{path}", url.trim_end_matches('/'));
    match Outgoing::new(PATIENCE, MOST_BYTES).get(&address).await {
        Ok(answer) => Ok((address, answer)),
        Err(NoAnswer::Address(_)) => Err(Failure::new("verify-url-form", &[("url", &url)])),
        Err(error) => Err(failed(&address, &error)),
    }
}

fn failed(url: &str, why: &dyn Display) -> Failure {
    Failure::new("verify-url-failed", &[("url", &url), ("why", why)])
}
