//! Forms 1099-A, 1099-B, 1099-C and 1099-CAP, and the sheet around a combined 1099.

use super::form::tax_form;
use super::parts::CodeAndAmount;
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::number::Number;
use crate::time::Date;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

tax_form! {
    /// Form 1099-A, acquisition or abandonment of secured property.
    ///
    /// The issuer is the lender, the recipient the borrower.
    pub struct Form1099A {
        /// The number of the loan.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the lender acquired the property, or learned that it was abandoned.
        pub date_of_acquisition: Option<Date> = "dateOfAcquisition",
        /// Box 2, the principal that is still owed, in US dollars.
        pub principal_balance: Option<Amount> = "principalBalance",
        /// Box 4, the fair market value of the property, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
        /// Box 5, whether the borrower was personally liable for the debt.
        pub personally_liable: Option<bool> = "personallyLiable",
        /// Box 6, what the property is.
        pub property_description: Option<String> = "propertyDescription",
    }
}

tax_form! {
    /// Form 1099-B, proceeds from broker and barter exchange transactions. All sales of one account in one form,
    /// where the paper has one form per sale.
    ///
    /// The issuer is the broker, the recipient the customer.
    pub struct Form1099B {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Boxes 14 to 16, state and local tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 8, profit on contracts closed in the year, in US dollars. Negative: a loss.
        pub profit_on_closed_contracts: Option<Amount> = "profitOnClosedContracts",
        /// Box 9, unrealized profit on contracts open at the end of the year before, in US dollars. Negative: a loss.
        pub unrealized_profit_at_beginning: Option<Amount> = "unrealizedProfitOpenContractsBegin",
        /// Box 10, unrealized profit on contracts open at the end of the year, in US dollars. Negative: a loss.
        pub unrealized_profit_at_end: Option<Amount> = "unrealizedProfitOpenContractsEnd",
        /// Box 11, aggregate profit on contracts, in US dollars: boxes 8 and 10 less box 9. Negative: a loss.
        pub aggregate_profit_on_contracts: Option<Amount> = "aggregateProfitOnContracts",
        /// Box 13, what was received in barter, in US dollars.
        pub bartering: Option<Amount>,
        /// The sales of securities, boxes 1a to 7, 12 and 14 to 16 of each.
        pub sales: Option<Vec<SecuritySale>> = "securityDetails",
        /// Whether the IRS has notified the broker twice within three years that the recipient's
        /// taxpayer identification number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}

model! {
    /// One sale of a security on Form 1099-B.
    pub struct SecuritySale = "SecurityDetailIrsForm1099B" {
        /// The checkbox of Form 8949 under which the sale is reported, one letter, such as `A`.
        pub form_8949_checkbox: Option<String> = "checkboxOnForm8949",
        /// The name of the security.
        pub security_name: Option<String> = "securityName",
        /// How many shares or units.
        pub number_of_shares: Option<Number> = "numberOfShares",
        /// Box 1a, what was sold, such as `100 sh. XYZ Co.`.
        pub description: Option<String> = "saleDescription",
        /// Box 1b, when it was acquired.
        pub date_acquired: Option<Date> = "dateAcquired",
        /// Box 1b, whether it was acquired on various dates.
        pub various_dates_acquired: Option<bool> = "variousDatesAcquired",
        /// Box 1c, when it was sold or disposed of.
        pub date_of_sale: Option<Date> = "dateOfSale",
        /// Box 1d, the proceeds of all shares together, in US dollars; box 6 says whether before or after costs.
        pub proceeds: Option<Amount> = "salesPrice",
        /// Box 1f, accrued market discount, in US dollars.
        pub accrued_market_discount: Option<Amount> = "accruedMarketDiscount",
        /// Other adjustments, by code of Form 8949.
        pub adjustments: Option<Vec<CodeAndAmount>> = "adjustmentCodes",
        /// Box 1e, cost or other basis, in US dollars.
        pub cost_basis: Option<Amount> = "costBasis",
        /// The basis as it should have been reported, in US dollars; comes in place of an adjustment with code `B`.
        /// Not a box of the form.
        pub corrected_cost_basis: Option<Amount> = "correctedCostBasis",
        /// Box 1g, the loss that is disallowed because of a wash sale, in US dollars. Printed without a sign.
        pub wash_sale_loss_disallowed: Option<Amount> = "washSaleLossDisallowed",
        /// Box 2, whether the gain or loss is long-term or short-term.
        pub term: Option<SaleTermType> = "longOrShort",
        /// Box 2, whether it is ordinary income.
        pub ordinary: Option<bool>,
        /// Box 3, whether it is a collectible.
        pub collectible: Option<bool>,
        /// Box 3, whether it is an investment in a qualified opportunity fund (QOF).
        pub qualified_opportunity_fund: Option<bool> = "qof",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, whether it is a noncovered security, of which the broker need not know the basis.
        pub noncovered_security: Option<bool> = "noncoveredSecurity",
        /// Box 6, whether the proceeds in box 1d are gross or net of costs.
        pub proceeds_reported: Option<SaleProceedsType> = "grossOrNet",
        /// Box 7, whether a loss is not allowed because of the amount in box 1d.
        pub loss_not_allowed: Option<bool> = "lossNotAllowed",
        /// Box 12, whether the basis is reported to the IRS.
        pub basis_reported: Option<bool> = "basisReported",
        /// Boxes 14 to 16, state and local tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// The CUSIP number of the security.
        pub cusip: Option<String>,
        /// Whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// Whether an option that expired was written or bought; nothing if it is not an expired option.
        pub expired_option: Option<ExpiredOptionType> = "expiredOption",
        /// What kind of investment was sold.
        pub investment_sale_type: Option<InvestmentSaleType> = "investmentSaleType",
    }
}

tax_form! {
    /// Form 1099-C, cancellation of debt.
    ///
    /// The issuer is the creditor, the recipient the debtor.
    pub struct Form1099C {
        /// The number of the debt.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the event happened that cancelled the debt.
        pub date_of_event: Option<Date> = "dateOfEvent",
        /// Box 2, the debt that was discharged, in US dollars.
        pub amount_discharged: Option<Amount> = "amountDischarged",
        /// Box 3, interest included in box 2, in US dollars.
        pub interest_included: Option<Amount> = "interestIncluded",
        /// Box 4, what the debt was.
        pub debt_description: Option<String> = "debtDescription",
        /// Box 5, whether the debtor was personally liable for the debt.
        pub personally_liable: Option<bool> = "personallyLiable",
        /// Box 6, which event cancelled the debt, one letter, such as `A` for bankruptcy.
        pub identifiable_event_code: Option<String> = "debtCode",
        /// Box 7, the fair market value of the property, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
    }
}

tax_form! {
    /// Form 1099-CAP, changes in corporate control and capital structure.
    ///
    /// The issuer is the corporation, the recipient the shareholder.
    pub struct Form1099Cap {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, when the shares were sold or exchanged.
        pub date_of_sale: Option<Date> = "dateOfSale",
        /// Box 2, cash, stock and other property received, in total, in US dollars.
        pub aggregate_amount_received: Option<Amount> = "aggregateAmount",
        /// Box 3, how many shares were exchanged.
        pub number_of_shares: Option<Number> = "numberOfShares",
        /// Box 4, the classes of stock exchanged.
        pub stock_classes: Option<String> = "stockClasses",
    }
}

tax_form! {
    /// What a broker's combined statement of Forms 1099 says beside the forms. Not an IRS form.
    pub struct Form1099ConsolidatedStatement {
        /// Interest paid on borrowed money, in US dollars.
        pub margin_interest_paid: Option<Amount> = "marginInterestPaid",
        /// Payments in lieu of dividends, paid on shares sold short, in US dollars.
        pub payments_in_lieu_paid: Option<Amount> = "paymentInLieuPaid",
        /// Fees paid to an advisor, in US dollars.
        pub advisor_fees_paid: Option<Amount> = "advisorFeesPaid",
        /// Other fees paid, in US dollars.
        pub other_fees_paid: Option<Amount> = "otherFeesPaid",
        /// Accrued interest paid when buying corporate bonds, in US dollars; it lowers box 1 of Form 1099-INT.
        pub corporate_bond_interest_paid: Option<Amount> = "corporateBondInterestPaid",
        /// Accrued interest paid when buying US Treasury obligations, in US dollars; it lowers box 3 of Form
        /// 1099-INT.
        pub treasury_interest_paid: Option<Amount> = "usBondInterestPaid",
        /// Accrued interest paid when buying tax-exempt bonds, in US dollars; it lowers box 8 of Form 1099-INT.
        pub tax_exempt_interest_paid: Option<Amount> = "taxExemptInterestPaid",
        /// Accrued interest paid when buying specified private activity bonds, in US dollars; it lowers box 9 of Form
        /// 1099-INT.
        pub private_activity_bond_interest_paid: Option<Amount> = "specifiedPabInterestPaid",
    }
}

open_enum! {
    /// How long something was held before it was sold.
    pub enum SaleTermType {
        /// More than a year, as a rule.
        Long = "LONG",
        /// A year or less, as a rule.
        Short = "SHORT",
    }
}

open_enum! {
    /// Whether the proceeds of a sale are before or after its costs.
    pub enum SaleProceedsType {
        /// Before commissions and option premiums.
        Gross = "GROSS",
        /// After commissions and option premiums.
        Net = "NET",
    }
}

open_enum! {
    /// Which side an option that expired was on.
    pub enum ExpiredOptionType {
        /// The customer wrote it: there is no basis.
        Granted = "GRANTED",
        /// The customer bought it: there are no proceeds.
        Purchased = "PURCHASED",
    }
}

open_enum! {
    /// What kind of investment was sold.
    pub enum InvestmentSaleType {
        /// Cryptocurrency.
        Cryptocurrency = "CRYPTOCURRENCY",
        /// Stock from an employee stock purchase plan (ESPP).
        EmployeeStockPurchasePlan = "EMPLOYEE_STOCK_PURCHASE_PLAN",
        /// Stock from an incentive stock option (ISO).
        IncentiveStockOption = "INCENTIVE_STOCK_OPTION",
        /// Stock from a nonqualified stock option (NSO).
        NonqualifiedStockOptions = "NONQUALIFIED_STOCK_OPTIONS",
        /// Anything else.
        Other = "OTHER",
        /// Restricted stock.
        RestrictedStock = "RESTRICTED_STOCK",
        /// Stock from a restricted stock unit (RSU).
        RestrictedStockUnits = "RESTRICTED_STOCK_UNITS",
    }
}
