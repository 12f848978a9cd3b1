//! The packs that the program carries.

use super::{Files, Pack, read};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

static READ: LazyLock<BTreeMap<&'static str, Arc<Pack>>> = LazyLock::new(|| {
    let pack = |id| {
        let files = builtin_files(id)?;
        let pack = read(&files, &builtin_files).ok()?;
        Some((id, Arc::new(pack)))
    };
    BUILTIN.into_iter().filter_map(pack).collect()
});

/// The ids of the built-in packs: the rules of the country, an invented county bureau, a foreign city.
pub const BUILTIN: [&str; 3] = ["cn", "demo-bureau", "la311"];

/// A built-in pack, read once.
#[must_use]
pub fn builtin(id: &str) -> Option<Arc<Pack>> {
    READ.get(id).cloned()
}

/// The files of a built-in pack.
#[must_use]
pub fn builtin_files(id: &str) -> Option<Files> {
    let files = PACKS.get_dir(id)?.files().filter_map(|file| {
        let path = file.path();
        let name = path.file_name()?.to_str()?;
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        is_toml.then_some((name.to_owned(), file.contents_utf8()?.to_owned()))
    });
    Some(files.collect())
}
