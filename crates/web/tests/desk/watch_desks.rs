//! Who is on now, here and at every unit that keeps a watch.

use crate::browser::Bureau;
use crate::duty::{actor, staff};
use axum::http::StatusCode;
use domain::duty::watch::WatchCommand;
use domain::duty::{Ahead, How, RosterCommand, Shift, Tier, gaps};
use domain::{Locale, UnitSlug};
use jiff::{SignedDuration, ToSpan as _};

/// Somebody's shift around now at a desk, planned by its leader; signed in where `on`.
async fn shift(bureau: &Bureau, desk: &str, keeper: &str, who: &str, on: bool) {
    let office = &bureau.office;
    let (unit, now) = (UnitSlug::from(desk), office.clock.now());
    let hour = SignedDuration::from_hours(1);
    let shift = Shift {
        id: who.to_owned(),
        tier: Tier::Officer,
        turn: None,
        date: bureau.today(),
        from: now - hour,
        until: now + hour,
        staff: staff(bureau, who).await,
    };
    let put = RosterCommand::Put { shift, despite: false };
    let keeper = actor(bureau, keeper).await;
    office::change_roster(office, &unit, &put, &keeper, now).await.unwrap();
    if on {
        let own = actor(bureau, who).await;
        office::change_watch(office, &unit, &WatchCommand::Join, &own, now)
            .await
            .unwrap();
    }
}

/// A section of a page.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let mark = format!("aria-labelledby=\"{id}\"");
    let part = page.split("<section").find(|part| part.contains(&mark));
    part.unwrap_or_else(|| panic!("no {id} in {page}"))
}

#[tokio::test]
async fn the_watch_page_says_who_is_on_here_and_at_every_unit() {
    let bureau = Bureau::staffed().await;
    let name = |post: &str| {
        let people = &bureau.office.pack.people;
        people
            .iter()
            .find(|person| person.post.as_str() == post)
            .unwrap()
            .name
            .clone()
    };
    let (officer, guard) = (name("duty-officer"), name("fire-handler"));
    shift(&bureau, "office", "office-chief", "duty-officer", true).await;
    shift(&bureau, "fire", "fire-leader", "fire-handler", false).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get("/watch").await;
    assert_eq!(page.status, StatusCode::OK);
    let (here, desks) = (section(page.text(), "on"), section(page.text(), "desks"));
    assert!(here.contains(&officer) && !here.contains(&guard), "{here}");
    // Whose shift it is there is said, and that they have not come.
    let at_fire = desks.split("<li>").find(|desk| desk.contains("desk=fire")).unwrap();
    assert!(
        at_fire.contains("nobody signed in") && at_fire.contains(&guard),
        "{at_fire}"
    );
    let own = actor(&bureau, "fire-handler").await;
    let (office, unit) = (&bureau.office, UnitSlug::from("fire"));
    let joined = office::change_watch(office, &unit, &WatchCommand::Join, &own, office.clock.now());
    joined.await.unwrap();
    let page = clerk.get("/watch").await;
    let desks = section(page.text(), "desks");
    let lines: Vec<&str> = desks.split("<li>").skip(1).collect();
    assert_eq!(lines.len(), office.pack.units.len(), "at every unit");
    let on = |desk: &str, who: &str| {
        let line = lines
            .iter()
            .find(|line| line.contains(&format!("desk={desk}\"")))
            .unwrap();
        line.contains(who) && line.contains("mark good") && !line.contains("nobody signed in")
    };
    assert!(on("office", &officer) && on("fire", &guard), "{desks}");
    // The brigade's own page has its people here, and whoever serves there opens it without a word.
    let mut guard_on = bureau.signed_in("fire-handler").await;
    let page = guard_on.get("/watch").await;
    let here = section(page.text(), "on");
    assert!(here.contains(&guard) && !here.contains(&officer), "{here}");
    assert!(section(page.text(), "desks").contains(&officer));
}

#[tokio::test]
async fn a_unit_without_a_desk_says_which_desk_keeps_its_watch_and_which_post_leads_it() {
    let bureau = Bureau::staffed().await;
    let pack = &bureau.office.pack;
    let desks = &pack.duty.as_ref().unwrap().desks;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get("/watch").await;
    let lines: Vec<&str> = section(page.text(), "desks").split("<li>").skip(1).collect();
    for unit in &pack.units {
        let own = desks.iter().any(|desk| desk.unit == unit.slug);
        let name = pack.unit_name(&unit.slug, Locale::En);
        let leader = pack.post_name(&unit.leader, Locale::En);
        let keeper = office::watch_of(&bureau.office, Some(&unit.slug)).unwrap();
        let words = format!(
            "No watch of its own: kept by {}, led by {leader}",
            pack.unit_name(keeper, Locale::En)
        );
        let says = |line: &&&str| line.contains(&format!("<p>{name} ")) && line.contains(&words);
        assert_eq!(
            lines.iter().filter(says).count(),
            usize::from(!own),
            "{name}: {lines:?}"
        );
        assert_eq!(*keeper == unit.slug, own, "{name}");
    }
}

#[tokio::test]
async fn a_call_goes_to_the_desk_of_its_unit_or_of_the_nearest_above_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    shift(&bureau, "office", "office-chief", "duty-officer", true).await;
    shift(&bureau, "fire", "fire-leader", "fire-handler", true).await;
    let now = office.clock.now();
    let draw = || {
        let id = || office::new_case_id(jiff::Timestamp::now()).to_string().replace('-', "");
        (id(), id() + &id())
    };
    for (unit, called) in [
        (None, "duty-officer"),
        (Some("fire"), "fire-handler"),
        (Some("water"), "duty-officer"),
        (Some("review-committee"), "duty-officer"),
    ] {
        let about = domain::call::About {
            reason: "heartbeat".to_owned(),
            args: [("name".to_owned(), "x".to_owned())].into(),
            link: "/watch".to_owned(),
            case: None,
            drill: false,
            post: None,
            unit: unit.map(UnitSlug::from),
        };
        let program = domain::case::Actor::program();
        let raised = office::raise_call(office, about, &format!("{unit:?}"), &program, now).await;
        let id = raised.unwrap().unwrap();
        office::run_due_calls(office, &office::Robots::default(), draw, now)
            .await
            .unwrap();
        let call = office::read_call(office, &id).await.unwrap().unwrap();
        assert_eq!(call.called, [staff(&bureau, called).await], "{unit:?}");
    }
}

#[tokio::test]
async fn a_danger_is_called_at_the_desk_of_its_cases_unit() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    shift(&bureau, "office", "office-chief", "duty-officer", true).await;
    shift(&bureau, "fire", "fire-leader", "fire-handler", true).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let said = domain::case::Command::RaiseDanger {
        danger: "violence".to_owned(),
        situation: "门口有人打人".to_owned(),
    };
    let by = actor(&bureau, "clerk").await;
    for (unit, called) in [("fire", "fire-handler"), ("water", "duty-officer")] {
        let number = clerk.register("Somebody is beaten", unit).await;
        let case = office.store.story(&number).await.unwrap().unwrap().case.id;
        let now = office.clock.now();
        office::act(office, case, &said, &by, now, None).await.unwrap();
        crate::levels::look(&bureau, office.clock.now()).await;
        let calls = office::open_calls(office).await.unwrap();
        let (_, call) = calls.iter().find(|(_, call)| call.about.case == Some(case)).unwrap();
        assert_eq!(call.called, [staff(&bureau, called).await], "{unit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstrations_people_keep_every_desk_around_the_clock() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let rules = office.pack.duty.as_ref().unwrap();
    let levels = office::levels(office).await.unwrap();
    assert!(rules.desks.len() > 1);
    for desk in &rules.desks {
        // As the demonstration plans it: every second officer gives first aid.
        let people = office::colleagues(office, &desk.unit).await.unwrap();
        let leader = &office.pack.unit(&desk.unit).unwrap().leader;
        let keeper = actor(&bureau, leader.as_str()).await;
        let now = office.clock.now();
        let officers = people.iter().filter(|one| one.member.tiers.contains(&Tier::Officer));
        for one in officers.step_by(2) {
            let skill = RosterCommand::Skill {
                staff: one.member.staff.clone(),
                skills: ["first-aid".to_owned()].into(),
            };
            office::change_roster(office, &desk.unit, &skill, &keeper, now)
                .await
                .unwrap();
        }
        let from = bureau.today().tomorrow().unwrap();
        let until = from.saturating_add(13.days());
        let proposal = office::propose(office, &desk.unit, from, until).await.unwrap();
        assert_eq!(proposal.clash, [], "{}", desk.unit);
        let plan = RosterCommand::Plan {
            from,
            until,
            how: How::Generated,
            turn: None,
            shifts: proposal.shifts,
            despite: String::new(),
        };
        office::change_roster(office, &desk.unit, &plan, &keeper, now)
            .await
            .unwrap();
        let roster = office::read_roster(office, &desk.unit).await.unwrap();
        let days = office::duty_days(office, &levels, &desk.unit);
        let members: Vec<_> = people.iter().map(|one| one.member.clone()).collect();
        let told = gaps(&roster, &members, rules, days, Ahead { from, until });
        assert_eq!(told, [], "{}", desk.unit);
    }
}
