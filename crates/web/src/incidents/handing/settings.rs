//! What `reports.toml` beside the database says: to whom reports of incidents go and by which way (`docs/reports.md`). Secrets are in
//! files of their own, never in it.

use crate::notices;
use crate::notices::settings::{Secret, Secrets};
use axum::http::Uri;
use domain::Locale;
use domain::case::{Incident, NoticesBy, Receiver, ReceiverWay, Refusal, ReportSort};
use domain::pack::{IncidentRules, Pack};
use office::Office;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file's name in the data directory.
const FILE: &str = "reports.toml";

/// By what reports are handed on.
#[derive(Debug, Default)]
pub struct ReportWays {
    settings: Settings,
    /// The mail server, and where this desk is reached.
    pub(super) notices: Arc<notices::Settings>,
}

#[derive(Debug, Default)]
struct Settings {
    contact: String,
    receivers: Vec<Known>,
}

/// Somebody who is told.
#[derive(Debug)]
pub(super) struct Known {
    name: String,
    rungs: Vec<String>,
    /// Health authorities and hospitals of the pack that it answers.
    health: Vec<String>,
    pub(super) mail: Option<String>,
    pub(super) webhook: Option<(String, Secret)>,
    pub(super) drills: bool,
    pub(super) language: Option<Locale>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    contact: String,
    #[serde(default)]
    receivers: Vec<ReceiverPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiverPart {
    name: String,
    #[serde(default)]
    rungs: Vec<String>,
    #[serde(default)]
    health: Vec<String>,
    mail: Option<String>,
    url: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    drills: bool,
    language: Option<Locale>,
}

impl ReportWays {
    /// Of a data directory. What is wrong with it stands in the operator's log, and nobody is handed anything then.
    #[must_use]
    pub fn read(office: &Office, notices: Arc<notices::Settings>) -> Self {
        let settings = Settings::read(office.store.dir(), &office.pack).unwrap_or_else(|refusal| {
            let said = words::words(office.pack.locale).refusal(&refusal);
            tracing::error!(%refusal, said, "no report of an incident is handed on by this program");
            Settings::default()
        });
        let by_mail = settings.receivers.iter().any(|known| known.mail.is_some());
        if by_mail && notices.mail.is_none() {
            tracing::error!("reports.toml names addresses of e-mail, and notices.toml no mail server");
        }
        Self { settings, notices }
    }

    /// Where questions about reports are answered, where that was set up.
    pub(crate) fn contact(&self) -> &str {
        &self.settings.contact
    }

    /// To whom a report of that sort goes: those of its rung; what goes on goes to those of every rung that was told; patients to those
    /// whom the pack names for them. A drill goes to nobody who does not take drills.
    pub(crate) fn receivers(&self, rules: &IncidentRules, incident: &Incident, sort: &ReportSort) -> Vec<Receiver> {
        if let ReportSort::Patients { hand_over } = sort {
            let patients = incident.hand_over(*hand_over);
            let told = patients
                .into_iter()
                .flat_map(|patients| rules.told_of_patients(&patients.hospital));
            let told: BTreeSet<&str> = told.map(|known| known.slug.as_str()).collect();
            return self.told(incident, |known| {
                known.health.iter().any(|slug| told.contains(slug.as_str()))
            });
        }
        let first = |sort: &ReportSort| match sort {
            ReportSort::First { rung } => Some(rung.clone()),
            _ => None,
        };
        let told = incident.reports.iter();
        let told = told.filter_map(|sent| first(&sent.report.sort));
        let rungs: BTreeSet<String> = first(sort).map_or_else(|| told.collect(), |rung| BTreeSet::from([rung]));
        self.told(incident, |known| known.rungs.iter().any(|rung| rungs.contains(rung)))
    }

    fn told(&self, incident: &Incident, answers: impl Fn(&Known) -> bool) -> Vec<Receiver> {
        let told = self.settings.receivers.iter().filter(|known| answers(known));
        let told = told.filter(|known| known.drills || !incident.drill);
        told.flat_map(Known::ways).collect()
    }

    /// Somebody of that name.
    pub(super) fn known(&self, name: &str) -> Option<&Known> {
        self.settings.receivers.iter().find(|known| known.name == name)
    }
}

impl Known {
    fn ways(&self) -> impl Iterator<Item = Receiver> + '_ {
        let ways = [
            (ReceiverWay::Mail, self.mail.is_some()),
            (ReceiverWay::Webhook, self.webhook.is_some()),
        ];
        ways.into_iter().filter(|(_, is)| *is).map(|(way, _)| Receiver {
            name: self.name.clone(),
            way,
        })
    }
}

impl Settings {
    fn read(dir: &Path, pack: &Pack) -> Result<Self, Refusal> {
        let path = dir.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::of(&text, dir, pack),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Refusal::new("reports-file-wrong").with("error", error)),
        }
    }

    fn of(text: &str, dir: &Path, pack: &Pack) -> Result<Self, Refusal> {
        let file: File =
            toml::from_str(text).map_err(|error| Refusal::new("reports-file-wrong").with("error", error.message()))?;
        let mut receivers: Vec<Known> = Vec::with_capacity(file.receivers.len());
        for part in file.receivers {
            if receivers.iter().any(|known| known.name == part.name) {
                return Err(Refusal::new("reports-receiver-twice").with("name", &part.name));
            }
            receivers.push(part.checked(dir, pack)?);
        }
        let contact = file.contact.trim().to_owned();
        Ok(Self { contact, receivers })
    }
}

impl ReceiverPart {
    fn checked(self, dir: &Path, pack: &Pack) -> Result<Known, Refusal> {
        let wrong = |key: &str| Refusal::new(key).with("name", &self.name);
        if self.name.trim().is_empty() || self.name.contains('\n') || (self.mail.is_none() && self.url.is_none()) {
            return Err(wrong("reports-receiver-wrong"));
        }
        let rules = pack.kinds.values().filter_map(|kind| kind.incident.as_ref());
        let known: BTreeSet<&str> = rules
            .clone()
            .flat_map(|rules| &rules.rungs)
            .map(|rung| rung.slug.as_str())
            .collect();
        let health = rules.flat_map(|rules| &rules.health);
        let health: BTreeSet<&str> = health.map(|rule| rule.value.slug.as_str()).collect();
        let unknown = |named: &[String], known: &BTreeSet<&str>| named.iter().any(|one| !known.contains(one.as_str()));
        let list = |known: BTreeSet<&str>| known.into_iter().collect::<Vec<_>>().join(", ");
        if unknown(&self.health, &health) {
            return Err(wrong("reports-health-unknown").with("known", list(health)));
        }
        if (self.rungs.is_empty() && self.health.is_empty()) || unknown(&self.rungs, &known) {
            return Err(wrong("reports-rung-unknown").with("known", list(known)));
        }
        let mail = match &self.mail {
            None => None,
            Some(mail) => Some(
                NoticesBy::Email
                    .address(mail)
                    .ok_or_else(|| wrong("reports-receiver-wrong"))?,
            ),
        };
        let webhook = match &self.url {
            None => None,
            Some(url) if is_safe(url) => {
                let environment = |_: &str| None;
                let secrets = Secrets {
                    dir,
                    environment: &environment,
                };
                // Who receives it has to know that it is ours.
                let secret = self
                    .secret_file
                    .as_deref()
                    .ok_or_else(|| wrong("reports-receiver-wrong"))?;
                Some((url.clone(), secrets.find("", Some(secret))?))
            }
            Some(_) => return Err(wrong("reports-receiver-wrong")),
        };
        Ok(Known {
            name: self.name.trim().to_owned(),
            rungs: self.rungs,
            health: self.health,
            mail,
            webhook,
            drills: self.drills,
            language: self.language,
        })
    }
}

/// What goes in the open goes to this machine alone.
fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => !host.is_empty(),
        Some("http") => here,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let pack = domain::pack::builtin("demo-bureau").unwrap();
        Settings::of(text, dir.path(), &pack).map_err(|refusal| refusal.key)
    }

    #[test]
    fn what_is_not_understood_or_not_safe_is_refused_by_name() {
        let head = "[[receivers]]\nname = \"a\"\nrungs = [\"city\"]\n";
        for (text, key) in [
            (head.to_owned(), "reports-receiver-wrong"),
            (format!("{head}mail = \"nobody\""), "reports-receiver-wrong"),
            (
                format!("{head}url = \"https://a.example.org/\""),
                "reports-receiver-wrong",
            ),
            (
                format!("{head}url = \"http://a.example.org/\"\nsecret_file = \"a.secret\""),
                "reports-receiver-wrong",
            ),
            (format!("{head}mail = \"a@example.org\"\nhue = 1"), "reports-file-wrong"),
            (
                format!("{head}mail = \"a@example.org\"\n{head}mail = \"b@example.org\""),
                "reports-receiver-twice",
            ),
            (
                "[[receivers]]\nname = \"a\"\nrungs = [\"moon\"]\nmail = \"a@example.org\"".to_owned(),
                "reports-rung-unknown",
            ),
            (
                "[[receivers]]\nname = \"a\"\nhealth = [\"moon\"]\nmail = \"a@example.org\"".to_owned(),
                "reports-health-unknown",
            ),
            (
                "[[receivers]]\nname = \"a\"\nmail = \"a@example.org\"".to_owned(),
                "reports-rung-unknown",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err(), key, "{text}");
        }
        let good = format!(
            "contact = \"值班室 12350\"\n{head}mail = \"a@example.org\"\nurl = \"https://a.example.org/\"\n\
             secret_file = \"a.secret\"\nlanguage = \"en\"\n"
        );
        let settings = read(&good).unwrap();
        assert_eq!(settings.receivers[0].ways().count(), 2);
        assert!(!format!("{settings:?}").contains("MfKQ9r8"), "no secret is shown");
    }
}
