//! `huying pack check`: says everything that is wrong with a pack.

use crate::console::Console;
use crate::data::{PackFiles, pack_files};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::pack::{Pack, Problem, RuleSource};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum What {
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Checked {
    /// `id@version`; none when the pack cannot be read.
    pack: Option<String>,
    problems: Vec<Mistake>,
    /// Rules that nobody has compared with the text they rest on.
    unverified: Vec<RuleSource>,
    /// What no rule of the country says, and the body has not set: there is no such limit, time or help.
    unset: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Mistake {
    file: String,
    line: usize,
    key: &'static str,
    message: String,
}

pub(crate) fn run(args: Args, console: &Console) -> Result<Exit, Failure> {
    let What::Check(check) = args.what;
    let checked = files(&check.dir)?.read();
    if check.json {
        console.json(&report(&checked, console))?;
    }
    Ok(match &checked {
        Ok(pack) => {
            say_ok(pack, console);
            Exit::Done
        }
        Err(problems) => {
            for mistake in problems.iter().map(|problem| mistake(problem, console)) {
                console.text(&format!("{}:{}: {}", mistake.file, mistake.line, mistake.message));
            }
            let dir = check.dir.display().to_string();
            console.say(
                "pack-problems",
                &[("pack", dir.into()), ("count", problems.len().into())],
            );
            Exit::Failed
        }
    })
}

/// The files of a folder, or of a pack that the program carries.
fn files(dir: &Path) -> Result<PackFiles, Failure> {
    let builtin = dir.to_str().filter(|_| !dir.exists()).and_then(PackFiles::builtin);
    builtin.map_or_else(|| pack_files(dir), Ok)
}

fn report(checked: &Result<Pack, Vec<Problem>>, console: &Console) -> Checked {
    match checked {
        Ok(pack) => Checked {
            pack: Some(pack.stamp()),
            problems: Vec::new(),
            unverified: unverified(pack),
            unset: pack.unset(),
        },
        Err(problems) => Checked {
            pack: None,
            problems: problems.iter().map(|problem| mistake(problem, console)).collect(),
            unverified: Vec::new(),
            unset: Vec::new(),
        },
    }
}

fn unverified(pack: &Pack) -> Vec<RuleSource> {
    pack.sources().into_iter().filter(|rule| !rule.verified).collect()
}

fn mistake(problem: &Problem, console: &Console) -> Mistake {
    Mistake {
        file: problem.file.clone(),
        line: problem.line,
        key: problem.key,
        message: console.words().refusal(&problem.refusal()),
    }
}

fn say_ok(pack: &Pack, console: &Console) {
    let args = [
        ("pack", pack.stamp().into()),
        ("units", pack.units.len().into()),
        ("posts", pack.posts.len().into()),
        ("areas", pack.areas.len().into()),
        ("kinds", pack.kinds.len().into()),
    ];
    console.say("pack-ok", &args);
    let unverified = unverified(pack).len();
    if unverified > 0 {
        console.say("pack-unverified", &[("count", unverified.into())]);
    }
    let unset = pack.unset();
    if !unset.is_empty() {
        let names = unset.join(console.words().text("list-separator"));
        console.say("pack-unset", &[("count", unset.len().into()), ("names", names.into())]);
    }
}
