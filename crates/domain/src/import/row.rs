//! One row: what it is, and what it says.

mod ignored;

pub(super) use ignored::Words;

use super::header::Header;
use super::title::TitleFacts;
use super::{Beside, Cell, Problem, RowOutcome, moment, number, text_of};
use crate::case::{About, Place, Refusal, Registration, SealedValues, is_ahead};
use crate::pack::{FieldName, Pack, fold};
use crate::{AreaSlug, CaseId, CategorySlug, PostSlug, UnitSlug, seen};
use jiff::Timestamp;
use std::collections::HashMap;

/// A longer title is cut here where it is made from the description, in characters.
const MADE_TITLE: usize = 60;

/// Values shown in a problem are cut here, in characters.
const SHOWN: usize = 200;

/// Reads the rows of one sheet.
pub(super) struct Reader<'a> {
    header: &'a Header,
    folded_headers: Vec<String>,
    facts: &'a TitleFacts,
    beside: Beside<'a>,
    pack: &'a Pack,
    limits: HashMap<FieldName, (bool, usize)>,
    words: Words,
    units: HashMap<String, Option<(UnitSlug, PostSlug)>>,
    categories: HashMap<String, Option<CategorySlug>>,
    areas: HashMap<String, Option<AreaSlug>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(header: &'a Header, facts: &'a TitleFacts, beside: Beside<'a>, pack: &'a Pack) -> Self {
        let fields = pack.kind(&pack.import.kind).map(|kind| kind.fields.as_slice());
        let limits = fields
            .unwrap_or_default()
            .iter()
            .map(|field| (field.name, (field.required, field.max_chars as usize)))
            .collect();
        Self {
            header,
            folded_headers: header.headers.iter().map(|header| fold(header)).collect(),
            facts,
            beside,
            pack,
            limits,
            words: Words::of(pack),
            units: HashMap::new(),
            categories: HashMap::new(),
            areas: HashMap::new(),
        }
    }

    pub(super) fn read(&mut self, cells: &[Cell], new_id: &mut dyn FnMut() -> CaseId) -> RowOutcome {
        if let Some(why) = self.ignored(cells) {
            return RowOutcome::Ignored(why);
        }
        let mut problems = Vec::new();
        match self.registration(cells, &mut problems, new_id) {
            Some(registration) if problems.is_empty() => RowOutcome::Case(Box::new(registration)),
            _ => RowOutcome::Rejected(problems),
        }
    }

    fn is_moment(&self, cell: &Cell) -> bool {
        moment::timestamp(cell, &self.pack.zone, self.facts.date).is_some()
    }

    fn cell<'c>(&self, cells: &'c [Cell], field: FieldName) -> Option<&'c Cell> {
        cells.get(*self.header.columns.get(&field)?)
    }

    fn registration(
        &mut self,
        cells: &[Cell],
        problems: &mut Vec<Problem>,
        new_id: &mut dyn FnMut() -> CaseId,
    ) -> Option<Registration> {
        let received_at = self.received_at(cells, problems);
        if received_at.is_some_and(|received| is_ahead(received, self.beside.at)) {
            self.problem(cells, FieldName::ReceivedAt, "import-problem-received-ahead", problems);
        }
        let (finished_at_source, finish_claimed) = self.finish(cells, received_at, problems);
        let unit = self.unit(cells, problems);
        let category = self.category(cells, problems);
        let external = self.external(cells, problems);
        let (title, description) = self.words(cells, problems);
        let place = self.place(cells, problems);
        let source = self.text(cells, FieldName::Source, problems);
        let people_affected = self.count(cells, FieldName::PeopleAffected, problems);
        let casualties = self.count(cells, FieldName::Casualties, problems);
        let repeats = self.count(cells, FieldName::Repeats, problems).unwrap_or(0);
        let sealed = self.sealed(cells, problems);
        if !problems.is_empty() {
            return None;
        }
        let (unit, leader) = unit?;
        Some(Registration {
            id: new_id(),
            number: String::new(),
            kind: self.pack.import.kind.clone(),
            category: category?,
            title,
            description,
            place,
            source,
            received_at: received_at?,
            unit,
            leader,
            external,
            origin: None,
            people_affected,
            casualties,
            repeats,
            due: None,
            finished_at_source,
            finish_claimed,
            // A file has no such column.
            about: About::default(),
            sealed_fields: sealed.fields(),
            sealed,
        })
    }

    /// Names and contacts, where the kind's form has a field for them.
    fn sealed(&self, cells: &[Cell], problems: &mut Vec<Problem>) -> SealedValues {
        let fields = FieldName::SEALED
            .into_iter()
            .filter(|field| self.limits.contains_key(field));
        fields.fold(SealedValues::default(), |values, field| {
            values.with(field, &self.text(cells, field, problems))
        })
    }

    /// When it was finished: the source system's word, or, in a file that a unit hands in as its own, the unit's.
    fn finish(
        &self,
        cells: &[Cell],
        received_at: Option<Timestamp>,
        problems: &mut Vec<Problem>,
    ) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some(stated) = self.moment(cells, FieldName::FinishedAt, problems) else {
            return (None, None);
        };
        let finished = received_at.map_or(stated, |received| self.on_the_day(stated, received));
        if received_at.is_some_and(|received| finished < received) {
            self.problem(cells, FieldName::FinishedAt, "import-problem-finished-early", problems);
        }
        if self.beside.unit.is_none() {
            return (Some(finished), None);
        }
        if finished > self.beside.at {
            self.problem(cells, FieldName::FinishedAt, "import-problem-finished-ahead", problems);
        }
        (None, Some(finished))
    }

    /// A finish that is a day without a time, and the day of the reception: it says no earlier than the reception.
    fn on_the_day(&self, finished: Timestamp, received: Timestamp) -> Timestamp {
        let zone = &self.pack.zone;
        let (finish, reception) = (zone.to_datetime(finished), zone.to_datetime(received));
        let a_day_alone = finish.time() == jiff::civil::Time::midnight();
        if a_day_alone && finish.date() == reception.date() {
            finished.max(received)
        } else {
            finished
        }
    }

    /// When it was first said; without a column for it, the beginning of the day that the title states.
    fn received_at(&self, cells: &[Cell], problems: &mut Vec<Problem>) -> Option<Timestamp> {
        let stated = self.moment(cells, FieldName::ReceivedAt, problems);
        if stated.is_some() || !problems.is_empty() {
            return stated;
        }
        if !self.header.columns.contains_key(&FieldName::ReceivedAt)
            && let Some(day) = self.facts.date
        {
            return self
                .pack
                .zone
                .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
                .ok();
        }
        self.problem(cells, FieldName::ReceivedAt, "import-problem-time-missing", problems);
        None
    }

    fn moment(&self, cells: &[Cell], field: FieldName, problems: &mut Vec<Problem>) -> Option<Timestamp> {
        let cell = self.cell(cells, field)?;
        let text = text_of(cell)?;
        if number::says_nothing(&text) || ["未办结", "办理中", "未完成", "待办"].contains(&text.as_ref()) {
            return None;
        }
        let moment = moment::timestamp(cell, &self.pack.zone, self.facts.date);
        if moment.is_none() {
            self.problem(cells, field, "import-problem-time", problems);
        }
        moment
    }

    fn unit(&mut self, cells: &[Cell], problems: &mut Vec<Problem>) -> Option<(UnitSlug, PostSlug)> {
        let pack = self.pack;
        let with_leader = |slug: &UnitSlug| pack.unit(slug).map(|unit| (unit.slug.clone(), unit.leader.clone()));
        let unknown = || pack.import.unknown_unit.as_ref().and_then(with_leader);
        let named = self.cell(cells, FieldName::Unit).and_then(text_of);
        let (found, key) = if let Some(name) = named {
            let found = remembered(&mut self.units, &name, |name| {
                let unit = pack.unit_by_name(name)?;
                Some((unit.slug.clone(), unit.leader.clone()))
            });
            (found.or_else(unknown), "import-problem-unit")
        } else {
            let stated = self.facts.unit.as_ref().filter(|_| pack.import.unit_from_title);
            (
                stated.and_then(with_leader).or_else(unknown),
                "import-problem-unit-missing",
            )
        };
        if found.is_none() {
            self.problem(cells, FieldName::Unit, key, problems);
        }
        found
    }

    fn category(&mut self, cells: &[Cell], problems: &mut Vec<Problem>) -> Option<CategorySlug> {
        let pack = self.pack;
        let named = self.cell(cells, FieldName::Category).and_then(text_of);
        let found = named.as_ref().and_then(|name| {
            remembered(&mut self.categories, name, |name| {
                let category = pack.category_by_name(&pack.import.kind, name)?;
                Some(category.slug.clone())
            })
        });
        let found = found.or_else(|| pack.import.unknown_category.clone());
        if found.is_none() {
            let key = if named.is_some() {
                "import-problem-category"
            } else {
                "import-problem-missing"
            };
            self.problem(cells, FieldName::Category, key, problems);
        }
        found
    }

    /// The number in the source system. A number cell of more than 15 digits has lost the last ones.
    fn external(&self, cells: &[Cell], problems: &mut Vec<Problem>) -> Option<String> {
        let cell = self.cell(cells, FieldName::External)?;
        let lost = match cell {
            Cell::Number(number) => number.abs() >= number::EXACT || number.fract() != 0.0,
            Cell::Text(text) => in_scientific_form(text.trim()),
            _ => false,
        };
        if lost {
            self.problem(cells, FieldName::External, "import-problem-precision", problems);
            return None;
        }
        let external = self.text(cells, FieldName::External, problems);
        (!external.is_empty() && !number::says_nothing(&external)).then_some(external)
    }

    /// Title and description: each stands in for the other where a file has but one of them.
    fn words(&self, cells: &[Cell], problems: &mut Vec<Problem>) -> (String, String) {
        let description = self.text(cells, FieldName::Description, problems);
        let title = self.raw_text(cells, FieldName::Title);
        let limit = self.limit(FieldName::Title);
        if title.is_empty() {
            let made = if description.is_empty() {
                self.raw_text(cells, FieldName::Category)
            } else {
                cut(description.lines().next().unwrap_or_default(), MADE_TITLE.min(limit))
            };
            if made.is_empty() {
                self.problem(cells, FieldName::Title, "import-problem-missing", problems);
            }
            return (made, description);
        }
        if description.is_empty() {
            // A long summary in the title's column is the description, and its beginning the title.
            return (cut(&title, limit), title);
        }
        if title.chars().count() > limit {
            self.too_long(cells, FieldName::Title, limit, problems);
        }
        (title, description)
    }

    fn place(&mut self, cells: &[Cell], problems: &mut Vec<Problem>) -> Place {
        let pack = self.pack;
        let mut address = self.text(cells, FieldName::Address, problems);
        let area_name = self.text(cells, FieldName::Area, problems);
        let area = if area_name.is_empty() {
            None
        } else {
            remembered(&mut self.areas, &area_name, |name| {
                pack.area_by_name(name).map(|area| area.slug.clone())
            })
        };
        if area.is_none() && address.is_empty() && !number::says_nothing(&area_name) {
            // An area that the pack doesn't know still says where.
            address = area_name;
        }
        Place {
            address,
            area,
            latitude: self.degrees(cells, FieldName::Latitude, 90.0, problems),
            longitude: self.degrees(cells, FieldName::Longitude, 180.0, problems),
        }
    }

    fn degrees(&self, cells: &[Cell], field: FieldName, limit: f64, problems: &mut Vec<Problem>) -> Option<f64> {
        let cell = self.cell(cells, field)?;
        number::degrees(cell, limit).unwrap_or_else(|()| {
            let (column, value) = self.at(cells, field);
            problems.push(Problem {
                column,
                value,
                remedy: Refusal::new("import-problem-degrees").with("limit", limit),
            });
            None
        })
    }

    fn count(&self, cells: &[Cell], field: FieldName, problems: &mut Vec<Problem>) -> Option<u32> {
        let cell = self.cell(cells, field)?;
        number::count(cell).unwrap_or_else(|()| {
            self.problem(cells, field, "import-problem-count", problems);
            None
        })
    }

    /// A text field, empty where there is none; too long is a problem.
    fn text(&self, cells: &[Cell], field: FieldName, problems: &mut Vec<Problem>) -> String {
        let text = self.raw_text(cells, field);
        let limit = self.limit(field);
        if text.len() > limit && text.chars().count() > limit {
            self.too_long(cells, field, limit, problems);
        }
        if text.is_empty()
            && self.limits.get(&field).is_some_and(|(required, _)| *required)
            && !matches!(field, FieldName::Title | FieldName::Description)
        {
            self.problem(cells, field, "import-problem-missing", problems);
        }
        text
    }

    fn raw_text(&self, cells: &[Cell], field: FieldName) -> String {
        let text = self.cell(cells, field).and_then(text_of);
        let text = text.map_or_else(String::new, |text| clean(&text));
        if field == FieldName::Description || !text.contains('\n') {
            text
        } else {
            text.replace('\n', " ")
        }
    }

    fn limit(&self, field: FieldName) -> usize {
        self.limits.get(&field).map_or(usize::MAX, |(_, limit)| *limit)
    }

    fn too_long(&self, cells: &[Cell], field: FieldName, limit: usize, problems: &mut Vec<Problem>) {
        let (column, value) = self.at(cells, field);
        problems.push(Problem {
            column,
            value,
            remedy: Refusal::new("import-problem-too-long").with("limit", limit),
        });
    }

    fn problem(&self, cells: &[Cell], field: FieldName, key: &str, problems: &mut Vec<Problem>) {
        let (column, value) = self.at(cells, field);
        problems.push(Problem {
            remedy: Refusal::new(key).with("column", &column).with("value", &value),
            column,
            value,
        });
    }

    /// Header and value of a field, for a problem. Where there is no column, the field's label in the pack stands in.
    fn at(&self, cells: &[Cell], field: FieldName) -> (String, String) {
        let value = self.cell(cells, field).and_then(text_of).unwrap_or_default();
        let column = self
            .header
            .columns
            .get(&field)
            .and_then(|column| self.header.headers.get(*column));
        let column = column.cloned().unwrap_or_else(|| {
            let kind = self.pack.kind(&self.pack.import.kind);
            let label = kind.and_then(|kind| kind.fields.iter().find(|known| known.name == field));
            label.map_or_else(String::new, |field| field.label.get(self.pack.locale).to_owned())
        });
        // A problem is shown, kept for a while and handed back: nothing sealed is in it.
        let value = if field.is_sealed() {
            String::new()
        } else {
            cut(&value, SHOWN)
        };
        (column, value)
    }
}

fn remembered<T: Clone>(
    known: &mut HashMap<String, Option<T>>,
    name: &str,
    find: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    if let Some(found) = known.get(name) {
        return found.clone();
    }
    let found = find(name);
    known.insert(name.to_owned(), found.clone());
    found
}

/// What can be seen of a cell's text.
fn clean(text: &str) -> String {
    // Our own tables put an apostrophe before what a spreadsheet would calculate; a mended one comes back with it.
    let text = match text.strip_prefix('\'') {
        Some(rest)
            if rest
                .trim_start()
                .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) =>
        {
            rest
        }
        _ => text,
    };
    seen(text).into_owned()
}

/// The first `most` characters, with an ellipsis as the last where something is left out.
fn cut(text: &str, most: usize) -> String {
    let mut ends = text.char_indices().map(|(i, _)| i).skip(most.saturating_sub(1));
    match (ends.next(), ends.next()) {
        (Some(end), Some(_)) => format!("{}…", &text[..end]),
        _ => text.to_owned(),
    }
}

/// 1.52E+17: what a spreadsheet makes of a long number, its last digits gone.
fn in_scientific_form(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    power
        .strip_prefix('+')
        .is_some_and(|power| power.parse::<u16>().is_ok())
        && number.parse::<f64>().is_ok()
}
