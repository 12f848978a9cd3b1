//! The key that things are sealed under, in the environment: where the machine's operator keeps it, and changes it.

use crate::tampered::registration;
use domain::case::{Event, SealedValues};
use domain::pack::FieldName;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};
use store::Store;

const NAME: &str = "欧阳演示";
/// Where the child of [`opens`] finds the directory.
const DIR: &str = "HUYING_TEST_DIR";

/// Runs a program with the key in its environment; an empty one is none.
fn with_key(mut command: Command, key: &str) -> Output {
    command.env("HUYING_SEAL_KEY", key).env("LC_ALL", "en_GB.UTF-8");
    command.env_remove("RUST_LOG").output().unwrap()
}

fn rotate(data: &Path, key: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(["keys", "rotate", "--data"]).arg(data);
    let output = with_key(command, key);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Whether what is sealed opens for a process with this environment.
fn opens(data: &Path, key: &str) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "keys::a_child_opens_what_is_sealed"])
        .env(DIR, data);
    with_key(command, key).status.success()
}

/// Not a test of its own: [`opens`] runs it, since a test cannot change its own environment.
#[tokio::test]
#[ignore = "run by the test of this file, with the key in its environment"]
async fn a_child_opens_what_is_sealed() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let store = Store::open(Path::new(&dir)).await.unwrap();
    let case = registration(1).case;
    let opened = store.open_sealed(case).await.unwrap();
    assert_eq!(opened.get(FieldName::RequesterName), Some(NAME));
    store.close().await;
}

#[tokio::test]
async fn the_key_in_the_environment_is_changed_in_two_steps_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let store = Store::open(&data).await.unwrap();
    for n in 1..=3 {
        let mut append = registration(n);
        if let Some(Event::Registered { registration, .. }) = append.events.first_mut() {
            registration.sealed = SealedValues::default().with(FieldName::RequesterName, NAME);
            registration.sealed_fields = registration.sealed.fields();
        }
        store.append(append).await.unwrap();
    }
    store.close().await;
    // The operator takes the key out of the directory.
    let file = data.join("seal.key");
    let old = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(opens(&data, &old) && !opens(&data, ""));
    assert!(!file.exists(), "where there is a key in the environment none is made");
    let (code, out, err) = rotate(&data, "");
    assert_eq!((code, out.as_str()), (Some(1), ""), "{err}");

    // First the new line, on stdout alone; nothing has changed yet.
    let (code, line, said) = rotate(&data, &old);
    assert_eq!(code, Some(1), "{said}");
    assert!(line.starts_with("huying-seal-key@v1 ") && line.lines().count() == 1);
    let secret = line.split_whitespace().nth(2).unwrap();
    assert!(!said.contains(secret) && said.contains("HUYING_SEAL_KEY"), "{said}");
    assert!(opens(&data, &old));

    // Then, with both, everything is wrapped anew; from here on the old one alone opens nothing.
    let both = format!("{line}{old}");
    assert!(opens(&data, &both));
    let (code, out, said) = rotate(&data, &both);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("take the old line out"), "{said}");
    assert!(opens(&data, &both) && opens(&data, &line) && !opens(&data, &old));
    assert!(!file.exists(), "no key came beside the database");
    // And once more from the start.
    let (code, next, _) = rotate(&data, &line);
    assert_eq!(code, Some(1));
    assert_ne!(next, line);
}

#[tokio::test]
async fn a_key_that_others_may_read_or_change_is_refused_and_the_remedy_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    Store::open(&data).await.unwrap().close().await;
    let rebuild = |lang: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
        command.args(["rebuild", "--lang", lang, "--data"]).arg(&data);
        let output = with_key(command, "");
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    for name in ["log.key", "seal.key"] {
        let file = data.join(name);
        let set = |mode| std::fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let made = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(made & 0o777, 0o600, "{name} is made for its owner alone");
        for mode in [0o640, 0o604, 0o620, 0o644] {
            set(mode);
            for (lang, words) in [("en", "others than its owner"), ("zh-CN", "所有者以外的人")] {
                let (done, said) = rebuild(lang);
                assert!(!done && said.contains(words), "{name} {mode:o}: {said}");
                assert!(said.contains(&format!("chmod 600 {}", file.display())), "{said}");
            }
        }
        for mode in [0o600, 0o400] {
            set(mode);
            let (done, said) = rebuild("en");
            assert!(done, "{name} {mode:o}: {said}");
        }
        set(0o600);
    }
}
