//! What lists, counts and searches show, and what is decided about one case, are the same: on random trees of units, posts
//! of every role, people who hold them, and cases that complain about some of these, that others are asked to take or help
//! with, and in which some act for one who stands aside. Some people have a second account, in another post, and some have a watch
//! and act in its post.

use crate::support::{Home, register, registration};
use domain::access::{Right, Standing};
use domain::case::{About, Actor, Case, Event};
use domain::duty::Staff;
use domain::pack::{Files, Pack, Post, builtin_files, read};
use domain::{CaseId, PostSlug, UnitSlug};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use store::{Beside, Filter, NewAccount, SaidBy, Sort, Viewer};

const AT: &str = "2026-03-02T00:00:00Z";
const ROLES: [&str; 7] = [
    "clerk",
    "handler",
    "duty_officer",
    "special_office",
    "leader",
    "auditor",
    "administrator",
];
/// Databases are made anew for each: few worlds, many readers in each.
const WORLDS: u32 = 12;

/// Numbers stand for units and posts: taken by the number of those that there are.
#[derive(Debug, Clone)]
struct Said {
    unit: usize,
    about_units: Vec<usize>,
    about_posts: Vec<usize>,
    about_staff: Vec<usize>,
    /// Hides who reported from all but this post.
    source: Option<usize>,
    /// The unit that is asked to take it.
    asked: Option<usize>,
    helping: Vec<usize>,
    /// Stands aside, and acts instead.
    aside: Option<(usize, usize)>,
}

#[derive(Debug, Clone)]
struct World {
    /// Of each unit: the one above it, among those before, and whether it reports to the body.
    units: Vec<(Option<usize>, bool)>,
    cases: Vec<Said>,
    /// By how many places everybody has moved on since the cases were said to be about them.
    moved: usize,
    /// Of whose two accounts it was said that they are one person's, over and over.
    linked: Vec<bool>,
}

fn worlds() -> impl Strategy<Value = World> {
    let unit = (proptest::option::weighted(0.8, 0..100_usize), any::<bool>());
    let about = || prop_oneof![2 => Just(Vec::new()), 1 => vec(0..100_usize, 1..3)];
    let source = proptest::option::weighted(0.3, 0..100_usize);
    let asked = proptest::option::weighted(0.3, 0..100_usize);
    let aside = proptest::option::weighted(0.3, (0..100_usize, 0..100_usize));
    let whom = (about(), about(), about());
    let said = (0..100_usize, whom, source, asked, about(), aside);
    let said = said.prop_map(|(unit, whom, source, asked, helping, aside)| Said {
        unit,
        about_units: whom.0,
        about_posts: whom.1,
        about_staff: whom.2,
        source,
        asked,
        helping,
        aside,
    });
    let worlds = (
        vec(unit, 1..6),
        vec(said, 0..24),
        0..100_usize,
        vec(any::<bool>(), 1..8),
    );
    worlds.prop_map(|(units, cases, moved, linked)| World {
        units,
        cases,
        moved,
        linked,
    })
}

fn unit(n: usize) -> String {
    format!("unit-{n}")
}

/// A pack with these units, and a post of every role in each.
fn pack(units: &[(Option<usize>, bool)]) -> Pack {
    let head = "[pack]\nid = \"test\"\nversion = \"1\"\nextends = \"cn\"\n\
                name = { zh = \"试验\", en = \"Test\" }\nbody = { zh = \"试验\", en = \"Test\" }\n";
    let mut body = String::new();
    for (n, (above, reports)) in units.iter().enumerate() {
        let name = unit(n);
        let _ = write!(
            body,
            "[[units]]\nslug = \"{name}\"\nname = {{ zh = \"{name}\", en = \"{name}\" }}\nleader = \"{name}-leader\"\n\
             reports_daily = {reports}\n"
        );
        if let Some(above) = above.filter(|_| n > 0) {
            let _ = writeln!(body, "parent = \"{}\"", unit(above % n));
        }
        for role in ROLES {
            let post = post(&name, role);
            let _ = write!(
                body,
                "[[posts]]\nslug = \"{post}\"\nname = {{ zh = \"{post}\", en = \"{post}\" }}\nunit = \"{name}\"\n\
                 role = \"{role}\"\n"
            );
        }
    }
    let files = [
        ("pack.toml".to_owned(), head.to_owned()),
        ("body.toml".to_owned(), body),
    ];
    let files: Files = files.into_iter().collect();
    read(&files, &builtin_files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn post(unit: &str, role: &str) -> String {
    format!("{unit}-{}", role.replace('_', "-"))
}

fn about(pack: &Pack, said: &Said) -> About {
    let units = said.about_units.iter().map(|n| &pack.units[n % pack.units.len()].slug);
    let posts = said.about_posts.iter().map(|n| &pack.posts[n % pack.posts.len()].slug);
    About {
        units: units.cloned().collect::<BTreeSet<UnitSlug>>(),
        posts: posts.cloned().collect::<BTreeSet<PostSlug>>(),
        staff: said.about_staff.iter().map(|n| named(pack, *n)).collect(),
        ..About::default()
    }
}

/// There are as many people as posts.
fn staff(pack: &Pack, n: usize) -> Staff {
    Staff(format!("account-{}", n % pack.posts.len()))
}

/// The same person's second account, which is in a post of its own.
fn second(pack: &Pack, n: usize) -> Staff {
    Staff(format!("second-{}", n % pack.posts.len()))
}

/// Whoever complains names one of the two.
fn named(pack: &Pack, n: usize) -> Staff {
    if n.is_multiple_of(3) {
        second(pack, n)
    } else {
        staff(pack, n)
    }
}

/// Both accounts of everybody.
async fn people(home: &Home, pack: &Pack, world: &World) {
    let now = AT.parse().unwrap();
    for n in 0..pack.posts.len() {
        let (own, other) = (staff(pack, n + world.moved).0, second(pack, n).0);
        let next = &pack.posts[(n + 1) % pack.posts.len()].slug;
        for (id, post) in [(own, &pack.posts[n].slug), (other, next)] {
            let account = NewAccount {
                user: id.clone(),
                name: id.clone(),
                id,
                post: post.clone(),
                locale: None,
                password_hash: String::new(),
            };
            home.store.create_account(account, now).await.unwrap();
        }
    }
    for n in 0..pack.posts.len() {
        if world.linked[n % world.linked.len()] {
            let said = SaidBy {
                actor: Actor::program(),
                reason: "one person".to_owned(),
                at: now,
            };
            let (own, other) = (staff(pack, n).0, second(pack, n).0);
            let both = home.store.link_accounts(&own, &other, said).await;
            assert_eq!(both.unwrap().len(), 2);
        }
    }
}

/// Who reads: in which post, by which account, for whom, and which other post they have beside it.
type Reader<'a> = (&'a Post, Option<String>, Vec<Staff>, Option<&'a Post>);

/// Everybody by each of their accounts in the post that it holds, and in another one while they have a watch; and a program in each
/// post, which reads for all who hold it.
async fn readers<'a>(home: &Home, pack: &'a Pack) -> Vec<Reader<'a>> {
    let mut readers = Vec::new();
    for (n, account) in home.store.accounts().await.unwrap().into_iter().enumerate() {
        let post = pack.post(&account.post).unwrap();
        let own = home.store.accounts_of_person(&account.id).await.unwrap();
        assert_eq!(own.len(), if account.person.is_some() { 2 } else { 1 });
        let own: Vec<Staff> = own.into_iter().map(Staff).collect();
        let of_the_watch = &pack.posts[(n * 5 + 2) % pack.posts.len()];
        readers.push((post, Some(account.id.clone()), own.clone(), None));
        readers.push((of_the_watch, Some(account.id), own, Some(post)));
    }
    for post in &pack.posts {
        let held = home.store.holders(&post.slug).await.unwrap();
        readers.push((post, None, held.into_iter().map(Staff).collect(), None));
        readers.push((post, None, Vec::new(), None));
    }
    readers
}

fn actor(post: &Post, account: Option<String>) -> Actor {
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account,
    }
}

/// What happens to it after it was registered, whoever would have been refused to do so.
fn then(pack: &Pack, said: &Said) -> Vec<Event> {
    let unit = |n: &usize| pack.units[n % pack.units.len()].slug.clone();
    let post = |n: &usize| pack.posts[n % pack.posts.len()].slug.clone();
    let hidden = said.source.iter().map(|n| Event::SourceHidden { post: post(n) });
    let asked = said.asked.iter().map(|n| Event::PassProposed {
        unit: unit(n),
        leader: pack.units[n % pack.units.len()].leader.clone(),
        reason: String::new(),
        late: false,
    });
    let helping = said.helping.iter().map(|n| Event::UnitJoined {
        unit: unit(n),
        note: String::new(),
    });
    let aside = said.aside.iter().map(|(from, to)| Event::Recused {
        post: post(from),
        unit: pack.posts[from % pack.posts.len()].unit.clone(),
        replacement: post(to),
        reason: String::new(),
        leads: false,
    });
    hidden.chain(asked).chain(helping).chain(aside).collect()
}

async fn listed(home: &Home, viewer: &Viewer, filter: &Filter) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    let mut after = None;
    loop {
        let page = home
            .store
            .list(viewer, filter, Sort::DueSoonest, after.as_ref(), 5)
            .await;
        let page = page.unwrap();
        numbers.extend(page.rows.into_iter().map(|row| row.number));
        after = page.next;
        if after.is_none() {
            return numbers;
        }
    }
}

async fn check(world: &World) -> Result<(), TestCaseError> {
    let pack = pack(&world.units);
    let home = Home::new().await;
    let mut appends = Vec::new();
    for (n, said) in world.cases.iter().enumerate() {
        let mut registration = registration(&format!("第{n}件 pothole"), AT);
        registration.unit = unit(said.unit % world.units.len()).as_str().into();
        registration.about = about(&pack, said);
        let mut append = register(registration, AT);
        append.events.extend(then(&pack, said));
        appends.push(append);
    }
    let ids: Vec<CaseId> = appends.iter().map(|append| append.case).collect();
    for done in home.store.append_many(appends).await {
        done.unwrap();
    }
    let mut cases: Vec<Case> = Vec::new();
    for id in &ids {
        cases.push(home.store.case(*id).await.unwrap().unwrap());
    }
    people(&home, &pack, world).await;
    for (post, account, holders, other) in readers(&home, &pack).await {
        let actor = self::actor(post, account);
        let standing = Standing::beside(&pack, &actor, holders.clone(), other.map(|other| &other.slug));
        for case in &cases {
            let own = holders.iter().any(|own| case.about.staff.contains(own));
            let sees = standing.may_with(Right::SeeCases, case).allowed;
            prop_assert!(!own || !sees, "{} {:?}", &post.slug, case);
            prop_assert!(!sees || !case.is_withheld_from(&pack, &actor));
            let from_the_other = other.is_some_and(|other| case.is_withheld_from(&pack, &self::actor(other, None)));
            prop_assert!(!sees || !from_the_other, "{} {:?}", &post.slug, case);
        }
        let viewer = Viewer::of(&standing);
        let may_see = |case: &&Case| standing.may_with(Right::SeeCases, case).allowed;
        for text in [None, Some("pothole".to_owned())] {
            let filter = Filter {
                text,
                ..Filter::default()
            };
            // What one works on beside another unit, or has received, is a list of its own.
            let own = |case: &&Case| standing.own_unit_only().is_none_or(|unit| case.unit == *unit);
            let seen = cases.iter().filter(may_see).filter(own);
            let seen: BTreeSet<String> = seen.map(|case| case.number.clone()).collect();
            prop_assert_eq!(
                &listed(&home, &viewer, &filter).await,
                &seen,
                "{} {:?}",
                &post.slug,
                &filter
            );
            let counted = home.store.count(&viewer, &filter, 1_000).await.unwrap();
            prop_assert_eq!(counted, seen.len() as u64, "{} {:?}", &post.slug, &filter);
        }
        let beside = Filter {
            beside: Some(Beside::default()),
            ..Filter::default()
        };
        let received = |case: &Case| {
            let shield = case.source_shield.as_ref();
            shield.is_some_and(|shield| shield.post == post.slug)
        };
        let works_beside = |case: &&Case| {
            let asked = case.passing.as_ref().is_some_and(|passing| passing.unit == post.unit);
            let acts = case.acting().any(|acting| *acting == post.slug);
            asked || case.helping.contains(&post.unit) || acts || received(case)
        };
        let those = cases.iter().filter(may_see).filter(works_beside);
        let those: BTreeSet<String> = those.map(|case| case.number.clone()).collect();
        prop_assert_eq!(&listed(&home, &viewer, &beside).await, &those, "{}", &post.slug);
        // Asking for another unit's shows no more than there is to see.
        let asked = &pack.units[0].slug;
        let filter = Filter {
            unit: Some(asked.clone()),
            ..Filter::default()
        };
        for number in listed(&home, &viewer, &filter).await {
            let case = cases.iter().find(|case| case.number == number).unwrap();
            prop_assert!(may_see(&case), "{} {}", &post.slug, number);
        }
        let hidden = home.store.hidden(&viewer, &ids).await.unwrap();
        for case in &cases {
            prop_assert_eq!(hidden.contains(&case.id), !may_see(&case), "{} {:?}", &post.slug, case);
        }
    }
    Ok(())
}

#[test]
fn lists_and_decisions_agree_in_any_body() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: WORLDS,
        failure_persistence: None,
        ..Config::default()
    });
    let agreed = runner.run(&worlds(), |world| runtime.block_on(check(&world)));
    if let Err(error) = agreed {
        panic!("{error}");
    }
}
