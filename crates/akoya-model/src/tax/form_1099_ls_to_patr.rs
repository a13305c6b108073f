//! Forms 1099-LS, 1099-LTC, 1099-MISC, 1099-NEC, 1099-OID and 1099-PATR.

use super::form::tax_form;
use super::parts::{DescriptionAndAmount, NameAddressAndPhone, NameAndAddress};
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::time::Date;

tax_form! {
    /// Form 1099-LS, reportable life insurance sale.
    ///
    /// The issuer is the acquirer of the policy, the recipient the payee.
    pub struct Form1099Ls {
        /// The number of the policy.
        pub policy_number: Option<String> = "policyNumber",
        /// Box 1, what was paid to the recipient, in US dollars.
        pub amount_paid: Option<Amount> = "payment",
        /// Box 2, when the policy was sold.
        pub date_of_sale: Option<Date> = "saleDate",
        /// The name of the insurer.
        pub insurer_name: Option<String> = "issuerName",
        /// Whom to ask at the acquirer, when it is not the acquirer's own address.
        pub acquirer_contact: Option<NameAddressAndPhone> = "contactNameAddress",
    }
}

tax_form! {
    /// Form 1099-LTC, long-term care and accelerated death benefits.
    ///
    /// The issuer is the payer, the recipient the policyholder.
    pub struct Form1099Ltc {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, gross long-term care benefits paid, in US dollars.
        pub long_term_care_benefits: Option<Amount> = "ltcBenefits",
        /// Box 2, accelerated death benefits paid, in US dollars.
        pub accelerated_death_benefits: Option<Amount> = "deathBenefits",
        /// Box 3, whether benefits were paid per day or another period.
        pub paid_per_diem: Option<bool> = "perDiem",
        /// Box 3, whether benefits were paid for actual expenses.
        pub paid_as_reimbursement: Option<bool> = "reimbursedAmount",
        /// The taxpayer identification number of the insured person.
        pub insured_tin: Option<String> = "insuredId",
        /// The name and address of the insured person.
        pub insured: Option<NameAndAddress> = "insuredNameAddress",
        /// Box 4, whether the contract is a qualified long-term care contract.
        pub qualified_contract: Option<bool> = "qualifiedContract",
        /// Box 5, whether the insured person is chronically ill.
        pub chronically_ill: Option<bool> = "chronicallyIll",
        /// Box 5, whether the insured person is terminally ill.
        pub terminally_ill: Option<bool> = "terminallyIll",
        /// When the illness was certified last.
        pub date_certified: Option<Date> = "dateCertified",
    }
}

tax_form! {
    /// Form 1099-MISC, miscellaneous information.
    ///
    /// The issuer is the payer. Boxes 13 and following stood elsewhere before tax year 2022.
    pub struct Form1099Misc {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, rents, in US dollars.
        pub rents: Option<Amount>,
        /// Box 2, royalties, in US dollars.
        pub royalties: Option<Amount>,
        /// Box 3, other income, in US dollars.
        pub other_income: Option<Amount> = "otherIncome",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, fishing boat proceeds, in US dollars.
        pub fishing_boat_proceeds: Option<Amount> = "fishingBoatProceeds",
        /// Box 6, medical and health care payments, in US dollars.
        pub medical_payments: Option<Amount> = "medicalHealthPayment",
        /// Box 7, whether the payer sold consumer products of 5,000 US dollars or more to the recipient for resale.
        pub direct_sales_of_5000_dollars: Option<bool> = "payerDirectSales",
        /// Box 8, substitute payments in lieu of dividends or interest, in US dollars.
        pub substitute_payments: Option<Amount> = "substitutePayments",
        /// Box 9, crop insurance proceeds, in US dollars.
        pub crop_insurance_proceeds: Option<Amount> = "cropInsurance",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
        /// Box 10, gross proceeds paid to an attorney, in US dollars.
        pub gross_proceeds_paid_to_attorney: Option<Amount> = "grossAttorney",
        /// Box 11, fish purchased for resale, in US dollars.
        pub fish_purchased_for_resale: Option<Amount> = "fishPurchased",
        /// Box 12, section 409A deferrals, in US dollars.
        pub section_409a_deferrals: Option<Amount> = "section409ADeferrals",
        /// Box 13, whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// Box 14, excess golden parachute payments, in US dollars.
        pub excess_golden_parachute_payments: Option<Amount> = "excessGolden",
        /// Box 15, nonqualified deferred compensation, in US dollars.
        pub nonqualified_deferred_compensation: Option<Amount> = "nonQualifiedDeferredCompensation",
        /// Boxes 16 to 18, state tax withheld and state income.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}

tax_form! {
    /// Form 1099-NEC, nonemployee compensation.
    ///
    /// The issuer is the payer.
    pub struct Form1099Nec {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
        /// Box 1, nonemployee compensation, in US dollars.
        pub nonemployee_compensation: Option<Amount> = "nonEmployeeCompensation",
        /// Box 2, whether the payer sold consumer products of 5,000 US dollars or more to the recipient for resale.
        pub direct_sales_of_5000_dollars: Option<bool> = "payerDirectSales",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Boxes 5 to 7, state tax withheld and state income.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}

tax_form! {
    /// Form 1099-OID, original issue discount (OID).
    ///
    /// The issuer is the payer.
    pub struct Form1099Oid {
        /// Whether the form meets a filing requirement under FATCA.
        pub foreign_account_tax_compliance: Option<bool> = "foreignAccountTaxCompliance",
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, original issue discount for the year, in US dollars.
        pub original_issue_discount: Option<Amount> = "originalIssueDiscount",
        /// Box 2, other periodic interest, in US dollars.
        pub other_periodic_interest: Option<Amount> = "otherPeriodicInterest",
        /// Box 3, penalty for taking money out early, in US dollars.
        pub early_withdrawal_penalty: Option<Amount> = "earlyWithdrawalPenalty",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, market discount, in US dollars.
        pub market_discount: Option<Amount> = "marketDiscount",
        /// Box 6, acquisition premium, in US dollars.
        pub acquisition_premium: Option<Amount> = "acquisitionPremium",
        /// Box 7, what the obligation is.
        pub description: Option<String> = "oidDescription",
        /// Box 8, original issue discount on US Treasury obligations, in US dollars.
        pub discount_on_treasury_obligations: Option<Amount> = "discountOnTreasuryObligations",
        /// Box 9, investment expenses, in US dollars.
        pub investment_expenses: Option<Amount> = "investmentExpenses",
        /// Box 10, amortized bond premium, in US dollars.
        pub bond_premium: Option<Amount> = "bondPremium",
        /// Box 11, tax-exempt original issue discount, in US dollars.
        pub tax_exempt_original_issue_discount: Option<Amount> = "taxExemptOid",
        /// Boxes 12 to 14, state tax withheld.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
        /// Tax-exempt original issue discount by state; the description is the state. Not a box of the form.
        pub tax_exempt_discount_by_state: Option<Vec<DescriptionAndAmount>> = "stateExemptOid",
        /// Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification
        /// number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}

tax_form! {
    /// Form 1099-PATR, taxable distributions received from cooperatives.
    ///
    /// The issuer is the cooperative, the recipient the patron.
    pub struct Form1099Patr {
        /// The issuer's number for the account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, patronage dividends, in US dollars.
        pub patronage_dividends: Option<Amount> = "patronageDividends",
        /// Box 2, nonpatronage distributions, in US dollars.
        pub nonpatronage_distributions: Option<Amount> = "nonpatronageDistributions",
        /// Box 3, per-unit retain allocations, in US dollars.
        pub per_unit_retain_allocations: Option<Amount> = "perUnitRetainAllocations",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, redemption of nonqualified notices and retain allocations, in US dollars.
        pub redemption_of_nonqualified_notices: Option<Amount> = "redemption",
        /// Box 6, section 199A(g) deduction, in US dollars.
        pub section_199a_g_deduction: Option<Amount> = "section199Deduction",
        /// Box 7, qualified payments, in US dollars.
        pub qualified_payments: Option<Amount> = "qualifiedPayments",
        /// Box 8, section 199A(a) qualified items, in US dollars.
        pub section_199a_a_qualified_items: Option<Amount> = "section199QualifiedItems",
        /// Box 9, section 199A(a) items of a specified service trade or business (SSTB), in US dollars.
        pub section_199a_a_service_business_items: Option<Amount> = "section199SstbItems",
        /// Box 10, investment credit, in US dollars.
        pub investment_credit: Option<Amount> = "investmentCredit",
        /// Box 11, work opportunity credit, in US dollars.
        pub work_opportunity_credit: Option<Amount> = "workOpportunityCredit",
        /// Box 12, other credits and deductions, in US dollars.
        pub other_credits_and_deductions: Option<Amount> = "otherCreditsAndDeductions",
        /// Box 13, whether it is a specified cooperative.
        pub specified_cooperative: Option<bool> = "specifiedCoop",
        /// State and local tax withheld. Not a box of the form; the IRS takes it when the form is filed
        /// electronically.
        pub state_and_local: Option<StateAndLocalTaxWithholding> = "stateAndLocal",
        /// Whether the IRS has notified the cooperative twice within three years that the recipient's taxpayer
        /// identification number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
    }
}
