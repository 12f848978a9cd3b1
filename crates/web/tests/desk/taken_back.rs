//! Who takes back a warning of another body, since anybody can write whose it is; that nobody keeps another's out by its name; and what is in
//! force however many came after it.

use crate::browser::{Browser, Bureau};
use crate::warnings::theirs;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const WEATHER: &str = "省气象台";
const WATER: &str = "市水务局";
/// More than are looked through as the newest ones, and more than the feed had once.
const OVER: usize = 201;
const IN_FORCE: usize = 60;

fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

/// The public key as RFC 8410 writes it.
fn pem(seed: u8) -> String {
    let head: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let der = [&head[..], key(seed).public_key().as_ref()].concat();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(der)
    )
}

fn signed(xml: &str, seed: u8) -> String {
    let written = cap::write(&cap::read(xml.as_bytes()).unwrap()).unwrap();
    let sign = |text: &str| Some(key(seed).sign(text.as_bytes()).as_ref().to_vec());
    cap::signature::sign(&written, "k", sign).unwrap()
}

/// A bureau that passes on what two others warn of; the weather's key is known, where one is said, and the water's.
async fn bureau(weather: Option<u8>) -> Bureau {
    let bureau = Bureau::staffed().await;
    let dir = bureau.office.store.dir();
    let mut written = String::new();
    for (name, file, seed) in [(WEATHER, "weather.pem", weather), (WATER, "water.pem", Some(9))] {
        let url = format!("https://{file}.example.org/");
        writeln!(
            written,
            "[[sources]]\nname = \"{name}\"\nurl = \"{url}\"\npass_on = true"
        )
        .unwrap();
        if let Some(seed) = seed {
            writeln!(written, "keys = [{{ name = \"{name}\", file = \"{file}\" }}]").unwrap();
            std::fs::write(dir.join(file), pem(seed)).unwrap();
        }
    }
    std::fs::write(dir.join("warnings.toml"), written).unwrap();
    bureau
}

async fn take(bureau: &Bureau, xml: &str, source: &str, at: Timestamp) {
    let taken = office::take_alert(&bureau.office, xml.as_bytes(), source, at).await;
    assert!(taken.unwrap(), "{xml}");
}

fn calls_off(identifier: &str, other: &str) -> String {
    let references = format!("<references>other.example.org,{other},2026-01-01T08:00:00+08:00</references>");
    theirs(identifier, "Cancel", &references)
}

/// What it says itself is over long since.
fn over(xml: &str) -> String {
    xml.replace("2099-01-01T08:00:00", "2026-01-01T09:00:00")
}

/// It stands on the watch desk, and everybody is told of it.
async fn stands(bureau: &Bureau, duty: &mut Browser<'_>, identifier: &str) -> bool {
    let desk = duty.get("/watch").await;
    let feed = bureau.browser().get("/feeds/received.atom").await;
    let stands = [&desk, &feed].map(|page| page.text().contains(identifier));
    assert_eq!(stands[0], stands[1], "{}", feed.text());
    stands[0]
}

#[tokio::test]
async fn a_signed_warning_is_taken_back_by_its_own_bodys_key_alone() {
    let bureau = bureau(Some(7)).await;
    let now = bureau.office.clock.now();
    let mut duty = bureau.signed_in("duty-officer").await;
    take(&bureau, &signed(&theirs("gale-4711", "Alert", ""), 7), WEATHER, now).await;
    assert!(stands(&bureau, &mut duty, "gale-4711").await);
    let changed = signed(&calls_off("c5", "gale-4711"), 7).replace("大风", "小风");
    for (xml, source) in [
        // Not signed: of another source, by hand, of its own source.
        (calls_off("c1", "gale-4711"), WATER),
        (calls_off("c2", "gale-4711"), "值班员"),
        (calls_off("c3", "gale-4711"), WEATHER),
        // Signed by another body, which says that it is this one; and by hand.
        (signed(&calls_off("c4", "gale-4711"), 9), WATER),
        (signed(&calls_off("c6", "gale-4711"), 9), "值班员"),
        // Changed on its way, and by a key that nobody knows.
        (changed, WEATHER),
        (signed(&calls_off("c7", "gale-4711"), 8), WEATHER),
    ] {
        take(&bureau, &xml, source, now).await;
        assert!(stands(&bureau, &mut duty, "gale-4711").await, "{source}: {xml}");
    }
    // Whoever brings it: it is the body's own word.
    take(&bureau, &signed(&calls_off("c8", "gale-4711"), 7), "值班员", now).await;
    assert!(!stands(&bureau, &mut duty, "gale-4711").await);
}

#[tokio::test]
async fn a_warning_without_a_signature_is_taken_back_by_its_source() {
    let bureau = bureau(None).await;
    let now = bureau.office.clock.now();
    let mut duty = bureau.signed_in("duty-officer").await;
    take(&bureau, &theirs("gale-4711", "Alert", ""), WEATHER, now).await;
    for (xml, source) in [
        (calls_off("c1", "gale-4711"), WATER),
        (calls_off("c2", "gale-4711"), "值班员"),
        (signed(&calls_off("c3", "gale-4711"), 9), WATER),
    ] {
        take(&bureau, &xml, source, now).await;
        assert!(stands(&bureau, &mut duty, "gale-4711").await, "{source}: {xml}");
    }
    take(&bureau, &calls_off("c4", "gale-4711"), WEATHER, now).await;
    assert!(!stands(&bureau, &mut duty, "gale-4711").await);
}

#[tokio::test]
async fn what_does_not_hold_takes_nothing_back_of_its_own_source_either() {
    let bureau = bureau(Some(7)).await;
    let now = bureau.office.clock.now();
    let mut duty = bureau.signed_in("duty-officer").await;
    take(&bureau, &theirs("gale-4711", "Alert", ""), WEATHER, now).await;
    let changed = signed(&calls_off("c1", "gale-4711"), 7).replace("大风", "小风");
    take(&bureau, &changed, WEATHER, now).await;
    assert!(stands(&bureau, &mut duty, "gale-4711").await);
    take(&bureau, &signed(&calls_off("c2", "gale-4711"), 7), WEATHER, now).await;
    assert!(!stands(&bureau, &mut duty, "gale-4711").await);
}

#[tokio::test]
async fn what_is_in_force_stays_however_many_came_after_it_and_what_was_taken_back_does_not_come_again() {
    let bureau = bureau(None).await;
    let now = bureau.office.clock.now();
    let mut duty = bureau.signed_in("duty-officer").await;
    let ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    take(&bureau, &theirs("gale-4711", "Alert", ""), WEATHER, ago(50)).await;
    take(&bureau, &theirs("flood-4712", "Alert", ""), WEATHER, ago(50)).await;
    // What it says itself is over soon; that it was taken back is not.
    take(&bureau, &over(&calls_off("no-more", "flood-4712")), WEATHER, ago(40)).await;
    for n in 0..IN_FORCE {
        take(&bureau, &theirs(&format!("fog-{n}"), "Alert", ""), WATER, ago(2)).await;
    }
    for n in 0..OVER {
        take(
            &bureau,
            &over(&theirs(&format!("past-{n}"), "Alert", "")),
            WATER,
            ago(1),
        )
        .await;
    }
    assert!(stands(&bureau, &mut duty, "gale-4711").await);
    assert!(!stands(&bureau, &mut duty, "flood-4712").await);
    let list = duty.get("/warnings").await;
    assert!(list.text().contains("gale-4711"), "{}", list.text());
    let feed = bureau.browser().get("/feeds/received.atom").await;
    assert_eq!(feed.text().matches("<entry>").count(), IN_FORCE + 1);
}

/// What everybody is told of: headlines, each behind its source; and how many entries of different names there are.
async fn told(bureau: &Bureau) -> (Vec<&'static str>, usize) {
    let feed = bureau.browser().get("/feeds/received.atom").await;
    let text = feed.text();
    let told = ["省气象台：大风", "市水务局：小风"];
    let id = |entry: &str| {
        entry
            .split("<id>")
            .nth(1)
            .and_then(|rest| rest.split("</id>").next())
            .map(str::to_owned)
    };
    let ids: BTreeSet<String> = text.split("<entry>").skip(1).filter_map(id).collect();
    (
        told.into_iter().filter(|headline| text.contains(headline)).collect(),
        ids.len(),
    )
}

#[tokio::test]
async fn a_message_keeps_none_of_the_same_identifier_out_that_comes_from_another_source() {
    let bureau = bureau(None).await;
    let now = bureau.office.clock.now();
    let mut duty = bureau.signed_in("duty-officer").await;
    let honest = theirs("gale-4711", "Alert", "");
    let before = honest.replace("<headline>大风", "<headline>小风");
    take(&bureau, &before, WATER, now).await;
    take(&bureau, &honest, WEATHER, now).await;
    // From each source once; and another text of the name not at all.
    let again = office::take_alert(&bureau.office, honest.as_bytes(), WEATHER, now).await;
    assert!(!again.unwrap());
    let other = honest.replace("Severe", "Minor");
    let other = office::take_alert(&bureau.office, other.as_bytes(), WEATHER, now).await;
    assert!(matches!(other, Err(office::Error::Refused(_))), "{other:?}");
    assert_eq!(told(&bureau).await, (vec!["省气象台：大风", "市水务局：小风"], 2));
    for path in ["/watch", "/warnings"] {
        let page = duty.get(path).await;
        let shown = ["大风&", "小风&"].map(|headline| page.text().contains(headline));
        assert_eq!(shown, [true, true], "{path}: {}", page.text());
    }
    // Each is taken back by its own source, under one identifier of the cancels too.
    take(&bureau, &calls_off("c1", "gale-4711"), WATER, now).await;
    assert_eq!(told(&bureau).await, (vec!["省气象台：大风"], 1));
    assert!(stands(&bureau, &mut duty, "gale-4711").await);
    take(&bureau, &calls_off("c1", "gale-4711"), WEATHER, now).await;
    assert_eq!(told(&bureau).await, (Vec::new(), 0));
    assert!(!stands(&bureau, &mut duty, "gale-4711").await);
}

#[tokio::test]
async fn what_says_no_end_is_looked_at_as_long_as_the_pack_says() {
    let endless = theirs("gale-4711", "Alert", "").replace("<expires>2099-01-01T08:00:00+08:00</expires>", "");
    for (days, found) in [(Some(30), 0), (Some(60), 1), (None, 1)] {
        let rule = days.map(|value| domain::pack::Rule {
            value,
            source: "test".to_owned(),
            verified: false,
        });
        let bureau = Bureau::with_pack(|pack| pack.warnings.no_end_days = rule).await;
        let now = bureau.office.clock.now();
        take(&bureau, &endless, WEATHER, now - SignedDuration::from_hours(24 * 40)).await;
        let lasting = bureau.office.store.alerts_that_matter(now, 10).await.unwrap();
        assert_eq!(lasting.len(), found, "{days:?}");
        // What takes it back is looked at as long as it, with a number or without.
        let cancel = calls_off("c1", "gale-4711");
        take(
            &bureau,
            &over(&cancel),
            WEATHER,
            now - SignedDuration::from_hours(24 * 39),
        )
        .await;
        let lasting = bureau.office.store.alerts_that_matter(now, 10).await.unwrap();
        assert_eq!(lasting.len(), 2 * found, "{days:?}");
    }
}
