//! What may be known already is shown before somebody sends: published cases alone, to follow instead; and whoever sends anyway has
//! a case of their own.

use crate::browser::{Answer, Browser, Bureau, done};
use axum::http::StatusCode;

const WORDS: &str = "The street lamp at the east gate of Elm Street flickers and is dark since Monday.";
const PLACE: &str = "Elm Street 12, east gate";

/// What somebody answers before the last page.
const ANSWERS: [(&str, &str); 3] = [("description", WORDS), ("address", PLACE), ("category", "sanitation")];

/// The last page of the questions, with what was answered.
async fn last_page(person: &mut Browser<'_>) -> (Answer, Vec<(&'static str, String)>) {
    last_page_of(person, &ANSWERS).await
}

async fn last_page_of<'a>(person: &mut Browser<'_>, answers: &[(&'a str, &str)]) -> (Answer, Vec<(&'a str, String)>) {
    let first = person.get("/portal/ask").await;
    let mut fields = vec![("csrf", first.hidden("csrf")), ("key", first.hidden("key"))];
    fields.extend(answers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let mut sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    sent.push(("question", "contact"));
    let page = person.post("/portal/ask", &sent).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("action=\"/portal/ask/send\""), "{}", page.text());
    (page, fields)
}

/// The same lamp, as the desk has heard of it before; its number.
async fn heard(clerk: &mut Browser<'_>, title: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "sanitation"),
        ("unit", "urban"),
        ("description", WORDS),
        ("address", PLACE),
        ("requester_name", "Johanna Quill"),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    done(&answer);
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

async fn step(browser: &mut Browser<'_>, number: &str, step: &str, fields: &[(&str, &str)]) {
    let case = format!("/cases/{number}");
    done(&browser.fill(&case, &format!("{case}/steps/{step}"), fields).await);
}

#[tokio::test]
async fn what_is_known_is_shown_to_follow_instead_and_sent_all_the_same() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = heard(&mut clerk, "Lamp at the east gate is dark").await;
    let mut person = bureau.browser();
    let (page, _) = last_page(&mut person).await;
    assert!(!page.text().contains(&number) && !page.text().contains("This may be known already"));

    step(
        &mut clerk,
        &number,
        "publish",
        &[("text", "A lamp near the east gate: being repaired")],
    )
    .await;
    let (page, fields) = last_page(&mut person).await;
    let text = page.text();
    assert!(text.contains("This may be known already"), "{text}");
    // In the office's words, and none of whoever asked first.
    assert!(text.contains("A lamp near the east gate: being repaired"), "{text}");
    assert!(
        !text.contains("Lamp at the east gate is dark") && !text.contains("Quill"),
        "{text}"
    );
    let follow = format!("href=\"/public/{number}\"");
    assert!(text.contains(&follow), "{text}");
    let public = person.get(&format!("/public/{number}")).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(public.text().contains(&format!("/public/{number}/atom")));

    // Whoever sends anyway has a case of their own, which nobody but a person joins to the other.
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = person.upload_as_is("/portal/ask/send", &sent, ("", b"")).await;
    done(&sent);
    let home = sent.header("location").to_owned();
    assert!(home.starts_with("/portal/mine/"), "{home}");
    let own = person.get(&home).await;
    let own = own.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
    assert_ne!(own, number);
    let story = bureau.office.store.story(&own).await.unwrap().unwrap();
    assert_eq!(story.case.description, WORDS);
    assert!(story.case.repeat_of.is_none());
}

#[tokio::test]
async fn what_is_not_for_everybody_is_never_shown_as_known() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let shown = heard(&mut clerk, "Shown").await;
    let never = heard(&mut clerk, "Never published").await;
    let back = heard(&mut clerk, "Taken back").await;
    let about_unit = heard(&mut clerk, "A complaint about a unit").await;
    let about_post = heard(&mut clerk, "A complaint about a post").await;
    for number in [&shown, &back, &about_unit, &about_post] {
        let text = format!("East gate, reviewed words of {number}");
        step(&mut clerk, number, "publish", &[("text", &text)]).await;
    }
    // All that were published are found: what is gone below is gone for its own reason.
    let mut person = bureau.browser();
    let seen = |page: &Answer| -> Vec<String> {
        let all = [&shown, &never, &back, &about_unit, &about_post];
        let page = page.text();
        all.into_iter()
            .filter(|number| page.contains(number.as_str()))
            .cloned()
            .collect()
    };
    assert_eq!(
        seen(&last_page(&mut person).await.0).len(),
        3,
        "at most three are shown"
    );
    step(&mut clerk, &back, "unpublish", &[("text", "Wrong place")]).await;
    let about = |about: &'static str| [("about", about), ("text", "The caller says so now")];
    step(&mut clerk, &about_unit, "about", &about("unit:water")).await;
    step(&mut clerk, &about_post, "about", &about("post:urban-handler")).await;
    let (page, _) = last_page(&mut person).await;
    assert_eq!(seen(&page), std::slice::from_ref(&shown), "{}", page.text());
    // The link leads somewhere, and the others' do not.
    for (number, status) in [
        (&shown, StatusCode::OK),
        (&never, StatusCode::NOT_FOUND),
        (&back, StatusCode::NOT_FOUND),
        (&about_unit, StatusCode::NOT_FOUND),
        (&about_post, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            person.get(&format!("/public/{number}")).await.status,
            status,
            "{number}"
        );
    }
}

/// By asking again and again nobody learns where it is, nor what was written, beyond what was published.
#[tokio::test]
async fn what_was_not_published_changes_nothing_of_what_is_known() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = heard(&mut clerk, "Lamp at the east gate is dark").await;
    let text = [("text", "Lamp in Elm Street is being repaired")];
    step(&mut clerk, &number, "publish", &text).await;
    let mut person = bureau.browser();
    let mut shown = async |description: &str, address: &str, category: &str| {
        let answers = [
            ("description", description),
            ("address", address),
            ("category", category),
        ];
        last_page_of(&mut person, &answers).await.0.text().contains(&number)
    };
    // The number of the house makes no difference: the place was not published.
    for address in ["Elm Street 12, east gate", "Elm Street 13, east gate", "Elm Street 9"] {
        assert!(
            shown("The lamp is being repaired again", address, "sanitation").await,
            "{address}"
        );
    }
    // What stands in the requester's words alone finds nothing.
    assert!(!shown("It flickers and is dark since Monday", "east gate 12", "sanitation").await);
    let placed = [text[0], ("with_place", "yes")];
    step(&mut clerk, &number, "publish", &placed).await;
    assert!(shown("The lamp is being repaired again", PLACE, "sanitation").await);
    assert!(!shown("The lamp is being repaired again", "Oak Lane 77", "sanitation").await);
}

/// Whoever looks too often is shown none for a while, and can send all the same.
#[tokio::test]
async fn looking_for_what_is_known_is_counted_apart() {
    let most = |value| {
        Some(domain::pack::Rule {
            value,
            source: "our own rules".to_owned(),
            verified: false,
        })
    };
    let bureau = Bureau::with_pack(|pack| pack.portal.as_mut().unwrap().requests = most(2)).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = heard(&mut clerk, "Lamp at the east gate is dark").await;
    let text = [("text", "A lamp near the east gate: being repaired")];
    step(&mut clerk, &number, "publish", &text).await;
    let mut person = bureau.browser();
    for seen in [true, true, false] {
        let (page, _) = last_page(&mut person).await;
        assert_eq!(page.text().contains(&number), seen);
    }
    let (_, fields) = last_page(&mut person).await;
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    done(&person.upload_as_is("/portal/ask/send", &sent, ("", b"")).await);
}
