//! What is said in confidence, and that nothing is left of it after it was erased.

use crate::migrate::database;
use crate::support::{Home, at, happen, register, registration, zone};
use base64::Engine as _;
use domain::CaseId;
use domain::case::{Answer, Case, Correction, Event, Evidence, Ground, Outcome, Party, Registration, SealedValues};
use domain::daily::{AttentionItem, DayEvent, Reason, Subject};
use domain::pack::FieldName;
use jiff::civil::date;
use std::path::{Path, PathBuf};
use store::{CaseKeys, DayVersion, Error, Passing, Rotated, Store, Wrong};

const START: &str = "2026-03-02T01:00:00Z";
const LATER: &str = "2026-03-02T02:00:00Z";
const LAST: &str = "2027-03-02T02:00:00Z";

/// What must not be found anywhere after it was erased; in Chinese, in Latin letters, numbers.
const PLANTED: [&str; 13] = [
    "欧阳演示",
    "13900001111",
    "Wolfeschlegel",
    "zebrafinch",
    "quokkahouse",
    "marmosetway",
    "axolotlnote",
    "capybaraanswer",
    "narwhalphoto",
    "pangolinbytes",
    "okapitask",
    "tardigraderemark",
    // The plain hash of what a row without a number said, as it was kept before there was a secret for it.
    "5ec0de5ec0de5ec0de5ec0de5ec0de5e",
];

fn planted() -> Registration {
    let mut said = registration(&format!("{} {}", PLANTED[2], PLANTED[3]), START);
    said.description = format!("{} 13900001111 {}", PLANTED[0], PLANTED[4]);
    PLANTED[5].clone_into(&mut said.place.address);
    said.external = Some("H-77".to_owned());
    said.sealed = SealedValues::default()
        .with(FieldName::RequesterName, PLANTED[0])
        .with(FieldName::RequesterContact, PLANTED[1]);
    said
}

async fn step(home: &Home, id: CaseId, events: Vec<Event>) {
    let case = home.store.case(id).await.unwrap().unwrap();
    home.happen(&case, events, LATER).await;
}

/// A directory with a case to be erased among others, a task made from it, and a day's papers that speak of both.
async fn lived() -> (Home, Case, Case) {
    let home = Home::new().await;
    for n in 0..40 {
        home.register(registration(&format!("第{n}件 别的 other{n}"), START), START)
            .await;
    }
    let case = home.register(planted(), START).await;
    for n in 0..40 {
        home.register(registration(&format!("第{n}件 之后 after{n}"), START), START)
            .await;
    }
    let bytes = format!("%PDF {}", PLANTED[9]).repeat(300);
    let sha256 = home.store.put_file(case.id, bytes.as_bytes()).await.unwrap();
    let evidence = Evidence {
        name: format!("{}.jpg", PLANTED[8]),
        media_type: "image/jpeg".to_owned(),
        bytes: bytes.len() as u64,
        sha256,
    };
    step(&home, case.id, vec![Event::EvidenceAttached(evidence)]).await;
    let corrected = |title: &str| Event::Corrected {
        changes: Correction {
            title: Some(title.to_owned()),
            ..Correction::default()
        },
        reason: PLANTED[6].to_owned(),
    };
    // A longer title moves its row about in the database's pages.
    for n in 1..6 {
        let title = format!("{} {}", PLANTED[2].repeat(n * 3), PLANTED[3]);
        step(&home, case.id, vec![corrected(&title)]).await;
        // The index is written in between, so that there are several segments of it.
        assert_eq!(
            home.store
                .count(&store::Viewer::body(), &asks(PLANTED[3]), 10)
                .await
                .unwrap(),
            1
        );
    }
    let answer = Answer {
        text: format!("{}，{}", PLANTED[7], PLANTED[0]),
        outcome: Outcome::Solved,
        by: None,
        at: at(LATER),
    };
    step(
        &home,
        case.id,
        vec![Event::Answered {
            answer,
            status: "answered".into(),
        }],
    )
    .await;
    let mut of_task = registration(PLANTED[10], START);
    of_task.origin = Some(case.id);
    of_task.external = Some(format!("row:{}", PLANTED[12]));
    let task = home.register(of_task, START).await;
    let subject = Subject::Case {
        id: case.id,
        number: case.number.clone(),
        title: PLANTED[2].to_owned(),
        unit: case.unit.clone(),
    };
    let item = AttentionItem {
        reasons: vec![Reason::Added {
            why: PLANTED[11].to_owned(),
        }],
        subject: subject.clone(),
    };
    let actor = domain::case::Actor::program();
    let day = date(2026, 3, 2);
    let events = vec![
        DayEvent::Added { item },
        DayEvent::Dropped {
            subject,
            why: PLANTED[11].to_owned(),
        },
    ];
    home.store
        .append_day(day, DayVersion(0), events, actor, at(LATER))
        .await
        .unwrap();
    (home, case, task)
}

/// What others answered of the case's messages, with planted words in it: of a notice, a report, a call, news to a program.
fn answered(case: &Case) -> String {
    let id = case.id.0.simple().to_string().to_uppercase();
    let word = |n: usize| format!("'550 {} {}'", PLANTED[n], PLANTED[1]);
    let about = serde_json::json!({ "event": "raised", "about": { "reason": "danger", "link": "/", "case": case.id },
                                    "policy": "watch" });
    format!(
        "INSERT INTO notices VALUES (1, X'{id}', 1, 'email', 'notice-registered', 1, 3, 2, 0, 'given-up', 2, {}, NULL); \
         INSERT INTO report_sends VALUES ('r', X'{id}', 1, 1, 'failed', 1, 1, 0, 3, NULL, 'h', NULL, {}); \
         INSERT INTO report_tries VALUES ('r', 1, 1, {}); \
         INSERT INTO calls VALUES ('c', 'danger', 1, NULL, 0); \
         INSERT INTO stream_events VALUES ('call', 'c', 1, 1, '{{}}', '{about}'); \
         INSERT INTO call_sends VALUES ('s', 'c', 1, 1, NULL, 'group', 'webhook', 1, 'failed', 1, 0, 3, NULL, 'h', NULL, \
         NULL, NULL, {}); \
         INSERT INTO webhooks VALUES ('w', 'https://example.org/', 'secret', 'clerk', 0, 1, NULL)",
        word(0),
        word(2),
        word(3),
        word(4)
    )
}

/// Messages and jobs of the case that somebody has put words into, though the program puts none there.
fn told_to_others(case: &Case) -> String {
    let id = case.id.0.simple().to_string().to_uppercase();
    let message = |n: u32, version: u32, state: &str| {
        format!(
            "INSERT INTO webhook_messages SELECT {n}, 'w', position, 'case', '{{\"title\":\"{}\"}}', 1, 1, 1, 0, '{state}', \
             1, 500, '{}' FROM events WHERE case_id = X'{id}' AND version = {version}; ",
            PLANTED[2], PLANTED[0]
        )
    };
    format!(
        "{} {} INSERT INTO jobs VALUES (1, 'letter', '{{\"case\":\"{}\",\"to\":\"{}\"}}', 'letter/1', 1, 0, 0, 0, '{}')",
        message(1, 1, "sent"),
        message(2, 2, "waiting"),
        case.id,
        PLANTED[1],
        PLANTED[0]
    )
}

/// A row that was rejected, and came in as the case later; beside it another file's.
async fn rows_to_mend(home: &Home) {
    for (run, number) in [("run-1", "H-77"), ("run-2", "H-770")] {
        let said = if run == "run-1" { PLANTED[0] } else { "other7" };
        let rows = serde_json::json!({ "rows": [[number, said]] }).to_string();
        let files = vec![("table.json".to_owned(), rows.into_bytes())];
        home.store.put_passing(Passing::ToMend, run, files).await.unwrap();
    }
}

fn asks(text: &str) -> store::Filter {
    store::Filter {
        text: Some(text.to_owned()),
        ..store::Filter::default()
    }
}

fn erased(ground: Ground) -> Vec<Event> {
    let reason = "按规定".to_owned();
    vec![
        Event::ClockCancelled { clock: "answer".into() },
        Event::Erased { ground, reason },
    ]
}

/// Both in one message, as the office does it.
async fn erase(home: &Home, cases: [&Case; 2]) {
    let mut appends = Vec::new();
    for case in cases {
        let case = home.store.case(case.id).await.unwrap().unwrap();
        appends.push(happen(&case, erased(Ground::Request), LAST));
    }
    for answer in home.store.append_many(appends).await {
        answer.unwrap();
    }
    assert!(home.store.finish_erasing().await.unwrap());
}

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The planted words that are somewhere in the files, in UTF-8 or UTF-16.
fn found_in(files: &[PathBuf]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        for word in PLANTED {
            let wide: Vec<u16> = word.encode_utf16().collect();
            let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            let lower = word.to_lowercase();
            let forms = [word.as_bytes(), lower.as_bytes(), &little, &big];
            if forms
                .iter()
                .any(|form| bytes.windows(form.len()).any(|window| window == *form))
            {
                found.push(format!("{word} in {}", file.display()));
            }
        }
    }
    found
}

fn keep_key(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::copy(from.join("seal.key"), to.join("seal.key")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_of_what_was_erased() {
    let (home, case, task) = lived().await;
    let data = home.dir.path();
    let values = home.store.open_sealed(case.id).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterName), Some(PLANTED[0]));
    let out = tempfile::tempdir().unwrap();
    let before = out.path().join("before.huying");
    database(data, &answered(&case)).await;
    home.store.backup(&before).await.unwrap();
    // A backup is sealed from the first: without keys it says nothing.
    assert_eq!(found_in(std::slice::from_ref(&before)), Vec::<String>::new());
    database(data, &told_to_others(&case)).await;
    rows_to_mend(&home).await;
    // Each of them lies there to be found, or not finding it afterwards would say nothing; evidence alone is sealed from the first.
    let there = found_in(&files_under(data));
    let is_there = |word: &str| there.iter().any(|found| found.starts_with(&format!("{word} in ")));
    let missing: Vec<&str> = PLANTED.into_iter().filter(|word| !is_there(word)).collect();
    assert_eq!(missing, [PLANTED[9]], "{there:?}");
    assert!(there.iter().any(|found| found.contains("to-mend")), "{there:?}");
    let logged = home.store.logged(case.id).await.unwrap();

    erase(&home, [&case, &task]).await;

    assert_eq!(found_in(&files_under(data)), Vec::<String>::new());
    // That there were such messages stays, and what belongs to others.
    assert_eq!(home.store.notices_of(case.id, Party::A, 10).await.unwrap().len(), 1);
    assert_eq!(home.store.report_tries_of(case.id).await.unwrap().len(), 1);
    assert_eq!(home.store.sends_of("c").await.unwrap().len(), 1);
    assert!(home.store.messages(None, 10).await.unwrap().is_empty());
    assert_eq!(home.store.passing_ids(Passing::ToMend).await.unwrap(), ["run-2"]);
    for text in PLANTED {
        assert_eq!(
            home.store.count(&store::Viewer::body(), &asks(text), 10).await.unwrap(),
            0,
            "{text}"
        );
    }
    assert_eq!(
        home.store
            .count(&store::Viewer::body(), &asks("other7"), 10)
            .await
            .unwrap(),
        1
    );
    assert!(home.store.open_sealed(case.id).await.unwrap().is_empty());
    let state = home.store.case(case.id).await.unwrap().unwrap();
    assert_eq!((state.erased_at, state.title.as_str()), (Some(at(LAST)), ""));
    assert!(home.store.days_with_words_of(case.id).await.unwrap().is_empty());
    // The leaves are what they were, and the log of the directory holds.
    let now = home.store.logged(case.id).await.unwrap();
    assert!(logged.iter().zip(&now).all(|(before, now)| before.leaf == now.leaf));
    assert!(logged.iter().all(|logged| logged.salt.is_some()) && now[0].salt.is_none());
    let audit = Store::audit_log(data, Vec::new(), None, |_, _| {}).await.unwrap();
    assert_eq!(audit.found, None);
    assert!(
        home.store
            .rebuild(&zone(), |_, _| {})
            .await
            .unwrap()
            .differed
            .is_empty()
    );
    // The number in the source system stays taken.
    let again = home.store.append(register(planted(), LAST)).await;
    assert!(matches!(again, Err(Error::ExternalTaken { .. })), "{again:?}");

    // A backup made after; and the one made before, with the keys of after.
    let after = out.path().join("after.huying");
    home.store.backup(&after).await.unwrap();
    home.store.close().await;
    assert_eq!(found_in(&files_under(data)), Vec::<String>::new());
    assert_eq!(found_in(&files_under(out.path())), Vec::<String>::new());
    for (backup, many) in [(&before, 2), (&after, 0)] {
        let back = tempfile::tempdir().unwrap();
        keep_key(data, back.path());
        let report = Store::restore(backup, back.path(), CaseKeys::Beside, at(LAST))
            .await
            .unwrap();
        assert_eq!((report.cases, report.erased), (82, many));
        assert_eq!(found_in(&files_under(back.path())), Vec::<String>::new());
        let store = Store::open(back.path()).await.unwrap();
        let state = store.case(case.id).await.unwrap().unwrap();
        assert!(state.erased_at.is_some() && state.title.is_empty());
        assert_eq!(
            store.count(&store::Viewer::body(), &asks("other7"), 10).await.unwrap(),
            1
        );
        assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
        let audit = Store::audit_log(back.path(), Vec::new(), None, |_, _| {})
            .await
            .unwrap();
        assert_eq!((audit.found, audit.unopened), (None, 0));
        store.close().await;
        assert_eq!(found_in(&files_under(back.path())), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_backup_brings_back_what_was_not_erased() {
    let (home, case, task) = lived().await;
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("whole.huying");
    home.store.backup(&to).await.unwrap();
    let new = out.path().join("new");
    // Without the key nothing opens, and it says so; without the keys' file too.
    let refused = Store::restore(&to, &new, CaseKeys::Beside, at(LAST)).await;
    assert!(matches!(refused, Err(Error::NoSealKey)), "{refused:?}");
    keep_key(home.dir.path(), &new);
    let missing = CaseKeys::File(out.path().join("none"));
    let refused = Store::restore(&to, &new, missing, at(LAST)).await;
    assert!(matches!(refused, Err(Error::BadBackup(_))), "{refused:?}");
    let report = Store::restore(&to, &new, CaseKeys::Beside, at(LAST)).await.unwrap();
    assert_eq!((report.files, report.erased), (1, 0));
    let store = Store::open(&new).await.unwrap();
    for id in [case.id, task.id] {
        assert_eq!(store.case(id).await.unwrap(), home.store.case(id).await.unwrap());
        assert_eq!(
            store.open_sealed(id).await.unwrap(),
            home.store.open_sealed(id).await.unwrap()
        );
        assert_eq!(store.logged(id).await.unwrap(), home.store.logged(id).await.unwrap());
    }
    let day = date(2026, 3, 2);
    assert_eq!(
        store.day_events(day).await.unwrap(),
        home.store.day_events(day).await.unwrap()
    );
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    let audit = Store::audit_log(&new, Vec::new(), None, |_, _| {}).await.unwrap();
    assert_eq!((audit.found, audit.files, audit.sealed), (None, 1, 1));
    store.close().await;

    // Without words at all: every case is there, and erased.
    let bare = out.path().join("bare");
    let report = Store::restore(&to, &bare, CaseKeys::None, at(LAST)).await.unwrap();
    assert_eq!(report.erased, report.cases);
    let store = Store::open(&bare).await.unwrap();
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    let audit = Store::audit_log(&bare, Vec::new(), None, |_, _| {}).await.unwrap();
    assert_eq!(audit.found, None);
    store.close().await;
}

#[tokio::test]
async fn without_the_key_the_desk_opens_and_nothing_is_written_in_the_open() {
    let (home, case, _) = lived().await;
    home.store.close().await;
    let key = home.dir.path().join("seal.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let store = Store::open(home.dir.path()).await.unwrap();
    assert!(!store.can_seal() && !key.exists());
    assert!(matches!(store.open_sealed(case.id).await, Err(Error::NoSealKey)));
    let mut said = planted();
    said.external = None;
    assert!(matches!(
        store.append(register(said, LATER)).await,
        Err(Error::NoSealKey)
    ));
    let plain = registration("没有保密内容", LATER);
    let id = plain.id;
    store.append(register(plain, LATER)).await.unwrap();
    assert!(matches!(store.put_file(id, b"x").await, Err(Error::NoSealKey)));
    let audit = Store::audit_log(home.dir.path(), Vec::new(), None, |_, _| {})
        .await
        .unwrap();
    assert_eq!((audit.found, audit.files, audit.unopened), (None, 0, 2));
    store.close().await;
    store::write_secret(&key, &kept).unwrap();
    let store = Store::open(home.dir.path()).await.unwrap();
    assert!(!store.open_sealed(case.id).await.unwrap().is_empty());
    // What was registered meanwhile has its key now.
    store.put_file(id, b"x").await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_new_key_wraps_all_and_the_old_one_is_gone() {
    let (home, case, _) = lived().await;
    let refused = Store::rotate_seal_key(home.dir.path()).await;
    assert!(matches!(refused, Err(Error::Locked { .. })), "{refused:?}");
    home.store.close().await;
    let key = home.dir.path().join("seal.key");
    let before = std::fs::read_to_string(&key).unwrap();
    let rotated = Store::rotate_seal_key(home.dir.path()).await.unwrap();
    assert!(matches!(rotated, Rotated::Done { cases: 82, .. }), "{rotated:?}");
    let after = std::fs::read_to_string(&key).unwrap();
    assert!(after.lines().count() == 1 && after != before);
    let store = Store::open(home.dir.path()).await.unwrap();
    let values = store.open_sealed(case.id).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some(PLANTED[1]));
    store.close().await;
    std::fs::write(&key, before).unwrap();
    let store = Store::open(home.dir.path()).await.unwrap();
    assert!(matches!(store.open_sealed(case.id).await, Err(Error::NoSealKey)));
    store.close().await;
}

#[tokio::test]
async fn what_was_emptied_without_an_erasure_is_named() {
    let (home, case, _) = lived().await;
    home.store.close().await;
    let url = format!("sqlite://{}", home.dir.path().join("huying.db").display());
    let mut conn = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    let found: (String, String) = sqlx::query_as("SELECT event, salts FROM events WHERE case_id = $1 AND version = 1")
        .bind(case.id.0.as_bytes().to_vec())
        .fetch_one(&mut conn)
        .await
        .unwrap();
    let event: Event = serde_json::from_str(&found.0).unwrap();
    let engine = base64::engine::general_purpose::STANDARD_NO_PAD;
    let salts = engine.encode(&engine.decode(found.1).unwrap()[32..]);
    sqlx::query("UPDATE events SET event = $1, salts = $2, sealed = NULL WHERE case_id = $3 AND version = 1")
        .bind(serde_json::to_string(&event.without_words()).unwrap())
        .bind(salts)
        .bind(case.id.0.as_bytes().to_vec())
        .execute(&mut conn)
        .await
        .unwrap();
    sqlx::Connection::close(conn).await.unwrap();
    let audit = Store::audit_log(home.dir.path(), Vec::new(), None, |_, _| {})
        .await
        .unwrap();
    let found = audit.found.unwrap();
    assert_eq!((found.wrong, found.event), (Wrong::Emptied, Some(1)));
}
