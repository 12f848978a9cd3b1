//! The real program as a child process, so that client and server share the machine in every measurement alike.

use super::load::{Connection, Outgoing};
use crate::failure::Failure;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a server to answer or to stop.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running child; killed when dropped.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// From the start of the process to the whole first page.
    pub(super) first_page: Duration,
}

impl Server {
    /// Starts `huying serve` and waits for its first page: `page` with this cookie.
    pub(super) async fn serve(data: &Path, page: &str, cookie: &str) -> Result<Self, Failure> {
        let arguments = [
            "serve".into(),
            "--data".into(),
            data.as_os_str().to_owned(),
            "--listen".into(),
        ];
        Self::start(&arguments, page, cookie).await
    }

    /// Starts an axum server that says hello and nothing else.
    pub(super) async fn hello() -> Result<Self, Failure> {
        Self::start(&["bench".into(), "--hello".into()], "/", "").await
    }

    async fn start(arguments: &[std::ffi::OsString], page: &str, cookie: &str) -> Result<Self, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let started = Instant::now();
        let child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .arg(address.to_string())
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self {
            child,
            address,
            first_page: Duration::ZERO,
        };
        while started.elapsed() < PATIENCE {
            if let Ok(mut connection) = Connection::open(address).await
                && let Ok(answer) = connection.send(get(page, cookie)).await
                && answer.status().is_success()
            {
                server.first_page = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(Failure::new("cli-bench-server", &[]))
    }

    /// Resident memory in MB (1 000 000 bytes); 0 where the system does not say.
    pub(super) fn resident_mb(&self) -> f64 {
        super::memory::resident_mb(self.child.id(), "VmRSS")
    }

    /// Asks it to stop and waits until it has.
    pub(super) async fn stop(mut self) -> Result<(), Failure> {
        let asked = Command::new("kill")
            .arg("-TERM")
            .arg(self.child.id().to_string())
            .status()?;
        let started = Instant::now();
        while asked.success() && started.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(Failure::new("cli-bench-server", &[]))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already stopped is as good as killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A page of somebody signed in.
pub(super) fn get(path: &str, cookie: &str) -> Outgoing {
    Request::get(path)
        .header("cookie", cookie)
        .header("accept", "text/html")
        .body(Full::new(Bytes::new()))
        .expect("paths of the bench are paths")
}

/// A form of somebody signed in.
pub(super) fn post(path: &str, cookie: &str, form: String) -> Outgoing {
    Request::post(path)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(form)))
        .expect("paths of the bench are paths")
}

/// Serves hello until it is killed: what `huying bench --hello ADDR` does.
pub(crate) async fn say_hello(address: SocketAddr) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let router = axum::Router::new().route("/", axum::routing::get(|| async { "hello" }));
    axum::serve(listener, router).await?;
    Ok(())
}
