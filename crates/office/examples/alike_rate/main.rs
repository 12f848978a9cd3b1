//! How well repeats are found and near-misses are told from them, in English in a real day and in Chinese in an invented register, and
//! how fast in a large one: `cargo run --release -p office --example alike_rate DAY [CASES]`, where DAY is a folder with the day's
//! `requests.csv`. `docs/alike.md` says what is measured.

mod planted;

use domain::case::{Actor, Case, Command, Registration, SealedValues, decide};
use domain::pack::builtin;
use jiff::SignedDuration;
use office::{Clock, ImportRequest, Office, Paper, import_requests, new_case_id};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Append, Store};

/// Real cases of which repeats are planted.
const PLANTED: usize = 500;
/// Cases of the invented register, and questions to it: a hundred of each sort of near-miss.
const INVENTED: usize = 6_000;
const QUESTIONS: usize = 1_900;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// Likeness, in percent, from which the numbers are collected, and from which they are told beside the pack's own.
const LEAST: u32 = 60;
const ENOUGH: [u32; 4] = [70, 75, 80, 85];

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let day = PathBuf::from(args.next().ok_or("which day?")?);
    let most: usize = args.next().map_or(Ok(0), |n| n.parse())?;
    chinese().await?;
    english(&day, most).await
}

/// The office, and the likeness from which its pack proposes, in percent. It is set lower here, so that one run shows several.
async fn open(dir: &Path, pack: &str) -> Result<(Office, u32), Failure> {
    let mut pack = Arc::unwrap_or_clone(builtin(pack).ok_or("the pack is carried")?);
    let rule = pack.judgement.alike_percent.as_mut().ok_or("the pack has the rule")?;
    let own = std::mem::replace(&mut rule.value, LEAST);
    let office = Office {
        store: Store::open(dir).await?,
        pack: Arc::new(pack),
        clock: Clock::real(),
    };
    Ok((office, own))
}

fn print(what: &str, answers: &planted::Answers, own: u32) {
    let enough = |percent: u32| f64::from(percent) / 100.0;
    println!("{what}, from {own} % on\n  {}", answers.report(enough(own)));
    for percent in ENOUGH {
        let enough = enough(percent);
        println!(
            "  from {percent} % on: first {:.3}, among five {:.3}, of all proposals right {:.3}",
            answers.first(enough).value(),
            answers.recall(enough).value(),
            answers.precision(enough).value()
        );
    }
}

async fn chinese() -> Result<(), Failure> {
    let dir = tempfile::tempdir()?;
    let (office, own) = open(dir.path(), "demo-bureau").await?;
    let planted = planted::invent(INVENTED, QUESTIONS, SEED)?;
    let unit = office.pack.unit(&"office".into()).ok_or("the pack has an office")?;
    let groups = planted::register(&office, &planted.told, (&unit.slug, &unit.leader)).await?;
    let answers = planted::ask(&office, &planted.questions, &groups).await?;
    print(
        &format!("Chinese, {} invented cases", planted.told.len()),
        &answers,
        own,
    );
    office.store.close().await;
    Ok(())
}

async fn english(day: &Path, most: usize) -> Result<(), Failure> {
    let dir = tempfile::tempdir()?;
    let (office, own) = open(dir.path(), "la311").await?;
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
    let first = real.first().ok_or("a day without cases")?;
    let (planted, mut groups) = planted::plant(&real, PLANTED);
    groups.extend(planted::register(&office, &planted.told, (&first.unit, &first.leader)).await?);
    let answers = planted::ask(&office, &planted.questions, &groups).await?;
    print(&format!("English, {} real cases", real.len()), &answers, own);
    if most > real.len() {
        fill(&office, &real, most).await?;
        let answers = planted::ask(&office, &planted.questions, &groups).await?;
        print(&format!("English, {most} cases"), &answers, own);
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
