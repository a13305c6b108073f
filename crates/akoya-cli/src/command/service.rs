//! `akoya service`: the service APIs, with the organisation's own credentials.

mod client;

use std::path::PathBuf;

use akoya::Response;
use akoya::model::Model;
use akoya::model::service::{
    App, AppSubscriptionStatus, NotificationCategory, NotificationSubscription, NotificationType,
};
use clap::{Args as ClapArgs, Subcommand};
use serde_json::json;

use self::client::ServiceArgs;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;

const HELP: &str = "\
The service APIs are asked with the organisation's own credentials, which are not those of its applications: the client id with \
--service-client-id or AKOYA_SERVICE_CLIENT_ID, the secret with AKOYA_SERVICE_CLIENT_SECRET or --service-client-secret-file. A token \
is obtained for each run and never kept. Documents are printed as JSON.

`akoya sandbox` serves these APIs too, and prints what to export.";

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
    /// Show what became of a consent, by the `grant_id` of its tokens
    Consent {
        /// The consent's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the subscriptions
    Subscriptions,
    /// Show a subscription
    Subscription {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Subscribe an address to an event
    Subscribe(SubscriptionArgs),
    /// Change a subscription; what is not given stays
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
    /// Have a sample of the event sent to the subscriber
    TestEvent {
        /// The subscription's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the organisation's applications
    Apps {
        /// Skip this many
        #[arg(long, value_name = "N", default_value_t = 0)]
        offset: u32,
        /// List at most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
    },
    /// Show an application
    App {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Register the application of a JSON document
    RegisterApps {
        /// The document; `-` is the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Change an application: the fields of a JSON document replace its own
    UpdateApp {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
        /// The document; `-` is the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the products that the organisation may use
    Products,
    /// List the institutions that have all of these products
    Providers {
        /// A product's id; may be repeated
        #[arg(long = "product", value_name = "ID", required = true)]
        products: Vec<String>,
    },
    /// List what an application is subscribed to
    AppSubscriptions {
        /// The application's id
        #[arg(value_name = "ID")]
        id: String,
        /// List only those with this status
        #[arg(long, value_name = "STATUS")]
        status: Option<String>,
    },
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
    #[arg(long, value_name = "ADDRESS")]
    callback_email: Option<String>,
    /// Send events from this day on
    #[arg(long, value_name = "DAY")]
    effective_date: Option<String>,
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
        Asked::Consent { id } => print(context, client.consent(id).await),
        Asked::Subscriptions => print(context, client.subscriptions().await),
        Asked::Subscription { id } => print(context, client.subscription(id).await),
        Asked::Subscribe(asked) => print(context, client.subscribe(&asked.subscription()).await),
        Asked::UpdateSubscription { id, changes } => print(
            context,
            client
                .update_subscription(id, &changes.subscription())
                .await,
        ),
        Asked::Unsubscribe { id } => {
            client.unsubscribe(id).await?;
            let json = json!({ "subscription": id, "outcome": "ended" });
            context
                .output
                .done(&json, format_args!("The subscription {id} has ended."))
        }
        Asked::TestEvent { id } => print(context, client.send_test_event(id).await),
        Asked::Apps { offset, limit } => {
            print(context, client.apps(recipient()?, *offset, *limit).await)
        }
        Asked::App { id } => print(context, client.app(recipient()?, id).await),
        Asked::RegisterApps { file } => {
            print(context, client.register_app(&document::<App>(file)?).await)
        }
        Asked::UpdateApp { id, file } => {
            let changes = document::<App>(file)?;
            print(context, client.update_app(recipient()?, id, &changes).await)
        }
        Asked::Products => print(context, client.products(recipient()?).await),
        Asked::Providers { products } => {
            let products: Vec<&str> = products.iter().map(String::as_str).collect();
            print(context, client.providers(recipient()?, &products).await)
        }
        Asked::AppSubscriptions { id, status } => {
            let status = status.as_deref().map(AppSubscriptionStatus::from);
            print(context, client.app_subscriptions(id, status).await)
        }
    }
}

fn print<T: Model>(
    context: &Context,
    response: Result<Response<T>, akoya::Error>,
) -> Result<(), Failure> {
    context.output.json(akoya_model::to_string(&response?.body))
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
