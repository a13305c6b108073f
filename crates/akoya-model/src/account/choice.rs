//! Finds the account that a person means, among those that a response lists.

use std::fmt;

/// What distinguishes accounts, whatever document they are in.
pub trait Account {
    /// Returns the provider's identifier of the account.
    fn id(&self) -> Option<&str>;

    /// Returns the name to show.
    fn name(&self) -> Option<String>;

    /// Returns the account number as the customer may see it, masked except for the last digits.
    fn number(&self) -> Option<&str>;
}

/// Finds the account that a text means: its whole identifier, the beginning of it, the last digits of its number,
/// its name, or name and number as they are shown (`Everyday ..4821`). Where none fits, the beginning of the name is
/// enough, from three characters on.
///
/// A whole identifier wins. Of the others there must be exactly one account that fits; two entries with one
/// identifier are one account. Digits may have what masks them in front (`..4821`, `xxxx4821`), and a name or an
/// identifier that a table has cut its dots at the end (`89056dcc…`). Capitals, blanks and characters that cannot be
/// seen do not matter in a name.
///
/// ```
/// use akoya_model::account::choose;
/// use akoya_model::accounts::AccountsInfo;
///
/// let info: AccountsInfo = akoya_model::from_str(
///     r#"{"accounts": [{"depositAccount": {"accountId": "a1", "nickname": "Everyday", "accountNumberDisplay": "xxxx4821"}},
///                      {"loanAccount": {"accountId": "b7", "nickname": "House"}}]}"#,
/// )?;
/// let accounts = info.accounts.unwrap_or_default();
/// assert_eq!(choose(&accounts, "4821")?.account_id(), Some("a1"));
/// assert_eq!(choose(&accounts, "house")?.account_id(), Some("b7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When no account fits, or several do; see [`ChoiceError::candidates`].
pub fn choose<'a, A: Account>(accounts: &'a [A], wanted: &str) -> Result<&'a A, ChoiceError> {
    let named = || accounts.iter().filter(|account| account.id().is_some());
    if let Some(account) = named().find(|account| account.id() == Some(wanted)) {
        return Ok(account);
    }
    let wanted = uncut(wanted.trim());
    let mut fitting: Vec<&A> = named().filter(|account| fits(*account, wanted)).collect();
    if fitting.is_empty() {
        fitting = named()
            .filter(|account| is_called_like(*account, wanted))
            .collect();
    }
    let mut seen = Vec::new();
    fitting.retain(|account| is_new(&mut seen, account.id()));
    match fitting.as_slice() {
        [account] => Ok(account),
        [] => Err(ChoiceError::new(ChoiceErrorKind::NotFound, named())),
        several => Err(ChoiceError::new(
            ChoiceErrorKind::Ambiguous,
            several.iter().copied(),
        )),
    }
}

/// Finds the account of a customer who has one: for a command that may be left without a text to [`choose`] by.
///
/// # Errors
///
/// When there is no account, or there are several; see [`ChoiceError::candidates`].
pub fn only<A: Account>(accounts: &[A]) -> Result<&A, ChoiceError> {
    let named = || accounts.iter().filter(|account| account.id().is_some());
    let first = named().next();
    match first {
        None => Err(ChoiceError::new(ChoiceErrorKind::NotFound, named())),
        Some(only) if named().all(|account| account.id() == only.id()) => Ok(only),
        Some(_) => Err(ChoiceError::new(ChoiceErrorKind::Ambiguous, named())),
    }
}

fn is_new<'a>(seen: &mut Vec<Option<&'a str>>, id: Option<&'a str>) -> bool {
    let is_new = !seen.contains(&id);
    seen.push(id);
    is_new
}

fn fits(account: &impl Account, wanted: &str) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let starts = account.id().is_some_and(|id| id.starts_with(wanted));
    starts
        || ends_with_digits(account, wanted)
        || is_called(account, wanted)
        || is_shown_as(account, wanted)
}

/// The shortest end of a number that is taken: one digit is no sign of an account.
const FEWEST_DIGITS: usize = 2;

/// What stands for the digits of a number that are not shown.
const MASK: [char; 9] = ['.', '…', '*', 'x', 'X', '#', '-', '•', ' '];

fn ends_with_digits(account: &impl Account, wanted: &str) -> bool {
    let digits = wanted.trim_start_matches(MASK);
    digits.len() >= FEWEST_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && ends_with(account, digits)
}

/// Returns whether the number ends so, whatever separates its parts. Some have letters.
fn ends_with(account: &impl Account, shown: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let (number, shown) = (
        letters(account.number().unwrap_or_default()),
        letters(shown),
    );
    !shown.is_empty() && number.to_lowercase().ends_with(&shown.to_lowercase())
}

fn is_called(account: &impl Account, wanted: &str) -> bool {
    plain(&account.name().unwrap_or_default()) == plain(wanted)
}

/// The shortest beginning of a name that is taken.
const FEWEST_LETTERS: usize = 3;

fn is_called_like(account: &impl Account, wanted: &str) -> bool {
    let wanted = plain(wanted);
    let is_long = wanted.chars().count() >= FEWEST_LETTERS;
    is_long && plain(&account.name().unwrap_or_default()).starts_with(&wanted)
}

/// Removes the dots with which a table has cut a text. After a blank they stand for digits.
fn uncut(text: &str) -> &str {
    let cut = text.strip_suffix('…').or_else(|| text.strip_suffix(".."));
    cut.filter(|rest| !rest.is_empty() && !rest.ends_with(char::is_whitespace))
        .unwrap_or(text)
}

/// Returns whether an account's name and the end of its number are shown as this text: `Everyday ..4821`.
fn is_shown_as(account: &impl Account, wanted: &str) -> bool {
    let Some((name, number)) = wanted.rsplit_once(char::is_whitespace) else {
        return false;
    };
    let is_masked = number.starts_with(MASK) && ends_with(account, number.trim_start_matches(MASK));
    is_masked && is_called(account, name)
}

/// Returns a name as it compares: small letters, and one blank where blanks or control characters are.
fn plain(name: &str) -> String {
    let is_hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let blank = |c: char| {
        if c.is_control() || is_hidden(c) {
            ' '
        } else {
            c
        }
    };
    let name: String = name.to_lowercase().chars().map(blank).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No account could be chosen.
///
/// `Display` and `Debug` name no account; [`candidates`](Self::candidates) are to be shown to the person who asked.
#[derive(Clone, PartialEq, Eq)]
pub struct ChoiceError {
    kind: ChoiceErrorKind,
    candidates: Vec<Candidate>,
}

/// Why no account could be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there are too few accounts or too many"
)]
pub enum ChoiceErrorKind {
    /// No account fits.
    NotFound,
    /// Several accounts fit.
    Ambiguous,
}

/// An account that might have been meant.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The provider's identifier of the account.
    pub id: String,
    /// The name to show.
    pub name: Option<String>,
    /// The account number as the customer may see it.
    pub number: Option<String>,
}

impl ChoiceError {
    fn new<'a, A: Account + 'a>(
        kind: ChoiceErrorKind,
        accounts: impl Iterator<Item = &'a A>,
    ) -> Self {
        let mut seen = Vec::new();
        let candidates = accounts
            .filter(|account| is_new(&mut seen, account.id()))
            .map(|account| Candidate {
                id: account.id().unwrap_or_default().to_owned(),
                name: account.name(),
                number: account.number().map(str::to_owned),
            })
            .collect();
        Self { kind, candidates }
    }

    /// Returns why.
    pub fn kind(&self) -> ChoiceErrorKind {
        self.kind
    }

    /// Returns the accounts that fit, or all accounts when none does.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }
}

impl fmt::Display for ChoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.candidates.len();
        match self.kind {
            ChoiceErrorKind::NotFound => write!(f, "none of {count} accounts matches"),
            ChoiceErrorKind::Ambiguous => write!(f, "{count} accounts match, and exactly one must"),
        }
    }
}

impl fmt::Debug for ChoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChoiceError")
            .field("kind", &self.kind)
            .field("candidates", &self.candidates.len())
            .finish()
    }
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate").finish_non_exhaustive()
    }
}

impl std::error::Error for ChoiceError {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fake(
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
    );

    impl Account for Fake {
        fn id(&self) -> Option<&str> {
            self.0
        }

        fn name(&self) -> Option<String> {
            self.1.map(str::to_owned)
        }

        fn number(&self) -> Option<&str> {
            self.2
        }
    }

    const ACCOUNTS: &[Fake] = &[
        Fake(Some("a1"), Some("Everyday Checking"), Some("xxxx4821")),
        Fake(Some("a12"), Some("Savings"), Some("xxxx7721")),
        Fake(Some("b7"), Some("Savings"), None),
        Fake(Some(" c "), None, Some("…0042")),
        Fake(None, Some("Nameless"), Some("9999")),
        Fake(Some("d9"), Some("Joint\u{1b}[2J"), Some("****-98-AB")),
    ];

    fn chosen(wanted: &str) -> Result<Option<&str>, (ChoiceErrorKind, usize)> {
        choose(ACCOUNTS, wanted)
            .map(|account| account.id())
            .map_err(|error| (error.kind(), error.candidates().len()))
    }

    #[test]
    fn account_is_found_by_everything_that_a_table_shows() {
        for (wanted, id) in [
            ("a1", "a1"),
            ("a12", "a12"),
            ("b", "b7"),
            (" c ", " c "),
            ("4821", "a1"),
            ("..4821", "a1"),
            ("xxxx7721", "a12"),
            ("42", " c "),
            ("everyday checking ", "a1"),
            ("Everyday Checking ..4821", "a1"),
            ("Savings ..7721", "a12"),
            ("savings  xxxx7721", "a12"),
            ("Joint [2J ..98AB", "d9"),
            ("every", "a1"),
            ("Everyday Ch…", "a1"),
            ("Everyday Ch..", "a1"),
            ("b…", "b7"),
            ("a12..", "a12"),
        ] {
            assert_eq!(chosen(wanted), Ok(Some(id)), "{wanted}");
        }
    }

    #[test]
    fn what_fits_several_accounts_or_none_is_refused() {
        assert_eq!(chosen("a"), Err((ChoiceErrorKind::Ambiguous, 2)));
        assert_eq!(chosen("savings"), Err((ChoiceErrorKind::Ambiguous, 2)));
        assert_eq!(chosen("21"), Err((ChoiceErrorKind::Ambiguous, 2)));
        assert_eq!(chosen("Sav"), Err((ChoiceErrorKind::Ambiguous, 2)));
        assert_eq!(chosen("a1…"), Err((ChoiceErrorKind::Ambiguous, 2)));
        for wanted in [
            "",
            " ",
            "1",
            "9999",
            "Nameless",
            "A1",
            "checking",
            "ev",
            "…",
            "..",
            "Savings ..4821",
            "Everyday Checking ..",
            "Savings 2 ..7721",
        ] {
            assert_eq!(
                chosen(wanted),
                Err((ChoiceErrorKind::NotFound, 5)),
                "{wanted}"
            );
        }
    }

    #[test]
    fn account_that_is_listed_twice_is_one_account() {
        let twice = [
            Fake(Some("a1"), Some("One"), None),
            Fake(Some("a1"), Some("One"), None),
        ];
        assert!(choose(&twice, "one").is_ok());
        assert!(only(&twice).is_ok());
    }

    #[test]
    fn only_account_needs_no_text() {
        assert_eq!(only(&ACCOUNTS[2..3]).map(Account::id), Ok(Some("b7")));
        let kind = |accounts| only::<Fake>(accounts).map(|_| ()).unwrap_err().kind();
        assert_eq!(kind(ACCOUNTS), ChoiceErrorKind::Ambiguous);
        assert_eq!(kind(&ACCOUNTS[4..5]), ChoiceErrorKind::NotFound);
    }

    #[test]
    fn error_names_no_account() {
        let error = choose(ACCOUNTS, "savings").err().unwrap();
        let shown = format!("{error} {error:?} {:?}", error.candidates());
        assert!(!shown.contains("Savings"), "{shown}");
        assert!(!shown.contains("a12"), "{shown}");
    }
}
