//! Serving: connections, the timer that writes down reached clock marks, and a stop that lets work end.

use crate::connections::{self, Limits};
use crate::state::{Desk, Options};
use crate::{metering, router, witnesses};
use office::Office;
use std::future::Future;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How often the timer looks for reached marks.
const MARKS_EVERY: Duration = Duration::from_secs(20);
/// How long open requests may go on after the stop was asked for.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves the desk until `shutdown` resolves; requests under way are answered first. The store stays open: whoever
/// opened it closes it. A listener that fails is tried again: only the stop ends serving.
pub async fn serve(
    office: Office,
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    metering::start();
    let desk = Desk::new(office.clone(), options);
    let (stop, stopped) = watch::channel(());
    let marks = tokio::spawn(run_marks(office.clone(), stopped.clone()));
    let imports = tokio::spawn({
        let (desk, stopped) = (desk.clone(), stopped.clone());
        async move { desk.work_imports(stopped).await }
    });
    let asking = tokio::spawn(witnesses::run(office, stopped.clone()));
    let answers = connections::answer(listener, router(desk), Limits::DESK, stopped);
    tokio::select! {
        () = answers => {}
        () = async {
            shutdown.await;
            // The sender is never used, only dropped: the channel ends when the stop is asked for.
            drop(stop);
            tokio::time::sleep(LAST_REQUESTS).await;
        } => {
            tracing::warn!("requests were still open when the time to stop was over");
        }
    }
    if marks.await.is_err() {
        tracing::error!("the timer of clock marks had stopped by a panic");
    }
    if asking.await.is_err() {
        tracing::error!("the asking of witnesses had stopped by a panic");
    }
    if imports.await.is_err() {
        tracing::error!("the runner of imports had stopped by a panic");
    }
}

/// Writes down clock marks as they are reached.
async fn run_marks(office: Office, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(MARKS_EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        match office::run_due_marks(&office, office.clock.now()).await {
            Ok(0) => {}
            Ok(marks) => {
                metering::marks_written(marks);
                tracing::info!(marks, "clock marks written");
            }
            // It is tried again at the next tick; nothing is lost, the store still has them due.
            Err(error) => tracing::warn!(%error, "clock marks could not be written"),
        }
        metering::upkeep();
    }
}
