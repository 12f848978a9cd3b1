//! What the policies say, held against the lines that must hold and against the same rules written a second time.

use domain::access::{CaseFacts, Right, Sight, Standing, Within, attend, follow, join};
use domain::case::{About, Actor, Role};
use domain::duty::Staff;
use domain::pack::{Pack, builtin};
use domain::{CaseId, PostSlug, UnitSlug};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;

/// Roles with a desk.
const ROLES: [Role; 7] = [
    Role::Clerk,
    Role::Handler,
    Role::DutyOfficer,
    Role::SpecialOffice,
    Role::Leader,
    Role::Auditor,
    Role::Administrator,
];
const UNITS: [&str; 4] = ["office", "water", "fire", "housing"];
const POSTS: [&str; 4] = ["office-chief", "water-leader", "fire-handler", "clerk"];
const PEOPLE: [&str; 3] = ["wang", "li", "zhang"];

fn holder(post: &str, unit: &str, role: Role) -> Actor {
    Actor {
        role,
        post: Some(post.into()),
        unit: Some(unit.into()),
        account: None,
    }
}

fn in_office(pack: &Pack, role: Role) -> Standing {
    Standing::of(pack, &holder("clerk", "office", role))
}

#[test]
fn lines_that_must_hold() {
    let pack = builtin("demo-bureau").unwrap();
    for role in ROLES {
        let standing = in_office(&pack, role);
        let may = |right| standing.may(right).allowed;
        // The auditor reads and changes nothing; the administrator keeps accounts and sees no case.
        if role == Role::Auditor {
            assert!(may(Right::SeeCases) && may(Right::OpenFile) && may(Right::ReadAccessRecord));
            for right in [
                Right::TakeStep,
                Right::RegisterCase,
                Right::OpenSealed,
                Right::Erase,
                Right::Judge,
            ] {
                assert!(!may(right), "{right:?}");
            }
        }
        if role == Role::Administrator {
            assert!(may(Right::KeepAccounts) && !may(Right::SeeCases));
            assert_eq!(standing.sight().within, Within::Nothing);
        }
        // Nobody but the administrator makes accounts; who watches the openings opens nothing.
        assert_eq!(may(Right::KeepAccounts), role == Role::Administrator);
        assert!(!may(Right::ReadAccessRecord) || !may(Right::OpenSealed) && !may(Right::Erase));
        for right in Right::ALL {
            let decided = standing.may(right);
            assert!(!decided.allowed || decided.policy.is_some() && decided.why.is_some());
        }
    }
    // Every right is somebody's.
    for right in Right::ALL {
        let in_water = |role| Standing::of(&pack, &holder("water-handler", "water", role));
        let somebodys = |role: &Role| in_office(&pack, *role).may(right).allowed || in_water(*role).may(right).allowed;
        assert!(ROLES.iter().any(somebodys), "{right:?}");
    }
    // The program and requesters have no desk, nor has whoever holds no post.
    for actor in [
        Actor::program(),
        holder("clerk", "office", Role::Requester),
        holder("clerk", "office", Role::Program),
        Actor {
            role: Role::Leader,
            ..Actor::program()
        },
    ] {
        let standing = Standing::of(&pack, &actor);
        assert!(
            Right::ALL.iter().all(|right| !standing.may(*right).allowed),
            "{actor:?}"
        );
        assert_eq!(standing.sight().within, Within::Nothing);
    }
}

#[test]
fn a_units_leader_has_the_unit_and_not_the_body() {
    let pack = builtin("demo-bureau").unwrap();
    let of_unit = Standing::of(&pack, &holder("water-leader", "water", Role::Leader));
    let of_body = Standing::of(&pack, &holder("deputy-head", "office", Role::Leader));
    for right in [Right::SeeDay, Right::SignBrief, Right::Assign, Right::Erase] {
        assert!(of_body.may(right).allowed);
        let refused = of_unit.may(right);
        assert_eq!((refused.allowed, refused.policy), (false, Some("leader-of-a-unit")));
    }
    assert!(of_unit.may(Right::TakeStep).allowed);
    assert_eq!(of_unit.own_unit_only(), Some(&"water".into()));
    assert_eq!(of_body.sight().within, Within::Body);
}

#[test]
fn every_decision_says_why() {
    let pack = builtin("demo-bureau").unwrap();
    let handler = Standing::of(&pack, &holder("water-handler", "water", Role::Handler));
    let why = |case: &CaseFacts| handler.decide(Right::SeeCases, case).policy;
    let own = CaseFacts::plain("water".into());
    let other = CaseFacts::plain("fire".into());
    assert_eq!(why(&own), Some("own-unit"));
    assert_eq!(why(&other), None);
    let mut helped = other.clone();
    helped.helping.insert("water".into());
    assert_eq!(why(&helped), Some("helping-unit"));
    let mut asked = other.clone();
    asked.asked = Some("water".into());
    assert_eq!(why(&asked), Some("asked-to-take"));
    let mut acting = other.clone();
    acting.acting.insert("water-handler".into());
    assert_eq!(why(&acting), Some("acting-for-another"));
    let mut aside = own.clone();
    aside.aside.insert("water-handler".into());
    assert_eq!(why(&aside), Some("own-unit"));
    assert_eq!(handler.decide(Right::TakeStep, &aside).policy, Some("stands-aside"));
    let mut about = own;
    about.about = About::unit("office".into());
    assert_eq!(why(&about), Some("complained-about"));
}

#[test]
fn a_complaint_about_somebody_follows_the_person_and_not_the_post() {
    let pack = builtin("demo-bureau").unwrap();
    let wang = || Staff("wang".to_owned());
    let case = CaseFacts {
        about: About::staff(wang()),
        ..CaseFacts::plain("water".into())
    };
    let holds = |post, unit, account: Option<&str>| {
        let account = account.map(str::to_owned);
        let actor = Actor {
            account,
            ..holder(post, unit, Role::Clerk)
        };
        Standing::of(&pack, &actor).decide(Right::SeeCases, &case)
    };
    let forbidden = Some("complained-about");
    for (post, unit) in [
        ("water-handler", "water"),
        ("clerk", "office"),
        ("fire-handler", "fire"),
    ] {
        assert_eq!(holds(post, unit, Some("wang")).policy, forbidden, "{post}");
        assert!(
            holds(post, unit, Some("li")).allowed && holds(post, unit, None).allowed,
            "{post}"
        );
    }
    // What a program in the post reads, whoever holds the post reads.
    let actor = holder("clerk", "office", Role::Clerk);
    let program = |holders| Standing::held_by(&pack, &actor, holders).decide(Right::SeeCases, &case);
    assert_eq!(program(vec![Staff("li".to_owned()), wang()]).policy, forbidden);
    assert!(program(vec![Staff("li".to_owned())]).allowed);
}

#[test]
fn a_link_leads_to_one_case() {
    let case = |n: u128| CaseId(uuid(n));
    let facts = |n| CaseFacts {
        id: case(n).to_string(),
        ..CaseFacts::plain("water".into())
    };
    assert!(follow("link", Some(case(1)), &facts(1)).allowed);
    assert!(!follow("link", Some(case(1)), &facts(2)).allowed);
    assert!(!follow("link", None, &facts(1)).allowed);
    // Another party's link to its dispute is another door, and leads no further.
    assert_eq!(join("link", Some(case(1)), &facts(1)).policy, Some("own-dispute"));
    assert!(!join("link", Some(case(1)), &facts(2)).allowed && !join("link", None, &facts(1)).allowed);
    let mut invited = facts(2);
    invited.invited.insert("link".to_owned());
    assert_eq!(attend("link", &invited).policy, Some("invited"));
    assert!(!attend("another", &invited).allowed && !attend("link", &facts(1)).allowed);
    // Who is invited does nothing that is the requester's, and the requester nothing that is theirs.
    assert!(!follow("link", None, &invited).allowed && !attend("link", &facts(2)).allowed);
}

/// A case's id, by number.
fn uuid(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

/// The rule as it would be written without policies.
fn sees(pack: &Pack, actor: &Actor, case: &CaseFacts) -> bool {
    let (Some(unit), Some(post)) = (&actor.unit, &actor.post) else {
        return false;
    };
    let reports = pack.unit(unit).is_some_and(|unit| unit.reports_daily);
    let within = match actor.role {
        Role::Administrator | Role::Program | Role::Requester => return false,
        Role::Handler => false,
        Role::Leader => !reports,
        _ => true,
    };
    let concerned = *unit == case.unit
        || case.asked.as_ref() == Some(unit)
        || case.helping.contains(unit)
        || case.acting.contains(post);
    let about =
        pack.with_those_above(unit).any(|unit| case.about.units.contains(unit)) || case.about.posts.contains(post);
    let own = actor.account.clone().map(Staff);
    let about = about || own.is_some_and(|own| case.about.staff.contains(&own));
    (within || concerned) && !about
}

fn units() -> impl Strategy<Value = BTreeSet<UnitSlug>> {
    subsequence(&UNITS[..], 0..=2).prop_map(|units| units.into_iter().map(UnitSlug::from).collect())
}

fn posts() -> impl Strategy<Value = BTreeSet<PostSlug>> {
    subsequence(&POSTS[..], 0..=2).prop_map(|posts| posts.into_iter().map(PostSlug::from).collect())
}

fn cases() -> impl Strategy<Value = CaseFacts> {
    let asked = proptest::option::of(select(&UNITS[..]).prop_map(UnitSlug::from));
    let staff = subsequence(&PEOPLE[..], 0..=2);
    let staff = staff.prop_map(|staff| staff.into_iter().map(|one| Staff(one.to_owned())).collect());
    let about = (units(), posts(), staff);
    (select(&UNITS[..]), asked, units(), about, (posts(), posts())).prop_map(
        |(unit, asked, helping, (units, posts, staff), (acting, aside))| CaseFacts {
            asked,
            helping,
            acting,
            about: About {
                units,
                posts,
                staff,
                ..About::default()
            },
            aside,
            ..CaseFacts::plain(unit.into())
        },
    )
}

proptest! {
    #[test]
    fn policies_and_the_rule_written_a_second_time_agree(
        case in cases(),
        post in select(&POSTS[..]),
        unit in select(&UNITS[..]),
        role in select(&ROLES[..]),
        account in proptest::option::of(select(&PEOPLE[..])),
        other in proptest::option::of(select(&POSTS[..])),
    ) {
        let pack = builtin("demo-bureau").unwrap();
        let actor = Actor { account: account.map(str::to_owned), ..holder(post, unit, role) };
        // The other post of whoever has a watch only takes away.
        let other = other.filter(|other| *other != post).map(PostSlug::from);
        let beside = other.as_ref().map(|other| {
            let unit = &pack.post(other).unwrap().unit;
            holder(other.as_str(), unit.as_str(), Role::Handler)
        });
        let own = actor.account.iter().map(|account| Staff(account.clone()));
        let standing = Standing::beside(&pack, &actor, own.collect(), other.as_ref());
        let withheld = beside.as_ref().is_some_and(|beside| case.about.covers(&pack, beside));
        let seen = sees(&pack, &actor, &case) && !withheld;
        prop_assert_eq!(standing.decide(Right::SeeCases, &case).allowed, seen);
        let post = actor.post.clone().unwrap();
        for right in [Right::TakeStep, Right::OpenSealed, Right::OpenFile, Right::Erase] {
            let aside = case.aside.contains(&post) || other.as_ref().is_some_and(|other| case.aside.contains(other));
            let acts = seen && standing.may(right).allowed && !aside;
            prop_assert_eq!(standing.decide(right, &case).allowed, acts, "{:?}", right);
        }
        let Sight { within, .. } = standing.sight();
        let own = sees(&pack, &actor, &CaseFacts::plain(unit.into()));
        let elsewhere = sees(&pack, &actor, &CaseFacts::plain("nowhere".into()));
        let expected = match (own, elsewhere) {
            (_, true) => Within::Body,
            (true, false) => Within::Unit(unit.into()),
            (false, false) => Within::Nothing,
        };
        prop_assert_eq!(within, &expected);
    }
}
