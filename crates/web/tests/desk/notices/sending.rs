//! What goes out, when, how often, and what of it is where.

use super::catcher::Catcher;
use super::gateway::Gateway;
use super::{ADDRESS, Told, WORDS, ask, body, later, send};
use crate::browser::Bureau;
use axum::http::StatusCode;
use domain::case::{Party, Role};
use store::NoticeState;

#[tokio::test]
async fn a_letter_goes_out_for_a_step_and_says_no_word_of_the_request() {
    let told = Told::new().await;
    told.send().await;
    told.send().await;
    let letters = told.server.taken();
    assert_eq!(letters.len(), 1, "once");
    let letter = &letters[0];
    assert_eq!(letter.to, ADDRESS);
    assert!(
        letter.from.starts_with(&format!("desk+{}.", told.number)),
        "{}",
        letter.from
    );
    assert!(letter.from.ends_with(".b@example.org"), "{}", letter.from);
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let text = body(&letter.text);
    assert!(
        text.contains("Your request was received") && text.contains(&told.number),
        "{text}"
    );
    assert!(text.contains("https://desk.example.org/portal/mine"), "{text}");
    let secret = told.home.rsplit('/').next().unwrap();
    assert!(!text.contains(secret) && !text.contains("路灯") && !letter.text.contains(secret));

    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    clerk
        .fill(&case, &format!("{case}/steps/comment"), &[("text", "内部")])
        .await;
    told.send().await;
    assert!(told.server.taken().is_empty(), "offices among themselves");
    clerk
        .fill(&case, &format!("{case}/steps/message"), &[("text", "哪一盏？")])
        .await;
    told.send().await;
    let letters = told.server.taken();
    assert_eq!(letters.len(), 1);
    let text = body(&letters[0].text);
    assert!(
        text.contains("There is a message for you") && !text.contains("哪一盏"),
        "{text}"
    );

    // The requester reads what was sent, and neither the address nor anybody is named there.
    let mut person = told.bureau.browser();
    let page = person.get(&format!("{}/notices", told.home)).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(
        text.contains("There is a message for you") && text.contains("sent"),
        "{text}"
    );
    assert!(!text.contains(ADDRESS), "{text}");
}

#[tokio::test]
async fn nobody_reads_the_address_at_the_desk() {
    let told = Told::new().await;
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    assert!(!clerk.get(&case).await.text().contains(ADDRESS));
    let story = told.story().await;
    let sealed = told.bureau.office.store.open_sealed(story.case.id).await.unwrap();
    assert!(sealed.is_empty(), "{sealed:?}");
    assert!(!serde_json::to_string(&story.case).unwrap().contains(ADDRESS));
}

#[tokio::test]
async fn the_desk_changes_it_later_and_the_requester_reads_why() {
    let told = Told::new().await;
    told.send().await;
    told.server.taken();
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    let notices = format!("{case}/notices");
    assert!(clerk.get(&case).await.text().contains("Notices are sent by e-mail."));
    let new = [("notices", "email"), ("notice_address", "new@example.org")];
    let silent = clerk.fill(&case, &notices, &new).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text());
    let wrong = [("notices", "email"), ("notice_address", "nowhere"), ("text", "x")];
    let wrong = clerk.fill(&case, &notices, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let changed = [new[0], new[1], ("text", "来电说邮箱换了")];
    let done = clerk.fill(&case, &notices, &changed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = clerk.get(&case).await;
    assert!(!page.text().contains("new@example.org"), "{}", page.text());
    told.send().await;
    let letters = told.server.taken();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "new@example.org");
    let mut person = told.bureau.browser();
    let home = person.get(&told.home).await;
    assert!(home.text().contains("来电说邮箱换了"), "{}", home.text());
    assert!(!home.text().contains("new@example.org"));
    // By a program, and stopped.
    let program = told.bureau.program("clerk", &["cases:write"]).await;
    let stop = serde_json::json!({ "by": null, "reason": "本人不要了" });
    let stopped = program.post(&format!("/api/v1{notices}"), "", &stop).await;
    assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.text());
    assert!(clerk.get(&case).await.text().contains("No notices are sent."));
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_as_the_same_letter() {
    let told = Told::new().await;
    told.server.will_say(&["451 4.3.0 <{to}> later", "451 4.3.0 later"]);
    told.send().await;
    let id = told.story().await.case.id;
    let store = &told.bureau.office.store;
    let notice = &store.notices_of(id, Party::A, 9).await.unwrap()[0];
    assert_eq!((notice.state, notice.attempts), (NoticeState::Waiting, 1));
    let error = notice.last_error.clone().unwrap();
    assert!(error.contains("451 4.3.0") && !error.contains(ADDRESS), "{error}");
    told.send().await;
    assert_eq!(
        store.notices_of(id, Party::A, 9).await.unwrap()[0].attempts,
        1,
        "not before its time"
    );
    send(&later(&told.bureau.office, 1)).await;
    assert!(told.server.taken().is_empty());
    let mut administrator = told.bureau.signed_in("administrator").await;
    let page = administrator.get("/notices").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("the server answered 451 4.3.0"), "{}", page.text());
    assert!(!page.text().contains(ADDRESS) && !page.text().contains(&told.number));
    send(&later(&told.bureau.office, 3)).await;
    let first = told.server.taken();
    assert_eq!(first.len(), 1);
    let row = &store.notices_of(id, Party::A, 9).await.unwrap()[0];
    assert_eq!(row.state, NoticeState::Sent);
    let message_id = first[0].header("Message-ID");
    assert!(
        message_id.ends_with(&format!(".{}.{}@example.org>", row.version, row.id)),
        "{message_id}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_seen_on_the_desk() {
    let server = Catcher::start().await;
    let text = server.settings().replace(&server.address.port().to_string(), "1");
    let bureau = Bureau::with_notices(&text).await;
    let mut person = bureau.browser();
    ask(&mut person, &[("notices", "email"), ("notice_address", ADDRESS)]).await;
    for hours in [0, 1, 2, 3] {
        send(&later(&bureau.office, hours)).await;
    }
    let mut duty = bureau.signed_in("duty-officer").await;
    let page = duty.get("/notices").await;
    assert!(
        page.text().contains("cannot be reached") && page.text().contains("1 waiting"),
        "{}",
        page.text()
    );
    let mut clerk = bureau.signed_in("clerk").await;
    assert_eq!(clerk.get("/notices").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_given_up_after_three_and_everybody_is_told() {
    let told = Told::new().await;
    let no = "550 5.1.1 <{to}> no such user";
    told.server.will_say(&[no; 9]);
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    let page = format!("{}/notices", told.home);
    for n in 1..=3 {
        told.send().await;
        let text = told.bureau.browser().get(&page).await.text().to_owned();
        assert_eq!(text.contains("did not arrive. Check the address"), n < 3, "{n}: {text}");
        clerk
            .fill(&case, &format!("{case}/steps/message"), &[("text", "?")])
            .await;
    }
    told.send().await;
    let story = told.story().await;
    assert_eq!(story.case.notices.unwrap().by, None);
    let stopped = story
        .events
        .iter()
        .rfind(|recorded| recorded.event.name() == "notices_chosen");
    assert_eq!(stopped.unwrap().actor.role, Role::Program);
    assert!(clerk.get(&case).await.text().contains("Notices were stopped"));
    let text = told.bureau.browser().get(&page).await.text().to_owned();
    assert!(text.contains("so no more are sent"), "{text}");
    // The way itself works: it was the address.
    let channels = told.bureau.office.store.notice_channels().await.unwrap();
    assert_eq!((channels[0].failures, channels[0].lost), (0, 3));
}

#[tokio::test]
async fn it_is_changed_and_stopped_on_the_page_of_the_request() {
    let told = Told::new().await;
    told.send().await;
    told.server.taken();
    let mut person = told.bureau.browser();
    let page = format!("{}/notices", told.home);
    let wrong = person
        .fill(&page, &page, &[("notices", "email"), ("notice_address", "nowhere")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Fill in an e-mail address"), "{}", wrong.text());
    let unknown = person
        .fill(&page, &page, &[("notices", "text"), ("notice_address", "13900000000")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "no gateway is set up");
    person
        .fill(
            &page,
            &page,
            &[("notices", "email"), ("notice_address", "other@example.org")],
        )
        .await;
    told.send().await;
    let letters = told.server.taken();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "other@example.org");
    let stopped = person.fill(&page, &page, &[("notices", "")]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER);
    let mut clerk = told.bureau.signed_in("clerk").await;
    let case = format!("/cases/{}", told.number);
    clerk
        .fill(&case, &format!("{case}/steps/message"), &[("text", "?")])
        .await;
    told.send().await;
    assert!(told.server.taken().is_empty());
}

#[tokio::test]
async fn at_the_counter_it_is_chosen_too() {
    let server = Catcher::start().await;
    let bureau = Bureau::with_notices(&server.settings()).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let mut fields = vec![
        ("kind", "request"),
        ("description", "The lamp is out"),
        ("category", "other"),
        ("via", "counter"),
        ("notices", "email"),
        ("notice_address", "nowhere"),
    ];
    let wrong = clerk.fill("/cases/quick", "/cases/quick", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
    fields[5].1 = ADDRESS;
    let slip = clerk.fill("/cases/quick", "/cases/quick", &fields).await;
    assert!(
        slip.status.is_success() || slip.status == StatusCode::SEE_OTHER,
        "{}",
        slip.text()
    );
    send(&bureau.office).await;
    let letters = server.taken();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ADDRESS);
}

#[tokio::test]
async fn a_text_message_goes_through_the_gateway() {
    let gateway = Gateway::start().await;
    let bureau = Bureau::with_notices(&gateway.settings).await;
    let mut person = bureau.browser();
    let (home, number) = ask(&mut person, &[("notices", "text"), ("notice_address", "139 0000-0000")]).await;
    send(&bureau.office).await;
    let taken = gateway.taken();
    assert_eq!(taken.len(), 1);
    let (headers, body) = &taken[0];
    assert_eq!(headers["authorization"], "Bearer s3cret");
    assert_eq!(body["to"], "13900000000");
    assert_eq!(headers["idempotency-key"], body["id"].as_str().unwrap());
    let text = body["text"].as_str().unwrap();
    assert!(
        text.contains(&number) && text.contains("received") && text.chars().count() < 300,
        "{text}"
    );
    assert!(!text.contains("路灯") && !text.contains(home.rsplit('/').next().unwrap()));
}

/// After erasing, the address is in no table, no file beside the database and no notice; what waited is not sent.
#[tokio::test]
async fn after_erasing_no_address_is_left() {
    let told = Told::new().await;
    told.server.will_say(&["451 4.3.0 <{to}> later"]);
    told.send().await;
    let mut person = told.bureau.browser();
    let withdraw = format!("{}/steps/withdraw", told.home);
    person.fill(&told.home, &withdraw, &[("text", "")]).await;
    let mut chief = told.bureau.signed_in("office-chief").await;
    let asked = [("number", told.number.as_str()), ("reason", "Asked in writing")];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    let (csrf, version) = (looked.hidden("csrf"), looked.hidden("version"));
    let mut fields = vec![("csrf", csrf.as_str()), ("version", version.as_str())];
    fields.extend(asked);
    let erased = chief.post("/erasures/erase", &fields).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());
    let office = later(&told.bureau.office, 100);
    send(&office).await;
    assert!(told.server.taken().is_empty());
    let id = told.story().await.case.id;
    let notices = office.store.notices_of(id, Party::A, 9).await.unwrap();
    assert!(
        notices.iter().all(|notice| notice.state == NoticeState::Dropped),
        "{notices:?}"
    );
    for version in 1..20 {
        assert_eq!(office.store.notice_address(id, version).await.unwrap(), None);
        assert_eq!(office.store.reply_mark(id, version).await.unwrap(), None);
    }
    assert!(office.store.finish_erasing().await.unwrap());
    let audit = store::Store::audit_log(office.store.dir(), Vec::new(), None, |_, _| {}).await;
    assert!(audit.unwrap().found.is_none());
    for file in walk(office.store.dir()) {
        let bytes = std::fs::read(&file).unwrap();
        for word in [ADDRESS, WORDS] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", file.display());
        }
    }
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}
