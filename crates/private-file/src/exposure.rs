//! Whether others can get at a file or a directory.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// Why a file or a directory is not for this user alone.
///
/// It is an error's source where it is one: `error.get_ref()` of an [`io::Error`] of this crate can be downcast to it.
/// Its text continues a sentence that begins with the path, for example "is a symbolic link".
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exposure {
    /// The name is a symbolic link, so another place decides.
    SymbolicLink,
    /// A file was expected, and it is a directory, a device, a pipe or a socket.
    NotAFile,
    /// A directory was expected, and it is something else.
    NotADirectory,
    /// It belongs to another user, who is not the superuser. Unix only.
    OtherOwner {
        /// That user's number.
        user: u32,
    },
    /// Its permissions let the group or everybody read, write or enter it. Unix only.
    Permissions {
        /// The permission bits, 0 to 0o777.
        mode: u32,
    },
    /// Its permissions let the group or everybody write it, and [`Exposure::to_writers`] asked for nothing else.
    /// Unix only.
    Writable {
        /// The permission bits, 0 to 0o777.
        mode: u32,
    },
}

impl Exposure {
    /// Returns what makes the file of this name accessible to others; `None` when nothing does.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be looked at.
    pub fn of_file(path: impl AsRef<Path>) -> io::Result<Option<Self>> {
        let metadata = fs::symlink_metadata(path)?;
        match Self::not_a_file(&metadata) {
            Some(exposure) => Ok(Some(exposure)),
            None => of_permissions(&metadata),
        }
    }

    /// Returns what makes an open file accessible to others; `None` when nothing does. The name it was opened by cannot
    /// mislead here.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn of_open_file(file: &File) -> io::Result<Option<Self>> {
        of_permissions(&file.metadata()?)
    }

    /// Returns what makes the directory of this name accessible to others; `None` when nothing does.
    ///
    /// The directories above it are not looked at.
    ///
    /// # Errors
    /// When there is no such directory, or it cannot be looked at.
    pub fn of_directory(path: impl AsRef<Path>) -> io::Result<Option<Self>> {
        let metadata = fs::symlink_metadata(path)?;
        if metadata.is_symlink() {
            return Ok(Some(Self::SymbolicLink));
        }
        if !metadata.is_dir() {
            return Ok(Some(Self::NotADirectory));
        }
        of_permissions(&metadata)
    }

    /// Returns what lets other users change the file or directory of this name; `None` when nothing does.
    /// Whether they can read it is not looked at.
    ///
    /// Links are followed, and the directories above it are not looked at. To the superuser a file of another user
    /// is no exposure: a container is often given the directory of another user.
    ///
    /// # Errors
    /// When there is no such file or directory, or it cannot be looked at.
    pub fn to_writers(path: impl AsRef<Path>) -> io::Result<Option<Self>> {
        of_writers(&fs::metadata(path)?)
    }

    /// Returns what the name stands for, if not for a file.
    pub(crate) fn not_a_file(metadata: &Metadata) -> Option<Self> {
        if metadata.is_symlink() {
            return Some(Self::SymbolicLink);
        }
        (!metadata.is_file()).then_some(Self::NotAFile)
    }
}

impl fmt::Display for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SymbolicLink => f.write_str("is a symbolic link"),
            Self::NotAFile => f.write_str("is not a file"),
            Self::NotADirectory => f.write_str("is not a directory"),
            Self::OtherOwner { user } => write!(f, "belongs to another user ({user})"),
            Self::Permissions { mode } => {
                write!(f, "is accessible to other users (mode {mode:04o})")
            }
            Self::Writable { mode } => {
                write!(f, "can be changed by other users (mode {mode:04o})")
            }
        }
    }
}

impl std::error::Error for Exposure {}

impl From<Exposure> for io::Error {
    fn from(exposure: Exposure) -> Self {
        Self::new(io::ErrorKind::PermissionDenied, exposure)
    }
}

#[cfg(unix)]
fn of_permissions(metadata: &Metadata) -> io::Result<Option<Exposure>> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = metadata.mode() & 0o777;
    Ok(of_owner_and_mode(metadata.uid(), mode, this_user()?))
}

#[cfg(unix)]
fn of_writers(metadata: &Metadata) -> io::Result<Option<Exposure>> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = metadata.mode() & 0o777;
    Ok(writers(metadata.uid(), mode, this_user()?))
}

#[cfg(not(unix))]
fn of_writers(_: &Metadata) -> io::Result<Option<Exposure>> {
    Ok(None)
}

#[cfg(not(unix))]
fn of_permissions(_: &Metadata) -> io::Result<Option<Exposure>> {
    Ok(None)
}

#[cfg(unix)]
const SUPERUSER: u32 = 0;

#[cfg(unix)]
fn writers(owner: u32, mode: u32, this_user: u32) -> Option<Exposure> {
    if this_user != SUPERUSER && ![SUPERUSER, this_user].contains(&owner) {
        return Some(Exposure::OtherOwner { user: owner });
    }
    (mode & 0o022 != 0).then_some(Exposure::Writable { mode })
}

#[cfg(unix)]
fn of_owner_and_mode(owner: u32, mode: u32, this_user: u32) -> Option<Exposure> {
    // The superuser can read everything, so its ownership exposes nothing more.
    if ![SUPERUSER, this_user].contains(&owner) {
        return Some(Exposure::OtherOwner { user: owner });
    }
    (mode & 0o077 != 0).then_some(Exposure::Permissions { mode })
}

/// Returns the user that this process acts as. The standard library has no `geteuid`, but a pipe belongs to the
/// user that makes it.
#[cfg(unix)]
fn this_user() -> io::Result<u32> {
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt as _;
    let (reader, _writer) = io::pipe()?;
    Ok(File::from(OwnedFd::from(reader)).metadata()?.uid())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_this_user_and_the_superuser_may_own_a_private_file() {
        let other = Some(Exposure::OtherOwner { user: 7 });
        assert_eq!(of_owner_and_mode(5, 0o600, 5), None);
        assert_eq!(of_owner_and_mode(0, 0o600, 5), None);
        assert_eq!(of_owner_and_mode(7, 0o600, 5), other);
        assert_eq!(of_owner_and_mode(7, 0o600, 0), other);
    }

    #[test]
    fn who_can_change_a_file_is_its_owner_the_superuser_and_those_with_a_permission() {
        let writable = |mode| Some(Exposure::Writable { mode });
        assert_eq!(writers(5, 0o755, 5), None);
        assert_eq!(writers(0, 0o755, 5), None);
        assert_eq!(writers(7, 0o700, 5), Some(Exposure::OtherOwner { user: 7 }));
        assert_eq!(writers(7, 0o700, 0), None);
        for mode in [0o775, 0o757, 0o777] {
            assert_eq!(writers(5, mode, 5), writable(mode));
        }
    }
}
