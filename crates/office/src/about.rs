//! Members of staff whom a case complains about, as they are at the moment of asking: the rules know an account's opaque id
//! alone, and no event keeps which post somebody held.

use crate::boxed;
use crate::{Error, Office};
use domain::PostSlug;
use domain::case::{About, Actor, Case, Command};
use domain::duty::Staff;
use store::Account;

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
    /// What it has in common with other accounts of the same person.
    person: Option<String>,
}

/// All who have an account here, by the name under which they sign in.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn staff(office: &Office) -> Result<Vec<StaffMember>, Error> {
    let accounts = office.store.accounts().await?;
    let member = |account: store::Account| StaffMember {
        staff: Staff(account.id),
        name: account.name,
        post: account.post,
        open: account.disabled_at.is_none(),
        person: account.person,
    };
    Ok(accounts.into_iter().map(member).collect())
}

/// The member of staff who signs in under that name; none where there is none.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn staff_by_user(office: &Office, user: &str) -> Result<Option<Staff>, Error> {
    let account = office.store.account_by_user(user).await?;
    Ok(account.map(|account| Staff(account.id)))
}

/// Who holds a post now, by all accounts of theirs: what a program in that post reads, they read.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn holders(office: &Office, post: &PostSlug) -> Result<Vec<Staff>, store::Error> {
    let ids = office.store.holders(post).await?;
    Ok(ids.into_iter().map(Staff).collect())
}

/// All accounts of the person whose account this is: what is withheld from one of them is withheld from all.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn accounts_of(office: &Office, account: &Account) -> Result<Vec<Staff>, store::Error> {
    if account.person.is_none() {
        return Ok(vec![Staff(account.id.clone())]);
    }
    let ids = office.store.accounts_of_person(&account.id).await?;
    Ok(ids.into_iter().map(Staff).collect())
}

/// Who reads what whoever acts so reads: the person behind the account; of a program, which has none, all who hold its post.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn readers(office: &Office, actor: &Actor) -> Result<Vec<Staff>, store::Error> {
    if let Some(account) = &actor.account {
        let own = office.store.accounts_of_person(account).await?;
        if !own.is_empty() {
            return Ok(own.into_iter().map(Staff).collect());
        }
    }
    match &actor.post {
        Some(post) => holders(office, post).await,
        None => Ok(Vec::new()),
    }
}

/// Looks up which posts those of `about` hold now, by whichever account, so that none of these is asked to answer for it. Where it
/// is about no member of staff, which is nearly always, nothing is read.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn look_up(office: &Office, about: &mut About) -> Result<(), Error> {
    about.holds.clear();
    about.others.clear();
    if about.staff.is_empty() {
        return Ok(());
    }
    let known = staff(office).await?;
    let post = |member: &StaffMember| member.open.then(|| member.post.clone());
    for member in known.iter().filter(|member| about.staff.contains(&member.staff)) {
        about.holds.insert(member.staff.clone(), post(member));
        let same = |other: &&StaffMember| other.person == member.person && other.staff != member.staff;
        if member.person.is_some() {
            let others = known
                .iter()
                .filter(same)
                .map(|other| (other.staff.clone(), post(other)));
            about.others.insert(member.staff.clone(), others.collect());
        }
    }
    Ok(())
}

/// The same for whoever acts: a program in a post that one of them holds is as far from it as they are.
pub(crate) async fn look_up_for(office: &Office, about: &mut About, actor: &Actor) -> Result<(), Error> {
    look_up(office, about).await?;
    let Some(account) = actor.account.as_ref().filter(|_| !about.staff.is_empty()) else {
        return Ok(());
    };
    let readers = readers(office, actor).await?;
    for named in readers.into_iter().filter(|reader| about.staff.contains(reader)) {
        let others = about.others.entry(named).or_default();
        others.entry(Staff(account.clone())).or_insert(None);
    }
    Ok(())
}

/// The case with what [`look_up_for`] finds, to decide on; none where there is nothing to look up.
pub(crate) async fn of_case(office: &Office, case: &Case, actor: &Actor) -> Result<Option<Box<Case>>, Error> {
    if case.about.staff.is_empty() {
        return Ok(None);
    }
    let mut case = Box::new(case.clone());
    look_up_for(office, &mut case.about, actor).await?;
    Ok(Some(case))
}

/// The same of a command that names somebody.
pub(crate) async fn of_command(
    office: &Office,
    command: &Command,
    actor: &Actor,
) -> Result<Option<Box<Command>>, Error> {
    let Command::RecordAbout { about, reason } = command else {
        return Ok(None);
    };
    let mut about = about.clone();
    look_up_for(office, &mut about, actor).await?;
    let reason = reason.clone();
    Ok(Some(Box::new(Command::RecordAbout { about, reason })))
}
