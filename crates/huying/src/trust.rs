//! Whose signatures somebody believes, from what they give with `--key`: a key's line, or a file of keys as the log
//! serves them at `/log/keys` and `/log/policy`, or one key a line; or a handover, with which the owner of a key that is
//! believed names the next one (`/log/handover/<id>`).

use crate::failure::Failure;
use ledger::key::{Algorithm, VerifierKey};
use ledger::policy::{Policy, PolicyError};
use ledger::receipt::Receipt;
use ledger::rotation::{LogKey, follow, next_key, parse_keys};
use std::path::Path;

/// Keys of logs and of witnesses, each once.
#[derive(Debug, Default)]
pub(crate) struct Trusted {
    logs: Vec<LogKey>,
    witnesses: Vec<VerifierKey>,
    /// Files of a policy, with what they ask of their witnesses.
    policies: Vec<Policy>,
    /// Receipts of leaves that name a key.
    handovers: Vec<Receipt>,
}

impl Trusted {
    /// What was given, all of it.
    pub(crate) fn of(given: &[String]) -> Result<Self, Failure> {
        let mut trusted = Self::default();
        for given in given {
            match given.parse() {
                Ok(key) => trusted.add(key),
                Err(error) => {
                    let path = Path::new(given);
                    if !path.is_file() {
                        return Err(Failure::new("verify-key", &[("key", given), ("why", &error)]));
                    }
                    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
                    if !trusted.add_file(&text) {
                        return Err(Failure::new("verify-key-file", &[("path", given)]));
                    }
                }
            }
        }
        Ok(trusted)
    }

    /// As a policy: any of the logs' keys, at the sizes that it may sign, and whichever witnesses have signed; where a file of
    /// them asks for a quorum, that quorum.
    pub(crate) fn policy(mut self) -> Result<Policy, Failure> {
        let handovers = std::mem::take(&mut self.handovers);
        let (policy, led_nowhere) = follow(self.plain_policy()?, handovers);
        if led_nowhere.is_empty() {
            Ok(policy)
        } else {
            Err(Failure::new("verify-handover", &[]))
        }
    }

    fn plain_policy(self) -> Result<Policy, Failure> {
        let wrong = |error: PolicyError| Failure::new("verify-key", &[("key", &"--key"), ("why", &error)]);
        let mut others = self.policies;
        let mut policy = if others.is_empty() {
            Policy::new(Vec::new(), Vec::new(), 0).map_err(wrong)?
        } else {
            others.remove(others.iter().position(Policy::asks_quorum).unwrap_or(0))
        };
        if others
            .iter()
            .any(|other| other.asks_quorum() && !other.asks_as(&policy))
        {
            return Err(Failure::new("verify-two-quorums", &[]));
        }
        let logs = others.iter().flat_map(Policy::logs).map(|log| log.key.clone());
        for key in logs.chain(self.logs) {
            policy = policy.with_key(key).map_err(wrong)?;
        }
        let witnesses = others.iter().flat_map(Policy::witnesses);
        let witnesses = witnesses.map(|witness| witness.key.clone());
        for key in witnesses.chain(self.witnesses) {
            policy = policy.with_witness(key).map_err(wrong)?;
        }
        Ok(policy)
    }

    fn add_file(&mut self, text: &str) -> bool {
        if let Ok(handover) = Receipt::parse(text.as_bytes()) {
            let named = next_key(handover.leaf()).is_some();
            self.handovers.extend(named.then_some(handover));
            return named;
        }
        if let Ok(listed) = parse_keys(text) {
            for key in listed {
                self.add_limited(key);
            }
            return true;
        }
        if let Ok(policy) = Policy::parse(text.as_bytes()) {
            self.policies.push(policy);
            return true;
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys: Result<Vec<VerifierKey>, _> = lines.map(str::parse).collect();
        let keys = keys.unwrap_or_default();
        let any = !keys.is_empty();
        for key in keys {
            self.add(key);
        }
        any
    }

    fn add(&mut self, key: VerifierKey) {
        match key.algorithm() {
            Algorithm::Note => self.add_limited(LogKey::always(key)),
            Algorithm::Cosignature if self.witnesses.contains(&key) => {}
            Algorithm::Cosignature => self.witnesses.push(key),
        }
    }

    /// A key given twice has the limits that either of them says.
    fn add_limited(&mut self, key: LogKey) {
        match self.logs.iter_mut().find(|known| known.key == key.key) {
            Some(known) => {
                known.from = known.from.max(key.from);
                known.until = [known.until, key.until].into_iter().flatten().min();
            }
            None => self.logs.push(key),
        }
    }
}
