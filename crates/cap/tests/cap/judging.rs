//! Signatures of others, as another program (`xmlsec1`) made them, in both canonical forms; and ours, judged as any other's.

use crate::sample;
use crate::schema::{example, signed};
use cap::signature::{Judged, Method, judge, sign};
use cap::{read, write};
use ed25519_dalek::{Signature, Signer as _, SigningKey};

fn judged(xml: &str) -> Judged {
    judge(xml.as_bytes(), |_, _, _| Some("k".to_owned()))
}

#[test]
fn what_others_signed_is_made_canonical_as_they_did() {
    for (name, method) in [
        ("a1-exc-rsa", Method::RsaSha256),
        ("a2-inc-rsa", Method::RsaSha256),
        ("a3-exc-ec", Method::EcdsaSha256),
        ("a4-inc-ec", Method::EcdsaSha256),
    ] {
        let xml = signed(name);
        assert!(read(xml.as_bytes()).is_ok_and(|alert| alert.signed), "{name}");
        let by = |said: Method, text: &[u8], value: &[u8]| {
            assert_eq!(said, method);
            assert!(
                text.starts_with(b"<ds:SignedInfo xmlns"),
                "{}",
                String::from_utf8_lossy(text)
            );
            (value.len() >= 64).then(|| "k".to_owned())
        };
        assert_eq!(judge(xml.as_bytes(), by), Judged::By("k".to_owned()), "{name}");
        assert_eq!(judge(xml.as_bytes(), |_, _, _| None), Judged::ByNobodyKnown);
        // A comment says nothing and is not signed; every other letter is.
        let commented = xml.replacen("<info>", "<info><!-- another one -->", 1);
        assert_eq!(judged(&commented), Judged::By("k".to_owned()), "{name}");
        let alert = xml.find("<identifier>").unwrap()..xml.find("<ds:Signature").unwrap();
        for at in alert.filter(|at| xml.as_bytes()[*at].is_ascii_digit()) {
            let other = if xml.as_bytes()[at] == b'1' { "2" } else { "1" };
            let changed = format!("{}{other}{}", &xml[..at], &xml[at + 1..]);
            assert_eq!(judged(&changed), Judged::Changed, "{name}: {at}");
        }
    }
}

#[test]
fn what_is_not_signed_whole_is_not_judged() {
    let xml = signed("a1-exc-rsa");
    for (from, to) in [
        ("URI=\"\"", "URI=\"#a\""),
        ("<ds:Reference URI=\"\">", "<ds:Reference>"),
        ("xmldsig#enveloped-signature", "xmldsig#base64"),
        ("xmlenc#sha256", "xmldsig#sha1"),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-md5"),
        ("2001/10/xml-exc-c14n#", "2001/10/xml-exc-c14n#WithComments"),
        ("<ds:SignatureValue>", "<ds:Object/><ds:SignatureValue>"),
    ] {
        assert!(xml.contains(from), "{from}");
        assert_eq!(judged(&xml.replacen(from, to, 1)), Judged::Unread, "{from} → {to}");
    }
    let (start, end) = (xml.find("<ds:Signature").unwrap(), xml.find("</alert>").unwrap());
    let twice = format!("{}{}{}", &xml[..end], &xml[start..end], &xml[end..]);
    assert_eq!(judged(&twice), Judged::Unread);
    assert_eq!(judged(&example("a1")), Judged::Unsigned);
    assert_eq!(judged("<alert"), Judged::Unread);
}

#[test]
fn ours_are_judged_as_any_others() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let sign_it = |text: &str| Some(key.sign(text.as_bytes()).to_bytes().to_vec());
    let xml = sign(&write(&sample::rich()).unwrap(), "a log's key", sign_it).unwrap();
    let by = |method: Method, text: &[u8], value: &[u8]| {
        assert_eq!(method, Method::Ed25519);
        let signature = Signature::from_slice(value).ok()?;
        let good = key.verifying_key().verify_strict(text, &signature).is_ok();
        good.then(|| "us".to_owned())
    };
    assert_eq!(judge(xml.as_bytes(), by), Judged::By("us".to_owned()));
}
