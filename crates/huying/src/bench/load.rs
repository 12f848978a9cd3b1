//! A load client: keep-alive connections that each send the next request when the answer to the last one is there.

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// A request to send.
pub(super) type Outgoing = Request<Full<Bytes>>;

/// What a run of requests took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    /// Requests a second, all connections together.
    pub(super) rate: f64,
    /// 99 of 100 answers came within this.
    pub(super) p99: Duration,
}

/// A connection.
pub(super) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    /// Connects.
    pub(super) async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: address.to_string(),
        })
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn send(&mut self, mut request: Outgoing) -> std::io::Result<Response<Bytes>> {
        let host = self.host.parse().map_err(std::io::Error::other)?;
        request.headers_mut().insert(HOST, host);
        self.sender.ready().await.map_err(std::io::Error::other)?;
        let answer = self.sender.send_request(request).await.map_err(std::io::Error::other)?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
        Ok(Response::from_parts(parts, body))
    }
}

/// Sends `total` requests over `connections`; `make` makes the nth. Any answer but `expected` ends the run with an error
/// that shows it: a fast refusal is not a result.
pub(super) async fn run(
    address: SocketAddr,
    connections: usize,
    total: usize,
    expected: u16,
    make: impl Fn(usize) -> Outgoing + Send + Sync + 'static,
) -> std::io::Result<Load> {
    let make = Arc::new(make);
    let next = Arc::new(AtomicUsize::new(0));
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(connections);
    for mut connection in open {
        let (make, next) = (Arc::clone(&make), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::with_capacity(total / connections + 1);
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= total {
                    return std::io::Result::Ok(took);
                }
                let request = make(n);
                let sent = Instant::now();
                let answer = connection.send(request).await?;
                took.push(sent.elapsed());
                if answer.status().as_u16() != expected {
                    let body: String = String::from_utf8_lossy(answer.body()).chars().take(2_000).collect();
                    return Err(std::io::Error::other(format!("answer {}: {body}", answer.status())));
                }
            }
        }));
    }
    let mut took = Vec::with_capacity(total);
    for task in tasks {
        took.extend(task.await.map_err(std::io::Error::other)??);
    }
    let elapsed = started.elapsed();
    took.sort_unstable();
    Ok(Load {
        rate: super::rate(took.len(), elapsed),
        p99: share(&took, 99),
    })
}

/// The time within which `percent` of the answers came.
fn share(sorted: &[Duration], percent: usize) -> Duration {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}
