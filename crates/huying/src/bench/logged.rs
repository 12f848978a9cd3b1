//! What the log costs a registration: the same code registers with it and without it, in turn, in the same database.

use super::fill;
use crate::failure::Failure;
use domain::KindSlug;
use domain::case::{Actor, Registration};
use domain::pack::builtin;
use jiff::Timestamp;
use office::{Clock, Office};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Store;

/// How often each of both has its turn, so that whatever else the machine does meets both.
const ROUNDS: u64 = 5;
/// Registrations of each turn before its clock runs: by then the write-ahead log has grown.
const WARM_UP: u64 = 1_000;
/// Where the requests begin, beyond everything that the database holds.
const FIRST: u64 = 8_000_000;
/// When the first of them is received: after those that filled the database.
const RECEIVED: u64 = 1_000_000;

/// Durable registrations a second.
pub(super) struct Rates {
    pub(super) with: f64,
    pub(super) without: f64,
}

/// Registers `times` requests with the log and as many without it, each side by so many clients at once; of each what
/// the office does is measured: the rules, the rows, the durable commit. Afterwards the database has events in no log.
pub(super) async fn register(data: &Path, times: usize, clients: usize) -> Result<Rates, Failure> {
    let each = (times as u64 / ROUNDS).max(1);
    let mut next = FIRST;
    let (mut with, mut without) = (Duration::ZERO, Duration::ZERO);
    for round in 0..ROUNDS {
        // Who is first finds a smaller database: each in turn.
        for logs in [round % 2 == 0, round % 2 != 0] {
            let office = Arc::new(open(data, logs).await?);
            run(&office, next..next + WARM_UP, clients).await?;
            next += WARM_UP;
            let took = run(&office, next..next + each, clients).await?;
            next += each;
            *(if logs { &mut with } else { &mut without }) += took;
            office.store.close().await;
        }
    }
    let measured = usize::try_from(each * ROUNDS).unwrap_or(usize::MAX);
    Ok(Rates {
        with: super::rate(measured, with),
        without: super::rate(measured, without),
    })
}

async fn open(data: &Path, logs: bool) -> Result<Office, Failure> {
    let store = if logs {
        Store::open(data).await?
    } else {
        Store::open_without_log_for_bench(data).await?
    };
    Ok(Office {
        store,
        pack: builtin("demo-bureau").expect("the built-in packs are read by a test"),
        clock: Clock::real(),
    })
}

/// Registers the requests of a range, as many at once as there are clients; answers how long it took.
async fn run(office: &Arc<Office>, range: std::ops::Range<u64>, clients: usize) -> Result<Duration, Failure> {
    let mut shares: Vec<Vec<(Registration, Timestamp)>> = (0..clients).map(|_| Vec::new()).collect();
    for (n, client) in range.zip((0..clients).cycle()) {
        shares[client].push(request(office, n)?);
    }
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(clients);
    for share in shares {
        let office = Arc::clone(office);
        tasks.push(tokio::spawn(async move {
            let actor = Actor::program();
            for (registration, at) in share {
                let key = Some(registration.id.to_string());
                office::register(&office, registration, &actor, at, key).await?;
            }
            Ok::<_, Failure>(())
        }));
    }
    for task in tasks {
        task.await.map_err(std::io::Error::other)??;
    }
    Ok(started.elapsed())
}

/// Made before the clock runs.
fn request(office: &Office, n: u64) -> Result<(Registration, Timestamp), Failure> {
    let pack = &office.pack;
    let kind = pack
        .kinds
        .get(&KindSlug::from("request"))
        .ok_or_else(|| Failure::new("cli-bench-pack", &[]))?;
    let at = fill::received_at(RECEIVED + (n - FIRST) / 1_000);
    Ok((fill::registration(pack, kind, n, at), at))
}
