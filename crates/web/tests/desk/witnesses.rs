//! Little witnesses over loopback: an honest one, and ones that contradict, lie, or say nothing that one can use.

use crate::browser::Bureau;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use ledger::key::{Algorithm, SigningKey};
use ledger::note::Note;
use ledger::policy::Policy;
use ledger::tree::check_consistency;
use std::sync::{Arc, Mutex};
use store::WitnessState;
use tokio::net::TcpListener;
use web::show_witnesses;

/// How a witness answers.
#[derive(Clone)]
enum Manner {
    /// As the specification says, from the checkpoint that it knows.
    Honest(Arc<Mutex<Option<Checkpoint>>>),
    /// Always this.
    Says(u16, &'static str),
    /// With the key of somebody else.
    WrongKey,
    /// Over its own name, and false.
    False,
}

fn key(name: &str) -> SigningKey {
    let mut seed = [0; 32];
    seed.iter_mut().zip(name.bytes()).for_each(|(seed, byte)| *seed = byte);
    SigningKey::from_seed(name, Algorithm::Cosignature, &seed).unwrap()
}

/// Serves it; answers its line for the file of witnesses.
async fn witness(name: &'static str, manner: Manner) -> String {
    let answer = move |body: String| async move { answer(name, &manner, &body) };
    let router = Router::new().route("/add-checkpoint", post(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("witness {name} {} {url}\n", key(name).verifier_key())
}

fn answer(name: &str, manner: &Manner, body: &str) -> Response {
    let asked = Continuation::parse(body.as_bytes()).unwrap();
    let new = Checkpoint::parse(asked.checkpoint.text()).unwrap();
    let sign = |key: &SigningKey, text: &str| format!("{}\n", key.cosign(text, 1_793_520_041).unwrap());
    match manner {
        Manner::Says(status, text) => (StatusCode::from_u16(*status).unwrap(), *text).into_response(),
        Manner::WrongKey => sign(&key("somebody-else-again"), asked.checkpoint.text()).into_response(),
        Manner::False => sign(&key(name), "another text\n").into_response(),
        Manner::Honest(known) => {
            let mut known = known.lock().unwrap();
            let (size, root) = known.as_ref().map_or((0, None), |known| (known.size, Some(known.root)));
            if asked.old != size {
                let kind = [(header::CONTENT_TYPE, ledger::witness::SIZE_CONTENT_TYPE)];
                return (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response();
            }
            let root = root.unwrap_or(ledger::hash::EMPTY_ROOT);
            if check_consistency(size, &root, new.size, &new.root, &asked.proof).is_err() {
                return StatusCode::UNPROCESSABLE_ENTITY.into_response();
            }
            let line = sign(&key(name), asked.checkpoint.text());
            *known = Some(new);
            line.into_response()
        }
    }
}

fn name_witnesses(bureau: &Bureau, text: &str) {
    std::fs::write(bureau.office.store.dir().join("log.witnesses"), text).unwrap();
}

async fn register(bureau: &Bureau) {
    bureau.signed_in("clerk").await.register("Burst main", "water").await;
}

async fn states(bureau: &Bureau) -> Vec<WitnessState> {
    bureau.office.store.witnesses().await.unwrap()
}

fn now() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn honest_witnesses_sign_and_everybody_sees_it() {
    let bureau = Bureau::staffed().await;
    let store = &bureau.office.store;
    let known = Arc::new(Mutex::new(None));
    let north = witness("north", Manner::Honest(Arc::clone(&known))).await;
    let south = witness("southern", Manner::Honest(Arc::default())).await;
    name_witnesses(
        &bureau,
        &format!("{north}{south}group both 2 north southern\nquorum both\n"),
    );
    register(&bureau).await;
    show_witnesses(store, now()).await.unwrap();
    let size = store.log_size();
    assert!(
        states(&bureau)
            .await
            .iter()
            .all(|state| state.signed_size == size && state.error.is_none())
    );
    let policy = bureau.browser().get("/log/policy").await;
    let policy = Policy::parse(&policy.bytes).unwrap();
    for path in ["/log/checkpoint", "/log/checkpoint/witnessed"] {
        let note = Note::parse(&bureau.browser().get(path).await.bytes).unwrap();
        let believed = policy.check(&note).unwrap();
        assert!(believed.quorum && believed.witnesses.len() == 2, "{path}");
    }
    let about = bureau.browser().get("/log/").await;
    assert!(
        about
            .text()
            .contains(&format!("\n{size} 2 of 2 quorum\nnorth {size} 2026-03-02T01:00:00Z\n"))
    );
    // Nothing has grown: nobody is asked.
    let before = states(&bureau).await;
    show_witnesses(store, now() + SignedDuration::from_mins(1))
        .await
        .unwrap();
    assert_eq!(states(&bureau).await, before);
    // It grows. A witness of which we know nothing has signed before: it tells, and is asked once more from there.
    register(&bureau).await;
    assert!(policy.check(&store.witnessed_head().unwrap().note).unwrap().quorum);
    // Whoever holds a receipt is led to what is witnessed, and from there to the head, which is not yet.
    for (from, to, (end, signed)) in [
        (1, "&to=witnessed", (size, 2)),
        (size, "", (store.log_size(), 0)),
        // A receipt that is younger than what is witnessed.
        (store.log_size(), "&to=witnessed", (store.log_size(), 0)),
    ] {
        let later = bureau.browser().get(&format!("/log/consistency?from={from}{to}")).await;
        let later = Continuation::parse(&later.bytes).unwrap();
        let reached = policy.check(&later.checkpoint).unwrap();
        assert_eq!(
            (later.old, reached.checkpoint.size, reached.witnesses.len()),
            (from, end, signed),
            "{from}{to}"
        );
    }
    let third = witness("the-third", Manner::Honest(Arc::clone(&known))).await;
    name_witnesses(&bureau, &format!("{third}quorum the-third\n"));
    show_witnesses(store, now()).await.unwrap();
    let third = states(&bureau).await.remove(0);
    assert_eq!((third.signed_size, third.is_alarmed()), (store.log_size(), false));
    // What was signed outlives the program.
    let witnessed = store.witnessed_head().unwrap();
    let (_, of) = store::Store::witnesses_of(store.dir()).await.unwrap();
    assert_eq!(of[0].signed_size, witnessed.checkpoint.size);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_contradicts_the_log_is_an_alarm_and_the_rest_is_tried_again() {
    let bureau = Bureau::staffed().await;
    register(&bureau).await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = key("nobody-there");
    let gone = format!("witness nobody-there {} http://127.0.0.1:1\n", nobody.verifier_key());
    let tls = format!("witness tls {} https://127.0.0.1:1\n", key("tls").verifier_key());
    let slow = key("slow-w");
    let slow = format!(
        "witness slow-w {} http://{}\n",
        slow.verifier_key(),
        silent.local_addr().unwrap()
    );
    let mut file = gone + &tls + &slow;
    for (name, manner) in [
        ("longer-than-we", Manner::Says(409, "1000000\n")),
        ("other-root-here", Manner::Says(409, "")),
        ("inconsistent", Manner::Says(422, "no")),
        ("garbage-w", Manner::Says(200, "hello")),
        ("teapot", Manner::Says(418, "")),
        ("unknown", Manner::Says(404, "")),
        ("turns-in-circles-", Manner::Says(409, "1\n")),
        ("wrong-key", Manner::WrongKey),
        ("false-one-w", Manner::False),
    ] {
        file += &witness(name, manner).await;
    }
    name_witnesses(&bureau, &format!("{file}quorum none\n"));
    let store = &bureau.office.store;
    show_witnesses(store, now()).await.unwrap();
    for state in states(&bureau).await {
        let name = state.witness.name.as_str();
        let alarm = ["longer-than-we", "other-root-here", "inconsistent"].contains(&name);
        assert_eq!(state.is_alarmed(), alarm, "{state:?}");
        assert_eq!((state.signed_size, state.failures), (0, 1), "{state:?}");
        assert!(state.error.is_some(), "{state:?}");
    }
    assert!(store.witnessed_head().is_none(), "nothing unverified is kept");
    // They are waited for.
    show_witnesses(store, now() + SignedDuration::from_secs(30))
        .await
        .unwrap();
    assert!(states(&bureau).await.iter().all(|state| state.failures == 1));
    for (post, sees) in [("auditor", true), ("administrator", true), ("clerk", false)] {
        let mut browser = bureau.signed_in(post).await;
        let today = browser.get("/").await;
        assert_eq!(today.text().contains("A witness contradicts the log"), sees, "{post}");
        let watch = browser.get("/log-watch").await;
        let expected = if sees { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(watch.status, expected);
        assert_eq!(watch.text().contains("it has signed 1000000 entries"), sees, "{post}");
    }
    drop(silent);
}

#[tokio::test]
async fn what_an_audit_could_not_look_into_is_said_beside_that_all_else_was_whole() {
    let bureau = Bureau::staffed().await;
    let dir = bureau.office.store.dir().to_owned();
    let mut last = store::LastAudit {
        at: now(),
        size: 7,
        events: 7,
        checkpoints: 1,
        unopened: 2,
        found: None,
        leaf: None,
        case: None,
        event: None,
    };
    last.write(&dir).unwrap();
    let mut auditor = bureau.signed_in("auditor").await;
    let said = "2 files and sealed values were not looked into";
    assert!(auditor.get("/log-watch").await.text().contains(said));
    last.unopened = 0;
    last.write(&dir).unwrap();
    assert!(!auditor.get("/log-watch").await.text().contains(said));
    // As a program of before wrote it.
    let text = std::fs::read_to_string(dir.join("log.audit")).unwrap();
    std::fs::write(dir.join("log.audit"), text.replace("\"unopened\": 0,\n", "")).unwrap();
    assert!(bureau.office.store.last_audit().unwrap().is_some());
}
