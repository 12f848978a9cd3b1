//! The portal's doors: a petition and a report of wrongdoing, with what is promised of them and who sees who they came from.

use crate::browser::{Answer, Browser, Bureau, LANGUAGES, done};
use axum::http::StatusCode;
use domain::case::{Actor, Command, Correction};
use domain::pack::FieldName;
use domain::{KindSlug, Locale};

const WORDS: &str = "要求退还多收的物业费\n去年一年按1.8元收，备案是1.5元。";

/// Answers the questions that are asked through a door and sends; with what more is said, by question.
pub(crate) async fn ask(browser: &mut Browser<'_>, door: &str, more: &[(&str, &str, &str)]) -> (Vec<Answer>, Answer) {
    let first = browser.get(&format!("/portal/ask?for={door}")).await;
    let (token, key) = (first.hidden("csrf"), first.hidden("key"));
    let mut answers = vec![("csrf", token.as_str()), ("key", key.as_str()), ("for", door)];
    let mut pages = vec![first];
    for question in ["danger", "what", "where", "category", "about", "contact"] {
        if question == "category" && door == "report" {
            continue;
        }
        if question == "what" {
            answers.push(("description", WORDS));
        }
        let said = more.iter().filter(|(of, ..)| *of == question);
        answers.extend(said.map(|(_, name, value)| (*name, *value)));
        let mut sent = answers.clone();
        sent.push(("question", question));
        let next = browser.post("/portal/ask", &sent).await;
        assert_eq!(next.status, StatusCode::OK, "{question}: {}", next.text());
        pages.push(next);
    }
    let sent = browser.upload_as_is("/portal/ask/send", &answers, ("", b"")).await;
    (pages, sent)
}

/// What is said at the field for files.
fn of_files(page: &Answer) -> &str {
    let (_, hint) = page.text().split_once("id=\"files-hint\"").unwrap();
    hint.split("</p>").next().unwrap()
}

/// The number of what was sent.
pub(crate) async fn number(browser: &mut Browser<'_>, sent: &Answer) -> String {
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = browser.get(sent.header("location")).await;
    page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned()
}

#[tokio::test]
async fn a_petition_is_brought_and_its_times_are_the_packs() {
    let bureau = Bureau::with_pack(|pack| {
        let petition = pack.kinds.get_mut(&KindSlug::from("petition")).unwrap();
        let acceptance = petition
            .clocks
            .iter_mut()
            .find(|clock| clock.slug.as_str() == "acceptance");
        acceptance.unwrap().allowance.as_mut().unwrap().value.n = 11;
    })
    .await;
    for (locale, language) in LANGUAGES {
        let mut person = bureau.browser();
        person.language = language;
        let said = match locale {
            Locale::En => [
                "Within 15 days",
                "Within 11 days",
                "Within 60 days",
                "within 5 working days",
            ],
            Locale::ZhCn => ["15 日内", "11 日内", "60 日内", "5 个工作日内"],
        };
        let start = person.get("/portal").await;
        assert!(start.text().contains("/portal/ask?for=petition"));
        assert!(
            start.text().contains(said[0]) && start.text().contains(said[1]),
            "{}",
            start.text()
        );
        let (pages, sent) = ask(&mut person, "petition", &[("category", "category", "claim-housing")]).await;
        let first = pages
            .iter()
            .find(|page| page.text().contains("id=\"by-when\""))
            .unwrap();
        for said in said {
            assert!(first.text().contains(said), "{said}: {}", first.text());
        }
        assert!(first.text().contains("信访工作条例，第23条"));
        let number = number(&mut person, &sent).await;
        let case = bureau.office.store.story(&number).await.unwrap().unwrap();
        assert_eq!(
            (case.case.kind.as_str(), case.case.category.as_str()),
            ("petition", "claim-housing")
        );
        assert_eq!(case.case.unit.as_str(), "office");
        assert!(case.case.clock(&"transfer".into()).is_some() && case.case.source_shield.is_none());
        // Nothing of hidden sources is said where nobody's is hidden.
        assert!(pages.iter().all(|page| !page.text().contains("who-sees")));
        let see_files = match locale {
            Locale::En => "Seen by those who handle it",
            Locale::ZhCn => "办理人员可见",
        };
        let hint = of_files(pages.last().unwrap());
        assert!(hint.contains(see_files), "{hint}");
    }
}

#[tokio::test]
async fn a_report_says_before_sending_who_alone_will_see_who_it_came_from() {
    let bureau = Bureau::staffed().await;
    for (locale, language) in LANGUAGES {
        let mut person = bureau.browser();
        person.language = language;
        let whom = ("about", "about_words", "住建局的王某");
        // Chosen through another door before, it is a report all the same.
        let (pages, sent) = ask(&mut person, "report", &[whom, ("where", "category", "claim")]).await;
        let check = pages.last().unwrap().text();
        let post = bureau.office.pack.post(&"clerk".into()).unwrap();
        assert!(
            check.contains("id=\"who-sees\"") && check.contains(post.name.get(locale)),
            "{check}"
        );
        let (said, see_files) = match locale {
            Locale::En => (
                "nothing that is kept here tells it",
                "Only the post named above gets them",
            ),
            Locale::ZhCn => ("您没有留下身份", "只有上面写明的岗位能看到这些文件"),
        };
        assert!(check.contains(said), "{check}");
        let hint = of_files(pages.last().unwrap());
        assert!(hint.contains(see_files), "{hint}");
        assert!(
            pages[pages.len() - 2].text().contains(post.name.get(locale)),
            "at the contact too"
        );
        let number = number(&mut person, &sent).await;
        let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
        assert_eq!(case.category.as_str(), "report");
        assert_eq!(case.source_shield.unwrap().post.as_str(), "clerk");
        // Whom it is about stands under seal, for the receiving post, and nowhere else.
        assert!(case.sealed_fields.contains(&FieldName::SealedNote));
        assert!(!case.description.contains("王某"));
        let mut clerk = bureau.signed_in("clerk").await;
        let page = clerk.get(&format!("/cases/{number}")).await;
        assert!(
            page.text().contains("id=\"about-said\"") && !page.text().contains("王某"),
            "{}",
            page.text()
        );
        let (home, sealed) = (format!("/cases/{number}"), format!("/cases/{number}/sealed"));
        let opened = clerk.fill(&home, &sealed, &[("reason", "handling")]).await;
        assert!(opened.text().contains("住建局的王某"), "{}", opened.text());
        let chief = bureau
            .signed_in("office-chief")
            .await
            .get(&format!("/cases/{number}"))
            .await;
        assert_eq!(chief.status, StatusCode::OK);
        assert!(!chief.text().contains("id=\"about-said\""));
    }
}

/// Before it is known to be a report of wrongdoing, its source writes as anybody does. From then on that is the receiving post's alone.
#[tokio::test]
async fn what_was_written_before_a_case_became_a_report_is_read_by_the_receiving_post_alone() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let (_, sent) = ask(&mut person, "petition", &[("category", "category", "claim")]).await;
    let location = sent.header("location").to_owned();
    let home = location.split('?').next().unwrap();
    let number = number(&mut person, &sent).await;
    let (case, before) = (format!("/cases/{number}"), "我是三单元的欧阳某某");
    let mut clerk = bureau.signed_in("clerk").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let message = format!("{home}/steps/message");
    done(&person.fill(home, &message, &[("text", before)]).await);
    let answer = [("text", "欧阳同志，请补充材料")];
    done(&clerk.fill(&case, &format!("{case}/steps/message"), &answer).await);
    assert!(chief.get(&case).await.text().contains(before), "nothing is hidden yet");

    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    let receiving = bureau.office.pack.post(&"clerk".into()).unwrap();
    let actor = Actor {
        role: receiving.role,
        post: Some(receiving.slug.clone()),
        unit: Some(receiving.unit.clone()),
        account: None,
    };
    let correct = Command::Correct {
        changes: Correction {
            category: Some("report".into()),
            ..Correction::default()
        },
        reason: "是检举".to_owned(),
    };
    let now = bureau.office.clock.now();
    office::act(&bureau.office, story.case.id, &correct, &actor, now, None)
        .await
        .unwrap();
    done(&person.fill(home, &message, &[("text", "账本在门卫室")]).await);

    let own = clerk.get(&case).await;
    assert!(own.text().contains(before) && own.text().contains("欧阳同志"));
    assert!(
        person.get(home).await.text().contains(before),
        "their own words stay theirs"
    );
    for post in ["office-chief", "deputy-head", "auditor"] {
        let mut other = bureau.signed_in(post).await;
        for path in [
            case.clone(),
            format!("{case}/receipts"),
            format!("/api/v1{case}/events"),
        ] {
            let page = other.get(&path).await;
            assert!(!page.text().contains("欧阳"), "{post} {path}: {}", page.text());
        }
        let after = other.get(&case).await;
        assert!(after.text().contains("账本在门卫室"), "{post}: {}", after.text());
    }
}

#[tokio::test]
async fn a_report_about_those_who_would_receive_it_goes_to_others() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let (pages, sent) = ask(&mut person, "report", &[("about", "about", "office")]).await;
    let number = number(&mut person, &sent).await;
    let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
    assert_ne!(case.unit.as_str(), "office");
    let receiver = case.source_shield.as_ref().unwrap().post.clone();
    let pack = &bureau.office.pack;
    assert_ne!(pack.post(&receiver).unwrap().unit.as_str(), "office");
    // The person was told that very post.
    let told = pages.last().unwrap().text();
    assert!(told.contains(pack.post_name(&receiver, Locale::En)), "{told}");
    for post in ["clerk", "office-chief", "deputy-head"] {
        let mut browser = bureau.signed_in(post).await;
        let page = browser.get(&format!("/cases/{number}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{post}");
    }
}

#[tokio::test]
async fn whoever_comes_without_a_door_is_asked_which() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let first = person.get("/portal/ask").await;
    let (token, key, offer) = (first.hidden("csrf"), first.hidden("key"), first.hidden("offer"));
    let mut answers = vec![
        ("csrf", token.as_str()),
        ("key", key.as_str()),
        ("offer", offer.as_str()),
    ];
    let mut sent = answers.clone();
    sent.push(("question", "danger"));
    let door = person.post("/portal/ask", &sent).await;
    for name in ["request", "petition", "report", "dispute"] {
        assert!(
            door.text().contains(&format!("name=\"for\" value=\"{name}\"")),
            "{}",
            door.text()
        );
    }
    answers.push(("for", "petition"));
    let mut sent = answers.clone();
    sent.push(("question", "door"));
    let what = person.post("/portal/ask", &sent).await;
    assert!(
        what.text().contains("id=\"description\"") && what.text().contains("id=\"by-when\""),
        "{}",
        what.text()
    );
    // A body that takes requests alone asks nothing of the kind.
    let plain = Bureau::with_pack(|pack| {
        let portal = pack.portal.as_mut().unwrap();
        portal.petitions = None;
        portal.disputes = None;
    })
    .await;
    let mut person = plain.browser();
    assert!(!person.get("/portal").await.text().contains("for=petition"));
    assert_eq!(
        person.get("/portal/ask?for=petition").await.status,
        StatusCode::NOT_FOUND
    );
    let token = person.get("/portal/ask").await.hidden("csrf");
    let sent = [("csrf", token.as_str()), ("offer", "yes"), ("question", "danger")];
    assert!(
        person
            .post("/portal/ask", &sent)
            .await
            .text()
            .contains("id=\"description\"")
    );
}

/// What is said of who will see an answer is so: what can never be published is not called public, and of what can be the place goes
/// with it where whoever reviews it says so.
#[tokio::test]
async fn what_may_be_made_public_is_said_of_that_alone() {
    let bureau = Bureau::staffed().await;
    let (public, place) = (
        "May be made public",
        "made public if whoever reviews it publishes the place",
    );
    for (door, more, publishes) in [
        ("request", ("category", "category", "sanitation"), true),
        ("request", ("about", "about", "water"), false),
        ("petition", ("category", "category", "claim"), false),
        ("report", ("where", "address", "人民路12号"), false),
    ] {
        let mut person = bureau.browser();
        let (pages, _) = ask(&mut person, door, &[more]).await;
        let check = pages.last().unwrap().text();
        assert_eq!(check.contains(public), publishes, "{door} {more:?}: {check}");
        assert_eq!(check.contains(place), publishes, "{door} {more:?}: {check}");
    }
    let rule = domain::pack::Rule {
        value: 500,
        source: "our own rules".to_owned(),
        verified: false,
    };
    let bureau = Bureau::with_pack(|pack| pack.position_metres = Some(rule)).await;
    let mut person = bureau.browser();
    let (pages, _) = ask(&mut person, "request", &[("category", "category", "sanitation")]).await;
    let check = pages.last().unwrap().text();
    assert!(
        check.contains("made public only roughly") && !check.contains(place),
        "{check}"
    );
}
