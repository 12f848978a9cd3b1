//! The sealed part of a case's page: which fields there are, the forms that open them and put them down, and who looked.

use super::reason::ReasonForm;
use super::show_case::Refused;
use super::story::{self, Looked};
use crate::access::Right;
use crate::frame::Frame;
use crate::inputs::Input;
use crate::sealed_fields;
use crate::visit::Visit;
use domain::case::open_steps;
use domain::pack::StepName;
use store::Story;

/// Openings that are shown at once; the earlier ones on demand.
const SHOWN: usize = 8;

/// What is sealed in a case, for its page.
pub(super) struct Sealed<'a> {
    /// What the fields are called that are there; empty where nothing is sealed.
    pub(super) fields: String,
    /// Who can open them.
    pub(super) who: String,
    /// The form that opens them, for those who may.
    pub(super) open: Option<ReasonForm<'a>>,
    /// The form that puts them down, for those who may.
    pub(super) keep: Option<Keep<'a>>,
    /// It was sent and refused: shown open.
    pub(super) open_refused: bool,
}

/// The form that puts sealed fields down.
pub(super) struct Keep<'a> {
    pub(super) inputs: Vec<Input<'a>>,
    pub(super) reason: String,
    pub(super) refused: bool,
}

/// None where the kind has nothing sealed, or all was erased.
pub(super) fn of<'a>(
    visit: &'a Visit,
    f: &Frame<'_>,
    story: &Story,
    refused: Option<&Refused<'_>>,
) -> Option<Sealed<'a>> {
    let case = &story.case;
    let kind = visit.desk.office.pack.kind(&case.kind)?;
    let has_some = sealed_fields::of_kind(kind).next().is_some();
    // Whether a name was given is hidden too.
    let hidden = case.hides_source_from(visit.actor());
    if case.erased_at.is_some() || !has_some || hidden {
        return None;
    }
    let open = open_steps(case, visit.actor(), &visit.desk.office.pack, visit.now);
    let sent = |step| {
        refused
            .filter(|refused| refused.step == step)
            .map(|refused| refused.fields)
    };
    let (opened, kept) = (sent(StepName::OpenSealed), sent(StepName::KeepSealed));
    let value = |name| kept.map_or("", |fields| fields.get(name));
    let may_open = visit.may_with(Right::OpenSealed, case) && open.contains(&StepName::OpenSealed);
    let may_keep = visit.may_with(Right::TakeStep, case) && open.contains(&StepName::KeepSealed);
    let inputs = sealed_fields::of_kind(kind).filter_map(|field| {
        let name = sealed_fields::sent_as(field.name)?;
        let input = sealed_fields::input(visit, field, value(name))?;
        // What is left empty stays as it is, so none of them has to be filled in again.
        Some(Input {
            id: format!("keep-{name}"),
            required: false,
            ..input
        })
    });
    Some(Sealed {
        fields: story::labels(f, &case.kind, &case.sealed_fields),
        who: match case.source_shield.as_ref() {
            Some(shield) => f.t1(
                "sealed-who-receiver",
                "post",
                visit.desk.office.pack.post_name(&shield.post, visit.locale),
            ),
            None => sealed_fields::who_opens(visit, kind),
        },
        open: (may_open && !case.sealed_fields.is_empty()).then(|| ReasonForm::of(visit, opened)),
        open_refused: opened.is_some(),
        keep: may_keep.then(|| Keep {
            inputs: inputs.collect(),
            reason: value("text").to_owned(),
            refused: kept.is_some(),
        }),
    })
}

/// Who looked 谁看过, newest first: those shown at once, and the earlier ones.
pub(super) fn who_looked(f: &Frame<'_>, story: &Story) -> (Vec<Looked>, Vec<Looked>) {
    let mut looked = story::looked(f, &story.case, &story.events);
    let earlier = looked.split_off(looked.len().min(SHOWN));
    (looked, earlier)
}
