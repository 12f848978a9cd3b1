//! `huying erase`: what people wrote in a case goes for ever, what happened stays.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::case::{Actor, Ground, Refusal, Role};
use jiff::Timestamp;
use office::{ErasurePlan, Office};
use serde::Serialize;
use std::collections::BTreeSet;

/// Cases that are said or printed at most, where all that are due are looked at.
const MOST: u32 = 10_000;
/// Numbers in one sentence at most.
const MOST_SAID: usize = 50;

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
    /// What goes, or has gone but for what is `left`.
    plan: &'a [ErasurePlan],
    /// Numbers of those that were asked for and had been erased before.
    already: &'a [String],
    /// Numbers of those that were asked for and are still there, because something went wrong on the way.
    left: &'a [String],
}

/// What was looked at before anything is erased.
#[derive(Default)]
struct Looked {
    plan: Vec<ErasurePlan>,
    personal_plan: Vec<String>,
    already: Vec<String>,
}

/// What was done.
#[derive(Default)]
struct Gone {
    erased: u64,
    waiting: u64,
    personal: u64,
    left: Vec<String>,
    /// Why it was not done to its end.
    failure: Option<Failure>,
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
    let looked = if args.due {
        look_at_due(office, now, console).await?
    } else {
        look_at_numbers(args, office, now, console).await?
    };
    let waits = |case: &&ErasurePlan| !case.waits_for.is_empty();
    let mut done = Gone {
        waiting: looked.plan.iter().filter(waits).count() as u64,
        ..Gone::default()
    };
    let mut finished = Ok(());
    if !args.dry_run {
        done = if args.due {
            erase_due(office, now, &looked.plan, console).await
        } else {
            let reason = args.reason.as_deref().unwrap_or_default();
            erase_all(office, now, &looked.plan, reason, console).await
        };
        // Whatever went wrong on the way: what was erased before that is to be gone from the files as well.
        finished = finish(office, console).await;
    }
    print(args, &looked, &done, console)?;
    match (done.failure, finished) {
        (None, finished) => finished.map(|()| Exit::Done),
        (Some(failure), Ok(())) => Err(failure),
        (Some(failure), Err(finishing)) => {
            let words = console.words();
            let sentences = [failure, finishing].into_iter().flat_map(|why| why.sentences(words));
            Err(Failure::Said(sentences.collect()))
        }
    }
}

async fn look_at_due(office: &Office, now: Timestamp, console: &Console) -> Result<Looked, Failure> {
    let mut looked = Looked::default();
    for case in office::personal_due(office, now).await? {
        let case = office.store.case(case).await?;
        looked.personal_plan.extend(case.map(|case| case.number));
    }
    let due = office::due_for_erasure(office, now, MOST).await?;
    let looking = console.progress("cli-erase-looking");
    for case in &due {
        looked.plan.push(office::erasure_plan(office, *case).await?);
        looking.set(looked.plan.len() as u64, due.len() as u64);
    }
    Ok(looked)
}

/// All are looked at before any is erased: a number that is mistyped, or of a case that cannot be erased yet, leaves all as it
/// was. One that was erased before does not, so that what stopped half-way is simply asked for again.
async fn look_at_numbers(args: &Args, office: &Office, now: Timestamp, console: &Console) -> Result<Looked, Failure> {
    // A dry run needs no reason, and nothing is written of this one.
    let reason = args.reason.as_deref().unwrap_or("--dry-run");
    let mut looked = Looked::default();
    let mut against = Vec::new();
    for number in &args.numbers {
        let story = office.store.story(number).await?;
        let story = story.ok_or_else(|| Failure::new("cli-erase-no-case", &[("number", number)]))?;
        let case = &story.case;
        if case.erased_at.is_some() {
            if !looked.already.contains(&case.number) {
                looked.already.push(case.number.clone());
            }
            continue;
        }
        if looked.plan.iter().any(|known| known.case == case.id) {
            continue;
        }
        match office::check_erasure(office, case.id, Ground::Request, reason, &operator(), now).await {
            Ok(()) => looked.plan.push(office::erasure_plan(office, case.id).await?),
            Err(office::Error::Refused(refusal)) => against.push(console.words().refusal(&refusal)),
            Err(error) => return Err(error.into()),
        }
    }
    if !against.is_empty() {
        against.push(console.words().text("cli-erase-nothing").to_owned());
        return Err(Failure::Said(against));
    }
    // A task goes with the case that it was made from, if both are asked for.
    let with_others: Vec<String> = looked.plan.iter().flat_map(|case| case.tasks.clone()).collect();
    looked.plan.retain(|case| !with_others.contains(&case.number));
    Ok(looked)
}

async fn erase_due(office: &Office, now: Timestamp, plan: &[ErasurePlan], console: &Console) -> Gone {
    let mut done = Gone::default();
    let erasing = console.progress("cli-erasing");
    let of = plan.len() as u64;
    let told = |gone_through: u64| erasing.set(gone_through, of.max(gone_through));
    let erased = async {
        // Whoever says so has looked at what goes, or could have: the clock is right.
        office::believe_clock(office, now).await?;
        // There may be more than are said.
        let cases = office::erase_due_told(office, now, &told).await?;
        (done.erased, done.waiting) = (cases.erased, cases.waiting);
        done.personal = office::erase_personal_due(office, now).await?;
        Ok::<(), office::Error>(())
    }
    .await;
    let Err(error) = erased else { return done };
    // How far it came, the cases themselves say.
    let mut gone = BTreeSet::new();
    for case in plan {
        let state = office.store.case(case.case).await.ok().flatten();
        if state.is_some_and(|state| state.erased_at.is_some()) {
            gone.extend(case.tasks.iter().chain([&case.number]).cloned());
        } else if case.waits_for.is_empty() {
            done.left.push(case.number.clone());
        }
    }
    done.erased = gone.len() as u64;
    let gone: Vec<String> = gone.into_iter().collect();
    done.failure = Some(stopped(error, &gone, &done.left, console));
    done
}

/// Erases one after the other, until one can't be.
async fn erase_all(office: &Office, now: Timestamp, plan: &[ErasurePlan], reason: &str, console: &Console) -> Gone {
    let mut done = Gone::default();
    let erasing = console.progress("cli-erasing");
    for (at, case) in plan.iter().enumerate() {
        let erased = office::erase(office, case.case, Ground::Request, reason, &operator(), now, None).await;
        if let Err(error) = erased {
            let (gone, left) = plan.split_at(at);
            done.left = numbers(left);
            done.failure = Some(stopped(error, &numbers(gone), &done.left, console));
            break;
        }
        done.erased += 1 + case.tasks.len() as u64;
        erasing.set(at as u64 + 1, plan.len() as u64);
    }
    done
}

/// What is said where it was not done to its end: why, and how far it came.
fn stopped(error: office::Error, gone: &[String], left: &[String], console: &Console) -> Failure {
    let mut sentences = Failure::from(error).sentences(console.words());
    let stopped = Refusal::new("cli-erase-stopped")
        .with("gone", listed(gone))
        .with("left", listed(left));
    sentences.push(console.words().refusal(&stopped));
    Failure::Said(sentences)
}

fn numbers(plan: &[ErasurePlan]) -> Vec<String> {
    plan.iter().map(|case| case.number.clone()).collect()
}

/// Numbers in a sentence: the first of them, or a dash where there is none. `--json` has all.
fn listed(numbers: &[String]) -> String {
    let first = numbers[..numbers.len().min(MOST_SAID)].join(", ");
    match numbers.len() {
        0 => "–".to_owned(),
        n if n > MOST_SAID => format!("{first} … ({n})"),
        _ => first,
    }
}

fn print(args: &Args, looked: &Looked, done: &Gone, console: &Console) -> Result<(), Failure> {
    if args.json {
        console.json(&Printed {
            erased: done.erased,
            waiting: done.waiting,
            personal: done.personal,
            personal_plan: &looked.personal_plan,
            plan: &looked.plan,
            already: &looked.already,
            left: &done.left,
        })?;
    } else {
        let of_each = |key: &'static str, numbers: &[String]| {
            for number in numbers {
                console.text(&console.words().refusal(&Refusal::new(key).with("number", number)));
            }
        };
        of_each("cli-erase-personal-plan", &looked.personal_plan);
        of_each("cli-erase-already", &looked.already);
        for case in &looked.plan {
            tell(case, console);
        }
    }
    if args.dry_run {
        console.say("cli-erase-dry-run", &[("cases", looked.plan.len().into())]);
        return Ok(());
    }
    console.say(
        "cli-erased",
        &[("cases", done.erased.into()), ("waiting", done.waiting.into())],
    );
    if done.personal > 0 {
        console.say("cli-erased-personal", &[("cases", done.personal.into())]);
    }
    Ok(())
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
