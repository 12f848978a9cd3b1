//! For programs: JSON under `/api/v1`, times in RFC 3339 UTC, errors as `application/problem+json` (RFC 9457). So far for
//! somebody signed in on the desk; one file an action.

pub(crate) mod show_case;
