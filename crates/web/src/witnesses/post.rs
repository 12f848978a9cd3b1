//! One request to a witness. Plain HTTP: for a witness elsewhere a proxy on this machine speaks TLS.

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use ledger::note::MOST_BYTES;
use std::error::Error;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a witness may take, all in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts a text; answers status and body.
///
/// # Errors
/// Why there is no answer.
pub(super) async fn post(url: &str, text: String) -> Result<(u16, Bytes), String> {
    let uri: Uri = url.parse().map_err(|_| format!("{url} is no address"))?;
    match uri.scheme_str() {
        Some("http") => {}
        Some("https") => {
            return Err("this program does not speak https itself: give the http address of a proxy here".to_owned());
        }
        _ => return Err(format!("{url} is no http address")),
    }
    let answered = tokio::time::timeout(PATIENCE, exchange(&uri, text)).await;
    match answered {
        Ok(answered) => answered.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

async fn exchange(uri: &Uri, text: String) -> Result<(u16, Bytes), Box<dyn Error + Send + Sync>> {
    let authority = uri.authority().ok_or("no host")?;
    let host = authority.host().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::post(path)
        .header(HOST, authority.as_str())
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(USER_AGENT, "huying")
        .body(Full::new(Bytes::from(text)))?;
    let answer = async {
        let (parts, body) = sender.send_request(request).await?.into_parts();
        let body = Limited::new(body, MOST_BYTES).collect().await?.to_bytes();
        Ok((parts.status.as_u16(), body))
    }
    .await;
    connection.abort();
    answer
}
