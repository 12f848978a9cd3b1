//! A roster that is asked for is a job: what the program did not live to finish, the next one finishes; what cannot be made is told,
//! and can be asked for again.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use jiff::{SignedDuration, ToSpan as _};
use office::{Clock, Office, Proposed};
use std::time::Duration;
use store::{NewJob, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{Desk, Options};

const WORKING: &str = "The program is still working at it.";

/// The program works at rosters until the sender is dropped.
pub(crate) fn worker(desk: &Desk) -> (watch::Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = watch::channel(());
    let desk = desk.clone();
    (stop, tokio::spawn(async move { desk.work_rosters(stopped).await }))
}

/// Opens the page of a proposal until it is over.
pub(crate) async fn over(browser: &mut Browser<'_>, at: &str) -> Answer {
    for _ in 0..900 {
        let page = browser.get(at).await;
        if !page.text().contains("id=\"progress\"") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{at} does not end");
}

/// Asks for a roster of a few days, so many days ahead; answers its id.
async fn ask(chief: &mut Browser<'_>, bureau: &Bureau, days: i64) -> String {
    let from = bureau.today().saturating_add(2.days());
    let (from, until) = (from.to_string(), from.saturating_add((days - 1).days()).to_string());
    let page = chief.get("/duty/generate?desk=office").await;
    let (csrf, id) = (page.hidden("csrf"), page.hidden("id"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("desk", "office"),
        ("id", &id),
        ("from", &from),
        ("until", &until),
    ];
    for _ in 0..2 {
        // The same form sent twice asks once.
        let sent = chief.post("/duty/generate", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_did_not_live_to_propose_is_proposed_by_the_next() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let mut chief = bureau.signed_in("office-chief").await;
    let id = ask(&mut chief, &bureau, 3).await;
    let page = chief.get(&format!("/duty/proposals/{id}")).await;
    assert!(page.text().contains(WORKING), "{}", page.text());
    // A program takes it, and is gone.
    let hour = SignedDuration::from_hours(1);
    let taken = office.store.lease_job(&["roster"], office.clock.now(), hour).await;
    assert_eq!(taken.unwrap().unwrap().attempts, 0);
    let again = office.store.lease_job(&["roster"], office.clock.now(), hour).await;
    assert_eq!(again.unwrap(), None, "asked for once");
    let dir = office.store.dir().to_owned();
    office.store.close().await;
    let next = Office {
        store: Store::open(&dir).await.unwrap(),
        pack: office.pack.clone(),
        clock: Clock::real(),
    };
    let desk = Desk::new(next.clone(), Options::default());
    let (stop, working) = worker(&desk);
    let mut made = None;
    for _ in 0..900 {
        made = next.store.proposal(&id).await.unwrap().unwrap().proposal;
        if made.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let made: Proposed = serde_json::from_str(&made.expect("it is proposed")).unwrap();
    let Proposed::Made(proposal) = made else {
        panic!("{made:?}");
    };
    // Nobody has been said to give first aid, so nights clash; either way it is an answer.
    assert!(!proposal.shifts.is_empty() || !proposal.clash.is_empty() || proposal.open);
    drop(stop);
    working.await.unwrap();
    next.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_and_one_that_was_lost_are_told_and_can_be_asked_for_again() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let mut chief = bureau.signed_in("office-chief").await;
    let (today, id) = (bureau.today(), office::new_case_id(now).to_string());
    // Its first day has come before anybody worked at it.
    let job = NewJob {
        kind: "roster".to_owned(),
        payload: format!(r#"{{"id":"{id}","desk":"office","from":"{today}","until":"{today}"}}"#),
        run_at: now,
        key: format!("roster/{id}"),
    };
    office
        .store
        .ask_proposal(&id, &"office".into(), now, job)
        .await
        .unwrap();
    // Of this one, the job is done and nothing came of it: a program before this one kept no job at all.
    let lost = office::new_case_id(now).to_string();
    let job = NewJob {
        kind: "lost".to_owned(),
        payload: String::new(),
        run_at: now,
        key: format!("lost/{lost}"),
    };
    office
        .store
        .ask_proposal(&lost, &"office".into(), now, job)
        .await
        .unwrap();
    let (stop, working) = worker(&bureau.desk);
    let page = over(&mut chief, &format!("/duty/proposals/{id}")).await;
    assert!(page.text().contains("No roster was proposed"), "{}", page.text());
    assert!(
        page.text().contains("A roster is proposed from tomorrow on"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Try again"), "{}", page.text());
    assert_eq!(page.hidden("from"), today.to_string());
    let page = over(&mut chief, &format!("/duty/proposals/{lost}")).await;
    assert!(
        page.text().contains("was stopped while it worked at the roster"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("/duty/generate?desk=office"), "{}", page.text());
    // What failed is planned by nobody.
    let csrf = page.hidden("csrf");
    let taken = chief.post(&format!("/duty/proposals/{id}"), &[("csrf", &csrf)]).await;
    assert!(taken.text().contains("No roster was proposed"), "{}", taken.text());
    drop(stop);
    working.await.unwrap();
}
