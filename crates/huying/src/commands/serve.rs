//! `huying serve`: the desk.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use office::Office;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    pub(crate) listen: SocketAddr,
    #[arg(long)]
    pub(crate) https: bool,
    #[arg(long)]
    pub(crate) proxy: bool,
    #[arg(long, value_name = "TOKEN")]
    pub(crate) metrics_token: Option<String>,
    #[arg(long, value_name = "URL", requires = "map_view")]
    pub(crate) map_tiles: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) map_credit: String,
    #[arg(long, value_name = "N,E,ZOOM")]
    pub(crate) map_view: Option<String>,
}

/// Where the token is where it is not on the command line, which others on the machine can read.
const METRICS_TOKEN: &str = "HUYING_METRICS_TOKEN";

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    let metrics_token = metrics_token(args.metrics_token)?;
    let tiles = match &args.map_tiles {
        Some(template) => {
            let view = args.map_view.unwrap_or_default();
            let tiles = web::Tiles::of(template, &args.map_credit, &view);
            Some(tiles.ok_or_else(|| Failure::new("cli-map-wrong", &[("template", template), ("view", &view)]))?)
        }
        None => None,
    };
    // Before the directory is made and locked: a port that is taken leaves nothing behind.
    let listener = listen(args.listen).await?;
    // What is wrong with it is said before anybody relies on it.
    web::Settings::read(&args.data.data)?;
    let office = data::open(&args.data, global.clock(), data::country_pack, console).await?;
    let options = web::Options {
        https: args.https,
        proxy: args.proxy,
        metrics_token,
        tiles,
    };
    until_stopped(office, listener, options, console).await
}

fn metrics_token(given: Option<String>) -> Result<Option<web::MetricsToken>, Failure> {
    let given = given.or_else(|| std::env::var(METRICS_TOKEN).ok());
    let Some(given) = given.filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let least = web::MetricsToken::LEAST_CHARS;
    let token = web::MetricsToken::of(&given);
    token
        .map(Some)
        .ok_or_else(|| Failure::new("cli-metrics-token-short", &[("least", &least)]))
}

/// Takes the port.
pub(crate) async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new("cli-port-taken", &[("addr", &addr)]),
        _ => Failure::new("cli-port-refused", &[("addr", &addr), ("error", &error)]),
    })
}

/// Serves until somebody stops it; then requests under way are answered and everything is written.
pub(crate) async fn until_stopped(
    office: Office,
    listener: TcpListener,
    options: web::Options,
    console: &Console,
) -> Result<Exit, Failure> {
    let addr = listener.local_addr()?;
    let stop = stop_signal()?;
    if let Some(link) = web::set_up_link(&office).await? {
        let link = format!("http://{addr}{}", link.path);
        console.say("cli-set-up", &[("link", link.into())]);
    }
    if office.clock.is_stated() {
        console.say("cli-clock-stated", &[("now", office.clock.now().to_string().into())]);
    }
    console.say("cli-serving", &[("url", format!("http://{addr}").into())]);
    let store = office.store.clone();
    web::serve(office, listener, options, stop).await;
    store.close().await;
    console.say("cli-stopped", &[]);
    Ok(Exit::Done)
}

/// Resolves at Ctrl-C or at the system's wish to stop.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without a way to be told, the program runs until it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
