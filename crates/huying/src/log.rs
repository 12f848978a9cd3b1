//! Structured logs on stderr. `RUST_LOG` wins over the defaults.

use crate::cli::{Global, LogForm};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts the log: a server tells what it does, other commands only what goes wrong, `-v` more of both.
pub(crate) fn start(global: &Global, serves: bool) {
    // `usvg` warns of every bar of a chart that has no height: a category without cases.
    let default = match (serves, global.verbose) {
        (_, true) => "info,huying=debug,web=debug,office=debug,store=debug,usvg=error",
        (true, false) => "info,usvg=error",
        (false, false) => "warn,usvg=error",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match global.log {
        LogForm::Text => subscriber.with_target(false).init(),
        LogForm::Json => subscriber.json().flatten_event(true).init(),
    }
}
