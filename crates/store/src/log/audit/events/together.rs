//! Many events at a time, where each is plainly what its leaf says: nearly always. A row costs more than what has to be
//! hashed of it, so many come as one text; and while one text is looked at, the next is read.
//!
//! What is found here is only that all is well. At the least doubt nothing of a text counts, and its events are read
//! again row by row, which says what is wrong. That a text is JSON is not looked into where its leaf commits to it: it is
//! what was logged.

use super::{Difference, ERASED, Evidence, Name, Seen, Wrong};
use crate::log::{Entry, Said, Salts};
use crate::sql::{Args, Columns as _, row};
use crate::sqlite;
use domain::CaseId;
use domain::case::Event;
use jiff::Timestamp;
use ledger::hash::Hash;
use ledger::leaf::Leaf;
use sqlx::AnyConnection;
use std::str::Split;
use uuid::Uuid;

/// Positions that are read together: so many that a call costs little for each, so few that the texts stay in the
/// processor's cache.
const MANY: i64 = 512;

/// Events with their leaves, as [`sqlite::EVENTS_TOGETHER`] answers them.
pub(super) struct Text {
    many: u64,
    heads: String,
    actors: String,
    events: String,
    leaves: String,
    /// The last one's position.
    pub(super) last: i64,
}

/// Reads the events behind a position. None at the end, at a wide gap, or where a row is not as every row should be.
pub(super) async fn read(conn: &mut AnyConnection, after: i64) -> Option<Text> {
    let mut args = Args::default();
    args.int(after).int(after.checked_add(MANY)?);
    // Reading them row by row says what is wrong with the database.
    let found = row(conn, sqlite::EVENTS_TOGETHER, args).await.ok()??;
    let (many, whole) = (found.count("many").ok()?, found.count("whole").ok()?);
    if many == 0 || many != whole {
        return None;
    }
    Some(Text {
        many,
        heads: found.text("heads").ok()?,
        actors: found.text("actors").ok()?,
        events: found.text("events").ok()?,
        leaves: found.text("leaves").ok()?,
        last: found.int("last").ok()?,
    })
}

/// Takes all events of a text, or none.
pub(super) fn take(seen: &mut Seen, text: &Text) -> bool {
    let (next, events) = (seen.next, seen.events);
    let mut trial = Trial::default();
    if trial.all(seen, text).is_some() && seen.events == events + text.many {
        seen.position = text.last;
        seen.evidence.append(&mut trial.evidence);
        for (case, emptied) in trial.emptied {
            match emptied {
                Some(at) => drop(seen.emptied.entry(case).or_insert(at)),
                None => drop(seen.emptied.remove(&case)),
            }
        }
        return true;
    }
    for (case, before) in trial.before.into_iter().rev() {
        match before {
            Some(before) => drop(seen.cases.insert(case, before)),
            None => drop(seen.cases.remove(&case)),
        }
    }
    (seen.next, seen.events) = (next, events);
    false
}

/// What a text adds, should all of it be well.
#[derive(Default)]
struct Trial {
    /// What was known of the cases before.
    before: Vec<(CaseId, Option<(u64, i64)>)>,
    evidence: Vec<Evidence>,
    /// Where a case's event turned out empty, or else was said to be erased, in order.
    emptied: Vec<(CaseId, Option<Difference>)>,
    /// Leaves are made here.
    made: String,
}

impl Trial {
    fn all(&mut self, seen: &mut Seen, text: &Text) -> Option<()> {
        let mut rest = [&*text.actors, &*text.events, &*text.leaves];
        for head in text.heads.split('\n') {
            let line = Line::cut(head, &mut rest)?;
            self.one(seen, &line)?;
        }
        rest.iter().all(|rest| rest.is_empty()).then_some(())
    }

    /// Takes an event that has nothing wrong with it.
    fn one(&mut self, seen: &mut Seen, line: &Line<'_>) -> Option<()> {
        let case = line.case;
        let before = seen.cases.get(&case).copied();
        let version = before.map_or(0, |(version, _)| version) + 1;
        if line.n != seen.next || line.version != version {
            return None;
        }
        let salts = Salts::from_text(line.salts)?;
        let emptied = salts.open.is_none();
        let logged = if emptied || line.sealed {
            Some(Leaf::parse(line.leaf.as_bytes()).ok()?)
        } else {
            None
        };
        let committed = |name| -> Option<Hash> { logged.as_ref()?.commitment(name) };
        let sealed = committed("sealed");
        if !emptied && sealed.is_some() != line.sealed {
            return None;
        }
        let whole: Name;
        let (kind, said) = if emptied {
            whole = serde_json::from_str(line.event).ok()?;
            (whole.event.as_str(), Said::Gone(committed("open")?))
        } else {
            (kind_of(line.event)?, Said::Text(line.event, &salts))
        };
        if !seen.actors.contains_key(line.actor) {
            seen.actor(line.actor).ok()?;
        }
        let entry = Entry {
            case,
            version,
            kind,
            at: Timestamp::from_millisecond(line.at).ok()?,
            actor: seen.actors.get(line.actor)?,
            previous: before.map(|(_, n)| n),
            said,
            sealed,
            actor_text: line.actor,
            actor_salt: &salts.actor,
        };
        self.made.clear();
        if !entry.write(&mut self.made) || self.made != line.leaf {
            return None;
        }
        let at = |wrong| Difference {
            leaf: u64::try_from(line.n).ok(),
            case: Some(case.to_string()),
            event: Some(version),
            wrong,
        };
        if emptied {
            self.emptied.push((case, Some(at(Wrong::Emptied))));
        } else if line.event.starts_with(ERASED) {
            self.emptied.push((case, None));
        } else if kind == "evidence_attached" {
            let Ok(Event::EvidenceAttached(evidence)) = serde_json::from_str(line.event) else {
                return None;
            };
            let sha256 = evidence.sha256;
            let at = at(Wrong::FileMissing { sha256: sha256.clone() });
            self.evidence.push(Evidence { case, sha256, at });
        }
        self.before.push((case, before));
        seen.cases.insert(case, (version, line.n));
        seen.next = line.n + 1;
        seen.events += 1;
        Some(())
    }
}

/// An event and its leaf.
struct Line<'a> {
    case: CaseId,
    version: u64,
    at: i64,
    n: i64,
    sealed: bool,
    salts: &'a str,
    actor: &'a str,
    event: &'a str,
    leaf: &'a str,
}

impl<'a> Line<'a> {
    /// Cuts from the texts what the head says.
    fn cut(head: &'a str, rest: &mut [&'a str; 3]) -> Option<Self> {
        let mut fields = head.split(' ');
        let case = fields.next()?;
        if case.len() != 32 {
            return None;
        }
        let case = CaseId(Uuid::from_u128(u128::from_str_radix(case, 16).ok()?));
        let version = u64::try_from(number(&mut fields)?).ok()?;
        let (at, n) = (number(&mut fields)?, number(&mut fields)?);
        let lengths = [number(&mut fields)?, number(&mut fields)?, number(&mut fields)?];
        let salts = fields.next()?;
        let sealed = match fields.next() {
            None => false,
            Some("+") if fields.next().is_none() => true,
            Some(_) => return None,
        };
        let mut texts = [""; 3];
        for ((text, rest), length) in texts.iter_mut().zip(rest).zip(lengths) {
            (*text, *rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        }
        let [actor, event, leaf] = texts;
        Some(Self {
            case,
            version,
            at,
            n,
            sealed,
            salts,
            actor,
            event,
            leaf,
        })
    }
}

fn number(fields: &mut Split<'_, char>) -> Option<i64> {
    fields.next()?.parse().ok()
}

/// The kind of an event, where its text begins with it.
fn kind_of(event: &str) -> Option<&str> {
    let (kind, rest) = event.strip_prefix("{\"event\":\"")?.split_once('"')?;
    (rest.starts_with([',', '}']) && !kind.contains('\\')).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::migrate;
    use crate::sql::execute;
    use domain::case::Actor;

    const EVENT: &str = "{\"event\":\"noted\",\"text\":\"路灯\"}";

    /// A database with two events of one case and their leaves.
    async fn filled(file: &std::path::Path) -> AnyConnection {
        let mut conn = sqlite::alone(file).await.unwrap();
        migrate(&mut conn).await.unwrap();
        let actor = Actor::program();
        let actor_text = serde_json::to_string(&actor).unwrap();
        let case = CaseId(Uuid::from_u128(0x0190_0000));
        for (n, version, previous) in [(0, 1, None), (1, 2, Some(0))] {
            let salts = Salts::draw().unwrap();
            let entry = Entry {
                case,
                version,
                kind: "noted",
                at: Timestamp::from_millisecond(1_700_000_000_000 + n).unwrap(),
                actor: &actor,
                previous,
                said: Said::Text(EVENT, &salts),
                sealed: None,
                actor_text: &actor_text,
                actor_salt: &salts.actor,
            };
            let mut args = Args::default();
            args.int(n).text(&entry.leaf().unwrap().to_string());
            let sql = "INSERT INTO log_leaves (n, leaf) VALUES ($1, $2)";
            execute(&mut conn, sql, args).await.unwrap();
            let mut args = Args::default();
            args.int(n + 1)
                .id(case)
                .int(i64::try_from(version).unwrap())
                .at(entry.at);
            args.text(&actor_text).text(EVENT).int(n).text(&salts.to_text());
            let sql = "INSERT INTO events (position, case_id, version, at, actor, event, leaf, salts) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            execute(&mut conn, sql, args).await.unwrap();
        }
        conn
    }

    #[tokio::test]
    async fn what_is_well_is_taken_and_anything_else_is_left_to_be_read_row_by_row() {
        let dir = tempfile::tempdir().unwrap();
        let mut conn = filled(&dir.path().join("log.db")).await;
        let mut seen = Seen::default();
        let text = read(&mut conn, 0).await.unwrap();
        assert!(take(&mut seen, &text));
        assert_eq!((seen.next, seen.position, seen.events), (2, 2, 2));
        assert!(read(&mut conn, 2).await.is_none());
        for (sql, read_at_all) in [
            ("UPDATE events SET at = at + 1 WHERE version = 2", true),
            (
                "UPDATE events SET at = at - 1, event = event || ' ' WHERE version = 2",
                true,
            ),
            (
                "UPDATE events SET event = CAST(trim(event) AS BLOB) WHERE version = 2",
                false,
            ),
            ("UPDATE events SET event = '', salts = NULL WHERE version = 2", false),
        ] {
            execute(&mut conn, sql, Args::default()).await.unwrap();
            let text = read(&mut conn, 0).await;
            assert_eq!(text.is_some(), read_at_all, "{sql}");
            let mut seen = Seen::default();
            assert!(!text.is_some_and(|text| take(&mut seen, &text)), "{sql}");
            assert!(seen.cases.is_empty() && (seen.next, seen.position, seen.events) == (0, 0, 0));
        }
    }
}
