//! `akoya customer`: shows the customer who gave consent.

use akoya_model::customers::CurrentCustomer;
use clap::Args as ClapArgs;

use crate::context::Context;
use crate::failure::Failure;
use crate::person::{self, Facts};
use crate::report::{self, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let session = Session::open(context, &args.connection).await?;
    let call = session.client.current_customer(session.connector());
    report::read(&context.output, &session, "customer", call).await
}

impl Report for CurrentCustomer {
    const NOTHING: &'static str = "The provider says nothing about the customer.";

    fn text(&self, style: Style) -> Option<String> {
        let customer = self.customer.as_ref()?;
        let mut facts = Facts::new(style);
        facts.add("Name", customer.name.as_ref().map(person::name));
        // The API description of 2025-06 has how to reach a customer beside the name, later ones have it beside the customer.
        let name = customer.name.iter();
        let of_name = name
            .clone()
            .flat_map(|name| name.addresses.iter().flatten());
        let addresses = customer.addresses.iter().flatten().chain(of_name);
        facts.add("Address", addresses.map(person::customer_address));
        let telephones = customer.all_telephones();
        facts.add("Telephone", telephones.iter().map(person::own_telephone));
        let of_name = name.flat_map(|name| name.email.iter().flatten());
        facts.add(
            "Email",
            customer.email.iter().flatten().chain(of_name).cloned(),
        );
        facts.add("Customer id", customer.customer_id.clone());
        Some(facts.into_text())
    }
}
