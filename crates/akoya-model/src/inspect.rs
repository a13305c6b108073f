//! Lists what is unusual in a document that was read.

use crate::document::Model;
use crate::wire::inspect;
use crate::wire::node::View;
use crate::wire::walk::{Finding, Walk};

/// Lists what is unusual in a value that was read, in the order of its fields.
///
/// ```
/// use akoya_model::{FindingKind, balances::Balances};
///
/// let balances: Balances = akoya_model::from_str(r#"{"accounts": [null], "page": 1}"#)?;
/// let findings = akoya_model::inspect(&balances);
/// assert_eq!(findings[0].path(), "$.accounts[0]");
/// assert_eq!(findings[1].kind(), FindingKind::UnknownField);
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn inspect<T: Model>(value: &T) -> Vec<Finding> {
    findings(value.view())
}

/// Lists the values that could not be read as the API describes them, or not wholly: what a reader of the fields
/// does not see.
///
/// ```
/// use akoya_model::transactions::Transactions;
///
/// let page: Transactions = akoya_model::from_str(r#"{"transactions": [{"depositTransaction": {"amount": "1,234.50"}}]}"#)?;
/// let unread: Vec<_> = akoya_model::unread(&page).iter().map(|finding| finding.path().to_owned()).collect();
/// assert_eq!(unread, ["$.transactions[0].depositTransaction.amount"]);
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn unread<T: Model>(value: &T) -> Vec<Finding> {
    let mut findings = inspect(value);
    findings.retain(|finding| finding.kind().is_unread());
    findings
}

/// Returns whether an element of a list is one of which nothing can be read, or not all: `null`, an error, an object without any field of
/// its type, a second value where there is room for one. It is as good as free, where [`unread`] looks at every field.
///
/// ```
/// use akoya_model::transactions::Transactions;
///
/// let page: Transactions = akoya_model::from_str(r#"{"transactions": [null, {"loanTransaction": {"amount": 1}}]}"#)?;
/// let lost = page.transactions.iter().flatten().filter(|one| akoya_model::is_unread_item(*one));
/// assert_eq!(lost.count(), 1);
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn is_unread_item<T: Model>(item: &T) -> bool {
    inspect::is_unread_item(item.view())
}

/// Does the same as [`inspect`] without knowing the type.
pub(crate) fn findings(value: View<'_>) -> Vec<Finding> {
    let mut walk = Walk::default();
    inspect::inspect(value, &mut walk);
    walk.into_findings()
}
