//! The questions of a request, one a page. What was answered so far travels in the form, so that nothing is kept of
//! somebody who goes away before sending.

use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest::Guest;
use domain::case::{About, Place, Registration, SealedValues, leader_for, route};
use domain::pack::{Field, FieldName, Kind, Pack, PortalRules};
use domain::{AreaSlug, CategorySlug, PostSlug, UnitSlug};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Is somebody in danger now? Asked where the pack says whom to call.
    Danger,
    /// What is the matter?
    What,
    /// Where is it?
    Where,
    /// What does it fit into?
    Category,
    /// Is it about one of our units?
    About,
    /// How can you be reached, if you wish?
    Contact,
    /// Is that right? With files, and the sending.
    Check,
}

/// In the order asked, with the name in forms.
const ORDER: [(Question, &str); 7] = [
    (Question::Danger, "danger"),
    (Question::What, "what"),
    (Question::Where, "where"),
    (Question::Category, "category"),
    (Question::About, "about"),
    (Question::Contact, "contact"),
    (Question::Check, "check"),
];

/// What the questions are about, as forms name it; each is carried along by every page that does not ask it.
pub(super) const ANSWERS: [(FieldName, &str, Question); 6] = [
    (FieldName::Description, "description", Question::What),
    (FieldName::Address, "address", Question::Where),
    (FieldName::Area, "area", Question::Where),
    (FieldName::Category, "category", Question::Category),
    (FieldName::RequesterName, "requester_name", Question::Contact),
    (FieldName::RequesterContact, "requester_contact", Question::Contact),
];

impl Question {
    /// The question of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        ORDER
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(question, _)| *question)
    }

    /// Its name in forms.
    pub(super) fn name(self) -> &'static str {
        ORDER[self.place()].1
    }

    /// Its place, 0 first.
    pub(super) fn place(self) -> usize {
        ORDER.iter().position(|(known, _)| *known == self).unwrap_or_default()
    }

    /// How many there are before the last look.
    pub(super) const COUNT: usize = ORDER.len();

    /// The one after it.
    pub(super) fn next(self) -> Self {
        ORDER
            .get(self.place() + 1)
            .map_or(Self::Check, |(question, _)| *question)
    }

    /// The one before it.
    pub(super) fn before(self) -> Self {
        ORDER[self.place().saturating_sub(1)].0
    }
}

/// What the portal makes of requests, and their kind.
pub(super) fn rules(guest: &Guest) -> Result<(&PortalRules, &Kind), Fault> {
    let pack = &guest.desk.office.pack;
    let portal = pack.portal.as_ref().ok_or(Fault::NotFound)?;
    Ok((portal, pack.kind(&portal.kind).ok_or(Fault::NotFound)?))
}

/// The kind's field of that name.
pub(crate) fn field(kind: &Kind, name: FieldName) -> Option<&Field> {
    kind.fields.iter().find(|field| field.name == name)
}

/// Who takes it: the portal's unit with its leader; for a complaint that this would reach, the first whom it does not.
fn responsible(pack: &Pack, portal: &PortalRules, about: &About) -> (UnitSlug, PostSlug) {
    let taken = (!about.covers_unit(pack, &portal.unit)).then_some(&portal.unit);
    let own = taken.and_then(|unit| Some((unit.clone(), leader_for(pack, unit, about)?)));
    let other = || {
        route(pack, about)
            .into_iter()
            .next()
            .map(|able| (able.unit, able.leader))
    };
    // Where nobody can, the rules refuse it and say so.
    own.or_else(other)
        .unwrap_or_else(|| (portal.unit.clone(), PostSlug::new("")))
}

/// The registration that the answers make.
pub(crate) fn registration(guest: &Guest, fields: &Fields, portal: &PortalRules) -> Registration {
    let pack = &guest.desk.office.pack;
    let sealed = ANSWERS.iter().filter(|(field, ..)| field.is_sealed());
    let sealed = sealed.fold(SealedValues::default(), |sealed, (field, name, _)| {
        sealed.with(*field, fields.get(name))
    });
    let about = fields.given("about").map(|unit| About::unit(UnitSlug::new(unit)));
    let about = about.unwrap_or_default();
    let (unit, leader) = responsible(pack, portal, &about);
    let category = fields.given("category").map(CategorySlug::new);
    Registration {
        id: office::new_case_id(guest.now),
        number: String::new(),
        kind: portal.kind.clone(),
        category: category.unwrap_or_else(|| portal.category.clone()),
        title: title_of(
            fields.get("description"),
            title_chars(pack.kind(&portal.kind), Some(portal)),
        ),
        description: fields.get("description").to_owned(),
        place: Place {
            address: fields.get("address").replace('\n', " "),
            area: fields.given("area").map(AreaSlug::new),
            ..Place::default()
        },
        source: words::words(pack.locale).text("portal-source").to_owned(),
        received_at: guest.now,
        unit,
        leader,
        external: None,
        origin: None,
        about,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        sealed_fields: sealed.fields(),
        sealed,
    }
}

/// How long a title may become: as the portal says, and so that the kind takes it.
pub(crate) fn title_chars(kind: Option<&Kind>, portal: Option<&PortalRules>) -> usize {
    let field = kind.and_then(|kind| field(kind, FieldName::Title));
    let most = field.map_or(0, |field| field.max_chars);
    // One for the mark that it was cut.
    let most = if most == 0 { u32::MAX } else { most.saturating_sub(1) };
    portal.map_or(most, |portal| portal.title_chars.value.min(most)) as usize
}

/// The first line, cut after `most` characters.
pub(crate) fn title_of(description: &str, most: usize) -> String {
    let line = description.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.unwrap_or_default();
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_follow_each_other() {
        assert_eq!(Question::Danger.before(), Question::Danger);
        assert_eq!(Question::Check.next(), Question::Check);
        for (question, name) in ORDER {
            assert_eq!(Question::named(name), Some(question));
            assert_eq!(question.name(), name);
        }
        assert_eq!(Question::named("nothing"), None);
    }

    #[test]
    fn a_title_is_the_first_line() {
        assert_eq!(title_of("\n  路灯不亮 \n三天了", 60), "路灯不亮");
        let long = "很".repeat(200);
        assert_eq!(title_of(&long, 60).chars().count(), 61);
        assert_eq!(title_of("", 60), "");
    }
}
