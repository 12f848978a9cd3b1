//! Signatures of others: enveloped, of the whole alert, in the forms that are common. Whatever is written in another form is not judged.

use super::canonical::{Element, Form, Node, Scope};
use super::{ED25519, NAMESPACE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Ed25519 (RFC 9231, section 2.3.12).
    Ed25519,
    /// RSA, PKCS #1 1.5, SHA-256 (RFC 9231, section 2.3.2).
    RsaSha256,
    /// ECDSA, SHA-256, both numbers one after the other (RFC 9231, section 2.3.6).
    EcdsaSha256,
}

/// What is to be thought of an alert's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// There is none.
    Unsigned,
    /// By this key, and nothing was changed since.
    By(String),
    /// Nothing was changed, and none of the keys that are known has signed it.
    ByNobodyKnown,
    /// The alert was changed after it was signed.
    Changed,
    /// It is written in a form that is not judged here.
    Unread,
}

const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

/// Judges the signature of an alert that [`crate::read()`] has taken. `by` answers whose signature of the text the bytes are; none where
/// they are nobody's that is known.
#[must_use]
pub fn judge(xml: &[u8], by: impl FnOnce(Method, &[u8], &[u8]) -> Option<String>) -> Judged {
    let text = std::str::from_utf8(xml).ok();
    let Some(mut alert) = text.and_then(Element::parse) else {
        return Judged::Unread;
    };
    let scope = alert.scope(&Scope::new());
    let is_signature = |node: &Node| match node {
        Node::Element(element) => element.is(NAMESPACE, "Signature", &scope),
        Node::Text(_) => false,
    };
    let places: Vec<usize> = (0..alert.children.len())
        .filter(|at| is_signature(&alert.children[*at]))
        .collect();
    let &[place] = places.as_slice() else {
        return if places.is_empty() {
            Judged::Unsigned
        } else {
            Judged::Unread
        };
    };
    let Node::Element(signature) = alert.children.remove(place) else {
        return Judged::Unread;
    };
    let Some(signed) = Signed::of(&signature, &scope) else {
        return Judged::Unread;
    };
    // Attributes of `xml:` would be inherited by what is signed; no alert has any.
    let inherits = |element: &Element| element.attributes.iter().any(|(name, _)| name.starts_with("xml:"));
    if inherits(&alert) || inherits(&signature) {
        return Judged::Unread;
    }
    let digest = Sha256::digest(alert.canonical(signed.alert, &Scope::new()));
    if digest.as_slice() != signed.digest {
        return Judged::Changed;
    }
    match by(signed.method, signed.text.as_bytes(), &signed.value) {
        Some(name) => Judged::By(name),
        None => Judged::ByNobodyKnown,
    }
}

/// What a signature says.
struct Signed {
    method: Method,
    /// How the alert is made canonical.
    alert: Form,
    digest: Vec<u8>,
    /// What is signed, canonical.
    text: String,
    value: Vec<u8>,
}

impl Signed {
    fn of(signature: &Element, around: &Scope) -> Option<Self> {
        let scope = signature.scope(around);
        let mut parts = signature.elements();
        let (info, value) = (parts.next()?, parts.next()?);
        let named = |element: &Element, name: &str, scope: &Scope| element.is(NAMESPACE, name, scope).then_some(());
        named(info, "SignedInfo", &scope)?;
        named(value, "SignatureValue", &scope)?;
        let inner = info.scope(&scope);
        let mut parts = info.elements();
        let (canonical, method, reference) = (parts.next()?, parts.next()?, parts.next()?);
        named(canonical, "CanonicalizationMethod", &inner)?;
        named(method, "SignatureMethod", &inner)?;
        named(reference, "Reference", &inner)?;
        // The whole alert, and nothing beside it.
        if parts.next().is_some() || reference.attribute("URI") != Some("") {
            return None;
        }
        let (alert, digest) = referred(reference, &reference.scope(&inner))?;
        Some(Self {
            method: match algorithm(method)? {
                ED25519 => Method::Ed25519,
                RSA_SHA256 => Method::RsaSha256,
                ECDSA_SHA256 => Method::EcdsaSha256,
                _ => return None,
            },
            alert,
            digest,
            text: info.canonical(form(algorithm(canonical)?)?, &scope),
            value: bytes(value)?,
        })
    }
}

/// How the alert is made canonical, and its hash.
fn referred(reference: &Element, scope: &Scope) -> Option<(Form, Vec<u8>)> {
    let mut parts = reference.elements();
    let (transforms, method, digest) = (parts.next()?, parts.next()?, parts.next()?);
    let names = [
        (transforms, "Transforms"),
        (method, "DigestMethod"),
        (digest, "DigestValue"),
    ];
    if parts.next().is_some() || !names.iter().all(|(element, name)| element.is(NAMESPACE, name, scope)) {
        return None;
    }
    let steps: Option<Vec<&str>> = transforms.elements().map(algorithm).collect();
    let alert = match steps?.as_slice() {
        // What says nothing is inclusive.
        [ENVELOPED] => Form::Inclusive,
        [ENVELOPED, canonical] => form(canonical)?,
        _ => return None,
    };
    (algorithm(method)? == SHA256).then_some(())?;
    Some((alert, bytes(digest)?))
}

/// An algorithm without anything that would change what it does.
fn algorithm(element: &Element) -> Option<&str> {
    let plain = element.elements().next().is_none();
    element.attribute("Algorithm").filter(|_| plain)
}

fn form(algorithm: &str) -> Option<Form> {
    match algorithm {
        INCLUSIVE => Some(Form::Inclusive),
        EXCLUSIVE => Some(Form::Exclusive),
        _ => None,
    }
}

fn bytes(element: &Element) -> Option<Vec<u8>> {
    let text: String = element.text()?.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}
