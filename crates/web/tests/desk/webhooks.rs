//! News of cases to other programs: signed, tried again, within what a post may see.

use crate::browser::Bureau;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use store::MessageState;
use tower::ServiceExt as _;
use web::send_news;

/// What a receiver was sent, and what it answers.
#[derive(Default)]
pub(crate) struct Receiver {
    got: Vec<(HeaderMap, String)>,
    pub(crate) answers: Vec<StatusCode>,
}

pub(crate) type Shared = Arc<Mutex<Receiver>>;

async fn receive(State(shared): State<Shared>, headers: HeaderMap, body: String) -> StatusCode {
    let mut receiver = shared.lock().unwrap();
    receiver.got.push((headers, body));
    if receiver.answers.is_empty() {
        StatusCode::NO_CONTENT
    } else {
        receiver.answers.remove(0)
    }
}

/// A receiver, and its address.
pub(crate) async fn receiver() -> (Shared, String) {
    let shared = Shared::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/news", listener.local_addr().unwrap());
    let router = Router::new().route("/news", post(receive)).with_state(shared.clone());
    tokio::spawn(async move { web_server(listener, router).await });
    (shared, url)
}

pub(crate) async fn web_server(listener: tokio::net::TcpListener, router: Router) {
    use hyper_util::rt::TokioIo;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
            router.clone().oneshot(request.map(Body::new))
        });
        tokio::spawn(async move {
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

pub(crate) async fn add(bureau: &Bureau, url: &str, post: &str) -> String {
    let mut administrator = bureau.signed_in("administrator").await;
    let page = administrator
        .fill("/webhooks", "/webhooks", &[("url", url), ("post", post)])
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let secret = page.text().split("<code>whsec_").nth(1).unwrap();
    format!("whsec_{}", secret.split('<').next().unwrap())
}

/// One round at that time.
async fn round_at(bureau: &Bureau, now: Timestamp) {
    let office = Office {
        clock: Clock::standing_at(now),
        ..bureau.office.clone()
    };
    send_news(&office).await.unwrap();
}

/// HMAC-SHA-256 (RFC 2104), as a receiver has it that knows nothing of this program.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    assert!(key.len() <= 64);
    let padded = |with: u8| -> Vec<u8> { (0..64).map(|n| key.get(n).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::digest([padded(0x36), text.to_vec()].concat());
    Sha256::digest([padded(0x5c), inner.to_vec()].concat()).into()
}

/// What a receiver does before it believes a message: the signature is of this secret, this id, this time and this body.
fn is_signed(secret: &str, headers: &HeaderMap, body: &str) -> bool {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    assert!(key.len() >= 24, "{} bytes of secret", key.len());
    let signed = format!("{}.{}.{body}", text("webhook-id"), text("webhook-timestamp"));
    let wanted = format!("v1,{}", STANDARD.encode(hmac(&key, signed.as_bytes())));
    text("webhook-signature").split(' ').any(|one| one == wanted)
}

/// What has come since the last time: by the message's id, when it was signed and what it says.
fn come(shared: &Shared, secret: &str) -> BTreeMap<String, (i64, String)> {
    let got = std::mem::take(&mut shared.lock().unwrap().got);
    let mut come = BTreeMap::new();
    for (headers, body) in got {
        assert!(is_signed(secret, &headers, &body), "{headers:?} {body}");
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        let at = headers["webhook-timestamp"].to_str().unwrap().parse().unwrap();
        assert!(come.insert(id, (at, body)).is_none(), "once in a round");
    }
    come
}

/// How long after each attempt the next one comes.
const WAITS: [SignedDuration; 8] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(10),
];

#[tokio::test]
async fn a_second_attempt_comes_after_a_while_and_is_the_same_message() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    let secret = add(&bureau, &url, "clerk").await;
    shared.lock().unwrap().answers = vec![StatusCode::SERVICE_UNAVAILABLE; 50];
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Burst main", "water").await;
    let begin = Timestamp::now();
    round_at(&bureau, begin).await;
    let first = come(&shared, &secret);
    assert!(!first.is_empty());
    round_at(&bureau, begin + SignedDuration::from_secs(4)).await;
    assert!(come(&shared, &secret).is_empty(), "not before its time");
    shared.lock().unwrap().answers.clear();
    let later = begin + WAITS[0];
    round_at(&bureau, later).await;
    let second = come(&shared, &secret);
    let told = |come: &BTreeMap<String, (i64, String)>| -> Vec<(String, String)> {
        let each = come.iter();
        each.map(|(id, (_, body))| (id.clone(), body.clone())).collect()
    };
    assert_eq!(told(&first), told(&second), "the same ids with the same words");
    assert!(
        second.values().all(|(at, _)| *at == later.as_second()),
        "signed anew: {second:?}"
    );
    let messages = bureau.office.store.messages(None, 100).await.unwrap();
    assert_eq!(messages.len(), first.len());
    for message in messages {
        assert_eq!(
            (message.state, message.attempts, message.last_status),
            (MessageState::Sent, 2, Some(204))
        );
    }
    // What was taken is not sent again.
    round_at(&bureau, later + SignedDuration::from_hours(48)).await;
    assert!(come(&shared, &secret).is_empty());
}

#[tokio::test]
async fn a_receiver_believes_no_message_that_was_changed() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    let secret = add(&bureau, &url, "clerk").await;
    let other = add(&bureau, &url.replace("/news", "/elsewhere"), "clerk").await;
    assert_ne!(secret, other);
    bureau.signed_in("clerk").await.register("Burst main", "water").await;
    round_at(&bureau, Timestamp::now()).await;
    let got = std::mem::take(&mut shared.lock().unwrap().got);
    let (headers, body) = &got[0];
    assert!(is_signed(&secret, headers, body));
    assert!(!is_signed(&other, headers, body), "another receiver's secret");
    assert!(!is_signed(&secret, headers, &format!("{body} ")));
    for (name, value) in [("webhook-id", "msg_another"), ("webhook-timestamp", "1700000000")] {
        let mut changed = headers.clone();
        changed.insert(name, value.parse().unwrap());
        assert!(!is_signed(&secret, &changed, body), "{name}");
    }
}

#[tokio::test]
async fn what_nobody_takes_is_given_up_and_can_be_sent_once_more() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    let secret = add(&bureau, &url, "clerk").await;
    shared.lock().unwrap().answers = vec![StatusCode::INTERNAL_SERVER_ERROR; 1_000];
    bureau.signed_in("clerk").await.register("Burst main", "water").await;
    let mut now = Timestamp::now();
    round_at(&bureau, now).await;
    let ids: BTreeSet<String> = come(&shared, &secret).into_keys().collect();
    assert!(!ids.is_empty());
    for (attempt, wait) in (2..).zip(WAITS) {
        round_at(&bureau, now + wait - SignedDuration::from_millis(1)).await;
        assert!(come(&shared, &secret).is_empty(), "attempt {attempt} came too early");
        now += wait;
        round_at(&bureau, now).await;
        let again: BTreeSet<String> = come(&shared, &secret).into_keys().collect();
        assert_eq!(again, ids, "attempt {attempt}");
    }
    let messages = bureau.office.store.messages(None, 100).await.unwrap();
    assert!(
        messages
            .iter()
            .all(|message| message.state == MessageState::GivenUp && message.attempts == 9),
        "{messages:?}"
    );
    round_at(&bureau, now + SignedDuration::from_hours(1_000)).await;
    assert!(come(&shared, &secret).is_empty(), "given up");

    // The log says so, and one of them is sent again by hand.
    let mut administrator = bureau.signed_in("administrator").await;
    let log = administrator.get("/webhooks").await.text().to_owned();
    let one = &messages[0];
    let again = format!("/webhooks/messages/{}/again", one.id);
    assert!(log.contains(&again) && log.contains("500"), "{log}");
    let sent = administrator.fill("/webhooks", &again, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    shared.lock().unwrap().answers.clear();
    round_at(&bureau, now + SignedDuration::from_hours(1_001)).await;
    let come: Vec<String> = come(&shared, &secret).into_keys().collect();
    let [id] = &come[..] else { panic!("{come:?}") };
    assert!(ids.contains(id), "under the id that it had");
    let after = bureau.office.store.messages(None, 100).await.unwrap();
    let sent = after.iter().find(|message| message.id == one.id).unwrap();
    assert_eq!((sent.state, sent.last_status), (MessageState::Sent, Some(204)));
    let log = administrator.get("/webhooks").await.text().to_owned();
    assert!(log.contains("204"), "{log}");
}

#[tokio::test]
async fn a_change_is_told_once_without_a_word_of_what_people_wrote() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Before the receiver was there", "water").await;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "clerk").await;
    let number = clerk.register("Burst main", "water").await;
    send_news(&bureau.office).await.unwrap();
    send_news(&bureau.office).await.unwrap();
    let got = std::mem::take(&mut shared.lock().unwrap().got);
    // A few go out together: which comes first is not promised.
    let registered = got.iter().find(|(_, body)| body.contains("case.registered"));
    let (headers, body) = registered.unwrap();
    let message: Value = serde_json::from_str(body).unwrap();
    assert_eq!(message["type"], "case.registered");
    assert_eq!(message["data"]["number"], number.as_str());
    assert!(
        got.iter()
            .all(|(_, body)| !body.contains("Burst") && !body.contains("Before"))
    );
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        assert!(headers.contains_key(name), "{name}");
    }
    let ids: Vec<_> = got.iter().map(|(headers, _)| headers["webhook-id"].clone()).collect();
    assert_eq!(
        ids.iter().collect::<std::collections::HashSet<_>>().len(),
        ids.len(),
        "once each"
    );
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_and_stands_in_the_log() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "clerk").await;
    shared.lock().unwrap().answers = vec![StatusCode::INTERNAL_SERVER_ERROR; 50];
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Burst main", "water").await;
    send_news(&bureau.office).await.unwrap();
    let messages = bureau.office.store.messages(None, 10).await.unwrap();
    assert!(messages.iter().all(|message| message.state == MessageState::Waiting));
    assert!(
        messages
            .iter()
            .all(|message| message.last_status == Some(500) && message.attempts == 1)
    );
    let before = shared.lock().unwrap().got.len();
    send_news(&bureau.office).await.unwrap();
    assert_eq!(shared.lock().unwrap().got.len(), before, "not before its time");
    let mut administrator = bureau.signed_in("administrator").await;
    let log = administrator.get("/webhooks").await;
    assert!(log.text().contains("case.registered") && log.text().contains("500"));
    // A receiver that wants nothing more is left in peace.
    shared.lock().unwrap().answers = vec![StatusCode::GONE; 50];
    clerk.register("Another", "water").await;
    send_news(&bureau.office).await.unwrap();
    assert!(bureau.office.store.webhooks().await.unwrap()[0].ended_at.is_some());
}

#[tokio::test]
async fn a_receiver_hears_of_what_its_post_may_see() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "fire-handler").await;
    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("Burst main", "water").await;
    send_news(&bureau.office).await.unwrap();
    assert!(shared.lock().unwrap().got.is_empty());
    let number = clerk.register("Blocked exit", "fire").await;
    send_news(&bureau.office).await.unwrap();
    let got = shared.lock().unwrap();
    assert!(!got.got.is_empty() && got.got.iter().all(|(_, body)| body.contains(&number)));
}

#[tokio::test]
async fn what_the_log_calls_noted_is_told_by_no_other_name() {
    let bureau = Bureau::staffed().await;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "clerk").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("description", "有人打人"),
        ("category", "other"),
        ("unit", "housing"),
        ("via", "telephone"),
        ("danger", "violence"),
    ];
    clerk.fill("/cases/quick", "/cases/quick", &fields).await;
    send_news(&bureau.office).await.unwrap();
    let got = std::mem::take(&mut shared.lock().unwrap().got);
    assert!(got.iter().any(|(_, body)| body.contains("case.noted")), "{got:?}");
    assert!(got.iter().all(|(_, body)| !body.contains("danger")), "{got:?}");
    let kept = bureau.office.store.messages(None, 100).await.unwrap();
    assert!(kept.iter().all(|message| !message.kind.contains("danger")), "{kept:?}");
}

#[tokio::test]
async fn whoever_is_named_in_a_complaint_before_it_was_sent_hears_nothing_of_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "water-handler").await;
    shared.lock().unwrap().answers = vec![StatusCode::SERVICE_UNAVAILABLE; 50];
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let begin = Timestamp::now();
    round_at(&bureau, begin).await;
    assert!(!std::mem::take(&mut shared.lock().unwrap().got).is_empty());
    let case = office.store.story(&number).await.unwrap().unwrap().case.id;
    let about = domain::case::Command::RecordAbout {
        about: domain::case::About::post("water-handler".into()),
        reason: "反映承办人".to_owned(),
    };
    let by = crate::duty::actor(&bureau, "office-chief").await;
    office::act(office, case, &about, &by, office.clock.now(), None)
        .await
        .unwrap();
    shared.lock().unwrap().answers.clear();
    round_at(&bureau, begin + WAITS[0]).await;
    assert!(shared.lock().unwrap().got.is_empty());
    let messages = office.store.messages(None, 100).await.unwrap();
    assert!(!messages.is_empty() && messages.iter().all(|message| message.state == MessageState::GivenUp));
    // Whoever keeps accounts sees what they see of one whose receiver was taken away, and of one that nobody could be reached with.
    let hook = office.store.webhooks().await.unwrap().remove(0);
    let message = |position| store::NewMessage {
        position,
        kind: "case.answered".to_owned(),
        payload: "{}".to_owned(),
    };
    let gone = vec![message(1_000_000), message(1_000_001)];
    office
        .store
        .queue_messages(&hook.id, 1_000_001, gone, begin)
        .await
        .unwrap();
    let unreachable = office.store.messages(None, 100).await.unwrap()[0].id;
    let error = Err("127.0.0.1:9 cannot be reached".to_owned());
    office
        .store
        .record_attempt(unreachable, begin, error, MessageState::GivenUp, begin)
        .await
        .unwrap();
    office.store.end_webhook(&hook.id, begin).await.unwrap();
    let program = bureau.own_program_for("administrator", &["body:read"]).await;
    let told = crate::program::ok(&program.get("/api/v1/webhooks/messages").await);
    let told: BTreeSet<String> = told["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one["state"], one["attempts"], one["last_status"], one["last_error"]
            )
        })
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let mut administrator = bureau.signed_in("administrator").await;
    administrator.language = "zh-CN";
    let page = administrator.get("/webhooks").await;
    assert!(page.text().contains("不再重试"), "{}", page.text());
    for told in ["may not see", "taken away", "cannot be reached", "已试"] {
        assert!(!page.text().contains(told), "{told}: {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_receiver_holds_up_no_other() {
    let bureau = Bureau::staffed().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = format!("http://{}/news", listener.local_addr().unwrap());
    let never = Router::new().route("/news", post(std::future::pending::<StatusCode>));
    tokio::spawn(async move { web_server(listener, never).await });
    add(&bureau, &dead, "clerk").await;
    let (shared, url) = receiver().await;
    add(&bureau, &url, "clerk").await;
    let mut clerk = bureau.signed_in("clerk").await;
    for n in 0..8 {
        clerk.register(&format!("Burst main {n}"), "water").await;
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let serving = tokio::spawn(web::serve(
        bureau.office.clone(),
        listener,
        web::Options::default(),
        std::future::pending::<()>(),
    ));
    let begun = std::time::Instant::now();
    let last = |n: usize| shared.lock().unwrap().got.len() >= n;
    while !last(16) && begun.elapsed() < std::time::Duration::from_secs(12) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(last(16), "{} came", shared.lock().unwrap().got.len());
    // What happens then comes, too, while the other says nothing still.
    let before = shared.lock().unwrap().got.len();
    clerk.register("One more", "water").await;
    while !last(before + 1) && begun.elapsed() < std::time::Duration::from_secs(14) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(last(before + 1));
    serving.abort();
}
