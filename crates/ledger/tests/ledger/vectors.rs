//! `docs/log-vectors/`: a small log as files, receipts of it, and receipts that must be refused. Other programs are
//! written against these files, so they change only when the format does:
//! `HUYING_WRITE_VECTORS=1 cargo test -p ledger vectors` writes them anew.
#![expect(clippy::disallowed_methods, reason = "the vectors are files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ledger::hash::{Hash, leaf_hash};
use ledger::leaf::{Leaf, commit};
use ledger::policy::Policy;
use ledger::receipt::Receipt;
use ledger::rotation::{format_keys, parse_keys};
use ledger::tile::{Bundle, TilePath, encode_bundle, tiles_of};
use ledger::verify::{Proven, Refuted, verify, verify_until};

use crate::fixture::{open_payload, salt, sealed_payload};
use crate::refused::refused;
use crate::story::{CHANGE, SIZE, Story};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/log-vectors")
}

/// The files, by their path in the folder.
fn files() -> BTreeMap<String, Vec<u8>> {
    let story = Story::new();
    let mut files = BTreeMap::new();
    let mut put = |path: &str, bytes: Vec<u8>| assert!(files.insert(path.to_owned(), bytes).is_none(), "{path} twice");
    put("log/keys", format_keys(&story.keys).into_bytes());
    put("log/policy", story.policy().into_bytes());
    put("log/checkpoint", story.checkpoint(SIZE).to_string().into_bytes());
    for tile in tiles_of(SIZE) {
        put(
            &format!("log/{}", TilePath::Hashes(tile)),
            story.log.fetch(tile).expect("it is there"),
        );
        if tile.level == 0 {
            let bundle = Bundle::of_tree(SIZE, tile.index).expect("beside the tile");
            let start = usize::try_from(tile.index * 256).expect("small");
            let leaves = &story.log.leaves[start..start + usize::from(bundle.width)];
            let bytes = encode_bundle(leaves.iter().map(Vec::as_slice)).expect("short");
            put(&format!("log/{}", TilePath::Entries(bundle)), bytes);
        }
    }
    put("tree.txt", tree(&story).into_bytes());
    let mut cases = String::from("# what is proven · the receipt · a later checkpoint, or -\n");
    for (name, index, size) in RECEIPTS {
        let path = format!("receipts/{name}.tlog-proof");
        let _ = writeln!(cases, "logged {path} -");
        put(&path, story.receipt(index, size).to_proof().to_string().into_bytes());
        for later in [size, 140, SIZE].into_iter().filter(|later| *later >= size) {
            let continuation = format!("continuations/{size}-{later}.txt");
            let _ = writeln!(cases, "unchanged {path} {continuation}");
        }
    }
    for (old, new) in CONTINUATIONS {
        let continuation = story.log.continuation(old, story.checkpoint(new));
        put(
            &format!("continuations/{old}-{new}.txt"),
            continuation.to_string().into_bytes(),
        );
    }
    for (name, text, later) in refused(&story) {
        let path = format!("refused/{name}.tlog-proof");
        let later = later.map(|later| (format!("refused/{name}.txt"), later));
        let _ = writeln!(cases, "refused {path} {}", later.as_ref().map_or("-", |(path, _)| path));
        put(&path, text.into_bytes());
        if let Some((path, later)) = later {
            put(&path, later.into_bytes());
        }
    }
    put("cases.txt", cases.into_bytes());
    files
}

/// Name, leaf and checkpoint of the receipts.
const RECEIPTS: [(&str, u64, u64); 5] = [
    ("first", 0, 1),
    ("registered", 41, 100),
    ("change-of-keys", CHANGE, 125),
    ("both-keys", 99, 140),
    ("newest", 299, SIZE),
];

const CONTINUATIONS: [(u64, u64); 12] = [
    (1, 1),
    (1, 140),
    (1, 300),
    (100, 100),
    (100, 140),
    (100, 300),
    (125, 125),
    (125, 140),
    (125, 300),
    (140, 140),
    (140, 300),
    (300, 300),
];

/// Hashes for whoever writes the tree anew.
fn tree(story: &Story) -> String {
    let mut text = String::from("# commitment · salt · payload, both in hexadecimal · hash\n");
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for (name, payload) in [("open", open_payload(41)), ("sealed", sealed_payload(41))] {
        let salt = salt(41, name);
        let _ = writeln!(
            text,
            "commitment {} {} {}",
            hex(&salt),
            hex(&payload),
            commit(&salt, &payload)
        );
    }
    text += "# leaf · index · hash\n";
    for index in [0, 41, CHANGE, 299] {
        let leaf = &story.log.leaves[usize::try_from(index).expect("small")];
        let _ = writeln!(text, "leaf {index} {}", leaf_hash(leaf));
    }
    text += "# root · size · hash\n";
    for size in (0..=8).chain([63, 64, 65, 255, 256, 257, SIZE]) {
        let _ = writeln!(text, "root {size} {}", story.log.checkpoint(size).root);
    }
    let list = |hashes: Vec<Hash>| hashes.iter().map(|hash| format!(" {hash}")).collect::<String>();
    text += "# inclusion · index · size · hashes\n";
    for (index, size) in [
        (0, 1),
        (0, 2),
        (4, 7),
        (6, 7),
        (41, 100),
        (255, 256),
        (256, 257),
        (41, 300),
        (299, 300),
    ] {
        let _ = writeln!(
            text,
            "inclusion {index} {size}{}",
            list(story.log.inclusion(index, size))
        );
    }
    text += "# consistency · old size · new size · hashes\n";
    for (old, new) in [
        (0, 7),
        (3, 7),
        (4, 7),
        (6, 7),
        (7, 7),
        (100, 300),
        (255, 256),
        (256, 300),
        (257, 300),
        (299, 300),
    ] {
        let _ = writeln!(text, "consistency {old} {new}{}", list(story.log.consistency(old, new)));
    }
    text
}

/// One line of `cases.txt`.
pub(crate) struct Case {
    pub(crate) expected: String,
    pub(crate) receipt: String,
    pub(crate) later: Option<String>,
}

pub(crate) fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(folder().join("cases.txt")).expect("the vectors are there");
    let case = |line: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let [expected, receipt, later] = <[String; 3]>::try_from(words).expect("three columns");
        let later = Some(later).filter(|later| later != "-");
        Case {
            expected,
            receipt,
            later,
        }
    };
    text.lines().filter(|line| !line.starts_with('#')).map(case).collect()
}

fn on_disk(folder: &Path, base: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            on_disk(&path, base, found);
        } else {
            let name = path
                .strip_prefix(base)
                .expect("inside")
                .to_str()
                .expect("ASCII")
                .replace('\\', "/");
            found.insert(name, std::fs::read(&path).expect("readable"));
        }
    }
}

#[test]
fn the_vectors_are_what_the_program_makes() {
    let (folder, files) = (folder(), files());
    if std::env::var("HUYING_WRITE_VECTORS").is_ok() {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("they can be written anew");
        }
        for (path, bytes) in &files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("in a folder")).expect("writable");
            std::fs::write(path, bytes).expect("writable");
        }
    }
    let mut found = BTreeMap::new();
    on_disk(&folder, &folder, &mut found);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&files), "files of the vectors");
    for (path, bytes) in &files {
        assert!(
            found.get(path) == Some(bytes),
            "{path} has drifted: a changed format needs a new name, not new vectors"
        );
    }
}

/// The verifier on the files, as somebody gets them.
#[test]
fn each_case_ends_as_it_says() {
    let read = |path: &str| std::fs::read(folder().join(path)).expect("a file of the vectors");
    let keys = parse_keys(std::str::from_utf8(&read("log/keys")).expect("text")).expect("a list of keys");
    let policy = Policy::parse(&read("log/policy")).expect("a policy").limited_by(&keys);
    let cases = cases();
    assert!(cases.len() > 40);
    for Case {
        expected,
        receipt,
        later,
    } in cases
    {
        let outcome = (|| -> Result<Proven, String> {
            let refuted = |refuted: Refuted| refuted.to_string();
            let receipt = Receipt::parse(&read(&receipt)).map_err(|error| error.to_string())?;
            let Some(later) = &later else {
                return verify(&receipt, &policy).map_err(refuted);
            };
            let later = ledger::continuation::Continuation::parse(&read(later)).map_err(|error| error.to_string())?;
            verify_until(&receipt, &later, &policy).map_err(refuted)
        })();
        let found = match &outcome {
            Ok(Proven::Logged { .. }) => "logged",
            Ok(Proven::Unchanged { .. }) => "unchanged",
            Err(_) => "refused",
        };
        assert_eq!(found, expected, "{receipt} {later:?}: {outcome:?}");
    }
}

#[test]
fn the_leaf_that_changes_keys_is_where_it_says() {
    let story = Story::new();
    let at = usize::try_from(CHANGE).expect("small");
    let leaf = Leaf::parse(&story.log.leaves[at]).expect("a leaf");
    assert_eq!(ledger::rotation::next_key(&leaf), Some(story.keys[1].clone()));
}

/// The page from which others write their verifiers shows this leaf and this checkpoint.
#[test]
fn the_page_shows_what_the_vectors_have() {
    let page = std::fs::read_to_string(folder().join("../log-format.md")).expect("the page is there");
    let story = Story::new();
    let leaf = String::from_utf8(story.log.leaves[41].clone()).expect("ASCII");
    assert!(page.contains(&leaf), "{leaf}");
    let checkpoint = story.checkpoint(SIZE);
    assert!(page.contains(checkpoint.text()), "{}", checkpoint.text());
}
