//! CSV and TSV. Read here and not by a library because blank lines count as rows, and because a quote that is never
//! closed has to be told to the person instead of swallowing the rest of the file.

use super::grid::{Budget, Grid};
use super::{Error, refusal};
use domain::import::Sheet;

const DELIMITERS: [char; 5] = [',', '\t', ';', '|', '，'];

pub(super) fn read(name: &str, text: &str) -> Result<Sheet, Error> {
    let mut budget = Budget::new(name);
    let mut grid = Grid::new(&mut budget);
    let delimiter = delimiter(text);
    let mut fields = Fields {
        rest: text,
        delimiter,
        row: 0,
        column: 0,
        at_row_start: true,
    };
    let mut blank_rows_at_end = 0;
    while let Some((row, column, field)) = fields.next(name)? {
        grid.put_text(row, column, &field)?;
        blank_rows_at_end = row + 1;
    }
    let mut rows = grid.into_rows();
    // Blank rows at the end are rows of the file as well (they are counted as ignored).
    if blank_rows_at_end > rows.len() {
        budget.take_cells(blank_rows_at_end - rows.len())?;
        rows.resize_with(blank_rows_at_end, Vec::new);
    }
    Ok(Sheet {
        name: name.to_owned(),
        hidden: false,
        rows,
    })
}

struct Fields<'a> {
    rest: &'a str,
    delimiter: char,
    row: usize,
    column: usize,
    at_row_start: bool,
}

impl<'a> Fields<'a> {
    /// The next field with its place; none at the end. A line end at the very end of the file begins no row.
    fn next(&mut self, name: &str) -> Result<Option<(usize, usize, std::borrow::Cow<'a, str>)>, Error> {
        if self.rest.is_empty() && self.at_row_start {
            return Ok(None);
        }
        let place = (self.row, self.column);
        let field = if self.rest.starts_with('"') {
            self.quoted(name)?.into()
        } else {
            let end = self.rest.find([self.delimiter, '\n', '\r']).unwrap_or(self.rest.len());
            let (field, rest) = self.rest.split_at(end);
            self.rest = rest;
            field.into()
        };
        self.step();
        Ok(Some((place.0, place.1, field)))
    }

    /// Steps over the delimiter or the line end.
    fn step(&mut self) {
        if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
            self.rest = rest;
            self.column += 1;
            self.at_row_start = false;
            return;
        }
        let rest = self.rest;
        self.rest = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))
            .unwrap_or(rest);
        self.row += 1;
        self.column = 0;
        self.at_row_start = true;
    }

    fn quoted(&mut self, name: &str) -> Result<String, Error> {
        let mut field = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let Some(quote) = rest.find('"') else {
                return Err(refusal("import-file-open-quote", name).with("row", self.row + 1));
            };
            field.push_str(&rest[..quote]);
            rest = &rest[quote + 1..];
            match rest.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        // Some programs write on after the closing quote; what they meant is there, so it is kept.
        let end = rest.find([self.delimiter, '\n', '\r']).unwrap_or(rest.len());
        field.push_str(&rest[..end]);
        self.rest = &rest[end..];
        Ok(field)
    }
}

/// The delimiter that stands on the most of the first lines, and of those the one that makes the most fields. A first
/// line `sep=;`, as Excel writes it, decides.
fn delimiter(text: &str) -> char {
    if let Some(stated) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next())
        && DELIMITERS.contains(&stated)
    {
        return stated;
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let score = |delimiter: char| {
        let mut counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, delimiter)).collect();
        counts.sort_unstable();
        let on_lines = counts.iter().filter(|count| **count > 0).count();
        (on_lines, counts.get(counts.len() / 2).copied())
    };
    // The first of equals: max_by_key would take the last.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| score(*delimiter))
        .unwrap_or(',')
}

fn outside_quotes(line: &str, delimiter: char) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in line.chars() {
        if c == '"' {
            inside = !inside;
        } else if c == delimiter && !inside {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::Cell;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let cell = |cell: Cell| {
            if let Cell::Text(text) = cell {
                text
            } else {
                String::new()
            }
        };
        let rows = read("f.csv", text).unwrap().rows;
        rows.into_iter()
            .map(|row| row.into_iter().map(cell).collect())
            .collect()
    }

    #[test]
    fn lines_and_quotes() {
        assert_eq!(texts("a,b\r\n1,2\r\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a,b\n1,\"x, \"\"y\"\"\nz\""), [["a", "b"], ["1", "x, \"y\"\nz"]]);
        assert_eq!(texts("a\tb\r1\t2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(texts("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(
            texts("sep=|\na|b"),
            [vec!["sep=", ""], vec!["a", "b"]].map(|row| {
                // The line `sep=|` is a title row: one field before the delimiter.
                row.into_iter().filter(|field| !field.is_empty()).collect::<Vec<_>>()
            })
        );
        assert_eq!(texts("a,b\n1,\"2\"x"), [["a", "b"], ["1", "2x"]]);
    }

    #[test]
    fn blank_lines_are_rows() {
        assert_eq!(texts("a,b\n\n1,2\n").len(), 3);
        assert_eq!(texts("a,b\r\n1,2\r\n\r\n").len(), 3);
        assert_eq!(texts("a,b\n,\n").len(), 2);
    }

    #[test]
    fn a_quote_that_is_never_closed_names_its_row() {
        let refused = read("f.csv", "a,b\n1,\"2\n3,4\n").unwrap_err();
        assert_eq!(refused.key, "import-file-open-quote");
        assert!(refused.args.contains(&("row".into(), "2".into())));
    }
}
