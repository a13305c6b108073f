//! Which options stand on the command line, rather than in variables.

/// Returns whether the command line has the option of this name: `data-dir`.
pub(crate) fn is_given(name: &str) -> bool {
    std::env::args_os().any(|argument| {
        let argument = argument.to_string_lossy();
        let long = argument.strip_prefix("--");
        long.and_then(|long| long.split('=').next()) == Some(name)
    })
}
