//! A screening round on its page: each unit its own areas, a form that counts once, and a number put right.

use crate::browser::{Bureau, done};

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
    done(&water.fill(&round, &report, &corrected).await);
    let now = progress().await;
    assert_eq!((now.settled, now.referred), (2, 1));
    let page = chief.get(&round).await;
    for said in [
        "settled 3 → 2",
        "referred 0 → 1",
        "One went to the power company",
        "Drains cleared",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
}
