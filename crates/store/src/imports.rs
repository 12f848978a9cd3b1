//! Imports that were asked for, and what came of them. What was asked and what came of it are the caller's own texts.

use crate::boxed;
use crate::jobs::finish;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::write::write_jobs;
use crate::{Error, NewJob, Store};
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// An import that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// Opaque, ordered by time.
    pub id: String,
    /// Whose uploaded files it reads: its own id, or that of the run which it tries once more.
    pub folder: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Under which key it was asked for; none where it had none.
    pub key: Option<String>,
    /// What was asked for, as JSON. Where it had a key, that stands in it as `key`.
    pub run: String,
    /// When it ended and what came of it, as JSON; none while it waits or runs.
    pub ended: Option<(Timestamp, String)>,
}

const COLUMNS: &str = "SELECT id, folder, asked_at, asked_key, run, ended_at, outcome FROM imports";

impl Store {
    /// Keeps what is asked for, together with the job that does it. Answers the id of the run: that of the first where one was begun
    /// under the same key, and then nothing is kept.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn begin_import(&self, run: ImportRun, job: NewJob) -> Result<String, Error> {
        self.change(move |conn| {
            Box::pin(async move {
                if let Some(key) = &run.key
                    && let Some(first) = by_key(conn, key).await?
                {
                    return Ok(first.id);
                }
                let mut args = Args::default();
                args.text(&run.id)
                    .text(&run.folder)
                    .at(run.asked_at)
                    .opt_text(run.key.as_deref())
                    .text(&run.run);
                let sql = "INSERT INTO imports (id, folder, asked_at, asked_key, run) VALUES ($1, $2, $3, $4, $5)";
                execute(conn, sql, args).await?;
                write_jobs(conn, &[&job]).await?;
                Ok(run.id)
            })
        })
        .await
    }

    /// The one that was asked for under that key, however long ago.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn import_by_key(&self, key: &str) -> Result<Option<ImportRun>, Error> {
        by_key(&mut *self.reader().await?, key).await
    }

    /// Keeps what came of it, and the job is done.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_import(&self, id: &str, at: Timestamp, outcome: &str, job: i64) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(at).text(outcome).text(id);
        self.change(move |conn| {
            Box::pin(async move {
                let sql = "UPDATE imports SET ended_at = $1, outcome = $2 WHERE id = $3";
                execute(conn, sql, args).await?;
                finish(conn, job).await
            })
        })
        .await
    }

    /// One.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn import(&self, id: &str) -> Result<Option<ImportRun>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = format!("{COLUMNS} WHERE id = $1");
        row(&mut *self.reader().await?, &sql, args)
            .await?
            .as_ref()
            .map(run)
            .transpose()
    }

    /// The newest first, at most `most`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn imports(&self, most: u32) -> Result<Vec<ImportRun>, Error> {
        let mut args = Args::default();
        args.int(i64::from(most));
        let sql = format!("{COLUMNS} ORDER BY asked_at DESC, id DESC LIMIT $1");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(run).collect()
    }

    /// All that read the uploaded files of one folder, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn imports_of(&self, folder: &str) -> Result<Vec<ImportRun>, Error> {
        let mut args = Args::default();
        args.text(folder);
        let sql = format!("{COLUMNS} WHERE folder = $1 ORDER BY asked_at DESC, id DESC");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(run).collect()
    }
}

async fn by_key(conn: &mut AnyConnection, key: &str) -> Result<Option<ImportRun>, Error> {
    let mut args = Args::default();
    args.text(key);
    let sql = format!("{COLUMNS} WHERE asked_key = $1");
    row(conn, &sql, args).await?.as_ref().map(run).transpose()
}

/// The keys of imports that were asked for before they stood beside them; of two that had the same, that of the first.
///
/// # Errors
/// What the database says.
pub(crate) async fn keys_catch_up(conn: &mut AnyConnection) -> Result<(), Error> {
    #[derive(serde::Deserialize)]
    struct Keyed {
        #[serde(default)]
        key: Option<String>,
    }
    let mut known = std::collections::HashSet::new();
    let sql = "SELECT id, run FROM imports ORDER BY asked_at, id";
    for row in rows(conn, sql, Args::default()).await? {
        // What cannot be read is nobody's to find by a key.
        let Ok(Keyed { key: Some(key) }) = row.json("run") else {
            continue;
        };
        if known.insert(key.clone()) {
            let mut args = Args::default();
            args.text(&key).text(&row.text("id")?);
            execute(conn, "UPDATE imports SET asked_key = $1 WHERE id = $2", args).await?;
        }
    }
    Ok(())
}

fn run(row: &AnyRow) -> Result<ImportRun, Error> {
    Ok(ImportRun {
        id: row.text("id")?,
        folder: row.text("folder")?,
        asked_at: row.at("asked_at")?,
        key: row.opt_text("asked_key")?,
        run: row.text("run")?,
        ended: row.opt_at("ended_at")?.zip(row.opt_text("outcome")?),
    })
}
