//! ODS, read as a stream: "this cell a million times" is one short attribute, so repeats are counted before they are
//! made.

use super::grid::{Budget, Grid, Place};
use super::{Error, called, damaged, refusal, zipped};
use domain::import::{Cell, Sheet};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::HashSet;
use std::io::{BufReader, Read};

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let mut archive = zipped::open(name, bytes)?;
    refuse_encrypted(name, &mut archive)?;
    let content = archive.by_name("content.xml").map_err(|_| damaged(name))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let mut budget = Budget::new(name);
    let mut sheets = Vec::new();
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| damaged(name))? {
            Event::Start(element) => match element.name().as_ref() {
                "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&element, "table:display").as_deref() == Some("false") => {
                    hidden_styles.insert(style.clone());
                }
                "table:table" => {
                    let hidden = attribute(&element, "table:style-name").is_some_and(|it| hidden_styles.contains(&it));
                    let title = attribute(&element, "table:name").unwrap_or_default();
                    let mut table = Table::new(&mut budget, name);
                    table.read(&mut xml)?;
                    let rows = table.finish()?;
                    sheets.push(Sheet {
                        name: title,
                        hidden,
                        rows,
                    });
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let one_shown = sheets.iter().filter(|sheet| !sheet.hidden).count() == 1;
    for sheet in &mut sheets {
        sheet.name = called(name, &sheet.name, one_shown && !sheet.hidden);
    }
    Ok(sheets)
}

fn refuse_encrypted(name: &str, archive: &mut zipped::Archive<'_>) -> Result<(), Error> {
    let mut manifest = String::new();
    if let Ok(mut part) = archive.by_name("META-INF/manifest.xml")
        && part.read_to_string(&mut manifest).is_ok()
        && manifest.contains("encryption-data")
    {
        return Err(refusal("import-file-password", name));
    }
    Ok(())
}

struct Table<'b, 'a> {
    file: &'a str,
    grid: Grid<'b, 'a>,
    row: usize,
    row_repeats: usize,
    column: usize,
    /// Filled cells of the row so far, to be repeated with it.
    cells: Vec<(usize, Cell)>,
    merges: Vec<(Place, Place)>,
    cell: Option<OpenCell>,
}

/// A cell between its start and its end.
struct OpenCell {
    value: Option<Cell>,
    text: String,
    paragraphs: usize,
    columns: usize,
    spans: (usize, usize),
    /// Depth inside a comment, whose text is not the cell's.
    comment: usize,
}

impl<'b, 'a> Table<'b, 'a> {
    fn new(budget: &'b mut Budget<'a>, file: &'a str) -> Self {
        Self {
            file,
            grid: Grid::new(budget),
            row: 0,
            row_repeats: 1,
            column: 0,
            cells: Vec::new(),
            merges: Vec::new(),
            cell: None,
        }
    }

    /// Reads up to the end of the table; tables inside it are stepped over.
    fn read<R: std::io::BufRead>(&mut self, xml: &mut Reader<R>) -> Result<(), Error> {
        let mut buffer = Vec::new();
        let mut inner_tables = 0_usize;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| damaged(self.file))? {
                Event::Start(element) if element.name().as_ref() == "table:table" => inner_tables += 1,
                Event::End(element) if element.name().as_ref() == "table:table" => match inner_tables.checked_sub(1) {
                    None => return Ok(()),
                    Some(left) => inner_tables = left,
                },
                Event::Eof => return Err(damaged(self.file)),
                _ if inner_tables > 0 => {}
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => self.end(element.name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => Some(character),
                        _ => match reference.as_ref() {
                            "lt" => Some('<'),
                            "gt" => Some('>'),
                            "amp" => Some('&'),
                            "apos" => Some('\''),
                            "quot" => Some('"'),
                            _ => None,
                        },
                    };
                    if let Some(character) = character {
                        self.text(character.encode_utf8(&mut [0; 4]))?;
                    }
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        match element.name().as_ref() {
            "table:table-row" => {
                self.row_repeats = count(element, "table:number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = Some(OpenCell {
                    value: value(element),
                    text: String::new(),
                    paragraphs: 0,
                    columns: count(element, "table:number-columns-repeated"),
                    spans: (
                        count(element, "table:number-rows-spanned"),
                        count(element, "table:number-columns-spanned"),
                    ),
                    comment: 0,
                });
            }
            tag => {
                let Some(cell) = &mut self.cell else { return Ok(()) };
                match tag {
                    "office:annotation" => cell.comment += 1,
                    _ if cell.comment > 0 => {}
                    "text:p" => {
                        if cell.paragraphs > 0 {
                            cell.text.push('\n');
                        }
                        cell.paragraphs += 1;
                    }
                    "text:s" => {
                        let spaces = count(element, "text:c").min(1_000);
                        self.grid.take_text(spaces)?;
                        cell.text.extend(std::iter::repeat_n(' ', spaces));
                    }
                    "text:tab" => cell.text.push('\t'),
                    "text:line-break" => cell.text.push('\n'),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        if let Some(cell) = &mut self.cell
            && cell.comment == 0
            && cell.paragraphs > 0
        {
            self.grid.take_text(text.len())?;
            cell.text.push_str(text);
        }
        Ok(())
    }

    fn end(&mut self, tag: &str) -> Result<(), Error> {
        match tag {
            "office:annotation" => {
                if let Some(cell) = &mut self.cell {
                    cell.comment = cell.comment.saturating_sub(1);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.end_cell()?,
            "table:table-row" => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Error> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let value = match cell.value {
            Some(value) => value,
            None if cell.text.is_empty() => Cell::Empty,
            None => Cell::Text(cell.text),
        };
        if value != Cell::Empty {
            if cell.spans != (1, 1) {
                let last = (
                    self.row.saturating_add(cell.spans.0 - 1),
                    self.column.saturating_add(cell.spans.1 - 1),
                );
                self.merges.push(((self.row, self.column), last));
            }
            // The first of the repeats is counted by the grid, the others before they are made.
            self.grid.check_repeats((self.row, self.column), cell.columns, &value)?;
            for column in 0..cell.columns {
                self.cells.push((self.column.saturating_add(column), value.clone()));
            }
        }
        self.column = self.column.saturating_add(cell.columns);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Error> {
        if !self.cells.is_empty() {
            for repeat in 0..self.row_repeats {
                for (column, cell) in &self.cells {
                    self.grid.put_copy(self.row.saturating_add(repeat), *column, cell)?;
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Vec<Cell>>, Error> {
        self.grid.merge(self.merges)?;
        Ok(self.grid.into_rows())
    }
}

/// The value that the cell's attributes give; none for text, which is in its paragraphs.
fn value(element: &BytesStart<'_>) -> Option<Cell> {
    let number = || {
        attribute(element, "office:value")?
            .trim()
            .parse()
            .ok()
            .map(Cell::Number)
    };
    match attribute(element, "office:value-type")?.as_str() {
        "float" | "percentage" | "currency" => number(),
        "boolean" => attribute(element, "office:boolean-value").map(|value| Cell::Bool(value == "true")),
        "date" => {
            let date = attribute(element, "office:date-value")?;
            Some(moment(&date).map_or(Cell::Text(date), Cell::DateTime))
        }
        "string" => attribute(element, "office:string-value").map(Cell::Text),
        _ => None,
    }
}

fn moment(text: &str) -> Option<jiff::civil::DateTime> {
    text.parse()
        .or_else(|_| text.parse::<jiff::civil::Date>().map(jiff::civil::DateTime::from))
        .ok()
}

fn count(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name)
        .and_then(|value| value.parse().ok())
        .unwrap_or(1)
        .max(1)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}
