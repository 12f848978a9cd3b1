//! The duty roster of the demonstration: four weeks at every desk, proposed as the desk's page proposes it, and a watch that has
//! begun.

use crate::failure::Failure;
use domain::UnitSlug;
use domain::case::Actor;
use domain::duty::{DutyRules, How, RosterCommand, Staff, Tier, watch::WatchCommand};
use jiff::ToSpan as _;
use office::Office;

/// Days that are planned, the first one yesterday's.
const DAYS: i64 = 28;

/// Plans the desks of the pack, and signs in who is on shift.
pub(crate) async fn plan(office: &Office) -> Result<(), Failure> {
    let Some(rules) = &office.pack.duty else { return Ok(()) };
    let now = office.clock.now();
    let yesterday = office.pack.zone.to_datetime(now).date().saturating_sub(1.day());
    for desk in &rules.desks {
        let Some(keeper) = keeper(office, &desk.unit).await? else {
            continue;
        };
        let (from, until) = (yesterday, yesterday.saturating_add((DAYS - 1).days()));
        // As of yesterday morning: the watch that is on now had to be planned before it began.
        let planned_at = now.saturating_sub(jiff::SignedDuration::from_hours(48)).unwrap_or(now);
        for staff in able(office, rules, &desk.unit).await? {
            let skills = rules.skills.iter().take(1).map(|skill| skill.slug.clone()).collect();
            let skill = RosterCommand::Skill { staff, skills };
            office::change_roster(office, &desk.unit, &skill, &keeper, planned_at).await?;
        }
        let proposal = office::propose(office, &desk.unit, from, until).await?;
        if proposal.shifts.is_empty() {
            // Nobody is made up: the desk's page shows its gaps.
            continue;
        }
        let plan = RosterCommand::Plan {
            from,
            until,
            how: How::Generated,
            turn: None,
            shifts: proposal.shifts,
            despite: String::new(),
        };
        office::change_roster(office, &desk.unit, &plan, &keeper, planned_at).await?;
        let roster = office::read_roster(office, &desk.unit).await?;
        for there in office::on_shift(office, &roster, now) {
            let actor = Actor {
                account: Some(there.staff.0),
                ..keeper.clone()
            };
            office::change_watch(office, &desk.unit, &WatchCommand::Join, &actor, now).await?;
        }
    }
    Ok(())
}

/// Every second one who can be an officer on watch: they have the first of the pack's skills.
async fn able(office: &Office, rules: &DutyRules, unit: &UnitSlug) -> Result<Vec<Staff>, Failure> {
    if rules.skills.is_empty() {
        return Ok(Vec::new());
    }
    let colleagues = office::colleagues(office, unit).await?;
    let officers = colleagues.into_iter().map(|one| one.member);
    let officers = officers.filter(|member| member.tiers.contains(&Tier::Officer));
    Ok(officers.step_by(2).map(|member| member.staff).collect())
}

/// Whoever plans a desk's roster: a person of its unit whose post does.
async fn keeper(office: &Office, unit: &UnitSlug) -> Result<Option<Actor>, Failure> {
    let (_, desk) = office::duty_desk(office, unit).map_err(office::Error::from)?;
    let accounts = office.store.accounts().await?;
    let actor = |account: &store::Account| {
        let post = office.pack.post(&account.post)?;
        let actor = Actor {
            role: post.role,
            post: Some(post.slug.clone()),
            unit: Some(post.unit.clone()),
            account: Some(account.id.clone()),
        };
        domain::duty::keeps(desk, &actor).then_some(actor)
    };
    Ok(accounts.iter().find_map(actor))
}
