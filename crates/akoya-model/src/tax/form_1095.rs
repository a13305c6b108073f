//! Health coverage: Forms 1095-A, 1095-B and 1095-C.

use super::birth_date::BirthDate;
use super::form::tax_form;
use super::parts::{IndividualName, Month, TaxParty};
use crate::amount::Amount;
use crate::number::Integer;
use crate::time::Date;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

tax_form! {
    /// Form 1095-A, health insurance marketplace statement.
    ///
    /// The issuer is the marketplace, the recipient the person in lines 4 to 6 and 12 to 15.
    pub struct Form1095A {
        /// Line 1, the identifier of the marketplace.
        pub marketplace_id: Option<String> = "marketplaceId",
        /// Line 2, the policy number that the marketplace gave.
        pub marketplace_policy_number: Option<String> = "marketplacePolicyNumber",
        /// Line 3, the name of the insurer.
        pub policy_issuer_name: Option<String> = "policyIssuerName",
        /// Line 6, the recipient's date of birth.
        pub recipient_date_of_birth: Option<BirthDate> = "recipientDateOfBirth",
        /// Line 7, the name of the recipient's spouse.
        pub spouse_name: Option<String> = "spouseName",
        /// Line 8, the social security number of the recipient's spouse.
        pub spouse_tin: Option<String> = "spouseTin",
        /// Line 9, the date of birth of the recipient's spouse.
        pub spouse_date_of_birth: Option<BirthDate> = "spouseDateOfBirth",
        /// Line 10, the first day of the policy.
        pub policy_start_date: Option<Date> = "policyStartDate",
        /// Line 11, the last day of the policy.
        pub policy_termination_date: Option<Date> = "policyTerminationDate",
        /// Lines 16 to 20, the persons covered.
        pub covered_individuals: Option<Vec<MarketplaceCoveredIndividual>> = "coveredIndividuals",
        /// Lines 21 to 33, premiums by month and for the year.
        pub coverages: Option<Vec<MarketplaceCoverage>>,
    }
}

tax_form! {
    /// Form 1095-B, health coverage, as the insurer reports it.
    ///
    /// The recipient is the person responsible for the policy (lines 1 to 7).
    pub struct Form1095B {
        /// Line 3, the responsible person's date of birth, when there is no social security number.
        pub responsible_individual_date_of_birth: Option<BirthDate> = "responsibleDateOfBirth",
        /// Line 8, where the policy comes from, one letter, such as `B` for an employer.
        pub origin_of_health_coverage_code: Option<String> = "originOfHealthCoverageCode",
        /// Lines 10 to 15, the employer who sponsors the coverage.
        pub employer: Option<Box<TaxParty>>,
        /// Lines 23 and following, the persons covered.
        pub covered_individuals: Option<Vec<CoveredIndividual>> = "coveredIndividuals",
    }
}

tax_form! {
    /// Form 1095-C, employer-provided health insurance offer and coverage.
    ///
    /// The issuer is the employer, the recipient the employee.
    pub struct Form1095C {
        /// Part III, whether the employer insured the coverage itself.
        pub self_insured_coverage: Option<bool> = "selfInsuredCoverage",
        /// Lines 14 to 17, what the employer offered, by month.
        pub offers_of_coverage: Option<Vec<CoverageOffer>> = "offersOfCoverage",
        /// The employee's age on January 1, in years.
        pub employee_age: Option<Integer> = "employeeAge",
        /// The month in which the plan year starts, as a number.
        pub plan_start_month: Option<Integer> = "planStartMonth",
        /// Part III, lines 18 and following, the persons covered.
        pub covered_individuals: Option<Vec<MarketplaceCoveredIndividual>> = "coveredIndividuals",
    }
}

model! {
    /// A person covered by a policy: a line of part II of Form 1095-A, or of part III of Form 1095-C.
    pub struct MarketplaceCoveredIndividual = "HealthInsuranceMarketplaceCoveredIndividual" {
        /// Column A, the name, in one piece.
        pub name: Option<String>,
        /// Column B, the social security number or another taxpayer identification number.
        pub tin: Option<String>,
        /// Column C, the date of birth.
        pub date_of_birth: Option<BirthDate> = "dateOfBirth",
        /// When coverage started; column D of Form 1095-A.
        pub policy_start_date: Option<Date> = "policyStartDate",
        /// When coverage ended; column E of Form 1095-A.
        pub policy_termination_date: Option<Date> = "policyTerminationDate",
    }
}

model! {
    /// A person covered by a policy: a line of part IV of Form 1095-B.
    pub struct CoveredIndividual = "HealthInsuranceCoveredIndividual" {
        /// Column (a), the name.
        pub name: Option<IndividualName>,
        /// Column (b), the social security number or another taxpayer identification number.
        pub tin: Option<String>,
        /// Column (c), the date of birth, when there is no social security number.
        pub date_of_birth: Option<BirthDate> = "dateOfBirth",
        /// Column (d), whether the person was covered in all twelve months.
        pub covered_all_12_months: Option<bool> = "coveredAll12Months",
        /// Column (e), the months of coverage.
        pub covered_months: Option<Vec<Month>> = "coveredMonths",
    }
}

model! {
    /// The premiums of one month, or of the year: a line of part III of Form 1095-A.
    pub struct MarketplaceCoverage = "HealthInsuranceCoverage" {
        /// Column A, the premium of the policy, in US dollars.
        pub enrollment_premium: Option<Amount> = "enrollmentPremium",
        /// Column B, the premium of the second lowest cost silver plan (SLCSP), which the credit is measured by, in
        /// US dollars.
        pub benchmark_premium: Option<Amount> = "slcspPremium",
        /// Column C, what was paid in advance of the premium tax credit, in US dollars.
        pub advance_premium_tax_credit: Option<Amount> = "advancePremiumTaxCreditPayment",
        /// The month, or the whole year.
        pub month: Option<CoverageMonth>,
    }
}

model! {
    /// What an employer offered in one month, or in every month of the year: a column of part II of Form 1095-C.
    pub struct CoverageOffer = "OfferOfHealthInsuranceCoverage" {
        /// Line 14, what was offered, as a code such as `1E`.
        pub coverage_code: Option<String> = "coverageCode",
        /// Line 15, what the employee would pay per month for the cheapest coverage of the employee alone, in US
        /// dollars.
        pub required_contribution: Option<Amount> = "requiredContribution",
        /// Line 16, safe harbor and other relief under section 4980H, as a code such as `2C`.
        pub safe_harbor_code: Option<String> = "section4980HCode",
        /// Line 17, the ZIP code that an individual coverage HRA was measured by. At most 10 characters.
        pub zip_code: Option<String> = "postalCode",
        /// The month, or the whole year.
        pub month: Option<CoverageMonth>,
    }
}

open_enum! {
    /// A month of coverage, or the whole year.
    pub enum CoverageMonth {
        /// The whole year: a total, or what holds for all twelve months.
        Annual = "ANNUAL",
        /// January.
        January = "JANUARY",
        /// February.
        February = "FEBRUARY",
        /// March.
        March = "MARCH",
        /// April.
        April = "APRIL",
        /// May.
        May = "MAY",
        /// June.
        June = "JUNE",
        /// July.
        July = "JULY",
        /// August.
        August = "AUGUST",
        /// September.
        September = "SEPTEMBER",
        /// October.
        October = "OCTOBER",
        /// November.
        November = "NOVEMBER",
        /// December.
        December = "DECEMBER",
    }
}
