//! Forms of a mediation's steps.

use super::mediation_keys::{HOW, OUTCOMES, PARTIES, RESULTS, WHY, part_key, party_key};
use super::{promise_rows, referral_forms, session_forms};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::inputs::{Control, Input};
use crate::visit::Visit;
use domain::PostSlug;
use domain::case::{Agreement, Case, Command, Mediate, Mediation, Party, Term};
use domain::pack::{AgreementTemplate, DossierPart, Kind, Pack, StepName};
use std::borrow::Cow;

/// What such a step asks for.
pub(super) fn inputs<'a>(visit: &'a Visit, case: &'a Case, step: StepName) -> Vec<Input<'a>> {
    let ask = Ask { visit, case };
    let empty = || ask.input("text", "step-field-note", false, Control::Text);
    if let Some(inputs) = referral_forms::inputs(&ask, step).or_else(|| session_forms::inputs(&ask, step)) {
        return inputs;
    }
    match step {
        StepName::RecordConsent => vec![
            ask.party("party", "step-field-party"),
            ask.input(
                "agrees",
                "step-field-agrees",
                true,
                Control::Few(vec![("yes", ask.t("consent-agrees")), ("no", ask.t("consent-refuses"))]),
            ),
            empty(),
        ],
        StepName::GiveNotice => vec![
            ask.party("party", "step-field-party"),
            ask.input("how", "step-field-how", true, Control::Few(ask.options(&HOW))),
        ],
        StepName::ChooseMediator => {
            let committee = [("committee", ask.t("mediator-by-committee"))];
            let who = committee.into_iter().chain(ask.parties()).collect();
            vec![
                ask.input("party", "step-field-who-chooses", true, Control::List(who)),
                ask.input("post", "step-field-mediator", true, Control::List(ask.mediators())),
            ]
        }
        StepName::DraftAgreement => ask.agreement(),
        StepName::RecordOralAgreement => {
            let mut inputs = vec![ask.input("content", "step-field-oral", true, Control::Text)];
            inputs.push(ask.terms(&[]));
            inputs
        }
        StepName::ApplyConfirmation => vec![ask.input("court", "step-field-court", true, Control::Line)],
        StepName::DeclineConfirmation => {
            let mut inputs = ask.ticks();
            inputs.push(empty());
            inputs
        }
        StepName::RecordConfirmation => vec![
            ask.input(
                "outcome",
                "step-field-ruling",
                true,
                Control::List(ask.options(&OUTCOMES)),
            ),
            ask.input("text", "step-field-ruling-note", true, Control::Text),
        ],
        StepName::FollowUp => vec![
            ask.input("term", "step-field-promise", true, Control::Made(ask.promises())),
            ask.input(
                "result",
                "step-field-result",
                true,
                Control::List(ask.options(&RESULTS)),
            ),
            empty(),
            ask.input("route", "step-field-remedy", false, Control::List(ask.remedies())),
        ],
        StepName::MediateAnew => {
            // Nobody is taken to want it who has not said so.
            let unticked = |tick: Input<'a>| Input {
                value: String::new(),
                ..tick
            };
            let mut inputs: Vec<Input<'_>> = ask.ticks().into_iter().map(unticked).collect();
            inputs.push(ask.input("text", "step-field-reason", true, Control::Text));
            inputs
        }
        StepName::EndMediation => vec![
            ask.input("why", "step-field-why-ended", true, Control::List(ask.options(&WHY))),
            ask.input("text", "step-field-reason", true, Control::Text),
            ask.input("told", "step-field-routes-told", false, Control::Tick),
        ],
        StepName::HandOver => ask.hand_over(),
        StepName::FileEvidence => {
            let files = case.evidence.iter();
            let files = files.map(|evidence| (evidence.sha256.clone(), evidence.name.as_str().into()));
            let parts = DossierPart::OF_FILES
                .iter()
                .map(|part| (part.name(), ask.t(part_key(*part))));
            vec![
                ask.input("file", "step-field-file", true, Control::Made(files.collect())),
                ask.input("part", "step-field-part", true, Control::List(parts.collect())),
            ]
        }
        _ => Vec::new(),
    }
}

/// Makes inputs for one case.
pub(super) struct Ask<'a> {
    pub(super) visit: &'a Visit,
    pub(super) case: &'a Case,
}

impl<'a> Ask<'a> {
    fn t(&self, key: &'static str) -> &'a str {
        self.visit.words().text(key)
    }

    fn kind(&self) -> Option<&'a Kind> {
        self.visit.desk.office.pack.kind(&self.case.kind)
    }

    pub(super) fn input(
        &self,
        name: &'static str,
        key: &'static str,
        required: bool,
        control: Control<'a>,
    ) -> Input<'a> {
        Input {
            id: String::new(),
            name,
            label: self.t(key),
            required,
            most: 0,
            value: String::new(),
            control,
        }
    }

    pub(super) fn options<T>(&self, list: &[(T, &'static str, &'static str)]) -> Vec<(&'a str, &'a str)> {
        list.iter().map(|(_, value, key)| (*value, self.t(key))).collect()
    }

    fn parties(&self) -> Vec<(&'a str, &'a str)> {
        let parties = self.case.parties().into_iter();
        parties
            .map(|party| (party.letter(), self.t(party_key(party))))
            .collect()
    }

    pub(super) fn party(&self, name: &'static str, key: &'static str) -> Input<'a> {
        self.input(name, key, true, Control::List(self.parties()))
    }

    /// A tick for each party, ticked at first.
    pub(super) fn ticks(&self) -> Vec<Input<'a>> {
        let there = self.case.parties();
        let ticks = PARTIES.iter().filter(|(party, ..)| there.contains(party));
        ticks
            .map(|(_, name, key)| {
                let mut tick = self.input(name, key, false, Control::Tick);
                "yes".clone_into(&mut tick.value);
                tick
            })
            .collect()
    }

    /// The posts of the committee that can mediate here: who stands in for them too.
    fn mediators(&self) -> Vec<(&'a str, &'a str)> {
        let (pack, case) = (&self.visit.desk.office.pack, self.case);
        let posts = pack.posts.iter();
        let able = posts.filter(|post| post.unit == case.unit || case.acting().any(|acting| *acting == post.slug));
        let able = able.filter(|post| !case.stands_aside(&post.slug));
        able.map(|post| (post.slug.as_str(), post.name.get(self.visit.locale)))
            .collect()
    }

    fn promises(&self) -> Vec<(String, Cow<'a, str>)> {
        let promises = self.case.mediation().map_or(&[][..], Mediation::promises);
        let numbered = promises.iter().zip(1_u32..);
        numbered
            .map(|(term, number)| (number.to_string(), term.what.as_str().into()))
            .collect()
    }

    fn routes(&self) -> Vec<(&'a str, &'a str)> {
        let rules = self.kind().and_then(|kind| kind.mediation.as_ref());
        let routes = rules.map_or(&[][..], |rules| &rules.routes);
        routes
            .iter()
            .map(|route| (route.slug.as_str(), route.name.get(self.visit.locale)))
            .collect()
    }

    fn hand_over(&self) -> Vec<Input<'a>> {
        let mut route = self.input("route", "step-field-route", true, Control::List(self.routes()));
        let mut to = self.input("to", "step-field-handed-to", true, Control::Line);
        // What a court has given goes back to it first.
        if let Some(court) = self.case.mediation().and_then(Mediation::owed_to_court) {
            "judicial".clone_into(&mut route.value);
            court.clone_into(&mut to.value);
        }
        vec![route, to, self.input("text", "step-field-note", false, Control::Text)]
    }

    /// The template that was asked for, else the one for the category, else the first.
    fn template(&self) -> Option<&'a AgreementTemplate> {
        let templates = &self.kind()?.mediation.as_ref()?.templates;
        let query = self.visit.query();
        let asked = query.get("template");
        let named = templates.iter().find(|template| template.slug == asked);
        let fitting = || {
            templates
                .iter()
                .find(|template| template.categories.contains(&self.case.category))
        };
        named.or_else(fitting).or_else(|| templates.first())
    }

    /// What was drafted before, else the template's words with what the case says.
    fn agreement(&self) -> Vec<Input<'a>> {
        let locale = self.visit.locale;
        let drafted = self.case.mediation().and_then(|mediation| mediation.agreement.as_ref());
        let template = self.template();
        let of = |text: fn(&AgreementTemplate) -> &domain::Text| template.map_or("", |known| text(known).get(locale));
        let begun = Agreement {
            template: template.map_or(String::new(), |template| template.slug.clone()),
            facts: self.case.description.clone(),
            dispute: of(|template| &template.dispute).to_owned(),
            responsibility: of(|template| &template.responsibility).to_owned(),
            content: of(|template| &template.content).trim().to_owned(),
            manner: of(|template| &template.manner).to_owned(),
            ..Agreement::default()
        };
        // A template that was asked for takes the place of what was drafted.
        let asked = self.visit.query().given("template").is_some();
        let agreement = drafted.filter(|_| !asked).unwrap_or(&begun);
        let templates = self.kind().and_then(|kind| kind.mediation.as_ref());
        let templates = templates.map_or(&[][..], |rules| &rules.templates);
        let named = templates
            .iter()
            .map(|known| (known.slug.as_str(), known.name.get(locale)));
        let mut chosen = self.input("template", "step-field-template", false, Control::List(named.collect()));
        chosen.value.clone_from(&agreement.template);
        let mut inputs = vec![chosen];
        for (name, key, control, value) in [
            ("facts", "step-field-agreement-facts", Control::Text, &agreement.facts),
            (
                "dispute",
                "step-field-agreement-dispute",
                Control::Text,
                &agreement.dispute,
            ),
            (
                "responsibility",
                "step-field-agreement-responsibility",
                Control::Text,
                &agreement.responsibility,
            ),
            (
                "content",
                "step-field-agreement-content",
                Control::Text,
                &agreement.content,
            ),
            (
                "manner",
                "step-field-agreement-manner",
                Control::Line,
                &agreement.manner,
            ),
            ("place", "step-field-agreement-place", Control::Line, &agreement.place),
        ] {
            // Not marked as needed: the rules say all that is missing at once.
            let mut input = self.input(name, key, false, control);
            input.value.clone_from(value);
            inputs.push(input);
        }
        inputs.push(self.terms(&agreement.terms));
        inputs
    }

    fn terms(&self, terms: &[Term]) -> Input<'a> {
        let rows = promise_rows::of(terms, most_promises(&self.visit.desk.office.pack, self.case));
        self.input(
            "terms",
            "step-field-terms",
            false,
            Control::Promises(self.parties(), rows),
        )
    }

    /// How what was not kept is pursued.
    fn remedies(&self) -> Vec<(&'a str, &'a str)> {
        let rules = self.kind().and_then(|kind| kind.mediation.as_ref());
        let remedies = rules.map_or(&[][..], |rules| &rules.remedies);
        let named = remedies.iter().map(|rule| &rule.value);
        named
            .map(|remedy| (remedy.slug.as_str(), remedy.name.get(self.visit.locale)))
            .collect()
    }
}

/// The most promises of an agreement of such a case; none where the pack sets no limit.
pub(super) fn most_promises(pack: &Pack, case: &Case) -> Option<u32> {
    let rules = pack.kind(&case.kind)?.mediation.as_ref()?;
    rules.promises.as_ref().map(|most| most.value)
}

/// The command that such a form asks for; none where it cannot be read.
pub(super) fn command(f: &Frame<'_>, case: &Case, step: StepName, fields: &Fields) -> Option<Command> {
    let pack = &f.desk.office.pack;
    let text = |name| fields.get(name).to_owned();
    let party = || Party::of_letter(fields.get("party"));
    let ticked = || ticked(fields);
    if let Some(taken) = referral_forms::step(f, step, fields).or_else(|| session_forms::step(f, step, fields)) {
        return Some(Command::Mediate(taken));
    }
    let rules = || pack.kind(&case.kind).and_then(|kind| kind.mediation.as_ref());
    Some(Command::Mediate(match step {
        StepName::RecordConsent => Mediate::Consent {
            party: party()?,
            agrees: match fields.get("agrees") {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
            note: text("text"),
        },
        StepName::GiveNotice => Mediate::Notice {
            party: party()?,
            how: chosen(&HOW, fields.get("how"))?,
        },
        StepName::ChooseMediator => Mediate::Choose {
            party: match fields.get("party") {
                "committee" => None,
                letter => Some(Party::of_letter(letter)?),
            },
            post: PostSlug::new(fields.get("post")),
        },
        StepName::DraftAgreement => Mediate::DraftAgreement(Box::new(agreement(fields)?)),
        StepName::SealAgreement => Mediate::Seal,
        StepName::RecordOralAgreement => Mediate::OralAgreement(Box::new(agreement(fields)?)),
        StepName::ApplyConfirmation => Mediate::ApplyConfirmation { court: text("court") },
        StepName::DeclineConfirmation => Mediate::DeclineConfirmation {
            parties: ticked(),
            note: text("text"),
        },
        StepName::RecordConfirmation => Mediate::DecideConfirmation {
            outcome: chosen(&OUTCOMES, fields.get("outcome"))?,
            note: text("text"),
        },
        StepName::FollowUp => Mediate::FollowUp {
            term: fields.get("term").parse().ok()?,
            result: chosen(&RESULTS, fields.get("result"))?,
            note: text("text"),
            route: text("route"),
        },
        StepName::MediateAnew => Mediate::Anew {
            parties: ticked(),
            reason: text("text"),
        },
        StepName::EndMediation => Mediate::End {
            why: chosen(&WHY, fields.get("why"))?,
            reason: text("text"),
            routes: match fields.get("told") {
                "" => Vec::new(),
                _ => rules()?.routes.iter().map(|route| route.slug.clone()).collect(),
            },
        },
        StepName::HandOver => Mediate::HandOver {
            route: text("route"),
            to: text("to"),
            note: text("text"),
        },
        StepName::FileEvidence => Mediate::FileUnder {
            sha256: text("file"),
            part: *DossierPart::OF_FILES
                .iter()
                .find(|part| part.name() == fields.get("part"))?,
        },
        _ => return None,
    }))
}

/// The parties that are ticked.
pub(super) fn ticked(fields: &Fields) -> Vec<Party> {
    let ticked = PARTIES.iter().filter(|(_, name, _)| !fields.get(name).is_empty());
    ticked.map(|(party, ..)| *party).collect()
}

fn chosen<T: Copy>(list: &[(T, &str, &str)], value: &str) -> Option<T> {
    let known = list.iter().find(|(_, known, _)| *known == value);
    known.map(|(chosen, ..)| *chosen)
}

/// The agreement of a form; none where a promise has a party, a day or words alone.
fn agreement(fields: &Fields) -> Option<Agreement> {
    let text = |name| fields.get(name).to_owned();
    Some(Agreement {
        oral: false,
        template: text("template"),
        facts: text("facts"),
        dispute: text("dispute"),
        responsibility: text("responsibility"),
        content: text("content"),
        manner: text("manner"),
        place: text("place"),
        terms: promise_rows::terms(fields)?,
    })
}
