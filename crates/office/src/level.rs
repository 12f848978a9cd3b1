//! The operating level 平战状态: from which day on units report how often.

use crate::{Error, Office};
use domain::pack::OperatingLevel;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

const SETTING: &str = "operating-levels";

/// The level in force on `date`; routine until one was set.
///
/// # Errors
///
/// The store's.
pub async fn operating_level(office: &Office, date: Date) -> Result<OperatingLevel, Error> {
    let levels = levels(office).await?;
    let in_force = levels.range(..=date).next_back();
    Ok(in_force.map_or(OperatingLevel::Routine, |(_, level)| *level))
}

/// The minute by which the units' reports of `date` are due, at the level in force that day.
///
/// # Errors
///
/// The store's.
pub async fn due_minute(office: &Office, date: Date) -> Result<Timestamp, Error> {
    let level = operating_level(office, date).await?;
    Ok(domain::daily::due_minute(
        &office.pack.reporting,
        level,
        date,
        &office.pack.zone,
    ))
}

/// Sets the level from `from` on. Days before keep theirs, so that yesterday's report does not become late afterwards.
///
/// # Errors
///
/// The store's.
pub async fn set_operating_level(office: &Office, from: Date, level: OperatingLevel) -> Result<(), Error> {
    let mut levels = levels(office).await?;
    levels.insert(from, level);
    levels.retain(|date, _| *date <= from);
    let kept = serde_json::to_string(&levels).map_err(|error| store::Error::Corrupt(error.to_string()))?;
    Ok(office.store.set_setting(SETTING, &kept).await?)
}

pub(crate) async fn levels(office: &Office) -> Result<BTreeMap<Date, OperatingLevel>, Error> {
    let Some(kept) = office.store.setting(SETTING).await? else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(&kept).map_err(|error| store::Error::Corrupt(format!("{SETTING}: {error}")).into())
}
