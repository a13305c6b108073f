//! Lists what is unusual in a document that was read.

use crate::document::Model;
use crate::wire::node::Node;
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
    findings(value)
}

/// Does the same without knowing the type.
pub(crate) fn findings(value: &dyn Node) -> Vec<Finding> {
    let mut walk = Walk::default();
    value.inspect(&mut walk);
    walk.into_findings()
}
