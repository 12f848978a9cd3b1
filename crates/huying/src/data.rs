//! A data directory and the pack that it works with.

use crate::console::Console;
use crate::failure::Failure;
use domain::KindSlug;
use domain::pack::{Files, MOST_BYTES, Pack, Problem, builtin, builtin_files};
use office::{Clock, Office};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;
use words::Words;

/// What tells a data directory from any other.
const DATABASE: &str = "huying.db";
/// The setting that keeps which pack a data directory works with.
const PACK_SETTING: &str = "pack";

/// Where the data are, and by which rules.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataArgs {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub(crate) pack: Option<PathBuf>,
}

/// The pack as the data directory remembers it. A folder's files are kept whole, so that a backup brings its rules
/// along and a moved folder breaks nothing; to take in a change, give `--pack` again.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Remembered {
    /// One that the program carries, by its id.
    Builtin(String),
    /// A folder's files.
    Files(Files),
}

/// Opens the data directory with its pack.
///
/// `--pack` wins and is remembered in the directory; otherwise the remembered one; otherwise `fresh`, which is
/// remembered as well. One that lacks a kind of open cases is refused, and not remembered.
pub(crate) async fn open(
    args: &DataArgs,
    clock: Clock,
    fresh: impl FnOnce() -> Arc<Pack>,
    console: &Console,
) -> Result<Office, Failure> {
    open_as(args, clock, fresh, console, true).await
}

/// Opens the data directory, or one that is thrown away where there is none, and remembers nothing in it: for what only says what
/// would happen. The second is to be held as long as the first is used.
pub(crate) async fn open_to_try(
    args: &DataArgs,
    clock: Clock,
    fresh: impl FnOnce() -> Arc<Pack>,
    console: &Console,
) -> Result<(Office, Option<ThrownAway>), Failure> {
    let mut args = args.clone();
    let mut thrown_away = None;
    if !args.data.join(DATABASE).is_file() {
        let dir = std::env::temp_dir().join(format!("huying-try-{}", office::new_case_id(clock.now())));
        args.data.clone_from(&dir);
        thrown_away = Some(ThrownAway(dir));
    }
    let office = open_as(&args, clock, fresh, console, false).await?;
    Ok((office, thrown_away))
}

/// A data directory that goes with it.
pub(crate) struct ThrownAway(PathBuf);

impl Drop for ThrownAway {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::debug!(%error, "a directory that was to be thrown away is still there");
        }
    }
}

async fn open_as(
    args: &DataArgs,
    clock: Clock,
    fresh: impl FnOnce() -> Arc<Pack>,
    console: &Console,
    remembers: bool,
) -> Result<Office, Failure> {
    let words = console.words();
    // Before the directory is made: a mistyped pack leaves nothing behind.
    let given = args.pack.as_deref().map(|given| find_pack(given, words)).transpose()?;
    let store = Store::open(&args.data).await?;
    let kept = store.setting(PACK_SETTING).await?;
    let (pack, remember) = match (given, kept) {
        (Some((pack, remember)), _) => (pack, Some(remember)),
        (None, Some(kept)) => (kept_pack(&kept, words)?, None),
        (None, None) => {
            let pack = fresh();
            let remember = Remembered::Builtin(pack.id.clone());
            (pack, Some(remember))
        }
    };
    check_kinds(&store, &pack).await?;
    if let Some(remember) = remember.filter(|_| remembers) {
        let text = serde_json::to_string(&remember).map_err(std::io::Error::from)?;
        store.set_setting(PACK_SETTING, &text).await?;
    }
    console.mention("cli-pack-in-use", &[("pack", pack.name.get(console.locale()).into())]);
    Ok(Office { store, pack, clock })
}

/// A pack without a kind that open cases are of could decide nothing in them.
async fn check_kinds(store: &Store, pack: &Pack) -> Result<(), Failure> {
    let known: Vec<KindSlug> = pack.kinds.keys().cloned().collect();
    let lacking = store.open_kinds_beside(&known).await?;
    if lacking.is_empty() {
        return Ok(());
    }
    let lacking: Vec<&str> = lacking.iter().map(KindSlug::as_str).collect();
    Err(Failure::new(
        "cli-pack-lacks-kinds",
        &[("pack", &pack.stamp()), ("kinds", &lacking.join(", "))],
    ))
}

/// The pack of a fresh directory when nothing says otherwise.
pub(crate) fn country_pack() -> Arc<Pack> {
    builtin("cn").expect("the built-in packs are read by a test")
}

/// The files of a pack.
pub(crate) struct PackFiles {
    files: Files,
    /// Those that are no text, each with the line from which on it is none.
    not_text: Vec<Problem>,
}

impl PackFiles {
    /// Of a pack that the program carries.
    pub(crate) fn builtin(id: &str) -> Option<Self> {
        let files = builtin_files(id)?;
        Some(Self {
            files,
            not_text: Vec::new(),
        })
    }

    /// Reads the pack. A file that is no text is a mistake like any other, and hides none in the others.
    pub(crate) fn read(&self) -> Result<Pack, Vec<Problem>> {
        let read = domain::pack::read(&self.files, &builtin_files);
        if self.not_text.is_empty() {
            return read;
        }
        let is_text = |problem: &Problem| self.not_text.iter().all(|other| other.file != problem.file);
        let in_others = read.err().unwrap_or_default().into_iter().filter(is_text);
        let mut all: Vec<Problem> = self.not_text.iter().cloned().chain(in_others).collect();
        all.sort();
        Err(all)
    }
}

/// Reads the files of a pack's folder.
pub(crate) fn pack_files(folder: &Path) -> Result<PackFiles, Failure> {
    let missing =
        |error: &std::io::Error| Failure::new("cli-pack-missing", &[("pack", &folder.display()), ("error", error)]);
    let (mut files, mut not_text) = (Files::new(), Vec::new());
    for entry in std::fs::read_dir(folder).map_err(|error| missing(&error))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let bytes = read_at_most(&path, MOST_BYTES + 1).map_err(|error| Failure::file(&path, &error))?;
            // The reader says that one is too large; what was cut off may have split a character.
            if bytes.len() <= MOST_BYTES
                && let Err(error) = std::str::from_utf8(&bytes)
            {
                let text = &bytes[..error.valid_up_to()];
                not_text.push(Problem {
                    file: name.clone(),
                    line: text.split(|byte| *byte == b'\n').count(),
                    key: "pack-not-utf8",
                    args: vec![("file", name.clone())],
                });
            }
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(PackFiles { files, not_text })
}

/// A file, or its first bytes where it is longer.
pub(crate) fn read_at_most(path: &Path, bytes: usize) -> std::io::Result<Vec<u8>> {
    let mut read = Vec::new();
    let most = u64::try_from(bytes).unwrap_or(u64::MAX);
    std::fs::File::open(path)?.take(most).read_to_end(&mut read)?;
    Ok(read)
}

/// A pack by its folder, or by the id of one that the program carries.
fn find_pack(given: &Path, words: &Words) -> Result<(Arc<Pack>, Remembered), Failure> {
    if !given.exists()
        && let Some(pack) = given.to_str().and_then(builtin)
    {
        let id = pack.id.clone();
        return Ok((pack, Remembered::Builtin(id)));
    }
    let files = pack_files(given)?;
    let pack = said(files.read(), words)?;
    Ok((pack, Remembered::Files(files.files)))
}

fn kept_pack(kept: &str, words: &Words) -> Result<Arc<Pack>, Failure> {
    match serde_json::from_str(kept) {
        Ok(Remembered::Builtin(id)) => builtin(&id).ok_or_else(|| Failure::new("cli-pack-unknown", &[("pack", &id)])),
        Ok(Remembered::Files(files)) => said(domain::pack::read(&files, &builtin_files), words),
        Err(error) => Err(Failure::new("cli-pack-unknown", &[("pack", &error)])),
    }
}

/// A pack that was read, or its mistakes in words.
fn said(read: Result<Pack, Vec<Problem>>, words: &Words) -> Result<Arc<Pack>, Failure> {
    read.map(Arc::new).map_err(|problems| {
        let said = problems.iter().map(|problem| {
            format!(
                "{}:{}: {}",
                problem.file,
                problem.line,
                words.refusal(&problem.refusal())
            )
        });
        Failure::Said(said.collect())
    })
}

/// Commands that only keep what is there must not make an empty directory of a mistyped name.
pub(crate) fn must_exist(dir: &Path) -> Result<(), Failure> {
    if dir.join(DATABASE).is_file() {
        return Ok(());
    }
    Err(Failure::new("cli-no-data", &[("dir", &dir.display())]))
}
