//! Health, readiness and metrics.

use crate::access::Right;
use crate::fault::Fault;
use crate::state::Desk;
use crate::visit;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};
use std::time::Duration;

/// Bounds of the histogram of answer times, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// The process's recorder. Where something else has set one, ours stays empty.
static METRICS: LazyLock<PrometheusHandle> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new();
    let recorder = builder
        .set_buckets(&BUCKETS)
        .expect("there are buckets")
        .build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("another metrics recorder is in place");
    }
    handle
});

type Meters = HashMap<String, HashMap<StatusCode, (Counter, Histogram)>>;

/// The meters of each route and status: to find them anew for every request takes longer than to count it.
static METERS: LazyLock<RwLock<Meters>> = LazyLock::new(RwLock::default);

/// Sets the recorder up; before the first request.
pub(crate) fn start() {
    LazyLock::force(&METRICS);
}

/// Folds what was recorded, so that it takes no more room with time.
pub(crate) fn upkeep() {
    METRICS.run_upkeep();
}

/// Counts an answer.
pub(crate) fn request(route: &str, status: StatusCode, took: Duration) {
    let count = |(answers, seconds): &(Counter, Histogram)| {
        answers.increment(1);
        seconds.record(took.as_secs_f64());
    };
    let meters = METERS.read().unwrap_or_else(PoisonError::into_inner);
    let known = meters.get(route).and_then(|statuses| statuses.get(&status));
    if let Some(known) = known {
        return count(known);
    }
    drop(meters);
    let labels = [("route", route.to_owned()), ("status", status.as_str().to_owned())];
    let answers = metrics::counter!("huying_http_requests_total", &labels);
    let seconds = metrics::histogram!("huying_http_request_seconds", "route" => route.to_owned());
    let made = (answers, seconds);
    count(&made);
    let mut meters = METERS.write().unwrap_or_else(PoisonError::into_inner);
    meters.entry(route.to_owned()).or_default().insert(status, made);
}

/// Counts clock marks written down by the timer.
pub(crate) fn marks_written(marks: u64) {
    metrics::counter!("huying_clock_marks_total").increment(marks);
}

/// Counts an import that came to its end.
pub(crate) fn import_done() {
    metrics::counter!("huying_imports_total").increment(1);
}

/// Counts an answer of a witness that contradicts the log.
pub(crate) fn witness_alarm() {
    metrics::counter!("huying_witness_alarms_total").increment(1);
}

/// How many witnesses' alarms stand.
pub(crate) fn witness_alarms(standing: u32) {
    metrics::gauge!("huying_witness_alarms").set(standing);
}

/// `GET /healthz`: the program runs.
pub(crate) async fn show_health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers and the writer lives.
pub(crate) async fn show_readiness(State(desk): State<Desk>) -> Response {
    match desk.office.store.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// `GET /metrics`: for a collector with the token, and for the administrator. Being on this machine opens nothing:
/// behind a proxy everybody seems to be.
pub(crate) async fn show_metrics(State(desk): State<Desk>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    if let Some(shown) = parts.headers.get(header::AUTHORIZATION) {
        let shown = shown.to_str().ok().and_then(|shown| shown.strip_prefix("Bearer "));
        let right = shown.zip(desk.options.metrics_token);
        if !right.is_some_and(|(shown, token)| token.is(shown.trim())) {
            let how = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))];
            return Ok((StatusCode::UNAUTHORIZED, how, "not the metrics token\n").into_response());
        }
    } else {
        let person = visit::person(&parts, &desk, desk.office.clock.now()).await?;
        if !person.ok_or(Fault::SignInFirst)?.may(Right::ReadMetrics) {
            return Err(Fault::NotAllowed);
        }
    }
    let headers = [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; version=0.0.4"),
    )];
    Ok((headers, METRICS.render()).into_response())
}
