//! The file in which an adapter keeps its grant: replaced whole, so no peer loses anything by how its file is written.
//!
//! It can be made slow or made to fail, which stands for a database across a network.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What is wrong with a store. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Trouble {
    /// A file of this path is made when a slow write begins.
    sign: PathBuf,
    delay_ms: Arc<AtomicU64>,
    fails: Arc<AtomicBool>,
}

/// The name of the file that an adapter makes in its folder when a slow write begins.
pub const SIGN: &str = "writing";

impl Trouble {
    /// None yet, for a store in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            sign: folder.join(SIGN),
            ..Self::default()
        }
    }

    /// Sets how long each write takes, and whether it fails.
    pub fn set(&self, delay: Duration, fails: bool) {
        let delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.delay_ms.store(delay, Ordering::SeqCst);
        self.fails.store(fails, Ordering::SeqCst);
    }

    /// Waits as long as a write takes.
    ///
    /// # Errors
    /// When writes fail.
    pub async fn meet(&self) -> io::Result<()> {
        let delay = self.delay_ms.load(Ordering::SeqCst);
        if delay > 0 {
            File::create(&self.sign)?;
            tokio::time::sleep(Duration::from_millis(delay)).await;
        }
        if self.fails.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

/// A file that is replaced whole.
#[derive(Debug, Clone)]
pub struct KeptFile {
    path: PathBuf,
    trouble: Trouble,
}

impl KeptFile {
    /// The file of this path, which need not exist.
    pub fn new(path: PathBuf, trouble: Trouble) -> Self {
        Self { path, trouble }
    }

    /// Reads the file; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Writes a draft, syncs it and renames it over the file.
    ///
    /// # Errors
    /// When any of it fails.
    pub async fn replace(&self, content: &[u8]) -> io::Result<()> {
        self.trouble.meet().await?;
        // A draft for each process, so that two of them do not mix their tokens.
        let draft = self.path.with_extension(std::process::id().to_string());
        let mut file = File::create(&draft)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&draft, &self.path)
    }

    /// Removes the file, if there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(&self) -> io::Result<()> {
        self.trouble.meet().await?;
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}
