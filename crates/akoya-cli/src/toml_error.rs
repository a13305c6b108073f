//! Describes what is wrong with a TOML file, without its values.

/// Describes the problem without any value of the file, which may be a secret.
pub(crate) fn problem(error: &toml::de::Error) -> String {
    let text = error.message().lines().next().unwrap_or_default();
    // "invalid type: integer `4711`, expected a string" repeats the value.
    text.split_once(": ")
        .map_or(text, |(problem, _)| problem)
        .to_owned()
}
