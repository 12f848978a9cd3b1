//! What parties of a dispute read of its mediation on the portal, and what each can say there of its own: whom it wants as mediator,
//! whether a record is right, whether a promise was kept.

use super::Reader;
use crate::desk::mediation_keys::{party_key, result_key};
use crate::frame::Frame;
use crate::guest::Guest;
use domain::PostSlug;
use domain::case::{Case, Mediation, Party, Term};
use domain::pack::StepName;

/// What of it can be said by a party's own link.
pub(super) struct OwnWord<'a> {
    /// The mediator whom the party has chosen.
    pub(super) choice: Option<&'a str>,
    /// Mediators who can be chosen: value and name; none where nothing is to be chosen any more.
    pub(super) mediators: Vec<(&'a str, &'a str)>,
    /// Records of sessions at which the party was.
    pub(super) records: Vec<ReadBack>,
    /// Promises of the agreement in force: number and words.
    pub(super) promises: Vec<(u32, String)>,
}

/// A record as it is read back.
pub(super) struct ReadBack {
    pub(super) number: u32,
    pub(super) text: String,
    /// Message key of what the party said of it; none where it has said nothing yet.
    pub(super) said: Option<&'static str>,
}

/// None by a link that speaks for nobody.
pub(super) fn of<'a>(guest: &'a Guest, f: &Frame<'_>, case: &'a Case, reader: Reader) -> Option<OwnWord<'a>> {
    let party = reader.party?;
    let pack = &guest.desk.office.pack;
    let mediation = case.mediation().cloned().unwrap_or_default();
    let may = |step| reader.may(case, step, pack, guest.now);
    let name = |slug: &PostSlug| pack.post(slug).map(|post| post.name.get(guest.locale));
    let choices = case.mediation().map(|mediation| &mediation.choices);
    let able = pack.posts.iter().filter(|post| {
        let of_committee = post.unit == case.unit || case.acting().any(|acting| *acting == post.slug);
        of_committee && !case.stands_aside(&post.slug)
    });
    let mediators = able
        .filter(|_| may(StepName::ChooseMediator))
        .map(|post| (post.slug.as_str(), post.name.get(guest.locale)));
    Some(OwnWord {
        choice: choices.and_then(|choices| choices.get(&party)).and_then(name),
        mediators: mediators.collect(),
        records: records(&mediation, party),
        promises: if may(StepName::ConfirmPerformance) {
            let promises = (1_u32..).zip(mediation.promises());
            promises.map(|(number, term)| (number, promise(f, term))).collect()
        } else {
            Vec::new()
        },
    })
}

fn records(mediation: &Mediation, party: Party) -> Vec<ReadBack> {
    let numbered = (1_u32..).zip(&mediation.sittings);
    let written = numbered.filter_map(|(number, sitting)| Some((number, sitting.record.as_ref()?)));
    written
        .filter(|(_, record)| record.present.contains(&party))
        .map(|(number, record)| ReadBack {
            number,
            text: record.text.clone(),
            said: mediation.record_word(party, number).map(
                |word| {
                    if word.agrees { "record-right" } else { "record-wrong" }
                },
            ),
        })
        .collect()
}

/// Who does what by when.
pub(crate) fn promise(f: &Frame<'_>, term: &Term) -> String {
    let args = [
        ("party", f.t(party_key(term.party)).into()),
        ("what", term.what.as_str().into()),
        ("due", term.due.to_string().into()),
    ];
    f.words().with("folio-promise", &args)
}

/// What was found of a promise at the last visit, and what parties say of it.
pub(super) fn results(f: &Frame<'_>, mediation: &Mediation, number: u32, term: &Term) -> String {
    let visit = term.visits.last();
    let found = visit.map_or("performance-none", |visit| result_key(visit.result));
    let said = Party::ALL.into_iter().filter_map(|party| {
        let word = mediation.term_word(party, number)?;
        Some(f.t2(
            "performance-said",
            "party",
            f.t(party_key(party)),
            "result",
            f.t(result_key(word.result)),
        ))
    });
    let all: Vec<String> = std::iter::once(f.t(found).to_owned()).chain(said).collect();
    all.join(f.t("list-separator"))
}
