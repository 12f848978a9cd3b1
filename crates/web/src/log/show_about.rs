//! What the log is: a text that a person reads and a program can.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;
use domain::Locale;
use ledger::rotation::format_keys;
use std::fmt::Write as _;
use words::words;

/// What is said above, in each language.
const SAID: [&str; 5] = [
    "log-about-what",
    "log-about-proven",
    "log-about-not-proven",
    "log-about-key",
    "log-about-where",
];

/// `GET /log/`
pub(crate) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    let store = &desk.office.store;
    let mut text = String::new();
    for locale in Locale::ALL {
        let (words, body) = (words(locale), desk.office.pack.body.get(locale));
        let _ = writeln!(text, "{}\n", words.with("log-about-title", &[("body", body.into())]));
        for key in SAID {
            let _ = writeln!(text, "{}\n", words.text(key));
        }
    }
    let keys = store.log_keys();
    if let Some(key) = keys.iter().rev().find(|key| key.until.is_none()).or(keys.last()) {
        let _ = writeln!(
            text,
            "origin {}\nsize {}\nvkey\n{}\n",
            key.key.name(),
            store.log_size(),
            key.key
        );
    }
    let _ = writeln!(text, "keys\n{}", format_keys(keys));
    let _ = writeln!(text, "policy\n{}", store.log_policy()?);
    let _ = writeln!(text, "witnessed");
    if let Some(found) = store.witnessed()? {
        let quorum = if found.quorum { "quorum" } else { "no quorum" };
        let (size, signed, of) = (found.checkpoint.size, found.witnesses.len(), found.of);
        let _ = writeln!(text, "{size} {signed} of {of} {quorum}");
    }
    for state in store.witnesses().await? {
        let at = state.signed_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let _ = writeln!(text, "{} {} {at}", state.witness.name, state.signed_size);
    }
    Ok(super::text(text))
}
