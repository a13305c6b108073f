//! `akoya service`: the service APIs, with the organisation's own credentials.

mod client;
mod documents;

use std::path::PathBuf;

use akoya::Response;
use akoya::model::service::{
    App, AppSubscriptionStatus, NotificationCategory, NotificationSubscription, NotificationType,
    PatchOperation,
};
use akoya::model::{Model, Presence, presence};
use akoya::service::ServiceClient;
use clap::{Args as ClapArgs, Subcommand};
use serde_json::{Value, json};

use self::client::ServiceArgs;
use crate::context::Context;
use crate::csv::CsvArgs;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::report::{self, CsvReport, Report};

const HELP: &str = "\
The service APIs require the organisation's own credentials, not those of its applications: the client id with \
--service-client-id or AKOYA_SERVICE_CLIENT_ID, the secret with AKOYA_SERVICE_CLIENT_SECRET or --service-client-secret-file. A token \
is obtained for each run and never kept. --json prints documents with every field received.

`akoya sandbox` serves these APIs too, and prints what to export. It sends events only to addresses on this computer: over http, and \
over https with `akoya sandbox --callback-ca`.";

#[derive(Debug, ClapArgs)]
#[command(after_help = HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: ServiceCommand,
    #[command(flatten)]
    service: ServiceArgs,
}

#[derive(Debug, Subcommand)]
enum ServiceCommand {
    /// Show the state of a consent, by the `grant_id` of its tokens
    Consent {
        /// The consent's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the subscriptions
    Subscriptions(CsvArgs),
    /// Show a subscription
    Subscription {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Subscribe an address to an event
    Subscribe(SubscriptionArgs),
    /// Change a subscription; omitted fields keep their values
    UpdateSubscription {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        changes: SubscriptionArgs,
    },
    /// End a subscription
    Unsubscribe {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Send a sample event to the subscriber
    TestEvent {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the organisation's applications
    Apps {
        #[command(flatten)]
        page: PageArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// Show an application
    App {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Register an application from a JSON document. Its secret is shown only now
    #[command(alias = "register-apps")]
    RegisterApp {
        /// The document; `-` is the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Change an application; omitted fields keep their values
    UpdateApp {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        changes: AppChanges,
    },
    /// List the products that the organisation may use
    Products(CsvArgs),
    /// List the institutions that have all of these products
    Providers {
        /// A product's id; may be repeated
        #[arg(long = "product", value_name = "ID", required = true)]
        products: Vec<String>,
        #[command(flatten)]
        page: PageArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
    /// List what an application is subscribed to
    AppSubscriptions {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
        /// List only those with this status
        #[arg(long, value_name = "STATUS")]
        status: Option<String>,
        #[command(flatten)]
        page: PageArgs,
        #[command(flatten)]
        csv: CsvArgs,
    },
}

/// Which part of a list is read.
#[derive(Debug, ClapArgs)]
struct PageArgs {
    /// Skip this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u32,
    /// List at most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
}

impl PageArgs {
    /// Returns how the rest of a list is read, for one that continues after this page.
    fn rest(&self) -> String {
        let next = u64::from(self.offset) + u64::from(self.limit);
        format!("--offset {next} lists the next")
    }
}

/// What Akoya lets an organisation change.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = true)]
struct AppChanges {
    /// Say what it does, in at most 120 characters
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Add this redirect URI; may be repeated
    #[arg(long, value_name = "URI")]
    add_redirect_uri: Vec<String>,
    /// Remove this redirect URI; may be repeated
    #[arg(long, value_name = "URI")]
    remove_redirect_uri: Vec<String>,
    /// Replace the secret by a new one, which is shown only now
    #[arg(long)]
    reset_secret: bool,
}

impl AppChanges {
    /// Returns the operations, for an application that has these redirect URIs. Additions come last: they move no
    /// position.
    fn operations(&self, uris: &[String]) -> Result<Vec<PatchOperation>, Failure> {
        let mut operations: Vec<_> = self
            .description
            .iter()
            .map(|text| PatchOperation::describe(text))
            .collect();
        let mut uris = uris.to_vec();
        for unwanted in &self.remove_redirect_uri {
            let at = uris.iter().position(|uri| uri == unwanted);
            let at = at.ok_or_else(|| {
                let text = "--remove-redirect-uri names no redirect URI of the application";
                Failure::new(ExitCode::Usage, text).advise(format!("It has: {}.", uris.join(", ")))
            })?;
            uris.remove(at);
            operations.push(PatchOperation::remove_redirect_uri(at));
        }
        let added = self.add_redirect_uri.iter();
        operations.extend(added.map(|uri| PatchOperation::add_redirect_uri(uri)));
        if self.reset_secret {
            operations.push(PatchOperation::reset_secret());
        }
        Ok(operations)
    }
}

#[derive(Debug, ClapArgs)]
struct SubscriptionArgs {
    /// The category of the event, such as CONSENT or MAINTENANCE
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// The event, such as CONSENT_REVOKED or CONSENT_UPDATED
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Send events to this https address
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// The email address to notify when the callback address does not respond
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    callback_email: Option<String>,
    /// Send events from this day on
    #[arg(long, value_name = "DAY")]
    effective_date: Option<String>,
}

/// Takes what has the form of an address. Whether it exists only mail can show.
fn email(text: &str) -> Result<String, &'static str> {
    let is_plain = |text: &str| {
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || "@,;<>\"".contains(c);
        !text.is_empty() && !text.contains(is_odd)
    };
    match text.split_once('@') {
        Some((person, domain)) if is_plain(person) && domain.split('.').all(is_plain) => {
            Ok(text.to_owned())
        }
        _ => Err("an address is like ops@app.example"),
    }
}

impl SubscriptionArgs {
    fn subscription(&self) -> NotificationSubscription {
        let upper = |text: &String| text.to_uppercase().replace('-', "_");
        NotificationSubscription {
            category: self
                .category
                .as_ref()
                .map(|text| NotificationCategory::from(upper(text).as_str())),
            kind: self
                .kind
                .as_ref()
                .map(|text| NotificationType::from(upper(text).as_str())),
            callback_url: self.callback_url.clone(),
            callback_email: self.callback_email.clone(),
            effective_date: self.effective_date.as_deref().map(Into::into),
            ..NotificationSubscription::default()
        }
    }
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    use ServiceCommand as Asked;
    let client = args.service.client(context)?;
    let recipient = || args.service.recipient();
    match &args.command {
        Asked::Consent { id } => show(context, client.consent(id).await),
        Asked::Subscriptions(csv) => {
            let subscriptions = client.subscriptions().await;
            list(context, csv, subscriptions, FIRST_PAGE)
        }
        Asked::Subscription { id } => show(context, client.subscription(id).await),
        Asked::Subscribe(asked) => show(context, client.subscribe(&asked.subscription()).await),
        Asked::UpdateSubscription { id, changes } => {
            let changes = changes.subscription();
            show(context, client.update_subscription(id, &changes).await)
        }
        Asked::Unsubscribe { id } => unsubscribe(context, &client, id).await,
        Asked::TestEvent { id } => show(context, client.send_test_event(id).await),
        Asked::Apps { page, csv } => {
            let apps = client.apps(recipient()?, page.offset, page.limit).await;
            list(context, csv, apps, &page.rest())
        }
        Asked::App { id } => show(context, client.app(recipient()?, id).await),
        Asked::RegisterApp { file } => {
            show(context, client.register_app(&document::<App>(file)?).await)
        }
        Asked::UpdateApp { id, changes } => {
            let app = update_app(&client, recipient()?, id, changes).await?;
            show(context, Ok(app))
        }
        Asked::Products(csv) => {
            let products = client.products(recipient()?).await;
            list(context, csv, products, FIRST_PAGE)
        }
        Asked::Providers {
            products,
            page,
            csv,
        } => {
            let products: Vec<&str> = products.iter().map(String::as_str).collect();
            let (recipient, offset, limit) = (recipient()?, page.offset, page.limit);
            let providers = client.providers(recipient, &products, offset, limit);
            list(context, csv, providers.await, &page.rest())
        }
        Asked::AppSubscriptions {
            id,
            status,
            page,
            csv,
        } => {
            let status = status.as_deref().map(AppSubscriptionStatus::from);
            let subscriptions = client.app_subscriptions(id, status, page.offset, page.limit);
            list(context, csv, subscriptions.await, &page.rest())
        }
    }
}

async fn unsubscribe(context: &Context, client: &ServiceClient, id: &str) -> Result<(), Failure> {
    client.unsubscribe(id).await.map_err(explain)?;
    let json = json!({ "subscription": id, "outcome": "ended" });
    context
        .output
        .done(&json, format_args!("The subscription {id} has ended."))
}

async fn update_app(
    client: &ServiceClient,
    recipient: &str,
    id: &str,
    changes: &AppChanges,
) -> Result<Response<App>, Failure> {
    let known = client.app(recipient, id).await.map_err(explain)?;
    let uris = known.redirect_uris.as_deref().unwrap_or_default();
    let operations = changes.operations(uris)?;
    let app = client.update_app(recipient, id, &operations).await;
    app.map_err(explain)
}

/// Prints what was asked for.
fn show<T: Report>(
    context: &Context,
    response: Result<Response<T>, akoya::Error>,
) -> Result<(), Failure> {
    let response = response.map_err(explain)?;
    let mut gaps = Gaps::new(&context.output);
    gaps.look(RESPONSE, &response);
    report::print(&context.output, &response.body)?;
    gaps.finish()
}

/// Prints a list in one of the three forms, and notes whether there is more.
fn list<T: CsvReport>(
    context: &Context,
    csv: &CsvArgs,
    response: Result<Response<T>, akoya::Error>,
    others: &str,
) -> Result<(), Failure> {
    let format = csv.format(&context.output)?;
    let response = response.map_err(explain)?;
    let mut gaps = Gaps::new(&context.output);
    gaps.look(RESPONSE, &response);
    report::print_as(&context.output, format, &response.body)?;
    if presence(&response.body, "links.next.href") == Presence::Value {
        let total = total(&response.body);
        let total = total.map_or_else(String::new, |total| format!(", {total} in all"));
        gaps.note(format_args!("There are more{total}; {others}."));
    }
    gaps.finish()
}

/// Returns how long the whole list is: as in Akoya's samples, or as it was announced in 2024.
fn total(page: &impl Model) -> Option<u64> {
    let page: Value = serde_json::from_str(&akoya_model::to_string(page)).ok()?;
    let total = page.pointer("/page/total_elements");
    total.or_else(|| page.pointer("/metadata/total"))?.as_u64()
}

/// The name of a response in messages.
const RESPONSE: &str = "the response";

/// The note on a list of which the command requests the first page only.
const FIRST_PAGE: &str = "this is the first page";

/// Turns an error into a failure whose advice names the options and variables of an organisation.
fn explain(error: akoya::Error) -> Failure {
    let is_unknown = error.status() == Some(404);
    let failure = Failure::from(error);
    match failure.code() {
        ExitCode::Configuration => failure.advise(
            "Check the organisation's client id (--service-client-id, AKOYA_SERVICE_CLIENT_ID), its secret (AKOYA_SERVICE_CLIENT_SECRET, \
             --service-client-secret-file) and the environment (--environment, AKOYA_ENVIRONMENT, or --sts-url and --services-url).",
        ),
        ExitCode::Response if is_unknown => {
            failure.advise("The organisation has nothing with this id. Check the id, and --recipient.")
        }
        _ => failure,
    }
}

fn document<T: Model>(file: &std::path::Path) -> Result<T, Failure> {
    let text = if file == std::path::Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|error| Failure::of_file(file, "read", &error))?;
    akoya_model::from_str(&text).map_err(|error| {
        Failure::new(
            ExitCode::Usage,
            format!("`{}` is not the expected JSON document", file.display()),
        )
        .because(&error)
        .advise("Correct the file.")
    })
}
