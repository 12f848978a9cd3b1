//! The plan of an incident: the one that fits is offered, followed, and its items are ticked off, by which post and when.

use crate::browser::{Browser, Bureau, done};
use crate::plans::approved;
use axum::http::StatusCode;
use domain::case::Case;

/// The part of the page that is about the plan.
fn part(page: &str) -> &str {
    let after = page.split("aria-labelledby=\"plan\"").nth(1);
    after.and_then(|after| after.split("</section>").next()).unwrap()
}

/// Items that wait, as they are sent.
fn waiting(page: &str) -> Vec<&str> {
    let sent = part(page).split("name=\"item\" value=\"").skip(1);
    sent.filter_map(|rest| rest.split('"').next()).collect()
}

async fn fire(duty: &mut Browser<'_>, address: &str) -> String {
    let fields = [
        ("what", "市场起火"),
        ("category", "incident-fire"),
        ("address", address),
    ];
    done(&duty.fill("/incidents/new", "/incidents/new", &fields).await)
}

async fn case(bureau: &Bureau, home: &str) -> Case {
    let number = home.rsplit('/').next().unwrap();
    bureau.office.store.story(number).await.unwrap().unwrap().case.clone()
}

#[tokio::test]
async fn the_plan_that_fits_is_followed_and_each_item_says_who_ticked_it_and_when() {
    let bureau = Bureau::staffed().await;
    let plan = approved(&bureau).await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let elsewhere = fire(&mut duty, "火车站").await;
    assert!(
        !part(duty.get(&elsewhere).await.text()).contains(&plan),
        "it is for another place"
    );
    let home = fire(&mut duty, "城北市场二楼").await;
    let page = duty.get(&home).await;
    let offered = part(page.text());
    assert!(
        offered.contains(&format!("href=\"{plan}\"")) && offered.contains("Follow this plan"),
        "{offered}"
    );
    assert!(waiting(page.text()).is_empty(), "nothing is followed yet");
    let id = plan.trim_start_matches("/plans/");
    let follow = format!("{home}/plan");
    let to = done(&duty.fill(&home, &follow, &[("plan", id)]).await);
    assert!(to.ends_with("#plan"), "{to}");
    let page = duty.get(&home).await;
    let followed = part(page.text());
    assert!(
        followed.contains("城北市场火灾现场处置方案") && !followed.contains("Follow this plan"),
        "{followed}"
    );
    assert_eq!(waiting(page.text()), ["指挥长：到场接管指挥", "联络员：报县委值班室"]);

    let tick = format!("{home}/tick");
    let before = bureau.office.clock.now();
    done(&duty.fill(&home, &tick, &[("item", "指挥长：到场接管指挥")]).await);
    // Somebody else sees it as done, in the other language too; ticked again it is ticked once, and stays the first one's.
    let mut analyst = bureau.signed_in("office-analyst").await;
    analyst.language = "zh-CN";
    assert_eq!(waiting(analyst.get(&home).await.text()), ["联络员：报县委值班室"]);
    done(&analyst.fill(&home, &tick, &[("item", "指挥长：到场接管指挥")]).await);
    done(&analyst.fill(&home, &tick, &[("item", "联络员：报县委值班室")]).await);
    let after = bureau.office.clock.now();

    let kept = case(&bureau, &home).await;
    let ticks = &kept.incident().unwrap().ticks;
    let posts: Vec<_> = ticks.iter().map(|tick| tick.post.as_ref().unwrap().as_str()).collect();
    assert_eq!(posts, ["duty-officer", "office-analyst"]);
    let in_time = |at: jiff::Timestamp| before.as_millisecond() <= at.as_millisecond() && at <= after;
    assert!(ticks.iter().all(|tick| in_time(tick.at)), "{ticks:?}");
    let page = duty.get(&home).await;
    assert!(waiting(page.text()).is_empty(), "{}", part(page.text()));
    for (tick, post) in ticks.iter().zip(["duty-officer", "office-analyst"]) {
        let name = bureau
            .office
            .pack
            .post_name(&post.into(), domain::Locale::En)
            .to_owned();
        let said = format!(
            "<p>✓ {}</p><p class=\"note\"><span class=\"num\">{}</span> · {name}</p>",
            tick.item,
            bureau.input(tick.at).replace('T', " "),
        );
        assert!(part(page.text()).contains(&said), "{said}: {}", part(page.text()));
    }
}

#[tokio::test]
async fn who_may_not_follow_a_plan_ticks_nothing_and_no_item_is_empty() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, "城北市场").await;
    for (step, field, value) in [("plan", "plan", "../plans"), ("tick", "item", " ")] {
        let answer = duty.fill(&home, &format!("{home}/{step}"), &[(field, value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
    }
    // The water bureau has nothing to do with it: there is no such incident for it.
    let mut water = bureau.signed_in("water-handler").await;
    let answer = water
        .fill("/password", &format!("{home}/tick"), &[("item", "断水")])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let kept = case(&bureau, &home).await;
    let incident = kept.incident().unwrap();
    assert!(incident.plan.is_none() && incident.ticks.is_empty());
}
