//! The web application of `crates/akoya-axum/examples/web` in a real browser, with its bank: what two customers do, and
//! what an attacker could try.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::akoya::{Running, build, sign_in_as};
use super::chromium::{CHROMIUM, Chromium, Cookies};
use super::page::Page;
use crate::step::Step;
use crate::tool::C_COMPILER;
use crate::workspace::Workspace;

/// Customers connect, reconnect and disconnect; callbacks that are forged or arrive twice do no harm.
pub(crate) const WEB_APPLICATION: Step = Step {
    name: "web",
    needs: &[C_COMPILER, CHROMIUM],
    run,
};

/// What is done in the browser, at the application of this address.
type Visit = fn(&mut Page, &str) -> Result<()>;

const VISITS: &[(&str, Visit)] = &[
    ("two customers see their own accounts", two_customers),
    ("a token expires and is refreshed", expire),
    (
        "a consent that the bank has ended is given again",
        reconnect,
    ),
    ("a customer who refuses is told so", refuse),
    ("two tabs at the bank connect the customer twice", two_tabs),
    ("two callbacks at once are one consent", two_callbacks),
    ("a forged callback does no harm", forged),
    ("another browser cannot use a callback", other_browser),
    ("a customer disconnects", disconnect),
];

const BALANCES: &str = "Your balances";

fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.fresh_folder("web")?;
    let (application, address) = start(workspace, &folder)?;
    let mut page = Page::new(Chromium::start(&folder.join("profile"))?)?;
    page.forbid_scripts()?;
    for (name, visit) in VISITS {
        visit(&mut page, &address).context(*name)?;
        println!("passed: {name}");
    }
    application
        .demand_end()
        .context("it ends when the system asks it to")
}

/// Starts the application with its files in a folder, and returns it with its address.
pub(super) fn start(workspace: &Workspace, folder: &Path) -> Result<(Running, String)> {
    let mut application = Command::new(build(workspace, "examples/web")?);
    let application = application.arg("--data").arg(folder.join("data"));
    let application = Running::start(application)?;
    let address = application.wait_for("http://")?;
    Ok((application, address.trim().to_owned()))
}

fn two_customers(page: &mut Page, address: &str) -> Result<()> {
    become_customer(page, address, "#ann")?;
    page.demand_heading("No bank yet")?;
    connect(page, "mikomo_7")?;
    page.demand_heading(BALANCES)?;
    let anns = accounts(page)?;
    page.follow("header button")?;

    become_customer(page, address, "#ben")?;
    page.demand_heading("No bank yet")?;
    connect(page, "mikomo_1")?;
    page.demand_heading(BALANCES)?;
    ensure!(accounts(page)? != anns, "Ben sees Ann's accounts");
    page.follow("header button")?;

    become_customer(page, address, "#ann")?;
    ensure!(accounts(page)? == anns, "Ann does not see her own accounts");
    ensure!(
        page.evaluate("document.querySelectorAll('svg rect').length")? != 0,
        "there is no chart"
    );
    Ok(())
}

fn expire(page: &mut Page, _: &str) -> Result<()> {
    page.demand_text("Token set 1:")?;
    page.follow("#expire")?;
    page.demand_heading(BALANCES)?;
    page.demand_text("Token set 2:")?;
    page.demand_text("refreshed")
}

fn reconnect(page: &mut Page, address: &str) -> Result<()> {
    page.follow("#end")?;
    page.demand_heading("Your bank is disconnected")?;
    announced(page, address)?;
    connect(page, "mikomo_7")?;
    page.demand_heading(BALANCES)
}

/// Waits until the bank's notification has arrived: it comes on its own, so the page is asked for again.
fn announced(page: &mut Page, address: &str) -> Result<()> {
    const ANNOUNCED: &str = "Your bank has announced this";
    const MOST_VISITS: u32 = 2_000;
    for _ in 0..MOST_VISITS {
        if page.demand_text(ANNOUNCED).is_ok() {
            return Ok(());
        }
        page.visit(address)?;
    }
    page.demand_text(ANNOUNCED)
}

fn refuse(page: &mut Page, address: &str) -> Result<()> {
    page.follow("#reconnect")?;
    reach_accounts(page, "mikomo_7")?;
    page.follow("#accounts-deny")?;
    page.demand_heading("Nothing is shared")?;
    page.demand_no_text("access_denied")?;
    page.visit(address)?;
    page.demand_heading(BALANCES)
}

fn two_tabs(page: &mut Page, address: &str) -> Result<()> {
    page.follow("#reconnect")?;
    reach_accounts(page, "mikomo_7")?;
    let first = page.open_tab(Cookies::Shared)?;
    page.visit(address)?;
    page.follow("#reconnect")?;
    reach_accounts(page, "mikomo_7")?;
    approve(page)?;
    page.demand_heading(BALANCES)?;
    page.switch(first)?;
    approve(page)?;
    page.demand_heading(BALANCES)
}

fn two_callbacks(page: &mut Page, address: &str) -> Result<()> {
    let before = token_set(page)?;
    let callback = callback(page)?;
    let first = page.open_tab(Cookies::Shared)?;
    page.visit(address)?;
    let other = page.visit_in_both(first, &callback)?;
    page.demand_heading(BALANCES)?;
    page.switch(other)?;
    page.demand_heading(BALANCES)?;
    // Coming back later shows the same.
    page.visit(&callback)?;
    page.demand_heading(BALANCES)?;
    let after = token_set(page)?;
    ensure!(after == before + 1, "token set {after} follows {before}");
    Ok(())
}

fn forged(page: &mut Page, address: &str) -> Result<()> {
    let genuine = callback(page)?;
    let shared = "code=stolen%3Cscript%3E&state=";
    for query in ["", shared, "error=access_denied&state=guess"] {
        page.visit(&format!("{address}callback?{query}"))?;
        page.demand_heading("Please start again")?;
        page.demand_no_text("script")?;
    }
    page.visit(&genuine)?;
    page.demand_heading(BALANCES)
}

fn other_browser(page: &mut Page, _: &str) -> Result<()> {
    let genuine = callback(page)?;
    let own = page.open_tab(Cookies::Separate)?;
    page.visit(&genuine)?;
    page.demand_heading("Please start again")?;
    page.switch(own)?;
    page.visit(&genuine)?;
    page.demand_heading(BALANCES)
}

fn disconnect(page: &mut Page, address: &str) -> Result<()> {
    page.visit(address)?;
    page.follow("#disconnect")?;
    page.demand_heading("No bank yet")
}

/// Signs in at the application.
pub(super) fn become_customer(page: &mut Page, address: &str, button: &str) -> Result<()> {
    page.visit(address)?;
    page.follow(button)
}

/// Connects from the page that offers it.
pub(super) fn connect(page: &mut Page, user: &str) -> Result<()> {
    page.follow("#connect")?;
    reach_accounts(page, user)?;
    approve(page)
}

/// Approves at the bank, and returns the address that it sends the browser to; nothing is sent there.
fn callback(page: &mut Page) -> Result<String> {
    page.follow("#reconnect")?;
    reach_accounts(page, "mikomo_7")?;
    page.tick("input[name=account]")?;
    page.catch_address("#accounts-approve", "/callback?")
}

pub(super) fn reach_accounts(page: &mut Page, user: &str) -> Result<()> {
    sign_in_as(page, user, user)?;
    page.demand_heading("Terms of sharing")?;
    page.follow("button")?;
    page.demand_heading("Choose accounts")
}

pub(super) fn approve(page: &mut Page) -> Result<()> {
    page.tick("input[name=account]")?;
    page.follow("#accounts-approve")
}

/// Returns the number of the token set that the page shows.
fn token_set(page: &mut Page) -> Result<u64> {
    let text = page.evaluate("document.querySelector('#tokens').innerText.match(/[0-9]+/)[0]")?;
    let number = text.as_str().and_then(|text| text.parse().ok());
    number.context("the page shows no token set")
}

/// Returns what the table of accounts shows.
fn accounts(page: &mut Page) -> Result<serde_json::Value> {
    let table = page.evaluate("document.querySelector('table')?.innerText ?? null")?;
    ensure!(table != json!(null), "there is no table");
    Ok(table)
}
