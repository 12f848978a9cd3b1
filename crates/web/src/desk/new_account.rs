//! A new account with a one-time password, which the administrator hands over and never sees again.

use super::list_accounts::{self, Handover};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{Draft, Problems};
use crate::passwords;
use crate::visit::Visit;
use axum::response::Response;
use domain::PostSlug;
use store::NewAccount;
use words::Words;

/// `POST /accounts`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let office = &visit.desk.office;
    let mut problems = Problems::default();
    check_names(&fields, visit.words(), &mut problems);
    let post = PostSlug::new(fields.get("post"));
    if office.pack.post(&post).is_none() {
        problems.add("post", visit.words().text("account-post-needed"));
    }
    if !problems.is_empty() {
        return list_accounts::page(&visit, &Draft { fields, problems }, None, None).await;
    }
    let new = New {
        id: office::new_case_id(visit.now).to_string(),
        user: fields.get("user").to_owned(),
        name: fields.get("name").to_owned(),
        post,
    };
    match make(&visit, new).await {
        Err(store::Error::AccountTaken(_)) => {
            problems.add("user", visit.words().text("account-taken-short"));
            list_accounts::page(&visit, &Draft { fields, problems }, None, None).await
        }
        made => list_accounts::page(&visit, &Draft::default(), Some(&made?), None).await,
    }
}

/// An account to be made, its names looked at.
pub(crate) struct New {
    pub(crate) id: String,
    pub(crate) user: String,
    pub(crate) name: String,
    pub(crate) post: PostSlug,
}

/// Makes it; the one-time password is to be handed over, and kept nowhere.
///
/// # Errors
/// [`store::Error::AccountTaken`] where the sign-in name is; what the database says.
pub(crate) async fn make(visit: &Visit, new: New) -> Result<Handover, store::Error> {
    let password = passwords::one_time();
    let user = new.user.to_lowercase();
    let account = NewAccount {
        id: new.id,
        user: user.clone(),
        name: new.name,
        post: new.post,
        locale: None,
        password_hash: passwords::hash_one_time(password.clone()).await,
    };
    visit.desk.office.store.create_account(account, visit.now).await?;
    Ok(Handover { user, password })
}

/// What is wrong with a sign-in name and a shown name (`user`, `name`).
pub(super) fn check_names(fields: &Fields, words: &Words, problems: &mut Problems) {
    for (field, next) in wrong_names(fields.get("user"), fields.get("name")) {
        problems.add(field, words.text(next));
    }
}

/// The fields of which something is wrong, with the message key of what to do about it.
pub(crate) fn wrong_names(user: &str, name: &str) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !(2..=40).contains(&user.len()) || !user.chars().all(plain) {
        wrong.push(("user", "account-user-plain"));
    }
    if !(1..=60).contains(&name.chars().count()) {
        wrong.push(("name", "account-name-needed"));
    }
    wrong
}
