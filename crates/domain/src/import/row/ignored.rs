//! Rows that are no cases: blank ones, totals, headers once more, zero reports, notes under the table.

use super::Reader;
use crate::import::{Cell, Ignored, number, text_of};
use crate::pack::{FieldName, Pack, fold};

/// Words of the pack by which rows are left out, folded.
pub(in crate::import) struct Words {
    totals: Vec<String>,
    zero: Vec<String>,
    notes: Vec<String>,
}

impl Words {
    pub(in crate::import) fn of(pack: &Pack) -> Self {
        let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect();
        Self {
            totals: folded(&pack.import.totals),
            zero: folded(&pack.import.zero),
            notes: folded(&pack.import.notes),
        }
    }

    /// Whether a text says that there is nothing to report.
    pub(in crate::import) fn say_zero(&self, text: &str) -> bool {
        self.zero.contains(&fold(text))
    }

    /// 合计, and 合计：5964件.
    fn say_total(&self, folded: &str) -> bool {
        self.totals.iter().any(|total| {
            folded.strip_prefix(total.as_str()).is_some_and(|rest| {
                rest.chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, '件' | '条' | '起' | '共' | '个'))
            })
        })
    }

    fn are_a_note(&self, folded: &str) -> bool {
        self.notes.iter().any(|note| folded.starts_with(note.as_str()))
    }
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
        if self.words.say_total(&folded)
            && self
                .cell(cells, FieldName::ReceivedAt)
                .is_none_or(|cell| !self.is_moment(cell))
        {
            return Some(Ignored::Total);
        }
        if self.repeats_header(cells) {
            return Some(Ignored::Header);
        }
        if rest <= 1 && cells.iter().filter_map(text_of).any(|text| self.words.say_zero(&text)) {
            return Some(Ignored::Zero);
        }
        let few = rest < 4
            && self
                .cell(cells, FieldName::ReceivedAt)
                .is_none_or(|cell| !self.is_moment(cell));
        (few && self.words.are_a_note(&folded)).then_some(Ignored::Note)
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
