//! The people behind accounts: which accounts are one person's, said with a reason that is recorded; and who is somebody else where a
//! second person is needed.

use crate::boxed;
use crate::{Error, Office, about, act};
use domain::case::{Actor, Case, Command, Refusal, done_before};
use domain::duty::Staff;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeSet;
use store::{Parting, SaidBy};

/// The longest reason, in characters.
pub const MOST_PERSON_REASON_CHARS: usize = 500;
/// How often a parting sees to what is withheld before it is given up.
const TRIES: u32 = 50;

/// Says that two accounts are one person's: what is withheld from one of them is withheld from both. Answers all that are that
/// person's.
///
/// # Errors
/// A refusal where no reason is given; the store's.
#[boxed]
pub async fn link_accounts(
    office: &Office,
    (one, other): (&str, &str),
    reason: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let said = said(reason, actor, now)?;
    Ok(office.store.link_accounts(one, other, said).await?)
}

/// Says that an account is not the same person's as the others with which it was linked. What was withheld from one of them because a
/// case is about another stays withheld: each such case names all of them first, as an event of its own, which those who handle it can
/// lift with a reason. So nobody reads by this what they did not read before, and whoever keeps accounts learns nothing of cases.
/// Answers all that were one person's.
///
/// # Errors
/// A refusal where no reason is given, of one's own account, or where a case cannot be written to; the store's.
#[boxed]
pub async fn part_account(
    office: &Office,
    account: &str,
    reason: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let said = said(reason, actor, now)?;
    if is_same_person(office, actor, account).await? {
        return Err(Refusal::new("accounts-own").into());
    }
    for _ in 0..TRIES {
        match office.store.part_account(account, said.clone()).await? {
            Parting::Done(accounts) => return Ok(accounts),
            Parting::Withheld { cases, accounts } => {
                let staff: BTreeSet<Staff> = accounts.into_iter().map(Staff).collect();
                let command = Command::KeepWithheld { staff };
                for case in cases {
                    match act(office, case, &command, &Actor::program(), now, None).await {
                        Ok(_) => {}
                        // That there is such a case is not for whoever keeps accounts to know.
                        Err(Error::Refused(_)) => return Err(Refusal::new("accounts-part-later").into()),
                        Err(error) => return Err(error),
                    }
                }
            }
        }
    }
    Err(Refusal::new("accounts-part-later").into())
}

fn said(reason: &str, actor: &Actor, at: Timestamp) -> Result<SaidBy, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("accounts-person-why"));
    }
    if reason.chars().count() > MOST_PERSON_REASON_CHARS {
        return Err(Refusal::new("accounts-person-why-long").with("most", MOST_PERSON_REASON_CHARS));
    }
    Ok(SaidBy {
        actor: actor.clone(),
        reason: reason.to_owned(),
        at,
    })
}

/// Whether whoever acts is the person behind an account that acted before, by whichever account of theirs; a program is everybody who
/// holds its post.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn is_same_person(office: &Office, actor: &Actor, before: &str) -> Result<bool, store::Error> {
    let beside = beside(office, actor, [before]).await?;
    Ok(beside.account.as_deref() == Some(before))
}

/// Whoever acts, as the rules tell them apart from those who acted before, by account: as one of them where it is the same person by
/// another account, or where a program acts in a post that the other one holds. The one place where it is looked up who is somebody
/// else; what is written down keeps the account by which it was done.
///
/// # Errors
/// The store's.
pub(crate) async fn beside<'a>(
    office: &Office,
    actor: &Actor,
    before: impl IntoIterator<Item = &'a str>,
) -> Result<Actor, store::Error> {
    let before: Vec<&str> = before.into_iter().collect();
    let mut beside = actor.clone();
    let is_own = |before: &&str| actor.account.as_deref() == Some(before);
    if before.is_empty() || before.iter().any(is_own) {
        return Ok(beside);
    }
    let own = about::readers(office, actor).await?;
    for before in before {
        if behind(office, before).await?.iter().any(|other| own.contains(other)) {
            beside.account = Some(before.to_owned());
            break;
        }
    }
    Ok(beside)
}

/// The same for a command to a case that a second person gives.
///
/// # Errors
/// The store's.
pub(crate) async fn for_command<'a>(
    office: &Office,
    case: &Case,
    command: &Command,
    actor: &'a Actor,
) -> Result<Cow<'a, Actor>, store::Error> {
    Ok(match done_before(case, command, &office.pack) {
        Some(before) => Cow::Owned(beside(office, actor, [before]).await?),
        None => Cow::Borrowed(actor),
    })
}

/// Who is behind an account that acted: all accounts of the person; of a program, all who hold its post.
async fn behind(office: &Office, account: &str) -> Result<Vec<Staff>, store::Error> {
    let own = office.store.accounts_of_person(account).await?;
    if !own.is_empty() {
        return Ok(own.into_iter().map(Staff).collect());
    }
    let keys = office.store.api_keys().await?;
    match keys.iter().find(|key| key.account() == account) {
        Some(key) => about::holders(office, &key.post).await,
        None => Ok(Vec::new()),
    }
}
