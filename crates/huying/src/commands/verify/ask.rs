//! Asking a desk for a later checkpoint with its proof.

use crate::failure::Failure;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::HOST;
use hyper::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use ledger::continuation::Continuation;
use ledger::note::MOST_BYTES;
use std::fmt::Display;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a desk may take, all in all.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks `URL/log/consistency?from=SIZE`.
pub(super) async fn later(url: &str, from: u64) -> Result<Continuation, Failure> {
    let failed = |why: &dyn Display| Failure::new("verify-url-failed", &[("url", &url), ("why", why)]);
    let uri: Uri = format!("{}/log/consistency?from={from}", url.trim_end_matches('/'))
        .parse()
        .map_err(|error| failed(&error))?;
    match uri.scheme_str() {
        Some("http") => {}
        Some("https") => return Err(Failure::new("verify-url-https", &[("url", &uri)])),
        _ => return Err(Failure::new("verify-url-form", &[("url", &url)])),
    }
    let answer = tokio::time::timeout(PATIENCE, get(&uri)).await;
    let (status, body) = match answer {
        Ok(answer) => answer.map_err(|error| failed(&error))?,
        Err(late) => return Err(failed(&late)),
    };
    if status != StatusCode::OK {
        let status = status.as_u16();
        return Err(Failure::new(
            "verify-url-status",
            &[("url", &uri), ("status", &status), ("size", &from)],
        ));
    }
    Continuation::parse(&body).map_err(|error| failed(&error))
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

async fn get(uri: &Uri) -> Result<(StatusCode, Bytes), Failed> {
    let authority = uri.authority().ok_or("no host")?;
    let host = authority.host().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path)
        .header(HOST, authority.as_str())
        .body(Empty::<Bytes>::new())?;
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = Limited::new(body, MOST_BYTES).collect().await?.to_bytes();
    Ok((parts.status, body))
}
