//! Where a request comes from, and under which name it reached the program.

use crate::state::Options;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Scheme and name under which the program was asked, for addresses that are read elsewhere; empty where the request names
/// none.
pub(crate) fn origin(headers: &HeaderMap, options: Options) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if options.https { "https" } else { "http" };
    host.map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

/// The address to throttle by: the connection's, or what the trusted proxy says. None in tests without a connection.
pub(crate) fn address(parts: &Parts, options: Options) -> Option<IpAddr> {
    whole_address(parts, options).map(network)
}

/// The address as it counts: of IPv6 the network alone (the first 64 bits), since a single client has all below it.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address @ IpAddr::V4(_) => address,
    }
}

fn whole_address(parts: &Parts, options: Options) -> Option<IpAddr> {
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

fn connection(parts: &Parts) -> Option<IpAddr> {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_counts_once_whatever_its_address_below_the_network() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
