//! What everybody may read: reviewed first, found by its own words alone, the same as page, CSV, `GeoJSON` and Atom.

use crate::browser::{Answer, Browser, Bureau, registration};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::case::{Actor, Command, Place, Publication, Registration, Role};
use jiff::{SignedDuration, Timestamp};
use quick_xml::Reader;
use quick_xml::events::Event;
use tokio::task::JoinSet;
use web::{Options, Tiles};

/// Registers, with a place, and answers the number.
pub(crate) async fn asked(clerk: &mut Browser<'_>, title: &str, area: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "sanitation"),
        ("unit", "water"),
        ("description", "marmoset in the yard"),
        ("requester_name", "Johanna Quill"),
        ("address", "Elm Street 12"),
        ("area", area),
        ("latitude", "30.123456"),
        ("longitude", "120.654321"),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

pub(crate) async fn publish(clerk: &mut Browser<'_>, number: &str, text: &str, with_place: bool) {
    let page = format!("/cases/{number}");
    let mut fields = vec![("text", text)];
    if with_place {
        fields.push(("with_place", "yes"));
    }
    let done = clerk.fill(&page, &format!("{page}/steps/publish"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

/// Everything of an Atom document that has to be there (RFC 4287, 4.1), counted.
fn is_feed(answer: &Answer) -> (usize, Vec<String>) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let mut reader = Reader::from_str(answer.text());
    let (mut path, mut seen, mut ids) = (Vec::<String>::new(), Vec::<String>::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                seen.push(path.join("/"));
            }
            Event::Empty(empty) => seen.push(format!("{}/{}", path.join("/"), empty.name().as_ref())),
            Event::Text(text) if path.last().is_some_and(|name| name == "id") => ids.push(text.as_ref().to_owned()),
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let count = |name: &str| seen.iter().filter(|path| *path == name).count();
    for once in ["feed", "feed/id", "feed/title", "feed/updated", "feed/author"] {
        assert_eq!(count(once), 1, "{once} in {}", answer.text());
    }
    let entries = count("feed/entry");
    for each in [
        "feed/entry/id",
        "feed/entry/title",
        "feed/entry/updated",
        "feed/entry/link",
    ] {
        assert_eq!(count(each), entries, "{each}");
    }
    (entries, ids)
}

#[tokio::test]
async fn only_what_was_reviewed_is_read_and_taken_back_it_is_gone() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "Sensitive heading", "xinqu").await;
    let mut reader = bureau.browser();
    let everywhere = [
        "/public",
        "/public.csv",
        "/public.geojson",
        "/public.atom",
        "/public/map",
    ];
    for path in everywhere {
        let answer = reader.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.text().contains(&number), "{path}");
    }
    let one = format!("/public/{number}");
    for path in [one.clone(), format!("{one}/atom")] {
        assert_eq!(reader.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    publish(&mut clerk, &number, "Rubbish <b>on</b> the pavement\nSecond line", true).await;
    for path in everywhere
        .into_iter()
        .map(str::to_owned)
        .chain([one.clone(), format!("{one}/atom")])
    {
        let answer = reader.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.text().contains("Rubbish"), "{path}");
        for secret in ["Johanna", "Quill", "marmoset", "Sensitive"] {
            assert!(!answer.text().contains(secret), "{secret} in {path}");
        }
        let is_data = path.ends_with("csv") || path.ends_with("geojson");
        assert!(is_data || !answer.text().contains("<b>on"), "{path}");
    }
    let page = format!("/cases/{number}");
    let done = clerk
        .fill(&page, &format!("{page}/steps/unpublish"), &[("text", "wrong place")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    for path in everywhere {
        assert!(!reader.get(path).await.text().contains("Rubbish"), "{path}");
    }
    assert_eq!(reader.get(&one).await.status, StatusCode::NOT_FOUND);
    assert!(!reader.get("/public?q=rubbish").await.text().contains(&number));
}

#[tokio::test]
async fn it_is_found_by_its_own_words_its_category_area_and_state() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let one = asked(&mut clerk, "One", "xinqu").await;
    let two = asked(&mut clerk, "Two", "").await;
    publish(&mut clerk, &one, "路灯不亮，已派人查看", false).await;
    publish(&mut clerk, &two, "Rubbish on the pavement", false).await;
    let mut reader = bureau.browser();
    for (query, finds_one, finds_two) in [
        ("", true, true),
        ("q=路灯", true, false),
        ("q=RUBBISH", false, true),
        // What the requester wrote and the desk finds is not found here.
        ("q=marmoset", false, false),
        ("q=Elm", false, false),
        ("q=One", false, false),
        ("q=zzpublicrubbish", false, false),
        ("q=%22%20OR%201%3D1", false, false),
        ("area=xinqu", true, false),
        ("category=sanitation", true, true),
        ("category=nothing", false, false),
        ("state=open", true, true),
        ("state=ended", false, false),
        ("after=nonsense", true, true),
    ] {
        for path in ["/public", "/public.csv", "/public.atom"] {
            let query = query.replace("路灯", "%E8%B7%AF%E7%81%AF");
            let answer = reader.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.text().contains(&one), finds_one, "{path} {query}");
            assert_eq!(answer.text().contains(&two), finds_two, "{path} {query}");
        }
    }
    // Put right, it is found by the new words alone.
    publish(&mut clerk, &two, "Glass on the road", false).await;
    assert!(!reader.get("/public?q=rubbish").await.text().contains(&two));
    assert!(reader.get("/public?q=glass").await.text().contains(&two));
}

#[tokio::test]
async fn pages_follow_each_other_and_hold_each_case_once() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let mut numbers = Vec::new();
    for n in 0..23 {
        let number = clerk.register(&format!("Case {n}"), "water").await;
        publish(&mut clerk, &number, &format!("Public words {n}"), false).await;
        numbers.push(number);
    }
    let mut reader = bureau.browser();
    let (mut path, mut found) = ("/public".to_owned(), Vec::new());
    loop {
        let page = reader.get(&path).await;
        let text = page.text().to_owned();
        found.extend(
            numbers
                .iter()
                .filter(|number| text.contains(&format!("/public/{number}\"")))
                .cloned(),
        );
        let Some(at) = text.find("rel=\"next\" href=\"") else {
            break;
        };
        let rest = &text[at + "rel=\"next\" href=\"".len()..];
        path = rest[..rest.find('"').unwrap()]
            .replace("&#38;", "&")
            .replace("&amp;", "&");
    }
    found.sort();
    assert_eq!(found, numbers);
}

#[tokio::test]
async fn feeds_are_atom_with_names_that_stay() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "One", "xinqu").await;
    publish(&mut clerk, &number, "Rubbish & \"glass\"", true).await;
    let mut reader = bureau.browser();
    let first = reader.get("/public.atom").await;
    let (entries, ids) = is_feed(&first);
    assert_eq!(entries, 1);
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
    assert!(
        first.text().contains("rel=\"self\"")
            && first
                .text()
                .contains("<georss:point>30.123456 120.654321</georss:point>")
    );
    let one = format!("/public/{number}/atom");
    let (before, steps) = is_feed(&reader.get(&one).await);
    // The office goes on: the case's own feed says so, and its names stay.
    let page = format!("/cases/{number}");
    let mut handler = bureau.signed_in("water-handler").await;
    for (step, fields) in [
        ("acknowledge", vec![]),
        ("answer", vec![("text", "Taken away"), ("outcome", "solved")]),
    ] {
        let done = handler.fill(&page, &format!("{page}/steps/{step}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let later = reader.get(&one).await;
    let (after, later_steps) = is_feed(&later);
    assert!(after > before && steps.iter().all(|id| later_steps.contains(id)));
    assert!(!later.text().contains("Taken away"), "an answer is the requester's");
    assert_eq!(is_feed(&reader.get("/public.atom").await).1, ids);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_twice() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "One", "xinqu").await;
    let mut reader = bureau.browser();
    for path in ["/public.csv", "/public.geojson", "/public.atom"] {
        publish(&mut clerk, &number, &format!("Words for {}", &path[8..]), true).await;
        let answer = reader.get(path).await;
        let tag = answer.header("etag").to_owned();
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        let again = |tag: &str| {
            Request::get(path)
                .header(header::IF_NONE_MATCH, tag)
                .body(Body::empty())
                .unwrap()
        };
        let same = reader.send(again(&format!("\"x\", W/{tag}"))).await;
        assert_eq!((same.status, same.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(same.header("etag"), tag);
        publish(&mut clerk, &number, &format!("Other words for {}", &path[8..]), true).await;
        assert_eq!(reader.send(again(&tag)).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn the_table_is_read_by_spreadsheets_and_runs_nothing() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "One", "xinqu").await;
    publish(&mut clerk, &number, "=HYPERLINK(\"http://x\")\nnext", true).await;
    let answer = bureau.browser().get("/public.csv").await;
    assert!(answer.header("content-type").starts_with("text/csv; charset=utf-8"));
    assert!(answer.header("content-disposition").contains("public.csv"));
    let text = answer.text();
    assert!(text.starts_with("\u{feff}\"Number\","));
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\nnext\""), "{text}");
    assert!(text.ends_with("\"30.123456\",\"120.654321\"\r\n"), "{text}");
}

#[tokio::test]
async fn places_are_east_first_and_only_where_they_were_made_public() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let (one, two) = (
        asked(&mut clerk, "One", "xinqu").await,
        asked(&mut clerk, "Two", "xinqu").await,
    );
    publish(&mut clerk, &one, "With its place", true).await;
    publish(&mut clerk, &two, "Without", false).await;
    let answer = bureau.browser().get("/public.geojson").await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let found = answer.json();
    assert_eq!(found["type"], "FeatureCollection");
    assert_eq!(found["features"].as_array().unwrap().len(), 1);
    let feature = &found["features"][0];
    assert_eq!(feature["id"], one.as_str());
    assert_eq!(
        feature["geometry"]["coordinates"],
        serde_json::json!([120.654_321, 30.123_456])
    );
    assert_eq!(feature["properties"]["address"], "Elm Street 12");
    assert!(
        !bureau
            .browser()
            .get(&format!("/public/{two}"))
            .await
            .text()
            .contains("Elm")
    );
}

#[tokio::test]
async fn a_map_asks_the_one_server_that_was_named_and_without_one_nobody() {
    let bureau = Bureau::staffed().await;
    let plain = bureau.browser().get("/public/map").await;
    assert!(!plain.text().contains("map.js") && !plain.text().contains("data-tiles"));
    assert!(
        plain
            .header("content-security-policy")
            .contains("img-src 'self' data:;")
    );
    let tiles = Tiles::of(
        "https://tiles.example.org/{z}/{x}/{y}.png",
        "© Somebody",
        "30.25,120.15,12",
    );
    let bureau = Bureau::with(Options {
        tiles,
        ..Options::default()
    })
    .await;
    let mut browser = bureau.browser();
    let map = browser.get("/public/map").await;
    assert!(map.text().contains("© Somebody"));
    let mut pages = vec![map];
    for door in ["request", "petition", "report", "dispute"] {
        let fields = [("for", door), ("question", "what"), ("description", "x")];
        pages.push(browser.fill("/portal/ask", "/portal/ask", &fields).await);
    }
    for page in pages {
        assert!(
            page.text()
                .contains("data-tiles=\"https://tiles.example.org/{z}/{x}/{y}.png\""),
            "{}",
            page.text()
        );
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("img-src 'self' data: https://tiles.example.org;"),
            "{policy}"
        );
        assert!(policy.contains("connect-src 'self';"), "{policy}");
    }
    let other = browser.get("/public").await;
    assert!(!other.header("content-security-policy").contains("example.org"));
}

/// The number of a case that a clerk registered and published at that moment.
async fn published_at(office: office::Office, place: Place, at: Timestamp) -> String {
    let unit = office.pack.units.iter().find(|unit| unit.slug.as_str() == "water");
    let said = Registration {
        category: "sanitation".into(),
        place,
        ..registration("Of the map", unit.unwrap(), at)
    };
    let clerk = Actor {
        role: Role::Clerk,
        post: Some("clerk".into()),
        unit: Some("office".into()),
        account: Some("clerk".to_owned()),
    };
    let done = office::register(&office, said, &clerk, at, None).await.unwrap();
    let publish = Command::Publish(Publication {
        text: "Rubbish on the pavement".to_owned(),
        with_place: true,
    });
    office::act(&office, done.appended.case, &publish, &clerk, at, None)
        .await
        .unwrap();
    done.appended.number
}

#[tokio::test]
async fn the_map_looks_past_the_newest_that_have_no_place() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let now = office.clock.now();
    let place = Place {
        latitude: Some(30.123_456),
        longitude: Some(120.654_321),
        ..Place::default()
    };
    let number = published_at(office.clone(), place, now - SignedDuration::from_hours(1)).await;
    // More than are drawn.
    let mut newer = JoinSet::new();
    for _ in 0..501 {
        newer.spawn(published_at(office.clone(), Place::default(), now));
    }
    newer.join_all().await;
    let map = bureau.browser().get("/public/map").await;
    assert!(map.text().contains(&format!("href=\"/public/{number}\"")));
    assert_eq!(map.text().matches("class=\"dot-").count(), 1);
    // Told without its place from now on, it is not drawn.
    let mut clerk = bureau.signed_in("clerk").await;
    publish(&mut clerk, &number, "Rubbish on the road", false).await;
    let map = bureau.browser().get("/public/map").await;
    assert_eq!(map.text().matches("class=\"dot-").count(), 0);
}

#[tokio::test]
async fn a_point_on_the_map_is_kept_and_a_wrong_one_refused_with_words() {
    let bureau = Bureau::staffed().await;
    let mut browser = bureau.browser();
    let token = browser.get("/portal/ask").await.hidden("csrf");
    let fields = |north: &'static str| {
        [
            ("csrf", token.clone()),
            ("key", "one".to_owned()),
            ("description", "Lamp is out".to_owned()),
            ("category", "sanitation".to_owned()),
            ("latitude", north.to_owned()),
            ("longitude", "120.5".to_owned()),
        ]
    };
    let wrong = fields("95");
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.upload_as_is("/portal/ask/send", &wrong, ("", b"")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("can&#39;t be read"), "{}", answer.text());
    let right = fields("30.5");
    let right: Vec<(&str, &str)> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.upload_as_is("/portal/ask/send", &right, ("", b"")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = browser.get(answer.header("location")).await;
    let number = page
        .text()
        .split("class=\"num\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let mut clerk = bureau.signed_in("clerk").await;
    publish(&mut clerk, &number, "Lamp", true).await;
    let found = browser.get("/public.geojson").await.json();
    assert_eq!(
        found["features"][0]["geometry"]["coordinates"],
        serde_json::json!([120.5, 30.5])
    );
}

#[tokio::test]
async fn where_the_pack_says_so_a_place_names_no_door() {
    let rule = domain::pack::Rule {
        value: 500,
        source: "test".to_owned(),
        verified: false,
    };
    let bureau = Bureau::with_pack(|pack| pack.position_metres = Some(rule)).await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "One", "xinqu").await;
    publish(&mut clerk, &number, "Rubbish", true).await;
    let mut reader = bureau.browser();
    for path in [
        "/public".to_owned(),
        "/public.csv".to_owned(),
        "/public.geojson".to_owned(),
        "/public.atom".to_owned(),
        "/public/map".to_owned(),
        format!("/public/{number}"),
        "/open311/v2/requests.json".to_owned(),
    ] {
        let answer = reader.get(&path).await;
        assert!(answer.text().contains("Rubbish"), "{path}");
        for exact in ["Elm", "30.123456", "120.654321"] {
            assert!(!answer.text().contains(exact), "{exact} in {path}");
        }
    }
    let found = reader.get("/public.geojson").await.json();
    assert_eq!(found["features"][0]["properties"]["position_metres"], 500);
}
