//! A case from intake to its end by forms, and its files.

use crate::browser::{Answer, Browser, Bureau, unreadable};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

async fn step(browser: &mut Browser<'_>, number: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/cases/{number}");
    browser.fill(&page, &format!("{page}/steps/{step}"), fields).await
}

async fn done(browser: &mut Browser<'_>, number: &str, name: &str, fields: &[(&str, &str)]) {
    let answer = step(browser, number, name, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.text());
    assert_eq!(answer.header("location"), format!("/cases/{number}?done={name}"));
    assert_eq!(browser.get(answer.header("location")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_from_intake_to_its_end() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let mut handler = bureau.signed_in("water-handler").await;
    let number = clerk.register("Burst main", "fire").await;
    done(&mut clerk, &number, "accept", &[]).await;
    done(
        &mut clerk,
        &number,
        "dispatch",
        &[("unit", "water"), ("text", "The main lies in your part.")],
    )
    .await;
    let shown = clerk.get(&format!("/cases/{number}")).await;
    assert!(
        shown.text().contains("Put to Water Bureau, which has not taken it yet"),
        "{}",
        shown.text()
    );
    done(&mut handler, &number, "take-over", &[]).await;
    done(&mut handler, &number, "progress", &[("text", "The pipe is dug out.")]).await;

    let early = step(&mut clerk, &number, "close", &[]).await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no close without an answer"
    );
    assert!(early.text().contains("role=\"alert\""));

    let refused = step(
        &mut handler,
        &number,
        "answer",
        &[("text", "It is mended."), ("outcome", "")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains(">It is mended.</textarea>"),
        "the input is kept"
    );
    done(
        &mut handler,
        &number,
        "answer",
        &[("text", "It is mended."), ("outcome", "solved")],
    )
    .await;
    done(&mut clerk, &number, "close", &[]).await;
    done(
        &mut clerk,
        &number,
        "confirm",
        &[("solved", "yes"), ("satisfied", "no")],
    )
    .await;
    done(&mut clerk, &number, "reopen", &[("text", "Water again.")]).await;

    let story = clerk.get(&format!("/cases/{number}")).await;
    for words in [
        "Dispatched to",
        "The main lies in your part.",
        "The pipe is dug out.",
        "Answered: Solved",
        "solved, not satisfied",
        "Water again.",
    ] {
        assert!(story.text().contains(words), "{words} is not told: {}", story.text());
    }
    assert_eq!(
        step(&mut clerk, &number, "explode", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    let mut auditor = bureau.signed_in("auditor").await;
    assert!(
        !auditor
            .get(&format!("/cases/{number}"))
            .await
            .text()
            .contains("/steps/"),
        "the auditor only reads"
    );
    assert_eq!(
        step(&mut auditor, &number, "comment", &[("text", "x")]).await.status,
        StatusCode::FORBIDDEN
    );
}

async fn attach(browser: &mut Browser<'_>, number: &str, name: &str, bytes: &[u8], token: Option<&str>) -> Answer {
    let page = format!("/cases/{number}");
    let csrf = browser.get(&page).await.hidden("csrf");
    let csrf = token.unwrap_or(&csrf);
    let mut body =
        format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--b\r\n").into_bytes();
    body.extend(format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request = Request::post(format!("{page}/evidence"));
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_file_comes_in_by_its_bytes_and_goes_out_harmless() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let pdf = b"%PDF-1.7 a drawing";
    let answer = attach(&mut clerk, &number, "..\\图纸.pdf", pdf, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = clerk.get(&format!("/cases/{number}")).await;
    let start = page.text().find(&format!("/cases/{number}/evidence/")).unwrap();
    let links: Vec<&str> = page.text()[start..].split('"').collect();
    let link = links.iter().find(|link| link.contains("/evidence/")).unwrap();
    let asks = clerk.get(link).await;
    assert!(asks.header("content-type").starts_with("text/html"));
    let file = clerk.fill(link, link, &[("reason", "handling")]).await;
    assert_eq!(file.bytes, pdf);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''%E5%9B%BE")
    );
    assert!(file.header("content-security-policy").contains("sandbox"));

    let page = attach(&mut clerk, &number, "picture.png", b"<svg onload=alert(1)>", None).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        attach(&mut clerk, &number, "a.pdf", b"", None).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        attach(&mut clerk, &number, "a.pdf", pdf, Some("0")).await.status,
        StatusCode::FORBIDDEN
    );
    let large = [&pdf[..], &vec![b'x'; 21 * 1024 * 1024]].concat();
    assert_eq!(
        attach(&mut clerk, &number, "a.pdf", &large, None).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );

    // A case that has ended takes no file, and none of it is read or kept.
    let ended = clerk.register("Withdrawn", "water").await;
    done(
        &mut clerk,
        &ended,
        "withdraw",
        &[("text", "The requester takes it back.")],
    )
    .await;
    let request = Request::post(format!("/cases/{ended}/evidence"));
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let answer = clerk.send(request.body(unreadable()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let mut auditor = bureau.signed_in("auditor").await;
    let request = Request::post(format!("/cases/{number}/evidence"));
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    let answer = auditor.send(request.body(unreadable()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);

    // The hash alone opens nothing: the file is reached through its own case.
    let other = clerk.register("Another", "water").await;
    let hash = link.rsplit('/').next().unwrap();
    assert_eq!(
        clerk.get(&format!("/cases/{other}/evidence/{hash}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_form_for_putting_right_takes_back_nothing_that_somebody_else_put_right_meanwhile() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let page = format!("/cases/{number}");
    let seen = clerk.get(&page).await.hidden("seen");
    let category = bureau.office.pack.kinds["request"].categories[0].slug.to_string();
    let case = bureau.office.store.story(&number).await.unwrap().unwrap();
    let received = bureau.office.pack.zone.to_datetime(case.case.received_at);
    let received = received.strftime("%Y-%m-%dT%H:%M").to_string();
    // Three had the page open before anything was put right; the third means what the first has put right already.
    for (title, address, expected) in [
        ("Burst main in Mill Street", "", StatusCode::SEE_OTHER),
        ("Burst main", "Mill Street 7", StatusCode::SEE_OTHER),
        ("Burst main at the mill", "", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let fields = [
            ("seen", seen.as_str()),
            ("category", &category),
            ("title", title),
            ("description", &case.case.description),
            ("address", address),
            ("received_at", &received),
            ("text", "The caller said it again"),
        ];
        let answer = step(&mut clerk, &number, "correct", &fields).await;
        assert_eq!(answer.status, expected, "{}", answer.text());
        if expected == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(
                answer.text().contains("somebody else put right something"),
                "{}",
                answer.text()
            );
            assert!(answer.text().contains("Burst main at the mill"), "the input is kept");
            assert_ne!(
                answer.hidden("seen"),
                seen,
                "sent again, it is compared with what is shown now"
            );
        }
    }
    let now = bureau.office.store.story(&number).await.unwrap().unwrap();
    assert_eq!(
        (now.case.title.as_str(), now.case.place.address.as_str()),
        ("Burst main in Mill Street", "Mill Street 7")
    );
}
