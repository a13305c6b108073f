//! Contributions to accounts with tax advantages: the Forms 5498.

use super::form::tax_form;
use crate::amount::Amount;
use crate::number::Integer;
use crate::time::Date;

tax_form! {
    /// Form 5498, IRA contribution information.
    ///
    /// The issuer is the trustee, the recipient the participant.
    pub struct Form5498 {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, contributions to a traditional IRA, in US dollars.
        pub ira_contributions: Option<Amount> = "iraContributions",
        /// Box 2, rollover contributions, in US dollars.
        pub rollover_contributions: Option<Amount> = "rolloverContributions",
        /// Box 3, the amount converted to a Roth IRA, in US dollars.
        pub roth_ira_conversion: Option<Amount> = "rothIraConversion",
        /// Box 4, recharacterized contributions, in US dollars.
        pub recharacterized_contributions: Option<Amount> = "recharacterizedContributions",
        /// Box 5, the fair market value of the account at the end of the year, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
        /// Box 6, the cost of life insurance included in box 1, in US dollars.
        pub life_insurance_cost: Option<Amount> = "lifeInsuranceCost",
        /// Box 7, whether it is a traditional IRA.
        pub traditional_ira: Option<bool> = "ira",
        /// Box 7, whether it is a simplified employee pension (SEP).
        pub simplified_employee_pension: Option<bool> = "sep",
        /// Box 7, whether it is a savings incentive match plan (SIMPLE).
        pub simple_ira: Option<bool> = "simple",
        /// Box 7, whether it is a Roth IRA.
        pub roth_ira: Option<bool> = "rothIra",
        /// Box 8, contributions to a SEP, in US dollars.
        pub sep_contributions: Option<Amount> = "sepContributions",
        /// Box 9, contributions to a SIMPLE, in US dollars.
        pub simple_contributions: Option<Amount> = "simpleContributions",
        /// Box 10, contributions to a Roth IRA, in US dollars.
        pub roth_ira_contributions: Option<Amount> = "rothIraContributions",
        /// Box 11, whether a required minimum distribution (RMD) is due in the following year.
        pub required_distribution_next_year: Option<bool> = "rmdNextYear",
        /// Box 12a, the day by which the required minimum distribution is due.
        pub required_distribution_date: Option<Date> = "rmdDate",
        /// Box 12b, the required minimum distribution, in US dollars.
        pub required_distribution_amount: Option<Amount> = "rmdAmount",
        /// Box 13a, a contribution made late for a former year, or a late rollover, in US dollars.
        pub postponed_contribution: Option<Amount> = "postponedContribution",
        /// Box 13b, the year that box 13a is for.
        pub postponed_year: Option<Integer> = "postponedYear",
        /// Box 13c, why it was made late, as a code.
        pub postponed_code: Option<String> = "postponedCode",
        /// Box 14a, repayments of a distribution, in US dollars.
        pub repayments: Option<Amount>,
        /// Box 14b, what the distribution was, as a code.
        pub repayment_code: Option<String> = "repayCode",
        /// Box 15a, the fair market value of assets that have no ready market, in US dollars.
        pub specified_assets_fair_market_value: Option<Amount> = "fmvSpecifiedAssets",
        /// Box 15b, what those assets are, one or two letters.
        pub specified_asset_codes: Option<String> = "specifiedCodes",
    }
}

tax_form! {
    /// Form 5498-ESA, Coverdell education savings account (ESA) contribution information.
    ///
    /// The issuer is the trustee, the recipient the beneficiary.
    pub struct Form5498Esa {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, contributions to the account, in US dollars.
        pub coverdell_contributions: Option<Amount> = "coverdellEsaContributions",
        /// Box 2, rollover contributions, in US dollars.
        pub rollover_contributions: Option<Amount> = "rolloverContributions",
    }
}

tax_form! {
    /// Form 5498-QA, ABLE account contribution information.
    ///
    /// The recipient is the beneficiary.
    pub struct Form5498Qa {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, contributions to the ABLE account, in US dollars.
        pub able_contributions: Option<Amount> = "ableContributions",
        /// Box 2, rollovers from another ABLE account, in US dollars.
        pub rollovers: Option<Amount>,
        /// Box 3, cumulative contributions, in US dollars.
        pub cumulative_contributions: Option<Amount> = "cumulativeContributions",
        /// Box 4, the fair market value of the account, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
        /// Box 5, whether the account was opened in the year.
        pub opened_in_tax_year: Option<bool> = "openedInTaxYear",
        /// Box 6, why the beneficiary is eligible, as a code.
        pub eligibility_basis_code: Option<String> = "basisOfDisabilityCode",
        /// Box 7, the type of disability, as a code.
        pub disability_type_code: Option<String> = "typeOfDisabilityCode",
    }
}

tax_form! {
    /// Form 5498-SA, HSA, Archer MSA or Medicare Advantage MSA information.
    ///
    /// The issuer is the trustee, the recipient the participant.
    pub struct Form5498Sa {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, the holder's own contributions to an Archer MSA for the year, in US dollars.
        pub archer_msa_contributions: Option<Amount> = "msaContributions",
        /// Box 2, total contributions made in the year, in US dollars.
        pub contributions_in_year: Option<Amount> = "totalContributions",
        /// Box 3, total contributions to an HSA or Archer MSA made in the following year for the year, in US dollars.
        pub contributions_after_year_end: Option<Amount> = "totalPostYearEnd",
        /// Box 4, rollover contributions, in US dollars.
        pub rollover_contributions: Option<Amount> = "rolloverContributions",
        /// Box 5, the fair market value of the account, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
        /// Box 6, whether it is a health savings account (HSA).
        pub health_savings_account: Option<bool> = "hsa",
        /// Box 6, whether it is an Archer medical savings account (MSA).
        pub archer_msa: Option<bool> = "archer",
        /// Box 6, whether it is a Medicare Advantage medical savings account (MA MSA).
        pub medicare_advantage_msa: Option<bool> = "maMsa",
    }
}
