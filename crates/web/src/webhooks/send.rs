//! One message to a receiver. Plain HTTP: for a receiver elsewhere a proxy on this machine speaks TLS.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a receiver may take, all in all.
const PATIENCE: Duration = Duration::from_secs(15);

/// Posts a body; answers the status. What the receiver says beside it is not read, and it is followed nowhere else.
///
/// # Errors
/// Why there is no answer.
pub(super) async fn post(url: &str, headers: [(&'static str, String); 3], body: String) -> Result<u16, String> {
    let uri: Uri = url.parse().map_err(|_| format!("{url} is no address"))?;
    match uri.scheme_str() {
        Some("http") => {}
        Some("https") => {
            return Err("this program does not speak https itself: give the http address of a proxy here".to_owned());
        }
        _ => return Err(format!("{url} is no http address")),
    }
    match tokio::time::timeout(PATIENCE, exchange(&uri, headers, body)).await {
        Ok(answered) => answered.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

async fn exchange(
    uri: &Uri,
    headers: [(&'static str, String); 3],
    body: String,
) -> Result<u16, Box<dyn Error + Send + Sync>> {
    let authority = uri.authority().ok_or("no host")?;
    let host = authority.host().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::post(path)
        .header(HOST, authority.as_str())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, "huying");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let answered = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await;
    connection.abort();
    Ok(answered?.status().as_u16())
}
