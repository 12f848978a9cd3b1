//! The questions of a request, one a page. What was answered so far travels in the form, so that nothing is kept of
//! somebody who goes away before sending.

use super::doors::Door;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest::Guest;
use domain::case::{About, Place, Registration, SealedValues, leader_for, route};
use domain::pack::{Field, FieldName, Kind, Pack, PortalRules, Post};
use domain::{AreaSlug, CategorySlug, PostSlug, UnitSlug};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Is somebody in danger now? Asked where the pack says whom to call.
    Danger,
    /// What do you ask for? Asked where the pack opens several doors and no address has said which.
    Door,
    /// What is the matter?
    What,
    /// Where is it?
    Where,
    /// What does it fit into?
    Category,
    /// Is it about one of our units?
    About,
    /// Is it about the unit as a whole, or which of its posts? Asked where a unit was named.
    Post,
    /// How can you be reached, if you wish?
    Contact,
    /// How do you want to be told? Not asked where nothing can be sent.
    Notices,
    /// Is that right? With files, and the sending.
    Check,
}

/// In the order asked, with the name in forms.
const ORDER: [(Question, &str); 10] = [
    (Question::Danger, "danger"),
    (Question::Door, "door"),
    (Question::What, "what"),
    (Question::Where, "where"),
    (Question::Category, "category"),
    (Question::About, "about"),
    (Question::Post, "post"),
    (Question::Contact, "contact"),
    (Question::Notices, "notices"),
    (Question::Check, "check"),
];

/// What the questions are about, as forms name it; each is carried along by every page that does not ask it.
pub(super) const ANSWERS: [(FieldName, &str, Question); 10] = [
    (FieldName::Description, "description", Question::What),
    (FieldName::Address, "address", Question::Where),
    (FieldName::Latitude, "latitude", Question::Where),
    (FieldName::Longitude, "longitude", Question::Where),
    (FieldName::Area, "area", Question::Where),
    (FieldName::Category, "category", Question::Category),
    // Of petitions alone: a person whom it is about, in words and under seal.
    (FieldName::SealedNote, "about_words", Question::About),
    (FieldName::RequesterName, "requester_name", Question::Contact),
    (FieldName::RequesterContact, "requester_contact", Question::Contact),
    // Of disputes alone: the other party.
    (FieldName::PartyB, "other_party_b", Question::Contact),
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
    fn place(self) -> usize {
        ORDER.iter().position(|(known, _)| *known == self).unwrap_or_default()
    }

    /// All of them, in their order.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        ORDER.iter().map(|(question, _)| *question)
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

/// The point that was chosen on the map, in degrees north and east; none where none was.
///
/// # Errors
/// What was sent is no point.
pub(super) fn position(fields: &Fields) -> Result<Option<(f64, f64)>, NoPoint> {
    let read = |name: &str, most: f64| {
        let degrees = fields.given(name).map(str::parse::<f64>).transpose();
        let degrees = degrees.map_err(|_| NoPoint)?;
        // What is no number is not within anything.
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            return Err(NoPoint);
        }
        Ok(degrees)
    };
    match (read("latitude", 90.0)?, read("longitude", 180.0)?) {
        (None, None) => Ok(None),
        (Some(north), Some(east)) => Ok(Some((north, east))),
        _ => Err(NoPoint),
    }
}

/// What was sent as a point is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoPoint;

/// The registration that the answers make.
pub(crate) fn registration(guest: &Guest, fields: &Fields, portal: &PortalRules) -> Registration {
    let pack = &guest.desk.office.pack;
    let kind = pack.kind(&portal.kind);
    let door = Door::of(fields);
    let has_others = kind.is_some_and(|kind| field(kind, FieldName::PartyB).is_some());
    let asked = |name: FieldName| match name {
        FieldName::PartyB => has_others,
        FieldName::SealedNote => kind.is_some_and(|kind| asks_whom(door, kind)),
        name => name.is_sealed(),
    };
    let sealed = ANSWERS.iter().filter(|(name, ..)| asked(*name));
    let sealed = sealed.fold(SealedValues::default(), |sealed, (field, name, _)| {
        let value = fields.get(name);
        if *field == FieldName::SealedNote && !value.is_empty() {
            // Whoever opens it reads what it is.
            let what = words::words(pack.locale).text("portal-about-note");
            return sealed.with(*field, &format!("{what}\n{value}"));
        }
        sealed.with(*field, value)
    });
    let about = whom(pack, fields);
    let (unit, leader) = responsible(pack, portal, &about);
    // A report is one whatever was chosen before, and what another door knows is nothing here.
    let category = fields.given("category").map(CategorySlug::new);
    let known = |category: &CategorySlug| kind.is_some_and(|kind| kind.category(category).is_some());
    let category = category.filter(|category| door != Door::Report && known(category));
    let point = position(fields).ok().flatten();
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
            latitude: point.map(|(north, _)| north),
            longitude: point.map(|(_, east)| east),
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

/// Whom it is about, from the first moment: the post that was chosen of the unit, else the unit as a whole.
fn whom(pack: &Pack, fields: &Fields) -> About {
    let Some(unit) = fields.given("about").map(UnitSlug::new) else {
        return About::default();
    };
    post_of(pack, fields).map_or_else(|| About::unit(unit), |post| About::post(post.slug.clone()))
}

/// The post that was chosen; none where none of the unit was: one of a unit that was named before is not meant any more.
pub(super) fn post_of<'a>(pack: &'a Pack, fields: &Fields) -> Option<&'a Post> {
    let post = pack.post(&PostSlug::new(fields.given("about_post")?))?;
    (post.unit.as_str() == fields.get("about")).then_some(post)
}

/// Whether a person can be named in sealed words.
pub(super) fn asks_whom(door: Door, kind: &Kind) -> bool {
    door.takes_words_on_whom() && field(kind, FieldName::SealedNote).is_some()
}

/// The characters of a sealed note that are the program's, which says what it is.
pub(super) const NOTE_ROOM: u32 = 100;

/// How long a title may become: as the portal says, and so that the kind takes it.
pub(crate) fn title_chars(kind: Option<&Kind>, portal: Option<&PortalRules>) -> usize {
    let field = kind.and_then(|kind| field(kind, FieldName::Title));
    let most = field.map_or(0, |field| field.max_chars);
    // One for the mark that it was cut.
    let most = if most == 0 { u32::MAX } else { most.saturating_sub(1) };
    let own = portal.and_then(|portal| portal.title_chars.as_ref());
    own.map_or(most, |own| own.value.min(most)) as usize
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
    fn every_question_is_found_by_its_name() {
        for (question, name) in ORDER {
            assert_eq!(Question::named(name), Some(question));
            assert_eq!(question.name(), name);
        }
        assert_eq!(Question::named("nothing"), None);
    }

    #[test]
    fn a_point_is_whole_and_on_the_earth() {
        let of = |north: &str, east: &str| {
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            position(&Fields::of(vec![pair("latitude", north), pair("longitude", east)]))
        };
        assert_eq!(of("30.25", "120.15"), Ok(Some((30.25, 120.15))));
        assert_eq!(of("", ""), Ok(None));
        for (north, east) in [
            ("30", ""),
            ("91", "1"),
            ("1", "-181"),
            ("NaN", "1"),
            ("inf", "1"),
            ("1e999", "1"),
            ("x", "y"),
        ] {
            assert_eq!(of(north, east), Err(NoPoint), "{north} {east}");
        }
    }

    #[test]
    fn a_title_is_the_first_line() {
        assert_eq!(title_of("\n  路灯不亮 \n三天了", 60), "路灯不亮");
        let long = "很".repeat(200);
        assert_eq!(title_of(&long, 60).chars().count(), 61);
        assert_eq!(title_of("", 60), "");
    }
}
