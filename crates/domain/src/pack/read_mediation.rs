//! `[kind.mediation]`: agreements, their templates, other routes and the dossier.

use super::mediation::{AgreementTemplate, DossierPart, MediationRules, OtherRoute};
use super::read_rules::whole_rule;
use super::section::Section;
use crate::case::AgreementPart;
use crate::{CategorySlug, Text};

/// The rules, or none where something of them is missing, which is then reported.
pub(super) fn read_mediation(section: &Section<'_>) -> Option<MediationRules> {
    let number = section.string("number");
    let missing = |key: &str| section.report(&section.at(), "pack-missing-key", &[("key", key)]);
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
    for (key, there) in [
        ("kind.mediation.notice", notice.is_some()),
        ("kind.mediation.agreement", required.is_some()),
        ("kind.mediation.dossier", dossier.is_some()),
    ] {
        let short = key.rsplit('.').next().unwrap_or(key);
        // What is there and wrong has been reported by itself.
        if !there && !section.has(short) {
            missing(key);
        }
    }
    let promises = whole_rule(section, "promises", 1, 200);
    let routes = section.sections("routes").unwrap_or_default();
    let templates = section.sections("templates").unwrap_or_default();
    let rules = Some(MediationRules {
        number: number.value,
        notice: notice?,
        required: required?,
        promises,
        routes: routes.iter().map(read_route).collect(),
        templates: templates.iter().map(read_template).collect(),
        dossier: dossier?,
    });
    if routes.is_empty() {
        missing("kind.mediation.routes");
    }
    section.end();
    rules
}

fn read_route(section: &Section<'_>) -> OtherRoute {
    let route = OtherRoute {
        slug: section.slug("slug").value,
        name: section.text("name"),
    };
    section.end();
    route
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
