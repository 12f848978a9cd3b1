//! The calendar behind a secret address: of a person's own shifts, or of all shifts of a post. It has no name of a person
//! but where a post's calendar has to say who is there.

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use documents::calendar::{Event, calendar};
use domain::UnitSlug;
use domain::duty::{Presence, Shift, Staff, Tier, presences};
use jiff::{SignedDuration, Timestamp};

/// Days back from which shifts are told.
const BACK_HOURS: i64 = 31 * 24;

/// An entry before it is written.
struct Entry {
    uid: String,
    begins: Timestamp,
    ends: Timestamp,
    summary: String,
    place: String,
}

/// `GET /feeds/duty/{file}`
pub(crate) async fn show(Path(file): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let secret = file.strip_suffix(".ics").ok_or(Fault::NotFound)?;
    let office = &guest.desk.office;
    let whose = office
        .store
        .feed(&secrets::sha256(secret))
        .await?
        .ok_or(Fault::NotFound)?;
    let since = guest
        .now
        .checked_sub(SignedDuration::from_hours(BACK_HOURS))
        .unwrap_or(Timestamp::MIN);
    let (name, entries) = match whose.split(':').collect::<Vec<_>>().as_slice() {
        ["person", account] => of_person(&guest, account, since).await?,
        ["post", unit, tier] => of_post(&guest, &UnitSlug::from(*unit), tier, since).await?,
        _ => return Err(Fault::NotFound),
    };
    let events: Vec<Event<'_>> = entries
        .iter()
        .map(|entry| Event {
            uid: &entry.uid,
            written_at: guest.now,
            sequence: 0,
            cancelled: false,
            begins: entry.begins,
            ends: entry.ends,
            summary: &entry.summary,
            place: &entry.place,
            link: "",
        })
        .collect();
    let bytes = calendar("Duty", &name, &events);
    let headers = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((headers, bytes).into_response())
}

/// Somebody's own shifts at all desks; nothing any more once their account is shut.
async fn of_person(guest: &Guest, account: &str, since: Timestamp) -> Result<(String, Vec<Entry>), Fault> {
    let office = &guest.desk.office;
    let accounts = office.store.accounts().await?;
    let open = accounts
        .iter()
        .any(|known| known.id == account && known.disabled_at.is_none());
    if !open {
        return Err(Fault::NotFound);
    }
    let shifts = office::shifts_of(office, &Staff(account.to_owned())).await?;
    let ahead = shifts.iter().filter(|(_, _, presence)| presence.until > since);
    let entries = ahead
        .map(|(unit, shift, presence)| entry(guest, unit, shift, presence, None))
        .collect();
    Ok((guest.words().text("duty-feed-own").to_owned(), entries))
}

/// All shifts of a desk's tier, with who is there.
async fn of_post(guest: &Guest, unit: &UnitSlug, tier: &str, since: Timestamp) -> Result<(String, Vec<Entry>), Fault> {
    let office = &guest.desk.office;
    let tier = Tier::ALL
        .into_iter()
        .find(|known| known.name() == tier)
        .ok_or(Fault::NotFound)?;
    let roster = office::read_roster(office, unit).await?;
    let people = office::colleagues(office, unit).await?;
    let there = presences(&roster, since, Timestamp::MAX, &office.pack.zone);
    let unknown = guest.words().text("duty-unknown-person");
    // Whoever serves no more covers nothing that is to come, as the roster's gaps say.
    let comes = |presence: &&Presence| {
        let mut same = people.iter().filter(|one| one.member.staff == presence.staff);
        presence.until <= guest.now || same.any(|one| one.member.tiers.contains(&tier))
    };
    let of_tier = there.iter().filter(|presence| presence.tier == tier).filter(comes);
    let entries = of_tier.filter_map(|presence| {
        let known = people.iter().find(|one| one.member.staff == presence.staff);
        let name = known.map_or(unknown, |one| &one.name);
        Some(entry(
            guest,
            unit,
            roster.shifts.get(&presence.shift)?,
            presence,
            Some(name),
        ))
    });
    let word = guest.words().text(super::tier_key(tier));
    let name = format!("{} {word}", office.pack.unit_name(unit, guest.locale));
    Ok((name, entries.collect()))
}

/// The uid is the shift's, with the moment at which a part of it begins: the same for as long as that part is the same.
fn entry(guest: &Guest, unit: &UnitSlug, shift: &Shift, presence: &Presence, who: Option<&str>) -> Entry {
    let pack = &guest.desk.office.pack;
    let turn = shift.turn.as_ref().and_then(|slug| pack.duty.as_ref()?.turn(slug));
    let what = turn.map_or_else(
        || guest.words().text(super::tier_key(shift.tier)),
        |turn| turn.name.get(guest.locale),
    );
    let part = if presence.from == shift.from {
        String::new()
    } else {
        format!("-{}", presence.from.as_second())
    };
    Entry {
        uid: format!("{unit}-{}{part}@duty.huying", shift.id),
        begins: presence.from,
        ends: presence.until,
        summary: who.map_or_else(|| what.to_owned(), |who| format!("{what} · {who}")),
        place: pack.unit_name(unit, guest.locale).to_owned(),
    }
}
