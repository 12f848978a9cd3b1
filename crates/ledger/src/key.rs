//! Keys of the log and of its witnesses, in the one-line texts that the signed-note world passes around
//! (<https://c2sp.org/signed-note#verifier-keys>): `name+id+base64(algorithm || public key)`, and for the secret
//! `PRIVATE+KEY+name+id+base64(algorithm || seed)` as Go's `sumdb/note` writes it.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer as _;
use sha2::{Digest, Sha256};

use crate::note::Signature;
use crate::text::{from_base64, to_base64};

/// The longest name of a key, in bytes.
pub const MOST_NAME_BYTES: usize = 255;

/// What a key signs. Both are Ed25519; the byte is part of the key's id, so one never passes for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `0x01`: a log signs a note's text (<https://c2sp.org/signed-note#ed25519-signatures>).
    Note,
    /// `0x04`: a witness signs a time and a checkpoint's text (<https://c2sp.org/tlog-cosignature>).
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Note => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn of_byte(byte: u8) -> Option<Self> {
        [Self::Note, Self::Cosignature]
            .into_iter()
            .find(|algorithm| algorithm.byte() == byte)
    }
}

/// A text is not a key of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not three (secret: five) parts, an id that is not eight small hexadecimal digits, or not base 64.
    #[error("not a key: a key is written name+id+base64")]
    Form,
    /// Empty, too long, or with a space, a plus or a control character.
    #[error("a key's name is 1 to {MOST_NAME_BYTES} bytes without spaces, plus and control characters")]
    Name,
    /// Neither Ed25519 for notes (1) nor for cosignatures (4).
    #[error("signatures of type {0:#04x} are not understood; Ed25519 is 0x01 for logs and 0x04 for witnesses")]
    Algorithm(u8),
    /// The key material is not 32 bytes, not a point of the curve, or a point that verifies anything.
    #[error("the key material is not an Ed25519 key")]
    Material,
    /// The id in the text is not that of the key: a copying mistake.
    #[error("the key's id does not belong to its name and material: was it copied whole?")]
    Id,
    /// A log's key was asked to cosign, or a witness's key to sign.
    #[error("this key is not for that kind of signature")]
    Use,
}

/// Whether a name may stand in a key and in a signature line.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    (1..=MOST_NAME_BYTES).contains(&name.len())
        && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// The first four bytes of `SHA-256(name || 0x0A || algorithm || public key)`, big-endian
/// (<https://c2sp.org/signed-note#signatures>).
#[must_use]
pub fn key_id(name: &str, algorithm: Algorithm, public_key: &[u8; 32]) -> u32 {
    let hash = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(public_key)
        .finalize();
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// A public key: what one needs to recognise and verify a signature. Its text is the "vkey" line.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    id: u32,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// A key from its parts.
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`] and [`KeyError::Material`].
    pub fn new(name: &str, algorithm: Algorithm, public_key: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(public_key).map_err(|_| KeyError::Material)?;
        if key.is_weak() {
            return Err(KeyError::Material);
        }
        Ok(Self {
            name: name.to_owned(),
            algorithm,
            id: key_id(name, algorithm, public_key),
            key,
        })
    }

    /// The key's name; of a log's key, the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key's id, which stands in front of each of its signatures.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The 32 bytes of the Ed25519 public key (RFC 8032).
    #[must_use]
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether a signature line names this key. Name and id together do; either alone says nothing.
    #[must_use]
    pub fn is_of(&self, signature: &Signature) -> bool {
        self.id == signature.key_id && self.name == signature.name
    }

    /// Verifies a signature over a note's text; `None` where it is not good. A good cosignature says when it was made.
    /// Malleable signatures and weak points are refused (`verify_strict`).
    #[must_use]
    pub fn verify(&self, text: &str, signature: &Signature) -> Option<Good> {
        let (message, bytes, good) = match self.algorithm {
            Algorithm::Note => (text.to_owned(), signature.bytes.as_slice(), Good::Signature),
            Algorithm::Cosignature => {
                let (seconds, bytes) = signature.bytes.split_first_chunk()?;
                let seconds = u64::from_be_bytes(*seconds);
                if seconds > i64::MAX.cast_unsigned() {
                    return None;
                }
                (cosigned_message(text, seconds), bytes, Good::Cosignature { seconds })
            }
        };
        let signature = ed25519_dalek::Signature::from_slice(bytes).ok()?;
        self.key.verify_strict(message.as_bytes(), &signature).ok()?;
        Some(good)
    }
}

/// What a good signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Good {
    /// By a log, over the text.
    Signature,
    /// By a witness, over a time and the text.
    Cosignature {
        /// When the witness signed: seconds since 1970 (POSIX), as the witness says.
        seconds: u64,
    },
}

/// What a witness signs (<https://c2sp.org/tlog-cosignature#ed25519-signed-message>).
fn cosigned_message(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = with_algorithm(self.algorithm, self.public_key());
        write!(f, "{}+{:08x}+{material}", self.name, self.id)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, algorithm, material) = parts(text)?;
        let key = Self::new(name, algorithm, &material)?;
        if key.id != id {
            return Err(KeyError::Id);
        }
        Ok(key)
    }
}

/// A secret key. It never appears in `Debug`; [`Self::to_secret_text`] is what is kept in a file of strict permissions.
#[derive(Clone)]
pub struct SigningKey {
    public: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A key from its seed, 32 bytes of chance that the caller has drawn.
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, algorithm, key.verifying_key().as_bytes())?;
        Ok(Self { public, key })
    }

    /// Reads what [`Self::to_secret_text`] wrote.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn from_secret_text(text: &str) -> Result<Self, KeyError> {
        let (name, id, algorithm, seed) = parts(text.strip_prefix("PRIVATE+KEY+").ok_or(KeyError::Form)?)?;
        let key = Self::from_seed(name, algorithm, &seed)?;
        if key.public.id != id {
            return Err(KeyError::Id);
        }
        Ok(key)
    }

    /// `PRIVATE+KEY+name+id+base64(algorithm || seed)`. Whoever has this line can sign as the log.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let material = with_algorithm(self.public.algorithm, self.key.as_bytes());
        format!("PRIVATE+KEY+{}+{:08x}+{material}", self.public.name, self.public.id)
    }

    /// The key that everyone may have.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs a note's text as a log.
    ///
    /// # Errors
    ///
    /// [`KeyError::Use`] where this is a witness's key.
    pub fn sign(&self, text: &str) -> Result<Signature, KeyError> {
        if self.public.algorithm != Algorithm::Note {
            return Err(KeyError::Use);
        }
        Ok(self.signature(self.key.sign(text.as_bytes()).to_bytes().to_vec()))
    }

    /// Signs a checkpoint's text as a witness that has seen it at `seconds` since 1970.
    ///
    /// # Errors
    ///
    /// [`KeyError::Use`] where this is a log's key.
    pub fn cosign(&self, text: &str, seconds: u64) -> Result<Signature, KeyError> {
        if self.public.algorithm != Algorithm::Cosignature {
            return Err(KeyError::Use);
        }
        let signature = self.key.sign(cosigned_message(text, seconds).as_bytes()).to_bytes();
        Ok(self.signature([seconds.to_be_bytes().as_slice(), &signature].concat()))
    }

    fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature {
            name: self.public.name.clone(),
            key_id: self.public.id,
            bytes,
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(secret of {})", self.public)
    }
}

fn with_algorithm(algorithm: Algorithm, material: &[u8; 32]) -> String {
    to_base64(&[[algorithm.byte()].as_slice(), material].concat())
}

/// Name, id, algorithm and 32 bytes of `name+id+base64`.
fn parts(text: &str) -> Result<(&str, u32, Algorithm, [u8; 32]), KeyError> {
    // Base 64 has pluses of its own: only the first two separate.
    let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
    let (id, material) = rest.split_once('+').ok_or(KeyError::Form)?;
    let small_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if id.len() != 8 || !id.bytes().all(small_hex) {
        return Err(KeyError::Form);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
    let material = from_base64(material).ok_or(KeyError::Form)?;
    let (algorithm, material) = material.split_first().ok_or(KeyError::Form)?;
    let algorithm = Algorithm::of_byte(*algorithm).ok_or(KeyError::Algorithm(*algorithm))?;
    let material = material.try_into().map_err(|_| KeyError::Material)?;
    Ok((name, id, algorithm, material))
}
