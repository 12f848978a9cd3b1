//! One message to a receiver.

use crate::outgoing::{Outgoing, Posted};
use std::time::Duration;

/// How long a receiver may take, all in all.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a receiver may say beside its status, which alone counts.
const MOST_BYTES: usize = 1 << 20;

/// Posts a body; answers the status. It is followed nowhere else.
///
/// # Errors
/// Why there is no answer.
pub(super) async fn post(url: &str, headers: [(&'static str, String); 3], body: String) -> Result<u16, String> {
    let posted = Posted {
        media_type: "application/json",
        headers: headers.into(),
        body: body.into(),
    };
    let answered = Outgoing::new(PATIENCE, MOST_BYTES).send(url, posted).await;
    answered.map(|answer| answer.status).map_err(|error| error.to_string())
}
