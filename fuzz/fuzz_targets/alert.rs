//! A warning of another body: never a panic; what is read and can be written is read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(alert) = cap::read(bytes)
        && let Ok(text) = cap::write(&alert)
    {
        assert_eq!(cap::read(text.as_bytes()).as_ref(), Ok(&cap::Alert { signed: false, ..alert }));
    }
});
