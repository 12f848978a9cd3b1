//! The access record: written with the events, and made again from them.

use crate::keep::tamper;
use crate::support::{Home, at, happen, registration, zone};
use domain::case::{Actor, Event, Opening, Reason, Role};
use jiff::Timestamp;
use store::AccessFilter;

fn opened(what: Opening, why: &str) -> Event {
    Event::Opened {
        what,
        reason: Reason {
            chosen: None,
            written: why.to_owned(),
        },
    }
}

fn handler(post: &str, unit: &str) -> Actor {
    Actor {
        role: Role::Handler,
        post: Some(post.into()),
        unit: Some(unit.into()),
        account: Some("somebody".to_owned()),
    }
}

async fn whys(home: &Home, filter: AccessFilter) -> Vec<String> {
    let mut whys = Vec::new();
    let mut after = None;
    loop {
        let page = home
            .store
            .access_record(&store::Viewer::body(), &filter, after.as_ref(), 2)
            .await
            .unwrap();
        whys.extend(page.rows.into_iter().map(|line| line.reason.written));
        after = page.next;
        if after.is_none() {
            return whys;
        }
    }
}

async fn filled() -> (Home, String) {
    let home = Home::new().await;
    let mut number = String::new();
    for (title, when) in [("甲", "2026-03-02T01:00:00Z"), ("乙", "2026-03-03T01:00:00Z")] {
        let case = home.register(registration(title, when), when).await;
        let sealed = Opening::Sealed { fields: Vec::new() };
        let evidence = Opening::Evidence { sha256: "a".repeat(64) };
        for (what, post, unit) in [(sealed, "p", "u"), (evidence, "q", "u"), (Opening::Export, "r", "v")] {
            let case = home.store.case(case.id).await.unwrap().unwrap();
            let event = opened(what.clone(), &format!("{title} {}", what.name()));
            let append = store::Append {
                actor: handler(post, unit),
                ..happen(&case, vec![event], when)
            };
            number = home.store.append(append).await.unwrap().number;
        }
    }
    (home, number)
}

#[tokio::test]
async fn openings_are_found_by_day_post_unit_kind_and_case() {
    let (home, number) = filled().await;
    let all = [
        "乙 export",
        "乙 evidence",
        "乙 sealed",
        "甲 export",
        "甲 evidence",
        "甲 sealed",
    ];
    assert_eq!(whys(&home, AccessFilter::default()).await, all);
    let filter = |change: &dyn Fn(&mut AccessFilter)| {
        let mut filter = AccessFilter::default();
        change(&mut filter);
        filter
    };
    let day: Timestamp = at("2026-03-03T00:00:00Z");
    let cases: [(AccessFilter, &[&str]); 6] = [
        (filter(&|f| f.number = Some(number.clone())), &all[..3]),
        (filter(&|f| f.from = Some(day)), &all[..3]),
        (filter(&|f| f.before = Some(day)), &all[3..]),
        (filter(&|f| f.post = Some("q".into())), &["乙 evidence", "甲 evidence"]),
        (filter(&|f| f.unit = Some("v".into())), &["乙 export", "甲 export"]),
        (
            filter(&|f| (f.unit, f.what, f.number) = (Some("u".into()), Some("sealed".into()), Some(number.clone()))),
            &["乙 sealed"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(whys(&home, filter.clone()).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn the_record_is_made_again_as_it_was() {
    let (home, _) = filled().await;
    let before = whys(&home, AccessFilter::default()).await;
    let report = home.store.rebuild(&zone(), |_, _| {}).await.unwrap();
    assert!(report.differed.is_empty(), "{:?}", report.differed);
    assert_eq!(whys(&home, AccessFilter::default()).await, before);

    tamper(
        home.dir.path(),
        "DELETE FROM openings WHERE what = 'export'; UPDATE openings SET unit = 'w' WHERE what = 'sealed'; \
         INSERT INTO openings (position, case_seq, at, what, post, unit) VALUES (900, 1, 0, 'sealed', 'p', 'u')",
    )
    .await;
    let report = home.store.rebuild(&zone(), |_, _| {}).await.unwrap();
    assert!(!report.differed.is_empty());
    assert_eq!(whys(&home, AccessFilter::default()).await, before);
}
