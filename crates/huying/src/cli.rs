//! What can be typed: global flags and one subcommand per file in `commands/`. The words of `--help` are in
//! `locales/*/cli.ftl` (`help-COMMAND`, `help-COMMAND-ARGUMENT`, `help-global-ARGUMENT`).

use crate::commands;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

#[derive(Debug, Parser)]
#[command(name = "huying", version)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command has.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh-CN", "en"])]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    #[arg(long, global = true, value_enum, default_value_t = LogForm::Text)]
    pub(crate) log: LogForm,
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

impl Global {
    /// The program's clock: the real one, or the one that `--at` starts.
    pub(crate) fn clock(&self) -> office::Clock {
        self.at.map_or_else(office::Clock::real, office::Clock::starting_at)
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// For eyes.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(commands::demo::Args),
    Serve(commands::serve::Args),
    Import(commands::import::Args),
    Day(commands::day::Args),
    Pack(commands::pack::Args),
    Rebuild(commands::rebuild::Args),
    Backup(commands::backup::Args),
    Restore(commands::restore::Args),
    Erase(commands::erase::Args),
    Keys(commands::keys::Args),
    Verify(commands::verify::Args),
    Log(commands::log::Args),
    MailIn(commands::mail_in::Args),
    Bench(commands::bench::Args),
}

impl Command {
    /// Runs it.
    pub(crate) async fn run(self, global: &Global, console: &Console) -> Result<Exit, Failure> {
        match self {
            Self::Demo(args) => commands::demo::run(args, global, console).await,
            Self::Serve(args) => commands::serve::run(args, global, console).await,
            Self::Import(args) => commands::import::run(args, global, console).await,
            Self::Day(args) => commands::day::run(args, global, console).await,
            Self::Pack(args) => commands::pack::run(args, console),
            Self::Rebuild(args) => commands::rebuild::run(args, global, console).await,
            Self::Backup(args) => commands::backup::run(args, console).await,
            Self::Restore(args) => commands::restore::run(args, global, console).await,
            Self::Erase(args) => commands::erase::run(args, global, console).await,
            Self::Keys(args) => commands::keys::run(args, global, console).await,
            Self::Verify(args) => commands::verify::run(args, console).await,
            Self::Log(args) => commands::log::run(args, global, console).await,
            Self::MailIn(args) => Ok(commands::mail_in::run(&args, global, console)),
            Self::Bench(args) => commands::bench::run(args, console).await,
        }
    }
}
