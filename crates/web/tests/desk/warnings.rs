//! Public warnings, from the draft to the feed; and warnings of other bodies.

use crate::browser::{Browser, Bureau};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::case::DRILL_MARK;
use jiff::{SignedDuration, Timestamp};
use ledger::key::VerifierKey;
use ledger::note::Signature;
use web::alerts_in::{Fetched, Source, fetch_alerts};
use web::outgoing::Outgoing;

fn input(bureau: &Bureau, hours: i64) -> String {
    bureau.input(bureau.office.clock.now() + SignedDuration::from_hours(hours))
}

fn form<'a>(kind: &'a str, headline: &'a str, expires: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", kind),
        ("hazard", "rainstorm"),
        ("colour", "orange"),
        ("urgency", "expected"),
        ("certainty", "likely"),
        ("response", "prepare"),
        ("area:chengdong", "yes"),
        ("polygons", "30.5,114.3 30.6,114.3 30.6,114.4 30.5,114.3"),
        ("circles", "30.5,114.3 2.5"),
        ("expires", expires),
        ("headline_zh", "暴雨橙色预警"),
        ("headline_en", headline),
        ("description_zh", "未来 12 小时有暴雨 <50 毫米以上>。"),
        ("description_en", "Heavy rain & wind in the next 12 hours."),
        ("instruction_zh", "不要外出。"),
        ("instruction_en", "Stay at home."),
    ]
}

async fn draft(duty: &mut Browser<'_>, fields: &[(&str, &str)]) -> String {
    let page = duty.get("/warnings/new").await;
    let action = page.text().split("action=\"/warnings/").nth(1).unwrap();
    let id = action.split('/').next().unwrap().to_owned();
    let path = format!("/warnings/{id}/draft");
    let answer = duty.fill("/warnings/new", &path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    id
}

async fn step(who: &mut Browser<'_>, id: &str, step: &str) -> StatusCode {
    let page = format!("/warnings/{id}");
    let seen = who.get(&page).await;
    let mut fields = Vec::new();
    let version = if seen.text().contains("name=\"seen\"") {
        seen.hidden("seen")
    } else {
        String::new()
    };
    if step == "approve" {
        fields.push(("seen", version.as_str()));
    }
    who.fill(&page, &format!("{page}/{step}"), &fields).await.status
}

#[tokio::test]
async fn a_warning_goes_out_after_two_pairs_of_eyes_is_changed_and_taken_back() {
    let bureau = Bureau::staffed().await;
    let expires = input(&bureau, 12);
    let mut duty = bureau.signed_in("duty-officer").await;
    let mut chief = bureau.signed_in("office-chief").await;
    let id = draft(&mut duty, &form("alert", "Orange warning of a rainstorm", &expires)).await;
    let mut guest = bureau.browser();
    assert!(!guest.get("/public/warnings").await.text().contains("Orange warning"));
    assert_eq!(step(&mut duty, &id, "approve").await, StatusCode::FORBIDDEN);
    assert_eq!(step(&mut duty, &id, "publish").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        chief.get("/").await.text().contains("Orange warning"),
        "who approves is told"
    );
    assert_eq!(step(&mut chief, &id, "approve").await, StatusCode::SEE_OTHER);
    assert_eq!(step(&mut duty, &id, "publish").await, StatusCode::SEE_OTHER);

    let page = guest.get("/public/warnings").await;
    assert!(page.text().contains("Orange warning of a rainstorm"), "{}", page.text());
    let document = guest.get(&format!("/feeds/cap/{id}.1.xml")).await;
    assert_eq!(document.status, StatusCode::OK);
    assert_eq!(document.header("content-type"), "application/cap+xml");
    let alert = cap::read(&document.bytes).unwrap();
    assert_eq!((alert.infos.len(), alert.signed), (2, true));
    assert_eq!(
        (alert.infos[0].language(), alert.infos[1].language()),
        ("zh-CN", "en-US")
    );
    let area = &alert.infos[0].areas[0];
    assert_eq!(
        (area.polygons.len(), area.circles.len(), area.geocodes.len()),
        (1, 1, 2)
    );
    let coded = area
        .geocodes
        .iter()
        .map(|code| (code.name.as_str(), code.value.as_str()));
    let known_as = [("huying-area", "chengdong"), ("云溪县（虚构）片区编码", "YX-01")];
    assert!(
        coded.eq(known_as),
        "the body's own, and the one under which others know it"
    );
    assert!(!alert.sent.to_string().ends_with('Z'));
    // Signed with the body's key, which everybody has.
    let key: VerifierKey = bureau.office.store.log_keys()[0].key.clone();
    let good = cap::signature::verify(document.text(), |text, bytes| {
        let signature = Signature {
            name: key.name().to_owned(),
            key_id: key.id(),
            bytes: bytes.to_vec(),
        };
        key.verify(text, &signature).is_some()
    });
    assert!(good);

    // Asked for again, it is not sent again.
    let tag = document.header("etag").to_owned();
    assert!(document.header("cache-control").contains("max-age"));
    let again = Request::get(format!("/feeds/cap/{id}.1.xml")).header(header::IF_NONE_MATCH, tag);
    let again = guest.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));

    for (kind, n) in [("update", 2), ("cancel", 3)] {
        let fields = form(kind, "The rain goes on", &expires);
        let path = format!("/warnings/{id}/draft");
        let answer = duty.fill(&format!("{path}?kind={kind}"), &path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert_eq!(step(&mut chief, &id, "approve").await, StatusCode::SEE_OTHER);
        assert_eq!(step(&mut chief, &id, "publish").await, StatusCode::SEE_OTHER);
        let document = guest.get(&format!("/feeds/cap/{id}.{n}.xml")).await;
        let later = cap::read(&document.bytes).unwrap();
        assert_eq!(later.references.len(), n - 1);
        assert_eq!(later.references[0].sent, alert.sent);
        assert_eq!(later.references[0].identifier, alert.identifier);
    }
    let page = guest.get("/public/warnings").await;
    assert!(page.text().contains("No warning is in force."), "{}", page.text());
    let feed = guest.get("/feeds/cap.atom").await;
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(feed.text().matches("<entry>").count(), 3);
    assert_eq!(feed.text().matches("type=\"application/cap+xml\"").count(), 3);
    let elsewhere = guest.get("/feeds/cap.atom?area=zhuxi").await;
    assert_eq!(elsewhere.text().matches("<entry>").count(), 0);
    let there = guest.get("/feeds/cap.atom?area=chengdong").await;
    assert_eq!(there.text().matches("<entry>").count(), 3);
    for nothing in ["x.xml", &format!("{id}.9.xml"), &format!("{id}.1"), "..%2f.xml"] {
        let answer = guest.get(&format!("/feeds/cap/{nothing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn what_the_standard_refuses_is_refused_in_the_draft() {
    let bureau = Bureau::staffed().await;
    let expires = input(&bureau, 12);
    let mut duty = bureau.signed_in("duty-officer").await;
    let bad = [
        ("polygons", "30.5,114.3 30.6,114.3 30.6,114.4", "could not be read"),
        (
            "polygons",
            "30.5,114.3 30.6,114.3 30.6,114.4 30.5,114.5",
            "is not closed",
        ),
        ("circles", "130.5,114.3 2", "not on the map"),
        ("expires", "2020-01-01T00:00", "end has passed"),
        ("headline_en", "", "missing in one of the two"),
        ("exercise", "two\nlines", "more than one line"),
    ];
    for (name, value, said) in bad {
        let mut fields = form("alert", "Rain", &expires);
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value));
        let path = "/warnings/01890000-0000-7000-8000-000000000000/draft";
        let answer = duty.fill("/warnings/new", path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.text().contains(said), "{name}: {}", answer.text());
        assert!(answer.text().contains("Heavy rain &#38; wind") || answer.text().contains("Heavy rain &amp; wind"));
    }
}

#[tokio::test]
async fn an_exercise_says_so_everywhere_and_a_warning_ends_by_itself() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let expires = input(&bureau, 2);
    let mut duty = bureau.signed_in("duty-officer").await;
    let mut deputy = bureau.signed_in("deputy-head").await;
    let mut fields = form("alert", "Exercise rain", &expires);
    fields.push(("exercise", "Exercise One"));
    let id = draft(&mut duty, &fields).await;
    assert_eq!(step(&mut deputy, &id, "approve").await, StatusCode::SEE_OTHER);
    assert_eq!(step(&mut deputy, &id, "publish").await, StatusCode::SEE_OTHER);
    let mut guest = bureau.browser();
    let document = guest.get(&format!("/feeds/cap/{id}.1.xml")).await;
    let alert = cap::read(&document.bytes).unwrap();
    assert_eq!(alert.status, cap::words::Status::Exercise);
    assert_eq!(alert.note.as_deref(), Some("Exercise One"));
    // Most who receive it show no more than the headline.
    for info in &alert.infos {
        let headline = info.headline.as_deref().unwrap_or_default();
        assert!(headline.starts_with(DRILL_MARK), "{headline}");
    }
    let feed = guest.get("/feeds/cap.atom").await;
    assert!(
        feed.text()
            .contains(&format!("<title>{DRILL_MARK}Exercise rain</title>")),
        "{}",
        feed.text()
    );
    assert!(
        guest
            .get("/public/warnings")
            .await
            .text()
            .contains("this warning is an exercise (Exercise One)")
    );
    let over: Timestamp = office.clock.now() + SignedDuration::from_hours(3);
    assert_eq!(office::end_due_warnings(office, office.clock.now()).await.unwrap(), 0);
    assert_eq!(office::end_due_warnings(office, over).await.unwrap(), 1);
    assert_eq!(office::end_due_warnings(office, over).await.unwrap(), 0);
    let page = duty.get(&format!("/warnings/{id}")).await;
    assert!(page.text().contains("Ended"), "{}", page.text());
}

pub(crate) fn theirs(identifier: &str, kind: &str, references: &str) -> String {
    format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{identifier}</identifier>\
         <sender>other.example.org</sender><sent>2026-01-01T08:00:00+08:00</sent><status>Actual</status>\
         <msgType>{kind}</msgType><scope>Public</scope>{references}<info><language>zh-CN</language>\
         <category>Met</category><event>大风</event><urgency>Expected</urgency><severity>Severe</severity>\
         <certainty>Likely</certainty><expires>2099-01-01T08:00:00+08:00</expires>\
         <headline>大风&lt;script&gt;alert(1)&lt;/script&gt; {identifier}</headline>\
         <area><areaDesc>城东街道沿河</areaDesc></area></info></alert>"
    )
}

#[tokio::test]
async fn an_exercise_of_another_body_is_marked_wherever_it_is_shown() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let exercise = theirs("w9", "Alert", "").replace("<status>Actual", "<status>Exercise");
    let real = theirs("w8", "Alert", "");
    for alert in [&exercise, &real] {
        let answer = duty
            .upload("/warnings", "/warnings/received", &[], ("a.xml", alert.as_bytes()))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    for page in ["/warnings", "/watch"] {
        let page = duty.get(page).await;
        assert!(page.text().contains(&format!("{DRILL_MARK}大风")), "{}", page.text());
        assert_eq!(
            page.text().matches(&format!("{DRILL_MARK}大风")).count(),
            1,
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn a_received_warning_says_who_when_and_where_in_pieces_of_which_none_is_empty() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let area = "<area><areaDesc>城东街道沿河</areaDesc></area>";
    let both = format!("{area}{}", area.replace("沿河", "桥头"));
    let alerts = [
        theirs("w1", "Alert", "").replace(area, &both),
        theirs("w2", "Alert", "").replace(area, ""),
    ];
    for alert in &alerts {
        let answer = duty
            .upload("/warnings", "/warnings/received", &[], ("a.xml", alert.as_bytes()))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    // The dots between them are the style's: none begins or ends a line, and none stands for what is not said.
    let page = duty.get("/warnings").await;
    let places = " <span>城东街道沿河</span> <span>城东街道桥头</span>";
    for (identifier, places) in [("w1", places), ("w2", "")] {
        let after = page.text().split(&format!("{identifier}</strong>")).nth(1).unwrap();
        let summary = after.split("<summary>").nth(1).unwrap();
        let when = "<span class=\"num\">2026-01-01 08:00</span>";
        let pieces = format!("<span class=\"row\"><span>other.example.org</span> {when}{places}</span>");
        assert_eq!(
            summary.split("</summary>").next(),
            Some(pieces.as_str()),
            "{identifier}"
        );
    }
}

#[tokio::test]
async fn warnings_of_other_bodies_are_taken_shown_by_area_and_superseded() {
    let bureau = Bureau::staffed().await;
    let mut duty = bureau.signed_in("duty-officer").await;
    let send = ("a.xml", theirs("w1", "Alert", ""));
    let answer = duty
        .upload("/warnings", "/warnings/received", &[], (send.0, send.1.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = duty.get("/warnings").await;
    assert!(
        page.text().contains("w1") && !page.text().contains("<script>alert"),
        "{}",
        page.text()
    );
    assert!(
        duty.get("/warnings?area=chengdong")
            .await
            .text()
            .contains("w1</strong>")
    );
    assert!(!duty.get("/warnings?area=zhuxi").await.text().contains("w1</strong>"));
    // Another text of the same name does not take its place.
    let other = theirs("w1", "Alert", "").replace("Severe", "Minor");
    let answer = duty
        .upload("/warnings", "/warnings/received", &[], ("a.xml", other.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A stranger's cancel takes nothing back; the sender's own does.
    let references = "<references>other.example.org,w1,2026-01-01T08:00:00+08:00</references>";
    let stranger = theirs("w2", "Cancel", references).replace("<sender>other", "<sender>stranger");
    let cancel = theirs("w3", "Cancel", references);
    for (text, superseded) in [(stranger, false), (cancel, true)] {
        let answer = duty
            .upload("/warnings", "/warnings/received", &[("xml", text.as_str())], ("", b""))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = duty.get("/warnings").await;
        assert_eq!(page.text().contains("Superseded"), superseded);
    }
    for bad in [
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><alert>&b;</alert>",
        "<alert/>",
        "no xml",
        "",
    ] {
        let answer = duty
            .upload("/warnings", "/warnings/received", &[("xml", bad)], ("", b""))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let mut handler = bureau.signed_in("water-handler").await;
    let answer = handler
        .upload("/warnings", "/warnings/received", &[], (send.0, send.1.as_bytes()))
        .await;
    assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn warnings_are_fetched_from_another_bodys_feed() {
    use axum::routing::get;
    let bureau = Bureau::staffed().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><link href=\"/cap/one.xml\"/></entry>\
         <entry><link href=\"http://{address}/cap/bad.xml\"/></entry><entry><link href=\"/cap/gone.xml\"/></entry>\
         <entry><link href=\"http://192.0.2.1/cap/three.xml\"/></entry></feed>"
    );
    let others = axum::Router::new()
        .route("/cap.atom", get(|| async { feed }))
        .route("/cap/one.xml", get(|| async { theirs("one", "Alert", "") }))
        .route("/cap/bad.xml", get(|| async { "<alert/>" }));
    let serving = tokio::spawn(async move { axum::serve(listener, others).await });
    let outgoing = Outgoing::new(std::time::Duration::from_secs(10), 1 << 20);
    let mut known = std::collections::HashSet::new();
    let mut source = Source {
        name: "省气象台".to_owned(),
        url: format!("http://{address}/cap.atom"),
        pass_on: false,
        keys: Vec::new(),
    };
    let fetched = fetch_alerts(&bureau.office, &outgoing, &source, &mut known)
        .await
        .unwrap();
    assert_eq!(fetched, Fetched { new: 1, refused: 2 });
    let fetched = fetch_alerts(&bureau.office, &outgoing, &source, &mut known)
        .await
        .unwrap();
    assert_eq!(fetched, Fetched { new: 0, refused: 1 });
    source.url = format!("http://{address}/cap/one.xml");
    let fetched = fetch_alerts(&bureau.office, &outgoing, &source, &mut known)
        .await
        .unwrap();
    assert_eq!(fetched, Fetched::default());
    // Another source that leads to the same message brings it too.
    let other = Source {
        name: "市水务局".to_owned(),
        url: format!("http://{address}/cap.atom"),
        pass_on: false,
        keys: Vec::new(),
    };
    let fetched = fetch_alerts(&bureau.office, &outgoing, &other, &mut known)
        .await
        .unwrap();
    assert_eq!(fetched, Fetched { new: 1, refused: 2 });
    serving.abort();
    let mut duty = bureau.signed_in("duty-officer").await;
    assert!(duty.get("/warnings").await.text().contains("省气象台"));
    assert!(duty.get("/watch").await.text().contains("省气象台"));
    // Everybody reads of it only where the operator lets the source pass on, and in the area that it names.
    let mut guest = bureau.browser();
    let feed = "/feeds/received.atom?area=chengdong";
    assert!(!guest.get(feed).await.text().contains("省气象台"));
    let written = format!(
        "[[sources]]\nname = \"省气象台\"\nurl = \"{}\"\npass_on = true\n",
        source.url
    );
    std::fs::write(bureau.office.store.dir().join("warnings.toml"), written).unwrap();
    let passed = guest.get(feed).await;
    assert!(
        passed.text().contains("省气象台：") && !passed.text().contains("<script>"),
        "{}",
        passed.text()
    );
    assert!(
        !guest
            .get("/feeds/received.atom?area=zhuxi")
            .await
            .text()
            .contains("省气象台：")
    );
}

#[tokio::test]
async fn who_signed_a_warning_of_another_body_stands_beside_it() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let fixture = |name: &str| {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../cap/tests/fixtures/signed");
        std::fs::read_to_string(format!("{dir}/{name}")).unwrap()
    };
    let written = "[[sources]]\nname = \"省气象台\"\nurl = \"https://weather.example.org/\"\npass_on = true\n\
                   keys = [{ name = \"气象台公章\", file = \"weather.pem\" }]\n";
    std::fs::write(office.store.dir().join("warnings.toml"), written).unwrap();
    std::fs::write(office.store.dir().join("weather.pem"), fixture("rsa.crt")).unwrap();
    let take = async |xml: &str| {
        let taken = office::take_alert(office, xml.as_bytes(), "省气象台", office.clock.now()).await;
        assert!(taken.unwrap());
    };
    let mut duty = bureau.signed_in("duty-officer").await;
    let signed = fixture("a1-exc-rsa.xml");
    take(&signed).await;
    let page = duty.get("/warnings").await;
    assert!(page.text().contains("signed by 气象台公章"), "{}", page.text());
    // Somebody has changed another one on its way: it is shown, as not to be trusted, on the watch desk too.
    let in_force = |xml: &str, id: &str| {
        let id = format!("<identifier>{id}</identifier>");
        let xml = xml.replacen("<identifier>43b080713727</identifier>", &id, 1);
        xml.replacen("<info>", "<info><language>en-US</language>", 1)
    };
    take(&in_force(&signed, "changed")).await;
    let broken = "signature does not hold";
    for path in ["/warnings", "/watch"] {
        let page = duty.get(path).await;
        assert!(page.text().contains(broken), "{path}: {}", page.text());
    }
    take(&theirs("plain", "Alert", "")).await;
    let page = duty.get("/watch").await;
    assert!(page.text().contains("not signed"), "{}", page.text());
    // What does not hold is passed on to nobody.
    let feed = bureau.browser().get("/feeds/received.atom").await;
    assert!(feed.text().contains("plain"), "{}", feed.text());
    assert_eq!(feed.text().matches("省气象台：Homeland").count(), 1, "{}", feed.text());
}
