//! By whose keys warnings of other bodies are signed: certificates and public keys that the operator has laid beside the database and
//! named in `warnings.toml`. That a certificate has run out, or who has issued it, is not looked at: the operator trusts the key.

use super::settings::{Settings, Source};
use crate::frame::Frame;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cap::signature::{Judged, Method, judge};
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use std::collections::BTreeMap;
use std::path::Path;

/// A key of another body.
struct Key {
    name: String,
    method: Method,
    bytes: Vec<u8>,
}

/// The keys of the sources, by their names.
#[derive(Default)]
pub(crate) struct Keys(BTreeMap<String, Vec<Key>>);

/// What is to be thought of who signed a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signed {
    /// By this key.
    By(String),
    /// Not at all.
    Not,
    /// It was changed since, or is by none of the source's keys.
    DoesNotHold,
    /// No key of its source is known, or it is signed in a form that is not judged.
    NotJudged,
}

impl Signed {
    /// In words, with the class of its mark.
    pub(crate) fn words(&self, f: &Frame<'_>) -> (String, &'static str) {
        match self {
            Self::By(name) => (f.t1("alert-signed-by", "name", name), "good"),
            Self::Not => (f.t("alert-not-signed").to_owned(), ""),
            Self::DoesNotHold => (f.t("alert-signature-broken").to_owned(), "late"),
            Self::NotJudged => (f.t("alert-signed").to_owned(), "near"),
        }
    }
}

impl Keys {
    /// Of the sources. A key that cannot be read stands in the operator's log, and nothing is by it.
    pub(crate) fn read(dir: &Path) -> Self {
        let sources = Settings::read(dir).map_or_else(|_| Vec::new(), |settings| settings.sources);
        let of = |source: Source| {
            let keys = source.keys.iter();
            let keys = keys.filter_map(|part| {
                let read = std::fs::read_to_string(dir.join(&part.file)).map_err(|error| error.to_string());
                let key =
                    read.and_then(|pem| key(&pem).ok_or_else(|| String::from("no certificate and no public key")));
                let key = key.inspect_err(|error| {
                    tracing::error!(source = source.name, file = %part.file.display(), error, "a key cannot be read");
                });
                let (method, bytes) = key.ok()?;
                Some(Key {
                    name: part.name.clone(),
                    method,
                    bytes,
                })
            });
            let keys = keys.collect();
            (source.name, keys)
        };
        Self(sources.into_iter().map(of).collect())
    }

    /// Who signed a warning that came from this source. What somebody has put in by hand may be by any key.
    pub(crate) fn signed(&self, source: &str, xml: &[u8]) -> Signed {
        let own = self.0.get(source);
        let known: Vec<&Key> = own.map_or_else(|| self.0.values().flatten().collect(), |own| own.iter().collect());
        let by = |method: Method, text: &[u8], value: &[u8]| {
            let mut known = known.iter().filter(|key| key.method == method);
            known
                .find(|key| key.has_signed(text, value))
                .map(|key| key.name.clone())
        };
        match judge(xml, by) {
            Judged::By(name) => Signed::By(name),
            Judged::Unsigned => Signed::Not,
            Judged::Changed => Signed::DoesNotHold,
            Judged::ByNobodyKnown if own.is_some_and(|own| !own.is_empty()) => Signed::DoesNotHold,
            Judged::ByNobodyKnown | Judged::Unread => Signed::NotJudged,
        }
    }
}

impl office::Signatures for Keys {
    fn verdict(&self, source: &str, xml: &[u8]) -> office::Verdict {
        use office::Verdict;
        match self.signed(source, xml) {
            Signed::By(_) => {
                // What came by hand is by the keys of some source.
                let by = |name: &&String| matches!(self.signed(name, xml), Signed::By(_));
                let own = self.0.get_key_value(source).map(|(name, _)| name);
                let whose = own.or_else(|| self.0.keys().find(by));
                whose.map_or(Verdict::Open, |name| Verdict::By(name.clone()))
            }
            Signed::Not | Signed::NotJudged => Verdict::Open,
            Signed::DoesNotHold => Verdict::DoesNotHold,
        }
    }
}

impl Key {
    fn has_signed(&self, text: &[u8], value: &[u8]) -> bool {
        let good = match self.method {
            Method::Ed25519 => UnparsedPublicKey::new(&ED25519, &self.bytes).verify(text, value),
            Method::RsaSha256 => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.bytes).verify(text, value),
            Method::EcdsaSha256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.bytes).verify(text, value),
        };
        good.is_ok()
    }
}

/// The key of a certificate (RFC 5280, 4.1) or a public key (RFC 7468, 13), and what it signs by.
fn key(pem: &str) -> Option<(Method, Vec<u8>)> {
    let (label, der) = unwrapped(pem)?;
    let info = match label {
        "PUBLIC KEY" => der.clone(),
        "CERTIFICATE" => {
            let (certificate, _) = value(&der, SEQUENCE)?;
            let (mut rest, _) = value(certificate, SEQUENCE)?;
            // Version, number, algorithm, issuer, times and subject stand before it.
            let before = if rest.first() == Some(&VERSION) { 6 } else { 5 };
            for _ in 0..before {
                rest = behind(rest)?;
            }
            let end = rest.len() - behind(rest)?.len();
            rest[..end].to_vec()
        }
        _ => return None,
    };
    let (parts, _) = value(&info, SEQUENCE)?;
    let (algorithm, rest) = value(parts, SEQUENCE)?;
    let (name, parameters) = value(algorithm, OBJECT)?;
    let (bits, _) = value(rest, BITS)?;
    let method = match name {
        RSA => Method::RsaSha256,
        EDWARDS => Method::Ed25519,
        CURVE if value(parameters, OBJECT)?.0 == P256 => Method::EcdsaSha256,
        _ => return None,
    };
    // The bits that are not used come first, and there are none.
    let (0, bytes) = bits.split_first().map(|(unused, bytes)| (*unused, bytes))? else {
        return None;
    };
    Some((method, bytes.to_vec()))
}

const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const BITS: u8 = 0x03;
/// `[0]`, in which a certificate says its version.
const VERSION: u8 = 0xa0;
/// `rsaEncryption`, `id-ecPublicKey`, `prime256v1` and `id-Ed25519` (RFC 8017, 5480, 8410).
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const CURVE: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const EDWARDS: &[u8] = &[0x2b, 0x65, 0x70];

/// What stands between the first marks of a PEM text, and its label.
fn unwrapped(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_ascii_whitespace().collect();
    Some((label, STANDARD.decode(body).ok()?))
}

/// The value at the beginning, where it is of that kind (X.690, 8.1), and what stands behind it.
fn value(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    (*der.first()? == kind).then_some(())?;
    let (&length, rest) = der.get(1..)?.split_first()?;
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        (bytes.len() <= 4).then_some(())?;
        (
            bytes.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)),
            rest,
        )
    };
    rest.split_at_checked(length)
}

/// What stands behind the value at the beginning, whatever it is.
fn behind(der: &[u8]) -> Option<&[u8]> {
    value(der, *der.first()?).map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::{Signatures as _, Verdict};

    const SIGNED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cap/tests/fixtures/signed");

    fn file(name: &str) -> Vec<u8> {
        std::fs::read(Path::new(SIGNED).join(name)).unwrap()
    }

    fn keys(files: &[&str]) -> Keys {
        let keys = files.iter().map(|name| {
            let (method, bytes) = key(std::str::from_utf8(&file(name)).unwrap()).unwrap();
            Key {
                name: (*name).to_owned(),
                method,
                bytes,
            }
        });
        let others = ("水文站".to_owned(), Vec::new());
        Keys(BTreeMap::from([("气象台".to_owned(), keys.collect()), others]))
    }

    #[test]
    fn who_signed_is_told_by_the_sources_own_keys() {
        let all = keys(&["rsa.crt", "ec.pub"]);
        let by = |name: &str| Signed::By(name.to_owned());
        for (name, key) in [
            ("a1-exc-rsa", "rsa.crt"),
            ("a2-inc-rsa", "rsa.crt"),
            ("a3-exc-ec", "ec.pub"),
        ] {
            assert_eq!(all.signed("气象台", &file(&format!("{name}.xml"))), by(key), "{name}");
        }
        // A public key and its certificate are the same; a key of another source is none of this one.
        let others = keys(&["rsa.pub", "ec.crt"]);
        let xml = file("a4-inc-ec.xml");
        assert_eq!(others.signed("气象台", &xml), by("ec.crt"));
        assert_eq!(others.signed("水文站", &xml), Signed::NotJudged);
        assert_eq!(others.signed("值班员", &xml), by("ec.crt"));
        let rsa = keys(&["rsa.crt"]);
        assert_eq!(rsa.signed("气象台", &xml), Signed::DoesNotHold);
        assert_eq!(rsa.signed("值班员", &xml), Signed::NotJudged);
        // Whose key it is, by whatever way it came.
        let of = |source: &str| all.verdict(source, &xml);
        let weather = Verdict::By("气象台".to_owned());
        assert_eq!((of("气象台"), of("值班员")), (weather.clone(), weather));
        assert_eq!(
            (of("水文站"), rsa.verdict("值班员", &xml)),
            (Verdict::Open, Verdict::Open)
        );
        assert_eq!(rsa.verdict("气象台", &xml), Verdict::DoesNotHold);
    }

    #[test]
    fn what_was_changed_does_not_hold_whoever_signed_it() {
        let text = String::from_utf8(file("a1-exc-rsa.xml")).unwrap();
        let changed = text.replacen("Actual", "Test", 1);
        assert_eq!(
            keys(&["rsa.crt"]).signed("气象台", changed.as_bytes()),
            Signed::DoesNotHold
        );
        assert_eq!(
            Keys::default().signed("气象台", changed.as_bytes()),
            Signed::DoesNotHold
        );
        // Another value of the same length.
        let (before, value) = text.split_once("<ds:SignatureValue>").unwrap();
        let other = format!("{before}<ds:SignatureValue>{}", value.replacen('A', "B", 1));
        assert_eq!(
            keys(&["rsa.crt"]).signed("气象台", other.as_bytes()),
            Signed::DoesNotHold
        );
        assert!(key("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----").is_none());
    }
}
