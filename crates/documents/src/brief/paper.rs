//! A brief as it stands on paper, before it is DOCX, PDF or a page: every sentence is made once, so all three say the same.

use super::line::Line;
use serde::Serialize;

/// The whole paper.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Paper {
    /// BCP 47 tag of its language.
    pub(super) lang: &'static str,
    /// For the title bar and the file's properties.
    pub(super) document_title: Line,
    /// The date the file's properties bear: the day of issue, never the day of printing.
    pub(super) issued_on: [i16; 3],
    /// 公开, 内部 or 工作秘密.
    pub(super) level: Line,
    /// 草稿, while nobody has signed.
    pub(super) draft: Option<Line>,
    /// The name in red.
    pub(super) name: Line,
    /// 第N期.
    pub(super) issue: Line,
    /// Who issues it.
    pub(super) issuer: Line,
    /// Date of issue in words.
    pub(super) date: Line,
    /// The title under the red line.
    pub(super) title: Line,
    /// The body.
    pub(super) sections: Vec<Section>,
    /// 报, 送, 发, each a sentence of its own; may be empty.
    pub(super) circulation: Vec<Line>,
    /// Copies.
    pub(super) copies: Line,
    /// As of, signed by, version, printed.
    pub(super) marks: Vec<Line>,
}

/// A numbered section.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Section {
    pub(super) heading: Line,
    pub(super) blocks: Vec<Block>,
}

/// What a section is made of.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    /// A paragraph.
    Paragraph { text: Line },
    /// A remark in small type.
    Note { text: Line },
    /// A numbered item: what it is, then why it is here.
    Item { number: Line, title: Line, rest: Line },
    /// A table.
    Table(Table),
    /// A chart; a table with its numbers stands beside or behind it.
    Chart(Chart),
}

/// A table with one row of headings.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Table {
    pub(super) caption: Line,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Line>>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Column {
    pub(super) heading: Line,
    /// Share of the table's width.
    pub(super) share: u32,
    pub(super) align: Align,
}

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// A bar chart.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Chart {
    pub(super) title: Line,
    /// The chart in one sentence, for who cannot see it.
    pub(super) description: Line,
    /// What the bars are of, for the table behind the chart.
    pub(super) axis: Line,
    pub(super) form: Form,
    /// Names of the first and, where there is one, the second series.
    pub(super) series: Vec<Line>,
    pub(super) bars: Vec<Bar>,
    /// Whether the page shows the chart's numbers in a table of its own behind it.
    pub(super) own_table: bool,
}

/// Which way the bars run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// Days from left to right; the last one stands out.
    Upright,
    /// Names from top to bottom.
    Lying,
}

/// One place of a chart.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bar {
    pub(super) label: Line,
    pub(super) first: u64,
    pub(super) second: Option<u64>,
}

impl Paper {
    /// Everything that is printed, for looking at the characters before a font has to show them.
    pub(super) fn each_line(&mut self, mut change: impl FnMut(&mut Line)) {
        let Self {
            document_title,
            level,
            draft,
            name,
            issue,
            issuer,
            date,
            title,
            sections,
            circulation,
            copies,
            marks,
            ..
        } = self;
        for line in [document_title, level, name, issue, issuer, date, title, copies] {
            change(line);
        }
        draft.iter_mut().chain(circulation).chain(marks).for_each(&mut change);
        for section in sections {
            change(&mut section.heading);
            for block in &mut section.blocks {
                match block {
                    Block::Paragraph { text } | Block::Note { text } => change(text),
                    Block::Item { number, title, rest } => [number, title, rest].into_iter().for_each(&mut change),
                    Block::Table(table) => {
                        change(&mut table.caption);
                        table.columns.iter_mut().for_each(|column| change(&mut column.heading));
                        table.rows.iter_mut().flatten().for_each(&mut change);
                    }
                    Block::Chart(chart) => {
                        for line in [&mut chart.title, &mut chart.description, &mut chart.axis] {
                            change(line);
                        }
                        chart.series.iter_mut().for_each(&mut change);
                        chart.bars.iter_mut().for_each(|bar| change(&mut bar.label));
                    }
                }
            }
        }
    }
}
