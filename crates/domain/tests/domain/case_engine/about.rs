//! A complaint about a unit, a post or a member of staff of ours never reaches them.

use super::properties::{commands, moments, registrations, texts};
use super::sample::{Story, answer, at, pack, registration};
use domain::case::{
    About, Actor, Command, Opening, Proposal, Reason, Registration, Role, decide, leader_for, may_take, open_steps,
    route,
};
use domain::duty::Staff;
use domain::pack::{Pack, StepName};
use domain::{PostSlug, UnitSlug};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeMap;

/// The demonstration's bureaus stand below the office; below the water bureau there is a station here.
fn county() -> Pack {
    let mut pack = pack();
    let at = pack.units.iter().position(|unit| unit.slug.as_str() == "fire").unwrap();
    // A unit that is there already, moved: the pack's index stays right.
    pack.units[at].parent = Some("water".into());
    pack
}

pub(super) fn holder(pack: &Pack, post: &str) -> Actor {
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn water() -> About {
    About::unit("water".into())
}

/// A complaint about the water bureau, at the office.
fn complaint() -> Registration {
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.about = water();
    asked.unit = "office".into();
    asked.leader = "deputy-head".into();
    asked
}

/// A member of staff who holds the post, as whoever asks has looked it up.
pub(super) fn in_post(who: &str, post: Option<&str>) -> About {
    let staff = Staff(who.to_owned());
    About {
        holds: [(staff.clone(), post.map(PostSlug::from))].into(),
        ..About::staff(staff)
    }
}

fn told() -> Story {
    let mut story = Story::new(county());
    let clerk = holder(&story.pack, "clerk");
    let register = Command::Register(Box::new(complaint()));
    story.act(&register, &clerk, at("2026-03-02 09:00")).unwrap();
    story
}

fn names(proposals: &[Proposal]) -> Vec<(&str, &str)> {
    let pairs = proposals.iter();
    pairs
        .map(|found| (found.unit.as_str(), found.leader.as_str()))
        .collect()
}

#[test]
fn the_router_goes_up_and_never_to_those_complained_about() {
    let pack = county();
    let of = |about: About| route(&pack, &about);
    // The fire brigade stands below the water bureau here: its superior first, then the office.
    let fire = of(About::unit("fire".into()));
    assert_eq!(names(&fire), [("water", "water-leader"), ("office", "deputy-head")]);
    assert_eq!(names(&of(water())), [("office", "deputy-head")]);
    // About the leader of the office: another leader of the office takes it.
    let leader = of(About::post("deputy-head".into()));
    assert_eq!(names(&leader), [("office", "county-head")]);
    // About somebody who works for a bureau: not the bureau itself.
    let handler = of(About::post("water-handler".into()));
    assert_eq!(names(&handler), [("office", "deputy-head")]);
    // What stands beside the office can take what is about it.
    let office = of(About::unit("office".into()));
    assert_eq!(names(&office), [("review-committee", "committee-chair")]);
    let mut all = About::unit("office".into());
    all.units.insert("review-committee".into());
    // Everything else stands below the office: nobody of ours can take it.
    assert_eq!(names(&of(all)), []);
    assert_eq!(names(&of(About::default())), []);
    assert_eq!(
        leader_for(&pack, &"water".into(), &About::post("water-leader".into())),
        Some("deputy-head".into())
    );
}

#[test]
fn a_complaint_is_not_registered_by_nor_with_those_it_is_about() {
    let pack = county();
    let refused = |asked: Registration, by: &str| {
        let actor = holder(&pack, by);
        let now = at("2026-03-02 09:00");
        decide(None, &Command::Register(Box::new(asked)), &actor, &pack, now).unwrap_err()
    };
    let with = |unit: &str, leader: &str| Registration {
        unit: unit.into(),
        leader: leader.into(),
        ..complaint()
    };
    let refusal = refused(complaint(), "water-handler");
    assert_eq!(refusal.key, "refusal-about-actor");
    assert!(
        refusal
            .args
            .contains(&("who-en".to_owned(), "Response Office".to_owned())),
        "{refusal:?}"
    );
    assert_eq!(refused(complaint(), "fire-handler").key, "refusal-about-actor");
    assert_eq!(
        refused(with("water", "water-leader"), "clerk").key,
        "refusal-about-unit"
    );
    assert_eq!(refused(with("fire", "deputy-head"), "clerk").key, "refusal-about-unit");
    let refusal = refused(with("housing", "water-leader"), "clerk");
    assert_eq!(refusal.key, "refusal-about-leader");
    let nobody = Registration {
        about: About {
            units: ["office", "review-committee"].map(UnitSlug::from).into(),
            ..About::default()
        },
        ..complaint()
    };
    assert_eq!(refused(nobody, "clerk").key, "refusal-about-nobody");
    for (about, key) in [
        (About::unit("nowhere".into()), "refusal-unit-unknown"),
        (About::post("nobody".into()), "refusal-post-unknown"),
        (About::staff(Staff("nobody".to_owned())), "refusal-staff-unknown"),
    ] {
        assert_eq!(refused(Registration { about, ..complaint() }, "clerk").key, key);
    }
}

#[test]
fn those_complained_about_can_do_nothing_with_it() {
    let mut story = told();
    let now = at("2026-03-02 10:00");
    for post in ["water-handler", "water-leader", "fire-handler"] {
        let actor = holder(&story.pack, post);
        let case = story.case().clone();
        assert!(case.is_withheld_from(&story.pack, &actor));
        assert_eq!(open_steps(&case, &actor, &story.pack, now), []);
        let taken = may_take(&case, StepName::AttachEvidence, &actor, &story.pack, now);
        assert_eq!(taken.unwrap_err().key, "refusal-about-actor");
        let export = Command::Open {
            what: Opening::Export,
            reason: Reason::default(),
        };
        let lift = Command::LiftAbout {
            about: water(),
            reason: "弄错了".to_owned(),
        };
        for command in [answer(), export, lift, Command::RecordRepeat] {
            let refusal = story.act(&command, &actor, now).unwrap_err();
            assert_eq!(refusal.key, "refusal-about-actor", "{command:?}");
        }
        // What their file says in the program's name is said by them.
        let file = Actor {
            role: Role::Program,
            ..actor
        };
        assert_eq!(
            story.act(&Command::RecordRepeat, &file, now).unwrap_err().key,
            "refusal-about-actor"
        );
    }
    let clerk = holder(&story.pack, "clerk");
    let dispatch = |unit: &str, leader: &str| Command::Dispatch {
        unit: unit.into(),
        leader: leader.into(),
        note: String::new(),
    };
    for (unit, leader, key) in [
        ("water", "water-leader", "refusal-about-unit"),
        ("fire", "fire-leader", "refusal-about-unit"),
        ("housing", "water-leader", "refusal-about-leader"),
    ] {
        assert_eq!(story.act(&dispatch(unit, leader), &clerk, now).unwrap_err().key, key);
    }
    story.act(&dispatch("housing", "housing-leader"), &clerk, now).unwrap();
}

#[test]
fn whom_it_is_about_is_put_down_later_and_lifted_by_others() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    let now = at("2026-03-02 10:00");
    let clerk = holder(&story.pack, "clerk");
    let record = |about: About| Command::RecordAbout {
        about,
        reason: "来电补充".to_owned(),
    };
    let housing = About::unit("housing".into());
    // It answers for it now: somebody else has to, first.
    let refusal = story.act(&record(housing.clone()), &clerk, now).unwrap_err();
    assert_eq!(refusal.key, "refusal-about-responsible");
    let handler = holder(&story.pack, "housing-handler");
    assert_eq!(
        story.act(&record(housing.clone()), &handler, now).unwrap_err().key,
        "refusal-about-actor"
    );
    let dispatch = Command::Dispatch {
        unit: "office".into(),
        leader: "deputy-head".into(),
        note: String::new(),
    };
    story.act(&dispatch, &clerk, now).unwrap();
    story.act(&record(housing.clone()), &clerk, now).unwrap();
    assert_eq!(story.case().about, housing);
    assert_eq!(
        story.act(&record(housing.clone()), &clerk, now).unwrap_err().key,
        "refusal-about-nothing"
    );
    let lift = Command::LiftAbout {
        about: housing,
        reason: "反映的是物业公司".to_owned(),
    };
    assert_eq!(story.act(&lift, &handler, now).unwrap_err().key, "refusal-about-actor");
    let chief = holder(&story.pack, "office-chief");
    story.act(&lift, &chief, now).unwrap();
    assert!(story.case().about.is_empty());
    assert_eq!(story.act(&lift, &chief, now).unwrap_err().key, "refusal-about-nothing");
    let unsaid = Command::RecordAbout {
        about: water(),
        reason: " ".to_owned(),
    };
    assert_eq!(story.act(&unsaid, &chief, now).unwrap_err().key, "refusal-text-needed");
}

#[test]
fn a_member_of_staff_is_kept_from_it_in_any_post_and_their_post_answers_for_nothing() {
    let mut story = Story::new(county());
    let now = at("2026-03-02 09:00");
    let wang = || in_post("wang", Some("water-leader"));
    let with = |about: About, unit: &str, leader: &str| Registration {
        about,
        unit: unit.into(),
        leader: leader.into(),
        ..complaint()
    };
    let clerk = holder(&story.pack, "clerk");
    let own = Command::Register(Box::new(with(wang(), "water", "water-leader")));
    let refusal = story.act(&own, &clerk, now).unwrap_err();
    assert_eq!(refusal.key, "refusal-about-leader");
    // The refusal names the post, and nobody.
    assert!(
        refusal
            .args
            .iter()
            .all(|(_, said)| !said.contains("wang") && !said.is_empty())
    );
    // Above their unit first, as where the post is complained about.
    let able = route(&story.pack, &wang());
    assert_eq!(able, route(&story.pack, &About::post("water-leader".into())));
    let able = able.first().unwrap();
    let register = with(wang(), able.unit.as_str(), able.leader.as_str());
    story.act(&Command::Register(Box::new(register)), &clerk, now).unwrap();
    let Some((domain::case::Event::Registered { registration, .. }, _, _)) = story.stream.first() else {
        panic!("{:?}", story.stream);
    };
    // What was looked up is kept nowhere.
    assert_eq!(registration.about, About::staff(Staff("wang".to_owned())));
    let text = serde_json::to_string(registration).unwrap();
    assert!(
        text.contains("\"about\":{\"staff\":[\"wang\"]}") && !text.contains("holds"),
        "{text}"
    );

    let case = story.case().clone();
    let holds = |post: &str, account: &str| Actor {
        account: Some(account.to_owned()),
        ..holder(&story.pack, post)
    };
    for post in POSTS {
        assert!(case.is_withheld_from(&story.pack, &holds(post, "wang")), "{post}");
        // Neither their colleagues nor whoever has the post after them.
        assert!(!case.is_withheld_from(&story.pack, &holds(post, "li")), "{post}");
        assert_eq!(open_steps(&case, &holds(post, "wang"), &story.pack, now), [], "{post}");
    }
    let moved = holds("office-chief", "wang");
    let lift = Command::LiftAbout {
        about: wang(),
        reason: "弄错了".to_owned(),
    };
    let dispatch = Command::Dispatch {
        unit: "water".into(),
        leader: "water-leader".into(),
        note: String::new(),
    };
    for command in [answer(), lift.clone(), dispatch.clone(), Command::RecordRepeat] {
        let refusal = story.act(&command, &moved, now).unwrap_err();
        assert_eq!(refusal.key, "refusal-about-actor", "{command:?}");
    }
    let knowing = |post| {
        let mut case = case.clone();
        case.about = in_post("wang", post);
        case
    };
    let decided = |post| decide(Some(&knowing(post)), &dispatch, &clerk, &story.pack, now);
    let refusal = decided(Some("water-leader")).unwrap_err();
    assert_eq!(refusal.key, "refusal-about-leader");
    // Somebody else has the post now, or nobody: it is theirs to answer.
    assert!(decided(Some("office-chief")).is_ok() && decided(None).is_ok());
    story.act(&lift, &clerk, now).unwrap();
    assert!(story.case().about.is_empty());
}

#[test]
fn a_member_of_staff_is_put_down_later_and_never_by_themselves() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    let now = at("2026-03-02 10:00");
    let record = |about: About| Command::RecordAbout {
        about,
        reason: "来电补充".to_owned(),
    };
    let clerk = holder(&story.pack, "clerk");
    let unknown = record(About::staff(Staff("nobody".to_owned())));
    assert_eq!(
        story.act(&unknown, &clerk, now).unwrap_err().key,
        "refusal-staff-unknown"
    );
    let leads = record(in_post("wang", Some(story.case().leader.as_str())));
    assert_eq!(
        story.act(&leads, &clerk, now).unwrap_err().key,
        "refusal-about-responsible"
    );
    let oneself = record(in_post("clerk", Some("clerk")));
    assert_eq!(story.act(&oneself, &clerk, now).unwrap_err().key, "refusal-about-actor");
    let wang = record(in_post("wang", Some("fire-handler")));
    story.act(&wang, &clerk, now).unwrap();
    assert_eq!(story.case().about, About::staff(Staff("wang".to_owned())));
    assert_eq!(story.act(&wang, &clerk, now).unwrap_err().key, "refusal-about-nothing");
    assert!(
        serde_json::from_str::<About>("{\"units\":[\"water\"]}")
            .unwrap()
            .staff
            .is_empty()
    );
}

#[test]
fn erasing_leaves_it_withheld() {
    let story = told();
    let water = holder(&story.pack, "water-handler");
    let left = story.stream.iter().fold(None, |case, (event, actor, at)| {
        domain::case::evolve(case, &event.without_words(), actor, *at)
    });
    assert!(left.unwrap().is_withheld_from(&story.pack, &water));
}

#[test]
fn a_case_about_nobody_reads_as_it_did() {
    let asked = registration("petition", at("2026-03-02 09:00"));
    let text = serde_json::to_string(&asked).unwrap();
    assert!(!text.contains("about"), "{text}");
    let read: Registration = serde_json::from_str(&text).unwrap();
    assert!(read.about.is_empty());
}

const POSTS: [&str; 8] = [
    "clerk",
    "office-chief",
    "deputy-head",
    "water-handler",
    "water-leader",
    "fire-handler",
    "housing-handler",
    "housing-leader",
];

fn abouts() -> impl Strategy<Value = About> {
    let units = subsequence(vec!["water", "housing", "fire", "office", "nowhere"], 0..2);
    let posts = subsequence(vec!["water-leader", "clerk", "deputy-head", "nobody"], 0..2);
    // Accounts are called as the posts that their holders have.
    let staff = subsequence(vec!["housing-leader", "fire-handler", "office-chief"], 0..2);
    (units, posts, staff).prop_map(|(units, posts, staff)| About {
        units: units.into_iter().map(UnitSlug::from).collect(),
        posts: posts.into_iter().map(Into::into).collect(),
        staff: staff.iter().map(|who| Staff((*who).to_owned())).collect(),
        holds: staff
            .iter()
            .map(|who| (Staff((*who).to_owned()), Some((*who).into())))
            .collect(),
        others: staff.iter().map(|who| others(&Staff((*who).to_owned()))).collect(),
    })
}

/// Some have a second account, in another post, and the two are one person's.
fn others(who: &Staff) -> (Staff, BTreeMap<Staff, Option<PostSlug>>) {
    let second = match who.0.as_str() {
        "housing-leader" => Some("water-leader"),
        "fire-handler" => Some("clerk"),
        _ => None,
    };
    let others = second.map(|post| (Staff(post.to_owned()), Some(post.into())));
    (who.clone(), others.into_iter().collect())
}

fn complaints() -> impl Strategy<Value = Command> {
    let record = (abouts(), texts()).prop_map(|(about, reason)| Command::RecordAbout { about, reason });
    let lift = (abouts(), texts()).prop_map(|(about, reason)| Command::LiftAbout { about, reason });
    let dispatch = (
        select(vec!["water", "fire", "housing", "office"]),
        select(vec!["water-leader", "deputy-head", "county-head", "housing-leader"]),
    )
        .prop_map(|(unit, leader)| Command::Dispatch {
            unit: unit.into(),
            leader: leader.into(),
            note: String::new(),
        });
    prop_oneof![2 => record, 1 => lift, 2 => dispatch, 3 => commands()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is asked in whatever order: nobody complained about is responsible, and none of theirs writes anything
    /// into the stream.
    #[test]
    fn a_complaint_never_reaches_those_it_is_about(
        steps in proptest::collection::vec((complaints(), select(&POSTS[..]), any::<bool>(), moments()), 0..40),
        begin in registrations(),
        about in abouts(),
    ) {
        let mut story = Story::new(county());
        let now = begin.received_at;
        let begin = Registration { about, ..begin };
        let _ = story.act(&Command::Register(Box::new(begin)), &Actor::program(), now);
        for (command, post, as_program, now) in steps {
            let mut actor = holder(&story.pack, post);
            if as_program {
                actor.role = Role::Program;
            }
            // As whoever asks has looked it up: everybody is in their post.
            if let Some(case) = &mut story.case {
                let held = case.about.staff.iter().map(|who| (who.clone(), Some(who.0.as_str().into())));
                case.about.holds = held.collect();
                case.about.others = case.about.staff.iter().map(others).collect();
            }
            let withheld = story.case.as_ref().is_some_and(|case| case.is_withheld_from(&story.pack, &actor));
            let before = story.stream.len();
            let _ = story.act(&command, &actor, now);
            prop_assert!(!withheld || story.stream.len() == before, "{command:?}");
            let Some(case) = &story.case else { continue };
            prop_assert!(!case.about.covers_unit(&story.pack, &case.unit), "{case:?}");
            prop_assert!(!case.about.covers_post(&story.pack, &case.leader), "{case:?}");
            let named = |who: &Staff| who.0 == case.leader.as_str();
            let led_by = case.about.staff.iter().any(|who| named(who) || others(who).1.keys().any(named));
            prop_assert!(!led_by, "{case:?}");
            prop_assert!(!case.helping.iter().any(|unit| case.about.covers_unit(&story.pack, unit)), "{case:?}");
        }
    }

    /// What the router proposes is what the rules take.
    #[test]
    fn the_rules_take_what_the_router_proposes(about in abouts()) {
        let pack = county();
        for Proposal { unit, leader } in route(&pack, &about) {
            let asked = Registration { about: about.clone(), unit, leader, ..complaint() };
            let now = at("2026-03-02 09:00");
            let done = decide(None, &Command::Register(Box::new(asked)), &Actor::program(), &pack, now);
            let known = done.as_ref().err().is_none_or(|refusal| refusal.key.ends_with("-unknown"));
            prop_assert!(known, "{done:?}");
        }
    }
}
