//! Every event beside its leaf, in the order in which they were logged.

use super::sealed::WithSealed;
use super::{Difference, KeyWrong, Wrong, keys};
use crate::Error;
use crate::log::{Entry, OF_SOURCE, Said, Salts, place, read_leaves};
use crate::seal::{DESTROYED, Keyring};
use crate::sql::{Args, Columns as _, row, rows};
use domain::CaseId;
use domain::case::{Actor, Event, logged_name};
use ledger::hash::Hash;
use ledger::leaf::{Leaf, opens};
use serde::Deserialize;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use std::ops::Range;

/// Events that are read together.
const TOGETHER: i64 = 4_096;

/// In place of a commitment that a leaf should have and has not.
const NOTHING: Hash = Hash([0; 32]);

/// What was compared.
pub(super) struct Checked {
    pub(super) events: u64,
    /// Evidence that the events up to the difference speak of.
    pub(super) evidence: Vec<Evidence>,
    /// Events up to the difference with which sealed values are kept.
    pub(super) sealed: Vec<WithSealed>,
    pub(super) found: Option<Difference>,
}

/// A file that an event speaks of.
pub(super) struct Evidence {
    pub(super) case: CaseId,
    pub(super) sha256: String,
    pub(super) at: Difference,
}

impl Evidence {
    /// Of an event, by its place in its case's stream and in the log.
    pub(super) fn of(case: CaseId, version: u64, leaf: i64, sha256: String) -> Self {
        let at = Difference {
            leaf: u64::try_from(leaf).ok(),
            case: Some(case.to_string()),
            event: Some(version),
            wrong: Wrong::FileMissing { sha256: sha256.clone() },
        };
        Self { case, sha256, at }
    }
}

/// What is known of the events so far.
#[derive(Default)]
struct Seen {
    /// The last event of each case, and its leaf.
    cases: HashMap<CaseId, (u64, i64)>,
    /// The first leaf that has no event yet.
    next: i64,
    position: i64,
    events: u64,
    evidence: Vec<Evidence>,
    sealed: Vec<WithSealed>,
    /// The first event of a case whose text is gone, until the event comes that says why.
    emptied: HashMap<CaseId, Difference>,
    /// The first event of a case whose sealed values are gone and nothing else, until the event comes that says why.
    unsealed: HashMap<CaseId, Difference>,
    /// Actors are few and their texts are read over and over.
    actors: HashMap<String, Actor>,
}

/// Compares all events with their leaves.
pub(super) async fn check(
    conn: &mut AnyConnection,
    size: u64,
    keyring: &Keyring,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Checked, Error> {
    let mut seen = Seen::default();
    let sql = "SELECT e.position, e.case_id, e.version, e.at, e.actor, e.event, e.leaf AS n, e.salts, e.case_key, \
               CAST(CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END AS BIGINT) AS sealed, l.leaf \
               FROM events e LEFT JOIN log_leaves l ON l.n = e.leaf WHERE e.position >= $1 ORDER BY e.position LIMIT $2";
    // From the least place that there is: what is put before the first event is read with its case as all others are.
    let mut from = i64::MIN;
    loop {
        let mut args = Args::default();
        args.int(from).int(TOGETHER);
        let found = rows(conn, sql, args).await?;
        let mut gaps = Vec::new();
        let mut wrong = None;
        for row in &found {
            if let Some(found) = seen.take(row, keyring, &mut gaps)? {
                wrong = Some(found);
                break;
            }
        }
        let last = found.len() < usize::try_from(TOGETHER).unwrap_or(usize::MAX);
        if last && wrong.is_none() {
            gaps.push(seen.next..place(size)?);
        }
        // Leaves before the difference come before it.
        let missing = without_event(conn, gaps).await?;
        if let Some(found) = missing.or(wrong) {
            let found = Some(numbered(conn, found).await?);
            return Ok(seen.checked(found));
        }
        if last {
            let gone = std::mem::take(&mut seen.emptied).into_values();
            let gone = gone.chain(std::mem::take(&mut seen.unsealed).into_values());
            let emptied = gone.min_by_key(|at| at.leaf);
            let found = match emptied {
                Some(emptied) => Some(numbered(conn, emptied).await?),
                None => None,
            };
            return Ok(seen.checked(found));
        }
        from = seen.position.saturating_add(1);
        progress(seen.events);
    }
}

/// A difference of the tree with the event that its leaf is of, as the leaf says where it is there, else as the row does.
pub(super) async fn named(conn: &mut AnyConnection, wrong: Wrong) -> Result<Difference, Error> {
    let leaf = wrong.leaf().unwrap_or_default();
    let mut args = Args::default();
    args.int(place(leaf)?);
    let sql = "SELECT case_id, version FROM events WHERE leaf = $1";
    let mut found = Difference::of_log(wrong);
    if let Some(row) = row(conn, sql, args).await? {
        found.case = Some(row.id("case_id")?.to_string());
        found.event = Some(row.count("version")?);
    }
    numbered(conn, found).await
}

/// The first leaf of a case among leaves that no event points to.
async fn without_event(conn: &mut AnyConnection, gaps: Vec<Range<i64>>) -> Result<Option<Difference>, Error> {
    for gap in gaps {
        for (n, text) in gap.clone().zip(read_leaves(conn, gap.start, gap.end).await?) {
            let leaf = Leaf::parse(text.as_bytes());
            let case = leaf.as_ref().map_or(Some(""), |leaf| leaf.field("case"));
            if let Some(case) = case {
                let event = leaf.as_ref().ok().and_then(|leaf| leaf.field("event")?.parse().ok());
                let mut args = Args::default();
                args.int(n);
                // Further on: it was not deleted, it stands elsewhere.
                let elsewhere = row(conn, "SELECT position FROM events WHERE leaf = $1", args).await?;
                return Ok(Some(Difference {
                    leaf: u64::try_from(n).ok(),
                    case: (!case.is_empty()).then(|| case.to_owned()),
                    event,
                    wrong: elsewhere.map_or(Wrong::EventMissing, |_| Wrong::Moved),
                }));
            }
        }
    }
    Ok(None)
}

/// With the case's number in place of its id, where the case is kept.
pub(super) async fn numbered(conn: &mut AnyConnection, mut found: Difference) -> Result<Difference, Error> {
    if let Some(id) = found.case.as_ref().and_then(|id| id.parse().ok()) {
        let mut args = Args::default();
        args.id(CaseId(id));
        let kept = row(conn, "SELECT number FROM cases WHERE id = $1", args).await?;
        if let Some(kept) = kept {
            found.case = Some(kept.text("number")?);
        }
    }
    Ok(found)
}

impl Seen {
    fn checked(self, found: Option<Difference>) -> Checked {
        Checked {
            events: self.events,
            evidence: self.evidence,
            sealed: self.sealed,
            found,
        }
    }

    /// Takes the next event; leaves that were passed over go to `gaps`.
    fn take(
        &mut self,
        row: &AnyRow,
        keyring: &Keyring,
        gaps: &mut Vec<Range<i64>>,
    ) -> Result<Option<Difference>, Error> {
        let (case, version) = (row.id("case_id")?, row.count("version")?);
        self.position = row.int("position")?;
        let n = row.opt_int("n")?;
        let at = n.unwrap_or(self.next);
        let difference = |wrong| Difference {
            leaf: u64::try_from(at).ok(),
            case: Some(case.to_string()),
            event: Some(version),
            wrong,
        };
        let Some(n) = n else {
            return Ok(Some(difference(Wrong::NotLogged)));
        };
        if n < self.next {
            return Ok(Some(difference(Wrong::Moved)));
        }
        let Some(leaf) = row.opt_text("leaf")? else {
            return Ok(Some(difference(Wrong::NotLogged)));
        };
        if n > self.next {
            gaps.push(self.next..n);
        }
        let before = self.cases.get(&case).copied();
        let kept = Kept {
            case,
            version,
            previous: before.map(|(_, n)| n),
            event: row.text("event")?,
            actor_text: row.text("actor")?,
            salts: row.opt_text("salts")?.and_then(|text| Salts::from_text(&text)),
            sealed: row.int("sealed")? != 0,
        };
        let Ok(actor) = self.actor(&kept.actor_text) else {
            let name = "actor".to_owned();
            return Ok(Some(difference(Wrong::Text { name })));
        };
        let wrong = kept.differs(row, &actor, &leaf)?;
        let wrong = wrong.or((before.map_or(0, |(version, _)| version) + 1 != version).then_some(Wrong::Moved));
        // One that is not there may not be drawn yet: it is looked at where something is kept under it.
        let key = row.bytes("case_key").ok().flatten().filter(|_| version == 1);
        let destroyed = key.as_deref() == Some(DESTROYED);
        let unusable = key
            .filter(|key| !destroyed && !keys::is_usable(keyring, key))
            .map(|_| Wrong::CaseKey { why: KeyWrong::Unknown });
        if let Some(wrong) = wrong.or(unusable) {
            return Ok(Some(difference(wrong)));
        }
        if let Some(sha256) = kept.evidence() {
            self.evidence.push(Evidence::of(case, version, n, sha256));
        }
        if let (true, Ok(leaf)) = (kept.sealed, u64::try_from(n)) {
            let position = self.position;
            self.sealed.push(WithSealed {
                case,
                version,
                leaf,
                position,
            });
        }
        if kept.is_emptied() {
            self.emptied.entry(case).or_insert_with(|| difference(Wrong::Emptied));
        } else if destroyed {
            let why = KeyWrong::Destroyed;
            self.emptied
                .entry(case)
                .or_insert_with(|| difference(Wrong::CaseKey { why }));
        } else if kept.event.starts_with(ERASED) {
            self.emptied.remove(&case);
            self.unsealed.remove(&case);
        } else if kept.event.starts_with(SEALED_ERASED) {
            self.unsealed.remove(&case);
        }
        if kept.is_unsealed(&leaf) {
            let name = "sealed".to_owned();
            self.unsealed
                .entry(case)
                .or_insert_with(|| difference(Wrong::Text { name }));
        }
        self.cases.insert(case, (version, n));
        self.next = n + 1;
        self.events += 1;
        Ok(None)
    }

    fn actor(&mut self, text: &str) -> Result<Actor, serde_json::Error> {
        if let Some(known) = self.actors.get(text) {
            return Ok(known.clone());
        }
        let actor: Actor = serde_json::from_str(text)?;
        if self.actors.len() < 10_000 {
            self.actors.insert(text.to_owned(), actor.clone());
        }
        Ok(actor)
    }
}

/// What is kept of an event.
struct Kept {
    case: CaseId,
    version: u64,
    previous: Option<i64>,
    event: String,
    actor_text: String,
    salts: Option<Salts>,
    /// Sealed values came with it and are kept.
    sealed: bool,
}

/// What the text of an event begins with that says that the case was erased.
pub(super) const ERASED: &str = "{\"event\":\"erased\",";

/// And the one that says that what was sealed in it was.
pub(super) const SEALED_ERASED: &str = "{\"event\":\"incident\",\"did\":\"personal_data_erased\"";

/// An event's name alone: reading the whole of a million events takes longer than everything else.
#[derive(Deserialize)]
pub(super) struct Name {
    pub(super) event: String,
}

impl Kept {
    /// What differs from the leaf.
    fn differs(&self, row: &AnyRow, actor: &Actor, leaf: &str) -> Result<Option<Wrong>, Error> {
        let Some(salts) = &self.salts else {
            return Ok(Some(Wrong::Salts));
        };
        let text = |name: &str| Wrong::Text { name: name.to_owned() };
        let Ok(Name { event: kind }) = serde_json::from_str(&self.event) else {
            return Ok(Some(text("open")));
        };
        // What the commitments to erased texts were made of nobody knows any more; that they may be erased, the case's
        // later event says. What is sealed says nothing without the key.
        let logged = Leaf::parse(leaf.as_bytes()).ok();
        let said = match salts.open {
            Some(_) => Said::Text(self.event.as_bytes(), salts),
            None => Said::Gone(
                logged
                    .as_ref()
                    .and_then(|leaf| leaf.commitment("open"))
                    .unwrap_or(NOTHING),
            ),
        };
        let sealed = logged.as_ref().and_then(|leaf| leaf.commitment("sealed"));
        // Where they are gone, a later event has to say so.
        if sealed.is_none() && self.sealed {
            return Ok(Some(text("sealed")));
        }
        let entry = Entry {
            case: self.case,
            version: self.version,
            // Either is its own: older leaves call by their names what is called `noted` now.
            kind: match logged.as_ref().and_then(|leaf| leaf.field("kind")) {
                Some(called) if called == logged_name(&kind) => called,
                _ => &kind,
            },
            at: row.at("at")?,
            actor,
            // Which it is, the case's other events say; a leaf does not change.
            of_source: logged.as_ref().and_then(|leaf| leaf.field("post")) == Some(OF_SOURCE),
            previous: self.previous,
            said,
            sealed,
            actor_text: self.actor_text.as_bytes(),
            actor_salt: &salts.actor,
        };
        let made = entry.leaf();
        if made.as_ref().is_ok_and(|made| made.to_string() == leaf) {
            return Ok(None);
        }
        let Some(logged) = logged else {
            return Ok(Some(text("open")));
        };
        let payloads = [
            ("open", salts.open.as_ref(), &self.event),
            ("actor", Some(&salts.actor), &self.actor_text),
        ];
        let false_text = payloads.into_iter().find(|(name, salt, payload)| {
            let committed = logged.commitment(name);
            salt.is_some_and(|salt| !committed.is_some_and(|committed| opens(&committed, salt, payload.as_bytes())))
        });
        let field = made.ok().and_then(|made| {
            let fields = made.envelope().iter();
            let differs = |(key, kept): &(String, String)| {
                let logged = logged.field(key).unwrap_or("-");
                (logged != kept).then(|| Wrong::Field {
                    field: key.clone(),
                    logged: logged.to_owned(),
                    kept: kept.clone(),
                })
            };
            fields.clone().find_map(differs)
        });
        // An event that is another one altogether is told by its place, an altered one by its text.
        let elsewhere = matches!(&field, Some(Wrong::Field { field, .. }) if field == "case" || field == "event");
        let false_text = false_text.map(|(name, ..)| text(name)).filter(|_| !elsewhere);
        Ok(Some(false_text.or(field).unwrap_or_else(|| text("open"))))
    }

    /// Sealed values came with it, and they alone are gone.
    fn is_unsealed(&self, leaf: &str) -> bool {
        let committed = || Leaf::parse(leaf.as_bytes()).is_ok_and(|leaf| leaf.commitment("sealed").is_some());
        !self.sealed && !self.is_emptied() && leaf.contains("sealed") && committed()
    }

    /// Its text is gone, and with it the salt.
    fn is_emptied(&self) -> bool {
        self.salts.as_ref().is_some_and(|salts| salts.open.is_none())
    }

    fn evidence(&self) -> Option<String> {
        if !self.event.contains("evidence_attached") {
            return None;
        }
        match serde_json::from_str(&self.event) {
            Ok(Event::EvidenceAttached(evidence)) => (!self.is_emptied()).then_some(evidence.sha256),
            _ => None,
        }
    }
}
