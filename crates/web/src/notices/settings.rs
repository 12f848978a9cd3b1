//! What `notices.toml` beside the database says: by which mail server and which gateway notices go out, and from where
//! replies are fetched (`docs/mail.md`). Passwords and keys are in files of their own or in the environment, never in it.

use crate::outgoing::Roots;
use domain::case::{NoticesBy, Refusal};
use serde::Deserialize;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name in the data directory.
pub const FILE: &str = "notices.toml";
/// The largest letter that is taken in where nothing else is said, in bytes: a request's files, as mail carries them.
const MOST_BYTES: u64 = 30 << 20;
/// The longest part before the at sign, so that number and mark of a case fit behind it (RFC 5321, 4.5.3.1.1).
const MOST_LOCAL: usize = 20;
/// Seconds that a gateway may take where nothing else is said, and the most: a message is held longer than an attempt may take.
const PATIENCE_SECONDS: u64 = 20;
const MOST_PATIENCE_SECONDS: u64 = 40;
/// Seconds between two looks into the mailbox where nothing else is said.
const EVERY_SECONDS: u64 = 60;

/// What is set up.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where people reach the portal, to be named in notices: `https://huying.example.org`.
    pub(crate) public_url: Option<String>,
    /// E-mail.
    pub(crate) mail: Option<Mail>,
    /// The mailbox that replies come to.
    pub(crate) imap: Option<Imap>,
    /// Text messages.
    pub(crate) text: Option<Gateway>,
}

/// How a connection is made safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting; without it nothing is sent.
    Starttls,
    /// None, which only a server on this machine is spoken to with.
    None,
}

/// A secret. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Who signs in where.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) password: Secret,
}

/// E-mail.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    /// Whose certificates are believed.
    pub(crate) roots: Roots,
    pub(crate) login: Option<Login>,
    /// Whom notices come from.
    pub(crate) from: String,
    /// The mailbox of replies, and its domain: a case's number and mark stand behind a plus between them. None where
    /// replies are not taken in.
    pub(crate) replies: Option<(String, String)>,
    /// The largest letter that is taken in, in bytes.
    pub(crate) most_bytes: u64,
}

/// The mailbox that replies come to.
#[derive(Debug, Clone)]
pub(crate) struct Imap {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    /// Whose certificates are believed.
    pub(crate) roots: Roots,
    pub(crate) login: Login,
    pub(crate) folder: String,
    pub(crate) every_seconds: u64,
}

/// A gateway of text messages that is spoken to over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    pub(crate) url: String,
    pub(crate) get: bool,
    /// Read once when the program starts, and kept to its end.
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// The header that the key stands in, and the whole of its value.
    pub(crate) key: Option<(&'static str, Secret)>,
    /// Statuses that mean that the message was taken.
    pub(crate) success: std::ops::RangeInclusive<u16>,
    /// What the answer has to contain beside.
    pub(crate) contains: Option<String>,
    /// How long it may take, all in all.
    pub(crate) patience: Duration,
    /// What its receipts say, where more is read of them than that they came.
    pub(crate) receipts: Option<Receipts>,
}

/// What a gateway's receipts say.
#[derive(Debug, Clone)]
pub(crate) struct Receipts {
    /// The field that says it: its name, or the names that lead to it, with points between them.
    pub(crate) field: String,
    /// What it has where the message did not arrive.
    pub(crate) failed: Vec<String>,
    /// What it has where it did; whatever is not in `failed` where none is named.
    pub(crate) delivered: Vec<String>,
}

impl Settings {
    /// Reads the file of a data directory; nothing is set up where there is none.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is wrong with it.
    pub fn read(dir: &Path) -> Result<Self, Refusal> {
        Self::read_with(dir, true)
    }

    /// The same without passwords and keys, for a program that only hands a letter over and need not know them.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn read_without_secrets(dir: &Path) -> Result<Self, Refusal> {
        Self::read_with(dir, false)
    }

    fn read_with(dir: &Path, secrets: bool) -> Result<Self, Refusal> {
        let path = dir.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(Refusal::new("notices-file-unreadable")
                    .with("path", path.display())
                    .with("error", error));
            }
        };
        Self::from_text(&text, dir, |name| {
            if secrets {
                std::env::var(name).ok()
            } else {
                Some(String::from("-"))
            }
        })
    }

    fn from_text(text: &str, dir: &Path, environment: impl Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let file: File = toml::from_str(text).map_err(|error| {
            Refusal::new("notices-file-wrong")
                .with("path", FILE)
                .with("error", error.message())
        })?;
        let secrets = Secrets {
            dir,
            environment: &environment,
        };
        Ok(Self {
            public_url: file.public_url.map(|url| url.trim_end_matches('/').to_owned()),
            mail: file.mail.map(|mail| mail.checked(&secrets)).transpose()?,
            imap: file.imap.map(|imap| imap.checked(&secrets)).transpose()?,
            text: file.text.map(|text| text.checked(&secrets)).transpose()?,
        })
    }

    /// The largest letter that is taken in, in bytes.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        self.mail.as_ref().map_or(MOST_BYTES, |mail| mail.most_bytes)
    }

    /// Whether letters are taken in at all.
    #[must_use]
    pub fn takes_replies(&self) -> bool {
        self.mail.as_ref().is_some_and(|mail| mail.replies.is_some())
    }

    /// By what ways notices can go out.
    pub(crate) fn ways(&self) -> impl Iterator<Item = NoticesBy> + '_ {
        NoticesBy::ALL.into_iter().filter(|by| match by {
            NoticesBy::Email => self.mail.is_some(),
            NoticesBy::Text => self.text.is_some(),
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    public_url: Option<String>,
    mail: Option<MailPart>,
    imap: Option<ImapPart>,
    text: Option<TextPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailPart {
    host: String,
    port: Option<u16>,
    security: Security,
    ca_file: Option<PathBuf>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    from: String,
    reply_to: Option<String>,
    #[serde(default = "yes")]
    replies: bool,
    most_bytes: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImapPart {
    host: String,
    port: Option<u16>,
    security: Security,
    ca_file: Option<PathBuf>,
    user: String,
    password_file: Option<PathBuf>,
    folder: Option<String>,
    every_seconds: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextPart {
    url: String,
    #[serde(default)]
    method: Method,
    #[serde(default)]
    content_type: ContentType,
    #[serde(default)]
    body: String,
    key_header: Option<String>,
    #[serde(default)]
    key_before: String,
    key_file: Option<PathBuf>,
    success: Option<(u16, u16)>,
    success_contains: Option<String>,
    timeout_seconds: Option<u64>,
    receipt_field: Option<String>,
    #[serde(default)]
    receipt_failed: Vec<String>,
    #[serde(default)]
    receipt_delivered: Vec<String>,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
enum Method {
    #[default]
    #[serde(rename = "POST")]
    Post,
    #[serde(rename = "GET")]
    Get,
}

#[derive(Debug, Default, Deserialize)]
enum ContentType {
    #[default]
    #[serde(rename = "application/json")]
    Json,
    #[serde(rename = "application/x-www-form-urlencoded")]
    Form,
}

const fn yes() -> bool {
    true
}

/// Where secrets are found.
pub(crate) struct Secrets<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) environment: &'a dyn Fn(&str) -> Option<String>,
}

impl Secrets<'_> {
    /// The environment wins; a file's path may be one in the data directory.
    pub(crate) fn find(&self, variable: &str, file: Option<&Path>) -> Result<Secret, Refusal> {
        if let Some(value) = (self.environment)(variable).filter(|value| !value.is_empty()) {
            return Ok(Secret(value));
        }
        let Some(file) = file else {
            return Err(Refusal::new("notices-secret-missing").with("variable", variable));
        };
        let path = self.dir.join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Refusal::new("notices-file-unreadable")
                .with("path", path.display())
                .with("error", error)
        })?;
        Ok(Secret(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// Whose certificates are believed: those of the file alone, where one is named, which may be one in the data directory.
fn roots(dir: &Path, file: Option<&Path>) -> Result<Roots, Refusal> {
    let Some(file) = file else {
        return Ok(Roots::OfThisMachine);
    };
    let path = dir.join(file);
    let pem = std::fs::read(&path).map_err(|error| {
        Refusal::new("notices-file-unreadable")
            .with("path", path.display())
            .with("error", error)
    })?;
    Roots::of_pem(&pem).ok_or_else(|| Refusal::new("notices-ca-wrong").with("path", path.display()))
}

impl MailPart {
    fn checked(self, secrets: &Secrets<'_>) -> Result<Mail, Refusal> {
        let usual = match self.security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::None => 25,
        };
        only_here(self.security, &self.host, "mail.host")?;
        let replies = self.reply_to.as_deref().unwrap_or(&self.from);
        let (local, domain) = replies.rsplit_once('@').unwrap_or_default();
        let is_address = |text: &str| NoticesBy::Email.address(text).as_deref() == Some(text);
        if !is_address(&self.from) {
            return Err(Refusal::new("notices-address-wrong").with("what", "mail.from"));
        }
        if self.replies && (!is_address(replies) || local.len() > MOST_LOCAL || local.contains('+')) {
            return Err(Refusal::new("notices-replies-wrong").with("most", MOST_LOCAL));
        }
        let login = self.user.map(|user| {
            let password = secrets.find("HUYING_SMTP_PASSWORD", self.password_file.as_deref())?;
            Ok::<_, Refusal>(Login { user, password })
        });
        Ok(Mail {
            port: self.port.unwrap_or(usual),
            security: self.security,
            roots: roots(secrets.dir, self.ca_file.as_deref())?,
            login: login.transpose()?,
            replies: self
                .replies
                .then(|| (local.to_ascii_lowercase(), domain.to_ascii_lowercase())),
            from: self.from,
            host: self.host,
            most_bytes: self.most_bytes.unwrap_or(MOST_BYTES),
        })
    }
}

impl ImapPart {
    fn checked(self, secrets: &Secrets<'_>) -> Result<Imap, Refusal> {
        let usual = match self.security {
            Security::Tls => 993,
            Security::Starttls => return Err(Refusal::new("notices-imap-starttls")),
            Security::None => 143,
        };
        only_here(self.security, &self.host, "imap.host")?;
        Ok(Imap {
            port: self.port.unwrap_or(usual),
            security: self.security,
            roots: roots(secrets.dir, self.ca_file.as_deref())?,
            login: Login {
                user: self.user,
                password: secrets.find("HUYING_IMAP_PASSWORD", self.password_file.as_deref())?,
            },
            folder: self.folder.unwrap_or_else(|| "INBOX".to_owned()),
            every_seconds: self.every_seconds.unwrap_or(EVERY_SECONDS).max(1),
            host: self.host,
        })
    }
}

/// What is read of a gateway's receipts: which field, and at least what it has where a message did not arrive.
fn receipts(field: Option<String>, failed: Vec<String>, delivered: Vec<String>) -> Result<Option<Receipts>, Refusal> {
    match field.filter(|field| !field.is_empty()) {
        Some(field) if !failed.is_empty() => Ok(Some(Receipts {
            field,
            failed,
            delivered,
        })),
        None if failed.is_empty() && delivered.is_empty() => Ok(None),
        _ => Err(Refusal::new("notices-receipts-wrong")),
    }
}

impl TextPart {
    pub(crate) fn checked(self, secrets: &Secrets<'_>) -> Result<Gateway, Refusal> {
        let uri: Option<axum::http::Uri> = self.url.replace(['{', '}'], "").parse().ok();
        let host = uri.as_ref().and_then(axum::http::Uri::host).unwrap_or_default();
        match uri.as_ref().and_then(axum::http::Uri::scheme_str) {
            Some("https") => {}
            Some("http") => only_here(Security::None, host, "text.url")?,
            _ => return Err(Refusal::new("notices-address-wrong").with("what", "text.url")),
        }
        let said = format!("{}{}", self.url, self.body);
        if !said.contains("{number}") || !said.contains("{text}") {
            return Err(Refusal::new("notices-text-template"));
        }
        // A program reads this file once: what is leaked here is as long there as the program.
        let leaked = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let key = self.key_header.map(|header| {
            let name = axum::http::HeaderName::try_from(header)
                .map_err(|_| Refusal::new("notices-address-wrong").with("what", "text.key_header"))?;
            let key = secrets.find("HUYING_TEXT_KEY", self.key_file.as_deref())?;
            let value = Secret(format!("{}{}", self.key_before, key.0));
            Ok::<_, Refusal>((leaked(name.as_str().to_owned()), value))
        });
        let (from, to) = self.success.unwrap_or((200, 299));
        Ok(Gateway {
            key: key.transpose()?,
            url: self.url,
            get: self.method == Method::Get,
            content_type: match self.content_type {
                ContentType::Json => "application/json",
                ContentType::Form => "application/x-www-form-urlencoded",
            },
            body: self.body,
            success: from..=to,
            contains: self.success_contains,
            receipts: receipts(self.receipt_field, self.receipt_failed, self.receipt_delivered)?,
            patience: Duration::from_secs(
                self.timeout_seconds
                    .unwrap_or(PATIENCE_SECONDS)
                    .clamp(1, MOST_PATIENCE_SECONDS),
            ),
        })
    }
}

/// What goes in the open goes to this machine alone: a notice says that somebody asked something.
fn only_here(security: Security, host: &str, what: &str) -> Result<(), Refusal> {
    let host = host.trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if security == Security::None && !here {
        return Err(Refusal::new("notices-not-safe").with("what", what));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
