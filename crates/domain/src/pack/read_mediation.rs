//! `[kind.mediation]`: agreements, their templates, other routes and the dossier.

use super::Rule;
use super::mediation::{AgreementTemplate, DossierPart, MediationRules, OtherRoute, Remedy};
use super::read_rules::whole_rule;
use super::section::Section;
use super::source::{At, Problems};
use crate::case::AgreementPart;
use crate::{CategorySlug, Text};

/// What the files of one pack say of it; what is none is inherited.
pub(super) struct DraftMediation {
    number: Option<String>,
    notice: Option<Rule<Text>>,
    required: Option<Rule<Vec<AgreementPart>>>,
    promises: Option<Rule<u32>>,
    extension: Option<Rule<u32>>,
    routes: Option<Vec<OtherRoute>>,
    remedies: Option<Vec<Rule<Remedy>>>,
    templates: Option<Vec<AgreementTemplate>>,
    dossier: Option<Rule<Vec<(DossierPart, bool)>>>,
}

impl DraftMediation {
    /// This pack's over those of the one that it extends, key by key.
    pub(super) fn over(self, base: Self) -> Self {
        Self {
            number: self.number.or(base.number),
            notice: self.notice.or(base.notice),
            required: self.required.or(base.required),
            promises: self.promises.or(base.promises),
            extension: self.extension.or(base.extension),
            routes: self.routes.or(base.routes),
            remedies: self.remedies.or(base.remedies),
            templates: self.templates.or(base.templates),
            dossier: self.dossier.or(base.dossier),
        }
    }
}

/// What is there and wrong is reported here; what is missing, by [`check_mediation`].
pub(super) fn read_mediation(section: &Section<'_>) -> DraftMediation {
    let notice = section.section("notice").and_then(|rule| {
        let read = rule.rule(|rule| Some(rule.text("text")));
        rule.end();
        read
    });
    let required = section.section("agreement").and_then(|rule| {
        let read = rule.rule(|rule| {
            let parts = rule.words::<AgreementPart>("required", "pack-unknown-agreement-part");
            Some(parts.into_iter().map(|part| part.value).collect())
        });
        rule.end();
        read
    });
    let dossier = section.section("dossier").and_then(|rule| {
        let read = rule.rule(|rule| {
            let order = rule.words::<DossierPart>("order", "pack-unknown-dossier-part");
            let required = rule.words::<DossierPart>("required", "pack-unknown-dossier-part");
            let needed = |part| required.iter().any(|needed| needed.value == part);
            Some(order.iter().map(|part| (part.value, needed(part.value))).collect())
        });
        rule.end();
        read
    });
    let routes = section.sections("routes");
    let remedies = section.sections("remedies");
    let templates = section.sections("templates");
    let draft = DraftMediation {
        number: section.optional_string("number").map(|number| number.value),
        notice,
        required,
        promises: whole_rule(section, "promises", 1, 200),
        extension: whole_rule(section, "extension_days", 1, 366),
        routes: routes.map(|routes| routes.iter().map(read_route).collect()),
        remedies: remedies.map(|remedies| remedies.iter().filter_map(read_remedy).collect()),
        templates: templates.map(|templates| templates.iter().map(read_template).collect()),
        dossier,
    };
    section.end();
    draft
}

/// All is there that no mediation can be without.
pub(super) fn check_mediation(draft: &DraftMediation, kind: &At<String>, problems: &Problems) {
    for (key, there) in [
        ("kind.mediation.number", draft.number.is_some()),
        ("kind.mediation.notice", draft.notice.is_some()),
        ("kind.mediation.agreement", draft.required.is_some()),
        ("kind.mediation.dossier", draft.dossier.is_some()),
        (
            "kind.mediation.routes",
            draft.routes.as_ref().is_some_and(|routes| !routes.is_empty()),
        ),
        // Without one, a case in which something is never performed could not be closed.
        (
            "kind.mediation.remedies",
            draft.remedies.as_ref().is_some_and(|remedies| !remedies.is_empty()),
        ),
    ] {
        // What is there and wrong has been reported by itself.
        if !there && !problems.is_written(key) {
            problems.report(&kind.at, "pack-missing-key", &[("key", key)]);
        }
    }
}

/// The rules, where nothing is missing.
pub(super) fn assemble(draft: DraftMediation) -> Option<MediationRules> {
    Some(MediationRules {
        number: draft.number?,
        notice: draft.notice?,
        required: draft.required?,
        promises: draft.promises,
        extension: draft.extension,
        routes: draft.routes?,
        remedies: draft.remedies?,
        templates: draft.templates.unwrap_or_default(),
        dossier: draft.dossier?,
    })
}

fn read_route(section: &Section<'_>) -> OtherRoute {
    let route = OtherRoute {
        slug: section.slug("slug").value,
        name: section.text("name"),
    };
    section.end();
    route
}

fn read_remedy(section: &Section<'_>) -> Option<Rule<Remedy>> {
    let read = section.rule(|section| {
        Some(Remedy {
            slug: section.slug("slug").value,
            name: section.text("name"),
            confirmed: section.flag("confirmed").is_some_and(|flag| flag.value),
        })
    });
    section.end();
    read
}

fn read_template(section: &Section<'_>) -> AgreementTemplate {
    let text = |key| section.optional_text(key).unwrap_or_else(empty);
    let categories = section.strings("categories").into_iter();
    let template = AgreementTemplate {
        slug: section.slug("slug").value,
        name: section.text("name"),
        categories: categories.map(|category| CategorySlug::new(category.value)).collect(),
        dispute: text("dispute"),
        responsibility: text("responsibility"),
        content: text("content"),
        manner: text("manner"),
    };
    section.end();
    template
}

const fn empty() -> Text {
    Text {
        zh: String::new(),
        en: String::new(),
    }
}
