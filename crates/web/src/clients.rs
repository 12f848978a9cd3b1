//! Where a request comes from.

use crate::state::Options;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address to throttle by: the connection's, or what the trusted proxy says. None in tests without a connection.
pub(crate) fn address(parts: &Parts, options: Options) -> Option<IpAddr> {
    if options.proxy {
        // The last entry is the one our own proxy wrote; those before it are the client's to invent.
        let forwarded = parts.headers.get_all(FORWARDED_FOR).iter().next_back();
        let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        if last.is_some() {
            return last;
        }
    }
    connection(parts)
}

/// Whether the request comes from this machine itself and through no proxy: who may read the metrics unasked.
pub(crate) fn is_local(parts: &Parts) -> bool {
    let forwarded = ["forwarded", FORWARDED_FOR, "x-real-ip", "via"];
    connection(parts).is_some_and(|ip| ip.is_loopback())
        && !forwarded.iter().any(|name| parts.headers.contains_key(*name))
}

fn connection(parts: &Parts) -> Option<IpAddr> {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip())
}
