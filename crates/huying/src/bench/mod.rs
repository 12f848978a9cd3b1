//! What the program reaches on this machine, each figure against a limit measured in the same run on the same disk, on
//! a database that already holds a million cases.
//!
//! [`run`] is the order of the measurements; what each of them does is in a file of its own.

mod alike;
mod audit;
mod day;
mod fill;
mod limits;
mod load;
mod logged;
mod memory;
mod pages;
mod paper;
mod plain;
mod server;

use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::failure::Failure;
use office::{Clock, Office};
use pages::Which;
use serde::Serialize;
use server::Server;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use server::say_hello;

/// Cases of the small database that growth is measured from.
const SMALL: u64 = 10_000;
/// Cases of the large one.
pub(crate) const LARGE: u64 = 1_000_000;
/// Connections of the many clients.
const CLIENTS: usize = 64;

/// Registrations before those of one client alone are measured: the write-ahead log has gone round once then, as in any
/// server that has run for a day, and its file grows no more.
const WARM_UP: usize = 1_000;

/// How often things are done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Cases of the large database.
    cases: u64,
    registrations: usize,
    alone: usize,
    appends: u32,
    imports: u64,
    pages: usize,
    reads: usize,
}

impl Effort {
    /// Within ten minutes, on the same million cases.
    pub(crate) const QUICK: Self = Self {
        cases: LARGE,
        registrations: 40_000,
        alone: 2_000,
        appends: 2_000,
        imports: 40_000,
        pages: 1_000,
        reads: 100_000,
    };
    /// As long as it takes for steady figures.
    pub(crate) const FULL: Self = Self {
        cases: LARGE,
        registrations: 200_000,
        alone: 10_000,
        appends: 10_000,
        imports: 200_000,
        pages: 5_000,
        reads: 200_000,
    };

    /// With so many cases in the large database.
    pub(crate) const fn with_cases(self, cases: u64) -> Self {
        Self { cases, ..self }
    }
}

/// Rates by name, a second.
type Rates = BTreeMap<&'static str, f64>;

/// What came of it; `huying bench --json` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    ratios: Ratios,
    growth: Growth,
    day: Day,
    /// Start of the process to the whole first page with a million cases, in seconds.
    start_s: f64,
    /// Resident memory then, MB.
    rss_mb: f64,
    /// The limits, a second: what plain parts do on this machine.
    limits: Rates,
    /// What the program did, a second, and answer times in milliseconds.
    reached: Rates,
}

/// What the program reached ÷ its limit.
#[derive(Debug, Serialize)]
struct Ratios {
    register_http_64: f64,
    register_http_1: f64,
    import: f64,
    read_one: f64,
    /// The same for any of all cases, each one cold.
    read_any: f64,
    /// The whole log looked at again ÷ plain SHA-256 of the same bytes.
    audit: f64,
    /// Registrations with the log ÷ without it.
    register_with_log: f64,
}

/// p99 with a million cases ÷ p99 with ten thousand.
#[derive(Debug, Serialize)]
struct Growth {
    list: f64,
    search: f64,
    case: f64,
}

/// The big day.
#[derive(Debug, Serialize)]
struct Day {
    #[serde(flatten)]
    cost: day::Cost,
    /// Time of the big day ÷ time of the one with a tenth of the items, over what n log n allows: at most 1 is well.
    over_n_log_n: f64,
    /// The same of the peak of memory.
    memory_over_n_log_n: f64,
}

impl Day {
    fn of(tenth: day::Cost, whole: day::Cost) -> Self {
        let allowed = n_log_n(whole.items) / n_log_n(tenth.items);
        Self {
            over_n_log_n: whole.seconds / tenth.seconds / allowed,
            memory_over_n_log_n: whole.peak_mb / tenth.peak_mb / allowed,
            cost: whole,
        }
    }
}

/// Measures everything in `dir`, which must have room for some 10 GB and is left empty.
pub(crate) async fn run(dir: &Path, effort: Effort, console: &Console) -> Result<Figures, Failure> {
    let (data, copy) = (dir.join("bureau"), dir.join("plain.db"));
    let database = data.join("huying.db");
    let mut limits = Rates::new();
    let mut reached = Rates::new();

    console.say("cli-bench-append", &[]);
    limits.insert("append_fsync_4k", limits::append_fsync(dir, effort.appends)?);

    console.say("cli-bench-fill", &[]);
    let office = open(&data, console).await?;
    let clerk = pages::clerk(&office).await?;
    fill::fill(&office, 0, SMALL, &console.progress("cli-bench-fill")).await?;
    office.store.close().await;
    let small_data = dir.join("small");
    copy_files(&data, &small_data)?;

    let office = open(&data, console).await?;
    fill::fill(&office, SMALL, effort.cases, &console.progress("cli-bench-fill")).await?;
    reached.insert("alike_p99_ms", millis(alike::p99(&office, effort.pages).await?));
    office.store.close().await;
    drop(office);
    console.say("cli-bench-pages", &[]);
    let server = Server::serve(&data, "/cases", &clerk.cookie).await?;
    let (start_s, rss_mb) = (server.first_page.as_secs_f64(), server.resident_mb());
    let little = Server::serve(&small_data, "/cases", &clerk.cookie).await?;
    // What is measured is the program's work, not whether the system has kept a file of some GB in memory.
    std::io::copy(&mut std::fs::File::open(&database)?, &mut std::io::sink())?;
    let sides = ((little.address, SMALL), (server.address, effort.cases));
    let (small, large) = pages::growth(sides.0, sides.1, &clerk, effort.pages).await?;
    little.stop().await?;
    reached.extend([
        ("list_p99_ms", millis(large.list)),
        ("search_p99_ms", millis(large.search)),
        ("case_p99_ms", millis(large.case)),
    ]);

    console.say("cli-bench-read", &[]);
    // Every read of a case that nobody read yet is cold, whichever case it is: a tenth is read before the clock runs, and said.
    let (tenth, reads) = (effort.reads / 10, effort.reads);
    let last = (effort.cases, Which::Last);
    pages::read_data(server.address, &clerk, last, (CLIENTS, tenth)).await?;
    let read_one = pages::read_data(server.address, &clerk, last, (CLIENTS, reads)).await?;
    let any = (effort.cases, Which::Any);
    let read_any = pages::read_data(server.address, &clerk, any, (CLIENTS, reads / 2)).await?;
    server.stop().await?;
    let hello = Server::hello().await?;
    load::run(hello.address, CLIENTS, tenth, 200, |_| server::get("/", "")).await?;
    let said = load::run(hello.address, CLIENTS, reads, 200, |_| server::get("/", "")).await?;
    hello.stop().await?;
    limits.insert("hello_http", said.rate);
    reached.insert("read_one_http", read_one.rate);
    reached.insert("read_any_http", read_any.rate);

    console.say("cli-bench-register", &[]);
    std::fs::copy(&database, &copy).map_err(|error| Failure::file(&copy, &error))?;
    registering((&data, &copy), &clerk, effort, (&mut limits, &mut reached)).await?;

    console.say("cli-bench-import", &[]);
    let before = plain::marks(&database).await?;
    let office = open(&data, console).await?;
    reached.insert("import", paper::import(&office, effort.imports).await?);
    office.store.close().await;
    drop(office);
    let written = plain::written_since(&database, &before).await?;
    limits.insert("sqlite_bulk_insert", plain::bulk_insert(&copy, &written).await?);
    drop(written);

    log((dir, &data), effort, console, (&mut limits, &mut reached)).await?;

    console.say("cli-bench-day", &[]);
    let (tenth, whole) = (big_day(dir, 10_000).await?, big_day(dir, 100_000).await?);
    clear(&[
        data,
        small_data,
        copy,
        dir.join("plain.db-wal"),
        dir.join("plain.db-shm"),
    ])?;

    let ratio = |what: &str, limit: &str| reached[what] / limits[limit];
    Ok(Figures {
        ratios: Ratios {
            register_http_64: ratio("register_http_64", "sqlite_group_commit_64"),
            register_http_1: ratio("register_http_1", "append_fsync_4k"),
            import: ratio("import", "sqlite_bulk_insert"),
            read_one: ratio("read_one_http", "hello_http"),
            read_any: ratio("read_any_http", "hello_http"),
            audit: ratio("audit_events", "sha256_events"),
            register_with_log: ratio("register_with_log", "register_without_log"),
        },
        growth: Growth {
            list: large.list.as_secs_f64() / small.list.as_secs_f64(),
            search: large.search.as_secs_f64() / small.search.as_secs_f64(),
            case: large.case.as_secs_f64() / small.case.as_secs_f64(),
        },
        day: Day::of(tenth, whole),
        start_s,
        rss_mb,
        limits,
        reached,
    })
}

/// Judges and briefs a day that was prepared in `dir`: what `huying bench --big-day ITEMS` does in its own process.
pub(crate) async fn measure_day(dir: &Path, items: u64) -> Result<impl Serialize, Failure> {
    day::measure(dir, items).await
}

/// Registers through the desk's form, many at once and one alone, beside plain `SQLite` in the copy.
async fn registering(
    (data, copy): (&Path, &Path),
    clerk: &pages::Clerk,
    effort: Effort,
    (limits, reached): (&mut Rates, &mut Rates),
) -> Result<(), Failure> {
    let database = data.join("huying.db");
    for (what, limit, clients, times, warm_up, at_once) in [
        (
            "register_http_64",
            "sqlite_group_commit_64",
            CLIENTS,
            effort.registrations,
            0,
            64,
        ),
        ("register_http_1", "sqlite_commit_1", 1, effort.alone, WARM_UP, 1),
    ] {
        let server = Server::serve(data, "/cases", &clerk.cookie).await?;
        pages::register(server.address, clerk, clients, warm_up).await?;
        let before = plain::marks(&database).await?;
        let registered = pages::register(server.address, clerk, clients, times).await?;
        server.stop().await?;
        reached.insert(what, registered.rate);
        let written = plain::written_since(&database, &before).await?;
        limits.insert(limit, plain::commits(copy, &written, at_once).await?);
    }
    Ok(())
}

/// Looks at the whole log again, then measures what it costs a registration: in this order, since the latter leaves events
/// in the database that are in no log.
async fn log(
    (dir, data): (&Path, &Path),
    effort: Effort,
    console: &Console,
    (limits, reached): (&mut Rates, &mut Rates),
) -> Result<(), Failure> {
    console.say("cli-bench-audit", &[]);
    // What was written just before is the disk's by now, and not written beside the audit.
    settle(dir)?;
    let looked = audit::measure(data, &console.progress("cli-bench-audit")).await?;
    limits.insert("sha256_events", looked.plain);
    reached.insert("audit_events", looked.audit);
    console.say("cli-bench-logged", &[]);
    let registered = logged::register(data, effort.registrations, CLIENTS).await?;
    limits.insert("register_without_log", registered.without);
    reached.insert("register_with_log", registered.with);
    Ok(())
}

async fn big_day(dir: &Path, items: u64) -> Result<day::Cost, Failure> {
    let data = dir.join(format!("day-{items}"));
    day::prepare(&data, items).await?;
    let out = std::process::Command::new(std::env::current_exe()?)
        .args(["bench", "--big-day", &items.to_string(), "--dir"])
        .arg(&data)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !out.status.success() {
        return Err(Failure::new("cli-bench-server", &[]));
    }
    clear(&[data])?;
    Ok(serde_json::from_slice(&out.stdout).map_err(std::io::Error::from)?)
}

/// A data directory of the bench: the demonstration's pack, whatever the machine has.
async fn open(data: &Path, console: &Console) -> Result<Office, Failure> {
    let arguments = DataArgs {
        data: data.to_owned(),
        pack: Some("demo-bureau".into()),
    };
    data::open(&arguments, Clock::real(), data::country_pack, console).await
}

/// Copies the files of a data directory that nobody has open.
fn copy_files(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir(to).map_err(|error| Failure::file(to, &error))?;
    for entry in std::fs::read_dir(from).map_err(|error| Failure::file(from, &error))? {
        let path = entry?.path();
        if path.is_file()
            && let Some(name) = path.file_name()
        {
            std::fs::copy(&path, to.join(name)).map_err(|error| Failure::file(&path, &error))?;
        }
    }
    Ok(())
}

/// Waits until the files of the bench are on the disk.
fn settle(dir: &Path) -> Result<(), Failure> {
    for entry in std::fs::read_dir(dir).map_err(|error| Failure::file(dir, &error))? {
        let path = entry?.path();
        if path.is_dir() {
            settle(&path)?;
        } else {
            let synced = std::fs::File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(|error| Failure::file(&path, &error))?;
        }
    }
    Ok(())
}

fn clear(paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        let gone = if path.is_dir() {
            std::fs::remove_dir_all(path)
        } else if path.exists() {
            std::fs::remove_file(path)
        } else {
            Ok(())
        };
        gone.map_err(|error| Failure::file(path, &error))?;
    }
    Ok(())
}

fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// So many a second.
fn rate(n: usize, took: std::time::Duration) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

fn n_log_n(n: u64) -> f64 {
    let n = f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    n * n.log2()
}
