//! Warnings of other bodies, as they came: the document and where it came from. What it says is read anew each time.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, groups, places, row, rows};
use crate::{Error, Store};
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A warning of another body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedAlert {
    /// Who sent it, as it says itself.
    pub sender: String,
    /// Its name at that sender.
    pub identifier: String,
    /// Where it came from: the source as the operator names it, or the post that put it in.
    pub source: String,
    /// When.
    pub received_at: Timestamp,
    /// Until when it is looked at, however many came after it.
    pub matters_until: Timestamp,
    /// The document.
    pub xml: String,
}

/// What became of a document that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was not here before.
    New,
    /// The same was here already.
    Same,
    /// Another one of the same sender and name is here from the same source: it stays, and this one was not kept.
    Other,
}

impl Store {
    /// Keeps a warning of another body, once from each source: what one of them brings keeps nothing of another's out. It matters at least
    /// as long as those of the same sender that it supersedes, as far as they are here: by their names, wherever they came from.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn keep_received(&self, alert: ReceivedAlert, supersedes: Vec<String>) -> Result<Kept, Error> {
        self.change(move |conn| Box::pin(keep(conn, alert, supersedes))).await
    }

    /// Those that came last, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn received_alerts(&self, limit: u32) -> Result<Vec<ReceivedAlert>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT sender, identifier, source, received_at, matters_until, xml FROM received_alerts \
                   ORDER BY received_at DESC, sender, identifier, source LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(read).collect()
    }

    /// Those that still matter, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn alerts_that_matter(&self, now: Timestamp, limit: u32) -> Result<Vec<ReceivedAlert>, Error> {
        let mut args = Args::default();
        args.at(now).int(i64::from(limit));
        let sql = "SELECT sender, identifier, source, received_at, matters_until, xml FROM received_alerts \
                   WHERE matters_until > $1 ORDER BY received_at DESC, sender, identifier, source LIMIT $2";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<ReceivedAlert, Error> {
    Ok(ReceivedAlert {
        sender: row.text("sender")?,
        identifier: row.text("identifier")?,
        source: row.text("source")?,
        received_at: row.at("received_at")?,
        matters_until: row.at("matters_until")?,
        xml: row.text("xml")?,
    })
}

async fn keep(conn: &mut AnyConnection, alert: ReceivedAlert, supersedes: Vec<String>) -> Result<Kept, Error> {
    let until = alert.matters_until.max(last(conn, &alert.sender, &supersedes).await?);
    let mut args = Args::default();
    args.text(&alert.sender)
        .text(&alert.identifier)
        .text(&alert.source)
        .at(alert.received_at)
        .at(until)
        .text(&alert.xml);
    let sql = "INSERT INTO received_alerts (sender, identifier, source, received_at, matters_until, xml) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sender, identifier, source) DO NOTHING";
    if execute(conn, sql, args).await? > 0 {
        return Ok(Kept::New);
    }
    let mut args = Args::default();
    args.text(&alert.sender).text(&alert.identifier).text(&alert.source);
    let sql = "SELECT xml FROM received_alerts WHERE sender = $1 AND identifier = $2 AND source = $3";
    let found = row(conn, sql, args).await?.map(|row| row.text("xml")).transpose()?;
    Ok(if found.as_deref() == Some(alert.xml.as_str()) {
        Kept::Same
    } else {
        Kept::Other
    })
}

/// Until when the last of these of a sender matters.
async fn last(conn: &mut AnyConnection, sender: &str, names: &[String]) -> Result<Timestamp, Error> {
    let mut last = Timestamp::UNIX_EPOCH;
    for some in groups(names) {
        let mut args = Args::default();
        args.text(sender);
        for name in &some {
            args.text(name);
        }
        let sql = format!(
            "SELECT max(matters_until) AS until FROM received_alerts WHERE sender = $1 AND identifier IN ({})",
            places(2, some.len())
        );
        let found = row(conn, &sql, args).await?;
        let until = found.map(|found| found.opt_at("until")).transpose()?.flatten();
        last = last.max(until.unwrap_or(last));
    }
    Ok(last)
}
