//! Numbers as people write them: full-width digits, thousands separators, a counting word behind.

use super::Cell;

/// Half-width forms of full-width ASCII, and of the ideographic space.
pub(super) fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            _ => c,
        })
        .collect()
}

/// Texts that stand for nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    text.chars()
        .all(|c| matches!(c, '-' | '—' | '－' | '–' | '/' | '\\' | '.' | '*' | ' '))
        || ["无", "暂无", "没有", "n/a", "na", "nil", "null", "none", "nan"].contains(&text.to_lowercase().as_str())
}

/// A number as a person would have typed it: whole ones without a point.
#[expect(clippy::cast_possible_truncation, reason = "the range is asked first")]
pub(super) fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT {
        format!("{}", number as i64)
    } else {
        format!("{number}")
    }
}

/// Whole numbers below this are exact in a spreadsheet's cells (15 digits).
pub(super) const EXACT: f64 = 1e15;

/// A count of people or times; `Ok(None)` where there is nothing, `Err` where it is no whole number from 0 up.
pub(super) fn count(cell: &Cell) -> Result<Option<u32>, ()> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) => whole(*number).map(Some),
        Cell::Text(text) if says_nothing(text) => Ok(None),
        Cell::Text(text) => {
            let text = narrow(text);
            let text = text
                .trim()
                .trim_end_matches(['人', '次', '件', '起', '名', '户', '条', '个'])
                .trim();
            let digits: String = text.chars().filter(|c| *c != ',').collect();
            digits.parse().map(Some).map_err(drop)
        }
        Cell::DateTime(_) | Cell::Bool(_) => Err(()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is asked first"
)]
fn whole(number: f64) -> Result<u32, ()> {
    if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
        Ok(number as u32)
    } else {
        Err(())
    }
}

/// Degrees between `-limit` and `limit`; `Ok(None)` where there is nothing.
pub(super) fn degrees(cell: &Cell, limit: f64) -> Result<Option<f64>, ()> {
    let degrees = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(number) => *number,
        Cell::Text(text) if says_nothing(text) => return Ok(None),
        Cell::Text(text) => narrow(text).trim().trim_end_matches('°').parse().map_err(drop)?,
        Cell::DateTime(_) | Cell::Bool(_) => return Err(()),
    };
    if degrees.is_finite() && degrees.abs() <= limit {
        Ok(Some(degrees))
    } else {
        Err(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for (cell, expect) in [
            (Cell::Empty, Ok(None)),
            (text("—"), Ok(None)),
            (text("无"), Ok(None)),
            (text("１２"), Ok(Some(12))),
            (text(" 3 人 "), Ok(Some(3))),
            (text("1,234"), Ok(Some(1234))),
            (Cell::Number(7.0), Ok(Some(7))),
            (Cell::Number(7.5), Err(())),
            (Cell::Number(-1.0), Err(())),
            (Cell::Number(f64::NAN), Err(())),
            (text("三五个"), Err(())),
            (text("-2"), Err(())),
        ] {
            assert_eq!(count(&cell), expect, "{cell:?}");
        }
    }

    #[test]
    fn coordinates_have_their_ranges() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(degrees(&text("34.02"), 90.0), Ok(Some(34.02)));
        assert_eq!(degrees(&text("１１６．４"), 180.0), Ok(Some(116.4)));
        assert_eq!(degrees(&Cell::Number(-118.4), 180.0), Ok(Some(-118.4)));
        assert_eq!(degrees(&Cell::Number(-118.4), 90.0), Err(()));
        assert_eq!(degrees(&text("NaN"), 90.0), Ok(None));
        assert_eq!(degrees(&text("inf"), 90.0), Err(()));
    }

    #[test]
    fn numbers_read_as_typed() {
        assert_eq!(plain(1_523_795_122.0), "1523795122");
        assert_eq!(plain(1.5), "1.5");
    }
}
