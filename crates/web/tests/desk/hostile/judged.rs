//! What is held against every answer.

use super::listening::Heard;
use crate::browser::{Answer, Browser, Bureau};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::seen;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use words::words;

/// Who is sealed in every submission that has a place for it, and must come out nowhere.
pub(super) const NAME: &str = "Zephyrine Quellmann";
pub(super) const CONTACT: &str = "13912345678";

/// A text that must have been kept: the case's number, and the text as it is documented to be kept.
struct Kept {
    what: String,
    number: String,
    text: String,
}

pub(super) struct Judged<'a> {
    pub(super) bureau: &'a Bureau,
    /// Somebody at the desk.
    pub(super) clerk: Browser<'a>,
    /// The secret of a program's key.
    pub(super) secret: String,
    names: BTreeSet<String>,
    kept: Vec<Kept>,
    wrong: Vec<String>,
}

impl<'a> Judged<'a> {
    pub(super) async fn new(bureau: &'a Bureau) -> Self {
        let scopes = [
            "cases:read",
            "cases:write",
            "days:read",
            "days:write",
            "sealed:open",
            "open311",
        ];
        let secret = bureau.program("clerk", &scopes).await.secret().to_owned();
        Self {
            bureau,
            clerk: bureau.signed_in("clerk").await,
            secret,
            names: BTreeSet::new(),
            kept: Vec::new(),
            wrong: Vec::new(),
        }
    }

    pub(super) fn sent(&self) -> usize {
        self.names.len()
    }

    /// Somebody without an account, from an address of their own, since requests are counted by it; every other one reads
    /// Chinese.
    pub(super) fn somebody(&self) -> Browser<'a> {
        let n = u32::try_from(self.names.len()).unwrap();
        let mut browser = self.bureau.browser();
        browser.address = SocketAddr::new(IpAddr::V4(Ipv4Addr::from_bits(0xc633_6400 + n)), 40_000);
        browser.language = if n.is_multiple_of(2) { "en" } else { "zh-CN" };
        browser
    }

    fn wrong(&mut self, what: &str, why: impl std::fmt::Display, answer: &Answer) {
        let text: String = String::from_utf8_lossy(&answer.bytes).chars().take(600).collect();
        self.wrong.push(format!("{what}: {why}: {} {text}", answer.status));
    }

    /// Something beside the answer that has to hold.
    pub(super) fn must(&mut self, holds: bool, why: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(why().chars().take(2_000).collect());
        }
    }

    /// Looks at an answer; says whether the submission was taken.
    pub(super) fn look(&mut self, what: &str, language: &str, answer: &Answer) -> bool {
        assert!(self.names.insert(what.to_owned()), "{what} was sent before");
        let status = answer.status;
        if status.is_server_error() {
            self.wrong(what, "failed", answer);
            return false;
        }
        if status.is_success() || status.is_redirection() {
            return true;
        }
        if !status.is_client_error() {
            self.wrong(what, "no answer", answer);
        } else if let Err(why) = is_clear(language, answer) {
            self.wrong(what, why, answer);
        }
        false
    }

    /// The same, of what must not be taken.
    pub(super) fn refused(&mut self, what: &str, language: &str, answer: &Answer) {
        if self.look(what, language, answer) {
            self.wrong(what, "was taken", answer);
        }
    }

    /// What was taken has to be found again.
    pub(super) fn keeps(&mut self, what: &str, number: &str, text: &str) {
        self.kept.push(Kept {
            what: what.to_owned(),
            number: number.to_owned(),
            text: seen(text).trim().to_owned(),
        });
    }

    /// The number of the case that a secret link leads to.
    pub(super) async fn number_of(&self, browser: &mut Browser<'_>, location: &str) -> String {
        let page = browser.get(location).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let number = page.text().split("class=\"num\">").nth(1).unwrap();
        number.split('<').next().unwrap().to_owned()
    }

    /// Every text that was taken is with its case, as it was shown that it would be, and on the page of the desk it is text.
    pub(super) async fn nothing_is_lost(&mut self) {
        for kept in std::mem::take(&mut self.kept) {
            let story = self.bureau.office.store.story(&kept.number).await.unwrap();
            let Some(story) = story else {
                self.wrong.push(format!("{}: {} is not there", kept.what, kept.number));
                continue;
            };
            if story.case.description.trim() != kept.text && story.case.title.trim() != kept.text {
                self.wrong
                    .push(format!("{}: kept as {:?}", kept.what, story.case.description));
            }
            let page = self.clerk.get(&format!("/cases/{}", kept.number)).await;
            if page.status != StatusCode::OK {
                self.wrong(&kept.what, "its page", &page);
            } else if let Some(raw) = runs(page.text()) {
                self.wrong.push(format!("{}: {raw} stands raw on its page", kept.what));
            }
        }
    }

    /// No script stands on any list or in any file, and what was sealed is in none of them, nor in the log.
    pub(super) async fn nothing_comes_out(&mut self, heard: &Heard) {
        let key = self.secret.clone();
        for path in [
            "/cases",
            "/cases?q=alert",
            "/",
            "/public",
            "/public.csv",
            "/public.atom",
            "/public.geojson",
            "/open311/v2/requests.xml",
            "/webhooks",
            "/log/checkpoint",
            "/api/v1/cases?limit=200",
        ] {
            let mut request = Request::get(path);
            if path.starts_with("/api/") {
                request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
            }
            let answer = self.clerk.send(request.body(Body::empty()).unwrap()).await;
            let text = answer.text();
            if !answer.status.is_success() && path != "/webhooks" {
                self.wrong(path, "not shown", &answer);
            }
            if answer.header("content-type").starts_with("text/html")
                && let Some(raw) = runs(text)
            {
                self.wrong.push(format!("{path}: {raw} stands raw"));
            }
            self.no_name_in(path, text);
        }
        self.no_name_in("the log", &heard.text());
        assert!(heard.text().len() > 1_000, "the log was heard");
    }

    fn no_name_in(&mut self, whose: &str, text: &str) {
        for sealed in [NAME, CONTACT] {
            if text.contains(sealed) {
                self.wrong.push(format!("{whose}: {sealed} has come out"));
            }
        }
    }

    pub(super) fn passed(self) {
        assert!(
            self.wrong.is_empty(),
            "{} of {}:\n{}",
            self.wrong.len(),
            self.names.len(),
            self.wrong.join("\n\n")
        );
    }
}

/// So many of something, one behind the other.
pub(super) fn many(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect::<Vec<_>>().concat()
}

/// What would run, if it stood in a page as it was sent.
fn runs(page: &str) -> Option<&'static str> {
    let sent = [
        "<script>alert",
        "<img src=x",
        "<svg onload",
        "<svg/onload",
        "<iframe",
        "javascript:alert(1)\"",
        "<body onload",
        "<a href=\"javascript",
        "<!--#exec",
    ];
    sent.into_iter().find(|raw| page.contains(raw))
}

/// Whether a refusal says something that people can read, in their language.
fn is_clear(language: &str, answer: &Answer) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(&answer.bytes) else {
        return Err("not UTF-8".to_owned());
    };
    let kind = answer.header("content-type");
    let said = if kind.starts_with("application/problem+json") {
        let problem = answer.json();
        problem["detail"].as_str().unwrap_or_default().to_owned()
    } else if kind.starts_with("application/json") {
        answer.json()[0]["description"].as_str().unwrap_or_default().to_owned()
    } else if kind.starts_with("text/xml") {
        let described = text
            .split("<description>")
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        described.unwrap_or_default().to_owned()
    } else if kind.starts_with("text/html") {
        let tag = if language.starts_with("zh") { "zh-CN" } else { "en" };
        if !text.contains(&format!("<html lang=\"{tag}\">")) {
            return Err(format!("not in {tag}"));
        }
        // The page of a fault, or the form again with what is wrong with it.
        let title = words(if tag == "en" {
            domain::Locale::En
        } else {
            domain::Locale::ZhCn
        })
        .text("errors-title");
        let main = text.split("<main").nth(1).unwrap_or_default();
        if !main.contains("<h1>") && !main.contains(title) {
            return Err("says nothing".to_owned());
        }
        main.to_owned()
    } else {
        return Err(format!("{kind:?} is for nobody to read"));
    };
    if said.trim().is_empty() {
        return Err("says nothing".to_owned());
    }
    if language.starts_with("zh") && !said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        return Err(format!("not in Chinese: {said}"));
    }
    for key in ["refusal-", "fault-", "{ $", "{$"] {
        if said.contains(key) && !said.contains("class=\"") {
            return Err(format!("a key instead of words: {said}"));
        }
    }
    Ok(())
}
