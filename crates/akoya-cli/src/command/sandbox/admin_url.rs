//! The file in which a running sandbox says where its admin API is.

use std::fs;

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;

/// The file, in the data directory. Of several sandboxes with one data directory it names the one that started last.
#[derive(Debug)]
pub(super) struct AdminUrlFile {
    data: DataDir,
}

impl AdminUrlFile {
    pub(super) fn of(data: &DataDir) -> Self {
        Self { data: data.clone() }
    }

    pub(super) fn write(&self, url: &str) -> Result<(), Failure> {
        self.data.create()?;
        data_dir::write(&self.data.sandbox_admin(), url)
    }

    /// Reads the URL; `None` when no sandbox has written one.
    pub(super) fn read(&self) -> Result<Option<String>, Failure> {
        let path = self.data.sandbox_admin();
        match fs::read_to_string(&path) {
            Ok(url) => Ok(Some(url.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::of_file(&path, "read", &error)),
        }
    }

    /// Removes the file, unless another sandbox has replaced it.
    pub(super) fn remove(&self, url: &str) {
        if self
            .read()
            .is_ok_and(|written| written.as_deref() == Some(url))
        {
            // A file that stays behind leads the next command to a URL that does not respond, which it reports.
            let _ = fs::remove_file(self.data.sandbox_admin());
        }
    }
}
