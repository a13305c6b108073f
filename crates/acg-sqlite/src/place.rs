//! Where a file is: what a copy of it does not share with it.

use std::fmt;
use std::fs;
use std::path::Path;

use acg::Secret;
use acg::store::Fingerprint;

/// What distinguishes a file from a copy of it. A part that the system does not report is missing, and not compared.
///
/// A name is no part of it: a file that is renamed stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// A copy on the same file system has another one.
    inode: Option<String>,
    /// When the file was made, in nanoseconds: an inode's number is given again, and two fresh file systems count
    /// alike.
    born: Option<String>,
    /// A disk that was cloned has everything else in common.
    machine: Option<String>,
}

/// How two places differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    File,
    Machine,
}

impl Place {
    /// Reads where this file is now; all parts are missing where the system does not say.
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            machine: machine(),
            ..Self::of_file(path)
        }
    }

    /// Reads the same without the machine, which does not change while a process runs.
    #[cfg(unix)]
    pub(crate) fn of_file(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let Ok(metadata) = fs::metadata(path) else {
            return Self::default();
        };
        let born = metadata.created().ok();
        let born = born.and_then(|born| born.duration_since(std::time::UNIX_EPOCH).ok());
        Self {
            inode: Some(metadata.ino().to_string()),
            born: born.map(|born| born.as_nanos().to_string()),
            machine: None,
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of_file(_: &Path) -> Self {
        Self::default()
    }

    /// Reads what `Display` has written, or the first version, which knew the inode alone.
    pub(crate) fn parse(text: &str) -> Self {
        let words: Vec<_> = text.split(' ').collect();
        let part = |name| {
            let mut pairs = words.chunks_exact(2).filter(|pair| pair[0] == name);
            pairs.next().map(|pair| pair[1].to_owned())
        };
        Self {
            inode: part("inode"),
            born: part("born"),
            machine: part("machine"),
        }
    }

    /// Fills in the parts that only the other place knows.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            inode: self.inode.or(other.inode),
            born: self.born.or(other.born),
            machine: self.machine.or(other.machine),
        }
    }

    /// Returns how the place of a store differs from the one that it remembers.
    pub(crate) fn difference(&self, remembered: &Self) -> Option<Difference> {
        let is_lost = self.inode.is_some() && remembered.inode.is_none();
        if is_lost || differ(&self.inode, &remembered.inode) || differ(&self.born, &remembered.born)
        {
            return Some(Difference::File);
        }
        differ(&self.machine, &remembered.machine).then_some(Difference::Machine)
    }
}

fn differ(one: &Option<String>, other: &Option<String>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("inode", &self.inode),
            ("born", &self.born),
            ("machine", &self.machine),
        ];
        let mut separator = "";
        for (name, part) in parts {
            if let Some(part) = part {
                write!(f, "{separator}{name} {part}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}

/// Returns a digest of the machine's own name: `machine-id(5)` asks for the name itself to be kept secret. There is
/// none in a container, whose name is its image's, if it has one, and changes with it.
fn machine() -> Option<String> {
    const CONTAINERS: [&str; 2] = ["/.dockerenv", "/run/.containerenv"];
    if CONTAINERS.iter().any(|mark| Path::new(mark).exists()) {
        return None;
    }
    let name = fs::read_to_string("/etc/machine-id").ok()?;
    let name = name.trim();
    let is_name = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_name.then(|| {
        Fingerprint::of(&Secret::from(format!("acg-sqlite {name}")))
            .as_str()
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(text: &str) -> Option<Difference> {
        Place::parse("inode 5 born 17 machine ab").difference(&Place::parse(text))
    }

    #[test]
    fn every_part_that_both_know_has_to_be_the_same() {
        assert_eq!(difference("inode 5 born 17 machine ab"), None);
        assert_eq!(
            difference("inode 6 born 17 machine ab"),
            Some(Difference::File)
        );
        assert_eq!(
            difference("inode 5 born 18 machine ab"),
            Some(Difference::File)
        );
        assert_eq!(
            difference("inode 5 born 17 machine cd"),
            Some(Difference::Machine)
        );
        assert_eq!(difference("inode 5"), None, "the first version's");
        assert_eq!(difference("inode 6"), Some(Difference::File));
        assert_eq!(difference("copy"), Some(Difference::File), "by hand");
        assert_eq!(difference(""), Some(Difference::File), "none");
    }

    #[test]
    fn a_place_is_read_as_it_was_written() {
        for text in ["inode 5 born 17 machine ab", "inode 5", ""] {
            assert_eq!(Place::parse(text).to_string(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_place_when_it_is_written_and_renamed_and_its_copy_has_another() {
        let directory = tempfile::tempdir().unwrap();
        let [path, renamed, copy] = ["a", "b", "c"].map(|name| directory.path().join(name));
        fs::write(&path, "1").unwrap();
        let place = Place::of(&path);
        fs::write(&path, "2").unwrap();
        fs::rename(&path, &renamed).unwrap();
        assert_eq!(Place::of(&renamed), place);
        fs::copy(&renamed, &copy).unwrap();
        assert_eq!(Place::of(&copy).difference(&place), Some(Difference::File));
    }
}
