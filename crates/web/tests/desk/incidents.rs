//! An incident through the real router: registered, graded, reported, ended; and a drill, which is marked and counted nowhere.

use super::browser::Bureau;
use axum::http::StatusCode;
use domain::case::DRILL_MARK;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one night, told in its order")]
async fn an_incident_goes_from_the_call_to_its_end() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let form = duty.get("/incidents/new").await;
    let csrf = form.hidden("csrf");
    let answer = duty
        .post("/incidents/new", &[("csrf", csrf.as_str()), ("what", "东门市场起火")])
        .await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "type and place are needed"
    );
    let answer = duty
        .post(
            "/incidents/new",
            &[
                ("csrf", csrf.as_str()),
                ("what", "东门市场起火\n二楼有浓烟"),
                ("category", "incident-fire"),
                ("address", "东门市场"),
                ("dead", "3"),
                ("loss", "12.5"),
                ("requester_contact", "13900000000"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let home = answer.header("location").to_owned();
    let page = duty.get(&home).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for said in [
        "Level: Larger",
        "3 dead ≥ 3",
        "第3条",
        " minutes left",
        "about 12.5",
        "Fire and Rescue Brigade",
    ] {
        assert!(text.contains(said), "{said} is not on the page: {text}");
    }
    assert!(!text.contains("13900000000"), "sealed from the first moment");
    for list in ["/", "/watch", "/incidents"] {
        let text = duty.get(list).await;
        assert!(
            text.text().contains("东门市场起火") && text.text().contains(" minutes left"),
            "{list}"
        );
    }
    // What is drafted says what is known, and goes out as it is read.
    for (sort, to) in [
        ("first-head", "县应急局"),
        ("first-government", "县政府"),
        ("first-city", "市局"),
        ("first-province", "省厅"),
        ("final", "市局"),
    ] {
        let draft = duty.get(&format!("{home}/report?sort={sort}")).await;
        assert!(draft.text().contains("死亡 3 人"), "{}", draft.text());
        let mut sent = vec![("csrf", csrf.as_str()), ("sort", sort), ("to", to), ("channel", "电话")];
        sent.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实")));
        let answer = duty.post(&format!("{home}/report"), &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{sort}: {}", answer.text());
    }
    let paper = duty.get(&format!("{home}/reports/1")).await;
    assert!(paper.text().contains("县应急局") && paper.text().contains("如实"));
    let lower = [("csrf", csrf.as_str()), ("level", "ordinary"), ("reason", "核实")];
    let refused = duty.post(&format!("{home}/level"), &lower).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Only a leader sets a lower level"),
        "{}",
        refused.text()
    );
    for (step, fields) in [
        ("receipt", vec![("report", "1"), ("by", "县应急局值班员")]),
        ("note", vec![("text", "明火扑灭")]),
        ("role", vec![("role", "commander"), ("post", "fire-leader")]),
        (
            "resource",
            vec![("what", "消防车"), ("count", "3"), ("from", "城东消防站")],
        ),
        ("move", vec![("resource", "1"), ("to", "released")]),
        (
            "patients",
            vec![("hospital", "县人民医院"), ("serious", "2"), ("needs", "烧伤科")],
        ),
        ("end", vec![("text", "扑灭，清点完毕")]),
        ("finding", vec![("finding", "消防栓被挡")]),
    ] {
        let mut sent = vec![("csrf", csrf.as_str())];
        sent.extend(fields);
        let answer = duty.post(&format!("{home}/{step}"), &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
    }
    let page = duty.get(&home).await;
    for said in ["Over", "县人民医院", "消防栓被挡", "县应急局值班员"] {
        assert!(page.text().contains(said), "{said}");
    }
    let mut chief = bureau.signed_in("office-chief").await;
    let csrf = chief.get("/password").await.hidden("csrf");
    let due = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    let task = [
        ("csrf", csrf.as_str()),
        ("finding", "1"),
        ("unit", "fire"),
        ("due", due.as_str()),
    ];
    let answer = chief.post(&format!("{home}/task"), &task).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(chief.get(&home).await.text().contains("Task "));
}

#[tokio::test]
async fn a_drill_says_so_on_every_page_and_is_in_no_number() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let csrf = duty.get("/incidents/new").await.hidden("csrf");
    let answer = duty
        .post(
            "/incidents/new",
            &[
                ("csrf", csrf.as_str()),
                ("what", "市场疏散"),
                ("category", "incident-crowd"),
                ("address", "东门市场"),
                ("drill", "yes"),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let home = answer.header("location").to_owned();
    let number = home.rsplit('/').next().unwrap();
    for page in [
        home.clone(),
        format!("{home}/report?sort=first-head"),
        format!("/cases/{number}"),
        "/incidents".to_owned(),
        "/".to_owned(),
        "/cases?kind=drill".to_owned(),
    ] {
        let text = duty.get(&page).await;
        assert!(text.text().contains(DRILL_MARK), "{page}");
    }
    for page in ["/cases", "/cases?due=over", "/public"] {
        assert!(!duty.get(page).await.text().contains("市场疏散"), "{page}");
    }
    let draft = duty.get(&format!("/warnings/new?incident={number}")).await;
    assert!(
        draft.text().contains(&format!("value=\"{DRILL_MARK}市场疏散\"")),
        "an exercise by name: {}",
        draft.text()
    );
}
