//! Mail over TLS, to servers on this machine with certificates made here: believed where their authority is named, and else
//! refused before a word is said, with a message that says what to look at.

use super::fetching::{self, Shared};
use super::{ADDRESS, Told, catcher, send};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use web::{Settings, fetch_mail};

/// What a server shows for `localhost`, and its certificate as PEM.
fn identity() -> (TlsAcceptor, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}

/// A mail server that speaks TLS at once, or after a greeting; its port.
async fn mail_server(told: &Told, acceptor: TlsAcceptor, starttls: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = told.server.kept.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, kept) = (acceptor.clone(), kept.clone());
            tokio::spawn(async move {
                let stream = if starttls { greeted(stream).await? } else { stream };
                // Who does not believe us hangs up.
                let stream = acceptor.accept(stream).await?;
                catcher::talk(stream, kept, !starttls).await
            });
        }
    });
    port
}

/// Up to the point where TLS begins (RFC 3207).
async fn greeted(mut stream: TcpStream) -> std::io::Result<TcpStream> {
    stream.write_all(b"220 catcher\r\n").await?;
    loop {
        let mut line = String::new();
        BufReader::with_capacity(1, &mut stream).read_line(&mut line).await?;
        if line.to_ascii_uppercase().starts_with("STARTTLS") {
            stream.write_all(b"220 2.0.0 go on\r\n").await?;
            return Ok(stream);
        }
        assert!(!line.contains('@'), "an address in the open: {line}");
        stream.write_all(b"250-catcher\r\n250 STARTTLS\r\n").await?;
    }
}

async fn mailbox(acceptor: TlsAcceptor) -> (Shared, u16) {
    let shared = Shared::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = shared.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, kept) = (acceptor.clone(), kept.clone());
            tokio::spawn(async move { fetching::talk(acceptor.accept(stream).await?, kept).await });
        }
    });
    (shared, port)
}

/// Writes the file of settings, with this authority's certificate believed and no other.
fn settings(told: &Told, security: &str, (mail, imap): (u16, u16), authority: &str) -> Settings {
    let dir = told.bureau.office.store.dir();
    std::fs::write(dir.join("imap.password"), "s3cret\n").unwrap();
    std::fs::write(dir.join("ca.pem"), authority).unwrap();
    let text = format!(
        "public_url = \"https://desk.example.org\"\n[mail]\nhost = \"localhost\"\nport = {mail}\nsecurity = \"{security}\"\n\
         ca_file = \"ca.pem\"\nfrom = \"desk@example.org\"\n[imap]\nhost = \"localhost\"\nport = {imap}\nsecurity = \"tls\"\n\
         ca_file = \"ca.pem\"\nuser = \"desk\"\npassword_file = \"imap.password\"\n"
    );
    std::fs::write(dir.join(web::NOTICES_FILE), text).unwrap();
    Settings::read(dir).unwrap()
}

#[tokio::test]
async fn a_letter_goes_out_by_tls_to_the_server_whose_authority_is_named() {
    for security in ["tls", "starttls"] {
        let told = Told::new().await;
        let (acceptor, certificate) = identity();
        let port = mail_server(&told, acceptor, security == "starttls").await;
        settings(&told, security, (port, 1), &certificate);
        told.send().await;
        let letters = told.server.taken();
        assert_eq!(letters.len(), 1, "{security}");
        assert_eq!(letters[0].to, ADDRESS);
    }
}

#[tokio::test]
async fn a_mail_server_with_another_certificate_is_told_nothing() {
    for security in ["tls", "starttls"] {
        let told = Told::new().await;
        let (acceptor, _) = identity();
        let (_, another) = identity();
        let port = mail_server(&told, acceptor, security == "starttls").await;
        settings(&told, security, (port, 1), &another);
        send(&told.bureau.office).await;
        assert!(told.server.taken().is_empty(), "{security}");
        let mut administrator = told.bureau.signed_in("administrator").await;
        let page = administrator.get("/notices").await;
        let clear = "no safe connection: check the server";
        assert!(page.text().contains(clear), "{security}: {}", page.text());
    }
}

#[tokio::test]
async fn a_mailbox_is_read_by_tls_from_the_server_whose_authority_is_named_alone() {
    let told = Told::new().await;
    let (acceptor, certificate) = identity();
    let (shared, port) = mailbox(acceptor).await;
    shared.lock().unwrap().letters = vec![(7, b"From: a@example.org\r\n\r\nAdvertisement\r\n".to_vec(), false)];
    let (_, another) = identity();
    let wrong = settings(&told, "tls", (1, port), &another);
    let refused = fetch_mail(&told.bureau.office, &wrong).await.unwrap_err();
    assert_eq!(refused.to_string(), "notice-error-tls");
    assert!(shared.lock().unwrap().asked.is_empty(), "no word, no password");
    let right = settings(&told, "tls", (1, port), &certificate);
    assert_eq!(fetch_mail(&told.bureau.office, &right).await.unwrap(), 1);
    assert!(shared.lock().unwrap().letters.is_empty());
}

#[tokio::test]
async fn a_file_without_certificates_is_refused_when_it_is_read() {
    let told = Told::new().await;
    let dir = told.bureau.office.store.dir();
    std::fs::write(dir.join("ca.pem"), "-----BEGIN NOTHING-----\n").unwrap();
    let text = "[mail]\nhost = \"localhost\"\nsecurity = \"tls\"\nca_file = \"ca.pem\"\nfrom = \"desk@example.org\"\n";
    std::fs::write(dir.join(web::NOTICES_FILE), text).unwrap();
    assert_eq!(Settings::read(dir).unwrap_err().key, "notices-ca-wrong");
}
