//! Accounts for the invented people, with passwords made for this run and told once.

use crate::failure::Failure;
use jiff::Timestamp;
use office::Office;
use serde::Serialize;
use store::NewAccount;

/// How somebody of the demonstration signs in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Access {
    /// Slug of the post.
    pub(crate) post: String,
    pub(crate) user: String,
    pub(crate) password: String,
}

/// Makes an account for every person of the pack.
pub(crate) async fn make_accounts(office: &Office, now: Timestamp) -> Result<Vec<Access>, Failure> {
    let mut accesses = Vec::new();
    for person in &office.pack.people {
        let access = Access {
            post: person.post.to_string(),
            user: person.user.clone(),
            password: password()?,
        };
        let account = NewAccount {
            id: office::new_case_id(now).to_string(),
            user: person.user.clone(),
            name: person.name.clone(),
            post: person.post.clone(),
            locale: None,
            password_hash: web::hash_password(&access.password),
        };
        office.store.create_account(account, now).await?;
        accesses.push(access);
    }
    Ok(accesses)
}

/// Sixteen letters and digits that nobody confuses when reading them out, in groups of four: 79 bits.
fn password() -> Result<String, Failure> {
    const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| Failure::Io(std::io::Error::other(error)))?;
    let sign = |byte: &u8| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]);
    let groups: Vec<String> = random.chunks(4).map(|group| group.iter().map(sign).collect()).collect();
    Ok(groups.join("-"))
}
