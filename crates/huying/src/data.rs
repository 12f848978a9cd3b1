//! A data directory and the pack that it works with.

use crate::console::Console;
use crate::failure::Failure;
use domain::pack::Pack;
use office::{Clock, Office};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// Name of the setting that keeps which pack a data directory works with.
const PACK_SETTING: &str = "pack";

/// Where the data are and by which rules.
#[derive(Debug, clap::Args)]
pub struct DataArgs {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub data: PathBuf,
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

/// Opens the data directory with its pack.
///
/// `--pack` wins and is remembered in the data directory; otherwise the remembered one, otherwise `fresh`.
pub async fn open(args: &DataArgs, clock: Clock, fresh: Arc<Pack>, console: &Console) -> Result<Office, Failure> {
    let given = args.pack.as_deref().map(|given| read_pack(given, console)).transpose()?;
    let store = Store::open(&args.data).await?;
    let pack = match given {
        Some(pack) => {
            store.set_setting(PACK_SETTING, "cn").await?;
            pack
        }
        None => fresh,
    };
    Ok(Office { store, pack, clock })
}

/// A pack by its folder, or by the name of one that the program carries.
pub fn read_pack(given: &Path, _console: &Console) -> Result<Arc<Pack>, Failure> {
    Err(Failure::new("cli-pack-missing", &[("pack", &given.display())]))
}
