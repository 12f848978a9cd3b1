//! Columns set by hand once are known again: by the headers of the file that they were set for.

use super::papers::ReadPaper;
use super::write::hex;
use domain::import::{Cell, Sheet};
use domain::pack::{FieldName, fold};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Store;

/// The setting that keeps them: fingerprint of the headers to columns.
const SETTING: &str = "import-columns";

/// Rows from the top among which a known header is looked for.
const SEARCHED_ROWS: usize = 60;

/// What is kept.
#[derive(Clone, Default)]
pub(super) struct SavedColumns(BTreeMap<String, BTreeMap<FieldName, String>>);

impl SavedColumns {
    pub(super) async fn load(store: &Store) -> Result<Self, store::Error> {
        let kept = store.setting(SETTING).await?;
        kept.map_or_else(
            || Ok(Self::default()),
            |kept| {
                let columns = serde_json::from_str(&kept).map_err(|error| store::Error::Corrupt(error.to_string()))?;
                Ok(Self(columns))
            },
        )
    }

    /// The columns that were set for a sheet with these headers.
    pub(super) fn of(&self, sheet: &Sheet) -> Option<&BTreeMap<FieldName, String>> {
        if self.0.is_empty() {
            return None;
        }
        let texts = |row: &Vec<Cell>| -> Vec<String> {
            let text = |cell: &Cell| {
                if let Cell::Text(text) = cell {
                    text.clone()
                } else {
                    String::new()
                }
            };
            row.iter().map(text).collect()
        };
        let mut rows = sheet.rows.iter().take(SEARCHED_ROWS);
        rows.find_map(|row| self.0.get(&fingerprint(&texts(row))))
    }

    /// Keeps what was set by hand for every table that was read with it.
    pub(super) async fn keep(
        mut self,
        store: &Store,
        read: &[ReadPaper],
        columns: &BTreeMap<FieldName, String>,
    ) -> Result<(), store::Error> {
        for table in read.iter().flat_map(|paper| &paper.tables) {
            self.0.insert(fingerprint(&table.headers), columns.clone());
        }
        let kept = serde_json::to_string(&self.0).map_err(|error| store::Error::Corrupt(error.to_string()))?;
        store.set_setting(SETTING, &kept).await
    }
}

/// Of a header row: its folded texts in order, empty ones at the end aside.
fn fingerprint(headers: &[String]) -> String {
    let folded: Vec<String> = headers.iter().map(|header| fold(header.trim())).collect();
    hex(&Sha256::digest(folded.join("\u{1f}").trim_end_matches('\u{1f}')))
}
