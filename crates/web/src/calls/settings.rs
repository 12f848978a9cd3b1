//! What `calls.toml` beside the database says: robots of groups, spoken calls, and who says to whom that it lives
//! (`docs/escalation.md`). Secrets are in files of their own or in the environment, never in it.

use crate::notices::settings::{Gateway, Secret, Secrets, TextPart};
use domain::case::Refusal;
use office::Robots;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file's name in the data directory.
const FILE: &str = "calls.toml";
/// Seconds between two signs of life where nothing else is said, and the fewest.
const EVERY_SECONDS: u64 = 60;
const LEAST_SECONDS: u64 = 10;

/// What is set up.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    /// Robots of groups and other programs.
    pub(super) robots: Vec<Robot>,
    /// Spoken calls.
    pub(crate) voice: Option<Gateway>,
    /// Who is told that this program lives.
    pub(crate) heartbeat: Option<Heartbeat>,
    /// Who says to this program that it lives.
    pub(crate) expected: Vec<Expected>,
}

/// What a robot understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RobotKind {
    /// 企业微信.
    Wecom,
    /// 钉钉.
    Dingtalk,
    /// 飞书.
    Feishu,
    /// Another program: Standard Webhooks.
    Webhook,
}

/// A robot of a group, or another program.
#[derive(Debug, Clone)]
pub(crate) struct Robot {
    pub(crate) name: String,
    pub(crate) kind: RobotKind,
    pub(crate) url: String,
    pub(crate) secret: Option<Secret>,
    /// Policies whose calls it is told of; none where it is told of all.
    pub(crate) policies: Vec<String>,
}

/// Who is told that this program lives.
#[derive(Debug, Clone)]
pub(crate) struct Heartbeat {
    pub(crate) url: String,
    pub(crate) every_seconds: u64,
}

/// Who says to this program that it lives.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) name: String,
    /// The last part of the address that it asks for.
    pub(crate) secret: Secret,
    /// Minutes of silence after which the watch is called.
    pub(crate) minutes: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    robots: Vec<RobotPart>,
    voice: Option<TextPart>,
    heartbeat: Option<HeartbeatPart>,
    #[serde(default)]
    expected: Vec<ExpectedPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RobotPart {
    name: String,
    kind: RobotKind,
    url: String,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    policies: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeartbeatPart {
    url: String,
    every_seconds: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedPart {
    name: String,
    secret_file: PathBuf,
    minutes: u32,
}

impl Settings {
    /// Reads the file of a data directory; nothing is set up where there is none.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is wrong with it.
    pub(super) fn read(dir: &Path) -> Result<Self, Refusal> {
        let path = dir.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::of(&text, dir),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Refusal::new("notices-file-unreadable")
                .with("path", path.display())
                .with("error", error)),
        }
    }

    fn of(text: &str, dir: &Path) -> Result<Self, Refusal> {
        let file: File = toml::from_str(text).map_err(|error| {
            Refusal::new("notices-file-wrong")
                .with("path", FILE)
                .with("error", error.message())
        })?;
        let environment = |name: &str| std::env::var(name).ok();
        let secrets = Secrets {
            dir,
            environment: &environment,
        };
        let robot = |part: RobotPart| {
            is_address(&part.url, "robots.url")?;
            let secret = part.secret_file.as_deref().map(|file| secrets.find("", Some(file)));
            let secret = secret.transpose()?;
            Ok(Robot {
                name: part.name,
                kind: part.kind,
                url: part.url,
                secret,
                policies: part.policies,
            })
        };
        let heartbeat = |part: HeartbeatPart| {
            is_address(&part.url, "heartbeat.url")?;
            Ok(Heartbeat {
                url: part.url,
                every_seconds: part.every_seconds.unwrap_or(EVERY_SECONDS).max(LEAST_SECONDS),
            })
        };
        let expected = |part: ExpectedPart| {
            Ok(Expected {
                name: part.name,
                secret: secrets.find("", Some(&part.secret_file))?,
                minutes: part.minutes.max(1),
            })
        };
        Ok(Self {
            robots: file.robots.into_iter().map(robot).collect::<Result<_, Refusal>>()?,
            voice: file.voice.map(|part| part.checked(&secrets)).transpose()?,
            heartbeat: file.heartbeat.map(heartbeat).transpose()?,
            expected: file
                .expected
                .into_iter()
                .map(expected)
                .collect::<Result<_, Refusal>>()?,
        })
    }

    /// The robots, as calls are made.
    pub(crate) fn told(&self) -> Robots {
        let robots = self.robots.iter();
        Robots(
            robots
                .map(|robot| (robot.name.clone(), robot.policies.clone()))
                .collect(),
        )
    }
}

fn is_address(url: &str, what: &str) -> Result<(), Refusal> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(());
    }
    Err(Refusal::new("notices-address-wrong").with("what", what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        let key = |text: &str| Settings::of(text, Path::new(".")).unwrap_err().key;
        let robot = "[[robots]]\nname = \"a\"\nkind = \"wecom\"\n";
        assert_eq!(key(&format!("{robot}url = \"ftp://a\"")), "notices-address-wrong");
        assert_eq!(
            key(&format!("{robot}url = \"https://a\"\nhue = 1")),
            "notices-file-wrong"
        );
        assert_eq!(
            key("[[expected]]\nname = \"a\"\nsecret_file = \"nowhere\"\nminutes = 5"),
            "notices-file-unreadable"
        );
        let told = Settings::of(
            &format!("{robot}url = \"https://a\"\npolicies = [\"urgent\"]"),
            Path::new("."),
        );
        assert_eq!(told.unwrap().told().0.len(), 1);
    }
}
