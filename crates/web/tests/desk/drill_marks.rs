//! A drill says that it is one on every screen, message and document that has something of it, in both languages.

use crate::access::doors::hash_of;
use crate::browser::{Answer, Browser, Bureau};
use crate::duty::{actor, on_shift_now};
use crate::levels::look;
use crate::notices::catcher::Catcher;
use crate::notices::{body, send};
use crate::plans::approved;
use axum::http::StatusCode;
use domain::case::DRILL_MARK;
use domain::drill::{DrillCommand, Form, Scenario};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

/// What stands above the page's own words, by language.
const BANNERS: [(&str, &str); 2] = [("en", "DRILL 演练: this is practised"), ("zh-CN", "演练 DRILL")];
/// The desk's lists: what of them is a drill says so on its line.
const LISTS: [&str; 8] = [
    "/",
    "/incidents",
    "/cases?kind=drill",
    "/calls",
    "/watch",
    "/warnings",
    "/public/warnings",
    "/feeds/cap.atom",
];

/// A drill that runs, with a warning that is in force, a call about a report that is late, a report that went out and a link that was given.
struct Practice {
    bureau: Bureau,
    mail: Catcher,
    drill: String,
    number: String,
    warning: String,
}

impl Practice {
    async fn new() -> Self {
        let mail = Catcher::start().await;
        let bureau = Bureau::with_notices(&mail.settings()).await;
        on_shift_now(&bureau, "duty-officer", "clerk").await;
        let (drill, number) = begun(&bureau).await;
        let home = format!("/incidents/{number}");
        let mut duty = bureau.signed_in("duty-officer").await;
        let form = format!("{home}/report?sort=first-head");
        let mut fields = vec![("sort", "first-head"), ("to", "市应急管理局"), ("channel", "电话")];
        fields.extend(["unit", "scene", "course", "casualties", "measures", "other"].map(|part| (part, "如实报告")));
        done(&duty.fill(&form, &format!("{home}/report"), &fields).await);
        let warning = warned(&bureau, &mut duty, &number).await;
        look(&bureau, bureau.office.clock.now() + SignedDuration::from_hours(3)).await;
        Self {
            bureau,
            mail,
            drill,
            number,
            warning,
        }
    }

    /// Whether an address leads to something of the drill.
    fn is_its(&self, path: &str) -> bool {
        let ids = [&self.drill, &self.number, &self.warning];
        ids.iter().any(|id| path.contains(id.as_str()))
    }
}

fn done(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

async fn begun(bureau: &Bureau) -> (String, String) {
    let office = &bureau.office;
    let drill = planned(bureau, "office-analyst").await;
    let chief = actor(bureau, "office-chief").await;
    office::begin_drill(office, &drill, &chief, office.clock.now())
        .await
        .unwrap();
    let number = number(bureau, &drill).await;
    (drill, number)
}

async fn number(bureau: &Bureau, drill: &str) -> String {
    let drill = office::read_drill(&bureau.office, drill).await.unwrap().unwrap();
    drill.begun.unwrap().1
}

/// A drill that the special office has planned, with its director.
async fn planned(bureau: &Bureau, director: &str) -> String {
    let office = &bureau.office;
    let plan = approved(bureau).await;
    let chief = actor(bureau, "office-chief").await;
    let now = office.clock.now();
    let scenario = Box::new(Scenario {
        plan: plan.trim_start_matches("/plans/").to_owned(),
        form: Form::Full,
        at: now,
        event: "fire".to_owned(),
        place: "城北市场".to_owned(),
        text: "二楼冒烟".to_owned(),
        director: director.into(),
        injects: Vec::new(),
    });
    let drill = office::new_case_id(now).to_string();
    office::change_drill(office, &drill, &DrillCommand::Plan { scenario }, &chief, now)
        .await
        .unwrap();
    drill
}

#[tokio::test]
async fn a_leader_begins_a_drill_and_so_does_a_director_who_registers_no_incidents() {
    let bureau = Bureau::staffed().await;
    for (director, by) in [("office-analyst", "deputy-head"), ("housing-leader", "housing-leader")] {
        let drill = planned(&bureau, director).await;
        let home = format!("/drills/{drill}");
        let mut leader = bureau.signed_in(by).await;
        done(&leader.fill(&home, &format!("{home}/begin"), &[]).await);
        let number = number(&bureau, &drill).await;
        let mut officer = bureau.signed_in("duty-officer").await;
        let page = officer.get(&format!("/incidents/{number}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        assert!(page.text().contains(BANNERS[0].1), "{}", page.text());
        // Begun again it is the same.
        done(&leader.fill(&home, &format!("{home}/begin"), &[]).await);
    }
}

/// A warning drafted from the drill, read by somebody else, published.
async fn warned(bureau: &Bureau, duty: &mut Browser<'_>, number: &str) -> String {
    let form = format!("/warnings/new?incident={number}");
    let page = duty.get(&form).await;
    assert!(page.text().contains(BANNERS[0].1), "the form itself: {}", page.text());
    let exercise = page.text().split("name=\"exercise\" value=\"").nth(1).unwrap();
    let exercise = exercise.split('"').next().unwrap().to_owned();
    let action = page.text().split("action=\"/warnings/").nth(1).unwrap();
    let id = action.split('/').next().unwrap().to_owned();
    let expires = bureau.input(bureau.office.clock.now() + SignedDuration::from_hours(12));
    let fields = [
        ("kind", "alert"),
        ("incident", number),
        ("hazard", "rainstorm"),
        ("colour", "orange"),
        ("urgency", "expected"),
        ("certainty", "likely"),
        ("response", "prepare"),
        ("area:chengdong", "yes"),
        ("expires", &expires),
        ("exercise", &exercise),
        ("headline_zh", "暴雨橙色预警"),
        ("headline_en", "Orange rainstorm warning"),
        ("description_zh", "大雨。"),
        ("description_en", "Heavy rain."),
        ("instruction_zh", "不要外出。"),
        ("instruction_en", "Stay at home."),
    ];
    done(&duty.fill(&form, &format!("/warnings/{id}/draft"), &fields).await);
    let home = format!("/warnings/{id}");
    let mut deputy = bureau.signed_in("deputy-head").await;
    let seen = deputy.get(&home).await.hidden("seen");
    done(&deputy.fill(&home, &format!("{home}/approve"), &[("seen", &seen)]).await);
    done(&deputy.fill(&home, &format!("{home}/publish"), &[]).await);
    id
}

/// Where a page leads to.
fn links(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    let links = links.filter(|href| href.starts_with('/'));
    links
        .map(|href| {
            href.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
                .replace("&#38;", "&")
        })
        .collect()
}

/// Everything of the drill that can be reached from its pages, with what was answered.
async fn walked(practice: &Practice, who: &mut Browser<'_>) -> BTreeMap<String, Answer> {
    let mut waits: Vec<String> = vec![
        format!("/incidents/{}", practice.number),
        format!("/cases/{}", practice.number),
        format!("/drills/{}", practice.drill),
        format!("/warnings/{}", practice.warning),
    ];
    for list in LISTS {
        waits.extend(links(who.get(list).await.text()));
    }
    let mut seen = BTreeMap::new();
    // A call is the drill's where it names it: others are about the watch that nobody took.
    for path in waits.iter().filter(|path| path.starts_with("/calls/0")) {
        let answer = who.get(path).await;
        if answer.text().contains(&practice.number) {
            seen.insert(path.clone(), answer);
        }
    }
    while let Some(path) = waits.pop() {
        if !practice.is_its(&path) || seen.contains_key(&path) {
            continue;
        }
        let answer = who.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        if is_page(&answer) {
            waits.extend(links(answer.text()));
        }
        seen.insert(path, answer);
    }
    seen
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type").starts_with("text/html")
}

#[tokio::test]
async fn every_page_of_a_drill_has_the_banner_and_every_list_its_mark() {
    let practice = Practice::new().await;
    let mut duty = practice.bureau.signed_in("duty-officer").await;
    for (language, banner) in BANNERS {
        duty.language = language;
        let walked = walked(&practice, &mut duty).await;
        let mut pages = 0;
        for (path, answer) in &walked {
            if !is_page(answer) {
                continue;
            }
            pages += 1;
            let main = answer.text().split("<main").nth(1).unwrap();
            let above = main.split("<h1").next().unwrap();
            assert!(
                above.contains("class=\"warn\" role=\"note\"") && above.contains(banner),
                "{language} {path}: {above}"
            );
        }
        for part in [
            "/report?sort=",
            "/reports/1",
            "/draft?kind=update",
            "/calls/0",
            "/receipts",
            "/drills/",
        ] {
            assert!(
                walked.keys().any(|path| path.contains(part)),
                "{part} of {:?}",
                walked.keys()
            );
        }
        assert!(pages >= 8, "{:?}", walked.keys());
        for list in LISTS {
            let answer = duty.get(list).await;
            assert!(answer.text().contains(DRILL_MARK), "{language} {list}");
        }
    }
    // What everybody reads: a banner on the warning itself, since the page has others too.
    let mut guest = practice.bureau.browser();
    let public = guest.get("/public/warnings").await;
    assert!(
        public
            .text()
            .contains("role=\"note\"><p><strong>DRILL 演练: this warning is an exercise"),
        "{}",
        public.text()
    );
}

#[tokio::test]
async fn every_document_and_message_of_a_drill_says_so() {
    let practice = Practice::new().await;
    let mut duty = practice.bureau.signed_in("duty-officer").await;
    let number = &practice.number;
    let home = format!("/incidents/{number}");
    // Papers: the text of a DOCX; what a PDF shows is tried with the paper itself (`documents`, `report`).
    for paper in [
        format!("{home}/reports/1/report.docx"),
        format!("{home}/report/draft.docx?sort=first-city"),
    ] {
        let answer = duty.get(&paper).await;
        assert_eq!(answer.status, StatusCode::OK, "{paper}");
        let mut docx = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut docx.by_name("word/document.xml").unwrap(), &mut text).unwrap();
        assert!(text.contains("演练 DRILL"), "{paper}");
    }
    let cap = duty.get(&format!("/feeds/cap/{}.1.xml", practice.warning)).await;
    let alert = cap::read(&cap.bytes).unwrap();
    assert_eq!(alert.status, cap::words::Status::Exercise);
    assert!(
        alert
            .infos
            .iter()
            .all(|info| info.headline.as_ref().unwrap().starts_with(DRILL_MARK))
    );
    // The page under a link, where a body gives one, and the notice to whoever asked for it.
    let case = format!("/cases/{number}");
    let office = &practice.bureau.office;
    let id = office.store.story(number).await.unwrap().unwrap().case.id;
    let secret = "abcdefghjkmnpqrstuvw";
    office
        .store
        .keep_link(&hash_of(secret), id, office.clock.now())
        .await
        .unwrap();
    let mut guest = practice.bureau.browser();
    let mine = format!("/portal/mine/{secret}");
    for page in [mine.clone(), format!("{mine}/notices"), format!("{mine}/receipts")] {
        let answer = guest.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.text().contains(BANNERS[0].1), "{page}: {}", answer.text());
    }
    let wish = [
        ("notices", "email"),
        ("notice_address", "one@example.org"),
        ("text", "电话里说的"),
    ];
    done(&duty.fill(&case, &format!("{case}/notices"), &wish).await);
    send(&practice.bureau.office).await;
    let letters = practice.mail.taken();
    let letter = letters.iter().find(|letter| letter.to == "one@example.org").unwrap();
    assert!(body(&letter.text).contains(DRILL_MARK), "{}", body(&letter.text));
    let parsed = mail_parser::MessageParser::default()
        .parse(letter.text.as_bytes())
        .unwrap();
    assert!(
        parsed.subject().unwrap().starts_with(DRILL_MARK),
        "{:?}",
        parsed.subject()
    );
}
