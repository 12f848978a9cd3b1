//! The README's two commands, `./test` and what CI runs stay one thing.

use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines of the fenced block after a heading.
fn block(readme: &str, heading: &str) -> Vec<String> {
    let after = readme
        .split_once(heading)
        .unwrap_or_else(|| panic!("README has no {heading:?}"))
        .1;
    let inside = after.split("```").nth(1).expect("a fenced block follows");
    inside
        .lines()
        .skip(1)
        .map(|line| line.split('#').next().unwrap_or_default().trim().to_owned())
        .collect()
}

#[test]
fn the_readme_names_two_commands_and_ci_runs_the_second() {
    let commands = block(&text("README.md"), "## Two commands");
    let commands: Vec<&str> = commands
        .iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(commands, ["cargo run --release -- demo", "./test"]);
    let ci = text(".ci/run");
    assert!(ci.contains("./test \"$@\""), ".ci/run calls ./test");
    for beside in ["cargo test", "cargo clippy", "cargo nextest", "npm"] {
        let calls = ci.lines().filter(|line| line.trim_start().starts_with(beside)).count();
        assert_eq!(calls, 0, ".ci/run does nothing that ./test does not do: {beside}");
    }
}

#[test]
fn what_the_readme_says_of_the_test_is_what_it_runs() {
    let test = text("test");
    for part in [
        "cargo fmt --all --check",
        "cargo clippy --locked --workspace --all-targets -- -D warnings",
        "cargo nextest run --locked --workspace",
        "cargo test --locked --workspace",
        "npm ci",
        "npm test",
    ] {
        assert!(test.contains(part), "./test runs {part}");
    }
    let readme = text("README.md");
    for word in ["form, lints", "tests of the program", "tests through the browser"] {
        assert!(
            readme.contains(word) && test.contains(word),
            "README and ./test both say {word:?}"
        );
    }
}

#[test]
fn the_readme_and_the_program_agree_on_exit_codes_and_defaults() {
    let readme = text("README.md");
    let source = text("crates/huying/src/exit.rs");
    let codes: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = ").map(|(_, code)| code))
        .collect();
    assert_eq!(codes.len(), 7, "{codes:?}");
    for language in ["en", "zh-CN"] {
        let words = text(&format!("locales/{language}/cli.ftl"));
        let (_, help) = words.split_once("help-exit-codes =").expect("it is there");
        // Codes, two spaces, what they mean; it ends where a line says something else.
        let lines = help.lines().skip(2).map_while(|line| line.trim().split_once("  "));
        let said: Vec<(&str, &str)> = lines.collect();
        let of_help: Vec<&str> = said.iter().flat_map(|(codes, _)| codes.split(", ")).collect();
        assert_eq!(of_help, codes, "--help in {language}");
        for (code, meaning) in said.iter().filter(|_| language == "en") {
            let row = format!("| {code} | {meaning} |");
            assert!(readme.replace('`', "").contains(&row), "README has the row {row:?}");
        }
    }
    for default in ["127.0.0.1:8420", "./huying-data"] {
        assert!(readme.contains(default), "README names {default}");
    }
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    for script in ["test", ".ci/run"] {
        let mode = std::fs::metadata(root().join(script))
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o111, 0o111, "{script} is executable");
    }
}
