//! Connections: taken in up to a number, held to a pace, and let end when the program stops.
//!
//! Whoever sends a head slowly, reads an answer slowly or opens many connections holds up nobody but itself.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, header};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep};
use tower::Service as _;

/// How many, and how slow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Connections at once; the next wait until one ends. Below the 1024 files that most systems give a process.
    pub(crate) connections: u32,
    /// Of them from one address that is not this machine's (where proxies live): the next are shut at once.
    pub(crate) of_one_address: u32,
    /// From the end of one answer, or the beginning, to the end of the next request's head.
    pub(crate) head: Duration,
    /// The longest that nothing of an answer is taken off.
    pub(crate) taking: Duration,
}

impl Limits {
    /// What the desk keeps to.
    pub(crate) const DESK: Self = Self {
        connections: 768,
        of_one_address: 256,
        head: Duration::from_secs(20),
        taking: Duration::from_secs(30),
    };
}

/// The longest head, and the most that is kept of a body or an answer on its way, in bytes.
const MOST_BUFFERED: usize = 64 * 1024;

/// Answers with `router` until `stopped` changes or its sender is gone; then ends when the last answer under way has
/// been sent. Dropping the future stops waiting for them.
pub(crate) async fn answer(listener: TcpListener, router: Router, limits: Limits, mut stopped: watch::Receiver<()>) {
    let most = limits.connections;
    let free = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(Semaphore::MAX_PERMITS)));
    let addresses = Addresses::default();
    loop {
        let permit = tokio::select! {
            _ = stopped.changed() => break,
            permit = Arc::clone(&free).acquire_owned() => permit.expect("this semaphore is never closed"),
        };
        let (stream, peer) = tokio::select! {
            _ = stopped.changed() => break,
            taken = take(&listener) => taken,
        };
        let Some(place) = addresses.admit(peer.ip(), limits.of_one_address) else {
            tracing::debug!("an address has too many connections");
            continue;
        };
        let served = serve(stream, peer, router.clone(), limits, Arc::clone(&free), stopped.clone());
        tokio::spawn(async move {
            served.await;
            drop((place, permit));
        });
    }
    drop(listener);
    // All permits are back when no connection is open.
    let _ = free.acquire_many(most).await;
}

/// The next connection.
async fn take(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) => {
                use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
                // Ended by the other side before we came to it: not ours to wait for.
                if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
                    tracing::error!(%error, "no connection could be taken");
                    sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    free: Arc<Semaphore>,
    mut stopped: watch::Receiver<()>,
) {
    // An answer is small and complete: waiting to fill a packet would only delay it.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let crowded = usize::try_from(limits.connections / 4).unwrap_or(0);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answered = router.clone().call(request);
        let free = Arc::clone(&free);
        async move {
            let mut response = answered.await?;
            // Three quarters taken: nobody keeps a connection that is not used.
            if free.available_permits() < crowded {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let io = TokioIo::new(Patient::new(stream, limits.taking));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_buf_size(MOST_BUFFERED)
            .serve_connection(io, service)
    );
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection broke off");
                }
                return;
            }
            _ = stopped.changed(), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<IpAddr, u32>>>);

impl Addresses {
    /// A place for one more from this address; none where it has as many as it may.
    fn admit(&self, address: IpAddr, most: u32) -> Option<Place> {
        let address = crate::clients::network(address);
        if address.is_loopback() {
            return Some(Place(None));
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = known.entry(address).or_default();
        if *here >= most {
            return None;
        }
        *here += 1;
        Some(Place(Some((self.clone(), address))))
    }
}

/// One connection's place; given back when dropped.
#[derive(Debug)]
struct Place(Option<(Addresses, IpAddr)>);

impl Drop for Place {
    fn drop(&mut self) {
        let Some((addresses, address)) = self.0.take() else {
            return;
        };
        let mut known = addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = known.get_mut(&address) {
            *here -= 1;
            if *here == 0 {
                known.remove(&address);
            }
        }
    }
}

/// A stream that breaks off where the other side takes nothing for too long.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    const fn new(stream: TcpStream, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
        }
    }

    fn wait<T>(&mut self, cx: &mut Context<'_>, written: Poll<std::io::Result<T>>) -> Poll<std::io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(std::io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.wait(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.wait(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.wait(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.wait(cx, shut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::time::Instant;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::task::JoinHandle;

    const TIGHT: Limits = Limits {
        connections: 4,
        of_one_address: 2,
        head: Duration::from_millis(300),
        taking: Duration::from_millis(300),
    };

    struct Running {
        address: SocketAddr,
        stop: watch::Sender<()>,
        ended: JoinHandle<()>,
    }

    async fn running(limits: Limits) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(());
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/large", get(|| async { vec![b'x'; 64 * 1024 * 1024] }))
            .route(
                "/slow",
                get(|| async {
                    sleep(Duration::from_millis(300)).await;
                    "done"
                }),
            );
        let ended = tokio::spawn(answer(listener, router, limits, stopped));
        Running { address, stop, ended }
    }

    async fn ask(address: SocketAddr, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request).await.unwrap();
        stream
    }

    /// What comes until the other side shuts the connection.
    async fn rest(mut stream: TcpStream) -> String {
        let mut bytes = Vec::new();
        // A reset is an end as well.
        let _ = stream.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }

    async fn hello(address: SocketAddr) -> String {
        rest(ask(address, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await
    }

    #[tokio::test]
    async fn slow_heads_are_shut_and_others_come_in() {
        let here = running(TIGHT).await;
        let mut slow = Vec::new();
        for _ in 0..TIGHT.connections {
            slow.push(ask(here.address, b"GET / HTTP/1.1\r\nX-Slow: ").await);
        }
        // All places are taken; the next comes in when the slow ones are shut.
        let started = Instant::now();
        assert!(hello(here.address).await.ends_with("hello"));
        assert!(started.elapsed() >= TIGHT.head / 2 && started.elapsed() < Duration::from_secs(5));
        for stream in slow {
            assert!(!rest(stream).await.contains("200 OK"));
        }
        // Drops of a head do not help: the whole of it has its time.
        let mut drop_by_drop = ask(here.address, b"GET / HTTP/1.1\r\n").await;
        let started = Instant::now();
        while drop_by_drop.write_all(b"X-A: b\r\n").await.is_ok() && started.elapsed() < Duration::from_secs(5) {
            sleep(Duration::from_millis(50)).await;
        }
        assert!(started.elapsed() < Duration::from_secs(5));
    }

    #[tokio::test]
    async fn more_connections_than_places_are_all_answered_in_turn() {
        let here = running(TIGHT).await;
        let all = (0..40).map(|_| tokio::spawn(hello(here.address)));
        for answered in all.collect::<Vec<_>>() {
            assert!(answered.await.unwrap().ends_with("hello"));
        }
        // Where most places are taken, an answer is the connection's last.
        let _idle = [
            ask(here.address, b"").await,
            ask(here.address, b"").await,
            ask(here.address, b"").await,
        ];
        sleep(Duration::from_millis(50)).await;
        let last = rest(ask(here.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await).await;
        assert!(last.contains("connection: close"), "{last}");
    }

    #[tokio::test]
    async fn whoever_takes_nothing_is_left() {
        let here = running(TIGHT).await;
        let mut lazy = Vec::new();
        for _ in 0..TIGHT.connections {
            lazy.push(ask(here.address, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await);
        }
        sleep(Duration::from_millis(50)).await;
        assert!(hello(here.address).await.ends_with("hello"));
    }

    #[tokio::test]
    async fn a_stop_lets_answers_end_and_takes_nothing_new() {
        let here = running(TIGHT).await;
        let idle = ask(here.address, b"").await;
        let under_way = ask(here.address, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
        sleep(Duration::from_millis(100)).await;
        drop(here.stop);
        let answered = rest(under_way).await;
        assert!(answered.contains("200 OK") && answered.ends_with("done"), "{answered}");
        assert_eq!(rest(idle).await, "");
        tokio::time::timeout(Duration::from_secs(2), here.ended)
            .await
            .unwrap()
            .unwrap();
        assert!(TcpStream::connect(here.address).await.is_err());
    }

    #[test]
    fn an_address_has_its_share_and_this_machine_all() {
        let addresses = Addresses::default();
        let admit = |text: &str| addresses.admit(text.parse().unwrap(), 2);
        let first = admit("192.0.2.1");
        let _second = admit("192.0.2.1").unwrap();
        assert!(admit("192.0.2.1").is_none() && admit("192.0.2.2").is_some());
        drop(first);
        assert!(admit("192.0.2.1").is_some());
        // One network of IPv6 is one client.
        let _kept = [admit("2001:db8::1").unwrap(), admit("2001:db8::2").unwrap()];
        assert!(admit("2001:db8::3").is_none());
        let _local: Vec<_> = (0..9).map(|_| admit("127.0.0.1").unwrap()).collect();
    }
}
