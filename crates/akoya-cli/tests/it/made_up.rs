//! A thousand made-up customers: what CSV and JSON say, held against sums that were made with the amounts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use akoya::oauth::{AuthorizationCodeAuthCredentials, ConnectionId, OauthToken};
use akoya::{Client, Environment};
use akoya_sandbox::Sandbox;
use serde_json::value::RawValue;

use crate::akoya::Akoya;

const CUSTOMERS: usize = 1_000;
/// The most accounts of a customer.
const ACCOUNTS: u64 = 4;

/// So many customers share their accounts in one consent, as the members of a family do. A run of the command reads a consent, and a
/// thousand runs would prove no more than a few.
const IN_A_CONSENT: usize = 40;
const CONSENTS: usize = CUSTOMERS / IN_A_CONSENT;

/// So many runs of the command are under way at once.
const RUNS: usize = 4;

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
    /// The sum of the amounts in other currencies, each with its currency.
    foreign: BTreeMap<String, i128>,
    all: usize,
}

const CURRENCIES: [&str; 5] = ["USD", "EUR", "JPY", "KWD", "CLF"];

/// What a bank says of a purchase in another currency; mostly nothing.
fn foreign(dice: &mut Dice, truth: &mut Truth) -> String {
    if dice.below(3) > 0 {
        return String::new();
    }
    let (text, value) = amount(dice);
    let currency = dice.one_of(&CURRENCIES);
    *truth.foreign.entry(currency.to_owned()).or_default() += value;
    format!(r#","foreignAmount":{text},"foreignCurrency":"{currency}""#)
}

impl Truth {
    fn add_foreign(&mut self, currency: &str, amount: &str) {
        if !amount.is_empty() {
            *self.foreign.entry(currency.to_owned()).or_default() += units(amount);
        }
    }
}

/// Writes the data of the customers, and returns what is true of each account.
fn make(akoya: &Akoya) -> BTreeMap<String, Truth> {
    let mut dice = Dice(2_026);
    let mut truths = BTreeMap::new();
    let mut accounts = Vec::new();
    for customer in 0..CUSTOMERS {
        let consent = customer / IN_A_CONSENT;
        for account in 0..=dice.below(ACCOUNTS) {
            let id = format!("c{customer}-a{account}");
            let kind = dice.one_of(&["deposit", "loc", "loan", "investment", "insurance"]);
            let currency = dice.one_of(&CURRENCIES);
            accounts.push(format!(
                r#"{{"{kind}Account":{{"accountId":"{id}","nickname":"Account, {account}; of \"{customer}\"","currency":{{"currencyCode":"{currency}"}}}}}}"#
            ));
            let mut truth = Truth::default();
            let mut transactions = String::new();
            for number in 0..dice.below(25) {
                let (text, value) = amount(&mut dice);
                let (memo, sign) = direction(&mut dice);
                let (month, day) = (1 + dice.below(6), 1 + dice.below(28));
                let comma = if number == 0 { "" } else { "," };
                let foreign = foreign(&mut dice, &mut truth);
                write!(
                    transactions,
                    r#"{comma}{{"{kind}Transaction":{{"transactionId":"{id}-{number}","amount":{text}{memo}{foreign},"postedTimestamp":"2026-{month:02}-{day:02}"}}}}"#
                )
                .unwrap();
                truth.sent += value;
                truth.all += 1;
                if let Some(sign) = sign {
                    truth.net += sign * value.abs();
                    truth.signed += 1;
                }
            }
            let file = format!("bank/consent{consent}/transactions/{id}.json");
            akoya.write(&file, &format!(r#"{{"transactions":[{transactions}]}}"#));
            truths.insert(id, truth);
        }
        if (customer + 1).is_multiple_of(IN_A_CONSENT) {
            let all = std::mem::take(&mut accounts).join(",");
            let file = format!("bank/consent{consent}/accounts.json");
            akoya.write(&file, &format!(r#"{{"accounts":[{all}]}}"#));
        }
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
        truth.add_foreign(&row["foreign_currency"], &row["foreign_amount"]);
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
            if let Some(amount) = transaction.get("foreignAmount") {
                let currency = transaction["foreignCurrency"].get();
                truth.add_foreign(currency.trim_matches('"'), amount.get());
            }
        }
    }
}

/// A connection for each consent in the store of one home, as many logins leave them.
async fn connect(akoya: &Akoya, sandbox: &Sandbox) {
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let credentials = AuthorizationCodeAuthCredentials::builder(id, secret, "http://127.0.0.1/");
    let environment = Environment::custom(sandbox.idp_url(), sandbox.api_url()).unwrap();
    let clients = Client::builder(credentials.build().unwrap())
        .environment(environment)
        .vault(akoya.vault())
        .build()
        .unwrap();
    let file = akoya.data("connections/mikomo.toml");
    for consent in 0..CONSENTS {
        let user = format!("consent{consent}");
        let issued = sandbox.issue_tokens(user.as_str()).await.unwrap();
        let token = OauthToken::from_id_token(issued.id_token);
        let token = token.with_refresh_token(issued.refresh_token);
        let name = ConnectionId::new(format!("c{consent}")).unwrap();
        let client = clients.with_connection(name).unwrap();
        client
            .acg_auth()
            .engine()
            .keep_consent(token, Vec::new())
            .await
            .unwrap();
        std::fs::copy(&file, file.with_file_name(format!("c{consent}.toml"))).unwrap();
    }
}

/// The transactions of a consent as the command prints them.
fn printed(akoya: &Akoya, consent: usize, form: &str) -> String {
    let connection = format!("c{consent}");
    let range = ["transactions", "--from", "2026-01-01", "--to", "2026-06-30"];
    akoya.ok(&[&range[..], &["--connection", &connection, form]].concat())
}

/// Runs the command for all consents, in each form. Returns what was said.
fn read_all(akoya: &Akoya) -> [BTreeMap<String, Truth>; 2] {
    let part = |first: usize| {
        let mut said = [BTreeMap::new(), BTreeMap::new()];
        for consent in (first..CONSENTS).step_by(RUNS) {
            add_csv(&printed(akoya, consent, "--csv"), &mut said[0]);
            add_json(&printed(akoya, consent, "--json"), &mut said[1]);
        }
        said
    };
    let mut said = [BTreeMap::new(), BTreeMap::new()];
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..RUNS)
            .map(|first| scope.spawn(move || part(first)))
            .collect();
        for part in parts {
            let [csv, json] = part.join().unwrap();
            said[0].extend(csv);
            said[1].extend(json);
        }
    });
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_of_a_thousand_made_up_customers_are_exact_in_csv_and_json() {
    let home = Akoya::new();
    let truths = make(&home);
    assert!(truths.len() > CUSTOMERS, "{} accounts", truths.len());
    let sandbox = Sandbox::builder().data(home.path("bank"));
    let sandbox = sandbox.start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "consent0");
    connect(&akoya, &sandbox).await;
    let [of_csv, of_json] = read_all(&akoya);
    for (account, csv) in &of_csv {
        assert_eq!(csv, &truths[account], "CSV of {account}");
    }
    for (account, json) in &of_json {
        let truth = &truths[account];
        assert_eq!(
            (json.sent, json.all, &json.foreign),
            (truth.sent, truth.all, &truth.foreign),
            "JSON of {account}"
        );
    }
    let missing = truths.iter().find(|(account, truth)| {
        let is_told = of_csv.contains_key(*account) && of_json.contains_key(*account);
        truth.all > 0 && !is_told
    });
    assert_eq!(missing, None);
}
