//! How long sealing, an audit, a backup, erasing and a restore take: `cargo run --release -p store --example sealing_rate [CASES]`.

use domain::case::{Actor, Event, Ground, Place, Registration, SealedValues};
use domain::pack::FieldName;
use domain::{CaseId, KindSlug};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Instant;
use store::{Append, CaseKeys, Store};

const BASE: i64 = 1_772_413_200_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cases: u64 = std::env::args().nth(1).map_or(Ok(20_000), |n| n.parse())?;
    let dir = tempfile::tempdir()?;
    let (data, out) = (dir.path().join("data"), dir.path().join("out"));
    std::fs::create_dir_all(&out)?;
    let store = Store::open(&data).await?;
    for (name, from, sealed) in [("plain", 0, false), ("with two sealed values", cases / 2, true)] {
        let appends: Vec<_> = (from..from + cases / 2).map(|n| registration(n, sealed)).collect();
        let began = Instant::now();
        for answer in store.append_many(appends).await {
            answer?;
        }
        println!("{} cases {name}: {:?}", cases / 2, began.elapsed());
    }
    for _ in 0..3 {
        let began = Instant::now();
        let audit = Store::audit_log(&data, Vec::new(), None, |_, _| ()).await?;
        let (took, whole) = (began.elapsed(), audit.found.is_none());
        println!(
            "audit of {} events (whole: {whole}): {took:?}, evidence and sealed values aside {:?}",
            audit.events, audit.took
        );
    }
    let backup = out.join("all.huying");
    let began = Instant::now();
    let report = store.backup(&backup).await?;
    println!(
        "backup of {} cases: {:?}, {} KiB",
        report.cases,
        began.elapsed(),
        report.bytes / 1024
    );
    for many in [1, 200] {
        let began = Instant::now();
        let mut appends = Vec::new();
        for n in many * 10..many * 11 {
            let case = store.case(id(n)).await?.ok_or("it is there")?;
            appends.push(erasing(case)?);
        }
        for answer in store.append_many(appends).await {
            answer?;
        }
        let written = began.elapsed();
        let all = store.finish_erasing().await?;
        println!(
            "{many} cases erased: {written:?}, finished ({all}): {:?}",
            began.elapsed()
        );
    }
    store.close().await;
    let back = dir.path().join("back");
    std::fs::create_dir_all(&back)?;
    std::fs::copy(data.join("seal.key"), back.join("seal.key"))?;
    let began = Instant::now();
    let report = Store::restore(&backup, &back, CaseKeys::Beside, Timestamp::from_millisecond(BASE)?).await?;
    println!("restore of {} cases: {:?}", report.cases, began.elapsed());
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("{}", peak.unwrap_or_default());
    }
    Ok(())
}

fn id(n: u64) -> CaseId {
    CaseId(uuid::Uuid::from_u128(
        (1_767_225_600_000_u128 << 80) | (0x7 << 76) | (0b10 << 62) | u128::from(n),
    ))
}

fn registration(n: u64, sealed: bool) -> Append {
    let at = Timestamp::from_millisecond(BASE + i64::try_from(n).unwrap_or_default()).unwrap_or_default();
    let values = if sealed {
        SealedValues::default()
            .with(FieldName::RequesterName, "欧阳演示")
            .with(FieldName::RequesterContact, "13900000000")
    } else {
        SealedValues::default()
    };
    let registration = Registration {
        id: id(n),
        number: String::new(),
        kind: KindSlug::from("request"),
        category: "fire".into(),
        title: format!("第{n}件 小区消防通道被占用"),
        description: "楼下消防通道长期被电动车占用，多次劝阻无效，希望尽快清理并设置标识。".to_owned(),
        place: Place {
            address: format!("人民路{n}号"),
            ..Place::default()
        },
        source: "hotline".to_owned(),
        received_at: at,
        unit: "housing".into(),
        leader: "housing-head".into(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: values.fields(),
        sealed: values,
    };
    Append {
        case: id(n),
        state: None,
        events: vec![Event::Registered {
            registration: Box::new(registration),
            status: "registered".into(),
            pack: "rate@1".to_owned(),
        }],
        actor: Actor::program(),
        at,
        zone: TimeZone::UTC,
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    }
}

fn erasing(case: domain::case::Case) -> Result<Append, jiff::Error> {
    Ok(Append {
        case: case.id,
        events: vec![Event::Erased {
            ground: Ground::Retention,
            reason: String::new(),
        }],
        state: Some(Arc::new(case)),
        actor: Actor::program(),
        at: Timestamp::from_millisecond(BASE + 1_000_000)?,
        zone: TimeZone::UTC,
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    })
}
