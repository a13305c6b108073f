//! One page of the browser, used as a person without a mouse uses it.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::chromium::{Chromium, Cookies, Tab};

/// A page, of a phone's width at first.
pub(super) struct Page {
    browser: Chromium,
}

/// A key of the keyboard.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    Tab,
    Enter,
    Space,
}

/// More controls than any page here has.
const LONGEST_WAY: usize = 60;

/// What a person who cannot see, or has a small screen, would stumble over: a list of texts.
const OBSTACLES: &str = r#"(() => {
    const obstacles = [];
    const demand = (met, text) => { if (!met) obstacles.push(text); };
    const shown = element => element.outerHTML.slice(0, 80);
    demand(document.documentElement.lang, "the language of the page is not declared");
    demand(document.title.trim(), "the page has no title");
    demand(document.querySelectorAll("h1").length === 1, "the page has not exactly one main heading");
    demand(document.documentElement.scrollWidth <= screen.width, "the page is wider than a phone");
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
        demand([...field.labels].some(label => label.innerText.trim()), "no label: " + shown(field));
    for (const button of document.querySelectorAll("button, a"))
        demand(button.innerText.trim() || button.ariaLabel, "no text: " + shown(button));
    for (const image of document.querySelectorAll("img"))
        demand(image.hasAttribute("alt"), "no replacement text: " + shown(image));
    return obstacles;
})()"#;

/// Whether a person can see where the keyboard's focus is.
const FOCUS_SHOWS: &str = r#"(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
})()"#;

impl Page {
    /// Takes the browser's page over.
    pub(super) fn new(browser: Chromium) -> Result<Self> {
        let mut page = Self { browser };
        page.prepare()?;
        Ok(page)
    }

    fn prepare(&mut self) -> Result<()> {
        let focus = json!({"enabled": true});
        self.browser
            .call("Emulation.setFocusEmulationEnabled", &focus)?;
        self.show_as(360, 740, "light")
    }

    /// Opens a new tab, and returns the one before.
    pub(super) fn open_tab(&mut self, cookies: Cookies) -> Result<Tab> {
        let before = self.browser.open_tab(cookies)?;
        self.prepare()?;
        Ok(before)
    }

    /// Switches to another tab, and returns the one before.
    pub(super) fn switch(&mut self, tab: Tab) -> Result<Tab> {
        let before = self.browser.switch(tab);
        // A tab in the background takes no keys.
        self.browser.call("Page.bringToFront", &json!({}))?;
        Ok(before)
    }

    /// Goes to an address in this tab and in another one at the same time.
    pub(super) fn visit_in_both(&mut self, other: Tab, address: &str) -> Result<Tab> {
        self.browser.visit_in_both(other, address)
    }

    /// Runs no scripts of pages from now on.
    pub(super) fn forbid_scripts(&mut self) -> Result<()> {
        self.browser
            .call(
                "Emulation.setScriptExecutionDisabled",
                &json!({"value": true}),
            )
            .map(drop)
    }

    /// Shows the page on a screen of this size, to a person who prefers this colour scheme.
    pub(super) fn show_as(&mut self, width: u32, height: u32, scheme: &str) -> Result<()> {
        let screen = json!({
            "width": width, "height": height, "screenWidth": width, "screenHeight": height,
            "deviceScaleFactor": 2, "mobile": width < height,
        });
        self.browser
            .call("Emulation.setDeviceMetricsOverride", &screen)?;
        let preference = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.browser
            .call("Emulation.setEmulatedMedia", &preference)
            .map(drop)
    }

    /// Goes to an address.
    pub(super) fn visit(&mut self, address: &str) -> Result<()> {
        self.browser.visit(address)?;
        self.demand_no_obstacles()
    }

    /// Returns the page's main heading; empty if it has none.
    fn heading(&mut self) -> Result<String> {
        self.text("document.querySelector('h1')?.innerText ?? ''")
    }

    /// Demands that the page has this main heading.
    pub(super) fn demand_heading(&mut self, wanted: &str) -> Result<()> {
        let heading = self.heading()?;
        ensure!(
            heading == wanted,
            "the page should be `{wanted}`, but it is `{heading}`"
        );
        Ok(())
    }

    /// Demands that the page does not say this.
    pub(super) fn demand_no_text(&mut self, unwanted: &str) -> Result<()> {
        let text = self.text("document.body.innerText")?;
        ensure!(
            !text.contains(unwanted),
            "the page should not say `{unwanted}`, but it says:\n{text}"
        );
        Ok(())
    }

    /// Demands that the page says this somewhere.
    pub(super) fn demand_text(&mut self, wanted: &str) -> Result<()> {
        let text = self.text("document.body.innerText")?;
        ensure!(
            text.contains(wanted),
            "the page should say `{wanted}`, but it says:\n{text}"
        );
        Ok(())
    }

    /// Presses Tab until the focus is on an element that the CSS selector describes.
    pub(super) fn focus(&mut self, selector: &str) -> Result<()> {
        let there = format!("document.activeElement.matches({})", json!(selector));
        for _ in 0..LONGEST_WAY {
            if self.evaluate(&there)? == true {
                return self.demand_visible_focus(selector);
            }
            self.press(Key::Tab)?;
        }
        bail!(
            "the keyboard does not reach `{selector}` on the page `{}`",
            self.heading()?
        )
    }

    /// Focuses a field and types into it.
    pub(super) fn fill(&mut self, selector: &str, text: &str) -> Result<()> {
        self.focus(selector)?;
        self.type_text(text)
    }

    /// Types where the focus is.
    pub(super) fn type_text(&mut self, text: &str) -> Result<()> {
        self.browser
            .call("Input.insertText", &json!({"text": text}))
            .map(drop)
    }

    /// Focuses a checkbox and ticks it with the space bar, if it is not ticked.
    pub(super) fn tick(&mut self, selector: &str) -> Result<()> {
        self.focus(selector)?;
        if self.evaluate("document.activeElement.checked")? == false {
            self.press(Key::Space)?;
        }
        if self.evaluate("document.activeElement.checked")? == true {
            return Ok(());
        }
        bail!("the space bar does not tick `{selector}`")
    }

    /// Focuses a button, presses Enter and waits for the page it leads to.
    pub(super) fn follow(&mut self, selector: &str) -> Result<()> {
        self.focus(selector)?;
        send_key(&mut self.browser, Key::Enter)?;
        self.browser
            .wait_for_next_page()
            .with_context(|| format!("after Enter on `{selector}`"))?;
        self.demand_no_obstacles()
    }

    /// Focuses a button, presses Enter, and returns the address with `part` in it that this leads to; nothing is
    /// sent there.
    pub(super) fn catch_address(&mut self, selector: &str, part: &str) -> Result<String> {
        self.focus(selector)?;
        self.browser
            .catch_address(part, |browser| send_key(browser, Key::Enter))
    }

    fn demand_no_obstacles(&mut self) -> Result<()> {
        // A page gives the focus to its `autofocus` field when it is first drawn, and a picture has it drawn.
        self.browser.call("Page.captureScreenshot", &json!({}))?;
        let obstacles = self.evaluate(OBSTACLES)?;
        if obstacles.as_array().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        bail!("the page `{}`: {obstacles}", self.heading()?)
    }

    fn demand_visible_focus(&mut self, selector: &str) -> Result<()> {
        if self.evaluate(FOCUS_SHOWS)? == true {
            return Ok(());
        }
        bail!(
            "nothing shows that the focus is on `{selector}` on the page `{}`",
            self.heading()?
        )
    }

    fn press(&mut self, key: Key) -> Result<()> {
        send_key(&mut self.browser, key)?;
        // A response to any later call means that the key was handled.
        self.evaluate("0").map(drop)
    }

    fn text(&mut self, expression: &str) -> Result<String> {
        let value = self.evaluate(expression)?;
        value
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("`{expression}` is {value}, not a text"))
    }

    /// Returns the value of an expression of JavaScript in the page, or what its promise comes to.
    pub(super) fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let call = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut response = self.browser.call("Runtime.evaluate", &call)?;
        if let Some(exception) = response.get("exceptionDetails") {
            bail!("cannot look at the page: {exception}");
        }
        Ok(response["result"]["value"].take())
    }
}

fn send_key(browser: &mut Chromium, key: Key) -> Result<()> {
    let (name, number, text) = match key {
        Key::Tab => ("Tab", 9, ""),
        Key::Enter => ("Enter", 13, "\r"),
        Key::Space => (" ", 32, " "),
    };
    let down =
        json!({"type": "keyDown", "key": name, "windowsVirtualKeyCode": number, "text": text});
    let up = json!({"type": "keyUp", "key": name, "windowsVirtualKeyCode": number});
    browser.send("Input.dispatchKeyEvent", &down)?;
    browser.send("Input.dispatchKeyEvent", &up)?;
    Ok(())
}
