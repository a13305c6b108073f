//! Paths that a program gives, for what has no operation.

use url::Url;

/// Why a path cannot be asked for.
pub(crate) const PROBLEM: &str = "not a path of the API: it must start with a slash, and special characters must be percent-encoded";

/// Returns a segment of a path, counted from 0; empty when there is none.
pub(crate) fn segment(path: &str, at: usize) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').nth(at + 1).unwrap_or_default()
}

/// Returns the address below the API, or nothing when the path is not valid or leads elsewhere: the bearer is sent
/// to it.
pub(crate) fn url(api: &Url, path: &str) -> Option<String> {
    let is_path = path.starts_with('/') && path.bytes().all(is_of_a_path);
    let base = api.as_str().trim_end_matches('/');
    let text = format!("{base}{path}");
    // What is returned is what was looked at, without `..`: a server may merge slashes before it follows one.
    let url = text.parse::<Url>().ok().filter(|_| is_path)?;
    (url.origin() == api.origin() && url.path().starts_with(api.path())).then(|| url.into())
}

/// Returns whether a byte may be in a path. A backslash is read as a slash in URLs, and a fragment is never sent.
fn is_of_a_path(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_never_leads_away_from_the_api() {
        let api = "https://api.example/base/".parse().unwrap();
        let at = |path: &str| url(&api, path);
        assert_eq!(
            at("/balances/v2/mikomo?mode=raw").as_deref(),
            Some("https://api.example/base/balances/v2/mikomo?mode=raw")
        );
        for path in [
            "balances",
            "https://evil.example/",
            "@evil.example/",
            "/a b",
            "/a#b",
            "/a\\b",
            "/../admin",
            "/a/%2e%2e/../../admin",
            "",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
        assert_eq!(
            at("/a//../../c/./{d}").as_deref(),
            Some("https://api.example/base/c/%7Bd%7D")
        );
        assert_eq!(
            at("//evil.example/").as_deref(),
            Some("https://api.example/base//evil.example/")
        );
    }

    #[test]
    fn segments_are_product_version_and_provider() {
        let path = "/balances/v3/mikomo?next=/x/y";
        let all: Vec<_> = (0..4).map(|at| segment(path, at)).collect();
        assert_eq!(all, ["balances", "v3", "mikomo", ""]);
    }
}
