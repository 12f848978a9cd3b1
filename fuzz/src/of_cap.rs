//! What `cap` reads from outside.

/// A warning of another body: never a panic; what is read and can be written is read again as the same.
pub fn alert(bytes: &[u8]) {
    if let Ok(alert) = cap::read(bytes)
        && let Ok(text) = cap::write(&alert)
    {
        assert_eq!(
            cap::read(text.as_bytes()).as_ref(),
            Ok(&cap::Alert { signed: false, ..alert })
        );
    }
}
