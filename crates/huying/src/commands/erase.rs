//! `huying erase`: what people wrote in a case goes for ever, what happened stays.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::case::{Actor, Ground, Refusal, Role};
use office::{ErasurePlan, Office};
use serde::Serialize;

/// Cases that are said or printed at most, where all that are due are looked at.
const MOST: u32 = 10_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "NUMBER", required_unless_present = "due", conflicts_with = "due")]
    pub(crate) numbers: Vec<String>,
    #[arg(long)]
    pub(crate) due: bool,
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["due", "dry_run"])]
    pub(crate) reason: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    /// Cases erased, tasks among them.
    erased: u64,
    /// Cases that wait for a task to end.
    waiting: u64,
    /// Incidents that are over and whose personal data was destroyed; their record stays.
    personal: u64,
    /// Numbers of those whose personal data goes, or has gone.
    personal_plan: &'a [String],
    /// What goes, or has gone.
    plan: &'a [ErasurePlan],
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data.data)?;
    let office = data::open(&args.data, global.clock(), data::country_pack, console).await?;
    let done = erase(&args, &office, console).await;
    office.store.close().await;
    done
}

async fn erase(args: &Args, office: &Office, console: &Console) -> Result<Exit, Failure> {
    let now = office.clock.now();
    let (mut plan, mut personal_plan) = (Vec::new(), Vec::new());
    if args.due {
        for case in office::personal_due(office, now).await? {
            let case = office.store.case(case).await?;
            personal_plan.extend(case.map(|case| case.number));
        }
        let due = office::due_for_erasure(office, now, MOST).await?;
        let looking = console.progress("cli-erase-looking");
        for case in &due {
            plan.push(office::erasure_plan(office, *case).await?);
            looking.set(plan.len() as u64, due.len() as u64);
        }
    } else {
        // All are looked at before any is erased: a mistyped number leaves all as it was.
        for number in &args.numbers {
            let story = office.store.story(number).await?;
            let story = story.ok_or_else(|| Failure::new("cli-erase-no-case", &[("number", number)]))?;
            plan.push(office::erasure_plan(office, story.case.id).await?);
        }
    }
    let mut personal = 0;
    let (mut erased, mut waiting) = (0, plan.iter().filter(|case| !case.waits_for.is_empty()).count() as u64);
    if !args.dry_run {
        let erasing = console.progress("cli-erasing");
        let of = plan.len() as u64;
        if args.due {
            // Whoever says so has looked at what goes, or could have: the clock is right.
            office::believe_clock(office, now).await?;
            // There may be more than are said.
            let done = office::erase_due_told(office, now, &|done| erasing.set(done, of.max(done))).await?;
            (erased, waiting) = (done.erased, done.waiting);
            personal = office::erase_personal_due(office, now).await?;
        } else {
            let reason = args.reason.as_deref().unwrap_or_default();
            for case in &plan {
                office::erase(office, case.case, Ground::Request, reason, &operator(), now, None).await?;
                erased += 1 + case.tasks.len() as u64;
                erasing.set(erased.min(of), of);
            }
        }
        drop(erasing);
        finish(office, console).await?;
    }
    if args.json {
        let plan = &plan;
        console.json(&Printed {
            erased,
            waiting,
            personal,
            personal_plan: &personal_plan,
            plan,
        })?;
    } else {
        for number in &personal_plan {
            let sentence = Refusal::new("cli-erase-personal-plan").with("number", number);
            console.text(&console.words().refusal(&sentence));
        }
        for case in &plan {
            tell(case, console);
        }
    }
    if args.dry_run {
        console.say("cli-erase-dry-run", &[("cases", plan.len().into())]);
    } else {
        console.say("cli-erased", &[("cases", erased.into()), ("waiting", waiting.into())]);
        if personal > 0 {
            console.say("cli-erased-personal", &[("cases", personal.into())]);
        }
    }
    Ok(Exit::Done)
}

/// Whoever has the data directory in hand acts for the body; who it was, the reason says.
fn operator() -> Actor {
    Actor {
        role: Role::SpecialOffice,
        post: None,
        unit: None,
        account: None,
    }
}

async fn finish(office: &Office, console: &Console) -> Result<(), Failure> {
    let all = office.store.finish_erasing().await?;
    office.store.rewrite_erased().await?;
    if !all && !office.store.finish_erasing().await? {
        console.say("cli-erase-unfinished", &[]);
    }
    Ok(())
}

fn tell(case: &ErasurePlan, console: &Console) {
    let refusal = Refusal::new("cli-erase-plan")
        .with("number", &case.number)
        .with("kind", &case.kind)
        .with("fields", case.fields.len())
        .with("files", case.files.len())
        .with("events", case.events)
        .with("days", case.days.len())
        .with("tasks", case.tasks.join(", "));
    console.text(&console.words().refusal(&refusal));
    if !case.waits_for.is_empty() {
        let waits = Refusal::new("cli-erase-waits").with("tasks", case.waits_for.join(", "));
        console.text(&console.words().refusal(&waits));
    }
}
