//! An invitation: first what it is, then, once asked for and written down, the one case.

use super::joint::{self, Joint};
use super::{address, attended};
use crate::desk::show_case::is_from_before;
use crate::desk::story::{self, Line};
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Frame, Problems};
use crate::guest::Guest;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Event, Invitation, SealedValues};
use domain::pack::FieldName;
use store::{Recorded, Story};

#[derive(Template)]
#[template(path = "invited/invitation.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    home: String,
    number: &'a str,
    invitation: &'a Invitation,
    by: &'a str,
    until: String,
    done: Option<&'static str>,
    /// The case, once it was asked for.
    shown: Option<Shown<'a>>,
}

/// What somebody invited sees.
struct Shown<'a> {
    case: &'a Case,
    kind: &'a str,
    category: &'a str,
    status: &'a str,
    unit: &'a str,
    area: &'a str,
    /// Names and contacts that were opened to them: label and value.
    sealed: Vec<(&'a str, &'a str)>,
    /// The mediation, in a kind of case that has one.
    joint: Option<Joint<'a>>,
    /// Words between the requester and those who answer, and their own.
    story: Vec<Line>,
}

/// `GET /invited/{secret}`: nothing of the case is shown, so looking ahead opens nothing.
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (story, invitation) = attended(&guest, &secret).await?;
    cover(&guest, &secret, &story, &invitation, &Problems::default())
}

/// `POST /invited/{secret}`: looks.
pub(crate) async fn look(
    Path(secret): Path<String>,
    GuestPosted { guest, .. }: GuestPosted,
) -> Result<Response, Fault> {
    let (story, invitation) = attended(&guest, &secret).await?;
    let office = &guest.desk.office;
    let opened = office::attend(office, story.case.id, &invitation.guest, guest.now).await;
    match opened {
        Ok(values) => page(
            &guest,
            &secret,
            &story,
            &invitation,
            &Problems::default(),
            Some(&values),
        ),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            cover(&guest, &secret, &story, &invitation, &problems)
        }
        Err(error) => Err(error.into()),
    }
}

/// The first page, with what was wrong with something that was sent.
pub(super) fn cover(
    guest: &Guest,
    secret: &str,
    story: &Story,
    invitation: &Invitation,
    problems: &Problems,
) -> Result<Response, Fault> {
    page(guest, secret, story, invitation, problems, None)
}

fn page(
    guest: &Guest,
    secret: &str,
    story: &Story,
    invitation: &Invitation,
    problems: &Problems,
    values: Option<&SealedValues>,
) -> Result<Response, Fault> {
    let pack = &guest.desk.office.pack;
    let case = story.case.without_source();
    let f = Frame::for_guest(guest, guest.words().text("invited-title")).of_drill(case.is_drill());
    let shown = values.map(|values| shown(guest, &f, &case, story, invitation, values));
    let page = Page {
        problems,
        home: address(secret),
        number: &case.number,
        invitation,
        by: pack.post_name(&invitation.by, guest.locale),
        until: f.moment(&invitation.until),
        done: match guest.query().get("done") {
            "statement" => Some("invited-done-statement"),
            "file" => Some("invited-done-file"),
            _ => None,
        },
        shown,
        f,
    };
    Ok(guest.with_token(frame::form_page(problems, &page)?))
}

fn shown<'a>(
    guest: &'a Guest,
    f: &Frame<'_>,
    case: &'a Case,
    story: &'a Story,
    invitation: &Invitation,
    values: &'a SealedValues,
) -> Shown<'a> {
    let pack = &guest.desk.office.pack;
    let label = |name: FieldName| {
        let fields = pack.kind(&case.kind).map_or(&[][..], |kind| &kind.fields);
        fields
            .iter()
            .find(|field| field.name == name)
            .map_or("", |field| field.label.get(guest.locale))
    };
    let mediates = pack.kind(&case.kind).is_some_and(|kind| kind.mediation.is_some());
    let told = story.events.iter().filter(|recorded| match recorded.event {
        // What a party of a dispute says apart is between it and the mediator.
        Event::Messaged { .. } => !mediates && !is_from_before(story, recorded),
        _ => is_own(recorded, invitation),
    });
    let told: Vec<Recorded<Event>> = told.cloned().collect();
    Shown {
        kind: pack.kind_name(&case.kind, guest.locale),
        category: pack.category_name(&case.category, guest.locale),
        status: pack.status_name(&case.kind, &case.status, guest.locale),
        unit: pack.unit_name(&case.unit, guest.locale),
        area: case
            .place
            .area
            .as_ref()
            .map_or("", |area| pack.area_name(area, guest.locale)),
        sealed: values.iter().map(|(name, value)| (label(name), value)).collect(),
        joint: joint::of(guest, f, case, invitation),
        story: story::tell(f, &story.case, &told),
        case,
    }
}

/// Whether they themselves said or brought it.
fn is_own(recorded: &Recorded<Event>, invitation: &Invitation) -> bool {
    match &recorded.event {
        Event::GuestStated { guest, .. } => *guest == invitation.guest,
        Event::EvidenceAttached(_) => recorded.actor.account.as_ref() == Some(&invitation.guest),
        _ => false,
    }
}
