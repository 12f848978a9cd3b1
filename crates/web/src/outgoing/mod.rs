//! Calls from here to others, over HTTP and HTTPS: witnesses, other bodies' logs, and whatever else an administrator has
//! given an address of. One call is one connection; it has a time and a size that it may not pass, and it goes to no other
//! host than the one that was named, whatever that one answers.
//!
//! Over HTTPS a host is believed by the certificates that this machine trusts, so that a body's own authority counts once
//! it is installed there (`SSL_CERT_FILE` names another file of them).

mod roots;
#[cfg(test)]
mod tests;

pub use roots::Roots;

use crate::boxed;
use axum::http::uri::{Authority, Scheme};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Method, Request, Uri};
use hyper_util::rt::TokioIo;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// How often a GET is sent on within its host.
const MOST_REDIRECTS: usize = 3;

/// How calls are made: how long one may take, how much may be answered, whose certificates are believed.
#[derive(Debug, Clone)]
pub struct Outgoing {
    patience: Duration,
    most_bytes: usize,
    roots: Roots,
}

/// What is posted.
#[derive(Debug, Clone)]
pub struct Posted {
    /// Its media type.
    pub media_type: &'static str,
    /// Headers beside it.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Bytes,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status. One of 300 to 399 is an answer that leads elsewhere and was not followed.
    pub status: u16,
    /// The body, all of it.
    pub body: Bytes,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Not of the form `http://host/path` or `https://host/path`; one with a user or a password neither.
    #[error("{0} is no address of the form http://host/path or https://host/path")]
    Address(String),
    /// Nobody could be reached there.
    #[error("{host} cannot be reached: {why}")]
    Unreachable {
        /// The host and port.
        host: String,
        /// What the machine says.
        why: String,
    },
    /// This machine trusts no certificate at all.
    #[error(
        "this machine has no certificates to know {host} by: install the package ca-certificates, or name a file of \
         them in SSL_CERT_FILE"
    )]
    NoRoots {
        /// The host.
        host: String,
    },
    /// The connection could not be made safe: mostly a certificate that this machine does not trust.
    #[error("no safe connection with {host}: {why}")]
    NotSafe {
        /// The host.
        host: String,
        /// What was wrong.
        why: String,
    },
    /// What came is not HTTP, or was cut off.
    #[error("what {host} answered could not be read: {why}")]
    Unreadable {
        /// The host.
        host: String,
        /// What was wrong.
        why: String,
    },
    /// More than may come.
    #[error("{host} answered more than {most} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The cap.
        most: usize,
    },
    /// It took too long.
    #[error("{host} gave no answer within {seconds} s")]
    Late {
        /// The host.
        host: String,
        /// The time that it had.
        seconds: u64,
    },
}

impl Outgoing {
    /// Calls of at most this long, all in all, with answers of at most this many bytes.
    #[must_use]
    pub const fn new(patience: Duration, most_bytes: usize) -> Self {
        Self {
            patience,
            most_bytes,
            roots: Roots::OfThisMachine,
        }
    }

    /// The same, believing other certificates than those of this machine.
    #[must_use]
    pub fn trusting(mut self, roots: Roots) -> Self {
        self.roots = roots;
        self
    }

    /// Gets what is at an address. Where it is said to be elsewhere on the same host, it is got from there.
    ///
    /// # Errors
    /// Why there is no answer; any status is one.
    #[boxed]
    pub async fn get(&self, url: &str) -> Result<Answer, NoAnswer> {
        self.call(url, &Method::GET, None).await
    }

    /// Posts a text to an address; never sent on anywhere.
    ///
    /// # Errors
    /// Why there is no answer; any status is one.
    pub async fn post(&self, url: &str, media_type: &'static str, body: impl Into<Bytes>) -> Result<Answer, NoAnswer> {
        let (headers, body) = (Vec::new(), body.into());
        self.send(
            url,
            Posted {
                media_type,
                headers,
                body,
            },
        )
        .await
    }

    /// The same, with headers of its own.
    ///
    /// # Errors
    /// Why there is no answer; any status is one.
    #[boxed]
    pub async fn send(&self, url: &str, posted: Posted) -> Result<Answer, NoAnswer> {
        self.call(url, &Method::POST, Some(posted)).await
    }

    /// Gets with headers of its own; followed nowhere else.
    ///
    /// # Errors
    /// Why there is no answer; any status is one.
    #[boxed]
    pub async fn get_with(&self, url: &str, posted: Posted) -> Result<Answer, NoAnswer> {
        self.call(url, &Method::GET, Some(posted)).await
    }

    async fn call(&self, url: &str, method: &Method, sent: Option<Posted>) -> Result<Answer, NoAnswer> {
        let place = Place::of(url)?;
        let host = place.authority.to_string();
        let seconds = self.patience.as_secs();
        let answered = tokio::time::timeout(self.patience, self.follow(place, method, sent)).await;
        answered.unwrap_or(Err(NoAnswer::Late { host, seconds }))
    }

    async fn follow(&self, mut place: Place, method: &Method, sent: Option<Posted>) -> Result<Answer, NoAnswer> {
        for _ in 0..MOST_REDIRECTS {
            let (answer, location) = self.once(&place, method, sent.clone()).await?;
            let plain = *method == Method::GET && sent.is_none();
            let next = location.filter(|_| plain && (300..400).contains(&answer.status));
            match next.and_then(|location| place.sent_on(&location)) {
                Some(next) => place = next,
                None => return Ok(answer),
            }
        }
        Ok(self.once(&place, method, sent).await?.0)
    }

    async fn once(
        &self,
        place: &Place,
        method: &Method,
        sent: Option<Posted>,
    ) -> Result<(Answer, Option<String>), NoAnswer> {
        let host = place.authority.to_string();
        let name = place.authority.host().trim_matches(['[', ']']);
        let stream = TcpStream::connect((name, place.port())).await;
        let stream = stream.map_err(|error| NoAnswer::Unreachable {
            host: host.clone(),
            why: error.to_string(),
        })?;
        if place.is_safe() {
            let config = self
                .roots
                .config()
                .ok_or_else(|| NoAnswer::NoRoots { host: host.clone() })?;
            let stream = safe(stream, config, name, &host).await?;
            self.exchange(stream, place, method, sent).await
        } else {
            self.exchange(stream, place, method, sent).await
        }
    }

    async fn exchange(
        &self,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        place: &Place,
        method: &Method,
        sent: Option<Posted>,
    ) -> Result<(Answer, Option<String>), NoAnswer> {
        let host = place.authority.to_string();
        let unreadable = |why: &dyn Display| NoAnswer::Unreadable {
            host: host.clone(),
            why: why.to_string(),
        };
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|why| unreadable(&why))?;
        let connection = Connection(tokio::spawn(async move {
            // What goes wrong with it the answer says.
            let _ = connection.await;
        }));
        let mut request = Request::builder()
            .method(method)
            .uri(place.path.as_str())
            .header(HOST, host.as_str())
            .header(USER_AGENT, "huying");
        let mut body = Bytes::new();
        if let Some(posted) = sent {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static(posted.media_type));
            for (name, value) in posted.headers {
                request = request.header(name, value);
            }
            body = posted.body;
        }
        let request = request.body(Full::new(body)).map_err(|why| unreadable(&why))?;
        let (parts, body) = sender
            .send_request(request)
            .await
            .map_err(|why| unreadable(&why))?
            .into_parts();
        let read = Limited::new(body, self.most_bytes).collect().await;
        drop(connection);
        let body = read.map_err(|error| {
            if error.is::<LengthLimitError>() {
                let (host, most) = (host.clone(), self.most_bytes);
                NoAnswer::TooLarge { host, most }
            } else {
                unreadable(&error)
            }
        })?;
        let location = parts.headers.get(LOCATION).and_then(|location| location.to_str().ok());
        let answer = Answer {
            status: parts.status.as_u16(),
            body: body.to_bytes(),
        };
        Ok((answer, location.map(str::to_owned)))
    }
}

/// Ends with the answer, or with whoever stops waiting for it.
struct Connection(tokio::task::JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn safe(
    stream: TcpStream,
    config: Arc<ClientConfig>,
    name: &str,
    host: &str,
) -> Result<TlsStream<TcpStream>, NoAnswer> {
    let not_safe = |why: &dyn Display| NoAnswer::NotSafe {
        host: host.to_owned(),
        why: why.to_string(),
    };
    let name = ServerName::try_from(name.to_owned()).map_err(|why| not_safe(&why))?;
    let connected = TlsConnector::from(config).connect(name, stream).await;
    connected.map_err(|why| not_safe(&why))
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    scheme: Scheme,
    authority: Authority,
    /// Path and query.
    path: String,
}

impl Place {
    fn of(url: &str) -> Result<Self, NoAnswer> {
        let wrong = || NoAnswer::Address(url.to_owned());
        let parts = url.parse::<Uri>().map_err(|_| wrong())?.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(wrong());
        };
        let spoken = scheme == Scheme::HTTP || scheme == Scheme::HTTPS;
        // A password would stand in what is logged of the address.
        if !spoken || authority.host().is_empty() || authority.as_str().contains('@') {
            return Err(wrong());
        }
        let path = parts
            .path_and_query
            .map_or_else(|| "/".to_owned(), |path| path.to_string());
        Ok(Self {
            scheme,
            authority,
            path,
        })
    }

    fn is_safe(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    fn port(&self) -> u16 {
        let usual = if self.is_safe() { 443 } else { 80 };
        self.authority.port_u16().unwrap_or(usual)
    }

    /// Where an answer sends us on; none for another host, another port, and from a safe connection to one that is not.
    fn sent_on(&self, location: &str) -> Option<Self> {
        if location.starts_with('/') && !location.starts_with("//") {
            let path = location.parse::<Uri>().ok()?.path_and_query()?.to_string();
            return Some(Self { path, ..self.clone() });
        }
        let next = Self::of(location).ok()?;
        let same_host = next.authority.host().eq_ignore_ascii_case(self.authority.host());
        let same_port = next.scheme == self.scheme && next.port() == self.port();
        // From the usual port of the one to that of the other.
        let made_safe = next.is_safe() && !self.is_safe() && next.port() == 443 && self.port() == 80;
        (same_host && (same_port || made_safe)).then_some(next)
    }
}
