//! `huying demo`: an invented county at work, to look around in.

use crate::cli::Global;
use crate::commands::keys::api;
use crate::commands::serve;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::demo::{self, Access};
use crate::exit::Exit;
use crate::failure::Failure;
use office::Office;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "DIR", default_value = "./huying-demo")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    pub(crate) listen: SocketAddr,
    #[arg(long)]
    pub(crate) no_serve: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Demonstration {
    url: String,
    accounts: Vec<Access>,
    /// The secret of a key for programs, in the clerk's post.
    api_key: String,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    // Before the work: a port that is taken is better known at once.
    let listener = if args.no_serve {
        None
    } else {
        Some(serve::listen(args.listen).await?)
    };
    demo::prepare(&args.data).await?;
    let data = DataArgs {
        data: args.data.clone(),
        pack: Some(PathBuf::from("demo-bureau")),
    };
    let office = data::open(&data, global.clock(), data::country_pack, console).await?;
    console.say("cli-demo-begins", &[]);
    let accounts = demo::make_accounts(&office, office.clock.now()).await?;
    let papers = demo::fill(&office, &args.data, console).await?;
    demo::plan(&office).await?;
    demo::call(&office).await?;
    let at = listener
        .as_ref()
        .map_or(Ok(args.listen), tokio::net::TcpListener::local_addr)?;
    console.say(
        "cli-demo-made",
        &[
            ("cases", office.store.total_cases().await?.into()),
            ("dir", args.data.display().to_string().into()),
            ("date", papers.date.to_string().into()),
            ("papers", papers.folder.display().to_string().into()),
        ],
    );
    let post = "clerk".into();
    let api_key = api::make(&office, "demo".to_owned(), post, Vec::new(), office.clock.now()).await?;
    let made = Demonstration {
        url: format!("http://{at}"),
        accounts,
        api_key,
    };
    if args.json {
        console.json(&made)?;
    } else {
        tell_accounts(&office, &made, console)?;
    }
    if let Some(listener) = listener {
        return serve::until_stopped(office, listener, web::Options::default(), console).await;
    }
    office.store.close().await;
    console.say(
        "cli-demo-open-later",
        &[("dir", args.data.display().to_string().into())],
    );
    Ok(Exit::Done)
}

fn tell_accounts(office: &Office, made: &Demonstration, console: &Console) -> Result<(), Failure> {
    let words = console.words();
    let mut lines = vec![words.text("cli-demo-accounts").to_owned()];
    for (access, person) in made.accounts.iter().zip(&office.pack.people) {
        let post = office.pack.post_name(&person.post, console.locale());
        lines.push(format!("  {:<12} {:<20} {post}", access.user, access.password));
    }
    console.data(&lines.join("\n"))
}
