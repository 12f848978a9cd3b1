//! What the forms of an incident's page ask, as commands.

use super::new_incident::figures;
use crate::fields::Fields;
use crate::frame::Problems;
use crate::moments;
use crate::visit::Visit;
use domain::PostSlug;
use domain::case::{Movement, Respond};

/// The command of a form; none where it cannot be read, which is then said.
pub(super) fn respond(visit: &Visit, step: &str, fields: &Fields, problems: &mut Problems) -> Option<Respond> {
    let pack = &visit.desk.office.pack;
    let text = |name: &str| fields.get(name).to_owned();
    let number = |name: &str| fields.get(name).parse::<u32>().ok();
    let none_is_zero = |name: &str| fields.given(name).map_or(Some(0), |given| given.parse::<u32>().ok());
    let moment = |name: &str| fields.given(name).map(|given| moments::from_input(given, &pack.zone));
    Some(match step {
        "figures" => Respond::Figures {
            figures: figures(visit, fields, problems)?,
            note: text("note"),
        },
        "level" => Respond::Grade {
            level: text("level"),
            reason: text("reason"),
        },
        "receipt" => Respond::NoteReceipt {
            report: number("report")?,
            receiver: number("receiver"),
            by: text("by"),
            said_at: match moment("said_at") {
                None => None,
                Some(said_at) => Some(said_at?),
            },
        },
        "handed" => Respond::HandOn {
            report: number("report")?,
            receiver: number("receiver")?,
            by_hand: Some(text("channel")),
            said_at: match moment("said_at") {
                None => None,
                Some(said_at) => Some(said_at?),
            },
        },
        "note" => Respond::Note {
            happened_at: moment("happened_at").unwrap_or(Some(visit.now))?,
            text: text("text"),
        },
        "role" => Respond::NameRole {
            role: text("role"),
            post: PostSlug::new(fields.get("post")),
        },
        "resource" => Respond::CallResource {
            what: text("what"),
            count: number("count")?,
            from: text("from"),
        },
        "move" => Respond::MoveResource {
            resource: number("resource")?,
            to: match fields.get("to") {
                "arrived" => Movement::Arrived,
                "released" => Movement::Released,
                _ => return None,
            },
        },
        "plan" => Respond::FollowPlan { plan: text("plan") },
        "tick" => Respond::Tick { item: text("item") },
        "patients" => Respond::HandOver {
            hospital: text("hospital"),
            critical: none_is_zero("critical")?,
            serious: none_is_zero("serious")?,
            slight: none_is_zero("slight")?,
            needs: text("needs"),
        },
        "warning" => Respond::LinkWarning {
            warning: text("warning"),
        },
        "end" => Respond::End { text: text("text") },
        "finding" => Respond::Review {
            finding: text("finding"),
        },
        "personal" => Respond::ErasePersonal,
        "inquiry" => Respond::ExtendInquiry {
            days: number("days")?,
            reason: text("reason"),
        },
        _ => return None,
    })
}
