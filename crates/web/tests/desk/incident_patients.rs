//! Patients who are handed over: the hospital and the health authority are told as numbers and needs, by the ways of reports.

use crate::browser::Browser;
use crate::incident_reports::{County, NUMBER, REPORTER, fire};
use axum::http::StatusCode;
use domain::case::DRILL_MARK;
use domain::case::ReportSort;
use domain::case::incident::reports_due;
use mail_parser::MessageParser;

/// Writes down that patients went to a hospital.
async fn handed_over(duty: &mut Browser<'_>, home: &str, hospital: &str) {
    let patients = [
        ("hospital", hospital),
        ("critical", "1"),
        ("slight", "4"),
        ("needs", "烧伤科，A型血"),
    ];
    let answer = duty.fill(home, &format!("{home}/patients"), &patients).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Has the program tell whoever gets them, in the words of the draft; the status of the answer.
async fn told_of_patients(duty: &mut Browser<'_>, home: &str, sort: &str, contact: &str) -> StatusCode {
    let form = format!("{home}/report?sort={sort}");
    let sent = [
        ("sort", sort),
        ("to", "县人民医院、县卫生健康局"),
        ("channel", "program"),
        ("contact", contact),
        ("place", "东门市场"),
        ("patients", "移交县人民医院：危重 1 人、重 0 人、轻 4 人"),
        ("needs", "烧伤科，A型血"),
    ];
    duty.fill(&form, &format!("{home}/report"), &sent).await.status
}

#[tokio::test]
async fn patients_are_told_of_to_whoever_gets_them_as_numbers_and_needs() {
    let county = County::new().await;
    let office = &county.bureau.office;
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, false).await;
    let none = duty.get(&format!("{home}/report?sort=patients-1")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "nobody was handed over");
    handed_over(&mut duty, &home, "县人民医院").await;
    let page = duty.get(&home).await;
    assert!(page.text().contains("report?sort=patients-1"), "{}", page.text());
    assert!(
        !page.text().contains("report?sort=continuing"),
        "nobody was told of the fire"
    );
    let form = duty.get(&format!("{home}/report?sort=patients-1")).await;
    for said in [
        "卫健局值班室",
        "医院急诊科",
        "县人民医院、县卫生健康局",
        "危重 1 人、重 0 人、轻 4 人",
        "烧伤科，A型血",
        "东门市场",
    ] {
        assert!(form.text().contains(said), "{said}: {}", form.text());
    }
    let without = told_of_patients(&mut duty, &home, "patients-1", "").await;
    assert_eq!(without, StatusCode::UNPROCESSABLE_ENTITY, "a post to ask back");
    let contact = "县值班室 0000-12350";
    assert_eq!(
        told_of_patients(&mut duty, &home, "patients-1", contact).await,
        StatusCode::SEE_OTHER
    );
    assert!(duty.get(&home).await.text().contains("On its way"));
    assert_eq!(County::send(office).await, 2);
    let taken = county.mail.taken();
    let to: Vec<&str> = taken.iter().map(|letter| letter.to.as_str()).collect();
    assert!(
        to.contains(&"hospital@example.org") && to.contains(&"health@example.org"),
        "{to:?}"
    );
    let message = MessageParser::default().parse(taken[0].text.as_bytes()).unwrap();
    assert_eq!(message.subject(), Some("伤员移交第 1 号：东门市场起火"));
    let text = message.body_text(0).unwrap().into_owned();
    for said in ["伤员所在地点", "东门市场", "危重 1 人", "烧伤科", contact] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Of the incident itself and of whoever reported it nothing.
    for never in [REPORTER, NUMBER, "等级", "死亡"] {
        assert!(!text.contains(never), "{never}: {text}");
    }
    let page = duty.get(&home).await;
    assert!(
        page.text().contains(">Told<") && page.text().contains("handed on "),
        "{}",
        page.text()
    );
    let again = told_of_patients(&mut duty, &home, "patients-1", contact).await;
    assert_eq!(again, StatusCode::UNPROCESSABLE_ENTITY, "once");
    // The receipt, by the link.
    let link = text.split("https://desk.example.org").nth(1).unwrap();
    let link = link.split_whitespace().next().unwrap();
    let mut hospital = county.bureau.browser();
    let csrf = hospital.get(link).await.hidden("csrf");
    let answer = hospital.post(link, &[("csrf", &csrf), ("by", "急诊分诊台")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(duty.get(&home).await.text().contains("received by 急诊分诊台"));
    // It is no report of the fire: whoever has to be told of it is told still.
    let number = home.rsplit('/').next().unwrap();
    let story = office.store.story(number).await.unwrap().unwrap();
    let due = reports_due(&story.case, &office.pack, office.clock.now());
    assert!(due.iter().any(|due| matches!(due.sort, ReportSort::First { .. })));
}

#[tokio::test]
async fn patients_of_a_drill_are_told_of_as_practised_to_those_who_take_drills() {
    let county = County::new().await;
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, true).await;
    handed_over(&mut duty, &home, "县中医院").await;
    let sent = told_of_patients(&mut duty, &home, "patients-1", "县值班室 0000-12350").await;
    assert_eq!(sent, StatusCode::SEE_OTHER);
    assert_eq!(
        County::send(&county.bureau.office).await,
        1,
        "the hospital is none of the pack's, the authority is told of all"
    );
    let taken = county.mail.taken();
    let message = MessageParser::default().parse(taken[0].text.as_bytes()).unwrap();
    assert_eq!(taken[0].to, "health@example.org");
    assert!(message.subject().unwrap().starts_with(DRILL_MARK));
    let text = message.body_text(0).unwrap();
    assert!(text.lines().next().unwrap().contains("演练 DRILL"), "{text}");
}
