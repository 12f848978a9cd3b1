//! Measures an XLS file before the library may read it: the library follows chains of sectors without looking for
//! circles, makes one dense range per sheet, and copies a shared text for every cell that names it.

use super::super::{Error, MOST_CELLS, damaged, refusal};
use super::compound::Compound;
use std::ops::ControlFlow;

/// Cells of the dense ranges that the library makes, all sheets together. A report is dense, a far cell is not.
const MOST_DENSE: u64 = 4 * MOST_CELLS;

/// Text that cells name, in characters, all sheets together.
const MOST_TEXT: u64 = 128 * 1024 * 1024;

const BOUND_SHEET: u16 = 0x0085;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const MUL_RK: u16 = 0x00BD;
const FILE_PASS: u16 = 0x002F;
/// NUMBER, LABEL, RSTRING, BOOLERR, RK, FORMULA: records that make one cell.
const ONE_CELL: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x0006];

pub(super) fn measure(name: &str, bytes: &[u8]) -> Result<(), Error> {
    let compound = Compound::open(bytes).ok_or_else(|| damaged(name))?;
    if compound.has("EncryptedPackage") {
        return Err(refusal("import-file-password", name));
    }
    let Some(book) = ["Workbook", "Book"].into_iter().find(|book| compound.has(book)) else {
        return Err(refusal("import-file-not-a-sheet", name));
    };
    let stream = compound.stream(book).ok_or_else(|| damaged(name))?;
    let mut sheets = Vec::new();
    let mut texts = Vec::new();
    let mut password = false;
    records(&stream, |kind, data, rest| {
        match kind {
            BOUND_SHEET if data.len() >= 4 => sheets.push(u32_at(data, 0) as usize),
            SST => texts = shared_text_lengths(data, rest),
            FILE_PASS if data.len() >= 2 && u16_at(data, 0) != 0 => password = true,
            EOF => return ControlFlow::Break(()),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    if password {
        return Err(refusal("import-file-password", name));
    }
    let mut total = Extent::default();
    for start in sheets {
        let sheet = stream.get(start..).ok_or_else(|| damaged(name))?;
        let extent = sheet_extent(sheet, &texts);
        total.dense = total.dense.saturating_add(extent.area());
        total.cells += extent.cells;
        total.text += extent.text;
        if extent.area() > MOST_DENSE {
            let cell = format!("R{}C{}", extent.last.0 + 1, extent.last.1 + 1);
            return Err(refusal("import-file-far-cell", name).with("cell", cell));
        }
    }
    if total.dense > MOST_DENSE || total.cells > MOST_CELLS {
        return Err(refusal("import-file-too-many-cells", name).with("limit", MOST_CELLS));
    }
    if total.text > MOST_TEXT {
        return Err(refusal("import-file-too-much-text", name).with("limit", MOST_TEXT / 1024 / 1024));
    }
    Ok(())
}

#[derive(Default)]
struct Extent {
    first: Option<(u64, u64)>,
    last: (u64, u64),
    cells: u64,
    text: u64,
    dense: u64,
}

impl Extent {
    fn cell(&mut self, row: u16, column: u16) {
        let (row, column) = (u64::from(row), u64::from(column));
        let first = self.first.unwrap_or((row, column));
        self.first = Some((first.0.min(row), first.1.min(column)));
        self.last = (self.last.0.max(row), self.last.1.max(column));
        self.cells += 1;
    }

    fn area(&self) -> u64 {
        self.first
            .map_or(0, |first| (self.last.0 - first.0 + 1) * (self.last.1 - first.1 + 1))
    }
}

fn sheet_extent(sheet: &[u8], texts: &[u64]) -> Extent {
    let mut extent = Extent::default();
    let mut depth = 0_u32;
    records(sheet, |kind, data, _| {
        match kind {
            BOF => depth += 1,
            EOF => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return ControlFlow::Break(());
                }
            }
            _ if data.len() < 4 => {}
            LABEL_SST => {
                extent.cell(u16_at(data, 0), u16_at(data, 2));
                if data.len() >= 10 {
                    let index = u32_at(data, 6) as usize;
                    extent.text = extent.text.saturating_add(texts.get(index).copied().unwrap_or(0));
                }
            }
            MUL_RK if data.len() >= 6 => {
                let (first, last) = (u16_at(data, 2), u16_at(data, data.len() - 2));
                // As the library has it: a record with a column beyond the last is refused there.
                for column in first..=last.min(255) {
                    extent.cell(u16_at(data, 0), column);
                }
            }
            _ if ONE_CELL.contains(&kind) => extent.cell(u16_at(data, 0), u16_at(data, 2)),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    extent
}

/// Walks records; a record's continuations are handed over with it and not on their own.
fn records<'a>(mut stream: &'a [u8], mut each: impl FnMut(u16, &'a [u8], &[&'a [u8]]) -> ControlFlow<()>) {
    let mut continued = Vec::new();
    while let Some((kind, data, rest)) = record(stream) {
        stream = rest;
        continued.clear();
        while let Some((CONTINUE, more, rest)) = record(stream) {
            continued.push(more);
            stream = rest;
        }
        if each(kind, data, &continued).is_break() {
            return;
        }
    }
}

fn record(stream: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let head = stream.get(..4)?;
    let end = 4 + usize::from(u16_at(head, 2));
    Some((u16_at(head, 0), stream.get(4..end)?, &stream[end..]))
}

/// Lengths in characters of the shared texts (`XLUnicodeRichExtendedString`, [MS-XLS] 2.5.293), as far as they can be
/// followed. Where the table is damaged the library refuses the file.
fn shared_text_lengths(first: &[u8], continued: &[&[u8]]) -> Vec<u64> {
    let mut lengths = Vec::new();
    let mut table = Continued {
        data: first.get(8..).unwrap_or_default(),
        more: continued,
    };
    while let Some(length) = table.text_length() {
        lengths.push(length);
    }
    lengths
}

/// What is left of a record and of those that continue it.
struct Continued<'r, 'a> {
    data: &'a [u8],
    more: &'r [&'a [u8]],
}

impl<'a> Continued<'_, 'a> {
    /// The next text's length; none at the end, or where the table is damaged.
    fn text_length(&mut self) -> Option<u64> {
        if self.data.is_empty() {
            self.next_part()?;
        }
        let head = self.take(3)?;
        let (length, flags) = (usize::from(u16_at(head, 0)), head[2]);
        let runs = if flags & 0x8 == 0 {
            0
        } else {
            usize::from(u16_at(self.take(2)?, 0))
        };
        let extension = if flags & 0x4 == 0 {
            0
        } else {
            u32_at(self.take(4)?, 0) as usize
        };
        let mut width = 1 + usize::from(flags & 1);
        let mut left = length;
        while left > 0 {
            let here = (self.data.len() / width).min(left);
            self.data = &self.data[here * width..];
            left -= here;
            if left > 0 {
                // Text that goes on in the next record says its width there anew.
                self.next_part()?;
                width = 1 + usize::from(*self.take(1)?.first()? & 1);
            }
        }
        self.skip(runs * 4 + extension)?;
        Some(length as u64)
    }

    fn next_part(&mut self) -> Option<()> {
        let (next, more) = self.more.split_first()?;
        self.data = next;
        self.more = more;
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.data.split_at_checked(count)?;
        self.data = rest;
        Some(taken)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.data.len() {
            count -= self.data.len();
            self.next_part()?;
        }
        self.take(count).map(|_| ())
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
