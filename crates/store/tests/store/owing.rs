//! What is open, and what is over and owes something still, is found however old it is; what is over and owes nothing is folded once.

use crate::support::{Home, kind, new_id, registration};
use domain::CaseId;
use domain::access::Standing;
use domain::case::{Actor, Case, CaseLink, Event, Outcome, Role};
use domain::pack::{self, Pack};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Store, Viewer};

const LONG_AGO: &str = "2020-03-02T00:00:00Z";
const NOW: &str = "2026-03-02T00:00:00Z";

/// How many ended cases were looked at.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// Here what was repeated owes something.
fn owes(case: &Case, _: &Pack) -> bool {
    ASKED.fetch_add(1, Ordering::Relaxed);
    case.repeats > 0
}

fn asked() -> usize {
    ASKED.swap(0, Ordering::Relaxed)
}

fn closed() -> Event {
    Event::Closed {
        outcome: Outcome::Solved,
        status: "closed".into(),
    }
}

fn link() -> CaseLink {
    CaseLink {
        case: new_id(),
        number: "20260302-00099".to_owned(),
        reason: String::new(),
    }
}

async fn happens(home: &Home, case: CaseId, event: Event) {
    let known = home.store.case(case).await.unwrap().unwrap();
    home.happen(&known, vec![event], NOW).await;
}

async fn found_by(store: &Store, viewer: &Viewer, pack: &Arc<Pack>) -> Vec<CaseId> {
    store.open_or_owing(viewer, &[kind()], pack, owes).await.unwrap()
}

#[tokio::test]
async fn what_owes_is_found_and_what_owes_nothing_is_folded_once() {
    let home = Home::new().await;
    let pack = pack::builtin("demo-bureau").unwrap();
    let mut ids = Vec::new();
    for n in 0..6 {
        let case = home.register(registration(&n.to_string(), LONG_AGO), LONG_AGO).await;
        ids.push(case.id);
    }
    let (owed, over, open) = (ids[0], &ids[1..5], ids[5]);
    let repeated = link();
    happens(&home, owed, Event::RepeatedBy { link: repeated.clone() }).await;
    for case in &ids[..5] {
        happens(&home, *case, closed()).await;
    }
    let found = async || found_by(&home.store, &Viewer::body(), &pack).await;
    assert_eq!(found().await, [owed, open]);
    assert_eq!(asked(), 5, "all that is over, the first time");
    assert_eq!(found().await, [owed, open]);
    assert_eq!(asked(), 0, "nothing has happened");
    // What comes to owe something is found, and that alone is looked at.
    happens(&home, over[2], Event::RepeatedBy { link: link() }).await;
    assert_eq!(found().await, [owed, over[2], open]);
    assert_eq!(asked(), 1);
    // What was owed is settled; what was open is over; what is opened again is open.
    happens(&home, owed, Event::SplitOff { link: repeated }).await;
    happens(&home, open, closed()).await;
    let again = Event::Reopened {
        reason: "复燃".to_owned(),
        status: "registered".into(),
        keeps: false,
    };
    happens(&home, over[0], again).await;
    assert_eq!(found().await, [over[0], over[2]]);
    assert_eq!(asked(), 2);
    // Another unit's are not there for whoever sees their own unit's alone.
    let viewer = |unit: &str| {
        let actor = Actor {
            role: Role::Handler,
            post: Some(format!("{unit}-handler").as_str().into()),
            unit: Some(unit.into()),
            account: None,
        };
        Viewer::of(&Standing::of(&pack, &actor))
    };
    assert!(found_by(&home.store, &viewer("water"), &pack).await.is_empty());
    let own = found_by(&home.store, &viewer("housing"), &pack).await;
    assert_eq!((own.as_slice(), asked()), (&[over[0], over[2]][..], 0));
    // By other rules all is looked at anew, and so it is when the directory is opened again.
    let other = Arc::new(Pack::clone(&pack));
    assert_eq!(found_by(&home.store, &Viewer::body(), &other).await.len(), 2);
    assert_eq!(asked(), 5);
    home.store.close().await;
    let store = Store::open(home.dir.path()).await.unwrap();
    assert_eq!(found_by(&store, &Viewer::body(), &pack).await, [over[0], over[2]]);
    assert_eq!(asked(), 5);
    store.close().await;
}
