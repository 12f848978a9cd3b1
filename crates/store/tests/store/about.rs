//! What is withheld from a reader is found by no list, count or search, and the lists and the rule for one case agree.

use crate::support::{Home, at, happen, register, registration, zone};
use domain::access::Standing;
use domain::case::{About, Actor, Event, Role};
use domain::duty::Staff;
use domain::pack;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::{Filter, Sort, Viewer};

const START: &str = "2026-03-02T00:00:00Z";
const UNITS: [&str; 4] = ["office", "water", "fire", "housing"];
const POSTS: [&str; 4] = ["clerk", "office-chief", "water-leader", "fire-handler"];

fn holder(post: &str, role: Role) -> Actor {
    let pack = pack::builtin("demo-bureau").unwrap();
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(format!("whoever is {}", post.slug)),
    }
}

/// 160 cases, about each unit and post, about several, about nobody.
async fn filled() -> Home {
    let home = Home::new().await;
    let mut appends = Vec::new();
    for n in 0..160_usize {
        let mut said = registration(&format!("第{n}件 pothole"), START);
        said.unit = UNITS[n / 2 % 4].into();
        for (bit, unit) in UNITS.iter().enumerate() {
            if n >> bit & 1 == 1 && n % 3 == 0 {
                said.about.units.insert((*unit).into());
            }
        }
        if n % 5 == 0 {
            said.about.posts.insert(POSTS[n / 5 % 4].into());
        }
        if n % 7 == 0 {
            said.about
                .staff
                .insert(Staff(format!("whoever is {}", POSTS[n / 7 % 4])));
        }
        let when = at(START) + SignedDuration::from_mins(i64::try_from(n).unwrap());
        appends.push(register(said, &when.to_string()));
    }
    for done in home.store.append_many(appends).await {
        done.unwrap();
    }
    home
}

async fn seen(home: &Home, viewer: &Viewer, filter: &Filter) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    let mut after = None;
    loop {
        let page = home
            .store
            .list(viewer, filter, Sort::default(), after.as_ref(), 7)
            .await
            .unwrap();
        numbers.extend(page.rows.into_iter().map(|row| row.number));
        after = page.next;
        if after.is_none() {
            return numbers;
        }
    }
}

#[tokio::test]
async fn lists_counts_and_searches_agree_with_the_rule_for_one_case() {
    let home = filled().await;
    let pack = pack::builtin("demo-bureau").unwrap();
    let everything = seen(&home, &Viewer::body(), &Filter::default()).await;
    assert_eq!(everything.len(), 160);
    let mut cases = Vec::new();
    for number in &everything {
        cases.push(home.store.story(number).await.unwrap().unwrap().case.clone());
    }
    let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
    for post in POSTS {
        // The same post as one that works for the body, and as one that works for its unit.
        for role in [Role::Clerk, Role::Handler] {
            let actor = holder(post, role);
            let viewer = Viewer::of(&Standing::of(&pack, &actor));
            let mine = |case: &&domain::case::Case| {
                let within = role == Role::Clerk || actor.unit.as_ref() == Some(&case.unit);
                within && !case.is_withheld_from(&pack, &actor)
            };
            for text in [None, Some("pothole".to_owned())] {
                let filter = Filter {
                    text,
                    ..Filter::default()
                };
                let expected: BTreeSet<String> = cases.iter().filter(mine).map(|case| case.number.clone()).collect();
                assert_eq!(seen(&home, &viewer, &filter).await, expected, "{post} {filter:?}");
                let counted = home.store.count(&viewer, &filter, 1_000).await.unwrap();
                assert_eq!(counted, expected.len() as u64, "{post} {filter:?}");
            }
            let hidden = home.store.hidden(&viewer, &ids).await.unwrap();
            assert!(
                cases.iter().all(|case| hidden.contains(&case.id) != mine(&case)),
                "{post}"
            );
        }
    }
    let somebody = home.store.about_somebody(&ids).await.unwrap();
    assert!(
        cases
            .iter()
            .all(|case| somebody.contains(&case.id) != case.about.is_empty())
    );
}

#[tokio::test]
async fn what_is_put_down_later_counts_at_once_and_rebuilding_gives_the_same() {
    let home = Home::new().await;
    let pack = pack::builtin("demo-bureau").unwrap();
    let case = home.register(registration("积水", START), START).await;
    let reader = Viewer::of(&Standing::of(&pack, &holder("water-leader", Role::Clerk)));
    assert_eq!(home.store.count(&reader, &Filter::default(), 9).await.unwrap(), 1);
    let about = About::unit("water".into());
    let recorded = Event::AboutRecorded {
        about: about.clone(),
        reason: "补充".to_owned(),
    };
    home.happen(&case, vec![recorded], "2026-03-02T01:00:00Z").await;
    assert_eq!(home.store.count(&reader, &Filter::default(), 9).await.unwrap(), 0);
    let report = home.store.rebuild(&zone(), |_, _| ()).await.unwrap();
    assert!(report.differed.is_empty(), "{report:?}");
    let case = home.store.case(case.id).await.unwrap().unwrap();
    let lifted = Event::AboutLifted {
        about,
        reason: "弄错了".to_owned(),
    };
    home.store
        .append(happen(&case, vec![lifted], "2026-03-02T02:00:00Z"))
        .await
        .unwrap();
    assert_eq!(home.store.count(&reader, &Filter::default(), 9).await.unwrap(), 1);
    assert!(
        home.store
            .rebuild(&zone(), |_, _| ())
            .await
            .unwrap()
            .differed
            .is_empty()
    );
}

#[tokio::test]
async fn a_member_of_staff_takes_it_along_into_another_post_and_leaves_the_old_one_free() {
    let home = Home::new().await;
    let pack = pack::builtin("demo-bureau").unwrap();
    let mut said = registration("积水", START);
    said.unit = "office".into();
    said.about = About::staff(Staff("whoever is water-leader".to_owned()));
    let case = home.register(said, START).await;
    let count = async |actor: &Actor| {
        let viewer = Viewer::of(&Standing::of(&pack, actor));
        home.store.count(&viewer, &Filter::default(), 9).await.unwrap()
    };
    let before = holder("water-leader", Role::Clerk);
    let after = Actor {
        account: before.account.clone(),
        ..holder("clerk", Role::Clerk)
    };
    let successor = Actor {
        account: Some("somebody else".to_owned()),
        ..before.clone()
    };
    assert_eq!(
        (count(&before).await, count(&after).await, count(&successor).await),
        (0, 0, 1)
    );
    assert!(home.store.about_somebody(&[case.id]).await.unwrap().contains(&case.id));
    assert!(
        home.store
            .rebuild(&zone(), |_, _| ())
            .await
            .unwrap()
            .differed
            .is_empty()
    );
    let lifted = Event::AboutLifted {
        about: case.about.clone(),
        reason: "弄错了".to_owned(),
    };
    home.happen(&case, vec![lifted], "2026-03-02T01:00:00Z").await;
    assert_eq!((count(&before).await, count(&after).await), (1, 1));
}
