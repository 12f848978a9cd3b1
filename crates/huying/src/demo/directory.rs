//! The demonstration's directory: made anew on each run, and nothing removed that it did not make.

use crate::failure::Failure;
use std::path::Path;

/// Says that a directory is the demonstration's.
const MARKER: &str = ".huying-demo";
/// Everything that the demonstration and its server make at the top of the directory.
const OURS: [&str; 14] = [
    MARKER,
    "files",
    "huying.db",
    "huying.db-shm",
    "huying.db-wal",
    "lock",
    "log.audit",
    "log.checkpoint",
    "log.key",
    "papers",
    "passing",
    "push.key",
    "reports",
    "seal.key",
];

/// Makes an empty directory for the demonstration.
///
/// A directory of an earlier run is emptied; any other that holds something, or that holds more than a run makes, is
/// refused and left as it is. So is one that a server has open.
pub(crate) async fn prepare(dir: &Path) -> Result<(), Failure> {
    let at = |error: std::io::Error| Failure::file(dir, &error);
    std::fs::create_dir_all(dir).map_err(at)?;
    let mut there = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(at)? {
        there.push(entry.map_err(at)?.path());
    }
    let strange = there.iter().find(|path| {
        let name = path.file_name().unwrap_or_default();
        !OURS.iter().any(|ours| name == *ours)
    });
    if !there.is_empty() && (strange.is_some() || !dir.join(MARKER).is_file()) {
        let held = strange
            .or(there.first())
            .map(|path| path.display().to_string())
            .unwrap_or_default();
        return Err(Failure::new(
            "cli-demo-not-ours",
            &[("dir", &dir.display()), ("held", &held)],
        ));
    }
    if dir.join("huying.db").exists()
        && let Err(error @ store::Error::Locked { .. }) = open_and_close(dir).await
    {
        return Err(error.into());
    }
    for path in there {
        let gone = if path.is_dir() {
            std::fs::remove_dir_all(&path)
        } else {
            std::fs::remove_file(&path)
        };
        match gone {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::file(&path, &error)),
            _ => {}
        }
    }
    std::fs::write(dir.join(MARKER), "huying demo\n").map_err(at)
}

/// Only to see whether somebody else has it open; whatever else is wrong with it goes with it.
async fn open_and_close(dir: &Path) -> Result<(), store::Error> {
    store::Store::open(dir).await?.close().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_somebody_else_put_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        let thesis = dir.path().join("thesis.docx");
        std::fs::write(&thesis, "years of work").unwrap();
        assert!(prepare(dir.path()).await.is_err());
        std::fs::write(dir.path().join(MARKER), "").unwrap();
        assert!(prepare(dir.path()).await.is_err());
        assert!(thesis.exists());
    }

    #[tokio::test]
    async fn an_earlier_run_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let demo = dir.path().join("demo");
        prepare(&demo).await.unwrap();
        std::fs::create_dir(demo.join("papers")).unwrap();
        std::fs::write(demo.join("papers/brief.pdf"), "old").unwrap();
        prepare(&demo).await.unwrap();
        assert!(!demo.join("papers").exists());
        assert!(demo.join(MARKER).exists());
    }
}
