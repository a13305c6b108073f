//! What a taxpayer paid and may deduct or be credited: Form 1097-BTC and the Forms 1098.

use super::form::tax_form;
use super::parts::{DateAndAmount, MonthAndAmount};
use crate::address::Address;
use crate::amount::Amount;
use crate::number::Integer;
use crate::time::Date;

tax_form! {
    /// Form 1097-BTC, bond tax credit.
    pub struct Form1097Btc {
        /// Whether the form comes from the issuer of the bond or its agent.
        pub issued_by_bond_issuer: Option<bool> = "filingForCredit",
        /// Whether the form comes from someone who received the credit and passes it on.
        pub issued_by_nominee: Option<bool> = "asNominee",
        /// Box 1, the credit in total, in US dollars.
        pub total: Option<Amount>,
        /// Box 2a, what box 2b is, as a code, such as `C` for a CUSIP number.
        pub unique_identifier_kind: Option<String> = "bondCode",
        /// Box 2b, the identifier of the bond.
        pub unique_identifier: Option<String> = "uniqueId",
        /// Box 3, the kind of bond, as a code.
        pub bond_type: Option<String> = "bondType",
        /// Box 5, the credit by month.
        pub amounts: Option<Vec<MonthAndAmount>>,
        /// Box 6, comments.
        pub comments: Option<String>,
    }
}

tax_form! {
    /// Form 1098, mortgage interest statement.
    ///
    /// The issuer is the lender, the recipient the borrower.
    pub struct Form1098 {
        /// Box 9, how many properties secure the mortgage.
        pub mortgaged_properties: Option<Integer> = "mortgagedProperties",
        /// Box 10, anything else, property tax or insurance say, in the lender's words.
        pub other_information: Option<String> = "otherInformation",
        /// The number of the mortgage.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, mortgage interest received from the borrower, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Box 2, outstanding principal, on January 1 usually, in US dollars.
        pub outstanding_principal: Option<Amount> = "outstandingPrincipal",
        /// Box 3, when the mortgage was made.
        pub origination_date: Option<Date> = "originationDate",
        /// Box 4, refund of interest that was overpaid in a former year, in US dollars.
        pub overpaid_interest_refund: Option<Amount> = "overpaidRefund",
        /// Box 5, premiums for mortgage insurance, in US dollars.
        pub mortgage_insurance_premiums: Option<Amount> = "mortgageInsurance",
        /// Box 6, points paid on the purchase of a principal residence, in US dollars.
        pub points_paid: Option<Amount> = "pointsPaid",
        /// Box 7, whether the property's address is the borrower's.
        pub property_at_borrower_address: Option<bool> = "isPropertyAddressSameAsBorrowerAddress",
        /// Box 11, when the lender acquired the mortgage.
        pub acquisition_date: Option<Date> = "acquisitionDate",
        /// Box 8, the address of the property.
        pub property_address: Option<Address> = "propertyAddress",
        /// Box 10, property tax paid from escrow, when the lender reports it, in US dollars.
        pub property_tax: Option<Amount> = "propertyTax",
        /// Box 8, what the property is, when it has no address.
        pub property_description: Option<String> = "propertyDescription",
    }
}

tax_form! {
    /// Form 1098-C, contribution of a motor vehicle, boat or airplane.
    ///
    /// The issuer is the charity, the recipient the donor.
    pub struct Form1098C {
        /// Box 1, when it was given.
        pub date_of_contribution: Option<Date> = "dateOfContribution",
        /// Box 2a, odometer reading, in miles.
        pub odometer_mileage: Option<Integer> = "odometerMileage",
        /// Box 2b, the model year.
        pub model_year: Option<Integer> = "carYear",
        /// Box 2c, the make.
        pub make: Option<String>,
        /// Box 2d, the model.
        pub model: Option<String>,
        /// Box 3, the vehicle identification number (VIN) or another one.
        pub vehicle_identification_number: Option<String> = "vin",
        /// Box 4a, whether the charity sold it to an unrelated party at arm's length.
        pub sold_at_arms_length: Option<bool> = "armsLengthTransaction",
        /// Box 4b, when it was sold.
        pub date_of_sale: Option<Date> = "dateOfSale",
        /// Box 4c, gross proceeds of the sale, in US dollars.
        pub gross_proceeds: Option<Amount> = "grossProceeds",
        /// Box 5a, whether the charity will use or improve it before passing it on.
        pub kept_for_use_or_improvement: Option<bool> = "notTransferredBefore",
        /// Box 5b, whether it goes to a needy person, well below its value.
        pub given_to_needy_individual: Option<bool> = "needyIndividual",
        /// Box 5c, the improvements, or the use and how long.
        pub description_of_improvements: Option<String> = "descriptionOfImprovements",
        /// Box 6a, whether the donor got goods or services for it.
        pub goods_in_exchange: Option<bool> = "goodsInExchange",
        /// Box 6b, the value of those goods and services, in US dollars.
        pub value_of_exchange: Option<Amount> = "valueOfExchange",
        /// Box 6c, whether they were intangible religious benefits only.
        pub intangible_religious_benefits_only: Option<bool> = "intangibleReligious",
        /// Box 6c, what the goods and services were.
        pub description_of_goods: Option<String> = "descriptionOfGoods",
        /// Box 7, whether the deduction is limited to 500 US dollars.
        pub deduction_limited_to_500_dollars: Option<bool> = "maxDeductionApplies",
    }
}

tax_form! {
    /// Form 1098-E, student loan interest statement.
    ///
    /// The issuer is the lender, the recipient the borrower.
    pub struct Form1098E {
        /// The number of the loan.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, student loan interest received by the lender, in US dollars.
        pub student_loan_interest: Option<Amount> = "studentLoanInterest",
        /// Box 2, whether box 1 leaves out origination fees and capitalized interest, for a loan made before
        /// September 1, 2004.
        pub interest_excludes_fees: Option<bool> = "box1ExcludesFees",
    }
}

tax_form! {
    /// Form 1098-MA, mortgage assistance payments of a state housing finance agency (HFA).
    pub struct Form1098Ma {
        /// The number of the mortgage.
        pub account_number: Option<String> = "accountNumber",
        /// Box 1, mortgage payments of the agency and the homeowner together, in US dollars.
        pub total_mortgage_payments: Option<Amount> = "totalMortgagePayments",
        /// Box 2, mortgage payments of the agency, in US dollars.
        pub mortgage_assistance_payments: Option<Amount> = "mortgageAssistancePayments",
        /// Box 3, mortgage payments of the homeowner, in US dollars.
        pub homeowner_mortgage_payments: Option<Amount> = "homeownerMortgagePayments",
    }
}

tax_form! {
    /// Form 1098-Q, qualifying longevity annuity contract (QLAC).
    ///
    /// The recipient is the participant.
    pub struct Form1098Q {
        /// The number of the contract.
        pub account_number: Option<String> = "accountNumber",
        /// The number of the plan.
        pub plan_number: Option<String> = "planNumber",
        /// The name of the plan.
        pub plan_name: Option<String> = "planName",
        /// The employer identification number (EIN) of the plan's sponsor.
        pub plan_sponsor_tin: Option<String> = "planSponsorId",
        /// Box 1a, what the annuity pays from its start, in US dollars.
        pub annuity_amount: Option<Amount> = "annuityAmount",
        /// Box 1b, when the annuity starts.
        pub annuity_start_date: Option<Date> = "startDate",
        /// Box 2, whether it may start earlier.
        pub start_can_be_accelerated: Option<bool> = "canBeAccelerated",
        /// Box 3, premiums paid for the contract in total, in US dollars.
        pub total_premiums: Option<Amount> = "totalPremiums",
        /// Box 4, the fair market value of the contract, in US dollars.
        pub fair_market_value: Option<Amount> = "fairMarketValue",
        /// Boxes 5a to 5l, premiums by month, with the day of the last payment in it.
        pub premiums: Option<Vec<DateAndAmount>>,
    }
}

tax_form! {
    /// Form 1098-T, tuition statement.
    ///
    /// The issuer is the school, the recipient the student.
    pub struct Form1098T {
        /// Whether the school certifies that it asked for the student's taxpayer identification number in the
        /// required way.
        pub student_tin_certification: Option<bool> = "studentTinCertification",
        /// The school's number for the student's account.
        pub account_number: Option<String> = "accountNumber",
        /// Box 8, whether the student studied at least half-time.
        pub at_least_half_time: Option<bool> = "halfTime",
        /// Box 1, payments received for qualified tuition and related expenses, in US dollars.
        pub tuition_payments_received: Option<Amount> = "qualifiedTuitionFees",
        /// Box 4, adjustment of payments reported for a prior year, in US dollars. Printed without a sign, it lowers
        /// them.
        pub prior_year_tuition_adjustment: Option<Amount> = "adjustmentPriorYear",
        /// Box 5, scholarships and grants, in US dollars.
        pub scholarships_and_grants: Option<Amount> = "scholarship",
        /// Box 6, adjustment of scholarships and grants reported for a prior year, in US dollars. Printed without a
        /// sign, it lowers them.
        pub prior_year_scholarship_adjustment: Option<Amount> = "adjustScholarship",
        /// Box 7, whether box 1 includes payments for a period that begins in January to March of the following year.
        pub includes_january_to_march: Option<bool> = "includeJanMar",
        /// Box 9, whether the student is a graduate student.
        pub graduate_student: Option<bool> = "graduate",
        /// Box 10, refunds from an insurance contract, for a tuition insurer, in US dollars.
        pub insurance_reimbursement: Option<Amount> = "insuranceRefund",
    }
}
