//! Which versions of the data API are asked for: one for all products, and of single products.

use std::str::FromStr;

use akoya::{ClientBuilder, Product};

/// Versions, as a user writes them: `v3`, `statements=v3` or `v2,statements=v3`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ApiVersions {
    all: Option<String>,
    own: Vec<(Product, String)>,
    written: String,
}

impl ApiVersions {
    /// Returns the text that they were read from.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    /// Sets them for a client. What is not named keeps its default.
    pub(crate) fn set(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(version) = &self.all {
            builder = builder.version(version);
        }
        for (product, version) in &self.own {
            builder = builder.product_version(*product, version);
        }
        builder
    }
}

impl FromStr for ApiVersions {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut versions = Self {
            written: text.to_owned(),
            ..Self::default()
        };
        for part in text.split(',').map(str::trim) {
            match part.split_once('=') {
                Some((name, version)) => {
                    let product = product(name.trim())?;
                    versions.own.push((product, checked(version.trim())?));
                }
                None => versions.all = Some(checked(part)?),
            }
        }
        Ok(versions)
    }
}

/// Returns a version. Which ones there are is Akoya's to say, so any text is one but none at all.
fn checked(version: &str) -> Result<String, String> {
    if version.is_empty() {
        return Err("name a version, such as v3, or statements=v3 for one product".to_owned());
    }
    Ok(version.to_owned())
}

fn product(name: &str) -> Result<Product, String> {
    let mut all = Product::ALL.iter().copied();
    let found = all.find(|product| product.as_str() == name);
    found.ok_or_else(|| {
        let names: Vec<_> = Product::ALL
            .iter()
            .map(|product| product.as_str())
            .collect();
        format!(
            "there is no product `{name}`; there are {}",
            names.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<(Product, String)>) {
        let versions: ApiVersions = text.parse().unwrap();
        (versions.all, versions.own)
    }

    #[test]
    fn one_version_is_of_all_products_and_a_named_one_of_its_own() {
        let statements = || vec![(Product::Statements, "v2".to_owned())];
        assert_eq!(read("v3"), (Some("v3".to_owned()), vec![]));
        assert_eq!(read("statements=v2"), (None, statements()));
        assert_eq!(
            read("v3, statements=v2"),
            (Some("v3".to_owned()), statements())
        );
        assert_eq!(read("v3?x"), (Some("v3?x".to_owned()), vec![]));
    }

    #[test]
    fn no_version_and_an_unknown_product_are_refused() {
        for text in ["", "statements=", "v3,", "nothing=v3"] {
            assert!(text.parse::<ApiVersions>().is_err(), "{text}");
        }
    }
}
