//! Somebody who serves at two desks rests between their shifts, whichever desk they are at.

use crate::browser::Bureau;
use crate::duty::{actor, staff};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::{RosterCommand, Shift, Staff, Tier};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};

/// A county whose office's people serve at the brigade's desk, too.
async fn county() -> Bureau {
    Bureau::with_pack(|pack| {
        let duty = pack.duty.as_mut().unwrap();
        let fire = duty.desks.iter_mut().find(|desk| desk.unit.as_str() == "fire").unwrap();
        fire.from.push("office".into());
    })
    .await
}

async fn put(bureau: &Bureau, desk: &str, (turn, day): (&str, Date), despite: bool) -> Result<(), Refusal> {
    let office = &bureau.office;
    let turn = office.pack.duty.as_ref().unwrap().turn(turn).unwrap();
    let who = staff(bureau, "duty-officer").await;
    let shift = Shift::of_turn(turn, day, 1, who, &office.pack.zone);
    let keeper = if desk == "fire" { "fire-leader" } else { "office-chief" };
    let keeper = actor(bureau, keeper).await;
    let command = RosterCommand::Put { shift, despite };
    let unit = UnitSlug::from(desk);
    match office::change_roster(office, &unit, &command, &keeper, office.clock.now()).await {
        Ok(()) => Ok(()),
        Err(office::Error::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_night_straight_after_a_day_at_another_desk_is_told_and_refused_until_it_is_said() {
    let bureau = county().await;
    let day = bureau.today().saturating_add(2.days());
    put(&bureau, "office", ("day", day), false).await.unwrap();
    let refused = put(&bureau, "fire", ("night", day), false).await.unwrap_err();
    assert_eq!(refused.key, "refusal-duty-strain");
    // The form says what it is, and offers to plan it all the same.
    let mut leader = bureau.signed_in("fire-leader").await;
    let who = staff(&bureau, "duty-officer").await.0;
    let date = day.to_string();
    let form = [
        ("desk", "fire"),
        ("date", date.as_str()),
        ("turn", "night"),
        ("seat", "1"),
        ("staff", who.as_str()),
    ];
    let answer = leader.fill("/duty?desk=fire", "/duty/plan/put", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text().contains("a shift at another desk from"),
        "{}",
        answer.text()
    );
    put(&bureau, "fire", ("night", day), true).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_roster_leaves_rest_around_shifts_at_other_desks() {
    let bureau = county().await;
    let office = &bureau.office;
    let unit = UnitSlug::from("fire");
    let from = bureau.today().tomorrow().unwrap();
    let until = from.saturating_add(6.days());
    // They have the day at the office every day: neither its night nor its day at the brigade leaves them rest.
    let mut day = from;
    while day <= until {
        put(&bureau, "office", ("day", day), true).await.unwrap();
        day = day.tomorrow().unwrap();
    }
    let people = office::colleagues(office, &unit).await.unwrap();
    let keeper = actor(&bureau, "fire-leader").await;
    for one in people.iter().filter(|one| one.member.tiers.contains(&Tier::Officer)) {
        let skill = RosterCommand::Skill {
            staff: one.member.staff.clone(),
            skills: ["first-aid".to_owned()].into(),
        };
        office::change_roster(office, &unit, &skill, &keeper, office.clock.now())
            .await
            .unwrap();
    }
    let who = staff(&bureau, "duty-officer").await;
    assert!(people.iter().any(|one| one.member.staff == who), "they serve at both");
    let proposal = office::propose(office, &unit, from, until).await.unwrap();
    assert_eq!(proposal.clash, []);
    assert!(!proposal.shifts.is_empty());
    let theirs = proposal.shifts.iter().filter(|shift| shift.staff == who);
    assert_eq!(theirs.count(), 0, "{:?}", proposal.shifts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_roster_counts_what_people_carried_at_other_desks() {
    let bureau = county().await;
    let (office, fire) = (&bureau.office, UnitSlug::from("fire"));
    let pack = &office.pack;
    let shift = |turn: &str, days: i64, staff: &Staff| {
        let day = bureau.today().saturating_sub(days.days());
        let turn = pack.duty.as_ref().unwrap().turn(turn).unwrap();
        Shift::of_turn(turn, day, 1, staff.clone(), &pack.zone)
    };
    let earlier = office.clock.now() - SignedDuration::from_hours(24 * 80);
    let [leader, chief] = [
        actor(&bureau, "fire-leader").await,
        actor(&bureau, "office-chief").await,
    ];
    // Each has had a day at the brigade, and is able to have its nights.
    let people = office::colleagues(office, &fire).await.unwrap();
    let officers = people.iter().filter(|one| one.member.tiers.contains(&Tier::Officer));
    for (one, days) in officers.zip(40_i64..) {
        let staff = &one.member.staff;
        let skill = RosterCommand::Skill {
            staff: staff.clone(),
            skills: ["first-aid".to_owned()].into(),
        };
        let put = RosterCommand::Put {
            shift: shift("day", days, staff),
            despite: true,
        };
        for command in [skill, put] {
            office::change_roster(office, &fire, &command, &leader, earlier)
                .await
                .unwrap();
        }
    }
    // One of them has had many nights at the office, too.
    let who = staff(&bureau, "duty-officer").await;
    for days in [10, 13, 16, 19, 22, 25, 28, 31, 34] {
        let put = RosterCommand::Put {
            shift: shift("night", days, &who),
            despite: true,
        };
        office::change_roster(office, &"office".into(), &put, &chief, earlier)
            .await
            .unwrap();
    }
    let from = bureau.today().tomorrow().unwrap();
    let proposal = office::propose(office, &fire, from, from.saturating_add(6.days()))
        .await
        .unwrap();
    assert_eq!(proposal.clash, []);
    assert!(!proposal.shifts.is_empty());
    let theirs = proposal.shifts.iter().filter(|shift| shift.staff == who);
    assert_eq!(theirs.count(), 0, "{:?}", proposal.shifts);
}
