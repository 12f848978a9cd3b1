//! Inputs of forms that are made from a pack: what a template needs to show one.

use crate::fault::Fault;
use crate::frame::Problems;
use crate::visit::Visit;
use domain::case::{About, leader_for};
use domain::duty::Staff;
use domain::pack::{Kind, Pack};
use domain::{Locale, PostSlug, UnitSlug};
use office::StaffMember;
use std::borrow::Cow;
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
    /// One of a list whose values are made here.
    Made(Vec<(String, Cow<'a, str>)>),
    /// One of a few, all seen.
    Few(Vec<(&'a str, &'a str)>),
    /// Promises of an agreement: the parties to choose from, and a row for each promise.
    Promises(Vec<(&'a str, &'a str)>, Vec<PromiseRow>),
}

/// A row of a promise, as it was written.
#[derive(Debug, Default)]
pub(crate) struct PromiseRow {
    /// The party's letter.
    pub(crate) party: String,
    /// What it promises.
    pub(crate) what: String,
    /// The last day.
    pub(crate) due: String,
}

impl PromiseRow {
    /// Nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.party.is_empty() && self.what.is_empty() && self.due.is_empty()
    }

    /// Whether it is this party's.
    pub(crate) fn is_of(&self, letter: &str) -> bool {
        self.party == letter
    }
}

impl Input<'_> {
    /// Whether `option` is the one chosen.
    pub(crate) fn chosen(&self, option: &str) -> bool {
        self.value == option
    }

    /// The list itself says what it means to choose nothing.
    pub(crate) fn says_none(&self) -> bool {
        match &self.control {
            Control::List(options) => options.first().is_some_and(|(value, _)| value.is_empty()),
            Control::Made(options) => options.first().is_some_and(|(value, _)| value.is_empty()),
            _ => false,
        }
    }

    /// Takes the whole width of a form in columns.
    pub(crate) fn is_long(&self) -> bool {
        matches!(self.control, Control::Text) || self.name == "title"
    }

    /// Message key of what stands between label and input: how to fill it in.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        self.name.starts_with("other_party_").then_some("party-hint")
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
        let (is_wrong, hint) = (problems.of(&self.id).is_some(), self.hint());
        if is_wrong {
            text.push_str(" aria-invalid=\"true\"");
        }
        let described = [(is_wrong, "wrong"), (hint.is_some(), "hint")];
        let described = described.iter().filter(|(is_there, _)| *is_there);
        let described: Vec<String> = described.map(|(_, what)| format!("{}-{what}", self.id)).collect();
        if !described.is_empty() {
            let _ = write!(text, " aria-describedby=\"{}\"", described.join(" "));
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

/// Posts of a unit to choose from.
pub(crate) fn posts_of<'a>(pack: &'a Pack, locale: Locale, unit: &str) -> Vec<(&'a str, &'a str)> {
    let posts = pack.posts.iter().filter(|post| post.unit.as_str() == unit);
    posts.map(|post| (post.slug.as_str(), post.name.get(locale))).collect()
}

/// Units, posts and members of staff that a complaint can be about, as `unit:…`, `post:…` and `staff:…`, in this order.
pub(crate) fn those_of_ours<'a>(pack: &'a Pack, locale: Locale, staff: &[StaffMember]) -> Vec<(String, Cow<'a, str>)> {
    let units = pack.units.iter();
    let units = units.map(|unit| (format!("unit:{}", unit.slug), unit.name.get(locale).into()));
    let posts = pack.posts.iter();
    let posts = posts.map(|post| (format!("post:{}", post.slug), post.name.get(locale).into()));
    let staff = staff.iter();
    let staff = staff.map(|member| (format!("staff:{}", member.staff.0), named(pack, locale, member).into()));
    units.chain(posts).chain(staff).collect()
}

/// The same, for a form that has to ask whether it is a complaint at all: first that it is none. Whoever is behind a shut
/// account reads nothing.
pub(crate) async fn those_of_ours_or_nobody(visit: &Visit) -> Result<Vec<(String, Cow<'_, str>)>, Fault> {
    let nobody = [(String::new(), visit.words().text("portal-about-none").into())];
    let mut staff = office::staff(&visit.desk.office).await?;
    staff.retain(|member| member.open);
    let ours = those_of_ours(&visit.desk.office.pack, visit.locale, &staff);
    Ok(nobody.into_iter().chain(ours).collect())
}

/// A member of staff by name and post.
pub(crate) fn named(pack: &Pack, locale: Locale, member: &StaffMember) -> String {
    format!("{} · {}", member.name, pack.post_name(&member.post, locale))
}

/// The post that leads the unit in a case that is about these; the unit's own leader where nobody else is left, so that
/// the rules say what to do.
pub(crate) fn leader(pack: &Pack, unit: &UnitSlug, about: &About) -> Option<PostSlug> {
    let own = pack.unit(unit)?.leader.clone();
    Some(leader_for(pack, unit, about).unwrap_or(own))
}

/// Whom a form says that it is about, with the post that a member of staff holds now.
pub(crate) async fn about_now(visit: &Visit, value: &str) -> Result<About, Fault> {
    let mut about = about(value);
    office::look_up(&visit.desk.office, &mut about).await?;
    Ok(about)
}

/// Whom a form says that it is about; nobody where it says nothing or nothing that can be read.
pub(crate) fn about(value: &str) -> About {
    match value.split_once(':') {
        Some(("unit", unit)) => About::unit(unit.into()),
        Some(("post", post)) => About::post(post.into()),
        Some(("staff", staff)) => About::staff(Staff(staff.to_owned())),
        _ => About::default(),
    }
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
