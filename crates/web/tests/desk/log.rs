//! The log's public face: what everybody can fetch, and that it proves what it says.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use ledger::checkpoint::Checkpoint;
use ledger::continuation::Continuation;
use ledger::hash::leaf_hash;
use ledger::policy::{Believed, Policy};
use ledger::receipt::Receipt;
use ledger::rotation::parse_keys;
use ledger::tile::{WIDTH, decode_bundle};
use ledger::verify::{Proven, continued, verify, verify_until};

/// A page that nobody signed in for.
async fn fetch(bureau: &Bureau, path: &str) -> Answer {
    let answer = bureau.browser().get(path).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
    answer
}

async fn fetched(bureau: &Bureau, path: &str) -> Answer {
    let answer = fetch(bureau, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer
}

async fn policy(bureau: &Bureau) -> Policy {
    Policy::parse(&fetched(bureau, "/log/policy").await.bytes).unwrap()
}

async fn head(bureau: &Bureau) -> Believed {
    let answer = fetched(bureau, "/log/checkpoint").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    let note = ledger::note::Note::parse(&answer.bytes).unwrap();
    policy(bureau).await.check(&note).unwrap()
}

async fn later(bureau: &Bureau, held: &Checkpoint) -> Result<Believed, ledger::verify::Refuted> {
    let path = format!("/log/consistency?from={}", held.size);
    let answer = fetched(bureau, &path).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    continued(
        held,
        &Continuation::parse(&answer.bytes).unwrap(),
        &policy(bureau).await,
    )
}

async fn register(clerk: &mut Browser<'_>, n: usize) {
    for _ in 0..n {
        clerk.register("Burst main", "water").await;
    }
}

#[tokio::test]
async fn the_log_says_what_it_is() {
    let bureau = Bureau::staffed().await;
    bureau.signed_in("clerk").await.register("Burst main", "water").await;
    let about = fetched(&bureau, "/log/").await;
    let keys = fetched(&bureau, "/log/keys").await;
    assert_eq!(about.header("content-type"), "text/plain; charset=utf-8");
    let parsed = parse_keys(keys.text()).unwrap();
    let key = parsed[0].key.to_string();
    let size = head(&bureau).await.checkpoint.size;
    for part in [
        format!("\n{key}\n"),
        format!("\norigin {}\n", parsed[0].key.name()),
        format!("\nsize {size}\n"),
        format!("\n{}", keys.text()),
        policy(&bureau).await.to_string(),
        bureau.office.pack.body.get(domain::Locale::ZhCn).to_owned(),
        bureau.office.pack.body.get(domain::Locale::En).to_owned(),
    ] {
        assert!(about.text().contains(&part), "{part} in {}", about.text());
    }
    let moved = bureau.browser().get("/log").await;
    assert_eq!(moved.header("location"), "/log/");
    let posted = bureau.browser().post("/log/checkpoint", &[]).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn tiles_are_the_tree_and_keep_as_long_as_they_are_true() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    while bureau.office.store.log_size() < 257 {
        register(&mut clerk, 10).await;
    }
    let size = head(&bureau).await.checkpoint.size;
    let full = fetched(&bureau, "/log/tile/0/000").await;
    let entries = fetched(&bureau, "/log/tile/entries/000").await;
    for tile in [&full, &entries] {
        assert_eq!(tile.header("content-type"), "application/octet-stream");
        assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
    }
    let leaves = decode_bundle(&entries.bytes, WIDTH).unwrap();
    let hashes: Vec<u8> = leaves.iter().flat_map(|leaf| *leaf_hash(leaf).as_bytes()).collect();
    assert_eq!((leaves.len(), hashes), (256, full.bytes));
    let rest = size - 256;
    for (path, bytes) in [
        (format!("/log/tile/0/001.p/{rest}"), Some(rest * 32)),
        ("/log/tile/0/000.p/7".to_owned(), Some(7 * 32)),
        ("/log/tile/1/000.p/1".to_owned(), Some(32)),
        (format!("/log/tile/entries/001.p/{rest}"), None),
    ] {
        let tile = fetched(&bureau, &path).await;
        assert_eq!(tile.header("cache-control"), "public, max-age=60", "{path}");
        assert!(bytes.is_none_or(|bytes| tile.bytes.len() as u64 == bytes), "{path}");
    }
    for path in [
        "/log/tile/0/001".to_owned(),
        format!("/log/tile/0/001.p/{}", rest + 1),
        "/log/tile/0/0".to_owned(),
        "/log/tile/0/000.p/256".to_owned(),
        "/log/tile/2/000".to_owned(),
        "/log/tile/64/000".to_owned(),
        "/log/tile/data/000".to_owned(),
        "/log/nothing".to_owned(),
    ] {
        let answer = fetch(&bureau, &path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_log_of_today_continues_the_log_of_then() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    register(&mut clerk, 1).await;
    let then = head(&bureau).await.checkpoint;
    assert_eq!(later(&bureau, &then).await.unwrap().checkpoint, then);
    register(&mut clerk, 5).await;
    let now = later(&bureau, &then).await.unwrap().checkpoint;
    assert!(now.size > then.size && now == head(&bureau).await.checkpoint);

    // A checkpoint of a log that has been set back, or rewritten, is not continued, and the log signs what shows it.
    let longer = Checkpoint {
        size: now.size + 1,
        ..now.clone()
    };
    assert!(later(&bureau, &longer).await.is_err());
    let other = Checkpoint {
        root: leaf_hash(b"something else"),
        ..then
    };
    assert!(later(&bureau, &other).await.is_err());
    for wrong in ["", "?from=", "?from=-1", "?from=x", "?from=9223372036854775808"] {
        let answer = fetch(&bureau, &format!("/log/consistency{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn without_its_secret_the_log_says_so_and_still_shows_what_it_has() {
    let bureau = Bureau::without_log_key().await;
    for path in ["/log/checkpoint", "/log/consistency?from=0"] {
        let answer = fetch(&bureau, path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.text().contains("log.key"), "{}", answer.text());
    }
    assert!(fetched(&bureau, "/log/").await.text().contains("\nvkey\n"));
}

/// The receipt of an event as somebody of this post downloads it.
async fn receipt(browser: &mut Browser<'_>, number: &str, version: u64) -> Receipt {
    let answer = browser.get(&format!("/cases/{number}/receipts/{version}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let file = format!("attachment; filename=\"huying-receipt-{number}-{version}.txt\"");
    assert_eq!(answer.header("content-disposition"), file);
    assert!(answer.bytes.len() <= office::MOST_RECEIPT_BYTES);
    Receipt::parse(&answer.bytes).unwrap()
}

#[tokio::test]
async fn a_receipt_proves_that_its_event_was_logged_and_nothing_was_changed_since() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let held = receipt(&mut clerk, &number, 1).await;
    assert_eq!(held.leaf().field("kind"), Some("registered"));
    let payload = held.openings()[0].payload.clone().unwrap();
    assert!(String::from_utf8(payload).unwrap().contains("Burst main"));
    register(&mut clerk, 3).await;
    let policy = policy(&bureau).await;
    assert!(matches!(verify(&held, &policy), Ok(Proven::Logged { .. })));
    let size = held.checkpoint().text().lines().nth(1).unwrap().to_owned();
    let later = fetched(&bureau, &format!("/log/consistency?from={size}")).await;
    let later = Continuation::parse(&later.bytes).unwrap();
    assert!(matches!(
        verify_until(&held, &later, &policy),
        Ok(Proven::Unchanged { .. })
    ));
}

#[tokio::test]
async fn a_receipt_stays_small_and_keeps_what_offices_write_to_each_other() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register(&"长".repeat(80), "water").await;
    let page = format!("/cases/{number}");
    let long = "Water stands in the yard. ".repeat(150);
    let fields = [("text", "A comment among ourselves")];
    let mut chief = bureau.signed_in("deputy-head").await;
    let commented = chief.fill(&page, &format!("{page}/steps/comment"), &fields).await;
    assert_eq!(commented.status, StatusCode::SEE_OTHER, "{}", commented.text());
    let story = bureau.office.store.story(&number).await.unwrap().unwrap();
    let comment = receipt(&mut clerk, &number, story.case.version).await;
    assert_eq!(comment.leaf().field("kind"), Some("commented"));
    assert!(comment.openings().is_empty());
    assert!(verify(&comment, &policy(&bureau).await).is_ok());

    let category = bureau.office.pack.kinds["request"].categories[0].slug.to_string();
    let fields = [
        ("kind", "request"),
        ("title", "A long story"),
        ("category", &category),
        ("unit", "water"),
        ("description", &long),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    let number = answer.header("location").trim_start_matches("/cases/").to_owned();
    let long = receipt(&mut clerk, &number, 1).await;
    assert!(long.openings()[0].payload.is_none());
    assert!(verify(&long, &policy(&bureau).await).is_ok());
}

#[tokio::test]
async fn receipts_are_for_those_who_see_the_case() {
    let bureau = Bureau::staffed().await;
    let number = bureau.signed_in("clerk").await.register("Burst main", "water").await;
    let file = format!("/cases/{number}/receipts/1");
    let page = format!("/cases/{number}/receipts");
    for path in [&file, &page] {
        assert_eq!(bureau.browser().get(path).await.status, StatusCode::SEE_OTHER);
        let mut administrator = bureau.signed_in("administrator").await;
        assert_eq!(administrator.get(path).await.status, StatusCode::FORBIDDEN);
        let mut other = bureau.signed_in("housing-handler").await;
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND);
        let mut own = bureau.signed_in("water-handler").await;
        assert_eq!(own.get(path).await.status, StatusCode::OK);
    }
    let mut clerk = bureau.signed_in("clerk").await;
    for path in [
        format!("{page}/0"),
        format!("{page}/99"),
        format!("{page}?event=99"),
        "/cases/none/receipts".to_owned(),
    ] {
        assert_eq!(clerk.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let shown = clerk.get(&page).await;
    let story = clerk.get(&format!("/cases/{number}")).await;
    assert!(story.text().contains(&format!("href=\"{page}\"")));
    assert!(story.text().contains(&format!("href=\"{page}?event=1\"")));
    assert!(shown.text().contains("c2sp.org/tlog-proof@v1") && shown.text().contains("<svg "));
}

#[tokio::test]
async fn without_scripts_the_server_says_what_a_receipt_proves() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let file = clerk.get(&format!("/cases/{number}/receipts/1")).await;
    register(&mut clerk, 2).await;
    let keys = policy(&bureau).await.logs()[0].key.key.to_string();
    let other = "log.example.org/huying+1acf9e27+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
    // As a browser sends what was pasted.
    let pasted = file.text().trim().replace('\n', "\r\n");
    let altered = pasted.replacen("index 0", "index 1", 1);
    assert_ne!(pasted, altered);
    let mut guest = bureau.browser();
    for (receipt, key, says) in [
        (pasted.as_str(), keys.as_str(), "none of the first"),
        (&pasted, other, "No signature on the receipt is by this key"),
        (&pasted, "huying", "The key can&#39;t be read"),
        (&altered, &keys, "The entry is not in the log that was signed"),
        ("c2sp.org", &keys, "This is not a receipt"),
    ] {
        let fields = [("receipt", receipt), ("keys", key)];
        let page = guest.fill("/verify", "/verify", &fields).await;
        assert_eq!(page.status, StatusCode::OK);
        let result = page.text().split("<form class=\"card\"").next().unwrap();
        assert!(result.contains(says), "{says} in {result}");
        assert_eq!(
            result.contains("Burst main"),
            receipt == pasted && key == keys,
            "{says}"
        );
        // In words, what was logged: not as programs write it to each other.
        let words = result.split("<details>").next().unwrap();
        for told in ["<dd>Registered</dd>", "<dt>Title</dt><dd>Burst main</dd>"] {
            assert_eq!(
                words.contains(told),
                receipt == pasted && key == keys,
                "{told} in {words}"
            );
        }
        assert!(
            !words.contains("registration") && !words.contains(">registered<"),
            "{words}"
        );
    }
    let unasked = guest.post("/verify", &[("receipt", &pasted), ("keys", &keys)]).await;
    assert_eq!(unasked.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_holds_an_older_key_of_the_log_is_led_to_the_newer_one() {
    let (bureau, first) = Bureau::with_new_log_key().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Burst main", "water").await;
    let file = clerk.get(&format!("/cases/{number}/receipts/1")).await;
    let held = Receipt::parse(&file.bytes).unwrap();
    let only_first = Policy::of_key(first.parse().unwrap()).unwrap();
    assert!(verify(&held, &only_first).is_err(), "it is by the new key alone");
    let fields = [("receipt", file.text()), ("keys", &first)];
    let page = bureau.browser().fill("/verify", "/verify", &fields).await;
    let result = page.text().split("<form class=\"card\"").next().unwrap();
    assert!(
        result.contains("none of the first") && result.contains("Burst main"),
        "{result}"
    );
    // The list that the script reads its handovers' ids from.
    assert!(page.text().contains("data-keys"), "{}", page.text());
}
