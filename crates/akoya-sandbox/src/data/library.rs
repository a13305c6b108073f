//! All users of a sandbox: those that come with the crate, and those of a data folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};

use super::error::cannot_serve;
use super::folder;
use super::user::User;
use super::volume;
use crate::error::{Error, ErrorKind};

/// The documents that come with the crate.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// All users of a sandbox, by their sign-in name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library {
    users: BTreeMap<String, Arc<User>>,
}

impl Library {
    /// Returns the users that come with the crate, parsed once per process.
    pub(crate) fn embedded() -> Result<Arc<Self>, Error> {
        static LIBRARY: LazyLock<Result<Arc<Library>, String>> = LazyLock::new(|| {
            Library::parse(embedded_documents())
                .map(Arc::new)
                .map_err(|error| error.to_string())
        });
        LIBRARY
            .clone()
            .map_err(|message| Error::new(ErrorKind::Data, message))
    }

    /// Reads the embedded users, those of a folder, and the user with generated transactions. A user of the folder
    /// replaces an embedded one of the same name.
    pub(crate) fn with(
        folder: Option<&Path>,
        transactions: Option<usize>,
    ) -> Result<Arc<Self>, Error> {
        let embedded = Self::embedded()?;
        if folder.is_none() && transactions.is_none() {
            return Ok(embedded);
        }
        let mut library = Self::clone(&embedded);
        if let Some(folder) = folder {
            library
                .users
                .extend(Self::parse(folder::read(folder)?)?.users);
        }
        if let Some(count) = transactions {
            let user = volume::user(count).map_err(|error| cannot_serve(volume::NAME, error))?;
            library
                .users
                .insert(volume::NAME.to_owned(), Arc::new(user));
        }
        Ok(Arc::new(library))
    }

    /// Parses the files of users, given as path, with `/` between its parts, and text.
    pub(crate) fn parse(
        files: impl IntoIterator<Item = (String, impl AsRef<str>)>,
    ) -> Result<Self, Error> {
        let mut users = BTreeMap::<String, User>::new();
        for (path, text) in files {
            let Some((name, file)) = path.split_once('/') else {
                return Err(cannot_serve(
                    &path,
                    "it is not in the folder of a user; a data folder has one folder per user",
                ));
            };
            check_name(name)?;
            let user = users.entry(name.to_owned()).or_default();
            user.add(&path, file, text.as_ref())?;
        }
        users.iter().try_for_each(|(name, user)| user.check(name))?;
        let shared = users.into_iter().map(|(name, user)| (name, Arc::new(user)));
        Ok(Self {
            users: shared.collect(),
        })
    }

    pub(crate) fn user(&self, name: &str) -> Option<&Arc<User>> {
        self.users.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.users.keys().map(String::as_str)
    }
}

/// Writes the documents that come with the crate, and a README about them, to a folder, to be edited and served with
/// [`SandboxBuilder::data`](crate::SandboxBuilder::data). Existing files are replaced.
///
/// # Errors
/// [`ErrorKind::Data`] if the folder cannot be written.
pub fn export_data(folder: &Path) -> Result<(), Error> {
    folder::write(folder, files_of(&EMBEDDED))
}

/// Lists the documents that come with the crate, without the README.
fn embedded_documents() -> impl Iterator<Item = (String, &'static str)> {
    files_of(&EMBEDDED)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".json"))
}

fn files_of(dir: &'static Dir<'_>) -> Vec<(String, &'static str)> {
    let path = |file: &include_dir::File<'_>| file.path().to_string_lossy().replace('\\', "/");
    let mut files: Vec<_> = dir
        .files()
        .filter_map(|file| Some((path(file), file.contents_utf8()?)))
        .collect();
    files.extend(dir.dirs().flat_map(files_of));
    files
}

/// Checks a sign-in name, which is also the name of a folder, so it must be portable.
fn check_name(name: &str) -> Result<(), Error> {
    let is_valid = (1..=60).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte));
    if is_valid {
        return Ok(());
    }
    let rule = "a user name has up to 60 letters, digits and the characters . _ @ -";
    let text = format!("the folder `{name}` cannot be a user: {rule}");
    Err(Error::new(ErrorKind::Data, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_documents_can_be_served() {
        assert!(Library::embedded().unwrap().names().count() >= 14);
    }

    #[test]
    fn a_file_of_an_account_that_does_not_exist_is_refused() {
        let accounts = r#"{"accounts":[{"loanAccount":{"accountId":"a"}}]}"#;
        let files = [
            ("kim/accounts.json", accounts),
            ("kim/transactions/b.json", r#"{"transactions":[]}"#),
        ];
        let error = Library::parse(files.map(|(path, text)| (path.to_owned(), text))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot serve kim/transactions/b.json: accounts.json has no account `b`"
        );
    }

    #[test]
    fn the_error_names_a_document_that_is_not_json() {
        let files = [("kim/balances.json".to_owned(), "{\"accounts\": [}")];
        let error = Library::parse(files).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        let text = error.to_string();
        assert!(
            text.starts_with("cannot serve kim/balances.json: "),
            "{text}"
        );
    }
}
