//! The secret links with which people follow their cases. What is kept is a hash: a link that was lost can't be found here.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row};
use crate::{Error, Store};
use domain::CaseId;
use jiff::Timestamp;

impl Store {
    /// Keeps a link to a case; the first one of a new case is kept with it ([`Store::append_linked`]). Keeping the same link again
    /// changes nothing.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn keep_link(&self, token_sha256: &str, case: CaseId, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(token_sha256).id(case).at(at);
        let sql = "INSERT INTO requester_links (token_sha256, case_id, created_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (token_sha256) DO NOTHING";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// The case that a link leads to.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn linked_case(&self, token_sha256: &str) -> Result<Option<CaseId>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = "SELECT case_id FROM requester_links WHERE token_sha256 = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map(|row| row.id("case_id")).transpose()
    }
}
