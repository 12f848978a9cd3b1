//! `docs/access.md`: what the policies say for every route and role, for a reader who does not read code.

use super::rows::{Door, ROWS};
use domain::access::{CaseFacts, Decision, Standing, Within, policies};
use domain::case::{About, Actor};
use domain::duty::Staff;
use domain::pack::Pack;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use web::Right;

/// The posts of the invented county that stand for a column each.
pub(super) const COLUMNS: [(&str, &str); 8] = [
    ("clerk", "clerk"),
    ("handler", "water-handler"),
    ("duty officer", "duty-officer"),
    ("special office", "office-chief"),
    ("leader of a unit", "water-leader"),
    ("leader of the body", "deputy-head"),
    ("auditor", "auditor"),
    ("administrator", "administrator"),
];

/// The standing of whoever holds a post: these.
pub(super) fn standing(pack: &Pack, post: &str, holders: Vec<Staff>) -> Standing {
    let post = pack.post(&post.into()).unwrap();
    let actor = Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: None,
    };
    Standing::held_by(pack, &actor, holders)
}

/// Somebody who holds the post, and somebody else.
fn somebody(post: &str) -> Staff {
    Staff(format!("the holder of {post}"))
}

/// What a case can have to do with a post, and such a case.
fn relations(pack: &Pack, post: &str) -> Vec<(&'static str, CaseFacts)> {
    let post = pack.post(&post.into()).unwrap();
    let own = CaseFacts::plain(post.unit.clone());
    let elsewhere = CaseFacts::plain("fire".into());
    let slug = BTreeSet::from([post.slug.clone()]);
    let above = pack.with_those_above(&post.unit).last().unwrap().clone();
    let about = |about| CaseFacts { about, ..own.clone() };
    let beneath = pack.units.iter().find(|unit| unit.parent.as_ref() == Some(&post.unit));
    let beneath = beneath.map(|unit| CaseFacts::plain(unit.slug.clone()));
    vec![
        ("its unit is responsible", own.clone()),
        (
            "a unit beneath its unit is",
            beneath.unwrap_or_else(|| elsewhere.clone()),
        ),
        ("another unit is", elsewhere.clone()),
        (
            "another unit is, its unit was asked to take it",
            CaseFacts {
                asked: Some(post.unit.clone()),
                ..elsewhere.clone()
            },
        ),
        (
            "another unit is, its unit helps",
            CaseFacts {
                helping: BTreeSet::from([post.unit.clone()]),
                ..elsewhere.clone()
            },
        ),
        (
            "another unit is, the post acts for one that stands aside",
            CaseFacts {
                acting: slug.clone(),
                ..elsewhere
            },
        ),
        (
            "its unit is, the post stands aside",
            CaseFacts {
                aside: slug,
                ..own.clone()
            },
        ),
        (
            "its unit is, another post received it and hides who reported",
            CaseFacts {
                source: Some("somebody-else".into()),
                ..own.clone()
            },
        ),
        (
            "another unit is, the post received it and hides who reported",
            CaseFacts {
                source: Some(post.slug.clone()),
                ..CaseFacts::plain("fire".into())
            },
        ),
        ("it complains about the post", about(About::post(post.slug.clone()))),
        ("it complains about its unit", about(About::unit(post.unit.clone()))),
        ("it complains about a unit above", about(About::unit(above))),
        (
            "it complains about the person, whatever post they held then",
            about(About::staff(somebody(post.slug.as_str()))),
        ),
        (
            "it complains about the person who held the post before",
            about(About::staff(somebody("another post now"))),
        ),
    ]
}

fn yes(decision: Decision) -> &'static str {
    if decision.allowed { "yes" } else { "–" }
}

fn cell(standing: &Standing, door: Door) -> &'static str {
    match door {
        Door::Everybody | Door::Anybody => "yes",
        Door::Link | Door::Party | Door::Invited | Door::Secret => "–",
        Door::Body(right) | Door::Key(right) | Door::OwnKey(right) => yes(standing.may(right)),
        Door::Case(right) => match (standing.may(right).allowed, &standing.sight().within) {
            (false, _) | (_, Within::Nothing) => "–",
            (true, Within::Unit(_)) => "own unit's",
            (true, Within::Body) => "all",
        },
    }
}

/// The requester with the link, another party with its own, whoever is invited, and nobody in particular.
const fn outsiders(door: Door) -> [&'static str; 4] {
    match door {
        Door::Everybody => ["yes"; 4],
        Door::Link => ["own case", "–", "–", "–"],
        Door::Party => ["own case", "own dispute", "–", "–"],
        Door::Invited => ["–", "–", "the one case", "–"],
        _ => ["–"; 4],
    }
}

fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let _ = writeln!(text, "| {} |", head.join(" | "));
    let _ = writeln!(text, "|{}", "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text.push('\n');
}

fn with_columns<'a>(first: &[&'a str], last: &[&'a str]) -> Vec<&'a str> {
    let columns = COLUMNS.iter().map(|(name, _)| *name);
    first
        .iter()
        .copied()
        .chain(columns)
        .chain(last.iter().copied())
        .collect()
}

/// The page.
fn page(pack: &Pack) -> String {
    let all = COLUMNS
        .iter()
        .map(|(_, post)| standing(pack, post, vec![somebody(post)]));
    let all: Vec<Standing> = all.collect();
    let english = words::words(domain::Locale::En);
    let mut text = INTRODUCTION.to_owned();

    text.push_str("## Who may do what\n\n");
    let rows: Vec<Vec<String>> = Right::ALL
        .iter()
        .map(|right| {
            let cells = all.iter().map(|standing| cell(standing, door_of(*right)).to_owned());
            std::iter::once(format!("`{}`", right.name())).chain(cells).collect()
        })
        .collect();
    table(&mut text, &with_columns(&["action"], &[]), &rows);

    text.push_str(CASES);
    let of_each: Vec<_> = COLUMNS.iter().map(|(_, post)| relations(pack, post)).collect();
    let rows: Vec<Vec<String>> = of_each[0]
        .iter()
        .enumerate()
        .map(|(n, (relation, _))| {
            let cells = all.iter().zip(&of_each).map(|(standing, cases)| {
                let may = |right| standing.decide(right, &cases[n].1).allowed;
                let said = match (may(Right::SeeCases), may(Right::TakeStep)) {
                    (true, true) if cases[n].1.source.is_some() && !may(Right::SeeSource) => "acts, not the source",
                    (true, false) if cases[n].1.source.is_some() && !may(Right::SeeSource) => "sees, not the source",
                    (true, true) => "acts",
                    (true, false) => "sees",
                    (false, _) => "–",
                };
                said.to_owned()
            });
            std::iter::once((*relation).to_owned()).chain(cells).collect()
        })
        .collect();
    table(&mut text, &with_columns(&["the case"], &[]), &rows);

    text.push_str(ROUTES);
    let rows: Vec<Vec<String>> = ROWS
        .iter()
        .map(|row| {
            let asks = match row.door {
                Door::Everybody => "nothing".to_owned(),
                Door::Link => "the secret link".to_owned(),
                Door::Party => "the secret link, or another party's".to_owned(),
                Door::Invited => "the invitation's secret link".to_owned(),
                Door::Secret => "a secret link".to_owned(),
                Door::Anybody => "a session".to_owned(),
                Door::Body(right) => format!("`{}`", right.name()),
                Door::Key(right) => format!("a program's key, in a post with `{}`", right.name()),
                Door::OwnKey(right) => format!("somebody's own key, in a post with `{}`", right.name()),
                Door::Case(right) => format!("`{}`, of the case too", right.name()),
            };
            let first = [format!("`{} {}`", row.method, row.path), asks];
            let cells = all.iter().map(|standing| cell(standing, row.door).to_owned());
            let last = outsiders(row.door).map(str::to_owned);
            first.into_iter().chain(cells).chain(last).collect()
        })
        .collect();
    let head = with_columns(
        &["route", "asks"],
        &[
            "requester with the link",
            "other party with its link",
            "invited mediator",
            "nobody in particular",
        ],
    );
    table(&mut text, &head, &rows);

    text.push_str(POLICIES);
    let sample = [("unit", "Water Bureau".into()), ("post", "handler".into())];
    let rows: Vec<Vec<String>> = policies()
        .iter()
        .map(|policy| {
            let does = if policy.permits { "permits" } else { "forbids" };
            let why = english.with(policy.why, &sample);
            vec![
                format!("`{}`", policy.id),
                does.to_owned(),
                format!("`policies/{}`", policy.file),
                why,
            ]
        })
        .collect();
    table(
        &mut text,
        &["policy", "what it does", "where", "the reason that is given"],
        &rows,
    );
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

const fn door_of(right: Right) -> Door {
    if right.is_of_a_case() {
        Door::Case(right)
    } else {
        Door::Body(right)
    }
}

const INTRODUCTION: &str = "\
# Who may do what

Made of the policies in `policies/` and of the router's routes by a test, which fails where this page says something else
than the program does, and where a route has no row: `HUYING_WRITE_ACCESS=1 cargo test -p web --test desk access` writes it
anew. Another test goes through every row with every role and compares the answers.

A right is the post's, not the person's: whoever holds the post today has it. Only the sight of a complaint can be taken from a
person, in whatever post they hold: one that is about them (`Post.holders`, `Case.aboutStaff`); whoever has the post after them
has all of it. A program with a key and a receiver of news see of complaints what all who hold their post may see. Whoever has the
watch of a desk can act in that desk's post until they hand over, once signed in to it (`[[duty.desks]]` of the pack); meanwhile what
is withheld from their own post, its unit or those above it, or from that of the watch, is withheld from them in both
(`Post.otherPosts`, `Post.otherUnits`), and so is what one of the two stands aside from. What is not
permitted expressly is refused, and a policy that forbids outweighs every one that permits. Which steps a role may take in which
status of a case is the pack's to say (`docs/packs.md`); it can only narrow what stands here.

A leader works for the unit where the unit is one that reports to the body each day, and for the body otherwise; that is why
leaders have two columns. “Own unit's” are the cases for which the post's unit is responsible.

";
const CASES: &str = "\
## Which cases

What a case has to do with the post decides whether it exists for whoever holds it: “acts” is seeing it and taking steps,
“sees” is seeing it alone, and with “–” its page, its receipts and its data are those of a number that was never given, and
no list, count, search, export or suggestion has it. The figures of a day are the body's alone: they count every
case, name none, and are the same for whoever reads them.

Where who reported is hidden, “acts” and “sees” are of the matter: the source is seen by the post that received it alone
(`SeeSource`, `OpenSealed`).

Outsiders follow the one case to which their secret link leads, or to which they are invited, and see no other. Another party of a
dispute than the one who asked sees by its own link what is its own in the mediation (`Event::told_to`), and nothing that is between
the first party and those who handle the case.

";
const ROUTES: &str = "\
## Every route

“–” is the page that says that the post has no right to it; for one case that is not the reader's, the page of a number that
was never given; for whoever has not signed in, the way to sign in. A requester with the link is somebody without an account.

";
const POLICIES: &str = "\
## The policies

";

#[test]
fn the_page_says_what_the_program_does() {
    let pack = domain::pack::builtin("demo-bureau").unwrap();
    let page = page(&pack);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if std::env::var_os("HUYING_WRITE_ACCESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/access.md says something else: write it anew with\n    \
         HUYING_WRITE_ACCESS=1 cargo test -p web --test desk access\nand look at the difference"
    );
}
