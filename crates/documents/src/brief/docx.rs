//! The brief as DOCX, to be worked on and printed where 仿宋 and its kin are installed.

use super::chart::{self, escape};
use super::line::Line;
use super::ooxml::{Package, TEXT_WIDTH, face};
use super::paper::{Align, Block, Chart, Paper, Table};
use super::{Error, fonts};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

/// Picture dots for a unit of the chart: some 260 to the inch on paper.
const DOTS: f32 = 2.5;
/// 156 mm in the units of drawings (EMU).
const PICTURE_WIDTH: u64 = 5_616_000;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut database = usvg::fontdb::Database::new();
    for font in fonts::ALL {
        database.load_font_data(font.to_vec());
    }
    Arc::new(database)
});

/// The bytes of the DOCX: the same for the same paper.
pub(super) fn print(paper: &Paper) -> Result<Vec<u8>, Error> {
    let mut body = head(paper);
    let mut pictures = Vec::new();
    for section in &paper.sections {
        body += &paragraph("Heading1", "", &run("", &section.heading));
        for block in &section.blocks {
            write_block(&mut body, block, &mut pictures)?;
        }
    }
    body += &foot(paper);
    let [year, month, day] = paper.issued_on;
    let package = Package {
        body,
        pictures,
        top: None,
        title: paper.document_title.to_string(),
        author: paper.issuer.to_string(),
        lang: paper.lang,
        issued_on: format!("{year:04}-{month:02}-{day:02}"),
    };
    package.pack()
}

pub(crate) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

pub(crate) fn run(properties: &str, line: &Line) -> String {
    format!(
        "<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(line.as_str())
    )
}

const TAB: &str = "<w:r><w:tab/></w:r>";

fn head(paper: &Paper) -> String {
    let right = format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{TEXT_WIDTH}\"/></w:tabs>");
    let mut corner = run(&face("黑体"), &paper.level);
    if let Some(draft) = &paper.draft {
        let boxed = format!(
            "{}<w:color w:val=\"D0021B\"/><w:bdr w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"D0021B\"/>",
            face("黑体")
        );
        corner += TAB;
        corner += &run(&boxed, draft);
    }
    let size = name_size(paper.name.as_str());
    let size = format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    let red_line = "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"D0021B\"/></w:pBdr>";
    let sides = format!(
        "{red_line}<w:tabs><w:tab w:val=\"left\" w:pos=\"320\"/><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
        TEXT_WIDTH - 320
    );
    // A tab and not an indent: the red line under it reaches over the whole text block.
    let issuer = TAB.to_owned() + &run("", &paper.issuer) + TAB + &run("", &paper.date);
    [
        paragraph("BriefHead", &right, &corner),
        paragraph("BriefName", "", &run(&size, &paper.name)),
        paragraph("BriefHead", "<w:jc w:val=\"center\"/>", &run("", &paper.issue)),
        paragraph("BriefHead", &sides, &issuer),
        paragraph("Title", "", &run("", &paper.title)),
    ]
    .concat()
}

/// Size of the name in half points: as large as one line holds, from 26 to 46 pt.
pub(crate) fn name_size(name: &str) -> u32 {
    let halves: u32 = name.chars().map(|c| if c.is_ascii() { 11 } else { 20 }).sum();
    (442 * 2 * 19 / halves.max(1)).clamp(52, 92)
}

fn write_block(body: &mut String, block: &Block, pictures: &mut Vec<Vec<u8>>) -> Result<(), Error> {
    match block {
        Block::Paragraph { text } => *body += &paragraph("BriefText", "", &run("", text)),
        Block::Note { text } => *body += &paragraph("TableText", "", &run("", text)),
        Block::Item { number, title, rest } => {
            let title = run(&format!("{}<w:b/>", face("楷体")), title);
            *body += &paragraph("BriefItem", "", &(run("", number) + &title + &run("", rest)));
        }
        Block::Table(table) => write_table(body, table),
        Block::Chart(chart) => {
            pictures.push(picture(chart)?);
            *body += &paragraph("Caption", "", &run("", &chart.title));
            *body += &paragraph("TableText", "<w:jc w:val=\"center\"/>", &drawing(chart, pictures.len()));
        }
    }
    Ok(())
}

fn write_table(body: &mut String, table: &Table) {
    let shares: u32 = table.columns.iter().map(|column| column.share).sum::<u32>().max(1);
    let widths: Vec<_> = table
        .columns
        .iter()
        .map(|column| TEXT_WIDTH * column.share / shares)
        .collect();
    *body += &paragraph("Caption", "", &run("", &table.caption));
    let _ = write!(
        body,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:tblBorders>\
         <w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
         <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
         <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/></w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar>\
         <w:tblLook w:firstRow=\"1\" w:firstColumn=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        escape(table.caption.as_str())
    );
    for width in &widths {
        let _ = write!(body, "<w:gridCol w:w=\"{width}\"/>");
    }
    body.push_str("</w:tblGrid>");
    let heads: Vec<_> = table.columns.iter().map(|column| &column.heading).collect();
    write_row(body, table, &widths, &heads, true);
    for row in &table.rows {
        write_row(body, table, &widths, &row.iter().collect::<Vec<_>>(), false);
    }
    body.push_str("</w:tbl>");
    // Two tables that touch would become one.
    *body += &paragraph("TableText", "", "");
}

fn write_row(body: &mut String, table: &Table, widths: &[u32], cells: &[&Line], is_head: bool) {
    let (style, head) = if is_head {
        ("TableHead", "<w:tblHeader/>")
    } else {
        ("TableText", "")
    };
    let _ = write!(body, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
    for ((cell, column), width) in cells.iter().zip(&table.columns).zip(widths) {
        let side = match column.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        let text = paragraph(style, &format!("<w:jc w:val=\"{side}\"/>"), &run("", cell));
        let _ = write!(
            body,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{text}</w:tc>"
        );
    }
    body.push_str("</w:tr>");
}

/// The chart as PNG, drawn with the program's own fonts.
fn picture(chart: &Chart) -> Result<Vec<u8>, Error> {
    let options = usvg::Options {
        fontdb: FONTS.clone(),
        font_family: fonts::SONG_FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    let svg = chart::svg(chart, chart::WIDE, "chart", fonts::SONG_FAMILY);
    let tree = usvg::Tree::from_str(&svg, &options).map_err(|error| Error(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(DOTS);
    let size = size.ok_or_else(|| Error("a chart without a size".to_owned()))?;
    let mut dots = Pixmap::new(size.width(), size.height()).ok_or_else(|| Error("a chart too large".to_owned()))?;
    dots.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(DOTS, DOTS), &mut dots.as_mut());
    dots.encode_png().map_err(|error| Error(error.to_string()))
}

fn drawing(chart: &Chart, number: usize) -> String {
    let height = PICTURE_WIDTH * u64::from(chart::height(chart, chart::WIDE)) / u64::from(chart::WIDE.width);
    let extent = format!("cx=\"{PICTURE_WIDTH}\" cy=\"{height}\"");
    let title = escape(chart.title.as_str());
    let description = escape(chart.description.as_str());
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent {extent}/>\
         <wp:docPr id=\"{number}\" name=\"{title}\" descr=\"{description}\"/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"image{number}.png\" descr=\"{description}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rIdImage{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext {extent}/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

/// 版记: in one piece, between rules.
fn foot(paper: &Paper) -> String {
    let rule = |side: &str, size: u32| {
        format!("<w:pBdr><w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"4\" w:color=\"000000\"/></w:pBdr>")
    };
    let keep = "<w:keepNext/><w:keepLines/>";
    let hanging = "<w:ind w:left=\"560\" w:hanging=\"560\"/>";
    let mut foot = paragraph("BriefText", keep, "");
    for (line, at) in paper.circulation.iter().zip(0..) {
        let top = if at == 0 { rule("top", 8) } else { String::new() };
        foot += &paragraph("BriefFoot", &format!("{keep}{top}{hanging}"), &run("", line));
    }
    let copies = format!("{keep}{}<w:jc w:val=\"right\"/>", rule("bottom", 4));
    foot += &paragraph("BriefFoot", &copies, &run("", &paper.copies));
    let marks: Vec<_> = paper.marks.iter().map(Line::as_str).collect();
    let marks = Line::from(marks.join(if paper.lang == "en" { ". " } else { "　" }));
    foot + &paragraph("TableText", &rule("bottom", 8), &run("", &marks))
}
