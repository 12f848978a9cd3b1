//! What one may not see does not exist for one: at every address of the router the answer to it is the answer to what was never
//! given, and every list, count, search and suggestion is the one that would be there without it. The rows of the access table say
//! which addresses there are, so a new one is asked with the others.

use super::doors::{Caller, address};
use super::hidden::{BEHIND, Behind, DIFFER, HiddenThings, Thing, WORD, behind, make, nowhere, seen};
use super::keys::call;
use super::rows::{Door, ROWS, Row};
use crate::browser::{Answer, Bureau};
use crate::program::{Program, ok};
use serde_json::json;
use std::fmt::Write as _;

/// What is told apart of an answer, without the words by which it was asked for.
fn told(answer: &Answer, asked: &str) -> (u16, String, String, String) {
    let text = String::from_utf8_lossy(&answer.bytes).replace(asked, "ASKED");
    let location = answer.header("location").replace(asked, "ASKED");
    let kind = answer.header("content-type").to_owned();
    (answer.status.as_u16(), kind, location, settled(&text))
}

/// Without what differs between two answers to the same: fresh ids of forms.
fn settled(text: &str) -> String {
    let hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let end = |word: &mut String, out: &mut String| {
        let is_id = word.len() == 36 && word.matches('-').count() == 4;
        if is_id {
            out.push_str("ID");
        } else {
            out.push_str(word);
        }
        word.clear();
    };
    for c in text.chars() {
        if hex(c) {
            word.push(c);
        } else {
            end(&mut word, &mut out);
            out.push(c);
        }
    }
    end(&mut word, &mut out);
    out
}

/// Where a test goes that asks for `what` by this row.
fn at(bureau: &Bureau, row: &Row, thing: Thing, what: &str) -> String {
    let name = match thing {
        Thing::Case => "{number}",
        Thing::Request => "{file}",
        Thing::Round | Thing::Drill | Thing::Call | Thing::Proposal => "{id}",
        Thing::Desk => "{unit}",
    };
    let row = Row {
        path: Box::leak(row.path.replacen(name, "ASKED", 1).into_boxed_str()),
        ..*row
    };
    address(bureau, &row, "", "0", "0").replace("ASKED", what)
}

#[test]
fn of_every_address_it_is_said_what_it_can_hide() {
    let open = ROWS.iter().filter(|row| row.path.contains('{'));
    let unsaid: Vec<&str> = open
        .filter(|row| behind(row.path).is_none())
        .map(|row| row.path)
        .collect();
    assert!(
        unsaid.is_empty(),
        "say in hidden.rs what can be hidden there: {unsaid:?}"
    );
    for (begins, behind) in BEHIND {
        let there = ROWS.iter().any(|row| row.path.starts_with(begins));
        let said = !matches!(behind, Behind::Open(why) if why.is_empty());
        assert!(there && said, "{begins}");
    }
    for (path, why) in DIFFER {
        assert!(ROWS.iter().any(|row| row.path == path), "{path} ({why}) is no address");
    }
}

/// Every row behind which one of these can be hidden, with it.
fn asked(hidden: &HiddenThings) -> impl Iterator<Item = (&'static Row, Thing, &'static str, &str)> {
    ROWS.iter().flat_map(move |row| {
        let of = match behind(row.path) {
            Some(Behind::Hidden(thing)) if row.path.contains('{') => Some(thing),
            _ => None,
        };
        let things = hidden.things.iter().filter(move |(thing, ..)| Some(*thing) == of);
        things.map(move |(thing, what, there)| (row, *thing, *what, there.as_str()))
    })
}

#[tokio::test]
async fn what_one_may_not_see_is_answered_as_what_was_never_given() {
    let bureau = Bureau::staffed_at_one_moment().await;
    let plan = crate::plans::approved(&bureau).await;
    let hidden = make(&bureau, &plan).await;
    let (mut wrong, mut compared) = (String::new(), 0);
    for post in ["water-handler", "water-leader"] {
        let mut person = Caller::new(bureau.signed_in(post).await).await;
        let program = bureau.program(post, &web::scopes()).await;
        let own = bureau.own_program(post).await;
        for (row, thing, what, there) in asked(&hidden) {
            // Leaders may know of every drill.
            if thing == Thing::Drill && post == "water-leader" {
                continue;
            }
            let never = nowhere(thing, there);
            let (at, at_never) = (at(&bureau, row, thing, there), at(&bureau, row, thing, &never));
            let mut pairs = vec![(
                "signed in",
                told(&person.send(row, &at).await, there),
                told(&person.send(row, &at_never).await, &never),
            )];
            if let Door::Key(_) | Door::OwnKey(_) = row.door {
                for (who, with) in [("by a program", &program), ("with an own key", &own)] {
                    let one = call(&bureau, with.secret(), row, &at, there).await;
                    let other = call(&bureau, with.secret(), row, &at_never, &never).await;
                    pairs.push((who, told(&one, there), told(&other, &never)));
                }
            } else if row.method == "GET" && row.path.starts_with("/api/") {
                let (one, other) = (program.get(&at).await, program.get(&at_never).await);
                pairs.push(("by a program", told(&one, there), told(&other, &never)));
            }
            for (who, one, other) in pairs {
                compared += 1;
                if one != other {
                    let (method, path) = (row.method, row.path);
                    let _ = writeln!(wrong, "{post} {who}, {method} {path}, {what}:\n  {one:?}\n  {other:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(compared > 500, "{compared}");
}

/// Every page, list and count that whoever holds the post reads, and these: as it is now.
async fn everything(
    bureau: &Bureau,
    caller: &mut Caller<'_>,
    secret: &str,
    own: &str,
    also: &[String],
) -> Vec<(String, String)> {
    let program = bureau.program_with(secret.to_owned());
    let plain = ROWS.iter().filter(|row| row.method == "GET" && !row.path.contains('{'));
    let plain = plain.filter(|row| DIFFER.iter().all(|(path, _)| *path != row.path));
    let mut all: Vec<String> = plain.map(|row| row.path.to_owned()).collect();
    // Of a case of one's own: what is proposed to belong to it, above all.
    let of_case = ROWS
        .iter()
        .filter(|row| row.method == "GET" && row.path.contains("{number}"));
    // A receipt proves its place in the log of all that happened, and says how long that is.
    let of_case = of_case.filter(|row| !row.path.contains("/receipts"));
    all.extend(of_case.map(|row| address(bureau, row, own, "0", "0")));
    all.extend([
        format!("/cases?q={WORD}"),
        "/cases?q=burst".to_owned(),
        "/cases?open=yes&sort=due".to_owned(),
        "/cases?unit=office".to_owned(),
        "/cases?unit=fire".to_owned(),
        format!("/api/v1/cases?q={WORD}"),
        "/api/v1/cases?sort=due&limit=1".to_owned(),
        format!("/public?q={WORD}"),
        "/cases/quick?kind=petition".to_owned(),
        "/cases/new?kind=dispute".to_owned(),
        "/duty?desk=office".to_owned(),
        "/watch?desk=office".to_owned(),
        "/api/v1/duty/office".to_owned(),
        format!("/api/v1/days/{}/reports", bureau.today()),
        format!("/reports?date={}", bureau.today()),
    ]);
    all.extend_from_slice(also);
    let mut read = Vec::new();
    for path in all {
        let answer = caller.browser.get(&path).await;
        read.push((path.clone(), format!("{:?}", told(&answer, "no such word"))));
        if path.starts_with("/api/") {
            let answer = program.get(&path).await;
            read.push((
                format!("{path} by a program"),
                format!("{:?}", told(&answer, "no such word")),
            ));
        }
    }
    read
}

#[tokio::test]
async fn every_list_count_and_suggestion_is_as_it_would_be_without_it() {
    let bureau = Bureau::staffed_at_one_moment().await;
    let plan = crate::plans::approved(&bureau).await;
    let own = seen(&mut bureau.signed_in("clerk").await).await;
    let mut readers = Vec::new();
    for post in ["water-handler", "water-leader"] {
        let mut caller = Caller::new(bureau.signed_in(post).await).await;
        let secret = bureau.program(post, &web::scopes()).await.secret().to_owned();
        let before = everything(&bureau, &mut caller, &secret, &own, &[]).await;
        readers.push((post, caller, secret, before));
    }
    let hidden = make(&bureau, &plan).await;
    office::run_due_marks(&bureau.office, bureau.office.clock.now())
        .await
        .unwrap();
    let mut wrong = String::new();
    for (post, caller, secret, before) in &mut readers {
        let after = everything(&bureau, caller, secret, &own, &[]).await;
        // Leaders may know of every drill.
        let of_drills = |path: &str| path == "/plans" || path.starts_with("/api/v1/drills");
        let leads = *post == "water-leader";
        wrong += &unlike(post, before, &after, |path| leads && of_drills(path));
    }
    // Whoever sees all cases but this one reads of others, and of this one nothing.
    let own = bureau.user_in("office-chief");
    let of_post = json!({
        "category": "other", "title": "Chief takes money", "unit": "office", "about": { "staff": [own] },
    });
    let clerk = bureau.program("clerk", &["cases:read", "cases:write"]).await;
    let withheld = clerk.registered(&of_post).await;
    let withheld = withheld.trim_start_matches("/api/v1/cases/");
    let mut chief = Caller::new(bureau.signed_in("office-chief").await).await;
    let secret = bureau.program("office-chief", &web::scopes()).await.secret().to_owned();
    let other = hidden.numbers().next().unwrap().to_owned();
    for (path, read) in everything(&bureau, &mut chief, &secret, &other, &[]).await {
        if read.contains(withheld) || read.contains("Chief takes money") {
            let _ = writeln!(wrong, "office-chief {path} has the case that is about them");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What reads differently afterwards, where it is no exception: who, where, and from shortly before it differs.
fn unlike(
    post: &str,
    before: &[(String, String)],
    after: &[(String, String)],
    except: impl Fn(&str) -> bool,
) -> String {
    assert!(after.len() > 100, "{}", after.len());
    let mut wrong = String::new();
    for ((path, before), (_, after)) in before.iter().zip(after) {
        if before == after || except(path) {
            continue;
        }
        let differs = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
        let shown = |text: &str| {
            text.chars()
                .skip(differs.saturating_sub(80))
                .take(240)
                .collect::<String>()
        };
        let _ = writeln!(wrong, "{post} {path}:\n  {}\n  {}", shown(before), shown(after));
    }
    wrong
}

/// Begins a round in which the Water Bureau owes a look; its id.
async fn begin_round(chief: &Program<'_>, name: &str) -> String {
    let round = json!({
        "name": name, "why": "Before the rain", "until": "2099-01-01T00:00:00Z", "owed": [{ "unit": "water" }],
    });
    let begun = chief.post("/api/v1/rounds", "", &round).await.json();
    begun["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_sees_all_cases_but_one_reads_as_if_it_were_not_there() {
    let bureau = Bureau::staffed_at_one_moment().await;
    let own = seen(&mut bureau.signed_in("clerk").await).await;
    let scopes = ["cases:read", "cases:write"];
    let clerk = bureau.program("clerk", &scopes).await;
    let water = bureau.program("water-handler", &scopes).await;
    let chief = bureau.program("office-chief", &scopes).await;
    let round = begin_round(&chief, "Yards").await;
    let reports = format!("/api/v1/rounds/{round}/reports");
    let settled = json!({ "said": { "what": "settled", "n": 1, "note": "A drain" } });
    ok(&water.post(&reports, "", &settled).await);
    let also = [format!("/rounds/{round}"), format!("/api/v1/rounds/{round}")];
    let mut readers = Vec::new();
    for post in ["office-chief", "duty-officer"] {
        let caller = Caller::new(bureau.signed_in(post).await).await;
        let secret = bureau.program(post, &web::scopes()).await.secret().to_owned();
        readers.push((post, caller, secret, Vec::new()));
    }
    for (_, caller, secret, before) in &mut readers {
        *before = everything(&bureau, caller, secret, &own, &also).await;
    }
    let staff = ["office-chief", "duty-officer"].map(|post| bureau.user_in(post));
    let about_both = json!({
        "category": "water-supply", "title": format!("{WORD}: burst main"), "description": "Paid to look away.",
        "unit": "water", "about": { "staff": staff },
    });
    let withheld = clerk.registered(&about_both).await;
    let withheld = withheld.trim_start_matches("/api/v1/cases/");
    let found = json!({ "said": { "what": "found", "number": withheld } });
    let told = ok(&water.post(&reports, "", &found).await);
    // It is in lists and counts, of those who may see it.
    assert_eq!(
        (&told["lines"][0]["found"], &told["lines"][0]["cases"][0]),
        (&json!(1), &json!(withheld))
    );
    office::run_due_marks(&bureau.office, bureau.office.clock.now())
        .await
        .unwrap();
    let mut wrong = String::new();
    for (post, caller, secret, before) in &mut readers {
        let after = everything(&bureau, caller, secret, &own, &also).await;
        wrong += &unlike(post, before, &after, |_| false);
    }
    assert!(wrong.is_empty(), "{wrong}");
    // A unit that found nothing else has found nothing, for them.
    let second = begin_round(&chief, "Cellars").await;
    ok(&water
        .post(&format!("/api/v1/rounds/{second}/reports"), "", &found)
        .await);
    let mut person = bureau.signed_in("office-chief").await;
    let page = person.get(&format!("/rounds/{second}")).await;
    let none = "<span class=\"mark good\">None</span>";
    assert!(page.text().contains(none), "{}", page.text());
}

#[tokio::test]
async fn a_number_inside_a_form_or_body_is_no_way_round() {
    let bureau = Bureau::staffed_at_one_moment().await;
    let plan = crate::plans::approved(&bureau).await;
    let own = seen(&mut bureau.signed_in("clerk").await).await;
    let hidden = make(&bureau, &plan).await;
    let scopes = ["cases:read", "cases:write", "watch:read"];
    let chief = bureau.program("office-chief", &scopes).await;
    let round = json!({
        "name": "Yards", "why": "Before the rain", "until": "2099-01-01T00:00:00Z", "owed": [{ "unit": "water" }],
    });
    let round = chief.post("/api/v1/rounds", "", &round).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut person = bureau.signed_in("water-leader").await;
    let program = bureau.program("water-leader", &scopes).await;
    let never = nowhere(Thing::Case, "");
    let mut wrong = String::new();
    for number in hidden.numbers() {
        let (case, alike) = (format!("/cases/{own}"), format!("/cases/{own}/alike"));
        let related = format!("/cases/{own}/related");
        let forms = [
            (case.as_str(), alike.clone(), "other"),
            (&case, format!("{alike}/split"), "other"),
            (&case, related.clone(), "other"),
            (&case, format!("{related}/split"), "other"),
            ("/rounds", format!("/rounds/{round}/report"), "number"),
        ];
        for (page, path, field) in forms {
            let mut both = Vec::new();
            for asked in [number, &never] {
                let fields = [(field, asked), ("reason", "The same pipe"), ("said", "found")];
                both.push(told(&person.fill(page, &path, &fields).await, asked));
            }
            if both[0] != both[1] {
                let _ = writeln!(wrong, "{path}: {both:?}");
            }
        }
        for (path, body) in [
            (
                format!("/api/v1/cases/{own}/alike"),
                json!({ "other": "ASKED", "reason": "The same pipe" }),
            ),
            (
                format!("/api/v1/cases/{own}/alike/split"),
                json!({ "other": "ASKED", "reason": "The same pipe" }),
            ),
            (
                format!("/api/v1/cases/{own}/related"),
                json!({ "other": "ASKED", "reason": "The same pipe" }),
            ),
            (
                format!("/api/v1/cases/{own}/related/split"),
                json!({ "other": "ASKED", "reason": "The same pipe" }),
            ),
            (
                format!("/api/v1/rounds/{round}/reports"),
                json!({ "said": { "what": "found", "number": "ASKED" } }),
            ),
        ] {
            let mut both = Vec::new();
            for asked in [number, &never] {
                let body = serde_json::from_str(&body.to_string().replace("ASKED", asked)).unwrap();
                both.push(told(&program.post(&path, "", &body).await, asked));
            }
            if both[0] != both[1] {
                let _ = writeln!(wrong, "{path}: {both:?}");
            }
        }
        for path in [
            "/warnings/new?incident=",
            "/incidents/new?like=",
            "/cases/new?origin=",
            "/cases?origin=",
        ] {
            let mut both = Vec::new();
            for asked in [number, &never] {
                both.push(told(&person.get(&format!("{path}{asked}")).await, asked));
            }
            if both[0] != both[1] {
                let _ = writeln!(wrong, "{path}: {both:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
