//! Witnesses: what is sent, and each of their answers.

use ledger::checkpoint::Checkpoint;
use ledger::continuation::{Continuation, ContinuationError};
use ledger::hash::EMPTY_ROOT;
use ledger::key::VerifierKey;
use ledger::note::{Note, NoteError};
use ledger::tree::check_consistency;
use ledger::witness::{Answer, AnswerError, NotCosigned, request, take_cosignature};

use crate::fixture::{MemoryLog, NOON, leaf, log_key, witness_key};

/// The request of c2sp.org/tlog-witness.
const REQUEST: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";

/// The answer of c2sp.org/tlog-witness.
const ANSWER: &str = "\
— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
— witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
";

#[test]
fn the_specifications_request_is_read_and_written_as_it_is() {
    let read = Continuation::parse(REQUEST.as_bytes()).expect("a request");
    assert_eq!(
        (read.old, read.proof.len(), read.checkpoint.signatures().len()),
        (20_852_014, 4, 2)
    );
    assert_eq!(read.to_string(), REQUEST);
    let refused = |text: &str| Continuation::parse(text.as_bytes()).expect_err("no request");
    assert_eq!(refused(&REQUEST.replacen("old", "new", 1)), ContinuationError::Old);
    assert_eq!(refused(&REQUEST.replacen("old 2", "old 02", 1)), ContinuationError::Old);
    assert_eq!(
        refused(&REQUEST.replacen("PlRN", "Pl RN", 1)),
        ContinuationError::Hash { line: 2 }
    );
    assert_eq!(refused("old 1\n"), ContinuationError::Form);
    let hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
    let long = REQUEST.replacen(hash, &hash.repeat(61), 1);
    assert_eq!(refused(&long), ContinuationError::Hash { line: 65 });
    assert!(Continuation::parse(REQUEST.replacen(hash, &hash.repeat(60), 1).as_bytes()).is_ok());
}

#[test]
fn every_answer_means_one_thing() {
    let read = |status, body: &str| Answer::read(status, body.as_bytes()).expect("an answer");
    assert!(matches!(read(200, ANSWER), Answer::Cosigned(lines) if lines.len() == 3));
    assert_eq!(read(409, "20852014\n"), Answer::OtherSize { size: 20_852_014 });
    for other_root in ["", "20852014", "020\n", "-1\n", "conflict\n", "1\n2\n"] {
        assert_eq!(read(409, other_root), Answer::OtherRoot, "{other_root:?}");
    }
    assert_eq!(read(422, "whatever"), Answer::Inconsistent);
    assert_eq!(read(404, ""), Answer::UnknownLog);
    assert_eq!(read(403, ""), Answer::UnknownKey);
    assert_eq!(read(400, ""), Answer::Refused);
    assert_eq!(read(503, ""), Answer::Unavailable { status: 503 });
    let refused = |body: &[u8]| Answer::read(200, body).expect_err("no answer");
    assert_eq!(refused(b""), AnswerError::Signatures(NoteError::Form));
    assert_eq!(refused(b"\xff"), AnswerError::Signatures(NoteError::Characters));
    assert_eq!(
        refused(b"ok\n"),
        AnswerError::Signatures(NoteError::SignatureLine { number: 1 })
    );
    assert_eq!(Answer::read(500, &vec![b'a'; 300_000]), Err(AnswerError::TooLarge));
}

#[test]
fn what_only_another_history_explains_is_an_alarm() {
    for (answer, alarm) in [
        (Answer::OtherRoot, true),
        (Answer::Inconsistent, true),
        (Answer::OtherSize { size: 101 }, true),
        (Answer::OtherSize { size: 100 }, false),
        (Answer::OtherSize { size: 0 }, false),
        (Answer::Cosigned(Vec::new()), false),
        (Answer::Unavailable { status: 500 }, false),
        (Answer::UnknownLog, false),
    ] {
        assert_eq!(answer.is_alarm(100), alarm, "{answer:?}");
    }
}

/// A witness as the specification describes it.
struct Witness {
    key: ledger::key::SigningKey,
    log: VerifierKey,
    last: Checkpoint,
}

impl Witness {
    fn add_checkpoint(&mut self, body: &str) -> (u16, String) {
        let Ok(request) = Continuation::parse(body.as_bytes()) else {
            return (400, String::new());
        };
        let Ok(new) = Checkpoint::parse(request.checkpoint.text()) else {
            return (400, String::new());
        };
        if new.origin != self.last.origin {
            return (404, String::new());
        }
        if request.checkpoint.verify(std::slice::from_ref(&self.log)).is_err() {
            return (403, String::new());
        }
        if request.old > new.size {
            return (400, String::new());
        }
        if request.old != self.last.size {
            return (409, format!("{}\n", self.last.size));
        }
        if request.old == new.size && self.last.root != new.root {
            return (409, String::new());
        }
        if check_consistency(request.old, &self.last.root, new.size, &new.root, &request.proof).is_err() {
            return (422, String::new());
        }
        self.last = new;
        let line = self.key.cosign(request.checkpoint.text(), NOON).expect("a witness");
        (200, format!("{line}\n"))
    }
}

#[test]
fn a_log_and_a_witness_talk() {
    let (key, other) = (log_key(1), log_key(2));
    let log = MemoryLog::of(300);
    let mut witness = Witness {
        key: witness_key("w.example/1", 9),
        log: key.verifier_key().clone(),
        last: Checkpoint {
            size: 0,
            root: EMPTY_ROOT,
            ..log.checkpoint(1)
        },
    };
    let vkey = witness.key.verifier_key().clone();
    let mut ask = |old, note: &Note, proof| {
        let body = request(old, proof, note.clone()).expect("it goes forward").to_string();
        let (status, answer) = witness.add_checkpoint(&body);
        Answer::read(status, answer.as_bytes()).expect("an answer")
    };
    let first = log.signed(100, &[&key]);
    assert_eq!(ask(50, &first, log.consistency(50, 100)), Answer::OtherSize { size: 0 });
    let Answer::Cosigned(lines) = ask(0, &first, Vec::new()) else {
        panic!("it should sign")
    };
    let cosigned = take_cosignature(first.clone(), &lines, &vkey).expect("it has signed");
    assert_eq!(cosigned.signatures().len(), 2);
    // Asked again it signs again; the note keeps one line of each.
    assert_eq!(take_cosignature(cosigned.clone(), &lines, &vkey), Ok(cosigned));
    let second = log.signed(300, &[&key]);
    assert_eq!(ask(100, &second, log.consistency(90, 300)), Answer::Inconsistent);
    assert!(matches!(
        ask(100, &second, log.consistency(100, 300)),
        Answer::Cosigned(_)
    ));
    // Yesterday's log, put back and continued differently.
    let mut back = MemoryLog::of(200);
    back.append(&(1000..1200).map(|index| leaf(index).to_string()).collect::<Vec<_>>());
    assert_eq!(
        ask(200, &back.signed(400, &[&key]), back.consistency(200, 400)),
        Answer::OtherSize { size: 300 }
    );
    assert_eq!(ask(300, &back.signed(300, &[&key]), Vec::new()), Answer::OtherRoot);
    assert_eq!(
        ask(300, &back.signed(400, &[&key]), back.consistency(300, 400)),
        Answer::Inconsistent
    );
    assert_eq!(ask(300, &log.signed(300, &[&other]), Vec::new()), Answer::UnknownKey);
    assert_eq!(request(301, Vec::new(), second), None);
    let elsewhere =
        ledger::key::SigningKey::from_seed("other.example", ledger::key::Algorithm::Note, &[5; 32]).expect("a name");
    let mut checkpoint = log.checkpoint(300);
    checkpoint.origin = "other.example".to_owned();
    assert_eq!(
        ask(300, &checkpoint.sign(&[&elsewhere]).expect("its own"), Vec::new()),
        Answer::UnknownLog
    );
}

#[test]
fn a_false_cosignature_is_not_kept() {
    let key = log_key(1);
    let log = MemoryLog::of(300);
    let (note, other) = (log.signed(100, &[&key]), log.signed(101, &[&key]));
    let witness = witness_key("w.example/1", 9);
    let name = "w.example/1".to_owned();
    let for_other = [witness.cosign(other.text(), NOON).expect("a witness")];
    let vkey = witness.verifier_key();
    assert_eq!(
        take_cosignature(note.clone(), &for_other, vkey),
        Err(NotCosigned::False { name: name.clone() })
    );
    let by_other = [witness_key("w.example/2", 8)
        .cosign(note.text(), NOON)
        .expect("a witness")];
    assert_eq!(
        take_cosignature(note.clone(), &by_other, vkey),
        Err(NotCosigned::Missing { name: name.clone() })
    );
    assert_eq!(take_cosignature(note, &[], vkey), Err(NotCosigned::Missing { name }));
}
