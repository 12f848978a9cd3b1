//! Policies: the file that c2sp.org/tlog-policy describes, and what it believes.

use ledger::key::KeyError;
use ledger::note::NoteError;
use ledger::policy::{Log, NotBelieved, Policy, PolicyError, PolicyTextError};
use ledger::rotation::LogKey;
use proptest::prelude::*;

use crate::fixture::{MemoryLog, NOON, ORIGIN, log_key, policy, witness, witness_key};

/// The specification's example: two of three X and one of three Y.
fn example() -> String {
    let mut text = format!(
        "# whom we believe\n\nlog\t{} https://{ORIGIN}\n",
        log_key(1).verifier_key()
    );
    for (at, name) in ["X1", "X2", "X3", "Y1", "Y2", "Y3"].into_iter().enumerate() {
        let key = named(name, at);
        text += &format!("  witness {name} {}\n", key.verifier_key());
    }
    text + "group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n\
            group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
}

fn named(name: &str, at: usize) -> ledger::key::SigningKey {
    witness_key(&format!("{name}.example"), u8::try_from(at).expect("small") + 10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_quorum_of_groups_is_what_its_words_say(signed: [bool; 6]) {
        let policy = Policy::parse(example().as_bytes()).expect("a policy");
        let mut note = MemoryLog::of(3).signed(3, &[&log_key(1)]);
        for (at, name) in ["X1", "X2", "X3", "Y1", "Y2", "Y3"].into_iter().enumerate() {
            if signed[at] {
                let line = named(name, at).cosign(note.text(), NOON).expect("a witness");
                note = note.with(line).expect("few");
            }
        }
        let believed = policy.check(&note).expect("the log has signed");
        let (xs, ys) = signed.split_at(3);
        let count = |some: &[bool]| some.iter().filter(|signed| **signed).count();
        prop_assert_eq!(believed.quorum, count(xs) >= 2 && count(ys) >= 1);
        prop_assert_eq!((believed.witnesses.len(), believed.of), (count(&signed), 6));
        prop_assert!(believed.witnesses.iter().all(|cosigned| cosigned.seconds == NOON));
    }
}

#[test]
fn a_policy_is_written_as_it_is_read() {
    let policy = Policy::parse(example().as_bytes()).expect("a policy");
    let written = policy.to_string();
    assert_eq!(Policy::parse(written.as_bytes()), Ok(policy.clone()));
    assert!(!written.contains('#'));
    assert_eq!(policy.logs()[0].url.as_deref(), Some("https://log.example.org/huying"));
    assert_eq!(policy.witnesses().len(), 6);
    let own = self::policy(
        &log_key(1),
        vec![witness("quorum", &named("a", 1)), witness("b", &named("b", 2))],
        2,
    );
    assert_eq!(Policy::parse(own.to_string().as_bytes()), Ok(own));
    let none = self::policy(&log_key(1), Vec::new(), 0);
    assert!(none.to_string().ends_with("\nquorum none\n"));
}

#[test]
fn what_is_no_policy_names_its_line() {
    let refused = |text: &str| Policy::parse(text.as_bytes()).expect_err("no policy");
    let (log, witness) = (
        log_key(1).verifier_key().to_string(),
        named("a", 1).verifier_key().to_string(),
    );
    assert_eq!(refused(""), PolicyTextError::Quorum);
    assert_eq!(refused("quorum none\nquorum none\n"), PolicyTextError::Quorum);
    assert_eq!(refused("\nlogs\n"), PolicyTextError::Line { line: 2 });
    assert_eq!(refused("quorum\n"), PolicyTextError::Line { line: 1 });
    assert_eq!(
        refused(&format!("log {log} url more\n")),
        PolicyTextError::Line { line: 1 }
    );
    assert_eq!(
        refused("log PeterNeumann\n"),
        PolicyTextError::Key {
            line: 1,
            error: KeyError::Form
        }
    );
    assert_eq!(refused("quorum none\r\n"), PolicyTextError::Characters);
    assert_eq!(Policy::parse(b"quorum \xff\n"), Err(PolicyTextError::Characters));
    let name = |line, name: &str| PolicyTextError::Name {
        line,
        name: name.to_owned(),
    };
    assert_eq!(refused("quorum a\n"), name(1, "a"));
    assert_eq!(refused("group g any a\n"), name(1, "a"));
    assert_eq!(refused(&format!("witness none {witness}\n")), name(1, "none"));
    assert_eq!(
        refused(&format!("witness a {witness}\nwitness a {witness}\n")),
        name(2, "a")
    );
    assert_eq!(refused(&format!("witness a {witness}\ngroup g 1 a a\n")), name(2, "a"));
    assert_eq!(
        refused(&format!("witness a {witness}\ngroup g all a none\n")),
        name(2, "none")
    );
    let member_twice = format!("witness a {witness}\ngroup g all a\ngroup h any a g\n");
    assert_eq!(refused(&member_twice), name(3, "a"));
    for needed in ["0", "2", "01", "-1", "some"] {
        let text = format!("witness a {witness}\ngroup g {needed} a\n");
        assert_eq!(refused(&text), PolicyTextError::Threshold { line: 2 });
    }
    assert_eq!(refused("group g all\n"), PolicyTextError::Threshold { line: 1 });
    let swapped = format!("log {witness}\nquorum none\n");
    assert_eq!(
        refused(&swapped),
        PolicyTextError::Policy(PolicyError::KeyUse("a.example".to_owned()))
    );
    let twice = format!("log {log}\nlog {log}\nquorum none\n");
    assert_eq!(
        refused(&twice),
        PolicyTextError::Policy(PolicyError::Repeated(ORIGIN.to_owned()))
    );
    let many: String = (0..200).map(|_| format!("log {log}\n")).collect();
    assert_eq!(refused(&many), PolicyTextError::Policy(PolicyError::TooMany));
}

#[test]
fn parts_that_make_no_policy() {
    let log = || Log {
        key: LogKey::always(log_key(1).verifier_key().clone()),
        url: None,
    };
    let key = named("a", 1);
    let too_few = Policy::new(vec![log()], vec![witness("a", &key)], 2);
    assert_eq!(too_few, Err(PolicyError::Quorum { needed: 2, of: 1 }));
    for name in ["", "none", "a b", "a\n"] {
        let wrong = Policy::new(vec![log()], vec![witness(name, &key)], 0);
        assert_eq!(wrong, Err(PolicyError::Name(name.to_owned())));
    }
}

#[test]
fn only_the_logs_own_key_makes_a_checkpoint_believed() {
    let (key, other) = (log_key(1), log_key(2));
    let log = MemoryLog::of(3);
    let note = log.signed(3, &[&key]);
    let witness_a = named("a", 1);
    let policy = policy(&key, vec![witness("a", &witness_a)], 1);
    let believed = policy.check(&note).expect("signed");
    assert_eq!(
        (believed.checkpoint.size, believed.log_keys.as_slice()),
        (3, [key.verifier_key().id()].as_slice())
    );
    assert!(!believed.quorum, "the witness has not signed yet");
    let by_other = log.signed(3, &[&other]);
    assert_eq!(
        policy.check(&by_other),
        Err(NotBelieved::Signatures(NoteError::NoKnownKey))
    );
    // A witness's word is not the log's.
    let cosigned = by_other
        .clone()
        .with(witness_a.cosign(note.text(), NOON).expect("a witness"))
        .expect("few");
    assert_eq!(
        policy.check(&cosigned),
        Err(NotBelieved::NotByLog {
            origin: ORIGIN.to_owned()
        })
    );
    // A key of the policy under another log's origin.
    let mut elsewhere = log.checkpoint(3);
    elsewhere.origin = "other.example/log".to_owned();
    let text = elsewhere.to_string();
    let stolen = ledger::note::Note::new(&text, vec![key.sign(&text).expect("a log")]).expect("a note");
    assert_eq!(
        policy.check(&stolen),
        Err(NotBelieved::NotByLog {
            origin: elsewhere.origin
        })
    );
    // A witness's false signature is refused, not passed over.
    let mut line = witness_a.cosign(note.text(), NOON).expect("a witness");
    line.bytes[20] ^= 1;
    let spoiled = note.with(line).expect("few");
    assert!(matches!(
        policy.check(&spoiled),
        Err(NotBelieved::Signatures(NoteError::FalseSignature { .. }))
    ));
}

#[test]
fn a_further_witness_leaves_what_a_policy_asks_for_as_it_is() {
    let two = || vec![witness("a", &named("a", 1)), witness("b", &named("b", 2))];
    let both = self::policy(&log_key(1), two(), 2);
    let third = named("c", 3).verifier_key().clone();
    let more = both.clone().with_witness(third.clone()).expect("one more");
    assert_eq!(
        (more.witnesses().len(), more.witnesses()[2].name.as_str()),
        (3, "c.example")
    );
    assert_eq!(more.clone().with_witness(third), Ok(more.clone()), "known already");
    let rule = |policy: &Policy| {
        let text = policy.to_string();
        text[text.find("\ngroup ").expect("a group")..].to_owned()
    };
    assert_eq!(rule(&more), rule(&both));
    assert!(both.asks_quorum() && both.asks_as(&self::policy(&log_key(2), two(), 2)));
    assert!(!both.asks_as(&self::policy(&log_key(1), two(), 1)));
    assert!(!self::policy(&log_key(1), two(), 0).asks_quorum());
}
