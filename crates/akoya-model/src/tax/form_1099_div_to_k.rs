//! Forms 1099-DIV, 1099-G, 1099-H, 1099-INT and 1099-K.

use super::form::tax_form;
use super::parts::{DescriptionAndAmount, MonthAndAmount};
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::number::{Integer, Number};
use crate::telephone::TelephoneNumberPlusExtension;

tax_form! {
    /// Form 1099-DIV, dividends and distributions.
    ///
    /// The issuer is the payer, the recipient the holder of the account.
    pub struct Form1099Div {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1a, total ordinary dividends, with those of boxes 1b and 2e, in US dollars.
        pub ordinary_dividends: Option<Amount> = "ordinaryDividends",
        /// Box 1b, qualified dividends, a part of box 1a, in US dollars.
        pub qualified_dividends: Option<Amount> = "qualifiedDividends",
        /// Box 2a, total capital gain distributions, with those of boxes 2b, 2c, 2d and 2f, in US dollars.
        pub total_capital_gain_distributions: Option<Amount> = "totalCapitalGain",
        /// Box 2b, unrecaptured section 1250 gain, a part of box 2a, in US dollars.
        pub unrecaptured_section_1250_gain: Option<Amount> = "unrecaptured1250Gain",
        /// Box 2c, section 1202 gain, a part of box 2a, in US dollars.
        pub section_1202_gain: Option<Amount> = "section1202Gain",
        /// Box 2d, gain on collectibles, taxed at 28 percent, a part of box 2a, in US dollars.
        pub collectibles_gain: Option<Amount> = "collectiblesGain",
        /// Box 2e, section 897 ordinary dividends, a part of box 1a, in US dollars.
        pub section_897_dividends: Option<Amount> = "section897Dividends",
        /// Box 2f, section 897 capital gain, a part of box 2a, in US dollars.
        pub section_897_capital_gain: Option<Amount> = "section897CapitalGain",
        /// Box 3, nondividend distributions, in US dollars: a return of capital.
        pub nondividend_distributions: Option<Amount> = "nonTaxableDistribution",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, section 199A dividends, a part of box 1a, in US dollars.
        pub section_199a_dividends: Option<Amount> = "section199ADividends",
        /// Box 6, investment expenses of a fund that is not publicly offered, in US dollars.
        pub investment_expenses: Option<Amount> = "investmentExpenses",
        /// Box 7, foreign tax paid, in US dollars.
        pub foreign_tax_paid: Option<Amount> = "foreignTaxPaid",
        /// Box 8, the foreign country or US possession that the tax was paid to.
        pub foreign_country: Option<String> = "foreignCountry",
        /// Box 9, distributions of a liquidation, in cash, in US dollars.
        pub cash_liquidation_distributions: Option<Amount> = "cashLiquidation",
        /// Box 10, distributions of a liquidation, not in cash, at their fair market value, in US dollars.
        pub noncash_liquidation_distributions: Option<Amount> = "nonCashLiquidation",
        /// Box 11, whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// Box 12, exempt-interest dividends, with those of box 13, in US dollars.
        pub exempt_interest_dividends: Option<Amount> = "taxExemptInterestDividend",
        /// Box 13, dividends from interest on specified private activity bonds, a part of box 12, in US dollars.
        pub private_activity_bond_interest_dividends: Option<Amount> = "specifiedPabInterestDividend",
        /// Boxes 14 to 16, state tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Foreign income by country; the description is the country. Not a box of the form.
        pub foreign_income_by_country: Option<Vec<DescriptionAndAmount>> = "foreignIncomes",
        /// Tax-exempt income by state; the description is the state. Not a box of the form.
        pub tax_exempt_income_by_state: Option<Vec<DescriptionAndAmount>> = "stateTaxExemptIncomes",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}

tax_form! {
    /// Form 1099-G, certain government payments.
    ///
    /// The issuer is the government agency.
    pub struct Form1099G {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, unemployment compensation, in US dollars.
        pub unemployment_compensation: Option<Amount> = "unemploymentCompensation",
        /// Box 2, state or local income tax refunds, credits and offsets, in US dollars.
        pub state_or_local_tax_refunds: Option<Amount> = "taxRefund",
        /// Box 3, the tax year that box 2 is for.
        pub refund_year: Option<Integer> = "refundYear",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, payments of reemployment trade adjustment assistance (RTAA), in US dollars.
        pub trade_adjustment_payments: Option<Amount> = "rtaaPayments",
        /// Box 6, taxable grants, in US dollars.
        pub taxable_grants: Option<Amount> = "grants",
        /// Box 7, agriculture payments, in US dollars.
        pub agriculture_payments: Option<Amount> = "agriculturePayments",
        /// Box 8, whether box 2 is income of a trade or business.
        pub refund_is_business_income: Option<bool> = "businessIncome",
        /// Box 9, market gain on loans of the Commodity Credit Corporation, in US dollars.
        pub market_gain: Option<Amount> = "marketGain",
        /// Boxes 10a to 11, state tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}

tax_form! {
    /// Form 1099-H, advance payments of the health coverage tax credit (HCTC). The credit ended with tax year 2021.
    pub struct Form1099H {
        /// Box 1, advance payments of the credit, in US dollars.
        pub advance_payments: Option<Amount> = "advancePayments",
        /// Box 2, how many months of payments there were.
        pub number_of_months: Option<Integer> = "numberOfMonths",
        /// Boxes 3 to 14, payments by month.
        pub payments_by_month: Option<Vec<MonthAndAmount>> = "payments",
    }
}

tax_form! {
    /// Form 1099-INT, interest income.
    ///
    /// The issuer is the payer, the recipient the holder of the account.
    pub struct Form1099Int {
        /// Whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// The routing number (ABA) of the payer.
        pub payer_routing_number: Option<String> = "payerRtn",
        /// Box 1, taxable interest that is not in box 3, in US dollars.
        pub interest_income: Option<Amount> = "interestIncome",
        /// Box 2, penalty for taking money out early, in US dollars.
        pub early_withdrawal_penalty: Option<Amount> = "earlyWithdrawalPenalty",
        /// Box 3, interest on US savings bonds and Treasury obligations, in US dollars.
        pub treasury_interest: Option<Amount> = "usBondInterest",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, investment expenses, in US dollars.
        pub investment_expenses: Option<Amount> = "investmentExpenses",
        /// Box 6, foreign tax paid, in US dollars.
        pub foreign_tax_paid: Option<Amount> = "foreignTaxPaid",
        /// Box 7, the foreign country or US possession that the tax was paid to.
        pub foreign_country: Option<String> = "foreignCountry",
        /// Box 8, tax-exempt interest, with that of box 9, in US dollars.
        pub tax_exempt_interest: Option<Amount> = "taxExemptInterest",
        /// Box 9, interest on specified private activity bonds, a part of box 8, in US dollars.
        pub private_activity_bond_interest: Option<Amount> = "specifiedPabInterest",
        /// Box 10, market discount, in US dollars.
        pub market_discount: Option<Amount> = "marketDiscount",
        /// Box 11, amortized bond premium on taxable bonds, in US dollars.
        pub bond_premium: Option<Amount> = "bondPremium",
        /// Box 12, amortized bond premium on Treasury obligations, in US dollars.
        pub treasury_bond_premium: Option<Amount> = "usBondPremium",
        /// Box 13, amortized bond premium on tax-exempt bonds, in US dollars.
        pub tax_exempt_bond_premium: Option<Amount> = "taxExemptBondPremium",
        /// Box 14, the CUSIP number of a tax-exempt or tax credit bond.
        pub cusip_number: Option<String> = "cusipNumber",
        /// Boxes 15 to 17, state tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Foreign income by country; the description is the country. Not a box of the form.
        pub foreign_income_by_country: Option<Vec<DescriptionAndAmount>> = "foreignIncomes",
        /// Tax-exempt income by state; the description is the state. Not a box of the form.
        pub tax_exempt_income_by_state: Option<Vec<DescriptionAndAmount>> = "stateTaxExemptIncome",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}

tax_form! {
    /// Form 1099-K, payment card and third party network transactions.
    ///
    /// The issuer is the filer, the recipient the payee.
    pub struct Form1099K {
        /// Whether the filer is a payment settlement entity (PSE).
        pub filer_is_settlement_entity: Option<bool> = "paymentSettlementEntity",
        /// Whether the filer is an electronic payment facilitator (EPF) or another third party.
        pub filer_is_payment_facilitator: Option<bool> = "electronicPaymentFacilitator",
        /// Whether the transactions were made by payment card.
        pub payment_card_transactions: Option<bool> = "paymentCard",
        /// Whether the transactions were made over a third party network.
        pub third_party_network_transactions: Option<bool> = "thirdPartyNetwork",
        /// The name of the payment settlement entity.
        pub settlement_entity_name: Option<String> = "pseName",
        /// The telephone number of the payment settlement entity.
        pub settlement_entity_phone: Option<TelephoneNumberPlusExtension> = "psePhone",
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1a, gross amount of all transactions, before fees and refunds, in US dollars.
        pub gross_amount: Option<Amount> = "grossAmount",
        /// Box 1b, the part of box 1a without a card being present, in US dollars.
        pub card_not_present_amount: Option<Amount> = "cardNotPresent",
        /// Box 2, the merchant category code (MCC), four digits.
        pub merchant_category_code: Option<String> = "merchantCategoryCode",
        /// Box 3, how many payment transactions there were.
        pub number_of_transactions: Option<Number> = "numberOfTransactions",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Boxes 5a to 5l, gross amounts by month.
        pub gross_amounts_by_month: Option<Vec<MonthAndAmount>> = "monthAmounts",
        /// Boxes 6 to 8, state tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Whether the IRS has notified the filer twice within three years that the payee's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}
