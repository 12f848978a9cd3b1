//! A text as a QR code, drawn as one path of an SVG.

use qrcodegen::QrCodeEcc;
use std::fmt::Write as _;

/// A code.
pub(crate) struct QrCode {
    /// Its side with the quiet zone, in modules.
    pub(crate) side: i32,
    /// The dark modules, as a path.
    pub(crate) path: String,
}

/// The light edge that readers need, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

impl QrCode {
    /// The code at the lowest level of correction, which has room for 2953 bytes; none for a longer text. Paper and screens
    /// lose little, and fewer modules are easier to read.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = qrcodegen::QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Low).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|at| code.get_module(*at, y)).count();
                let run = i32::try_from(run).unwrap_or_default();
                if run > 0 {
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run + 1;
            }
        }
        let side = code.size() + 2 * QUIET;
        Some(Self { side, path })
    }
}

#[cfg(test)]
mod tests {
    use super::QrCode;

    #[test]
    fn the_longest_receipt_fits_and_a_longer_text_does_not() {
        let longest = QrCode::of(&"r".repeat(office::MOST_RECEIPT_BYTES)).expect("it fits");
        assert_eq!(longest.side, 177 + 8);
        assert!(QrCode::of(&"r".repeat(2_954)).is_none());
    }

    #[test]
    fn a_small_code_is_drawn_with_its_corner_squares() {
        let code = QrCode::of("HY").expect("it fits");
        assert_eq!(code.side, 21 + 8);
        // The upper edges of the finder patterns: seven dark modules at both ends of the first line.
        assert!(code.path.starts_with("M4 4h7v1h-7z") && code.path.contains("M18 4h7v1h-7z"));
    }
}
