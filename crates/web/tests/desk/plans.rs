//! Plans on the desk: drafted by one, approved by another, kept on a phone; a drill is planned in secret, evaluated, and what it
//! found becomes a task and a revision.

use crate::browser::{Browser, Bureau};
use axum::http::StatusCode;
use domain::case::Role;

const LINES: [(&str, &str); 3] = [
    ("checklists", "# 指挥长\n到场接管指挥\n# 联络员\n报县委值班室"),
    ("contacts", "值班员 | 接报 | 0000-1234\n县医院急诊科 | 接收伤员 | 120"),
    ("resources", "水泵 2 台 | 城北仓库 | 水务站"),
];

fn form<'a>(csrf: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("csrf", csrf),
        ("name", "城北市场火灾现场处置方案"),
        ("kind", "site"),
        ("unit", "office"),
        ("cadence", "crowded"),
        ("event:fire", "yes"),
        ("place", "城北市场"),
        ("text", "先救人，后灭火。"),
    ];
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more);
    form
}

/// A plan in force; its address.
pub(crate) async fn approved(bureau: &Bureau) -> String {
    let mut officer = bureau.signed_in("duty-officer").await;
    let page = officer.get("/plans/new").await;
    let csrf = page.hidden("csrf");
    let action = page
        .text()
        .split("action=\"")
        .find(|part| part.starts_with("/plans/0"))
        .unwrap();
    let address = action.split("/draft").next().unwrap().to_owned();
    let draft = format!("{address}/draft");
    let sent = officer.post(&draft, &form(&csrf, &LINES)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&address).await;
    let (csrf, seen) = (page.hidden("csrf"), page.hidden("seen"));
    let approve = format!("{address}/approve");
    let sent = chief.post(&approve, &[("csrf", &csrf), ("seen", &seen)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    address
}

/// The address of the form that leads on from a page, up to its last part.
fn address_of(page: &str, prefix: &str, last: &str) -> String {
    let found = page
        .split("action=\"")
        .filter_map(|part| part.split('"').next())
        .find(|action| action.starts_with(prefix) && action.ends_with(last));
    found.unwrap().trim_end_matches(last).to_owned()
}

#[tokio::test]
async fn a_plan_is_drafted_by_one_and_approved_by_another_and_says_whom_to_call() {
    let bureau = Bureau::staffed().await;
    let address = approved(&bureau).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let page = clerk.get(&address).await;
    let text = page.text();
    // Posts by their name in the reader's language, offices as they are written, numbers to be dialled.
    for expected in ["到场接管指挥", "tel:120", "tel:00001234", "水泵 2 台", "In force"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("/approve") && !text.contains("/withdraw"));
    let listed = clerk.get("/plans?event=fire").await;
    assert!(listed.text().contains(&address));
    let other = clerk.get("/plans?event=flood").await;
    assert!(!other.text().contains(&address));
}

#[tokio::test]
async fn a_line_that_does_not_read_is_named_and_nothing_is_lost() {
    let bureau = Bureau::staffed().await;
    let mut officer = bureau.signed_in("duty-officer").await;
    let page = officer.get("/plans/new").await;
    let csrf = page.hidden("csrf");
    let address = address_of(page.text(), "/plans/", "/draft");
    let wrong = [("contacts", "值班员 | 接报 | 1\n县医院急诊科，120")];
    let refused = officer.post(&format!("{address}/draft"), &form(&csrf, &wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(
        text.contains("Line 2 does not read") && text.contains("县医院急诊科，120"),
        "{text}"
    );
    assert_eq!(officer.get(&address).await.status, StatusCode::NOT_FOUND);
}

async fn send(browser: &mut Browser<'_>, page: &str, step: &str, more: &[(&str, &str)]) {
    let csrf = browser.get(page).await.hidden("csrf");
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(more);
    let sent = browser.post(&format!("{page}/{step}"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{step}: {}", sent.text());
}

#[tokio::test]
async fn a_drill_that_is_not_announced_is_seen_by_those_who_plan_it_alone() {
    let bureau = Bureau::staffed().await;
    let plan = approved(&bureau).await;
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("{plan}/drill")).await;
    let csrf = page.hidden("csrf");
    let address = address_of(page.text(), "/drills/", "/plan");
    let of = plan.trim_start_matches("/plans/");
    let form = [
        ("csrf", csrf.as_str()),
        ("plan", of),
        ("form", "unannounced"),
        ("at", "2099-03-02T02:10"),
        ("event", "fire"),
        ("place", "城北市场"),
        ("director", "office-analyst"),
        ("text", "二楼冒烟"),
        ("injects", "5 | 有人被困\n20 | 消火栓无水"),
    ];
    let sent = chief.post(&format!("{address}/plan"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let mut clerk = bureau.signed_in("clerk").await;
    assert_eq!(clerk.get(&address).await.status, StatusCode::NOT_FOUND);
    assert!(!clerk.get("/plans").await.text().contains(&address));
    assert!(!clerk.get(&plan).await.text().contains(&address));
    let csrf = clerk.get("/plans").await.hidden("csrf");
    let end = clerk.post(&format!("{address}/end"), &[("csrf", &csrf)]).await;
    assert_eq!(end.status, StatusCode::NOT_FOUND);
    let shown = chief.get(&address).await;
    assert!(shown.text().contains("有人被困") && shown.text().contains("DRILL"));
    send(&mut chief, &address, "call-off", &[("reason", "当天有大型活动")]).await;
    assert!(chief.get(&address).await.text().contains("当天有大型活动"));
}

#[tokio::test]
async fn who_reads_incidents_and_changes_nothing_is_not_offered_to_direct_a_drill() {
    let bureau = Bureau::staffed().await;
    let plan = approved(&bureau).await;
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("{plan}/drill")).await;
    let directors = page.text().split("<select id=\"director\"").nth(1).unwrap();
    let directors = directors.split("</select>").next().unwrap();
    for post in &bureau.office.pack.posts {
        let offered = directors.contains(&format!("value=\"{}\"", post.slug));
        let reads = matches!(post.role, Role::Auditor | Role::Administrator);
        assert_eq!(offered, !reads, "{}: {directors}", post.slug);
    }
    // Nor is it taken from whoever makes up the form.
    let csrf = page.hidden("csrf");
    let address = address_of(page.text(), "/drills/", "/plan");
    let form = [
        ("csrf", csrf.as_str()),
        ("plan", plan.trim_start_matches("/plans/")),
        ("form", "full"),
        ("at", "2099-03-02T02:10"),
        ("event", "fire"),
        ("place", "城北市场"),
        ("director", "auditor"),
        ("text", "二楼冒烟"),
        ("injects", ""),
    ];
    let refused = chief.post(&format!("{address}/plan"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = "This post reads incidents and does not deal with them.";
    assert!(refused.text().contains(said), "{}", refused.text());
    assert_eq!(chief.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_drill_runs_as_an_incident_that_says_so_and_what_it_finds_becomes_a_task_and_a_revision() {
    let bureau = Bureau::staffed().await;
    let plan = approved(&bureau).await;
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("{plan}/drill")).await;
    let csrf = page.hidden("csrf");
    let address = address_of(page.text(), "/drills/", "/plan");
    let form = [
        ("csrf", csrf.as_str()),
        ("plan", plan.trim_start_matches("/plans/")),
        ("form", "full"),
        ("at", "2099-03-02T02:10"),
        ("event", "fire"),
        ("place", "城北市场"),
        ("director", "office-chief"),
        ("text", "二楼冒烟"),
        ("injects", "0 | 有人被困"),
    ];
    let sent = chief.post(&format!("{address}/plan"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    // Begun twice by a double click, it is one incident.
    send(&mut chief, &address, "begin", &[]).await;
    send(&mut chief, &address, "begin", &[]).await;
    let page = chief.get(&address).await;
    let numbers: Vec<&str> = page.text().split("/incidents/").skip(1).collect();
    let number = numbers[0].split('"').next().unwrap();
    let incident = chief.get(&format!("/incidents/{number}")).await;
    assert!(
        incident.text().contains("DRILL") && incident.text().contains("到场接管指挥"),
        "{}",
        incident.text()
    );
    let listed = chief.get("/incidents").await;
    let link = format!("href=\"/incidents/{number}\"");
    assert_eq!(listed.text().matches(&link).count(), 1, "{}", listed.text());
    let others = listed.text().matches("href=\"/incidents/2").count();
    assert_eq!(others, 1, "{}", listed.text());
    send(&mut chief, &address, "put", &[("inject", "0")]).await;
    let finding = bureau.office.clock.now().as_millisecond().to_string();
    send(
        &mut chief,
        &address,
        "find",
        &[("finding", &finding), ("text", "北门消火栓无水")],
    )
    .await;
    send(&mut chief, &address, "end", &[]).await;
    let of = format!("{address}/findings/{finding}");
    let due = [("unit", "water"), ("due", "2099-04-01T18:00")];
    for (how, more) in [("task", &due[..]), ("revision", &[("trigger", "findings")][..])] {
        let csrf = chief.get(&address).await.hidden("csrf");
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend(more);
        let sent = chief.post(&format!("{of}/{how}"), &form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{how}: {}", sent.text());
    }
    assert!(chief.get(&plan).await.text().contains("北门消火栓无水"));
    for step in [
        "comments",
        "self-assessment",
        "evaluation",
        "report",
        "corrective-actions",
    ] {
        send(
            &mut chief,
            &address,
            "evaluate",
            &[("evaluated", step), ("text", "写明")],
        )
        .await;
    }
    let page = chief.get(&address).await;
    assert!(
        page.text().contains("Done") && page.text().contains("/cases/"),
        "{}",
        page.text()
    );
}
