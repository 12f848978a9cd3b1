//! The worklist: rows, filters, order, pages by key.

use crate::Error;
use crate::sql::{Args, Columns as _};
use domain::{AreaSlug, CaseId, CategorySlug, KindSlug, PostSlug, StatusSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;

/// A line of the worklist.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields repeat the case's, documented in domain::case::Case")]
pub struct CaseRow {
    pub id: CaseId,
    pub number: String,
    pub kind: KindSlug,
    pub category: CategorySlug,
    pub title: String,
    pub unit: UnitSlug,
    pub leader: PostSlug,
    pub area: Option<AreaSlug>,
    pub address: String,
    pub source: String,
    pub external: Option<String>,
    pub origin: Option<CaseId>,
    pub status: StatusSlug,
    pub received_at: Timestamp,
    pub registered_at: Timestamp,
    pub changed_at: Timestamp,
    /// Due time of the open clock that is due first.
    pub due_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// The earliest of ended, answered, finished at source.
    pub finished_at: Option<Timestamp>,
    pub repeats: u32,
    pub people_affected: Option<u32>,
    pub casualties: Option<u32>,
    pub version: u64,
    /// When everything that people wrote in it was erased.
    pub erased_at: Option<Timestamp>,
    /// Since when everybody may read of it.
    pub published_at: Option<Timestamp>,
}

/// What a worklist shows. Everything that is set must hold. There is no filter for a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Kind.
    pub kind: Option<KindSlug>,
    /// None of these kinds, where neither a kind nor words are asked for: drills stand in lists and numbers of their own.
    pub without: Vec<KindSlug>,
    /// Category.
    pub category: Option<CategorySlug>,
    /// Unit.
    pub unit: Option<UnitSlug>,
    /// Area.
    pub area: Option<AreaSlug>,
    /// Status.
    pub status: Option<StatusSlug>,
    /// `Some(true)`: not ended; `Some(false)`: ended.
    pub open: Option<bool>,
    /// `Some(false)`: in work 在办, neither answered nor ended nor finished in the source system; `Some(true)`: one of
    /// these.
    pub finished: Option<bool>,
    /// Open with a clock due before this moment.
    pub due_before: Option<Timestamp>,
    /// Received on or after this day (in the zone the case was registered with).
    pub received_from: Option<Date>,
    /// Received on or before this day.
    pub received_to: Option<Date>,
    /// Made from this case.
    pub origin: Option<CaseId>,
    /// On which whoever reads works beside the responsible unit: helping, asked to take it, or for one who stands aside.
    pub beside: Option<Beside>,
    /// Full text over number, title, description, address; words in Chinese and English, all must be found.
    pub text: Option<String>,
}

/// Who works beside a responsible unit. [`Store::list`](crate::Store::list) and its like fill in whoever reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    pub(super) unit: Option<UnitSlug>,
    pub(super) post: Option<PostSlug>,
}

impl Beside {
    /// The statement that finds the places of those cases.
    pub(super) fn those(&self, args: &mut Args) -> String {
        let mut one = |what: &str, slug: &str| {
            let place = args.text(slug).len();
            format!("SELECT case_seq FROM case_beside WHERE what = '{what}' AND slug = ${place}")
        };
        let unit = self.unit.as_ref().map(|unit| one("unit", unit.as_str()));
        let post = self.post.as_ref().map(|post| one("post", post.as_str()));
        let all: Vec<String> = unit.into_iter().chain(post).collect();
        if all.is_empty() {
            // Nobody in particular works beside anybody.
            return "SELECT case_seq FROM case_beside WHERE 1 = 0".to_owned();
        }
        all.join(" UNION ALL ")
    }
}

/// Order of a worklist; ties by id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest reception first.
    #[default]
    ReceivedNewest,
    /// Oldest reception first.
    ReceivedOldest,
    /// Due soonest first; cases without a due time last.
    DueSoonest,
    /// Changed last first.
    ChangedNewest,
}

/// Where a page begins: the key of the last row before it, opaque, safe in a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A page by key.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// Rows.
    pub rows: Vec<T>,
    /// The next page, if there is one.
    pub next: Option<Cursor>,
}

/// The columns that [`case_row`] reads.
pub(crate) const COLUMNS: &str = "c.seq, c.id, c.number, c.kind, c.category, c.title, c.unit, c.leader, c.area, \
    c.address, c.source, c.external, c.origin, c.status, c.received_at, c.registered_at, c.changed_at, c.due_at, \
    c.ended_at, c.finished_at, c.repeats, c.people_affected, c.casualties, c.version, c.erased_at, c.published_at";

/// A line of the worklist from its row.
pub(crate) fn case_row(row: &AnyRow) -> Result<CaseRow, Error> {
    Ok(CaseRow {
        id: row.id("id")?,
        number: row.text("number")?,
        kind: KindSlug::new(row.text("kind")?),
        category: CategorySlug::new(row.text("category")?),
        title: row.text("title")?,
        unit: UnitSlug::new(row.text("unit")?),
        leader: PostSlug::new(row.text("leader")?),
        area: row.opt_text("area")?.map(AreaSlug::new),
        address: row.text("address")?,
        source: row.text("source")?,
        external: row.opt_text("external")?,
        origin: row.opt_id("origin")?,
        status: StatusSlug::new(row.text("status")?),
        received_at: row.at("received_at")?,
        registered_at: row.at("registered_at")?,
        changed_at: row.at("changed_at")?,
        due_at: row.opt_at("due_at")?,
        ended_at: row.opt_at("ended_at")?,
        finished_at: row.opt_at("finished_at")?,
        repeats: row.small("repeats")?,
        people_affected: row.opt_small("people_affected")?,
        casualties: row.opt_small("casualties")?,
        version: row.count("version")?,
        erased_at: row.opt_at("erased_at")?,
        published_at: row.opt_at("published_at")?,
    })
}
