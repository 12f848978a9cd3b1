//! The signature inside an alert (3.3.4.1): XML Signature, enveloped, exclusive canonical XML, SHA-256, and Ed25519 as RFC 9231
//! names it (section 2.3.12). What [`crate::write()`] writes is canonical as it stands, so what is signed is the text itself. Signatures of
//! others are judged by [`judge()`], which makes their XML canonical. The tests have other programs (`xmllint`, `xmlsec1`) make the same
//! texts canonical and sign them, and compare.

mod canonical;
mod judge;

pub use judge::{Judged, Method, judge};

use crate::write::DECLARATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The namespace of XML signatures.
pub const NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Ed25519 (RFC 9231, section 2.3.12).
pub const ED25519: &str = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";

const END: &str = "</alert>\n";

/// Puts a signature into an alert that [`crate::write()`] wrote, before its end. `sign` answers the 64 bytes of an Ed25519 signature of the
/// text that it is given; `key` names the key for whoever wants to verify. None where the alert is not one of ours, has a
/// signature already, or is not signed.
#[must_use]
pub fn sign(xml: &str, key: &str, sign: impl FnOnce(&str) -> Option<Vec<u8>>) -> Option<String> {
    let body = xml.strip_suffix(END)?;
    let plain = key.chars().all(|c| !c.is_control() && !"<>&\r".contains(c));
    if !body.starts_with(DECLARATION) || body.contains("</Signature>") || !plain {
        return None;
    }
    let info = signed_info(&digest(xml)?);
    let bytes = sign(&canonical(&info))?;
    let value = STANDARD.encode(bytes);
    Some(format!(
        "{body}<Signature xmlns=\"{NAMESPACE}\">\n{info}\n<SignatureValue>{value}</SignatureValue>\n<KeyInfo><KeyName>{key}</KeyName></KeyInfo>\n</Signature>{END}"
    ))
}

/// Verifies a signature that [`sign`] has put in: `good` answers whether the bytes are the key's signature of the text. Whatever was
/// changed since, the signature itself among it, is not good; nor is a signature that is written in any other way.
#[must_use]
pub fn verify(xml: &str, good: impl FnOnce(&str, &[u8]) -> bool) -> bool {
    parts(xml).is_some_and(|(info, value)| good(&canonical(&info), &value))
}

fn parts(xml: &str) -> Option<(String, Vec<u8>)> {
    let start = xml.find("<Signature xmlns=")?;
    let (body, signature) = xml.split_at(start);
    let rest = signature.strip_prefix(&format!("<Signature xmlns=\"{NAMESPACE}\">\n"))?;
    let (info, rest) = rest.split_once("\n<SignatureValue>")?;
    let (value, rest) = rest.split_once("</SignatureValue>\n<KeyInfo><KeyName>")?;
    let (key, rest) = rest.split_once("</KeyName></KeyInfo>\n</Signature>")?;
    if rest != END || key.contains('<') {
        return None;
    }
    let whole = format!("{body}{END}");
    (info == signed_info(&digest(&whole)?)).then_some(())?;
    Some((info.to_owned(), STANDARD.decode(value).ok()?))
}

/// The hash of the alert's own element, the signature left out: all but the declaration and what follows the element.
fn digest(xml: &str) -> Option<String> {
    let element = xml.strip_prefix(DECLARATION)?.strip_suffix('\n')?;
    Some(STANDARD.encode(Sha256::digest(element)))
}

fn signed_info(digest: &str) -> String {
    const CANONICAL: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
    const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
    format!(
        "<SignedInfo>\n\
         <CanonicalizationMethod Algorithm=\"{CANONICAL}\"></CanonicalizationMethod>\n\
         <SignatureMethod Algorithm=\"{ED25519}\"></SignatureMethod>\n\
         <Reference URI=\"\">\n\
         <Transforms>\n\
         <Transform Algorithm=\"{ENVELOPED}\"></Transform>\n\
         <Transform Algorithm=\"{CANONICAL}\"></Transform>\n\
         </Transforms>\n\
         <DigestMethod Algorithm=\"{SHA256}\"></DigestMethod>\n\
         <DigestValue>{digest}</DigestValue>\n\
         </Reference>\n\
         </SignedInfo>"
    )
}

/// The signed part by itself: its namespace, which it has from the signature around it, is then written on it.
fn canonical(info: &str) -> String {
    info.replacen("<SignedInfo>", &format!("<SignedInfo xmlns=\"{NAMESPACE}\">"), 1)
}
