//! The tax lots of one account, by holding.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::parse_error::{ParseError, each, parse};

/// The tax lots of one account, by holding.
#[derive(Debug, Default)]
pub(crate) struct TaxLots(BTreeMap<String, Box<RawValue>>);

impl TaxLots {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        #[derive(Deserialize)]
        struct File<'a> {
            #[serde(borrow)]
            holdings: Vec<&'a RawValue>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct HoldingFields<'a> {
            #[serde(borrow)]
            holding_id: Cow<'a, str>,
        }
        let file: File<'_> = parse(text)?;
        let keyed = each("holdings", file.holdings, |json| {
            let fields: HoldingFields<'_> = parse(json.get())?;
            Ok((fields.holding_id.into_owned(), json.to_owned()))
        });
        Ok(Self(keyed?.into_iter().collect()))
    }

    /// Finds the holding with its lots, as JSON.
    pub(crate) fn holding(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|json| json.get())
    }
}
