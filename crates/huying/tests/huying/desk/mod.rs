//! The real program as a child process, and a browser of the barest kind: sockets, one cookie, one form.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A server of the demonstration's rules.
pub(crate) struct Served {
    child: Child,
    pub(crate) addr: SocketAddr,
}

impl Served {
    /// Starts it and waits until it is ready.
    pub(crate) fn start(data: &Path) -> Self {
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_huying"))
            .args([
                "serve",
                "--pack",
                "demo-bureau",
                "--listen",
                &addr.to_string(),
                "--data",
            ])
            .arg(data)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let served = Self { child, addr };
        let began = Instant::now();
        while answer(addr, "GET /readyz HTTP/1.1\r\n", "").is_none_or(|text| !text.starts_with("HTTP/1.1 200")) {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the server did not get ready"
            );
            thread::sleep(Duration::from_millis(10));
        }
        served
    }

    /// As the system does when it must: no warning, no last words.
    pub(crate) fn kill_nine(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As an operator does.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "a stop is not a failure");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Only where a test failed in between; otherwise it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody signed in.
#[derive(Clone)]
pub(crate) struct Browser {
    addr: SocketAddr,
    cookie: String,
    csrf: String,
}

/// The title of the case that a key registers.
pub(crate) fn title(key: &str) -> String {
    format!("演示登记 {key}")
}

impl Browser {
    pub(crate) fn sign_in(addr: SocketAddr, user: &str, password: &str) -> Self {
        let page = answer(addr, "GET /sign-in HTTP/1.1\r\n", "").unwrap();
        let (form_cookie, csrf) = (cookie(&page), token(&page));
        let body = format!("csrf={csrf}&back=/&user={user}&password={password}");
        let head = format!("POST /sign-in HTTP/1.1\r\nCookie: {form_cookie}\r\n");
        let signed_in = answer(addr, &head, &body).unwrap();
        assert!(signed_in.starts_with("HTTP/1.1 303"), "{signed_in}");
        Self {
            addr,
            cookie: cookie(&signed_in),
            csrf: String::new(),
        }
    }

    /// The same person at a server that was started again.
    pub(crate) fn at(mut self, addr: SocketAddr) -> Self {
        self.addr = addr;
        self
    }

    /// Opens the form of intake.
    pub(crate) fn read_form_token(&mut self) {
        let head = format!("GET /cases/new HTTP/1.1\r\nCookie: {}\r\n", self.cookie);
        let page = answer(self.addr, &head, "").unwrap();
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        self.csrf = token(&page);
    }

    /// The form with `key` as a request of its own, for a connection that is kept or closed after it.
    pub(crate) fn registration(&self, key: &str, connection: &str) -> String {
        let (head, body) = self.form(key);
        request(self.addr, &head, &body, connection)
    }

    fn form(&self, key: &str) -> (String, String) {
        let body = format!(
            "csrf={}&kind=request&key={key}&category=water-supply&unit=water&title={}",
            self.csrf,
            encoded(&title(key))
        );
        (format!("POST /cases HTTP/1.1\r\nCookie: {}\r\n", self.cookie), body)
    }

    /// Sends the form with `key`; the number that was acknowledged, or nothing when the answer did not come.
    pub(crate) fn register(&self, key: &str) -> Option<String> {
        let (head, body) = self.form(key);
        let text = answer(self.addr, &head, &body)?;
        // A cut answer is no answer.
        let (head, _) = text.split_once("\r\n\r\n")?;
        assert!(head.starts_with("HTTP/1.1 303"), "{text}");
        number_in(head)
    }
}

/// The number that an answer gives.
pub(crate) fn number_in(answer: &str) -> Option<String> {
    let answer = answer.to_ascii_lowercase();
    let (_, location) = answer.split_once("location: /cases/")?;
    Some(location.lines().next()?.trim().to_owned())
}

/// A directory with one clerk in it.
pub(crate) async fn make_clerk(data: &Path, password: &str) {
    let store = store::Store::open(data).await.unwrap();
    let now = jiff::Timestamp::now();
    let account = store::NewAccount {
        id: office::new_case_id(now).to_string(),
        user: "clerk".to_owned(),
        name: "林小满（演示）".to_owned(),
        post: "clerk".into(),
        locale: None,
        password_hash: web::hash_password(password),
    };
    store.create_account(account, now).await.unwrap();
    store.close().await;
}

fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}

fn cookie(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("set-cookie:"));
    let value = line.expect("a cookie is set").split_once(':').unwrap().1;
    value.split(';').next().unwrap().trim().to_owned()
}

/// The hidden token of a page's own form, the last one: those of the frame come before it.
fn token(page: &str) -> String {
    let at = page.rfind("name=\"csrf\" value=\"").expect("the form has a token");
    page[at..].split('"').nth(3).unwrap().to_owned()
}

/// One request, one connection.
fn answer(addr: SocketAddr, head: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(addr).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(request(addr, head, body, "close").as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

fn request(addr: SocketAddr, head: &str, body: &str, connection: &str) -> String {
    let length = body.len();
    format!(
        "{head}Host: {addr}\r\nConnection: {connection}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}
