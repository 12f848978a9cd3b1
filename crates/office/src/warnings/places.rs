//! For which areas of the body a warning of another body is: what it says of places against what the pack says of areas.

use cap::Pair;
use cap::geo::{Point, Polygon};
use domain::pack::{AREA_CODES, Area};

/// Whether a place in a warning is an area by its code, or by a name in its words.
pub(super) fn is_named(place: &cap::Area, area: &Area) -> bool {
    let words = [area.name.zh.as_str(), area.name.en.as_str()].into_iter();
    let words = words.chain(area.aliases.iter().map(String::as_str));
    let mut words = words.filter(|word| !word.is_empty());
    place.geocodes.iter().any(|code| is_of(code, area)) || words.any(|word| place.description.contains(word))
}

fn is_of(code: &Pair, area: &Area) -> bool {
    let own = code.name == AREA_CODES && code.value == area.slug.as_str();
    own || area.codes.iter().any(|known| known.meets(&code.name, &code.value))
}

/// Whether a place in a warning is drawn so that it overlaps an outline.
pub(super) fn is_drawn(place: &cap::Area, outline: &Polygon) -> bool {
    let mut polygons = place.polygons.iter();
    let mut circles = place.circles.iter();
    polygons.any(|polygon| polygon.overlaps(outline)) || circles.any(|circle| circle.overlaps(outline))
}

/// An area's outline as warnings have them; none where the pack has none.
pub(super) fn outline(area: &Area) -> Option<Polygon> {
    let point = |corner: &[f64; 2]| Point::new(corner[0], corner[1]).ok();
    let corners = area.polygon.iter().map(point);
    Polygon::new(corners.collect::<Option<_>>()?).ok()
}
