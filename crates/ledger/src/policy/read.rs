use std::collections::{BTreeMap, BTreeSet};

use super::{Group, Log, MOST, Member, Policy, PolicyError, Witness};
use crate::key::{KeyError, VerifierKey};
use crate::rotation::LogKey;

/// The largest policy that is read, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// A text is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyTextError {
    /// Too long, not UTF-8, or with control characters other than tab and newline.
    #[error("a policy is at most {MOST_BYTES} bytes of UTF-8 without control characters")]
    Characters,
    /// A line that is none of log, witness, group and quorum, or has too few or too many words.
    #[error("line {line}: a policy has lines log, witness, group and quorum")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// A key that is not understood.
    #[error("line {line}: {error}")]
    Key {
        /// The line, from 1.
        line: usize,
        /// What is wrong with the key.
        error: KeyError,
    },
    /// A name that no line above has defined, that is a member already, or that is defined twice.
    #[error("line {line}: “{name}” is not defined above, is defined twice or is a member elsewhere")]
    Name {
        /// The line, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// A group that needs none or more than it has.
    #[error("line {line}: a group needs “any”, “all” or a number from 1 to that of its members")]
    Threshold {
        /// The line, from 1.
        line: usize,
    },
    /// Not exactly one quorum.
    #[error("a policy has exactly one line quorum")]
    Quorum,
    /// The parts do not go together.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

/// What a quorum line says.
enum Quorum {
    None,
    Member(Member),
}

#[derive(Default)]
struct Reader {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    names: BTreeMap<String, Member>,
    used: BTreeSet<String>,
    quorum: Option<Quorum>,
}

impl Policy {
    /// Reads a policy's file. Names and addresses have to be UTF-8; keys other than Ed25519 are refused, since a quorum
    /// that counts on them could not be judged.
    ///
    /// # Errors
    ///
    /// The line that is wrong, and why.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyTextError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PolicyTextError::Characters)?;
        let control = |byte: u8| byte.is_ascii_control() && byte != b'\n' && byte != b'\t';
        if bytes.len() > MOST_BYTES || bytes.iter().any(|byte| control(*byte)) {
            return Err(PolicyTextError::Characters);
        }
        let mut reader = Reader::default();
        for (at, line) in text.split('\n').enumerate() {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if words.first().is_some_and(|word| !word.starts_with('#')) {
                reader.line(&words, at + 1)?;
            }
        }
        let quorum = match reader.quorum.ok_or(PolicyTextError::Quorum)? {
            Quorum::None => None,
            Quorum::Member(member) => Some(member),
        };
        let policy = Self {
            logs: reader.logs,
            witnesses: reader.witnesses,
            groups: reader.groups,
            quorum,
        };
        Ok(policy.checked()?)
    }
}

impl Reader {
    fn line(&mut self, words: &[&str], line: usize) -> Result<(), PolicyTextError> {
        let key = |text: &str| {
            text.parse::<VerifierKey>()
                .map_err(|error| PolicyTextError::Key { line, error })
        };
        if self.logs.len().max(self.names.len()) > 2 * MOST {
            return Err(PolicyError::TooMany.into());
        }
        match words {
            ["log", vkey, url @ ..] if url.len() < 2 => {
                let key = LogKey::always(key(vkey)?);
                let url = url.first().map(|url| (*url).to_owned());
                self.logs.push(Log { key, url });
            }
            ["witness", name, vkey, url @ ..] if url.len() < 2 => {
                self.define(name, Member::Witness(self.witnesses.len()), line)?;
                let (name, key) = ((*name).to_owned(), key(vkey)?);
                let url = url.first().map(|url| (*url).to_owned());
                self.witnesses.push(Witness { name, key, url });
            }
            ["group", name, needed, members @ ..] => {
                let count = members.len();
                let members = members
                    .iter()
                    .map(|member| self.take(member, line))
                    .collect::<Result<_, _>>()?;
                let needed = match *needed {
                    "any" => Some(1),
                    "all" => Some(count),
                    number => number
                        .parse()
                        .ok()
                        .filter(|needed: &usize| needed.to_string() == number),
                };
                let needed = needed.filter(|needed| (1..=count).contains(needed));
                let needed = needed.ok_or(PolicyTextError::Threshold { line })?;
                self.define(name, Member::Group(self.groups.len()), line)?;
                let name = (*name).to_owned();
                self.groups.push(Group { name, needed, members });
            }
            ["quorum", name] => {
                if self.quorum.is_some() {
                    return Err(PolicyTextError::Quorum);
                }
                self.quorum = Some(match *name {
                    "none" => Quorum::None,
                    name => Quorum::Member(self.named(name, line)?),
                });
            }
            _ => return Err(PolicyTextError::Line { line }),
        }
        Ok(())
    }

    fn define(&mut self, name: &str, member: Member, line: usize) -> Result<(), PolicyTextError> {
        let name = name.to_owned();
        if name == "none" || self.names.insert(name.clone(), member).is_some() {
            return Err(PolicyTextError::Name { line, name });
        }
        Ok(())
    }

    fn named(&self, name: &str, line: usize) -> Result<Member, PolicyTextError> {
        let member = self.names.get(name).copied();
        let name = name.to_owned();
        member.ok_or(PolicyTextError::Name { line, name })
    }

    /// A name as a member of a group; each name is one once, so that nobody counts twice.
    fn take(&mut self, name: &str, line: usize) -> Result<Member, PolicyTextError> {
        let member = self.named(name, line)?;
        let name = name.to_owned();
        if !self.used.insert(name.clone()) {
            return Err(PolicyTextError::Name { line, name });
        }
        Ok(member)
    }
}
