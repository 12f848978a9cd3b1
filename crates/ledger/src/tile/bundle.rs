/// The most bytes of a leaf: its length is two bytes in a bundle.
pub const MOST_ENTRY_BYTES: usize = u16::MAX as usize;

/// Bytes are not a bundle, or a leaf does not fit into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A leaf over [`MOST_ENTRY_BYTES`].
    #[error("a leaf of {bytes} bytes does not fit: {MOST_ENTRY_BYTES} at most")]
    TooLong {
        /// The leaf's length.
        bytes: usize,
    },
    /// The bytes end within a leaf or its length.
    #[error("the bundle ends within its entry {position}")]
    Cut {
        /// The leaf's position in the bundle, from 0.
        position: usize,
    },
    /// Another number of leaves than the bundle should have.
    #[error("the bundle has {found} entries instead of {wanted}")]
    Count {
        /// The bundle's width.
        wanted: usize,
        /// The leaves in it, counted no further than one too many.
        found: usize,
    },
}

/// Leaves as a bundle: before each its length in two bytes, big-endian.
///
/// # Errors
///
/// [`BundleError::TooLong`].
pub fn encode_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    for entry in entries {
        let bytes = entry.len();
        let length = u16::try_from(bytes).map_err(|_| BundleError::TooLong { bytes })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The leaves of a bundle that should have `width` of them.
///
/// # Errors
///
/// [`BundleError::Cut`] and [`BundleError::Count`].
pub fn decode_bundle(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let wanted = usize::from(width);
    let mut entries = Vec::with_capacity(wanted);
    let mut rest = bundle;
    while !rest.is_empty() {
        let position = entries.len();
        if position == wanted {
            let found = wanted + 1;
            return Err(BundleError::Count { wanted, found });
        }
        let cut = BundleError::Cut { position };
        let (length, after) = rest.split_first_chunk().ok_or(cut)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(cut)?;
        entries.push(entry);
        rest = after;
    }
    let found = entries.len();
    if found != wanted {
        return Err(BundleError::Count { wanted, found });
    }
    Ok(entries)
}
