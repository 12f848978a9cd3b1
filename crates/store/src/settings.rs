//! Settings of a data directory: what was chosen once and holds until it is changed.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row};
use crate::{Error, Store};

impl Store {
    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(key);
        row(&mut conn, "SELECT value FROM settings WHERE name = $1", args)
            .await?
            .map(|row| row.text("value"))
            .transpose()
    }

    /// Sets it.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(key).text(value);
        let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }
}
