//! Files and directories for one user alone, replaced whole or not at all.
//!
//! | to | use |
//! |---|---|
//! | make a file that must not be there yet | [`create`] |
//! | open a database or a lock file, or make it | [`open_or_create`] |
//! | read a file, but not through a planted link | [`open`] |
//! | replace a file's content in one step | [`replace`], or a [`Draft`] for content that arrives in parts |
//! | make a directory | [`create_directory`] |
//! | see whether others can get at a file or directory | [`Exposure`] |
//! | see whether a path is on a disk of this machine | [`network_file_system`] |
//! | remove what writers left that were killed | [`remove_abandoned`] |
//!
//! A file is created with mode 0600 and a directory with 0700, whatever the umask is; no other user can open it in the
//! moment between its creation and a later `chmod`, because there is none. A name that is taken by a symbolic link is
//! refused: a link that another user planted must not choose the file that is written.
//!
//! # Windows
//!
//! The standard library cannot set access control lists. New files and directories take those of the
//! directory they are in, which in a user's profile is that user, the administrators and the system.
//! [`Exposure`] sees links and wrong kinds of files there, but no permissions; [`sync_directory`] does
//! nothing, because a directory cannot be opened for it.
//!
//! # Example
//!
//! ```
//! # fn main() -> std::io::Result<()> {
//! let home = std::env::temp_dir().join(format!("private-file-example-{}", std::process::id()));
//! private_file::create_directory(&home)?;
//! private_file::replace(&home.join("token"), b"first")?;
//! private_file::replace(&home.join("token"), b"second")?;
//! assert_eq!(std::fs::read(home.join("token"))?, b"second");
//! assert!(private_file::Exposure::of_directory(&home)?.is_none());
//! # std::fs::remove_dir_all(&home)
//! # }
//! ```

mod directory;
mod draft;
mod exposure;
mod file;
mod file_system;

pub use directory::{create_directory, sync_directory};
pub use draft::{Draft, is_draft, remove_abandoned, replace};
pub use exposure::Exposure;
pub use file::{create, open, open_or_create};
pub use file_system::network_file_system;
