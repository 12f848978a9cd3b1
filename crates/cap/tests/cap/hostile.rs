//! Alerts by whoever means harm, and noise: never a panic, never more than the caps, never more than the schema takes.

use crate::sample;
use crate::schema::{example, taken};
use cap::{MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS, Rule, read, write};
use proptest::prelude::*;

fn refused(text: &str) -> Rule {
    read(text.as_bytes()).unwrap_err()[0].rule
}

#[test]
fn caps_hold() {
    let good = write(&sample::plain()).unwrap();
    let large = good.replacen("<status>", &format!("{}<status>", " ".repeat(MOST_BYTES)), 1);
    assert_eq!(refused(&large), Rule::TooLarge);

    let deep = "<info>".repeat(MOST_DEPTH + 1);
    assert_eq!(refused(&good.replacen("<info>", &deep, 1)), Rule::TooDeep);
    let endless = format!("<alert xmlns=\"{}\">{}", cap::NAMESPACE, "<info>".repeat(60_000));
    assert_eq!(refused(&endless), Rule::TooDeep);
    let signature = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">";
    let inside = format!("{signature}{}", "<X>".repeat(MOST_DEPTH));
    assert_eq!(refused(&good.replacen("</alert>", &inside, 1)), Rule::TooDeep);

    let many = "<code>x</code>".repeat(MOST_ELEMENTS);
    assert_eq!(
        refused(&good.replacen("<code>", &format!("{many}<code>"), 1)),
        Rule::TooMany
    );
    let points = format!("<polygon>{}", "1,1 ".repeat(10_001));
    assert_eq!(refused(&good.replacen("<polygon>", &points, 1)), Rule::TooMany);
}

#[test]
fn faults_are_capped_too() {
    let good = write(&sample::plain()).unwrap();
    let wrong = "<code> </code><nothing/>".repeat(1_000);
    let faults = read(good.replacen("<code>", &format!("{wrong}<code>"), 1).as_bytes()).unwrap_err();
    assert!(faults.len() <= 50);
    assert_eq!(faults[0].place, "alert/nothing");
    assert_eq!(
        faults[0].to_string(),
        "an element that the schema does not know (alert/nothing; 3.4)"
    );
}

#[test]
fn other_spellings_of_the_same_are_read() {
    let good = sample::plain();
    let text = write(&good).unwrap();
    let spellings = [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        text.replace("<status>Actual</status>", "<status><![CDATA[Actual]]></status>"),
        text.replace("<status>Actual</status>", "<status>&#65;ct<!-- said -->ual</status>"),
        text.replace("<alert xmlns=", "<c:alert xmlns:c=")
            .replace("</alert>", "</c:alert>")
            .replace("<info>", "<info xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">"),
    ];
    for (n, spelling) in spellings.iter().enumerate().take(4) {
        let read = read(spelling.as_bytes()).unwrap_or_else(|faults| panic!("{n}: {faults:?}"));
        assert_eq!(read.identifier, good.identifier);
        assert_eq!(read.infos.len(), 2);
    }
    // The children of a prefixed element without a prefix are of no namespace.
    assert_eq!(refused(&spellings[4]), Rule::Unknown);
    let (declaration, element) = text.split_once('\n').unwrap();
    let prefixed = element.replace("</", "\0").replace('<', "<c:").replace('\0', "</c:");
    let all = format!("{declaration}\n{}", prefixed.replace("xmlns=", "xmlns:c="));
    assert_eq!(read(all.as_bytes()).unwrap().identifier, good.identifier);
}

/// A bite out of a text, some bytes doubled, or one changed.
fn noise(text: &str, at: usize, length: usize, kind: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % bytes.len();
    let end = (at + length).min(bytes.len());
    match kind % 3 {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let twice = bytes[at..end].to_vec();
            bytes.splice(at..at, twice);
        }
        _ => bytes[at] = b" <>&,.-0Zx\""[length % 11],
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn what_is_read_is_taken_by_the_schema() {
    let mut read_all = Vec::new();
    for (n, name) in ["a1", "a2", "a3", "a4"].into_iter().enumerate() {
        let good = example(name);
        for step in 0..400_usize {
            let bad = noise(&good, step * 7_919 + n, step % 23 + 1, u8::try_from(step % 3).unwrap());
            if read(bad.as_bytes()).is_ok() {
                read_all.push(bad);
            }
        }
    }
    assert!(read_all.len() > 100, "{}", read_all.len());
    let Some(taken) = taken(&read_all) else { return };
    for (text, taken) in read_all.iter().zip(taken) {
        assert!(taken, "{text}");
    }
}

proptest! {
    #[test]
    fn noise_never_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn noise_in_an_alert_never_breaks_the_reader(at in any::<usize>(), length in 1_usize..60, kind in any::<u8>()) {
        let bad = noise(&write(&sample::rich()).unwrap(), at % 100_000, length, kind);
        if let Ok(alert) = read(bad.as_bytes()) {
            // What is read can be written, as far as habits allow, and is then the same.
            if let Ok(again) = write(&alert) {
                prop_assert_eq!(read(again.as_bytes()).unwrap(), alert);
            }
        }
    }
}
