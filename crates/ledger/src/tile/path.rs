use std::fmt;
use std::str::FromStr;

use super::{Bundle, Tile, WIDTH};

/// Where a tile or a bundle is under the log's address: `tile/<level>/<index>[.p/<width>]` and
/// `tile/entries/<index>[.p/<width>]`, the index in groups of three digits such as `x001/x234/067`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TilePath {
    /// Hashes.
    Hashes(Tile),
    /// Leaves.
    Entries(Bundle),
}

/// A text is not the path of a tile, or not in its one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile: tile/<level or entries>/<index>[.p/<width>]")]
pub struct NotAPath;

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, width) = match self {
            Self::Hashes(tile) => {
                write!(f, "tile/{}/", tile.level)?;
                (tile.index, tile.width)
            }
            Self::Entries(bundle) => {
                f.write_str("tile/entries/")?;
                (bundle.index, bundle.width)
            }
        };
        write_groups(f, index / 1000)?;
        write!(f, "{:03}", index % 1000)?;
        if width < WIDTH {
            write!(f, ".p/{width}")?;
        }
        Ok(())
    }
}

/// The groups before the last, each with an `x`.
fn write_groups(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    if index == 0 {
        return Ok(());
    }
    write_groups(f, index / 1000)?;
    write!(f, "x{:03}/", index % 1000)
}

impl FromStr for TilePath {
    type Err = NotAPath;

    fn from_str(text: &str) -> Result<Self, NotAPath> {
        let path = read(text).ok_or(NotAPath)?;
        // Leading zeros, signs and groups too many are seen by writing it again.
        if path.to_string() == text {
            Ok(path)
        } else {
            Err(NotAPath)
        }
    }
}

fn read(text: &str) -> Option<TilePath> {
    let (level, place) = text.strip_prefix("tile/")?.split_once('/')?;
    let (place, width) = match place.split_once(".p/") {
        Some((place, width)) => (place, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
        None => (place, WIDTH),
    };
    let mut index: u64 = 0;
    for group in place.split('/') {
        let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        index = index.checked_mul(1000)?.checked_add(digits)?;
    }
    if level == "entries" {
        return Some(TilePath::Entries(Bundle { index, width }));
    }
    let level = level.parse().ok().filter(|level| *level <= 63)?;
    Some(TilePath::Hashes(Tile { level, index, width }))
}
