//! Repeats are found and near-misses are told from them, planted in the real input and in an invented register, and only what a viewer
//! may know of is proposed.

#[path = "../../examples/alike_rate/planted/mod.rs"]
mod planted;

use crate::shared_data::shared_data;
use domain::access::Standing;
use domain::alike::{ENOUGH, Sign};
use domain::case::{About, Actor, Place, Registration, Role, SealedValues};
use domain::pack::builtin;
use office::{Clock, ImportRequest, Office, Paper, Said, alike, import_requests, new_case_id, register};
use planted::Near;
use std::collections::BTreeMap;
use std::path::Path;
use store::{Store, Viewer};

async fn desk(dir: &Path, pack: &str) -> Office {
    Office {
        store: Store::open(dir).await.unwrap(),
        pack: builtin(pack).unwrap(),
        clock: Clock::real(),
    }
}

#[tokio::test]
async fn planted_repeats_are_found_in_a_real_day() {
    let Some(file) = shared_data("la311/2020-01-02/requests.csv") else {
        return;
    };
    let bytes = std::fs::read(&file).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let office = desk(dir.path(), "la311").await;
    let request = ImportRequest {
        papers: vec![Paper {
            name: "requests.csv".to_owned(),
            bytes,
        }],
        columns: BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: Actor::program(),
        at: "2020-01-03T01:00:00Z".parse().unwrap(),
    };
    import_requests(&office, request, &|_, _| ()).await.unwrap();
    let cases = planted::all_cases(&office).await.unwrap();
    assert_eq!(cases.len(), 5_964);
    let (planted, mut groups) = planted::plant(&cases, 300);
    let of = (&cases[0].unit, &cases[0].leader);
    groups.extend(planted::register(&office, &planted.told, of).await.unwrap());
    let answers = planted::ask(&office, &planted.questions, &groups).await.unwrap();
    let report = answers.report(ENOUGH);
    println!("{report}");
    assert!(answers.recall(ENOUGH).value() >= 0.9, "{report}");
    assert!(answers.alike_shown(ENOUGH).value() >= 0.9, "{report}");
}

#[tokio::test]
async fn chinese_repeats_are_found_and_what_only_looks_like_them_mostly_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(dir.path(), "demo-bureau").await;
    let planted = planted::invent(700, 570, 20_260_301).unwrap();
    let unit = office.pack.unit(&"office".into()).unwrap();
    let of = (&unit.slug, &unit.leader);
    let groups = planted::register(&office, &planted.told, of).await.unwrap();
    let answers = planted::ask(&office, &planted.questions, &groups).await.unwrap();
    let report = answers.report(ENOUGH);
    println!("{report}");
    // The bounds that `docs/alike.md` names.
    assert!(answers.recall(ENOUGH).value() >= 0.65, "{report}");
    assert!(answers.first(ENOUGH).value() >= 0.62, "{report}");
    assert!(answers.precision(ENOUGH).value() >= 0.8, "{report}");
    for (near, most) in [
        (Near::SameCategory, 0.35),
        (Near::OtherCategory, 0.1),
        (Near::Neighbour, 0.1),
        (Near::OtherUnit, 0.25),
        (Near::Later, 0.0),
    ] {
        let false_alarms = answers.false_alarms(near, ENOUGH);
        assert!(
            false_alarms.of >= 30 && false_alarms.value() <= most,
            "{near:?} {report}"
        );
    }
}

fn registration(office: &Office, words: &str, address: &str, about: About) -> Registration {
    let unit = office.pack.unit(&"office".into()).unwrap();
    Registration {
        id: new_case_id(office.clock.now()),
        number: String::new(),
        kind: "request".into(),
        category: "sanitation".into(),
        title: words.to_owned(),
        description: String::new(),
        place: Place {
            address: address.to_owned(),
            ..Place::default()
        },
        source: String::new(),
        received_at: office.clock.now(),
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
        external: None,
        origin: None,
        about,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}

#[tokio::test]
async fn a_repeat_is_proposed_with_its_reasons_and_a_complaint_not_to_whom_it_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(dir.path(), "demo-bureau").await;
    let clerk = Actor {
        role: Role::Clerk,
        post: None,
        unit: None,
        account: None,
    };
    let (words, address) = ("春晓花园小区垃圾清运不及时", "东湖路86号");
    let now = office.clock.now();
    let mut numbers = Vec::new();
    for about in [About::default(), About::unit("urban".into())] {
        let asked = registration(&office, words, address, about);
        numbers.push(
            register(&office, asked, &clerk, now, None)
                .await
                .unwrap()
                .appended
                .number,
        );
    }
    let other = registration(&office, "路灯不亮", "西门街112号", About::default());
    register(&office, other, &clerk, now, None).await.unwrap();
    let place = Place {
        address: "东湖路86号附近".to_owned(),
        ..Place::default()
    };
    let said = Said {
        kind: &"request".into(),
        category: &"sanitation".into(),
        title: "春晓花园小区的垃圾没人清运",
        description: "",
        place: &place,
        received_at: now,
        id: None,
    };
    let found = alike(&office, &Viewer::body(), &said, 5).await.unwrap();
    let seen: Vec<&str> = found.iter().map(|alike| alike.case.number.as_str()).collect();
    assert_eq!(seen.len(), 2, "{found:#?}");
    assert!(
        found[0]
            .likeness
            .signs
            .iter()
            .any(|sign| matches!(sign, Sign::Address(_)))
    );
    assert!(found[0].likeness.signs.contains(&Sign::Category));
    let urban = Actor {
        role: Role::Clerk,
        post: Some("urban-handler".into()),
        unit: Some("urban".into()),
        account: None,
    };
    let viewer = Viewer::of(&Standing::of(&office.pack, &urban));
    let found = alike(&office, &viewer, &said, 5).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].case.number, numbers[0]);
}

/// What is withheld from a reader, or of another unit where they read their own alone, changes nothing of what is proposed to them: not
/// which cases, not how alike they are.
#[tokio::test]
async fn what_a_reader_may_not_know_of_changes_no_proposal() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(dir.path(), "demo-bureau").await;
    let clerk = Actor {
        role: Role::Clerk,
        post: None,
        unit: None,
        account: None,
    };
    let now = office.clock.now();
    let reader = |post: &str| {
        let post = office.pack.post(&post.into()).unwrap();
        let actor = Actor {
            role: post.role,
            post: Some(post.slug.clone()),
            unit: Some(post.unit.clone()),
            account: None,
        };
        Viewer::of(&Standing::of(&office.pack, &actor))
    };
    // One of a unit alone, and one who reads the whole body's.
    let readers = [reader("urban-handler"), reader("office-chief")];
    let (words, address) = ("春晓花园小区垃圾清运不及时", "东湖路86号");
    let of = |unit: &str, about: About| {
        let unit = office.pack.unit(&unit.into()).unwrap();
        Registration {
            unit: unit.slug.clone(),
            leader: unit.leader.clone(),
            ..registration(&office, words, address, about)
        }
    };
    for _ in 0..2 {
        let own = of("urban", About::default());
        register(&office, own, &clerk, now, None).await.unwrap();
    }
    let place = Place {
        address: address.to_owned(),
        ..Place::default()
    };
    let said = Said {
        kind: &"request".into(),
        category: &"sanitation".into(),
        title: "春晓花园小区的垃圾没人清运",
        description: "",
        place: &place,
        received_at: now,
        id: None,
    };
    let proposed = async |viewer: &Viewer| {
        let found = alike(&office, viewer, &said, 5).await.unwrap();
        found
            .into_iter()
            .map(|alike| (alike.case.number, alike.likeness.score.to_bits(), alike.likeness.signs))
            .collect::<Vec<_>>()
    };
    let mut before = Vec::new();
    for viewer in &readers {
        before.push(proposed(viewer).await);
    }
    assert!(before.iter().all(|found| found.len() == 2), "{before:?}");
    // More than are looked at of one word where nothing is withheld.
    for _ in 0..70 {
        let mut about = About::unit("urban".into());
        about.posts.insert("office-chief".into());
        let asked = Registration {
            leader: "deputy-head".into(),
            ..of("office", about)
        };
        register(&office, asked, &clerk, now, None).await.unwrap();
    }
    for (viewer, before) in readers.iter().zip(&before) {
        assert_eq!(proposed(viewer).await, *before);
    }
    // Of another unit, withheld from nobody: who reads a unit alone is told nothing by them either.
    for _ in 0..3 {
        let other = of("water", About::default());
        register(&office, other, &clerk, now, None).await.unwrap();
    }
    assert_eq!(proposed(&readers[0]).await, before[0]);
    assert_ne!(proposed(&readers[1]).await, before[1]);
}

#[tokio::test]
async fn what_was_said_of_the_same_spot_in_other_words_is_found_behind_many_of_its_category() {
    let dir = tempfile::tempdir().unwrap();
    let office = desk(dir.path(), "demo-bureau").await;
    let clerk = Actor {
        role: Role::Clerk,
        post: None,
        unit: None,
        account: None,
    };
    let now = office.clock.now();
    let at = |latitude: f64, longitude: f64| Place {
        latitude: Some(latitude),
        longitude: Some(longitude),
        ..Place::default()
    };
    let asked = |words: &str, place: Place| Registration {
        place,
        ..registration(&office, words, "", About::default())
    };
    let first = asked("垃圾堆在路口", at(31.250_000, 121.500_000));
    let first = register(&office, first, &clerk, now, None)
        .await
        .unwrap()
        .appended
        .number;
    // Many newer ones of the category, elsewhere.
    for n in 0..40_u32 {
        let place = at(31.3 + f64::from(n) / 100.0, 121.6);
        register(&office, asked("树叶没有清扫", place), &clerk, now, None)
            .await
            .unwrap();
    }
    let found = async |place: &Place, days: i64| {
        let said = Said {
            kind: &"request".into(),
            category: &"sanitation".into(),
            title: "臭味很大",
            description: "",
            place,
            received_at: now + jiff::SignedDuration::from_hours(24 * days),
            id: None,
        };
        let found = alike(&office, &Viewer::body(), &said, 5).await.unwrap();
        found.into_iter().map(|alike| alike.case.number).collect::<Vec<_>>()
    };
    // A metre away, across the edge of a cell.
    let spot = at(31.249_991, 121.499_991);
    assert_eq!(found(&spot, 0).await, [first]);
    assert!(found(&spot, 200).await.is_empty(), "another season is another case");
    assert!(found(&at(31.26, 121.5), 0).await.is_empty());
}
