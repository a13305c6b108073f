//! Room in the spool: files that are on the disk, at their full size, before a request is sent.
//!
//! A disk that fills while a request is on its way must not cost the response. Usually an entry is written into
//! a new file, which is small; when the disk has no room for that, it is written into a file that was reserved.
//! A reserved file begins with a zero byte and is locked by its process; nobody takes it for an entry, and
//! anyone removes it once its process has ended.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use private_file::{Draft, sync_directory};

use crate::random::{self, SystemRandom};
use crate::sync::{Mutex, lock};

/// The extension of a reserved file, also when there is an entry in it.
pub(crate) const ROOM: &str = "room";

/// The size of a reserved file. An entry is the tokens of one response and a head of a few KiB, in base64; a
/// response is rarely longer than 10 KiB. Of one that is longer, a full disk takes the refresh token alone.
pub(crate) const SIZE: usize = 256 * 1024;

/// The reserved files of a process. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rooms(Arc<Mutex<Reserved>>);

#[derive(Debug, Default)]
struct Reserved {
    /// Those that wait for the next request. There are as many as there were requests at the same time.
    free: Vec<Room>,
    /// Those of requests that are on their way, by the name of the entry that is to come.
    taken: HashMap<PathBuf, Room>,
}

/// Room for one response, until this is dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    rooms: Rooms,
    entry: PathBuf,
}

/// A reserved file, removed when it is dropped without an entry in it.
#[derive(Debug)]
pub(crate) struct Room {
    /// Locked as long as this process has it.
    file: File,
    path: PathBuf,
    has_entry: bool,
}

impl Rooms {
    /// Reserves room for the entry of this name. Blocks for as long as the disk takes, if there is no free room.
    pub(crate) fn reserve(&self, directory: &Path, entry: PathBuf) -> io::Result<Reservation> {
        let room = match self.take_free() {
            Some(room) => room,
            None => Room::create(directory)?,
        };
        lock(&self.0).taken.insert(entry.clone(), room);
        Ok(Reservation {
            rooms: self.clone(),
            entry,
        })
    }

    /// Takes the room that was reserved for an entry.
    pub(crate) fn take(&self, entry: &Path) -> Option<Room> {
        lock(&self.0).taken.remove(entry)
    }

    /// Takes a free room that is still in the directory.
    fn take_free(&self) -> Option<Room> {
        loop {
            let room = lock(&self.0).free.pop()?;
            if room.path.exists() {
                return Some(room);
            }
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if let Some(room) = self.rooms.take(&self.entry) {
            lock(&self.rooms.0).free.push(room);
        }
    }
}

impl Room {
    fn create(directory: &Path) -> io::Result<Self> {
        let path = directory.join(format!("{}.{ROOM}", random::name(&SystemRandom)));
        let draft = Draft::new(&path)?;
        // Zeros and not a hole, for which a full disk has no room later.
        draft.file().write_all(&vec![0; SIZE])?;
        Ok(Self {
            file: draft.replace_locked()?,
            path,
            has_entry: false,
        })
    }

    /// Writes an entry over the zeros, and waits for the disk. Returns the entry's file.
    pub(crate) fn write(mut self, text: &[u8]) -> io::Result<PathBuf> {
        let Some((first, rest)) = text.split_first().filter(|_| text.len() <= SIZE) else {
            return Err(io::ErrorKind::FileTooLarge.into());
        };
        // The first byte last: a process that is killed in between leaves no half entry.
        self.file.seek(SeekFrom::Start(1))?;
        self.file.write_all(rest)?;
        self.file.rewind()?;
        self.file.write_all(&[*first])?;
        self.has_entry = true;
        // From here on the entry can be read, whatever fails. What follows it is cut off there, too.
        let _ = self.file.set_len(text.len() as u64);
        self.file.sync_all()?;
        sync_directory(self.path.parent().unwrap_or_else(|| Path::new(".")))?;
        Ok(self.path.clone())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if !self.has_entry {
            // What cannot be removed is removed by the next process that reads the spool.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Finds the entry in the content of a file; `None` for a room without one.
pub(crate) fn entry_in(text: &[u8]) -> Option<&[u8]> {
    let end = text.iter().position(|byte| *byte == 0);
    match end {
        Some(0) => None,
        Some(end) => Some(&text[..end]),
        None => Some(text),
    }
}

/// Returns whether there is an entry in a reserved file.
pub(crate) fn has_entry(path: &Path) -> bool {
    first_byte(path).is_some_and(|first| first != 0)
}

/// Returns whether there is certainly none, without reading the zeros: there are many such files, and each
/// connection in doubt looks at all of them.
pub(crate) fn is_free(path: &Path) -> bool {
    first_byte(path) == Some(0)
}

fn first_byte(path: &Path) -> Option<u8> {
    let mut first = [0];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.ok().map(|()| first[0])
}

/// Removes a room whose process has ended, unless there is an entry in it.
pub(crate) fn remove_if_abandoned(path: &Path) {
    // Kept until the name is gone. A process that ends gives back the lock after its last write.
    let Ok(file) = private_file::open(path) else {
        return;
    };
    if file.try_lock().is_ok() && !has_entry(path) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms_in(directory: &Path) -> usize {
        let names = fs::read_dir(directory).unwrap().flatten();
        names
            .filter(|name| name.path().extension().is_some_and(|ext| ext == ROOM))
            .count()
    }

    #[test]
    fn a_room_is_on_the_disk_at_its_full_size_and_is_used_again() {
        let home = tempfile::tempdir().unwrap();
        let rooms = Rooms::default();
        let reserve = |name: &str| rooms.reserve(home.path(), home.path().join(name)).unwrap();
        let (one, two) = (reserve("one"), reserve("two"));
        assert_eq!(rooms_in(home.path()), 2);
        let path = lock(&rooms.0).taken[&home.path().join("one")].path.clone();
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!(metadata.len(), SIZE as u64);
        #[cfg(target_os = "linux")]
        assert!(std::os::linux::fs::MetadataExt::st_blocks(&metadata) * 512 >= SIZE as u64);
        drop((one, two));
        let _three = reserve("three");
        assert_eq!(rooms_in(home.path()), 2);
        drop((_three, rooms));
        assert_eq!(rooms_in(home.path()), 0);
    }

    #[test]
    fn an_entry_is_written_into_the_file_that_was_reserved() {
        use std::os::unix::fs::MetadataExt as _;
        let home = tempfile::tempdir().unwrap();
        let (rooms, entry) = (Rooms::default(), home.path().join("entry"));
        let reservation = rooms.reserve(home.path(), entry.clone()).unwrap();
        let room = rooms.take(&entry).unwrap();
        let inode = fs::metadata(&room.path).unwrap().ino();
        let path = room.write(b"{\"a\":1}").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{\"a\":1}");
        assert_eq!(fs::metadata(&path).unwrap().ino(), inode);
        drop((reservation, rooms));
        assert!(has_entry(&path), "it is nobody's to remove");
        remove_if_abandoned(&path);
        assert!(has_entry(&path));
    }

    #[test]
    fn what_was_written_in_part_is_no_entry() {
        assert_eq!(entry_in(b"\0half"), None);
        assert_eq!(entry_in(b"whole\0\0"), Some(b"whole".as_slice()));
        assert_eq!(entry_in(b"whole"), Some(b"whole".as_slice()));
    }

    #[test]
    fn a_room_is_removed_when_its_process_has_ended_and_not_before() {
        let home = tempfile::tempdir().unwrap();
        let room = Room::create(home.path()).unwrap();
        remove_if_abandoned(&room.path);
        assert!(room.path.exists());
        let copy = home.path().join("left.room");
        fs::copy(&room.path, &copy).unwrap();
        remove_if_abandoned(&copy);
        assert!(!copy.exists());
    }

    #[test]
    fn an_entry_that_is_larger_than_a_room_is_refused_and_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let room = Room::create(home.path()).unwrap();
        assert!(room.write(&vec![b'x'; SIZE + 1]).is_err());
        assert_eq!(rooms_in(home.path()), 0);
    }
}
