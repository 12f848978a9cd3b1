//! How the requester, and each other party of a dispute by its own link, is told of what happens: chosen when asking, changed and stopped
//! on the page of the request, where also stands which notices went out and what became of them.

use super::{Reader, address, reached, told};
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::notices::MOST_FAILURES;
use crate::state::Desk;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Actor, Case, Command, NoticesBy, SealedValues};
use domain::pack::FieldName;
use domain::{CaseId, Locale};
use jiff::Timestamp;
use office::Office;
use store::{Notice, NoticeState, Story};
use words::Words;

/// What forms call the way and the address.
pub(crate) const FIELDS: [&str; 2] = ["notices", "notice_address"];
/// Notices that are shown.
const SHOWN: u32 = 50;

/// A way in which somebody can be told.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    /// Message key.
    pub(crate) word: &'static str,
}

/// A choice that cannot be kept: the field, and message key of why.
pub(crate) type Wrong = (&'static str, &'static str);

/// The ways that are set up.
pub(crate) fn ways(desk: &Desk) -> Vec<Way> {
    let ways = desk.notices.ways().map(|by| Way {
        name: by.name(),
        word: word(by),
    });
    ways.collect()
}

/// Message key of what is asked for, so that nobody is asked for a number to which nothing can be sent.
pub(crate) fn where_key(ways: &[Way]) -> &'static str {
    if is_email_alone(ways) {
        "notices-where-email"
    } else {
        "notices-where"
    }
}

/// Message key of how it is written.
pub(crate) fn where_hint_key(ways: &[Way]) -> &'static str {
    if is_email_alone(ways) {
        "notices-where-email-hint"
    } else {
        "notices-where-hint"
    }
}

fn is_email_alone(ways: &[Way]) -> bool {
    ways.iter().all(|way| way.name == NoticesBy::Email.name()) && !ways.is_empty()
}

const fn word(by: NoticesBy) -> &'static str {
    match by {
        NoticesBy::Email => "notices-email",
        NoticesBy::Text => "notices-text",
    }
}

/// What a form chooses; none where it chooses nothing.
pub(crate) fn chosen(desk: &Desk, fields: &Fields) -> Result<Option<(NoticesBy, String)>, Wrong> {
    let Some(name) = fields.given(FIELDS[0]) else {
        return Ok(None);
    };
    let by = desk.notices.ways().find(|by| by.name() == name);
    let by = by.ok_or((FIELDS[0], "notices-not-set-up"))?;
    let wrong = match by {
        NoticesBy::Email => "notices-email-wrong",
        NoticesBy::Text => "notices-text-wrong",
    };
    let address = by.address(fields.get(FIELDS[1])).ok_or((FIELDS[1], wrong))?;
    Ok(Some((by, address)))
}

/// What is wrong with a choice, if anything.
pub(super) fn problems(guest: &Guest, wrong: Option<Wrong>) -> Problems {
    let mut problems = Problems::default();
    if let Some((field, why)) = wrong {
        problems.add(field, guest.words().text(why));
    }
    problems
}

/// A choice as the last page of asking repeats it.
pub(super) fn in_words(words: &Words, fields: &Fields) -> String {
    match NoticesBy::named(fields.get(FIELDS[0])) {
        Some(by) => words.with(
            "notices-to",
            &[
                ("way", words.text(word(by)).into()),
                ("address", fields.get(FIELDS[1]).into()),
            ],
        ),
        None => words.text("notices-none").to_owned(),
    }
}

/// Keeps a choice.
///
/// # Errors
/// A refusal of the rules; the store's.
pub(crate) async fn choose(
    office: &Office,
    case: CaseId,
    (by, address): (Option<NoticesBy>, &str),
    language: Locale,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), office::Error> {
    let command = Command::ChooseNotices {
        by,
        language,
        address: SealedValues::default().with(FieldName::NoticeAddress, address),
        reason: None,
        party: None,
    };
    office::act(office, case, &command, actor, now, None).await.map(drop)
}

/// Keeps a choice that came with a registration; a form sent twice chooses once.
///
/// # Errors
/// As [`choose`].
pub(crate) async fn choose_first(
    office: &Office,
    case: CaseId,
    (by, address): (NoticesBy, &str),
    language: Locale,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), office::Error> {
    let known = office.store.case(case).await?;
    if known.is_some_and(|case| case.notices.is_some()) {
        return Ok(());
    }
    choose(office, case, (Some(by), address), language, actor, now).await
}

/// Message key of how somebody is told; none where there is nothing to choose.
pub(super) fn state_key(desk: &Desk, case: &Case) -> Option<&'static str> {
    if case.erased_at.is_some() {
        return None;
    }
    match case.notices.and_then(|notices| notices.by) {
        Some(NoticesBy::Email) => Some("notices-state-email"),
        Some(NoticesBy::Text) => Some("notices-state-text"),
        None => desk.notices.ways().next().map(|_| "notices-state-none"),
    }
}

#[derive(Template)]
#[template(path = "portal/notices.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    draft: &'a Draft,
    home: String,
    state: Option<&'static str>,
    /// Notices in a row that did not arrive, while some are sent.
    failing: u64,
    /// They were stopped, because they did not arrive.
    stopped: bool,
    ways: Vec<Way>,
    sent: Vec<Line>,
}

struct Line {
    at: String,
    what: &'static str,
    said: String,
}

/// `GET /portal/mine/{secret}/notices`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    let notices = story.case.notices_of(reader.reads_as());
    let by = notices.and_then(|notices| notices.by);
    let by = (FIELDS[0].to_owned(), by.map_or("", NoticesBy::name).to_owned());
    let draft = Draft {
        fields: Fields::of(vec![by]),
        problems: Problems::default(),
    };
    page(&guest, &secret, (&story, reader), &draft).await
}

/// `POST /portal/mine/{secret}/notices`
pub(crate) async fn send(
    Path(secret): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    let chosen = match chosen(&guest.desk, &fields) {
        Ok(chosen) => chosen,
        Err(wrong) => {
            let problems = problems(&guest, Some(wrong));
            return page(&guest, &secret, (&story, reader), &Draft { fields, problems }).await;
        }
    };
    let choice = match &chosen {
        Some((by, address)) => (Some(*by), address.as_str()),
        None => (None, ""),
    };
    let office = &guest.desk.office;
    match choose(office, story.case.id, choice, guest.locale, &reader.actor(), guest.now).await {
        Ok(()) => {
            let done = if chosen.is_some() { "notices" } else { "no-notices" };
            Ok(frame::see_other(&format!("{}?done={done}", address(&secret))))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            page(&guest, &secret, (&story, reader), &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    guest: &Guest,
    secret: &str,
    (story, reader): (&Story, Reader),
    draft: &Draft,
) -> Result<Response, Fault> {
    let party = reader.reads_as();
    let told = told(story, reader);
    let case = &told.case;
    let kept = &guest.desk.office.store;
    let failures = match case.notices {
        Some(notices) => kept.notice_failures(case.id, party, notices.address_at).await?,
        None => 0,
    };
    let is_on = case.notices.is_some_and(|notices| notices.by.is_some());
    let f = Frame::for_guest(guest, guest.words().text("notices-title")).of_drill(case.is_drill());
    let sent = kept.notices_of(case.id, party, SHOWN).await?;
    let page = Page {
        home: address(secret),
        state: state_key(&guest.desk, case),
        failing: if is_on { failures } else { 0 },
        stopped: !is_on && failures >= MOST_FAILURES,
        ways: ways(&guest.desk),
        sent: sent.iter().map(|notice| line(&f, notice)).collect(),
        case,
        draft,
        f,
    };
    Ok(guest.with_token(frame::form_page(&draft.problems, &page)?))
}

fn line(f: &Frame<'_>, notice: &Notice) -> Line {
    let what = match notice.state {
        NoticeState::Waiting => "notice-state-waiting",
        NoticeState::Sent => "notice-state-sent",
        NoticeState::Returned => "notice-state-returned",
        NoticeState::GivenUp => "notice-state-given-up",
        NoticeState::Dropped => "notice-state-dropped",
    };
    Line {
        at: f.moment(&notice.last_at.unwrap_or(notice.made_at)),
        what,
        said: f.t(&notice.what).to_owned(),
    }
}
