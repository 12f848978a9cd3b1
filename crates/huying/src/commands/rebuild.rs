//! `huying rebuild`: folds every stream again and says whether the read models equal the events.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data.data)?;
    let office = data::open(&args.data, global.clock(), data::country_pack, console).await?;
    let progress = console.progress("cli-rebuilding");
    let report = office
        .store
        .rebuild(&office.pack.zone, |done, of| progress.set(done, of))
        .await?;
    drop(progress);
    office.store.close().await;
    let counts = [("cases", report.cases.into()), ("events", report.events.into())];
    console.say("cli-rebuilt-index", &[]);
    if report.differed.is_empty() && report.beside.is_empty() {
        console.say("cli-rebuilt-equal", &counts);
        return Ok(Exit::Done);
    }
    // They are right again now, but something wrote past the events: the operator has to know.
    for (key, differed) in [
        ("cli-rebuilt-different", &report.differed),
        ("cli-rebuilt-beside", &report.beside),
    ] {
        if !differed.is_empty() {
            console.say(key, &[("cases", differed.len().into())]);
            console.text(&differed.join("\n"));
        }
    }
    Ok(Exit::Failed)
}
