//! A row as its record on a page says it.

/// A number of one to nine bytes, and what is behind it (§1.6).
#[inline]
pub(super) fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    match bytes {
        [byte @ 0..0x80, behind @ ..] => Some((i64::from(*byte), behind)),
        [first, second @ 0..0x80, behind @ ..] => Some((i64::from(first & 0x7f) << 7 | i64::from(*second), behind)),
        _ => longer_varint(bytes),
    }
}

fn longer_varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        if at == 8 {
            return Some((value << 8 | i64::from(*byte), &bytes[9..]));
        }
        value = value << 7 | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    /// Its id, which stands in the place of the table's key.
    pub(crate) id: i64,
    types: &'a [u8],
    values: &'a [u8],
    /// So many bytes of the values are of columns that were taken.
    taken: usize,
}

/// A column's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

impl<'a> Row<'a> {
    pub(super) fn of(id: i64, record: &'a [u8]) -> Option<Self> {
        let (head, behind) = varint(record)?;
        let head = usize::try_from(head).ok()?;
        let before = record.len() - behind.len();
        Some(Self {
            id,
            types: record.get(before..head)?,
            values: record.get(head..)?,
            taken: 0,
        })
    }

    /// Takes the next column's kind and where its value lies among the row's, in the order in which the columns were declared (§2.1). A
    /// column that the table was given later is not in rows from before. None before what is no value.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Place> {
        let (kind, types) = varint(self.types)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            // A number with a point, or a kind that is kept for later.
            _ => return None,
        };
        let end = self.taken.checked_add(length).filter(|end| *end <= self.values.len())?;
        let begin = std::mem::replace(&mut self.taken, end);
        self.types = types;
        Some(Place { kind, begin, end })
    }

    /// The value at a place that was taken of this row.
    #[inline]
    pub(super) fn at(&self, place: Place) -> Value<'a> {
        let value = self.values.get(place.begin..place.end).unwrap_or_default();
        match place.kind {
            0 => Value::Null,
            8 => Value::Int(0),
            9 => Value::Int(1),
            1..=6 => Value::Int(int(value)),
            kind if kind % 2 == 0 => Value::Blob(value),
            _ => Value::Text(value),
        }
    }
}

/// Where a value lies, and of what kind it is. An audit hands these on and makes values of those it wants alone: numbers are written and read
/// in one width, where values were written in parts and read whole, for which the processor waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    kind: i64,
    begin: usize,
    end: usize,
}

impl Place {
    /// Of what a row has not.
    pub(super) const NOWHERE: Self = Self {
        kind: 0,
        begin: 0,
        end: 0,
    };
}

/// Of one to eight bytes, the first of which carries the sign.
#[inline]
fn int(bytes: &[u8]) -> i64 {
    let first = bytes.first().map_or(0, |first| i64::from(first.cast_signed() >> 7));
    bytes.iter().fold(first, |value, byte| value << 8 | i64::from(*byte))
}
