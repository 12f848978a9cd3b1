//! Cases that may be about the same: proposed with the signs that speak for it. Joining them is a person's.

use crate::boxed;
use crate::{Error, Office};
use domain::CaseId;
use domain::alike::{Likeness, Reach, Sketch, likeness};
use domain::case::{Case, Place};
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
        Sketch {
            category: self.category.clone(),
            words,
            address: words_in_order(&self.place.address),
            point: self.place.latitude.zip(self.place.longitude),
            received_at: self.received_at,
        }
    }
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
    let sketch = said.sketch();
    let reach = Reach::of(&office.pack.judgement);
    let wanted = Wanted {
        kind: said.kind.clone(),
        category: said.category.clone(),
        words: sketch.words.clone(),
        address: sketch.address.clone(),
        point: sketch.point,
        received_at: said.received_at,
        days: reach.days,
        except: said.id,
    };
    let found = office.store.alike(viewer, &wanted, COMPARED).await?;
    let mut cases = office.store.cases(&found.cases).await?;
    let frequent = f64::from(found.frequent + 1).ln();
    // A word that many cases have tells little.
    let weight = |word: &str| {
        let hits = found.hits.get(word)?;
        Some(1.0 + frequent - f64::from(hits + 1).ln())
    };
    let mut alike: Vec<Alike> = Vec::new();
    for id in &found.cases {
        let Some(case) = cases.remove(id) else { continue };
        let likeness = likeness(&sketch, &Said::of(&case).sketch(), reach, &weight);
        if likeness.is_enough(&office.pack.judgement) {
            alike.push(Alike { case, likeness });
        }
    }
    alike.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score));
    alike.truncate(most);
    Ok(alike)
}
