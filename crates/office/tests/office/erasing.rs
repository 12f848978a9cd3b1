//! Names from files are sealed; what is over its time is erased with its tasks, and no file brings it back.

use domain::CaseId;
use domain::case::{Actor, Command, Ground, Role};
use domain::import::Ignored;
use domain::pack::{FieldName, builtin};
use jiff::Timestamp;
use office::{Clock, ErasedDue, ErasingClock, Error, ImportRequest, Office, Paper};
use std::collections::BTreeMap;
use store::Store;

const FILE: &str = "编号,时间,单位,类别,标题,内容,诉求人,联系电话\n\
                    H-1,2026-03-02 09:00,housing,noise,夜间施工,一直施工,欧阳演示,13900000000\n";
const NOW: &str = "2026-03-02T04:00:00Z";
const OVER: &str = "2029-03-02T04:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn who(role: Role) -> Actor {
    Actor {
        role,
        post: Some("office".into()),
        unit: None,
        account: Some("a".to_owned()),
    }
}

struct Bureau {
    office: Office,
    dir: tempfile::TempDir,
}

impl Bureau {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(at(NOW)),
        };
        Self { office, dir }
    }

    async fn import(&self, when: &str) -> office::ImportReport {
        self.import_text(FILE, when).await
    }

    async fn import_text(&self, text: &str, when: &str) -> office::ImportReport {
        let category = self.office.pack.kinds["request"].categories[0].slug.as_str().to_owned();
        let unit = self.office.pack.units[0].slug.as_str().to_owned();
        let text = text.replace("housing", &unit).replace("noise", &category);
        let request = ImportRequest {
            papers: vec![Paper {
                name: "当日.csv".to_owned(),
                bytes: text.into_bytes(),
            }],
            columns: BTreeMap::new(),
            dry_run: false,
            own_unit: None,
            actor: Actor::program(),
            at: at(when),
        };
        office::import_requests(&self.office, request, &|_, _| {})
            .await
            .unwrap()
    }

    async fn only(&self) -> CaseId {
        let numbers = ["H-1".to_owned()];
        let system = &self.office.pack.import.source_system;
        let found = self.office.store.cases_by_external(system, &numbers).await.unwrap();
        found["H-1"].id
    }

    async fn withdrawn(&self, case: CaseId, when: &str) {
        let command = Command::Withdraw {
            reason: "已解决".to_owned(),
        };
        office::act(&self.office, case, &command, &who(Role::Clerk), at(when), None)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn names_of_files_are_sealed_and_nothing_else_has_them() {
    let bureau = Bureau::new().await;
    let report = bureau.import(NOW).await;
    assert_eq!(report.rows.imported, 1, "{report:?}");
    let case = bureau.only().await;
    let values = bureau.office.store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterName), Some("欧阳演示"));
    assert_eq!(values.get(FieldName::RequesterContact), Some("13900000000"));
    bureau.office.store.close().await;
    for file in std::fs::read_dir(bureau.dir.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = if path.is_file() {
            std::fs::read(&path).unwrap()
        } else {
            Vec::new()
        };
        for word in ["欧阳演示", "13900000000"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
}

#[tokio::test]
async fn what_is_over_its_time_goes_with_its_tasks_and_no_file_brings_it_back() {
    let bureau = Bureau::new().await;
    bureau.import(NOW).await;
    let office = &bureau.office;
    let case = bureau.only().await;
    let mut task = match office.store.history(case).await.unwrap().remove(0).event {
        domain::case::Event::Registered { registration, .. } => *registration,
        other => panic!("{other:?}"),
    };
    (task.id, task.origin) = (office::new_case_id(at(NOW)), Some(case));
    (task.external, task.number) = (None, String::new());
    task.sealed_fields.clear();
    let task_id = task.id;
    office::register(office, task, &who(Role::Clerk), at(NOW), None)
        .await
        .unwrap();
    bureau.withdrawn(case, NOW).await;

    assert!(office::due_for_erasure(office, at(NOW), 10).await.unwrap().is_empty());
    let plan = office::erasure_plan(office, case).await.unwrap();
    assert!(!plan.can_be_done());
    assert_eq!((plan.fields.len(), plan.waits_for.len()), (2, 1));
    let done = office::erase_due(office, at(OVER)).await.unwrap();
    assert_eq!(done, ErasedDue { erased: 0, waiting: 1 });
    let leader = who(Role::Leader);
    let refused = office::erase(office, case, Ground::Request, "本人要求", &leader, at(NOW), None).await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.key == "refusal-erase-task"));

    bureau.withdrawn(task_id, NOW).await;
    assert_eq!(office::due_for_erasure(office, at(OVER), 10).await.unwrap().len(), 2);
    let done = office::erase_due(office, at(OVER)).await.unwrap();
    assert!(done.erased >= 2 && done.waiting == 0, "{done:?}");
    for id in [case, task_id] {
        let state = office.store.case(id).await.unwrap().unwrap();
        assert!(state.erased_at.is_some() && state.title.is_empty());
    }
    assert!(office::due_for_erasure(office, at(OVER), 10).await.unwrap().is_empty());

    let report = bureau.import(OVER).await;
    assert_eq!(report.ignored, BTreeMap::from([(Ignored::Erased, 1)]), "{report:?}");
    assert_eq!((report.rows.imported, report.rows.corrected), (0, 0));
    assert!(office.store.finish_erasing().await.unwrap());
}

/// A row without a number is known again by what it says: also after it was erased, and after the key that wraps was changed. What it is
/// known by tells nobody who has not that key whether they have guessed the words.
#[tokio::test]
async fn a_row_without_a_number_is_known_again_and_nothing_tells_what_it_said() {
    let text = FILE.replace("编号,", "").replace("H-1,", "");
    let mut bureau = Bureau::new().await;
    assert_eq!(bureau.import_text(&text, NOW).await.rows.imported, 1);
    let office = &bureau.office;
    let report = bureau.import_text(&text, NOW).await;
    assert_eq!((report.rows.imported, report.rows.unchanged), (0, 1), "{report:?}");
    let listed = office
        .store
        .list(
            &store::Viewer::body(),
            &store::Filter::default(),
            store::Sort::ReceivedOldest,
            None,
            10,
        )
        .await
        .unwrap();
    let case = office.store.case(listed.rows[0].id).await.unwrap().unwrap();
    let plain = plain_number(&case);
    assert!(
        !case.external.as_deref().unwrap().contains(&plain),
        "{:?}",
        case.external
    );
    let out = tempfile::tempdir().unwrap();
    office.store.backup(&out.path().join("before.huying")).await.unwrap();
    bureau.withdrawn(case.id, NOW).await;
    assert_eq!(office::erase_due(office, at(OVER)).await.unwrap().erased, 1);
    assert!(office.store.finish_erasing().await.unwrap());
    office.store.close().await;
    for dir in [bureau.dir.path(), out.path()] {
        for file in std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().path()) {
            let bytes = std::fs::read(&file).unwrap_or_default();
            let found = bytes.windows(plain.len()).any(|window| window == plain.as_bytes());
            assert!(!found, "in {}", file.display());
        }
    }
    Store::rotate_seal_key(bureau.dir.path()).await.unwrap();
    bureau.office.store = Store::open(bureau.dir.path()).await.unwrap();
    let report = bureau.import_text(&text, OVER).await;
    assert_eq!(report.ignored, BTreeMap::from([(Ignored::Erased, 1)]), "{report:?}");
}

/// What somebody who guesses all of it would make of the words.
fn plain_number(case: &domain::case::Case) -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    for part in [
        case.received_at.to_string().as_str(),
        case.unit.as_str(),
        case.category.as_str(),
        &case.title,
        &case.description,
        &case.place.address,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let bytes: [u8; 32] = hash.finalize().into();
    let high = u128::from_be_bytes(bytes[..16].try_into().unwrap());
    format!("{high:032x}")
}

#[tokio::test]
async fn nothing_is_erased_by_a_clock_that_nobody_believes() {
    let mut bureau = Bureau::new().await;
    bureau.import(NOW).await;
    assert_eq!(
        office::erasing_clock(&bureau.office, at(NOW)).await.unwrap(),
        ErasingClock::Stated
    );
    bureau.office.clock = Clock::real();
    let office = &bureau.office;
    let at_day = |day: i64| at(NOW) + jiff::SignedDuration::from_hours(24 * day);
    let clock = async |day: i64| office::erasing_clock(office, at_day(day)).await.unwrap();
    let ahead = |day: i64| ErasingClock::Ahead { last: at_day(day) };
    // Where it was never looked at, the newest event tells; what is written by a wrong clock afterwards does not.
    assert_eq!(clock(300).await, ahead(0));
    office::begin_erasing_clock(office).await.unwrap();
    bureau.withdrawn(bureau.only().await, OVER).await;
    assert_eq!(clock(300).await, ahead(0));
    assert_eq!(clock(20).await, ErasingClock::Believed);
    // Each look that found it right carries on, however long; a person's word too.
    office::believe_clock(office, at_day(20)).await.unwrap();
    assert_eq!((clock(50).await, clock(52).await), (ErasingClock::Believed, ahead(20)));
    office::believe_clock(office, at_day(300)).await.unwrap();
    assert_eq!(clock(301).await, ErasingClock::Believed);
    // Set back: it is wrong now, or was before. It is believed again when it is past that time, or by a person's word.
    let behind = |day: i64| ErasingClock::Behind { last: at_day(day) };
    assert_eq!((clock(5).await, clock(299).await), (behind(300), behind(300)));
    assert_eq!(clock(300).await, ErasingClock::Believed);
    office::believe_clock(office, at_day(5)).await.unwrap();
    assert_eq!((clock(5).await, clock(4).await), (ErasingClock::Believed, behind(5)));
    // Who said so by a clock of long ago says so once more, too.
    office::believe_clock(office, Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(
        clock(6).await,
        ErasingClock::Ahead {
            last: Timestamp::UNIX_EPOCH
        }
    );
    office::believe_clock(office, at_day(6)).await.unwrap();
    assert_eq!(clock(7).await, ErasingClock::Believed);
}

#[tokio::test]
async fn a_clock_that_comes_up_long_ago_is_not_the_one_that_is_believed() {
    let mut bureau = Bureau::new().await;
    bureau.office.clock = Clock::real();
    let long_ago = Timestamp::UNIX_EPOCH;
    let clock = office::erasing_clock(&bureau.office, long_ago).await.unwrap();
    assert_eq!(clock, ErasingClock::Empty, "nothing says what time it is");
    bureau.import(NOW).await;
    // Before it was ever looked at, and after.
    for _ in 0..2 {
        let clock = office::erasing_clock(&bureau.office, long_ago).await.unwrap();
        assert_eq!(clock, ErasingClock::Behind { last: at(NOW) });
        office::begin_erasing_clock(&bureau.office).await.unwrap();
    }
}
