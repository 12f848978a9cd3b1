//! The vectors that Certificate Transparency's implementations share.

use ledger::hash::{EMPTY_ROOT, Hash, leaf_hash, node_hash};
use ledger::tree::{Frontier, Node, consistency_proof, inclusion_proof};

use crate::fixture::MemoryLog;

const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal");
    (0..text.len()).step_by(2).map(digit).collect()
}

fn hash(text: &str) -> Hash {
    Hash(hex(text).try_into().expect("32 bytes"))
}

#[test]
fn roots_of_one_to_eight_leaves() {
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), hash(ROOTS[0]));
    for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
        frontier.push_leaf(&hex(leaf)).expect("there is room");
        assert_eq!(frontier.root(), hash(root), "{} leaves", frontier.size());
    }
}

#[test]
fn nodes_have_the_known_hashes() {
    let left = leaf_hash(&hex(LEAVES[6]));
    let right = leaf_hash(&hex(LEAVES[7]));
    let known = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    assert_eq!(node_hash(&left, &right), hash(known));
    assert_eq!(EMPTY_ROOT, hash(ROOTS[0]));
}

/// The tree of seven leaves that RFC 6962 §2.1.3 draws, with the proofs that it lists.
#[test]
#[expect(clippy::many_single_char_names, reason = "the letters of the RFC's drawing")]
fn the_proofs_that_the_rfc_lists() {
    let mut log = MemoryLog::new();
    let leaves: Vec<Vec<u8>> = LEAVES[..7].iter().map(|leaf| hex(leaf)).collect();
    log.append(&leaves);
    let at = |level, index| {
        let mut reader = log.reader(7);
        ledger::tree::HashReader::read_hashes(&mut reader, &[Node { level, index }]).expect("complete")[0]
    };
    let leaf = |index| at(0, index);
    let (a, b, c, d, f) = (leaf(0), leaf(1), leaf(2), leaf(3), leaf(5));
    let (g, h, i, j, k) = (at(1, 0), at(1, 1), at(1, 2), leaf(6), at(2, 0));
    let l = node_hash(&i, &j);
    assert_eq!(node_hash(&a, &b), g);
    let path = |index| inclusion_proof(index, 7, &mut log.reader(7)).expect("there");
    assert_eq!(path(0), [b, h, l]);
    assert_eq!(path(3), [c, g, l]);
    assert_eq!(path(4), [f, j, k]);
    assert_eq!(path(6), [i, k]);
    let proof = |old| consistency_proof(old, 7, &mut log.reader(7)).expect("there");
    assert_eq!(proof(3), [c, d, g, l]);
    assert_eq!(proof(4), [l]);
    assert_eq!(proof(6), [i, j, k]);
}
