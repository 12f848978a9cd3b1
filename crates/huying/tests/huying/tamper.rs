//! Somebody with the database in their hands changes it in every way that one thinks of; `huying log audit`, a receipt
//! and checkpoints that others hold find it, or do not. The table in SECURITY.md is what this test finds
//! (`HUYING_WRITE_SECURITY=1` writes it).

use crate::tampered;
use crate::tampered::{Case, Filled, look};
use std::fmt::Write as _;
use std::path::PathBuf;

const BEGIN: &str = "<!-- the table, from crates/huying/tests/huying/tamper.rs -->\n";
const END: &str = "<!-- the table's end -->\n";

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
    assert_eq!(whole.by, [false; 4], "an honest log is whole: {}", whole.says);
    let mut table = String::from(
        "| what was done | `log audit` alone | with `log.checkpoint` | a receipt, asked for later | a checkpoint that somebody holds | what the audit says |\n\
         |---|---|---|---|---|---|\n",
    );
    for case in tampered::CASES {
        let found = look(&filled, case).await;
        let [alone, kept, receipt, held] = found.by.map(|found| if found { "found" } else { "–" });
        let (what, says) = (case.what, found.says);
        writeln!(table, "| {what} | {alone} | {kept} | {receipt} | {held} | {says} |").unwrap();
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
