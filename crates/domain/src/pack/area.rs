//! Areas 片区: the codes under which other bodies know them, and their outlines. By both it is told which of them a warning of
//! another body is for.

use super::Area;
use super::draft::DraftNamed;
use super::lookup::fold;
use super::read_kind::read_named_part;
use super::section::Section;
use super::source::{At, Problems};
use std::collections::BTreeMap;

/// The name under which the slugs of a body's areas are codes. A pack gives no other codes under it.
pub const AREA_CODES: &str = "huying-area";

/// The most corners of an outline: it tells whom a warning is for, and is no survey.
const MOST_CORNERS: usize = 1000;

/// Names, as they are compared, of codes that go from the whole to the part: of provinces, prefectures and counties (GB/T 2260), and of
/// the townships beneath them (GB/T 10114).
const OF_DIVISIONS: [&str; 2] = ["gbt2260", "gbt10114"];

/// Where the digits of a province, a prefecture, a county, a township and a village end in such a code.
const DIVISION_ENDS: [usize; 5] = [2, 4, 6, 9, 12];

/// A code of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCode {
    /// Whose code it is, as those who write it name it, e.g. `GB/T 2260`.
    pub name: String,
    /// The code.
    pub value: String,
}

impl AreaCode {
    /// Whether a code under that name is of this area; of codes of divisions, also of one that it lies in or that lies in it.
    #[must_use]
    pub fn meets(&self, name: &str, value: &str) -> bool {
        let value = value.trim();
        match (division(&self.name, &self.value), division(name, value)) {
            (Some(own), Some(other)) => own.starts_with(other) || other.starts_with(own),
            _ => fold(&self.name) == fold(name) && self.value == value,
        }
    }
}

/// The digits that name a division, without the noughts of levels below it; none of a code of another sort.
fn division<'a>(name: &str, value: &'a str) -> Option<&'a str> {
    let name = fold(name);
    let known = OF_DIVISIONS.iter().any(|known| name.starts_with(known));
    let whole = DIVISION_ENDS.contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    if !known || !whole {
        return None;
    }
    let nought = |part: &str| part.bytes().all(|byte| byte == b'0');
    let mut ends = DIVISION_ENDS.iter().copied().filter(|end| *end <= value.len());
    let end = ends.rfind(|end| {
        let above = DIVISION_ENDS.iter().rev().find(|above| *above < end);
        !nought(&value[above.copied().unwrap_or_default()..*end])
    });
    Some(&value[..end.unwrap_or_default()])
}

/// `[[areas]]`.
pub(super) struct DraftArea {
    pub(super) named: DraftNamed,
    codes: Vec<DraftCode>,
    polygon: Vec<[f64; 2]>,
}

struct DraftCode {
    name: At<String>,
    value: At<String>,
}

pub(super) fn read_areas(sections: &[Section<'_>]) -> Vec<DraftArea> {
    let area = |section: &Section<'_>| {
        let codes = section.sections("codes").unwrap_or_default();
        let area = DraftArea {
            named: read_named_part(section),
            codes: codes.iter().map(read_code).collect(),
            polygon: read_polygon(section).unwrap_or_default(),
        };
        section.end();
        area
    };
    sections.iter().map(area).collect()
}

fn read_code(section: &Section<'_>) -> DraftCode {
    let text = |key: &str| {
        let text = section.string(key);
        let plain = !text.value.trim().is_empty() && !text.value.contains(char::is_control);
        if section.has(key) && !plain {
            section.report(&text.at, "pack-code-empty", &[("key", key)]);
        }
        At {
            value: text.value.trim().to_owned(),
            at: text.at,
        }
    };
    let code = DraftCode {
        name: text("name"),
        value: text("value"),
    };
    if fold(&code.name.value) == fold(AREA_CODES) {
        section.report(&code.name.at, "pack-code-own", &[("name", &code.name.value)]);
    }
    section.end();
    code
}

/// The corners of an outline, as the Common Alerting Protocol wants them (CAP 1.2, 3.2.4 polygon); none where something is wrong, which is
/// reported.
fn read_polygon(section: &Section<'_>) -> Option<Vec<[f64; 2]>> {
    let corners = section.pairs("polygon")?;
    let on_map =
        |[latitude, longitude]: &[f64; 2]| (-90.0..=90.0).contains(latitude) && (-180.0..=180.0).contains(longitude);
    let mut polygon = Vec::new();
    for corner in &corners {
        let Some(place) = corner.value.filter(on_map) else {
            section.report(&corner.at, "pack-polygon-corner", &[]);
            return None;
        };
        polygon.push(place);
    }
    let wrong = if !(4..=MOST_CORNERS).contains(&polygon.len()) {
        "pack-polygon-count"
    } else if polygon.first() != polygon.last() {
        "pack-polygon-open"
    } else if is_flat(&polygon) {
        "pack-polygon-flat"
    } else {
        return Some(polygon);
    };
    let at = corners.first().map_or_else(|| section.at(), |corner| corner.at.clone());
    let (count, most) = (polygon.len().to_string(), MOST_CORNERS.to_string());
    section.report(&at, wrong, &[("count", &count), ("most", &most)]);
    None
}

/// Whether all corners are on one line, as near as degrees are written, so that nothing lies between them.
fn is_flat(polygon: &[[f64; 2]]) -> bool {
    let Some(first) = polygon.first() else { return true };
    let apart = |corner: &[f64; 2]| (corner[0] - first[0], corner[1] - first[1]);
    let along = polygon.iter().map(apart).find(|(y, x)| *y != 0.0 || *x != 0.0);
    along.is_none_or(|along| {
        let beside = |corner: &[f64; 2]| {
            let (y, x) = apart(corner);
            (along.0 * x - along.1 * y).abs() > 1e-12
        };
        !polygon.iter().any(beside)
    })
}

/// A code is of one area: what it names is one place.
pub(super) fn check_areas(areas: &[DraftArea], problems: &Problems) {
    let mut seen: BTreeMap<(String, &str), &str> = BTreeMap::new();
    for area in areas {
        let slug = area.named.slug.value.as_str();
        for code in area.codes.iter().filter(|code| !code.value.value.is_empty()) {
            let value = code.value.value.as_str();
            let first = seen.insert((fold(&code.name.value), value), slug);
            let Some(first) = first else { continue };
            let name = code.name.value.as_str();
            let args = [("name", name), ("value", value), ("first", first), ("second", slug)];
            problems.report(&code.value.at, "pack-code-twice", &args);
        }
    }
}

pub(super) fn assemble(area: DraftArea) -> Area {
    let code = |code: DraftCode| AreaCode {
        name: code.name.value,
        value: code.value.value,
    };
    Area {
        slug: area.named.slug.value.as_str().into(),
        name: area.named.name,
        aliases: area.named.aliases.into_iter().map(|alias| alias.value).collect(),
        codes: area.codes.into_iter().map(code).collect(),
        polygon: area.polygon,
    }
}
