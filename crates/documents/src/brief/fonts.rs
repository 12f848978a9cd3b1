//! The fonts that the program carries (`assets/fonts`, SIL Open Font License 1.1), made by `assets/fonts/make.sh`.
//!
//! `song.otf` covers the 8105 characters of 通用规范汉字表 and all of GB 2312 (some 9 900 signs); `hei.otf`, for headings,
//! the 3500 commonest, and falls back on `song.otf`.

/// Body text: a song face, in place of 仿宋, which has no open font of like quality in Debian.
const SONG: &[u8] = include_bytes!("../../../../assets/fonts/song.otf");
/// Headings.
const HEI: &[u8] = include_bytes!("../../../../assets/fonts/hei.otf");

/// Both, the one that covers more first.
pub(super) const ALL: [&[u8]; 2] = [SONG, HEI];

/// Family name of the song face.
pub(super) const SONG_FAMILY: &str = "Noto Serif CJK SC";
