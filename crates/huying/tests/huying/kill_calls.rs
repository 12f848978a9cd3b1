//! The server is killed with `kill -9` while calls fall due: each is sent, and what is sent twice has the same id.
//! `HUYING_KILLS` says how often it is killed.

use crate::desk::{self, Served};
use domain::call::About;
use domain::case::Actor;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Calls that fall due in the time in which it is killed.
const CALLS: usize = 300;

fn kills() -> u32 {
    let said = std::env::var("HUYING_KILLS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(12)
}

/// A robot that keeps the id of each message.
fn robot() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let ids = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&ids);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            thread::spawn(move || {
                let mut said = Vec::new();
                let mut some = [0; 4096];
                // The body's end: a JSON object closed.
                while !said.ends_with(b"}") {
                    match stream.read(&mut some) {
                        Ok(n) if n > 0 => said.extend_from_slice(&some[..n]),
                        _ => return,
                    }
                }
                let said = String::from_utf8_lossy(&said).to_lowercase();
                let id = said.lines().find_map(|line| line.strip_prefix("idempotency-key: "));
                kept.lock().unwrap().push(id.unwrap_or_default().to_owned());
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{\"errcode\":0}");
            });
        }
    });
    (port, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_is_lost_and_what_is_sent_twice_has_the_same_id() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    desk::make_clerk(&data, "kill-calls-kill-calls").await;
    let (port, ids) = robot();
    let robots = format!("[[robots]]\nname = \"群\"\nkind = \"wecom\"\nurl = \"http://127.0.0.1:{port}/\"\n");
    std::fs::write(data.join("calls.toml"), robots).unwrap();
    raise(&data).await;
    for kill in 0..kills() {
        let mut served = Served::start(&data);
        // Another moment each time.
        thread::sleep(Duration::from_millis(50 + u64::from(kill * 61 % 400)));
        served.kill_nine();
    }
    let served = Served::start(&data);
    // What a dead program had begun is taken up at once by the next.
    let begun = Instant::now();
    while distinct(&ids) < CALLS && begun.elapsed() < Duration::from_secs(30) {
        thread::sleep(Duration::from_millis(100));
    }
    served.stop();
    let all = ids.lock().unwrap().len();
    eprintln!("{} kills, {CALLS} calls, {all} messages", kills());
    assert_eq!(distinct(&ids), CALLS, "each call was sent, and none under two ids");
}

fn distinct(ids: &Mutex<Vec<String>>) -> usize {
    ids.lock().unwrap().iter().collect::<BTreeSet<_>>().len()
}

/// Calls that everybody is told of once: the next round is hours away.
async fn raise(data: &std::path::Path) {
    let store = store::Store::open(data).await.unwrap();
    let office = office::Office {
        store,
        pack: domain::pack::builtin("demo-bureau").unwrap(),
        clock: office::Clock::real(),
    };
    let now = Timestamp::now();
    for n in 0..CALLS {
        let about = About {
            reason: "level".to_owned(),
            args: BTreeMap::from([("level".to_owned(), "heightened".to_owned())]),
            link: "/levels".to_owned(),
            case: None,
            drill: false,
            unit: None,
        };
        let due = now + SignedDuration::from_millis(i64::try_from(n).unwrap() * 40);
        office::raise_call(&office, about, &format!("call {n}"), &Actor::program(), due)
            .await
            .unwrap();
    }
    office.store.close().await;
}
