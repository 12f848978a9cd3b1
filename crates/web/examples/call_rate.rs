//! How soon after its time a call's first message is handed on, with 10 000 running timers and 1 000 due at once. It fails where one is
//! lost, or where 99 of 100 take a second or longer.
//!
//! `cargo run --release -p web --example call_rate`

use domain::call::{About, Step, To};
use domain::case::Actor;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{ChannelKind, NewAccount, Store};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const RUNNING: usize = 10_000;
const DUE: usize = 1_000;
/// What 99 of 100 have to be below, in milliseconds.
const MOST_P99: i128 = 1_000;
/// Calls that are raised together.
const TOGETHER: usize = 200;

type Arrived = Arc<Mutex<HashMap<String, Timestamp>>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    let arrived = Arrived::default();
    let gateway = gateway(Arc::clone(&arrived)).await?;
    let settings = format!("[text]\nurl = \"http://{gateway}/\"\nbody = \"{{number}} {{text}}\"\n");
    let store = Store::open(dir.path()).await?;
    std::fs::write(dir.path().join(web::NOTICES_FILE), settings)?;
    let mut pack = (*domain::pack::builtin("demo-bureau").ok_or("no pack")?).clone();
    // One step to one post, so that each call is one message beside the page.
    for policy in pack.calls.iter_mut().flat_map(|calls| &mut calls.policies) {
        policy.steps.value = vec![Step {
            to: To::Post("duty-officer".into()),
            minutes: 600,
            times: 1,
        }];
    }
    let office = Office {
        store,
        pack: Arc::new(pack),
        clock: Clock::real(),
    };
    somebody(&office).await?;
    raise(
        &office,
        "running",
        RUNNING,
        Timestamp::now() + SignedDuration::from_hours(5),
    )
    .await?;
    let due_at = Timestamp::now() + SignedDuration::from_secs(8);
    raise(&office, "due", DUE, due_at).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(web::serve(office, listener, web::Options::default(), async {
        // The sender is never used, only dropped.
        let _ = stopped.await;
    }));
    let begun = std::time::Instant::now();
    while arrived.lock().map_err(|_| "poisoned")?.len() < DUE && begun.elapsed() < Duration::from_mins(1) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(stop);
    serving.await?;
    let arrived = arrived.lock().map_err(|_| "poisoned")?;
    let mut late: Vec<i128> = arrived
        .values()
        .map(|at| at.duration_since(due_at).as_millis())
        .collect();
    late.sort_unstable();
    let share = |percent: usize| {
        late.get((late.len() * percent).div_ceil(100).saturating_sub(1))
            .copied()
            .unwrap_or(-1)
    };
    println!(
        "{{\"running\":{RUNNING},\"due\":{DUE},\"sent\":{},\"p50_ms\":{},\"p99_ms\":{},\"most_ms\":{}}}",
        late.len(),
        share(50),
        share(99),
        share(100)
    );
    if late.len() != DUE {
        return Err(format!(
            "{} of {DUE} messages came: the others are lost, or came late",
            late.len()
        )
        .into());
    }
    if share(99) >= MOST_P99 {
        return Err(format!("99 of 100 took up to {} ms: {MOST_P99} are too many", share(99)).into());
    }
    Ok(())
}

async fn raise(office: &Office, name: &str, many: usize, at: Timestamp) -> Result<(), Box<dyn std::error::Error>> {
    let program = Actor::program();
    for first in (0..many).step_by(TOGETHER) {
        let some = (first..many.min(first + TOGETHER)).map(|n| {
            let about = About {
                reason: String::from("heartbeat"),
                args: BTreeMap::from([(String::from("name"), name.to_owned())]),
                link: String::from("/calls"),
                case: None,
                drill: false,
                post: None,
                unit: None,
            };
            let program = &program;
            async move { office::raise_call(office, about, &format!("{name} {n}"), program, at).await }
        });
        for raised in futures_util::future::join_all(some).await {
            raised?;
        }
    }
    Ok(())
}

/// Somebody on the post who is reached by text message.
async fn somebody(office: &Office) -> Result<(), Box<dyn std::error::Error>> {
    let now = Timestamp::now();
    let account = NewAccount {
        id: office::new_case_id(now).to_string(),
        user: String::from("duty"),
        name: String::from("duty"),
        post: "duty-officer".into(),
        locale: None,
        password_hash: String::new(),
    };
    let id = account.id.clone();
    office.store.create_account(account, now).await?;
    let way = office::new_case_id(now);
    let number = "+8613900000001";
    office.store.keep_channel(way, &id, ChannelKind::Text, number).await?;
    Ok(())
}

/// Takes every message, and remembers when its head was there.
async fn gateway(arrived: Arrived) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let arrived = Arc::clone(&arrived);
            tokio::spawn(async move { take(stream, &arrived).await });
        }
    });
    Ok(address)
}

async fn take(mut stream: TcpStream, arrived: &Arrived) -> Option<()> {
    let (mut text, mut bytes) = (String::new(), [0; 4096]);
    while !text.contains("\r\n\r\n") {
        let n = stream.read(&mut bytes).await.ok().filter(|n| *n > 0)?;
        text.push_str(&String::from_utf8_lossy(&bytes[..n]));
    }
    let key = text.to_ascii_lowercase();
    let key = key.lines().find_map(|line| line.strip_prefix("idempotency-key: "))?;
    arrived
        .lock()
        .ok()?
        .entry(key.trim().to_owned())
        .or_insert_with(Timestamp::now);
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .await
        .ok()
}
