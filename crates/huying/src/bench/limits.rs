//! What this machine can do at best: the limits that everything else is measured against, in the same run on the same
//! disk.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

/// Appends of 4 KiB a second, each made durable before the next: what one client alone can be promised.
pub(super) fn append_fsync(dir: &Path, times: u32) -> io::Result<f64> {
    const BLOCK: [u8; 4096] = [7; 4096];
    let path = dir.join("append-fsync");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let started = Instant::now();
    for _ in 0..times {
        file.write_all(&BLOCK)?;
        file.sync_data()?;
    }
    let rate = f64::from(times) / started.elapsed().as_secs_f64();
    drop(file);
    std::fs::remove_file(path)?;
    Ok(rate)
}
