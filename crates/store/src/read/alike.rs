//! Cases that may be about the same as one: found by the words that they share, a few of each, so that it costs the same in
//! a large register as in a small one. Whether they are is for the rules and for people to say.

use super::public_list::PUBLIC;
use super::{Viewer, Withheld};
use crate::boxed;
use crate::sql::{Args, Columns as _, MOST_TOGETHER, groups, places, row, rows};
use crate::{Error, Store, sqlite, words};
use domain::{CaseId, CategorySlug, KindSlug};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// How many of the cases registered last are looked at: two months of a city of millions.
const NEWEST: i64 = 400_000;
/// Hits of a word, or of two words together, that count, the newest first.
const HITS: i64 = 60;
/// Hits that are looked at where the reader may not know of all: what they may know of is among these, or the word is frequent.
const LOOKED_AT: i64 = 4 * HITS;
/// Hits of which it is asked at once whether they count.
const MOST_AMONG: usize = 512;
/// Words of an address, and of a text, that are asked for.
const ADDRESS_WORDS: usize = 6;
const TEXT_WORDS: usize = 12;
/// Words of a text that are asked for two by two.
const PAIRED: usize = 4;
/// Newest cases of the category that count as well, for what has no words in common.
const OF_CATEGORY: usize = 30;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Kind.
    pub kind: KindSlug,
    /// Other kinds whose cases may belong together with it: what the same questions find of them is kept, too.
    pub beside: Vec<KindSlug>,
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
    /// Among what everybody reads of published cases, by those words alone.
    pub published: bool,
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
    /// Of its own kind, the likeliest first.
    pub cases: Vec<CaseId>,
    /// Of the kinds beside it, the likeliest first.
    pub beside: Vec<CaseId>,
    /// How many hits each word had, of those that were looked at: a word that is not there was not asked for.
    pub hits: BTreeMap<String, u32>,
    /// From how many hits on a word is frequent: no more were looked at.
    pub frequent: u32,
}

impl Store {
    /// Cases of which the viewer may know that share words with what is wanted, at most `most`, and a third as many of the kinds
    /// beside it. What the viewer may not know of
    /// counts nowhere: neither among the hits of a word nor for the room that there is.
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
        let sight = Sight::of(&mut conn, viewer, wanted.published).await?;
        let usual = self.usual();
        let scope = sight.scope();
        let mut hits = BTreeMap::new();
        let (known, asked): (Vec<_>, Vec<_>) = questions(wanted)
            .into_iter()
            .partition(|question| !question.of_address && usual.is(&scope, &question.words, last));
        let mut count = |question: &Question, found: i64| {
            if let ([word], false) = (&question.words[..], question.of_cells) {
                hits.insert(word.clone(), u32::try_from(found).unwrap_or(u32::MAX));
            }
        };
        for question in &known {
            count(question, HITS);
        }
        let mut votes: HashMap<i64, f64> = HashMap::new();
        for (question, found) in asked.iter().zip(ask(&mut conn, &asked, first, &sight).await?) {
            let n = if found.frequent { HITS } else { count_of(&found.seqs) };
            count(question, n);
            let Some(vote) = vote(question, n) else {
                usual.keep(&scope, &question.words, last);
                continue;
            };
            for seq in found.seqs {
                *votes.entry(seq).or_default() += vote;
            }
        }
        for seq in newest_of_category(&mut conn, wanted, from, &sight).await? {
            votes.entry(seq).or_default();
        }
        let mut ranked: Vec<(i64, f64)> = votes.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        // Some of them may be erased, or of another kind.
        ranked.truncate(most * 2);
        let mut found = ids_of(&mut conn, &ranked).await?;
        found.retain(|(id, _)| Some(*id) != wanted.except);
        let of = |is: &dyn Fn(&str) -> bool, most: usize| -> Vec<CaseId> {
            let those = found.iter().filter(|(_, kind)| is(kind));
            those.map(|(id, _)| *id).take(most).collect()
        };
        Ok(Candidates {
            cases: of(&|kind| wanted.kind.as_str() == kind, most),
            beside: of(
                &|kind| wanted.beside.iter().any(|beside| beside.as_str() == kind),
                most / 3,
            ),
            hits,
            frequent: u32::try_from(HITS).unwrap_or(u32::MAX),
        })
    }
}

/// Which cases count for whoever asks.
enum Sight<'a> {
    /// All of them.
    All,
    /// Those that the reader may know of.
    Reader(&'a Viewer, Withheld),
    /// Those that everybody may read.
    Public,
}

impl<'a> Sight<'a> {
    async fn of(conn: &mut AnyConnection, viewer: &'a Viewer, published: bool) -> Result<Self, Error> {
        if published {
            return Ok(Self::Public);
        }
        let withheld = viewer.ask(conn).await?;
        let mut args = Args::default();
        let all = withheld.is_nothing() && viewer.within_term(&mut args).is_none();
        Ok(if all { Self::All } else { Self::Reader(viewer, withheld) })
    }

    /// Under what it is kept which words are usual: what one reader finds usual says nothing to another.
    fn scope(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Public => words::PUBLIC.to_owned(),
            Self::Reader(viewer, _) => format!("{viewer:?}"),
        }
    }

    /// A word as the index has it.
    fn word(&self, word: &str) -> String {
        match self {
            Self::Public => format!("{}{word}", words::PUBLIC),
            Self::All | Self::Reader(..) => word.to_owned(),
        }
    }

    /// The most that are looked at, of which `most` count.
    fn looked_at(&self, most: i64) -> i64 {
        match self {
            Self::All => most,
            Self::Reader(..) | Self::Public => most * LOOKED_AT / HITS,
        }
    }

    /// Those of these places that count.
    async fn among(&self, conn: &mut AnyConnection, seqs: BTreeSet<i64>) -> Result<BTreeSet<i64>, Error> {
        if matches!(self, Self::All) {
            return Ok(seqs);
        }
        let all: Vec<i64> = seqs.into_iter().collect();
        let mut seen = BTreeSet::new();
        for some in all.chunks(MOST_AMONG) {
            // Filled up with the last, so that few statements are prepared.
            let mut some = some.to_vec();
            let size = if some.len() <= MOST_TOGETHER {
                MOST_TOGETHER
            } else {
                MOST_AMONG
            };
            some.resize(size, some.last().copied().unwrap_or_default());
            let mut args = Args::default();
            for seq in &some {
                args.int(*seq);
            }
            let mut terms = vec![format!("c.seq IN ({})", places(1, some.len()))];
            match self {
                Self::All => {}
                Self::Reader(viewer, withheld) => {
                    terms.extend(withheld.term("c.seq", &mut args));
                    terms.extend(viewer.within_term(&mut args));
                }
                Self::Public => {
                    terms.push(PUBLIC.to_owned());
                    terms.push("c.seq NOT IN (SELECT case_seq FROM case_beside WHERE what = 'source')".to_owned());
                }
            }
            let sql = format!("SELECT c.seq AS seq FROM cases c WHERE {}", terms.join(" AND "));
            for row in rows(conn, &sql, args).await? {
                seen.insert(row.int("seq")?);
            }
        }
        Ok(seen)
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
fn vote(question: &Question, hits: i64) -> Option<f64> {
    if hits < HITS {
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
    questions.extend(wanted.point.and_then(nearby).into_iter().flatten());
    questions
}

/// What lies in the same cell of the grid, and in that and those around it: it may say nothing that is said here.
fn nearby((latitude, longitude): (f64, f64)) -> Option<[Question; 2]> {
    let cells = words::cells(latitude, longitude)?;
    Some([&cells[..1], &cells[..]].map(|cells| Question {
        words: cells.to_vec(),
        of_address: true,
        of_cells: true,
    }))
}

/// The newest hits of a question that count.
struct Found {
    seqs: Vec<i64>,
    /// There are as many as are looked at, or more.
    frequent: bool,
}

fn count_of(seqs: &[i64]) -> i64 {
    i64::try_from(seqs.len()).unwrap_or(HITS)
}

/// The newest hits of each question, found in one statement.
async fn ask(
    conn: &mut AnyConnection,
    questions: &[Question],
    first: i64,
    sight: &Sight<'_>,
) -> Result<Vec<Found>, Error> {
    let mut found = vec![Vec::new(); questions.len()];
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let looked_at = sight.looked_at(HITS);
    let mut args = Args::default();
    args.int(first).int(looked_at);
    let mut sql = String::new();
    for (n, question) in questions.iter().enumerate() {
        let quoted = question.words.iter().map(|word| format!("\"{}\"", sight.word(word)));
        let quoted: Vec<String> = quoted.collect();
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
    // What is frequent tells nothing but of an address: it is not asked which of those count.
    let counts = |question: &Question, hits: &[i64]| question.of_address || count_of(hits) < looked_at;
    let asked = questions
        .iter()
        .zip(&found)
        .filter(|(question, hits)| counts(question, hits));
    let asked: BTreeSet<i64> = asked.flat_map(|(_, hits)| hits).copied().collect();
    let seen = sight.among(conn, asked).await?;
    let newest = found.into_iter().map(|hits| {
        let full = count_of(&hits) >= looked_at;
        let mut seqs: Vec<i64> = hits.into_iter().filter(|seq| seen.contains(seq)).collect();
        seqs.truncate(usize::try_from(HITS).unwrap_or(usize::MAX));
        Found {
            frequent: full || count_of(&seqs) >= HITS,
            seqs,
        }
    });
    Ok(newest.collect())
}

async fn newest_of_category(
    conn: &mut AnyConnection,
    wanted: &Wanted,
    from: Timestamp,
    sight: &Sight<'_>,
) -> Result<Vec<i64>, Error> {
    let most = i64::try_from(OF_CATEGORY).unwrap_or(i64::MAX);
    let mut args = Args::default();
    args.text(wanted.kind.as_str()).text(wanted.category.as_str());
    let to = wanted
        .received_at
        .checked_add(wanted.window())
        .unwrap_or(Timestamp::MAX);
    args.at(from).at(to).int(sight.looked_at(most));
    let sql = "SELECT seq FROM cases WHERE kind = $1 AND category = $2 AND received_at >= $3 AND received_at <= $4 \
               ORDER BY received_at DESC LIMIT $5";
    let found = rows(conn, sql, args).await?;
    let mut newest: Vec<i64> = found.iter().map(|row| row.int("seq")).collect::<Result<_, _>>()?;
    let seen = sight.among(conn, newest.iter().copied().collect()).await?;
    newest.retain(|seq| seen.contains(seq));
    newest.truncate(OF_CATEGORY);
    Ok(newest)
}

/// The cases at these places and their kinds, in the same order.
async fn ids_of(conn: &mut AnyConnection, ranked: &[(i64, f64)]) -> Result<Vec<(CaseId, String)>, Error> {
    let seqs: Vec<i64> = ranked.iter().map(|(seq, _)| *seq).collect();
    let mut found: HashMap<i64, (CaseId, String)> = HashMap::with_capacity(seqs.len());
    for some in groups(&seqs) {
        let mut args = Args::default();
        for seq in &some {
            args.int(*seq);
        }
        let sql = format!(
            "SELECT seq, id, kind FROM cases WHERE erased_at IS NULL AND seq IN ({})",
            places(1, some.len())
        );
        for row in rows(conn, &sql, args).await? {
            found.insert(row.int("seq")?, (row.id("id")?, row.text("kind")?));
        }
    }
    Ok(seqs.iter().filter_map(|seq| found.remove(seq)).collect())
}
