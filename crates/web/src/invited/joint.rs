//! What somebody invited sees of a mediation 联合调解: the parties as letters, who mediates, the sessions with all parties
//! together, and the agreement where it was shown to them. What a party says apart, and everything else, is not here.

use crate::desk::mediation_keys::{consent_key, party_key, why_key};
use crate::frame::Frame;
use crate::guest::Guest;
use crate::portal::party_page::promise;
use domain::case::{Case, Invitation, Party};

/// The part of the page.
pub(super) struct Joint<'a> {
    /// Letter, and whether it wants mediation.
    pub(super) parties: Vec<(&'a str, &'a str)>,
    pub(super) mediator: Option<&'a str>,
    pub(super) sittings: Vec<JointSitting>,
    pub(super) agreement: Option<Shown<'a>>,
    /// Why it ended.
    pub(super) ended: Option<&'a str>,
}

/// A session with all parties.
pub(super) struct JointSitting {
    pub(super) number: u32,
    pub(super) at: String,
    pub(super) place: String,
    pub(super) link: String,
    /// It does not take place.
    pub(super) called_off: bool,
    /// What was written down; empty where nothing was, or where not all of them came.
    pub(super) record: String,
}

/// The agreement.
pub(super) struct Shown<'a> {
    /// Since when it is in force; a draft until then.
    pub(super) since: Option<String>,
    /// Heading and words.
    pub(super) parts: Vec<(&'a str, String)>,
    pub(super) promises: Vec<String>,
}

/// None where nobody mediates in cases of the kind, and in an erased one.
pub(super) fn of<'a>(guest: &'a Guest, f: &Frame<'_>, case: &Case, invitation: &Invitation) -> Option<Joint<'a>> {
    let pack = &guest.desk.office.pack;
    let words = guest.words();
    pack.kind(&case.kind)?.mediation.as_ref()?;
    if case.erased_at.is_some() {
        return None;
    }
    let all = case.parties();
    let mediation = case.mediation();
    let parties = all.iter().map(|party| {
        let (state, _) = consent_key(mediation.and_then(|mediation| mediation.consents.get(party)));
        (words.text(party_key(*party)), words.text(state))
    });
    let all_came = |present: &[Party]| all.iter().all(|party| present.contains(party));
    let sittings = case.joint_sittings().map(|(number, sitting)| {
        let record = sitting.record.as_ref().filter(|record| all_came(&record.present));
        JointSitting {
            number,
            at: f.moment(&sitting.at),
            place: sitting.place.clone(),
            link: sitting.link.clone(),
            called_off: sitting.called_off.is_some(),
            record: record.map_or_else(String::new, |record| record.text.clone()),
        }
    });
    let agreement = mediation.and_then(|mediation| {
        let agreement = mediation.agreement.as_ref().filter(|_| invitation.agreement)?;
        let parts = [
            ("folio-part-facts", &agreement.facts),
            ("folio-part-dispute", &agreement.dispute),
            ("folio-part-responsibility", &agreement.responsibility),
            ("folio-part-content", &agreement.content),
            ("folio-part-manner", &agreement.manner),
            ("folio-part-place", &agreement.place),
        ];
        let parts = parts.into_iter().filter(|(_, said)| !said.is_empty());
        Some(Shown {
            since: mediation.in_force.map(|since| f.moment(&since)),
            parts: parts.map(|(key, said)| (words.text(key), said.clone())).collect(),
            promises: agreement.terms.iter().map(|term| promise(f, term)).collect(),
        })
    });
    let mediator = case.mediator().and_then(|slug| pack.post(slug));
    let ended = mediation.and_then(|mediation| mediation.ended.as_ref());
    Some(Joint {
        parties: parties.collect(),
        mediator: mediator.map(|post| post.name.get(guest.locale)),
        sittings: sittings.collect(),
        agreement,
        ended: ended.map(|ended| words.text(why_key(ended.why))),
    })
}
