use super::frontier::fold;
use super::{HashReader, MAX_SIZE, Node};
use crate::hash::{EMPTY_ROOT, Hash};

/// A root or a proof cannot be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    /// The leaf is not in a tree of that size.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// The leaf asked for, counted from 0.
        index: u64,
        /// The number of leaves.
        size: u64,
    },
    /// The earlier tree is the larger one.
    #[error("a tree of {new} leaves does not continue one of {old}")]
    Backwards {
        /// The earlier size.
        old: u64,
        /// The later size.
        new: u64,
    },
    /// More than [`MAX_SIZE`] leaves.
    #[error("a tree has at most {MAX_SIZE} leaves")]
    TooLarge,
    /// A hash could not be read.
    #[error("a hash of the tree cannot be read: {0}")]
    Reader(E),
    /// The reader answered with another number of hashes than it was asked for.
    #[error("the reader gave {found} hashes instead of {wanted}")]
    Count {
        /// Hashes asked for.
        wanted: usize,
        /// Hashes given.
        found: usize,
    },
}

/// Leaves `start..end` where they are one subtree of some tree, complete or at its right edge.
#[derive(Clone, Copy)]
struct Span {
    start: u64,
    end: u64,
}

impl Span {
    /// The complete subtrees that make it up, largest first.
    fn nodes(self) -> impl Iterator<Item = Node> {
        let length = self.end - self.start;
        // A tree has fewer than 2^63 leaves.
        (0..63_u8).rev().filter_map(move |level| {
            let before = length >> (level + 1) << 1;
            let own = (length >> level) & 1 == 1;
            own.then(|| Node {
                level,
                index: (self.start >> level) + before,
            })
        })
    }

    /// Its two children (RFC 6962 §2.1: the left one has the largest power of two below its length); a leaf has none.
    fn split(self) -> Option<(Self, Self)> {
        let length = self.end - self.start;
        if length < 2 {
            return None;
        }
        let middle = self.start + (1 << (length - 1).ilog2());
        let left = Self {
            start: self.start,
            end: middle,
        };
        let right = Self {
            start: middle,
            end: self.end,
        };
        Some((left, right))
    }
}

/// The hashes of some spans, with one request to the reader.
fn hashes<R: HashReader>(spans: &[Span], reader: &mut R) -> Result<Vec<Hash>, ProveError<R::Error>> {
    let counts: Vec<usize> = spans.iter().map(|span| span.nodes().count()).collect();
    let nodes: Vec<Node> = spans.iter().flat_map(|span| span.nodes()).collect();
    let read = reader.read_hashes(&nodes).map_err(ProveError::Reader)?;
    if read.len() != nodes.len() {
        let (wanted, found) = (nodes.len(), read.len());
        return Err(ProveError::Count { wanted, found });
    }
    let mut rest = read.as_slice();
    let hash_of = |count| {
        let (own, after) = rest.split_at(count);
        rest = after;
        fold(own).unwrap_or(EMPTY_ROOT)
    };
    Ok(counts.into_iter().map(hash_of).collect())
}

/// The root of the first `size` leaves, `MTH(D[size])` (RFC 6962 §2.1).
///
/// # Errors
///
/// Where the reader fails, or the size is over [`MAX_SIZE`].
pub fn root<R: HashReader>(size: u64, reader: &mut R) -> Result<Hash, ProveError<R::Error>> {
    if size > MAX_SIZE {
        return Err(ProveError::TooLarge);
    }
    if size == 0 {
        return Ok(EMPTY_ROOT);
    }
    let whole = Span { start: 0, end: size };
    let mut roots = hashes(&[whole], reader)?;
    Ok(roots.pop().unwrap_or(EMPTY_ROOT))
}

/// The proof that leaf `index` is in the tree of `size` leaves, `PATH(index, D[size])` (RFC 6962 §2.1.1): the hashes
/// beside the way from the leaf to the root, lowest first.
///
/// # Errors
///
/// [`ProveError::NoSuchLeaf`], [`ProveError::TooLarge`], or what the reader says.
pub fn inclusion_proof<R: HashReader>(
    index: u64,
    size: u64,
    reader: &mut R,
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if size > MAX_SIZE {
        return Err(ProveError::TooLarge);
    }
    if index >= size {
        return Err(ProveError::NoSuchLeaf { index, size });
    }
    let mut beside = Vec::new();
    let mut span = Span { start: 0, end: size };
    while let Some((left, right)) = span.split() {
        let (own, other) = if index < right.start {
            (left, right)
        } else {
            (right, left)
        };
        beside.push(other);
        span = own;
    }
    beside.reverse();
    hashes(&beside, reader)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves, `PROOF(old, D[new])` (RFC 6962
/// §2.1.2). It is empty where `old` is 0 or equals `new`.
///
/// # Errors
///
/// [`ProveError::Backwards`], [`ProveError::TooLarge`], or what the reader says.
pub fn consistency_proof<R: HashReader>(old: u64, new: u64, reader: &mut R) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if new > MAX_SIZE {
        return Err(ProveError::TooLarge);
    }
    if old > new {
        return Err(ProveError::Backwards { old, new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut needed = Vec::new();
    let mut span = Span { start: 0, end: new };
    // Down to the subtree with which the old tree ends.
    while span.end != old {
        let Some((left, right)) = span.split() else { break };
        let (own, other) = if old <= right.start {
            (left, right)
        } else {
            (right, left)
        };
        needed.push(other);
        span = own;
    }
    // Where the old tree is a complete subtree, the verifier has its hash already.
    if span.start != 0 {
        needed.push(span);
    }
    needed.reverse();
    hashes(&needed, reader)
}
