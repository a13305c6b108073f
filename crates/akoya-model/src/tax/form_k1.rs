//! Shares in the income of a trust, partnership or S corporation: the Schedules K-1 of Forms 1041, 1065 and 1120-S.
//!
//! Where a field may be a loss, a loss is negative.

use super::form::tax_form;
use super::parts::{CodeAndAmount, DescriptionAndAmount, TaxParty};
use crate::amount::Amount;
use crate::number::Number;
use crate::time::Date;

tax_form! {
    /// Schedule K-1 of Form 1041, a beneficiary's share of the income of an estate or trust.
    ///
    /// The issuer is the estate or trust, the recipient the beneficiary. Schedule K-1 of Form 5227, of a
    /// split-interest trust, comes in the same fields.
    pub struct Form1041K1 {
        /// Whether it is the last K-1 for this beneficiary.
        pub final_k1: Option<bool> = "finalK1",
        /// Whether it replaces a K-1 that was filed before.
        pub amended_k1: Option<bool> = "amendedK1",
        /// The first day of the tax year, when it is not the calendar year.
        pub fiscal_year_begin: Option<Date> = "fiscalYearBegin",
        /// The last day of the tax year, when it is not the calendar year.
        pub fiscal_year_end: Option<Date> = "fiscalYearEnd",
        /// Box D, whether Form 1041-T was filed.
        pub form_1041t_filed: Option<bool> = "form1041T",
        /// Box D, when Form 1041-T was filed.
        pub form_1041t_date: Option<Date> = "date1041T",
        /// Box E, whether it is the last Form 1041 of the estate or trust.
        pub final_form_1041: Option<bool> = "final1041",
        /// Box H, whether the beneficiary is a US person.
        pub domestic: Option<bool>,
        /// Box H, whether the beneficiary is a foreign person.
        pub foreign: Option<bool>,
        /// Box 1, interest income, in US dollars.
        pub interest_income: Option<Amount> = "interestIncome",
        /// Box 2a, ordinary dividends, with those of box 2b, in US dollars.
        pub ordinary_dividends: Option<Amount> = "ordinaryDividends",
        /// Box 2b, qualified dividends, a part of box 2a, in US dollars.
        pub qualified_dividends: Option<Amount> = "qualifiedDividends",
        /// Box 3, net short-term capital gain, in US dollars.
        pub net_short_term_gain: Option<Amount> = "netShortTermGain",
        /// Box 4a, net long-term capital gain, in US dollars.
        pub net_long_term_gain: Option<Amount> = "netLongTermGain",
        /// Box 4b, the gain that is taxed at 28 percent, a part of box 4a, in US dollars.
        pub gain_at_28_percent: Option<Amount> = "gain28Rate",
        /// Box 4c, unrecaptured section 1250 gain, a part of box 4a, in US dollars.
        pub unrecaptured_section_1250_gain: Option<Amount> = "unrecaptured1250Gain",
        /// Box 5, other portfolio and nonbusiness income, in US dollars.
        pub other_portfolio_income: Option<Amount> = "otherPortfolioIncome",
        /// Box 6, ordinary business income, in US dollars.
        pub ordinary_business_income: Option<Amount> = "ordinaryBusinessIncome",
        /// Box 7, net income from renting real estate, in US dollars.
        pub net_rental_real_estate_income: Option<Amount> = "netRentalRealEstateIncome",
        /// Box 8, other rental income, in US dollars.
        pub other_rental_income: Option<Amount> = "otherRentalIncome",
        /// Box 9, directly apportioned deductions, by code.
        pub directly_apportioned_deductions: Option<Vec<CodeAndAmount>> = "directlyApportionedDeductions",
        /// Box 10, estate tax deduction, in US dollars.
        pub estate_tax_deduction: Option<Amount> = "estateTaxDeduction",
        /// Box 11, deductions of the final year, by code.
        pub final_year_deductions: Option<Vec<CodeAndAmount>> = "finalYearDeductions",
        /// Box C, the fiduciary's name and address.
        pub fiduciary: Option<Box<TaxParty>>,
        /// Box 12, adjustments for the alternative minimum tax (AMT), by code.
        pub alternative_minimum_tax_adjustments: Option<Vec<CodeAndAmount>> = "amtAdjustments",
        /// Box 13, credits and credit recapture, by code.
        pub credits: Option<Vec<CodeAndAmount>>,
        /// Box 14, other information, by code.
        pub other_information: Option<Vec<CodeAndAmount>> = "otherInfo",
    }
}

tax_form! {
    /// Schedule K-1 of Form 1065, a partner's share of the income of a partnership.
    ///
    /// The issuer is the partnership (boxes A and B), the recipient the partner (boxes E and F).
    pub struct Form1065K1 {
        /// The first day of the tax year, when it is not the calendar year.
        pub fiscal_year_begin: Option<Date> = "fiscalYearBegin",
        /// The last day of the tax year, when it is not the calendar year.
        pub fiscal_year_end: Option<Date> = "fiscalYearEnd",
        /// Whether it is the last K-1 for this partner.
        pub final_k1: Option<bool> = "finalK1",
        /// Whether it replaces a K-1 that was filed before.
        pub amended_k1: Option<bool> = "amendedK1",
        /// Box C, the IRS center where the partnership filed its return.
        pub irs_center: Option<String> = "irsCenter",
        /// Box D, whether the partnership is publicly traded.
        pub publicly_traded: Option<bool> = "publiclyTraded",
        /// Box G, whether the partner is a general partner or an LLC member-manager.
        pub general_partner: Option<bool> = "generalPartner",
        /// Box G, whether the partner is a limited partner or another LLC member.
        pub limited_partner: Option<bool> = "limitedPartner",
        /// Box H1, whether the partner is a US person.
        pub domestic: Option<bool>,
        /// Box H1, whether the partner is a foreign person.
        pub foreign: Option<bool>,
        /// Box H2, whether the partner is a disregarded entity.
        pub disregarded_entity: Option<bool> = "disregardedEntity",
        /// Box H2, the taxpayer identification number of the disregarded entity.
        pub disregarded_entity_tin: Option<String> = "disregardedEntityTin",
        /// Box H2, the name of the disregarded entity.
        pub disregarded_entity_name: Option<String> = "disregardedEntityName",
        /// Box I1, what kind of entity the partner is.
        pub entity_type: Option<String> = "entityType",
        /// Box I2, whether the partner is a retirement plan (IRA, SEP, Keogh or the like).
        pub retirement_plan: Option<bool> = "retirementPlan",
        /// Box J, the partner's share of profit at the beginning of the year. The form prints a percentage.
        pub profit_share_at_beginning: Option<Number> = "profitShareBegin",
        /// Box J, the partner's share of profit at the end of the year. The form prints a percentage.
        pub profit_share_at_end: Option<Number> = "profitShareEnd",
        /// Box J, the partner's share of loss at the beginning of the year. The form prints a percentage.
        pub loss_share_at_beginning: Option<Number> = "lossShareBegin",
        /// Box J, the partner's share of loss at the end of the year. The form prints a percentage.
        pub loss_share_at_end: Option<Number> = "lossShareEnd",
        /// Box J, the partner's share of capital at the beginning of the year. The form prints a percentage.
        pub capital_share_at_beginning: Option<Number> = "capitalShareBegin",
        /// Box J, the partner's share of capital at the end of the year. The form prints a percentage.
        pub capital_share_at_end: Option<Number> = "capitalShareEnd",
        /// Box J, whether the share fell by a sale or exchange. Through tax year 2022; later forms have the two
        /// fields that follow.
        pub decrease_due_to_sale_or_exchange: Option<bool> = "decreaseDueToSaleOrExchange",
        /// Box J, whether the share fell by a sale. Since tax year 2023.
        pub decrease_due_to_sale: Option<bool> = "decreaseDueToSale",
        /// Box J, whether the share fell by an exchange. Since tax year 2023.
        pub decrease_due_to_exchange: Option<bool> = "decreaseDueToExchange",
        /// Box K1, the partner's share of nonrecourse liabilities at the beginning of the year, in US dollars.
        pub nonrecourse_liability_at_beginning: Option<Amount> = "nonrecourseLiabilityShareBegin",
        /// Box K1, the partner's share of nonrecourse liabilities at the end of the year, in US dollars.
        pub nonrecourse_liability_at_end: Option<Amount> = "nonrecourseLiabilityShareEnd",
        /// Box K1, the partner's share of qualified nonrecourse financing at the beginning of the year, in US
        /// dollars.
        pub qualified_nonrecourse_financing_at_beginning: Option<Amount> = "qualifiedLiabilityShareBegin",
        /// Box K1, the partner's share of qualified nonrecourse financing at the end of the year, in US dollars.
        pub qualified_nonrecourse_financing_at_end: Option<Amount> = "qualifiedLiabilityShareEnd",
        /// Box K1, the partner's share of recourse liabilities at the beginning of the year, in US dollars.
        pub recourse_liability_at_beginning: Option<Amount> = "recourseLiabilityShareBegin",
        /// Box K1, the partner's share of recourse liabilities at the end of the year, in US dollars.
        pub recourse_liability_at_end: Option<Amount> = "recourseLiabilityShareEnd",
        /// Box K2, whether box K1 includes liabilities of lower-tier partnerships.
        pub includes_lower_tier_liability: Option<bool> = "includesLowerTierLiability",
        /// Box K3, whether the partner guarantees any of the liabilities in box K1.
        pub liability_subject_to_guarantees: Option<bool> = "liabilitySubjectToGuarantees",
        /// Box L, the partner's capital account at the beginning of the year, in US dollars. Negative: a deficit.
        pub capital_account_at_beginning: Option<Amount> = "capitalAccountBegin",
        /// Box L, capital contributed during the year, in US dollars.
        pub capital_account_contributions: Option<Amount> = "capitalAccountContributions",
        /// Box L, net income of the year, in US dollars. Negative: a loss.
        pub capital_account_net_income: Option<Amount> = "capitalAccountIncrease",
        /// Box L, other increase of the year, in US dollars. Negative: a decrease.
        pub capital_account_other_increase: Option<Amount> = "capitalAccountOther",
        /// Box L, withdrawals and distributions of the year, in US dollars. The form prints them in parentheses, to
        /// be subtracted.
        pub capital_account_withdrawals: Option<Amount> = "capitalAccountWithdrawals",
        /// Box L, the partner's capital account at the end of the year, in US dollars. Negative: a deficit.
        pub capital_account_at_end: Option<Amount> = "capitalAccountEnd",
        /// Box M, whether the partner contributed property with a built-in gain or loss.
        pub contributed_built_in_gain: Option<bool> = "builtInGain",
        /// Box N, the partner's share of net unrecognized section 704(c) gain at the beginning of the year, in US
        /// dollars. Negative: a loss.
        pub unrecognized_section_704c_gain_at_beginning: Option<Amount> = "unrecognizedSection704Begin",
        /// Box N, the partner's share of net unrecognized section 704(c) gain at the end of the year, in US dollars.
        /// Negative: a loss.
        pub unrecognized_section_704c_gain_at_end: Option<Amount> = "unrecognizedSection704End",
        /// Box 1, ordinary business income, in US dollars. Negative: a loss.
        pub ordinary_business_income: Option<Amount> = "ordinaryIncome",
        /// Box 2, net income from renting real estate, in US dollars. Negative: a loss.
        pub net_rental_real_estate_income: Option<Amount> = "netRentalRealEstateIncome",
        /// Box 3, other net rental income, in US dollars. Negative: a loss.
        pub other_net_rental_income: Option<Amount> = "otherRentalIncome",
        /// Box 4a, guaranteed payments for services, in US dollars.
        pub guaranteed_payments_for_services: Option<Amount> = "guaranteedPaymentServices",
        /// Box 4b, guaranteed payments for the use of capital, in US dollars.
        pub guaranteed_payments_for_capital: Option<Amount> = "guaranteedPaymentCapital",
        /// Box 4c, boxes 4a and 4b together, in US dollars.
        pub total_guaranteed_payments: Option<Amount> = "guaranteedPayment",
        /// Box 5, interest income, in US dollars.
        pub interest_income: Option<Amount> = "interestIncome",
        /// Box 6a, ordinary dividends, with those of box 6b, in US dollars.
        pub ordinary_dividends: Option<Amount> = "ordinaryDividends",
        /// Box 6b, qualified dividends, a part of box 6a, in US dollars.
        pub qualified_dividends: Option<Amount> = "qualifiedDividends",
        /// Box 6c, dividend equivalents, in US dollars.
        pub dividend_equivalents: Option<Amount> = "dividendEquivalents",
        /// Box 7, royalties, in US dollars.
        pub royalties: Option<Amount>,
        /// Box 8, net short-term capital gain, in US dollars. Negative: a loss.
        pub net_short_term_gain: Option<Amount> = "netShortTermGain",
        /// Box 9a, net long-term capital gain, in US dollars. Negative: a loss.
        pub net_long_term_gain: Option<Amount> = "netLongTermGain",
        /// Box 9b, gain on collectibles, taxed at 28 percent, in US dollars. Negative: a loss.
        pub collectibles_gain: Option<Amount> = "collectiblesGain",
        /// Box 9c, unrecaptured section 1250 gain, in US dollars.
        pub unrecaptured_section_1250_gain: Option<Amount> = "unrecaptured1250Gain",
        /// Box 10, net section 1231 gain, in US dollars. Negative: a loss.
        pub net_section_1231_gain: Option<Amount> = "net1231Gain",
        /// Box 11, other income or loss, by code.
        pub other_income: Option<Vec<CodeAndAmount>> = "otherIncome",
        /// Box 12, section 179 deduction, in US dollars.
        pub section_179_deduction: Option<Amount> = "section179Deduction",
        /// Box 13, other deductions, by code.
        pub other_deductions: Option<Vec<CodeAndAmount>> = "otherDeductions",
        /// Box 14, earnings or loss from self-employment, by code.
        pub self_employment_earnings: Option<Vec<CodeAndAmount>> = "selfEmployment",
        /// Box 15, credits, by code.
        pub credits: Option<Vec<CodeAndAmount>>,
        /// Box 16, whether Schedule K-3 is attached.
        pub schedule_k3_attached: Option<bool> = "scheduleK3",
        /// Box 17, items for the alternative minimum tax (AMT), by code.
        pub alternative_minimum_tax_items: Option<Vec<CodeAndAmount>> = "amtItems",
        /// Box 18, tax-exempt income and nondeductible expenses, by code.
        pub tax_exempt_income: Option<Vec<CodeAndAmount>> = "taxExemptIncome",
        /// Box 19, distributions, by code.
        pub distributions: Option<Vec<CodeAndAmount>>,
        /// Box 20, other information, by code.
        pub other_information: Option<Vec<CodeAndAmount>> = "otherInfo",
        /// Box 21, foreign taxes paid or accrued, in US dollars.
        pub foreign_tax_paid: Option<Amount> = "foreignTaxPaid",
        /// Box 22, whether there is more than one activity for the at-risk rules.
        pub multiple_at_risk_activities: Option<bool> = "multipleAtRiskActivities",
        /// Box 23, whether there is more than one activity for the passive activity rules.
        pub multiple_passive_activities: Option<bool> = "multiplePassiveActivities",
    }
}

tax_form! {
    /// Schedule K-1 of Form 1120-S, a shareholder's share of the income of an S corporation.
    ///
    /// The issuer is the corporation (boxes A and B), the recipient the shareholder (boxes E and F).
    pub struct Form1120SK1 {
        /// Whether it is the last K-1 for this shareholder.
        pub final_k1: Option<bool> = "finalK1",
        /// Whether it replaces a K-1 that was filed before.
        pub amended_k1: Option<bool> = "amendedK1",
        /// The first day of the tax year, when it is not the calendar year.
        pub fiscal_year_begin: Option<Date> = "fiscalYearBegin",
        /// The last day of the tax year, when it is not the calendar year.
        pub fiscal_year_end: Option<Date> = "fiscalYearEnd",
        /// Box C, the IRS center where the corporation filed its return.
        pub irs_center: Option<String> = "irsCenter",
        /// Box D, all shares of the corporation at the beginning of the year.
        pub corporation_shares_at_beginning: Option<Number> = "corporationBeginningShares",
        /// Box D, all shares of the corporation at the end of the year.
        pub corporation_shares_at_end: Option<Number> = "corporationEndingShares",
        /// Box G, the shareholder's allocation for the year. The form prints a percentage.
        pub allocation_percentage: Option<Number> = "percentOwnership",
        /// Box H, the shareholder's shares at the beginning of the year.
        pub shares_at_beginning: Option<Number> = "beginningShares",
        /// Box H, the shareholder's shares at the end of the year.
        pub shares_at_end: Option<Number> = "endingShares",
        /// Box I, loans from the shareholder at the beginning of the year, in US dollars.
        pub loans_at_beginning: Option<Amount> = "beginningLoans",
        /// Box I, loans from the shareholder at the end of the year, in US dollars.
        pub loans_at_end: Option<Amount> = "endingLoans",
        /// Box 1, ordinary business income, in US dollars. Negative: a loss.
        pub ordinary_business_income: Option<Amount> = "ordinaryIncome",
        /// Box 2, net income from renting real estate, in US dollars. Negative: a loss.
        pub net_rental_real_estate_income: Option<Amount> = "netRentalRealEstateIncome",
        /// Box 3, other net rental income, in US dollars. Negative: a loss.
        pub other_net_rental_income: Option<Amount> = "otherRentalIncome",
        /// Box 4, interest income, in US dollars.
        pub interest_income: Option<Amount> = "interestIncome",
        /// Box 5a, ordinary dividends, with those of box 5b, in US dollars.
        pub ordinary_dividends: Option<Amount> = "ordinaryDividends",
        /// Box 5b, qualified dividends, a part of box 5a, in US dollars.
        pub qualified_dividends: Option<Amount> = "qualifiedDividends",
        /// Box 6, royalties, in US dollars.
        pub royalties: Option<Amount>,
        /// Box 7, net short-term capital gain, in US dollars. Negative: a loss.
        pub net_short_term_gain: Option<Amount> = "netShortTermGain",
        /// Box 8a, net long-term capital gain, in US dollars. Negative: a loss.
        pub net_long_term_gain: Option<Amount> = "netLongTermGain",
        /// Box 8b, gain on collectibles, taxed at 28 percent, in US dollars. Negative: a loss.
        pub collectibles_gain: Option<Amount> = "collectiblesGain",
        /// Box 8c, unrecaptured section 1250 gain, in US dollars.
        pub unrecaptured_section_1250_gain: Option<Amount> = "unrecaptured1250Gain",
        /// Box 9, net section 1231 gain, in US dollars. Negative: a loss.
        pub net_section_1231_gain: Option<Amount> = "net1231Gain",
        /// Box 10, other income or loss, by description.
        pub other_income: Option<Vec<DescriptionAndAmount>> = "otherIncome",
        /// Box 11, section 179 deduction, in US dollars.
        pub section_179_deduction: Option<Amount> = "section179Deduction",
        /// Box 12, other deductions, by code.
        pub other_deductions: Option<Vec<CodeAndAmount>> = "otherDeductions",
        /// Box 13, credits, by code.
        pub credits: Option<Vec<CodeAndAmount>>,
        /// Box 14, whether Schedule K-3 is attached.
        pub schedule_k3_attached: Option<bool> = "scheduleK3",
        /// Box 15, items for the alternative minimum tax (AMT), by code.
        pub alternative_minimum_tax_items: Option<Vec<CodeAndAmount>> = "amtItems",
        /// Box 16, items that change the shareholder's basis, by code.
        pub shareholder_basis_items: Option<Vec<CodeAndAmount>> = "basisItems",
        /// Box 17, other information, by code.
        pub other_information: Option<Vec<CodeAndAmount>> = "otherInfo",
        /// Box 18, whether there is more than one activity for the at-risk rules.
        pub multiple_at_risk_activities: Option<bool> = "multipleAtRiskActivities",
        /// Box 19, whether there is more than one activity for the passive activity rules.
        pub multiple_passive_activities: Option<bool> = "multiplePassiveActivities",
    }
}
