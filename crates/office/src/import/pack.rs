//! Which of the built-in packs fits files, where nobody has said.

use super::Paper;
use domain::CaseId;
use domain::import::{Beside, RowOutcome, Sheet, plan};
use domain::pack::{BUILTIN, Pack, builtin};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows of each file that are tried.
const TRIED: usize = 50;

/// Title rows and a header that may stand above them.
const ABOVE: usize = 60;

/// The built-in pack that rejects the fewest of the first 50 rows of these files; the country's own where several do,
/// or where none of the files can be read.
///
/// # Panics
/// Never: the built-in packs are read by a test.
#[must_use]
pub fn choose_pack(papers: &[Paper]) -> Arc<Pack> {
    let sheets: Vec<(&str, Vec<Sheet>)> = papers
        .iter()
        .filter_map(|paper| {
            let mut sheets = documents::sheet::read(&paper.name, &paper.bytes).ok()?;
            sheets.retain(|sheet| !sheet.hidden);
            for sheet in &mut sheets {
                sheet.rows.truncate(TRIED + ABOVE);
            }
            Some((paper.name.as_str(), sheets))
        })
        .collect();
    let packs = BUILTIN.iter().filter_map(|id| builtin(id));
    packs
        .min_by_key(|pack| {
            sheets
                .iter()
                .map(|(file, sheets)| rejected(file, sheets, pack))
                .sum::<usize>()
        })
        .expect("the program carries packs")
}

/// Rows that the pack rejects of a file; all of them where it finds no header.
fn rejected(file: &str, sheets: &[Sheet], pack: &Pack) -> usize {
    let columns = BTreeMap::new();
    let beside = Beside {
        file,
        columns: &columns,
        unit: None,
        // Which pack fits is no question of time.
        at: Timestamp::MAX,
    };
    let mut understood = false;
    let mut rejected = 0;
    for sheet in sheets {
        if let Ok(Some(plan)) = plan(sheet, beside, pack, &mut || CaseId(uuid::Uuid::nil())) {
            understood = true;
            let rows = plan.rows.iter().take(TRIED);
            rejected += rows
                .filter(|row| matches!(row.outcome, RowOutcome::Rejected(_)))
                .count();
        }
    }
    if understood { rejected } else { TRIED }
}
