//! Cases that may be about the same as one: found by the words that they share, a few of each, so that it costs the same in
//! a large register as in a small one. Whether they are is for the rules and for people to say.

use super::Viewer;
use crate::boxed;
use crate::sql::{Args, Columns as _, groups, places, row, rows};
use crate::{Error, Store, sqlite, words};
use domain::{CaseId, CategorySlug, KindSlug};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// How many of the cases registered last are looked at: two months of a city of millions.
const NEWEST: i64 = 400_000;
/// Hits of a word, or of two words together, that are looked at, the newest first.
const HITS: i64 = 60;
/// Words of an address, and of a text, that are asked for.
const ADDRESS_WORDS: usize = 6;
const TEXT_WORDS: usize = 12;
/// Words of a text that are asked for two by two.
const PAIRED: usize = 4;
/// Newest cases of the category that are looked at as well, for what has no words in common.
const OF_CATEGORY: i64 = 30;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Kind.
    pub kind: KindSlug,
    /// Category.
    pub category: CategorySlug,
    /// Title and description, as words in order.
    pub words: Vec<String>,
    /// The address, as words in order.
    pub address: Vec<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// When it was first said.
    pub received_at: Timestamp,
    /// How many days back it is looked.
    pub days: u32,
    /// The case itself, where it is registered.
    pub except: Option<CaseId>,
}

impl Wanted {
    /// How far back it is looked.
    fn window(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.days) * 24)
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// The likeliest first.
    pub cases: Vec<CaseId>,
    /// How many hits each word had, of those that were looked at: a word that is not there was not asked for.
    pub hits: BTreeMap<String, u32>,
    /// From how many hits on a word is frequent: no more were looked at.
    pub frequent: u32,
}

impl Store {
    /// Cases of which the viewer may know that share words with what is wanted, at most `most`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn alike(&self, viewer: &Viewer, wanted: &Wanted, most: usize) -> Result<Candidates, Error> {
        self.index_waiting().await?;
        let mut conn = self.reader().await?;
        let from = wanted
            .received_at
            .checked_sub(wanted.window())
            .unwrap_or(Timestamp::MIN);
        let last = last_seq(&mut conn).await?;
        let first = (last - NEWEST).max(0);
        let usual = self.usual();
        let mut hits = BTreeMap::new();
        let (known, asked): (Vec<_>, Vec<_>) = questions(wanted)
            .into_iter()
            .partition(|question| !question.of_address && usual.is(&question.words, last));
        let mut count = |question: &Question, found: i64| {
            if let ([word], false) = (&question.words[..], question.of_cells) {
                hits.insert(word.clone(), u32::try_from(found).unwrap_or(u32::MAX));
            }
        };
        for question in &known {
            count(question, HITS);
        }
        let mut votes: HashMap<i64, f64> = HashMap::new();
        for (question, found) in asked.iter().zip(ask(&mut conn, &asked, first).await?) {
            count(question, i64::try_from(found.len()).unwrap_or(HITS));
            let Some(vote) = vote(question, found.len()) else {
                usual.keep(&question.words, last);
                continue;
            };
            for seq in found {
                *votes.entry(seq).or_default() += vote;
            }
        }
        for seq in newest_of_category(&mut conn, wanted, from).await? {
            votes.entry(seq).or_default();
        }
        let mut ranked: Vec<(i64, f64)> = votes.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        // Some of them may not be shown.
        ranked.truncate(most * 2);
        let ids = ids_of(&mut conn, &wanted.kind, &ranked).await?;
        drop(conn);
        let hidden = self.hidden(viewer, &ids).await?;
        let shown = |id: &CaseId| !hidden.contains(id) && Some(*id) != wanted.except;
        Ok(Candidates {
            cases: ids.into_iter().filter(shown).take(most).collect(),
            hits,
            frequent: u32::try_from(HITS).unwrap_or(u32::MAX),
        })
    }
}

/// What is asked of the full-text index: cases that have all of these words, or, of cells of the grid, any of them.
struct Question {
    words: Vec<String>,
    /// Two words of the address, or where it is.
    of_address: bool,
    of_cells: bool,
}

/// How much it tells that a case is among the hits of a question: much where there are few. Where there are more than were
/// looked at, those who say the usual words are not about the same for that, and those at a much reported place may be.
#[expect(clippy::cast_precision_loss, reason = "a few dozen")]
fn vote(question: &Question, hits: usize) -> Option<f64> {
    let frequent = usize::try_from(HITS).unwrap_or(usize::MAX);
    if hits < frequent {
        return Some(1.0 / (1.0 + (hits as f64).ln_1p()));
    }
    question.of_address.then_some(0.02)
}

/// The words of a text in order, as likeness is measured by: none that reaches a person.
#[must_use]
pub fn words_in_order(text: &str) -> Vec<String> {
    words::in_order(text)
}

/// The last place in the register. How far back it is looked is said by places: by when something was received it could not be,
/// since years of another system's cases may have been brought in yesterday.
async fn last_seq(conn: &mut AnyConnection) -> Result<i64, Error> {
    let sql = "SELECT coalesce(max(seq), 0) AS last FROM cases";
    row(conn, sql, Args::default())
        .await?
        .map_or(Ok(0), |row| row.int("last"))
}

/// Words, and words two by two: where every word of a street is frequent, two of them together are not.
fn questions(wanted: &Wanted) -> Vec<Question> {
    let unlike = |words: &[String], most: usize| {
        let mut unlike: Vec<String> = Vec::new();
        for word in words {
            if unlike.len() < most && !unlike.contains(word) {
                unlike.push(word.clone());
            }
        }
        unlike
    };
    let address = unlike(&wanted.address, ADDRESS_WORDS);
    // The longest words of a text say most.
    let mut said = wanted.words.clone();
    said.retain(|word| word.chars().count() > 1);
    said.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let said = unlike(&said, TEXT_WORDS);
    let mut questions: Vec<Question> = Vec::new();
    for word in address.iter().chain(&said) {
        if questions.iter().all(|question| question.words != [word.as_str()]) {
            questions.push(Question {
                words: vec![word.clone()],
                of_address: false,
                of_cells: false,
            });
        }
    }
    for (words, of_address) in [(&address[..], true), (&said[..said.len().min(PAIRED)], false)] {
        for (n, one) in words.iter().enumerate() {
            questions.extend(words[n + 1..].iter().map(|other| Question {
                words: vec![one.clone(), other.clone()],
                of_address,
                of_cells: false,
            }));
        }
    }
    questions.extend(wanted.point.into_iter().flat_map(nearby));
    questions
}

/// What lies in the same cell of the grid, and in that and those around it: it may say nothing that is said here.
fn nearby((latitude, longitude): (f64, f64)) -> [Question; 2] {
    let cells = words::cells(latitude, longitude);
    [&cells[..1], &cells[..]].map(|cells| Question {
        words: cells.to_vec(),
        of_address: true,
        of_cells: true,
    })
}

/// The newest hits of each question, in one statement.
async fn ask(conn: &mut AnyConnection, questions: &[Question], first: i64) -> Result<Vec<Vec<i64>>, Error> {
    let mut found = vec![Vec::new(); questions.len()];
    if questions.is_empty() {
        return Ok(found);
    }
    let mut args = Args::default();
    args.int(first).int(HITS);
    let mut sql = String::new();
    for (n, question) in questions.iter().enumerate() {
        let quoted: Vec<String> = question.words.iter().map(|word| format!("\"{word}\"")).collect();
        let between = if question.of_cells { " OR " } else { " " };
        let place = args.text(&quoted.join(between)).len();
        let separator = if n == 0 { "" } else { " UNION ALL " };
        // Writing to a string cannot fail.
        let _ = write!(
            sql,
            "{separator}SELECT {n} AS n, seq FROM ({}) AS s{n}",
            sqlite::search_newest(place)
        );
    }
    for row in rows(conn, &sql, args).await? {
        if let Some(hits) = usize::try_from(row.int("n")?).ok().and_then(|n| found.get_mut(n)) {
            hits.push(row.int("seq")?);
        }
    }
    Ok(found)
}

async fn newest_of_category(conn: &mut AnyConnection, wanted: &Wanted, from: Timestamp) -> Result<Vec<i64>, Error> {
    let mut args = Args::default();
    args.text(wanted.kind.as_str()).text(wanted.category.as_str());
    let to = wanted
        .received_at
        .checked_add(wanted.window())
        .unwrap_or(Timestamp::MAX);
    args.at(from).at(to).int(OF_CATEGORY);
    let sql = "SELECT seq FROM cases WHERE kind = $1 AND category = $2 AND received_at >= $3 AND received_at <= $4 \
               ORDER BY received_at DESC LIMIT $5";
    rows(conn, sql, args).await?.iter().map(|row| row.int("seq")).collect()
}

/// The cases at these places, in the same order.
async fn ids_of(conn: &mut AnyConnection, kind: &KindSlug, ranked: &[(i64, f64)]) -> Result<Vec<CaseId>, Error> {
    let seqs: Vec<i64> = ranked.iter().map(|(seq, _)| *seq).collect();
    let mut found: HashMap<i64, CaseId> = HashMap::with_capacity(seqs.len());
    for some in groups(&seqs) {
        let mut args = Args::default();
        args.text(kind.as_str());
        for seq in &some {
            args.int(*seq);
        }
        let sql = format!(
            "SELECT seq, id FROM cases WHERE kind || '' = $1 AND erased_at IS NULL AND seq IN ({})",
            places(2, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            found.insert(row.int("seq")?, row.id("id")?);
        }
    }
    Ok(seqs.iter().filter_map(|seq| found.get(seq).copied()).collect())
}
