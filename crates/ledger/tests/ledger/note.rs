//! Keys, notes and checkpoints: the specifications' own examples, and what their texts forbid.

use ledger::checkpoint::{Checkpoint, CheckpointError};
use ledger::key::{Algorithm, Good, KeyError, SigningKey, VerifierKey};
use ledger::note::{MOST_SIGNATURES, Note, NoteError};

use crate::fixture::{MemoryLog, NOON, ORIGIN, log_key, witness_key};

/// The example of Go's `sumdb/note`, which the format comes from.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
const PETER_LINE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

/// The verifier key and the note of c2sp.org/signed-note.
const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

/// A checkpoint that Go's checksum database has signed.
const GO: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const GO_CHECKPOINT: &str = "go.sum database tree\n63096908\n8lHrQPRYe4KT4WQ9/Qk8/taKnD6IRHbFgfN7vQE2Y54=\n\n\
— sum.golang.org Az3gri/oVBN1jAhNZ/iS+W31psFAWRT20/GyrhpU6taFwulQGetBkH5S7wpGXdS935jiIGiUUAXBVHzT/P6fYhqAmAk=\n";

/// The note of c2sp.org/signed-note with an empty line in its text.
const POEM: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn key(text: &str) -> VerifierKey {
    text.parse().expect("a key")
}

#[test]
fn keys_of_others_are_read_and_written_as_they_are() {
    // The second is another program's witness.
    for text in [
        PETER,
        ENOCH,
        EXAMPLE,
        GO,
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    ] {
        assert_eq!(key(text).to_string(), text);
    }
    // Base 64 with pluses of its own.
    assert_eq!(
        key("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6").id(),
        0x7997_405c
    );
    let secret = SigningKey::from_secret_text(PETER_SECRET).expect("a secret key");
    assert_eq!(secret.to_secret_text(), PETER_SECRET);
    assert_eq!(secret.verifier_key().to_string(), PETER);
    assert!(!format!("{secret:?}").contains("AYEKFALV"), "a secret is not printed");
}

/// As Go's own test does: no part of a key and no key with a changed byte is a key.
#[test]
fn a_damaged_key_is_none() {
    for (text, secret) in [(PETER, false), (PETER_SECRET, true)] {
        let is_key = |text: &str| {
            if secret {
                SigningKey::from_secret_text(text).is_ok()
            } else {
                text.parse::<VerifierKey>().is_ok()
            }
        };
        assert!(is_key(text));
        for from in 0..=text.len() {
            for to in from..=text.len() {
                assert!((from, to) == (0, text.len()) || !is_key(&text[from..to]));
            }
        }
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] += 1;
            assert!(!is_key(std::str::from_utf8(&bytes).expect("ASCII")), "byte {at}");
        }
    }
    let refused = |text: &str| text.parse::<VerifierKey>().expect_err("no key");
    // The ids of these belong to them.
    assert_eq!(
        refused("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        KeyError::Algorithm(0x65)
    );
    let long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
    assert_eq!(refused(long), KeyError::Form);
    // The neutral element: it verifies signatures that nobody made.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(
        VerifierKey::new("a", Algorithm::Note, &neutral),
        Err(KeyError::Material)
    );
    for name in ["", "a b", "a+b", "a\u{3000}b", "a\nb", &"a".repeat(256)] {
        assert_eq!(
            SigningKey::from_seed(name, Algorithm::Note, &[1; 32]).err(),
            Some(KeyError::Name),
            "{name:?}"
        );
    }
}

#[test]
fn the_examples_verify() {
    let cases = [
        (format!("{TEXT}\n{PETER_LINE}"), PETER),
        (format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}"), ENOCH),
        (EXAMPLE_NOTE.to_owned(), EXAMPLE),
        (GO_CHECKPOINT.to_owned(), GO),
    ];
    for (text, vkey) in cases {
        let note = Note::parse(text.as_bytes()).expect("a note");
        assert_eq!(note.to_string(), text);
        let known = [key(vkey)];
        let signed = note.verify(&known).expect("signed");
        assert_eq!(signed.len(), 1);
        assert_eq!(signed[0].good, Good::Signature);
    }
    let poem = Note::parse(POEM.as_bytes()).expect("a note");
    assert!(poem.text().ends_with("\n\ned è subito sera.\n"));
    assert_eq!(poem.verify(&[key(PETER)]), Err(NoteError::NoKnownKey));
}

#[test]
fn signing_gives_the_examples_bytes() {
    let secret = SigningKey::from_secret_text(PETER_SECRET).expect("a secret key");
    let note = Note::new(TEXT, vec![secret.sign(TEXT).expect("a log's key")]).expect("a note");
    assert_eq!(note.to_string(), format!("{TEXT}\n{PETER_LINE}"));
}

#[test]
fn a_real_checkpoint_is_read() {
    let note = Note::parse(GO_CHECKPOINT.as_bytes()).expect("a note");
    let checkpoint = Checkpoint::parse(note.text()).expect("a checkpoint");
    assert_eq!(
        (checkpoint.origin.as_str(), checkpoint.size),
        ("go.sum database tree", 63_096_908)
    );
    assert_eq!(checkpoint.to_string(), note.text());
    // Its origin has spaces; we would not sign with it, since others could not name a key like it.
    let key = SigningKey::from_secret_text(PETER_SECRET).expect("a secret key");
    assert_eq!(checkpoint.sign(&[&key]), Err(CheckpointError::Origin));
}

#[test]
fn unknown_keys_are_passed_over_and_a_known_false_one_is_not() {
    let note = |lines: &str| Note::parse(format!("{TEXT}\n{lines}").as_bytes()).expect("a note");
    let both = [key(PETER), key(ENOCH)];
    assert_eq!(
        note(&format!("{PETER_LINE}{ENOCH_LINE}"))
            .verify(&both)
            .expect("signed")
            .len(),
        2
    );
    assert_eq!(
        note(&format!("{ENOCH_LINE}{PETER_LINE}"))
            .verify(&both[..1])
            .expect("signed")
            .len(),
        1
    );
    assert_eq!(note(PETER_LINE).verify(&both[1..]), Err(NoteError::NoKnownKey));
    // The same signature twice counts once.
    assert_eq!(
        note(&format!("{PETER_LINE}{PETER_LINE}"))
            .verify(&both)
            .expect("signed")
            .len(),
        1
    );
    // Peter's id with Enoch's signature.
    let false_line = format!("— PeterNeumann {}\n", swap_id(ENOCH_LINE));
    let false_peter = NoteError::FalseSignature {
        name: "PeterNeumann".to_owned(),
        key_id: 0xc74f_20a3,
    };
    assert_eq!(
        note(&format!("{ENOCH_LINE}{false_line}")).verify(&both),
        Err(false_peter.clone())
    );
    assert_eq!(
        note(&format!("{PETER_LINE}{false_line}")).verify(&both),
        Err(false_peter)
    );
    // The same name under another id, and the same id under another name, are other keys.
    let other_name = PETER_LINE.replace("PeterNeumann", "PeterNewman");
    assert_eq!(note(&other_name).verify(&both), Err(NoteError::NoKnownKey));
}

/// A line's signature with Peter's id in front.
fn swap_id(line: &str) -> String {
    let peters = PETER_LINE.rsplit(' ').next().expect("a signature");
    let others = line.trim_end().rsplit(' ').next().expect("a signature");
    // Five characters hold the id and a little of the signature: a false one in any case.
    format!("{}{}", &peters[..6], &others[6..])
}

#[test]
fn what_is_no_note_is_refused() {
    let refused = |text: &str| Note::parse(text.as_bytes()).expect_err("no note");
    let good = format!("{TEXT}\n{PETER_LINE}");
    assert_eq!(refused(""), NoteError::Form);
    assert_eq!(refused(TEXT), NoteError::Form);
    assert_eq!(refused(&format!("{TEXT}\n")), NoteError::Form);
    assert_eq!(refused(good.trim_end()), NoteError::Form);
    assert_eq!(refused(&good.replace('\n', "\r\n")), NoteError::Characters);
    assert_eq!(refused(&good.replace("problem", "pro\tblem")), NoteError::Characters);
    assert_eq!(Note::parse(b"\xff\n\n"), Err(NoteError::Characters));
    let line = NoteError::SignatureLine { number: 1 };
    for wrong in [
        ("— ", "- "),
        ("— ", "–\u{a0}"),
        ("— P", "—  P"),
        ("x08", "x 08"),
        ("AM=\n", "AM=\nx\n"),
        ("nAM=", "nAN="),
    ] {
        let text = good.replace(wrong.0, wrong.1);
        let found = refused(&text);
        assert!(
            found == line || found == NoteError::SignatureLine { number: 2 },
            "{wrong:?}: {found:?}"
        );
    }
    // Four bytes are an id without a signature.
    assert_eq!(refused(&format!("{TEXT}\n— PeterNeumann x08gow==\n")), line);
    let many = format!("{TEXT}\n{}", PETER_LINE.repeat(MOST_SIGNATURES));
    assert!(Note::parse(many.as_bytes()).is_ok());
    assert_eq!(refused(&format!("{many}{PETER_LINE}")), NoteError::TooManySignatures);
    assert_eq!(
        refused(&format!("{}\n\n{PETER_LINE}", "a".repeat(300_000))),
        NoteError::TooLarge
    );
    let signature = Note::parse(good.as_bytes()).expect("a note").signatures().to_vec();
    assert_eq!(Note::new("no newline", signature.clone()), Err(NoteError::Form));
    assert_eq!(Note::new("a\tb\n", signature), Err(NoteError::Characters));
    assert_eq!(Note::new("a\n", Vec::new()), Err(NoteError::Form));
}

#[test]
fn a_cosignature_says_when_and_signs_every_line() {
    let key = witness_key("witness.example/w1", 7);
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n";
    let signature = key.cosign(text, NOON).expect("a witness's key");
    assert_eq!(signature.bytes.len(), 72);
    assert_eq!(
        key.verifier_key().verify(text, &signature),
        Some(Good::Cosignature { seconds: NOON })
    );
    assert_eq!(
        key.verifier_key().verify(&text.replace("more", "less"), &signature),
        None
    );
    let mut later = signature.clone();
    later.bytes[7] += 1;
    assert_eq!(key.verifier_key().verify(text, &later), None, "the time is signed too");
    // The message is that of c2sp.org/tlog-cosignature, header and time first.
    let log = SigningKey::from_seed("witness.example/w1", Algorithm::Note, &[7; 32]).expect("a name");
    let message = format!("cosignature/v1\ntime {NOON}\n{text}");
    assert_eq!(log.sign(&message).expect("a log's key").bytes, signature.bytes[8..]);
    // Keys are for one use.
    assert_eq!(key.sign(text), Err(KeyError::Use));
    assert_eq!(log.cosign(text, NOON), Err(KeyError::Use));
    // A time that no clock will show.
    assert_eq!(
        key.cosign(text, u64::MAX)
            .map(|never| key.verifier_key().verify(text, &never)),
        Ok(None)
    );
}

#[test]
fn a_witness_that_signed_twice_counts_once_with_its_later_time() {
    let key = witness_key("witness.example/w1", 7);
    let signatures = [NOON, NOON + 60, NOON + 30].map(|time| key.cosign(TEXT, time).expect("a witness's key"));
    let note = Note::new(TEXT, signatures.to_vec()).expect("a note");
    let known = [key.verifier_key().clone()];
    let signed = note.verify(&known).expect("signed");
    assert_eq!(signed.len(), 1);
    assert_eq!(signed[0].good, Good::Cosignature { seconds: NOON + 60 });
}

#[test]
fn a_checkpoint_has_three_lines_and_one_spelling() {
    let log = MemoryLog::of(3);
    let checkpoint = log.checkpoint(3);
    let text = checkpoint.to_string();
    assert_eq!(text, format!("{ORIGIN}\n3\n{}\n", checkpoint.root));
    assert_eq!(Checkpoint::parse(&text), Ok(checkpoint.clone()));
    // Lines after the third are allowed in what others sign, and never empty.
    assert_eq!(
        Checkpoint::parse(&format!("{text}more\nand more\n")),
        Ok(checkpoint.clone())
    );
    let refused = |text: &str| Checkpoint::parse(text).expect_err("no checkpoint");
    assert_eq!(refused(&format!("{text}\n")), CheckpointError::Lines);
    assert_eq!(refused(text.trim_end()), CheckpointError::Lines);
    assert_eq!(refused("\n3\n"), CheckpointError::Lines);
    assert_eq!(refused(&text.replace("\n3\n", "\n03\n")), CheckpointError::Size);
    assert_eq!(refused(&text.replace("\n3\n", "\n-3\n")), CheckpointError::Size);
    assert_eq!(refused(&text.replace("=\n", "\n")), CheckpointError::Root);
    let (ours, other) = (
        log_key(1),
        SigningKey::from_secret_text(PETER_SECRET).expect("a secret key"),
    );
    assert!(checkpoint.sign(&[&ours]).is_ok());
    assert!(matches!(
        checkpoint.sign(&[&ours, &other]),
        Err(CheckpointError::Key { .. })
    ));
    assert!(matches!(
        checkpoint.sign(&[&witness_key(ORIGIN, 1)]),
        Err(CheckpointError::Key { .. })
    ));
    assert!(matches!(
        checkpoint.sign(&[]),
        Err(CheckpointError::Note(NoteError::Form))
    ));
}
