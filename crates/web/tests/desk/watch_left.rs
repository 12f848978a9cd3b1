//! Who is on watch in fact: nobody leaves it to who came for the next shift, whoever has left is not there, a forgotten place is ended,
//! and what is short now and in the next hours is shown where people look.

use crate::browser::Bureau;
use crate::duty::{actor, on_shift_now, staff};
use crate::levels::look;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::watch::WatchCommand;
use domain::duty::{RosterCommand, Shift, Tier};
use jiff::SignedDuration;
use serde_json::json;

const OFFICE: &str = "office";

async fn joined(bureau: &Bureau, post: &str) {
    let own = actor(bureau, post).await;
    let (office, unit) = (&bureau.office, UnitSlug::from(OFFICE));
    office::change_watch(office, &unit, &WatchCommand::Join, &own, office.clock.now())
        .await
        .unwrap();
}

async fn called(bureau: &Bureau) -> usize {
    let open = office::open_calls(&bureau.office).await.unwrap();
    open.iter().filter(|(_, call)| call.about.reason == "watch").count()
}

#[tokio::test]
async fn who_came_for_the_next_shift_is_no_reason_to_leave_and_a_place_is_ended_with_a_reason() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    for post in ["duty-officer", "clerk"] {
        joined(&bureau, post).await;
    }
    let mut first = bureau.signed_in("duty-officer").await;
    let page = first.get("/watch").await;
    assert!(!page.text().contains("action=\"/watch/leave\""), "{}", page.text());
    let refused = first.fill("/watch", "/watch/leave", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    // An officer does not end the place of another one; whoever plans does, and says why.
    let clerk = staff(&bureau, "clerk").await.0;
    let end = [("staff", clerk.as_str()), ("reason", "误签到，已回家")];
    assert!(!page.text().contains("action=\"/watch/end\""), "{}", page.text());
    let refused = first.fill("/watch", "/watch/end", &end).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let mut chief = bureau.signed_in("office-chief").await;
    assert!(chief.get("/watch").await.text().contains("action=\"/watch/end\""));
    let unsaid = chief.fill("/watch", "/watch/end", &[("staff", &clerk)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ended = chief.fill("/watch", "/watch/end", &end).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    let watch = office::read_watch(&bureau.office, &OFFICE.into()).await.unwrap();
    assert_eq!(watch.on.len(), 1);
    assert!(first.get("/watch").await.text().contains("误签到，已回家"));
}

#[tokio::test]
async fn a_program_ends_a_place_for_whoever_plans_and_reads_the_log_to_its_beginning() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    joined(&bureau, "duty-officer").await;
    let (office, unit, now) = (&bureau.office, UnitSlug::from(OFFICE), bureau.office.clock.now());
    let own = actor(&bureau, "duty-officer").await;
    for n in 0..103 {
        let note = WatchCommand::Note {
            id: office::new_case_id(now).to_string(),
            text: format!("巡查第{n}次"),
            open: false,
        };
        office::change_watch(office, &unit, &note, &own, now).await.unwrap();
    }
    let scopes = ["watch:read", "watch:write"];
    let chief = bureau.own_program_for("office-chief", &scopes).await;
    let officer = bureau.own_program_for("clerk", &scopes).await;
    let shown = ok(&chief.get("/api/v1/watch/office").await);
    assert_eq!(shown["log"].as_array().unwrap().len(), 100);
    let before = shown["older"].as_u64().unwrap();
    let older = ok(&chief.get(&format!("/api/v1/watch/office?before={before}")).await);
    assert_eq!(
        (older["log"].as_array().unwrap().len(), &older["older"]),
        (4, &json!(null))
    );
    assert_eq!(older["log"][3]["event"], "joined");
    let mut duty = bureau.signed_in("duty-officer").await;
    let page = duty.get("/watch").await;
    assert!(!page.text().contains("巡查第0次") && page.text().contains("Older lines"));
    let page = duty.get(&format!("/watch?desk=office&before={before}")).await;
    assert!(page.text().contains("巡查第0次") && !page.text().contains("Older lines"));
    // And where somebody forgot to hand over, they are taken off the watch.
    let steps = "/api/v1/watch/office/steps";
    let end = json!({ "step": "end", "staff": shown["on"][0]["staff"], "reason": "已下班" });
    refused(&officer.post(steps, "", &end).await, "refusal-duty-keeper");
    for _ in 0..2 {
        let ended = ok(&chief.post(steps, "end", &end).await);
        assert_eq!((&ended["on"], &ended["log"][0]["event"]), (&json!([]), &json!("ended")));
    }
}

#[tokio::test]
async fn whoever_has_left_or_stays_too_long_is_not_there() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    joined(&bureau, "duty-officer").await;
    let now = office.clock.now();
    look(&bureau, now).await;
    assert_eq!(called(&bureau).await, 0, "they are there");
    // The next one does not come: that the first is still written down is no answer.
    look(&bureau, now + SignedDuration::from_mins(70)).await;
    assert_eq!(called(&bureau).await, 1);
    // And of one whose account is shut, the place and the shift are nobody's.
    let unit = UnitSlug::from(OFFICE);
    let short_now = async || {
        let roster = office::read_roster(office, &unit).await.unwrap();
        let people = office::colleagues(office, &unit).await.unwrap();
        let gaps = office::gaps_soon(office, &unit, (&roster, &people), now).await.unwrap();
        let now = gaps.iter().filter(|gap| gap.from <= now && gap.tier == Tier::Officer);
        now.filter(|gap| gap.present == 0 && gap.skill.is_none()).count()
    };
    assert_eq!(short_now().await, 0);
    let own = staff(&bureau, "duty-officer").await.0;
    office.store.set_disabled(&own, Some(now)).await.unwrap();
    assert_eq!(short_now().await, 1, "the shift that runs is a gap");
    // It is called for, and the other shift, which does not run now, no more.
    look(&bureau, now).await;
    assert_eq!(called(&bureau).await, 1);
}

#[tokio::test]
async fn a_watch_that_nobody_took_is_called_for_until_its_shift_is_over() {
    let bureau = Bureau::staffed().await;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let now = bureau.office.clock.now();
    let at = |minutes| now + SignedDuration::from_mins(minutes);
    look(&bureau, now).await;
    assert_eq!(called(&bureau).await, 1);
    look(&bureau, at(49)).await;
    assert_eq!(called(&bureau).await, 1);
    // The next shift has its quarter of an hour, and then a call of its own.
    look(&bureau, at(51)).await;
    assert_eq!(called(&bureau).await, 0, "over, though nobody said that they have it");
    look(&bureau, at(66)).await;
    assert_eq!(called(&bureau).await, 1);
    look(&bureau, at(9 * 60 + 1)).await;
    assert_eq!(called(&bureau).await, 0, "there is no shift any more");
}

#[tokio::test]
async fn what_is_short_now_is_shown_where_people_look() {
    let bureau = Bureau::staffed().await;
    let (office, now) = (&bureau.office, bureau.office.clock.now());
    let mut clerk = bureau.signed_in("clerk").await;
    for path in ["/", "/watch"] {
        let page = clerk.get(path).await;
        assert!(
            page.text().contains("Gaps in the next hours"),
            "{path}: {}",
            page.text()
        );
        assert!(page.text().contains("0 of 1"), "{path}");
    }
    let shown = ok(&bureau
        .program("clerk", &["watch:read"])
        .await
        .get("/api/v1/watch/office")
        .await);
    let from: jiff::Timestamp = shown["gaps"][0]["from"].as_str().unwrap().parse().unwrap();
    assert!(from <= now, "the one that is now is among them: {shown}");
    // Somebody for all of these hours, one of each tier: nothing is short.
    let unit = UnitSlug::from(OFFICE);
    let chief = actor(&bureau, "office-chief").await;
    let day = SignedDuration::from_hours(30);
    let skill = RosterCommand::Skill {
        staff: staff(&bureau, "duty-officer").await,
        skills: ["first-aid".to_owned()].into(),
    };
    office::change_roster(office, &unit, &skill, &chief, now).await.unwrap();
    for (id, tier, post) in [("l", Tier::Leader, "deputy-head"), ("o", Tier::Officer, "duty-officer")] {
        let shift = Shift::of_own_times(
            id.to_owned(),
            tier,
            (now - SignedDuration::from_hours(30), now + day),
            staff(&bureau, post).await,
            &office.pack.zone,
        );
        let put = RosterCommand::Put { shift, despite: true };
        office::change_roster(office, &unit, &put, &chief, now).await.unwrap();
    }
    let page = clerk.get("/watch").await;
    let holiday = page.text().contains("1 of 2");
    assert!(
        holiday || !page.text().contains("Gaps in the next hours"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn shifts_with_times_of_their_own_and_teams_by_their_names_are_planned_on_the_desk() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let day = |n: i64| bureau.today().saturating_add(jiff::Span::new().days(n)).to_string();
    let mut chief = bureau.signed_in("office-chief").await;
    let id = office::new_case_id(office.clock.now()).to_string();
    let clerk = staff(&bureau, "clerk").await.0;
    let (from, until) = (format!("{}T10:00", day(2)), format!("{}T14:00", day(2)));
    let own = [
        ("desk", OFFICE),
        ("id", id.as_str()),
        ("tier", "officer"),
        ("staff", clerk.as_str()),
        ("from", from.as_str()),
        ("until", until.as_str()),
    ];
    let put = chief.fill("/duty?desk=office", "/duty/plan/put-own", &own).await;
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.text());
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    assert_eq!(roster.shifts[&id].turn, None);
    // The same by a program.
    let program = bureau
        .own_program_for("office-chief", &["watch:read", "watch:write"])
        .await;
    let put = json!({
        "step": "put_own_times", "tier": "officer", "staff": bureau.user_in("clerk"),
        "from": format!("{}T10:00:00Z", day(5)), "until": format!("{}T12:00:00Z", day(5)),
    });
    for _ in 0..2 {
        ok(&program.post("/api/v1/duty/office/steps", "own", &put).await);
    }
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    assert_eq!(roster.shifts.len(), 2, "once under a key");
    // Teams by the names that the page shows; a name that nobody has is said.
    let people = office::colleagues(office, &OFFICE.into()).await.unwrap();
    let officers = people.iter().filter(|one| one.member.tiers.contains(&Tier::Officer));
    let teams: Vec<&str> = officers.take(3).map(|one| one.name.as_str()).collect();
    let teams = teams.join("\n");
    let (from, until) = (day(20), day(22));
    let turns = |teams| {
        [
            ("desk", OFFICE),
            ("turn", "day"),
            ("teams", teams),
            ("days_each", "1"),
            ("from", from.as_str()),
            ("until", until.as_str()),
        ]
    };
    let unknown = chief
        .fill("/duty?desk=office", "/duty/plan/rotation", &turns("没有这个人"))
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("“没有这个人”"), "{}", unknown.text());
    // Of somebody who serves at another desk no more is said than of a name that nobody has.
    let elsewhere = bureau.user_in("fire-handler");
    let unknown = chief
        .fill("/duty?desk=office", "/duty/plan/rotation", &turns(elsewhere))
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains(&format!("“{elsewhere}”")), "{}", unknown.text());
    // And to somebody who plans another desk nothing at all.
    let mut fire = bureau.signed_in("fire-leader").await;
    for (step, teams) in [("rotation", "没有这个人"), ("rotation", teams.as_str()), ("put", "")] {
        let path = format!("/duty/plan/{step}");
        let told = fire.fill("/duty?desk=office", &path, &turns(teams)).await;
        assert_eq!(told.status, StatusCode::NOT_FOUND, "{step} {teams}");
    }
    let planned = chief
        .fill("/duty?desk=office", "/duty/plan/rotation", &turns(&teams))
        .await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.text());
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    assert_eq!(roster.shifts.len(), 5);
}

#[tokio::test]
async fn a_place_is_replaced_only_when_whoever_plans_says_so_and_a_posts_calendar_can_be_ended() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let day = bureau.today().saturating_add(jiff::Span::new().days(3)).to_string();
    let mut chief = bureau.signed_in("office-chief").await;
    let (one, two) = (staff(&bureau, "duty-officer").await.0, staff(&bureau, "clerk").await.0);
    let put = |who, despite| {
        [
            ("desk", OFFICE),
            ("turn", "day"),
            ("seat", "1"),
            ("date", day.as_str()),
            ("staff", who),
            ("despite", despite),
        ]
    };
    let path = "/duty/plan/put";
    let first = chief.fill("/duty?desk=office", path, &put(one.as_str(), "")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let refused = chief.fill("/duty?desk=office", path, &put(two.as_str(), "")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("has this place") && refused.text().contains("name=\"despite\""),
        "{}",
        refused.text()
    );
    let replaced = chief.fill("/duty?desk=office", path, &put(two.as_str(), "yes")).await;
    assert_eq!(replaced.status, StatusCode::SEE_OTHER, "{}", replaced.text());
    let roster = office::read_roster(office, &OFFICE.into()).await.unwrap();
    assert_eq!(roster.shifts[&format!("{day}-day-1")].staff.0, two);
    let feed = [("desk", OFFICE), ("whose", "officer")];
    let made = chief.fill("/duty?desk=office", "/duty/feed", &feed).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let since = async || office.store.feed_since("post:office:officer").await.unwrap();
    assert!(since().await.is_some());
    let page = chief.get("/duty?desk=office").await;
    assert!(page.text().contains("name=\"end\" value=\"yes\""), "{}", page.text());
    let end = [("desk", OFFICE), ("whose", "officer"), ("end", "yes")];
    chief.fill("/duty?desk=office", "/duty/feed", &end).await;
    assert_eq!(since().await, None);
}
