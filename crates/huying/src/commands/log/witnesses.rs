//! `huying log witnesses`: who witnesses the log, and how far each of them is.

use crate::console::Console;
use crate::data;
use crate::exit::Exit;
use crate::failure::Failure;
use serde::Serialize;
use std::path::PathBuf;
use store::{Store, WitnessState};

#[derive(Debug, clap::Args)]
pub(crate) struct Witnesses {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--json` prints of each.
#[derive(Debug, Serialize)]
struct Report<'a> {
    name: &'a str,
    key: String,
    url: Option<&'a str>,
    signed_size: u64,
    signed_at: Option<String>,
    asked_at: Option<String>,
    failures: u64,
    error: Option<&'a str>,
    alarmed: bool,
}

/// Ends with 1 where an alarm stands, so that whatever watches the program sees it.
pub(super) async fn run(args: Witnesses, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    let (policy, states) = Store::witnesses_of(&args.data).await?;
    if args.json {
        console.json(&states.iter().map(report).collect::<Vec<_>>())?;
    } else {
        console.data(policy.to_string().trim_end())?;
    }
    if states.is_empty() {
        console.say("log-no-witnesses", &[]);
    }
    for state in &states {
        let name = state.witness.name.as_str();
        let at = state.signed_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let args = [
            ("name", name.into()),
            ("size", state.signed_size.into()),
            ("at", at.into()),
        ];
        console.say("log-witness", &args);
        if let Some(error) = &state.error {
            let args = [("name", name.into()), ("why", error.as_str().into())];
            let key = if state.is_alarmed() {
                "log-witness-alarm"
            } else {
                "log-witness-error"
            };
            console.say(key, &args);
        }
    }
    let alarmed = states.iter().any(WitnessState::is_alarmed);
    Ok(if alarmed { Exit::Failed } else { Exit::Done })
}

fn report(state: &WitnessState) -> Report<'_> {
    Report {
        name: &state.witness.name,
        key: state.witness.key.to_string(),
        url: state.witness.url.as_deref(),
        signed_size: state.signed_size,
        signed_at: state.signed_at.map(|at| at.to_string()),
        asked_at: state.asked_at.map(|at| at.to_string()),
        failures: state.failures,
        error: state.error.as_deref(),
        alarmed: state.is_alarmed(),
    }
}
