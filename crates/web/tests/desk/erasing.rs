//! Erasing on a person's request, and what is left to be seen.

use crate::browser::{Browser, Bureau};
use crate::notices::{ADDRESS, Told};
use crate::sealed::{NAME, PHONE, register};
use crate::webhooks;
use axum::http::StatusCode;
use domain::case::Party;

/// Closes a case by withdrawing it.
async fn withdrawn(clerk: &mut Browser<'_>, title: &str) -> String {
    let number = register(clerk, title).await;
    let case = format!("/cases/{number}");
    let fields = [("text", "The requester takes it back.")];
    let done = clerk.fill(&case, &format!("{case}/steps/withdraw"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    number
}

#[tokio::test]
async fn a_case_is_erased_after_a_page_that_says_what_goes() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = withdrawn(&mut clerk, "Burst main").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let asked = [
        ("number", number.as_str()),
        ("reason", "Asked in writing, identity checked"),
    ];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    assert!(looked.text().contains("Sealed: ") && looked.text().contains("Asked in writing"));
    assert!(
        clerk
            .get(&format!("/cases/{number}"))
            .await
            .text()
            .contains("Burst main"),
        "nothing is gone yet"
    );

    let (csrf, version) = (looked.hidden("csrf"), looked.hidden("version"));
    let mut fields = vec![("csrf", csrf.as_str()), ("version", "1")];
    fields.extend(asked);
    let changed = chief.post("/erasures/erase", &fields).await;
    assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", changed.text());
    fields[1].1 = &version;
    let erased = chief.post("/erasures/erase", &fields).await;
    assert_eq!(
        erased.header("location"),
        format!("/cases/{number}?done=erase"),
        "{}",
        erased.text()
    );

    let page = clerk.get(&format!("/cases/{number}")).await;
    let text = page.text();
    assert!(
        text.contains("<h1>(erased)</h1>") && text.contains("What is left"),
        "{text}"
    );
    assert!(text.contains("Asked in writing, identity checked"));
    for gone in ["Burst main", NAME, PHONE, "takes it back"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(clerk.get("/cases").await.text().contains("(erased)"));
    let found = clerk.get("/cases?q=Burst").await;
    assert!(!found.text().contains(&number));
    let sealed = format!("/cases/{number}/sealed");
    let opened = clerk
        .fill(&format!("/cases/{number}"), &sealed, &[("reason", "handling")])
        .await;
    assert_eq!(opened.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = chief.fill("/erasures", "/erasures", &asked).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn erasing_is_refused_to_others_and_for_open_cases() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let open = register(&mut clerk, "Burst main").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let unsaid = chief.fill("/erasures", "/erasures", &[("number", &open)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.text().contains("href=\"#reason\"") && unsaid.text().contains("still open"));
    let nobody = [("number", "20990101-00001"), ("reason", "x")];
    let nobody = chief.fill("/erasures", "/erasures", &nobody).await;
    assert!(nobody.text().contains("There is no such case"));
    let asked = [
        ("number", open.as_str()),
        ("reason", "Asked in writing"),
        ("version", "2"),
    ];
    let forced = chief.fill("/erasures", "/erasures/erase", &asked).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    for post in ["clerk", "auditor", "water-handler"] {
        let mut browser = bureau.signed_in(post).await;
        for path in ["/erasures", "/erasures/erase"] {
            let answer = browser.fill("/cases", path, &asked).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post} {path}");
        }
    }
    assert!(clerk.get(&format!("/cases/{open}")).await.text().contains("Burst main"));
}

/// A case that ended so long ago that its time of keeping is over, as the days left it that it lived through.
async fn of_long_ago(bureau: &Bureau, title: &str) -> String {
    use domain::case::{Actor, Command, Registration, Role, SealedValues};
    use domain::pack::FieldName;
    let office = &bureau.office;
    let days = office.pack.kinds["request"].retention.as_ref().unwrap().value;
    let then = office.clock.now() - jiff::SignedDuration::from_hours(24 * (i64::from(days) + 40));
    let unit = office
        .pack
        .units
        .iter()
        .find(|unit| unit.slug.as_str() == "water")
        .unwrap();
    let clerk = Actor {
        role: Role::Clerk,
        post: Some("clerk".into()),
        unit: Some("office".into()),
        account: Some("clerk".to_owned()),
    };
    let sealed = SealedValues::default()
        .with(FieldName::RequesterName, NAME)
        .with(FieldName::RequesterContact, PHONE);
    let said = Registration {
        sealed_fields: sealed.fields(),
        sealed,
        ..crate::browser::registration(title, unit, then)
    };
    let done = office::register(office, said, &clerk, then, None).await.unwrap();
    let withdrawn = Command::Withdraw {
        reason: "quokkareason".to_owned(),
    };
    let case = done.appended.case;
    office::act(office, case, &withdrawn, &clerk, then, None).await.unwrap();
    done.appended.number
}

#[tokio::test]
async fn a_case_whose_time_is_over_is_listed_and_erased_through_the_page() {
    const WORDS: [&str; 6] = ["zebrafinch", "marmoset", "quokka", "渡渡鸟", NAME, PHONE];
    let bureau = Bureau::staffed().await;
    let number = of_long_ago(&bureau, "zebrafinch 渡渡鸟").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let young = withdrawn(&mut clerk, "Burst main").await;
    let listed = chief.get("/erasures").await;
    assert!(listed.text().contains(&number), "{}", listed.text());
    assert!(!listed.text().contains(&young), "its time has just begun");
    let case = format!("/cases/{number}");
    for word in ["zebrafinch", "marmoset", "渡渡鸟"] {
        let found = clerk.get(&format!("/cases?q={}", encoded(word))).await;
        assert!(found.text().contains(&number), "{word}");
    }
    assert!(clerk.get(&case).await.text().contains("quokkareason"));

    let asked = [("number", number.as_str()), ("reason", "Its time is over")];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    let version = looked.hidden("version");
    let fields = [&asked[..], &[("version", version.as_str())]].concat();
    let erased = chief.fill("/erasures", "/erasures/erase", &fields).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());

    assert!(!chief.get("/erasures").await.text().contains(&number));
    let mut auditor = bureau.signed_in("auditor").await;
    for browser in [&mut clerk, &mut chief, &mut auditor] {
        let pages = [
            case.clone(),
            format!("{case}/receipts"),
            format!("{case}/receipts/1"),
            "/cases".to_owned(),
            "/".to_owned(),
        ];
        for page in pages {
            let answer = browser.get(&page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}");
            for word in WORDS {
                assert!(!answer.text().contains(word), "{page}: {word}");
            }
        }
        for word in WORDS {
            let found = browser.get(&format!("/cases?q={}", encoded(word))).await;
            assert!(!found.text().contains(&number), "{word}");
        }
    }
    assert!(
        clerk.get("/cases").await.text().contains(&number),
        "that it was there stays"
    );
}

/// The letters and the news of it failed, and the mail server repeated the address: nothing of that is left, in no file.
#[tokio::test]
async fn nothing_is_left_of_a_case_in_what_was_sent_of_it() {
    let told = Told::new().await;
    told.server.will_say(&["550 5.1.1 <{to}> no such user"]);
    let (shared, url) = webhooks::receiver().await;
    webhooks::add(&told.bureau, &url, "clerk").await;
    shared.lock().unwrap().answers = vec![StatusCode::INTERNAL_SERVER_ERROR; 50];
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    for (step, text) in [("message", "quokkaquestion"), ("withdraw", "quokkareason")] {
        let done = clerk
            .fill(&case, &format!("{case}/steps/{step}"), &[("text", text)])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let store = &told.bureau.office.store;
    web::send_news(&told.bureau.office).await.unwrap();
    told.send().await;
    let id = told.story().await.case.id;
    assert!(!store.messages(None, 10).await.unwrap().is_empty());
    let notices = store.notices_of(id, Party::A, 10).await.unwrap();
    assert!(notices.iter().any(|notice| notice.last_error.is_some()), "{notices:?}");

    let mut chief = told.bureau.signed_in("office-chief").await;
    let asked = [("number", told.number.as_str()), ("reason", "Asked in writing")];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    let version = looked.hidden("version");
    let fields = [&asked[..], &[("version", version.as_str())]].concat();
    let erased = chief.fill("/erasures", "/erasures/erase", &fields).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());
    // As `huying serve` does within half a minute.
    assert!(store.finish_erasing().await.unwrap());
    assert!(store.messages(None, 10).await.unwrap().is_empty());
    let mut folders = vec![store.dir().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for word in ["路灯不亮", "看不见路", "quokka", ADDRESS] {
                let there = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!there, "{word} in {}", path.display());
            }
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}

/// Serves the desk for at most so many tenths of a second; whether the case was erased by then.
async fn erased_by_serving(office: &office::Office, number: &str, tenths: u32) -> bool {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = web::serve(office.clone(), listener, web::Options::default(), async {
        let _ = stopped.await;
    });
    let serving = tokio::spawn(serving);
    let mut erased = false;
    for _ in 0..tenths {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let story = office.store.story(number).await.unwrap().unwrap();
        erased = story.case.erased_at.is_some();
        if erased {
            break;
        }
    }
    drop(stop);
    serving.await.unwrap();
    erased
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_stated_clock_or_one_far_ahead_nothing_is_erased() {
    let bureau = Bureau::staffed().await;
    let number = of_long_ago(&bureau, "Burst main").await;
    let real = bureau.office.clone();
    let stated = office::Office {
        clock: office::Clock::starting_at(real.clock.now() + jiff::SignedDuration::from_hours(1)),
        ..real.clone()
    };
    let clock = office::erasing_clock(&stated, stated.clock.now()).await.unwrap();
    assert_eq!(clock, office::ErasingClock::Stated);
    assert!(!erased_by_serving(&stated, &number, 15).await, "a stated clock");
    let mut chief = bureau.signed_in("office-chief").await;
    let page = chief.get("/erasures").await;
    assert!(page.text().contains("clock looked at"), "{}", page.text());
    // All that happened is of long ago: the clock may be wrong.
    assert!(!erased_by_serving(&real, &number, 15).await, "a clock far ahead");
    // It was believed at a time that is still to come: it is wrong now, or was then, and stays unwritten until somebody says which.
    let tomorrow = real.clock.now() + jiff::SignedDuration::from_hours(24);
    office::believe_clock(&real, tomorrow).await.unwrap();
    assert!(!erased_by_serving(&real, &number, 15).await, "a clock that is behind");
    let clock = office::erasing_clock(&real, real.clock.now()).await.unwrap();
    assert_eq!(clock, office::ErasingClock::Behind { last: tomorrow });
    let page = chief.get("/erasures").await;
    assert!(page.text().contains("its clock is before"), "{}", page.text());
    let yesterday = real.clock.now() - jiff::SignedDuration::from_hours(24);
    office::believe_clock(&real, yesterday).await.unwrap();
    assert!(erased_by_serving(&real, &number, 300).await, "a clock that is believed");
}
