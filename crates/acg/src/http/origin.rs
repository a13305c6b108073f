//! The URL of a request from its URI, where most requests go to where the one before went.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use http::Uri;
use http::uri::{Authority, Scheme};
use url::Url;

/// The origin of the last request, whose host is parsed: that takes most of what it costs to parse a URL.
#[derive(Debug, Clone, Default)]
pub(super) struct LastOrigin(Arc<ArcSwapOption<Origin>>);

impl LastOrigin {
    /// Returns the URL that the URI's text is, or `None` where it is none.
    pub(super) fn url(&self, uri: &Uri) -> Option<Url> {
        let (scheme, authority) = (uri.scheme()?, uri.authority()?);
        let last = self.0.load();
        if let Some(origin) = last.as_ref().filter(|origin| origin.is(scheme, authority)) {
            return Some(origin.with_path(uri));
        }
        let origin = Origin::new(scheme, authority)?;
        let url = origin.with_path(uri);
        self.0.store(Some(Arc::new(origin)));
        Some(url)
    }
}

#[derive(Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    root: Url,
}

impl Origin {
    fn new(scheme: &Scheme, authority: &Authority) -> Option<Self> {
        Some(Self {
            root: Url::parse(&format!("{scheme}://{authority}")).ok()?,
            scheme: scheme.clone(),
            authority: authority.clone(),
        })
    }

    /// Returns whether it is this one to the letter: of names and passwords before a host, the case counts.
    fn is(&self, scheme: &Scheme, authority: &Authority) -> bool {
        self.scheme == *scheme && self.authority.as_str() == authority.as_str()
    }

    fn with_path(&self, uri: &Uri) -> Url {
        let mut url = self.root.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        url
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(last: &LastOrigin, uri: &str) -> Option<Url> {
        last.url(&uri.parse().ok()?)
    }

    #[test]
    fn a_url_is_of_the_origin_that_its_request_names() {
        let last = LastOrigin::default();
        for uri in [
            "https://bank.example/a?b=c",
            "https://bank.example",
            "https://bank.example:8443/a",
            "http://bank.example/a",
            "https://a:B@bank.example/",
            "https://A:b@bank.example/",
            "https://BANK.example//evil.example/a",
            "https://bank.example/../a/./b\\c",
            "https://bank.example/?",
            "http://[::1]:80/a",
        ] {
            for _ in 0..2 {
                assert_eq!(of(&last, uri), Url::parse(uri).ok(), "{uri}");
            }
        }
    }

    #[test]
    fn what_is_no_url_is_none() {
        let last = LastOrigin::default();
        for uri in ["/a", "https://a..b:99999999/", "https://1.2.3.4.5/"] {
            assert_eq!(of(&last, uri), None, "{uri}");
        }
    }

    proptest! {
        #[test]
        fn a_url_is_what_its_text_says(
            origin in r"(https|http)://(bank\.example|127\.1|B%41NK|\[::1\])(:[0-9]{1,4})?",
            path in r"(/[!-\[\]-~\\.]{0,6}){0,4}",
        ) {
            let last = LastOrigin::default();
            let uri = format!("{origin}{path}");
            if let Ok(parsed) = uri.parse::<Uri>() {
                // What follows `#` is not in a URI.
                let text = parsed.to_string();
                for _ in 0..2 {
                    prop_assert_eq!(last.url(&parsed), Url::parse(&text).ok());
                }
            }
        }
    }
}
