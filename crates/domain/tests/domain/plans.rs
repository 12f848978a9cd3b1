//! Plans and drills: two pairs of eyes, assessed and practised in time, the right plan by event and place; an unannounced drill
//! is a secret until it begins, and what it finds becomes something.

use domain::AreaSlug;
use domain::case::{Actor, Role};
use domain::drill::{self, Became, Drill, DrillCommand, Form, Inject, Scenario, Stage, may_know, practise_by};
use domain::pack::{Pack, builtin};
use domain::plan::{
    self, Checklist, Contact, Content, Fit, Plan, PlanCommand, PlanEvent, PlanRules, Situation, offered,
};
use jiff::Timestamp;

fn pack() -> Pack {
    (*builtin("demo-bureau").unwrap()).clone()
}

fn rules(pack: &Pack) -> &PlanRules {
    pack.plans.as_ref().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn actor(role: Role, post: &str, account: &str) -> Actor {
    Actor {
        role,
        post: Some(post.into()),
        unit: Some("office".into()),
        account: Some(account.to_owned()),
    }
}

fn drafter() -> Actor {
    actor(Role::DutyOfficer, "duty-officer", "a")
}

fn chief() -> Actor {
    actor(Role::Leader, "office-chief", "b")
}

fn content() -> Content {
    Content {
        name: "城北市场火灾现场处置方案".to_owned(),
        kind: "site".to_owned(),
        unit: "office".into(),
        events: vec!["fire".to_owned()],
        areas: Vec::new(),
        place: Some("城北市场".to_owned()),
        cadence: "crowded".to_owned(),
        text: "先救人，后灭火。".to_owned(),
        checklists: vec![Checklist {
            role: "指挥长".to_owned(),
            items: vec!["到场接管指挥".to_owned()],
        }],
        contacts: vec![Contact {
            post: Some("duty-officer".into()),
            office: String::new(),
            purpose: "值班".to_owned(),
            reach: "0000-1234".to_owned(),
        }],
        resources: Vec::new(),
    }
}

fn draft(content: Content) -> PlanCommand {
    let content = Box::new(content);
    PlanCommand::Draft { content }
}

/// The plan after these, or the key of the refusal.
fn take(
    pack: &Pack,
    plan: Option<Plan>,
    command: &PlanCommand,
    who: &Actor,
    when: &str,
) -> Result<Option<Plan>, String> {
    let event = plan::decide(plan.as_ref(), command, who, pack).map_err(|refusal| refusal.key)?;
    Ok(match event {
        Some(event) => plan::evolve(plan, &event, who, at(when)),
        None => plan,
    })
}

fn in_force(pack: &Pack, content: Content, when: &str) -> Plan {
    let plan = take(pack, None, &draft(content), &drafter(), when).unwrap();
    let approve = PlanCommand::Approve { seen: 1 };
    take(pack, plan, &approve, &chief(), when).unwrap().unwrap()
}

#[test]
fn whoever_drafted_does_not_approve_and_nobody_approves_what_was_changed_since() {
    let pack = pack();
    let by_chief = take(&pack, None, &draft(content()), &chief(), "2026-01-01T00:00:00Z").unwrap();
    let approve = PlanCommand::Approve { seen: 1 };
    let same = take(&pack, by_chief.clone(), &approve, &chief(), "2026-01-01T01:00:00Z");
    assert_eq!(same.unwrap_err(), "refusal-plan-same-person");
    let mut other = content();
    other.text = "改过的。".to_owned();
    let changed = take(&pack, by_chief, &draft(other), &drafter(), "2026-01-01T02:00:00Z").unwrap();
    let stale = take(&pack, changed.clone(), &approve, &chief(), "2026-01-01T03:00:00Z");
    assert_eq!(stale.unwrap_err(), "refusal-plan-changed");
    let approve = PlanCommand::Approve { seen: 2 };
    let approved = take(&pack, changed, &approve, &chief(), "2026-01-01T03:00:00Z").unwrap();
    assert_eq!(approved.unwrap().in_force().unwrap().n, 1);
}

#[test]
fn what_a_plan_says_is_checked_line_by_line() {
    /// What is made wrong, and the refusal's key.
    type Mistake = (fn(&mut Content), &'static str);
    let pack = pack();
    let wrong = |change: fn(&mut Content)| {
        let mut content = content();
        change(&mut content);
        take(&pack, None, &draft(content), &drafter(), "2026-01-01T00:00:00Z").unwrap_err()
    };
    let cases: [Mistake; 8] = [
        (|content| content.name.clear(), "refusal-text-needed"),
        (|content| content.kind = "poem".to_owned(), "refusal-plan-kind"),
        (|content| content.cadence = "never".to_owned(), "refusal-plan-cadence"),
        (|content| content.unit = "moon".into(), "refusal-unit-unknown"),
        (
            |content| content.events = vec!["moonrise".to_owned()],
            "refusal-plan-event",
        ),
        (|content| content.checklists[0].items.clear(), "refusal-plan-empty-role"),
        (
            |content| content.contacts[0].post = Some("nobody".into()),
            "refusal-post-unknown",
        ),
        (|content| content.text = "a\u{202e}b".to_owned(), "refusal-text-hidden"),
    ];
    for (change, key) in cases {
        assert_eq!(wrong(change), key);
    }
}

#[test]
fn a_revision_stays_asked_for_until_a_version_is_drafted_after_it() {
    let pack = pack();
    let plan = in_force(&pack, content(), "2026-01-01T00:00:00Z");
    let waiting = take(&pack, Some(plan), &draft(content()), &drafter(), "2026-02-01T00:00:00Z").unwrap();
    let ask = PlanCommand::AskRevision {
        trigger: "risk".to_owned(),
        note: "市场扩建".to_owned(),
    };
    let asked = take(&pack, waiting, &ask, &drafter(), "2026-02-02T00:00:00Z").unwrap();
    // What was drafted before it was asked does not answer it.
    let seen = asked.as_ref().unwrap().version;
    let approve = PlanCommand::Approve { seen };
    let old = take(&pack, asked, &approve, &chief(), "2026-02-03T00:00:00Z").unwrap();
    assert_eq!(old.as_ref().unwrap().revisions.len(), 1);
    let mut newer = content();
    newer.text = "含扩建部分。".to_owned();
    let plan = take(&pack, old, &draft(newer), &drafter(), "2026-02-04T00:00:00Z").unwrap();
    let seen = plan.as_ref().unwrap().version;
    let plan = take(
        &pack,
        plan,
        &PlanCommand::Approve { seen },
        &chief(),
        "2026-02-05T00:00:00Z",
    )
    .unwrap();
    let plan = plan.unwrap();
    assert_eq!((plan.revisions.len(), plan.in_force().unwrap().n), (0, 3));
}

#[test]
fn it_is_assessed_within_three_years_and_practised_as_its_cadence_says() {
    let pack = pack();
    let plan = in_force(&pack, content(), "2024-02-29T02:00:00Z");
    let assess = plan.assess_by(rules(&pack), &pack.zone).unwrap();
    assert_eq!(assess, at("2027-02-28T02:00:00Z"));
    let practise = practise_by(&plan, [].into_iter(), rules(&pack), &pack.zone);
    assert_eq!(practise, Some(at("2024-08-29T02:00:00Z")));
    let assessed = PlanEvent::Assessed {
        note: "适用".to_owned(),
    };
    let plan = plan::evolve(Some(plan), &assessed, &chief(), at("2025-01-01T00:00:00Z")).unwrap();
    assert_eq!(
        plan.assess_by(rules(&pack), &pack.zone),
        Some(at("2028-01-01T00:00:00Z"))
    );
}

#[test]
fn the_plan_of_the_place_comes_first_then_the_one_for_the_event_then_the_general_one() {
    let pack = pack();
    let of = |change: fn(&mut Content)| {
        let mut content = content();
        change(&mut content);
        in_force(&pack, content, "2026-01-01T00:00:00Z")
    };
    let plans = vec![
        (
            "general".to_owned(),
            of(|content| {
                content.kind = "overall".to_owned();
                content.events.clear();
                content.place = None;
            }),
        ),
        ("market".to_owned(), of(|_| {})),
        (
            "fire".to_owned(),
            of(|content| {
                content.kind = "special".to_owned();
                content.place = None;
            }),
        ),
        (
            "flood".to_owned(),
            of(|content| {
                content.events = vec!["flood".to_owned()];
                content.place = None;
            }),
        ),
    ];
    let situation = Situation {
        event: "fire",
        area: None,
        place: "人民路 3 号 城北市场 二楼",
    };
    let found = offered(&plans, rules(&pack), situation);
    let found: Vec<_> = found.iter().map(|(id, _, fit)| (*id, *fit)).collect();
    assert_eq!(
        found,
        [("market", Fit::Place), ("fire", Fit::Event), ("general", Fit::General)]
    );
    let elsewhere = Situation { place: "", ..situation };
    let found = offered(&plans, rules(&pack), elsewhere);
    assert!(found.iter().all(|(id, ..)| *id != "market"), "{found:?}");
}

#[test]
fn a_plan_on_site_is_offered_where_its_name_is_said_and_not_for_a_character_of_it() {
    for (plan, said, same) in [
        ("城北市场", "人民路 3 号 城北市场 二楼", true),
        ("城北市场", "城北市场", true),
        // Half of the name, as one says it for short.
        ("城北市场", "城北", true),
        ("人民路3号城北市场", "3号城北市场", true),
        ("North Market", "north market, 2nd floor", true),
        // A character, a street or a number that the name has in it.
        ("人民路3号城北市场", "路", false),
        ("人民路3号城北市场", "3", false),
        ("人民路3号城北市场", "人民路", false),
        ("城北市场", "场", false),
        ("North Market", "north", false),
        // Of a name of one character nothing else is a part, and it is a part of nothing.
        ("桥", "桥", true),
        ("桥", "东河桥", false),
        ("城北市场", "", false),
        ("，", "，", false),
    ] {
        let mut content = content();
        content.place = Some(plan.to_owned());
        let situation = Situation {
            event: "fire",
            area: None,
            place: said,
        };
        let found = plan::fit(&content, situation);
        assert_eq!(found, same.then_some(Fit::Place), "{plan}: {said}");
    }
}

#[test]
fn a_plan_for_areas_alone_is_for_nothing_of_which_no_area_is_known() {
    let (own, other) = (AreaSlug::from("zhuxi"), AreaSlug::from("chengdong"));
    for (of_fires, area, due) in [
        (false, Some(&own), Some(Fit::Area)),
        (false, Some(&other), None),
        (false, None, None),
        (true, Some(&own), Some(Fit::EventAndArea)),
        (true, Some(&other), None),
        (true, None, Some(Fit::Event)),
    ] {
        let mut content = content();
        content.place = None;
        content.areas = vec![own.clone()];
        if !of_fires {
            content.events.clear();
        }
        let situation = Situation {
            event: "fire",
            area,
            place: "",
        };
        assert_eq!(plan::fit(&content, situation), due, "{of_fires} {area:?}");
    }
}

fn scenario() -> Scenario {
    let inject = |minute, text: &str| Inject {
        minute,
        text: text.to_owned(),
    };
    Scenario {
        plan: "market".to_owned(),
        form: Form::Unannounced,
        at: at("2026-03-01T18:10:00Z"),
        event: "fire".to_owned(),
        place: "城北市场".to_owned(),
        text: "二楼冒烟".to_owned(),
        director: "office-analyst".into(),
        injects: vec![inject(20, "消火栓无水"), inject(5, "有人被困")],
    }
}

fn step(
    pack: &Pack,
    drill: Option<Drill>,
    command: &DrillCommand,
    who: &Actor,
    when: &str,
) -> Result<Option<Drill>, String> {
    let plan = in_force(pack, content(), "2026-01-01T00:00:00Z");
    let event = drill::decide(drill.as_ref(), command, Some(&plan), who, pack, at(when));
    Ok(match event.map_err(|refusal| refusal.key)? {
        Some(event) => drill::evolve(drill, &event, at(when)),
        None => drill,
    })
}

#[test]
fn whoever_reads_everything_and_changes_nothing_directs_no_drill() {
    let pack = pack();
    let readers = pack
        .posts
        .iter()
        .filter(|post| post.role == Role::Auditor || post.role == Role::Administrator);
    let readers: Vec<_> = readers.map(|post| post.slug.clone()).collect();
    assert!(!readers.is_empty());
    for director in readers {
        let scenario = Box::new(Scenario { director, ..scenario() });
        let plan = DrillCommand::Plan { scenario };
        let refused = step(&pack, None, &plan, &chief(), "2026-02-01T00:00:00Z");
        assert_eq!(refused.unwrap_err(), "refusal-drill-director");
    }
}

#[test]
fn a_drill_goes_from_its_plan_to_what_became_of_its_findings() {
    let pack = pack();
    let begin = DrillCommand::Begin {
        number: "20260302-0001".to_owned(),
    };
    let scenario = Box::new(scenario());
    let planned = step(
        &pack,
        None,
        &DrillCommand::Plan { scenario },
        &chief(),
        "2026-02-01T00:00:00Z",
    )
    .unwrap();
    let drill = planned.clone().unwrap();
    // Put in by time, however they were written.
    assert_eq!(drill.scenario.injects[0].minute, 5);
    assert!(!may_know(&drill, &drafter()) && may_know(&drill, &chief()));
    let not_theirs = step(&pack, planned.clone(), &begin, &drafter(), "2026-03-01T18:10:00Z");
    assert_eq!(not_theirs.unwrap_err(), "refusal-drill-unknown");
    assert_eq!(drill.stage(rules(&pack), at("2026-03-03T00:00:00Z")), Stage::Late);
    let running = step(&pack, planned, &begin, &chief(), "2026-03-01T18:12:00Z").unwrap();
    let drill = running.clone().unwrap();
    assert!(may_know(&drill, &drafter()));
    let due: Vec<_> = drill.due().into_iter().map(|(n, _, at)| (n, at)).collect();
    assert_eq!(due, [(0, at("2026-03-01T18:17:00Z")), (1, at("2026-03-01T18:32:00Z"))]);
    let evaluate = |step: &str| DrillCommand::Evaluate {
        step: step.to_owned(),
        text: "写明".to_owned(),
    };
    let early = step(
        &pack,
        running.clone(),
        &evaluate("comments"),
        &chief(),
        "2026-03-01T18:20:00Z",
    );
    assert_eq!(early.unwrap_err(), "refusal-drill-not-ended");
    let put = DrillCommand::Put { inject: 0 };
    let running = step(&pack, running, &put, &chief(), "2026-03-01T18:17:00Z").unwrap();
    let find = DrillCommand::Find {
        id: "f1".to_owned(),
        text: "消火栓无水".to_owned(),
    };
    let running = step(&pack, running, &find, &chief(), "2026-03-01T18:40:00Z").unwrap();
    let mut ended = step(&pack, running, &DrillCommand::End, &chief(), "2026-03-01T19:00:00Z").unwrap();
    let skipped = step(
        &pack,
        ended.clone(),
        &evaluate("report"),
        &chief(),
        "2026-03-02T00:00:00Z",
    );
    assert_eq!(skipped.unwrap_err(), "refusal-drill-step-before");
    for named in &rules(&pack).evaluation {
        ended = step(&pack, ended, &evaluate(&named.slug), &chief(), "2026-03-02T00:00:00Z").unwrap();
    }
    // A finding of which nothing was made keeps it open.
    let stage = ended.as_ref().unwrap().stage(rules(&pack), at("2026-03-02T00:00:00Z"));
    assert_eq!(stage, Stage::Evaluating);
    let settle = DrillCommand::Settle {
        finding: "f1".to_owned(),
        became: Became::Revision,
    };
    let done = step(&pack, ended, &settle, &chief(), "2026-03-02T01:00:00Z")
        .unwrap()
        .unwrap();
    assert_eq!(done.stage(rules(&pack), at("2026-03-02T01:00:00Z")), Stage::Done);
    let plan = in_force(&pack, content(), "2026-01-01T00:00:00Z");
    let next = practise_by(&plan, [&done].into_iter(), rules(&pack), &pack.zone);
    assert_eq!(next, Some(at("2026-09-01T19:00:00Z")));
}
