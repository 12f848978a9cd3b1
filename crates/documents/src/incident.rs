//! Words of an incident that pages and reports share, and the text of a report as it is drafted from what is written down:
//! in the parts that it has to have (生产安全事故报告和调查处理条例, art. 12).

use domain::Locale;
use domain::case::incident::PatientsHandedOver;
use domain::case::incident::{Criterion, LevelReached, Reached};
use domain::case::{Case, Figures, ReportSort, ReportText};
use domain::pack::{IncidentRules, Pack, ReportPart};
use jiff::Timestamp;
use words::{Words, words};

/// Yuan in ten thousand yuan, without a fraction where there is none.
#[must_use]
pub fn wan(yuan: u64) -> String {
    let (whole, rest) = (yuan / 10_000, yuan % 10_000);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{rest:04}").trim_end_matches('0').to_owned()
}

/// The numbers in a sentence.
#[must_use]
pub fn figures_words(words: &Words, figures: &Figures) -> String {
    let people = [
        ("incident-n-dead", figures.dead),
        ("incident-n-missing", figures.missing),
        ("incident-n-serious", figures.seriously_injured),
        ("incident-n-injured", figures.injured),
    ];
    let mut said: Vec<String> = people
        .into_iter()
        .map(|(key, n)| words.with(key, &[("n", n.into())]))
        .collect();
    said.push(figures.loss.map_or_else(
        || words.text("incident-loss-unknown").to_owned(),
        |loss| words.with("incident-n-loss", &[("n", wan(loss).into())]),
    ));
    said.join(words.text("list-separator"))
}

/// The rule by which a level was reached; empty for the lowest, and for one that somebody set.
#[must_use]
pub fn rule_words(words: &Words, rules: &IncidentRules, case: &Case, level: &LevelReached) -> String {
    let Some(Reached {
        criterion,
        value,
        least,
    }) = level.by
    else {
        return String::new();
    };
    let (key, value, least) = match criterion {
        Criterion::Dead => ("incident-by-dead", value.to_string(), least.to_string()),
        Criterion::SeriouslyInjured => ("incident-by-serious", value.to_string(), least.to_string()),
        Criterion::Loss => ("incident-by-loss", wan(value), wan(least)),
    };
    let source = if rules.table.value.contains(&case.category) {
        rules.table.source.clone()
    } else {
        words.with("incident-by-analogy", &[("source", rules.table.source.as_str().into())])
    };
    let args = [
        ("value", value.into()),
        ("least", least.into()),
        ("source", source.into()),
    ];
    words.with(key, &args)
}

/// A level as the pack names it.
#[must_use]
pub fn level_name<'a>(rules: &'a IncidentRules, slug: &'a str, locale: Locale) -> &'a str {
    let known = rules.levels.iter().find(|level| level.slug == slug);
    known.map_or(slug, |level| level.name.get(locale))
}

/// Message key of a part's name.
#[must_use]
pub const fn part_key(part: ReportPart) -> &'static str {
    match part {
        ReportPart::Unit => "report-part-unit",
        ReportPart::Scene => "report-part-scene",
        ReportPart::Course => "report-part-course",
        ReportPart::Casualties => "report-part-casualties",
        ReportPart::Measures => "report-part-measures",
        ReportPart::Other => "report-part-other",
        ReportPart::Place => "report-part-place",
        ReportPart::Patients => "report-part-patients",
        ReportPart::Needs => "report-part-needs",
    }
}

/// A report as it can be drafted now, in the body's language: what is known, and nothing else. Somebody reads it, changes it
/// and sends it. Of patients who are handed over: where, how many by degree and what they need, as that was written down. Empty for a
/// case that is no incident.
#[must_use]
pub fn draft(case: &Case, sort: &ReportSort, pack: &Pack, now: Timestamp) -> Vec<ReportText> {
    let Some(rules) = pack.kind(&case.kind).and_then(|kind| kind.incident.as_ref()) else {
        return Vec::new();
    };
    let pen = Pen {
        case,
        pack,
        rules,
        words: words(pack.locale),
    };
    let patients = match sort {
        ReportSort::Patients { hand_over } => case.incident().and_then(|incident| incident.hand_over(*hand_over)),
        _ => None,
    };
    let text = |part| match part {
        ReportPart::Unit => pen.unit(),
        ReportPart::Scene => pen.scene(),
        ReportPart::Course => pen.course(),
        ReportPart::Casualties => pen.casualties(now),
        ReportPart::Measures => pen.measures(),
        ReportPart::Other => pen.words.text("report-draft-none").to_owned(),
        ReportPart::Place => pen.place(),
        ReportPart::Patients => patients.map_or_else(String::new, |patients| pen.patients(patients)),
        ReportPart::Needs => pen.needs(patients),
    };
    let parts = sort.parts(rules).iter();
    parts
        .map(|part| ReportText {
            part: *part,
            text: text(*part),
        })
        .collect()
}

struct Pen<'a> {
    case: &'a Case,
    pack: &'a Pack,
    rules: &'a IncidentRules,
    words: &'static Words,
}

impl Pen<'_> {
    fn moment(&self, at: Timestamp) -> String {
        let at = self.pack.zone.to_datetime(at);
        at.strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn unit(&self) -> String {
        let unit = self.pack.unit_name(&self.case.unit, self.pack.locale);
        let place = self.case.place.address.as_str();
        self.words
            .with("report-draft-unit", &[("place", place.into()), ("unit", unit.into())])
    }

    fn place(&self) -> String {
        let place = &self.case.place;
        let area = place
            .area
            .as_ref()
            .map_or("", |area| self.pack.area_name(area, self.pack.locale));
        format!("{area} {}", place.address).trim().to_owned()
    }

    fn scene(&self) -> String {
        let time = self.moment(self.case.received_at);
        self.words.with(
            "report-draft-scene",
            &[("time", time.into()), ("place", self.place().into())],
        )
    }

    fn needs(&self, patients: Option<&PatientsHandedOver>) -> String {
        let needs = patients.map_or("", |patients| patients.needs.trim());
        if needs.is_empty() {
            self.words.text("report-draft-none").to_owned()
        } else {
            needs.to_owned()
        }
    }

    /// To whom, and how many of each degree.
    fn patients(&self, patients: &PatientsHandedOver) -> String {
        let args = [
            ("hospital", patients.hospital.as_str().into()),
            ("critical", patients.critical.into()),
            ("serious", patients.serious.into()),
            ("slight", patients.slight.into()),
        ];
        self.words.with("report-draft-patients", &args)
    }

    fn course(&self) -> String {
        let mut lines = Vec::new();
        if !self.case.description.trim().is_empty() {
            lines.push(self.case.description.trim().to_owned());
        }
        let mut timeline: Vec<_> = self
            .case
            .incident()
            .map_or(&[][..], |incident| &incident.timeline)
            .iter()
            .collect();
        timeline.sort_by_key(|entry| entry.happened_at);
        lines.extend(
            timeline
                .iter()
                .map(|entry| format!("{} {}", self.moment(entry.happened_at), entry.text)),
        );
        if lines.is_empty() {
            lines.push(self.case.title.clone());
        }
        lines.join("\n")
    }

    fn casualties(&self, now: Timestamp) -> String {
        let Some(incident) = self.case.incident() else {
            return String::new();
        };
        let since = incident.figures.last().map_or(now, |known| known.at);
        let figures = figures_words(self.words, &incident.known());
        let time = self.moment(since);
        let mut text = self.words.with(
            "report-draft-casualties",
            &[("time", time.into()), ("figures", figures.into())],
        );
        if let Some(level) = incident.level() {
            let name = level_name(self.rules, &level.slug, self.pack.locale);
            text.push('\n');
            text.push_str(&self.words.with("report-draft-level", &[("level", name.into())]));
            text.push_str(&rule_words(self.words, self.rules, self.case, level));
        }
        text
    }

    fn measures(&self) -> String {
        let Some(incident) = self.case.incident() else {
            return String::new();
        };
        let mut lines: Vec<String> = Vec::new();
        for role in &self.rules.roles {
            if let Some(held) = incident.role(&role.slug) {
                let (role, post) = (
                    role.name.get(self.pack.locale),
                    self.pack.post_name(&held.post, self.pack.locale),
                );
                lines.push(format!("{role}{}{post}", self.words.text("colon")));
            }
        }
        for resource in &incident.resources {
            let key = match (resource.released_at, resource.arrived_at) {
                (Some(_), _) => "report-draft-released",
                (None, Some(_)) => "report-draft-arrived",
                (None, None) => "report-draft-called",
            };
            let args = [
                ("what", resource.what.as_str().into()),
                ("n", resource.count.into()),
                ("from", resource.from.as_str().into()),
            ];
            lines.push(self.words.with(key, &args));
        }
        lines.extend(incident.ticks.iter().map(|tick| tick.item.clone()));
        lines.extend(incident.patients.iter().map(|patients| self.patients(patients)));
        if !incident.warnings.is_empty() {
            lines.push(self.words.text("report-draft-warned").to_owned());
        }
        if lines.is_empty() {
            lines.push(self.words.text("report-draft-no-measures").to_owned());
        }
        lines.join("\n")
    }
}
