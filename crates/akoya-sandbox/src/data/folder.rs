//! Data folders: reading and writing their files.

use std::fs;
use std::io;
use std::path::Path;

use super::error::{cannot_serve, without_accounts};
use crate::error::{Error, ErrorKind};

/// Reads all JSON files of the users in a folder, in alphabetical order: the path with `/` between its parts, and
/// the text.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let entries = list(folder).map_err(|source| not_listed(folder, source))?;
    let mut files = Vec::new();
    for entry in entries {
        let (name, known) = (
            entry.file_name().to_string_lossy().into_owned(),
            files.len(),
        );
        let is_user = entry.path().is_dir() && !name.starts_with('.');
        collect(&entry.path(), name.clone(), &mut files)?;
        if is_user && files.len() == known {
            return Err(without_accounts(&name));
        }
    }
    if files.is_empty() {
        return Err(Error::new(
            ErrorKind::Data,
            format!("{} contains no folder of a user", folder.display()),
        ));
    }
    Ok(files)
}

/// Writes files that are given as path and text.
pub(super) fn write(folder: &Path, files: Vec<(String, &str)>) -> Result<(), Error> {
    for (path, text) in files {
        let file = folder.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, text))
            .map_err(|source| cannot_be_written(&file, source))?;
    }
    Ok(())
}

/// Reads a file or a directory. `path` is its path within the data folder.
fn collect(file: &Path, path: String, files: &mut Vec<(String, String)>) -> Result<(), Error> {
    if file.is_dir() {
        for entry in list(file).map_err(|source| cannot_be_read(&path, source))? {
            collect(
                &entry.path(),
                format!("{path}/{}", entry.file_name().to_string_lossy()),
                files,
            )?;
        }
    } else if path.ends_with(".json") {
        let text = fs::read(file).map_err(|source| cannot_be_read(&path, source))?;
        let text = String::from_utf8(text).map_err(|_| cannot_serve(&path, "it is not UTF-8"))?;
        files.push((path, text));
    }
    Ok(())
}

fn list(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

fn not_listed(folder: &Path, source: io::Error) -> Error {
    let path = folder.display();
    match source.kind() {
        io::ErrorKind::NotFound => Error::new(
            ErrorKind::Data,
            format!("the directory {path} does not exist"),
        ),
        io::ErrorKind::NotADirectory => {
            Error::new(ErrorKind::Data, format!("{path} is not a directory"))
        }
        _ => cannot_be_read(&path.to_string(), source),
    }
}

fn cannot_be_read(path: &str, source: io::Error) -> Error {
    Error::new(ErrorKind::Data, format!("cannot read {path}")).because(source)
}

fn cannot_be_written(path: &Path, source: io::Error) -> Error {
    Error::new(ErrorKind::Data, format!("cannot write {}", path.display())).because(source)
}
