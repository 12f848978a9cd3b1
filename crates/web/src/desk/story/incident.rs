//! An incident in words.

use crate::desk::list_levels;
use crate::frame::Frame;
use crate::incidents::sort_key;
use documents::incident::{figures_words, level_name, rule_words};
use domain::case::{Case, IncidentEvent, Movement};
use domain::pack::OperatingLevel;

/// What happened, and the words that somebody wrote.
pub(super) fn words(f: &Frame<'_>, case: &Case, event: &IncidentEvent) -> (String, String) {
    let pack = &f.desk.office.pack;
    let rules = pack.kind(&case.kind).and_then(|kind| kind.incident.as_ref());
    let level =
        |slug: &str| rules.map_or_else(|| slug.to_owned(), |rules| level_name(rules, slug, f.locale).to_owned());
    let none = String::new;
    match event {
        IncidentEvent::Begun { drill, .. } => {
            let key = if *drill {
                "story-incident-drill"
            } else {
                "story-incident-begun"
            };
            (f.t(key).to_owned(), none())
        }
        IncidentEvent::FiguresRecorded { figures, note } => {
            let figures = figures_words(f.words(), figures);
            (f.t1("story-incident-figures", "figures", figures), note.clone())
        }
        IncidentEvent::LevelRaised { level: reached } => {
            let why = rules.map_or_else(none, |rules| rule_words(f.words(), rules, case, reached));
            (
                f.t2("story-incident-raised", "level", level(&reached.slug), "why", why),
                none(),
            )
        }
        IncidentEvent::LevelSet { level: set, reason } => {
            (f.t1("story-incident-set", "level", level(&set.slug)), reason.clone())
        }
        IncidentEvent::ReportSent(report) => {
            let sort = f.t(sort_key(&report.sort));
            (
                f.t2("story-incident-report", "sort", sort, "to", &report.to),
                report.channel.clone(),
            )
        }
        IncidentEvent::ReportHandedOn {
            report,
            receiver,
            by_hand,
            ..
        } => {
            let sent = usize::try_from(*report).ok().and_then(|n| n.checked_sub(1));
            let sent = sent.and_then(|at| case.incident()?.reports.get(at));
            let name = sent.and_then(|sent| sent.receiver(*receiver));
            let name = name.map_or("", |receiver| receiver.name.as_str());
            (
                f.t2("story-incident-handed", "n", *report, "to", name),
                by_hand.clone().unwrap_or_default(),
            )
        }
        IncidentEvent::ReceiptNoted { report, by, .. } => (f.t1("story-incident-receipt", "n", *report), by.clone()),
        IncidentEvent::Noted { happened_at, text } => (
            f.t1("story-incident-noted", "time", f.moment(happened_at)),
            text.clone(),
        ),
        IncidentEvent::RoleNamed { role, post } => {
            let known = rules.and_then(|rules| rules.roles.iter().find(|known| known.slug == *role));
            let role = known.map_or(role.as_str(), |known| known.name.get(f.locale));
            let post = pack.post_name(post, f.locale);
            (f.t2("story-incident-role", "role", role, "post", post), none())
        }
        IncidentEvent::ResourceCalled { what, count, from } => {
            (f.t2("story-incident-called", "what", what, "n", *count), from.clone())
        }
        IncidentEvent::ResourceMoved { resource, to } => {
            let key = match to {
                Movement::Arrived => "story-incident-arrived",
                Movement::Released => "story-incident-released",
            };
            (f.t1(key, "n", *resource), none())
        }
        IncidentEvent::PlanFollowed { plan } => (f.t1("story-incident-plan", "plan", plan), none()),
        IncidentEvent::ItemTicked { item } => (f.t("story-incident-ticked").to_owned(), item.clone()),
        IncidentEvent::PatientsHandedOver {
            hospital,
            critical,
            serious,
            slight,
            needs,
        } => {
            let numbers = [
                ("critical", (*critical).into()),
                ("serious", (*serious).into()),
                ("slight", (*slight).into()),
            ];
            let numbers = f.words().with("incident-patients-n", &numbers);
            let what = f.t2("story-incident-patients", "hospital", hospital, "numbers", numbers);
            (what, needs.clone())
        }
        IncidentEvent::WarningLinked { .. } => (f.t("story-incident-warned").to_owned(), none()),
        IncidentEvent::Found { finding } => (f.t("story-incident-found").to_owned(), finding.clone()),
        IncidentEvent::FindingTasked { finding, number, .. } => {
            (f.t2("story-incident-tasked", "n", *finding, "number", number), none())
        }
        IncidentEvent::PersonalDataErased => (f.t("story-incident-personal").to_owned(), none()),
        IncidentEvent::OperatingLevel { level, since } => {
            let key = match (level, since) {
                (OperatingLevel::Routine, _) => "story-incident-operating-over",
                (_, Some(_)) => "story-incident-operating-there",
                _ => "story-incident-operating",
            };
            (f.t1(key, "level", f.t(list_levels::word(*level))), none())
        }
        IncidentEvent::InquiryExtended { days, reason } => (f.t1("story-incident-inquiry", "n", *days), reason.clone()),
    }
}
