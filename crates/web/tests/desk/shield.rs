//! Sources that are hidden, dangers to somebody, people of other bodies who are invited, and screening rounds: on the pages.

use crate::browser::{Browser, Bureau, done};
use axum::http::StatusCode;

const NAME: &str = "欧阳某某";

/// Registers a report of wrongdoing; answers its number.
async fn report(browser: &mut Browser<'_>) -> String {
    let fields = [
        ("kind", "petition"),
        ("title", "Foreman takes money"),
        ("description", "Every lorry pays at the gate."),
        ("category", "report"),
        ("unit", "housing"),
        ("source", "letter to the mayor"),
        ("external", "LETTER-77"),
        ("requester_name", NAME),
    ];
    let answer = browser.fill("/cases/new?kind=petition", "/cases", &fields).await;
    done(&answer).trim_start_matches("/cases/").to_owned()
}

#[tokio::test]
async fn the_handler_of_a_report_never_meets_its_source() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = report(&mut clerk).await;
    let case = format!("/cases/{number}");
    clerk
        .upload(
            &case,
            &format!("{case}/evidence"),
            &[],
            ("letter.pdf", b"%PDF-1.4 letter"),
        )
        .await;
    let own = clerk.get(&case).await;
    for there in [
        "letter to the mayor",
        "letter.pdf",
        "You hold the receiving post",
        "Hand the source on",
    ] {
        assert!(own.text().contains(there), "{there}");
    }
    let opened = clerk
        .fill(&case, &format!("{case}/sealed"), &[("reason", "handling")])
        .await;
    assert!(opened.text().contains(NAME));

    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    let file = story.case.evidence[0].sha256.clone();
    let secrets = [
        "letter to the mayor",
        "LETTER-77",
        "letter.pdf",
        NAME,
        "Intake clerk ·",
        file.as_str(),
    ];
    for post in [
        "housing-handler",
        "office-chief",
        "duty-officer",
        "deputy-head",
        "auditor",
    ] {
        let mut other = bureau.signed_in(post).await;
        let page = other.get(&case).await;
        assert_eq!(page.status, StatusCode::OK, "{post}");
        let says = page
            .text()
            .contains("The source is hidden. The receiving post is Intake clerk.");
        assert!(
            says && page.text().contains("Every lorry pays"),
            "{post}: {}",
            page.text()
        );
        let mut shown = vec![(case.clone(), page)];
        for path in [
            format!("{case}/receipts"),
            format!("/api/v1{case}"),
            format!("/api/v1{case}/events"),
            format!("{case}/alike"),
            "/cases?q=lorry".to_owned(),
            "/api/v1/cases".to_owned(),
        ] {
            let answer = other.get(&path).await;
            shown.push((path, answer));
        }
        for (path, answer) in &shown {
            for secret in secrets {
                assert!(!answer.text().contains(secret), "{post} {path}: {secret}");
            }
        }
        // Neither what is sealed nor the file, nor the receipt of its registration, nor a link to stand in for who reported.
        assert_eq!(
            other.get(&format!("{case}/receipts/1")).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            other.get(&format!("{case}/evidence/{file}")).await.status,
            StatusCode::NOT_FOUND
        );
        for path in ["sealed", "source"] {
            let answer = other
                .fill("/rights", &format!("{case}/{path}"), &[("reason", "handling")])
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post} {path}");
        }
        let link = other.fill("/rights", &format!("{case}/link"), &[]).await;
        assert_ne!(link.status, StatusCode::OK, "{post}: {}", link.text());
    }

    // The record of openings says that the clerk opened something, and not that there was a name.
    let record = bureau.signed_in("auditor").await.get("/access-record").await;
    assert!(record.text().contains("Opened something of who reported"));

    handed_on(&bureau, &mut clerk, &case).await;
}

/// Handed on, the source moves with it; where nobody holds the post any more, a leader of the body names another one.
async fn handed_on(bureau: &Bureau, clerk: &mut Browser<'_>, case: &str) {
    let fields = [("post", "office-chief"), ("text", "Moves to the special office")];
    done(&clerk.fill(case, &format!("{case}/source"), &fields).await);
    assert!(!clerk.get(case).await.text().contains("letter to the mayor"));
    let mut chief = bureau.signed_in("office-chief").await;
    assert!(chief.get(case).await.text().contains("letter to the mayor"));
    // Somebody holds the post: no leader names another.
    let mut leader = bureau.signed_in("deputy-head").await;
    let fields = [("post", "clerk"), ("text", "vacant")];
    let named = leader.fill(case, &format!("{case}/source/receiver"), &fields).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(named.text().contains("Somebody holds"));
    // Who held it shuts the account: then the leader does.
    let chief_of = bureau.user_in("office-chief").to_owned();
    let account = bureau.office.store.account_by_user(&chief_of).await.unwrap().unwrap();
    let now = bureau.office.clock.now();
    bureau.office.store.set_disabled(&account.id, Some(now)).await.unwrap();
    assert!(leader.get(case).await.text().contains("Name a new receiving post"));
    done(&leader.fill(case, &format!("{case}/source/receiver"), &fields).await);
    assert!(clerk.get(case).await.text().contains("letter to the mayor"));
}

#[tokio::test]
async fn whoever_reported_follows_and_is_answered_all_the_same() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "petition"),
        ("description", "工头收钱"),
        ("category", "report"),
        ("via", "counter"),
        ("unit", "housing"),
        ("requester_name", NAME),
    ];
    let slip = clerk.fill("/cases/quick?kind=petition", "/cases/quick", &fields).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text());
    let number = slip.text().split("href=\"/cases/").nth(1).unwrap()[..14].to_owned();
    let secret: String = slip
        .text()
        .split("/portal/mine/")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let home = format!("/portal/mine/{secret}");
    let mut person = bureau.browser();
    assert!(
        person
            .get(&home)
            .await
            .text()
            .contains("Hid who reported from everybody but")
    );
    done(
        &person
            .fill(&home, &format!("{home}/steps/message"), &[("text", "有账本")])
            .await,
    );
    let mut housing = bureau.signed_in("housing-handler").await;
    let case = format!("/cases/{number}");
    let page = housing.get(&case).await;
    assert!(page.text().contains("有账本") && !page.text().contains(NAME));
    done(
        &housing
            .fill(&case, &format!("{case}/steps/message"), &[("text", "请放到门卫室")])
            .await,
    );
    assert!(person.get(&home).await.text().contains("请放到门卫室"));
}

#[tokio::test]
async fn a_danger_shows_whom_to_call_and_calls_the_duty_post() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("description", "Neighbour beats his wife. 打人"),
        ("category", "other"),
        ("unit", "housing"),
        ("via", "telephone"),
        ("danger", "violence"),
    ];
    let page = clerk.get("/cases/quick").await;
    assert!(page.text().contains("Is somebody in danger now?"));
    let case = done(&clerk.fill("/cases/quick", "/cases/quick", &fields).await);
    let page = clerk.get(&case).await;
    for there in ["tel:110", "tel:12338", "Not verified", "The duty post is being called."] {
        assert!(page.text().contains(there), "{there}: {}", page.text());
    }
    let number = case.trim_start_matches("/cases/").to_owned();
    let mut duty = bureau.signed_in("duty-officer").await;
    for path in ["/", "/cases"] {
        let list = duty.get(path).await;
        assert!(
            list.text().contains("Calls the duty post") && list.text().contains(&number),
            "{path}"
        );
    }
    // The handler sees it, and is not the one who takes it up; another unit hears nothing of it.
    let mut housing = bureau.signed_in("housing-handler").await;
    assert!(housing.get(&case).await.text().contains("tel:110"));
    let taken = housing.fill(&case, &format!("{case}/danger/answer"), &[]).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN);
    let mut water = bureau.signed_in("water-handler").await;
    assert!(!water.get("/").await.text().contains(&number));
    done(&duty.fill(&case, &format!("{case}/danger/answer"), &[]).await);
    assert!(housing.get(&case).await.text().contains("has it in hand since"));
    // Given to another unit, that unit sees it.
    done(
        &clerk
            .fill(&case, &format!("{case}/steps/dispatch"), &[("unit", "water")])
            .await,
    );
    assert!(water.get(&case).await.text().contains("tel:110"));
    done(
        &water
            .fill(
                &case,
                &format!("{case}/danger/end"),
                &[("text", "Police took him away")],
            )
            .await,
    );
    for path in ["/", "/cases", "/api/v1/cases"] {
        let list = duty.get(path).await;
        assert!(
            !list.text().contains("danger") || !list.text().contains("Calls the duty post"),
            "{path}"
        );
    }
    let page = duty.get(&case).await;
    assert!(!page.text().contains("tel:110") && page.text().contains("Police took him away"));
    let data = duty.get(&format!("/api/v1{case}")).await;
    assert!(
        !data.text().contains("violence") && !data.text().contains("danger"),
        "{}",
        data.text()
    );
}

#[tokio::test]
async fn the_portal_asks_of_a_danger_before_anything_else() {
    let bureau = Bureau::staffed().await;
    let mut person = bureau.browser();
    let first = person.get("/portal/ask").await;
    let (token, key) = (first.hidden("csrf"), first.hidden("key"));
    assert!(first.text().contains("Is somebody in danger now?") && first.text().contains("href=\"tel:110\""));
    let danger = [
        ("csrf", token.as_str()),
        ("key", &key),
        ("question", "danger"),
        ("danger", "self-harm"),
    ];
    let next = person.post("/portal/ask", &danger).await;
    assert!(next.text().contains("tel:12356") && next.text().contains("name=\"description\""));
    let asked = [
        ("csrf", token.as_str()),
        ("key", &key),
        ("danger", "self-harm"),
        ("description", "妹妹说不想活了"),
    ];
    let sent = person.upload_as_is("/portal/ask/send", &asked, ("", b"")).await;
    let home = done(&sent);
    let page = person.get(&home).await;
    assert!(page.text().contains("tel:120") && page.text().contains("The duty post is being called"));
    crate::levels::look(&bureau, bureau.office.clock.now()).await;
    let page = person.get(&home).await;
    assert!(page.text().contains("The duty post has been called"), "{}", page.text());
    let mut duty = bureau.signed_in("duty-officer").await;
    let today = duty.get("/").await;
    assert!(
        today.text().contains("Somebody may harm themselves"),
        "{}",
        today.text()
    );
    // One that the office says of somebody is not on the page that others may look at.
    let mut clerk = bureau.signed_in("clerk").await;
    let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
    let case = format!("/cases/{number}");
    done(
        &clerk
            .fill(&case, &format!("{case}/danger/end"), &[("text", "在家人身边")])
            .await,
    );
    let fields = [("danger", "violence"), ("situation", "邻居反映家里动手")];
    done(&clerk.fill(&case, &format!("{case}/danger"), &fields).await);
    let page = person.get(&home).await;
    assert!(
        !page.text().contains("邻居反映") && !page.text().contains("role=\"alert\""),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn an_invited_outsider_sees_one_case_and_nothing_else() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Fence between two yards", "housing").await;
    let other = clerk.register("Burst main", "water").await;
    let case = format!("/cases/{number}");
    let keep = [("requester_name", NAME), ("text", "by telephone")];
    done(&clerk.fill(&case, &format!("{case}/sealed/keep"), &keep).await);
    let until = bureau.today().tomorrow().unwrap();
    let until = format!("{until}T18:00");
    let fields = [
        ("who", "County court, mediator"),
        ("purpose", "Joint mediation"),
        ("until", &until),
    ];
    let given = clerk.fill(&case, &format!("{case}/guests"), &fields).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    let secret: String = given
        .text()
        .split("/invited/")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let home = format!("/invited/{secret}");
    let mut guest = bureau.browser();
    // Looking at the first page opens nothing and writes nothing down.
    let version = || async { bureau.office.store.story(&number).await.unwrap().unwrap().case.version };
    let before = version().await;
    let cover = guest.get(&home).await;
    assert!(cover.text().contains("Joint mediation") && !cover.text().contains("Fence between"));
    assert_eq!(version().await, before);
    let seen = guest.fill(&home, &home, &[]).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    assert!(seen.text().contains("Fence between") && !seen.text().contains(NAME));
    assert_eq!(version().await, before + 1);
    assert!(
        clerk
            .get(&case)
            .await
            .text()
            .contains("Looked at the case by invitation")
    );
    done(
        &guest
            .fill(
                &home,
                &format!("{home}/statement"),
                &[("text", "Both will meet on Friday")],
            )
            .await,
    );
    let added = guest
        .upload(&home, &format!("{home}/file"), &[], ("map.pdf", b"%PDF-1.4 map"))
        .await;
    done(&added);
    let page = clerk.get(&case).await;
    assert!(page.text().contains("Both will meet on Friday") && page.text().contains("map.pdf"));
    // Nothing else is there for that secret, and the requester's pages are not theirs.
    for path in [
        format!("/portal/mine/{secret}"),
        format!("/portal/mine/{secret}/receipts"),
        format!("/invited/{}", "0".repeat(64)),
    ] {
        assert_eq!(guest.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [case.clone(), format!("/cases/{other}")] {
        assert_eq!(guest.get(&path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    // Names only when the post that invited opens them.
    let hash = bureau
        .office
        .store
        .story(&number)
        .await
        .unwrap()
        .unwrap()
        .case
        .invitations[0]
        .guest
        .clone();
    let fields = [("guest", hash.as_str()), ("text", "To fix a day")];
    done(&clerk.fill(&case, &format!("{case}/guests/share"), &fields).await);
    assert!(guest.fill(&home, &home, &[]).await.text().contains(NAME));
    done(&clerk.fill(&case, &format!("{case}/guests/end"), &fields).await);
    assert_eq!(guest.get(&home).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_round_is_begun_reported_and_chased() {
    let bureau = Bureau::staffed().await;
    let mut chief = bureau.signed_in("office-chief").await;
    let area = bureau.office.pack.areas[0].slug.to_string();
    let page = chief.get("/rounds").await;
    let (token, key) = (page.hidden("csrf"), page.hidden("key"));
    let until = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    let ticked = format!("area:{area}");
    let fields = [
        ("csrf", token.as_str()),
        ("key", &key),
        ("name", "Flood season"),
        ("why", "Yards that stand under water"),
        ("until", &until),
        ("unit:water", "yes"),
        ("unit:housing", "yes"),
        (ticked.as_str(), "yes"),
    ];
    let round = done(&chief.post("/rounds", &fields).await);
    assert_eq!(round, format!("/rounds/{key}"));
    assert!(chief.get(&round).await.text().contains("0 of 2 have reported"));
    let mut water = bureau.signed_in("water-handler").await;
    assert!(water.get("/").await.text().contains("your unit has not reported on 1"));
    let own = water.get(&round).await;
    assert!(own.text().contains("0 of 1 have reported"), "{}", own.text());
    assert_eq!(
        bureau.signed_in("fire-handler").await.get(&round).await.status,
        StatusCode::NOT_FOUND
    );
    // Found: a case, and the round says so.
    let new = format!("/cases/new?round={key}&unit=water&area={area}");
    let found = [
        ("kind", "request"),
        ("title", "Blocked drain"),
        ("category", "other"),
        ("unit", "water"),
        ("area", &area),
        ("round", &key),
        ("round_area", &area),
    ];
    let form = water.get(&new).await;
    assert!(form.text().contains("name=\"round_area\""));
    assert_eq!(done(&water.fill(&new, "/cases", &found).await), round);
    let page = chief.get(&round).await;
    assert!(page.text().contains("1 of 2 have reported"), "{}", page.text());
    let referred = [
        ("area", area.as_str()),
        ("said", "referred"),
        ("to", "Power company"),
        ("note", "Loose cable"),
    ];
    done(&water.fill(&round, &format!("{round}/report"), &referred).await);
    let none = [("area", area.as_str()), ("said", "none")];
    let refused = water.fill(&round, &format!("{round}/report"), &none).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut housing = bureau.signed_in("housing-handler").await;
    done(&housing.fill(&round, &format!("{round}/report"), &none).await);
    let page = chief.get(&round).await;
    assert!(page.text().contains("2 of 2 have reported") && page.text().contains("Power company"));
    done(
        &chief
            .fill(&round, &format!("{round}/end"), &[("text", "Season is over")])
            .await,
    );
    let late = housing.fill("/rights", &format!("{round}/report"), &none).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}
