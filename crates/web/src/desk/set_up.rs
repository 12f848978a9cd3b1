//! The first administrator's account, by the one-time link.

use super::change_password::check_new;
use super::new_account::check_names;
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::{passwords, set_up};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::pack::Post;
use store::NewAccount;

#[derive(Template)]
#[template(path = "desk/set_up.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    token: &'a str,
    /// The post that the account will hold.
    post: &'a str,
}

/// `GET /set-up/{token}`
pub(crate) async fn show(Path(token): Path<String>, guest: Guest) -> Result<Response, Fault> {
    check_link(&guest, &token).await?;
    form(&guest, &token, &Draft::default())
}

/// `POST /set-up/{token}`
pub(crate) async fn send(
    Path(token): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    // One at a time from here on: the link makes one administrator.
    let _alone = guest.desk.set_up.lock().await;
    check_link(&guest, &token).await?;
    let mut problems = check_new(&fields, guest.words());
    check_names(&fields, guest.words(), &mut problems);
    if !problems.is_empty() {
        return form(&guest, &token, &Draft { fields, problems });
    }
    let office = &guest.desk.office;
    let user = fields.get("user").to_lowercase();
    let account = NewAccount {
        id: office::new_case_id(guest.now).to_string(),
        user: user.clone(),
        name: fields.get("name").to_owned(),
        post: post(&guest)?.slug.clone(),
        locale: Some(guest.locale),
        password_hash: passwords::hash(fields.exact("password").to_owned()).await,
    };
    match office.store.create_account(account, guest.now).await {
        Err(store::Error::AccountTaken(_)) => {
            let mut problems = Problems::default();
            problems.add("user", guest.words().text("account-taken-short"));
            return form(&guest, &token, &Draft { fields, problems });
        }
        made => made?,
    }
    set_up::shut(office).await?;
    let account = office.store.account_by_user(&user).await?;
    let account = account.ok_or_else(|| Fault::Broken("the account just made is not there".to_owned()))?;
    super::sign_in::signed_in(&guest, &account, "/").await
}

async fn check_link(guest: &Guest, token: &str) -> Result<(), Fault> {
    if set_up::is_open(&guest.desk.office, token).await? {
        Ok(())
    } else {
        Err(domain::case::Refusal::new("set-up-link-shut").into())
    }
}

fn post(guest: &Guest) -> Result<&Post, Fault> {
    let post = set_up::administrators_post(&guest.desk.office.pack);
    post.ok_or_else(|| domain::case::Refusal::new("set-up-no-post").into())
}

fn form(guest: &Guest, token: &str, draft: &Draft) -> Result<Response, Fault> {
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("set-up-title")),
        draft,
        token,
        post: post(guest)?.name.get(guest.locale),
    };
    Ok(guest.with_token(frame::form_page(&draft.problems, &page)?))
}
