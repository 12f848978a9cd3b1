//! Somebody's own keys: what a program does with one is theirs, in the post they hold then.

use super::caller::{self, Scope};
use crate::desk::list_accounts::{KeyHandover, scope};
use crate::desk::{change_password, confirm};
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::SignedDuration;
use store::ApiKey;

/// For how many days a key can be made. None without an end: it would outlive what it was for.
const DAYS: [u8; 4] = [1, 7, 30, 90];
/// Keys in force that one account can have.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "desk/own_keys.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    handover: Option<&'a KeyHandover>,
    keys: Vec<Line>,
    scopes: [(Scope, &'static str); 16],
    days: [u8; 4],
}

struct Line {
    id: String,
    name: String,
    scopes: Vec<String>,
    made: String,
    ends: Option<String>,
    in_force: bool,
}

/// `GET /account/keys`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    page(&visit, &Draft::default(), None).await
}

/// `POST /account/keys`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let store = &visit.desk.office.store;
    let mut problems = Problems::default();
    let words = visit.words();
    let name = fields.get("key_name").to_owned();
    if !(1..=60).contains(&name.chars().count()) {
        problems.add("key_name", words.text("api-key-name-needed"));
    }
    let days = fields.get("days").parse().ok().filter(|days| DAYS.contains(days));
    if days.is_none() {
        problems.add("days", words.text("own-key-days-needed"));
    }
    let chosen = |name: &&str| !fields.get(&format!("scope {name}")).is_empty();
    let scopes = Scope::ALL.into_iter().map(|(_, name)| name).filter(chosen);
    let scopes: Vec<String> = scopes.map(str::to_owned).collect();
    if scopes.is_empty() {
        problems.add("key_scopes", words.text("api-key-scope-needed"));
    }
    let keys = own(&visit).await?;
    if keys.iter().filter(|key| key.is_in_force(visit.now)).count() >= MOST {
        problems.add("", words.with("own-keys-many", &[("most", MOST.into())]));
    }
    // Last, since each try is counted: a browser left open is not enough to make what acts for somebody for weeks.
    if problems.is_empty() && !change_password::is_current(&visit, fields.exact("current")).await? {
        problems.add("current", words.text("password-current-wrong"));
    }
    let (Some(days), true) = (days, problems.is_empty()) else {
        return page(&visit, &Draft { fields, problems }, None).await;
    };
    let (secret, kept) = caller::new_secret();
    let account = &visit.person.account;
    let key = ApiKey {
        id: office::new_case_id(visit.now).to_string(),
        name: name.clone(),
        post: account.post.clone(),
        scopes,
        made_by: Some(account.id.clone()),
        holder: Some(account.id.clone()),
        ends_at: Some(visit.now + SignedDuration::from_hours(24 * i64::from(days))),
        created_at: visit.now,
        revoked_at: None,
    };
    store.create_api_key(key, &kept).await?;
    page(&visit, &Draft::default(), Some(&KeyHandover { name, secret })).await
}

/// `POST /account/keys/{id}/revoke`
pub(crate) async fn revoke(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    // Another's key is not there for whoever asks.
    let Some(key) = own(&visit).await?.into_iter().find(|key| key.id == id) else {
        return Ok(frame::see_other("/account/keys"));
    };
    if !confirm::is_sure(&fields) {
        let f = Frame::new(&visit, "", "");
        let title = f.t1("api-key-revoke-label", "name", &key.name);
        return confirm::ask(&visit, "/account/keys", title, f.t("api-key-revoke-does"));
    }
    visit.desk.office.store.revoke_api_key(&id, visit.now).await?;
    Ok(frame::see_other("/account/keys"))
}

async fn own(visit: &Visit) -> Result<Vec<ApiKey>, Fault> {
    let store = &visit.desk.office.store;
    Ok(store.own_api_keys(&visit.person.account.id).await?)
}

async fn page(visit: &Visit, draft: &Draft, handover: Option<&KeyHandover>) -> Result<Response, Fault> {
    let f = Frame::new(visit, "", visit.words().text("own-keys"));
    let line = |key: ApiKey| Line {
        in_force: key.is_in_force(visit.now),
        made: f.moment(&key.created_at),
        ends: key.ends_at.map(|at| f.moment(&at)),
        scopes: key.scopes.iter().map(|name| scope(&f, name).to_owned()).collect(),
        id: key.id,
        name: key.name,
    };
    let page = Page {
        keys: own(visit).await?.into_iter().map(line).collect(),
        scopes: Scope::ALL,
        days: DAYS,
        f,
        draft,
        handover,
    };
    frame::form_page(&draft.problems, &page)
}
