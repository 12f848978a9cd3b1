//! Forms of a mediation's steps.

use super::mediation_keys::{HOW, OUTCOMES, PARTIES, RESULTS, WHY, part_key, party_key};
use super::referral_forms;
use crate::fields::Fields;
use crate::frame::Frame;
use crate::inputs::{Control, Input};
use crate::moments;
use crate::visit::Visit;
use domain::PostSlug;
use domain::case::{Agreement, Case, Command, Mediate, Mediation, Party, Term};
use domain::pack::{AgreementTemplate, DossierPart, Kind, StepName};
use std::borrow::Cow;

/// Lines for promises: who, what, by when, each with its name in forms and its message key.
const TERMS: [[(&str, &str); 3]; 4] = [
    [
        ("term1_party", "step-field-term-1-party"),
        ("term1_what", "step-field-term-1-what"),
        ("term1_due", "step-field-term-1-due"),
    ],
    [
        ("term2_party", "step-field-term-2-party"),
        ("term2_what", "step-field-term-2-what"),
        ("term2_due", "step-field-term-2-due"),
    ],
    [
        ("term3_party", "step-field-term-3-party"),
        ("term3_what", "step-field-term-3-what"),
        ("term3_due", "step-field-term-3-due"),
    ],
    [
        ("term4_party", "step-field-term-4-party"),
        ("term4_what", "step-field-term-4-what"),
        ("term4_due", "step-field-term-4-due"),
    ],
];

/// What such a step asks for.
pub(super) fn inputs<'a>(visit: &'a Visit, case: &'a Case, step: StepName) -> Vec<Input<'a>> {
    let ask = Ask { visit, case };
    let empty = || ask.input("text", "step-field-note", false, Control::Text);
    if let Some(inputs) = referral_forms::inputs(&ask, step) {
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
        StepName::CallSession => {
            let mut minutes = ask.input("minutes", "step-field-minutes", true, Control::Number);
            "60".clone_into(&mut minutes.value);
            let mut inputs = vec![
                ask.input("at", "step-field-session-at", true, Control::Moment),
                minutes,
                ask.input("place", "step-field-session-place", false, Control::Line),
                ask.input("link", "step-field-session-link", false, Control::Line),
            ];
            inputs.extend(ask.ticks());
            inputs
        }
        StepName::RecordSession => {
            let mut inputs = vec![ask.input("session", "step-field-session", true, Control::Made(ask.sessions()))];
            inputs.extend(ask.ticks());
            inputs.push(ask.input("text", "step-field-record", true, Control::Text));
            inputs.push(ask.input("read_back", "step-field-read-back", false, Control::Tick));
            inputs
        }
        StepName::DraftAgreement => ask.agreement(),
        StepName::RecordOralAgreement => {
            let mut inputs = vec![ask.input("content", "step-field-oral", true, Control::Text)];
            inputs.extend(ask.terms(&[]));
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
        ],
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

    fn sessions(&self) -> Vec<(String, Cow<'a, str>)> {
        let sittings = self.case.mediation().map_or(&[][..], |mediation| &mediation.sittings);
        let numbered = sittings.iter().zip(1_u32..);
        let open = numbered.filter(|(sitting, _)| sitting.record.is_none());
        open.map(|(sitting, number)| {
            let place = if sitting.place.is_empty() {
                &sitting.link
            } else {
                &sitting.place
            };
            (number.to_string(), place.as_str().into())
        })
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
        inputs.extend(self.terms(&agreement.terms));
        inputs
    }

    fn terms(&self, terms: &[Term]) -> Vec<Input<'a>> {
        let mut inputs = Vec::new();
        for (row, [party, what, due]) in TERMS.iter().enumerate() {
            let term = terms.get(row);
            let mut who = self.input(party.0, party.1, false, Control::List(self.parties()));
            let mut does = self.input(what.0, what.1, false, Control::Line);
            let mut by = self.input(due.0, due.1, false, Control::Day);
            if let Some(term) = term {
                term.party.letter().clone_into(&mut who.value);
                does.value.clone_from(&term.what);
                by.value = term.due.to_string();
            }
            inputs.extend([who, does, by]);
        }
        inputs
    }
}

/// The command that such a form asks for; none where it cannot be read.
pub(super) fn command(f: &Frame<'_>, case: &Case, step: StepName, fields: &Fields) -> Option<Command> {
    let pack = &f.desk.office.pack;
    let text = |name| fields.get(name).to_owned();
    let party = || Party::of_letter(fields.get("party"));
    let ticked = || ticked(fields);
    if let Some(taken) = referral_forms::step(f, step, fields) {
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
        StepName::CallSession => Mediate::CallSitting {
            at: moments::from_input(fields.get("at"), &pack.zone)?,
            minutes: fields.get("minutes").parse().ok()?,
            place: text("place"),
            link: text("link"),
            parties: ticked(),
        },
        StepName::RecordSession => Mediate::RecordSitting {
            sitting: fields.get("session").parse().ok()?,
            present: ticked(),
            text: text("text"),
            read_back: !fields.get("read_back").is_empty(),
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
    let mut terms = Vec::new();
    for [party, what, due] in TERMS {
        let (party, what, due) = (fields.get(party.0), fields.get(what.0), fields.get(due.0));
        if party.is_empty() && what.is_empty() && due.is_empty() {
            continue;
        }
        terms.push(Term {
            party: Party::of_letter(party)?,
            what: what.to_owned(),
            due: due.parse().ok()?,
            visits: Vec::new(),
        });
    }
    Some(Agreement {
        oral: false,
        template: text("template"),
        facts: text("facts"),
        dispute: text("dispute"),
        responsibility: text("responsibility"),
        content: text("content"),
        manner: text("manner"),
        place: text("place"),
        terms,
    })
}
