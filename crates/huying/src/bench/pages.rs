//! The desk's pages under load, as a clerk who is signed in sees them.

use super::load::{self, Load};
use super::{fill, server};
use crate::failure::Failure;
use domain::case::Role;
use jiff::{SignedDuration, Timestamp};
use office::Office;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;
use store::{NewAccount, Session};

/// A clerk's session, made in the store: signing in is slow on purpose and not what is measured.
pub(super) struct Clerk {
    /// The cookie header.
    pub(super) cookie: String,
    csrf: String,
    category: String,
    unit: String,
    zone: jiff::tz::TimeZone,
}

/// p99 of each page.
pub(super) struct Slowest {
    pub(super) list: Duration,
    pub(super) search: Duration,
    pub(super) case: Duration,
}

impl Slowest {
    /// The middle one of each page's.
    fn middle(rounds: &[Self]) -> Self {
        let of = |page: fn(&Self) -> Duration| {
            let mut all: Vec<_> = rounds.iter().map(page).collect();
            all.sort_unstable();
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        Self {
            list: of(|round| round.list),
            search: of(|round| round.search),
            case: of(|round| round.case),
        }
    }
}

/// Makes the clerk.
pub(super) async fn clerk(office: &Office) -> Result<Clerk, Failure> {
    let csrf = "c".repeat(64);
    let (cookie, token_sha256) = web::session_cookie(&"b".repeat(64));
    let pack = &office.pack;
    let post = pack.posts.iter().find(|post| post.role == Role::Clerk);
    let kind = pack.kinds.get(&pack.import.kind);
    let (Some(post), Some(kind)) = (post, kind) else {
        return Err(Failure::new("cli-bench-pack", &[]));
    };
    let now = Timestamp::now();
    let account = NewAccount {
        id: "bench-clerk".to_owned(),
        user: "bench-clerk".to_owned(),
        name: "bench".to_owned(),
        post: post.slug.clone(),
        locale: Some(domain::Locale::ZhCn),
        password_hash: "!".to_owned(),
    };
    office.store.create_account(account, now).await?;
    let session = Session {
        token_sha256,
        account: "bench-clerk".to_owned(),
        csrf: csrf.clone(),
        created_at: now,
        expires_at: now
            .saturating_add(SignedDuration::from_hours(24))
            .unwrap_or(Timestamp::MAX),
        duty_post_at: None,
    };
    office.store.create_session(session).await?;
    Ok(Clerk {
        cookie,
        csrf,
        category: kind
            .categories
            .first()
            .map_or_else(String::new, |found| found.slug.to_string()),
        unit: pack
            .units
            .first()
            .map_or_else(String::new, |found| found.slug.to_string()),
        zone: pack.zone.clone(),
    })
}

/// A server, and how many cases it has.
pub(super) type Holding = (SocketAddr, u64);

/// The slowest pages of a small and of a large database. They are asked in turn, so that whatever else the machine does
/// meets both, and of each page's p99 in several rounds the middle one counts.
pub(super) async fn growth(
    small: Holding,
    large: Holding,
    clerk: &Clerk,
    times: usize,
) -> Result<(Slowest, Slowest), Failure> {
    const ROUNDS: usize = 7;
    let mut rounds = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        rounds.0.push(measure(small, clerk, round, times).await?);
        rounds.1.push(measure(large, clerk, round, times).await?);
    }
    Ok((Slowest::middle(&rounds.0), Slowest::middle(&rounds.1)))
}

/// Asks for the worklist, for a search and for a case, `times` each, one after the other; other cases in each round.
async fn measure((address, cases): Holding, clerk: &Clerk, round: usize, times: usize) -> Result<Slowest, Failure> {
    const WORDS: [&str; 6] = ["消防", "路灯", "人民路", "下水道堵塞", "电梯 停运", "井盖"];
    const LISTS: [&str; 4] = ["/cases", "/cases?sort=due", "/cases?sort=changed", "/cases?open=yes"];
    let cookie = clerk.cookie.clone();
    let list = load::run(address, 1, times, 200, move |n| {
        server::get(LISTS[n % LISTS.len()], &cookie)
    })
    .await?;
    let cookie = clerk.cookie.clone();
    let search = load::run(address, 1, times, 200, move |n| {
        let text = escaped(WORDS[n % WORDS.len()]);
        server::get(&format!("/cases?q={text}"), &cookie)
    });
    let search = search.await?;
    let of = Reading {
        path: "/cases/",
        cases,
        which: Which::Any,
        from: round * times,
    };
    let case = read(address, clerk, of, (1, times)).await?;
    Ok(Slowest {
        list: list.p99,
        search: search.p99,
        case: case.p99,
    })
}

/// Which cases are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Any of them alike: each read finds its case cold.
    Any,
    /// Those that a body works on: the thousand that came last.
    Last,
}

/// Reads cases as data by number.
pub(super) async fn read_data(
    address: SocketAddr,
    clerk: &Clerk,
    (cases, which): (u64, Which),
    load: (usize, usize),
) -> Result<Load, Failure> {
    let of = Reading {
        path: "/api/v1/cases/",
        cases,
        which,
        from: 0,
    };
    read(address, clerk, of, load).await
}

/// What is read: where, which of how many cases, and how many were drawn before.
#[derive(Clone, Copy)]
struct Reading {
    path: &'static str,
    cases: u64,
    which: Which,
    from: usize,
}

impl Reading {
    /// The address of the nth case that is read.
    fn address(self, n: usize, zone: &jiff::tz::TimeZone) -> String {
        const LAST: u64 = 1_000;
        let mut dice = fill::Dice::new((self.from + n) as u64);
        let n = match self.which {
            Which::Any => dice.roll() % self.cases,
            Which::Last => self.cases - 1 - dice.roll() % LAST.min(self.cases),
        };
        format!("{}{}", self.path, number(n, zone))
    }
}

async fn read(
    address: SocketAddr,
    clerk: &Clerk,
    of: Reading,
    (connections, times): (usize, usize),
) -> Result<Load, Failure> {
    // Made before the clock runs: to find a case's number takes the client longer than to send it.
    let addresses: Vec<_> = (0..times).map(|n| of.address(n, &clerk.zone)).collect();
    let cookie = clerk.cookie.clone();
    let run = load::run(address, connections, times, 200, move |n| {
        server::get(&addresses[n], &cookie)
    });
    Ok(run.await?)
}

/// Registers requests through the desk's form.
pub(super) async fn register(
    address: SocketAddr,
    clerk: &Clerk,
    connections: usize,
    times: usize,
) -> Result<Load, Failure> {
    let (cookie, csrf) = (clerk.cookie.clone(), clerk.csrf.clone());
    let (category, unit) = (clerk.category.clone(), clerk.unit.clone());
    let seed = u64::try_from(Timestamp::now().as_nanosecond()).unwrap_or(0);
    let run = load::run(address, connections, times, 303, move |n| {
        let (title, description, place) = fill::said(seed.wrapping_add(n as u64));
        let form = form(&[
            ("csrf", &csrf),
            ("key", &key(n as u64)),
            ("category", &category),
            ("unit", &unit),
            ("title", &title),
            ("description", &description),
            ("address", &place),
            ("source", "hotline"),
        ]);
        server::post("/cases", &cookie, form)
    });
    Ok(run.await?)
}

/// A key ordered by time, as the form's own is.
fn key(n: u64) -> String {
    let millis = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
    let mut random = [0; 10];
    random[..8].copy_from_slice(&fill::Dice::new(n ^ millis << 20).roll().to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .to_string()
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// As addresses and forms write it.
fn escaped(value: &str) -> String {
    value
        .bytes()
        .fold(String::with_capacity(value.len() * 3), |mut text, byte| {
            if byte.is_ascii_alphanumeric() {
                text.push(char::from(byte));
            } else {
                // Writing into a String cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
            text
        })
}

/// The number that the nth request of [`fill`] got: the day it was registered on, and its place in that day.
fn number(n: u64, zone: &jiff::tz::TimeZone) -> String {
    let day = zone.to_datetime(fill::received_at(n)).date();
    let midnight = zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
    let midnight = midnight.expect("a day of the bench's two years");
    let before = midnight.duration_since(fill::first_reception()).as_secs();
    let first = u64::try_from(before).map_or(0, |seconds| seconds.div_ceil(fill::EVERY.as_secs().unsigned_abs()));
    format!("{}-{:05}", day.strftime("%Y%m%d"), n - first + 1)
}
