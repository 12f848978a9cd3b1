//! Words of cases elsewhere than in events: in the worklist, in the days' papers.

use super::{Copying, SLICE, Way};
use crate::Error;
use crate::seal;
use crate::sql::{Args, Columns as _, Insert, execute, rows};
use crate::sqlite;
use crate::write::json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::CaseId;
use domain::daily::DayEvent;
use domain::import::is_derived;
use sqlx::Executor as _;
use sqlx::any::AnyRow;

/// What a line of the worklist says in words; the number that was made of the words of a row without one is as good as they are.
const WORDS: [&str; 4] = ["title", "address", "source", "external"];
static SAID: Insert = Insert::new("INSERT INTO temp.said (seq, title, address, source, external)", 5, "");
/// What a sealed word begins with: no text that was seen has a control character.
const MARK: &str = "\u{1}sealed:";
const WORD: &str = "huying-backup-word@v1";

/// A line's place, its words as they shall stand, and its number elsewhere.
type Line = (i64, [String; 3], Option<String>);

impl Copying<'_> {
    /// The worklist's lines: what they say in words is together in the place of the title.
    pub(super) async fn cases(&mut self) -> Result<(), Error> {
        let names = rows(&mut self.conn, sqlite::COPIED_COLUMNS, Args::default()).await?;
        let names = names
            .iter()
            .map(|row| row.text("name"))
            .collect::<Result<Vec<_>, _>>()?;
        // Words never get into the file in the open: they are put down in memory as they shall stand, and taken from there.
        self.conn
            .execute("CREATE TEMP TABLE said (seq INTEGER PRIMARY KEY, title TEXT, address TEXT, source TEXT, external TEXT)")
            .await?;
        let from: Vec<String> = names
            .iter()
            .map(|name| {
                if WORDS.contains(&name.as_str()) {
                    format!("s.{name}")
                } else {
                    format!("c.{name}")
                }
            })
            .collect();
        let insert = format!(
            "INSERT INTO main.cases ({}) SELECT {} FROM src.cases c JOIN temp.said s ON s.seq = c.seq ORDER BY c.seq",
            names.join(", "),
            from.join(", ")
        );
        let mut after = 0;
        loop {
            let mut args = Args::default();
            args.int(after).int(SLICE);
            let sql = "SELECT seq, id, title, address, source, external FROM src.cases WHERE seq > $1 \
                       ORDER BY seq LIMIT $2";
            let found = rows(&mut self.conn, sql, args).await?;
            let Some(last) = found.last() else {
                self.conn.execute("DROP TABLE temp.said").await?;
                return Ok(());
            };
            let upto = last.int("seq")?;
            let ids = found.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
            self.fetch_keys(&ids).await?;
            let said = found.iter().map(|row| self.case(row)).collect::<Result<Vec<_>, _>>()?;
            self.conn.execute("DELETE FROM temp.said").await?;
            SAID.run(&mut self.conn, &said, |(seq, words, external), args| {
                args.int(*seq);
                for word in words {
                    args.text(word);
                }
                args.opt_text(external.as_deref());
            })
            .await?;
            execute(&mut self.conn, &insert, Args::default()).await?;
            after = upto;
            self.copied(self.last.0, after);
        }
    }

    /// The number of a row without one as it may stand in the open.
    pub(super) fn row_number(&self, derived: &str) -> Option<String> {
        self.rows.as_ref().map(|secret| seal::rows::number(secret, derived))
    }

    fn case(&self, row: &AnyRow) -> Result<Line, Error> {
        let case = row.id("id")?;
        let words = [row.text("title")?, row.text("address")?, row.text("source")?];
        let mut external = row.opt_text("external")?;
        let derived = external.clone().filter(|external| is_derived(external));
        let words = match self.way {
            Way::Seal if words.iter().all(String::is_empty) && derived.is_none() => words,
            Way::Seal => {
                if let Some(derived) = &derived {
                    external = self.row_number(derived);
                }
                let said: Vec<&String> = words.iter().chain(&derived).collect();
                [self.seal_word(case, &json(&said)?)?, String::new(), String::new()]
            }
            Way::Open => {
                let text = self.open_word(case, &words[0])?;
                let bad = || Error::BadBackup(format!("what is sealed of case {case}"));
                if text.is_empty() {
                    [const { String::new() }; 3]
                } else {
                    let mut said: Vec<String> = serde_json::from_str(&text).map_err(|_| bad())?;
                    if said.len() > WORDS.len() - 1 {
                        external = said.pop();
                    }
                    said.try_into().map_err(|_| bad())?
                }
            }
        };
        Ok((row.int("seq")?, words, external))
    }

    pub(super) async fn days(&mut self) -> Result<(), Error> {
        let days = rows(
            &mut self.conn,
            "SELECT DISTINCT day FROM src.day_events",
            Args::default(),
        )
        .await?;
        for day in days {
            let day = day.int("day")?;
            let mut args = Args::default();
            args.int(day);
            let sql = "SELECT version, at, actor, event FROM src.day_events WHERE day = $1 ORDER BY version";
            for row in rows(&mut self.conn, sql, args).await? {
                let mut event: DayEvent = row.json("event")?;
                let mut cases = Vec::new();
                event.each_word_of_cases(&mut |case, _| cases.push(case));
                cases.sort_unstable();
                cases.dedup();
                self.fetch_keys(&cases).await?;
                let mut failed = None;
                event.each_word_of_cases(&mut |case, word| {
                    let copied = match self.way {
                        Way::Seal if word.is_empty() => Ok(String::new()),
                        Way::Seal => self.seal_word(case, word),
                        Way::Open => self.open_word(case, word),
                    };
                    match copied {
                        Ok(copied) => *word = copied,
                        Err(error) => failed = Some(error),
                    }
                });
                if let Some(error) = failed {
                    return Err(error);
                }
                let mut args = Args::default();
                args.int(day).int(row.int("version")?).int(row.int("at")?);
                args.text(&row.text("actor")?).text(&json(&event)?);
                let sql = "INSERT INTO main.day_events (day, version, at, actor, event) VALUES ($1, $2, $3, $4, $5)";
                execute(&mut self.conn, sql, args).await?;
            }
        }
        Ok(())
    }

    /// A word as it stands in a backup. Of a case that is not there or has no key, none.
    fn seal_word(&self, case: CaseId, word: &str) -> Result<String, Error> {
        let Some(key) = self.key(case) else {
            return Ok(String::new());
        };
        let boxed = key.seal(WORD, &[case.0.as_bytes()], word.as_bytes())?;
        Ok(format!("{MARK}{}", STANDARD.encode(boxed)))
    }

    fn open_word(&self, case: CaseId, word: &str) -> Result<String, Error> {
        let (Some(key), Some(sealed)) = (self.key(case), word.strip_prefix(MARK)) else {
            return Ok(String::new());
        };
        let opened = STANDARD.decode(sealed).ok();
        let opened = opened.and_then(|boxed| key.open(WORD, &[case.0.as_bytes()], &boxed));
        let text = opened.and_then(|plain| String::from_utf8(plain).ok());
        text.ok_or_else(|| Error::BadBackup(format!("what is sealed of case {case}")))
    }
}
