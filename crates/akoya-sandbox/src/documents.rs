//! The files a user of the sandbox is made of, and how to make your own.
//!
//! Each user is a folder with the user's sign-in name: 1 to 60 letters, digits and the characters `.`, `_`, `@`, `-`.
//! [`export_data`](crate::export_data) writes the folders that come with the crate; edit a copy, or add folders, and give the
//! parent folder to [`SandboxBuilder::data`](crate::SandboxBuilder::data). A folder there replaces the embedded user of that name.
//!
//! Documents are served from their own text: a number keeps its digits, an unknown field or value stays, and an account keeps its
//! layout. So a file may hold what no type would allow; it only needs what this page names. Whatever cannot be served is
//! refused at the start with the file, the line and the reason.
//!
//! | file | is | needs |
//! |---|---|---|
//! | `accounts.json` | the answer of accounts-info, and what the consent page offers; every user needs one | `accounts`, see below |
//! | `balances.json` | the answer of balances | `accounts` |
//! | `investments.json` | the answer of accounts; without it that of balances | `accounts` |
//! | `transactions/{accountId}.json` | the transactions of an account | `transactions`, see below |
//! | `statements/{accountId}.json` | the statements of an account | `statements`: a list of objects with `statementId` and `statementDate` |
//! | `taxlots/{accountId}.json` | tax lots | `holdings`: a list of objects with `holdingId` |
//! | `payments/{accountId}.json` | the answer of payment networks, as it is | JSON |
//! | `contacts.json`, `contacts/{accountId}.json` | the answer of contacts, for every account or for one | JSON |
//! | `customers.json` | the answer of the current customer | JSON |
//! | `tax/{any name}.json` | one tax statement | `taxYear`, `taxStatementId`, and `forms`: a list with at least one form |
//! | `user.json` | what the sandbox should know besides | see below |
//!
//! **Accounts.** Each entry of `accounts` is an object with one field whose name ends in `Account`, such as `depositAccount`; any name
//! will do. Its value needs an `accountId`. The consent page shows the `nickname`, else the `productName`, else the `description`, and
//! from `accountType` and the last digits of `accountNumberDisplay` a second line. An `error` in an account makes the answer
//! partial: status 206. Fields beside `accounts` are answered behind them.
//!
//! **Transactions.** Each entry is an object with one field whose name ends in `Transaction`. Its value needs a `postedTimestamp`, or
//! a `transactionTimestamp` if it is still pending, in one of the forms `2021-07-15T14:46:41.375Z`,
//! `2019-09-16T00:00:00.000+0000`, `2022-01-31T05:00:00Z`, `2021-08-09`. They are answered in the order of these times.
//!
//! **Statements.** The documents are made from the transactions of the month before `statementDate`. Beside `statements` there may be
//! `processing`, a list of ids whose document is answered with 400, and `moved`, an object of old ids and new ones: 302.
//!
//! **`user.json`.** All of it may be left out:
//!
//! ```json
//! {
//!   "name": "Kim Osei",
//!   "email": "kim@example.com",
//!   "password": "secret",
//!   "failsWith": 503,
//!   "ignoresLimit": true
//! }
//! ```
//!
//! `name` and `email` become claims of the id_token; `password` is the sign-in name if it is not given. With `failsWith` every data
//! call fails with that FDX code. With `ignoresLimit` transactions come on one page whatever `limit` and `offset` say, as some
//! providers do it.
//!
//! # A user in one file
//!
//! `my-data/kim/accounts.json`, served with `Sandbox::builder().data("my-data")`:
//!
//! ```json
//! {
//!   "accounts": [
//!     {"depositAccount": {"accountId": "a-1", "accountType": "CHECKING", "nickname": "Household", "accountNumberDisplay": "xxx0071"}}
//!   ]
//! }
//! ```
