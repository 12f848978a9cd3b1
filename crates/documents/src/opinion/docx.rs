//! The opinion as DOCX.

use super::compose::Sheet;
use crate::brief::Error;
use crate::brief::docx::{name_size, paragraph, run};
use crate::brief::ooxml::{Package, face};

/// The bytes of the DOCX: the same for the same paper.
pub(super) fn print(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let right = "<w:jc w:val=\"right\"/>";
    let mut body = String::new();
    if let Some(draft) = &sheet.draft {
        let boxed = format!(
            "{}<w:color w:val=\"D0021B\"/><w:bdr w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"D0021B\"/>",
            face("黑体")
        );
        body += &paragraph("BriefHead", right, &run(&boxed, draft));
    }
    let size = name_size(sheet.issuer.as_str());
    let size = format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    body += &paragraph("BriefName", "", &run(&size, &sheet.issuer));
    let red_line = "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"D0021B\"/></w:pBdr>";
    body += &paragraph(
        "BriefHead",
        &format!("{red_line}<w:jc w:val=\"center\"/>"),
        &run("", &sheet.number),
    );
    body += &paragraph("Title", "", &run("", &sheet.title));
    // The addressee begins at the edge of the text.
    let flush = "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";
    body += &paragraph("BriefText", flush, &run("", &sheet.to));
    body += &paragraph("BriefText", "", &run("", &sheet.opening));
    for part in &sheet.parts {
        body += &paragraph("Heading1", "", &run("", &part.heading));
        for line in &part.paragraphs {
            body += &paragraph("BriefText", "", &run("", line));
        }
    }
    body += &paragraph("BriefText", "", &run("", &sheet.closing));
    body += &paragraph("BriefText", "", "");
    let signed = "<w:keepNext/><w:ind w:right=\"640\"/><w:jc w:val=\"right\"/>";
    body += &paragraph("BriefText", signed, &run("", &sheet.sign));
    body += &paragraph("BriefText", signed, &run("", &sheet.date));
    let [year, month, day] = sheet.issued_on;
    let package = Package {
        body,
        pictures: Vec::new(),
        top: None,
        title: sheet.title.to_string(),
        author: sheet.issuer.to_string(),
        lang: sheet.lang,
        issued_on: format!("{year:04}-{month:02}-{day:02}"),
    };
    package.pack()
}
