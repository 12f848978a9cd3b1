//! A roster that is asked for is a job: what the program did not live to finish, the next one finishes; what cannot be made is told,
//! and can be asked for again.

use crate::browser::{Answer, Browser, Bureau};
use crate::duty::{actor, staff};
use crate::program::refused;
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::{RosterCommand, Shift};
use jiff::{SignedDuration, ToSpan as _};
use office::{Clock, Office, Proposal, Proposed};
use serde_json::json;
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

/// A proposal of one night, as it was made when its officer gave first aid.
pub(crate) async fn proposed_night(bureau: &Bureau) -> String {
    let office = &bureau.office;
    let (now, day) = (office.clock.now(), bureau.today().saturating_add(3.days()));
    let turn = office.pack.duty.as_ref().unwrap().turn("night").unwrap();
    let who = staff(bureau, "duty-officer").await;
    let proposed = Proposed::Made(Proposal {
        from: day,
        until: day,
        shifts: vec![Shift::of_turn(turn, day, 1, who, &office.pack.zone)],
        objective: 0,
        bound: 0,
        proven: true,
        unheard: 0,
        clash: Vec::new(),
        open: false,
    });
    let id = office::new_case_id(now).to_string();
    let job = NewJob {
        kind: "roster".to_owned(),
        payload: String::new(),
        run_at: now,
        key: format!("roster/{id}"),
    };
    let store = &office.store;
    store.ask_proposal(&id, &"office".into(), now, job).await.unwrap();
    let hour = SignedDuration::from_hours(1);
    let job = store.lease_job(&["roster"], now, hour).await.unwrap().unwrap();
    let proposed = serde_json::to_string(&proposed).unwrap();
    store.end_proposal(&id, &proposed, job.id).await.unwrap();
    id
}

#[tokio::test]
async fn one_that_breaks_the_rules_by_now_is_not_planned_and_can_be_asked_for_again() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let unit = UnitSlug::from("office");
    let id = proposed_night(&bureau).await;
    let at = format!("/duty/proposals/{id}");
    let mut chief = bureau.signed_in("office-chief").await;
    let taken = chief.fill(&at, &at, &[]).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", taken.text());
    for told in ["somebody with “First aid”", "Have one proposed again", "Try again"] {
        assert!(taken.text().contains(told), "{told} in {}", taken.text());
    }
    let key = bureau
        .own_program_for("office-chief", &["watch:read", "watch:write"])
        .await;
    let take = format!("/api/v1/duty/office/proposals/{id}/take");
    refused(&key.post(&take, "", &json!({})).await, "api-proposal-outdated");
    let roster = office::read_roster(office, &unit).await.unwrap();
    assert!(roster.shifts.is_empty(), "nothing was planned");
    let skill = RosterCommand::Skill {
        staff: staff(&bureau, "duty-officer").await,
        skills: ["first-aid".to_owned()].into(),
    };
    let keeper = actor(&bureau, "office-chief").await;
    office::change_roster(office, &unit, &skill, &keeper, office.clock.now())
        .await
        .unwrap();
    assert_eq!(chief.fill(&at, &at, &[]).await.status, StatusCode::SEE_OTHER);
    let roster = office::read_roster(office, &unit).await.unwrap();
    assert_eq!(roster.shifts.len(), 1);
}
