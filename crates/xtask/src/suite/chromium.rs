//! Chromium without a window, driven by its own debugging protocol.
//!
//! The protocol runs over a pair of pipes, so there is no port to find, no driver to install and no HTTP in between:
//! each message is a JSON text that ends with a zero byte. See <https://chromedevtools.github.io/devtools-protocol/>.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};

use crate::environment::{find, variable};
use crate::tool::{Source, Tool};

/// A Chromium, or a browser built from it.
pub(super) const CHROMIUM: Tool = Tool {
    name: "Chromium",
    present: || program().is_some(),
    source: Source::Debian(&["chromium"]),
};

const PROGRAMS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// No message for this long means that the browser hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The protocol's pipes are descriptors 3 and 4; a child of ours has only its standard ones.
const PIPES_FROM_STANDARD_ONES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

const SWITCHES: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    // A page that was not painted yet drops the keys that are pressed.
    "--allow-pre-commit-input",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--password-store=basic",
];

/// A running browser with one page.
pub(super) struct Chromium {
    process: Child,
    requests: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    session: Option<String>,
    /// The protocol's name for the document of the last page that loaded.
    document: Value,
}

/// A tab that the browser is not on at the moment.
pub(super) struct Tab {
    session: Option<String>,
    document: Value,
}

/// Whose cookies a new tab has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cookies {
    /// Those of the tab before.
    Shared,
    /// None: it is another person's browser.
    Separate,
}

/// Returns the browser to use: the one `CHROMIUM` names, else the first of the usual names.
pub(super) fn program() -> Option<PathBuf> {
    variable("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| PROGRAMS.iter().find_map(|name| find(name)))
}

impl Chromium {
    /// Starts a browser that keeps its files in `profile`, with an empty page.
    pub(super) fn start(profile: &Path) -> Result<Self> {
        let program = program().context("no Chromium on this machine")?;
        let mut shell = Command::new("sh");
        shell
            .args(["-c", PIPES_FROM_STANDARD_ONES])
            .arg(program)
            .args(SWITCHES);
        shell.arg(format!("--user-data-dir={}", profile.display()));
        if crate::tool::is_root() {
            shell.arg("--no-sandbox");
        }
        let log = std::fs::File::create(profile.with_extension("log"))?;
        let mut process = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let (requests, responses) = process
            .stdin
            .take()
            .zip(process.stdout.take())
            .context("no pipes to the browser")?;
        let messages = messages(BufReader::new(responses));
        let mut browser = Self {
            process,
            requests,
            messages,
            last_id: 0,
            session: None,
            document: Value::Null,
        };
        browser.attach(Cookies::Shared)?;
        Ok(browser)
    }

    fn attach(&mut self, cookies: Cookies) -> Result<()> {
        let mut target = json!({"url": "about:blank"});
        if let Cookies::Separate = cookies {
            let mut context = self.call("Target.createBrowserContext", &json!({}))?;
            target["browserContextId"] = context["browserContextId"].take();
        }
        let page = self.call("Target.createTarget", &target)?;
        let session = self.call(
            "Target.attachToTarget",
            &json!({"targetId": page["targetId"], "flatten": true}),
        )?;
        self.session = session["sessionId"].as_str().map(str::to_owned);
        self.call("Page.enable", &json!({}))?;
        self.call("Page.setLifecycleEventsEnabled", &json!({"enabled": true}))?;
        Ok(())
    }

    /// Opens a new tab, and returns the one before.
    pub(super) fn open_tab(&mut self, cookies: Cookies) -> Result<Tab> {
        let before = Tab {
            session: self.session.take(),
            document: self.document.take(),
        };
        self.attach(cookies)?;
        Ok(before)
    }

    /// Switches to another tab, and returns the one before.
    pub(super) fn switch(&mut self, tab: Tab) -> Tab {
        Tab {
            session: std::mem::replace(&mut self.session, tab.session),
            document: std::mem::replace(&mut self.document, tab.document),
        }
    }

    /// Goes to an address in this tab and in another one at the same time, and waits until both pages have loaded.
    pub(super) fn visit_in_both(&mut self, other: Tab, address: &str) -> Result<Tab> {
        let mut waited_for = vec![json!(self.session), json!(other.session)];
        self.send("Page.navigate", &json!({"url": address}))?;
        let here = self.switch(other);
        self.send("Page.navigate", &json!({"url": address}))?;
        while !waited_for.is_empty() {
            let message = self.wait_for(is_load).context("waiting for two pages")?;
            waited_for.retain(|session| message["sessionId"] != *session);
        }
        Ok(self.switch(here))
    }

    /// Does something in the page that leads to an address with `part` in it, and returns that address; nothing is
    /// sent there.
    pub(super) fn catch_address(
        &mut self,
        part: &str,
        act: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<String> {
        let pattern = json!({"patterns": [{"urlPattern": format!("*{part}*")}]});
        self.call("Fetch.enable", &pattern)?;
        act(self)?;
        let caught = self.wait_for(|message| message["method"] == "Fetch.requestPaused")?;
        let request = json!({"requestId": caught["params"]["requestId"], "errorReason": "Aborted"});
        self.call("Fetch.failRequest", &request)?;
        self.call("Fetch.disable", &json!({}))?;
        let address = caught["params"]["request"]["url"].as_str();
        address
            .map(str::to_owned)
            .context("the caught request has no address")
    }

    /// Calls a method of the protocol and returns its result.
    pub(super) fn call(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        let id = self.send(method, parameters)?;
        let mut response = self
            .wait_for(|message| message["id"] == id)
            .with_context(|| method.to_owned())?;
        if let Some(error) = response.get("error") {
            bail!("{method}: {error}");
        }
        Ok(response["result"].take())
    }

    /// Goes to an address and waits until the page there has loaded.
    pub(super) fn visit(&mut self, address: &str) -> Result<()> {
        let visit = self.call("Page.navigate", &json!({"url": address}))?;
        ensure!(
            visit["errorText"].is_null(),
            "{address}: {}",
            visit["errorText"]
        );
        self.wait_for_load(|document| *document == visit["loaderId"])
    }

    /// Waits until another page than the last one has loaded.
    pub(super) fn wait_for_next_page(&mut self) -> Result<()> {
        let last = self.document.take();
        self.wait_for_load(|document| *document != last)
    }

    fn wait_for_load(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<()> {
        let here = json!(self.session);
        let is_here = |message: &Value| is_load(message) && message["sessionId"] == here;
        let mut message = self
            .wait_for(|message| is_here(message) && wanted(&message["params"]["loaderId"]))
            .context("waiting for the page to load")?;
        self.document = message["params"]["loaderId"].take();
        Ok(())
    }

    /// Calls a method without waiting for its response; returns the call's number.
    pub(super) fn send(&mut self, method: &str, parameters: &Value) -> Result<u64> {
        self.last_id += 1;
        let mut request = json!({"id": self.last_id, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            request["sessionId"] = json!(session);
        }
        self.requests.write_all(format!("{request}\0").as_bytes())?;
        Ok(self.last_id)
    }

    fn wait_for(&self, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        loop {
            let message = self
                .messages
                .recv_timeout(PATIENCE)
                .map_err(|_| anyhow!("the browser does not respond"))?;
            if wanted(&message) {
                return Ok(message);
            }
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // A browser that was asked can end its own processes; one that hangs is ended.
        drop(self.call("Browser.close", &json!({})));
        let id = self.process.id();
        if self
            .process
            .kill()
            .and_then(|()| self.process.wait())
            .is_err()
        {
            println!("cannot end the browser, process {id}");
        }
    }
}

/// Returns whether a page has loaded, in whatever tab.
fn is_load(message: &Value) -> bool {
    message["method"] == "Page.lifecycleEvent" && message["params"]["name"] == "load"
}

fn messages(mut responses: impl BufRead + Send + 'static) -> Receiver<Value> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        while responses
            .read_until(0, &mut text)
            .is_ok_and(|length| length > 0)
        {
            text.pop();
            let message = serde_json::from_slice(&text).unwrap_or(Value::Null);
            if sender.send(message).is_err() {
                return;
            }
            text.clear();
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_at_zero_bytes() {
        let received: Vec<_> = messages(&b"{\"id\":1}\0{\"id\":2}\0"[..]).iter().collect();
        assert_eq!(received, [json!({"id": 1}), json!({"id": 2})]);
    }
}
