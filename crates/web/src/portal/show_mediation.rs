//! How far the mediation of a dispute is, for the party that reads by its link. The others are letters, and what is between them
//! and the mediator is theirs.

use super::party_page::{self, OwnWord};
use super::{Reader, reached};
use crate::desk::download_invitation;
use crate::desk::mediation::{earlier, online};
use crate::desk::mediation_keys::{consent_key, how_key, party_key, why_key};
use crate::desk::story::mediation::{paper_words, referral_words, remedy_name, route_names};
use crate::fault::Fault;
use crate::frame::Frame;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Party, SignedPaper, Sitting, confirm_until};

/// What the page says of it.
pub(super) struct Mediated<'a> {
    /// What each party is told of its rights and duties (人民调解法, art. 23), to read at any time.
    pub(super) rights: Rights<'a>,
    /// Whoever reads has not said yet whether it wants mediation.
    pub(super) unasked: bool,
    /// Letter, and whether it wants mediation.
    pub(super) parties: Vec<(&'a str, &'a str)>,
    pub(super) mediator: Option<&'a str>,
    /// The court that has given it.
    pub(super) referral: Option<String>,
    /// Whether the parties mediate online, and what comes of it.
    pub(super) online: Option<(String, String)>,
    pub(super) sittings: Vec<Called>,
    /// What was agreed before all parties wanted to mediate anew: since when it was in force, and what it said.
    pub(super) earlier: Vec<(String, String)>,
    /// In force, or for a party a draft.
    pub(super) agreement: Option<Agreed>,
    /// What the party can say, by a link of its own.
    pub(super) own: Option<OwnWord<'a>>,
    /// Until when a court can be asked to confirm it.
    pub(super) confirm_until: Option<String>,
    /// Why it ended, and the other routes.
    pub(super) ended: Option<(String, String)>,
}

impl Mediated<'_> {
    /// There is an agreement, and it is in force.
    pub(super) fn in_force(&self) -> bool {
        self.agreement
            .as_ref()
            .is_some_and(|agreement| agreement.since.is_some())
    }
}

/// The notice of rights and duties, as the pack has it.
pub(super) struct Rights<'a> {
    pub(super) title: String,
    pub(super) text: &'a str,
    pub(super) source: &'a str,
    /// How whoever reads was told; none where nobody has written down yet that they were.
    pub(super) told: Option<&'static str>,
}

pub(super) struct Called {
    pub(super) number: u32,
    pub(super) at: String,
    pub(super) place: String,
    pub(super) link: String,
    pub(super) moved: bool,
    /// It does not take place.
    pub(super) off: bool,
}

pub(super) struct Agreed {
    /// Since when it is in force; a draft until then.
    pub(super) since: Option<String>,
    pub(super) content: String,
    /// Who does what by when, and what was found.
    pub(super) promises: Vec<(String, String)>,
}

/// None where nobody mediates in cases of the kind, and in an erased one.
pub(super) fn of<'a>(guest: &'a Guest, f: &Frame<'_>, case: &'a Case, reader: Reader) -> Option<Mediated<'a>> {
    let pack = &guest.desk.office.pack;
    let rules = pack.kind(&case.kind)?.mediation.as_ref()?;
    if case.erased_at.is_some() {
        return None;
    }
    let words = guest.words();
    let mediation = case.mediation().cloned().unwrap_or_default();
    let parties = case.parties().into_iter().map(|party| {
        let (state, _) = consent_key(mediation.consents.get(&party));
        (words.text(party_key(party)), words.text(state))
    });
    // At the table it is each party's to read before anybody signs.
    let shown = mediation.in_force.is_some() || reader.party.is_some() && mediation.ended.is_none();
    let agreement = mediation.agreement.as_ref().filter(|_| shown);
    let mediator = case.mediator().and_then(|slug| pack.post(slug));
    let told = reader.party.and_then(|party| mediation.notices.get(&party));
    Some(Mediated {
        rights: Rights {
            title: paper_words(f, SignedPaper::Notice),
            text: rules.notice.value.get(guest.locale).trim(),
            source: &rules.notice.source,
            told: told.map(|notice| how_key(notice.how)),
        },
        unasked: !mediation.consents.contains_key(&reader.reads_as()),
        parties: parties.collect(),
        mediator: mediator.map(|post| post.name.get(guest.locale)),
        referral: mediation.referral.as_ref().map(|referral| referral_words(f, referral)),
        online: online(f, case, &mediation),
        sittings: called(case, reader.reads_as())
            .map(|(number, sitting)| Called {
                number,
                at: f.moment(&sitting.at),
                place: sitting.place.clone(),
                link: sitting.link.clone(),
                moved: sitting.moved > 0,
                off: sitting.called_off.is_some(),
            })
            .collect(),
        earlier: earlier(f, &mediation),
        agreement: agreement.map(|agreement| Agreed {
            since: mediation.in_force.map(|since| f.moment(&since)),
            content: agreement.content.clone(),
            promises: (1_u32..)
                .zip(&agreement.terms)
                .map(|(number, term)| {
                    let mut found = party_page::results(f, &mediation, number, term);
                    let pursued = term.visits.last().map(|visit| remedy_name(f, case, &visit.route));
                    if let Some(pursued) = pursued.filter(|pursued| !pursued.is_empty()) {
                        found = [found, pursued].join(f.t("list-separator"));
                    }
                    (party_page::promise(f, term), found)
                })
                .collect(),
        }),
        own: party_page::of(guest, f, case, reader),
        confirm_until: confirm_until(case, pack)
            .filter(|_| mediation.confirmation.is_none())
            .map(|until| f.moment(&until)),
        ended: mediation.ended.as_ref().map(|ended| {
            let why = f.t(why_key(ended.why)).to_owned();
            (why, route_names(f, case, &ended.routes))
        }),
    })
}

/// The sessions to which a party was called, with their numbers.
fn called(case: &Case, party: Party) -> impl Iterator<Item = (u32, &Sitting)> {
    let sittings = case.mediation().map_or(&[][..], |mediation| &mediation.sittings);
    let numbered = (1_u32..).zip(sittings);
    numbered.filter(move |(_, sitting)| sitting.parties.contains(&party))
}

/// What comes next, as a message key, until there is an answer.
pub(super) fn next_key(case: &Case) -> &'static str {
    let Some(mediation) = case.mediation() else {
        return "portal-next-dispute";
    };
    if mediation.in_force.is_some() {
        "portal-next-agreed"
    } else if mediation.ended.is_some() {
        "portal-next-mediation-ended"
    } else if !case.without_consent().is_empty() {
        "portal-next-asking"
    } else if mediation.sittings.iter().all(|sitting| sitting.called_off.is_some()) {
        "portal-next-calling"
    } else {
        "portal-next-mediating"
    }
}

/// `GET /portal/mine/{secret}/sessions/{session}/session.ics`
pub(crate) async fn show_session(
    Path((secret, session)): Path<(String, u32)>,
    guest: Guest,
) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    if called(&story.case, reader.reads_as()).all(|(number, _)| number != session) {
        return Err(Fault::NotFound);
    }
    download_invitation::file(&story.case, session, guest.locale)
}
