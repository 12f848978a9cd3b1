//! A complaint about a member of staff of ours: chosen by name and post, withheld from them in whatever post they hold, and named
//! to nobody who may not see it.

use crate::browser::{Browser, Bureau, done};
use crate::program::{Program, refused};
use axum::http::StatusCode;
use domain::duty::Staff;
use office::StaffMember;
use serde_json::json;

async fn member(bureau: &Bureau, post: &str) -> StaffMember {
    let staff = office::staff(&bureau.office).await.unwrap();
    staff
        .into_iter()
        .find(|member| member.post.as_str() == post)
        .unwrap_or_else(|| panic!("nobody holds {post}"))
}

fn value(staff: &Staff) -> String {
    format!("staff:{}", staff.0)
}

/// Registers a complaint about somebody; answers its number.
async fn complain(clerk: &mut Browser<'_>, about: &str, unit: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", "They asked for money"),
        ("category", "other"),
        ("about", about),
        ("unit", unit),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

#[tokio::test]
async fn a_member_of_staff_is_chosen_by_name_and_their_post_leads_nothing() {
    let bureau = Bureau::staffed().await;
    let leader = member(&bureau, "water-leader").await;
    let mut clerk = bureau.signed_in("clerk").await;
    for page in ["/cases/new?kind=request", "/cases/quick"] {
        let form = clerk.get(page).await;
        assert!(form.text().contains(&value(&leader.staff)), "{page}");
        assert!(form.text().contains(&format!("{} · ", leader.name)), "{page}");
    }
    // Its own leader is passed over; nobody of the bureau but them is kept from it.
    let number = complain(&mut clerk, &value(&leader.staff), "water").await;
    let first = bureau.office.store.story(&number).await.unwrap().unwrap();
    assert_ne!(first.case.leader.as_str(), "water-leader");
    assert_eq!(first.case.unit.as_str(), "water");
    let page = format!("/cases/{number}");
    let shown = clerk.get(&page).await;
    assert!(
        shown.text().contains("Withheld from") && shown.text().contains(&leader.name),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains("about a member of staff, and withheld from them"));
    let mut handler = bureau.signed_in("water-handler").await;
    assert_eq!(handler.get(&page).await.status, StatusCode::OK);
    let mut own = bureau.signed_in("water-leader").await;
    for at in [page.as_str(), "/cases", "/", "/cases?q=money"] {
        let answer = own.get(at).await;
        assert!(
            answer.status == StatusCode::NOT_FOUND || !answer.text().contains(&number),
            "{at}"
        );
    }
    assert_eq!(own.get(&page).await.status, StatusCode::NOT_FOUND);

    // Once they hold another post, that one leads it no more either, and the one they left does.
    let store = &bureau.office.store;
    store.set_post(&leader.staff.0, &"housing-leader".into()).await.unwrap();
    let dispatch = |unit| [("unit", unit), ("text", "")];
    let step = format!("{page}/steps/dispatch");
    let moved = clerk.fill(&page, &step, &dispatch("housing")).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let case = &store.story(&number).await.unwrap().unwrap().case;
    let asked = case.passing.as_ref().map_or(&case.leader, |passing| &passing.leader);
    assert_ne!(asked.as_str(), "housing-leader");
    // Come to hold the very post that leads it, they see it no more than before, and whoever does is told to give it to others.
    store.set_post(&leader.staff.0, &case.leader).await.unwrap();
    assert!(clerk.get(&page).await.text().contains("holds this post now"));
    let mut own = bureau.signed_in("water-leader").await;
    assert_eq!(own.get(&page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn it_is_put_down_later_and_lifted_and_no_paper_or_data_has_the_account() {
    let bureau = Bureau::staffed().await;
    let handler = member(&bureau, "fire-handler").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let page = format!("/cases/{number}");
    let about = value(&handler.staff);
    let fields = [("about", about.as_str()), ("text", "They asked for money.")];
    let recorded = clerk.fill(&page, &format!("{page}/steps/about"), &fields).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text());
    let nobody = [("about", "staff:nobody"), ("text", "x")];
    let refused = clerk.fill(&page, &format!("{page}/steps/about"), &nobody).await;
    assert!(
        refused.text().contains("Nobody has such an account here"),
        "{}",
        refused.text()
    );

    // Nothing that leaves the desk names the account: neither data nor lists nor receipts nor what its leaves say.
    for at in [
        format!("/api/v1/cases/{number}"),
        format!("/api/v1/cases/{number}/events"),
        format!("{page}/receipts/4"),
        "/cases".to_owned(),
        "/cases?q=Burst".to_owned(),
    ] {
        let answer = clerk.get(&at).await;
        assert_eq!(answer.status, StatusCode::OK, "{at}");
        let text = String::from_utf8_lossy(&answer.bytes);
        assert!(
            !text.contains(&handler.staff.0) && !text.contains(&handler.name),
            "{at}: {text}"
        );
    }
    let events = clerk.get(&format!("/api/v1/cases/{number}/events")).await;
    assert!(events.text().contains("\"about\":{\"staff\":1}"), "{}", events.text());

    let mut chief = bureau.signed_in("office-chief").await;
    let lifted = chief.fill(&page, &format!("{page}/steps/lift-about"), &fields).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text());
    assert!(!clerk.get(&page).await.text().contains("Withheld from"));
}

#[tokio::test]
async fn nobody_is_called_about_a_complaint_about_themselves() {
    let bureau = Bureau::staffed().await;
    let officer = member(&bureau, "duty-officer").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = complain(&mut clerk, &value(&officer.staff), "office").await;
    let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.id;
    let office = &bureau.office;
    let now = office.clock.now();
    let about = domain::call::About {
        reason: "danger".to_owned(),
        args: std::collections::BTreeMap::from([("number".to_owned(), number.clone())]),
        link: format!("/cases/{number}"),
        case: Some(case),
        drill: false,
        post: None,
        unit: None,
    };
    let program = domain::case::Actor::program();
    let call = office::raise_call(office, about, "danger x", &program, now)
        .await
        .unwrap();
    let call = office::read_call(office, &call.unwrap()).await.unwrap().unwrap();
    for post in ["clerk", "duty-officer", "deputy-head"] {
        let staff = member(&bureau, post).await.staff;
        let knows = office::may_staff_know_call(office, &call, &staff).await.unwrap();
        assert_eq!(knows, post != "duty-officer", "{post}");
    }
    // Nor when they have come into another post.
    office
        .store
        .set_post(&officer.staff.0, &"deputy-head".into())
        .await
        .unwrap();
    assert!(
        !office::may_staff_know_call(office, &call, &officer.staff)
            .await
            .unwrap()
    );
}

/// What a program is answered that registers a case under this number of another system, without the case's own number.
async fn registered_as(program: &Program<'_>, external: &str) -> (StatusCode, String) {
    let body = json!({
        "category": "other", "title": "Two lamps are out", "unit": "office", "external": external,
    });
    let answer = program.post("/api/v1/cases", "", &body).await;
    let number = answer.json()["number"].as_str().map(str::to_owned);
    let text = number.map_or(answer.text().to_owned(), |number| {
        answer.text().replace(&number, "NUMBER")
    });
    (answer.status, text)
}

#[tokio::test]
async fn a_number_that_a_complaint_about_oneself_has_is_one_that_nobody_has() {
    let bureau = Bureau::staffed().await;
    let analyst = member(&bureau, "office-analyst").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let about = value(&analyst.staff);
    let fields = [
        ("kind", "request"),
        ("title", "They asked for money"),
        ("category", "other"),
        ("external", "H-7"),
        ("about", &about),
        ("unit", "office"),
    ];
    let hidden = done(&clerk.fill("/cases/new", "/cases", &fields).await);
    let hidden = hidden.trim_start_matches("/cases/");
    let scopes = ["cases:read", "cases:write"];
    let program = bureau.program("office-analyst", &scopes).await;
    // The first time it is as free as one that was never given, the second time it is taken by what they wrote themselves.
    let first = registered_as(&program, "H-7").await;
    assert_eq!(first, registered_as(&program, "H-8").await);
    assert_eq!(first.0, StatusCode::CREATED, "{}", first.1);
    let again = program
        .post(
            "/api/v1/cases",
            "",
            &json!({ "category": "other", "title": "x", "unit": "office", "external": "H-7" }),
        )
        .await;
    refused(&again, "external-taken");
    assert!(!again.text().contains(hidden), "{}", again.text());
    // So it is by hand, and in a file that is handed in a second time.
    let mut own = bureau.signed_in("office-analyst").await;
    let by_hand = [
        ("kind", "request"),
        ("title", "Three lamps"),
        ("category", "other"),
        ("external", "H-7"),
        ("unit", "office"),
    ];
    let answer = own.fill("/cases/new", "/cases", &by_hand).await;
    assert!(!answer.text().contains(hidden), "{}", answer.text());
    let file = "编号,时间,单位,类别,标题\r\nH-7,2026-03-02 08:10,县水务局,供水,停水\r\nH-9,2026-03-02 08:10,县水务局,供水,停水\r\n";
    for changed in [1, 0] {
        let request = office::ImportRequest {
            papers: vec![office::Paper {
                name: "h.csv".to_owned(),
                bytes: file.as_bytes().to_vec(),
            }],
            columns: std::collections::BTreeMap::new(),
            dry_run: false,
            own_unit: None,
            actor: crate::duty::actor(&bureau, "office-analyst").await,
            at: bureau.office.clock.now(),
        };
        let report = office::import_requests(&bureau.office, request, &|_, _| ())
            .await
            .unwrap();
        assert_eq!(
            (report.rows.imported, report.rows.rejected),
            (changed, 0),
            "{:?}",
            report.rejected
        );
    }
    let kept = bureau.office.store.story(hidden).await.unwrap().unwrap();
    assert_eq!(kept.case.title, "They asked for money");
    // Whoever may see it is told that the number is taken, and by what.
    let other = bureau.program("clerk", &scopes).await;
    let taken = other
        .post(
            "/api/v1/cases",
            "",
            &json!({ "category": "other", "title": "x", "unit": "office", "external": "H-7" }),
        )
        .await;
    assert!(taken.text().contains(hidden), "{}", taken.text());
}

#[tokio::test]
async fn a_program_puts_down_nothing_about_whoever_holds_its_post() {
    let bureau = Bureau::staffed().await;
    let program = bureau.program("office-analyst", &["cases:read", "cases:write"]).await;
    let about = |post| {
        json!({
            "category": "other", "title": "They asked for money", "unit": "office",
            "about": { "staff": [bureau.user_in(post)] },
        })
    };
    let own = program.post("/api/v1/cases", "", &about("office-analyst")).await;
    refused(&own, "refusal-about-actor");
    let other = program.post("/api/v1/cases", "", &about("fire-handler")).await;
    assert_eq!(other.status, StatusCode::CREATED, "{}", other.text());
}
