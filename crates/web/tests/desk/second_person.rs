//! Where somebody else is needed, a second account of the same person is nobody else.

use crate::accounts::{SECOND, link, second};
use crate::briefs::{drafted, signed};
use crate::browser::{Bureau, PASSWORD, done};
use crate::duty::{actor, on_shift_now, staff};
use axum::http::StatusCode;
use domain::case::{Actor, Command, Outcome};
use domain::duty::watch::WatchCommand;
use domain::duty::{RosterCommand, Shift, Staff, Tier};
use jiff::{SignedDuration, Span};

/// Somebody in that post by an account of their own.
fn by(bureau: &Bureau, post: &str, account: &Staff) -> Actor {
    let post = bureau.office.pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(account.0.clone()),
    }
}

fn key<T: std::fmt::Debug>(done: Result<T, office::Error>) -> String {
    match done.unwrap_err() {
        office::Error::Refused(refusal) => refusal.key,
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_brief_and_an_assignment_are_not_signed_off_by_the_same_person() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let date = drafted(&bureau, "Burst main").await;
    let analyst = staff(&bureau, "office-analyst").await;
    let other = second(&bureau, "office-chief").await;
    link(&bureau, &analyst, &other).await;
    let mut twin = bureau.browser();
    done(&twin.sign_in(SECOND, PASSWORD).await);
    let page = twin.get(&format!("/briefs/{date}")).await;
    assert!(page.text().contains("You drafted this version"), "{}", page.text());
    assert_eq!(signed(&mut twin, &date, "1").await, StatusCode::UNPROCESSABLE_ENTITY);
    let mut chief = bureau.signed_in("office-chief").await;
    assert_eq!(signed(&mut chief, &date, "1").await, StatusCode::SEE_OTHER);

    // The unit's handler answers a task, and is also the second account of somebody who could sign it off.
    let now = office.clock.now();
    let day = office::read_day(office, bureau.today(), now).await.unwrap();
    let brief = day.briefs.last().unwrap();
    let task = office::Assignment {
        subject: brief.attention[0].subject.clone(),
        title: "Restore the water".to_owned(),
        description: "Today".to_owned(),
        unit: "water".into(),
        leader: "water-leader".into(),
        due: now + SignedDuration::from_hours(24),
        origin: None,
    };
    let chief = actor(&bureau, "office-chief").await;
    let task = office::assign(office, bureau.today(), task, &chief, now, None)
        .await
        .unwrap();
    let task = task.appended.case;
    let handler = actor(&bureau, "water-handler").await;
    let twin = by(&bureau, "office-chief", &other);
    let answer = Command::Answer {
        text: "Water is back".to_owned(),
        outcome: Outcome::Solved,
    };
    for command in [Command::Acknowledge, answer] {
        office::act(office, task, &command, &handler, now, None).await.unwrap();
    }
    let own = Staff(handler.account.clone().unwrap());
    link(&bureau, &own, &other).await;
    let sign_off = Command::SignOff { note: String::new() };
    let refused = office::act(office, task, &sign_off, &twin, now, None).await;
    assert_eq!(key(refused), "refusal-somebody-else");
    office::act(office, task, &sign_off, &chief, now, None).await.unwrap();
}

#[tokio::test]
async fn nobody_settles_their_own_leave_or_swaps_with_themselves_by_another_account() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let unit = "office".into();
    let officer = actor(&bureau, "duty-officer").await;
    let other = second(&bureau, "office-chief").await;
    link(&bureau, &staff(&bureau, "duty-officer").await, &other).await;
    let twin = by(&bureau, "office-chief", &other);
    let chief = actor(&bureau, "office-chief").await;
    let day = bureau.today().saturating_add(Span::new().days(3));
    let ask = RosterCommand::AskLeave {
        id: "leave".to_owned(),
        from: day,
        until: day,
    };
    office::change_roster(office, &unit, &ask, &officer, now).await.unwrap();
    let settle = RosterCommand::SettleLeave {
        id: "leave".to_owned(),
        granted: false,
    };
    let refused = office::change_roster(office, &unit, &settle, &twin, now).await;
    assert_eq!(key(refused), "refusal-duty-not-own");
    office::change_roster(office, &unit, &settle, &chief, now)
        .await
        .unwrap();

    let shift = |id: &str, hours: i64, staff: &Staff| RosterCommand::Put {
        shift: Shift {
            id: id.to_owned(),
            tier: Tier::Officer,
            turn: None,
            date: day,
            from: now + SignedDuration::from_hours(hours),
            until: now + SignedDuration::from_hours(hours + 1),
            staff: staff.clone(),
        },
        despite: true,
    };
    let third = second_in(&bureau, "duty-officer").await;
    let own = staff(&bureau, "duty-officer").await;
    for put in [shift("mine", 100, &own), shift("theirs", 200, &third)] {
        office::change_roster(office, &unit, &put, &chief, now).await.unwrap();
    }
    let ask = RosterCommand::AskSwap {
        id: "swap".to_owned(),
        mine: "mine".to_owned(),
        theirs: "theirs".to_owned(),
    };
    link(&bureau, &own, &third).await;
    let refused = office::change_roster(office, &unit, &ask, &officer, now).await;
    assert_eq!(key(refused), "refusal-duty-other");
}

#[tokio::test]
async fn a_watch_is_not_left_to_oneself() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let unit = "office".into();
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = actor(&bureau, "duty-officer").await;
    let other = second(&bureau, "duty-officer").await;
    let shift = Shift {
        id: "beside".to_owned(),
        tier: Tier::Officer,
        turn: None,
        date: bureau.today(),
        from: now - SignedDuration::from_hours(1),
        until: now + SignedDuration::from_hours(1),
        staff: other.clone(),
    };
    let put = RosterCommand::Put { shift, despite: true };
    let chief = actor(&bureau, "office-chief").await;
    office::change_roster(office, &unit, &put, &chief, now).await.unwrap();
    let twin = by(&bureau, "duty-officer", &other);
    for on in [&officer, &twin] {
        office::change_watch(office, &unit, &WatchCommand::Join, on, now)
            .await
            .unwrap();
    }
    link(&bureau, &staff(&bureau, "duty-officer").await, &other).await;
    let left = office::change_watch(office, &unit, &WatchCommand::Leave, &officer, now).await;
    assert_eq!(key(left), "refusal-watch-nobody");
}

/// One more account in this post.
async fn second_in(bureau: &Bureau, post: &str) -> Staff {
    let now = bureau.office.clock.now();
    let account = store::NewAccount {
        id: office::new_case_id(now).to_string(),
        user: "third".to_owned(),
        name: "第三个账号".to_owned(),
        post: post.into(),
        locale: None,
        password_hash: "x".to_owned(),
    };
    let id = account.id.clone();
    bureau.office.store.create_account(account, now).await.unwrap();
    Staff(id)
}
