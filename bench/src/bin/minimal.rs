//! The least program that shows balances with reqwest: what the start of the command is compared
//! with. `minimal --version`, `minimal URL`.

use serde::Deserialize;

#[derive(Deserialize)]
struct Balances {
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "depositAccount")]
    deposit: Deposit,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deposit {
    account_id: String,
    current_balance: Option<f64>,
}

fn main() {
    let argument = std::env::args().nth(1).unwrap();
    if argument == "--version" {
        println!("minimal {}", env!("CARGO_PKG_VERSION"));
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let balances = runtime.block_on(balances(&argument));
    for Account { deposit } in balances.accounts {
        println!("{} {:?}", deposit.account_id, deposit.current_balance);
    }
}

async fn balances(url: &str) -> Balances {
    let request = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = request.get(format!("{url}/balances/v3/mikomo"));
    let request = request.header("authorization", format!("Bearer {}", "t".repeat(1_200)));
    let body = request.send().await.unwrap().bytes().await.unwrap();
    serde_json::from_slice(&body).unwrap()
}
