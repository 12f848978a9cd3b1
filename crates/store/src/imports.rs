//! Imports that were asked for, and what came of them. What was asked and what came of it are the caller's own texts.

use crate::jobs::finish;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::write::write_jobs;
use crate::{Error, NewJob, Store};
use jiff::Timestamp;
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
    /// What was asked for, as JSON.
    pub run: String,
    /// When it ended and what came of it, as JSON; none while it waits or runs.
    pub ended: Option<(Timestamp, String)>,
}

const COLUMNS: &str = "SELECT id, folder, asked_at, run, ended_at, outcome FROM imports";

impl Store {
    /// Keeps what is asked for, together with the job that does it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_import(&self, run: ImportRun, job: NewJob) -> Result<(), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.text(&run.id).text(&run.folder).at(run.asked_at).text(&run.run);
                let sql = "INSERT INTO imports (id, folder, asked_at, run) VALUES ($1, $2, $3, $4)";
                execute(conn, sql, args).await?;
                write_jobs(conn, &[&job]).await
            })
        })
        .await
    }

    /// Keeps what came of it, and the job is done.
    ///
    /// # Errors
    /// What the database says.
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
    pub async fn imports_of(&self, folder: &str) -> Result<Vec<ImportRun>, Error> {
        let mut args = Args::default();
        args.text(folder);
        let sql = format!("{COLUMNS} WHERE folder = $1 ORDER BY asked_at DESC, id DESC");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(run).collect()
    }
}

fn run(row: &AnyRow) -> Result<ImportRun, Error> {
    Ok(ImportRun {
        id: row.text("id")?,
        folder: row.text("folder")?,
        asked_at: row.at("asked_at")?,
        run: row.text("run")?,
        ended: row.opt_at("ended_at")?.zip(row.opt_text("outcome")?),
    })
}
