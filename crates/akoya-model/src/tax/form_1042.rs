//! US income of foreign persons: Form 1042-S.

use super::birth_date::BirthDate;
use super::form::tax_form;
use super::parts::tax_party;
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::number::{Integer, Number};

tax_form! {
    /// Form 1042-S, a foreign person's US source income subject to withholding. The form has amounts in whole
    /// dollars.
    pub struct Form1042S {
        /// The number that the withholding agent gave to this form, ten digits.
        pub unique_form_identifier: Option<String> = "formId",
        /// Whether the form amends one that was sent before.
        pub amended: Option<bool>,
        /// Which amendment it is, counted from 1.
        pub amendment_number: Option<Integer> = "amendmentNumber",
        /// Box 1, the income code, two digits, such as `01` for interest paid by US obligors.
        pub income_code: Option<String> = "incomeTypeCode",
        /// Box 2, gross income, in US dollars.
        pub gross_income: Option<Amount> = "grossIncome",
        /// Box 3, the chapter of the tax code under which tax was withheld: `3` or `4`.
        pub chapter_indicator: Option<String> = "chapterIndicator",
        /// Box 3a, the exemption code under chapter 3, two digits; it says why less tax was withheld, or none.
        pub chapter_3_exemption_code: Option<String> = "ch3ExemptionCode",
        /// Box 3b, the tax rate under chapter 3. The form prints percent, such as `30.00`.
        pub chapter_3_tax_rate: Option<Number> = "ch3TaxRate",
        /// Box 4a, the exemption code under chapter 4, two digits; it says why no tax was withheld.
        pub chapter_4_exemption_code: Option<String> = "ch4ExemptionCode",
        /// Box 4b, the tax rate under chapter 4. The form prints percent, such as `30.00`.
        pub chapter_4_tax_rate: Option<Number> = "ch4TaxRate",
        /// Box 5, withholding allowance, in US dollars.
        pub withholding_allowance: Option<Amount> = "withholdingAllowance",
        /// Box 6, net income, in US dollars.
        pub net_income: Option<Amount> = "netIncome",
        /// Box 7a, federal tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 7b, whether tax was not deposited with the IRS because escrow procedures applied.
        pub escrow_procedures_applied: Option<bool> = "escrowProceduresApplied",
        /// Box 7c, whether tax on a partnership interest was withheld in the following year.
        pub withheld_in_subsequent_year: Option<bool> = "subsequentYear",
        /// Box 8, tax withheld by other agents, in US dollars.
        pub other_agents_tax_withheld: Option<Amount> = "otherAgentsTaxWithheld",
        /// Box 9, overwithheld tax that was repaid to the recipient, in US dollars. The form prints it
        /// in parentheses, to be subtracted.
        pub overwithheld_tax_repaid: Option<Amount> = "recipientRepaidAmount",
        /// Box 10, total withholding credit, in US dollars: boxes 7a, 8 and 9 together.
        pub total_withholding_credit: Option<Amount> = "totalTaxWithholdingCredit",
        /// Box 11, tax that the withholding agent paid and did not withhold, in US dollars.
        pub tax_paid_by_withholding_agent: Option<Amount> = "withholdingAgentTaxPaid",
        /// Boxes 12a to 12i, the withholding agent.
        pub withholding_agent: Option<Box<Form1042SAgent>> = "withholdingAgent",
        /// Boxes 13a to 13j and 13l, the recipient of the income.
        pub income_recipient: Option<Box<Form1042SRecipient>> = "form1042Recipient",
        /// Box 13k, the recipient's account number.
        pub recipient_account_number: Option<String> = "accountNumber",
        /// Boxes 14a and 14b, the primary withholding agent.
        pub primary_withholding_agent: Option<Box<Form1042SAgent>> = "primary",
        /// Box 15, whether income is reported pro rata.
        pub pro_rata_basis_reporting: Option<bool> = "prorataBasisReporting",
        /// Boxes 15a to 15i, the intermediary or flow-through entity.
        pub intermediary: Option<Box<Form1042SAgent>>,
        /// Boxes 16a to 16e, the payer.
        pub payer: Option<Box<Form1042SAgent>>,
        /// Boxes 17a to 17c, state income tax withheld.
        pub state_and_local: Option<StateAndLocalTaxWithholding> = "stateAndLocal",
    }
}

tax_party! {
    /// A withholding agent, intermediary or payer of Form 1042-S.
    pub struct Form1042SAgent {
        /// The status under chapter 3, two digits: box 12b, 15b or 16d.
        pub chapter_3_status_code: Option<String> = "ch3StatusCode",
        /// The status under chapter 4, two digits: box 12c, 15c or 16e.
        pub chapter_4_status_code: Option<String> = "ch4StatusCode",
        /// The Global Intermediary Identification Number (GIIN): box 12e, 15e or 16c.
        pub giin: Option<String>,
        /// The taxpayer identification number of a foreign country: box 12g or 15g.
        pub foreign_tin: Option<String> = "foreignTin",
    }
}

tax_party! {
    /// The recipient of income on Form 1042-S.
    pub struct Form1042SRecipient {
        /// Box 13f, the status under chapter 3, two digits.
        pub chapter_3_status_code: Option<String> = "ch3StatusCode",
        /// Box 13g, the status under chapter 4, two digits.
        pub chapter_4_status_code: Option<String> = "ch4StatusCode",
        /// Box 13h, the Global Intermediary Identification Number (GIIN).
        pub giin: Option<String>,
        /// Box 13i, the taxpayer identification number of a foreign country.
        pub foreign_tin: Option<String> = "foreignTin",
        /// Box 13j, the code for the treaty's limitation on benefits (LOB), two digits.
        pub limitation_on_benefits_code: Option<String> = "lobCode",
        /// Box 13l, the date of birth.
        pub date_of_birth: Option<BirthDate> = "dateOfBirth",
    }
}
