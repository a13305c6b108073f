//! Which options stand on the command line, and which come from variables or the config file.

use crate::variables;

/// Returns whether the command line has the option of this name: `data-dir`.
pub(crate) fn is_given(name: &str) -> bool {
    std::env::args_os().any(|argument| {
        let argument = argument.to_string_lossy();
        let long = argument.strip_prefix("--");
        long.and_then(|long| long.split('=').next()) == Some(name)
    })
}

/// Names where the value of a setting comes from, for a user who has to correct it: `redirect-uri` on the command
/// line, its variable, or, when neither is set, the config file or the connection that was made with it.
pub(crate) fn source(option: &str, variable: &str) -> String {
    let key = option.replace('-', "_");
    if is_given(option) {
        format!("--{option}")
    } else if variables::is_set(variable) {
        variable.to_owned()
    } else {
        format!("`{key}` of the config file or of the connection (--{option} replaces it)")
    }
}
