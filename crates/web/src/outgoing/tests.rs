//! Calls over loopback: plain and safe ones, and what those called may not do to us.

use super::{NoAnswer, Outgoing, Place, Roots};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::server::TlsStream;

/// A listener that speaks TLS.
struct Safe(TcpListener, TlsAcceptor);

impl axum::serve::Listener for Safe {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, addr) = self.0.accept().await.unwrap();
            // Who does not believe us hangs up.
            if let Ok(stream) = self.1.accept(stream).await {
                return (stream, addr);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

fn router() -> Router {
    Router::new()
        .route("/", get(|| async { "here" }))
        .route("/moved", get(|| async { Redirect::temporary("/") }))
        .route("/round", get(|| async { Redirect::temporary("/round") }))
        .route("/away", get(|| async { Redirect::temporary("http://192.0.2.1/") }))
        .route("/scheme", get(|| async { Redirect::temporary("//192.0.2.1/") }))
        .route("/large", get(|| async { "x".repeat(100_000) }))
        .route("/slow", get(|| tokio::time::sleep(Duration::from_secs(30))))
        .route("/none", get(|| async { StatusCode::NOT_FOUND.into_response() }))
        .route("/echo", post(|body: String| async move { body }))
        .route("/posted", post(|| async { Redirect::temporary("/echo") }))
}

async fn plain() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router()).await });
    url
}

/// A server for `localhost`, and the certificate by which it is known.
async fn safe() -> (u16, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let listener = Safe(listener, TlsAcceptor::from(Arc::new(config)));
    tokio::spawn(async move { axum::serve(listener, router()).await });
    (port, certificate)
}

fn calls() -> Outgoing {
    Outgoing::new(Duration::from_secs(10), 1_000)
}

#[tokio::test]
async fn a_text_is_got_and_posted() {
    let url = plain().await;
    let answer = calls().get(&url).await.unwrap();
    assert_eq!((answer.status, &answer.body[..]), (200, &b"here"[..]));
    assert_eq!(calls().get(&format!("{url}/none")).await.unwrap().status, 404);
    let echoed = calls().post(&format!("{url}/echo"), "text/plain", "a word").await;
    assert_eq!(&echoed.unwrap().body[..], b"a word");
}

#[tokio::test]
async fn only_the_host_that_was_named_is_called() {
    let url = plain().await;
    let got = |path: &str| {
        let url = format!("{url}{path}");
        async move { calls().get(&url).await.unwrap() }
    };
    assert_eq!(&got("/moved").await.body[..], b"here");
    for path in ["/away", "/scheme", "/round"] {
        assert_eq!(got(path).await.status, 307, "{path}");
    }
    let posted = calls().post(&format!("{url}/posted"), "text/plain", "a word").await;
    assert_eq!(posted.unwrap().status, 307, "what is posted goes nowhere else");
}

#[test]
fn where_an_answer_may_send_us_on() {
    let from = |url: &str, location: &str| {
        let next = Place::of(url).unwrap().sent_on(location);
        next.map(|next| format!("{}://{}{}", next.scheme, next.authority, next.path))
    };
    let some = |url: &str| Some(url.to_owned());
    assert_eq!(from("http://a/x", "/y?z=1"), some("http://a/y?z=1"));
    assert_eq!(from("http://a/x", "http://A:80/y"), some("http://A:80/y"));
    assert_eq!(from("http://a/x", "https://a/y"), some("https://a/y"));
    assert_eq!(from("https://a/x", "http://a/y"), None);
    assert_eq!(from("http://a:8080/x", "https://a/y"), None);
    for elsewhere in ["http://a:8080/", "http://b/", "//b/", "http://a@b/", "gopher://a/", "y"] {
        assert_eq!(from("http://a/x", elsewhere), None, "{elsewhere}");
    }
}

#[tokio::test]
async fn time_and_size_have_an_end() {
    let url = plain().await;
    let large = calls().get(&format!("{url}/large")).await;
    assert!(
        matches!(large, Err(NoAnswer::TooLarge { most: 1_000, .. })),
        "{large:?}"
    );
    let impatient = Outgoing::new(Duration::from_millis(200), 1_000);
    let slow = impatient.get(&format!("{url}/slow")).await;
    assert!(matches!(slow, Err(NoAnswer::Late { .. })), "{slow:?}");
    let nobody = calls().get("http://127.0.0.1:1").await;
    assert!(matches!(nobody, Err(NoAnswer::Unreachable { .. })), "{nobody:?}");
    for wrong in [
        "",
        "example.org",
        "/path",
        "ftp://a/",
        "http://",
        "http://user:password@a/",
    ] {
        let refused = calls().get(wrong).await;
        assert!(matches!(refused, Err(NoAnswer::Address(_))), "{wrong}: {refused:?}");
    }
}

#[tokio::test]
async fn over_tls_only_the_host_whose_certificate_is_believed() {
    let (port, certificate) = safe().await;
    let believing = calls().trusting(Roots::These(vec![certificate]));
    let url = format!("https://localhost:{port}");
    let answer = believing.get(&format!("{url}/moved")).await.unwrap();
    assert_eq!(&answer.body[..], b"here");
    let echoed = believing.post(&format!("{url}/echo"), "text/plain", "a word").await;
    assert_eq!(&echoed.unwrap().body[..], b"a word");
    // Its certificate is for another name.
    let other_name = believing.get(&format!("https://127.0.0.1:{port}")).await;
    assert!(matches!(other_name, Err(NoAnswer::NotSafe { .. })), "{other_name:?}");
    // By somebody else's certificate it is not known.
    let (_, other) = safe().await;
    let not_believed = calls().trusting(Roots::These(vec![other])).get(&url).await;
    assert!(
        matches!(not_believed, Err(NoAnswer::NotSafe { .. })),
        "{not_believed:?}"
    );
    let nobody = calls().trusting(Roots::These(Vec::new())).get(&url).await;
    assert!(matches!(nobody, Err(NoAnswer::NoRoots { .. })), "{nobody:?}");
    // Plain HTTP is not what it speaks.
    let plain = calls().get(&format!("http://localhost:{port}")).await;
    assert!(matches!(plain, Err(NoAnswer::Unreadable { .. })), "{plain:?}");
}
