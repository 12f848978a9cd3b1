//! The brief as PDF, and the setting of papers by Typst: from one fixed template each, with fonts the program carries, and
//! no file, no network, no clock.

use super::Error;
use super::chart;
use super::fonts;
use super::line::Line;
use super::paper::{Block, Paper};
use std::fmt::Write as _;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// A Latin word longer than this may be broken anywhere, or it would run out of the text block.
const LONG_WORD: usize = 24;
/// How many letters of such a word stay together.
const PIECE: usize = 6;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    fonts::ALL
        .iter()
        .flat_map(|data| Font::iter(Bytes::new(*data)))
        .collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(project_file("brief.typ"), include_str!("brief.typ").to_owned()));
static PAPER: LazyLock<FileId> = LazyLock::new(|| project_file("paper.json"));

/// The bytes of the PDF: the same for the same paper.
pub(super) fn print(mut paper: Paper) -> Result<Vec<u8>, Error> {
    paper.each_line(|line| *line = printable(line));
    set(&TEMPLATE, json(&paper)?, paper.issued_on)
}

/// Sets a template with what it reads as `paper.json`; the file's properties bear the day of issue.
pub(crate) fn set(template: &'static Source, paper: Vec<u8>, issued_on: [i16; 3]) -> Result<Vec<u8>, Error> {
    set_with(template, paper, Vec::new(), issued_on)
}

/// The same with pictures, each with the ending of its name, which the template finds as `picture-0.png` and so on.
pub(crate) fn set_with(
    template: &'static Source,
    paper: Vec<u8>,
    pictures: Vec<(&'static str, Vec<u8>)>,
    issued_on: [i16; 3],
) -> Result<Vec<u8>, Error> {
    let pictures = pictures.into_iter().enumerate();
    let desk = Desk {
        template,
        paper: Bytes::new(paper),
        pictures: pictures
            .map(|(at, (ending, bytes))| (project_file(&format!("picture-{at}.{ending}")), Bytes::new(bytes)))
            .collect(),
    };
    let document = typst::compile(&desk).output.map_err(|errors| told(&errors))?;
    let [year, month, day] = issued_on;
    let issued_on = (u8::try_from(month).ok()).zip(u8::try_from(day).ok());
    let issued_on = issued_on.and_then(|(month, day)| Datetime::from_ymd_hms(year.into(), month, day, 0, 0, 0));
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Huying".to_owned())),
        timestamp: issued_on.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a]).map_err(|error| Error(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors));
    // Typst remembers what it has set; a server that prints for months would only grow.
    typst::comemo::evict(0);
    pdf
}

/// What the template reads.
fn json(paper: &Paper) -> Result<Vec<u8>, Error> {
    let wrong = |error: serde_json::Error| Error(error.to_string());
    let mut json = serde_json::to_value(paper).map_err(wrong)?;
    for (at, section) in paper.sections.iter().enumerate() {
        for (place, block) in section.blocks.iter().enumerate() {
            if let Block::Chart(chart) = block {
                let svg = chart::svg(chart, chart::WIDE, "chart", fonts::SONG_FAMILY);
                json["sections"][at]["blocks"][place]["svg"] = svg.into();
            }
        }
    }
    serde_json::to_vec(&json).map_err(wrong)
}

/// A line as the fonts can show it: a character that they lack is printed by its number, so that nothing vanishes and
/// nothing looks like something else; a very long word may be broken.
pub(crate) fn printable(line: &Line) -> Line {
    let mut text = String::with_capacity(line.as_str().len());
    for word in line.as_str().split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let is_long = word.len() > LONG_WORD;
        for (c, at) in word.chars().zip(0_usize..) {
            if is_long && at > 0 && at.is_multiple_of(PIECE) {
                text.push('\u{200b}');
            }
            if is_covered(c) {
                text.push(c);
            } else {
                let _ = write!(text, "[U+{:04X}]", u32::from(c));
            }
        }
    }
    Line::broken(text)
}

fn is_covered(c: char) -> bool {
    FONTS.iter().any(|font| font.info().coverage.contains(u32::from(c)))
}

pub(crate) fn project_file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the name is a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn told(errors: &[SourceDiagnostic]) -> Error {
    Error(
        errors
            .iter()
            .map(|error| error.message.as_str())
            .collect::<Vec<_>>()
            .join("; "),
    )
}

/// The world that the template sees: itself, the paper, its pictures, two fonts.
struct Desk {
    template: &'static Source,
    paper: Bytes,
    pictures: Vec<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *PAPER {
            return Ok(self.paper.clone());
        }
        let picture = self.pictures.iter().find(|(known, _)| *known == id);
        picture.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
