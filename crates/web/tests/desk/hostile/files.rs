//! Files that are something else than they say, or become much more than they are; and photos that say where they were taken.

use super::judged::{Judged, many};
use crate::browser::Answer;
use axum::body::Body;
use axum::http::{Request, header};
use std::io::Write as _;

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82";

/// A ZIP archive with these members.
fn archive(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    packed(members, zip::CompressionMethod::Deflated)
}

fn packed(members: &[(&str, Vec<u8>)], method: zip::CompressionMethod) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    for (name, content) in members {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
    bytes.into_inner()
}

/// A workbook whose sheet has this content.
fn workbook(sheet: Vec<u8>) -> Vec<u8> {
    let text = |text: &str| text.as_bytes().to_vec();
    archive(&[
        (
            "[Content_Types].xml",
            text(
                "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
            ),
        ),
        (
            "_rels/.rels",
            text(
                "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            ),
        ),
        (
            "xl/workbook.xml",
            text(
                "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            text(
                "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

/// A photo that says where it was taken: EXIF with a GPS directory, whose words are findable.
fn photo() -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0SECRETGPS30.2501N120.1502E";
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend_from_slice(exif);
    bytes.extend(b"\xff\xda\0\x02picture\xff\xd9");
    bytes
}

/// A document with this picture, whose bytes stand in it as they are.
fn document(picture: Vec<u8>) -> Vec<u8> {
    let members = [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("word/document.xml", b"<w:document/>".to_vec()),
        ("word/media/image1.jpeg", picture),
    ];
    packed(&members, zip::CompressionMethod::Stored)
}

fn files() -> Vec<(&'static str, Vec<u8>, bool)> {
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    let inner = archive(&[("a", vec![0; 4 << 20])]);
    vec![
        ("page.html", html.clone(), false),
        ("picture.png", html, false),
        ("picture.svg", b"<svg onload=alert(1)>".to_vec(), false),
        ("program.exe", b"MZ\x90\0".to_vec(), false),
        ("program.pdf", b"MZ\x90\0%PDF-1.7".to_vec(), false),
        ("script.php", b"<?php system($_GET[1]); ?>".to_vec(), false),
        ("gif.gif", b"GIF89a/*<script>alert(1)</script>*/=1".to_vec(), false),
        ("bomb.zip", inner.clone(), false),
        ("bomb.docx", inner, false),
        (
            "macro.docx",
            archive(&[("[Content_Types].xml", vec![]), ("word/vbaProject.bin", vec![])]),
            false,
        ),
        (
            "climbs.xlsx",
            archive(&[("../../../etc/cron.d/x", b"x".to_vec())]),
            false,
        ),
        ("half.jpg", b"\xff\xd8\xff\xe1\xff\xff".to_vec(), false),
        ("torn.png", PNG[..20].to_vec(), false),
        (
            "torn.webp",
            b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff".to_vec(),
            false,
        ),
        ("../../../etc/passwd.png", PNG.to_vec(), true),
        ("..\\..\\boot.ini.png", PNG.to_vec(), true),
        ("a\0b.png", PNG.to_vec(), false),
        ("invoice\u{202e}gnp.exe", PNG.to_vec(), true),
        ("<script>alert(1)</script>.png", PNG.to_vec(), true),
        ("con.png", PNG.to_vec(), true),
        (".png", PNG.to_vec(), true),
        ("=cmd.png", PNG.to_vec(), true),
        (
            "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长.png",
            PNG.to_vec(),
            true,
        ),
        (
            "both.png",
            [PNG, b"PK\x03\x04<script>alert(1)</script>%PDF-1.7"].concat(),
            true,
        ),
        (
            "both.pdf",
            b"%PDF-1.7\n<script>alert(1)</script> /JS (app.alert(1)) /OpenAction".to_vec(),
            true,
        ),
        ("photo.jpg", photo(), true),
        ("photo.docx", document(photo()), true),
        ("torn.docx", document(PNG[..20].to_vec()), false),
    ]
}

pub(super) async fn send_all(judged: &mut Judged<'_>) {
    for (n, (name, bytes, wanted)) in files().into_iter().enumerate() {
        portal(judged, n, name, &bytes, wanted).await;
        desk(judged, n, name, &bytes, wanted).await;
        program(judged, n, name, &bytes, wanted).await;
    }
    sheets(judged).await;
}

async fn portal(judged: &mut Judged<'_>, n: usize, name: &str, bytes: &[u8], wanted: bool) {
    let mut browser = judged.somebody();
    let token = browser.get("/portal/ask").await.hidden("csrf");
    let said = format!("File {n}");
    let fields = [("csrf", token.as_str()), ("key", "one"), ("description", said.as_str())];
    let what = format!("portal file {n} {name:?}");
    let answer = browser
        .upload_as_is("/portal/ask/send", &fields, (&name.replace('"', ""), bytes))
        .await;
    let language = browser.language;
    if !judged.look(&what, language, &answer) {
        judged.must(!wanted, || format!("{what} was refused: {}", answer.text()));
        return;
    }
    judged.must(wanted, || format!("{what} was taken"));
    let number = judged.number_of(&mut browser, answer.header("location")).await;
    judged.keeps(&what, &number, &said);
    no_place(judged, &what, &number).await;
}

/// What is kept of a file: its name is no path, and its bytes say nowhere where it was taken.
async fn no_place(judged: &mut Judged<'_>, what: &str, number: &str) {
    let story = judged.bureau.office.store.story(number).await.unwrap().unwrap();
    let [evidence] = &story.case.evidence[..] else {
        judged.must(false, || {
            format!("{what}: {} files are kept", story.case.evidence.len())
        });
        return;
    };
    let name = evidence.name.clone();
    judged.must(!name.contains(['/', '\\', '\0', '\u{202e}']), || {
        format!("{what} is kept as {name:?}")
    });
    let kept = judged
        .bureau
        .office
        .store
        .file(story.case.id, &evidence.sha256)
        .await
        .unwrap();
    let kept = kept.unwrap_or_else(|| panic!("{what} is not kept"));
    let tells = kept.windows(9).any(|window| window == b"SECRETGPS");
    judged.must(!tells, || format!("{what}: where it was taken is kept"));
}

async fn desk(judged: &mut Judged<'_>, n: usize, name: &str, bytes: &[u8], wanted: bool) {
    let number = judged.clerk.register(&format!("File {n}"), "office").await;
    let page = format!("/cases/{number}");
    let what = format!("desk file {n} {name:?}");
    let answer = judged
        .clerk
        .upload(&page, &format!("{page}/evidence"), &[], (name, bytes))
        .await;
    if judged.look(&what, "en", &answer) {
        judged.must(wanted, || format!("{what} was taken"));
        judged.keeps(&what, &number, &format!("File {n}"));
        no_place(judged, &what, &number).await;
    } else {
        judged.must(!wanted, || format!("{what} was refused: {}", answer.text()));
    }
}

/// The same from a program, whose file has its name in the address: there a control character is left out.
async fn program(judged: &mut Judged<'_>, n: usize, name: &str, bytes: &[u8], wanted: bool) {
    let wanted = wanted || name.contains('\0');
    let number = judged.clerk.register(&format!("Sent file {n}"), "office").await;
    let what = format!("api file {n} {name:?}");
    let encoded = name
        .bytes()
        .fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
    let language = if n.is_multiple_of(2) { "en" } else { "zh-CN" };
    let request = Request::post(format!("/api/v1/cases/{number}/evidence?name={encoded}"))
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::AUTHORIZATION, format!("Bearer {}", judged.secret));
    let mut sender = judged.bureau.browser();
    sender.language = language;
    let answer: Answer = sender.send(request.body(Body::from(bytes.to_vec())).unwrap()).await;
    if judged.look(&what, language, &answer) {
        judged.must(wanted, || format!("{what} was taken"));
        judged.keeps(&what, &number, &format!("Sent file {n}"));
        no_place(judged, &what, &number).await;
    } else {
        judged.must(!wanted, || format!("{what} was refused: {}", answer.text()));
    }
}

/// Tables that are brought in: what comes of them is said on their page, within caps.
async fn sheets(judged: &mut Judged<'_>) {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let rows = many(20_000, |n| {
        let n = n + 1;
        format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>")
    });
    let laughs = b"<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><worksheet>&c;</worksheet>".to_vec();
    let tables: Vec<(&str, Vec<u8>)> = vec![
        ("far.xlsx", workbook(sheet(far))),
        ("many.xlsx", workbook(sheet(&rows))),
        ("noughts.xlsx", workbook(vec![b' '; 80 << 20])),
        ("laughs.xlsx", workbook(laughs)),
        ("no-sheet.xlsx", archive(&[("xl/workbook.xml", b"<x/>".to_vec())])),
        ("text.xlsx", b"not a table".to_vec()),
        ("nought.csv", b"\0\0\0\0".to_vec()),
        ("bytes.csv", b"\xff\xfe\xff\xfe\x80\x81".to_vec()),
        ("quote.csv", b"\"never closed,1\r\n2,3".to_vec()),
        ("wide.csv", "a,".repeat(50_000).into_bytes()),
        (
            "formula.csv",
            "编号,标题\r\n=cmd|' /C calc'!A0,@SUM(1)\r\n".as_bytes().to_vec(),
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\xff\xff\xff\xff".to_vec()),
        ("open.ods", archive(&[("content.xml", b"<a><b></a></b>".to_vec())])),
    ];
    let (stop, stopped) = tokio::sync::watch::channel(());
    let desk = judged.bureau.desk.clone();
    let runner = tokio::spawn(async move { desk.work_imports(stopped).await });
    let mut analyst = judged.bureau.signed_in("office-analyst").await;
    for (name, bytes) in tables {
        let answer = analyst.upload("/import", "/import", &[], (name, &bytes)).await;
        let what = format!("table {name}");
        if !judged.look(&what, "en", &answer) {
            continue;
        }
        let run = answer.header("location").to_owned();
        let mut page = analyst.get(&run).await;
        for _ in 0..400 {
            if !page.text().contains("id=\"progress\"") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            page = analyst.get(&run).await;
        }
        judged.must(!page.text().contains("id=\"progress\""), || {
            format!("{what} is never done")
        });
        judged.look(&format!("{what}, its page"), "en", &page);
    }
    drop(stop);
    runner.await.unwrap();
}
