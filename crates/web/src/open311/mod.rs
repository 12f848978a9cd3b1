//! Open311 `GeoReport` v2 under `/open311/v2` (<https://wiki.open311.org/GeoReport_v2/>): discovery, services, requests, tokens, in
//! XML and JSON. One file an action.
//!
//! What everybody reads here was published after review; nothing else is there. A request that comes in goes the way of the
//! portal's: its sender is the requester, without an account, and follows it under the token. `device_id` and
//! `account_id` are taken and kept nowhere; `media_url` is written down and never fetched.

mod answer;
mod asked;
mod discovery;
mod list_requests;
mod list_services;
mod post_request;
mod show_request;
mod show_service;
mod show_token;
mod view;

pub(crate) use answer::of_fault;

use crate::state::Desk;
use axum::Router;
use axum::routing::{get, post};

/// What its addresses begin with.
pub(crate) const PREFIX: &str = "/open311/";

/// All routes; the format is the ending.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/open311/v2/discovery.json", get(discovery::show))
        .route("/open311/v2/discovery.xml", get(discovery::show))
        .route("/open311/v2/services.json", get(list_services::list))
        .route("/open311/v2/services.xml", get(list_services::list))
        .route("/open311/v2/services/{file}", get(show_service::show))
        .route("/open311/v2/requests.json", get(list_requests::list))
        .route("/open311/v2/requests.json", post(post_request::send))
        .route("/open311/v2/requests.xml", get(list_requests::list))
        .route("/open311/v2/requests.xml", post(post_request::send))
        .route("/open311/v2/requests/{file}", get(show_request::show))
        .route("/open311/v2/tokens/{file}", get(show_token::show))
}
