//! The secret links of outsiders who are invited to one case. What is kept is a hash; whether an invitation still holds is
//! the case's to say.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row};
use crate::{Error, Store};
use domain::CaseId;
use jiff::Timestamp;

impl Store {
    /// Keeps a link to a case. Keeping the same link again changes nothing.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn keep_guest_link(&self, token_sha256: &str, case: CaseId, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(token_sha256).id(case).at(at);
        let sql = "INSERT INTO guest_links (token_sha256, case_id, created_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (token_sha256) DO NOTHING";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// The case that an invited outsider's link leads to.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn guest_case(&self, token_sha256: &str) -> Result<Option<CaseId>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = "SELECT case_id FROM guest_links WHERE token_sha256 = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map(|row| row.id("case_id")).transpose()
    }
}
