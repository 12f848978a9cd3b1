//! A unit reports its day: with what it registered, with nothing, with a file; and never for anybody else.

use crate::browser::{Browser, Bureau, LANGUAGES, unreadable};
use axum::http::StatusCode;
use jiff::ToSpan as _;
use std::fmt::Write as _;
use store::Filter;

const HEADER: &str = "序号,编号,时间,来源,类别,标题,内容摘要,地点,片区";

/// A unit's spreadsheet as CSV: the unit above the header, and rows of `(number, unit's own words)`.
pub(crate) fn paper(unit: &str, date: &str, rows: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("\u{feff}{unit} 每日报送\r\n报送日期,{date}\r\n{HEADER}\r\n");
    for (number, title) in rows {
        writeln!(
            text,
            "1,{number},{date} 09:10,网格上报,供水,{title},水压不足。,东湖路,城东街道\r"
        )
        .unwrap();
    }
    text.into_bytes()
}

#[tokio::test]
async fn nothing_to_report_is_a_report() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/reports?date={date}");
    let mut water = bureau.signed_in("water-handler").await;
    for (_, language) in LANGUAGES {
        water.language = language;
        let shown = water.get(&page).await;
        let text = shown.text();
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            !text.contains("Fire and Rescue") && !text.contains("消防"),
            "a unit sees its own report only"
        );
    }
    let answer = water.fill(&page, "/reports", &[("date", &date)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(water.get(&page).await.text().contains("Nothing to report</span>"));

    let mut clerk = bureau.signed_in("clerk").await;
    clerk.register("No water", "water").await;
    clerk.register("A blocked exit", "fire").await;
    assert!(water.get(&page).await.text().contains("Report this 1 case"));
    water.fill(&page, "/reports", &[("date", &date)]).await;
    let versions = bureau.office.store.reports(bureau.today()).await.unwrap();
    let told: Vec<(u32, u64)> = versions.iter().map(|one| (one.version, one.cases)).collect();
    assert_eq!(told, [(1, 0), (2, 1)], "a correction is a new version");

    let mut office = bureau.signed_in("office-chief").await;
    let all = office.get(&page).await;
    assert!(all.text().contains("Fire and Rescue") && all.text().contains("Version 2, 1 case"));
}

#[tokio::test]
async fn only_units_report_and_only_days_that_have_come() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    for post in ["clerk", "auditor", "office-chief", "duty-officer"] {
        let mut browser = bureau.signed_in(post).await;
        let answer = browser.fill("/reports", "/reports", &[("date", &date)]).await;
        assert!(answer.status.is_client_error(), "{post}: {}", answer.status);
    }
    // A leader may report, but this one's unit is not expected to.
    let mut leader = bureau.signed_in("deputy-head").await;
    let answer = leader.fill("/reports", "/reports", &[("date", &date)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);

    let mut water = bureau.signed_in("water-handler").await;
    let tomorrow = bureau.today().saturating_add(1.day()).to_string();
    for bad in [tomorrow.as_str(), "yesterday", "2026-02-30", ""] {
        let answer = water.fill("/reports", "/reports", &[("date", bad)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    for bad in ["/reports?date=x", "/judgement?date=2026-13-01", "/briefs?before=1"] {
        let mut office = bureau.signed_in("office-chief").await;
        assert_eq!(office.get(bad).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    for far in ["/reports?date=-009999-01-01", "/reports?date=9999-12-31"] {
        assert_eq!(water.get(far).await.status, StatusCode::OK, "{far}");
    }
    let answer = water.post("/reports", &[("date", &date)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "without the token");
    assert!(bureau.office.store.reports(bureau.today()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_file_is_taken_as_a_whole_or_not_at_all() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/reports?date={date}");
    let to = "/reports/file";
    let mut water = bureau.signed_in("water-handler").await;
    let fields = [("date", date.as_str())];

    let fire = paper("县消防救援大队", &date, &[("F-1", "消防通道被占")]);
    let answer = water.upload(&page, to, &fields, ("fire.csv", &fire)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("own unit only"), "{}", answer.text());

    let before = bureau.today().yesterday().unwrap().to_string();
    let old = paper("县水务局", &before, &[("W-0", "停水")]);
    let answer = water.upload(&page, to, &fields, ("old.csv", &old)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.words().contains(&format!("The file is of {before}")),
        "{}",
        answer.text()
    );

    // Another unit's rows under no unit's name, and under one's own.
    let columns = format!(
        "编号,时间,单位,类别,标题\r\nW-1,{date} 09:10,县水务局,供水,停水\r\nF-1,{date} 09:20,县消防救援大队,消防,占道\r\n"
    );
    let answer = water
        .upload(&page, to, &fields, ("<b>all</b>.csv", columns.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text().contains("1 row cannot be read") && !answer.text().contains("<b>all"),
        "{}",
        answer.text()
    );

    let broken = b"\x00\x01\x02 nothing of the kind";
    let answer = water.upload(&page, to, &fields, ("report.xlsx", broken)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = water.upload(&page, to, &fields, ("report.xlsx", b"")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let all = Filter::default();
    assert_eq!(
        bureau
            .office
            .store
            .count(&store::Viewer::body(), &all, 10)
            .await
            .unwrap(),
        0,
        "nothing was written"
    );
    assert!(bureau.office.store.reports(bureau.today()).await.unwrap().is_empty());

    let good = paper("县水务局", &date, &[("W-1", "停水"), ("W-2", "水压低")]);
    let answer = water.upload(&page, to, &fields, ("水务局 <i>.csv", &good)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let shown = water.get(&page).await;
    assert!(
        shown.text().contains("Version 1, 2 cases") && shown.text().contains("水务局 &#60;i&#62;.csv"),
        "{}",
        shown.text()
    );
    let again = water.upload(&page, to, &fields, ("again.csv", &good)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(
        bureau.office.store.reports(bureau.today()).await.unwrap().len(),
        1,
        "the same file is no new version"
    );
    let mended = paper("县水务局", &date, &[("W-1", "停水两小时"), ("W-2", "水压低")]);
    let answer = water.upload(&page, to, &fields, ("mended.csv", &mended)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(
        bureau
            .office
            .store
            .count(&store::Viewer::body(), &all, 10)
            .await
            .unwrap(),
        2
    );
    assert!(
        water.get("/cases").await.text().contains("停水两小时"),
        "a report sent again corrects the first"
    );

    // A unit's own numbers are its own: another unit's file neither changes its case nor is kept out by it.
    let mut fire = bureau.signed_in("fire-handler").await;
    let same_number = paper("县消防救援大队", &date, &[("W-1", "没有停水")]);
    let answer = fire.upload(&page, to, &fields, ("fire.csv", &same_number)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(
        bureau
            .office
            .store
            .count(&store::Viewer::body(), &all, 10)
            .await
            .unwrap(),
        3
    );
    assert!(!water.get("/cases").await.text().contains("没有停水"));
}

/// A case that the clerk writes down under a number of the hotline, two days ago; its number here.
async fn from_hotline(clerk: &mut Browser<'_>, external: &str, unit: &str, received: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", "停水"),
        ("category", "water-supply"),
        ("unit", unit),
        ("received_at", received),
        ("external", external),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

async fn by_hotline_number(bureau: &Bureau, number: &str) -> domain::case::Case {
    let numbers = [number.to_owned()];
    let known = bureau.office.store.cases_by_external("demo-hotline", &numbers).await;
    known.unwrap().remove(number).unwrap()
}

#[tokio::test]
async fn of_a_hotline_case_a_unit_says_only_that_it_is_finished_and_when_it_said_so_counts() {
    let bureau = Bureau::staffed().await;
    let (date, before) = (bureau.today(), bureau.today().saturating_add(-(2.days())));
    let page = format!("/reports?date={date}");
    let day = date.to_string();
    let fields = [("date", day.as_str())];
    let mut clerk = bureau.signed_in("clerk").await;
    let case = from_hotline(&mut clerk, "H-1", "water", &format!("{before}T08:00")).await;

    let written = |unit: &str, title: &str, category: &str, finished: &str| {
        format!(
            "\u{feff}{unit} 每日报送\r\n报送日期,{date}\r\n编号,时间,类别,标题,办结时间\r\nH-1,{date} 00:00,{category},{title},{finished}\r\n"
        )
        .into_bytes()
    };
    // Another unit's number is refused, whatever stands above the table.
    let mut fire = bureau.signed_in("fire-handler").await;
    let stolen = written("县消防救援大队", "没有停水", "供水", "");
    let answer = fire.upload(&page, "/reports/file", &fields, ("a.csv", &stolen)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Water Bureau"), "{}", answer.text());

    // A finish that is still to come is refused; one two days back is taken as said, and counts from now.
    let mut water = bureau.signed_in("water-handler").await;
    let tomorrow = date.tomorrow().unwrap().to_string();
    let ahead = written("县水务局", "停水", "供水", &format!("{tomorrow} 08:00"));
    let answer = water.upload(&page, "/reports/file", &fields, ("a.csv", &ahead)).await;
    assert!(answer.text().contains("is still to come"), "{}", answer.text());
    let began = bureau.office.clock.now();
    let said = written("县水务局", "没有停水", "其他", &format!("{date} 00:00"));
    let answer = water.upload(&page, "/reports/file", &fields, ("a.csv", &said)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let kept = by_hotline_number(&bureau, "H-1").await;
    assert_eq!(
        (kept.title.as_str(), kept.category.as_str()),
        ("停水", "water-supply"),
        "what was asked is not the unit's to write"
    );
    let handling = kept.clock(&"handling".into()).unwrap();
    assert!(
        handling.stopped_at.unwrap().as_millisecond() >= began.as_millisecond()
            && handling.status == domain::clock::ClockStatus::Breached
    );
    assert!(kept.finished_at_source.is_none() && !kept.is_ended());
    let shown = clerk.get(&case).await;
    assert!(
        shown.text().contains("Finished, as the unit says") && shown.text().contains(&format!("{date} 00:00, said on")),
        "{}",
        shown.text()
    );

    // Not so: sent back without an answer, and the same file again says nothing new.
    let answer = clerk
        .fill(&case, &format!("{case}/steps/return"), &[("text", "诉求人说还在停水")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let kept = by_hotline_number(&bureau, "H-1").await;
    assert!(kept.clock(&"handling".into()).unwrap().is_open());
    let again = water.upload(&page, "/reports/file", &fields, ("a.csv", &said)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(by_hotline_number(&bureau, "H-1").await.finish_claim, None);
}

#[tokio::test]
async fn a_unit_takes_no_number_before_the_hotline_gives_it() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/reports?date={date}");
    let fields = [("date", date.as_str())];
    let mut fire = bureau.signed_in("fire-handler").await;
    let early = paper("县消防救援大队", &date, &[("H-7", "占道")]);
    let answer = fire.upload(&page, "/reports/file", &fields, ("a.csv", &early)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let by_hand = [
        ("kind", "request"),
        ("title", "占道"),
        ("category", "fire-safety"),
        ("unit", "fire"),
        ("external", "H-8"),
    ];
    let answer = fire.fill("/cases/new", "/cases", &by_hand).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());

    let mut clerk = bureau.signed_in("clerk").await;
    for number in ["H-7", "H-8"] {
        from_hotline(&mut clerk, number, "water", &format!("{date}T00:00")).await;
    }
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 4);
    // And by hand, what the hotline has given already is said to be there.
    let mut water = bureau.signed_in("water-handler").await;
    let by_hand = [
        ("kind", "request"),
        ("title", "停水"),
        ("category", "water-supply"),
        ("unit", "water"),
        ("external", "H-7"),
    ];
    let answer = water.fill("/cases/new", "/cases", &by_hand).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 4);
}

#[tokio::test]
async fn a_units_file_moves_no_deadline_of_its_own_cases() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/reports?date={date}");
    let fields = [("date", date.as_str())];
    let mut water = bureau.signed_in("water-handler").await;
    let file = |time: &str, category: &str| {
        format!("\u{feff}县水务局 每日报送\r\n编号,时间,类别,标题\r\nW-1,{date} {time},{category},停水\r\n")
            .into_bytes()
    };
    let answer = water
        .upload(&page, "/reports/file", &fields, ("a.csv", &file("00:10", "供水")))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    for changed in [file("00:20", "供水"), file("00:10", "咨询")] {
        let answer = water.upload(&page, "/reports/file", &fields, ("a.csv", &changed)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text().contains("ask the office to correct them"),
            "{}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn nothing_is_read_of_a_file_that_may_not_come_in() {
    let bureau = Bureau::staffed().await;
    // No token and no form at all: whoever may not is told so first.
    for (post, path) in [
        ("auditor", "/reports/file"),
        ("deputy-head", "/reports/file"),
        ("water-handler", "/import"),
        ("duty-officer", "/import"),
    ] {
        let mut browser = bureau.signed_in(post).await;
        let request = axum::http::Request::post(path).header("content-type", "multipart/form-data; boundary=b");
        let answer = browser.send(request.body(unreadable()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post} {path}");
    }
}

#[tokio::test]
async fn a_file_before_the_token_is_not_read() {
    let bureau = Bureau::staffed().await;
    let mut water = bureau.signed_in("water-handler").await;
    let answer = water.upload_as_is("/reports/file", &[], ("a.csv", b"a,b")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = water
        .upload_as_is("/reports/file", &[("csrf", "0")], ("a.csv", b"a,b"))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
