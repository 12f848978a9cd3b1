//! Reports of incidents on their way: over a real mail server on this machine and to another program that fails first.

use crate::browser::{Browser, Bureau};
use crate::notices::catcher::Catcher;
use crate::webhooks::web_server;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::case::DRILL_MARK;
use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders as _};
use office::Office;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use store::SendState;
use web::{ReportWays, Settings, send_reports};

pub(crate) const REPORTER: &str = "张三丰收";
pub(crate) const NUMBER: &str = "13900000000";

/// Another program: what it was sent, and what it answers; 204 when there is nothing left.
#[derive(Default)]
struct Program {
    got: Vec<(HeaderMap, String)>,
    answers: Vec<StatusCode>,
}

type Shared = Arc<Mutex<Program>>;

async fn receive(State(shared): State<Shared>, headers: HeaderMap, body: String) -> StatusCode {
    let mut program = shared.lock().unwrap();
    program.got.push((headers, body));
    if program.answers.is_empty() {
        StatusCode::NO_CONTENT
    } else {
        program.answers.remove(0)
    }
}

/// A county that hands its reports on: the head's to the city by mail, and to the province's program, which takes no drills.
pub(crate) struct County {
    pub(crate) bureau: Bureau,
    pub(crate) mail: Catcher,
    program: Shared,
}

impl County {
    pub(crate) async fn new() -> Self {
        let mail = Catcher::start().await;
        let program = Shared::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/reports", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/reports", post(receive))
            .with_state(program.clone());
        tokio::spawn(async move { web_server(listener, router).await });
        let reports = format!(
            "contact = \"县值班室 0000-12350\"\n\
             [[receivers]]\nname = \"市应急管理局\"\nrungs = [\"head\"]\nmail = \"city@example.org\"\ndrills = true\n\
             [[receivers]]\nname = \"省平台\"\nrungs = [\"head\"]\nurl = \"{url}\"\nsecret_file = \"province.secret\"\n\
             [[receivers]]\nname = \"卫健局值班室\"\nhealth = [\"county-health\"]\nmail = \"health@example.org\"\ndrills = true\n\
             [[receivers]]\nname = \"医院急诊科\"\nhealth = [\"county-hospital\"]\nmail = \"hospital@example.org\"\n"
        );
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let bureau = Bureau::with_files(&[
            ("notices.toml", &mail.settings()),
            ("reports.toml", &reports),
            ("province.secret", secret),
        ])
        .await;
        Self { bureau, mail, program }
    }

    pub(crate) async fn send(office: &Office) -> usize {
        let notices = Arc::new(Settings::read(office.store.dir()).unwrap());
        let ways = Arc::new(ReportWays::read(office, notices));
        send_reports(office, &ways).await.unwrap()
    }

    pub(crate) fn minutes_later(&self, minutes: i64) -> Office {
        let office = &self.bureau.office;
        Office {
            clock: office::Clock::starting_at(office.clock.now() + SignedDuration::from_mins(minutes)),
            ..office.clone()
        }
    }

    /// What the other program answers so many times.
    pub(crate) fn answers(&self, status: StatusCode, times: usize) {
        self.program.lock().unwrap().answers = vec![status; times];
    }

    fn got(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut self.program.lock().unwrap().got)
    }
}

/// Registers a fire, told by somebody; its page.
pub(crate) async fn fire(duty: &mut Browser<'_>, drill: bool) -> String {
    let mut fields = vec![
        ("what", "东门市场起火"),
        ("category", "incident-fire"),
        ("address", "东门市场"),
        ("requester_name", REPORTER),
        ("requester_contact", NUMBER),
    ];
    if drill {
        fields.push(("drill", "yes"));
    }
    let answer = duty.fill("/incidents/new", "/incidents/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Sends the head's first report by this program.
async fn by_program(duty: &mut Browser<'_>, home: &str) {
    let form = format!("{home}/report?sort=first-head");
    let mut sent = vec![
        ("sort", "first-head"),
        ("to", "市应急管理局、省平台"),
        ("channel", "program"),
        ("contact", "县值班室 0000-12350"),
    ];
    sent.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实报告")));
    let answer = duty.fill(&form, &format!("{home}/report"), &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one report, followed to its receipt")]
async fn a_report_goes_out_is_tried_again_and_its_receipt_comes_back() {
    let county = County::new().await;
    let office = &county.bureau.office;
    county.answers(StatusCode::BAD_GATEWAY, 2);
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, false).await;
    let form = duty.get(&format!("{home}/report?sort=first-head")).await;
    assert!(form.text().contains("县值班室 0000-12350"), "{}", form.text());
    by_program(&mut duty, &home).await;
    let page = duty.get(&home).await;
    assert!(page.text().contains("Being sent"), "{}", page.text());
    assert_eq!(County::send(office).await, 2);
    // The letter: text, paper, and a link for the receipt; nothing that is sealed.
    let taken = county.mail.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, "city@example.org");
    let message = MessageParser::default().parse(taken[0].text.as_bytes()).unwrap();
    assert_eq!(message.subject(), Some("首报：东门市场起火"));
    let text = message.body_text(0).unwrap().into_owned();
    for said in ["一、事故发生单位概况", "如实报告", "县值班室 0000-12350", "编号："] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let paper = message.attachment(0).unwrap();
    assert!(paper.attachment_name().unwrap().ends_with("-1.pdf"));
    assert!(paper.contents().starts_with(b"%PDF-1.7"));
    // The other program has failed once: to be told again, under the same id.
    let first = county.got();
    assert_eq!(first.len(), 1);
    let data: Value = serde_json::from_str(&first[0].1).unwrap();
    assert_eq!(data["type"], "incident.report");
    assert_eq!(
        (&data["data"]["drill"], &data["data"]["sort"]),
        (&false.into(), &"first-head".into())
    );
    for said in [&taken[0].text, &text, &first[0].1] {
        assert!(!said.contains(REPORTER) && !said.contains(NUMBER), "{said}");
    }
    let page = duty.get(&home).await;
    assert!(
        page.text().contains("handed on ") && page.text().contains("failed once: the server answered 502"),
        "{}",
        page.text()
    );
    assert_eq!(County::send(office).await, 0, "not before its time");
    // It fails again, and the watch is called; the call ends when the report is there.
    assert_eq!(County::send(&county.minutes_later(1)).await, 1);
    let story = office
        .store
        .story(home.rsplit('/').next().unwrap())
        .await
        .unwrap()
        .unwrap();
    let once = format!("report-failed {} 1", story.case.id);
    assert!(office.store.call_of(&once).await.unwrap().is_some());
    assert!(duty.get("/calls").await.text().contains("does not get through"));
    assert_eq!(County::send(&county.minutes_later(3)).await, 1);
    let again = county.got();
    assert_eq!(again.len(), 2);
    let ids: Vec<_> = again.iter().map(|(headers, _)| headers["webhook-id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == first[0].0["webhook-id"]), "{ids:?}");
    assert!(again[1].0.contains_key("webhook-signature"));
    let sends = office.store.report_sends_of(story.case.id).await.unwrap();
    assert!(
        sends
            .iter()
            .all(|send| send.state == SendState::Sent && send.token.is_none())
    );
    let tries = office.store.report_tries_of(story.case.id).await.unwrap();
    assert_eq!(tries.iter().filter(|tried| tried.error.is_some()).count(), 2);
    let page = duty.get(&format!("{home}/reports/1")).await;
    assert!(page.text().contains("Every attempt"), "{}", page.text());
    // The receipt, by the link of the letter: opening it is none.
    let link = text.split("https://desk.example.org").nth(1).unwrap();
    let link = link.split_whitespace().next().unwrap();
    let mut city = county.bureau.browser();
    let page = city.get(link).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(!page.text().contains("起火"), "no word of the report");
    let csrf = page.hidden("csrf");
    let answer = city.post(link, &[("csrf", &csrf), ("by", "市应急局值班室")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let answer = city.post(link, &[("csrf", &csrf), ("by", "别人")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = city.get(link).await;
    assert!(page.text().contains("received by 市应急局值班室"), "{}", page.text());
    let page = duty.get(&home).await;
    for said in ["received by 市应急局值班室", "said so by the link"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(!page.text().contains("别人"), "once");
    // The other receiver's is noted by hand, as before.
    let noted = [("report", "1"), ("receiver", "2"), ("by", "省厅值班员")];
    let answer = duty.fill(&home, &format!("{home}/receipt"), &noted).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(
        county.bureau.browser().get("/report/0123").await.status,
        StatusCode::NOT_FOUND
    );
    // And the papers are had by whoever may read the page.
    for file in ["report.pdf", "report.docx"] {
        let paper = duty.get(&format!("{home}/reports/1/{file}")).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert!(paper.header("content-disposition").contains(".p") || file.ends_with("docx"));
    }
    let draft = duty.get(&format!("{home}/report/draft.pdf?sort=continuing")).await;
    assert_eq!(draft.status, StatusCode::OK);
    assert_eq!(
        duty.get(&format!("{home}/reports/2/report.pdf")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_a_dead_program_had_begun_is_sent_by_the_next_and_a_telephone_counts() {
    let county = County::new().await;
    let office = &county.bureau.office;
    county.answers(StatusCode::BAD_GATEWAY, 50);
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, false).await;
    by_program(&mut duty, &home).await;
    // Taken, and never heard of again.
    let now = office.clock.now();
    let leased = office
        .store
        .lease_report_sends(now, SignedDuration::from_mins(2), 10)
        .await
        .unwrap();
    assert_eq!(leased.len(), 2);
    assert_eq!(County::send(office).await, 0);
    assert_eq!(County::send(&county.minutes_later(3)).await, 2);
    let taken = county.mail.taken();
    assert!(
        taken[0].header("Message-ID").contains(&leased[0].id) || taken[0].header("Message-ID").contains(&leased[1].id)
    );
    // The other cannot be reached: as long as it was not told, the report is not there.
    let late = duty.get(&home).await;
    assert!(late.text().contains("Told in another way"), "{}", late.text());
    let told = [("report", "1"), ("receiver", "2"), ("channel", "Telephone")];
    let answer = duty.fill(&home, &format!("{home}/handed"), &told).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = duty.get(&home).await;
    assert!(
        page.text().contains("noted as told by hand (Telephone)"),
        "{}",
        page.text()
    );
    let story = office
        .store
        .story(home.rsplit('/').next().unwrap())
        .await
        .unwrap()
        .unwrap();
    let sent = &story.case.incident().unwrap().reports[0];
    assert!(sent.told_at().is_some());
    assert_eq!(sent.handed_on.len(), 2);
}

#[tokio::test]
async fn a_drill_says_so_and_goes_to_those_alone_who_take_drills() {
    let county = County::new().await;
    let office = &county.bureau.office;
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, true).await;
    let form = duty.get(&format!("{home}/report?sort=first-head")).await;
    assert!(
        form.text().contains("市应急管理局") && !form.text().contains("省平台"),
        "{}",
        form.text()
    );
    by_program(&mut duty, &home).await;
    assert_eq!(County::send(office).await, 1);
    assert!(county.got().is_empty());
    let taken = county.mail.taken();
    let message = MessageParser::default().parse(taken[0].text.as_bytes()).unwrap();
    let subject = message.subject().unwrap();
    assert!(subject.starts_with(DRILL_MARK), "{subject}");
    let text = message.body_text(0).unwrap();
    assert!(text.lines().next().unwrap().contains("演练 DRILL"), "{text}");
    let paper = message.attachment(0).unwrap();
    assert!(paper.attachment_name().unwrap().starts_with("DRILL-"));
}

#[tokio::test]
async fn a_report_that_failed_is_tried_again_when_somebody_asks_for_it() {
    let county = County::new().await;
    let office = &county.bureau.office;
    county.answers(StatusCode::BAD_GATEWAY, 14);
    let mut duty = county.bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, false).await;
    by_program(&mut duty, &home).await;
    let (page, again) = (format!("{home}/reports/1"), format!("{home}/reports/1/again"));
    let ask = |receiver: &'static str| [("receiver", receiver)];
    // What is on its way for the first time is not hurried.
    assert!(!duty.get(&page).await.text().contains("Try again now"));
    let refused = duty.fill(&page, &again, &ask("2")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(County::send(office).await, 2);
    // The letter is there, the other program failed: the next attempt is not waited for.
    assert_eq!(County::send(office).await, 0);
    assert!(duty.get(&page).await.text().contains("Try again now"));
    let answer = duty.fill(&page, &again, &ask("2")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(County::send(office).await, 1);
    let refused = duty.fill(&page, &again, &ask("1")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "it is there");
    let mut clerk = county.bureau.signed_in("clerk").await;
    assert!(!clerk.get(&page).await.text().contains("Try again now"));
    // Given up at last, it begins anew when somebody asks, with all its steps, under the same id and with a new link.
    let case = office
        .store
        .story(home.rsplit('/').next().unwrap())
        .await
        .unwrap()
        .unwrap()
        .case
        .id;
    for hours in 1..12 {
        County::send(&county.minutes_later(hours * 60 * 13)).await;
    }
    let of_city = async || office.store.report_sends_of(case).await.unwrap().remove(1);
    let given_up = of_city().await;
    assert_eq!((given_up.state, given_up.token.clone()), (SendState::Failed, None));
    let answer = duty.fill(&page, &again, &ask("2")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let token = of_city().await.token;
    assert!(token.is_some());
    // Asked for twice, it is begun once.
    let answer = duty.fill(&page, &again, &ask("2")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(of_city().await.token, token);
    county.got();
    county.answers(StatusCode::BAD_GATEWAY, 3);
    for (minutes, tried) in [(0, 1), (0, 0), (1, 1), (2, 1), (2, 0)] {
        assert_eq!(County::send(&county.minutes_later(minutes)).await, tried, "{minutes}");
        assert_eq!(of_city().await.state, SendState::Waiting);
    }
    assert_eq!(County::send(&county.minutes_later(4)).await, 1);
    let messages = county.got();
    assert_eq!(messages.len(), 4);
    assert!(
        messages
            .iter()
            .all(|(headers, _)| headers["webhook-id"] == format!("msg_{}", given_up.id))
    );
    assert_eq!(of_city().await.state, SendState::Sent);
}

#[tokio::test]
async fn a_draft_is_shown_again_where_figures_came_in_between() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let home = fire(&mut duty, false).await;
    let form = format!("{home}/report?sort=first-head");
    let drafted = duty.get(&form).await;
    let known = drafted.hidden("known");
    let figures = [("dead", "3"), ("note", "消防站")];
    let answer = duty.fill(&home, &format!("{home}/figures"), &figures).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let mut sent = vec![("sort", "first-head"), ("to", "县应急局"), ("channel", "电话")];
    sent.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实报告")));
    let with = |known| {
        let mut sent = sent.clone();
        sent.push(("known", known));
        sent
    };
    let again = duty.fill(&form, &format!("{home}/report"), &with(&known)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text());
    // What was written is there, what the record says now beside it, and what was known before.
    for said in [
        "如实报告",
        "id=\"known-before\"",
        "id=\"casualties-now\"",
        "The record says now",
    ] {
        assert!(again.text().contains(said), "{said}: {}", again.text());
    }
    let now = again.hidden("known");
    assert_ne!(now, known);
    let answer = duty.fill(&form, &format!("{home}/report"), &with(&now)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}
