//! A big day: judged and briefed in a process of its own, so that its peak of memory is its own too.

use super::fill;
use crate::failure::Failure;
use documents::brief;
use domain::KindSlug;
use domain::case::{Actor, Command, decide};
use domain::pack::builtin;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use office::{Clock, Office};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Instant;
use store::{Append, Store};

/// The day.
const DAY: Date = date(2026, 3, 11);
/// Past same weekdays that it is compared with.
const WEEKS: i64 = 8;
/// A past day has so many times fewer cases: the test looks at their counts alone.
const FEWER: u64 = 20;

/// What a day cost.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Cost {
    /// Items.
    pub(super) items: u64,
    /// Judgement, brief, DOCX, PDF and page.
    pub(super) seconds: f64,
    /// Peak of resident memory, MB.
    pub(super) peak_mb: f64,
}

/// Makes a data directory with a day of `items` and its history.
pub(super) async fn prepare(dir: &Path, items: u64) -> Result<(), Failure> {
    let office = open(dir).await?;
    let mut n = 0;
    for week in (1..=WEEKS).rev() {
        let day = DAY.checked_sub((week * 7).days()).expect("a day in 2026");
        register(&office, day, items / FEWER, &mut n).await?;
    }
    register(&office, DAY, items, &mut n).await?;
    office.store.close().await;
    Ok(())
}

/// Judges and briefs the day of a prepared directory in this process.
pub(super) async fn measure(dir: &Path, items: u64) -> Result<Cost, Failure> {
    let office = open(dir).await?;
    let as_of = end_of(&office, DAY);
    let started = Instant::now();
    let actor = Actor::program();
    office::judge_day(&office, DAY, as_of, &actor, as_of).await?;
    let drafted = office::draft_brief(&office, DAY, as_of, &actor, as_of).await?;
    let locale = office.pack.locale;
    let papers = (
        brief::docx(&drafted, locale, None)?,
        brief::pdf(&drafted, locale, None)?,
        brief::html(&drafted, locale),
    );
    let seconds = started.elapsed().as_secs_f64();
    assert!(!papers.0.is_empty() && !papers.1.is_empty() && !papers.2.is_empty());
    office.store.close().await;
    Ok(Cost {
        items,
        seconds,
        peak_mb: super::memory::resident_mb(std::process::id(), "VmHWM"),
    })
}

async fn open(dir: &Path) -> Result<Office, Failure> {
    let pack = builtin("demo-bureau").expect("the built-in packs are read by a test");
    Ok(Office {
        store: Store::open(dir).await?,
        pack,
        clock: Clock::real(),
    })
}

fn start_of(office: &Office, day: Date) -> Timestamp {
    let midnight = office.pack.zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
    midnight.expect("a day in 2026")
}

fn end_of(office: &Office, day: Date) -> Timestamp {
    let next = day.tomorrow().expect("a day in 2026");
    start_of(office, next)
}

/// Registers `items` spread over a day; one in fifty has a reason of its own to be looked at.
async fn register(office: &Office, day: Date, items: u64, n: &mut u64) -> Result<(), Failure> {
    const CHUNK: usize = 2_000;
    let pack = &office.pack;
    let kind = pack
        .kinds
        .get(&KindSlug::from("request"))
        .ok_or_else(|| Failure::new("cli-bench-pack", &[]))?;
    let start = start_of(office, day);
    let mut waiting = Vec::with_capacity(CHUNK);
    for item in 0..items {
        let seconds = i64::try_from(item * 86_000 / items.max(1)).unwrap_or(0);
        let at = start
            .saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(start);
        let mut registration = fill::registration(pack, kind, *n, at);
        *n += 1;
        match *n % 50 {
            0 => registration.repeats = 5,
            1 if *n % 500 == 1 => registration.casualties = Some(1),
            _ => {}
        }
        let (case, actor) = (registration.id, Actor::program());
        let events = decide(None, &Command::Register(Box::new(registration)), &actor, pack, at)?;
        waiting.push(Append {
            case,
            state: None,
            events,
            actor,
            at,
            zone: pack.zone.clone(),
            source_system: String::new(),
            key: None,
            jobs: Vec::new(),
        });
        if waiting.len() == CHUNK || item + 1 == items {
            for done in office.store.append_many(std::mem::take(&mut waiting)).await {
                done?;
            }
        }
    }
    Ok(())
}
