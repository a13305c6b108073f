//! `akoya contact`: shows the holders of an account and how to reach them.

use akoya_model::customers::{AccountContact, AccountHolder};
use akoya_model::field_text;
use clap::Args as ClapArgs;

use crate::account_choice::AccountArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::person::{self, Facts};
use crate::report::{self, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let session = Session::open(context, &args.connection).await?;
    let account = args.account.choose(&session).await?;
    let call = session
        .client
        .account_contact(session.connector(), &account.id);
    report::read(&context.output, &session, "contact", call).await
}

impl Report for AccountContact {
    const NOTHING: &'static str = "The provider says nothing about the account's holders.";

    /// Returns the place of the holders, where a holder in place of the list is shown.
    fn unread_but_shown(&self) -> Vec<String> {
        let is_read = self.holders.is_none() && self.in_documented_form().holders.is_some();
        is_read
            .then(|| "$.holders".to_owned())
            .into_iter()
            .collect()
    }

    fn text(&self, style: Style) -> Option<String> {
        let mut facts = Facts::new(style);
        let contact = self.in_documented_form();
        match &contact.holders {
            Some(holders) => holders
                .iter()
                .for_each(|holder| add_holder(&mut facts, holder)),
            None => facts.add("Holder", field_text(&*contact, "holders")),
        }
        let addresses = contact.addresses.as_deref();
        let addresses = person::each(&*contact, "addresses", addresses, person::delivery_address);
        facts.add("Address", addresses);
        let telephones = contact.telephones.as_deref();
        let telephones = person::each(&*contact, "telephones", telephones, person::telephone);
        facts.add("Telephone", telephones);
        facts.add("Email", person::texts(&*contact, "emails"));
        facts.into_known()
    }
}

fn add_holder(facts: &mut Facts, holder: &AccountHolder) {
    let relationship = field_text(holder, "relationship");
    let relationship = relationship.map(|kind| kind.to_lowercase().replace('_', " "));
    let name = person::name_in(holder, holder.name.as_ref()).or_else(|| holder.business_name());
    facts.add("Holder", [person::joined(&[&name, &relationship], ", ")]);
    let addresses = holder.addresses.as_deref();
    let addresses = person::each(holder, "addresses", addresses, person::customer_address);
    facts.add("  Address", addresses);
    let telephones = holder.all_telephones();
    facts.add("  Telephone", telephones.iter().map(person::own_telephone));
    facts.add("  Email", person::texts(holder, "email"));
    facts.add("  Customer id", field_text(holder, "customerId"));
}
