//! What can go wrong with a request. An action answers with one of these; `guard.rs` makes the page of it, in the
//! reader's language and with what to do next.

use crate::access::Right;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::case::Refusal;

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// No session.
    SignInFirst,
    /// The password was set by the administrator and has to be changed first.
    ChangePassword,
    /// The role has no right to it.
    NotAllowed,
    /// The post has not this right, or not for this case; with the reason of the policy that forbids it, where one does.
    NoRight(Right, Option<&'static str>),
    /// A program's key, where people decide.
    OwnKeyNeeded,
    /// Nothing is there, or nothing that this person may see.
    NotFound,
    /// The page knows no such method.
    MethodNotAllowed,
    /// The form's token is missing, old or of another session.
    FormExpired,
    /// The form or file cannot be read.
    Unreadable,
    /// The body is not said to be JSON.
    NotJson,
    /// The body is not said to be a file's bytes.
    NotBytes,
    /// More bytes than are taken.
    TooLarge,
    /// The form or file did not come in in time.
    TooSlowSent,
    /// Too many attempts.
    TooMany,
    /// The rules say no; it says what to do next.
    Refused(Refusal),
    /// The log's secret key is not there: nothing can be signed.
    NoLogKey,
    /// The key that things are sealed under is not there.
    NoSealKey,
    /// The program is stopping.
    Stopping,
    /// It took too long.
    TooSlow,
    /// A failure of ours, for the operator's log.
    Broken(String),
}

impl Fault {
    /// The answer's status.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::ChangePassword | Self::NotAllowed | Self::NoRight(..) | Self::OwnKeyNeeded | Self::FormExpired => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::NotJson | Self::NotBytes => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlowSent => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoLogKey | Self::NoSealKey | Self::Stopping | Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// After how many seconds it is worth asking again, where time alone may mend it (RFC 9110, 10.2.3).
    pub(crate) const fn come_again(&self) -> Option<u32> {
        match self {
            Self::TooMany => Some(60),
            Self::Stopping | Self::TooSlow => Some(5),
            _ => None,
        }
    }

    /// Message keys of the page's heading and of what to do next.
    pub(crate) const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::SignInFirst => ("fault-sign-in", "fault-sign-in-next"),
            Self::ChangePassword => ("fault-change-password", "fault-change-password-next"),
            Self::NotAllowed | Self::NoRight(..) => ("fault-not-allowed", "fault-not-allowed-next"),
            Self::OwnKeyNeeded => ("fault-own-key", "fault-own-key-next"),
            Self::NotFound => ("fault-not-found", "fault-not-found-next"),
            Self::MethodNotAllowed => ("fault-method", "fault-method-next"),
            Self::FormExpired => ("fault-form-expired", "fault-form-expired-next"),
            Self::Unreadable => ("fault-unreadable", "fault-unreadable-next"),
            Self::NotJson => ("fault-not-json", "fault-not-json-next"),
            Self::NotBytes => ("fault-not-bytes", "fault-not-bytes-next"),
            Self::TooLarge => ("fault-too-large", "fault-too-large-next"),
            Self::TooSlowSent => ("fault-too-slow-sent", "fault-too-slow-sent-next"),
            Self::TooMany => ("fault-too-many", "fault-too-many-next"),
            Self::Refused(_) => ("fault-refused", "fault-refused-next"),
            Self::NoLogKey => ("fault-no-log-key", "fault-no-log-key-next"),
            Self::NoSealKey => ("fault-no-seal-key", "fault-no-seal-key-next"),
            Self::Stopping => ("fault-stopping", "fault-stopping-next"),
            Self::TooSlow => ("fault-too-slow", "fault-too-slow-next"),
            Self::Broken(_) => ("fault-broken", "fault-broken-next"),
        }
    }
}

impl IntoResponse for Fault {
    /// Only the status, with the fault beside it: the guard writes the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stopping => Self::Stopping,
            store::Error::NoLogKey => Self::NoLogKey,
            store::Error::NoSealKey => Self::NoSealKey,
            store::Error::Conflict { .. } => Self::Refused(Refusal::new("changed-meanwhile")),
            store::Error::ExternalTaken { external, number } => Self::Refused(
                Refusal::new("external-taken")
                    .with("external", external)
                    .with("number", number),
            ),
            store::Error::AccountTaken(user) => Self::Refused(Refusal::new("account-taken").with("user", user)),
            error => Self::Broken(error.to_string()),
        }
    }
}

impl From<office::Error> for Fault {
    fn from(error: office::Error) -> Self {
        match error {
            office::Error::Refused(refusal) => Self::Refused(refusal),
            office::Error::Store(error) => error.into(),
            office::Error::Document(error) => Self::Broken(error.to_string()),
        }
    }
}

impl From<documents::brief::Error> for Fault {
    fn from(error: documents::brief::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
