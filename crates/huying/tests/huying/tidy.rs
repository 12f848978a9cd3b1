//! Habits of the house, kept by a test: short modules, no `unwrap` outside tests, no promises in comments, one version
//! table, nothing of the machine it was written on.

use std::path::PathBuf;
use std::process::Command;

const MOST_LINES: usize = 500;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Tracked files and those that would be; in an archive without git, nothing.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let Ok(listed) = listed else {
        eprintln!("no git here: nothing is looked at");
        return Vec::new();
    };
    let listed = String::from_utf8_lossy(&listed.stdout);
    let files = listed
        .split('\0')
        .filter(|name| !name.is_empty() && root().join(name).is_file());
    files.map(str::to_owned).collect()
}

fn texts(endings: &[&str]) -> Vec<(String, String)> {
    let wanted = |name: &String| endings.iter().any(|ending| name.ends_with(ending));
    let read = |name: String| Some((name.clone(), std::fs::read_to_string(root().join(name)).ok()?));
    files().into_iter().filter(wanted).filter_map(read).collect()
}

/// A source file without its tests: those are at the end, under `#[cfg(test)]`.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.ends_with("/tests.rs") || name.ends_with("_test.rs")
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn modules_are_short() {
    let long = |(name, text): (String, String)| {
        let lines = text.lines().count();
        (lines > MOST_LINES).then(|| format!("{name}: {lines} lines"))
    };
    let found: Vec<String> = texts(&[".rs"]).into_iter().filter_map(long).collect();
    none(&found, "two things live in a file this long");
}

/// Lines of code outside tests and comments that break a rule, of the source files that are looked at.
fn code_that(breaks: impl Fn(&str) -> bool, is_looked_at: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs"]) {
        if is_test(&name) || !is_looked_at(&name) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            if breaks(line.split("//").next().unwrap_or_default()) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn no_unwrap_outside_tests() {
    let breaks = |code: &str| code.contains(".unwrap()") || code.contains("#[allow(") || code.contains("todo!(");
    none(
        &code_that(breaks, |_| true),
        "`expect` with the reason, `#[expect(…, reason)]`, and what is begun is finished",
    );
}

#[test]
fn comments_promise_nothing() {
    // Written in two parts so that this file passes its own test.
    let promises = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs", ".toml", ".md", ".mjs", ".css", ".js", ".html", ".ftl"]) {
        for (number, line) in text.lines().enumerate() {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric());
            if words
                .into_iter()
                .any(|word| promises.iter().any(|promise| promise == word))
            {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&found, "what is not done is in an issue, not in a comment");
}

#[test]
fn nothing_of_the_machine_is_written_down() {
    let roots = ["tmp", "work", "farm", "home", "root"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs", ".toml", ".md", ".mjs", ".json", ".sh", ".ftl", "/run", "test"]) {
        for (number, line) in text.lines().enumerate() {
            let here = roots.iter().any(|root| {
                line.match_indices(root.as_str())
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-/}*".contains(c)))
            });
            if here {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&found, "a path of one machine helps nobody on another");
}

#[test]
fn versions_are_in_one_table() {
    let mut found = Vec::new();
    for (name, text) in texts(&["Cargo.toml"]) {
        // Manifests of a whole workspace: ours, which has the table, and that of the fuzz targets. What stands in for a crate of others
        // needs what that crate needs.
        if text.lines().any(|line| line == "[workspace]") || name.starts_with("vendor/") {
            continue;
        }
        let mut in_dependencies = false;
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
            } else if in_dependencies && line.contains('=') && !line.contains("workspace = true") {
                found.push(format!("{name}:{}: {line}", number + 1));
            }
        }
        if !text.contains("[lints]\nworkspace = true") {
            found.push(format!("{name}: the workspace's lints are not switched on"));
        }
    }
    none(&found, "crates say `name.workspace = true`");
}

/// `PostgreSQL` takes no `?`, and knows nothing of what is `SQLite`'s alone.
#[test]
fn statements_are_for_both_engines() {
    let of_sqlite = ["crates/store/src/sqlite", "crates/store/src/keep/copy"];
    let its_own = [
        " ?",
        "(?,",
        "(?)",
        "rowid",
        "PRAGMA",
        "INSERT OR ",
        "GLOB",
        "json_extract",
        "strftime",
        "julianday",
    ];
    let breaks = |code: &str| its_own.iter().any(|its_own| code.contains(its_own));
    let is_looked_at =
        |name: &str| name.starts_with("crates/store/src/") && !of_sqlite.iter().any(|file| name.starts_with(file));
    none(
        &code_that(breaks, is_looked_at),
        "arguments are `$1`, `$2`, …; what one engine alone understands is in `store::sqlite`",
    );
}

/// What an `async fn` awaits is compiled by whoever awaits it, all of it, in each crate and each test again,
/// unless the futures that cross from one crate to the next are boxed.
#[test]
fn futures_that_leave_a_crate_are_boxed() {
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs"]) {
        let leaves = ["crates/store/src/", "crates/office/src/", "crates/web/src/"];
        if !leaves.iter().any(|crate_| name.starts_with(crate_)) {
            continue;
        }
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate() {
            let Some(signature) = line.strip_prefix("pub async fn ") else {
                continue;
            };
            // One that is generic is compiled where it is called, whatever is done: it passes on to one that is not.
            let rest = lines[number..]
                .iter()
                .take_while(|line| !line.starts_with(") ->") && !line.ends_with('{'));
            let is_generic = signature.split('(').next().is_some_and(|name| name.contains('<'))
                || rest.chain([line]).any(|line| line.contains("impl "));
            let is_boxed = number > 0 && lines[number - 1].starts_with("#[boxed");
            if !is_generic && !is_boxed {
                found.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    none(&found, "`#[boxed]` stands before a public `async fn`");
}

#[test]
fn crates_point_one_way() {
    // What each crate of ours may lean on; ARCHITECTURE.md has the picture.
    let allowed: [(&str, &[&str]); 10] = [
        ("cap", &[]),
        ("domain", &[]),
        ("ledger", &[]),
        ("roster", &[]),
        ("words", &["domain"]),
        ("store", &["domain", "ledger", "words"]),
        ("documents", &["domain", "ledger", "words"]),
        (
            "office",
            &["cap", "domain", "ledger", "roster", "words", "store", "documents"],
        ),
        (
            "web",
            &["cap", "domain", "ledger", "words", "store", "documents", "office"],
        ),
        (
            "huying",
            &[
                "cap",
                "domain",
                "ledger",
                "words",
                "store",
                "documents",
                "office",
                "web",
            ],
        ),
    ];
    let ours = allowed.map(|(name, _)| name);
    let mut found = Vec::new();
    for (name, may) in allowed {
        let manifest =
            std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).expect("it is there");
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        for line in dependencies.lines() {
            let on = line.split('.').next().unwrap_or_default();
            if ours.contains(&on) && !may.contains(&on) {
                found.push(format!("{name} leans on {on}"));
            }
        }
    }
    none(&found, "arrows point one way");
}

#[test]
fn domain_ledger_and_cap_do_no_io() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "tokio",
        "Timestamp::now",
        "getrandom",
    ];
    let mut found = Vec::new();
    for (name, text) in texts(&[".rs"]) {
        let pure = ["domain", "ledger", "cap"].map(|name| format!("crates/{name}/src/"));
        if !pure.iter().any(|pure| name.starts_with(pure.as_str())) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if forbidden.iter().any(|word| code.contains(word)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&found, "the rules are pure: time, ids and files come from the caller");
}
