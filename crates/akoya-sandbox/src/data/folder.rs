use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, ErrorKind};

/// All JSON files below a folder, as path with `/` between its parts, and text, in alphabetical order.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

/// Writes files given as path and text.
pub(super) fn write(folder: &Path, files: Vec<(String, &str)>) -> Result<(), Error> {
    for (path, text) in files {
        let file = folder.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, text)).map_err(|source| unusable(&file, source))?;
    }
    Ok(())
}

fn collect(folder: &Path, path: &str, files: &mut Vec<(String, String)>) -> Result<(), Error> {
    let listed = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let mut entries = listed.map_err(|source| unusable(folder, source))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let file = entry.path();
        let path = format!("{path}{}", entry.file_name().to_string_lossy());
        if file.is_dir() {
            collect(&file, &format!("{path}/"), files)?;
        } else if path.ends_with(".json") {
            let text = fs::read_to_string(&file).map_err(|source| unusable(&file, source))?;
            files.push((path, text));
        }
    }
    Ok(())
}

fn unusable(path: &Path, source: io::Error) -> Error {
    Error::new(ErrorKind::Data, format!("{} cannot be read or written", path.display())).because(source)
}
