//! Signed notes (<https://c2sp.org/signed-note>): a text, an empty line, and lines `— name base64(key id || signature)`.
//!
//! A text means nothing until [`Note::verify`] has found a key one trusts under it.

use std::fmt;

use crate::key::{Good, VerifierKey, is_key_name};
use crate::text::{from_base64, lines, to_base64};

/// The largest note that is read, in bytes. The specification asks for room for 16 signatures of up to 5 kB.
pub const MOST_BYTES: usize = 256 * 1024;

/// The most signatures that are read.
pub const MOST_SIGNATURES: usize = 64;

/// A signature line, not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key it claims to be by.
    pub name: String,
    /// The id of that key.
    pub key_id: u32,
    /// What the key's algorithm made of the text.
    pub bytes: Vec<u8>,
}

/// A text is not a signed note, or is not signed by anybody who is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Over [`MOST_BYTES`].
    #[error("a note is at most {MOST_BYTES} bytes")]
    TooLarge,
    /// Not UTF-8, or with control characters other than newlines.
    #[error("a note is UTF-8 without control characters")]
    Characters,
    /// No empty line, no newline at the end, or nothing signed.
    #[error("a note is a text, an empty line and at least one signature, each line ending in a newline")]
    Form,
    /// A line after the empty one is not a signature.
    #[error("signature {number} is not of the form “— name base64”")]
    SignatureLine {
        /// The line's number among the signatures, from 1.
        number: usize,
    },
    /// Over [`MOST_SIGNATURES`].
    #[error("a note has at most {MOST_SIGNATURES} signatures")]
    TooManySignatures,
    /// A key that is known did not make the signature that bears its name and id.
    #[error("the signature of {name} ({key_id:08x}) is false")]
    FalseSignature {
        /// The key's name.
        name: String,
        /// The key's id.
        key_id: u32,
    },
    /// None of the signatures is by a key that is known.
    #[error("no signature is by a known key")]
    NoKnownKey,
}

impl Signature {
    /// Reads one line without its newline.
    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = from_base64(signature)?;
        let (key_id, bytes) = bytes.split_first_chunk()?;
        if !is_key_name(name) || bytes.is_empty() {
            return None;
        }
        Some(Self {
            name: name.to_owned(),
            key_id: u32::from_be_bytes(*key_id),
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    /// The line, without its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.to_be_bytes().as_slice(), &self.bytes].concat();
        write!(f, "— {} {}", self.name, to_base64(&bytes))
    }
}

/// Reads lines of signatures, each ending in a newline, as a note ends with and a witness answers with.
///
/// # Errors
///
/// [`NoteError::Form`], [`NoteError::SignatureLine`] and [`NoteError::TooManySignatures`].
pub fn parse_signatures(text: &str) -> Result<Vec<Signature>, NoteError> {
    let mut signatures = Vec::new();
    for (at, line) in lines(text).ok_or(NoteError::Form)?.enumerate() {
        if at == MOST_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let signature = Signature::parse(line).ok_or(NoteError::SignatureLine { number: at + 1 })?;
        signatures.push(signature);
    }
    Ok(signatures)
}

/// UTF-8 without control characters below U+0020 except newlines, within the cap.
pub(crate) fn readable(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > MOST_BYTES {
        return Err(NoteError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NoteError::Characters)?;
    if text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(NoteError::Characters);
    }
    Ok(text)
}

/// A text with its signatures. `Display` gives the note's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// A key that has signed a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed<'a> {
    /// The key.
    pub key: &'a VerifierKey,
    /// What it has signed.
    pub good: Good,
}

impl Note {
    /// A note of a text and the signatures made over it.
    ///
    /// # Errors
    ///
    /// Where these are not a note: a text without newline at its end, with control characters or too long; no signature
    /// or too many of them.
    pub fn new(text: &str, signatures: Vec<Signature>) -> Result<Self, NoteError> {
        readable(text.as_bytes())?;
        if !text.ends_with('\n') || signatures.is_empty() {
            return Err(NoteError::Form);
        }
        if signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let good = |signature: &Signature| is_key_name(&signature.name) && !signature.bytes.is_empty();
        if let Some(at) = signatures.iter().position(|signature| !good(signature)) {
            return Err(NoteError::SignatureLine { number: at + 1 });
        }
        let text = text.to_owned();
        let note = Self { text, signatures };
        if note.to_string().len() > MOST_BYTES {
            return Err(NoteError::TooLarge);
        }
        Ok(note)
    }

    /// Reads a note. Nothing is verified yet.
    ///
    /// # Errors
    ///
    /// What is wrong with its form.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = readable(bytes)?;
        // The text may have empty lines of its own: the last one separates.
        let at = note.rfind("\n\n").ok_or(NoteError::Form)?;
        let signatures = parse_signatures(&note[at + 2..])?;
        let text = note[..=at].to_owned();
        Ok(Self { text, signatures })
    }

    /// The signed text, its last newline included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, unverified, in the order of their lines.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Puts a signature under the note; one by the same key is replaced.
    ///
    /// # Errors
    ///
    /// As [`Self::new`].
    pub fn with(self, signature: Signature) -> Result<Self, NoteError> {
        let same = |other: &Signature| other.key_id == signature.key_id && other.name == signature.name;
        let mut signatures = self.signatures;
        signatures.retain(|other| !same(other));
        signatures.push(signature);
        Self::new(&self.text, signatures)
    }

    /// Verifies the signatures of the keys that are known and says which of them have signed, in the order of `known`.
    /// Signatures by other keys mean nothing and are passed over.
    ///
    /// # Errors
    ///
    /// [`NoteError::FalseSignature`] where one that bears the name and id of a known key is not by it, and
    /// [`NoteError::NoKnownKey`] where no known key has signed.
    pub fn verify<'a>(&self, known: &'a [VerifierKey]) -> Result<Vec<Signed<'a>>, NoteError> {
        let mut signed = Vec::new();
        for key in known {
            let mut latest: Option<Good> = None;
            for signature in self.signatures.iter().filter(|signature| key.is_of(signature)) {
                let good = key
                    .verify(&self.text, signature)
                    .ok_or_else(|| NoteError::FalseSignature {
                        name: signature.name.clone(),
                        key_id: signature.key_id,
                    })?;
                // A witness may have signed the same text twice: it counts once, at its later time.
                latest = Some(latest.map_or(good, |before| before.later(good)));
            }
            signed.extend(latest.map(|good| Signed { key, good }));
        }
        if signed.is_empty() {
            return Err(NoteError::NoKnownKey);
        }
        Ok(signed)
    }
}

impl Good {
    fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::Cosignature { seconds: a }, Self::Cosignature { seconds: b }) => {
                Self::Cosignature { seconds: a.max(b) }
            }
            _ => other,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
