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

/// The desk of whoever plans or serves at one, with its gaps of the pack's next hours; none for anybody else.
pub(crate) async fn at_own_desk(visit: &Visit) -> Result<Option<(&UnitSlug, Vec<Gap>)>, Fault> {
    let concerned = visit.person.may(Right::PlanDuty) || visit.person.may(Right::ServeDuty);
    let pack = &visit.desk.office.pack;
    let own = visit.actor().unit.as_ref();
    let serves = |desk: &Desk| own.is_some_and(|own| desk.unit == *own || desk.from.contains(own));
    let has_desk = pack.duty.as_ref().is_some_and(|rules| rules.desks.iter().any(serves));
    if !concerned || !has_desk || !visit.person.may(Right::SeeDuty) {
        return Ok(None);
    }
    let unit = chosen(visit, None)?.unit;
    let office = &visit.desk.office;
    let (roster, people) = (
        office::read_roster(office, unit).await?,
        office::colleagues(office, unit).await?,
    );
    let gaps = office::gaps_soon(office, unit, (&roster, &people), visit.now).await?;
    Ok(Some((unit, gaps)))
}

/// The same in words for the first page, with the desk and its name.
pub(crate) async fn of_own_desk<'a>(
    visit: &'a Visit,
    f: &Frame<'_>,
) -> Result<(&'a str, &'a str, Vec<GapLine>), Fault> {
    let Some((unit, gaps)) = at_own_desk(visit).await? else {
        return Ok(("", "", Vec::new()));
    };
    let pack = &visit.desk.office.pack;
    let (rules, _) = pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    let lines = gaps.iter().map(|gap| gap_line(f, rules, gap));
    Ok((unit.as_str(), pack.unit_name(unit, visit.locale), lines.collect()))
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
