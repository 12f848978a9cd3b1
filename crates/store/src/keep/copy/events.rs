//! The events: what is left without words as it is, the whole of it sealed beside it.

use super::{Copying, SLICE, Way};
use crate::Error;
use crate::log::Salts;
use crate::seal::{self, DESTROYED};
use crate::sql::{Args, Columns as _, Insert, rows};
use crate::write::json;
use domain::CaseId;
use domain::case::Event;
use sqlx::any::AnyRow;

static EVENTS: Insert = Insert::new(
    "INSERT INTO main.events (position, case_id, version, at, actor, event, source_system, leaf, salts, case_key, sealed)",
    11,
    "",
);
static BOXES: Insert = Insert::new("INSERT INTO main.boxes (position, box)", 2, "");
const EVENT: &str = "huying-backup-event@v1";

impl Copying<'_> {
    pub(super) async fn events(&mut self) -> Result<(), Error> {
        let (columns, boxes) = match self.way {
            Way::Seal => ("", ""),
            Way::Open => (", b.box", "LEFT JOIN src.boxes b ON b.position = e.position"),
        };
        let sql = format!(
            "SELECT e.position, e.case_id, e.version, e.at, e.actor, e.event, e.source_system, e.leaf, e.salts, \
             e.case_key, e.sealed{columns} FROM src.events e {boxes} WHERE e.position > $1 ORDER BY e.position LIMIT $2"
        );
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let found = rows(&mut self.conn, &sql, args).await?;
            let Some(last) = found.last() else {
                return Ok(());
            };
            after = last.int("position")?;
            let cases = found
                .iter()
                .map(|row| row.id("case_id"))
                .collect::<Result<Vec<_>, _>>()?;
            self.fetch_keys(&cases).await?;
            let copied = found.iter().map(|row| self.event(row)).collect::<Result<Vec<_>, _>>()?;
            EVENTS
                .run(&mut self.conn, &copied, |event, args| {
                    args.int(event.position).id(event.case).int(event.version).int(event.at);
                    args.text(&event.actor)
                        .text(&event.text)
                        .opt_text(event.system.as_deref());
                    args.int(event.leaf).opt_text(event.salts.as_deref());
                    args.opt_bytes(event.case_key.as_deref())
                        .opt_bytes(event.sealed.as_deref());
                })
                .await?;
            let boxes: Vec<_> = copied
                .iter()
                .filter_map(|event| Some((event.position, event.boxed.as_ref()?)))
                .collect();
            BOXES
                .run(&mut self.conn, &boxes, |(position, boxed), args| {
                    args.int(*position).bytes(boxed);
                })
                .await?;
            self.copied(after, 0);
        }
    }

    fn event(&self, row: &AnyRow) -> Result<EventRow, Error> {
        let case = row.id("case_id")?;
        let mut event = EventRow {
            position: row.int("position")?,
            case,
            version: row.int("version")?,
            at: row.int("at")?,
            actor: row.text("actor")?,
            text: row.text("event")?,
            system: row.opt_text("source_system")?,
            leaf: row.opt_int("leaf")?,
            salts: row.opt_text("salts")?,
            case_key: row.bytes("case_key")?,
            sealed: row.bytes("sealed")?,
            boxed: None,
        };
        let place = [&case.0.as_bytes()[..], &event.version.to_be_bytes()];
        let key = self.key(case);
        match self.way {
            Way::Seal => {
                event.case_key = event.case_key.filter(|kept| kept == DESTROYED);
                let whole: Event =
                    serde_json::from_str(&event.text).map_err(|error| Error::Corrupt(error.to_string()))?;
                if whole.has_words() {
                    let plain = json(&(&event.text, &event.salts))?;
                    let key = key.ok_or(Error::NoSealKey)?;
                    event.boxed = Some(key.seal(EVENT, &place, plain.as_bytes())?);
                    let bare = seal::rows::without_words(&whole, |derived| self.row_number(derived));
                    event.text = json(&bare)?;
                    let salts = event.salts.as_deref().and_then(Salts::from_text);
                    event.salts = salts.map(|salts| salts.without_open().to_text());
                }
            }
            Way::Open if key.is_none() => {
                event.sealed = None;
                event.case_key = (event.version == 1).then(|| DESTROYED.to_vec());
            }
            Way::Open => {
                event.case_key = self.wrapped(case).filter(|_| event.version == 1).cloned();
                let sealed = event.sealed.take();
                event.sealed = sealed.filter(|boxed| self.is_readable(case, event.version, boxed));
                if let (Some(key), Some(boxed)) = (key, row.bytes("box")?) {
                    let bad = || Error::BadBackup(format!("what is sealed in event {} of case {case}", event.version));
                    let plain = key.open(EVENT, &place, &boxed).ok_or_else(bad)?;
                    (event.text, event.salts) = serde_json::from_slice(&plain).map_err(|_| bad())?;
                }
            }
        }
        Ok(event)
    }
}

/// An event's row on its way.
struct EventRow {
    position: i64,
    case: CaseId,
    version: i64,
    at: i64,
    actor: String,
    text: String,
    system: Option<String>,
    leaf: Option<i64>,
    salts: Option<String>,
    case_key: Option<Vec<u8>>,
    sealed: Option<Vec<u8>>,
    boxed: Option<Vec<u8>>,
}
