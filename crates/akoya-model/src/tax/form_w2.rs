//! Wages and gambling winnings: Forms W-2, W-2c and W-2G.

use super::form::tax_form;
use super::parts::{CodeAndAmount, DescriptionAndAmount, IndividualName};
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::time::Date;

tax_form! {
    /// Form W-2, wage and tax statement: what an employer paid and withheld.
    ///
    /// The issuer is the employer (boxes b and c), the recipient the employee (boxes a, e and f).
    pub struct FormW2 {
        /// Box d, a number for the employer's own use.
        pub control_number: Option<String> = "controlNumber",
        /// Box 1, wages, tips and other compensation that are subject to federal income tax, in US dollars.
        pub wages: Option<Amount>,
        /// Box 2, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 3, wages subject to social security tax, without tips, in US dollars.
        pub social_security_wages: Option<Amount> = "socialSecurityWages",
        /// Box 4, social security tax withheld, in US dollars.
        pub social_security_tax_withheld: Option<Amount> = "socialSecurityTaxWithheld",
        /// Box 5, wages and tips subject to Medicare tax, in US dollars.
        pub medicare_wages: Option<Amount> = "medicareWages",
        /// Box 6, Medicare tax withheld, in US dollars.
        pub medicare_tax_withheld: Option<Amount> = "medicareTaxWithheld",
        /// Box 7, tips subject to social security tax, in US dollars.
        pub social_security_tips: Option<Amount> = "socialSecurityTips",
        /// Box 8, tips that the employer allocated to the employee, in US dollars; not in boxes 1, 3, 5 and 7.
        pub allocated_tips: Option<Amount> = "allocatedTips",
        /// Box 10, benefits for the care of dependents, in US dollars.
        pub dependent_care_benefits: Option<Amount> = "dependentCareBenefit",
        /// Box 11, distributions from a nonqualified deferred compensation plan, in US dollars.
        pub nonqualified_plan: Option<Amount> = "nonQualifiedPlan",
        /// Box 12, amounts by code, such as `D` for deferrals into a 401(k) plan.
        pub codes: Option<Vec<CodeAndAmount>>,
        /// Box 13, whether the employee is a statutory employee.
        pub statutory_employee: Option<bool> = "statutory",
        /// Box 13, whether the employee took part in a retirement plan.
        pub retirement_plan: Option<bool> = "retirementPlan",
        /// Box 13, whether a third party paid sick pay.
        pub third_party_sick_pay: Option<bool> = "thirdPartySickPay",
        /// Qualified dispositions of stock from an employee stock purchase plan, in US dollars. Not a box of the
        /// form.
        pub stock_purchase_plan_qualified: Option<Amount> = "esppQualified",
        /// Disqualifying dispositions of stock from an employee stock purchase plan, in US dollars. Not a box of the
        /// form.
        pub stock_purchase_plan_nonqualified: Option<Amount> = "esppNonQualified",
        /// Box 14, anything else, in the employer's words.
        pub other: Option<Vec<DescriptionAndAmount>>,
        /// Boxes 15 to 20, state and local wages and tax.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}

tax_form! {
    /// Form W-2c, corrected wage and tax statement: a W-2 as it was, and as it should have been.
    pub struct FormW2C {
        /// Box e, whether the employee's social security number or name is corrected.
        pub corrected_tin_or_name: Option<bool> = "correctedTinOrName",
        /// Box f, the employee's social security number as it was reported before.
        pub previous_employee_tin: Option<String> = "previousEmployeeTin",
        /// Box g, the employee's name as it was reported before.
        pub previous_employee_name: Option<IndividualName> = "previousEmployeeName",
        /// Boxes 1 to 20 as they were reported before.
        pub original: Option<Box<FormW2>> = "originalW2",
        /// Boxes 1 to 20 as they should have been.
        pub correction: Option<Box<FormW2>> = "correctedW2",
    }
}

tax_form! {
    /// Form W-2G, certain gambling winnings.
    ///
    /// The issuer is the payer, the recipient the winner.
    pub struct FormW2G {
        /// Box 1, reportable winnings, in US dollars.
        pub reportable_winnings: Option<Amount> = "winnings",
        /// Box 2, the day of the win.
        pub date_won: Option<Date> = "dateWon",
        /// Box 3, what was played or betted on.
        pub type_of_wager: Option<String> = "typeOfWager",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, the number of the ticket, card or game.
        pub transaction: Option<String>,
        /// Box 6, the race.
        pub race: Option<String>,
        /// Box 7, winnings from identical wagers, in US dollars.
        pub identical_winnings: Option<Amount> = "identicalWinnings",
        /// Box 8, the cashier who paid.
        pub cashier: Option<String>,
        /// Box 10, the window where it was paid.
        pub window: Option<String>,
        /// Box 11, the first identification that the winner showed, its number usually.
        pub first_identification: Option<String> = "firstId",
        /// Box 12, the second identification that the winner showed, its number usually.
        pub second_identification: Option<String> = "secondId",
        /// Boxes 13 to 18, state and local winnings and tax.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}
