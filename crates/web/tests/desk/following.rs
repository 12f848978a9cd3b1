//! Following a published case by e-mail or text message: one message to an address that nobody has confirmed, then what everybody reads,
//! until somebody stops; and nothing of it for anybody's eyes but a number.

use crate::browser::{Browser, Bureau};
use crate::notices::body;
use crate::notices::catcher::{Catcher, Taken};
use crate::notices::gateway::Gateway;
use crate::public::{asked, publish};
use axum::http::StatusCode;
use jiff::SignedDuration;
use office::{Clock, Office};
use std::sync::Arc;
use web::{Settings, tell_followers};

const ADDRESS: &str = "neighbour@example.org";
const WORDS: &str = "The lamps in Elm Street are dark.";

/// A desk with a mail server and a published request.
struct Followed {
    bureau: Bureau,
    mail: Catcher,
    number: String,
}

impl Followed {
    async fn new() -> Self {
        let mail = Catcher::start().await;
        let bureau = Bureau::with_notices(&mail.settings()).await;
        let number = published(&bureau).await;
        Self { bureau, mail, number }
    }

    async fn round(&self) -> Vec<Taken> {
        self.round_in(0).await
    }

    /// What is sent so many hours later.
    async fn round_in(&self, hours: i64) -> Vec<Taken> {
        let office = later(&self.bureau.office, hours);
        let settings = Arc::new(Settings::read(office.store.dir()).unwrap());
        tell_followers(&office, &settings).await.unwrap();
        self.mail.taken()
    }

    async fn ask(&self, guest: &mut Browser<'_>, number: &str, address: &str) -> StatusCode {
        let page = format!("/public/{number}");
        let fields = [("notices", "email"), ("notice_address", address)];
        guest.fill(&page, &format!("{page}/follow"), &fields).await.status
    }

    /// Follows, confirmed by the link in the letter; the link's path.
    async fn follows(&self, address: &str) -> String {
        let mut guest = self.bureau.browser();
        assert_eq!(self.ask(&mut guest, &self.number, address).await, StatusCode::SEE_OTHER);
        let letters = self.round().await;
        let link = link(&letters[0]);
        let done = guest.fill(&link, &link, &[("do", "confirm")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        link
    }

    async fn step(&self, step: &str, fields: &[(&str, &str)]) {
        self.step_by("clerk", step, fields).await;
    }

    async fn step_by(&self, post: &str, step: &str, fields: &[(&str, &str)]) {
        take_step(&self.bureau, &self.number, post, step, fields).await;
    }

    async fn count(&self) -> u64 {
        let store = &self.bureau.office.store;
        let found = store.story(&self.number).await.unwrap().unwrap();
        store.followers(found.case.id).await.unwrap()
    }
}

async fn take_step(bureau: &Bureau, number: &str, post: &str, step: &str, fields: &[(&str, &str)]) {
    let mut person = bureau.signed_in(post).await;
    let page = format!("/cases/{number}");
    let done = person.fill(&page, &format!("{page}/steps/{step}"), fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

async fn published(bureau: &Bureau) -> String {
    let mut clerk = bureau.signed_in("clerk").await;
    let number = asked(&mut clerk, "Dark lamps", "xinqu").await;
    publish(&mut clerk, &number, WORDS, false).await;
    number
}

fn later(office: &Office, hours: i64) -> Office {
    Office {
        clock: Clock::starting_at(office.clock.now() + SignedDuration::from_hours(hours)),
        ..office.clone()
    }
}

/// The path of the link in a letter.
fn link(letter: &Taken) -> String {
    link_in(&body(&letter.text))
}

fn link_in(text: &str) -> String {
    let at = text.find("/follow/").unwrap_or_else(|| panic!("no link in {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn one_message_before_it_is_confirmed_and_then_what_everybody_reads_until_they_stop() {
    let followed = Followed::new().await;
    let mut guest = followed.bureau.browser();
    let page = guest.get(&format!("/public/{}", followed.number)).await;
    assert!(page.text().contains("Be told by e-mail"), "{}", page.text());
    assert_eq!(
        followed.ask(&mut guest, &followed.number, "nowhere").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        followed.ask(&mut guest, &followed.number, ADDRESS).await,
        StatusCode::SEE_OTHER
    );
    let letters = followed.round().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, ADDRESS));
    let text = body(&letters[0].text);
    assert!(
        text.contains(&followed.number) && text.contains(WORDS) && text.contains("48 hours"),
        "{text}"
    );
    let stop = letters[0].header("List-Unsubscribe");
    // Nothing but that one message, whatever happens and however often somebody asks.
    let again = [("text", "The lamps in Elm Street are dark. It is looked at.")];
    followed.step("publish", &again).await;
    followed.ask(&mut guest, &followed.number, ADDRESS).await;
    assert!(followed.round().await.is_empty());
    assert_eq!(followed.count().await, 0);
    // A program that looks at the link confirms nothing.
    let link = link(&letters[0]);
    assert!(stop.contains(&link), "{stop}");
    let mut phone = followed.bureau.browser();
    let page = phone.get(&link).await;
    assert!(
        page.text().contains("Yes, tell me") && page.text().contains(WORDS),
        "{}",
        page.text()
    );
    assert!(!page.text().contains(ADDRESS));
    assert_eq!(followed.count().await, 0);
    let done = phone.fill(&link, &link, &[("do", "confirm")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(followed.count().await, 1);
    assert!(followed.round().await.is_empty(), "what was before is on the page");
    // A comment of the desk's is nobody's news; what everybody reads is.
    followed
        .step_by("deputy-head", "comment", &[("text", "Only for us")])
        .await;
    assert!(followed.round().await.is_empty());
    followed.step("accept", &[]).await;
    let letters = followed.round().await;
    assert_eq!(letters.len(), 1);
    let text = body(&letters[0].text);
    assert!(text.contains("Accepted") && text.contains(&link), "{text}");
    for never in ["Only for us", "marmoset", "Johanna", "Dark lamps"] {
        assert!(!text.contains(never), "{never}: {text}");
    }
    // They stop: the page says so, the link leads nowhere, and nothing more is sent.
    let done = phone.fill(&link, &link, &[("do", "stop")]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("has been erased"), "{}", done.text());
    assert_eq!(phone.get(&link).await.status, StatusCode::NOT_FOUND);
    followed.step("publish", &again).await;
    assert!(followed.round().await.is_empty());
}

#[tokio::test]
async fn what_is_not_confirmed_is_forgotten_and_nobody_fills_a_mailbox() {
    let followed = Followed::new().await;
    let mut guest = followed.bureau.browser();
    followed.ask(&mut guest, &followed.number, ADDRESS).await;
    let letters = followed.round().await;
    let link = link(&letters[0]);
    assert!(followed.round_in(49).await.is_empty());
    assert_eq!(guest.get(&link).await.status, StatusCode::NOT_FOUND, "forgotten");
    // Whatever cases somebody asks for: no more than a few messages a day go to one address, and the answer tells nothing.
    let mut sent = 0;
    for _ in 0..5 {
        let number = published(&followed.bureau).await;
        assert_eq!(followed.ask(&mut guest, &number, ADDRESS).await, StatusCode::SEE_OTHER);
        sent += followed.round().await.len();
    }
    assert_eq!(sent, 2, "one was sent before");
    // Nor by one network address to many.
    let mut last = StatusCode::SEE_OTHER;
    for n in 0..20 {
        let address = format!("somebody{n}@example.org");
        last = followed.ask(&mut guest, &followed.number, &address).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_telephone_is_told_in_short_and_stops_by_the_same_link() {
    const NUMBER: &str = "13900000000";
    let gateway = Gateway::start().await;
    let bureau = Bureau::with_notices(&gateway.settings).await;
    let number = published(&bureau).await;
    let settings = Arc::new(Settings::read(bureau.office.store.dir()).unwrap());
    let round = async || {
        tell_followers(&bureau.office, &settings).await.unwrap();
        let texts = gateway.taken().into_iter().map(|(_, message)| {
            assert_eq!(message["to"], NUMBER);
            message["text"].as_str().unwrap().to_owned()
        });
        texts.collect::<Vec<_>>()
    };
    let mut phone = bureau.browser();
    let page = format!("/public/{number}");
    let fields = [("notices", "text"), ("notice_address", "139 0000-0000")];
    let done = phone.fill(&page, &format!("{page}/follow"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let texts = round().await;
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains(&number) && !texts[0].contains(WORDS), "{}", texts[0]);
    let link = link_in(&texts[0]);
    take_step(&bureau, &number, "clerk", "publish", &[("text", WORDS)]).await;
    assert!(round().await.is_empty(), "nobody has confirmed it");
    phone.fill(&link, &link, &[("do", "confirm")]).await;
    take_step(&bureau, &number, "clerk", "accept", &[]).await;
    let texts = round().await;
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("Accepted") && texts[0].contains(&link));
    assert!(texts[0].chars().count() < 300, "{}", texts[0]);
    let done = phone.fill(&link, &link, &[("do", "stop")]).await;
    assert!(done.text().contains("has been erased"), "{}", done.text());
    assert_eq!(phone.get(&link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn taken_back_it_says_so_once_and_forgets_them() {
    let followed = Followed::new().await;
    let link = followed.follows(ADDRESS).await;
    followed.step("unpublish", &[("text", "A name stood in it")]).await;
    let letters = followed.round().await;
    assert_eq!(letters.len(), 1);
    let text = body(&letters[0].text);
    assert!(
        text.contains("not public any more") && !text.contains(WORDS) && !text.contains("A name"),
        "{text}"
    );
    assert_eq!(followed.count().await, 0);
    assert_eq!(followed.bureau.browser().get(&link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_forgotten() {
    let followed = Followed::new().await;
    followed.mail.will_say(&["550 5.1.1 <{to}> no such user"]);
    let mut guest = followed.bureau.browser();
    followed.ask(&mut guest, &followed.number, ADDRESS).await;
    assert!(followed.round().await.is_empty());
    // Asked for again, it is a new wish.
    followed.ask(&mut guest, &followed.number, ADDRESS).await;
    assert_eq!(followed.round().await.len(), 1);
}

#[tokio::test]
async fn the_desk_reads_a_number_and_no_address_is_in_the_directory() {
    let followed = Followed::new().await;
    let link = followed.follows(ADDRESS).await;
    let mut chief = followed.bureau.signed_in("office-chief").await;
    let page = chief.get(&format!("/cases/{}", followed.number)).await;
    assert!(page.text().contains("One follows this by message"), "{}", page.text());
    for list in ["/notices", "/access-record", "/cases"] {
        assert!(!chief.get(list).await.text().contains(ADDRESS), "{list}");
    }
    let office = &followed.bureau.office;
    let secret = link.trim_start_matches("/follow/").to_owned();
    let holds = |what: &str| {
        let files = std::fs::read_dir(office.store.dir()).unwrap();
        let files = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
        let found = files.filter(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(what.len()).any(|part| part == what.as_bytes())
        });
        found.count()
    };
    assert_eq!(
        (holds(ADDRESS), holds(&secret)),
        (0, 0),
        "sealed, and made anew each time"
    );
    // Erased with the case: nothing is sent, and the link leads nowhere.
    let mut guest = followed.bureau.browser();
    followed
        .step("withdraw", &[("text", "They said so at the counter")])
        .await;
    followed.round().await;
    let asked = [("number", followed.number.as_str()), ("reason", "Asked in writing")];
    let looked = chief.fill("/erasures", "/erasures", &asked).await;
    let (csrf, version) = (looked.hidden("csrf"), looked.hidden("version"));
    let mut fields = vec![("csrf", csrf.as_str()), ("version", version.as_str())];
    fields.extend(asked);
    let erased = chief.post("/erasures/erase", &fields).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text());
    assert!(followed.round().await.is_empty());
    assert_eq!(guest.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(followed.count().await, 0);
}
