//! Worklists: every order and filter finds the same as looking at every case would.

use crate::support::{Home, at, happen, register, registration};
use domain::case::{Correction, Event, Publication};
use domain::{CategorySlug, KindSlug, StatusSlug, UnitSlug};
use jiff::SignedDuration;
use store::{CaseRow, Filter, PublicFilter, Sort, Viewer};

const START: &str = "2026-03-02T00:00:00Z";

type Test = Box<dyn Fn(&CaseRow) -> bool>;

/// 120 cases of two kinds, three units, two of them ended, every fifth without a clock.
async fn filled() -> Home {
    let home = Home::new().await;
    let mut appends = Vec::new();
    for n in 0..120_i64 {
        let when = at(START) + SignedDuration::from_mins(n * 7);
        let received = when - SignedDuration::from_hours(n * 37 % 50);
        let mut said = registration(&format!("第{n}件 pothole"), &received.to_string());
        said.unit = UnitSlug::new(format!("unit{}", n % 3));
        said.category = CategorySlug::new(format!("cat{}", n % 4));
        if n % 10 == 0 {
            said.kind = KindSlug::from("task");
        }
        if n == 77 {
            "小区消防通道被占用".clone_into(&mut said.title);
        }
        let mut append = register(said, &when.to_string());
        if n % 5 == 0 {
            append.events.truncate(1);
        }
        appends.push(append);
    }
    for done in home.store.append_many(appends).await {
        done.unwrap();
    }
    for number in ["20260302-00003", "20260302-00004"] {
        let case = home.store.story(number).await.unwrap().unwrap().case.clone();
        let event = Event::Withdrawn {
            reason: "撤回".to_owned(),
            status: StatusSlug::from("withdrawn"),
        };
        home.store
            .append(happen(&case, vec![event], "2026-03-03T00:00:00Z"))
            .await
            .unwrap();
    }
    home
}

async fn all(home: &Home, filter: &Filter, sort: Sort, limit: u32) -> Vec<CaseRow> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = home
            .store
            .list(&Viewer::body(), filter, sort, after.as_ref(), limit)
            .await
            .unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

#[tokio::test]
async fn pages_are_the_whole_in_order() {
    let home = filled().await;
    for sort in [
        Sort::ReceivedNewest,
        Sort::ReceivedOldest,
        Sort::DueSoonest,
        Sort::ChangedNewest,
    ] {
        for filter in [
            Filter::default(),
            Filter {
                kind: Some("task".into()),
                ..Filter::default()
            },
            Filter {
                unit: Some("unit1".into()),
                ..Filter::default()
            },
        ] {
            let whole = all(&home, &filter, sort, 1000).await;
            for limit in [1, 7, 120] {
                assert_eq!(
                    all(&home, &filter, sort, limit).await,
                    whole,
                    "{sort:?} {filter:?} {limit}"
                );
            }
            assert_eq!(
                home.store.count(&Viewer::body(), &filter, 1000).await.unwrap(),
                whole.len() as u64
            );
            let in_order = whole.windows(2).all(|pair| match sort {
                Sort::ReceivedNewest => pair[0].received_at >= pair[1].received_at,
                Sort::ReceivedOldest => pair[0].received_at <= pair[1].received_at,
                Sort::ChangedNewest => pair[0].changed_at >= pair[1].changed_at,
                Sort::DueSoonest => match (pair[0].due_at, pair[1].due_at) {
                    (Some(a), Some(b)) => a <= b,
                    (a, b) => a.is_some() || b.is_none(),
                },
            });
            assert!(in_order, "{sort:?}");
        }
    }
}

#[tokio::test]
async fn every_filter_finds_what_it_says() {
    let home = filled().await;
    let whole = all(&home, &Filter::default(), Sort::default(), 1000).await;
    assert_eq!(whole.len(), 120);
    let noon = at("2026-03-03T04:00:00Z");
    let cases: Vec<(Filter, Test)> = vec![
        (
            Filter {
                category: Some("cat2".into()),
                ..Filter::default()
            },
            Box::new(|r| r.category.as_str() == "cat2"),
        ),
        (
            Filter {
                area: Some("north".into()),
                ..Filter::default()
            },
            Box::new(|r| r.area.is_some()),
        ),
        (
            Filter {
                status: Some("withdrawn".into()),
                ..Filter::default()
            },
            Box::new(|r| r.status.as_str() == "withdrawn"),
        ),
        (
            Filter {
                open: Some(false),
                ..Filter::default()
            },
            Box::new(|r| r.ended_at.is_some()),
        ),
        (
            Filter {
                open: Some(true),
                unit: Some("unit2".into()),
                ..Filter::default()
            },
            Box::new(|r| r.ended_at.is_none() && r.unit.as_str() == "unit2"),
        ),
        (
            Filter {
                due_before: Some(noon),
                ..Filter::default()
            },
            Box::new(move |r| r.due_at.is_some_and(|due| due < noon)),
        ),
        (
            Filter {
                received_from: Some("2026-03-01".parse().unwrap()),
                received_to: Some("2026-03-01".parse().unwrap()),
                ..Filter::default()
            },
            Box::new(|r| r.received_at >= at("2026-02-28T16:00:00Z") && r.received_at < at("2026-03-01T16:00:00Z")),
        ),
    ];
    for (filter, holds) in cases {
        let expected = whole.iter().filter(|row| holds(row)).count();
        assert!(expected > 0, "{filter:?}");
        for sort in [
            Sort::ReceivedNewest,
            Sort::ReceivedOldest,
            Sort::DueSoonest,
            Sort::ChangedNewest,
        ] {
            let found = all(&home, &filter, sort, 9).await;
            assert!(found.iter().all(&holds), "{filter:?}");
            assert_eq!(found.len(), expected, "{filter:?} {sort:?}");
        }
        assert_eq!(
            home.store.count(&Viewer::body(), &filter, 1000).await.unwrap(),
            expected as u64
        );
        assert_eq!(home.store.count(&Viewer::body(), &filter, 1).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn words_are_found_in_both_languages() {
    let home = filled().await;
    let find = async |text: &str| {
        all(
            &home,
            &Filter {
                text: Some(text.to_owned()),
                ..Filter::default()
            },
            Sort::default(),
            25,
        )
        .await
    };
    assert_eq!(find("消防").await.len(), 1);
    assert_eq!(find("消防 通道").await[0].title, "小区消防通道被占用");
    assert_eq!(find("Pothole").await.len(), 120);
    let newest_first = find("pothole").await;
    assert!(newest_first.windows(2).all(|pair| pair[0].number > pair[1].number));
    assert_eq!(find("20260302-00005").await.len(), 1);
    assert!(find("没有这样的词").await.is_empty());
    assert!(find("\"; DROP TABLE cases; --").await.is_empty());
    assert!(find("* OR NEAR( \"").await.is_empty());
    let narrow = Filter {
        text: Some("pothole".to_owned()),
        unit: Some("unit1".into()),
        ..Filter::default()
    };
    assert_eq!(all(&home, &narrow, Sort::DueSoonest, 7).await.len(), 40);
    assert_eq!(home.store.count(&Viewer::body(), &narrow, 1000).await.unwrap(), 40);
}

#[tokio::test]
async fn a_corrected_case_is_found_by_its_new_words_only() {
    let home = Home::new().await;
    let case = home.register(registration("streetlight out", START), START).await;
    let event = Event::Corrected {
        changes: Correction {
            title: Some("路灯不亮".to_owned()),
            description: Some("整条街".to_owned()),
            ..Correction::default()
        },
        reason: "听错".to_owned(),
    };
    home.happen(&case, vec![event], START).await;
    let find = async |text: &str| {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        home.store
            .list(&Viewer::body(), &filter, Sort::default(), None, 5)
            .await
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(
        (find("streetlight").await, find("路灯").await, find(&case.number).await),
        (0, 1, 1)
    );
}

#[tokio::test]
async fn nobody_is_found_by_what_reaches_them() {
    let home = Home::new().await;
    let mut said = registration("停水", START);
    said.description = "来电人电话139 0000 0000，身份证11010519491231002X，邮箱zhang.san@example.com".to_owned();
    said.external = Some("202603020001234".to_owned());
    home.register(said, START).await;
    for (question, hits) in [
        ("停水 电话", 1),
        ("13900000000", 0),
        ("139 0000 0000", 0),
        ("0000", 0),
        ("11010519491231002x", 0),
        ("zhang.san@example.com", 0),
        ("zhang", 0),
        ("202603020001234", 1),
    ] {
        let filter = Filter {
            text: Some(question.to_owned()),
            ..Filter::default()
        };
        let page = home
            .store
            .list(&Viewer::body(), &filter, Sort::default(), None, 5)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), hits, "{question}");
    }
}

#[tokio::test]
async fn a_kind_is_open_until_its_last_case_has_ended() {
    let home = Home::new().await;
    let (request, task) = (KindSlug::from("request"), KindSlug::from("task"));
    let asked = home.register(registration("漏水", START), START).await;
    let mut said = registration("查一查", START);
    said.kind = task.clone();
    home.register(said, START).await;
    let beside = async |known: &[KindSlug]| home.store.open_kinds_beside(known).await.unwrap();
    assert_eq!(beside(&[]).await, [request.clone(), task.clone()]);
    assert_eq!(beside(&[request]).await, std::slice::from_ref(&task));
    let withdrawn = Event::Withdrawn {
        reason: "撤回".to_owned(),
        status: StatusSlug::from("withdrawn"),
    };
    home.happen(&asked, vec![withdrawn], "2026-03-03T00:00:00Z").await;
    assert_eq!(beside(&[]).await, std::slice::from_ref(&task));
    assert_eq!(beside(&[task]).await, Vec::<KindSlug>::new());
}

#[tokio::test]
async fn a_page_of_published_places_is_full_however_many_without_a_place_lie_between() {
    let home = Home::new().await;
    let mut placed = Vec::new();
    for n in 0..8_i64 {
        let when = (at(START) + SignedDuration::from_mins(n)).to_string();
        let mut said = registration(&format!("第{n}件"), &when);
        // Every third is published with its place; of one the place is not known.
        (said.place.latitude, said.place.longitude) = if n == 6 {
            (None, None)
        } else {
            (Some(30.5), Some(120.5))
        };
        let with_place = n % 3 == 0;
        let case = home.register(said, &when).await;
        let published = Event::Published(Publication {
            text: format!("第{n}件"),
            with_place,
        });
        home.happen(&case, vec![published], &when).await;
        if with_place && n != 6 {
            placed.push(case.id);
        }
    }
    placed.reverse();
    assert_eq!(placed.len(), 2);
    let everything = PublicFilter::default();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = home.store.public_placed(&everything, after.as_ref(), 1).await.unwrap();
        assert_eq!(page.rows.len(), 1, "a page without a place: {found:?}");
        found.extend(page.rows.iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, placed);
    let all = home.store.public_list(&everything, None, 100).await.unwrap();
    assert_eq!((all.rows.len(), all.next), (8, None));
}
