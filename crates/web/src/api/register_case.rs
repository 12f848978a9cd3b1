//! Intake 登记 by a program.

use super::bodies::{AboutBody, PlaceBody, Seen, Written};
use super::caller::Scope;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::register_case::asked_first;
use crate::fault::Fault;
use crate::inputs;
use crate::visit::Visit;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::case::{Refusal, Registration, SealedValues};
use domain::pack::FieldName;
use domain::{CategorySlug, KindSlug, PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A case to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCase {
    /// Kind; without it, the kind that the pack's files become.
    kind: Option<String>,
    /// Category within the kind.
    #[schema(example = "water-supply")]
    category: String,
    /// One line that says what it is about.
    #[schema(value_type = String, example = "Burst main")]
    title: Seen,
    /// What was said, in full.
    #[schema(value_type = Option<String>)]
    description: Option<Seen>,
    /// Where.
    place: Option<PlaceBody>,
    /// How it came in.
    #[schema(value_type = Option<String>)]
    source: Option<Seen>,
    /// When it was first said; without it, now.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
    /// The unit that was asked first, and answers for it.
    #[schema(example = "water")]
    unit: String,
    /// The unit of the key's post was asked first: it answers until `unit`, to which the case is dispatched at once, has taken it.
    /// Without effect where the kind has no step for taking a case.
    asked_here: Option<bool>,
    /// The number it has in the system it came from.
    #[schema(value_type = Option<String>)]
    external: Option<Seen>,
    /// Whom of the body's own it complains about: it never reaches them.
    about: Option<AboutBody>,
    /// People affected.
    people_affected: Option<u32>,
    /// Deaths and injuries.
    casualties: Option<u32>,
    /// How often the same had been asked before.
    repeats: Option<u32>,
    /// A due time set by hand.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Timestamp>,
    /// What is kept under seal.
    sealed: Option<SealedBody>,
}

/// What is said in confidence: no answer of this interface shows it but the one that opens it with a reason.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Sealed)]
pub(crate) struct SealedBody {
    #[schema(value_type = Option<String>)]
    requester_name: Option<Seen>,
    #[schema(value_type = Option<String>)]
    requester_contact: Option<Seen>,
    #[schema(value_type = Option<String>)]
    identity_number: Option<Seen>,
    #[schema(value_type = Option<String>)]
    sealed_note: Option<Seen>,
    /// Of a dispute: the other parties, each with its name in the first line.
    #[schema(value_type = Option<String>)]
    party_b: Option<Seen>,
    #[schema(value_type = Option<String>)]
    party_c: Option<Seen>,
    #[schema(value_type = Option<String>)]
    party_d: Option<Seen>,
}

impl SealedBody {
    pub(super) fn values(&self) -> SealedValues {
        let fields = [
            (FieldName::RequesterName, &self.requester_name),
            (FieldName::RequesterContact, &self.requester_contact),
            (FieldName::IdentityNumber, &self.identity_number),
            (FieldName::SealedNote, &self.sealed_note),
            (FieldName::PartyB, &self.party_b),
            (FieldName::PartyC, &self.party_c),
            (FieldName::PartyD, &self.party_d),
        ];
        fields
            .into_iter()
            .fold(SealedValues::default(), |sealed, (field, value)| {
                sealed.with(field, Seen::given(value.as_ref()).unwrap_or_default())
            })
    }
}

/// `POST /api/v1/cases`
#[utoipa::path(
    post, path = "/api/v1/cases", operation_id = "registerCase", tag = "cases",
    summary = "Register a case",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewCase,
    responses(
        (status = 201, body = Written, headers(("Location" = String, description = "Where the case is."))),
        Problems,
    ),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn register(Sent { caller, body, key }: Sent<NewCase>) -> Result<Response, Fault> {
    caller.may(Scope::CasesWrite, Right::RegisterCase)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let asked_here = body.asked_here == Some(true);
    let mut registration = registration(visit, body).await?;
    let kind = office.pack.kind(&registration.kind).filter(|_| asked_here);
    let then = kind.and_then(|kind| asked_first(visit, kind, &mut registration));
    let done = office::register_with(office, registration, then.as_slice(), visit.actor(), visit.now, key).await?;
    let location = format!("/api/v1/cases/{}", done.appended.number);
    let written = Json(Written::from(done.appended));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], written).into_response())
}

async fn registration(visit: &Visit, body: NewCase) -> Result<Registration, Fault> {
    let pack = &visit.desk.office.pack;
    let unit = UnitSlug::new(body.unit);
    if visit.own_unit_only().is_some_and(|own| *own != unit) {
        return Err(Refusal::new("form-own-unit").into());
    }
    let about = AboutBody::about_of(body.about.as_ref(), &visit.desk.office).await?;
    let sealed = body.sealed.as_ref().map(SealedBody::values).unwrap_or_default();
    Ok(Registration {
        id: office::new_case_id(visit.now),
        number: String::new(),
        kind: body.kind.map_or_else(|| pack.import.kind.clone(), KindSlug::new),
        category: CategorySlug::new(body.category),
        title: body.title.0,
        description: Seen::text(body.description.as_ref()),
        place: body.place.as_ref().map(PlaceBody::place).unwrap_or_default(),
        source: Seen::text(body.source.as_ref()),
        received_at: body.received_at.unwrap_or(visit.now),
        leader: inputs::leader(pack, &unit, &about).unwrap_or_else(|| PostSlug::new("")),
        unit,
        external: Seen::given(body.external.as_ref()).map(str::to_owned),
        origin: None,
        people_affected: body.people_affected,
        casualties: body.casualties,
        repeats: body.repeats.unwrap_or(0),
        due: body.due,
        finished_at_source: None,
        finish_claimed: None,
        about,
        sealed_fields: sealed.fields(),
        sealed,
    })
}
