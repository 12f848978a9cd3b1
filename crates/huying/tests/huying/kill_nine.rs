//! The server is killed with `kill -9` fifty times while people register: what was acknowledged is there, once.

use crate::desk;
use crate::desk::{Browser, Served};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const KILLS: u32 = 50;
const CLERKS: u32 = 6;
const PASSWORD: &str = "kill-nine-kill-nine";

/// What a clerk knows of a registration: the number that was acknowledged, or nothing yet.
type Ledger = HashMap<String, Option<String>>;

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_registration_is_lost_and_none_is_there_twice() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    desk::make_clerk(&data, PASSWORD).await;
    let ledger = Arc::new(Mutex::new(Ledger::new()));
    let count = Arc::new(AtomicU64::new(0));
    let mut browser: Option<Browser> = None;
    for kill in 0..KILLS {
        let mut served = Served::start(&data);
        // The session is in the store: it outlives the server like everything else that was acknowledged.
        let mut signed_in = match browser.take() {
            Some(known) => known.at(served.addr),
            None => Browser::sign_in(served.addr, "clerk", PASSWORD),
        };
        signed_in.read_form_token();
        // The first word cut after a start loads the dictionary; the load begins when that is done.
        let first = format!("first-{kill}");
        let number = signed_in.register(&first).expect("the server answers");
        ledger.lock().unwrap().insert(first, Some(number));
        let stop = Arc::new(AtomicBool::new(false));
        let clerks: Vec<_> = (0..CLERKS)
            .map(|_| {
                let (browser, ledger) = (signed_in.clone(), Arc::clone(&ledger));
                let (count, stop) = (Arc::clone(&count), Arc::clone(&stop));
                thread::spawn(move || register_until(&browser, &ledger, &count, &stop))
            })
            .collect();
        // Another moment each time: in the middle of a batch, of a checkpoint, of an answer.
        thread::sleep(Duration::from_millis(60 + u64::from(kill * 37 % 240)));
        served.kill_nine();
        stop.store(true, Ordering::Relaxed);
        for clerk in clerks {
            clerk.join().unwrap();
        }
        browser = Some(signed_in);
    }
    // Whoever got no answer asks once more, with the key of the first time.
    let served = Served::start(&data);
    let mut browser = browser.unwrap().at(served.addr);
    browser.read_form_token();
    let mut ledger = Arc::into_inner(ledger).unwrap().into_inner().unwrap();
    let unanswered = ledger.values().filter(|number| number.is_none()).count();
    for (key, known) in &mut ledger {
        let again = browser.register(key).expect("the server answers");
        match known {
            Some(known) => assert_eq!(*known, again, "{key} is the case that was acknowledged"),
            None => *known = Some(again),
        }
    }
    served.stop();
    let acknowledged = ledger.len() - unanswered;
    eprintln!("{KILLS} kills, {acknowledged} acknowledged, {unanswered} unanswered and asked again");
    assert!(acknowledged > 10 * usize::try_from(KILLS).unwrap(), "there was a load");
    check(&data, &ledger).await;
}

/// Registers one case after the other, each with a key of its own, until the server is gone.
fn register_until(browser: &Browser, ledger: &Mutex<Ledger>, count: &AtomicU64, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let key = format!("key-{}", count.fetch_add(1, Ordering::Relaxed));
        ledger.lock().unwrap().insert(key.clone(), None);
        let Some(number) = browser.register(&key) else {
            return;
        };
        ledger.lock().unwrap().insert(key, Some(number));
    }
}

/// Every number is there and says what its key said; nothing else is there.
async fn check(data: &std::path::Path, ledger: &Ledger) {
    let store = store::Store::open(data).await.unwrap();
    let mut seen = HashMap::new();
    for (key, number) in ledger {
        let number = number.as_ref().unwrap();
        if let Some(other) = seen.insert(number, key) {
            panic!("{number} was given to {other} and to {key}");
        }
        let read = store.story(number).await.unwrap();
        let read = read.unwrap_or_else(|| panic!("{number} was acknowledged for {key} and is lost"));
        assert_eq!(read.case.title, desk::title(key));
    }
    let there = store.total_cases().await.unwrap();
    assert_eq!(there, ledger.len() as u64, "no registration is there twice");
    store.close().await;
}
