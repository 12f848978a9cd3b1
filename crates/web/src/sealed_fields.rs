//! Inputs for what is said in confidence. What is typed into them goes from the form into the sealed values and nowhere
//! else; a refused form shows it again in the form itself.

use crate::fields::Fields;
use crate::inputs::{Control, Input};
use crate::steps;
use crate::visit::Visit;
use domain::case::SealedValues;
use domain::pack::{Field, FieldName, Kind, StepName};

/// Under which name a sealed field is sent.
pub(crate) const fn sent_as(field: FieldName) -> Option<&'static str> {
    match field {
        FieldName::RequesterName => Some("requester_name"),
        FieldName::RequesterContact => Some("requester_contact"),
        FieldName::IdentityNumber => Some("identity_number"),
        FieldName::SealedNote => Some("sealed_note"),
        FieldName::Representatives => Some("representatives"),
        FieldName::PartyB => Some("other_party_b"),
        FieldName::PartyC => Some("other_party_c"),
        FieldName::PartyD => Some("other_party_d"),
        _ => None,
    }
}

/// What a form says in its sealed inputs.
pub(crate) fn values(fields: &Fields) -> SealedValues {
    let sealed = FieldName::SEALED
        .into_iter()
        .filter_map(|field| Some((field, sent_as(field)?)));
    sealed.fold(SealedValues::default(), |sealed, (field, name)| {
        sealed.with(field, fields.get(name))
    })
}

/// The sealed fields of a kind's form.
pub(crate) fn of_kind(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields.iter().filter(|field| field.name.is_sealed())
}

/// An input for one of them.
pub(crate) fn input<'a>(visit: &Visit, field: &'a Field, value: &str) -> Option<Input<'a>> {
    let name = sent_as(field.name)?;
    Some(Input {
        id: name.to_owned(),
        name,
        label: field.label.get(visit.locale),
        required: field.required,
        most: field.max_chars,
        value: value.to_owned(),
        control: if matches!(
            field.name,
            FieldName::SealedNote
                | FieldName::Representatives
                | FieldName::PartyB
                | FieldName::PartyC
                | FieldName::PartyD
        ) {
            Control::Text
        } else {
            Control::Line
        },
    })
}

/// Who can open it, and that the requester sees who did.
pub(crate) fn who_opens(visit: &Visit, kind: &Kind) -> String {
    let words = visit.words();
    let roles = kind.step(StepName::OpenSealed).map_or(&[][..], |step| &step.by);
    let roles: Vec<&str> = roles
        .iter()
        .filter_map(|role| steps::role_key(*role))
        .map(|key| words.text(key))
        .collect();
    if roles.is_empty() {
        return words.text("sealed-who-nobody").to_owned();
    }
    let roles = roles.join(words.text("list-separator"));
    words.with("sealed-who", &[("roles", roles.into())])
}
