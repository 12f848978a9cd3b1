//! Rows of a table straight from the pages of the database's file, for whoever reads all of a very large one: a row that
//! the database's own program puts together costs several times what is then done with it.
//!
//! The file is read beside the database's program, so only under a transaction that [`super::begin_settled`] began. How
//! pages are laid out is <https://www.sqlite.org/fileformat2.html>. Only tables whose key is their row id are read.
//!
//! Nothing here says what is wrong with a page: whoever gets no rows asks the database, which does.

mod record;

pub(crate) use record::{Row, Value};

use crate::sql::{Args, Columns as _, row, rows};
use record::{Place, varint};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// Of a table's page below which others lie, and of one with rows (§1.6).
const INTERIOR: u8 = 5;
const LEAF: u8 = 13;
/// A table that lies deeper is broken: this is more than a database of the greatest size needs.
const MOST_DEEP: usize = 12;

/// A database's file.
pub(crate) struct PageFile {
    file: File,
    size: Size,
}

/// How large the database's pages are.
#[derive(Debug, Clone, Copy)]
struct Size {
    page: usize,
    /// Without what is kept for extensions at each page's end.
    usable: usize,
}

impl PageFile {
    /// Opens it. None where it is no database's.
    pub(crate) fn open(path: &Path) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let mut head = [0; 100];
        file.read_exact(&mut head).ok()?;
        let (head, _) = head.strip_prefix(b"SQLite format 3\0")?.split_first_chunk::<5>()?;
        let [high, low, _, _, kept] = *head;
        // The greatest size does not fit in the field (§1.3.2).
        let page = match u16::from_be_bytes([high, low]) {
            1 => 1 << 16,
            page => usize::from(page),
        };
        let usable = page.checked_sub(usize::from(kept)).filter(|usable| *usable >= 480)?;
        Some(Self {
            file,
            size: Size { page, usable },
        })
    }

    /// Reads pages by their numbers, one behind the other in that order.
    fn read<'b>(&mut self, numbers: &[u32], into: &'b mut Buffer) -> Option<&'b [u8]> {
        let size = self.size.page;
        let pages = into.room(numbers.len() * size);
        let mut rest = &mut *pages;
        // Pages that were filled one after the other often lie so.
        for run in numbers.chunk_by(|one, next| next.checked_sub(1) == Some(*one)) {
            let (now, behind) = rest.split_at_mut(run.len() * size);
            let before = u64::from(run.first()?.checked_sub(1)?);
            self.file.read_exact_at(now, before * size as u64).ok()?;
            rest = behind;
        }
        Some(pages)
    }
}

/// What pages are read into, over and over.
#[derive(Default)]
pub(crate) struct Buffer(Vec<u8>);

impl Buffer {
    /// Where pages of the system's memory begin.
    const PAGE: usize = 1 << 12;

    /// Room for so many bytes, from the begin of such a page on. A large `Vec` often lies sixteen bytes behind one, and what the
    /// system copies there from its own pages takes it longer: a processor that looks at the low twelve bits of addresses takes
    /// what was just stored for what is to be loaded next, and waits.
    fn room(&mut self, bytes: usize) -> &mut [u8] {
        self.0.resize(bytes + Self::PAGE, 0);
        let before = self.0.as_ptr().align_offset(Self::PAGE).min(Self::PAGE);
        &mut self.0[before..before + bytes]
    }
}

/// The pages that hold a table's rows, in the order of the rows.
pub(crate) struct Table {
    /// The greatest row id that may stand on a page, and the page.
    leaves: Vec<(i64, u32)>,
}

impl Table {
    /// Finds them. None where the file cannot be read like this.
    pub(crate) async fn find(conn: &mut AnyConnection, file: &mut PageFile, name: &str) -> Option<Self> {
        let mut args = Args::default();
        args.text(name);
        let sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = $1";
        let root = row(conn, sql, args).await.ok()??.int("rootpage").ok()?;
        let mut level = vec![(i64::MAX, u32::try_from(root).ok()?)];
        let mut first = Buffer::default();
        // All leaves lie equally deep.
        for _ in 0..MOST_DEEP {
            let page = file.read(&[level.first()?.1], &mut first)?;
            match *page.first()? {
                LEAF => return Some(Self { leaves: level }),
                INTERIOR => level = below(file, &level)?,
                _ => return None,
            }
        }
        None
    }

    /// Reads the pages that hold the rows from `first` to `last`. Those that go on elsewhere are there once they are fetched.
    pub(crate) fn read<'b>(
        &self,
        file: &mut PageFile,
        (first, last): (i64, i64),
        buffer: &'b mut Buffer,
    ) -> Option<Pages<'b>> {
        let from = self.leaves.partition_point(|(most, _)| *most < first);
        let behind = self.leaves.partition_point(|(most, _)| *most < last) + 1;
        let leaves = self.leaves.get(from..behind.min(self.leaves.len()))?;
        let numbers: Vec<_> = leaves.iter().map(|(_, page)| *page).collect();
        Some(Pages {
            size: file.size,
            held: file.read(&numbers, buffer)?,
            longer: HashMap::new(),
            range: (first, last),
        })
    }
}

/// The pages below those of a level, each with its greatest row id.
fn below(file: &mut PageFile, level: &[(i64, u32)]) -> Option<Vec<(i64, u32)>> {
    let mut below = Vec::new();
    let mut buffer = Buffer::default();
    for (most, number) in level {
        let page = file.read(&[*number], &mut buffer)?;
        if *page.first()? != INTERIOR {
            return None;
        }
        for cell in cells(page, 12)? {
            let (child, key) = cell?.split_first_chunk()?;
            below.push((varint(key)?.0, u32::from_be_bytes(*child)));
        }
        let (right, _) = page.get(8..)?.split_first_chunk()?;
        below.push((*most, u32::from_be_bytes(*right)));
    }
    Some(below)
}

/// Pages with a table's rows.
pub(crate) struct Pages<'b> {
    size: Size,
    held: &'b [u8],
    /// Rows that go on elsewhere, whole.
    longer: HashMap<i64, Vec<u8>>,
    range: (i64, i64),
}

impl Pages<'_> {
    /// The rows, in the order of their ids. Ends before what cannot be read, so whoever reads counts; and before a row that goes on
    /// elsewhere and was not fetched.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows {
            longer: &self.longer,
            range: self.range,
            cells: self.cells(),
        }
    }

    /// What the pages hold of the rows.
    fn cells(&self) -> Cells<'_> {
        Cells {
            size: self.size,
            pages: self.held,
            page: &[],
            places: [].iter(),
        }
    }

    /// Fetches what does not fit on its page. To look for it costs an audit as much as finding the rows does, and few have any.
    pub(crate) fn fetch_longer(&mut self, file: &mut PageFile) -> Option<()> {
        let mut longer = HashMap::new();
        let mut buffer = Buffer::default();
        for cell in self.cells() {
            let (id, here, rest) = cell?;
            let Some((mut next, mut left)) = rest else { continue };
            let mut record = here.to_vec();
            while left > 0 {
                let page = file.read(&[next], &mut buffer)?;
                let (further, content) = page.get(..self.size.usable)?.split_first_chunk()?;
                let now = content.get(..left.min(content.len()))?;
                record.extend_from_slice(now);
                left -= now.len();
                next = u32::from_be_bytes(*further);
            }
            longer.insert(id, record);
        }
        self.longer = longer;
        Some(())
    }
}

/// The rows of some pages. Written out, since an audit goes through here for each event and leaf: chained iterators cost it a tenth
/// of its time.
pub(crate) struct Rows<'b> {
    longer: &'b HashMap<i64, Vec<u8>>,
    range: (i64, i64),
    cells: Cells<'b>,
}

impl<'b> Iterator for Rows<'b> {
    type Item = Row<'b>;

    #[inline]
    fn next(&mut self) -> Option<Row<'b>> {
        loop {
            let (id, held, rest) = self.cells.next()??;
            if id < self.range.0 {
                continue;
            }
            if id > self.range.1 {
                return None;
            }
            let record = match rest {
                None => held,
                Some(_) => self.longer.get(&id)?,
            };
            return Row::of(id, record);
        }
    }
}

/// What some pages hold of rows; nothing in place of what is none.
struct Cells<'b> {
    size: Size,
    /// The pages behind the one that is being read.
    pages: &'b [u8],
    page: &'b [u8],
    places: std::slice::Iter<'b, [u8; 2]>,
}

impl<'b> Iterator for Cells<'b> {
    type Item = Option<Cell<'b>>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(place) = self.places.next() {
                let bytes = self.page.get(usize::from(u16::from_be_bytes(*place))..);
                return Some(bytes.and_then(|bytes| cell(bytes, self.size.usable)));
            }
            (self.page, self.pages) = self.pages.split_at_checked(self.size.page)?;
            match places(self.page, 8) {
                Some(places) if self.page.first() == Some(&LEAF) => self.places = places.iter(),
                _ => {
                    self.pages = &[];
                    return Some(None);
                }
            }
        }
    }
}

/// What a page holds of a row: its id, its record as far as it lies here, and where and for how many bytes it goes on.
type Cell<'a> = (i64, &'a [u8], Option<(u32, usize)>);

/// Reads the cell of a leaf (§1.6).
#[inline]
fn cell(bytes: &[u8], usable: usize) -> Option<Cell<'_>> {
    let (length, bytes) = varint(bytes)?;
    let (id, bytes) = varint(bytes)?;
    let length = usize::try_from(length).ok()?;
    let held = held(length, usable)?;
    let (here, behind) = bytes.split_at_checked(held)?;
    if held == length {
        return Some((id, here, None));
    }
    let (next, _) = behind.split_first_chunk()?;
    Some((id, here, Some((u32::from_be_bytes(*next), length - held))))
}

/// How many bytes of a record lie on the row's own page (§1.6).
fn held(length: usize, usable: usize) -> Option<usize> {
    if length <= usable.checked_sub(35)? {
        return Some(length);
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let fits = least + (length - least) % (usable - 4);
    Some(if fits <= usable - 35 { fits } else { least })
}

/// The cells of a page whose head has so many bytes, in order.
fn cells(page: &[u8], head: usize) -> Option<impl Iterator<Item = Option<&[u8]>>> {
    let places = places(page, head)?;
    Some(
        places
            .iter()
            .map(move |place| page.get(usize::from(u16::from_be_bytes(*place))..)),
    )
}

/// Where the cells of a page lie.
fn places(page: &[u8], head: usize) -> Option<&[[u8; 2]]> {
    let (count, _) = page.get(3..)?.split_first_chunk()?;
    let count = usize::from(u16::from_be_bytes(*count));
    Some(page.get(head..head + 2 * count)?.as_chunks().0)
}

/// Where some columns of a table are found in its rows.
#[derive(Debug, Clone)]
pub(crate) struct Columns<const N: usize> {
    /// Of each column of the table, which of those that are wanted it is.
    wanted: Vec<Option<usize>>,
}

impl<const N: usize> Columns<N> {
    /// Finds them. None where one is not there.
    pub(crate) async fn find(conn: &mut AnyConnection, table: &str, names: [&str; N]) -> Option<Self> {
        let mut args = Args::default();
        args.text(table);
        let sql = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
        let all = rows(conn, sql, args).await.ok()?;
        let wanted = |column: &AnyRow| {
            column
                .text("name")
                .map(|column| names.iter().position(|name| *name == column))
        };
        let wanted: Vec<_> = all.iter().map(wanted).collect::<Result<_, _>>().ok()?;
        let last = wanted.iter().rposition(Option::is_some)?;
        let wanted = wanted[..=last].to_vec();
        (wanted.iter().flatten().count() == N).then_some(Self { wanted })
    }

    /// Their values in a row; nothing for what the row has not.
    #[inline]
    pub(crate) fn of<'a>(&self, mut row: Row<'a>) -> [Value<'a>; N] {
        let mut places = [Place::NOWHERE; N];
        for wanted in &self.wanted {
            let Some(place) = row.take() else { break };
            if let Some(at) = wanted {
                places[*at] = place;
            }
        }
        places.map(|place| row.at(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::execute;
    use crate::sqlite::{begin_settled, open_for_reading, writer};
    use sqlx::{Connection as _, Executor as _, Row as _};

    const ROWS: i64 = 3_000;

    /// Numbers of every width a number can have in a record, and both that take no room.
    fn number(n: i64) -> i64 {
        let width = u32::try_from(n % 64).unwrap();
        (1_i64 << width).wrapping_sub(n % 3)
    }

    /// Lengths that fit, that just fit or just not, and that go on over many pages.
    fn length(n: i64) -> i64 {
        match n % 10 {
            0 => 4_000 + n % 120,
            1 if n % 7 == 0 => n * 11,
            _ => n % 300,
        }
    }

    #[tokio::test]
    async fn rows_read_from_the_pages_are_those_that_the_database_answers() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("some.db");
        let mut conn = writer(&file).await.unwrap();
        conn.execute("CREATE TABLE some (id INTEGER PRIMARY KEY, one BIGINT, two TEXT, three BLOB); ALTER TABLE some ADD four TEXT")
            .await
            .unwrap();
        conn.execute("BEGIN").await.unwrap();
        for n in 0..ROWS {
            let mut args = Args::default();
            args.int(n * 3 - 2_000)
                .int((n % 5 > 0).then(|| number(n)))
                .int(length(n));
            let sql = "INSERT INTO some (id, one, two, three) VALUES \
                       ($1, $2, substr(hex(zeroblob($3)), 1, $3), randomblob($3 / 2))";
            execute(&mut conn, sql, args).await.unwrap();
        }
        conn.execute("COMMIT").await.unwrap();
        let (mut reads, mut buffer) = (open_for_reading(&file).await.unwrap(), Buffer::default());
        assert!(begin_settled(&mut reads, &file).await.unwrap());
        // Whatever is written from now on, others move into the file or not: this moment stays.
        conn.execute(
            "DELETE FROM some WHERE id % 7 = 0; UPDATE some SET two = 'later'; PRAGMA wal_checkpoint(PASSIVE)",
        )
        .await
        .unwrap();
        let mut pages = PageFile::open(&file).unwrap();
        let table = Table::find(&mut reads, &mut pages, "some").await.unwrap();
        let wanted = ["three", "one", "four", "two"];
        let columns = Columns::find(&mut reads, "some", wanted).await.unwrap();
        for (first, last) in [
            (i64::MIN, i64::MAX),
            (-2_000, -2_000),
            (-1_999, 40),
            (500, 6_997),
            (7_000, 9_000),
        ] {
            let sql = "SELECT id, one, two, three FROM some WHERE id >= $1 AND id <= $2 ORDER BY id";
            let wanted = sqlx::query(sql).bind(first).bind(last);
            let wanted = wanted.fetch_all(&mut reads).await.unwrap();
            let mut found = table.read(&mut pages, (first, last), &mut buffer).unwrap();
            found.fetch_longer(&mut pages).unwrap();
            let mut read = found.rows();
            for row in wanted {
                let got = read.next().unwrap();
                assert_eq!(got.id, row.get::<i64, _>("id"));
                let one = row.get::<Option<i64>, _>("one").map_or(Value::Null, Value::Int);
                let (two, three): (String, Vec<u8>) = (row.get("two"), row.get("three"));
                let whole = [Value::Blob(&three), one, Value::Null, Value::Text(two.as_bytes())];
                assert_eq!(columns.of(got), whole, "row {}", got.id);
            }
            assert!(read.next().is_none());
        }
        reads.close().await.unwrap();
        conn.close().await.unwrap();
    }

    #[test]
    fn any_bytes_in_place_of_a_page_end_the_reading() {
        proptest::proptest!(|(bytes in proptest::collection::vec(0_u8.., 512), from in 0..512_usize)| {
            for bytes in cells(&bytes, 8).into_iter().flatten().flatten() {
                let _ = cell(bytes, 500);
            }
            if let Some(mut row) = Row::of(1, &bytes[from..]) {
                while row.take().is_some() {}
            }
        });
    }
}
