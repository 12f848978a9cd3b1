//! What other bodies warn of, by area: whoever follows one reads what is for it, by code, by name or by what is drawn, and what no area can
//! be told of.

use crate::browser::Bureau;
use crate::warnings::theirs;

const PLACE: &str = "<area><areaDesc>城东街道沿河</areaDesc></area>";

fn at(identifier: &str, words: &str, place: &str) -> String {
    let alert = theirs(identifier, "Alert", "");
    assert!(alert.contains(PLACE));
    alert.replace(PLACE, &format!("<area><areaDesc>{words}</areaDesc>{place}</area>"))
}

#[tokio::test]
async fn whoever_follows_an_area_reads_what_is_for_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let written = "[[sources]]\nname = \"省气象台\"\nurl = \"https://weather.example.org/\"\npass_on = true\n";
    std::fs::write(office.store.dir().join("warnings.toml"), written).unwrap();
    let sent = [
        ("by-name", "沿竹溪镇", ""),
        (
            "by-code",
            "沿河",
            "<geocode><valueName>云溪县（虚构）片区编码</valueName><value>YX-04</value></geocode>",
        ),
        (
            "by-polygon",
            "沿河",
            "<polygon>30.62,114.28 30.62,114.3 30.65,114.3 30.62,114.28</polygon>",
        ),
        ("by-circle", "沿河", "<circle>30.65,114.3 1.5</circle>"),
        (
            "of-chengdong",
            "沿河",
            "<polygon>30.52,114.33 30.52,114.35 30.55,114.35 30.52,114.33</polygon>",
        ),
        ("of-nowhere", "沿河", "<circle>20,100 1</circle>"),
    ];
    for (identifier, words, place) in sent {
        let alert = at(identifier, words, place);
        let taken = office::take_alert(office, alert.as_bytes(), "省气象台", office.clock.now()).await;
        assert!(taken.unwrap(), "{identifier}");
    }
    let mut guest = bureau.browser();
    let mut duty = bureau.signed_in("duty-officer").await;
    let zhuxi = ["by-name", "by-code", "by-polygon", "by-circle"];
    for (area, own) in [
        ("zhuxi", &zhuxi[..]),
        ("chengdong", &["of-chengdong"][..]),
        ("songping", &[][..]),
    ] {
        let feed = guest.get(&format!("/feeds/received.atom?area={area}")).await;
        let desk = duty.get(&format!("/warnings?area={area}")).await;
        for (identifier, ..) in sent {
            let is_for = own.contains(&identifier);
            // What no area can be told of goes to everybody.
            let follows = is_for || identifier == "of-nowhere";
            assert_eq!(feed.text().contains(identifier), follows, "{area} {identifier}");
            assert_eq!(desk.text().contains(identifier), is_for, "{area} {identifier}");
        }
    }
    let all = guest.get("/feeds/received.atom").await;
    assert!(sent.iter().all(|(identifier, ..)| all.text().contains(identifier)));
}
