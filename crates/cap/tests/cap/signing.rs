//! The signature: verified by another program's canonical XML, and good for the text it was made for alone.

use crate::sample;
use crate::schema::{canonical, taken};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cap::{read, signature, write};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn signed() -> String {
    let xml = write(&sample::rich()).unwrap();
    let sign = |text: &str| Some(key().sign(text.as_bytes()).to_bytes().to_vec());
    signature::sign(&xml, "yj.example.org/log+01234567+AAAA=", sign).unwrap()
}

fn good(xml: &str) -> bool {
    signature::verify(xml, |text, bytes| {
        let signature = Signature::from_slice(bytes);
        signature.is_ok_and(|signature| key().verifying_key().verify_strict(text.as_bytes(), &signature).is_ok())
    })
}

#[test]
fn a_signature_is_good_for_its_text_alone() {
    let xml = signed();
    assert!(good(&xml));
    assert!(read(xml.as_bytes()).unwrap().signed);
    if let Some(taken) = taken(std::slice::from_ref(&xml)) {
        assert_eq!(taken, [true]);
    }
    for at in xml.char_indices().map(|(at, _)| at).step_by(3) {
        // The key's name is a hint and not signed; another name is another hint.
        let hint = xml.find("<KeyName>").unwrap()..xml.find("</KeyName>").unwrap();
        if hint.contains(&at) || !xml.as_bytes()[at].is_ascii_alphanumeric() {
            continue;
        }
        let other = if xml.as_bytes()[at] == b'1' { "2" } else { "1" };
        let changed = format!("{}{other}{}", &xml[..at], &xml[at + 1..]);
        assert!(!good(&changed), "{at}: {changed}");
    }
    assert!(!good(&write(&sample::rich()).unwrap()));
}

#[test]
fn what_is_signed_is_what_others_make_canonical() {
    let xml = signed();
    let (start, end) = (xml.find("<Signature ").unwrap(), xml.find("</alert>").unwrap());
    // As the enveloped-signature transform leaves it, made canonical by another program.
    let without = format!("{}{}", &xml[..start], &xml[end..]);
    let Some(without) = canonical(&without) else { return };
    let digest = STANDARD.encode(Sha256::digest(without.trim_end_matches('\n')));
    assert!(xml.contains(&format!("<DigestValue>{digest}</DigestValue>")));
    // The signed part by itself: the namespace in force around it, then made canonical.
    let info = &xml[xml.find("<SignedInfo>").unwrap()..xml.find("<SignatureValue>").unwrap()];
    let alone = info.trim_end().replacen(
        "<SignedInfo>",
        &format!("<SignedInfo xmlns='{}'>", signature::NAMESPACE),
        1,
    );
    let alone = canonical(&alone).unwrap();
    let value = xml.split("<SignatureValue>").nth(1).unwrap().split('<').next().unwrap();
    let value = Signature::from_slice(&STANDARD.decode(value).unwrap()).unwrap();
    let verified = key()
        .verifying_key()
        .verify_strict(alone.trim_end_matches('\n').as_bytes(), &value);
    assert!(verified.is_ok());
}

#[test]
fn only_ours_are_signed_and_only_once() {
    let some = |_: &str| Some(vec![0; 64]);
    assert!(signature::sign(&signed(), "k", some).is_none());
    assert!(signature::sign("<alert/>", "k", some).is_none());
    let xml = write(&sample::rich()).unwrap();
    assert!(signature::sign(&xml, "<k>", some).is_none());
    assert!(signature::sign(&xml, "k", |_| None).is_none());
}
