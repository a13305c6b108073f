//! `akoya contact`: shows the holders of an account and how to reach them.

use akoya_model::customers::{AccountContact, AccountHolder};
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

    fn text(&self, style: Style) -> Option<String> {
        let mut facts = Facts::new(style);
        for holder in self.holders.iter().flatten() {
            add_holder(&mut facts, holder);
        }
        let addresses = self.addresses.iter().flatten();
        facts.add("Address", addresses.map(person::delivery_address));
        let telephones = self.telephones.iter().flatten();
        facts.add("Telephone", telephones.map(person::telephone));
        facts.add("Email", self.emails.iter().flatten().cloned());
        Some(facts.into_text())
    }
}

fn add_holder(facts: &mut Facts, holder: &AccountHolder) {
    let relationship = holder.relationship.as_ref();
    let relationship = relationship.map(|kind| kind.as_str().to_lowercase().replace('_', " "));
    let name = holder.name.as_ref().map(person::name);
    facts.add("Holder", [person::joined(&[&name, &relationship], ", ")]);
    let addresses = holder.addresses.iter().flatten();
    facts.add("  Address", addresses.map(person::customer_address));
    let telephones = holder.all_telephones();
    facts.add("  Telephone", telephones.iter().map(person::own_telephone));
    facts.add("  Email", holder.email.iter().flatten().cloned());
    facts.add("  Customer id", holder.customer_id.clone());
}
