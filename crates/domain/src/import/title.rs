//! What stands above the table and in the file's name: whose report, of which day, how many.

use super::{Cell, moment, number, text_of};
use crate::UnitSlug;
use crate::pack::{Pack, Unit, fold};
use jiff::civil::Date;

const UNIT_LABELS: [&str; 10] = [
    "报送单位",
    "填报单位",
    "上报单位",
    "报告单位",
    "单位名称",
    "填报部门",
    "单位",
    "部门",
    "reportingunit",
    "unit",
];
const DATE_LABELS: [&str; 9] = [
    "报送日期",
    "填报日期",
    "上报日期",
    "报告日期",
    "统计日期",
    "日期",
    "reportdate",
    "reportingdate",
    "date",
];
const COUNT_LABELS: [&str; 6] = ["件数", "总件数", "报送件数", "数量", "count", "cases"];

/// Facts about the whole sheet.
#[derive(Debug, Default, PartialEq)]
pub(super) struct TitleFacts {
    pub(super) unit: Option<UnitSlug>,
    pub(super) date: Option<Date>,
    pub(super) declared: Option<u64>,
}

impl TitleFacts {
    /// Reads the rows above the header, then the file's name. Where the table has a unit column, the file's name says
    /// nothing about the unit: it may be anybody's extract.
    pub(super) fn read(rows: &[Vec<Cell>], file: &str, has_unit_column: bool, pack: &Pack) -> Self {
        let texts: Vec<String> = rows.iter().flatten().filter_map(text_of).map(String::from).collect();
        let labelled = |labels: &[&str]| rows.iter().find_map(|row| labelled_value(row, labels));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let unit = labelled(&UNIT_LABELS)
            .and_then(text_of)
            .and_then(|name| pack.unit_by_name(&name))
            .or_else(|| texts.iter().find_map(|text| unit_in(text, pack)))
            .or_else(|| unit_in(stem, pack).filter(|_| !has_unit_column));
        let date = labelled(&DATE_LABELS)
            .and_then(|cell| moment::civil(cell, None))
            .map(jiff::civil::DateTime::date)
            .or_else(|| texts.iter().find_map(|text| moment::date_in(text)))
            .or_else(|| moment::date_in(stem));
        let declared = labelled(&COUNT_LABELS).and_then(|cell| number::count(cell).ok().flatten());
        Self {
            unit: unit.map(|unit| unit.slug.clone()),
            date,
            declared: declared.map(u64::from),
        }
    }
}

/// The first filled cell after one that is a label; merged labels repeat themselves.
fn labelled_value<'a>(row: &'a [Cell], labels: &[&str]) -> Option<&'a Cell> {
    let is_label = |cell: &Cell| matches!(cell, Cell::Text(text) if labels.contains(&fold(text).as_str()));
    let at = row.iter().position(is_label)?;
    let value = row[at + 1..]
        .iter()
        .find(|cell| text_of(cell).is_some() && !is_label(cell))?;
    Some(value)
}

/// The unit whose name stands in a text; the longest, where one name holds another. None where two are as long.
fn unit_in<'p>(text: &str, pack: &'p Pack) -> Option<&'p Unit> {
    let text = fold(text);
    let mut best: Option<(usize, &Unit)> = None;
    let mut tie = false;
    for unit in &pack.units {
        let names = [unit.name.zh.as_str(), unit.name.en.as_str()];
        let names = names
            .into_iter()
            .chain(unit.aliases.iter().map(String::as_str))
            .map(fold);
        let longest = names
            .filter(|name| name.chars().count() > 1 && text.contains(name.as_str()))
            .map(|name| name.len())
            .max();
        let Some(length) = longest else { continue };
        match best {
            Some((most, _)) if most > length => {}
            Some((most, _)) if most == length => tie = true,
            _ => {
                best = Some((length, unit));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, unit)| unit)
}
