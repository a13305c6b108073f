//! Gives consent without a person: fills in the sandbox's pages over HTTP.

use std::sync::Arc;

use akoya::oauth::http::{HttpClient, HttpClientOptions, HttpService};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{Request, StatusCode};
use url::Url;

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::form::{Field, FieldKind, Form, Page};

/// No sandbox has more pages.
const MOST_PAGES: usize = 12;

/// The largest page that is read.
const PAGE_LIMIT: usize = 1024 * 1024;

/// Who consents, and which button is pressed on the last page.
#[derive(Debug, Clone)]
pub(crate) struct AutoConsent {
    /// Sandbox user, whose password equals the user name.
    pub(crate) user: String,
    pub(crate) decision: Decision,
}

/// Which button to press on the last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Approve,
    Deny,
}

/// How the pages ended.
#[derive(Debug)]
pub(crate) struct PagesOutcome {
    /// The address at which a browser would end. It contains the code.
    pub(crate) callback: String,
    /// The headings of the pages, in order.
    pub(crate) pages: Vec<String>,
}

impl AutoConsent {
    /// Goes from the authorization URL to the redirect URI. The identity provider must be on this computer: this
    /// must never handle a real person's password.
    pub(crate) async fn run(
        &self,
        start: &Url,
        redirect_uri: &str,
    ) -> Result<PagesOutcome, Failure> {
        if !akoya::oauth::http::is_loopback(start) {
            return Err(Failure::new(
                ExitCode::Usage,
                "--auto-consent is for a sandbox on this computer only",
            )
            .advise("Leave it out, and give the consent in a browser."));
        }
        let browser = Browser::new(start, redirect_uri)?;
        let mut landing = browser.get(start).await?;
        let mut pages = Vec::new();
        for _ in 0..MOST_PAGES {
            let (url, page) = match landing {
                Landing::Back(callback) => return Ok(PagesOutcome { callback, pages }),
                Landing::Page(url, page) => (url, page),
            };
            if pages.last() == Some(&page.heading) {
                return Err(self.stuck(&page));
            }
            let form = page
                .forms
                .iter()
                .find(|form| form.is_post)
                .ok_or_else(|| dead_end(&page))?;
            landing = browser.post(&url, form, &self.fill(form)).await?;
            pages.push(page.heading);
        }
        Err(
            Failure::new(ExitCode::Response, "the consent pages never end")
                .advise("Give the consent in a browser."),
        )
    }

    /// Returns the failure of a page that came again: it did not accept what was filled in.
    fn stuck(&self, page: &Page) -> Failure {
        let says = page.alert.as_deref().unwrap_or("the page gives no reason");
        if page.asks_for_password() {
            return Failure::new(
                ExitCode::Consent,
                format!("the bank refuses the sign-in of `{}`: {says}", self.user),
            )
            .advise("Use a user of the sandbox, for example --user mikomo_7.");
        }
        Failure::new(
            ExitCode::Response,
            format!("the page `{}` appears again: {says}", page.heading),
        )
        .advise("Give the consent in a browser.")
    }

    /// Fills in the fields as a person would: every box checked, and the button for the decision pressed.
    fn fill(&self, form: &Form) -> Vec<(String, String)> {
        let wanted = match self.decision {
            Decision::Approve => "approve",
            Decision::Deny => "deny",
        };
        let mut buttons = form
            .fields
            .iter()
            .filter(|field| field.kind == FieldKind::Submit);
        let pressed = buttons
            .clone()
            .find(|button| button.value == wanted)
            .or_else(|| buttons.next());
        let filled = form.fields.iter().filter_map(|field| {
            let value = match field.kind {
                FieldKind::Text | FieldKind::Password => self.user.clone(),
                FieldKind::Hidden | FieldKind::Checkbox => field.value.clone(),
                FieldKind::Submit | FieldKind::Other => return None,
            };
            Some((field.name.clone(), value))
        });
        let pressed = pressed.map(|Field { name, value, .. }| (name.clone(), value.clone()));
        filled
            .chain(pressed)
            .filter(|(name, _)| !name.is_empty())
            .collect()
    }
}

fn dead_end(page: &Page) -> Failure {
    let says = page
        .alert
        .as_deref()
        .map_or_else(String::new, |alert| format!(": {alert}"));
    Failure::new(
        ExitCode::Response,
        format!("the page `{}` has no way forward{says}", page.heading),
    )
    .advise("Check the connector and the redirect URI.")
}

/// Where a request led.
enum Landing {
    Page(Url, Page),
    /// To the redirect URI.
    Back(String),
}

/// As much of a browser as the pages need: no cookies, no scripts, one site.
struct Browser<'a> {
    http: Arc<dyn HttpService>,
    site: &'a Url,
    redirect_uri: &'a str,
}

impl<'a> Browser<'a> {
    fn new(site: &'a Url, redirect_uri: &'a str) -> Result<Self, Failure> {
        Ok(Self {
            http: Arc::new(HttpClient::new(&HttpClientOptions::default())?),
            site,
            redirect_uri,
        })
    }

    async fn get(&self, url: &Url) -> Result<Landing, Failure> {
        self.send(url, Request::get(url.as_str()).body(Bytes::new()))
            .await
    }

    async fn post(
        &self,
        page: &Url,
        form: &Form,
        fields: &[(String, String)],
    ) -> Result<Landing, Failure> {
        let url = page
            .join(&form.action)
            .ok()
            .filter(|url| url.origin() == self.site.origin());
        let url = url.ok_or_else(|| {
            Failure::new(
                ExitCode::Response,
                "a form on the consent pages leads to another site",
            )
        })?;
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request =
            Request::post(url.as_str()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(&url, request.body(body.into())).await
    }

    async fn send(
        &self,
        url: &Url,
        request: http::Result<Request<Bytes>>,
    ) -> Result<Landing, Failure> {
        let request = request.map_err(|_| {
            Failure::new(
                ExitCode::Response,
                "the address of a consent page is not valid",
            )
        })?;
        let (parts, body) = self
            .http
            .call(request)
            .await
            .map_err(unreachable)?
            .into_parts();
        let body = body.collect(PAGE_LIMIT).await.map_err(unreachable)?;
        if parts.status.is_redirection() {
            let target = parts
                .headers
                .get(LOCATION)
                .and_then(|target| target.to_str().ok())
                .unwrap_or_default();
            return self.redirected(target);
        }
        let page = Page::read(&String::from_utf8_lossy(&body));
        match parts.status {
            StatusCode::OK | StatusCode::TOO_MANY_REQUESTS => Ok(Landing::Page(url.clone(), page)),
            status => Err(refused(status, &page)),
        }
    }

    fn redirected(&self, target: &str) -> Result<Landing, Failure> {
        if target.starts_with(self.redirect_uri) {
            return Ok(Landing::Back(target.to_owned()));
        }
        Err(Failure::new(
            ExitCode::Response,
            "the consent pages lead to another address than the redirect URI",
        )
        .advise("Check the redirect URI."))
    }
}

fn unreachable(error: akoya::oauth::http::HttpError) -> Failure {
    Failure::new(
        ExitCode::TryAgain,
        "the identity provider could not be reached",
    )
    .because(&error)
    .advise("Check that it is running, and its URL.")
}

fn refused(status: StatusCode, page: &Page) -> Failure {
    // A 500 is Dex's page for a customer who refuses.
    let away = [
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    if away.contains(&status) {
        let text = format!(
            "the identity provider responded with HTTP {}",
            status.as_u16()
        );
        return Failure::new(ExitCode::TryAgain, text)
            .advise("Try again later: it may be in its maintenance window.");
    }
    Failure::new(
        ExitCode::Configuration,
        format!(
            "the identity provider responded with HTTP {}: {}",
            status.as_u16(),
            page.heading
        ),
    )
    .advise("Check client id, redirect URI and connector.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(decision: Decision) -> AutoConsent {
        AutoConsent {
            user: "kim".to_owned(),
            decision,
        }
    }

    #[test]
    fn a_provider_that_is_away_is_not_a_wrong_client() {
        let code = |status| refused(status, &Page::read("<h1>No</h1>")).code();
        assert_eq!(code(StatusCode::SERVICE_UNAVAILABLE), ExitCode::TryAgain);
        assert_eq!(code(StatusCode::BAD_REQUEST), ExitCode::Configuration);
    }

    #[test]
    fn every_account_is_checked_and_the_decision_is_pressed() {
        let page = Page::read(
            "<form method=post><input type=hidden name=t value=1><input type=checkbox name=a value=x><input type=checkbox \
             name=a value=y><button name=d value=approve></button><button name=d value=deny></button></form>",
        );
        let filled = |decision| {
            let fields = auto(decision).fill(&page.forms[0]);
            fields
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
                .join("&")
        };
        assert_eq!(filled(Decision::Approve), "t=1&a=x&a=y&d=approve");
        assert_eq!(filled(Decision::Deny), "t=1&a=x&a=y&d=deny");
    }

    #[tokio::test]
    async fn pages_on_another_computer_are_never_filled_in() {
        let url = "https://bank.example/auth".parse().unwrap();
        let failure = auto(Decision::Approve)
            .run(&url, "http://127.0.0.1/callback")
            .await
            .unwrap_err();
        assert_eq!(failure.code(), ExitCode::Usage);
    }
}
