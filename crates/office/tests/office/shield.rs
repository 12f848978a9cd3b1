//! A receiving post that nobody holds any more, somebody invited who looks, and a round whose streams are kept.

use crate::sample::{clerk, registration};
use domain::case::{Actor, Command, Event, Role, SealedValues, decide};
use domain::pack::{FieldName, Pack, builtin};
use domain::round::{Owed, Plan, RoundCommand, Said};
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Error, Office};
use store::{NewAccount, Store};

const GUEST: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn now() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

async fn desk(dir: &tempfile::TempDir) -> Office {
    Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: builtin("demo-bureau").unwrap(),
        clock: Clock::starting_at(now()),
    }
}

fn holder(pack: &Pack, post: &str) -> Actor {
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn key<T: std::fmt::Debug>(done: Result<T, Error>) -> String {
    match done.unwrap_err() {
        Error::Refused(refusal) => refusal.key,
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_leader_of_the_body_names_a_receiving_post_where_nobody_holds_it() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(&dir).await;
    let mut report = registration("housing", now());
    report.kind = "petition".into();
    report.category = "report".into();
    let case = report.id;
    office::register(&office, report, &clerk(), now(), None).await.unwrap();
    let account = NewAccount {
        id: "1".to_owned(),
        user: "clerk".to_owned(),
        name: "Clerk".to_owned(),
        post: "clerk".into(),
        locale: None,
        password_hash: "x".to_owned(),
    };
    office.store.create_account(account, now()).await.unwrap();
    let leader = holder(&office.pack, "deputy-head");
    let name = async || {
        let (post, why) = ("office-chief".into(), "原岗位无人".to_owned());
        office::name_receiver(&office, case, post, why, &leader, now(), None).await
    };
    assert_eq!(key(name().await), "refusal-source-held");
    office.store.set_disabled("1", Some(now())).await.unwrap();
    name().await.unwrap();
    let state = office.store.case(case).await.unwrap().unwrap();
    assert_eq!(state.source_shield.unwrap().post.as_str(), "office-chief");
}

#[tokio::test]
async fn a_registration_and_a_danger_are_one_write() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(&dir).await;
    let raise = |danger: &str| Command::RaiseDanger {
        danger: danger.to_owned(),
        situation: "有人打人".to_owned(),
    };
    let asked = registration("housing", now());
    let case = asked.id;
    let refused = office::register_with(&office, asked.clone(), &[raise("ghosts")], &clerk(), now(), None).await;
    assert_eq!(key(refused), "refusal-danger-unknown");
    assert!(office.store.case(case).await.unwrap().is_none());
    let done = office::register_with(&office, asked, &[raise("violence")], &clerk(), now(), None)
        .await
        .unwrap();
    assert!(matches!(done.events.last(), Some(Event::DangerRaised { .. })));
    assert!(office.store.case(case).await.unwrap().unwrap().danger.unwrap().calls());
}

#[tokio::test]
async fn whoever_is_invited_sees_what_was_opened_to_them_and_each_look_is_written_down() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(&dir).await;
    let mut asked = registration("housing", now());
    asked.sealed = SealedValues::default().with(FieldName::RequesterName, "欧阳某某");
    let case = asked.id;
    let chief = holder(&office.pack, "office-chief");
    office::register(&office, asked, &clerk(), now(), None).await.unwrap();
    assert_eq!(
        key(office::attend(&office, case, GUEST, now()).await),
        "refusal-guest-over"
    );
    let until = now() + SignedDuration::from_hours(24);
    let invite = Command::InviteGuest {
        guest: GUEST.to_owned(),
        who: "人民法院 调解员".to_owned(),
        purpose: "联合调解".to_owned(),
        until,
    };
    office::act(&office, case, &invite, &chief, now(), None).await.unwrap();
    let seen = office::attend(&office, case, GUEST, now()).await.unwrap();
    assert!(seen.is_empty());
    let share = Command::ShareSealed {
        guest: GUEST.to_owned(),
        reason: "约双方见面".to_owned(),
    };
    office::act(&office, case, &share, &chief, now(), None).await.unwrap();
    let seen = office::attend(&office, case, GUEST, now()).await.unwrap();
    assert_eq!(seen.get(FieldName::RequesterName), Some("欧阳某某"));
    let number = office.store.case(case).await.unwrap().unwrap().number;
    let story = office.store.story(&number).await.unwrap().unwrap();
    let looks = story
        .events
        .iter()
        .filter(|recorded| matches!(recorded.event, Event::Opened { .. }));
    assert_eq!(looks.count(), 3);
    let late = until + SignedDuration::from_secs(1);
    assert_eq!(
        key(office::attend(&office, case, GUEST, late).await),
        "refusal-guest-over"
    );
}

#[tokio::test]
async fn a_rounds_stream_is_kept_and_the_same_form_twice_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(&dir).await;
    let (chief, water) = (
        holder(&office.pack, "office-chief"),
        holder(&office.pack, "water-handler"),
    );
    let owed = Owed {
        unit: "water".into(),
        area: None,
    };
    let start = RoundCommand::Start(Plan {
        name: "汛前排查".to_owned(),
        why: "积水".to_owned(),
        owed: vec![owed.clone()],
        until: now() + SignedDuration::from_hours(48),
    });
    for _ in 0..2 {
        office::change_round(&office, "r1", &start, &chief, now())
            .await
            .unwrap();
    }
    assert_eq!(office.store.round_events("r1").await.unwrap().len(), 1);
    let said = Said::None;
    let report = RoundCommand::Report { owed, said, key: None };
    office::change_round(&office, "r1", &report, &water, now())
        .await
        .unwrap();
    let unknown = office::change_round(&office, "r2", &report, &water, now()).await;
    assert_eq!(key(unknown), "refusal-round-unknown");
    let rounds = office::rounds(&office).await.unwrap();
    assert_eq!((rounds.len(), rounds[0].1.progress[0].is_none()), (1, true));
    // Nothing of a round is decided by the store alone.
    assert!(decide(None, &Command::Accept, &chief, &office.pack, now()).is_err());
}

/// Everybody reads the log: it must not tell whether a report came to a counter or to the portal.
#[tokio::test]
async fn a_leaf_does_not_tell_by_which_way_a_hidden_report_came() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(&dir).await;
    let requester = Actor {
        role: Role::Requester,
        ..Actor::program()
    };
    let mut posts = Vec::new();
    for by in [clerk(), requester] {
        let mut report = registration("housing", now());
        report.kind = "petition".into();
        report.category = "report".into();
        let case = report.id;
        office::register(&office, report, &by, now(), None).await.unwrap();
        let leaves = office.store.logged(case).await.unwrap();
        let texts = leaves.iter().map(|logged| logged.leaf.to_string());
        let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        posts.push(lines.filter(|line| line.starts_with("post ")).collect::<Vec<_>>());
    }
    assert!(posts[0].iter().all(|line| line == "post (requester)"), "{posts:?}");
    assert_eq!(posts[0], posts[1]);
    // Where nothing is hidden, the post stands there; and the audit knows both for what they are.
    let plain = registration("housing", now());
    let case = plain.id;
    office::register(&office, plain, &clerk(), now(), None).await.unwrap();
    let leaves = office.store.logged(case).await.unwrap();
    assert!(leaves[0].leaf.to_string().contains("\npost clerk\n"));
    let audit = Store::audit_log(dir.path(), Vec::new(), None, |_, _| {}).await.unwrap();
    assert!(audit.found.is_none(), "{:?}", audit.found);
    let rebuilt = office.store.rebuild(&office.pack.zone, |_, _| {}).await.unwrap();
    assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
}
