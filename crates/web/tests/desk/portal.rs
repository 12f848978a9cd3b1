//! The portal: asking without an account, and following under a secret link.

use crate::browser::{Answer, Browser, Bureau, LANGUAGES};
use axum::http::StatusCode;
use domain::Locale;
use domain::case::About;

const WORDS: &str = "路灯不亮\n三天了，晚上看不见路。";
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\x03eXIfGPS....\0\0\0\0IEND\xae\x42\x60\x82";

/// Answers all questions and sends; the answer leads to the secret link.
async fn ask(browser: &mut Browser<'_>, contact: &str, file: (&str, &[u8])) -> Answer {
    let first = browser.get("/portal/ask").await;
    let (token, key) = (first.hidden("csrf"), first.hidden("key"));
    let mut answers = vec![("csrf", token.as_str()), ("key", key.as_str()), ("description", WORDS)];
    for (question, more) in [
        ("what", vec![]),
        ("where", vec![("address", "人民路12号")]),
        ("category", vec![("category", "")]),
        ("about", vec![]),
        ("contact", vec![("requester_contact", contact)]),
    ] {
        answers.extend(more);
        let mut sent = answers.clone();
        sent.push(("question", question));
        let next = browser.post("/portal/ask", &sent).await;
        assert_eq!(next.status, StatusCode::OK, "{}", next.text());
    }
    browser.upload_as_is("/portal/ask/send", &answers, file).await
}

/// The address of the secret link.
fn link(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let link = answer.header("location").trim_end_matches("?new=1").to_owned();
    assert!(
        link.starts_with("/portal/mine/") && link.len() == "/portal/mine/".len() + 64,
        "{link}"
    );
    link
}

/// Whether a request's page says that a clock stands still: in both languages, or in neither.
async fn stands_still(bureau: &Bureau, home: &str) -> bool {
    let mut said = Vec::new();
    for (locale, language) in LANGUAGES {
        let mut person = bureau.browser();
        person.language = language;
        let sentence = match locale {
            Locale::En => "It stands still since",
            Locale::ZhCn => "起暂停计时",
        };
        said.push(person.get(home).await.text().contains(sentence));
    }
    assert_eq!(said[0], said[1]);
    said[0]
}

#[tokio::test]
async fn from_the_question_to_the_confirmed_end() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let home = link(&ask(&mut person, "13900000000", ("lamp.png", PNG)).await);
    let page = person.get(&format!("{home}?new=1")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("路灯不亮") && !page.text().contains("13900000000"));
    let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();

    // The office sees the case, its file without the place, and no telephone number.
    let mut clerk = bureau.signed_in("clerk").await;
    let case = format!("/cases/{number}");
    let seen = clerk.get(&case).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.text().contains("lamp.png") && !seen.text().contains("13900000000"));
    clerk
        .fill(&case, &format!("{case}/steps/message"), &[("text", "哪一盏？")])
        .await;
    assert!(person.get(&home).await.text().contains("哪一盏？"));
    let said = person
        .fill(&home, &format!("{home}/steps/message"), &[("text", "东门那盏")])
        .await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    assert!(clerk.get(&case).await.text().contains("东门那盏"));

    // What the office writes to a unit is the office's.
    let fields = [("unit", "urban"), ("text", "内部：请本周修好")];
    clerk.fill(&case, &format!("{case}/steps/dispatch"), &fields).await;
    let mut handler = bureau.signed_in("urban-handler").await;
    handler.fill(&case, &format!("{case}/steps/take-over"), &[]).await;
    handler
        .fill(&case, &format!("{case}/steps/progress"), &[("text", "内部：已派人")])
        .await;
    let waits = [("clock", "handling"), ("text", "等供货")];
    let paused = clerk.fill(&case, &format!("{case}/steps/pause"), &waits).await;
    assert_eq!(paused.status, StatusCode::SEE_OTHER, "{}", paused.text());
    assert!(stands_still(&bureau, &home).await);
    clerk
        .fill(&case, &format!("{case}/steps/resume"), &[("clock", "handling")])
        .await;
    assert!(!stands_still(&bureau, &home).await);
    let pdf: &[u8] = b"%PDF-1.4 drawing";
    handler
        .upload(&case, &format!("{case}/evidence"), &[], ("内部图.pdf", pdf))
        .await;
    let answered = [("text", "已换灯泡"), ("outcome", "solved")];
    handler.fill(&case, &format!("{case}/steps/answer"), &answered).await;
    let page = person.get(&home).await;
    assert!(
        page.text().contains("已换灯泡") && page.text().contains("lamp.png") && !page.text().contains("内部"),
        "{}",
        page.text()
    );
    receipts_say_what_the_page_says(&bureau, &mut person, &home, &number).await;

    clerk.fill(&case, &format!("{case}/steps/close"), &[]).await;
    // Somebody called and reached nobody: a try, which the person reads.
    let tried = [("unreached", "yes"), ("text", "打了两次，没有人接")];
    let confirm = format!("{case}/steps/confirm");
    let answer = clerk
        .fill(&case, &confirm, &[tried[0], tried[1], ("solved", "yes")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "reached or not");
    let answer = clerk.fill(&case, &confirm, &tried).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = person.get(&home).await;
    assert!(
        page.text().contains("Follow-up: nobody was reached") && page.text().contains("打了两次"),
        "{}",
        page.text()
    );
    let said = [("solved", "no"), ("satisfied", "yes")];
    let answer = person.fill(&home, &format!("{home}/steps/confirm"), &said).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let answer = person
        .fill(&home, &format!("{home}/steps/reopen"), &[("text", "又灭了")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(clerk.get(&case).await.text().contains("又灭了"));

    let receipt = person.get(&format!("{home}/receipts")).await;
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.text());
    assert!(receipt.text().contains("c2sp.org/tlog-proof@v1"));
    let file = person.get(&format!("{home}/receipts/1")).await;
    assert!(file.text().starts_with("c2sp.org/tlog-proof@v1"));
}

/// The receipts of one's own request say what its page says, and no more.
async fn receipts_say_what_the_page_says(bureau: &Bureau, person: &mut Browser<'_>, home: &str, number: &str) {
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let mut kinds = [0, 0, 0];
    for recorded in &story.events {
        let file = person.get(&format!("{home}/receipts/{}", recorded.version)).await;
        let told = recorded.event.told(&recorded.actor);
        if told.event().is_none() {
            assert_eq!(file.status, StatusCode::NOT_FOUND, "{}", recorded.event.name());
            kinds[0] += 1;
            continue;
        }
        let receipt = ledger::receipt::Receipt::parse(&file.bytes).unwrap();
        assert_eq!(
            !receipt.openings().is_empty(),
            told.is_whole(),
            "{}",
            recorded.event.name()
        );
        kinds[if told.is_whole() { 2 } else { 1 }] += 1;
        for opening in receipt.openings() {
            let payload = String::from_utf8(opening.payload.clone().unwrap()).unwrap();
            assert!(!payload.contains("内部"), "{payload}");
        }
    }
    assert!(kinds.iter().all(|n| *n > 0), "{kinds:?}");
}

#[tokio::test]
async fn an_answer_that_is_sent_back_is_told_and_a_file_is_the_own_one_whoever_has_it_too() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let home = link(&ask(&mut person, "13900000000", ("lamp.png", PNG)).await);
    let number = person.get(&home).await.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
    let case = format!("/cases/{number}");
    let mut clerk = bureau.signed_in("clerk").await;
    let pdf: &[u8] = b"%PDF-1.4 drawing";
    clerk
        .upload(&case, &format!("{case}/evidence"), &[], ("内部图.pdf", pdf))
        .await;
    let answered = [("text", "已换灯泡"), ("outcome", "solved")];
    clerk.fill(&case, &format!("{case}/steps/answer"), &answered).await;
    assert!(person.get(&home).await.text().contains("已换灯泡"));
    let mut chief = bureau.signed_in("office-chief").await;
    let back = [("text", "内部：没有修好")];
    let back = chief.fill(&case, &format!("{case}/steps/return"), &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let page = person.get(&home).await;
    assert!(
        page.text().contains("there is another answer to come") && !page.text().contains("内部"),
        "{}",
        page.text()
    );
    // The desk has the same drawing: the person is not told so, and has brought it all the same.
    let sent = person
        .upload(&home, &format!("{home}/file"), &[], ("我的图.pdf", pdf))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = person.get(&home).await;
    assert!(
        page.text().contains("我的图.pdf") && !page.text().contains("内部图"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_wrong_secret_leads_nowhere() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let home = link(&ask(&mut person, "", ("", b"")).await);
    let nowhere = person.get("/nowhere").await;
    let wrong = format!("/portal/mine/{}", "0".repeat(64));
    for path in [
        &wrong,
        "/portal/mine/x",
        &format!("{wrong}/receipts"),
        &format!("{wrong}/receipts/1"),
    ] {
        let answer = person.get(path).await;
        assert_eq!(
            (answer.status, answer.text()),
            (StatusCode::NOT_FOUND, nowhere.text()),
            "{path}"
        );
    }
    // By the code typed in, with what people put between; and a wrong one says what to do.
    let secret = home.rsplit('/').next().unwrap();
    let typed = format!("{}-{}", &secret[..32].to_uppercase(), &secret[32..]);
    let found = person.fill("/portal/mine", "/portal/mine", &[("secret", &typed)]).await;
    assert_eq!(found.header("location"), home);
    let missed = person.fill("/portal/mine", "/portal/mine", &[("secret", "abc")]).await;
    assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The desk does not show it, nor does another person's browser without it.
    let mut clerk = bureau.signed_in("clerk").await;
    assert!(!clerk.get("/cases").await.text().contains(secret));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_is_lost() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let token = person.get("/portal/ask").await.hidden("csrf");
    let empty = person
        .post("/portal/ask", &[("csrf", &token), ("question", "what")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "长".repeat(10_001);
    let fields = [("csrf", token.as_str()), ("question", "what"), ("description", &long)];
    let answer = person.post("/portal/ask", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains(&long));
    // A page of another site has no token; a page that is no photo is refused, and what was written stays.
    let answer = person
        .post("/portal/ask", &[("question", "what"), ("description", "x")])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = ask(&mut person, "", ("a.png", b"<svg onload=alert(1)>")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("路灯不亮"));
    let hostile = [
        ("csrf", token.as_str()),
        ("question", "what"),
        ("description", "<script>alert(1)</script>\u{202e}"),
    ];
    let answer = person.post("/portal/ask", &hostile).await;
    assert!(!answer.text().contains("<script>alert") && !answer.text().contains('\u{202e}'));
}

#[tokio::test]
async fn a_form_sent_twice_is_one_request() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let first = person.get("/portal/ask").await;
    let (token, key) = (first.hidden("csrf"), first.hidden("key"));
    let fields = [("csrf", token.as_str()), ("key", key.as_str()), ("description", WORDS)];
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let home = link(&person.upload_as_is("/portal/ask/send", &fields, ("", b"")).await);
        let page = person.get(&home).await;
        numbers.push(page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned());
    }
    assert_eq!(numbers[0], numbers[1]);
}

#[tokio::test]
async fn both_languages() {
    let bureau = Bureau::staffed().await;
    for (locale, language) in LANGUAGES {
        let mut person = bureau.browser();
        person.language = language;
        let home = link(&ask(&mut person, "", ("", b"")).await);
        for path in ["/portal", "/portal/ask", "/portal/mine", &home] {
            let page = person.get(path).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(
                page.text().contains(&format!("<html lang=\"{}\">", locale.tag())),
                "{path}"
            );
            assert_eq!(page.text().matches("<h1").count(), 1, "{path}");
        }
    }
}

#[tokio::test]
async fn one_address_does_not_bury_the_others() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let token = person.get("/portal/ask").await.hidden("csrf");
    let mut last = StatusCode::OK;
    for _ in 0..61 {
        let fields = [("csrf", token.as_str())];
        last = person.upload_as_is("/portal/ask/send", &fields, ("", b"")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_complaint_about_the_office_goes_to_somebody_else() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let token = person.get("/portal/ask").await.hidden("csrf");
    let pack = &bureau.office.pack;
    for (unit, theirs, takes) in [
        ("office", "office-chief", "committee-handler"),
        ("water", "water-handler", "office-chief"),
    ] {
        let fields = [
            ("csrf", token.as_str()),
            ("key", unit),
            ("description", WORDS),
            ("about", unit),
        ];
        // About the office too, above which no unit stands: the rules name somebody whom it does not reach.
        let home = link(&person.upload_as_is("/portal/ask/send", &fields, ("", b"")).await);
        let page = person.get(&home).await;
        let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
        let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
        assert!(case.about.has_all(&About::unit(unit.into())), "{:?}", case.about);
        assert!(!case.about.covers_post(pack, &case.leader), "{} leads it", case.leader);
        let mut one_of_theirs = bureau.signed_in(theirs).await;
        let seen = one_of_theirs.get(&format!("/cases/{number}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{theirs}");
        // And whoever it went to has it.
        let mut takes = bureau.signed_in(takes).await;
        let seen = takes.get(&format!("/cases/{number}")).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", case.unit);
    }
}

/// By whom it was looked at: by the post, and by name where the pack says so; the desk's own page never names anybody.
#[tokio::test]
async fn who_asked_reads_by_whom_it_was_looked_at_as_the_pack_says() {
    let by_name = domain::pack::Rule {
        value: domain::pack::ToldAs::PostAndName,
        source: "our own rules".to_owned(),
        verified: false,
    };
    for (rule, named) in [(None, false), (Some(by_name), true)] {
        let bureau = Bureau::with_pack(|pack| pack.tells_who_looked = rule).await;
        let mut person = bureau.browser();
        let home = link(&ask(&mut person, "13900000000", ("lamp.png", PNG)).await);
        let page = person.get(&home).await;
        let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
        let mut clerk = bureau.signed_in("clerk").await;
        let case = format!("/cases/{number}");
        let reason = [("reason", "contact-requester")];
        let opened = clerk.fill(&case, &format!("{case}/sealed"), &reason).await;
        assert!(opened.text().contains("13900000000"), "{}", opened.text());

        let user = bureau.user_in("clerk");
        let pack = &bureau.office.pack;
        let name = &pack.people.iter().find(|one| one.user == user).unwrap().name;
        let looked_of = |text: &str| text[text.find("id=\"looked\"").unwrap()..].to_owned();
        let page = person.get(&home).await;
        let looked = looked_of(page.text());
        let slug = "clerk".into();
        let post = pack.post_name(&slug, domain::Locale::ZhCn);
        let in_english = pack.post_name(&slug, domain::Locale::En);
        assert!(looked.contains(post) || looked.contains(in_english), "{looked}");
        assert_eq!(page.text().contains(name.as_str()), named, "{looked}");
        // The name stands there once: with the look, and not in the story.
        assert_eq!(page.text().matches(name.as_str()).count(), usize::from(named));
        let desk = clerk.get(&case).await;
        let looked = looked_of(desk.text());
        let looked = &looked[..looked.find("id=\"story\"").unwrap()];
        assert!(!looked.contains(name.as_str()), "{looked}");
    }
}

#[tokio::test]
async fn a_post_can_be_named_and_never_reads_a_word_of_it() {
    let bureau = Bureau::staffed().await;
    let pack = &bureau.office.pack;
    for (locale, language) in LANGUAGES {
        let mut person = bureau.browser();
        person.language = language;
        let first = person.get("/portal/ask").await;
        let (token, key) = (first.hidden("csrf"), first.hidden("key"));
        let mut answers = vec![
            ("csrf", token.as_str()),
            ("key", key.as_str()),
            ("description", WORDS),
            ("about", "water"),
        ];
        let said = async |person: &mut Browser<'_>, answers: &[(&str, &str)], question: &str| {
            let mut sent = answers.to_vec();
            sent.push(("question", question));
            person.post("/portal/ask", &sent).await.text().to_owned()
        };
        // Which of its posts is the next question, where a unit was named, and the whole unit stands first.
        let asked = said(&mut person, &answers, "about").await;
        let name = pack.post_name(&"water-handler".into(), locale).to_owned();
        assert!(
            asked.contains("value=\"water-handler\"") && asked.contains(&name) && !asked.contains("\"office-chief\""),
            "{asked}"
        );
        answers.push(("about_post", "water-handler"));
        let check = said(&mut person, &answers, "contact").await;
        let told = match locale {
            Locale::En => "Whoever holds this post never sees it",
            Locale::ZhCn => "在这个岗位上的人看不到",
        };
        assert!(check.contains(told) && check.contains(&name), "{check}");
        let home = link(&person.upload_as_is("/portal/ask/send", &answers, ("", b"")).await);
        let page = person.get(&home).await;
        let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
        let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
        assert_eq!(case.about, About::post("water-handler".into()));
        for (post, status) in [
            ("water-handler", StatusCode::NOT_FOUND),
            ("office-chief", StatusCode::OK),
        ] {
            let mut browser = bureau.signed_in(post).await;
            let seen = browser.get(&format!("/cases/{number}")).await;
            assert_eq!(seen.status, status, "{post}");
        }
    }
    // One of a unit that was named before is not meant any more: then it is about the unit that is.
    let mut person = bureau.browser();
    let token = person.get("/portal/ask").await.hidden("csrf");
    let fields = [
        ("csrf", token.as_str()),
        ("key", "changed"),
        ("description", WORDS),
        ("about", "urban"),
        ("about_post", "water-handler"),
    ];
    let home = link(&person.upload_as_is("/portal/ask/send", &fields, ("", b"")).await);
    let page = person.get(&home).await;
    let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
    let case = bureau.office.store.story(&number).await.unwrap().unwrap().case.clone();
    assert_eq!(case.about, About::unit("urban".into()));
}
