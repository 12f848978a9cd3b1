//! Duty 值班: the roster and the watch of a desk.

pub(crate) mod generate;
pub(crate) mod keep_feed;
mod month;
pub(crate) mod own_step;
pub(crate) mod plan_step;
pub(crate) mod propose_rosters;
pub(crate) mod show_clash;
pub(crate) mod show_due;
pub(crate) mod show_feed;
pub(crate) mod show_gaps;
pub(crate) mod show_handover;
mod show_own;
pub(crate) mod show_roster;
pub(crate) mod show_swap;
pub(crate) mod show_undone;
pub(crate) mod show_watch;
pub(crate) mod take_watch_step;

use crate::fault::Fault;
use crate::fields::Fields;
use crate::visit::Visit;
use domain::UnitSlug;
use domain::duty::{DutyRules, Pairing, Staff, Tier};
use jiff::civil::Date;
use office::Colleague;

/// A desk as somebody chose it.
struct Chosen<'a> {
    rules: &'a DutyRules,
    unit: &'a UnitSlug,
}

/// The desk that is asked for; without a word the one whose watch this person has, or where they serve, or else the first.
fn chosen<'a>(visit: &'a Visit, asked: Option<&str>) -> Result<Chosen<'a>, Fault> {
    let rules = visit.desk.office.pack.duty.as_ref().ok_or(Fault::NotFound)?;
    if let Some(asked) = asked {
        let desk = rules
            .desks
            .iter()
            .find(|desk| desk.unit.as_str() == asked)
            .ok_or(Fault::NotFound)?;
        return Ok(Chosen {
            rules,
            unit: &desk.unit,
        });
    }
    let watch = visit.person.watch.as_ref().map(|watch| &watch.desk);
    let own = watch.or(visit.actor().unit.as_ref());
    let serves = |desk: &&domain::duty::Desk| own.is_some_and(|own| desk.unit == *own || desk.from.contains(own));
    let of_own = rules.desks.iter().find(|desk| Some(&desk.unit) == own);
    let desk = of_own
        .or_else(|| rules.desks.iter().find(serves))
        .or(rules.desks.first());
    let unit = &desk.ok_or(Fault::NotFound)?.unit;
    Ok(Chosen { rules, unit })
}

/// Who acts, as a member of staff.
pub(crate) fn oneself(visit: &Visit) -> Staff {
    Staff(visit.person.account.id.clone())
}

/// The name of a member of staff; of one who serves no more, a word that says so.
fn name<'a>(visit: &Visit, people: &'a [Colleague], staff: &Staff) -> &'a str
where
    'static: 'a,
{
    let found = people.iter().find(|one| one.member.staff == *staff);
    found.map_or(visit.words().text("duty-unknown-person"), |one| &one.name)
}

/// Message key of a tier.
const fn tier_key(tier: Tier) -> &'static str {
    match tier {
        Tier::Leader => "duty-tier-leader",
        Tier::Officer => "duty-tier-officer",
    }
}

/// Message key of how two people are planned.
const fn pairing_key(pairing: Pairing) -> &'static str {
    match pairing {
        Pairing::Together => "duty-pair-together",
        Pairing::Apart => "duty-pair-apart",
    }
}

/// A date of a form.
fn date(fields: &Fields, name: &str) -> Option<Date> {
    fields.get(name).parse().ok()
}

/// An id that a form got when it was made.
fn is_id(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
