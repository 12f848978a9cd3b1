//! What a reader may see, as one condition of every statement that lists, counts or finds cases. A case that complains
//! about the reader's unit, a unit above it, the reader's post, or the reader does not exist for the reader (信访工作条例, art. 30
//! and 46). The same question is asked of one case by `domain::access::Standing`, and a reader is made of its answers; a test holds
//! the two together.

use super::{Beside, Filter};
use crate::boxed;
use crate::sql::{Args, Columns as _, groups, places, row, rows};
use crate::{Error, Store};
use domain::access::{Sight, Standing, Within};
use domain::duty::Staff;
use domain::{CaseId, PostSlug, UnitSlug};
use sqlx::AnyConnection;
use std::collections::HashSet;

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Only cases for which this unit is responsible.
    within: Option<UnitSlug>,
    /// The reader's unit and those above it, and the same of the other post.
    units: Vec<UnitSlug>,
    /// The reader's post.
    post: Option<PostSlug>,
    /// The other post of a reader who has a watch.
    other: Option<PostSlug>,
    /// The reader's account; of a program, the accounts of all who hold its post.
    holders: Vec<Staff>,
}

impl Viewer {
    /// The body as a whole: its numbers, its judgement, what the program does by itself. Never a person who reads.
    #[must_use]
    pub const fn body() -> Self {
        Self {
            within: None,
            units: Vec::new(),
            post: None,
            other: None,
            holders: Vec::new(),
        }
    }

    /// A person in a post, who sees what the policies let the post see.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        let Sight {
            within,
            units,
            post,
            other,
            holders,
        } = standing.sight();
        Self {
            within: match within {
                Within::Body => None,
                Within::Unit(unit) => Some(unit.clone()),
                // No unit has the empty slug: no case is found.
                Within::Nothing => Some(UnitSlug::from("")),
            },
            units: units.clone(),
            post: post.clone(),
            other: other.clone(),
            holders: holders.clone(),
        }
    }

    /// Who of a unit alone reads asks of that unit, whatever else is asked.
    pub(super) fn narrow(&self, filter: &Filter) -> Filter {
        if filter.beside.is_some() {
            return Filter {
                beside: Some(self.beside()),
                ..filter.clone()
            };
        }
        Filter {
            unit: self.within.clone().or_else(|| filter.unit.clone()),
            ..filter.clone()
        }
    }

    /// The reader as one who works beside a responsible unit.
    fn beside(&self) -> Beside {
        if self.within.as_ref().is_some_and(|unit| unit.as_str().is_empty()) {
            return Beside::default();
        }
        Beside {
            unit: self.units.first().cloned(),
            post: self.post.clone(),
        }
    }

    /// The condition that a case is one of those whose units the reader works for, or beside; none where all are.
    pub(super) fn within_term(&self, args: &mut Args) -> Option<String> {
        let unit = self.within.as_ref()?;
        let place = args.text(unit.as_str()).len();
        let beside = self.beside().those(args);
        Some(format!("(c.unit = ${place} OR c.seq IN ({beside}))"))
    }

    /// The viewer as a statement needs it: where nothing is withheld from somebody, nothing has to be looked at row by
    /// row.
    pub(crate) async fn ask(&self, conn: &mut AnyConnection) -> Result<Withheld, Error> {
        let withheld = Withheld(self.clone());
        let mut args = Args::default();
        let Some(those) = withheld.those(&mut args) else {
            return Ok(withheld);
        };
        let found = row(conn, &format!("{those} LIMIT 1"), args).await?;
        Ok(found.map_or(Withheld(Self::body()), |_| withheld))
    }
}

/// What is withheld from a reader.
pub(crate) struct Withheld(pub(super) Viewer);

impl Withheld {
    /// Nothing is.
    pub(super) fn is_nothing(&self) -> bool {
        self.0.units.is_empty() && self.0.post.is_none() && self.0.other.is_none() && self.0.holders.is_empty()
    }

    /// The condition that the case whose place is in `column` is not among it; none where nothing is.
    pub(crate) fn term(&self, column: &str, args: &mut Args) -> Option<String> {
        let those = self.those(args)?;
        Some(format!("{column} NOT IN ({those})"))
    }

    /// The statement that finds the places of what is withheld; none where nothing can be.
    pub(crate) fn those(&self, args: &mut Args) -> Option<String> {
        let Viewer {
            units,
            post,
            other,
            holders,
            ..
        } = &self.0;
        let mut whom = Vec::new();
        if !units.is_empty() {
            let first = args.len() + 1;
            for unit in units {
                args.text(unit.as_str());
            }
            whom.push(format!("what = 'unit' AND slug IN ({})", places(first, units.len())));
        }
        for post in post.iter().chain(other) {
            let place = args.text(post.as_str()).len();
            whom.push(format!("what = 'post' AND slug = ${place}"));
        }
        // By itself, so that no list is made of those whom cases are about: the index is asked for the readers alone.
        for holder in holders {
            let place = args.text(&holder.0).len();
            whom.push(format!("what = 'staff' AND slug = ${place}"));
        }
        let one = |whom: String| format!("SELECT case_seq FROM case_about WHERE {whom}");
        let all: Vec<String> = whom.into_iter().map(one).collect();
        (!all.is_empty()).then(|| all.join(" UNION ALL "))
    }
}

impl Store {
    /// Those of these cases that the viewer may not see.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn hidden(&self, viewer: &Viewer, ids: &[CaseId]) -> Result<HashSet<CaseId>, Error> {
        let mut conn = self.reader().await?;
        let mut hidden = HashSet::new();
        for some in groups(ids) {
            let mut args = Args::default();
            for id in &some {
                args.id(*id);
            }
            let mut terms = Vec::new();
            if let Some(those) = Withheld(viewer.clone()).those(&mut args) {
                terms.push(format!("c.seq IN ({those})"));
            }
            if let Some(unit) = &viewer.within {
                let place = args.text(unit.as_str()).len();
                let beside = viewer.beside().those(&mut args);
                terms.push(format!("c.unit <> ${place} AND c.seq NOT IN ({beside})"));
            }
            if terms.is_empty() {
                break;
            }
            let sql = format!(
                "SELECT c.id FROM cases c WHERE c.id IN ({}) AND ({})",
                places(1, some.len()),
                terms.join(" OR ")
            );
            for row in rows(&mut conn, &sql, args).await? {
                hidden.insert(row.id("id")?);
            }
        }
        Ok(hidden)
    }

    /// Those of these cases that are withheld from the viewer since they complain about them, whichever units the viewer reads.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn withheld(&self, viewer: &Viewer, ids: &[CaseId]) -> Result<HashSet<CaseId>, Error> {
        let everywhere = Viewer {
            within: None,
            ..viewer.clone()
        };
        self.hidden(&everywhere, ids).await
    }

    /// Those of these cases that complain about somebody of the body's own: no paper that goes out speaks of them.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn about_somebody(&self, ids: &[CaseId]) -> Result<HashSet<CaseId>, Error> {
        let mut conn = self.reader().await?;
        let mut found = HashSet::new();
        for some in groups(ids) {
            let mut args = Args::default();
            for id in &some {
                args.id(*id);
            }
            let sql = format!(
                "SELECT c.id FROM cases c WHERE c.id IN ({}) AND c.seq IN (SELECT case_seq FROM case_about)",
                places(1, some.len())
            );
            for row in rows(&mut conn, &sql, args).await? {
                found.insert(row.id("id")?);
            }
        }
        Ok(found)
    }
}
