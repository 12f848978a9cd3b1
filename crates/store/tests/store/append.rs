//! Appending: nothing lost, nothing doubled, one answer each.

use crate::support::{Home, at, happen, new_id, register, registration};
use domain::StatusSlug;
use domain::case::{Correction, Event};
use sqlx::{Connection as _, Executor as _};
use std::collections::HashSet;
use store::{Error, Filter, Sort, Store, Viewer};

const NOON: &str = "2026-03-02T04:00:00Z";

#[tokio::test]
async fn a_case_comes_back_as_it_was_written() {
    let home = Home::new().await;
    let mut said = registration("消防通道被占用", "2026-03-02T03:00:00Z");
    said.external = Some("H-1".to_owned());
    let append = register(said.clone(), "2026-03-01T16:30:00.123456789Z");
    let done = home.store.append(append).await.unwrap();
    assert_eq!(
        (done.number.as_str(), done.version, done.repeated),
        ("20260302-00001", 2, false)
    );
    let case = home.store.case(said.id).await.unwrap().unwrap();
    assert_eq!(
        (case.number.as_str(), case.version, case.clocks.len()),
        ("20260302-00001", 2, 1)
    );
    assert_eq!(home.store.story("20260302-00001").await.unwrap().unwrap().case, case);
    let externals = home
        .store
        .cases_by_external("hotline", &["H-1".to_owned(), "H-2".to_owned()])
        .await
        .unwrap();
    assert_eq!(externals.get("H-1"), Some(&case));
    assert_eq!(externals.len(), 1);
    assert_eq!(home.store.history(said.id).await.unwrap().len(), 2);
    assert_eq!(home.store.total_cases().await.unwrap(), 1);
}

#[tokio::test]
async fn a_link_stands_with_its_case_or_not_at_all() {
    let home = Home::new().await;
    let mut asked = register(registration("路灯不亮", NOON), NOON);
    asked.key = Some("form-1".to_owned());
    // A write that fails in the middle takes both back: a trigger stands for a machine that stops after the link.
    let url = format!("sqlite://{}", home.dir.path().join("huying.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON requester_links BEGIN SELECT RAISE(ABORT, 'stopped'); END";
    conn.execute(sqlx::raw_sql(broken)).await.unwrap();
    assert!(home.store.append_linked(asked.clone(), "aa").await.is_err());
    assert_eq!(
        home.store.total_cases().await.unwrap(),
        0,
        "no case stands without its link"
    );
    conn.execute(sqlx::raw_sql("DROP TRIGGER broken")).await.unwrap();
    let first = home.store.append_linked(asked.clone(), "aa").await.unwrap();
    let again = home.store.append_linked(asked, "bb").await.unwrap();
    assert!(!first.repeated && again.repeated);
    for link in ["aa", "bb"] {
        assert_eq!(home.store.linked_case(link).await.unwrap(), Some(first.case));
    }
}

#[tokio::test]
async fn a_key_used_again_changes_nothing_and_answers_as_the_first_did() {
    let home = Home::new().await;
    let mut append = register(registration("路灯不亮", NOON), NOON);
    append.key = Some("form-1".to_owned());
    let mut again = register(registration("路灯不亮", NOON), NOON);
    again.key = Some("form-1".to_owned());
    // Twice in one batch, then once more.
    let both = home.store.append_many(vec![append.clone(), again.clone()]).await;
    let first = both[0].as_ref().unwrap();
    assert!(!first.repeated);
    for repeat in [
        both[1].as_ref().unwrap().clone(),
        home.store.append(again).await.unwrap(),
    ] {
        assert!(repeat.repeated);
        assert_eq!(
            (repeat.case, &repeat.number, repeat.version),
            (first.case, &first.number, first.version)
        );
    }
    assert_eq!(home.store.total_cases().await.unwrap(), 1);
}

#[tokio::test]
async fn a_key_with_which_something_was_written_is_never_taken_for_another_request() {
    let home = Home::new().await;
    let same = async |key: &str, asked: &str, day: &str| {
        let moment = at(&format!("{day}T12:00:00+08:00"));
        home.store.is_same_request("k", key, asked, moment).await.unwrap()
    };
    assert!(same("one", "a", "2026-03-02").await);
    let mut append = register(registration("路灯不亮", NOON), NOON);
    append.key = Some(store::asked_key("k", "one"));
    home.store.append(append).await.unwrap();
    // Nothing was written under the other: it is remembered for a week and then free.
    assert!(same("two", "a", "2026-03-02").await);
    for (day, free) in [("2026-03-03", false), ("2026-03-10", true), ("2031-01-01", true)] {
        assert!(same("one", "a", day).await, "{day}");
        assert!(!same("one", "b", day).await, "{day}");
        assert_eq!(same("two", day, day).await, free, "{day}");
    }
    // One that was forgotten before fingerprints were kept beside what was written.
    let mut append = register(registration("积水", NOON), NOON);
    append.key = Some(store::asked_key("k", "old"));
    home.store.append(append).await.unwrap();
    assert!(!same("old", "a", "2031-01-01").await);
}

#[tokio::test]
async fn what_is_written_together_is_written_whole_or_not_at_all() {
    let home = Home::new().await;
    let mut cases = Vec::new();
    for title in ["路灯不亮", "积水", "噪声"] {
        cases.push(home.register(registration(title, NOON), NOON).await);
    }
    let stale = cases[1].clone();
    home.happen(&cases[1], vec![Event::RepeatRecorded], NOON).await;
    cases[1] = home.store.case(cases[1].id).await.unwrap().unwrap();
    let step = |case: &domain::case::Case| happen(case, vec![Event::RepeatRecorded], NOON);
    let versions = async || {
        let mut versions = Vec::new();
        for case in &cases {
            versions.push(home.store.case(case.id).await.unwrap().unwrap().version);
        }
        versions
    };
    let before = versions().await;
    // One of them has changed meanwhile; and one is written by an earlier group of the same message.
    let mut answers = home
        .store
        .append_together(vec![vec![step(&cases[0]), step(&stale)], vec![step(&cases[2])]])
        .await;
    assert!(answers.remove(1).is_ok());
    assert!(matches!(answers.remove(0), Err(Error::Conflict { .. })));
    assert_eq!(versions().await, [before[0], before[1], before[2] + 1]);
    let mut answers = home
        .store
        .append_together(vec![vec![step(&cases[0])], vec![step(&cases[0]), step(&cases[1])]])
        .await;
    assert!(matches!(answers.remove(1), Err(Error::Conflict { .. })));
    assert_eq!(answers.remove(0).unwrap().len(), 1);
    assert_eq!(versions().await, [before[0] + 1, before[1], before[2] + 1]);
    let now = home.store.case(cases[0].id).await.unwrap().unwrap();
    let both = home
        .store
        .append_together(vec![vec![step(&now), step(&cases[1])]])
        .await;
    assert_eq!(both[0].as_ref().unwrap().len(), 2);
    assert_eq!(versions().await, [before[0] + 2, before[1] + 1, before[2] + 1]);
}

#[tokio::test]
async fn groups_with_the_same_last_case_are_written_one_after_the_other() {
    let home = Home::new().await;
    let mut cases = Vec::new();
    for title in ["路灯不亮", "积水", "噪声"] {
        cases.push(home.register(registration(title, NOON), NOON).await);
    }
    let step = |case: &domain::case::Case| happen(case, vec![Event::RepeatRecorded], NOON);
    let with_last = |case| vec![step(case), step(&cases[2])];
    let mut answers = home
        .store
        .append_together(vec![with_last(&cases[0]), with_last(&cases[1])])
        .await;
    assert!(matches!(answers.remove(1), Err(Error::Conflict { .. })));
    assert_eq!(answers.remove(0).unwrap().len(), 2);
    for (case, more) in cases.iter().zip([1, 0, 1]) {
        let now = home.store.case(case.id).await.unwrap().unwrap();
        assert_eq!(now.version, case.version + more);
    }
}

#[tokio::test]
async fn of_two_writes_at_one_version_one_wins() {
    let home = Home::new().await;
    let case = home.register(registration("路面塌陷", NOON), NOON).await;
    let accept = || {
        vec![Event::Accepted {
            status: StatusSlug::from("accepted"),
        }]
    };
    let (a, b) = tokio::join!(
        home.store.append(happen(&case, accept(), NOON)),
        home.store.append(happen(&case, accept(), NOON))
    );
    let lost: Vec<_> = [a, b].into_iter().filter_map(Result::err).collect();
    assert_eq!(lost.len(), 1);
    assert!(matches!(lost[0], Error::Conflict { current: 3 }), "{lost:?}");
    assert_eq!(home.store.case(case.id).await.unwrap().unwrap().version, 3);
}

#[tokio::test]
async fn the_failure_of_one_is_not_the_failure_of_the_others() {
    let home = Home::new().await;
    let known = home.register(registration("旧案", NOON), NOON).await;
    let mut twice = registration("外来号重复", NOON);
    twice.external = Some("X-1".to_owned());
    let mut twice_again = registration("外来号重复", NOON);
    twice_again.external = Some("X-1".to_owned());
    let mut same_id = registration("同一身份", NOON);
    same_id.id = known.id;
    let appends = vec![
        register(registration("甲", NOON), NOON),
        register(twice, NOON),
        register(twice_again, NOON),
        register(same_id, NOON),
        register(registration("乙", NOON), NOON),
    ];
    let answers = home.store.append_many(appends).await;
    assert!(
        answers[0].is_ok() && answers[1].is_ok() && answers[4].is_ok(),
        "{answers:?}"
    );
    assert!(
        matches!(&answers[2], Err(Error::ExternalTaken { external, .. }) if external == "X-1"),
        "{answers:?}"
    );
    assert!(matches!(answers[3], Err(Error::Conflict { current: 2 })), "{answers:?}");
    assert_eq!(home.store.total_cases().await.unwrap(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_lose_none_and_number_each_once() {
    let home = Home::new().await;
    let tasks: Vec<_> = (0..400)
        .map(|n| {
            let store = home.store.clone();
            tokio::spawn(async move {
                store
                    .append(register(registration(&format!("第{n}件"), NOON), NOON))
                    .await
            })
        })
        .collect();
    let mut numbers = HashSet::new();
    for task in tasks {
        assert!(numbers.insert(task.await.unwrap().unwrap().number));
    }
    assert_eq!(numbers.len(), 400);
    home.store.close().await;
    let again = Store::open(home.dir.path()).await.unwrap();
    assert_eq!(again.total_cases().await.unwrap(), 400);
    let page = again
        .list(&Viewer::body(), &Filter::default(), Sort::default(), None, 500)
        .await
        .unwrap();
    assert_eq!(
        page.rows.iter().map(|row| row.number.clone()).collect::<HashSet<_>>(),
        numbers
    );
    let next = again.append(register(registration("之后", NOON), NOON)).await.unwrap();
    assert_eq!(next.number, "20260302-00401");
}

#[tokio::test]
async fn a_second_server_is_refused_until_the_first_has_ended() {
    let home = Home::new().await;
    let refused = Store::open(home.dir.path()).await.err().unwrap();
    let pid = std::process::id().to_string();
    assert!(
        matches!(&refused, Error::Locked { holder, .. } if *holder == pid),
        "{refused}"
    );
    home.store.close().await;
    assert!(matches!(home.store.ready().await, Err(Error::Stopping)));
    let last = home.store.append(register(registration("太晚", NOON), NOON)).await;
    assert!(matches!(last, Err(Error::Stopping)), "{last:?}");
    Store::open(home.dir.path()).await.unwrap().ready().await.unwrap();
}

#[tokio::test]
async fn a_stream_that_does_not_begin_is_refused() {
    let home = Home::new().await;
    let mut append = register(registration("无登记", NOON), NOON);
    append.events.remove(0);
    assert!(matches!(home.store.append(append).await, Err(Error::Corrupt(_))));
    assert!(home.store.case(new_id()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_told_of_a_write_reads_it() {
    let home = Home::new().await;
    let case = home.register(registration("路灯不亮", NOON), NOON).await;
    let number = case.number.clone();
    let reading: Vec<_> = (0..4)
        .map(|_| {
            let (store, number) = (home.store.clone(), number.clone());
            tokio::spawn(async move {
                while store.story(&number).await.unwrap().unwrap().case.version < 60 {
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut case = case;
    while case.version < 60 {
        let told = home
            .happen(&case, vec![Event::Commented { text: "阅".to_owned() }], NOON)
            .await;
        let story = home.store.story(&number).await.unwrap().unwrap();
        assert_eq!(story.case.version, told.version);
        assert_eq!(story.events.len() as u64, told.version);
        assert_eq!(Some(&story.case), home.store.case(case.id).await.unwrap().as_ref());
        case = story.case.clone();
    }
    for reader in reading {
        reader.await.unwrap();
    }
}

#[tokio::test]
async fn words_that_a_crash_kept_from_the_index_get_there_when_it_is_opened_again() {
    let home = Home::new().await;
    let first = home.register(registration("路灯不亮", NOON), NOON).await;
    home.register(registration("井盖松动", NOON), NOON).await;
    let correction = Event::Corrected {
        changes: Correction {
            title: Some("垃圾清运".to_owned()),
            description: Some(String::new()),
            ..Correction::default()
        },
        reason: "录错".to_owned(),
    };
    home.happen(&first, vec![correction], NOON).await;
    let found = async |store: &Store, text: &str| {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        let page = store
            .list(&Viewer::body(), &filter, Sort::ReceivedNewest, None, 10)
            .await
            .unwrap();
        page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    assert_eq!(found(&home.store, "井盖").await, ["井盖松动"]);
    assert_eq!(found(&home.store, "垃圾").await, ["垃圾清运"]);
    assert_eq!(found(&home.store, "路灯").await, Vec::<String>::new());
    home.store.close().await;
    // As if the power had gone before the last words went in: the second case's, and the first one's new ones.
    let before = "DELETE FROM search WHERE rowid = 2; DELETE FROM search WHERE rowid = 1; \
                  INSERT INTO search (rowid, words) VALUES (1, '路 灯'); UPDATE search_upto SET seq = 1; \
                  INSERT INTO unindexed (seq) VALUES (1)";
    let url = format!("sqlite://{}", home.dir.path().join("huying.db").display());
    let mut conn = sqlx::AnyConnection::connect(&url).await.unwrap();
    conn.execute(sqlx::raw_sql(before)).await.unwrap();
    conn.close().await.unwrap();
    let store = Store::open(home.dir.path()).await.unwrap();
    assert_eq!(found(&store, "井盖").await, ["井盖松动"]);
    assert_eq!(found(&store, "垃圾").await, ["垃圾清运"]);
    assert_eq!(found(&store, "路灯").await, Vec::<String>::new());
}
