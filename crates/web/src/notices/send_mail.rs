//! One notice by e-mail (RFC 5321, 5322): handed to the body's own mail server, which brings it where it goes.

use super::mark;
use super::settings::{Mail, Security};
use super::words::{Said, letter};
use super::{Failed, Settings};
use crate::outgoing::Roots;
use domain::case::Case;
use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use office::Office;
use std::error::Error as _;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};
use store::Notice;
use tokio_rustls::rustls;

/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// By this header our own letters are known when they come back.
pub(crate) const LOOP: &str = "X-Loop";

/// A letter and whom it goes to.
pub(crate) struct Letter {
    envelope: Envelope,
    bytes: Vec<u8>,
}

/// Writes the letter. Written again it is the same but for its date: the Message-ID is the notice's.
pub(super) fn write(
    office: &Office,
    settings: &Settings,
    mail: &Mail,
    case: &Case,
    notice: &Notice,
    said: &Said,
    (address, own): (&str, &str),
) -> Result<Letter, Failed> {
    let wrong = |_| Failed::here("notice-error-address");
    let to: Address = address.parse().map_err(|_| Failed::recipient("notice-error-address"))?;
    let from: Address = mail.from.parse().map_err(wrong)?;
    let parsed = |address: Option<String>| address.map(|address| address.parse::<Address>()).transpose();
    let reply = parsed(mark::reply_address(mail, own)).map_err(wrong)?;
    let bounce = parsed(mark::bounce_address(mail, own)).map_err(wrong)?;
    let domain = mail.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let body_name = office.pack.body.get(said.language).to_owned();
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut message = Message::builder()
        .from(Mailbox::new(Some(body_name), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .message_id(Some(format!("<{own}.{}.{}@{domain}>", notice.version, notice.id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(notice.made_at.as_second().unsigned_abs()))
        .subject(said.subject.as_str())
        // RFC 3834, 5: so that no program answers it.
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header("X-Auto-Response-Suppress", "All".to_owned()))
        .raw_header(header(LOOP, mail.from.clone()));
    if let Some(reply) = &reply {
        // RFC 2369, 3.2: a button in many programs.
        message = message
            .reply_to(Mailbox::new(None, reply.clone()))
            .raw_header(header("List-Unsubscribe", format!("<mailto:{reply}?subject=stop>")));
    }
    let text = letter(said, case, office, settings.public_url.as_deref(), reply.is_some());
    let message = message
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::Base64)
        .body(text)
        .map_err(|_| Failed::here("notice-error-letter"))?;
    let envelope = Envelope::new(Some(bounce.unwrap_or(from)), vec![to]);
    Ok(Letter {
        envelope: envelope.map_err(|_| Failed::here("notice-error-letter"))?,
        bytes: message.formatted(),
    })
}

/// A short letter to somebody. Written again it is the same but for its date: the Message-ID is `id`'s. `stop`: where they say that they
/// want no more of them.
pub(crate) fn short(
    mail: &Mail,
    body_name: &str,
    to: &str,
    id: &str,
    (subject, text): (&str, String),
    stop: Option<&str>,
) -> Result<Letter, Failed> {
    let wrong = |_| Failed::here("notice-error-address");
    let to: Address = to.parse().map_err(|_| Failed::recipient("notice-error-address"))?;
    let from: Address = mail.from.parse().map_err(wrong)?;
    let domain = mail.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut message = Message::builder()
        .from(Mailbox::new(Some(body_name.to_owned()), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .message_id(Some(format!("<{id}@{domain}>")))
        .subject(subject)
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header(LOOP, mail.from.clone()));
    if let Some(stop) = stop {
        // RFC 2369, 3.2: a button in many programs.
        message = message.raw_header(header("List-Unsubscribe", format!("<{stop}>")));
    }
    let message = message
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::Base64)
        .body(text)
        .map_err(|_| Failed::here("notice-error-letter"))?;
    let envelope = Envelope::new(Some(from), vec![to]);
    Ok(Letter {
        envelope: envelope.map_err(|_| Failed::here("notice-error-letter"))?,
        bytes: message.formatted(),
    })
}

/// A file that goes with a letter.
pub(crate) struct Attached<'a> {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: &'a [u8],
}

/// A letter to another office, with a file. Written again it is the same: the Message-ID is `id`'s, the date is when it was made.
pub(crate) fn with_file(
    mail: &Mail,
    body_name: &str,
    to: &str,
    (id, made_at): (&str, Timestamp),
    (subject, text): (&str, String),
    attached: Attached<'_>,
) -> Result<Letter, Failed> {
    let wrong = |_| Failed::here("notice-error-address");
    let letter = |_| Failed::here("notice-error-letter");
    let to: Address = to.parse().map_err(|_| Failed::recipient("notice-error-address"))?;
    let from: Address = mail.from.parse().map_err(wrong)?;
    let domain = mail.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let file = ContentType::parse(attached.media_type).map_err(letter)?;
    let text = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::Base64)
        .body(text);
    let file = Attachment::new(attached.name).body(attached.bytes.to_vec(), file);
    let parts = MultiPart::mixed().boundary(format!("{id}.parts"));
    let message = Message::builder()
        .from(Mailbox::new(Some(body_name.to_owned()), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .message_id(Some(format!("<{id}@{domain}>")))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(made_at.as_second().unsigned_abs()))
        .subject(subject)
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header(LOOP, mail.from.clone()))
        .multipart(parts.singlepart(text).singlepart(file))
        .map_err(|_| Failed::here("notice-error-letter"))?;
    let envelope = Envelope::new(Some(from), vec![to]);
    Ok(Letter {
        envelope: envelope.map_err(|_| Failed::here("notice-error-letter"))?,
        bytes: message.formatted(),
    })
}

/// Hands it on.
pub(crate) async fn send(mail: &Mail, letter: &Letter) -> Result<(), Failed> {
    let host = mail.host.as_str();
    let parameters = || tls_with(host, &mail.roots).ok_or(Failed::here("notice-error-tls"));
    let tls = match mail.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::Starttls => Tls::Required(parameters()?),
        Security::None => Tls::None,
    };
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(mail.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((_, domain)) = mail.from.rsplit_once('@') {
        transport = transport.hello_name(ClientId::Domain(domain.to_owned()));
    }
    if let Some(login) = &mail.login {
        transport = transport.credentials(Credentials::new(login.user.clone(), login.password.0.clone()));
    }
    let transport: AsyncSmtpTransport<Tokio1Executor> = transport.build();
    let sent = tokio::time::timeout(PATIENCE * 2, transport.send_raw(&letter.envelope, &letter.bytes)).await;
    match sent {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(&error)),
        Err(_) => Err(Failed::here("notice-error-late")),
    }
}

/// How TLS is spoken with the mail server; none where this machine trusts nobody.
fn tls_with(host: &str, roots: &Roots) -> Option<TlsParameters> {
    /// The certificates of this machine are read once: some hundred files.
    static KNOWN: OnceLock<(String, TlsParameters)> = OnceLock::new();
    if let Roots::These(certificates) = roots {
        let none = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::None);
        let with = certificates.iter().try_fold(none, |builder, certificate| {
            let certificate = Certificate::from_der(certificate.to_vec()).ok()?;
            Some(builder.add_root_certificate(certificate))
        });
        return with?.build_rustls().ok();
    }
    match KNOWN.get() {
        Some((known, parameters)) if known == host => Some(parameters.clone()),
        _ => {
            let parameters = TlsParameters::new_rustls(host.to_owned()).ok()?;
            KNOWN.get_or_init(|| (host.to_owned(), parameters.clone()));
            Some(parameters)
        }
    }
}

/// What the mail server said, without its words, in which the address may stand.
fn failed(error: &lettre::transport::smtp::Error) -> Failed {
    let Some(code) = error.status() else {
        return Failed::here(if error.is_tls() || is_unsafe(error) {
            "notice-error-tls"
        } else if error.is_timeout() {
            "notice-error-late"
        } else {
            "notice-error-unreachable"
        });
    };
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let code = code.to_string();
    let more = enhanced(&words);
    let said = match more {
        Some(more) => format!("{code} {more}"),
        None => code.clone(),
    };
    Failed {
        recipient: is_about_the_recipient(&code, more),
        why: "notice-error-answer",
        said: Some(said),
    }
}

/// Whether it was no safe connection: where that fails while it is made, it is told as one that could not be made.
fn is_unsafe(error: &lettre::transport::smtp::Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>) || error.is::<rustls::Error>()
        {
            return true;
        }
        next = error.source();
    }
    false
}

/// The status of RFC 3463 at the beginning of what a server says.
fn enhanced(words: &str) -> Option<&str> {
    let first = words.split_whitespace().next()?;
    let mut parts = first.split('.');
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let all = parts.by_ref().take(3).filter(|part| digits(part)).count() == 3 && parts.next().is_none();
    (all && first.starts_with(['4', '5'])).then_some(first)
}

/// Whether nobody can be reached there, however often it is tried: a mailbox that does not exist or is shut. What a server
/// says against us, or against the letter, is a matter of the way, not of who asked.
fn is_about_the_recipient(code: &str, more: Option<&str>) -> bool {
    match more {
        Some(more) => more.starts_with("5.1.") && !matches!(more, "5.1.7" | "5.1.8") || more == "5.2.1",
        None => matches!(code, "550" | "551" | "553"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_are_told_without_the_address() {
        for (words, more) in [
            ("5.1.1 <somebody@example.org>: no such user", Some("5.1.1")),
            ("No such user somebody@example.org", None),
            ("2.1.1 strange", None),
            ("5.1.1.1 x", None),
            ("", None),
        ] {
            assert_eq!(enhanced(words), more, "{words}");
        }
        assert!(is_about_the_recipient("550", Some("5.1.1")));
        assert!(is_about_the_recipient("550", None));
        assert!(
            !is_about_the_recipient("550", Some("5.7.1")),
            "we are not allowed to send"
        );
        assert!(!is_about_the_recipient("535", Some("5.7.8")));
        assert!(!is_about_the_recipient("554", None));
    }
}
