//! Personal data taken in an emergency is destroyed when it is over (突发事件应对法, art. 85): no file of the directory, no backup made before and
//! no restore has it, while the case's record stays and the log still holds.

use domain::case::{
    About, Actor, Command, Figures, Movement, Place, Registration, ReportSort, ReportText, Respond, Role, SealedValues,
};
use domain::pack::{FieldName, ReportPart, builtin};
use domain::{CaseId, PostSlug};
use jiff::Timestamp;
use office::{Clock, Error, Office};
use std::path::{Path, PathBuf};
use store::{CaseKeys, Store};

const NAME: &str = "欧阳演示";
const TELEPHONE: &str = "13900001234";
const NOTE: &str = "轮椅，住院部三床，司马演示";
const PLANTED: [&str; 3] = [NAME, TELEPHONE, NOTE];
const BEGAN: &str = "2026-10-01T02:10:00Z";
const OVER: &str = "2026-10-01T06:00:00Z";
const EARLY: &str = "2026-10-20T06:00:00Z";
const DUE: &str = "2026-11-02T06:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn holder(office: &Office, post: &str) -> Actor {
    let post = office.pack.post(&PostSlug::new(post)).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

struct County {
    office: Office,
    dir: tempfile::TempDir,
    out: tempfile::TempDir,
    case: CaseId,
}

impl County {
    /// A fire with names in it, dealt with and over.
    async fn after_a_fire() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(at(BEGAN)),
        };
        let registration = Registration {
            id: office::new_case_id(at(BEGAN)),
            number: String::new(),
            kind: "incident".into(),
            category: "incident-fire".into(),
            title: "东门市场起火".to_owned(),
            description: "二楼冒烟。".to_owned(),
            place: Place {
                address: "东门市场".to_owned(),
                ..Place::default()
            },
            source: "电话".to_owned(),
            received_at: at(BEGAN),
            unit: "fire".into(),
            leader: "fire-leader".into(),
            external: None,
            origin: None,
            people_affected: None,
            casualties: None,
            repeats: 0,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            about: About::default(),
            sealed_fields: Vec::new(),
            sealed: SealedValues::default()
                .with(FieldName::RequesterName, NAME)
                .with(FieldName::RequesterContact, TELEPHONE),
        };
        let case = registration.id;
        let duty = holder(&office, "duty-officer");
        office::register(&office, registration, &duty, at(BEGAN), None)
            .await
            .unwrap();
        let county = Self {
            office,
            dir,
            out: tempfile::tempdir().unwrap(),
            case,
        };
        let kept = Command::KeepSealed {
            values: SealedValues::default().with(FieldName::SealedNote, NOTE),
            reason: "移交伤员".to_owned(),
        };
        county.does("2026-10-01T02:30:00Z", &kept).await.unwrap();
        let figures = Figures {
            injured: 2,
            ..Figures::default()
        };
        let note = "现场".to_owned();
        county
            .responds("2026-10-01T02:31:00Z", Respond::Figures { figures, note })
            .await;
        for rung in ["head", "government", "city"] {
            let rung = rung.to_owned();
            county
                .responds("2026-10-01T02:40:00Z", report(ReportSort::First { rung }))
                .await;
        }
        let called = Respond::CallResource {
            what: "消防车".to_owned(),
            count: 1,
            from: "城东站".to_owned(),
        };
        county.responds("2026-10-01T02:41:00Z", called).await;
        let released = Respond::MoveResource {
            resource: 1,
            to: Movement::Released,
        };
        county.responds("2026-10-01T05:00:00Z", released).await;
        county.responds("2026-10-01T05:30:00Z", report(ReportSort::Final)).await;
        county
    }

    async fn does(&self, when: &str, command: &Command) -> Result<office::Done, Error> {
        let duty = holder(&self.office, "duty-officer");
        office::act(&self.office, self.case, command, &duty, at(when), None).await
    }

    async fn responds(&self, when: &str, step: Respond) {
        self.does(when, &Command::Respond(step)).await.unwrap();
    }

    async fn ends(&self) {
        let text = "扑灭，清点完毕".to_owned();
        self.responds(OVER, Respond::End { text }).await;
    }

    async fn backup(&self, name: &str) -> PathBuf {
        let to = self.out.path().join(name);
        self.office.store.backup(&to).await.unwrap();
        to
    }

    /// Nothing is left of it, the record is whole and the log holds.
    async fn holds_without_it(&self) {
        let store = &self.office.store;
        assert!(store.open_sealed(self.case).await.unwrap().is_empty());
        record_is_whole(store, self.case).await;
        let audit = Store::audit_log(self.dir.path(), Vec::new(), None, |_, _| {})
            .await
            .unwrap();
        assert_eq!((audit.found, audit.unopened), (None, 0));
        let rebuilt = store.rebuild(&self.office.pack.zone, |_, _| {}).await.unwrap();
        assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
        assert_eq!(found_in(self.dir.path()), Vec::<String>::new());
    }
}

fn report(sort: ReportSort) -> Respond {
    let parts = ReportPart::ALL.iter().map(|part| ReportText {
        part: *part,
        text: "如实".to_owned(),
    });
    Respond::SendReport {
        sort,
        parts: parts.collect(),
        to: "市应急管理局".to_owned(),
        channel: "电话".to_owned(),
        contact: String::new(),
        said_at: None,
        receivers: Vec::new(),
        known: None,
    }
}

async fn record_is_whole(store: &Store, case: CaseId) {
    let state = store.case(case).await.unwrap().unwrap();
    assert_eq!(state.title, "东门市场起火");
    assert!(state.erased_at.is_none() && state.sealed_fields.is_empty());
    let incident = state.incident().unwrap();
    assert_eq!((incident.reports.len(), incident.known().injured), (4, 2));
    assert!(incident.personal_erased_at.is_some());
}

/// The planted words that are somewhere in the files of a directory, in UTF-8 or UTF-16.
fn found_in(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for word in PLANTED {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let forms = [word.as_bytes(), wide.as_slice()];
            if forms
                .iter()
                .any(|form| bytes.windows(form.len()).any(|window| window == *form))
            {
                found.push(format!("{word} in {}", path.display()));
            }
        }
    }
    found
}

/// A backup put into a new directory, with the keys of that file.
async fn restored(from: &Path, keys: CaseKeys, key_of: &Path) -> (Store, tempfile::TempDir) {
    let back = tempfile::tempdir().unwrap();
    std::fs::copy(key_of.join("seal.key"), back.path().join("seal.key")).unwrap();
    Store::restore(from, back.path(), keys, at(DUE)).await.unwrap();
    (Store::open(back.path()).await.unwrap(), back)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_in_the_emergency_is_gone_everywhere_when_it_is_over() {
    let county = County::after_a_fire().await;
    let (office, case) = (&county.office, county.case);
    let values = office.store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some(TELEPHONE));
    assert_eq!(values.get(FieldName::SealedNote), Some(NOTE));
    let before = county.backup("before.huying").await;
    let old_keys = county.out.path().join("old.case-keys");
    std::fs::copy(county.out.path().join("huying.case-keys"), &old_keys).unwrap();
    // While it is dealt with nothing goes, and neither before the pack's day.
    assert_eq!(office::erase_personal_due(office, at(DUE)).await.unwrap(), 0);
    let open = county.does(OVER, &Command::Respond(Respond::ErasePersonal)).await;
    assert!(matches!(open, Err(Error::Refused(refusal)) if refusal.key == "refusal-personal-open"));
    county.ends().await;
    assert_eq!(office::erase_personal_due(office, at(EARLY)).await.unwrap(), 0);
    assert!(!office.store.open_sealed(case).await.unwrap().is_empty());

    let listed = office::personal_due(office, at(DUE)).await.unwrap();
    assert_eq!(listed.len(), 1, "what goes is listed before it goes");
    assert_eq!(office::erase_personal_due(office, at(DUE)).await.unwrap(), 1);
    assert_eq!(office::erase_personal_due(office, at(DUE)).await.unwrap(), 0, "once");
    assert!(office.store.finish_erasing().await.unwrap());
    county.holds_without_it().await;

    // A backup made before, with the keys that lie beside the backups now.
    let after = county.backup("after.huying").await;
    for backup in [&before, &after] {
        let (store, back) = restored(backup, CaseKeys::Beside, county.dir.path()).await;
        assert!(store.open_sealed(case).await.unwrap().is_empty());
        let state = store.case(case).await.unwrap().unwrap();
        assert_eq!(state.title, "东门市场起火", "the record comes back");
        assert!(state.incident().unwrap().personal_erased_at.is_some());
        assert!(state.sealed_fields.is_empty());
        let audit = Store::audit_log(back.path(), Vec::new(), None, |_, _| {})
            .await
            .unwrap();
        assert_eq!((audit.found, audit.unopened), (None, 0));
        let rebuilt = store.rebuild(&office.pack.zone, |_, _| {}).await.unwrap();
        assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
        store.close().await;
        assert_eq!(found_in(back.path()), Vec::<String>::new());
    }
    // It is the key that makes the difference: with the file that should have been replaced, it is there still.
    let (store, _back) = restored(&before, CaseKeys::File(old_keys), county.dir.path()).await;
    let values = store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some(TELEPHONE));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_review_is_done_when_somebody_says_so_and_what_comes_after_has_a_key_of_its_own() {
    let county = County::after_a_fire().await;
    let (office, case) = (&county.office, county.case);
    let before = county.backup("before.huying").await;
    county.ends().await;
    let auditor = Actor {
        role: Role::Auditor,
        ..holder(office, "auditor")
    };
    let step = Command::Respond(Respond::ErasePersonal);
    let refused = office::act(office, case, &step, &auditor, at(OVER), None).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
    let finding = "消防栓被挡".to_owned();
    county.responds(OVER, Respond::Review { finding }).await;
    county.responds(OVER, Respond::ErasePersonal).await;
    assert!(office.store.finish_erasing().await.unwrap());
    county.holds_without_it().await;
    // It flares up again: what is taken now is kept, and what was is not back.
    let reason = "复燃".to_owned();
    county.does(OVER, &Command::Reopen { reason }).await.unwrap();
    let kept = Command::KeepSealed {
        values: SealedValues::default().with(FieldName::RequesterContact, "13900009999"),
        reason: "再次报警".to_owned(),
    };
    county.does(OVER, &kept).await.unwrap();
    let values = office.store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some("13900009999"));
    assert_eq!(values.get(FieldName::RequesterName), None);
    let after = county.backup("after.huying").await;
    let (store, back) = restored(&before, CaseKeys::Beside, county.dir.path()).await;
    assert!(store.open_sealed(case).await.unwrap().is_empty());
    let audit = Store::audit_log(back.path(), Vec::new(), None, |_, _| {})
        .await
        .unwrap();
    assert_eq!((audit.found, audit.unopened), (None, 0));
    store.close().await;
    let (store, _back) = restored(&after, CaseKeys::Beside, county.dir.path()).await;
    let values = store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some("13900009999"));
    store.close().await;
    // A new key that wraps wraps this one too.
    office.store.close().await;
    Store::rotate_seal_key(county.dir.path()).await.unwrap();
    let store = Store::open(county.dir.path()).await.unwrap();
    let values = store.open_sealed(case).await.unwrap();
    assert_eq!(values.get(FieldName::RequesterContact), Some("13900009999"));
    let audit = Store::audit_log(county.dir.path(), Vec::new(), None, |_, _| {})
        .await
        .unwrap();
    assert_eq!((audit.found, audit.unopened), (None, 0));
    store.close().await;
}

#[tokio::test]
async fn no_incident_falls_out_because_there_are_many() {
    let county = County::after_a_fire().await;
    county.ends().await;
    let office = &county.office;
    let duty = holder(office, "duty-officer");
    let now = at(OVER);
    let mut first = None;
    for n in 0..102 {
        let case = office.store.case(county.case).await.unwrap().unwrap();
        let registration = Registration {
            id: office::new_case_id(now),
            number: String::new(),
            kind: "incident".into(),
            category: "incident-fire".into(),
            title: format!("起火 {n}"),
            description: "冒烟。".to_owned(),
            place: case.place.clone(),
            source: String::new(),
            received_at: now,
            unit: case.unit.clone(),
            leader: case.leader.clone(),
            external: None,
            origin: None,
            people_affected: None,
            casualties: None,
            repeats: 0,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            about: About::default(),
            sealed_fields: Vec::new(),
            sealed: SealedValues::default(),
        };
        let id = registration.id;
        office::register(office, registration, &duty, now, None).await.unwrap();
        first.get_or_insert(id);
    }
    let viewer = store::Viewer::body();
    let open = office::open_incidents(office, &viewer, now).await.unwrap();
    assert_eq!(open.iter().filter(|line| !line.case.is_ended()).count(), 102);
    assert!(open.iter().any(|line| Some(line.case.id) == first));
    assert!(
        open.iter()
            .is_sorted_by_key(|line| line.due.first().map_or(Timestamp::MAX, |due| due.due))
    );
    // The inquiry's report on the one that is over is still waited for.
    assert!(open.iter().any(|line| line.case.id == county.case));
    let all = office::incidents(office, &viewer, now).await.unwrap();
    assert_eq!(all.len(), 103);
}

#[tokio::test]
async fn what_is_owed_after_the_end_is_owed_until_it_was_sent() {
    const MUCH_LATER: &str = "2027-07-28T02:10:00Z";
    let county = County::after_a_fire().await;
    county.ends().await;
    // A death in hospital, days later, of which nobody reports.
    let figures = Figures {
        dead: 1,
        injured: 1,
        ..Figures::default()
    };
    let note = "送医后死亡".to_owned();
    county
        .responds("2026-10-04T02:00:00Z", Respond::Figures { figures, note })
        .await;
    let Office { store, pack, clock } = county.office.clone();
    let zone = pack.zone.clone();
    // As this program finds it, and as one that begins then.
    store.close().await;
    let store = Store::open(county.dir.path()).await.unwrap();
    let county = County {
        office: Office { store, pack, clock },
        ..county
    };
    let office = &county.office;
    let viewer = store::Viewer::body();
    for when in ["2026-10-05T02:00:00Z", MUCH_LATER] {
        let open = office::open_incidents(office, &viewer, at(when)).await.unwrap();
        let [line] = open.as_slice() else {
            panic!("{open:?}");
        };
        assert!(line.case.is_ended() && line.is_open());
        let due: Vec<_> = line.due.iter().map(|due| due.sort.clone()).collect();
        assert_eq!(due, [ReportSort::Supplement, ReportSort::Inquiry], "{when}");
        let all = office::incidents(office, &viewer, at(when)).await.unwrap();
        assert_eq!(all.len(), 1);
    }
    // It is over, all the same: no clock runs, and no number has it as open.
    let case = office.store.case(county.case).await.unwrap().unwrap();
    assert!(case.open_clocks().next().is_none());
    let open = store::Filter {
        open: Some(true),
        ..store::Filter::default()
    };
    assert_eq!(office.store.count(&viewer, &open, 10).await.unwrap(), 0);
    // The inquiry's report brings the numbers up, too: nothing is owed any more.
    county.responds(MUCH_LATER, report(ReportSort::Inquiry)).await;
    let open = office::open_incidents(office, &viewer, at(MUCH_LATER)).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
    let all = office::incidents(office, &viewer, at(MUCH_LATER)).await.unwrap();
    assert_eq!(all.len(), 1, "among those that are over");
    let rebuilt = office.store.rebuild(&zone, |_, _| {}).await.unwrap();
    assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
}
