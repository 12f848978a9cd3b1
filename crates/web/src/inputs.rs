//! Inputs of forms that are made from a pack: what a template needs to show one.

use crate::frame::Problems;
use domain::Locale;
use domain::pack::{Kind, Pack};
use std::fmt::Write as _;

/// An input.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    /// `id` of the element, unique on the page.
    pub(crate) id: String,
    /// Name under which it is sent.
    pub(crate) name: &'static str,
    /// Label.
    pub(crate) label: &'a str,
    /// Must be filled in.
    pub(crate) required: bool,
    /// Longest text, in characters; 0 where the rules alone limit it.
    pub(crate) most: u32,
    /// What is in it.
    pub(crate) value: String,
    /// How it is filled in.
    pub(crate) control: Control<'a>,
}

/// How an input is filled in.
#[derive(Debug)]
pub(crate) enum Control<'a> {
    /// One line.
    Line,
    /// Many lines.
    Text,
    /// A whole number, 0 or more.
    Number,
    /// Degrees.
    Degrees,
    /// Date and time in the pack's zone.
    Moment,
    /// A tick.
    Tick,
    /// One of a list, as `(value, words)`.
    List(Vec<(&'a str, &'a str)>),
    /// One of a few, all seen.
    Few(Vec<(&'a str, &'a str)>),
}

impl Input<'_> {
    /// Whether `option` is the one chosen.
    pub(crate) fn chosen(&self, option: &str) -> bool {
        self.value == option
    }

    /// Takes the whole width of a form in columns.
    pub(crate) fn is_long(&self) -> bool {
        matches!(self.control, Control::Text) || self.name == "title"
    }

    /// Attributes of the element beyond name and value: our own words alone, nothing that anybody typed.
    pub(crate) fn attributes(&self, problems: &Problems) -> String {
        let mut text = String::new();
        if self.required {
            text.push_str(" required");
        }
        if self.most > 0 && matches!(self.control, Control::Line | Control::Text) {
            let _ = write!(text, " maxlength=\"{}\"", self.most);
        }
        if problems.of(&self.id).is_some() {
            let _ = write!(text, " aria-invalid=\"true\" aria-describedby=\"{}-wrong\"", self.id);
        }
        text
    }
}

/// Units to choose from.
pub(crate) fn units(pack: &Pack, locale: Locale) -> Vec<(&str, &str)> {
    let named = pack
        .units
        .iter()
        .map(|unit| (unit.slug.as_str(), unit.name.get(locale)));
    named.collect()
}

/// Areas to choose from.
pub(crate) fn areas(pack: &Pack, locale: Locale) -> Vec<(&str, &str)> {
    let named = pack
        .areas
        .iter()
        .map(|area| (area.slug.as_str(), area.name.get(locale)));
    named.collect()
}

/// Categories of a kind to choose from.
pub(crate) fn categories(kind: &Kind, locale: Locale) -> Vec<(&str, &str)> {
    let named = kind.categories.iter();
    named
        .map(|category| (category.slug.as_str(), category.name.get(locale)))
        .collect()
}
