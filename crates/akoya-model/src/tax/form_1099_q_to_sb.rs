//! Forms 1099-Q, 1099-QA, 1099-R, 1099-S, 1099-SA and 1099-SB.

use super::form::tax_form;
use super::parts::NameAddressAndPhone;
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::number::{Integer, Number};
use crate::time::Date;

tax_form! {
    /// Form 1099-Q, payments from qualified education programs.
    ///
    /// The issuer is the payer or trustee.
    pub struct Form1099Q {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, gross distribution, in US dollars.
        pub gross_distribution: Option<Amount> = "grossDistribution",
        /// Box 2, the earnings in box 1, in US dollars. Negative: a loss.
        pub earnings: Option<Amount>,
        /// Box 3, the basis in box 1, in US dollars.
        pub basis: Option<Amount>,
        /// Box 4, whether it was a transfer from trustee to trustee.
        pub trustee_to_trustee_transfer: Option<bool> = "trusteeToTrustee",
        /// Box 5, whether it came from a private qualified tuition program.
        pub private_tuition_program: Option<bool> = "tuitionPlanPrivate",
        /// Box 5, whether it came from a state's qualified tuition program.
        pub state_tuition_program: Option<bool> = "tuitionPlanPublic",
        /// Box 5, whether it came from a Coverdell education savings account (ESA).
        pub coverdell_account: Option<bool> = "coverdellEsa",
        /// Box 6, whether the recipient is not the designated beneficiary.
        pub recipient_is_not_beneficiary: Option<bool> = "recipientIsNotBeneficiary",
        /// The fair market value of the account, when it is given, in US dollars; the form has no box of its own for
        /// it.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
    }
}

tax_form! {
    /// Form 1099-QA, distributions from ABLE accounts.
    pub struct Form1099Qa {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, gross distribution, in US dollars.
        pub gross_distribution: Option<Amount> = "grossDistribution",
        /// Box 2, the earnings in box 1, in US dollars. Negative: a loss.
        pub earnings: Option<Amount>,
        /// Box 3, the basis in box 1, in US dollars.
        pub basis: Option<Amount>,
        /// Box 4, whether it was a transfer from program to program.
        pub program_to_program_transfer: Option<bool> = "programTransfer",
        /// Box 5, whether the account was closed in the year.
        pub account_terminated: Option<bool> = "terminated",
        /// Box 6, whether the recipient is not the designated beneficiary.
        pub recipient_is_not_beneficiary: Option<bool> = "notBeneficiary",
    }
}

tax_form! {
    /// Form 1099-R, distributions from pensions, annuities, retirement or profit-sharing plans, IRAs and insurance
    /// contracts.
    ///
    /// The issuer is the payer.
    pub struct Form1099R {
        /// Box 10, the amount allocable to an in-plan Roth rollover (IRR) within five years, in US dollars.
        pub allocable_to_in_plan_roth_rollover: Option<Amount> = "allocableToIRR",
        /// Box 11, the first year of designated Roth contributions, four digits.
        pub first_year_of_roth_contributions: Option<Integer> = "firstYearOfRoth",
        /// The issuer's number for the account.
        pub account_number: Option<String> = "recipientAccountNumber",
        /// Box 1, gross distribution, before tax and other deductions, in US dollars.
        pub gross_distribution: Option<Amount> = "grossDistribution",
        /// Box 2a, the part of box 1 that is taxable, in US dollars.
        pub taxable_amount: Option<Amount> = "taxableAmount",
        /// Box 2b, whether the payer could not determine the taxable amount.
        pub taxable_amount_not_determined: Option<bool> = "taxableAmountNotDetermined",
        /// Box 2b, whether everything was paid out.
        pub total_distribution: Option<bool> = "totalDistribution",
        /// Box 3, capital gain, a part of box 2a, in US dollars.
        pub capital_gain: Option<Amount> = "capitalGain",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, contributions of the employee, designated Roth contributions, or insurance premiums, in US dollars.
        pub employee_contributions: Option<Amount> = "employeeContributions",
        /// Box 6, net unrealized appreciation in the employer's securities, in US dollars.
        pub net_unrealized_appreciation: Option<Amount> = "netUnrealizedAppreciation",
        /// Box 7, the kind of distribution, one or two codes of one character, such as `7` for a normal one.
        pub distribution_codes: Option<Vec<String>> = "distributionCodes",
        /// Box 7, whether it came from an IRA, SEP or SIMPLE.
        pub individual_retirement_account: Option<bool> = "iraSepSimple",
        /// Box 8, other, in US dollars: the value of an annuity contract in a lump-sum distribution, or charges for
        /// long-term care insurance.
        pub other_amount: Option<Amount> = "otherAmount",
        /// Box 8, the recipient's share of an annuity contract. The form prints a percentage.
        pub other_percentage: Option<Number> = "otherPercent",
        /// Box 9a, the recipient's share of the total distribution. The form prints a percentage.
        pub recipient_percentage_of_total: Option<Number> = "yourPercentOfTotal",
        /// Box 9b, total contributions of the employee, in US dollars.
        pub total_employee_contributions: Option<Amount> = "totalEmployeeContributions",
        /// Box 12, whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// Box 13, when reportable death benefits were paid.
        pub date_of_payment: Option<Date> = "dateOfPayment",
        /// Boxes 14 to 19, state and local tax withheld and distributions.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}

tax_form! {
    /// Form 1099-S, proceeds from real estate transactions.
    ///
    /// The issuer is the filer, the recipient the transferor.
    pub struct Form1099S {
        /// The account or escrow number.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the sale was closed.
        pub date_of_closing: Option<Date> = "dateOfClosing",
        /// Box 2, gross proceeds, in US dollars.
        pub gross_proceeds: Option<Amount> = "grossProceeds",
        /// Box 3, the address or legal description of the property.
        pub address_or_legal_description: Option<String> = "addressOrLegalDescription",
        /// Box 4, whether the transferor received, or will receive, property or services too.
        pub received_other_consideration: Option<bool> = "receivedOtherConsideration",
        /// Box 5, whether the transferor is a foreign person.
        pub foreign_person: Option<bool> = "foreignPerson",
        /// Box 6, the buyer's part of the real estate tax, in US dollars.
        pub real_estate_tax: Option<Amount> = "realEstateTax",
    }
}

tax_form! {
    /// Form 1099-SA, distributions from an HSA, Archer MSA or Medicare Advantage MSA.
    ///
    /// The issuer is the trustee or payer.
    pub struct Form1099Sa {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, gross distribution, in US dollars.
        pub gross_distribution: Option<Amount> = "grossDistribution",
        /// Box 2, earnings on excess contributions, in US dollars.
        pub earnings_on_excess_contributions: Option<Amount> = "earnings",
        /// Box 3, the kind of distribution, one digit, such as `1` for a normal one.
        pub distribution_code: Option<String> = "distributionCode",
        /// Box 4, the fair market value of the account on the day its holder died, in US dollars.
        pub fair_market_value_at_death: Option<Amount> = "fairMarketValue",
        /// Box 5, whether it is a health savings account (HSA).
        pub health_savings_account: Option<bool> = "hsa",
        /// Box 5, whether it is an Archer medical savings account (MSA).
        pub archer_msa: Option<bool> = "archerAccount",
        /// Box 5, whether it is a Medicare Advantage medical savings account (MA MSA).
        pub medicare_advantage_msa: Option<bool> = "medicalSavingsAccount",
    }
}

tax_form! {
    /// Form 1099-SB, seller's investment in a life insurance contract.
    ///
    /// The issuer is the insurer, the recipient the seller.
    pub struct Form1099Sb {
        /// The number of the policy.
        pub policy_number: Option<String> = "policyNumber",
        /// Box 1, the seller's investment in the contract, in US dollars.
        pub investment_in_contract: Option<Amount> = "contractInvestment",
        /// Box 2, what the seller would have been paid on surrender, in US dollars.
        pub surrender_amount: Option<Amount> = "surrenderAmount",
        /// Whom to ask at the insurer, when it is not the insurer's own address.
        pub insurer_contact: Option<NameAddressAndPhone> = "contactNameAddress",
    }
}
