//! `huying verify` on the vectors that others' verifiers are written against.

use crate::tampered::{Filled, first_case, receipt_at};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/log-vectors")
}

fn verify(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.arg("verify").args(args).current_dir(vectors());
    command.env_remove("RUST_LOG").env("LC_ALL", "en_GB.UTF-8");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const KEYS: [&str; 4] = ["--key", "log/policy", "--key", "log/keys"];

#[test]
fn every_case_of_the_vectors_comes_to_its_end() {
    let cases = std::fs::read_to_string(vectors().join("cases.txt")).unwrap();
    let mut looked_at = 0;
    for case in cases.lines().filter(|line| !line.starts_with('#')) {
        let [expected, receipt, later] = case.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{case}");
        };
        let mut args = [&KEYS[..], &["--json", receipt]].concat();
        if later != "-" {
            args.extend(["--checkpoint", later]);
        }
        let output = verify(&args);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let (code, result) = (output.status.code(), told["result"].as_str().unwrap());
        let good = match expected {
            "refused" => {
                assert!(!told["why"][0].as_str().unwrap().is_empty());
                matches!((code, result), (Some(1), "refuted") | (Some(2), "unusable"))
            }
            proven => code == Some(0) && result == proven,
        };
        assert!(good, "{case}: {code:?} {told} {}", said(&output));
        looked_at += 1;
    }
    assert!(looked_at > 50);
}

#[test]
fn it_says_what_is_proven_what_is_not_and_no_more() {
    let alone = verify(&[&KEYS[..], &["receipts/registered.tlog-proof"]].concat());
    assert_eq!(alone.status.code(), Some(0));
    assert!(alone.stdout.is_empty(), "data were not asked for");
    let words = said(&alone);
    for part in [
        "Proven: entry 41 (counted from 0) was in the log of log.example.org/huying when the log had 100 entries.",
        "\n  kind: answered\n",
        "\n  open: {\"title\":\"路灯不亮\",\"number\":41}\n",
        "\n  sealed: only its salt is in the receipt",
        "\nNot shown: that the log still has it.",
        "\nNot shown: that others are shown the same log. None of the 2 witnesses",
        "\nNot reached: fewer witnesses than your policy asks for have signed the checkpoint of 100 entries.",
        "\nNever shown by a receipt: what nobody logged.",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let later = [
        "--checkpoint",
        "continuations/100-300.txt",
        "receipts/registered.tlog-proof",
    ];
    let words = said(&verify(&[&KEYS[..], &later].concat()));
    for part in [
        "\nProven: until the log had 300 entries, none of its first 100 was altered",
        "\nShown, as far as you trust them: 2 of 2 witnesses hold the same log of 300 entries (north 2026-11-01T12:01:00Z",
        "\nReached: as many witnesses as your policy asks for have signed the checkpoint of 300 entries.",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    assert!(!words.contains("Not shown"), "{words}");
    let key = "log.example.org/huying+5fb10e13+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    let alone = verify(&["--key", key, "--lang", "zh-CN", "receipts/registered.tlog-proof"]);
    assert!(said(&alone).contains("未证明：其他人看到的是同一份日志。请用 --key"));
}

#[test]
fn a_policys_quorum_is_kept_and_it_is_said_whether_it_was_reached() {
    let dir = tempfile::tempdir().unwrap();
    let whole = std::fs::read_to_string(vectors().join("log/policy")).unwrap();
    let policy = |name: &str, rule: &str| {
        let (parties, _) = whole.split_once("group ").unwrap();
        let file = dir.path().join(name);
        std::fs::write(&file, format!("{parties}{rule}")).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let none = policy("none", "quorum none\n");
    let any = policy("any", "group one any north south\nquorum one\n");
    let both = policy("both", "group two all north south\nquorum two\n");
    // Of the same checkpoint with the signature of one of the two alone.
    let text = std::fs::read_to_string(vectors().join("continuations/100-300.txt")).unwrap();
    let lines = text.split_inclusive('\n');
    let one: String = lines
        .filter(|line| !line.starts_with("— witness.example/south"))
        .collect();
    assert_ne!(one, text);
    let later = dir.path().join("later.txt");
    std::fs::write(&later, one).unwrap();
    let later = [
        "--checkpoint",
        later.to_str().unwrap(),
        "receipts/registered.tlog-proof",
    ];
    for (policy, reached) in [
        (&none, serde_json::Value::Null),
        (&any, true.into()),
        (&both, false.into()),
    ] {
        // The list of keys beside it takes nothing away from what it asks.
        for more in [&[][..], &["--key", "log/keys"]] {
            let output = verify(&[&["--key", policy, "--json"][..], more, &later].concat());
            let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!((output.status.code(), &told["quorum"]), (Some(0), &reached), "{told}");
            assert_eq!(told["later"]["witnesses"].as_array().unwrap().len(), 1);
            let words = said(&output);
            let says = [words.contains("\nReached: "), words.contains("\nNot reached: ")];
            assert_eq!(says, [reached == true, reached == false], "{words}");
        }
    }
    // Two that ask for different things are not put together; one that asks for nothing takes nothing away.
    let two = verify(&[&["--key", &any, "--key", &both][..], &later].concat());
    assert_eq!(two.status.code(), Some(2), "{}", said(&two));
    assert!(said(&two).contains("ask for different witnesses"), "{}", said(&two));
    for second in [&none, &both] {
        let output = verify(&[&["--key", second, "--key", &both][..], &later].concat());
        assert!(said(&output).contains("\nNot reached: "), "{}", said(&output));
    }
}

#[test]
fn a_later_checkpoint_without_its_proof_or_of_another_log_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(vectors().join("continuations/100-300.txt")).unwrap();
    let (proof, note) = text.split_once("\n\n").unwrap();
    let (body, signatures) = note.split_once("\n\n").unwrap();
    let body = format!("{body}\n");
    let elsewhere = body.replacen("log.example.org/huying", "log.example.net/other", 1);
    let by_log = signatures.lines().next().unwrap();
    let by_other = by_log.replace("log.example.org/huying", "log.example.net/other");
    let from = "/log/consistency?from=100";
    for (given, code, says) in [
        (
            note.to_owned(),
            2,
            ["is a signed checkpoint of this log without the proof", from],
        ),
        (body.clone(), 2, ["without anybody's signature", from]),
        (body.trim_end().to_owned(), 2, ["without anybody's signature", from]),
        (format!("{body}\n"), 2, ["without anybody's signature", from]),
        (
            elsewhere.clone(),
            2,
            [
                "a checkpoint of the log log.example.net/other",
                "log.example.org/huying",
            ],
        ),
        (
            format!("{elsewhere}\n{by_other}\n"),
            2,
            [
                "a checkpoint of the log log.example.net/other",
                "log.example.org/huying",
            ],
        ),
        (
            format!("{proof}\n\n{elsewhere}\n{by_other}\n"),
            1,
            ["is of the log log.example.net/other", "log.example.org/huying"],
        ),
        (String::from("nonsense"), 2, ["cannot be used", "later.txt"]),
    ] {
        let file = dir.path().join("later.txt");
        std::fs::write(&file, &given).unwrap();
        let later = ["--checkpoint", file.to_str().unwrap(), "receipts/registered.tlog-proof"];
        let output = verify(&[&KEYS[..], &later].concat());
        let words = said(&output);
        assert_eq!(output.status.code(), Some(code), "{given}: {words}");
        assert!(says.iter().all(|part| words.contains(part)), "{given}: {words}");
    }
}

#[test]
fn what_is_refuted_and_what_cannot_be_used_are_told_apart() {
    let code = |args: &[&str]| {
        let output = verify(&[&KEYS[..], args].concat());
        (output.status.code(), said(&output))
    };
    let (refuted, words) = code(&["refused/leaf-altered.tlog-proof"]);
    assert_eq!(refuted, Some(1));
    assert!(words.contains("is not in the tree that the log signed"), "{words}");
    let later = [
        "--checkpoint",
        "refused/later-set-back.txt",
        "refused/later-set-back.tlog-proof",
    ];
    let (refuted, words) = code(&later);
    assert_eq!(refuted, Some(1));
    assert!(words.contains("the log has been set back"), "{words}");
    for args in [
        &["no-such-file"][..],
        &["cases.txt"],
        &["--key", "nonsense", "receipts/first.tlog-proof"],
        &["--url", "https://127.0.0.1:1", "receipts/first.tlog-proof"],
        &["--url", "example", "receipts/first.tlog-proof"],
        &["--url", "http://127.0.0.1:1", "receipts/first.tlog-proof"],
    ] {
        assert_eq!(code(args).0, Some(2), "{args:?}: {}", code(args).1);
    }
    assert_eq!(
        verify(&["receipts/first.tlog-proof"]).status.code(),
        Some(2),
        "a key is needed"
    );
}

#[test]
fn a_receipt_comes_by_standard_input_too() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(["verify", "-"]).args(KEYS).current_dir(vectors());
    let mut running = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let receipt = std::fs::read(vectors().join("receipts/newest.tlog-proof")).unwrap();
    running.stdin.take().unwrap().write_all(&receipt).unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_receipts_it_says_whether_they_are_all_events_of_their_case() {
    let filled = Filled::new().await;
    let data = filled.dir.path().join("data");
    let store = store::Store::open(&data).await.unwrap();
    let key = store.log_keys()[0].key.to_string();
    let mut files = Vec::new();
    for (n, logged) in store.logged(first_case()).await.unwrap().into_iter().enumerate() {
        let file = filled.dir.path().join(format!("{}.tlog-proof", n + 1));
        let receipt = receipt_at(&store, logged).await;
        std::fs::write(&file, receipt.to_proof().to_string()).unwrap();
        files.push(file.to_str().unwrap().to_owned());
    }
    store.close().await;
    assert!(files.len() >= 4, "{files:?}");
    let script = vectors().join("../verify_receipt.py");
    let looked = |files: &[&str]| {
        let output = verify(&[&["--key", &key, "--json"][..], files].concat());
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut other = Command::new("python3");
        let other = other.arg(&script).args(files).args(["--key", &key]).output().unwrap();
        assert_eq!((output.status.code(), other.status.code()), (Some(0), Some(0)));
        let by_script = String::from_utf8(other.stdout).unwrap();
        (told["cases"][0].clone(), said(&output), by_script)
    };
    let all: Vec<&str> = files.iter().map(String::as_str).collect();
    let (told, words, script_says) = looked(&all);
    assert_eq!((&told["result"], &told["last"]), (&"whole".into(), &all.len().into()));
    assert!(words.contains("these are all events of case"), "{words}");
    assert!(
        script_says.contains("\nwhole: these are all events of case"),
        "{script_says}"
    );
    let (told, words, script_says) = looked(&[all[3], all[0]]);
    assert_eq!(
        (&told["result"], &told["missing"]),
        (&"gaps".into(), &serde_json::json!([[2, 3]]))
    );
    assert!(words.contains("There is no receipt of event 2–3"), "{words}");
    assert!(script_says.contains("no receipt of 2, 3"), "{script_says}");
}

/// A desk that has the vectors' log, of which a witness has signed the first 140 entries.
fn desk() -> axum::Router {
    use axum::extract::Query;
    use std::collections::HashMap;
    let serve = |Query(asked): Query<HashMap<String, String>>| async move {
        let witnessed = asked.get("to").is_some_and(|to| to == "witnessed");
        let to = if witnessed { 140 } else { 300 };
        let file = vectors().join(format!("continuations/{}-{to}.txt", asked["from"]));
        let text = std::fs::read_to_string(file).map_err(|_| axum::http::StatusCode::NOT_FOUND)?;
        let lines = text.split_inclusive('\n');
        let kept = lines.filter(|line| witnessed || !line.starts_with("— witness."));
        Ok::<String, axum::http::StatusCode>(kept.collect())
    };
    axum::Router::new().route("/log/consistency", axum::routing::get(serve))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_asked_for_the_later_checkpoint() {
    let router = desk();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let ask = move |receipt: &'static str| {
        let url = url.clone();
        async move {
            let ask = move || verify(&[&KEYS[..], &["--json", "--url", &url, receipt]].concat());
            tokio::task::spawn_blocking(ask).await.unwrap()
        }
    };
    let found = ask("receipts/registered.tlog-proof").await;
    let told: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!((found.status.code(), &told["later"]["size"]), (Some(0), &300.into()));
    // First to the checkpoint that is witnessed, and it says by whom.
    assert_eq!(told["witnessed"]["size"], 140);
    let witnesses = &told["witnessed"]["witnesses"];
    assert_eq!(witnesses.as_array().unwrap().len(), 1, "{witnesses}");
    assert_eq!(
        (&witnesses[0]["name"], &told["later"]["witnesses"][0]),
        (&"north".into(), &serde_json::Value::Null)
    );
    assert_eq!(told["quorum"], false, "the policy asks for both");
    let refuted = ask("refused/leaf-altered.tlog-proof").await;
    assert_eq!(refuted.status.code(), Some(1), "refuted without asking");
}

/// A desk behind TLS, with a certificate of the body's own.
struct Safe(tokio::net::TcpListener, tokio_rustls::TlsAcceptor);

impl axum::serve::Listener for Safe {
    type Io = tokio_rustls::server::TlsStream<tokio::net::TcpStream>;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, addr) = self.0.accept().await.unwrap();
            // Who does not believe us hangs up.
            if let Ok(stream) = self.1.accept(stream).await {
                return (stream, addr);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_behind_tls_is_asked_where_its_certificate_is_believed() {
    use tokio_rustls::rustls::{ServerConfig, crypto::ring::default_provider};
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder_with_provider(default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let config = std::sync::Arc::new(config);
    tokio::spawn(async move { axum::serve(Safe(listener, config.into()), desk()).await });
    let dir = tempfile::tempdir().unwrap();
    let (own, others) = (dir.path().join("own.pem"), dir.path().join("others.pem"));
    std::fs::write(&own, made.cert.pem()).unwrap();
    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(&others, other.cert.pem()).unwrap();
    for (believed, code, says) in [
        (own, 0, "Proven: until the log had 300"),
        (others, 2, "no safe connection"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
        command.arg("verify").args(KEYS).args(["--url", &url]);
        command.arg("receipts/registered.tlog-proof").current_dir(vectors());
        command.env("SSL_CERT_FILE", believed).env("LC_ALL", "en_GB.UTF-8");
        let output = tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        assert!(said(&output).contains(says), "{}", said(&output));
    }
}
