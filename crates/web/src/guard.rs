//! Around every request: a number, a time limit, a log line, the security headers, and a page for what went wrong.

use crate::desk::list_rights;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::state::Desk;
use crate::{guest, headers, log, metering, open311, secrets, visit};
use askama::Template;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use words::Words;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What addresses for programs begin with.
const PROGRAMS: &str = "/api/";

/// The longest that an answer may take, uploads on slow lines among them.
const LIMIT: Duration = Duration::from_mins(2);

/// The page of a fault.
#[derive(Template)]
#[template(path = "desk/fault.html")]
struct FaultPage<'a> {
    f: Frame<'a>,
    next: String,
    /// What the post would need, and why it has not got it.
    why: Option<String>,
    request_id: Option<&'a str>,
    sign_in: Option<String>,
}

/// The middleware.
pub(crate) async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let matched = parts.extensions.get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let asked = asked_again(&parts);
    let answered = tokio::time::timeout(LIMIT, next.run(Request::from_parts(parts, body))).await;
    let mut response = answered.unwrap_or_else(|_| Fault::TooSlow.into_response());
    let request_id = request_name();
    let shown_id = str::from_utf8(&request_id).unwrap_or_default();
    if is_of_the_framework(&response) {
        response.extensions_mut().insert(Fault::Unreadable);
    }
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        // Which methods there are is said of an address that does not know this one (RFC 9110, 15.5.6).
        let allow = response.headers_mut().remove(header::ALLOW);
        response = answer_fault(&desk, &asked, route, &fault, shown_id).await;
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        if let Some(seconds) = fault.come_again() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    headers::secure(response.headers_mut(), desk.options.https);
    if [log::PREFIX, open311::PREFIX]
        .iter()
        .any(|prefix| asked.uri.path().starts_with(prefix))
    {
        headers::share(response.headers_mut());
    }
    if let Ok(value) = HeaderValue::from_bytes(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let took = started.elapsed();
    let status = response.status();
    metering::request(route, status, took);
    // The route, never the address: addresses hold search words.
    tracing::debug!(method = %asked.method, route, status = status.as_u16(), ms = took.as_millis(), request_id = shown_id, "request");
    response
}

/// Whether an address was refused before any action saw it (a number in it that is none): said in English, for programmers.
fn is_of_the_framework(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_plain = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    response.status() == StatusCode::BAD_REQUEST && is_plain && response.extensions().get::<Fault>().is_none()
}

/// What was asked, for the page of a fault: what tells who reads it, and in which language.
fn asked_again(parts: &Parts) -> Parts {
    let (mut asked, ()) = Request::new(()).into_parts();
    asked.method.clone_from(&parts.method);
    asked.uri.clone_from(&parts.uri);
    for name in [header::COOKIE, header::ACCEPT_LANGUAGE] {
        for value in parts.headers.get_all(&name) {
            asked.headers.append(&name, value.clone());
        }
    }
    asked
}

/// A name for one request, as the log and the error page show it; no other request has had it, and nothing hangs on its
/// being guessed. Lower-case hex.
fn request_name() -> [u8; 32] {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| u64::from_be_bytes(secrets::bytes()));
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = (u128::from(*PROCESS) << 64) | u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    std::array::from_fn(|at| {
        let digit = (number >> (4 * (31 - at))) & 15;
        b"0123456789abcdef"[usize::try_from(digit).unwrap_or(0)]
    })
}

async fn answer_fault(desk: &Desk, asked: &Parts, route: &str, fault: &Fault, request_id: &str) -> Response {
    let here = asked.uri.path_and_query().map_or("/", |here| here.as_str());
    let for_program = [PROGRAMS, log::PREFIX, open311::PREFIX]
        .iter()
        .any(|prefix| here.starts_with(prefix));
    match fault {
        Fault::SignInFirst | Fault::ChangePassword if for_program => {}
        Fault::SignInFirst if asked.method == Method::GET || asked.method == Method::HEAD => {
            return frame::see_other(&sign_in_address(here));
        }
        Fault::ChangePassword => return frame::see_other("/password"),
        // The route: addresses hold the set-up link's secret, names of cases, search words.
        Fault::Broken(error) => tracing::error!(route, request_id, error, "request failed"),
        Fault::TooSlow => tracing::warn!(route, request_id, "request took too long"),
        _ => {}
    }
    let now = desk.office.clock.now();
    // Without the store, the page of the fault still stands; it only does not know who reads it.
    let person = visit::person(asked, desk, now).await.ok().flatten();
    let locale = person
        .as_ref()
        .and_then(|person| person.account.locale)
        .unwrap_or_else(|| guest::locale(&asked.headers, desk));
    let words = words::words(locale);
    let (title, next) = fault.words();
    let next = match fault {
        Fault::Refused(refusal) => words.refusal(refusal),
        _ => words.text(next).to_owned(),
    };
    if asked.uri.path().starts_with(open311::PREFIX) {
        return open311::of_fault(fault, asked.uri.path(), &next);
    }
    if for_program {
        return problem(fault, words.text(title), &next);
    }
    // Who has no account is looking for a page of everybody, or has a link that was not copied whole.
    let next = match (fault, &person) {
        (Fault::NotFound, None) => words.text("fault-not-found-guest").to_owned(),
        _ => next,
    };
    let page = FaultPage {
        f: Frame::for_fault(desk, locale, person.as_deref(), words.text(title)),
        next,
        why: no_right(fault, words),
        request_id: matches!(fault, Fault::Broken(_) | Fault::TooSlow).then_some(request_id),
        sign_in: matches!(fault, Fault::SignInFirst).then(|| "/sign-in".to_owned()),
    };
    frame::page(fault.status(), &page).unwrap_or_else(|_| fault.status().into_response())
}

/// Which right is missing, and the reason: that of the policy that forbids it, else who has it.
fn no_right(fault: &Fault, words: &Words) -> Option<String> {
    let Fault::NoRight(right, forbids) = fault else {
        return None;
    };
    let why = forbids.or_else(|| right.who_has_it())?;
    let arguments = [
        ("what", words.text(list_rights::name(*right)).into()),
        ("why", words.text(why).into()),
    ];
    Some(words.with("fault-not-allowed-why", &arguments))
}

/// A fault for a program (RFC 9457).
fn problem(fault: &Fault, title: &str, detail: &str) -> Response {
    let status = fault.status();
    let mut problem = serde_json::json!({ "title": title, "status": status.as_u16(), "detail": detail });
    if let Fault::Refused(refusal) = fault {
        problem["code"] = refusal.key.as_str().into();
    }
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    let mut response = (status, kind, problem.to_string()).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let way_in = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, way_in);
    }
    response
}

/// Where to sign in and come back from.
fn sign_in_address(here: &str) -> String {
    if here == "/" {
        return "/sign-in".to_owned();
    }
    let back = serde_urlencoded::to_string([("back", here)]).unwrap_or_default();
    format!("/sign-in?{back}")
}

/// A panic is our fault: a page for the reader, the message for the log.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(crate) fn caught(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
        .unwrap_or_default();
    Fault::Broken(format!("panic: {message}")).into_response()
}
