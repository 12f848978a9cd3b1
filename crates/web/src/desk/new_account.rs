//! A new account with a one-time password, which the administrator hands over and never sees again.

use super::list_accounts::{self, Handover};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{Draft, Problems};
use crate::passwords;
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
    let password = passwords::one_time();
    let user = fields.get("user").to_lowercase();
    let account = NewAccount {
        id: office::new_case_id(visit.now).to_string(),
        user: user.clone(),
        name: fields.get("name").to_owned(),
        post,
        locale: None,
        password_hash: passwords::hash_one_time(password.clone()).await,
    };
    match office.store.create_account(account, visit.now).await {
        Err(store::Error::AccountTaken(_)) => {
            problems.add("user", visit.words().text("account-taken-short"));
            list_accounts::page(&visit, &Draft { fields, problems }, None, None).await
        }
        made => {
            made?;
            list_accounts::page(&visit, &Draft::default(), Some(&Handover { user, password }), None).await
        }
    }
}

/// What is wrong with a sign-in name and a shown name (`user`, `name`).
pub(super) fn check_names(fields: &Fields, words: &Words, problems: &mut Problems) {
    let user = fields.get("user");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !(2..=40).contains(&user.len()) || !user.chars().all(plain) {
        problems.add("user", words.text("account-user-plain"));
    }
    if !(1..=60).contains(&fields.get("name").chars().count()) {
        problems.add("name", words.text("account-name-needed"));
    }
}
