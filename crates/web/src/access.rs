//! Who may open which page and do what. The one table; a pack's steps narrow it further case by case.

use domain::case::{Actor, Case, Role};
use domain::pack::Pack;
use store::Viewer;

/// A page or an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Right {
    SeeToday,
    SeeCases,
    ExportCases,
    RegisterCase,
    TakeStep,
    OpenSealed,
    Erase,
    ReadAccessRecord,
    SeeReports,
    ReportDay,
    Import,
    SeeDay,
    Judge,
    SignBrief,
    SeeAssignments,
    Assign,
    SeeUnits,
    KeepAccounts,
    ReadMetrics,
    WatchLog,
}

const Y: bool = true;
const N: bool = false;

/// Roles in the order of the table's columns. The program and requesters never sign in to the desk.
const COLUMNS: [Role; 7] = [
    Role::Clerk,
    Role::Handler,
    Role::DutyOfficer,
    Role::SpecialOffice,
    Role::Leader,
    Role::Auditor,
    Role::Administrator,
];

#[rustfmt::skip]
const TABLE: &[(Right, [bool; 7])] = &[
    //                      clerk  handler  duty  office  leader  auditor  administrator
    (Right::SeeToday,      [ Y,    Y,       Y,    Y,      Y,      Y,       Y ]),
    (Right::SeeCases,      [ Y,    Y,       Y,    Y,      Y,      Y,       N ]),
    (Right::ExportCases,   [ Y,    N,       Y,    Y,      Y,      Y,       N ]),
    (Right::RegisterCase,  [ Y,    Y,       Y,    Y,      N,      N,       N ]),
    (Right::TakeStep,      [ Y,    Y,       Y,    Y,      Y,      N,       N ]),
    (Right::OpenSealed,    [ Y,    Y,       Y,    Y,      Y,      N,       N ]),
    (Right::Erase,         [ N,    N,       N,    Y,      Y,      N,       N ]),
    (Right::ReadAccessRecord,[N,   N,       N,    N,      N,      Y,       N ]),
    (Right::SeeReports,    [ Y,    Y,       Y,    Y,      Y,      Y,       N ]),
    (Right::ReportDay,     [ N,    Y,       N,    N,      Y,      N,       N ]),
    (Right::Import,        [ Y,    N,       N,    Y,      N,      N,       N ]),
    (Right::SeeDay,        [ N,    N,       Y,    Y,      Y,      Y,       N ]),
    (Right::Judge,         [ N,    N,       N,    Y,      N,      N,       N ]),
    (Right::SignBrief,     [ N,    N,       N,    Y,      Y,      N,       N ]),
    (Right::SeeAssignments,[ N,    Y,       Y,    Y,      Y,      Y,       N ]),
    (Right::Assign,        [ N,    N,       N,    Y,      Y,      N,       N ]),
    (Right::SeeUnits,      [ Y,    Y,       Y,    Y,      Y,      Y,       Y ]),
    (Right::KeepAccounts,  [ N,    N,       N,    N,      N,      N,       Y ]),
    (Right::ReadMetrics,   [ N,    N,       N,    N,      N,      N,       Y ]),
    (Right::WatchLog,      [ N,    N,       N,    N,      N,      Y,       Y ]),
];

/// Whose cases and daily reports a role sees; a case that it registers is its own unit's as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    Everything,
    /// Those for which its own unit is responsible, and those on which it works beside another. Which other units are late or silent is the office's business.
    OwnUnit,
}

/// Whether `role` has `right`.
#[must_use]
pub fn may(role: Role, right: Right) -> bool {
    let column = COLUMNS.iter().position(|known| *known == role);
    let row = TABLE.iter().find(|(known, _)| *known == right);
    column.zip(row).is_some_and(|(column, (_, row))| row[column])
}

/// Rights over the body's day, not over a unit's: the leader of a unit that reports to the body has none of them,
/// since the brief says which units are late, and a decision binds any of them; what is erased is erased for the body.
const OF_THE_BODY: &[Right] = &[Right::SeeDay, Right::SignBrief, Right::Assign, Right::Erase];

/// Whether somebody of `role` with this scope has `right`.
pub(crate) fn may_within(role: Role, scope: Scope, right: Right) -> bool {
    may(role, right) && !(role == Role::Leader && scope == Scope::OwnUnit && OF_THE_BODY.contains(&right))
}

/// Whose cases `role` sees: those who work for a unit see its own, those who work for the body see all. A leader works
/// for the unit where the unit is one that reports to the body.
pub(crate) const fn scope(role: Role, unit_reports: bool) -> Scope {
    match role {
        Role::Handler => Scope::OwnUnit,
        Role::Leader if unit_reports => Scope::OwnUnit,
        Role::Program
        | Role::Requester
        | Role::Clerk
        | Role::DutyOfficer
        | Role::SpecialOffice
        | Role::Leader
        | Role::Auditor
        | Role::Administrator => Scope::Everything,
    }
}

/// Whether somebody sees a case: it lies within their scope, and complains neither about their post nor about their unit
/// or one above it, whatever the scope (信访工作条例, art. 28, 30 and 46).
pub(crate) fn sees(pack: &Pack, actor: &Actor, scope: Scope, case: &Case) -> bool {
    let within = match scope {
        Scope::Everything => true,
        Scope::OwnUnit => case.involves(actor),
    };
    within && !case.is_withheld_from(pack, actor)
}

/// The same of lists, counts and searches.
pub(crate) fn viewer(pack: &Pack, actor: &Actor, scope: Scope) -> Viewer {
    let within = match scope {
        Scope::Everything => None,
        Scope::OwnUnit => actor.unit.clone(),
    };
    Viewer::of(pack, actor, within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_has_one_row_and_every_row_somebody() {
        for (index, (right, row)) in TABLE.iter().enumerate() {
            assert!(row.contains(&true), "{right:?} is nobody's");
            assert!(
                TABLE[index + 1..].iter().all(|(other, _)| other != right),
                "{right:?} is there twice"
            );
        }
    }

    #[test]
    fn a_units_leader_has_the_unit_and_not_the_body() {
        assert_eq!(scope(Role::Leader, true), Scope::OwnUnit);
        assert_eq!(scope(Role::Leader, false), Scope::Everything);
        for right in OF_THE_BODY {
            assert!(may_within(Role::Leader, Scope::Everything, *right));
            assert!(!may_within(Role::Leader, Scope::OwnUnit, *right));
        }
        assert!(may_within(Role::Leader, Scope::OwnUnit, Right::TakeStep));
    }

    #[test]
    fn lines_that_must_hold() {
        // The auditor reads and changes nothing; the administrator keeps accounts and sees no case.
        assert!(may(Role::Auditor, Right::SeeCases) && !may(Role::Auditor, Right::TakeStep));
        assert!(!may(Role::Auditor, Right::RegisterCase));
        // Who watches the record of openings opens nothing that is sealed, and erases nothing.
        for role in COLUMNS.into_iter().filter(|role| may(*role, Right::ReadAccessRecord)) {
            assert!(!may(role, Right::OpenSealed) && !may(role, Right::Erase));
        }
        assert!(may(Role::Administrator, Right::KeepAccounts) && !may(Role::Administrator, Right::SeeCases));
        // Nobody but the administrator makes accounts; the program and requesters have no desk.
        for role in COLUMNS {
            assert_eq!(may(role, Right::KeepAccounts), role == Role::Administrator);
        }
        for (right, _) in TABLE {
            assert!(!may(Role::Program, *right) && !may(Role::Requester, *right));
        }
    }
}
