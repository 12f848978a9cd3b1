//! News of cases to other programs: signed, tried again, within what a post may see.

use crate::browser::Bureau;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use serde_json::Value;
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
    let (headers, body) = &got[0];
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
