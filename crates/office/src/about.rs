//! Members of staff whom a case complains about, as they are at the moment of asking: the rules know an account's opaque id
//! alone, and no event keeps which post somebody held.

use crate::{Error, Office};
use domain::PostSlug;
use domain::case::{About, Case, Command};
use domain::duty::Staff;

/// A member of staff as colleagues choose them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// Who, as the rules know them.
    pub staff: Staff,
    /// Shown name.
    pub name: String,
    /// The post held.
    pub post: PostSlug,
    /// The account is open: whoever is behind a shut one reads nothing.
    pub open: bool,
}

/// All who have an account here, by the name under which they sign in.
///
/// # Errors
/// The store's.
pub async fn staff(office: &Office) -> Result<Vec<StaffMember>, Error> {
    let accounts = office.store.accounts().await?;
    let member = |account: store::Account| StaffMember {
        staff: Staff(account.id),
        name: account.name,
        post: account.post,
        open: account.disabled_at.is_none(),
    };
    Ok(accounts.into_iter().map(member).collect())
}

/// The member of staff who signs in under that name; none where there is none.
///
/// # Errors
/// The store's.
pub async fn staff_by_user(office: &Office, user: &str) -> Result<Option<Staff>, Error> {
    let account = office.store.account_by_user(user).await?;
    Ok(account.map(|account| Staff(account.id)))
}

/// Who holds a post now: what a program in that post reads, they read.
///
/// # Errors
/// The store's.
pub async fn holders(office: &Office, post: &PostSlug) -> Result<Vec<Staff>, store::Error> {
    let ids = office.store.holders(post).await?;
    Ok(ids.into_iter().map(Staff).collect())
}

/// Looks up which posts those of `about` hold now, so that none of these is asked to answer for it. Where it is about no
/// member of staff, which is nearly always, nothing is read.
///
/// # Errors
/// The store's.
pub async fn look_up(office: &Office, about: &mut About) -> Result<(), Error> {
    about.holds.clear();
    if about.staff.is_empty() {
        return Ok(());
    }
    let known = staff(office).await?.into_iter();
    let named = known.filter(|member| about.staff.contains(&member.staff));
    about.holds = named
        .map(|member| (member.staff, member.open.then_some(member.post)))
        .collect();
    Ok(())
}

/// The case with what [`look_up`] finds, to decide on; none where there is nothing to look up.
pub(crate) async fn of_case(office: &Office, case: &Case) -> Result<Option<Box<Case>>, Error> {
    if case.about.staff.is_empty() {
        return Ok(None);
    }
    let mut case = Box::new(case.clone());
    look_up(office, &mut case.about).await?;
    Ok(Some(case))
}

/// The same of a command that names somebody.
pub(crate) async fn of_command(office: &Office, command: &Command) -> Result<Option<Box<Command>>, Error> {
    let Command::RecordAbout { about, reason } = command else {
        return Ok(None);
    };
    let mut about = about.clone();
    look_up(office, &mut about).await?;
    let reason = reason.clone();
    Ok(Some(Box::new(Command::RecordAbout { about, reason })))
}
