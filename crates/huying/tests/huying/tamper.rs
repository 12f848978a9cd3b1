//! Somebody with the database in their hands changes it in every way that one thinks of; `huying log audit`, a receipt
//! and checkpoints that others hold find it, or do not. The table in SECURITY.md is what this test finds
//! (`HUYING_WRITE_SECURITY=1` writes it).

use crate::tampered;
use crate::tampered::{Case, Filled, look};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

const BEGIN: &str = "<!-- the table, from crates/huying/tests/huying/tamper.rs -->\n";
const END: &str = "<!-- the table's end -->\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_altered_itself_is_not_held_against_the_log() {
    let filled = Filled::new().await;
    let (file, index) = (filled.dir.path().join("altered"), filled.receipt.index());
    let text = filled.receipt.to_proof().to_string();
    let altered = text.replace(&format!("\nindex {index}\n"), "\nindex 0\n");
    assert_ne!(altered, text);
    std::fs::write(&file, altered).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_huying"));
    command.args(["log", "audit", "--lang", "en", "--from"]).arg(&file);
    command.arg("--data").arg(filled.dir.path().join("data"));
    let output = command.env_remove("RUST_LOG").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && said.contains("does not hold in itself"),
        "{said}"
    );
    assert!(said.contains(file.to_str().unwrap()), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_in_security_md_is_what_is_found() {
    let filled = Filled::new().await;
    let whole = look(
        &filled,
        &Case {
            what: "nothing",
            how: "",
        },
    )
    .await;
    let nothing = (whole.by, whole.says, whole.receipt);
    assert_eq!(nothing, ([false; 4], None, None), "an honest log is whole");
    let mut table = String::from(
        "| what was done | `log audit` alone | with `log.checkpoint` | with a checkpoint that somebody holds | with a receipt | \
         what the audit says | what a receipt says, asked for later |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for case in tampered::CASES {
        let found = look(&filled, case).await;
        let [alone, kept, held, given] = found.by.map(|found| if found { "found" } else { "–" });
        let (what, says) = (
            case.what,
            found.says.unwrap_or_else(|| panic!("{}: nobody finds it", case.what)),
        );
        // Which event, or between which entries it is.
        let named = ["Case ", "Entry ", "Entries "]
            .iter()
            .any(|begin| says.starts_with(begin));
        assert!(named || says.contains(" entries "), "{what}: {says}");
        let of_receipt = ["yesterday", "anew"].contains(&case.how);
        assert_eq!(
            says.contains("a receipt of this log holds"),
            of_receipt,
            "{what}: {says}"
        );
        let receipt = found.receipt.as_deref().unwrap_or("–");
        writeln!(
            table,
            "| {what} | {alone} | {kept} | {held} | {given} | {says} | {receipt} |"
        )
        .unwrap();
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../SECURITY.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    if std::env::var_os("HUYING_WRITE_SECURITY").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(written, table, "HUYING_WRITE_SECURITY=1 writes what is found now");
}
