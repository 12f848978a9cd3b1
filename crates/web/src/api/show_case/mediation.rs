//! What follows from what is written down of a mediation, as data: who mediates, until when what can be asked, who still has to sign.

use super::mediated::PaperView;
use domain::PostSlug;
use domain::case::{Case, Mediation, Party, SignedPaper, Signer, confirm_until, online_until};
use domain::pack::Pack;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// How it stands with a mediation. Parties are letters.
#[derive(Serialize, ToSchema)]
pub(crate) struct MediationStanding<'a> {
    /// The parties that there are.
    #[schema(value_type = Vec<String>)]
    parties: Vec<Party>,
    /// Those whose names are there, under seal.
    #[schema(value_type = Vec<String>)]
    named: Vec<Party>,
    /// The post whom every party has chosen or accepted.
    mediator: Option<&'a str>,
    /// Until when the parties can say whether they mediate online.
    #[schema(value_type = Option<String>, format = DateTime)]
    online_until: Option<Timestamp>,
    /// Until when a court can be asked to confirm the agreement.
    #[schema(value_type = Option<String>, format = DateTime)]
    confirm_until: Option<Timestamp>,
    /// The court to which the dossier has to go back.
    owed_to_court: Option<&'a str>,
    /// Papers that somebody still has to sign.
    to_sign: Vec<Unsigned>,
}

/// A paper that somebody still has to sign.
#[derive(Serialize, ToSchema)]
#[schema(as = UnsignedPaper)]
pub(crate) struct Unsigned {
    #[schema(value_type = PaperView)]
    paper: SignedPaper,
    /// Who.
    #[schema(value_type = Vec<String>)]
    unsigned: Vec<Signer>,
}

/// Of this case; none where nobody mediates in cases of the kind, and in an erased one.
pub(super) fn of<'a>(case: &'a Case, pack: &Pack, now: Timestamp) -> Option<MediationStanding<'a>> {
    pack.kind(&case.kind)?.mediation.as_ref()?;
    if case.erased_at.is_some() {
        return None;
    }
    let parties = case.parties();
    let named = parties.iter().copied();
    let named = named.filter(|party| case.sealed_fields.contains(&party.field()));
    let papers = case.papers_to_sign(pack, now).into_iter();
    Some(MediationStanding {
        named: named.collect(),
        mediator: case.mediator().map(PostSlug::as_str),
        online_until: online_until(case, pack),
        confirm_until: to_confirm(case, pack),
        owed_to_court: case.mediation().and_then(Mediation::owed_to_court),
        to_sign: papers
            .map(|paper| Unsigned {
                paper,
                unsigned: case.unsigned(paper),
            })
            .collect(),
        parties,
    })
}

/// Until when a court can be asked to confirm the agreement; none where one was.
pub(super) fn to_confirm(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let asked = case
        .mediation()
        .is_some_and(|mediation| mediation.confirmation.is_some());
    confirm_until(case, pack).filter(|_| !asked)
}
