//! A thousand made-up accounts of twenty customers: what CSV and JSON say, held against sums that were made with the amounts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use akoya_sandbox::Sandbox;
use serde_json::value::RawValue;

use crate::akoya::Akoya;

const CUSTOMERS: usize = 20;
const ACCOUNTS: usize = 50;

/// All sums are in hundred-millionths, which are exact for every amount here.
const UNITS: i128 = 100_000_000;

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// An amount as a bank writes it, and what it is.
fn amount(dice: &mut Dice) -> (String, i128) {
    let sign = if dice.below(4) == 0 { -1 } else { 1 };
    let minus = if sign < 0 { "-" } else { "" };
    let (whole, cents) = (i128::from(dice.below(90_000)), i128::from(dice.below(100)));
    let in_units = |whole: i128, cents: i128| sign * (whole * UNITS + cents * UNITS / 100);
    match dice.below(8) {
        0 => (format!("{minus}{whole}"), in_units(whole, 0)),
        1 => (format!("{minus}{whole}e2"), in_units(whole * 100, 0)),
        2 => (
            format!("{minus}{}E-2", whole * 100 + cents),
            in_units(whole, cents),
        ),
        3 => (
            format!("\"{minus}{whole}.{cents:02}\""),
            in_units(whole, cents),
        ),
        4 => (
            format!("{minus}{whole}.{cents:02}345678"),
            in_units(whole, cents) + sign * 345_678,
        ),
        5 => {
            let large = 12_345_678_901_234_567 + whole;
            (format!("{minus}{large}.{cents:02}"), in_units(large, cents))
        }
        _ => (format!("{minus}{whole}.{cents:02}"), in_units(whole, cents)),
    }
}

/// What a bank says about where the money went, and the sign that follows from it; nothing where it does not say.
fn direction(dice: &mut Dice) -> (String, Option<i128>) {
    let word = dice.one_of(&[
        "DEBIT", "CREDIT", "Debit", "Credit", "debit", " CREDIT ", "MEMO", "OTHER", "",
    ]);
    let sign = match word.trim().to_lowercase().as_str() {
        "debit" => Some(-1),
        "credit" => Some(1),
        _ => None,
    };
    match word {
        "" => (String::new(), sign),
        word => (format!(r#","debitCreditMemo":"{word}""#), sign),
    }
}

/// What is true of an account.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Truth {
    /// The sum of what came and went.
    net: i128,
    /// How many amounts say whether they came or went.
    signed: usize,
    /// The sum of all amounts as they were sent.
    sent: i128,
    all: usize,
}

/// Writes the data of the customers, and returns what is true of each account.
fn make(akoya: &Akoya) -> BTreeMap<String, Truth> {
    let mut dice = Dice(2_026);
    let mut truths = BTreeMap::new();
    for customer in 0..CUSTOMERS {
        let mut accounts = Vec::new();
        for account in 0..ACCOUNTS {
            let id = format!("c{customer}-a{account}");
            let kind = dice.one_of(&["deposit", "loc", "loan", "investment", "insurance"]);
            accounts.push(format!(
                r#"{{"{kind}Account":{{"accountId":"{id}","nickname":"Account, {account}; of \"{customer}\""}}}}"#
            ));
            let mut truth = Truth::default();
            let mut transactions = String::new();
            for number in 0..dice.below(70) {
                let (text, value) = amount(&mut dice);
                let (memo, sign) = direction(&mut dice);
                let (month, day) = (1 + dice.below(6), 1 + dice.below(28));
                let comma = if number == 0 { "" } else { "," };
                write!(
                    transactions,
                    r#"{comma}{{"{kind}Transaction":{{"transactionId":"{id}-{number}","amount":{text}{memo},"postedTimestamp":"2026-{month:02}-{day:02}"}}}}"#
                )
                .unwrap();
                truth.sent += value;
                truth.all += 1;
                if let Some(sign) = sign {
                    truth.net += sign * value.abs();
                    truth.signed += 1;
                }
            }
            let file = format!("bank/customer{customer}/transactions/{id}.json");
            akoya.write(&file, &format!(r#"{{"transactions":[{transactions}]}}"#));
            truths.insert(id, truth);
        }
        let file = format!("bank/customer{customer}/accounts.json");
        akoya.write(
            &file,
            &format!(r#"{{"accounts":[{}]}}"#, accounts.join(",")),
        );
    }
    truths
}

/// Reads a decimal, without the code that is tested.
fn units(text: &str) -> i128 {
    let text = text.trim_matches('"').to_lowercase();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    let places = exponent.parse::<i32>().unwrap() - i32::try_from(fraction.len()).unwrap() + 8;
    digits * 10_i128.pow(u32::try_from(places).unwrap())
}

fn add_csv(csv: &str, truths: &mut BTreeMap<String, Truth>) {
    let mut rows = ::csv::Reader::from_reader(csv.as_bytes());
    for row in rows.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let truth = truths.entry(row["account_id"].clone()).or_default();
        truth.all += 1;
        truth.sent += units(&row["amount_sent"]);
        if !row["amount"].is_empty() {
            truth.signed += 1;
            truth.net += units(&row["amount"]);
        }
        let is_signed = row["direction"] != "unknown";
        assert_eq!(is_signed, !row["amount"].is_empty(), "{row:?}");
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonPage<'a> {
    account_id: String,
    #[serde(borrow)]
    transactions: Vec<BTreeMap<String, BTreeMap<String, &'a RawValue>>>,
}

fn add_json(json: &str, truths: &mut BTreeMap<String, Truth>) {
    for page in serde_json::from_str::<Vec<JsonPage<'_>>>(json).unwrap() {
        let truth = truths.entry(page.account_id).or_default();
        for transaction in page.transactions.iter().flat_map(BTreeMap::values) {
            truth.all += 1;
            truth.sent += units(transaction["amount"].get());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_of_a_thousand_made_up_accounts_are_exact_in_csv_and_json() {
    let akoya = Akoya::new();
    let truths = make(&akoya);
    assert_eq!(truths.len(), CUSTOMERS * ACCOUNTS);
    let sandbox = Sandbox::builder().data(akoya.path("bank"));
    let sandbox = sandbox.start().await.unwrap();
    let (mut of_csv, mut of_json) = (BTreeMap::new(), BTreeMap::new());
    for customer in 0..CUSTOMERS {
        let akoya = Akoya::connected(&sandbox, &format!("customer{customer}"));
        let range = ["transactions", "--from", "2026-01-01", "--to", "2026-06-30"];
        add_csv(&akoya.ok(&[&range[..], &["--csv"]].concat()), &mut of_csv);
        add_json(&akoya.ok(&[&range[..], &["--json"]].concat()), &mut of_json);
    }
    for (account, truth) in &truths {
        let csv = of_csv.get(account).cloned().unwrap_or_default();
        assert_eq!(csv, *truth, "CSV of {account}");
        let json = of_json.get(account).cloned().unwrap_or_default();
        assert_eq!(
            (json.sent, json.all),
            (truth.sent, truth.all),
            "JSON of {account}"
        );
    }
}
