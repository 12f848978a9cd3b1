//! The lists of a plan and a drill as people write them: a line each, parts between bars, and back.

use crate::visit::Visit;
use domain::Locale;
use domain::drill::Inject;
use domain::plan::{Checklist, Contact, Resource};

/// What does not read as a line should: its number, from 1, and a message key that says how it is written.
pub(super) type Wrong = (usize, &'static str);

/// Lines with something in them, numbered from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = (1..).zip(text.lines().map(str::trim));
    numbered.filter(|(_, line)| !line.is_empty())
}

fn parts(line: &str) -> Vec<&str> {
    line.split(['|', '｜']).map(str::trim).collect()
}

/// `# role`, and under it an item a line.
pub(super) fn checklists(text: &str) -> Result<Vec<Checklist>, Wrong> {
    let mut found: Vec<Checklist> = Vec::new();
    for (n, line) in lines(text) {
        if let Some(role) = line.strip_prefix(['#', '＃']) {
            found.push(Checklist {
                role: role.trim().to_owned(),
                items: Vec::new(),
            });
        } else if let Some(last) = found.last_mut() {
            last.items.push(line.to_owned());
        } else {
            return Err((n, "plan-checklists-hint"));
        }
    }
    Ok(found)
}

/// `# role`, and under it an item a line.
pub(super) fn of_checklists(lists: &[Checklist]) -> String {
    let list = |list: &Checklist| format!("# {}\n{}", list.role, list.items.join("\n"));
    lists.iter().map(list).collect::<Vec<_>>().join("\n\n")
}

/// `post or office | what for | number`.
pub(super) fn contacts(visit: &Visit, text: &str) -> Result<Vec<Contact>, Wrong> {
    let posts = &visit.desk.office.pack.posts;
    let contact = |(n, line): (usize, &str)| {
        let parts = parts(line);
        let &[who, purpose, reach] = parts.as_slice() else {
            return Err((n, "plan-contacts-hint"));
        };
        let named = |name: &domain::Text| Locale::ALL.iter().any(|locale| name.get(*locale) == who);
        let post = posts.iter().find(|post| named(&post.name));
        Ok(Contact {
            post: post.map(|post| post.slug.clone()),
            office: if post.is_some() { String::new() } else { who.to_owned() },
            purpose: purpose.to_owned(),
            reach: reach.to_owned(),
        })
    };
    lines(text).map(contact).collect()
}

/// Who is called, by name.
pub(super) fn contact_name<'a>(visit: &'a Visit, contact: &'a Contact) -> &'a str {
    let pack = &visit.desk.office.pack;
    let post = contact.post.as_ref();
    post.map_or(contact.office.as_str(), |post| pack.post_name(post, visit.locale))
}

/// `post or office | what for | number`.
pub(super) fn of_contacts(visit: &Visit, contacts: &[Contact]) -> String {
    let line = |contact: &Contact| {
        let name = contact_name(visit, contact);
        format!("{name} | {} | {}", contact.purpose, contact.reach)
    };
    contacts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// `what | where | who gives it out`.
pub(super) fn resources(text: &str) -> Result<Vec<Resource>, Wrong> {
    let resource = |(n, line): (usize, &str)| {
        let parts = parts(line);
        let &[what, place, keeper] = parts.as_slice() else {
            return Err((n, "plan-resources-hint"));
        };
        Ok(Resource {
            what: what.to_owned(),
            place: place.to_owned(),
            keeper: keeper.to_owned(),
        })
    };
    lines(text).map(resource).collect()
}

/// `what | where | who gives it out`.
pub(super) fn of_resources(resources: &[Resource]) -> String {
    let line = |one: &Resource| format!("{} | {} | {}", one.what, one.place, one.keeper);
    resources.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// `minute | what is said`.
pub(super) fn injects(text: &str) -> Result<Vec<Inject>, Wrong> {
    let inject = |(n, line): (usize, &str)| {
        let wrong = (n, "drill-injects-hint");
        let parts = parts(line);
        let &[minute, text] = parts.as_slice() else {
            return Err(wrong);
        };
        Ok(Inject {
            minute: minute.parse().map_err(|_| wrong)?,
            text: text.to_owned(),
        })
    };
    lines(text).map(inject).collect()
}

/// `minute | what is said`.
pub(super) fn of_injects(injects: &[Inject]) -> String {
    let line = |inject: &Inject| format!("{} | {}", inject.minute, inject.text);
    injects.iter().map(line).collect::<Vec<_>>().join("\n")
}
