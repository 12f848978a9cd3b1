//! The body itself: who looked, what is forgotten, accounts, where news is sent, what its units have in
//! work, how its ways of telling people and its log stand.

mod erase_case;
mod keep_accounts;
mod keep_webhooks;
mod list_access;
mod list_accounts;
mod list_notices;
mod list_work;
mod make_account;
mod watch_log;

use crate::state::Desk;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// These actions, with what describes them.
pub(super) fn described() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(list_access::list))
        .routes(routes!(list_access::save))
        .routes(routes!(erase_case::list, erase_case::erase))
        .routes(routes!(erase_case::look))
        .routes(routes!(list_accounts::list, make_account::make))
        .routes(routes!(keep_accounts::change_post))
        .routes(routes!(keep_accounts::shut))
        .routes(routes!(keep_accounts::open))
        .routes(routes!(keep_accounts::reset_password))
        .routes(routes!(keep_accounts::link))
        .routes(routes!(keep_accounts::part))
        .routes(routes!(list_accounts::keys))
        .routes(routes!(keep_webhooks::list, keep_webhooks::make))
        .routes(routes!(keep_webhooks::end))
        .routes(routes!(keep_webhooks::messages))
        .routes(routes!(keep_webhooks::again))
        .routes(routes!(list_work::list))
        .routes(routes!(list_notices::list))
        .routes(routes!(watch_log::show))
}
