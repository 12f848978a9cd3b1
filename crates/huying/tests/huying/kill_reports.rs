//! The server is killed with `kill -9` while it hands reports of incidents on: exactly the messages that are wanted come, each under its
//! one id, and no more come twice than kills can have cut off. `HUYING_KILLS` says how often it is killed.

use crate::desk::{self, Served};
use domain::CaseId;
use domain::case::{
    About, Actor, Command, Place, Receiver, ReceiverWay, Registration, ReportSort, Respond, SealedValues,
};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use store::SendState;

/// Incidents whose first report falls due in the time in which it is killed.
const INCIDENTS: usize = 24;
/// Who is told of each.
const RECEIVERS: [&str; 2] = ["市应急管理局", "省平台"];
/// Reports that are sent at the same time: more cannot be cut off by one kill.
const TOGETHER: usize = 8;
/// Milliseconds between one report and the next where nothing else is said of the kills.
const APART: u32 = 400;
/// Kills where nothing is said of them.
const KILLS: u32 = 10;

fn kills() -> u32 {
    let said = std::env::var("HUYING_KILLS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(KILLS)
}

/// By its id, each time that a message came.
type Came = Arc<Mutex<BTreeMap<String, usize>>>;

/// Other programs, which keep the id of each message and take their time over it, so that a kill meets what is on its way.
fn programs() -> (u16, Came) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let came = Came::default();
    let kept = Arc::clone(&came);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            thread::spawn(move || {
                let (mut said, mut some) = (Vec::new(), [0; 4096]);
                while !whole(&said) {
                    match stream.read(&mut some) {
                        Ok(n) if n > 0 => said.extend_from_slice(&some[..n]),
                        _ => return,
                    }
                }
                let said = String::from_utf8_lossy(&said).to_lowercase();
                let id = said.lines().find_map(|line| line.strip_prefix("webhook-id: "));
                *kept.lock().unwrap().entry(id.unwrap().to_owned()).or_default() += 1;
                thread::sleep(Duration::from_millis(150));
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
            });
        }
    });
    (port, came)
}

/// Head and body are there.
fn whole(said: &[u8]) -> bool {
    let text = String::from_utf8_lossy(said);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.unwrap().trim().parse().unwrap();
    let at = said.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    said.len() >= at + 4 + length
}

#[tokio::test(flavor = "multi_thread")]
async fn no_report_is_lost_and_what_is_sent_twice_has_the_same_id() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    desk::make_clerk(&data, "kill-reports-kill-reports").await;
    let (port, came) = programs();
    let receiver = |name| {
        format!(
            "[[receivers]]\nname = \"{name}\"\nrungs = [\"head\"]\nurl = \"http://127.0.0.1:{port}/\"\nsecret_file = \"secret\"\n"
        )
    };
    std::fs::write(data.join("reports.toml"), RECEIVERS.map(receiver).concat()).unwrap();
    std::fs::write(data.join("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let cases = report(&data).await;
    for kill in 0..kills() {
        let mut served = Served::start(&data);
        // Another moment each time.
        thread::sleep(Duration::from_millis(150 + u64::from(kill * 137 % 900)));
        served.kill_nine();
    }
    let all = INCIDENTS * RECEIVERS.len();
    let served = Served::start(&data);
    // What a dead program had begun is taken up at once by the next.
    let begun = Instant::now();
    while came.lock().unwrap().len() < all && begun.elapsed() < Duration::from_mins(2) {
        thread::sleep(Duration::from_millis(100));
    }
    // The last answers are on their way, and are written down.
    thread::sleep(Duration::from_millis(800));
    served.stop();
    let came = came.lock().unwrap().clone();
    let messages: usize = came.values().sum();
    eprintln!("{} kills, {all} reports, {messages} messages", kills());
    // One lost and one under two ids would be as many.
    let arrived: BTreeSet<String> = came.keys().cloned().collect();
    let wanted = handed_on_once(&data, &cases).await;
    assert_eq!(
        arrived, wanted,
        "each report got to each receiver, and none under two ids"
    );
    assert_eq!(wanted.len(), all);
    let most = all + usize::try_from(kills()).unwrap() * TOGETHER;
    assert!(messages <= most, "only what a kill cut off comes twice");
    let mine = 1 + usize::try_from(kills()).unwrap();
    assert!(came.values().all(|times| *times <= mine), "once from each program");
}

/// The case and the rows say the same: each receiver has it, since one moment. Answers the ids of the messages that had to come, one
/// for each report and receiver.
async fn handed_on_once(data: &Path, cases: &[CaseId]) -> BTreeSet<String> {
    let store = store::Store::open(data).await.unwrap();
    let mut ids = BTreeSet::new();
    for id in cases {
        let kept = store.case(*id).await.unwrap().unwrap();
        let reports = &kept.incident().unwrap().reports;
        assert_eq!(reports.len(), 1);
        let receivers: Vec<u32> = reports[0].handed_on.iter().map(|handed| handed.receiver).collect();
        assert_eq!(receivers.iter().collect::<BTreeSet<_>>().len(), receivers.len(), "once");
        assert_eq!(receivers.len(), RECEIVERS.len());
        let sends = store.report_sends_of(*id).await.unwrap();
        assert_eq!(sends.len(), RECEIVERS.len(), "one message to each");
        for send in sends {
            assert_eq!((send.state, send.token), (SendState::Sent, None));
            assert!(ids.insert(format!("msg_{}", send.id)), "no two have the same id");
        }
    }
    store.close().await;
    ids
}

/// Incidents with a report each that this program hands on, one after the other.
async fn report(data: &Path) -> Vec<CaseId> {
    let office = Office {
        store: store::Store::open(data).await.unwrap(),
        pack: domain::pack::builtin("demo-bureau").unwrap(),
        clock: office::Clock::real(),
    };
    let watch = Actor {
        role: domain::case::Role::DutyOfficer,
        post: Some("duty-officer".into()),
        unit: Some("office".into()),
        account: Some("watch".to_owned()),
    };
    let now = Timestamp::now();
    // Through the whole time in which it is killed.
    let apart = i64::from(APART * kills().max(KILLS) / KILLS);
    let mut cases = Vec::new();
    for n in 0..INCIDENTS {
        let at = now + SignedDuration::from_millis(i64::try_from(n).unwrap() * apart);
        let registration = registration(n, now);
        cases.push(registration.id);
        office::register(&office, registration, &watch, now, None)
            .await
            .unwrap();
        let case = office.store.case(cases[n]).await.unwrap().unwrap();
        let sort = ReportSort::First {
            rung: "head".to_owned(),
        };
        let written = office::ReportDraft::default();
        let draft = office::report_draft(&office, &case, sort.clone(), written, &watch, at).unwrap();
        let step = Respond::SendReport {
            sort,
            parts: draft.parts,
            to: "上级".to_owned(),
            channel: "程序".to_owned(),
            contact: String::new(),
            said_at: None,
            receivers: RECEIVERS
                .map(|name| Receiver {
                    name: name.to_owned(),
                    way: ReceiverWay::Webhook,
                })
                .into(),
            known: None,
        };
        office::act(&office, cases[n], &Command::Respond(step), &watch, at, None)
            .await
            .unwrap();
    }
    office.store.close().await;
    cases
}

fn registration(n: usize, now: Timestamp) -> Registration {
    Registration {
        id: office::new_case_id(now),
        number: String::new(),
        kind: "incident".into(),
        category: "incident-fire".into(),
        title: format!("第{n}起火情"),
        description: format!("第{n}起火情"),
        place: Place {
            address: "东门市场".to_owned(),
            ..Place::default()
        },
        source: "电话".to_owned(),
        received_at: now,
        unit: "fire".into(),
        leader: "fire-leader".into(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}
