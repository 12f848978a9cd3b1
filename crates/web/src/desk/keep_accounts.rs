//! Shutting and opening accounts, new one-time passwords, another post for somebody, and which accounts are one person's.

use super::confirm;
use super::list_accounts::{self, Handover};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::passwords;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::PostSlug;
use domain::case::Refusal;
use jiff::Timestamp;
use store::Account;

/// `POST /accounts/{id}/password`
pub(crate) async fn reset_password(
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let account = other_account(&visit, &id).await?;
    if !confirm::is_sure(&fields) {
        let f = Frame::new(&visit, "/accounts", "");
        let does = f.t2("accounts-reset-does", "name", &account.name, "user", &account.user);
        let title = f.t1("accounts-reset-label", "user", &account.user);
        return confirm::ask(&visit, "/accounts", title, &does);
    }
    let handover = reset(&visit, account).await?;
    list_accounts::page(&visit, &Draft::default(), Some(&handover), None).await
}

/// Gives an account a new one-time password, which ends its sessions; it is to be handed over, and kept nowhere.
///
/// # Errors
/// The store's.
pub(crate) async fn reset(visit: &Visit, account: Account) -> Result<Handover, Fault> {
    let password = passwords::one_time();
    let hash = passwords::hash_one_time(password.clone()).await;
    visit
        .desk
        .office
        .store
        .set_password(&account.id, &hash, visit.now)
        .await?;
    visit.desk.sessions.forget_account(&account.id);
    Ok(Handover {
        user: account.user,
        password,
    })
}

/// `POST /accounts/{id}/shut`
pub(crate) async fn shut(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let account = other_account(&visit, &id).await?;
    if !confirm::is_sure(&fields) {
        let f = Frame::new(&visit, "/accounts", "");
        let does = f.t2("accounts-shut-does", "name", &account.name, "user", &account.user);
        let title = f.t1("accounts-shut-label", "user", &account.user);
        return confirm::ask(&visit, "/accounts", title, &does);
    }
    set(&visit, &id, Some(visit.now)).await
}

/// `POST /accounts/{id}/open`
pub(crate) async fn open(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    set(&visit, &id, None).await
}

/// `POST /accounts/post`
pub(crate) async fn change_post(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let mut problems = Problems::default();
    let post = PostSlug::new(fields.get("to_post"));
    if visit.desk.office.pack.post(&post).is_none() {
        problems.add("to_post", visit.words().text("account-post-needed"));
    }
    let id = fields.get("account").to_owned();
    if id.is_empty() {
        problems.add("account", visit.words().text("account-needed"));
    }
    if !problems.is_empty() {
        return list_accounts::page(&visit, &Draft { fields, problems }, None, None).await;
    }
    other_account(&visit, &id).await?;
    move_to(&visit, &id, &post).await?;
    Ok(frame::see_other("/accounts"))
}

/// Gives an account another post, which is in the pack, from its next page on.
///
/// # Errors
/// The store's.
pub(crate) async fn move_to(visit: &Visit, id: &str, post: &PostSlug) -> Result<(), Fault> {
    visit.desk.office.store.set_post(id, post).await?;
    visit.desk.sessions.forget_account(id);
    Ok(())
}

/// `POST /accounts/person`: two accounts are one person's. What is withheld from one of them is withheld from both.
pub(crate) async fn link(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let store = &visit.desk.office.store;
    let accounts = store.accounts().await?;
    let known = |name: &str| accounts.iter().any(|account| account.id == fields.get(name));
    let mut problems = Problems::default();
    for name in ["one", "other"] {
        if !known(name) {
            problems.add(name, visit.words().text("account-needed"));
        }
    }
    let (one, other) = (fields.get("one").to_owned(), fields.get("other").to_owned());
    if problems.is_empty() && one == other {
        problems.add("other", visit.words().text("accounts-person-two"));
    }
    if !problems.is_empty() {
        return list_accounts::page(&visit, &Draft { fields, problems }, None, None).await;
    }
    let office = &visit.desk.office;
    let linked = office::link_accounts(office, (&one, &other), fields.get("why"), visit.actor(), visit.now).await;
    said(&visit, fields, linked).await
}

/// `POST /accounts/{id}/person/end`: this account is not the same person's as the others. What was withheld from any of them stays so;
/// what comes later is not, so nobody says that of accounts of their own.
pub(crate) async fn part(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    let office = &visit.desk.office;
    let parted = office::part_account(office, &id, fields.get("why"), visit.actor(), visit.now).await;
    said(&visit, fields, parted).await
}

/// Back to the list; or what is wrong with what was said of accounts.
async fn said(visit: &Visit, fields: Fields, accounts: Result<Vec<String>, office::Error>) -> Result<Response, Fault> {
    match accounts {
        Ok(accounts) => {
            holds(visit, &accounts);
            Ok(frame::see_other("/accounts"))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            list_accounts::page(visit, &Draft { fields, problems }, None, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What was said of accounts holds from the next page that they ask for.
pub(crate) fn holds(visit: &Visit, accounts: &[String]) {
    for id in accounts {
        visit.desk.sessions.forget_account(id);
    }
}

async fn set(visit: &Visit, id: &str, at: Option<Timestamp>) -> Result<Response, Fault> {
    other_account(visit, id).await?;
    set_shut(visit, id, at).await?;
    Ok(frame::see_other("/accounts"))
}

/// Shuts an account, which ends its sessions, or opens it.
///
/// # Errors
/// The store's.
pub(crate) async fn set_shut(visit: &Visit, id: &str, at: Option<Timestamp>) -> Result<(), Fault> {
    visit.desk.office.store.set_disabled(id, at).await?;
    visit.desk.sessions.forget_account(id);
    Ok(())
}

/// The account, if it is not one's own: an administrator who shuts the own account locks everybody out.
pub(crate) async fn other_account(visit: &Visit, id: &str) -> Result<Account, Fault> {
    visit.may(Right::KeepAccounts)?;
    if visit.person.account.id == id {
        return Err(Refusal::new("accounts-own").into());
    }
    let accounts = visit.desk.office.store.accounts().await?;
    accounts
        .into_iter()
        .find(|account| account.id == id)
        .ok_or(Fault::NotFound)
}
