//! Numbers that are made of what a row says, where it has none of its own.

/// What they begin with, so that nobody takes them for the source system's own.
pub const DERIVED: &str = "row:";
/// Digits of the hash behind it.
pub const DIGITS: usize = 32;

/// Whether a number was made of what a row says, by a plain hash. Whoever has it can try out what the row said, so it is kept as little
/// as the words themselves: it goes with them when they are erased, and stands in no backup in the open.
#[must_use]
pub fn is_derived(number: &str) -> bool {
    let Some(rest) = number.strip_prefix(DERIVED) else {
        return false;
    };
    let (digits, times) = rest.split_once('-').unwrap_or((rest, "0"));
    digits.len() == DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && times.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_system_calls_a_row_is_its_own() {
        let digits = "0123456789abcdef".repeat(2);
        assert!(is_derived(&format!("row:{digits}")) && is_derived(&format!("row:{digits}-12")));
        for own in [
            "row:12",
            "row:",
            &digits,
            &format!("row:{digits}a"),
            &format!("row:{digits}-x"),
        ] {
            assert!(!is_derived(own), "{own}");
        }
    }
}
