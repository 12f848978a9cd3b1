//! How well planted repeats are found, and how fast in a large register:
//! `cargo run --release -p office --example alike_rate DAY [CASES]`, where DAY is a folder with the day's `requests.csv`.

mod planted;

use domain::case::{Actor, Case, Command, Registration, SealedValues, decide};
use domain::pack::builtin;
use jiff::SignedDuration;
use office::{Clock, ImportRequest, Office, Paper, import_requests, new_case_id};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::{Append, Store};

/// Repeats that are planted.
const PLANTED: usize = 500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let day = PathBuf::from(args.next().ok_or("which day?")?);
    let most: usize = args.next().map_or(Ok(0), |n| n.parse())?;
    let dir = tempfile::tempdir()?;
    let office = Office {
        store: Store::open(dir.path()).await?,
        pack: builtin("la311").ok_or("the pack is carried")?,
        clock: Clock::real(),
    };
    let request = ImportRequest {
        papers: vec![Paper {
            name: "requests.csv".to_owned(),
            bytes: std::fs::read(day.join("requests.csv"))?,
        }],
        columns: BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: Actor::program(),
        at: jiff::Timestamp::now(),
    };
    import_requests(&office, request, &|_, _| ()).await?;
    let real = planted::all_cases(&office).await?;
    println!(
        "{} real cases, {}",
        real.len(),
        planted::measure(&office, &real, PLANTED).await?
    );
    if most > real.len() {
        fill(&office, &real, most).await?;
        println!("{most} cases, {}", planted::measure(&office, &real, PLANTED).await?);
    }
    office.store.close().await;
    Ok(())
}

/// The day again and again, each an hour and a quarter earlier and at other house numbers, until there are so many.
async fn fill(office: &Office, real: &[Case], most: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut there = real.len();
    for copy in 1.. {
        let mut appends = Vec::with_capacity(real.len());
        for case in real.iter().take(most - there) {
            let registration = earlier(case, copy);
            let at = registration.received_at;
            let id = registration.id;
            let command = Command::Register(Box::new(registration));
            let events = decide(None, &command, &Actor::program(), &office.pack, at)?;
            appends.push(Append {
                case: id,
                state: None,
                events,
                actor: Actor::program(),
                at,
                zone: office.pack.zone.clone(),
                source_system: String::new(),
                key: None,
                jobs: Vec::new(),
            });
        }
        there += appends.len();
        for answer in office.store.append_many(appends).await {
            answer?;
        }
        if there >= most {
            return Ok(());
        }
    }
    Ok(())
}

fn earlier(case: &Case, copy: i64) -> Registration {
    let mut place = case.place.clone();
    if let Some((number, street)) = place.address.split_once(' ')
        && let Ok(number) = number.parse::<i64>()
    {
        place.address = format!("{} {street}", number + 10 * copy);
    }
    place.latitude = place.latitude.map(|degrees| degrees + 0.01);
    let before = SignedDuration::from_mins(75 * copy);
    let received_at = case.received_at.checked_sub(before).unwrap_or(case.received_at);
    Registration {
        id: new_case_id(received_at),
        number: String::new(),
        kind: case.kind.clone(),
        category: case.category.clone(),
        title: case.title.clone(),
        description: case.description.clone(),
        place,
        source: case.source.clone(),
        received_at,
        unit: case.unit.clone(),
        leader: case.leader.clone(),
        external: None,
        origin: None,
        about: case.about.clone(),
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}
