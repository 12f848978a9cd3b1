//! Which accounts are one person's, and the record of who said so: an act is written with the change itself, or neither is.
//! Beside them stands what else is for the auditor and of no case: that the rows to mend of an import were saved as a file.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, places, row, rows};
use crate::{AccessFilter, Error, Store};
use domain::CaseId;
use domain::case::Actor;
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// The most cases that one answer of [`Parting::Withheld`] names.
const MOST_CASES: i64 = 200;

/// [`PersonAct::RowsSaved`] as rows keep it.
const ROWS_SAVED: &str = "rows_saved";

/// What was said of accounts, or done beside the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonAct {
    /// They are one person's.
    Linked,
    /// One of them is not.
    Parted,
    /// The rows to mend of an import were saved as a file; the reason is that of an opening, as JSON.
    RowsSaved,
}

impl PersonAct {
    /// As rows keep it.
    const fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Parted => "parted",
            Self::RowsSaved => ROWS_SAVED,
        }
    }
}

/// Who says it, why and when.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidBy {
    /// Who.
    pub actor: Actor,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// An act as it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonLine {
    /// What.
    pub what: PersonAct,
    /// Ids: all that are one person's from then on; of a parting all that were, the one that was parted first.
    pub accounts: Vec<String>,
    /// Id of the import whose rows were saved; none of the other acts.
    pub import: Option<String>,
    /// Who said it, why and when.
    pub said: SaidBy,
}

/// What came of parting an account from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parting {
    /// It is parted; all that were one person's before, itself first.
    Done(Vec<String>),
    /// Nothing was changed: these cases are withheld from some of the accounts only because they are linked. `accounts` are all
    /// that are one person's.
    Withheld {
        /// Some of the cases.
        cases: Vec<CaseId>,
        /// Ids.
        accounts: Vec<String>,
    },
}

impl Store {
    /// Two accounts are one person's, and so are those of which that was said of either before. Answers all of them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn link_accounts(&self, one: &str, other: &str, said: SaidBy) -> Result<Vec<String>, Error> {
        let (one, other) = (one.to_owned(), other.to_owned());
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.text(&one).text(&other);
                let sql = "SELECT id FROM accounts WHERE id IN ($1, $2) \
                           UNION SELECT o.id FROM accounts a JOIN accounts o ON o.person = a.person \
                           WHERE a.id IN ($1, $2) ORDER BY id";
                let found = rows(conn, sql, args).await?;
                let ids: Vec<String> = found.iter().map(|row| row.text("id")).collect::<Result<_, _>>()?;
                for id in &ids {
                    let mut args = Args::default();
                    // The first of them, of which there is always the same one.
                    args.text(&ids[0]).text(id);
                    execute(conn, "UPDATE accounts SET person = $1 WHERE id = $2", args).await?;
                }
                record(conn, PersonAct::Linked, &ids, None, &said).await?;
                Ok(ids)
            })
        })
        .await
    }

    /// The account is not the same person's as the others. Nothing is parted while a case is withheld from one of them by the link
    /// alone: whoever parts them sees to it first that it stays withheld.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn part_account(&self, account: &str, said: SaidBy) -> Result<Parting, Error> {
        let account = account.to_owned();
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.text(&account);
                let sql =
                    "SELECT o.id FROM accounts a JOIN accounts o ON o.person = a.person WHERE a.id = $1 ORDER BY o.id";
                let found = rows(conn, sql, args).await?;
                let before: Vec<String> = found.iter().map(|row| row.text("id")).collect::<Result<_, _>>()?;
                let mut left = before.clone();
                left.retain(|id| *id != account);
                if left.is_empty() {
                    return Ok(Parting::Done(before));
                }
                let cases = withheld_by_link(conn, &before).await?;
                if !cases.is_empty() {
                    return Ok(Parting::Withheld {
                        cases,
                        accounts: before,
                    });
                }
                // Nobody is the same person as nobody else.
                let person = left.first().filter(|_| left.len() > 1).map(String::as_str);
                for id in &before {
                    let mut args = Args::default();
                    args.opt_text(person.filter(|_| *id != account)).text(id);
                    execute(conn, "UPDATE accounts SET person = $1 WHERE id = $2", args).await?;
                }
                left.insert(0, account);
                record(conn, PersonAct::Parted, &left, None, &said).await?;
                Ok(Parting::Done(left))
            })
        })
        .await
    }

    /// Writes down that the rows to mend of an import are saved as a file, before they are.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_rows_saved(&self, import: &str, said: SaidBy) -> Result<(), Error> {
        let import = import.to_owned();
        self.change(move |conn| {
            Box::pin(async move { record(conn, PersonAct::RowsSaved, &[], Some(&import), &said).await })
        })
        .await
    }

    /// What was said of which accounts are one person's, and which rows to mend were saved, the newest first, at most `most`: by day
    /// and by the post and unit of whoever said or saved it, as the access record is asked; nothing where that asks for a case. Of the
    /// two, `accounts` asks for the first and `export` for the second.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn person_record(&self, filter: &AccessFilter, most: u32) -> Result<Vec<PersonLine>, Error> {
        if filter.number.is_some() {
            return Ok(Vec::new());
        }
        let mut args = Args::default();
        let mut terms = vec!["1 = 1".to_owned()];
        if let Some(from) = filter.from {
            terms.push(format!("at >= ${}", args.at(from).len()));
        }
        if let Some(before) = filter.before {
            terms.push(format!("at < ${}", args.at(before).len()));
        }
        if let Some(post) = &filter.post {
            terms.push(format!("post = ${}", args.text(post.as_str()).len()));
        }
        if let Some(unit) = &filter.unit {
            terms.push(format!("unit = ${}", args.text(unit.as_str()).len()));
        }
        match filter.what.as_deref() {
            Some("export") => terms.push(format!("what = ${}", args.text(ROWS_SAVED).len())),
            Some("accounts") => terms.push(format!("what <> ${}", args.text(ROWS_SAVED).len())),
            Some(_) => return Ok(Vec::new()),
            None => {}
        }
        let most = args.int(i64::from(most)).len();
        let sql = format!(
            "SELECT what, accounts, import, actor, reason, at FROM account_acts WHERE {} \
             ORDER BY at DESC, n DESC LIMIT ${most}",
            terms.join(" AND ")
        );
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(line).collect()
    }
}

/// Cases that name some of these accounts and not all of them. Their ids alone, so that the program can keep them withheld: they
/// are shown to nobody. Of an erased one there is nothing left to withhold.
async fn withheld_by_link(conn: &mut AnyConnection, accounts: &[String]) -> Result<Vec<CaseId>, Error> {
    let mut args = Args::default();
    for account in accounts {
        args.text(account);
    }
    let all = args.int(i64::try_from(accounts.len()).unwrap_or(i64::MAX)).len();
    let most = args.int(MOST_CASES).len();
    let sql = format!(
        "SELECT c.id FROM cases c JOIN \
         (SELECT case_seq, count(*) AS named FROM case_about WHERE what = 'staff' AND slug IN ({}) GROUP BY case_seq) a \
         ON a.case_seq = c.seq WHERE a.named < ${all} AND c.erased_at IS NULL ORDER BY c.seq LIMIT ${most}",
        places(1, accounts.len())
    );
    let found = rows(conn, &sql, args).await?;
    found.iter().map(|row| row.id("id")).collect()
}

async fn record(
    conn: &mut AnyConnection,
    what: PersonAct,
    accounts: &[String],
    import: Option<&str>,
    said: &SaidBy,
) -> Result<(), Error> {
    let newest = row(conn, "SELECT max(n) AS n FROM account_acts", Args::default()).await?;
    let n = match newest {
        Some(row) => row.opt_int("n")?.unwrap_or(0),
        None => 0,
    };
    let json = |error: serde_json::Error| Error::Corrupt(error.to_string());
    let SaidBy { actor, reason, at } = said;
    let mut args = Args::default();
    args.int(n + 1)
        .at(*at)
        .text(what.name())
        .text(&serde_json::to_string(accounts).map_err(json)?)
        .text(&serde_json::to_string(actor).map_err(json)?)
        .text(actor.post.as_ref().map_or("", |post| post.as_str()))
        .text(actor.unit.as_ref().map_or("", |unit| unit.as_str()))
        .text(reason)
        .opt_text(import);
    let sql = "INSERT INTO account_acts (n, at, what, accounts, actor, post, unit, reason, import) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute(conn, sql, args).await.map(drop)
}

fn line(row: &AnyRow) -> Result<PersonLine, Error> {
    let what = row.text("what")?;
    let known = [PersonAct::Linked, PersonAct::Parted, PersonAct::RowsSaved];
    let known = known.into_iter().find(|known| known.name() == what);
    Ok(PersonLine {
        what: known.ok_or_else(|| Error::Corrupt(format!("an act on accounts that is called {what}")))?,
        accounts: row.json("accounts")?,
        import: row.opt_text("import")?,
        said: SaidBy {
            actor: row.json("actor")?,
            reason: row.text("reason")?,
            at: row.at("at")?,
        },
    })
}
