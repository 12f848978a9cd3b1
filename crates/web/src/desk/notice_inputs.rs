//! How whoever asks at the desk wants to be told: asked at intake, and kept with the case that it becomes.

use crate::frame::Draft;
use crate::inputs::{Control, Input};
use crate::portal::notices::{self, Wrong};
use crate::visit::Visit;
use domain::CaseId;
use domain::case::NoticesBy;
use domain::pack::{Kind, StepName};

/// The inputs; none where nothing can be sent, or this post puts down nothing that is sealed.
pub(super) fn inputs<'a>(visit: &'a Visit, kind: &Kind, draft: &Draft) -> Vec<Input<'a>> {
    let keeps = kind
        .step(StepName::KeepSealed)
        .is_some_and(|step| step.by.contains(&visit.person.role()));
    let ways = notices::ways(&visit.desk);
    if !keeps || ways.is_empty() {
        return Vec::new();
    }
    let words = visit.words();
    let [way, address] = notices::FIELDS;
    let input = |name: &'static str, label, control| Input {
        id: name.to_owned(),
        name,
        label,
        required: false,
        most: 0,
        value: draft.value(name).to_owned(),
        control,
    };
    let ways = ways.into_iter().map(|way| (way.name, words.text(way.word))).collect();
    vec![
        input(way, words.text("notices-by-desk"), Control::List(ways)),
        input(address, words.text("notices-where"), Control::Line),
    ]
}

/// Keeps what was chosen with the case, in the body's language.
///
/// # Errors
/// A refusal of the rules; the store's.
pub(super) async fn tell(
    visit: &Visit,
    case: CaseId,
    chosen: Result<Option<(NoticesBy, String)>, Wrong>,
) -> Result<(), office::Error> {
    let Ok(Some((by, address))) = chosen else {
        return Ok(());
    };
    let office = &visit.desk.office;
    let language = office.pack.locale;
    notices::choose_first(office, case, (by, &address), language, visit.actor(), visit.now).await
}
