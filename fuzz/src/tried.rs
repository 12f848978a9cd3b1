//! What tests try a target with that a stable compiler builds: anything, and something known with one change.

/// `bytes` with one change at `at`: another byte in its place, one more, one less, or nothing from there on.
pub fn changed(mut bytes: Vec<u8>, at: usize, way: u8, byte: u8) -> Vec<u8> {
    if at >= bytes.len() {
        return bytes;
    }
    match way {
        0 => bytes[at] = byte,
        1 => bytes.insert(at, byte),
        2 => drop(bytes.remove(at)),
        _ => bytes.truncate(at),
    }
    bytes
}

/// Two tests: `$read` takes whatever bytes there are, and each of `$known` with one change; `$cases` times each.
macro_rules! tried {
    ($cases:expr, $read:path, $known:path) => {
        proptest::proptest! {
            #![proptest_config(proptest::prelude::ProptestConfig {
                cases: $cases,
                failure_persistence: None,
                ..proptest::prelude::ProptestConfig::default()
            })]

            #[test]
            fn anything_is_read_or_refused(
                bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600),
            ) {
                $read(&bytes);
            }

            #[test]
            fn what_is_known_with_something_changed_is_read_or_refused(
                which in proptest::prelude::any::<proptest::sample::Index>(),
                at in proptest::prelude::any::<proptest::sample::Index>(),
                way in 0..4_u8,
                byte in proptest::prelude::any::<u8>(),
            ) {
                thread_local!(static KNOWN: Vec<Vec<u8>> = $known());
                let bytes = KNOWN.with(|known| which.get(known).clone());
                let at = if bytes.is_empty() { 0 } else { at.index(bytes.len()) };
                $read(&tried::changed(bytes, at, way, byte));
            }
        }
    };
}
