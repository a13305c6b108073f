//! What occurs in the data of `mikomo_7`, who has everything. The lists are those of Akoya's API reference.

use std::collections::BTreeSet;

use akoya_sandbox::export_data;
use serde_json::Value;

use crate::state::Folder;

const ACCOUNTS: [&str; 6] = [
    "annuityAccount",
    "depositAccount",
    "insuranceAccount",
    "investmentAccount",
    "loanAccount",
    "locAccount",
];
const DEPOSIT: [&str; 14] = [
    "CHECK",
    "WITHDRAWAL",
    "TRANSFER",
    "POSDEBIT",
    "ATMWITHDRAWAL",
    "BILLPAYMENT",
    "FEE",
    "DEPOSIT",
    "ADJUSTMENT",
    "INTEREST",
    "DIVIDEND",
    "DIRECTDEPOSIT",
    "ATMDEPOSIT",
    "POSCREDIT",
];
const INVESTMENT: [&str; 41] = [
    "PURCHASED",
    "SOLD",
    "PURCHASEDTOCOVER",
    "ADJUSTMENT",
    "PURCHASETOOPEN",
    "PURCHASETOCLOSE",
    "SOLDTOOPEN",
    "SOLDTOCLOSE",
    "INTEREST",
    "MARGININTEREST",
    "REINVESTOFINCOME",
    "RETURNOFCAPITAL",
    "TRANSFER",
    "CONTRIBUTION",
    "FEE",
    "OPTIONEXERCISE",
    "OPTIONEXPIRATION",
    "DIVIDEND",
    "DIVIDENDREINVEST",
    "SPLIT",
    "CLOSURE",
    "INCOME",
    "EXPENSE",
    "CLOSUREOPT",
    "INVEXPENSE",
    "JRNLSEC",
    "JRNLFUND",
    "OTHER",
    "DIV",
    "SRVCHG",
    "DEP",
    "DEPOSIT",
    "ATM",
    "POS",
    "XFER",
    "CHECK",
    "PAYMENT",
    "CASH",
    "DIRECTDEP",
    "DIRECTDEBIT",
    "REPEATPMT",
];
const LOAN_OR_INSURANCE: [&str; 4] = ["PAYMENT", "FEE", "ADJUSTMENT", "INTEREST"];
const HOLDINGS: [&str; 7] = [
    "ANNUITY",
    "BOND",
    "CD",
    "MUTUALFUND",
    "OPTION",
    "OTHER",
    "STOCK",
];
const SECURITIES: [&str; 6] = [
    "debtSecurity",
    "mutualFundSecurity",
    "optionSecurity",
    "otherSecurity",
    "stockSecurity",
    "sweepSecurity",
];
const ORDERS: [&str; 8] = [
    "BUY",
    "SELL",
    "BUYTOCOVER",
    "BUYTOOPEN",
    "SELLTOCOVER",
    "SELLTOOPEN",
    "SELLSHORT",
    "SELLCLOSE",
];
const FORMS: [&str; 14] = [
    "taxW2",
    "tax1099Div",
    "tax1099Int",
    "tax1099Da",
    "tax1099B",
    "tax1099R",
    "tax1099Misc",
    "tax1099Nec",
    "tax1098",
    "tax1042S",
    "tax5498",
    "tax1041K1",
    "tax1065K1",
    "tax1095A",
];

/// The documents of `mikomo_7` by their paths in the user's folder.
struct Documents(Vec<(String, Value)>);

impl Documents {
    fn of_mikomo_7(folder: &Folder) -> Self {
        export_data(folder.path()).unwrap();
        let mut documents = Vec::new();
        let mut folders = vec![folder.path().join("mikomo_7")];
        while let Some(path) = folders.pop() {
            if path.is_dir() {
                folders.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
            } else {
                let name = path
                    .strip_prefix(folder.path().join("mikomo_7"))
                    .unwrap()
                    .display()
                    .to_string();
                documents.push((
                    name,
                    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
                ));
            }
        }
        Self(documents)
    }

    /// The documents whose path begins so.
    fn under(&self, start: &str) -> Vec<&Value> {
        self.0
            .iter()
            .filter(|(path, _)| path.starts_with(start))
            .map(|(_, document)| document)
            .collect()
    }
}

/// The values that a field has anywhere below these.
fn values(below: &[&Value], field: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = below.to_vec();
    while let Some(value) = left.pop() {
        if let Some(text) = value.get(field).and_then(Value::as_str) {
            found.insert(text.to_owned());
        }
        left.extend(
            value
                .as_object()
                .into_iter()
                .flat_map(|object| object.values()),
        );
        left.extend(value.as_array().into_iter().flatten());
    }
    found
}

/// All objects that stand under a name anywhere below these.
fn named<'a>(below: &[&'a Value], name: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let mut left = below.to_vec();
    while let Some(value) = left.pop() {
        found.extend(value.get(name).filter(|one| !one.is_null()));
        left.extend(
            value
                .as_object()
                .into_iter()
                .flat_map(|object| object.values()),
        );
        left.extend(value.as_array().into_iter().flatten());
    }
    found
}

#[track_caller]
fn assert_all(found: &BTreeSet<String>, wanted: &[&str]) {
    let missing: Vec<_> = wanted.iter().filter(|one| !found.contains(**one)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[test]
fn mikomo_7_has_every_kind_of_account_and_transaction() {
    let folder = Folder::new("catalogue-accounts");
    let documents = Documents::of_mikomo_7(&folder);
    for file in ["accounts.json", "balances.json", "investments.json"] {
        for kind in ACCOUNTS {
            assert!(
                !named(&documents.under(file), kind).is_empty(),
                "{kind} in {file}"
            );
        }
    }
    let statuses = [
        "OPEN",
        "DELINQUENT",
        "NEGATIVECURRENTBALANCE",
        "PAID",
        "PENDINGCLOSE",
    ];
    assert_all(
        &values(&documents.under("accounts.json"), "status"),
        &statuses,
    );
    let transactions = documents.under("transactions/");
    let types = |wrapper| values(&named(&transactions, wrapper), "transactionType");
    assert_all(&types("depositTransaction"), &DEPOSIT);
    assert_all(&types("locTransaction"), &DEPOSIT);
    assert_all(&types("investmentTransaction"), &INVESTMENT);
    assert_all(&types("loanTransaction"), &LOAN_OR_INSURANCE);
    assert_all(&types("insuranceTransaction"), &LOAN_OR_INSURANCE);
    assert_all(
        &values(&transactions, "status"),
        &["PENDING", "POSTED", "MEMO", "AUTHORIZATION"],
    );
    assert_all(&values(&transactions, "transferAction"), &["IN", "OUT"]);
}

#[test]
fn mikomo_7_has_every_kind_of_holding_security_and_order() {
    let folder = Folder::new("catalogue-holdings");
    let documents = Documents::of_mikomo_7(&folder);
    let holdings = named(&documents.under("investments.json"), "holdings");
    assert_all(&values(&holdings, "holdingType"), &HOLDINGS);
    assert_all(
        &values(&holdings, "heldInAccount"),
        &["CASH", "MARGIN", "SHORT", "OTHER"],
    );
    assert_all(&values(&holdings, "positionType"), &["LONG", "SHORT"]);
    for kind in SECURITIES {
        assert!(!named(&holdings, kind).is_empty(), "{kind}");
    }
    assert_all(
        &values(&documents.under("investments.json"), "orderType"),
        &ORDERS,
    );
    assert!(named(&documents.under("taxlots/"), "taxLots").len() >= 10);
}

#[test]
fn mikomo_7_has_the_payment_networks_statements_tax_forms_customer_and_contacts() {
    let folder = Folder::new("catalogue-rest");
    let documents = Documents::of_mikomo_7(&folder);
    let numbers = values(&documents.under("payments/"), "identifierType");
    assert_all(&numbers, &["ACCOUNT_NUMBER", "TOKENIZED_ACCOUNT_NUMBER"]);
    for form in FORMS {
        assert!(!named(&documents.under("tax/"), form).is_empty(), "{form}");
    }
    assert!(values(&documents.under("tax/"), "taxStatementId").contains("tax2020"));
    assert!(!named(&documents.under("statements/"), "statements").is_empty());
    assert!(!named(&documents.under("customers.json"), "customer").is_empty());
    assert!(!named(&documents.under("contacts"), "holders").is_empty());
}
