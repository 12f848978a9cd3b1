//! What a program asked under an `Idempotency-Key` and is done, where nothing of what was done says under which.

use crate::boxed;
use crate::sql::{Args, execute, row};
use crate::{Error, Store};
use jiff::Timestamp;

impl Store {
    /// Whether what was asked under this key was done; nothing is known of what was asked longer ago than such keys are remembered.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn is_done(&self, key_id: &str, idempotency_key: &str) -> Result<bool, Error> {
        let mut args = Args::default();
        args.text(key_id).text(idempotency_key);
        let sql = "SELECT done_at FROM api_requests \
                   WHERE key_id = $1 AND idempotency_key = $2 AND done_at IS NOT NULL";
        Ok(row(&mut *self.reader().await?, sql, args).await?.is_some())
    }

    /// Remembers that it was done.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn mark_done(&self, key_id: &str, idempotency_key: &str, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(at).text(key_id).text(idempotency_key);
        let sql = "UPDATE api_requests SET done_at = $1 WHERE key_id = $2 AND idempotency_key = $3";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }
}
