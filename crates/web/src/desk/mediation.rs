//! The part of a case's page on its mediation: the parties by their letters, the mediator, sessions, papers, what was
//! agreed and what became of it.

use super::mediation_keys::{consent_key, how_key, outcome_key, party_key, result_key, takes_part_key, why_key};
use super::story::mediation::{letters, paper_words, referral_words, remedy_name, route_names, signer_key};
use crate::frame::Frame;
use crate::visit::Visit;
use documents::mediation::standing;
use domain::case::{Case, Mediation, SignedPaper, confirm_until, may_take, online_until};
use domain::pack::StepName;

/// What the page says of it.
pub(super) struct MediationPart<'a> {
    /// The court that has given it.
    pub(super) referral: Option<String>,
    /// The court to which it still has to go back.
    pub(super) owed: Option<String>,
    /// Whether the parties mediate online: what each said, and what that means now.
    pub(super) online: Option<(String, String)>,
    pub(super) parties: Vec<PartyLine<'a>>,
    /// The mediator, once all parties have agreed on one.
    pub(super) mediator: Option<&'a str>,
    /// Whom the committee proposes, until then.
    pub(super) proposed: Option<&'a str>,
    pub(super) sittings: Vec<SittingLine>,
    /// What was agreed before it was mediated anew: since when it was in force, and what it said.
    pub(super) earlier: Vec<(String, String)>,
    pub(super) agreement: Option<AgreementPart>,
    /// Papers that somebody still has to sign.
    pub(super) to_sign: Vec<PaperLine>,
    pub(super) may_sign: bool,
    /// Templates for the agreement, while it can be drafted: slug and name.
    pub(super) templates: Vec<(&'a str, &'a str)>,
    /// Court, time, and what came of it.
    pub(super) confirmation: Option<(String, Option<String>)>,
    /// Until when it can be asked for: the time, and how far off that is.
    pub(super) confirm_until: Option<(String, String)>,
    /// Who does not want it, since when.
    pub(super) declined: Option<String>,
    pub(super) ended: Option<EndedPart>,
    pub(super) handed_over: Vec<String>,
    /// It has ended, and no dossier says how it stands now.
    pub(super) no_dossier: bool,
    /// Required parts of the dossier that are missing.
    pub(super) missing: Vec<&'static str>,
}

pub(super) struct PartyLine<'a> {
    pub(super) letter: &'a str,
    /// The name is there, under seal.
    pub(super) named: bool,
    pub(super) consent: (&'static str, &'static str),
    pub(super) notice: Option<&'static str>,
    pub(super) choice: Option<&'a str>,
}

pub(super) struct SittingLine {
    pub(super) number: u32,
    pub(super) at: String,
    pub(super) place: String,
    /// The address of a video call; empty where there is none.
    pub(super) link: String,
    pub(super) parties: String,
    pub(super) recorded: bool,
    /// It does not take place, and why.
    pub(super) called_off: Option<String>,
    pub(super) moved: bool,
}

pub(super) struct AgreementPart {
    pub(super) oral: bool,
    /// Since when it is in force; a draft until then.
    pub(super) in_force: Option<String>,
    pub(super) content: String,
    pub(super) promises: Vec<PromiseLine>,
}

pub(super) struct PromiseLine {
    pub(super) number: usize,
    pub(super) party: String,
    pub(super) what: String,
    pub(super) due: String,
    /// What was found at the last visit: message key and mark.
    pub(super) result: Option<(&'static str, &'static str)>,
    pub(super) late: bool,
    /// How it is pursued; empty where nothing was stated.
    pub(super) remedy: String,
}

pub(super) struct PaperLine {
    /// In addresses.
    pub(super) slug: String,
    pub(super) name: String,
    /// Who has not signed.
    pub(super) unsigned: String,
}

pub(super) struct EndedPart {
    pub(super) why: &'static str,
    pub(super) party: Option<&'static str>,
    pub(super) reason: String,
    pub(super) routes: String,
}

/// A paper in addresses.
pub(super) fn slug_of(paper: SignedPaper) -> String {
    match paper {
        SignedPaper::Notice => "notice".to_owned(),
        SignedPaper::Record { session } => format!("record-{session}"),
        SignedPaper::Agreement => "agreement".to_owned(),
        SignedPaper::Application => "application".to_owned(),
    }
}

/// The paper of an address.
pub(super) fn paper_of(slug: &str) -> Option<SignedPaper> {
    Some(match slug {
        "notice" => SignedPaper::Notice,
        "agreement" => SignedPaper::Agreement,
        "application" => SignedPaper::Application,
        slug => SignedPaper::Record {
            session: slug.strip_prefix("record-")?.parse().ok()?,
        },
    })
}

/// None where nobody mediates in cases of the kind, and in an erased one.
pub(super) fn of<'a>(visit: &'a Visit, f: &Frame<'_>, case: &'a Case) -> Option<MediationPart<'a>> {
    let pack = &visit.desk.office.pack;
    let rules = pack.kind(&case.kind)?.mediation.as_ref()?;
    if case.erased_at.is_some() {
        return None;
    }
    let post = |slug| pack.post_name(slug, visit.locale);
    let mediation = case.mediation().cloned().unwrap_or_default();
    let parties = case.parties().into_iter().map(|party| {
        let choices = case.mediation().map(|mediation| &mediation.choices);
        PartyLine {
            letter: visit.words().text(party_key(party)),
            named: case.sealed_fields.contains(&party.field()),
            consent: consent_key(mediation.consents.get(&party)),
            notice: mediation.notices.get(&party).map(|notice| how_key(notice.how)),
            choice: choices.and_then(|choices| choices.get(&party)).map(post),
        }
    });
    let mediator = case.mediator().map(post);
    let proposed = case.mediation().and_then(|mediation| mediation.proposed.as_ref());
    let drafts = mediation.in_force.is_none()
        && may_take(case, StepName::DraftAgreement, visit.actor(), pack, visit.now).is_ok()
        && mediator.is_some();
    let until = confirm_until(case, pack).filter(|_| mediation.confirmation.is_none());
    let to_sign = case.papers_to_sign(pack, visit.now).into_iter().map(|paper| PaperLine {
        slug: slug_of(paper),
        name: paper_words(f, paper),
        unsigned: {
            let unsigned: Vec<&str> = case.unsigned(paper).into_iter().map(signer_key).collect();
            let unsigned: Vec<&str> = unsigned.into_iter().map(|key| visit.words().text(key)).collect();
            unsigned.join(f.t("list-separator"))
        },
    });
    Some(MediationPart {
        referral: mediation.referral.as_ref().map(|referral| referral_words(f, referral)),
        owed: mediation
            .owed_to_court()
            .map(|court| f.t1("mediation-owed", "court", court)),
        online: online(f, case, &mediation),
        parties: parties.collect(),
        proposed: proposed.map(post).filter(|_| mediator.is_none()),
        mediator,
        sittings: sittings(f, case),
        earlier: earlier(f, &mediation),
        agreement: agreement(f, case),
        to_sign: to_sign.collect(),
        may_sign: may_take(case, StepName::SignPaper, visit.actor(), pack, visit.now).is_ok(),
        templates: rules
            .templates
            .iter()
            .filter(|_| drafts)
            .map(|template| (template.slug.as_str(), template.name.get(visit.locale)))
            .collect(),
        confirmation: mediation.confirmation.as_ref().map(|asked| {
            let ruling = asked.decided.as_ref();
            let what = f.t2(
                "mediation-confirmation-asked",
                "court",
                &asked.court,
                "time",
                f.moment(&asked.at),
            );
            let ruling =
                ruling.map(|(outcome, note, _)| format!("{}{}{note}", f.t(outcome_key(*outcome)), f.t("colon")));
            (what, ruling)
        }),
        declined: mediation.confirmation_declined.as_ref().map(|declined| {
            let (who, since) = (letters(f, &declined.parties), f.moment(&declined.at));
            f.t2("mediation-confirmation-declined", "parties", who, "time", since)
        }),
        confirm_until: until.map(|until| (f.moment(&until), f.until(&until))),
        ended: mediation.ended.as_ref().map(|ended| EndedPart {
            why: why_key(ended.why),
            party: ended.party.map(party_key),
            reason: ended.reason.clone(),
            routes: route_names(f, case, &ended.routes),
        }),
        handed_over: mediation.handed_over.iter().map(|handed| handed.to.clone()).collect(),
        no_dossier: mediation.ended.is_some() && !mediation.has_dossier(),
        missing: standing(case, pack)
            .into_iter()
            .filter(|part| part.is_missing())
            .map(|part| super::mediation_keys::part_key(part.part))
            .collect(),
    })
}

/// Who was invited to mediate online, what each said, and what comes of it.
pub(crate) fn online(f: &Frame<'_>, case: &Case, mediation: &Mediation) -> Option<(String, String)> {
    let online = mediation.online.as_ref()?;
    let said = online.parties.iter().map(|party| {
        let said = online.answers.get(party);
        let said = said.map_or("online-unsaid", |takes_part| takes_part_key(*takes_part));
        format!("{}{}{}", f.t(party_key(*party)), f.t("colon"), f.t(said))
    });
    let said: Vec<String> = said.collect();
    let until = online_until(case, &f.desk.office.pack);
    let over = until.is_some_and(|until| until.as_second() < f.now.as_second());
    let state = if online.is_confirmed() {
        f.t("online-confirmed").to_owned()
    } else if online.answers.values().any(|takes_part| !takes_part) {
        f.t("online-declined").to_owned()
    } else if over {
        f.t("online-lapsed").to_owned()
    } else {
        until.map_or_else(String::new, |until| f.t1("online-until", "until", f.moment(&until)))
    };
    Some((said.join(f.t("list-separator")), state))
}

/// Agreements that were in force before the parties were asked anew, the first first.
pub(crate) fn earlier(f: &Frame<'_>, mediation: &Mediation) -> Vec<(String, String)> {
    let agreed = |before: &Mediation| Some((f.moment(&before.in_force?), before.agreement.as_ref()?.content.clone()));
    mediation.before.iter().filter_map(agreed).collect()
}

fn sittings(f: &Frame<'_>, case: &Case) -> Vec<SittingLine> {
    let sittings = case.mediation().map_or(&[][..], |mediation| &mediation.sittings);
    let numbered = sittings.iter().zip(1_u32..);
    numbered
        .map(|(sitting, number)| SittingLine {
            number,
            at: f.moment(&sitting.at),
            place: sitting.place.clone(),
            link: sitting.link.clone(),
            parties: letters(f, &sitting.parties),
            recorded: sitting.record.is_some(),
            called_off: sitting.called_off.as_ref().map(|off| off.reason.clone()),
            moved: sitting.moved > 0,
        })
        .collect()
}

/// What was agreed, with how far it has been performed.
fn agreement(f: &Frame<'_>, case: &Case) -> Option<AgreementPart> {
    let mediation = case.mediation()?;
    let agreement = mediation.agreement.as_ref()?;
    let today = f.desk.office.pack.zone.to_datetime(f.now).date();
    let promises = agreement.terms.iter().zip(1_usize..).map(|(term, number)| {
        let last = term.visits.last();
        PromiseLine {
            number,
            party: f.t(party_key(term.party)).to_owned(),
            what: term.what.clone(),
            due: term.due.to_string(),
            result: last.map(|visit| {
                let mark = match visit.result {
                    domain::case::PerformanceResult::Performed => "good",
                    domain::case::PerformanceResult::Partly => "near",
                    domain::case::PerformanceResult::NotPerformed => "late",
                };
                (result_key(visit.result), mark)
            }),
            late: mediation.in_force.is_some() && !term.is_performed() && term.due < today,
            remedy: last.map_or_else(String::new, |visit| remedy_name(f, case, &visit.route)),
        }
    });
    Some(AgreementPart {
        oral: agreement.oral,
        in_force: mediation.in_force.map(|since| f.moment(&since)),
        content: agreement.content.clone(),
        promises: promises.collect(),
    })
}
