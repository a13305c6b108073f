//! `akoya customer`: shows the customer who gave consent.

use akoya_model::address::CustomerAddress;
use akoya_model::customers::CurrentCustomer;
use akoya_model::{Model, field_text};
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
        let customer = self.person()?;
        let customer = &*customer;
        let mut facts = Facts::new(style);
        facts.add("Name", person::name_in(customer, customer.name.as_ref()));
        // The API description of 2025-06 has how to reach a customer beside the name, later ones have it beside the
        // customer.
        let name = customer.name.iter();
        let of_name = name
            .clone()
            .flat_map(|name| addresses(name, &name.addresses));
        let own = addresses(customer, &customer.addresses);
        facts.add("Address", own.into_iter().chain(of_name));
        let telephones = customer.all_telephones();
        facts.add("Telephone", telephones.iter().map(person::own_telephone));
        let of_name = name.flat_map(|name| person::texts(name, "email"));
        facts.add(
            "Email",
            person::texts(customer, "email").into_iter().chain(of_name),
        );
        facts.add("Customer id", field_text(customer, "customerId"));
        facts.into_known()
    }
}

fn addresses(around: &impl Model, list: &Option<Vec<CustomerAddress>>) -> Vec<String> {
    person::each(
        around,
        "addresses",
        list.as_deref(),
        person::customer_address,
    )
}
