//! Whom calls reach and whom they do not: groups, leaders, those who have left, and those of a unit whose work is late.

use super::sample::{clerk, registration};
use domain::CaseId;
use domain::call::{Call, Stage};
use domain::case::{About, Actor, Case, Command, Outcome, Role};
use domain::duty::Staff;
use domain::pack::{Pack, builtin};
use jiff::{SignedDuration, Timestamp};
use office::{Clock, DangerCalled, Office, Robots, Task};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{ChannelKind, NewAccount, Store};

/// A Thursday in working hours.
const NOW: &str = "2026-10-15T02:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn later(minutes: i64) -> Timestamp {
    at(NOW) + SignedDuration::from_mins(minutes)
}

/// An office of the invented county, by a pack that may be changed, with somebody in each of these posts; their accounts are called as the
/// posts are.
async fn office(posts: &[&str], change: impl FnOnce(&mut Pack)) -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    let mut pack = Pack::clone(&builtin("demo-bureau").unwrap());
    change(&mut pack);
    let office = Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: pack.into(),
        clock: Clock::standing_at(at(NOW)),
    };
    for post in posts {
        let account = NewAccount {
            id: (*post).to_owned(),
            user: (*post).to_owned(),
            name: (*post).to_owned(),
            post: (*post).into(),
            locale: None,
            password_hash: String::new(),
        };
        office.store.create_account(account, at(NOW)).await.unwrap();
    }
    (dir, office)
}

/// Tokens that differ, with what stands for their hashes.
fn draw() -> (String, String) {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let n = DRAWN.fetch_add(1, Ordering::Relaxed);
    (format!("token {n}"), format!("{n:032x}{n:032x}"))
}

async fn run(office: &Office, now: Timestamp) {
    let robots = Robots(vec![("值班群".to_owned(), Vec::new())]);
    while office::run_due_calls(office, &robots, draw, now).await.unwrap() > 0 {}
}

async fn case(office: &Office, id: CaseId) -> Case {
    office.store.case(id).await.unwrap().unwrap()
}

/// A request in the water bureau in which somebody is in danger.
async fn danger(office: &Office, about: About) -> CaseId {
    let request = domain::case::Registration {
        about,
        ..registration("water", at(NOW))
    };
    let id = request.id;
    office::register(office, request, &clerk(), at(NOW), None)
        .await
        .unwrap();
    let raise = Command::RaiseDanger {
        danger: "violence".to_owned(),
        situation: "门口有人打人".to_owned(),
    };
    office::act(office, id, &raise, &clerk(), at(NOW), None).await.unwrap();
    id
}

/// The call about a case.
async fn call(office: &Office, case: CaseId) -> (String, Call) {
    let calls = office::calls(office).await.unwrap();
    calls
        .into_iter()
        .find(|(_, call)| call.about.case == Some(case))
        .unwrap()
}

#[tokio::test]
async fn no_group_is_told_of_a_case_that_is_withheld_from_somebody() {
    let (_dir, office) = office(&["water-leader", "housing-handler"], |_| {}).await;
    for (about, told) in [(About::default(), 1), (About::post("housing-handler".into()), 0)] {
        let case = danger(&office, about).await;
        office::call_dangers(&office, at(NOW)).await.unwrap();
        run(&office, at(NOW)).await;
        let (id, call) = call(&office, case).await;
        assert_eq!(call.called, [Staff("water-leader".to_owned())]);
        let sends = office.store.sends_of(&id).await.unwrap();
        let robots = sends.iter().filter(|send| send.kind == Some(ChannelKind::Bot));
        assert_eq!(robots.count(), told);
        assert_eq!(office::may_groups_know_call(&office, &call).await.unwrap(), told == 1);
    }
}

#[tokio::test]
async fn whoever_takes_the_call_has_the_danger_in_hand() {
    let (_dir, office) = office(&["water-leader"], |_| {}).await;
    let id = danger(&office, About::default()).await;
    let called = async || office::danger_called(&office, &case(&office, id).await).await.unwrap();
    assert_eq!(called().await, DangerCalled::Calling);
    office::call_dangers(&office, at(NOW)).await.unwrap();
    assert_eq!(called().await, DangerCalled::Calling);
    run(&office, at(NOW)).await;
    assert_eq!(called().await, DangerCalled::Called);
    // Everybody was called twice, and nobody has it.
    for minutes in [10, 20] {
        run(&office, later(minutes)).await;
    }
    assert_eq!(called().await, DangerCalled::Unanswered);
    let leader = Staff("water-leader".to_owned());
    let (call_id, _) = call(&office, id).await;
    office::acknowledge_call(&office, &call_id, &leader, later(21))
        .await
        .unwrap();
    let (_, post) = case(&office, id).await.danger.unwrap().acknowledged.unwrap();
    assert_eq!(post.as_str(), "water-leader");
    let (_, taken) = call(&office, id).await;
    assert_eq!(
        (taken.stage(), taken.acknowledged.unwrap().0),
        (Stage::Acknowledged, leader)
    );
    // Looked at again, nobody is called for it any more.
    office::call_dangers(&office, later(22)).await.unwrap();
    assert_eq!(office::open_calls(&office).await.unwrap(), []);
}

#[tokio::test]
async fn where_the_pack_calls_nobody_nothing_else_is_said() {
    let (_dir, office) = office(&["water-leader"], |pack| pack.calls = None).await;
    assert!(!office.pack.calls_for_danger());
    let id = danger(&office, About::default()).await;
    office::call_dangers(&office, at(NOW)).await.unwrap();
    let called = office::danger_called(&office, &case(&office, id).await).await.unwrap();
    assert_eq!(called, DangerCalled::Nobody);
}

#[tokio::test]
async fn whoever_has_left_is_not_called_and_takes_no_call() {
    let (_dir, office) = office(&["water-leader"], |_| {}).await;
    let id = danger(&office, About::default()).await;
    office::call_dangers(&office, at(NOW)).await.unwrap();
    run(&office, at(NOW)).await;
    let (call_id, before) = call(&office, id).await;
    let leader = Staff("water-leader".to_owned());
    assert_eq!(before.called, std::slice::from_ref(&leader));
    assert!(office::may_staff_know_call(&office, &before, &leader).await.unwrap());
    office.store.set_disabled(&leader.0, Some(later(1))).await.unwrap();
    assert!(!office::may_staff_know_call(&office, &before, &leader).await.unwrap());
    let refused = office::acknowledge_call(&office, &call_id, &leader, later(2)).await;
    assert!(matches!(refused, Err(office::Error::Refused(_))), "{refused:?}");
    assert!(case(&office, id).await.danger.unwrap().calls());
}

fn leader(post: &str) -> Actor {
    Actor {
        role: Role::Leader,
        post: Some(post.into()),
        unit: Some("water".into()),
        account: Some(post.to_owned()),
    }
}

#[tokio::test]
async fn a_task_whose_time_is_over_is_called_for_until_it_is_finished_or_taken_back() {
    let (_dir, office) = office(&["water-leader", "office-chief", "deputy-head"], |_| {}).await;
    let task = |title: &str| Task {
        title: title.to_owned(),
        description: "查明原因".to_owned(),
        unit: "water".into(),
        leader: "water-leader".into(),
        due: later(60),
        origin: None,
    };
    let chief = Actor {
        role: Role::SpecialOffice,
        post: Some("office-chief".into()),
        unit: Some("office".into()),
        account: Some("office-chief".to_owned()),
    };
    let mut given = Vec::new();
    for title in ["查漏", "清淤"] {
        let done = office::give_task(&office, task(title), &chief, at(NOW), None).await;
        let id = done.unwrap().appended.case;
        office::act(
            &office,
            id,
            &Command::Acknowledge,
            &leader("water-leader"),
            later(1),
            None,
        )
        .await
        .unwrap();
        given.push(id);
    }
    given.sort();
    let look = async |now| {
        office::call_late_tasks(&office, now).await.unwrap();
        run(&office, now).await;
        let open = office::open_calls(&office).await.unwrap();
        let mut open: Vec<CaseId> = open.iter().filter_map(|(_, call)| call.about.case).collect();
        open.sort();
        open
    };
    // The last second is in time.
    assert_eq!(look(later(60)).await, []);
    let over = later(61);
    assert_eq!(look(over).await, given);
    let (_, first) = call(&office, given[0]).await;
    assert_eq!(
        (first.about.reason.as_str(), first.called),
        ("task-late", vec![Staff("water-leader".to_owned())])
    );
    // Looked for again, it is the same call; it climbs to the special office.
    assert_eq!(look(later(62)).await, given);
    assert_eq!(office::calls(&office).await.unwrap().len(), 2);
    look(later(61 + 120)).await;
    look(later(61 + 240)).await;
    let (_, climbed) = call(&office, given[0]).await;
    let called = climbed.called.iter().map(|staff| staff.0.as_str()).collect::<Vec<_>>();
    assert_eq!(called, ["water-leader", "office-chief"]);
    // The result ends the one's call, and that it is taken back the other's.
    let now = later(61 + 241);
    let answer = Command::Answer {
        text: "已清淤".to_owned(),
        outcome: Outcome::Solved,
    };
    office::act(&office, given[1], &answer, &leader("water-leader"), now, None)
        .await
        .unwrap();
    assert_eq!(look(now).await, [given[0]]);
    let reason = "不再需要".to_owned();
    office::act(&office, given[0], &Command::Withdraw { reason }, &chief, now, None)
        .await
        .unwrap();
    assert_eq!(look(now).await, []);
    assert_eq!(look(later(10_000)).await, []);
}
