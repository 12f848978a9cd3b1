//! Sending what was asked: registered, with its files, and followed from then on under a secret link.

use super::ask;
use super::doors::rules_of;
use super::questions::{Question, position, registration, rules};
use super::{address, notices, requester};
use crate::dangers;
use crate::desk::attach_evidence::shown_name;
use crate::evidence_types;
use crate::fault::Fault;
use crate::frame::{self, Draft, Problems};
use crate::guest::Guest;
use crate::secrets;
use crate::throttle;
use crate::upload::{GuestUnread, GuestUploaded};
use axum::response::Response;
use domain::CaseId;
use domain::case::{Actor, Command, Evidence};
use domain::pack::PortalRules;
use jiff::SignedDuration;
use office::{Done, Office, Paper};
use store::ApiKey;

/// `POST /portal/ask/send`
pub(crate) async fn send(unread: GuestUnread) -> Result<Response, Fault> {
    slow_down(&unread.guest).await?;
    let GuestUploaded { guest, fields, files } = unread.read(evidence_types::MOST_BYTES).await?;
    let (portal, _) = rules_of(&guest, &fields)?;
    let asked = registration(&guest, &fields, &portal);
    let mut problems = Problems::default();
    let files = look_at(&guest, &portal, files, &mut problems);
    if position(&fields).is_err() {
        problems.add("latitude", guest.words().text("portal-position-wrong"));
        return ask::page(&guest, Question::Where, &Draft { fields, problems }).await;
    }
    if !problems.is_empty() {
        return ask::page(&guest, Question::Check, &Draft { fields, problems }).await;
    }
    let chosen = match notices::chosen(&guest.desk, &fields) {
        Ok(chosen) => chosen,
        Err(wrong) => {
            let problems = notices::problems(&guest, Some(wrong));
            return ask::page(&guest, Question::Notices, &Draft { fields, problems }).await;
        }
    };
    let office = &guest.desk.office;
    // A form sent twice is one request: its key stands for it, with the browser's token, so that two people never have the
    // same. As one hash: two requests of one browser have nothing in common.
    let key = fields
        .given("key")
        .map(|key| format!("portal {}", secrets::sha256(&format!("{} {key}", guest.token))));
    let then = dangers::raised(fields.get("danger"), &asked.description);
    let secret = secrets::token();
    let link = secrets::sha256(&secret);
    let done = match office::register_linked(office, asked, &then, &requester(), guest.now, key, Some(&link)).await {
        Ok(done) => done,
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            return ask::page(&guest, Question::Check, &Draft { fields, problems }).await;
        }
        Err(error) => return Err(error.into()),
    };
    let case = done.appended.case;
    for file in files {
        attach(office, case, file, &requester(), None).await?;
    }
    if let Some((by, address)) = chosen {
        notices::choose_first(office, case, (by, &address), guest.locale, &requester(), guest.now).await?;
    }
    Ok(frame::see_other(&format!("{}?new=1", address(&secret))))
}

/// Requests from one address are counted, so that nobody buries the others'. Under a name that this process alone can
/// make: what is kept for the counting tells nobody from where an anonymous request came.
async fn slow_down(guest: &Guest) -> Result<(), Fault> {
    let (portal, _) = rules(guest)?;
    if too_many(guest, portal, "portal address").await? {
        return Err(Fault::TooMany);
    }
    Ok(())
}

/// Requests by one key are counted by it and by no address: many programs stand behind one network, and one is not slower for
/// showing its key from many.
pub(crate) async fn slow_down_key(guest: &Guest, key: &ApiKey) -> Result<(), Fault> {
    let (portal, _) = rules(guest)?;
    if is_over(guest, portal.key_pace(), &format!("open311 key {}", key.id)).await? {
        return Err(Fault::TooMany);
    }
    Ok(())
}

/// Whether somebody at one address has looked for what is known already more often than requests may come from there: counted
/// apart, so that looking takes nobody the room to send.
pub(super) async fn look_too_often(guest: &Guest, portal: &PortalRules) -> Result<bool, Fault> {
    too_many(guest, portal, "portal known").await
}

async fn too_many(guest: &Guest, portal: &PortalRules, what: &str) -> Result<bool, Fault> {
    let from = guest.address.map_or_else(String::new, |address| address.to_string());
    is_over(guest, portal.pace(), &format!("{what} {}", throttle::masked(&from))).await
}

/// Whether what is counted by `key` is more than this pace lets through.
async fn is_over(guest: &Guest, pace: Option<(u32, u32)>, key: &str) -> Result<bool, Fault> {
    let Some((most, minutes)) = pace else {
        return Ok(false);
    };
    let window = SignedDuration::from_mins(minutes.into());
    Ok(guest.desk.office.store.count_attempt(key, guest.now, window).await? > most)
}

/// A file that was taken, and what it is.
pub(crate) struct Taken {
    name: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Taken {
    /// What somebody wrote, as a file of this name.
    pub(crate) fn words(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            media_type: "text/plain; charset=utf-8",
            bytes: text.into_bytes(),
        }
    }
}

/// The files, with what their bytes say that they are, and without the place where a photo was taken.
pub(super) fn look_at(guest: &Guest, portal: &PortalRules, files: Vec<Paper>, problems: &mut Problems) -> Vec<Taken> {
    let most = portal.most_files();
    if files.len() > most as usize {
        let said = guest.words().with("portal-too-many-files", &[("most", most.into())]);
        problems.add("files", said);
        return Vec::new();
    }
    let mut taken = Vec::with_capacity(files.len());
    for file in files {
        match take(file) {
            Ok(file) => taken.push(file),
            Err(why) => problems.add("files", guest.words().text(why)),
        }
    }
    taken
}

/// One file, as its bytes say what it is and without the place where a photo was taken; or message key of why not.
pub(crate) fn take(Paper { name, bytes }: Paper) -> Result<Taken, &'static str> {
    let kept = evidence_types::keep(&name, bytes)?;
    Ok(Taken {
        name: shown_name(&name),
        media_type: kept.media_type,
        bytes: kept.bytes,
    })
}

/// Adds a file of whoever follows the case to it.
pub(crate) async fn attach(
    office: &Office,
    case: CaseId,
    file: Taken,
    actor: &Actor,
    key: Option<String>,
) -> Result<Done, office::Error> {
    let sha256 = office.store.put_file(case, &file.bytes).await?;
    let command = Command::AttachEvidence(Evidence {
        name: file.name,
        media_type: file.media_type.to_owned(),
        bytes: file.bytes.len() as u64,
        sha256,
    });
    let now = office.clock.now();
    office::act(office, case, &command, actor, now, key).await
}
