//! The items of a document that cannot be read: what makes a list incomplete.

use akoya_model::{Finding, FindingKind};

/// Returns the findings that say that an item, or a list of them, cannot be read. `items` are the paths of lists:
/// names of fields with dots between them, `*` for any.
pub(crate) fn of(findings: Vec<Finding>, items: &[&str]) -> Vec<Finding> {
    let is_lost = |finding: &Finding| {
        let path = FieldPath::of(finding.path());
        let is_item = |path: &FieldPath| items.iter().any(|list| path.is_in(list));
        match finding.kind() {
            // What all kinds share is read.
            FindingKind::UnknownCase => false,
            FindingKind::SecondCase => is_item(&path.parent()),
            FindingKind::WrongType if !path.is_element => is_item(&path),
            _ => path.is_element && is_item(&path),
        }
    };
    findings.into_iter().filter(is_lost).collect()
}

/// The path of a value in a document, without the numbers of elements.
struct FieldPath {
    names: Vec<String>,
    /// Whether it is an element of the list that has the last name.
    is_element: bool,
}

impl FieldPath {
    /// Reads a JSONPath such as `$.accounts[3].loanAccount`. A name that is quoted in it belongs to no list.
    fn of(path: &str) -> Self {
        let names = path.split('.').skip(1);
        let bare = |name: &str| match name.split_once('[') {
            Some((bare, _)) => bare.to_owned(),
            None => name.to_owned(),
        };
        Self {
            names: names.map(bare).collect(),
            is_element: path.ends_with(']'),
        }
    }

    fn parent(&self) -> Self {
        let names = self.names.split_last().map_or(&[][..], |(_, names)| names);
        Self {
            names: names.to_vec(),
            is_element: true,
        }
    }

    fn is_in(&self, list: &str) -> bool {
        let mut names = self.names.iter();
        let is_same = |name: &str| names.next().is_some_and(|own| name == "*" || own == name);
        list.split('.').all(is_same) && names.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use akoya_model::investments::InvestmentsDetails;
    use akoya_model::unread;

    use super::*;

    #[test]
    fn items_are_distinguished_from_values_in_them_and_from_lists_of_other_things() {
        let document: InvestmentsDetails = akoya_model::from_str(
            r#"{"accounts":[null,
                {"investmentAccount":{"accountId":"a","currentValue":"much","holdings":[{"x":1},{"units":"few","fiAttributes":[null]}]}},
                {"investmentAccount":{"accountId":"b","holdings":"none"},"loanAccount":{"accountId":"c"}},
                {"walletAccount":{"accountId":"w"}}]}"#,
        )
        .unwrap();
        let lost = of(unread(&document), &["accounts", "accounts.*.holdings"]);
        let places: Vec<_> = lost.iter().map(Finding::path).collect();
        assert_eq!(
            places,
            [
                "$.accounts[0]",
                "$.accounts[1].investmentAccount.holdings[0]",
                "$.accounts[2].investmentAccount.holdings",
                "$.accounts[2].loanAccount"
            ]
        );
    }
}
