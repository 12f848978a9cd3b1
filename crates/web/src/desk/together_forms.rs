//! Forms of opinions, reviews, units that work together, posts that stand aside, and repeats.

use crate::fields::Fields;
use crate::inputs::{self, Control, Input};
use crate::steps::VERDICTS;
use crate::visit::Visit;
use domain::case::{Case, Command, Opinion};
use domain::pack::{Pack, StepName};
use domain::{PostSlug, UnitSlug};

/// What such a step asks for.
pub(super) fn inputs<'a>(visit: &'a Visit, case: &'a Case, step: StepName) -> Vec<Input<'a>> {
    let words = visit.words();
    let pack = &visit.desk.office.pack;
    let filled = |name, key: &'static str, control, value: &str| Input {
        id: String::new(),
        name,
        label: words.text(key),
        required: true,
        most: 0,
        value: value.to_owned(),
        control,
    };
    let input = |name, key, control| filled(name, key, control, "");
    let reason = || input("text", "step-field-reason", Control::Text);
    let units = |wanted: &dyn Fn(&UnitSlug) -> bool| {
        let all = pack.units.iter().filter(|unit| wanted(&unit.slug));
        let named = all.map(|unit| (unit.slug.as_str(), unit.name.get(visit.locale)));
        Control::List(named.collect())
    };
    let posts = || {
        let posts = pack.posts.iter();
        let named = posts.map(|post| (post.slug.as_str(), post.name.get(visit.locale)));
        Control::List(named.collect())
    };
    match step {
        StepName::RecordOpinion => {
            let draft = case.opinion.as_ref();
            let part = |of: fn(&Opinion) -> &String| draft.map_or("", |opinion| of(opinion).as_str());
            let verdicts = VERDICTS.iter().map(|(_, value, key)| (*value, words.text(key)));
            let known = VERDICTS
                .iter()
                .find(|(verdict, _, _)| draft.is_some_and(|opinion| opinion.verdict == *verdict));
            let asked = draft.map_or(case.description.as_str(), |opinion| &opinion.request);
            vec![
                filled("request", "opinion-field-request", Control::Text, asked),
                filled(
                    "facts",
                    "opinion-field-facts",
                    Control::Text,
                    part(|opinion| &opinion.facts),
                ),
                filled(
                    "opinion",
                    "opinion-field-opinion",
                    Control::Text,
                    part(|opinion| &opinion.opinion),
                ),
                filled(
                    "basis",
                    "opinion-field-basis",
                    Control::Text,
                    part(|opinion| &opinion.basis),
                ),
                filled(
                    "verdict",
                    "opinion-field-verdict",
                    Control::List(verdicts.collect()),
                    known.map_or("", |(_, value, _)| value),
                ),
            ]
        }
        StepName::Recuse => vec![
            input("post", "step-field-aside", posts()),
            input("replacement", "step-field-replacement", posts()),
            reason(),
        ],
        StepName::JoinUnit => {
            let new = |unit: &UnitSlug| *unit != case.unit && !case.helping.contains(unit);
            let mut note = input("text", "step-field-note", Control::Text);
            note.required = false;
            vec![input("unit", "step-field-helping", units(&new)), note]
        }
        StepName::ReleaseUnit => vec![
            input(
                "unit",
                "step-field-helping",
                units(&|unit: &UnitSlug| case.helping.contains(unit)),
            ),
            reason(),
        ],
        StepName::PassOn => vec![
            input("unit", "step-field-whose", units(&|unit: &UnitSlug| *unit != case.unit)),
            reason(),
        ],
        StepName::AskReview | StepName::AskReReview => vec![input("text", "step-field-why-review", Control::Text)],
        StepName::DeclinePass => vec![reason()],
        StepName::LinkCase => {
            let mut why = reason();
            why.required = false;
            vec![input("number", "step-field-first-number", Control::Line), why]
        }
        _ => Vec::new(),
    }
}

/// The command that such a form asks for; none where it cannot be read. Linking is done by its number, elsewhere.
pub(super) fn command(pack: &Pack, case: &Case, step: StepName, fields: &Fields) -> Option<Command> {
    let text = || fields.get("text").to_owned();
    let unit = || UnitSlug::new(fields.get("unit"));
    Some(match step {
        StepName::RecordOpinion => {
            let part = |name| fields.get(name).to_owned();
            let verdict = VERDICTS.iter().find(|(_, value, _)| *value == fields.get("verdict"))?;
            Command::RecordOpinion(Opinion {
                request: part("request"),
                facts: part("facts"),
                opinion: part("opinion"),
                basis: part("basis"),
                verdict: verdict.0,
            })
        }
        StepName::AskReview | StepName::AskReReview => Command::AskReview { reason: text() },
        StepName::Recuse => Command::Recuse {
            post: PostSlug::new(fields.get("post")),
            replacement: PostSlug::new(fields.get("replacement")),
            reason: text(),
        },
        StepName::Simplify => Command::Simplify,
        StepName::JoinUnit => Command::JoinUnit {
            unit: unit(),
            note: text(),
        },
        StepName::ReleaseUnit => Command::ReleaseUnit {
            unit: unit(),
            reason: text(),
        },
        StepName::PassOn => Command::PassOn {
            leader: inputs::leader(pack, &unit(), &case.about).unwrap_or_else(|| case.leader.clone()),
            unit: unit(),
            reason: text(),
        },
        StepName::TakeOver => Command::TakeOver,
        StepName::DeclinePass => Command::DeclinePass { reason: text() },
        _ => return None,
    })
}
