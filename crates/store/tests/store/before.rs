//! What programs of before have left: a database of version 5 (the log, and nothing sealed yet), and backups of format 1, which
//! hold everything in the open. Both fixtures are what the program of that time wrote.

use crate::migrate::database;
use crate::support::{at, register, registration, zone};
use domain::CaseId;
use ledger::note::Note;
use ledger::policy::Policy;
use ledger::verify::continued;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use store::{CaseKeys, Error, Filter, Held, Store, Viewer};

const VERSION_5: &str = include_str!("../fixtures/version_5.sql");
/// The secret key of that log, and the head that it had signed.
const KEY: &str = include_str!("../fixtures/version_5.log.key");
const HEAD: &str = include_str!("../fixtures/version_5.log.checkpoint");

/// The first of its two cases, with a file.
const CASE: &str = "019b76da-a800-7000-8000-0000000003e8";
const FILE: &[u8] = b"abc";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn sha256() -> String {
    hex(&Sha256::digest(FILE))
}

fn case() -> CaseId {
    CaseId(CASE.parse().unwrap())
}

/// Puts the file where that program had it, in the open.
fn put_file(dir: &Path) -> PathBuf {
    let hash = sha256();
    let path = dir.join("files").join(&hash[..2]).join(&hash);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, FILE).unwrap();
    path
}

/// A backup of format 1: a tar of the database, the files and the list of them, nothing sealed and no keys beside it.
async fn format_1(sql: &str, to: &Path) {
    let dir = tempfile::tempdir().unwrap();
    database(dir.path(), sql).await;
    let file = put_file(dir.path());
    let name = file.strip_prefix(dir.path()).unwrap().to_str().unwrap().to_owned();
    let mut archive = tar::Builder::new(std::fs::File::create(to).unwrap());
    let mut members = Vec::new();
    let mut add = |name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, name, bytes).unwrap();
        let sha256 = hex(&Sha256::digest(bytes));
        members.push(json!({ "name": name, "bytes": bytes.len(), "sha256": sha256 }));
        members.clone()
    };
    add("huying.db", &std::fs::read(dir.path().join("huying.db")).unwrap());
    let members = add(&name, FILE);
    let list = json!({ "format": 1, "cases": 2, "members": members });
    add("manifest.json", list.to_string().as_bytes());
    archive.into_inner().unwrap();
}

/// All of it is there, found, sealed, and the log is the one that it was; and it goes on.
async fn is_whole_and_goes_on(dir: &Path, old_log: bool) {
    let store = Store::open(dir).await.unwrap();
    for text in ["消防", "streetlight"] {
        let filter = Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        };
        assert_eq!(store.count(&Viewer::body(), &filter, 10).await.unwrap(), 1, "{text}");
    }
    let open = dir.join("files").join(&sha256()[..2]).join(sha256());
    assert!(!open.exists() && dir.join("seal.key").exists());
    assert_eq!(store.file(case(), &sha256()).await.unwrap().as_deref(), Some(FILE));
    assert!(store.rebuild(&zone(), |_, _| {}).await.unwrap().differed.is_empty());
    let day = "2026-03-02T03:00:00Z";
    let next = store.append(register(registration("下一件", day), day)).await.unwrap();
    assert_eq!(next.number, "20260302-00003");
    let mut known = Vec::new();
    if old_log {
        let head = Note::parse(HEAD.as_bytes()).unwrap();
        let policy = Policy::of_key(store.log_keys()[0].key.clone()).unwrap();
        let old = policy.check(&head).unwrap().checkpoint;
        let now = store.signed_head().await.unwrap();
        let proof = store.log_consistency(old.size, now.checkpoint.size).await.unwrap();
        let later = ledger::continuation::Continuation {
            old: old.size,
            proof,
            checkpoint: now.note,
        };
        assert_eq!(continued(&old, &later, &policy).unwrap().checkpoint.size, 7);
        known.push(Held::from(head));
    }
    store.close().await;
    let audit = Store::audit_log(dir, known, None, |_, _| {}).await.unwrap();
    assert_eq!((audit.found, audit.files), (None, 1));
}

#[tokio::test]
async fn a_database_of_version_5_comes_forward_with_its_log() {
    let dir = tempfile::tempdir().unwrap();
    database(dir.path(), VERSION_5).await;
    store::write_secret(&dir.path().join("log.key"), KEY.as_bytes()).unwrap();
    std::fs::write(dir.path().join("log.checkpoint"), HEAD).unwrap();
    put_file(dir.path());
    is_whole_and_goes_on(dir.path(), true).await;
}

#[tokio::test]
async fn a_backup_of_format_1_is_restored_and_sealed_from_then_on() {
    let out = tempfile::tempdir().unwrap();
    let backup = out.path().join("backup.tar");
    format_1(VERSION_5, &backup).await;
    let dir = out.path().join("restored");
    std::fs::create_dir(&dir).unwrap();
    store::write_secret(&dir.join("log.key"), KEY.as_bytes()).unwrap();
    // Nothing is sealed in it, so no keys are asked for.
    let restored = Store::restore(&backup, &dir, CaseKeys::Beside, at("2026-03-02T03:00:00Z")).await;
    let restored = restored.unwrap();
    assert_eq!((restored.cases, restored.files, restored.erased), (2, 1, 0));
    is_whole_and_goes_on(&dir, true).await;
    // A backup of today says nothing in the open.
    let store = Store::open(&dir).await.unwrap();
    let today = out.path().join("today.tar");
    store.backup(&today).await.unwrap();
    store.close().await;
    let has = |path: &Path, text: &str| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    assert!(has(&backup, "消防通道被占用") && !has(&today, "消防通道被占用"));
}

#[tokio::test]
async fn a_backup_from_before_there_was_a_log_is_restored_too() {
    let out = tempfile::tempdir().unwrap();
    let (backup, dir) = (out.path().join("backup.tar"), out.path().join("restored"));
    format_1(include_str!("../fixtures/version_1.sql"), &backup).await;
    let restored = Store::restore(&backup, &dir, CaseKeys::None, at("2026-03-02T03:00:00Z")).await;
    assert_eq!(restored.unwrap().cases, 2);
    let store = Store::open(&dir).await.unwrap();
    assert!(store.log_size() >= 4, "its events are in the log now");
    store.close().await;
}

#[tokio::test]
async fn a_damaged_backup_of_format_1_is_refused() {
    let out = tempfile::tempdir().unwrap();
    let (backup, dir) = (out.path().join("backup.tar"), out.path().join("restored"));
    format_1(VERSION_5, &backup).await;
    let mut bytes = std::fs::read(&backup).unwrap();
    let file = bytes.windows(FILE.len()).rposition(|window| window == FILE).unwrap();
    bytes[file] = b'x';
    std::fs::write(&backup, bytes).unwrap();
    let refused = Store::restore(&backup, &dir, CaseKeys::Beside, at("2026-03-02T03:00:00Z")).await;
    assert!(matches!(refused, Err(Error::BadBackup(_))), "{refused:?}");
    assert!(!dir.join("huying.db").exists());
}
