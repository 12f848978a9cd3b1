//! Files in a dossier: photos, scans and PDFs become pages in their place, with a line each in the contents; anything else, and
//! what would harm the printing, has a page that says what it is.

use crate::mediation::tests::{agreed, at, holder, picture};
use crate::mediation::{Dossier, Files, Paper, compose, dossier_docx, dossier_pdf, pdf};
use domain::Locale;
use domain::case::{Event, Evidence, evolve};
use domain::pack::DossierPart;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let dots = RgbImage::from_fn(width, height, |x, y| {
        let share = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
        Rgb([share(x, width), share(y, height), 120])
    });
    let mut bytes = Vec::new();
    let dots = DynamicImage::ImageRgb8(dots);
    dots.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A PDF that leaves its letters to the reader's own fonts.
fn without_fonts() -> Vec<u8> {
    let content = "BT /F1 24 Tf 72 720 Td (Hello) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    for (object, n) in objects.iter().zip(1..) {
        file = format!("{file}{n} 0 obj\n{object}\nendobj\n");
    }
    file += "trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n";
    file.into_bytes()
}

fn put(dossier: &mut Dossier, n: u8, part: DossierPart, name: &str, media_type: &str, bytes: Vec<u8>) {
    let actor = holder(&dossier.pack, "mediator-one");
    let sha256 = format!("{n:02x}").repeat(32);
    let evidence = Evidence {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.len() as u64,
        sha256: sha256.clone(),
    };
    let filed = Event::EvidenceFiled {
        sha256: sha256.clone(),
        part,
    };
    let mut case = Some(dossier.case.clone());
    for event in [Event::EvidenceAttached(evidence), filed] {
        case = evolve(case, &event, &actor, at("2026-03-05 09:00"));
    }
    dossier.case = case.unwrap();
    dossier.files.insert(sha256, bytes);
}

fn with_files() -> Dossier {
    let mut dossier = agreed();
    let notice = pdf(&dossier, Paper::Notice, Locale::ZhCn).unwrap();
    let office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    for (n, part, name, media_type, bytes) in [
        (20, DossierPart::Identity, "证件.png", "image/png", picture()),
        (
            21,
            DossierPart::Evidence,
            "院墙.jpg",
            "image/jpeg",
            photo(800, 600, ImageFormat::Jpeg),
        ),
        (
            22,
            DossierPart::Evidence,
            "排水沟.webp",
            "image/webp",
            photo(300, 900, ImageFormat::WebP),
        ),
        (23, DossierPart::Evidence, "租约.pdf", "application/pdf", notice),
        (24, DossierPart::Evidence, "清单.docx", office, b"PK".to_vec()),
    ] {
        put(&mut dossier, n, part, name, media_type, bytes);
    }
    dossier
}

#[test]
fn files_are_pages_in_their_place_of_the_order() {
    let dossier = with_files();
    let sheet = compose::whole(&dossier, Locale::ZhCn, Files::AsPages);
    let names: Vec<&str> = sheet.folios.iter().map(|folio| folio.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cover",
            "contents",
            "intake",
            "notice",
            "identity-files",
            "scan",
            "evidence-files",
            "scan",
            "scan",
            "scan",
            "scan",
            "scan",
            "record-1",
            "agreement",
            "notes",
            "back-cover"
        ]
    );
    let endings: Vec<&str> = sheet.pictures.iter().map(|picture| picture.ending).collect();
    // Three signatures that were drawn, then the files: WebP as PNG, the two pages of the PDF as drawings.
    assert_eq!(endings, ["png", "png", "png", "png", "jpg", "png", "svg", "svg"]);
    let lines = sheet.contents.lines.iter();
    let lines: Vec<String> = lines.map(|line| format!("{} {}", line.number, line.name)).collect();
    for line in ["5 当事人身份证明", "5-1 证件.png", "6-1 院墙.jpg", "6-4 清单.docx"] {
        assert!(lines.iter().any(|known| known == line), "{line} in {lines:?}");
    }
    for locale in Locale::ALL {
        let whole = dossier_pdf(&dossier, locale).unwrap();
        assert_eq!(whole, dossier_pdf(&dossier, locale).unwrap());
        assert!(
            whole.windows(3).any(|bytes| bytes == b"DCT"),
            "the JPEG is in it as it is"
        );
        if let Some(dir) = std::env::var_os("HUYING_KEEP_PAPERS") {
            let dir = std::path::PathBuf::from(dir);
            std::fs::write(dir.join(format!("files.{}.pdf", locale.tag())), &whole).unwrap();
            std::fs::write(dir.join("files.zip"), dossier_docx(&dossier, locale).unwrap()).unwrap();
        }
    }
}

#[test]
fn files_go_along_with_the_parts_as_they_are() {
    let dossier = with_files();
    let parts = dossier_docx(&dossier, Locale::ZhCn).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&parts)).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
        .collect();
    for name in [
        "05-identity-files.docx",
        "05-identity-files-1.png",
        "06-evidence-files-1.jpg",
        "06-evidence-files-3.pdf",
        "06-evidence-files-4.docx",
        "07-record-1.docx",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
}

#[test]
fn what_cannot_be_printed_lies_beside_and_keeps_nothing_from_being_printed() {
    let mut bomb = picture();
    // Its head says that it is forty thousand dots wide.
    bomb[16..20].copy_from_slice(&40_000_u32.to_be_bytes());
    let mut cut = photo(200, 200, ImageFormat::Jpeg);
    cut.truncate(60);
    let mut dossier = agreed();
    for (n, media_type, bytes) in [
        (30, "image/png", bomb),
        (31, "image/jpeg", cut),
        (32, "application/pdf", b"%PDF-1.7\nnothing".to_vec()),
        (33, "application/pdf", without_fonts()),
        (35, "image/png", b"<svg onload=alert(1)>".to_vec()),
    ] {
        put(&mut dossier, n, DossierPart::Evidence, "文件", media_type, bytes);
    }
    let sheet = compose::whole(&dossier, Locale::ZhCn, Files::AsPages);
    assert_eq!(sheet.pictures.len(), 3, "signatures alone");
    let text = serde_json::to_string(&sheet).unwrap();
    assert_eq!(text.matches("原样另附").count(), 5);
    assert!(text.contains(&"21".repeat(32)), "the SHA-256 of the last but one");
    assert!(dossier_pdf(&dossier, Locale::ZhCn).unwrap().starts_with(b"%PDF-1.7"));
    // One that was not opened lies beside too.
    dossier.files.clear();
    assert!(dossier_pdf(&dossier, Locale::En).unwrap().starts_with(b"%PDF-1.7"));
}
