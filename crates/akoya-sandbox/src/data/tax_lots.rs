use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// The tax lots of one account, by holding.
#[derive(Debug, Default)]
pub(crate) struct TaxLots(BTreeMap<String, Box<RawValue>>);

impl TaxLots {
    pub(crate) fn parse(text: &str) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct File<'a> {
            #[serde(borrow)]
            holdings: Vec<&'a RawValue>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Head<'a> {
            #[serde(borrow)]
            holding_id: Cow<'a, str>,
        }
        let file: File<'_> = serde_json::from_str(text)?;
        let keyed = file.holdings.into_iter().map(|json| {
            let head: Head<'_> = serde_json::from_str(json.get())?;
            Ok((head.holding_id.into_owned(), json.to_owned()))
        });
        Ok(Self(keyed.collect::<serde_json::Result<_>>()?))
    }

    /// The holding with its lots, as JSON.
    pub(crate) fn holding(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|json| json.get())
    }
}
