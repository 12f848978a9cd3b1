//! A browser that is told though no page of the desk is open (RFC 8030): the message is sealed to the browser's own key (RFC 8291,
//! 8188), and this program shows by a signature that it is the one that the browser asked (RFC 8292).

use crate::notices::Failed;
use crate::outgoing::{Outgoing, Posted};
use crate::secrets;
use axum::http::Uri;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use ring::{aead, agreement, hkdf};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// The file that the key lies in, beside the database.
pub(crate) const FILE: &str = "push.key";
/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(15);
const MOST_BYTES: usize = 64 << 10;
/// How long the service keeps a message for a browser that is away, in seconds: an hour, after which the call has climbed.
const TTL: &str = "3600";
/// How long a signature holds, in seconds (RFC 8292, 2: a day at the most).
const HOLDS: i64 = 12 * 60 * 60;
/// The size of a record, larger than any message of ours (RFC 8188, 2.1).
const RECORD: u32 = 4096;
/// The longest text that fits into one record, in bytes.
const MOST_TEXT: usize = 3000;

/// Where a browser is reached, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscription {
    /// Address of the push service.
    pub(crate) endpoint: String,
    /// The browser's public key.
    pub(crate) p256dh: String,
    /// What only the browser and this program know.
    pub(crate) auth: String,
}

impl Subscription {
    /// It can be written to: https, and keys of the right lengths.
    pub(crate) fn is_sound(&self) -> bool {
        let long = |text: &str, bytes| URL_SAFE_NO_PAD.decode(text).is_ok_and(|key| key.len() == bytes);
        is_public(&self.endpoint) && long(&self.p256dh, 65) && long(&self.auth, 16)
    }
}

/// An address that a push service can have: https, and a host by its name. Nobody has this program ask a machine beside it.
fn is_public(endpoint: &str) -> bool {
    let uri: Option<Uri> = endpoint.parse().ok();
    uri.is_some_and(|uri| {
        let host = uri.host().unwrap_or_default();
        let named = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
        uri.scheme_str() == Some("https") && named
    })
}

/// The key by which browsers know this program.
pub(crate) struct Vapid {
    key: EcdsaKeyPair,
    /// Whom a push service writes to where something is wrong (RFC 8292, 2.1).
    subject: String,
}

impl Vapid {
    /// Reads the key; makes it the first time.
    ///
    /// # Errors
    /// Why it is not there, for the operator's log.
    pub(crate) fn read(dir: &Path, subject: String) -> Result<Self, String> {
        let path = dir.join(FILE);
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random);
                let made = made.map_err(|_| String::from("no key can be made"))?;
                store::write_secret(&path, made.as_ref()).map_err(|error| error.to_string())?;
                made.as_ref().to_vec()
            }
            Err(error) => return Err(format!("{FILE}: {error}")),
        };
        let key = EcdsaKeyPair::from_pkcs8(algorithm, &bytes, &random);
        let key = key.map_err(|error| format!("{FILE}: {error}"))?;
        Ok(Self { key, subject })
    }

    /// The public key, as a browser takes it.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key().as_ref())
    }

    /// What shows a push service that this program asks (RFC 8292, 3).
    fn authorization(&self, endpoint: &str, now: Timestamp) -> Option<String> {
        let end = endpoint.find("://")? + 3;
        let host = endpoint[end..].find('/').map_or(endpoint.len(), |at| end + at);
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({
            "aud": &endpoint[..host],
            "exp": now.as_second() + HOLDS,
            "sub": self.subject,
        });
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Some(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}

/// Hands a message to a browser's push service. `id` is the message's topic, the same each time it is tried, so that the
/// browser shows one.
pub(super) async fn send(vapid: &Vapid, to: &Subscription, id: &str, text: &str, now: Timestamp) -> Result<(), Failed> {
    let wrong = || Failed::here("notice-error-address");
    let body = sealed(to, text).ok_or_else(wrong)?;
    let authorization = vapid.authorization(&to.endpoint, now).ok_or_else(wrong)?;
    let posted = Posted {
        media_type: "application/octet-stream",
        headers: vec![
            ("authorization", authorization),
            ("content-encoding", String::from("aes128gcm")),
            ("ttl", TTL.to_owned()),
            ("urgency", String::from("high")),
            ("topic", id.chars().take(32).collect()),
        ],
        body: body.into(),
    };
    let answer = Outgoing::new(PATIENCE, MOST_BYTES).send(&to.endpoint, posted).await;
    let answer = answer.map_err(|_| Failed::here("notice-error-unreachable"))?;
    match answer.status {
        200..300 => Ok(()),
        // RFC 8030, 7.3: the browser has ended it.
        404 | 410 => Err(Failed::recipient("notice-error-address")),
        _ => Err(Failed::here("notice-error-answer")),
    }
}

/// The message, sealed to the browser with a key of this message alone.
fn sealed(to: &Subscription, text: &str) -> Option<Vec<u8>> {
    let random = SystemRandom::new();
    let own = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &random).ok()?;
    let own_public = own.compute_public_key().ok()?;
    let theirs = URL_SAFE_NO_PAD.decode(&to.p256dh).ok()?;
    let auth = URL_SAFE_NO_PAD.decode(&to.auth).ok()?;
    let peer = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, &theirs);
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let salt: [u8; 16] = secrets::bytes();
    agreement::agree_ephemeral(own, &peer, |shared| {
        let parts = Parts {
            shared,
            auth: &auth,
            theirs: &theirs,
            own: own_public.as_ref(),
            salt,
        };
        parts.seal(&text.as_bytes()[..end])
    })
    .ok()?
}

/// All that goes into a message's key.
struct Parts<'a> {
    /// What both keys make together.
    shared: &'a [u8],
    /// What only the browser and this program know.
    auth: &'a [u8],
    /// The browser's public key.
    theirs: &'a [u8],
    /// This message's public key.
    own: &'a [u8],
    salt: [u8; 16],
}

impl Parts<'_> {
    /// The body: salt, size, key, and one sealed record (RFC 8188, 2.1; RFC 8291, 4).
    fn seal(&self, text: &[u8]) -> Option<Vec<u8>> {
        let info = [b"WebPush: info\0", self.theirs, self.own].concat();
        let ikm: [u8; 32] = derived(self.auth, self.shared, &info)?;
        let key: [u8; 16] = derived(&self.salt, &ikm, b"Content-Encoding: aes128gcm\0")?;
        let nonce: [u8; 12] = derived(&self.salt, &ikm, b"Content-Encoding: nonce\0")?;
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).ok()?);
        // The last record is closed by a two.
        let mut record = [text, &[2]].concat();
        let nonce = aead::Nonce::assume_unique_for_key(nonce);
        key.seal_in_place_append_tag(nonce, aead::Aad::empty(), &mut record)
            .ok()?;
        let mut body = self.salt.to_vec();
        body.extend_from_slice(&RECORD.to_be_bytes());
        body.push(u8::try_from(self.own.len()).ok()?);
        body.extend_from_slice(self.own);
        body.extend_from_slice(&record);
        Some(body)
    }
}

/// HKDF-SHA-256 (RFC 5869).
fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[u8]) -> Option<[u8; N]> {
    struct Long(usize);
    impl hkdf::KeyType for Long {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut bytes = [0; N];
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    prk.expand(&[info], Long(N)).ok()?.fill(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    #[test]
    fn a_message_is_sealed_as_in_the_standards_example() {
        // RFC 8291, appendix A.
        let theirs = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let own = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let parts = Parts {
            shared: &bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
            auth: &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            theirs: &theirs,
            own: &own,
            salt: bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap(),
        };
        let body = parts.seal(b"When I grow up, I want to be a watermelon").unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn no_browser_has_this_program_ask_a_machine_beside_it() {
        for (endpoint, sound) in [
            ("https://push.example.org/send/abc", true),
            ("http://push.example.org/send/abc", false),
            ("https://127.0.0.1/send", false),
            ("https://[::1]/send", false),
            ("https://localhost:8443/send", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_public(endpoint), sound, "{endpoint}");
        }
    }

    #[test]
    fn a_push_service_can_tell_who_asks_and_the_key_stays() {
        let dir = tempfile::tempdir().unwrap();
        let subject = || String::from("mailto:desk@example.org");
        let vapid = Vapid::read(dir.path(), subject()).unwrap();
        let again = Vapid::read(dir.path(), subject()).unwrap();
        assert_eq!(vapid.public(), again.public());
        let now = Timestamp::from_second(1_764_000_000).unwrap();
        let said = vapid.authorization("https://push.example.org/send/abc", now).unwrap();
        let said = said.strip_prefix("vapid t=").unwrap();
        let (token, key) = said.split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let public = bytes(key);
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &public)
            .verify(signed.as_bytes(), &bytes(signature))
            .unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example.org");
        assert!(claims["exp"].as_i64().unwrap() - now.as_second() <= 24 * 60 * 60);
    }
}
