//! A screening round on its page: each unit its own areas, a form that counts once, and a number put right.

use crate::browser::{Browser, Bureau, done};
use axum::http::StatusCode;

/// A correction that was read before another report came in: what was read is in its form, and it changes nothing.
async fn corrected_too_late(water: &mut Browser<'_>, round: &str, corrected: &[(&str, &str)]) {
    let old = water.get(round).await;
    let (token, once, before) = (old.hidden("csrf"), old.hidden("key"), old.hidden("settled_before"));
    assert_eq!((before.as_str(), old.hidden("referred_before").as_str()), ("3", "0"));
    let once = format!("{once}-more");
    let more = [
        ("csrf", token.as_str()),
        ("key", once.as_str()),
        corrected[0],
        ("said", "settled"),
        ("n", "1"),
        ("note", "One more drain"),
    ];
    let report = format!("{round}/report");
    done(&water.post(&report, &more).await);
    let mut late = vec![("csrf", token.as_str()), ("settled_before", before.as_str())];
    late.push(("referred_before", "0"));
    late.extend_from_slice(corrected);
    let refused = water.post(&report, &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("now 4 settled and 0 referred"),
        "{}",
        refused.text()
    );
}

#[tokio::test]
async fn a_form_of_a_round_counts_once_and_a_number_is_put_right() {
    let bureau = Bureau::staffed().await;
    let mut chief = bureau.signed_in("office-chief").await;
    let areas: Vec<String> = bureau
        .office
        .pack
        .areas
        .iter()
        .map(|area| area.slug.to_string())
        .collect();
    let page = chief.get("/rounds").await;
    let (token, key) = (page.hidden("csrf"), page.hidden("key"));
    let until = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    // One unit looks at one area, another at another: no unit owes what the other looks at.
    let (water_at, housing_at) = (format!("look:water:{}", areas[0]), format!("look:housing:{}", areas[1]));
    let fields = [
        ("csrf", token.as_str()),
        ("key", &key),
        ("name", "Flood season"),
        ("why", "Yards that stand under water"),
        ("until", &until),
        (water_at.as_str(), "yes"),
        (housing_at.as_str(), "yes"),
    ];
    let round = done(&chief.post("/rounds", &fields).await);
    let owed = office::read_round(&bureau.office, &key)
        .await
        .unwrap()
        .unwrap()
        .plan
        .owed;
    let owed: Vec<_> = owed
        .iter()
        .map(|owed| (owed.unit.as_str(), owed.area.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(owed, [("housing", areas[1].as_str()), ("water", areas[0].as_str())]);

    let mut water = bureau.signed_in("water-handler").await;
    let form = water.get(&round).await;
    let (token, once) = (form.hidden("csrf"), form.hidden("key"));
    let settled = [
        ("csrf", token.as_str()),
        ("key", &once),
        ("area", &areas[0]),
        ("said", "settled"),
        ("n", "3"),
        ("note", "Drains cleared"),
    ];
    let report = format!("{round}/report");
    for _ in 0..2 {
        done(&water.post(&report, &settled).await);
    }
    let progress = async || {
        let round = office::read_round(&bureau.office, &key).await.unwrap().unwrap();
        round
            .progress
            .into_iter()
            .find(|one| one.owed.unit.as_str() == "water")
            .unwrap()
    };
    assert_eq!(progress().await.settled, 3, "sent twice, it counts once");
    let corrected = [
        ("area", areas[0].as_str()),
        ("said", "corrected"),
        ("settled", "2"),
        ("referred", "1"),
        ("reason", "One went to the power company"),
    ];
    corrected_too_late(&mut water, &round, &corrected).await;
    assert_eq!(progress().await.settled, 4);
    let mut right = vec![("settled_before", "4"), ("referred_before", "0")];
    right.extend(corrected);
    done(&water.fill(&round, &report, &right).await);
    let now = progress().await;
    assert_eq!((now.settled, now.referred), (2, 1));
    let page = chief.get(&round).await;
    for said in [
        "settled 4 → 2",
        "referred 0 → 1",
        "One went to the power company",
        "Drains cleared",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
}
