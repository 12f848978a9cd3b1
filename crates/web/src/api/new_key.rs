//! A new key: its secret is shown once, on the page that answers.

use super::caller::{self, Scope};
use crate::access::Right;
use crate::desk::list_accounts::{self, KeyHandover};
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{Draft, Problems};
use axum::response::Response;
use domain::PostSlug;
use store::ApiKey;

/// `POST /accounts/keys`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let office = &visit.desk.office;
    let mut problems = Problems::default();
    let words = visit.words();
    let name = fields.get("key_name").to_owned();
    if !(1..=60).contains(&name.chars().count()) {
        problems.add("key_name", words.text("api-key-name-needed"));
    }
    let post = PostSlug::new(fields.get("key_post"));
    if office.pack.post(&post).is_none() {
        problems.add("key_post", words.text("account-post-needed"));
    }
    let chosen = |name: &&str| !fields.get(&format!("scope {name}")).is_empty();
    let scopes = Scope::for_programs().map(|(_, name)| name);
    let scopes: Vec<String> = scopes.filter(chosen).map(str::to_owned).collect();
    if scopes.is_empty() {
        problems.add("key_scopes", words.text("api-key-scope-needed"));
    }
    if !problems.is_empty() {
        return list_accounts::page(&visit, &Draft { fields, problems }, None, None).await;
    }
    let (secret, kept) = caller::new_secret();
    let key = ApiKey {
        id: office::new_case_id(visit.now).to_string(),
        name: name.clone(),
        post,
        scopes,
        made_by: Some(visit.person.account.id.clone()),
        holder: None,
        ends_at: None,
        created_at: visit.now,
        revoked_at: None,
    };
    office.store.create_api_key(key, &kept).await?;
    let handover = KeyHandover { name, secret };
    list_accounts::page(&visit, &Draft::default(), None, Some(&handover)).await
}
