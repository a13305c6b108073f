//! Undistributed gains of a fund, and stock from an employer: Forms 2439, 3921 and 3922.

use super::form::tax_form;
use super::parts::TaxParty;
use crate::amount::Amount;
use crate::number::Number;
use crate::time::Date;

tax_form! {
    /// Form 2439, notice to shareholder of undistributed long-term capital gains.
    ///
    /// The issuer is the fund (RIC) or real estate investment trust (REIT), the recipient the shareholder.
    pub struct Form2439 {
        /// The first day of the issuer's tax year, when it is not the calendar year.
        pub fiscal_year_begin: Option<Date> = "fiscalYearBegin",
        /// The last day of the issuer's tax year, when it is not the calendar year.
        pub fiscal_year_end: Option<Date> = "fiscalYearEnd",
        /// Box 1a, total undistributed long-term capital gains, in US dollars.
        pub undistributed_long_term_capital_gains: Option<Amount> = "undistributedLongTermCapitalGains",
        /// Box 1b, unrecaptured section 1250 gain, a part of box 1a, in US dollars.
        pub unrecaptured_section_1250_gain: Option<Amount> = "unrecaptured1250Gain",
        /// Box 1c, section 1202 gain, a part of box 1a, in US dollars.
        pub section_1202_gain: Option<Amount> = "section1202Gain",
        /// Box 1d, gain on collectibles, taxed at 28 percent, a part of box 1a, in US dollars.
        pub collectibles_gain: Option<Amount> = "collectiblesGain",
        /// Box 2, tax that the issuer paid on the gains in box 1a, in US dollars.
        pub tax_paid: Option<Amount> = "taxPaid",
    }
}

tax_form! {
    /// Form 3921, exercise of an incentive stock option under section 422(b).
    ///
    /// The issuer is the transferor, the recipient the employee.
    pub struct Form3921 {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the option was granted.
        pub option_grant_date: Option<Date> = "optionGrantDate",
        /// Box 2, when the option was exercised.
        pub option_exercise_date: Option<Date> = "optionExerciseDate",
        /// Box 3, exercise price per share, in US dollars.
        pub exercise_price_per_share: Option<Amount> = "exercisePrice",
        /// Box 4, fair market value per share on the day of exercise, in US dollars.
        pub market_value_per_share_at_exercise: Option<Amount> = "exerciseMarketValue",
        /// Box 5, how many shares were transferred.
        pub number_of_shares: Option<Number> = "numberOfShares",
        /// Box 6, the corporation whose stock is transferred, when it is not the transferor.
        pub corporation: Option<Box<TaxParty>>,
    }
}

tax_form! {
    /// Form 3922, transfer of stock acquired through an employee stock purchase plan under section 423(c).
    ///
    /// The issuer is the corporation, the recipient the employee.
    pub struct Form3922 {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the option was granted.
        pub option_grant_date: Option<Date> = "optionGrantDate",
        /// Box 2, when the option was exercised.
        pub option_exercise_date: Option<Date> = "optionExerciseDate",
        /// Box 3, fair market value per share on the day of the grant, in US dollars.
        pub market_value_per_share_at_grant: Option<Amount> = "grantMarketValue",
        /// Box 4, fair market value per share on the day of exercise, in US dollars.
        pub market_value_per_share_at_exercise: Option<Amount> = "exerciseMarketValue",
        /// Box 5, exercise price paid per share, in US dollars.
        pub exercise_price_per_share: Option<Amount> = "exercisePrice",
        /// Box 6, how many shares were transferred.
        pub number_of_shares: Option<Number> = "numberOfShares",
        /// Box 7, when legal title was transferred.
        pub title_transfer_date: Option<Date> = "titleTransferDate",
        /// Box 8, exercise price per share as if the option had been exercised on the day of the grant, in US
        /// dollars.
        pub exercise_price_per_share_at_grant: Option<Amount> = "grantDateExercisePrice",
    }
}
