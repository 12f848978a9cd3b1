//! The server is killed with `kill -9` while calls fall due: exactly the messages that are wanted come, each under its one id, and
//! what comes twice was cut off by a kill. `HUYING_KILLS` says how often it is killed.

use crate::desk::{self, Served};
use domain::call::About;
use domain::case::Actor;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use store::{ChannelKind, SendState};

/// Calls that fall due in the time in which it is killed.
const CALLS: usize = 300;
/// Messages that one program has in its hands at the most (`PLACES` of the sender): more cannot be cut off by one kill.
const TOGETHER: usize = 200;
/// What was answered longer ago than this when its program was killed is written down as sent, and never comes again. The sender waits 10
/// milliseconds for more that were answered, then for the commit that is on its way, and then for the one behind it, in which its own is.
/// That is far below half a second where the disk is its own; where two cores and one disk have the commits of other tests beside, each of
/// the two may take as long, and what is counted here is no speed.
const WRITTEN_BY: Duration = Duration::from_secs(2);
/// The first program, and each so manieth behind it, lives long enough to have written down what it sent first.
const LONG: u32 = 4;
const LIVES: Duration = Duration::from_millis(3_500);
/// Milliseconds between one call and the next where nothing else is said of the kills.
const APART: u32 = 50;
/// Kills where nothing is said of them.
const KILLS: u32 = 12;

fn kills() -> u32 {
    let said = std::env::var("HUYING_KILLS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(KILLS)
}

/// A message that came.
#[derive(Clone)]
struct Message {
    /// The program that sent it.
    program: usize,
    id: String,
    /// When it was answered.
    answered: Instant,
}

/// What came.
#[derive(Default)]
struct Came {
    program: AtomicUsize,
    /// Messages that are being read.
    reading: AtomicUsize,
    messages: Mutex<Vec<Message>>,
}

impl Came {
    /// A program has ended: what it sent has been read, and what comes from now on is of the next one.
    fn next_program(&self, port: u16) {
        // Connections are taken in their order: when this one was answered, all before it have been taken.
        let mut last = TcpStream::connect(("127.0.0.1", port)).unwrap();
        last.write_all(b"POST / HTTP/1.1\r\n\r\n{}").unwrap();
        last.read_to_end(&mut Vec::new()).unwrap();
        while self.reading.load(Ordering::SeqCst) > 0 {
            thread::sleep(Duration::from_millis(5));
        }
        self.program.fetch_add(1, Ordering::SeqCst);
    }

    fn distinct(&self) -> usize {
        let messages = self.messages.lock().unwrap();
        let ids: BTreeSet<&str> = messages.iter().map(|one| one.id.as_str()).collect();
        ids.len()
    }

    fn read(&self, mut stream: TcpStream) {
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
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{\"errcode\":0}");
        if let Some(id) = id {
            self.messages.lock().unwrap().push(Message {
                program: self.program.load(Ordering::SeqCst),
                id: id.to_owned(),
                answered: Instant::now(),
            });
        }
    }
}

/// A robot that keeps the id of each message.
fn robot() -> (u16, Arc<Came>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let came = Arc::new(Came::default());
    let kept = Arc::clone(&came);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            kept.reading.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || {
                kept.read(stream);
                kept.reading.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    (port, came)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_is_lost_and_what_is_sent_twice_has_the_same_id() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    desk::make_clerk(&data, "kill-calls-kill-calls").await;
    let (port, came) = robot();
    let robots = format!("[[robots]]\nname = \"群\"\nkind = \"wecom\"\nurl = \"http://127.0.0.1:{port}/\"\n");
    std::fs::write(data.join("calls.toml"), robots).unwrap();
    // No mail server is set up: e-mail fails at once, and the text message follows it.
    let text = format!(
        "[text]\nurl = \"http://127.0.0.1:{port}/\"\nbody = '{{\"to\":\"{{number}}\",\"says\":\"{{text}}\"}}'\n"
    );
    std::fs::write(data.join("notices.toml"), text).unwrap();
    keep_ways(&data).await;
    let calls = raise(&data).await;
    let mut killed = Vec::new();
    for kill in 0..kills() {
        let mut served = Served::start(&data);
        // Another moment each time.
        let lives = Duration::from_millis(50 + u64::from(kill * 61 % 400));
        thread::sleep(if kill % LONG == 0 { LIVES } else { lives });
        killed.push(Instant::now());
        served.kill_nine();
        came.next_program(port);
    }
    let served = Served::start(&data);
    // What a dead program had begun is taken up at once by the next.
    let begun = Instant::now();
    while came.distinct() < 2 * CALLS && begun.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(100));
    }
    // The last answers are on their way, and are written down.
    thread::sleep(Duration::from_millis(800));
    served.stop();
    let wanted = wanted(&data, &calls).await;
    let messages = came.messages.lock().unwrap().clone();
    let mut arrived: BTreeSet<String> = messages.iter().map(|one| one.id.clone()).collect();
    forget_others(&data, &calls, &mut arrived).await;
    eprintln!("{} kills, {CALLS} calls, {} messages", kills(), messages.len());
    // One lost and one under two ids would be as many.
    assert_eq!(arrived, wanted, "each message that is wanted came, and no other");
    check_doubles(&messages, &killed);
}

/// One program sends a message once; again it comes from a later one alone, only where the kill came right behind the answer, and no
/// more of them than that kill can have cut off.
fn check_doubles(messages: &[Message], killed: &[Instant]) {
    let (mut seen, mut cut_off) = (BTreeMap::<&str, &Message>::new(), BTreeMap::<usize, usize>::new());
    for one in messages {
        let Some(before) = seen.insert(&one.id, one) else {
            continue;
        };
        assert!(before.program < one.program, "{} came twice from one program", one.id);
        let early = killed[before.program].saturating_duration_since(before.answered);
        assert!(
            early <= WRITTEN_BY,
            "{} came again from program {}, {early:?} after it was answered and program {} lived on",
            one.id,
            one.program,
            before.program
        );
        *cut_off.entry(before.program).or_default() += 1;
    }
    for (program, many) in &cut_off {
        assert!(*many <= TOGETHER, "{many} of program {program} came again");
    }
    eprintln!("came again, by the program that was killed: {cut_off:?}");
    // Otherwise nothing was looked at.
    let written = |one: &Message| {
        let killed = killed.get(one.program);
        killed.is_some_and(|killed| killed.saturating_duration_since(one.answered) > WRITTEN_BY)
    };
    assert!(
        messages.iter().any(written),
        "nothing was answered in time to be written down"
    );
}

/// The clerk has e-mail, and a text message behind it.
async fn keep_ways(data: &std::path::Path) {
    let store = store::Store::open(data).await.unwrap();
    let clerk = store.account_by_user("clerk").await.unwrap().unwrap();
    for (kind, address) in [
        (ChannelKind::Mail, "clerk@example.org"),
        (ChannelKind::Text, "+8613900000001"),
    ] {
        let id = office::new_case_id(Timestamp::now());
        store.keep_channel(id, &clerk.id, kind, address).await.unwrap();
    }
    store.close().await;
}

/// That a way fails is a call of its own: its messages, should they find somebody, are none of those that are wanted.
async fn forget_others(data: &std::path::Path, calls: &[String], arrived: &mut BTreeSet<String>) {
    let store = store::Store::open(data).await.unwrap();
    for id in arrived.clone() {
        let send = store.send_by_id(&id).await.unwrap();
        if send.is_some_and(|send| !calls.contains(&send.call)) {
            arrived.remove(&id);
        }
    }
    store.close().await;
}

/// The ids of the messages that had to come, for each call one to the group and one to the clerk: all of them are written down as sent.
/// The first of the clerk's ways failed at least once, and the next one followed it once.
async fn wanted(data: &std::path::Path, calls: &[String]) -> BTreeSet<String> {
    let store = store::Store::open(data).await.unwrap();
    let (mut wanted, mut followed) = (BTreeSet::new(), 0);
    for call in calls {
        let sends = store.sends_of(call).await.unwrap();
        for kind in [ChannelKind::Bot, ChannelKind::Text] {
            let mut of_kind = sends.iter().filter(|send| send.kind == Some(kind));
            let (send, more) = (of_kind.next().unwrap(), of_kind.next());
            assert_eq!((send.state, more), (SendState::Sent, None), "{call}: one message");
            assert!(wanted.insert(send.id.clone()), "no two have the same id");
        }
        let mut mails = sends.iter().filter(|send| send.kind == Some(ChannelKind::Mail));
        if let Some(mail) = mails.next() {
            assert_eq!((mail.state, mails.next()), (SendState::Failed, None), "{call}: once");
            followed += 1;
        }
    }
    store.close().await;
    assert_eq!(wanted.len(), 2 * CALLS);
    assert!(followed > 0, "no way failed");
    wanted
}

/// Calls that everybody is told of once: the next round is hours away.
async fn raise(data: &std::path::Path) -> Vec<String> {
    let store = store::Store::open(data).await.unwrap();
    let office = office::Office {
        store,
        pack: domain::pack::builtin("demo-bureau").unwrap(),
        clock: office::Clock::real(),
    };
    let now = Timestamp::now();
    // Through the whole time in which it is killed.
    let apart = i64::from(APART * kills().max(KILLS) / KILLS);
    let mut calls = Vec::new();
    for n in 0..CALLS {
        let about = About {
            reason: "level".to_owned(),
            args: BTreeMap::from([("level".to_owned(), "heightened".to_owned())]),
            link: "/levels".to_owned(),
            case: None,
            drill: false,
            post: None,
            unit: None,
        };
        let due = now + SignedDuration::from_millis(i64::try_from(n).unwrap() * apart);
        let raised = office::raise_call(&office, about, &format!("call {n}"), &Actor::program(), due).await;
        calls.push(raised.unwrap().unwrap());
    }
    office.store.close().await;
    calls
}
