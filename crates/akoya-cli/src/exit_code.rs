//! The exit codes of the command, and what they mean to a script.

/// How the command ended. `akoya --help` explains the codes: [`EXIT_CODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitCode {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Consent = 3,
    Configuration = 4,
    Response = 5,
    TryAgain = 6,
    OutcomeUnknown = 7,
    Files = 8,
    Interrupted = 130,
}

/// The part of the help that explains the codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
    0  done
    1  failed for a reason that none of the others describes
    2  wrong usage
    3  consent is needed, was refused or has ended
    4  the configuration is wrong: client id, secret, redirect URI, environment
    5  the provider or the API responded with an error that trying again does not fix
    6  not reached, or not available at the moment: try again
    7  it is unknown whether the provider processed the request: run the command again
    8  a local file or the token store failed
  130  interrupted";

impl ExitCode {
    /// Returns the word for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Consent => "consent",
            Self::Configuration => "configuration",
            Self::Response => "response",
            Self::TryAgain => "try_again",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Files => "files",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}
