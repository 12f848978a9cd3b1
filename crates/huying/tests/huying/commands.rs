//! The commands as somebody types them: what goes where, and with which exit code.

use crate::desk::Served;
use std::path::Path;
use std::process::{Command, Output};

fn huying(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(args).env_remove("RUST_LOG").env("LC_ALL", "en_GB.UTF-8");
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn help_speaks_the_readers_language_and_lists_every_command() {
    let (english, chinese) = (huying(&["--help"]), huying(&["--lang", "zh-CN", "--help"]));
    for help in [&english, &chinese] {
        assert_eq!(help.status.code(), Some(0));
        assert!(help.stderr.is_empty());
        for command in [
            "demo", "serve", "import", "day", "pack", "rebuild", "backup", "restore", "erase", "keys", "verify", "log",
            "bench",
        ] {
            assert!(out(help).contains(&format!("\n  {command}")), "{command} is listed");
        }
    }
    assert!(out(&english).contains("Exit codes:"));
    assert!(out(&chinese).contains("退出码："));
}

#[test]
fn wrong_usage_is_two_and_a_failure_is_one() {
    assert_eq!(huying(&["no-such-command"]).status.code(), Some(2));
    let dir = tempfile::tempdir().unwrap();
    let nothing = huying(&["rebuild", "--data", text(&dir.path().join("nothing"))]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(nothing.stdout.is_empty());
    assert!(err(&nothing).contains("--data"), "it says what to do next");
    assert!(
        !dir.path().join("nothing").exists(),
        "a mistyped name makes no directory"
    );
}

#[tokio::test]
async fn a_served_directory_is_locked_but_can_be_backed_up_restored_and_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let (data, back) = (dir.path().join("data"), dir.path().join("back"));
    let file = dir.path().join("backup.huying");
    let served = Served::start(&data);

    let second = huying(&["serve", "--listen", "127.0.0.1:0", "--data", text(&data)]);
    assert_eq!(second.status.code(), Some(1));
    assert!(err(&second).contains("in use by another huying"), "{}", err(&second));
    let taken = huying(&["serve", "--listen", &served.addr.to_string(), "--data", text(&back)]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(err(&taken).contains("--listen"), "{}", err(&taken));

    let backed_up = huying(&["backup", text(&file), "--data", text(&data)]);
    assert_eq!(backed_up.status.code(), Some(0), "{}", err(&backed_up));
    assert!(err(&backed_up).contains("SHA-256"));
    let again = huying(&["backup", text(&file), "--data", text(&data)]);
    assert_eq!(again.status.code(), Some(1), "nothing is written over");
    served.stop();

    // The key is kept elsewhere: without it nothing is restored, and it says so.
    let refused = huying(&["restore", text(&file), "--data", text(&back)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("seal.key"), "{}", err(&refused));
    std::fs::copy(data.join("seal.key"), back.join("seal.key")).unwrap();
    let restored = huying(&["restore", text(&file), "--data", text(&back)]);
    assert_eq!(restored.status.code(), Some(0), "{}", err(&restored));
    let rebuilt = huying(&["rebuild", "--data", text(&back)]);
    assert_eq!(rebuilt.status.code(), Some(0), "{}", err(&rebuilt));
    // The rules came along with the backup.
    let store = store::Store::open(&back).await.unwrap();
    let pack = store.setting("pack").await.unwrap();
    assert_eq!(pack.as_deref(), Some(r#"{"builtin":"demo-bureau"}"#));
    store.close().await;
}

#[test]
fn the_demonstration_prints_its_accounts_once_and_spares_what_is_not_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let at = ["--at", "2026-03-04T15:30:00+08:00", "--lang", "zh-CN"];
    let args = ["demo", "--no-serve", "--json", "--data", text(&demo)];
    let made = huying(&[&args[..], &at[..]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let told: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(told["url"], "http://127.0.0.1:8420");
    assert!(told["api_key"].as_str().unwrap().starts_with("hy_"));
    let accounts = told["accounts"].as_array().unwrap();
    assert!(accounts.len() >= 10);
    for account in accounts {
        assert!(account["post"].is_string() && account["user"].is_string());
        assert!(account["password"].as_str().unwrap().len() >= 16);
    }
    for paper in ["brief.docx", "brief.pdf", "brief.html", "assignments.xlsx"] {
        assert!(demo.join("papers/2026-03-03").join(paper).is_file(), "{paper}");
    }
    assert!(
        !demo.join("reports/2026-03-03/县生态环境局.xlsx").exists(),
        "one unit is silent"
    );
    let brief = std::fs::read_to_string(demo.join("papers/2026-03-03/brief.html")).unwrap();
    for word in [
        "溪口大道路面塌陷致一人受伤",
        "“供水”类",
        "零报告",
        "迟报",
        "未报",
        "已办结",
    ] {
        assert!(brief.contains(word), "the brief speaks of {word}");
    }
    warnings_of(&demo);

    // Served meanwhile, as the README's first command does it: what the server keeps there is the demonstration's too.
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&demo)];
    let mut server = Command::new(env!("CARGO_BIN_EXE_huying"))
        .args([&serve[..], &at[..]].concat())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let is_there = || demo.join("push.key").exists();
    assert!((0..600).any(|_| is_there() || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        false
    }));
    server.kill().unwrap();
    server.wait().unwrap();
    let again = huying(&[&args[..], &at[..]].concat());
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));

    std::fs::write(demo.join("thesis.docx"), "years of work").unwrap();
    let refused = huying(&args);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("thesis.docx"), "{}", err(&refused));
    assert!(demo.join("huying.db").exists() && demo.join("thesis.docx").exists());
}

/// Nobody's key is known.
struct NoKeys;

impl office::Signatures for NoKeys {
    fn verdict(&self, _: &str, _: &[u8]) -> office::Verdict {
        office::Verdict::Open
    }
}

/// The demonstration's warnings: the published ones, an update, a cancel and an exercise among them, as the schema wants them.
fn warnings_of(demo: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let papers: Vec<String> = runtime.block_on(async {
        let office = office::Office {
            store: store::Store::open(demo).await.unwrap(),
            pack: domain::pack::builtin("demo-bureau").unwrap(),
            clock: office::Clock::real(),
        };
        let messages = office::published_messages(&office, office.clock.now()).await.unwrap();
        assert_eq!(office::received(&office, &NoKeys).await.unwrap().len(), 1);
        office.store.close().await;
        messages.into_iter().map(|(message, _)| message.paper.xml).collect()
    });
    assert_eq!(papers.len(), 7);
    let has = |part: &str| papers.iter().any(|paper| paper.contains(part));
    for part in [
        "Update</msgType>",
        "Cancel</msgType>",
        "Exercise</status>",
        "<polygon>",
        "<circle>",
        "<geocode>",
    ] {
        assert!(has(part), "{part}");
    }
    let dir = tempfile::tempdir().unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cap/tests/fixtures/CAP-v1.2.xsd");
    let mut xmllint = Command::new("xmllint");
    xmllint.args(["--noout", "--nonet", "--schema"]).arg(schema);
    for (n, paper) in papers.iter().enumerate() {
        let alert = cap::read(paper.as_bytes()).unwrap();
        assert!(alert.signed && alert.infos.len() == 2 && cap::check(&alert).is_empty());
        let path = dir.path().join(format!("{n}.xml"));
        std::fs::write(&path, paper).unwrap();
        xmllint.arg(path);
    }
    if let Ok(said) = xmllint.output() {
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        return;
    }
    let needed = ["CI", "HUYING_ALL_TOOLS"].map(std::env::var_os);
    assert!(
        needed.iter().all(Option::is_none),
        "xmllint is not here, where it has to be"
    );
    eprintln!("no xmllint here (libxml2-utils): the schema is not asked");
}
