//! Gaps of a desk in words: on the roster those of the pack's days ahead, on the watch and the first page those of the next hours.

use super::{chosen, tier_key};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::UnitSlug;
use domain::duty::{Desk, DutyRules, Gap, Roster};
use office::Colleague;

/// A gap in one line.
pub(crate) struct GapLine {
    /// Message key of the tier.
    pub(crate) tier: &'static str,
    pub(crate) words: String,
}

/// The gaps of the pack's next hours at a desk.
pub(crate) async fn soon(
    visit: &Visit,
    f: &Frame<'_>,
    unit: &UnitSlug,
    known: (&Roster, &[Colleague]),
) -> Result<Vec<GapLine>, Fault> {
    let office = &visit.desk.office;
    let (rules, _) = office.pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    let gaps = office::gaps_soon(office, unit, known, visit.now).await?;
    Ok(gaps.iter().map(|gap| gap_line(f, rules, gap)).collect())
}

/// The same for the first page of whoever plans or serves at a desk, with it and its name; nothing for anybody else.
pub(crate) async fn of_own_desk<'a>(
    visit: &'a Visit,
    f: &Frame<'_>,
) -> Result<(&'a str, &'a str, Vec<GapLine>), Fault> {
    let concerned = visit.person.may(Right::PlanDuty) || visit.person.may(Right::ServeDuty);
    let pack = &visit.desk.office.pack;
    let own = visit.actor().unit.as_ref();
    let serves = |desk: &Desk| own.is_some_and(|own| desk.unit == *own || desk.from.contains(own));
    let has_desk = pack.duty.as_ref().is_some_and(|rules| rules.desks.iter().any(serves));
    if !concerned || !has_desk || !visit.person.may(Right::SeeDuty) {
        return Ok(("", "", Vec::new()));
    }
    let unit = chosen(visit, None)?.unit;
    let name = pack.unit_name(unit, visit.locale);
    let office = &visit.desk.office;
    let (roster, people) = (
        office::read_roster(office, unit).await?,
        office::colleagues(office, unit).await?,
    );
    Ok((unit.as_str(), name, soon(visit, f, unit, (&roster, &people)).await?))
}

pub(super) fn gap_line(f: &Frame<'_>, rules: &DutyRules, gap: &Gap) -> GapLine {
    let skill = gap.skill.as_ref().and_then(|skill| rules.skill(skill));
    if let Some(skill) = skill {
        let args = [
            ("skill", skill.name.get(f.locale).into()),
            ("from", f.moment(&gap.from).into()),
            ("until", f.moment(&gap.until).into()),
        ];
        return GapLine {
            tier: tier_key(gap.tier),
            words: f.words().with("duty-gap-skill", &args),
        };
    }
    let args = [
        ("present", gap.present.into()),
        ("needed", gap.needed.into()),
        ("from", f.moment(&gap.from).into()),
        ("until", f.moment(&gap.until).into()),
    ];
    GapLine {
        tier: tier_key(gap.tier),
        words: f.words().with("duty-gap", &args),
    }
}
