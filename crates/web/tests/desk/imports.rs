//! Files of requests on a page: tried, imported beside the pages, mended.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;
use tokio::sync::watch;

const GOOD: &str = "编号,时间,单位,类别,标题,内容\r\n\
    A-1,2026-03-02 08:10,县水务局,供水,停水,早晨停水\r\n\
    A-2,2026-03-02 08:20,县水务局,供水,水压低,晚上水压低\r\n\
    A-3,就在昨天,县水务局,供水,<script>alert(1)</script>,写得不清\r\n\
    合计,3,,,,\r\n";

/// Opens the page of a run until it is over.
pub(crate) async fn over(browser: &mut Browser<'_>, run: &str) -> Answer {
    for _ in 0..200 {
        let page = browser.get(run).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        if !page.text().contains("id=\"progress\"") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{run} does not end");
}

/// The figures of a run in their order: new, unchanged, corrected, ignored, to mend.
fn figures(page: &Answer) -> Vec<u64> {
    let parts = page.text().split("<dd>").skip(1);
    parts.filter_map(|part| part.split('<').next()?.parse().ok()).collect()
}

#[tokio::test]
async fn tried_then_imported_then_mended() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut clerk = bureau.signed_in("clerk").await;

    let file = ("三月.csv", GOOD.as_bytes());
    let answer = clerk.upload("/import", "/import", &[("dry_run", "yes")], file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert_eq!(figures(&page), [2, 0, 0, 1, 1], "{}", page.text());
    assert!(page.text().contains("only tried"));
    assert_eq!(
        bureau.office.store.total_cases().await.unwrap(),
        0,
        "a try writes nothing"
    );

    let answer = clerk
        .fill(&run, &format!("{run}/columns"), &[("for_real", "yes")])
        .await;
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert_eq!(figures(&page), [2, 0, 0, 1, 1]);
    assert!(!page.text().contains("only tried") && page.text().contains("就在昨天"));
    assert!(
        !page.text().contains("<script>alert"),
        "what stands in a cell stays text"
    );
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 2);
    let table = format!("{run}/rejected.xlsx");
    let without = clerk.fill(&table, &table, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    let mut auditor = bureau.signed_in("auditor").await;
    let record = auditor.get("/access-record").await;
    assert!(!record.text().contains("rows to mend"), "asking why opens nothing");
    let mend = clerk.fill(&table, &table, &[("written", "To mend the dates")]).await;
    assert_eq!(mend.status, StatusCode::OK);
    for (query, there) in [
        ("", true),
        ("?what=export", true),
        ("?what=export&post=clerk", true),
        ("?post=analyst", false),
        ("?what=accounts", false),
        ("?what=sealed", false),
    ] {
        let record = auditor.get(&format!("/access-record{query}")).await;
        let text = record.text();
        let said = text.contains("Saved the rows to mend of an import") && text.contains("To mend the dates");
        assert_eq!(said, there, "{query}: {text}");
    }
    assert!(mend.bytes.starts_with(b"PK") && mend.header("content-disposition").starts_with("attachment"));

    let answer = clerk.upload("/import", "/import", &[], file).await;
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert_eq!(figures(&page), [0, 2, 0, 1, 1], "the same file again changes nothing");
    let list = clerk.get("/import").await;
    assert_eq!(list.text().matches("三月.csv").count(), 3, "all three runs are listed");

    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn columns_are_set_by_hand_and_a_file_that_is_none_is_refused() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut clerk = bureau.signed_in("clerk").await;

    let strange = "K1,K2,K3,K4,K5\r\nB-1,2026-03-02 08:10,县水务局,供水,停水\r\n";
    let answer = clerk
        .upload("/import", "/import", &[], ("k.csv", strange.as_bytes()))
        .await;
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert!(
        page.text().contains("role=\"alert\"") && page.text().contains("<details class=\"card\" open>"),
        "{}",
        page.text()
    );
    let columns = [
        ("external", "K1"),
        ("received_at", "K2"),
        ("unit", "K3"),
        ("category", "K4"),
        ("title", "K5"),
    ];
    let answer = clerk.fill(&run, &format!("{run}/columns"), &columns).await;
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert_eq!(figures(&page), [1, 0, 0, 0, 0], "{}", page.text());

    let answer = clerk.upload("/import", "/import", &[], ("a.exe", b"MZ\x90\x00")).await;
    let run = answer.header("location").to_owned();
    assert!(over(&mut clerk, &run).await.text().contains("role=\"alert\""));

    drop(stop);
    runner.await.unwrap();
}

/// A spreadsheet of these sheets, each a name and its rows.
fn sheets(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut content = String::from(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>"#,
    );
    for (name, rows) in sheets {
        let _ = write!(content, r#"<table:table table:name="{name}">"#);
        for row in *rows {
            content.push_str("<table:table-row>");
            for cell in *row {
                let value = r#"<table:table-cell office:value-type="string">"#;
                let _ = write!(content, "{value}<text:p>{cell}</text:p></table:table-cell>");
            }
            content.push_str("</table:table-row>");
        }
        content.push_str("</table:table>");
    }
    content.push_str("</office:spreadsheet></office:body></office:document-content>");
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_sheet_that_is_not_read_is_named_with_its_rows() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut clerk = bureau.signed_in("clerk").await;
    let row: &[&str] = &["B-1", "2026-03-02 08:10", "县水务局", "供水", "停水"];
    let file = sheets(&[
        ("说明页", &[&["请每日九时前报送"], &["有事请联系办公室"]]),
        ("事项", &[&["编号", "时间", "单位", "类别", "标题"], row]),
        ("补报页", &[&["K1", "K2", "K3", "K4", "K5"], row, row]),
    ]);
    let answer = clerk.upload("/import", "/import", &[], ("三月.ods", &file)).await;
    let run = answer.header("location").to_owned();
    let page = over(&mut clerk, &run).await;
    assert_eq!(figures(&page), [1, 0, 0, 2, 3], "{}", page.text());
    for said in [
        "Sheets that were not read",
        "说明页",
        "补报页",
        "2 rows, ignored",
        "3 rows, to mend",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    // One line says it of the sheet, and no more are promised.
    assert!(!page.text().contains(" more: see the file"), "{}", page.text());

    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_imported_is_said_at_once() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let answer = clerk.upload("/import", "/import", &[], ("", b"")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("files-wrong"));
    for path in ["/import/nothing", "/import/nothing/rejected.xlsx"] {
        assert_eq!(clerk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = clerk
        .upload_as_is("/import", &[("csrf", "0")], ("a.csv", GOOD.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    for post in ["water-handler", "auditor", "deputy-head", "administrator"] {
        let mut browser = bureau.signed_in(post).await;
        let answer = browser
            .upload("/units", "/import", &[], ("a.csv", GOOD.as_bytes()))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post}");
    }
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 0);
}

#[tokio::test]
async fn a_units_file_of_a_day_is_its_report_whoever_hands_it_in() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut office = bureau.signed_in("office-chief").await;
    let file = "县水务局 每日报送\r\n报送日期,2026-03-02\r\n编号,时间,类别,标题\r\nW-1,2026-03-02 08:10,供水,停水\r\n";
    for (dry_run, versions) in [("yes", 0), ("", 1), ("", 1)] {
        let fields = [("dry_run", dry_run)];
        let answer = office
            .upload("/import", "/import", &fields, ("water.csv", file.as_bytes()))
            .await;
        over(&mut office, answer.header("location")).await;
        let reports = bureau
            .office
            .store
            .reports("2026-03-02".parse().unwrap())
            .await
            .unwrap();
        assert_eq!(reports.len(), versions);
    }
    drop(stop);
    runner.await.unwrap();
}

#[tokio::test]
async fn every_row_of_a_long_file_has_its_own_end() {
    let bureau = Bureau::staffed().await;
    let (stop, stopped) = watch::channel(());
    let desk = bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut clerk = bureau.signed_in("clerk").await;
    let mut file = "编号,时间,单位,类别,标题\r\n".to_owned();
    for n in 1..=2_500 {
        let unit = if n % 50 == 7 { "县火星局" } else { "县水务局" };
        writeln!(file, "L-{n},2026-03-02 08:10,{unit},供水,停水{n}\r").unwrap();
    }
    for expected in [[2_450, 0, 0, 0, 50], [0, 2_450, 0, 0, 50]] {
        let answer = clerk
            .upload("/import", "/import", &[], ("long.csv", file.as_bytes()))
            .await;
        let run = answer.header("location").to_owned();
        assert_eq!(figures(&over(&mut clerk, &run).await), expected);
    }
    assert_eq!(bureau.office.store.total_cases().await.unwrap(), 2_450);
    drop(stop);
    runner.await.unwrap();
}
