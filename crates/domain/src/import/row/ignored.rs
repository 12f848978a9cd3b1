//! Rows that are no cases: blank ones, totals, headers once more, zero reports, notes under the table.

use super::Reader;
use crate::import::{Cell, Ignored, number, text_of};
use crate::pack::{FieldName, fold};

/// Beginnings of what people write under a table, folded.
const NOTES: [&str; 14] = [
    "填报人",
    "填表人",
    "制表",
    "审核",
    "审批",
    "负责人",
    "联系人",
    "备注",
    "说明",
    "注",
    "单位负责人",
    "填报时间",
    "preparedby",
    "note",
];

/// Ways to say that there is nothing to report, folded.
const ZERO: [&str; 12] = [
    "零报告",
    "今日零报告",
    "无",
    "今日无",
    "本日无",
    "无事项",
    "无诉求",
    "今日无事项",
    "今日无诉求",
    "nothingtoreport",
    "zeroreport",
    "nil",
];

/// Whether a text says that there is nothing to report.
pub(in crate::import) fn says_zero(text: &str) -> bool {
    ZERO.contains(&fold(text).as_str())
}

impl Reader<'_> {
    /// Why a row is no case, if it is none.
    pub(super) fn ignored(&self, cells: &[Cell]) -> Option<Ignored> {
        let row_number = self.header.columns.get(&FieldName::RowNumber).copied();
        let mut filled = cells
            .iter()
            .enumerate()
            .filter_map(|(i, cell)| text_of(cell).map(|text| (i, text)));
        // A form with its rows numbered beforehand: a number alone says nothing.
        let Some((first_at, first)) = filled.next() else {
            return Some(Ignored::Blank);
        };
        let rest = filled.count();
        if rest == 0 && Some(first_at) == row_number && number::count(&cells[first_at]).is_ok() {
            return Some(Ignored::Blank);
        }
        let folded = fold(&first);
        if self.is_total(&folded)
            && self
                .cell(cells, FieldName::ReceivedAt)
                .is_none_or(|cell| !self.is_moment(cell))
        {
            return Some(Ignored::Total);
        }
        if self.repeats_header(cells) {
            return Some(Ignored::Header);
        }
        if rest <= 1 && (says_zero(&first) || cells.iter().filter_map(text_of).any(|text| says_zero(&text))) {
            return Some(Ignored::Zero);
        }
        let few = rest < 4
            && self
                .cell(cells, FieldName::ReceivedAt)
                .is_none_or(|cell| !self.is_moment(cell));
        (few && NOTES.iter().any(|note| folded.starts_with(note))).then_some(Ignored::Note)
    }

    /// 合计, and 合计：5964件.
    fn is_total(&self, folded: &str) -> bool {
        self.totals.iter().any(|total| {
            folded.strip_prefix(total.as_str()).is_some_and(|rest| {
                rest.chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, '件' | '条' | '起' | '共' | '个'))
            })
        })
    }

    fn repeats_header(&self, cells: &[Cell]) -> bool {
        let mut equal = 0;
        for column in self.header.columns.values() {
            match cells.get(*column).and_then(text_of) {
                Some(text)
                    if self
                        .folded_headers
                        .get(*column)
                        .is_some_and(|header| *header == fold(&text)) =>
                {
                    equal += 1;
                }
                Some(_) => return false,
                None => {}
            }
        }
        equal >= 2
    }
}
