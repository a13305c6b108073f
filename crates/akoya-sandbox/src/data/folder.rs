use std::fs;
use std::io;
use std::path::Path;

use super::{unreadable, without_accounts};
use crate::error::{Error, ErrorKind};

/// All JSON files of the users in a folder, as path with `/` between its parts, and text, in alphabetical order.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let entries = list(folder).map_err(|source| no_directory(folder, source))?;
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
            format!("{} has no user's folder in it", folder.display()),
        ));
    }
    Ok(files)
}

/// Writes files given as path and text.
pub(super) fn write(folder: &Path, files: Vec<(String, &str)>) -> Result<(), Error> {
    for (path, text) in files {
        let file = folder.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, text))
            .map_err(|source| cannot_be_written(&file, source))?;
    }
    Ok(())
}

/// Takes in a file or a directory, whose path in the data folder is given too.
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
        let text =
            String::from_utf8(text).map_err(|_| unreadable(&path, "it is not UTF-8 text"))?;
        files.push((path, text));
    }
    Ok(())
}

fn list(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

fn no_directory(folder: &Path, source: io::Error) -> Error {
    let path = folder.display();
    match source.kind() {
        io::ErrorKind::NotFound => {
            Error::new(ErrorKind::Data, format!("there is no directory {path}"))
        }
        io::ErrorKind::NotADirectory => {
            Error::new(ErrorKind::Data, format!("{path} is not a directory"))
        }
        _ => cannot_be_read(&path.to_string(), source),
    }
}

fn cannot_be_read(path: &str, source: io::Error) -> Error {
    Error::new(ErrorKind::Data, format!("{path} cannot be read")).because(source)
}

fn cannot_be_written(path: &Path, source: io::Error) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{} cannot be written", path.display()),
    )
    .because(source)
}
