//! The sandbox's consent pages in a real browser: keyboard only, without scripts, on a screen as wide as a phone's.
//!
//! The other end is the `akoya` command, as a person uses it: `akoya sandbox` is the bank, and `akoya
//! login` waits for the browser to come back.

use anyhow::{Context, Result};

use super::akoya::{Akoya, Login, Password, sign_in};
use super::chromium::{CHROMIUM, Chromium};
use super::page::Page;
use crate::step::Step;
use crate::tool::C_COMPILER;
use crate::workspace::Workspace;

/// A person gives consent, refuses it, and makes mistakes on the way.
pub(crate) const CONSENT_PAGES: Step = Step {
    name: "browser",
    needs: &[C_COMPILER, CHROMIUM],
    run,
};

/// Exit codes of the command, as its help tells them.
const CONNECTED: i32 = 0;
const REFUSED: i32 = 3;

/// What a person does, and what has to come of it.
type Visit = fn(&mut Page, Login) -> Result<()>;

const VISITS: &[(&str, Visit)] = &[
    ("consent is given with the keyboard alone", approve),
    ("consent is refused with the keyboard alone", deny),
    ("a wrong password can be corrected", correct_password),
    ("approving nothing is pointed out", approve_nothing),
];

fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.fresh_folder("browser")?;
    let akoya = Akoya::start(workspace, "dex")?;
    let mut page = Page::new(Chromium::start(&folder.join("profile"))?)?;
    page.forbid_scripts()?;
    for (number, (name, visit)) in VISITS.iter().enumerate() {
        let login = akoya.login(&folder.join(format!("login-{number}")))?;
        page.visit(login.address())
            .and_then(|()| visit(&mut page, login))
            .context(*name)?;
        println!("passed: {name}");
    }
    Ok(())
}

fn approve(page: &mut Page, login: Login) -> Result<()> {
    reach_accounts(page)?;
    page.tick("input[name=account]")?;
    page.follow("#accounts-approve")?;
    login.demand_exit(CONNECTED)
}

fn deny(page: &mut Page, login: Login) -> Result<()> {
    reach_accounts(page)?;
    page.follow("#accounts-deny")?;
    login.demand_exit(REFUSED)
}

fn correct_password(page: &mut Page, login: Login) -> Result<()> {
    sign_in(page, Password::Wrong)?;
    page.demand_text("not correct")?;
    // The name is still there, and the focus waits in the password.
    page.type_text(Password::Right.text())?;
    page.follow("button")?;
    accept_terms(page)?;
    page.tick("input[name=account]")?;
    page.follow("#accounts-approve")?;
    login.demand_exit(CONNECTED)
}

fn approve_nothing(page: &mut Page, login: Login) -> Result<()> {
    reach_accounts(page)?;
    page.follow("#accounts-approve")?;
    page.demand_text("at least one account")?;
    page.follow("#accounts-deny")?;
    login.demand_exit(REFUSED)
}

fn reach_accounts(page: &mut Page) -> Result<()> {
    sign_in(page, Password::Right)?;
    accept_terms(page)
}

fn accept_terms(page: &mut Page) -> Result<()> {
    page.demand_heading("Terms of sharing")?;
    page.follow("button")?;
    page.demand_heading("Choose accounts")
}
