//! What a pack says of review and re-review, and of where a case goes first.

use super::{Kind, Rule};
use crate::clock::Allowance;
use crate::{AreaSlug, CategorySlug, Text, UnitSlug};

/// Review 复查 and re-review 复核 of the answers of a kind (信访工作条例, art. 35 and 36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Time from the written answer in which the next look at it can be asked for.
    pub ask_within: Rule<Allowance>,
    /// The unit that reviews what the highest of the others has answered; none where that is for a body above.
    pub highest: Option<UnitSlug>,
    /// The reason with which the same facts and reasons are refused after a re-review (art. 36); none where the pack says none.
    pub settled: Option<Rule<Text>>,
}

/// A line of the table by which cases are given to units: the first that fits best counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// For this category; any where there is none.
    pub category: Option<CategorySlug>,
    /// In this area; anywhere where there is none.
    pub area: Option<AreaSlug>,
    /// The unit.
    pub unit: UnitSlug,
}

impl Kind {
    /// The unit to which a case of that category and area goes by the pack's table: the line that says most of it, the
    /// first of equals. None where no line fits.
    #[must_use]
    pub fn route(&self, category: &CategorySlug, area: Option<&AreaSlug>) -> Option<&UnitSlug> {
        let fits = |route: &&Route| {
            route.category.as_ref().is_none_or(|known| known == category)
                && route.area.as_ref().is_none_or(|known| Some(known) == area)
        };
        let said = |route: &Route| u8::from(route.category.is_some()) * 2 + u8::from(route.area.is_some());
        let mut best: Option<&Route> = None;
        for route in self.routes.iter().filter(fits) {
            if best.is_none_or(|known| said(route) > said(known)) {
                best = Some(route);
            }
        }
        best.map(|route| &route.unit)
    }
}
