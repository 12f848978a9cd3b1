//! Coming back with the secret written down: it is typed in, or the whole link is.

use super::{address, reached};
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "portal/find.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
}

/// `GET /portal/mine`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    page(&guest, &Draft::default())
}

/// `POST /portal/mine`
pub(crate) async fn send(GuestPosted { guest, fields }: GuestPosted) -> Result<Response, Fault> {
    let secret = secret_in(fields.get("secret"));
    match reached(&guest, &secret).await {
        Ok(_) => Ok(frame::see_other(&address(&secret))),
        Err(Fault::NotFound) => {
            let mut problems = Problems::default();
            problems.add("secret", guest.words().text("portal-find-wrong"));
            // What was typed may be nearly the secret: it is not shown again.
            let fields = Fields::default();
            page(&guest, &Draft { fields, problems })
        }
        Err(fault) => Err(fault),
    }
}

fn page(guest: &Guest, draft: &Draft) -> Result<Response, Fault> {
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("portal-find-title")),
        draft,
    };
    Ok(guest.with_token(frame::form_page(&draft.problems, &page)?))
}

/// The secret in what was typed: its last part, without what was put between its letters.
fn secret_in(typed: &str) -> String {
    let last = typed
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let last = last.split('?').next().unwrap_or_default();
    last.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::secret_in;

    #[test]
    fn a_link_or_the_secret_alone() {
        for typed in [
            "ab12",
            " AB12 ",
            "https://example.org/portal/mine/ab12",
            "https://x/portal/mine/ab12?new=1",
            "ab-12",
            "ab 12",
        ] {
            assert_eq!(secret_in(typed), "ab12", "{typed}");
        }
    }
}
