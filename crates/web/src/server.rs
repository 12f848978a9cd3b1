//! Serving: connections, the timer that writes down reached clock marks, and a stop that lets work end.

use crate::boxed;
use crate::connections::{self, Limits};
use crate::incidents::handing;
use crate::state::{Desk, Options};
use crate::{alerts_in, calls, mail_in, metering, notices, router, webhooks, witnesses};
use jiff::{SignedDuration, Timestamp};
use office::{ErasingClock, Office};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How often the timer looks for reached marks.
const MARKS_EVERY: Duration = Duration::from_secs(20);
/// How often it is looked for cases whose time for keeping is over.
const ERASE_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// When few work, in the pack's zone.
const QUIET_HOURS: std::ops::Range<i8> = 2..5;
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
    serve_until(office, listener, options, Box::pin(shutdown)).await;
}

#[boxed]
async fn serve_until(
    office: Office,
    listener: TcpListener,
    options: Options,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
) {
    metering::start();
    if let Err(error) = office::begin_erasing_clock(&office).await {
        tracing::warn!(%error, "the time by which cases are erased could not be looked at");
    }
    let desk = Desk::new(office.clone(), options);
    let (stop, stopped) = watch::channel(());
    let marks = tokio::spawn(run_marks(office.clone(), stopped.clone()));
    let imports = tokio::spawn({
        let (desk, stopped) = (desk.clone(), stopped.clone());
        async move { desk.work_imports(stopped).await }
    });
    let proposing = tokio::spawn({
        let (desk, stopped) = (desk.clone(), stopped.clone());
        async move { desk.work_rosters(stopped).await }
    });
    let telling = tokio::spawn(webhooks::run(office.clone(), stopped.clone()));
    let noticing = tokio::spawn(notices::run(office.clone(), desk.notices.clone(), stopped.clone()));
    let taking = tokio::spawn(mail_in::run(office.clone(), stopped.clone()));
    let fetching = tokio::spawn(mail_in::fetch(office.clone(), desk.notices.clone(), stopped.clone()));
    let hearing = tokio::spawn(alerts_in::run(office.clone(), stopped.clone()));
    let calling = tokio::spawn(calls::run(office.clone(), desk.calls.clone(), stopped.clone()));
    let handing = tokio::spawn(handing::run(office.clone(), desk.reports.clone(), stopped.clone()));
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
    if telling.await.is_err() {
        tracing::error!("the sending of news had stopped by a panic");
    }
    let others = [
        (noticing, "notices"),
        (taking, "mail"),
        (fetching, "the mailbox"),
        (hearing, "warnings of other bodies"),
        (calling, "calls"),
        (handing, "reports of incidents"),
        (proposing, "rosters that are proposed"),
    ];
    for (work, what) in others {
        if work.await.is_err() {
            tracing::error!(what, "a task had stopped by a panic");
        }
    }
    if asking.await.is_err() {
        tracing::error!("the asking of witnesses had stopped by a panic");
    }
    if imports.await.is_err() {
        tracing::error!("the runner of imports had stopped by a panic");
    }
}

/// When it was last looked what is to be erased.
#[derive(Default)]
struct Looked {
    due: Option<Timestamp>,
    rewritten: Option<Timestamp>,
}

/// Erases what is due, once an hour; finishes what somebody has erased; and in a quiet hour, once a day, has a large
/// database written anew. What fails is tried again at the next tick.
async fn erase(office: &Office, looked: &mut Looked) {
    let now = office.clock.now();
    // A clock that was set back must not stop it for as long as it was ahead.
    let over = |last: Option<Timestamp>, time: SignedDuration| {
        last.is_none_or(|last| now < last || now.duration_since(last) >= time)
    };
    if over(looked.due, ERASE_EVERY) {
        looked.due = Some(now);
        erase_what_is_due(office, now).await;
    }
    if let Err(error) = office.store.finish_erasing().await {
        tracing::warn!(%error, "what was erased is not taken from everywhere yet");
    }
    let hour = office.pack.zone.to_datetime(now).hour();
    if QUIET_HOURS.contains(&hour) && over(looked.rewritten, SignedDuration::from_hours(12)) {
        looked.rewritten = Some(now);
        if let Err(error) = office.store.rewrite_erased().await {
            tracing::warn!(%error, "the database could not be written anew after erasing");
        }
    }
}

/// Erases what is due at `now`, unless the clock is one by which nothing is to be erased without a person's word.
async fn erase_what_is_due(office: &Office, now: Timestamp) {
    match office::erasing_clock(office, now).await {
        Ok(ErasingClock::Believed) => {}
        Ok(ErasingClock::Stated | ErasingClock::Empty) => return,
        Ok(ErasingClock::Ahead { last }) => {
            tracing::error!(
                %now,
                %last,
                "THE CLOCK IS FAR AHEAD of when it was last right: nothing is erased by it; if it is right, `huying erase --due` says so"
            );
            return;
        }
        Ok(ErasingClock::Behind { last }) => {
            tracing::error!(
                %now,
                %last,
                "THE CLOCK IS BEHIND when it was last believed: nothing is erased by it; if it is right now and was wrong then, `huying erase --due` says so"
            );
            return;
        }
        Err(error) => {
            tracing::warn!(%error, "it could not be looked whether the clock is right: nothing is erased by it");
            return;
        }
    }
    if let Err(error) = office::believe_clock(office, now).await {
        tracing::warn!(%error, "that the clock is right could not be written down");
    }
    match office::erase_due(office, now).await {
        Ok(done) if done.erased > 0 => tracing::info!(cases = done.erased, "cases erased: their time is over"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "cases whose time is over could not be erased"),
    }
    match office::erase_personal_due(office, now).await {
        Ok(0) => {}
        Ok(cases) => tracing::info!(cases, "personal data of emergencies that are over was destroyed"),
        Err(error) => tracing::warn!(%error, "personal data of emergencies that are over could not be destroyed"),
    }
    match office::forget_old_calls(office, now).await {
        Ok(0) => {}
        Ok(calls) => tracing::info!(calls, "calls were taken out: their time is over"),
        Err(error) => tracing::warn!(%error, "calls whose time is over could not be taken out"),
    }
}

/// Writes down that warnings and operating levels have ended at their time. What is over is over to the second all the same.
async fn end_what_is_over(office: &Office) {
    let now = office.clock.now();
    match office::end_due_warnings(office, now).await {
        Ok(0) => {}
        Ok(ended) => tracing::info!(ended, "warnings ended at their time"),
        Err(error) => tracing::warn!(%error, "warnings could not be ended"),
    }
    match office::end_due_levels(office, now).await {
        Ok(0) => {}
        Ok(ended) => tracing::info!(ended, "operating levels ended at their time"),
        Err(error) => tracing::warn!(%error, "operating levels could not be ended"),
    }
    match office::bind_levels(office, now).await {
        Ok(0) => {}
        Ok(incidents) => tracing::info!(incidents, "reports of incidents are due by another operating level"),
        Err(error) => tracing::warn!(%error, "operating levels could not be written down on incidents"),
    }
}

/// Writes down clock marks as they are reached.
async fn run_marks(office: Office, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(MARKS_EVERY);
    let mut looked_at = Looked::default();
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
        end_what_is_over(&office).await;
        erase(&office, &mut looked_at).await;
        metering::upkeep();
    }
}
