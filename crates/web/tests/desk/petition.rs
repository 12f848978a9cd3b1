//! A petition at the desk and on the portal: quick intake with its slip, the opinion as a file, review asked for under the
//! secret link, not ours passed on, units that help, a post that stands aside.

use crate::browser::{Answer, Browser, Bureau, done, home_on_slip};
use axum::http::StatusCode;
use serde_json::json;

const NAME: &str = "欧阳某某";
const WORDS: &str = "物业费多收\n要求退还。";

/// Registers at the counter by the quick form; the answer is the slip with the link.
async fn quick(clerk: &mut Browser<'_>, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("kind", "petition"),
        ("description", WORDS),
        ("category", "claim-housing"),
        ("via", "counter"),
        ("requester_name", NAME),
    ];
    fields.extend(more);
    clerk.fill("/cases/quick?kind=petition", "/cases/quick", &fields).await
}

/// The case's number and the requester's page on a slip.
fn on_slip(slip: &Answer) -> (String, String) {
    let home = home_on_slip(slip);
    let number = slip.text().split("href=\"/cases/").nth(1).unwrap()[..14].to_owned();
    (number, home)
}

const OPINION: [(&str, &str); 5] = [
    ("request", "退还多收的物业费"),
    ("facts", "收费高于备案标准，共涉及312户"),
    ("opinion", "责令限期退还"),
    ("basis", "物业管理条例，第40条"),
    ("verdict", "not-supported"),
];

#[tokio::test]
async fn from_the_counter_to_a_review_asked_for_at_home() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let slip = quick(&mut clerk, &[]).await;
    let (number, home) = on_slip(&slip);
    // The pack's table puts it to the housing bureau, and the office, asked first, answers until that has taken it; the name is
    // nowhere on the slip.
    let put = "Put to Housing and Construction Bureau; until they have taken it";
    assert!(
        slip.text().contains(put) && !slip.text().contains(NAME),
        "{}",
        slip.text()
    );
    let case = format!("/cases/{number}");
    let mut person = bureau.browser();
    let page = person.get(&home).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("要求退还") && !page.text().contains(NAME));

    let mut housing = bureau.signed_in("housing-handler").await;
    let early = housing.fill(&case, &format!("{case}/steps/accept"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "not theirs yet");
    let page = person.get(&home).await;
    assert!(
        page.text().contains("Until they have taken it") && page.text().contains("Saying whether it is accepted"),
        "{}",
        page.text()
    );
    done(&housing.fill(&case, &format!("{case}/steps/take-over"), &[]).await);
    done(&housing.fill(&case, &format!("{case}/steps/accept"), &[]).await);
    // No answer without an opinion, and no page of one for whoever asked before it is given.
    let answer = [("text", "见意见书。"), ("outcome", "cannot-be-met")];
    let early = housing.fill(&case, &format!("{case}/steps/answer"), &answer).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&housing.fill(&case, &format!("{case}/steps/opinion"), &OPINION).await);
    let draft = person.get(&format!("{home}/opinions/1/opinion.pdf")).await;
    assert_eq!(draft.status, StatusCode::NOT_FOUND);
    let draft = housing.get(&format!("{case}/opinions/1/opinion.pdf")).await;
    assert!(draft.bytes.starts_with(b"%PDF-1.7"));
    let wrong = [("text", "见意见书。"), ("outcome", "solved")];
    let wrong = housing.fill(&case, &format!("{case}/steps/answer"), &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&housing.fill(&case, &format!("{case}/steps/answer"), &answer).await);

    let page = person.get(&home).await;
    assert!(
        page.text().contains(&format!("{home}/opinions/1/opinion.pdf")),
        "{}",
        page.text()
    );
    for (file, begins) in [("opinion.pdf", &b"%PDF-1.7"[..]), ("opinion.docx", b"PK")] {
        let paper = person.get(&format!("{home}/opinions/1/{file}")).await;
        assert!(paper.bytes.starts_with(begins), "{file}");
    }
    let asked = [("text", "没有查清收了几年")];
    done(&person.fill(&home, &format!("{home}/steps/review"), &asked).await);
    // The unit that answered sees the case no more; the one above has it.
    assert_eq!(housing.get(&case).await.status, StatusCode::NOT_FOUND);
    let mut office = bureau.signed_in("office-chief").await;
    let page = office.get(&case).await;
    assert!(page.text().contains("没有查清收了几年"), "{}", page.text());
    done(&office.fill(&case, &format!("{case}/steps/opinion"), &OPINION).await);
    done(&office.fill(&case, &format!("{case}/steps/answer"), &answer).await);
    done(&person.fill(&home, &format!("{home}/steps/re-review"), &asked).await);
    let mut committee = bureau.signed_in("committee-handler").await;
    done(&committee.fill(&case, &format!("{case}/steps/opinion"), &OPINION).await);
    done(&committee.fill(&case, &format!("{case}/steps/answer"), &answer).await);
    let page = person.get(&home).await;
    assert!(
        page.text().contains("the last one") && !page.text().contains("/steps/re-review"),
        "{}",
        page.text()
    );
    let over = person.fill(&home, &format!("{home}/steps/re-review"), &asked).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    the_same_again(&bureau, &number).await;
}

/// The same words once more, after the last word on the first: whoever accepts it is told, if they may see that, and refuses it by
/// the pack's reason or accepts it.
async fn the_same_again(bureau: &Bureau, settled: &str) {
    let mut clerk = bureau.signed_in("clerk").await;
    let (number, home) = on_slip(&quick(&mut clerk, &[("unit", "office")]).await);
    let case = format!("/cases/{number}");
    let page = clerk.get(&case).await;
    assert!(
        page.text().contains("id=\"settled\"") && page.text().contains(settled),
        "{}",
        page.text()
    );
    // The housing bureau sees the first one no more, and is not told of it.
    let (other, _) = on_slip(&quick(&mut clerk, &[]).await);
    let other = format!("/cases/{other}");
    let mut housing = bureau.signed_in("housing-handler").await;
    done(&housing.fill(&other, &format!("{other}/steps/take-over"), &[]).await);
    let page = housing.get(&other).await;
    assert!(page.text().contains("/steps/refuse"), "{}", page.text());
    assert!(!page.text().contains("id=\"settled\"") && !page.text().contains(settled));
    let kind = &bureau.office.pack.kinds["petition"];
    let reason = kind.ladder.as_ref().unwrap().settled.as_ref().unwrap();
    let reason = reason.value.get(domain::Locale::En);
    done(
        &clerk
            .fill(&case, &format!("{case}/steps/refuse"), &[("text", reason)])
            .await,
    );
    let told = bureau.browser().get(&home).await;
    assert!(
        told.text().contains("art. 36") && !told.text().contains(settled),
        "{}",
        told.text()
    );
}

#[tokio::test]
async fn not_ours_goes_on_without_being_asked_twice() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    // Asked at the housing bureau itself, and written down for it.
    let fields = [
        ("kind", "petition"),
        ("title", "物业费多收"),
        ("category", "claim-housing"),
        ("unit", "housing"),
    ];
    let case = done(&clerk.fill("/cases/new?kind=petition", "/cases", &fields).await);
    let (number, home) = on_slip(&clerk.fill(&case, &format!("{case}/link"), &[]).await);
    let mut housing = bureau.signed_in("housing-handler").await;
    let mut urban = bureau.signed_in("urban-handler").await;
    assert_eq!(urban.get(&case).await.status, StatusCode::NOT_FOUND);
    let mut person = bureau.browser();
    let clock = "Saying that it is not the unit";
    let said = "must say if it is not its own";
    assert!(person.get(&home).await.text().contains(said));
    for page in [housing.get(&case).await, person.get(&home).await] {
        assert!(page.text().contains(clock), "{}", page.text());
    }
    let pass = [("unit", "urban"), ("text", "摊点不归住建")];
    done(&housing.fill(&case, &format!("{case}/steps/pass-on"), &pass).await);
    // Met by the one, it runs for the other until that one has taken it.
    assert!(person.get(&home).await.text().contains(clock));
    let page = person.get(&home).await;
    assert!(
        page.text().contains("摊点不归住建") && page.text().contains("You need not ask again"),
        "{}",
        page.text()
    );
    // Who is asked to take it sees it, in its own list too, and has it only once it has taken it.
    assert!(urban.get("/cases?beside=yes").await.text().contains(&number));
    assert!(urban.get("/").await.text().contains("beside=yes"));
    assert!(!urban.get("/cases").await.text().contains(&number));
    done(&urban.fill(&case, &format!("{case}/steps/take-over"), &[]).await);
    assert!(urban.get("/cases").await.text().contains(&number));
    assert!(!person.get(&home).await.text().contains(clock));
    assert_eq!(housing.get(&case).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_that_was_sent_to_a_unit_runs_until_it_can_say_that_it_is_not_its_own() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("title", "路灯不亮"),
        ("category", "other"),
        ("unit", "office"),
    ];
    let case = done(&clerk.fill("/cases/new?kind=request", "/cases", &fields).await);
    let to_urban = [("unit", "urban"), ("text", "请处理")];
    done(&clerk.fill(&case, &format!("{case}/steps/dispatch"), &to_urban).await);
    let (_, home) = on_slip(&clerk.fill(&case, &format!("{case}/link"), &[]).await);
    let mut urban = bureau.signed_in("urban-handler").await;
    let mut person = bureau.browser();
    let clock = "Saying that it is not the unit";
    for page in [urban.get(&case).await, person.get(&home).await] {
        assert!(page.text().contains(clock), "{}", page.text());
        assert!(
            !page.text().contains("Say so, with the reason"),
            "the clock says it already"
        );
    }
    done(&urban.fill(&case, &format!("{case}/steps/take-over"), &[]).await);
    assert!(!person.get(&home).await.text().contains(clock));
}

#[tokio::test]
async fn who_helps_sees_it_and_who_stands_aside_does_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let (number, _) = on_slip(&quick(&mut clerk, &[]).await);
    let case = format!("/cases/{number}");
    let mut housing = bureau.signed_in("housing-handler").await;
    done(&housing.fill(&case, &format!("{case}/steps/take-over"), &[]).await);
    let join = [("unit", "urban"), ("text", "现场取证")];
    done(&clerk.fill(&case, &format!("{case}/steps/join"), &join).await);
    let mut urban = bureau.signed_in("urban-handler").await;
    let note = [("text", "已取证")];
    done(&urban.fill(&case, &format!("{case}/steps/progress"), &note).await);
    let page = urban.get(&case).await;
    assert!(page.text().contains("已取证") && !page.text().contains("steps/accept"));

    let mut chief = bureau.signed_in("office-chief").await;
    let aside = [
        ("post", "housing-handler"),
        ("replacement", "fire-handler"),
        ("text", "与物业公司经理是夫妻"),
    ];
    done(&chief.fill(&case, &format!("{case}/steps/recuse"), &aside).await);
    assert!(!housing.get(&case).await.text().contains("/steps/"));
    let mut fire = bureau.signed_in("fire-handler").await;
    assert!(fire.get("/cases?beside=yes").await.text().contains(&number));
    done(&fire.fill(&case, &format!("{case}/steps/accept"), &[]).await);
}

#[tokio::test]
async fn a_repeat_is_linked_by_its_number_and_a_complaint_is_not_given_away() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let (first, _) = on_slip(&quick(&mut clerk, &[]).await);
    let (second, _) = on_slip(&quick(&mut clerk, &[]).await);
    let (about, _) = on_slip(&quick(&mut clerk, &[("unit", "office"), ("about", "unit:housing")]).await);
    let case = format!("/cases/{second}");
    let link = format!("{case}/steps/link");
    for (number, fits) in [
        ("20200101-00001", false),
        (about.as_str(), false),
        (first.as_str(), true),
    ] {
        let answer = clerk.fill(&case, &link, &[("number", number)]).await;
        let expected = if fits {
            StatusCode::SEE_OTHER
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        assert_eq!(answer.status, expected, "{number} {}", answer.text());
    }
    let page = clerk.get(&format!("/cases/{first}")).await;
    assert!(page.text().contains(&second));
    assert!(clerk.get(&case).await.text().contains(&first));
}

#[tokio::test]
async fn six_speakers_are_too_many_and_a_link_is_written_down_each_time() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let six = "一\n二\n三\n四\n五\n六";
    let refused = quick(&mut clerk, &[("representatives", six)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let five = [("representatives", "一\n二\n三\n四\n五"), ("people_affected", "312")];
    let (number, home) = on_slip(&quick(&mut clerk, &five).await);
    let case = format!("/cases/{number}");
    let again = clerk.fill(&case, &format!("{case}/link"), &[]).await;
    let (_, second) = on_slip(&again);
    assert_ne!(home, second);
    let mut person = bureau.browser();
    let page = person.get(&second).await;
    assert_eq!(
        page.text().matches("<p>A link to follow it was given").count(),
        2,
        "{}",
        page.text()
    );
    let nobody = bureau.browser().post(&format!("{case}/link"), &[]).await;
    assert_ne!(nobody.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_takes_it_down_was_asked_first_unless_the_unit_was() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let form = "/cases/new?kind=petition";
    let ticked = "name=\"asked_here\" value=\"yes\" checked";
    assert!(clerk.get(form).await.text().contains(ticked));
    // What is found in a round was asked of nobody here; who registers for one unit alone was asked there.
    let round = clerk.get(&format!("{form}&round=x")).await;
    assert!(round.text().contains("asked_here") && !round.text().contains(ticked));
    let mut housing = bureau.signed_in("housing-handler").await;
    assert!(!housing.get(form).await.text().contains("asked_here"));

    let fields = [
        ("kind", "petition"),
        ("title", "物业费多收"),
        ("category", "claim-housing"),
        ("unit", "housing"),
        ("asked_here", "yes"),
    ];
    let page = done(&clerk.fill(form, "/cases", &fields).await);
    let by_desk = page.trim_start_matches("/cases/").to_owned();
    let body = json!({
        "kind": "petition", "category": "claim-housing", "title": "物业费多收", "unit": "housing", "asked_here": true,
    });
    let by_program = bureau.program("clerk", &["cases:write"]).await.registered(&body).await;
    let by_program = by_program.trim_start_matches("/api/v1/cases/").to_owned();
    for number in [by_desk, by_program] {
        let story = bureau.office.store.story(&number).await.unwrap().unwrap();
        let case = &story.case;
        assert_eq!((case.unit.as_str(), case.leader.as_str()), ("office", "deputy-head"));
        assert_eq!(case.passing.as_ref().unwrap().unit.as_str(), "housing");
        let mut open = case.open_clocks().map(|clock| clock.clock.as_str());
        assert!(
            open.any(|clock| clock == "acceptance"),
            "they have their own time to accept it"
        );
    }
}
