//! One published case as everybody reads it, on pages, in files and in feeds.

use super::asked::shows_areas;
use crate::fault::Fault;
use crate::guest::Guest;
use crate::steps;
use domain::case::{Case, public_address, public_point};
use domain::{AreaSlug, CaseId, CategorySlug};
use jiff::Timestamp;
use store::CaseRow;

/// A published case.
pub(super) struct Item {
    pub(super) id: CaseId,
    pub(super) number: String,
    pub(super) category: CategorySlug,
    pub(super) category_name: String,
    pub(super) area: Option<AreaSlug>,
    /// Empty where there is none, or the pack does not let everybody know.
    pub(super) area_name: String,
    pub(super) unit_name: String,
    /// How far it is; of an ended one, what became of it.
    pub(super) status: String,
    /// The reviewed words.
    pub(super) text: String,
    /// The first line of them.
    pub(super) head: String,
    /// Empty where the place is not told, or only roughly.
    pub(super) address: String,
    /// Degrees north and east, rough where the pack says so.
    pub(super) point: Option<(f64, f64)>,
    pub(super) received_at: Timestamp,
    pub(super) published_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
}

impl Item {
    /// None where it is not published.
    pub(super) fn of(guest: &Guest, case: &Case) -> Option<Self> {
        let (publication, published_at) = case.publication.as_ref()?;
        let (pack, locale) = (&guest.desk.office.pack, guest.locale);
        let ended_at = case.ended_at;
        let status = match case.outcome.filter(|_| ended_at.is_some()) {
            Some(outcome) => guest.words().text(steps::outcome_key(outcome)),
            None => pack.status_name(&case.kind, &case.status, locale),
        };
        let area = case.place.area.clone().filter(|_| shows_areas(pack));
        let area_name = area.as_ref().map_or("", |area| pack.area_name(area, locale)).to_owned();
        let address = public_address(pack, &case.place).filter(|_| publication.with_place);
        Some(Self {
            id: case.id,
            number: case.number.clone(),
            category: case.category.clone(),
            category_name: pack.category_name(&case.category, locale).to_owned(),
            area,
            area_name,
            unit_name: pack.unit_name(&case.unit, locale).to_owned(),
            status: status.to_owned(),
            head: crate::portal::title_of(&publication.text, HEAD_CHARS),
            text: publication.text.clone(),
            address: address.unwrap_or_default().to_owned(),
            point: public_point(pack, &case.place).filter(|_| publication.with_place),
            received_at: case.received_at,
            published_at: *published_at,
            ended_at,
        })
    }

    /// When what everybody reads of it last changed in a list: published, or ended. What the office does in between is told
    /// on its own page.
    pub(super) fn updated_at(&self) -> Timestamp {
        self.ended_at
            .map_or(self.published_at, |ended| ended.max(self.published_at))
    }

    /// `open` or `ended`.
    pub(super) fn state(&self) -> &'static str {
        if self.ended_at.is_some() { "ended" } else { "open" }
    }
}

/// Characters of the first line that stand as its heading.
const HEAD_CHARS: usize = 60;

/// The published cases of a list's rows, in its order.
pub(super) async fn items(guest: &Guest, rows: &[CaseRow]) -> Result<Vec<Item>, Fault> {
    let ids: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
    let cases = guest.desk.office.store.cases(&ids).await?;
    Ok(ids.iter().filter_map(|id| Item::of(guest, cases.get(id)?)).collect())
}
