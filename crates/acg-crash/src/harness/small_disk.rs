//! A disk of a few megabytes that is filled to the last page.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

/// Room for a store, its log and the spools of some processes.
const SIZE: &str = "size=24m,mode=0700";

/// A file system in memory, unmounted when it is dropped.
#[derive(Debug)]
pub(crate) struct SmallDisk {
    path: PathBuf,
}

impl SmallDisk {
    /// Returns whether this user may mount one.
    pub(crate) fn is_possible() -> bool {
        let tried = tempfile::tempdir().map(|folder| Self::mount(folder.path()).is_ok());
        tried.unwrap_or(false)
    }

    pub(crate) fn mount(path: &Path) -> Result<Self> {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", SIZE, "acg-crash"])
            .arg(path);
        let output = mount.output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Fills it, up to so many bytes.
    pub(crate) fn fill(&self, left: u64) -> Result<()> {
        let mut file = File::create(self.filler())?;
        let page = [0; 4096];
        // Until it is full.
        while file.write_all(&page).is_ok() {}
        let length = file.metadata()?.len();
        Ok(file.set_len(length.saturating_sub(left))?)
    }

    /// Makes room again.
    pub(crate) fn empty(&self) {
        drop(fs::remove_file(self.filler()));
    }

    fn filler(&self) -> PathBuf {
        self.path.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.path).status());
    }
}
