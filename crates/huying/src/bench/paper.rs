//! Import: a CSV of requests, through the same door as every file.

use super::fill;
use crate::failure::Failure;
use domain::case::Actor;
use office::{ImportRequest, Office, Paper};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

/// Where the file's rows begin, beyond everything that the database holds.
const FIRST: u64 = 5_000_000;

/// Imports a file of `rows`; answers rows a second.
pub(super) async fn import(office: &Office, rows: u64) -> Result<f64, Failure> {
    let bytes = file(office, rows).into_bytes();
    let request = ImportRequest {
        papers: vec![Paper {
            name: "bench.csv".to_owned(),
            bytes,
        }],
        columns: BTreeMap::new(),
        dry_run: false,
        own_unit: None,
        actor: Actor::program(),
        at: fill::received_at(FIRST),
    };
    let started = Instant::now();
    let report = office::import_requests(office, request, &|_, _| ()).await?;
    let took = started.elapsed();
    if report.rows.imported != rows {
        return Err(Failure::new(
            "cli-bench-rows",
            &[("imported", &report.rows.imported), ("rows", &rows)],
        ));
    }
    Ok(super::rate(usize::try_from(rows).unwrap_or(0), took))
}

fn file(office: &Office, rows: u64) -> String {
    let pack = &office.pack;
    let kind = &pack.kinds[&pack.import.kind];
    let mut csv = String::from("编号,时间,单位,类别,标题,说明,地点\r\n");
    for n in FIRST..FIRST + rows {
        let at = fill::received_at(1_000_000 + (n - FIRST) / 1_000);
        let made = fill::registration(pack, kind, n, at);
        let unit = pack.unit_name(&made.unit, domain::Locale::ZhCn);
        let category = pack.category_name(&made.category, domain::Locale::ZhCn);
        let time = pack.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string();
        let (title, said, address) = (&made.title, &made.description, &made.place.address);
        // Writing into a String cannot fail.
        let _ = write!(csv, "B{n},{time},{unit},{category},{title},{said},{address}\r\n");
    }
    csv
}
