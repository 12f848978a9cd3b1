//! Cases that may be about the same, and those of other kinds that may belong together with one: proposed with the signs that
//! speak for it. Joining them is a person's.

use crate::boxed;
use crate::{Error, Office};
use domain::CaseId;
use domain::alike::{Door, Likeness, Reach, Sketch, likeness, likeness_across, likeness_to_published, names};
use domain::case::{Case, Place, public_address, public_point};
use domain::pack::{Kind, Pack, StepName};
use domain::{CategorySlug, KindSlug};
use jiff::Timestamp;
use store::{Viewer, Wanted, words_in_order};

/// Candidates whose words are compared.
const COMPARED: usize = 30;

/// What is looked for: a case that is registered, or what somebody is about to register.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// Kind.
    pub kind: &'a KindSlug,
    /// Category.
    pub category: &'a CategorySlug,
    /// One line.
    pub title: &'a str,
    /// In full.
    pub description: &'a str,
    /// Where.
    pub place: &'a Place,
    /// When it was first said.
    pub received_at: Timestamp,
    /// Itself, where it is registered.
    pub id: Option<CaseId>,
}

impl<'a> Said<'a> {
    /// What a case says.
    #[must_use]
    pub fn of(case: &'a Case) -> Self {
        Self {
            kind: &case.kind,
            category: &case.category,
            title: &case.title,
            description: &case.description,
            place: &case.place,
            received_at: case.received_at,
            id: Some(case.id),
        }
    }

    fn sketch(&self) -> Sketch {
        let mut words = words_in_order(self.title);
        words.extend(words_in_order(self.description));
        let (address, mut door) = address(&self.place.address);
        if address.is_empty() {
            // Some forms have no field for it: then it may stand in the text.
            door = Door::read(&format!("{} {}", self.title, self.description)).1;
        }
        Sketch {
            category: self.category.clone(),
            words,
            address,
            door,
            point: self.place.latitude.zip(self.place.longitude),
            received_at: self.received_at,
        }
    }
}

/// The words of an address and its door, however they are written. The index has the words as they stand there.
fn address(text: &str) -> (Vec<String>, Door) {
    let (left, door) = Door::read(text);
    (names(words_in_order(&left)), door)
}

/// The words of an address as the index has them. Not all are asked for: of a Chinese one, which begins with the county, its numbers
/// and the longest names before the others.
fn asked_of_address(text: &str, names: &[String]) -> Vec<String> {
    let mut words = words_in_order(text);
    if !text.is_ascii() {
        words.sort_by_key(|word| {
            let tells = word.contains(|c: char| c.is_ascii_digit());
            let says_which = names.contains(word);
            (!tells, !says_which, std::cmp::Reverse(word.chars().count()))
        });
    }
    words
}

/// A case that may be about the same.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The case.
    pub case: Case,
    /// How much, and why.
    pub likeness: Likeness,
}

/// Cases that may be about the same, of those that the viewer may see, the likeliest first, at most `most`.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn alike(office: &Office, viewer: &Viewer, said: &Said<'_>, most: usize) -> Result<Vec<Alike>, Error> {
    Ok(found(office, &Among::Seen(viewer), said, most, Vec::new()).await?.same)
}

/// Cases that are proposed for one.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// Of its own kind: they may ask the same.
    pub same: Vec<Alike>,
    /// Of other kinds: they may belong together with it.
    pub other: Vec<Alike>,
}

/// As [`alike`], and of other kinds those that may belong together with it, at most `most` of each, found by the same questions.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn proposals(office: &Office, viewer: &Viewer, said: &Said<'_>, most: usize) -> Result<Proposals, Error> {
    let beside = beside(&office.pack, said.kind);
    found(office, &Among::Seen(viewer), said, most, beside).await
}

/// Other kinds whose cases can belong together with those of `kind`: of real ones the real ones, and of those that the pack lets
/// be linked, which papers among offices are not.
fn beside(pack: &Pack, kind: &KindSlug) -> Vec<KindSlug> {
    let is_drill = |kind: &Kind| kind.incident.as_ref().is_some_and(|rules| rules.drill);
    let can = |kind: &&Kind| kind.step(StepName::LinkCase).is_some() && !is_drill(kind);
    if !pack.kind(kind).is_some_and(|kind| can(&kind)) {
        return Vec::new();
    }
    let others = pack.kinds.values().filter(|other| other.slug != *kind);
    others.filter(can).map(|other| other.slug.clone()).collect()
}

/// Published cases that may be about the same, found and compared by what everybody reads of them and by nothing else: whoever
/// asks again and again with other words or another place learns nothing that was not published.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn alike_published(office: &Office, said: &Said<'_>, most: usize) -> Result<Vec<Alike>, Error> {
    Ok(found(office, &Among::Published, said, most, Vec::new()).await?.same)
}

/// What everybody reads of a case; none where it is not for everybody.
fn published(pack: &Pack, case: &Case) -> Option<Sketch> {
    let (publication, _) = case.publication.as_ref().filter(|_| case.about.is_empty())?;
    let place = Some(&case.place).filter(|_| publication.with_place);
    let (address, door) = address(place.and_then(|place| public_address(pack, place)).unwrap_or_default());
    Some(Sketch {
        category: case.category.clone(),
        words: words_in_order(&publication.text),
        address,
        door,
        point: place.and_then(|place| public_point(pack, place)),
        received_at: case.received_at,
    })
}

/// Among which cases it is looked.
enum Among<'a> {
    /// Those that this viewer may see.
    Seen(&'a Viewer),
    /// Those that everybody reads.
    Published,
}

impl Among<'_> {
    /// How alike a case is to what is said; none where it is not among them.
    fn likeness(
        &self,
        pack: &Pack,
        (kind, said): (&KindSlug, &Sketch),
        case: &Case,
        weight: &impl Fn(&str) -> Option<f64>,
    ) -> Option<Likeness> {
        let reach = Reach::of(&pack.judgement);
        Some(match self {
            Self::Seen(_) if case.kind != *kind => likeness_across(said, &Said::of(case).sketch(), reach, weight),
            Self::Seen(_) => likeness(said, &Said::of(case).sketch(), reach, weight),
            Self::Published => likeness_to_published(said, &published(pack, case)?, reach, weight),
        })
    }
}

async fn found(
    office: &Office,
    among: &Among<'_>,
    said: &Said<'_>,
    most: usize,
    beside: Vec<KindSlug>,
) -> Result<Proposals, Error> {
    let sketch = said.sketch();
    let reach = Reach::of(&office.pack.judgement);
    let body = Viewer::body();
    let viewer = match among {
        Among::Seen(viewer) => *viewer,
        Among::Published => &body,
    };
    let wanted = Wanted {
        kind: said.kind.clone(),
        beside,
        category: said.category.clone(),
        words: sketch.words.clone(),
        address: asked_of_address(&said.place.address, &sketch.address),
        point: sketch.point,
        received_at: said.received_at,
        days: reach.days,
        except: said.id,
        published: matches!(among, Among::Published),
    };
    let found = office.store.alike(viewer, &wanted, COMPARED).await?;
    let all: Vec<CaseId> = found.cases.iter().chain(&found.beside).copied().collect();
    let mut cases = office.store.cases(&all).await?;
    let frequent = f64::from(found.frequent + 1).ln();
    // A word that many cases have tells little.
    let weight = |word: &str| {
        let hits = found.hits.get(word)?;
        Some(1.0 + frequent - f64::from(hits + 1).ln())
    };
    let mut likely = |ids: &[CaseId]| {
        let read = ids.iter().filter_map(|id| cases.remove(id));
        let compared = read.filter_map(|case| {
            let likeness = among.likeness(&office.pack, (said.kind, &sketch), &case, &weight)?;
            Some(Alike { case, likeness })
        });
        let mut alike: Vec<Alike> = compared
            .filter(|alike| alike.likeness.is_enough(&office.pack.judgement))
            .collect();
        alike.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score));
        alike.truncate(most);
        alike
    };
    Ok(Proposals {
        same: likely(&found.cases),
        other: likely(&found.beside),
    })
}
