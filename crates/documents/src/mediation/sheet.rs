//! Papers before they are DOCX or PDF: every sentence is made once.

use super::scans::Picture;
use crate::brief::line::Line;
use serde::Serialize;

/// One paper, or all of a dossier.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sheet {
    /// BCP 47 tag of its language.
    pub(super) lang: &'static str,
    /// The date the file's properties bear.
    pub(super) issued_on: [i16; 3],
    /// For the file's properties.
    pub(super) title: Line,
    /// Who makes it.
    pub(super) author: Line,
    /// Its papers; each begins a page.
    pub(super) folios: Vec<Folio>,
    /// Words of the page of contents.
    pub(super) contents: Contents,
    /// Pictures, which blocks name by their place.
    #[serde(skip)]
    pub(super) pictures: Vec<Picture>,
    /// Files that go with a folio, by its place: the ending of their names, and what is in them.
    #[serde(skip)]
    pub(super) originals: Vec<(usize, &'static str, Vec<u8>)>,
}

/// Headings of the page of contents.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Contents {
    pub(super) number: Line,
    pub(super) name: Line,
    pub(super) page: Line,
    /// 缺.
    pub(super) missing: Line,
    /// Parts in their order, those that are missing among them.
    pub(super) lines: Vec<ContentsLine>,
}

/// A line of the page of contents.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ContentsLine {
    /// Its number; of a file under a part, after the part's.
    pub(super) number: Line,
    pub(super) name: Line,
    /// The folio with which it begins; none where it is missing.
    pub(super) folio: Option<usize>,
}

/// A paper.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Folio {
    /// Its name in file names.
    pub(super) name: String,
    pub(super) form: Form,
    pub(super) title: Line,
    /// A line under the title, to the right: its number.
    pub(super) number: Line,
    pub(super) blocks: Vec<Block>,
}

/// How a paper is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// The first page of a dossier.
    Cover,
    /// The page of contents.
    Contents,
    /// A page of a file: one picture under a line that says which.
    Scan,
    /// Anything else.
    Plain,
}

/// What a paper is made of.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    /// A heading.
    Heading { text: Line },
    /// A paragraph.
    Paragraph { text: Line },
    /// A paragraph that begins at the edge of the text.
    Flush { text: Line },
    /// Names and values in two columns.
    Facts { rows: Vec<(Line, Line)> },
    /// A table with a row of headings; shares of the width.
    Table {
        columns: Vec<(Line, u32)>,
        rows: Vec<Vec<Line>>,
    },
    /// Who signs, with the picture of the signature or a place for it.
    Signatures { lines: Vec<SignatureLine> },
    /// A picture as large as the page takes it, and the ending of its name.
    Scan {
        picture: usize,
        ending: &'static str,
        alt: Line,
    },
    /// To the right: who, and when.
    Closing { lines: Vec<Line> },
}

/// A place for a signature.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SignatureLine {
    pub(super) label: Line,
    pub(super) picture: Option<usize>,
    /// When and how it was given; empty where it was not.
    pub(super) note: Line,
}

impl Sheet {
    /// Everything that is printed.
    pub(super) fn each_line(&mut self, mut change: impl FnMut(&mut Line)) {
        change(&mut self.title);
        change(&mut self.author);
        let Contents {
            number,
            name,
            page,
            missing,
            lines,
        } = &mut self.contents;
        [number, name, page, missing].into_iter().for_each(&mut change);
        for line in lines {
            change(&mut line.number);
            change(&mut line.name);
        }
        for folio in &mut self.folios {
            change(&mut folio.title);
            change(&mut folio.number);
            folio.blocks.iter_mut().for_each(|block| block.each_line(&mut change));
        }
    }
}

impl Block {
    fn each_line(&mut self, change: &mut impl FnMut(&mut Line)) {
        match self {
            Self::Heading { text } | Self::Paragraph { text } | Self::Flush { text } => change(text),
            Self::Facts { rows } => {
                for (name, value) in rows {
                    change(name);
                    change(value);
                }
            }
            Self::Table { columns, rows } => {
                for (heading, _) in columns {
                    change(heading);
                }
                rows.iter_mut().flatten().for_each(change);
            }
            Self::Signatures { lines } => {
                for line in lines {
                    change(&mut line.label);
                    change(&mut line.note);
                }
            }
            Self::Scan { alt, .. } => change(alt),
            Self::Closing { lines } => lines.iter_mut().for_each(change),
        }
    }
}
