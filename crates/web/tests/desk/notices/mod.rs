//! Notices to the people who asked, and their replies: over real connections on this machine.

pub(crate) mod catcher;
mod fetching;
pub(crate) mod gateway;
mod letters;
mod parties;
mod replies;
mod safe;
mod sending;

use crate::browser::{Browser, Bureau};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use catcher::Catcher;
use domain::case::{Event, Role};
use office::{Clock, Office};
use std::sync::Arc;
use store::Story;
use web::{Settings, send_notices};

pub(crate) const ADDRESS: &str = "requester@example.org";
pub(crate) const WORDS: &str = "路灯不亮\n三天了，晚上看不见路。";

/// A desk with a mail server, and somebody who asked and wants to be told by e-mail.
pub(crate) struct Told {
    pub(crate) bureau: Bureau,
    pub(crate) server: Catcher,
    pub(crate) home: String,
    pub(crate) number: String,
}

impl Told {
    pub(crate) async fn new() -> Self {
        Self::asking(&[]).await
    }

    /// With more answers than how they are told.
    pub(crate) async fn asking(more: &[(&str, &str)]) -> Self {
        let server = Catcher::start().await;
        let bureau = Bureau::with_notices(&server.settings()).await;
        let (home, number) = {
            let mut person = bureau.browser();
            let told = [("notices", "email"), ("notice_address", ADDRESS)];
            ask(&mut person, &[&told, more].concat()).await
        };
        Self {
            bureau,
            server,
            home,
            number,
        }
    }

    /// The same after its first letter went out; and the address that replies go to.
    pub(crate) async fn written_to() -> (Self, String) {
        let told = Self::new().await;
        told.send().await;
        let letters = told.server.taken();
        assert_eq!(letters.len(), 1);
        let reply = letters[0].header("Reply-To").trim_matches(['<', '>']).to_owned();
        (told, reply)
    }

    pub(crate) async fn send(&self) {
        send(&self.bureau.office).await;
    }

    pub(crate) async fn story(&self) -> Arc<Story> {
        self.bureau.office.store.story(&self.number).await.unwrap().unwrap()
    }

    /// What the requester said in the case.
    pub(crate) async fn said(&self) -> Vec<String> {
        let story = self.story().await;
        let said = story
            .events
            .iter()
            .filter(|recorded| recorded.actor.role == Role::Requester);
        let said = said.filter_map(|recorded| match &recorded.event {
            Event::Messaged { text, .. } => Some(text.clone()),
            _ => None,
        });
        said.collect()
    }

    /// The names of the requester's files.
    pub(crate) async fn files(&self) -> Vec<String> {
        let story = self.story().await;
        story.case.evidence.iter().map(|file| file.name.clone()).collect()
    }
}

/// One round of sending.
pub(crate) async fn send(office: &Office) {
    let settings = Arc::new(Settings::read(office.store.dir()).unwrap());
    send_notices(office, &settings).await.unwrap();
}

/// The office some hours later.
pub(crate) fn later(office: &Office, hours: i64) -> Office {
    let at = office.clock.now() + jiff::SignedDuration::from_hours(hours);
    Office {
        clock: Clock::starting_at(at),
        ..office.clone()
    }
}

/// Asks on the portal; the page under the secret link, and the number.
pub(crate) async fn ask(person: &mut Browser<'_>, more: &[(&str, &str)]) -> (String, String) {
    let first = person.get("/portal/ask").await;
    let (token, key) = (first.hidden("csrf"), first.hidden("key"));
    let mut fields = vec![("csrf", token.as_str()), ("key", key.as_str()), ("description", WORDS)];
    fields.extend_from_slice(more);
    let sent = person.upload_as_is("/portal/ask/send", &fields, ("", b"")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let home = sent.header("location").trim_end_matches("?new=1").to_owned();
    let page = person.get(&home).await;
    let number = page.text().split("class=\"num\">").nth(1).unwrap()[..14].to_owned();
    (home, number)
}

/// The text of a letter whose body is base64.
pub(crate) fn body(letter: &str) -> String {
    let (_, body) = letter.split_once("\r\n\r\n").unwrap();
    let body: String = body.split_whitespace().collect();
    String::from_utf8(STANDARD.decode(body).unwrap()).unwrap()
}
