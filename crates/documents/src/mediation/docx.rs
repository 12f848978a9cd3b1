//! Papers as DOCX, one file each.

use super::scans::Picture;
use super::sheet::{Block, Contents, Folio, Form, Sheet, SignatureLine};
use crate::brief::Error;
use crate::brief::chart::escape;
use crate::brief::docx::{paragraph, run};
use crate::brief::line::Line;
use crate::brief::ooxml::{Package, TEXT_WIDTH, face, zipped};
use std::fmt::Write as _;

/// A signature on paper, in the units of drawings (EMU): 15 mm high.
const SIGNATURE_HEIGHT: u64 = 540_000;
/// And no wider than 80 mm.
const SIGNATURE_WIDTH: u64 = 2_880_000;

/// The bytes of one paper: the same for the same sheet.
pub(super) fn print(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut body = String::new();
    let mut pictures = Pictures::of(sheet);
    for folio in &sheet.folios {
        write(&mut body, folio, sheet, &mut pictures);
    }
    pack(sheet, sheet.title.to_string(), body, pictures)
}

/// All papers, numbered in their order, in one ZIP, with the files that go with them.
pub(super) fn print_parts(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut files = Vec::with_capacity(sheet.folios.len());
    for ((at, folio), n) in sheet.folios.iter().enumerate().zip(1_u32..) {
        let mut body = String::new();
        let mut pictures = Pictures::of(sheet);
        write(&mut body, folio, sheet, &mut pictures);
        let bytes = pack(sheet, folio.title.to_string(), body, pictures)?;
        files.push((format!("{n:02}-{}.docx", folio.name), bytes));
        let originals = sheet.originals.iter().filter(|(of, ..)| *of == at);
        for ((_, ending, original), place) in originals.zip(1_u32..) {
            files.push((format!("{n:02}-{}-{place}.{ending}", folio.name), original.clone()));
        }
    }
    zipped(&files).map_err(|error| Error(error.to_string()))
}

/// The pictures of one file, in the order in which they are used.
struct Pictures<'a> {
    all: &'a [Picture],
    used: Vec<Vec<u8>>,
}

impl<'a> Pictures<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        Self {
            all: &sheet.pictures,
            used: Vec::new(),
        }
    }
}

fn pack(sheet: &Sheet, title: String, body: String, pictures: Pictures<'_>) -> Result<Vec<u8>, Error> {
    let [year, month, day] = sheet.issued_on;
    let package = Package {
        body,
        pictures: pictures.used,
        top: None,
        title,
        author: sheet.author.to_string(),
        lang: sheet.lang,
        issued_on: format!("{year:04}-{month:02}-{day:02}"),
    };
    package.pack()
}

fn write(body: &mut String, folio: &Folio, sheet: &Sheet, pictures: &mut Pictures<'_>) {
    if folio.form == Form::Cover {
        *body += &paragraph(
            "BriefHead",
            "<w:spacing w:before=\"1800\"/><w:jc w:val=\"center\"/>",
            &run("", &folio.number),
        );
        let large = "<w:sz w:val=\"68\"/><w:szCs w:val=\"68\"/>";
        *body += &paragraph("Title", "<w:spacing w:after=\"1200\"/>", &run(large, &folio.title));
    } else {
        *body += &paragraph("Title", "", &run("", &folio.title));
        if !folio.number.as_str().is_empty() {
            *body += &paragraph("BriefHead", "<w:jc w:val=\"right\"/>", &run("", &folio.number));
        }
    }
    if folio.form == Form::Contents {
        write_contents(body, &sheet.contents);
    }
    let following = folio.blocks.iter().skip(1).map(Some).chain([None]);
    for (block, next) in folio.blocks.iter().zip(following) {
        // Nobody signs on a page that has no word of what is signed.
        let signed = matches!(next, Some(Block::Signatures { .. }));
        write_block(body, block, signed, pictures);
    }
}

/// The contents without page numbers, which only whoever binds the papers knows.
fn write_contents(body: &mut String, contents: &Contents) {
    let columns = [(&contents.number, 14), (&contents.name, 70), (&contents.page, 16)];
    let rows: Vec<Vec<Line>> = contents
        .lines
        .iter()
        .map(|line| {
            let page = if line.folio.is_none() {
                contents.missing.clone()
            } else {
                Line::default()
            };
            vec![line.number.clone(), line.name.clone(), page]
        })
        .collect();
    write_table(body, &columns, true, &rows);
}

fn write_block(body: &mut String, block: &Block, signed: bool, pictures: &mut Pictures<'_>) {
    let flush = "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";
    match block {
        Block::Heading { text } => *body += &paragraph("Heading1", "", &run("", text)),
        Block::Paragraph { text } => {
            let kept = if signed { "<w:keepNext/><w:keepLines/>" } else { "" };
            *body += &paragraph("BriefText", kept, &run("", text));
        }
        Block::Flush { text } => *body += &paragraph("BriefText", flush, &run("", text)),
        Block::Facts { rows } => {
            let none = Line::default();
            let rows: Vec<Vec<Line>> = rows
                .iter()
                .map(|(name, value)| vec![name.clone(), value.clone()])
                .collect();
            write_table(body, &[(&none, 30), (&none, 70)], false, &rows);
        }
        Block::Table { columns, rows } => {
            let columns: Vec<(&Line, u32)> = columns.iter().map(|(heading, share)| (heading, *share)).collect();
            write_table(body, &columns, true, rows);
        }
        Block::Signatures { lines } => {
            for line in lines {
                let runs = signature(line, pictures);
                // The height of a picture: no exact pitch.
                let properties = "<w:keepNext/><w:keepLines/><w:spacing w:before=\"160\" w:after=\"160\" w:line=\"240\" w:lineRule=\"auto\"/>\
                     <w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>";
                *body += &paragraph("BriefText", properties, &runs);
            }
        }
        // The file itself lies beside.
        Block::Scan { .. } => {}
        Block::Closing { lines } => {
            *body += &paragraph("BriefText", "<w:keepNext/>", "");
            for (line, left) in lines.iter().zip((0..lines.len()).rev()) {
                let next = if left > 0 { "<w:keepNext/>" } else { "" };
                let signed = format!("{next}<w:keepLines/><w:ind w:right=\"640\"/><w:jc w:val=\"right\"/>");
                *body += &paragraph("BriefText", &signed, &run("", line));
            }
        }
    }
}

fn signature(line: &SignatureLine, pictures: &mut Pictures<'_>) -> String {
    let mut runs = run("", &line.label);
    let picture = line.picture.and_then(|at| pictures.all.get(at));
    if let Some(picture) = picture {
        let drawn = drawing(&picture.bytes, pictures.used.len() + 1, &line.label);
        pictures.used.push(picture.bytes.clone());
        runs += &drawn;
    } else if line.note.as_str().is_empty() {
        runs += &run("<w:u w:val=\"single\"/>", &Line::broken("\u{3000}".repeat(12)));
    }
    if !line.note.as_str().is_empty() {
        if line.picture.is_some() {
            // Under the signature, where a pen would have left it.
            runs += "<w:r><w:br/></w:r>";
        }
        runs += &run("<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>", &line.note);
    }
    runs
}

/// A picture in a line of text, as high as a signature.
fn drawing(png: &[u8], number: usize, label: &Line) -> String {
    let dots = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        u64::from(bytes.map_or(1, u32::from_be_bytes)).max(1)
    };
    let (wide, high) = (dots(16), dots(20));
    let width = (SIGNATURE_HEIGHT * wide / high).clamp(1, SIGNATURE_WIDTH);
    let height = width * high / wide;
    let extent = format!("cx=\"{width}\" cy=\"{height}\"");
    let words = escape(label.as_str());
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent {extent}/>\
         <wp:docPr id=\"{number}\" name=\"{words}\" descr=\"{words}\"/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"image{number}.png\" descr=\"{words}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdImage{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext {extent}/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

fn write_table(body: &mut String, columns: &[(&Line, u32)], headed: bool, rows: &[Vec<Line>]) {
    let shares: u32 = columns.iter().map(|(_, share)| share).sum::<u32>().max(1);
    let widths: Vec<u32> = columns.iter().map(|(_, share)| TEXT_WIDTH * share / shares).collect();
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(line)
        .concat();
    let _ = write!(
        body,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"100\" w:type=\"dxa\"/><w:right w:w=\"100\" w:type=\"dxa\"/></w:tblCellMar>\
         <w:tblLook w:firstRow=\"{}\" w:firstColumn=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
        u8::from(headed)
    );
    for width in &widths {
        let _ = write!(body, "<w:gridCol w:w=\"{width}\"/>");
    }
    body.push_str("</w:tblGrid>");
    if headed {
        let heads: Vec<&Line> = columns.iter().map(|(heading, _)| *heading).collect();
        write_row(body, &widths, &heads, true, true);
    }
    for row in rows {
        write_row(body, &widths, &row.iter().collect::<Vec<_>>(), false, headed);
    }
    body.push_str("</w:tbl>");
    // Two tables that touch would become one.
    *body += &paragraph("TableText", "", "");
}

/// `headed`: the headings are in the first row; otherwise in the first column.
fn write_row(body: &mut String, widths: &[u32], cells: &[&Line], is_head: bool, headed: bool) {
    let head = if is_head { "<w:tblHeader/>" } else { "" };
    let _ = write!(body, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
    for ((cell, width), at) in cells.iter().zip(widths).zip(0..) {
        let strong = is_head || (!headed && at == 0);
        let size = "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>";
        let face = if strong { face("黑体") } else { String::new() };
        let text = paragraph(
            "TableText",
            "<w:spacing w:before=\"60\" w:after=\"60\"/>",
            &run(&(face + size), cell),
        );
        let _ = write!(
            body,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{text}</w:tc>"
        );
    }
    body.push_str("</w:tr>");
}
