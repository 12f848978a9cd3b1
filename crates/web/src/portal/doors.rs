//! What can be asked for on the portal: that something is done, a petition 信访事项, a report of wrongdoing 检举控告, or that a dispute
//! is mediated; what each becomes, by when what happens then, and who sees who it came from.

use super::questions::{registration, rules};
use crate::desk::story::allowance;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::Frame;
use crate::guest::Guest;
use domain::case::source_receiver;
use domain::clock::Allowance;
use domain::pack::{Category, Kind, Pack, PortalDoor, PortalRules, Rule, StepName};
use std::borrow::Cow;

/// What somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    Request,
    Petition,
    /// A petition that complains of a wrongdoing: who it came from is hidden.
    Report,
    Dispute,
}

/// The name under which forms and addresses carry it.
pub(super) const FOR: &str = "for";
/// The name under which forms carry that it is a question of theirs, since no address has answered it.
pub(super) const OFFER: &str = "offer";

/// In the order in which they are offered: with the name in forms, and the message keys of name and explanation.
const DOORS: [(Door, &str, &str, &str); 4] = [
    (
        Door::Request,
        "request",
        "portal-door-request",
        "portal-door-request-how",
    ),
    (
        Door::Petition,
        "petition",
        "portal-door-petition",
        "portal-door-petition-how",
    ),
    (Door::Report, "report", "portal-door-report", "portal-door-report-how"),
    (
        Door::Dispute,
        "dispute",
        "portal-start-dispute",
        "portal-start-dispute-how",
    ),
];

impl Door {
    /// The one that a form or an address says; a request where it says none.
    pub(super) fn of(fields: &Fields) -> Self {
        let said = DOORS.iter().find(|(_, name, ..)| *name == fields.get(FOR));
        said.map_or(Self::Request, |(door, ..)| *door)
    }

    /// Message key of its name.
    pub(super) fn label(self) -> &'static str {
        let known = DOORS.iter().find(|(door, ..)| *door == self);
        known.map_or("", |(_, _, label, _)| label)
    }

    /// Whether a person or a post can be named in words that are sealed.
    pub(super) const fn takes_words_on_whom(self) -> bool {
        matches!(self, Self::Petition | Self::Report)
    }
}

/// A door as it is offered.
pub(super) struct Offer {
    pub(super) name: &'static str,
    /// Message key.
    pub(super) label: &'static str,
    /// What it is, and of a petition by when what happens.
    pub(super) how: String,
}

/// The doors that the pack opens.
pub(super) fn offers(f: &Frame<'_>, pack: &Pack) -> Vec<Offer> {
    let open = DOORS.iter().filter(|(door, ..)| is_open(pack, *door));
    let offer = |(door, name, label, how): &(Door, &'static str, &'static str, &'static str)| Offer {
        name,
        label,
        how: explained(f, pack, *door, how),
    };
    open.map(offer).collect()
}

/// Whether there is something to choose between.
pub(super) fn are_several(pack: &Pack) -> bool {
    DOORS.iter().filter(|(door, ..)| is_open(pack, *door)).count() > 1
}

fn explained(f: &Frame<'_>, pack: &Pack, door: Door, how: &str) -> String {
    let kind = petitions(pack).map(|(_, kind)| kind);
    let promises = kind.filter(|_| door == Door::Petition).map(|kind| promises(f, kind));
    // The first two say when somebody hears whether it is taken.
    let promises = promises.into_iter().flatten().take(2).map(|promise| promise.words);
    let all: Vec<String> = std::iter::once(f.t(how).to_owned()).chain(promises).collect();
    all.join(f.t("sentence-separator"))
}

fn is_open(pack: &Pack, door: Door) -> bool {
    let Some(portal) = &pack.portal else { return false };
    match door {
        Door::Request => true,
        Door::Petition => petitions(pack).is_some(),
        Door::Report => petitions(pack).is_some_and(|(_, kind)| hiding(kind).is_some()),
        Door::Dispute => portal.disputes.is_some(),
    }
}

fn petitions(pack: &Pack) -> Option<(&PortalDoor, &Kind)> {
    let door = pack.portal.as_ref()?.petitions.as_ref()?;
    Some((door, pack.kind(&door.kind)?))
}

/// The category of reports of wrongdoing.
fn hiding(kind: &Kind) -> Option<&Category> {
    kind.categories.iter().find(|category| category.hides_source)
}

/// What the portal makes of what is asked by this form, and its kind.
pub(super) fn rules_of<'a>(guest: &'a Guest, fields: &Fields) -> Result<(Cow<'a, PortalRules>, &'a Kind), Fault> {
    let (portal, kind) = rules(guest)?;
    let pack = &guest.desk.office.pack;
    match Door::of(fields) {
        Door::Request => Ok((Cow::Borrowed(portal), kind)),
        Door::Dispute => {
            let door = portal.disputes.as_ref().ok_or(Fault::NotFound)?;
            let kind = pack.kind(&door.kind).ok_or(Fault::NotFound)?;
            Ok((Cow::Owned(portal.through(door)), kind))
        }
        Door::Petition => {
            let (door, kind) = petitions(pack).ok_or(Fault::NotFound)?;
            Ok((Cow::Owned(portal.through(door)), kind))
        }
        Door::Report => {
            let (door, kind) = petitions(pack).ok_or(Fault::NotFound)?;
            let category = hiding(kind).ok_or(Fault::NotFound)?.slug.clone();
            let rules = PortalRules {
                category,
                ..portal.through(door)
            };
            Ok((Cow::Owned(rules), kind))
        }
    }
}

/// Something that happens by a time, as the pack's clocks have it.
pub(super) struct Promise {
    pub(super) words: String,
    /// Where the rule comes from, or that nobody has read it there.
    pub(super) source: String,
}

/// By when what happens to a petition. What the kind's clocks do not say is not promised.
pub(super) fn promises(f: &Frame<'_>, kind: &Kind) -> Vec<Promise> {
    let of = |starts: StepName, stops: StepName| -> Option<&Rule<Allowance>> {
        let found = kind
            .clocks
            .iter()
            .find(|clock| clock.starts == starts && clock.stops.contains(&stops));
        found?.allowance.as_ref()
    };
    let review = kind.ladder.as_ref().map(|ladder| &ladder.ask_within);
    let promised = [
        ("portal-by-transfer", of(StepName::Register, StepName::Dispatch)),
        ("portal-by-acceptance", of(StepName::Dispatch, StepName::Accept)),
        ("portal-by-not-ours", of(StepName::Register, StepName::PassOn)),
        ("portal-by-answer", of(StepName::Accept, StepName::Answer)),
        ("portal-by-review", review),
    ];
    let promised = promised.into_iter().filter_map(|(key, rule)| {
        let rule = rule?;
        Some(Promise {
            words: f.t1(key, "within", allowance(f, rule.value)),
            source: f.source(rule),
        })
    });
    promised.collect()
}

/// What is promised of what this form asks for; only of petitions is there something to say before.
pub(super) fn promised(f: &Frame<'_>, guest: &Guest, fields: &Fields) -> Vec<Promise> {
    let kind = petitions(&guest.desk.office.pack).map(|(_, kind)| kind);
    let kind = kind.filter(|_| Door::of(fields).takes_words_on_whom());
    kind.map_or_else(Vec::new, |kind| promises(f, kind))
}

/// The post that alone will see who this came from, with its unit; none where that is hidden from nobody who handles it.
pub(super) fn receiver(guest: &Guest, fields: &Fields) -> Result<Option<String>, Fault> {
    let (portal, kind) = rules_of(guest, fields)?;
    let asked = registration(guest, fields, &portal);
    let category = kind.category(&asked.category);
    if !category.is_some_and(|category| category.hides_source) {
        return Ok(None);
    }
    let pack = &guest.desk.office.pack;
    let post = source_receiver(pack, kind, &asked.about, &asked.leader);
    let name = pack.post_name(&post, guest.locale);
    let unit = pack.post(&post).map(|post| pack.unit_name(&post.unit, guest.locale));
    // Many packs have the unit in the post's name already.
    let unit = unit.filter(|unit| !name.contains(unit));
    Ok(Some(
        unit.map_or_else(|| name.to_owned(), |unit| format!("{name} · {unit}")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_is_found_by_its_name() {
        for (door, name, ..) in DOORS {
            let fields = Fields::of(vec![(FOR.to_owned(), name.to_owned())]);
            assert_eq!(Door::of(&fields), door);
        }
        assert_eq!(Door::of(&Fields::default()), Door::Request);
    }
}
