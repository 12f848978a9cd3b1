//! Huying 呼应: the program. One file per command in `commands/`; what they share is beside this file.
//!
//! Data goes to stdout, words for people to stderr, so that `huying … --json | jq` always works.

mod bench;
mod cli;
mod commands;
mod console;
mod data;
mod demo;
mod exit;
mod failure;
mod help;
mod log;
mod trust;

use clap::FromArgMatches;
use cli::Cli;
use console::Console;
use exit::Exit;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A sixth of the time of a registration under load went into the system's allocator (`docs/speed.md`).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let locale = help::locale_of(std::env::args_os(), |name| std::env::var(name).ok());
    let matches = match help::command(locale).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // `--help` and `--version` come this way too; clap knows which of them is an error.
            let code = if error.use_stderr() {
                Exit::WrongUsage
            } else {
                Exit::Done
            };
            // Nobody is left to tell when the terminal itself is gone.
            let _ = error.print();
            return code.into();
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let console = Console::new(locale, cli.global.verbose);
    log::start(
        &cli.global,
        matches!(cli.command, cli::Command::Serve(_) | cli::Command::Demo(_)),
    );
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            console.failure(&error.into());
            return Exit::Failed.into();
        }
    };
    match runtime.block_on(cli.command.run(&cli.global, &console)) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            console.failure(&failure);
            Exit::Failed.into()
        }
    }
}
