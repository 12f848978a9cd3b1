//! `huying mail-in`: a letter from a mail server's pipe, with the exit codes that mail servers know.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use store::Store;

const SETTINGS: &str = "[mail]\nhost = \"127.0.0.1\"\nsecurity = \"none\"\nuser = \"desk\"\nfrom = \"desk@example.org\"\n\
                        most_bytes = 1000\n";

/// The exit code of a letter handed over.
fn hand_in(dir: &Path, letter: &[u8]) -> Option<i32> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_huying"))
        .args(["mail-in", "--recipient", "desk+1@example.org", "--data"])
        .arg(dir)
        .env_remove("HUYING_SMTP_PASSWORD")
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The program may be done before it has read anything.
    let _ = child.stdin.take().unwrap().write_all(letter);
    child.wait().unwrap().code()
}

fn waiting(dir: &Path) -> Vec<Vec<String>> {
    let mut waiting = Vec::new();
    for folder in std::fs::read_dir(dir.join("passing/mail")).into_iter().flatten() {
        let files = std::fs::read_dir(folder.unwrap().path()).unwrap();
        let mut names: Vec<_> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        waiting.push(names);
    }
    waiting.sort();
    waiting
}

#[tokio::test]
async fn a_mail_server_is_told_what_to_do_with_the_letter() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    assert_eq!(hand_in(&data, b"To: x\n\nhello"), Some(78), "there is no desk");
    assert!(!data.exists(), "a mistyped name leaves nothing behind");
    // While the desk is served, and locked.
    let store = Store::open(&data).await.unwrap();
    assert_eq!(hand_in(&data, b"To: x\n\nhello"), Some(78), "nothing is set up");
    std::fs::write(data.join("notices.toml"), "[mail]\nhots = 1\n").unwrap();
    assert_eq!(hand_in(&data, b"To: x\n\nhello"), Some(78), "it is set up wrongly");
    std::fs::write(data.join("notices.toml"), SETTINGS).unwrap();
    assert_eq!(hand_in(&data, b""), Some(65));
    assert_eq!(waiting(&data), Vec::<Vec<String>>::new());
    assert_eq!(
        hand_in(&data, b"To: x\n\nhello"),
        Some(0),
        "no password is needed for it"
    );
    assert_eq!(hand_in(&data, &b"To: x\n\n0123456789".repeat(100_000)), Some(0));
    assert_eq!(waiting(&data), [["head", "recipient"], ["letter", "recipient"]]);
    std::fs::remove_dir_all(data.join("passing")).unwrap();
    std::fs::write(data.join("passing"), "in the way").unwrap();
    assert_eq!(hand_in(&data, b"To: x\n\nhello"), Some(75), "later it may go");
    store.close().await;
}
