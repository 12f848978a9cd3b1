//! For which areas of the body a warning of another body is: by its codes, its words and its shapes.

use cap::geo::{Point, Polygon};
use domain::AreaSlug;
use domain::pack::{Area, AreaCode, Pack, builtin};
use jiff::Timestamp;
use office::{Clock, Office, Received};
use std::sync::Arc;
use store::Store;

const ALL: [&str; 8] = [
    "chengdong",
    "chengxi",
    "xinqu",
    "zhuxi",
    "baishi",
    "shiqiao",
    "songping",
    "qinggang",
];
const IN_CHENGDONG: &str = "<polygon>30.52,114.33 30.52,114.35 30.55,114.35 30.52,114.33</polygon>";

fn moment() -> Timestamp {
    "2026-03-04T02:00:00Z".parse().unwrap()
}

/// The invented county, its pack changed.
async fn county(change: impl FnOnce(&mut Pack)) -> (Office, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let mut pack = Pack::clone(&builtin("demo-bureau").unwrap());
    change(&mut pack);
    let office = Office {
        store: Store::open(dir.path()).await.unwrap(),
        pack: Arc::new(pack),
        clock: Clock::starting_at(moment()),
    };
    (office, dir)
}

/// A warning for a place in those words, with shapes and codes as they are written.
fn warning(words: &str, places: &str) -> Received {
    let xml = format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>a</identifier><sender>other.example.org</sender>\
         <sent>2026-03-04T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>\
         <category>Met</category><event>wind</event><urgency>Expected</urgency><severity>Severe</severity>\
         <certainty>Likely</certainty><expires>2099-01-01T08:00:00+08:00</expires>\
         <area><areaDesc>{words}</areaDesc>{places}</area></info></alert>"
    );
    Received {
        alert: cap::read(xml.as_bytes()).unwrap(),
        xml,
        source: "省气象台".to_owned(),
        received_at: moment(),
        superseded: false,
    }
}

fn code(name: &str, value: &str) -> String {
    format!("<geocode><valueName>{name}</valueName><value>{value}</value></geocode>")
}

#[track_caller]
fn check(office: &Office, words: &str, places: &str, wanted: &[&str]) {
    let areas = warning(words, places).areas(office);
    let areas: Vec<&str> = areas.iter().map(AreaSlug::as_str).collect();
    assert_eq!(areas, wanted, "{words} {places}");
}

#[tokio::test]
async fn areas_are_told_by_codes_words_and_shapes() {
    let (office, _dir) = county(|_| {}).await;
    let own = "云溪县（虚构）片区编码";
    check(&office, "城东街道沿河", "", &["chengdong"]);
    check(&office, "A", &code("huying-area", "zhuxi"), &["zhuxi"]);
    check(&office, "A", &code(own, "YX-04"), &["zhuxi"]);
    check(
        &office,
        "A",
        &(code(own, "YX-08") + &code(own, "YX-01")),
        &["chengdong", "qinggang"],
    );
    // A code is of somebody: the same value of another's is none of ours.
    check(&office, "A", &code("others", "zhuxi"), &[]);
    check(&office, "A", &code("others", "YX-04"), &[]);
    check(&office, "A", &code(own, "YX-09"), &[]);
    check(&office, "A", IN_CHENGDONG, &["chengdong"]);
    check(&office, "A", "<circle>30.56,114.41 0.5</circle>", &["xinqu"]);
    check(
        &office,
        "A",
        "<circle>30.56,114.38 0.5</circle>",
        &["chengdong", "xinqu"],
    );
    check(&office, "A", "<circle>30.55,114.4 100</circle>", &ALL);
    check(
        &office,
        "A",
        "<polygon>30,113 30,115 31,115 31,113 30,113</polygon>",
        &ALL,
    );
    check(
        &office,
        "A",
        "<polygon>20,113 20,115 21,115 21,113 20,113</polygon>",
        &[],
    );
    // What is drawn and what is named add up.
    check(&office, "竹溪镇", IN_CHENGDONG, &["chengdong", "zhuxi"]);
}

/// The outline of an area, as another body would send it.
fn outline(area: &Area) -> Polygon {
    let corners = area
        .polygon
        .iter()
        .map(|[north, east]| Point::new(*north, *east).unwrap());
    Polygon::new(corners.collect()).unwrap()
}

#[tokio::test]
async fn an_areas_own_outline_is_for_it_and_not_for_its_neighbours() {
    let (office, _dir) = county(|_| {}).await;
    for area in &office.pack.areas {
        let places = format!("<polygon>{}</polygon>", outline(area));
        check(&office, "A", &places, &[area.slug.as_str()]);
    }
}

#[tokio::test]
async fn a_countys_code_is_for_its_townships() {
    let (office, _dir) = county(|pack| {
        for (area, value) in pack.areas.iter_mut().zip(["420102001", "420102002", "420103001"]) {
            area.codes.push(AreaCode {
                name: "GB/T 10114".to_owned(),
                value: value.to_owned(),
            });
        }
    })
    .await;
    check(
        &office,
        "A",
        &code("GB/T 2260-2007", "420102"),
        &["chengdong", "chengxi"],
    );
    check(
        &office,
        "A",
        &code("GB/T 2260-2007", "420100"),
        &["chengdong", "chengxi", "xinqu"],
    );
    check(&office, "A", &code("GB/T 10114", "420102002000"), &["chengxi"]);
    check(&office, "A", &code("GB/T 2260-2007", "420104"), &[]);
}

#[tokio::test]
async fn what_cannot_be_told_may_be_for_anybody() {
    let (office, _dir) = county(|pack| {
        let songping = pack.areas.iter_mut().find(|area| area.slug.as_str() == "songping");
        songping.unwrap().polygon.clear();
    })
    .await;
    let follow = |words: &str, places: &str| -> Vec<&'static str> {
        let warning = warning(words, places);
        let mut areas = ALL.to_vec();
        areas.retain(|area| warning.may_be_for(&office, &(*area).into()));
        areas
    };
    // It is for no area of the body that can be told.
    assert_eq!(follow("沿河", ""), ALL);
    assert_eq!(follow("A", "<circle>20,113 1</circle>"), ALL);
    assert_eq!(follow("A", &code("others", "YX-01")), ALL);
    // It is drawn and nothing else, and of an area without an outline nobody knows where it is.
    assert_eq!(follow("A", IN_CHENGDONG), ["chengdong", "songping"]);
    // It says itself for which it is.
    assert_eq!(follow("城东街道", IN_CHENGDONG), ["chengdong"]);
    assert_eq!(follow("城东街道", ""), ["chengdong"]);
    assert!(!warning("A", IN_CHENGDONG).may_be_for(&office, &"nowhere".into()));
}
