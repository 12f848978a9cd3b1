//! Five hundred connections register at once, and two hundred more only pretend to ask: every request is answered, most with
//! a number, every number that was given is there, and the server answers others meanwhile.

use crate::desk;
use crate::desk::{Browser, Served};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

const CONNECTIONS: usize = 500;
/// Registrations of each.
const EACH: usize = 3;
/// So many of them are registered at the least. On a slow machine some wait for longer than a request may, and are told to
/// come again; where that becomes of more than half, the server no longer registers under load, it only says so.
const LEAST: usize = CONNECTIONS * EACH / 2;
/// Connections that send a head drop by drop and never to its end.
const SLOW: usize = 200;
const PASSWORD: &str = "a-crowd-at-the-counter";

/// What came of one registration.
#[derive(Debug, Default)]
struct Came {
    numbers: Vec<String>,
    turned_away: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_hundred_connections_register_and_the_server_keeps_answering() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    desk::make_clerk(&data, PASSWORD).await;
    let served = Served::start(&data);
    let addr = served.addr;
    let browser = tokio::task::spawn_blocking(move || {
        let mut browser = Browser::sign_in(addr, "clerk", PASSWORD);
        browser.read_form_token();
        // The first word cut after a start loads the dictionary.
        browser.register("first").expect("the server answers");
        browser
    });
    let browser = Arc::new(browser.await.unwrap());
    let slow = slow_heads(addr).await;
    let over = Arc::new(AtomicBool::new(false));
    let healthy = tokio::spawn(ask_for_health(addr, Arc::clone(&over)));
    let all_connected = Arc::new(Barrier::new(CONNECTIONS));
    let repeated = Arc::new(AtomicU64::new(0));
    let crowd: Vec<_> = (0..CONNECTIONS)
        .map(|n| {
            let (browser, connected) = (Arc::clone(&browser), Arc::clone(&all_connected));
            tokio::spawn(register(addr, n, browser, connected, Arc::clone(&repeated)))
        })
        .collect();
    let (mut numbers, mut turned_away) = (Vec::new(), 0);
    for one in crowd {
        let came = one.await.unwrap();
        numbers.extend(came.numbers);
        turned_away += came.turned_away;
    }
    over.store(true, Ordering::Relaxed);
    let times = healthy.await.unwrap();
    drop(slow);
    tokio::task::spawn_blocking(move || served.stop()).await.unwrap();
    eprintln!(
        "{} registered, {turned_away} told to come again, {} connections opened anew, {times} looks at the server's health",
        numbers.len(),
        repeated.load(Ordering::Relaxed)
    );
    assert_eq!(
        numbers.len() + turned_away,
        CONNECTIONS * EACH,
        "every request is answered"
    );
    assert!(
        numbers.len() >= LEAST,
        "{} registered, {turned_away} told to come again",
        numbers.len()
    );
    assert!(times > 0, "nobody else asked meanwhile");
    let given: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(given.len(), numbers.len(), "no number is given twice");
    let store = store::Store::open(&data).await.unwrap();
    for number in &given {
        let read = store.story(number).await.unwrap();
        assert!(read.is_some(), "{number} was given and is lost");
    }
    // Those, and the first.
    assert_eq!(store.total_cases().await.unwrap(), given.len() as u64 + 1);
    store.close().await;
}

/// Connects, waits until everybody has, and registers.
async fn register(
    addr: SocketAddr,
    n: usize,
    browser: Arc<Browser>,
    connected: Arc<Barrier>,
    repeated: Arc<AtomicU64>,
) -> Came {
    let mut stream = Some(TcpStream::connect(addr).await.unwrap());
    connected.wait().await;
    let mut came = Came::default();
    for k in 0..EACH {
        let request = browser.registration(&format!("crowd-{n}-{k}"), "keep-alive");
        let (answer, keeps) = loop {
            let mut line = match stream.take() {
                Some(line) => line,
                None => TcpStream::connect(addr).await.unwrap(),
            };
            match ask(&mut line, request.as_bytes()).await {
                Some(answer) => {
                    let keeps = !answer.to_ascii_lowercase().contains("connection: close");
                    break (answer, keeps.then_some(line));
                }
                // Cut before an answer: asked once more under the same key, it is the same registration.
                None => repeated.fetch_add(1, Ordering::Relaxed),
            };
        };
        stream = keeps;
        let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
        match status.as_str() {
            "303" => came.numbers.push(desk::number_in(&answer).unwrap()),
            "429" | "503" => {
                assert!(answer.to_ascii_lowercase().contains("retry-after:"), "{answer}");
                came.turned_away += 1;
            }
            _ => panic!("{answer}"),
        }
    }
    came
}

/// Sends a request and reads its answer; none where the connection ended first.
async fn ask(line: &mut TcpStream, request: &[u8]) -> Option<String> {
    line.write_all(request).await.ok()?;
    let mut bytes = Vec::new();
    let mut part = [0; 4_096];
    loop {
        let read = tokio::time::timeout(Duration::from_mins(2), line.read(&mut part));
        let read = read.await.expect("an answer comes").ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_ascii_lowercase();
        let length = head
            .split("content-length:")
            .nth(1)
            .and_then(|rest| rest.lines().next());
        let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
        if body.len() >= length {
            return Some(text.into_owned());
        }
    }
}

/// Whoever sends a head slowly holds up nobody else.
async fn slow_heads(addr: SocketAddr) -> Vec<TcpStream> {
    let mut slow = Vec::with_capacity(SLOW);
    for _ in 0..SLOW {
        let mut line = TcpStream::connect(addr).await.unwrap();
        line.write_all(b"GET /cases HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            .await
            .unwrap();
        slow.push(line);
    }
    slow
}

/// Asks for the server's health until it is over; every time it is well.
async fn ask_for_health(addr: SocketAddr, over: Arc<AtomicBool>) -> usize {
    let mut times = 0;
    while !over.load(Ordering::Relaxed) {
        let mut line = TcpStream::connect(addr).await.unwrap();
        let answer = ask(
            &mut line,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        )
        .await;
        let answer = answer.expect("the server answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        times += 1;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    times
}
