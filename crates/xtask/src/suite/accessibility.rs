//! Every page of the sandbox and of the web application in every state, held against WCAG 2.2 AA by axe-core in a
//! real browser.
//!
//! The pages' policy forbids scripts. What the debugging protocol evaluates is not subject to it.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::akoya::{Akoya, Password, USER, sign_in};
use super::chromium::{CHROMIUM, Chromium};
use super::page::Page;
use super::web;
use crate::packages;
use crate::step::Step;
use crate::tool::{C_COMPILER, NODE, NODE_PACKAGES};
use crate::workspace::Workspace;

/// No page breaks a rule on a phone or a desktop, in a light or a dark setting.
pub(crate) const RULES: Step = Step {
    name: "accessibility",
    needs: &[C_COMPILER, CHROMIUM, NODE, NODE_PACKAGES],
    run,
};

/// The rules of WCAG 2.0, 2.1 and 2.2, levels A and AA. Axe leaves the size of targets out unless it is asked for.
///
/// What axe cannot decide counts as wrong. Every page has words, so a page without a colour contrast has not been seen.
const AXE: &str = r#"axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    rules: {"target-size": {enabled: true}},
}).then(({passes, violations, incomplete}) => ({
    seen: passes.concat(violations).some(rule => rule.id === "color-contrast"),
    wrong: violations.concat(incomplete).map(({id, help, nodes}) => ({id, help, where: nodes.map(node => node.html.slice(0, 200))})),
}))"#;

/// The phone last: the way to the next page is made on it.
const SCREENS: &[(&str, u32, u32)] = &[("desktop", 1280, 800), ("phone", 360, 740)];
const SCHEMES: &[&str] = &["light", "dark"];

struct Checker {
    page: Page,
    axe: String,
}

fn run(workspace: &Workspace) -> Result<()> {
    let folder = workspace.fresh_folder("accessibility")?;
    let akoya = Akoya::start(workspace, "dex")?;
    let axe = packages::NODE
        .folder()?
        .join("node_modules/axe-core/axe.min.js");
    let axe =
        std::fs::read_to_string(&axe).with_context(|| format!("cannot read {}", axe.display()))?;
    let page = Page::new(Chromium::start(&folder.join("profile"))?)?;
    let mut checker = Checker { page, axe };
    checker.single_pages(&akoya)?;
    checker.consent_pages(&akoya)?;
    checker.last_pages(&akoya)?;
    let (_application, address) = web::start(workspace, &folder)?;
    checker.web_pages(&address)
}

impl Checker {
    /// Tries the pages that an address leads to.
    fn single_pages(&mut self, akoya: &Akoya) -> Result<()> {
        let (idp, api) = (akoya.setting("idp_url")?, akoya.setting("api_url")?);
        let request = request(akoya)?;
        let pages = [
            (format!("{idp}/docs"), "Akoya sandbox: identity provider"),
            (format!("{api}/docs"), "Akoya sandbox: data API"),
            (
                format!("{}/docs", akoya.setting("sts_url")?),
                "Akoya sandbox: service tokens",
            ),
            (
                format!("{}/docs", akoya.setting("services_url")?),
                "Akoya sandbox: service APIs",
            ),
            (
                format!("{}/docs", akoya.setting("admin_url")?),
                "Akoya sandbox: admin API",
            ),
            (format!("{idp}/nowhere"), "Page not found"),
            (format!("{idp}/auth/login"), "Please start again"),
            (format!("{idp}/auth"), "Invalid client_id"),
            (
                request.replace("callback", "elsewhere%0A"),
                "Unregistered redirect_uri",
            ),
            (
                request.replace("connector=mikomo", "connector=other"),
                "Invalid connector",
            ),
            (
                request.replace("connector=mikomo", ""),
                "Log in to your account",
            ),
            (format!("{request}&state=again"), "Invalid request"),
        ];
        for (address, heading) in pages {
            self.page.visit(&address)?;
            self.check(heading)?;
        }
        Ok(())
    }

    /// Tries the pages from the sign-in to the choice of accounts, with every mistake on the way.
    fn consent_pages(&mut self, akoya: &Akoya) -> Result<()> {
        self.page.visit(&request(akoya)?)?;
        self.check("Sign in")?;
        sign_in(&mut self.page, Password::Wrong)?;
        self.page.demand_text("not correct")?;
        self.check("Sign in")?;
        self.page.visit(&request(akoya)?)?;
        sign_in(&mut self.page, Password::Right)?;
        self.check("Terms of sharing")?;
        self.page.follow("button")?;
        self.check("Choose accounts")?;
        self.page.follow("#accounts-approve")?;
        self.page.demand_text("at least one account")?;
        self.check("Choose accounts")
    }

    /// Tries the response to too many wrong passwords, which would be in the way of everything else.
    fn last_pages(&mut self, akoya: &Akoya) -> Result<()> {
        for _ in 0..6 {
            self.page.visit(&request(akoya)?)?;
            sign_in(&mut self.page, Password::Wrong)?;
        }
        self.page.demand_text("Too many attempts")?;
        self.check("Sign in")
    }

    /// Checks the pages of `akoya-axum` and of the application that shows how to use it.
    fn web_pages(&mut self, address: &str) -> Result<()> {
        self.page.visit(address)?;
        self.check("Who are you?")?;
        self.page
            .visit(&format!("{address}callback?code=made-up&state=guess"))?;
        self.check("Please start again")?;
        web::become_customer(&mut self.page, address, "#ann")?;
        self.check("No bank yet")?;
        web::connect(&mut self.page, USER)?;
        self.check("Your balances")?;
        self.page.follow("#reconnect")?;
        web::reach_accounts(&mut self.page, USER)?;
        self.page.follow("#accounts-deny")?;
        self.check("Nothing is shared")?;
        self.page.visit(address)?;
        self.page.follow("#end")?;
        self.check("Your bank is disconnected")
    }

    fn check(&mut self, heading: &str) -> Result<()> {
        self.page.demand_heading(heading)?;
        self.page.evaluate(&self.axe)?;
        for (screen, width, height) in SCREENS {
            for scheme in SCHEMES {
                self.page.show_as(*width, *height, scheme)?;
                let result = self.page.evaluate(AXE)?;
                demand_nothing_wrong(&result)
                    .with_context(|| format!("`{heading}`, {screen}, {scheme}"))?;
            }
        }
        println!("passed: {heading}");
        Ok(())
    }
}

fn demand_nothing_wrong(result: &Value) -> Result<()> {
    ensure!(
        result["seen"] == true,
        "axe has not seen the page: {result}"
    );
    match result["wrong"].as_array() {
        Some(wrong) if wrong.is_empty() => Ok(()),
        _ => bail!("{:#}", result["wrong"]),
    }
}

/// Starts an authorization request; no test goes back to its redirect URI.
fn request(akoya: &Akoya) -> Result<String> {
    let (idp, client) = (akoya.setting("idp_url")?, akoya.setting("client_id")?);
    Ok(format!(
        "{idp}/auth?response_type=code&client_id={client}&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback\
         &scope=openid%20profile%20offline_access&connector=mikomo&state=accessibility"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_wrong_is_reported_and_a_page_that_was_not_seen_does_not_pass() {
        let wrong = json!({"seen": true, "wrong": [{"id": "color-contrast"}]});
        assert!(
            demand_nothing_wrong(&wrong)
                .unwrap_err()
                .to_string()
                .contains("color-contrast")
        );
        assert!(demand_nothing_wrong(&json!({"seen": false, "wrong": []})).is_err());
        assert!(demand_nothing_wrong(&json!({"seen": true})).is_err());
        assert!(demand_nothing_wrong(&json!({"seen": true, "wrong": []})).is_ok());
    }
}
