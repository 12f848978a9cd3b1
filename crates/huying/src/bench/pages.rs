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

/// Asks for the worklist, for a search and for a case, `times` each, one after the other.
pub(super) async fn measure(address: SocketAddr, clerk: &Clerk, cases: u64, times: usize) -> Result<Slowest, Failure> {
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
    let case = read_cases(address, clerk, cases, 1, times).await?;
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

/// Opens cases' pages, spread over all of them.
pub(super) async fn read_cases(
    address: SocketAddr,
    clerk: &Clerk,
    cases: u64,
    connections: usize,
    times: usize,
) -> Result<Load, Failure> {
    read(address, clerk, "/cases/", (cases, Which::Any), (connections, times)).await
}

/// Reads cases as data by number.
pub(super) async fn read_data(
    address: SocketAddr,
    clerk: &Clerk,
    of: (u64, Which),
    load: (usize, usize),
) -> Result<Load, Failure> {
    read(address, clerk, "/api/v1/cases/", of, load).await
}

async fn read(
    address: SocketAddr,
    clerk: &Clerk,
    path: &'static str,
    (cases, which): (u64, Which),
    (connections, times): (usize, usize),
) -> Result<Load, Failure> {
    const LAST: u64 = 1_000;
    let (cookie, zone) = (clerk.cookie.clone(), clerk.zone.clone());
    let run = load::run(address, connections, times, 200, move |n| {
        let mut dice = fill::Dice::new(n as u64);
        let n = match which {
            Which::Any => dice.roll() % cases,
            Which::Last => cases - 1 - dice.roll() % LAST.min(cases),
        };
        server::get(&format!("{path}{}", number(n, &zone)), &cookie)
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
