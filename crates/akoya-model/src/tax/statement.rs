//! Tax statements, and the forms in them, each under its own name.

use super::cryptocurrency::CryptocurrencyStatement;
use super::form::TaxForm;
use super::form_1042::Form1042S;
use super::form_1095::{Form1095A, Form1095B, Form1095C};
use super::form_1097_1098::{
    Form1097Btc, Form1098, Form1098C, Form1098E, Form1098Ma, Form1098Q, Form1098T,
};
use super::form_1099_a_to_cap::{
    Form1099A, Form1099B, Form1099C, Form1099Cap, Form1099ConsolidatedStatement,
};
use super::form_1099_da::Form1099Da;
use super::form_1099_div_to_k::{Form1099Div, Form1099G, Form1099H, Form1099Int, Form1099K};
use super::form_1099_ls_to_patr::{
    Form1099Ls, Form1099Ltc, Form1099Misc, Form1099Nec, Form1099Oid, Form1099Patr,
};
use super::form_1099_q_to_sb::{
    Form1099Q, Form1099Qa, Form1099R, Form1099S, Form1099Sa, Form1099Sb,
};
use super::form_2439_3921_3922::{Form2439, Form3921, Form3922};
use super::form_5498::{Form5498, Form5498Esa, Form5498Qa, Form5498Sa};
use super::form_k1::{Form1041K1, Form1065K1, Form1120SK1};
use super::form_type::TaxFormType;
use super::form_w2::{FormW2, FormW2C, FormW2G};
use super::parts::{TaxParty, TaxRefundDirectDeposit};
use super::pdf::{self, PdfError};
use super::schedules::{
    BusinessIncomeStatement, FarmIncomeStatement, FarmRentalIncomeStatement, RentalIncomeStatement,
    RoyaltyIncomeStatement,
};
use crate::account::FiAttribute;
use crate::number::Integer;
use crate::wire::json::{Json, JsonKind};
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// The response of the tax form search: the statements found.
    pub struct TaxStatementList {
        /// The statements; those of a search usually have of each form only what every form has.
        pub statements: Option<Vec<TaxStatement>>,
    }
}

model! {
    /// A tax document of one issuer for one year, with one form or several: as data in `forms`, or as a PDF in `pdf`.
    pub struct TaxStatement {
        /// The year that the document is for, such as 2023.
        pub tax_year: Option<Integer> = "taxYear",
        /// The provider's identifier of the statement, constant; the path to get it takes it.
        pub tax_statement_id: Option<String> = "taxStatementId",
        /// Who issued the document; counts for all forms that have no issuer of their own.
        pub issuer: Option<Box<TaxParty>>,
        /// Whom the document is for; counts for all forms that have no recipient of their own.
        pub recipient: Option<Box<TaxParty>>,
        /// Whether the document comes as data or as a PDF.
        pub tax_data_type: Option<TaxDataType> = "taxDataType",
        /// The forms, when the document comes as data.
        pub forms: Option<Vec<TaxData>>,
        /// The document with all its forms, when it comes as a PDF: base64 text, which
        /// [`decode_pdf`](Self::decode_pdf) decodes.
        pub pdf: Option<String>,
        /// More about the document that only this provider has.
        pub attributes: Option<Vec<FiAttribute>>,
    }
}

impl TaxStatement {
    /// Returns the document's forms in their order, each with its type.
    pub fn tax_forms(&self) -> impl Iterator<Item = (TaxFormType, &dyn TaxForm)> {
        self.forms.iter().flatten().flat_map(TaxData::forms)
    }

    /// Returns the document's forms that this version cannot read: see [`TaxData::unread_forms`].
    pub fn unread_forms(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.forms.iter().flatten().flat_map(TaxData::unread_forms)
    }

    /// Returns who issued a form of this document: the form's own issuer, else the document's.
    pub fn issuer_of<'a>(&'a self, form: &'a dyn TaxForm) -> Option<&'a TaxParty> {
        form.issuer().or(self.issuer.as_deref())
    }

    /// Returns whom a form of this document is for: the form's own recipient, else the document's.
    pub fn recipient_of<'a>(&'a self, form: &'a dyn TaxForm) -> Option<&'a TaxParty> {
        form.recipient().or(self.recipient.as_deref())
    }

    /// Returns the PDF's bytes, decoded each time. That they are a PDF is not checked.
    ///
    /// # Errors
    ///
    /// [`Absent`](super::PdfErrorKind::Absent) when there is no PDF,
    /// [`Encoding`](super::PdfErrorKind::Encoding) when its text is not base64.
    pub fn decode_pdf(&self) -> Result<Vec<u8>, PdfError> {
        pdf::decode(self.pdf.as_deref())
    }
}

model! {
    /// One form, in the field of its name; all other fields are empty.
    pub struct TaxData {
        /// Income and expenses of a business, for Schedule C.
        pub business_income_statement: Option<Box<BusinessIncomeStatement>> = "businessIncomeStatement",
        /// Gains and losses from cryptocurrency.
        pub cryptocurrency_statement: Option<Box<CryptocurrencyStatement>> = "cryptocurrencyTaxStatement",
        /// Income and expenses of a farm, for Schedule F.
        pub farm_income_statement: Option<Box<FarmIncomeStatement>> = "farmIncomeStatement",
        /// Income and expenses of a farm that is rented out, for Form 4835.
        pub farm_rental_income_statement: Option<Box<FarmRentalIncomeStatement>> = "farmRentalIncomeStatement",
        /// Income and expenses of a rented property, for Schedule E.
        pub rental_income_statement: Option<Box<RentalIncomeStatement>> = "rentalIncomeStatement",
        /// Income and expenses of a property that brings royalties, for Schedule E.
        pub royalty_income_statement: Option<Box<RoyaltyIncomeStatement>> = "royaltyIncomeStatement",
        /// Schedule K-1 of Form 1041, estate or trust.
        pub form_1041_k1: Option<Box<Form1041K1>> = "tax1041K1",
        /// Form 1042-S, a foreign person's US source income.
        pub form_1042_s: Option<Box<Form1042S>> = "tax1042S",
        /// Schedule K-1 of Form 1065, partnership.
        pub form_1065_k1: Option<Box<Form1065K1>> = "tax1065K1",
        /// Form 1095-A, health insurance marketplace statement.
        pub form_1095_a: Option<Box<Form1095A>> = "tax1095A",
        /// Form 1095-B, health coverage.
        pub form_1095_b: Option<Box<Form1095B>> = "tax1095B",
        /// Form 1095-C, employer-provided health insurance.
        pub form_1095_c: Option<Box<Form1095C>> = "tax1095C",
        /// Form 1097-BTC, bond tax credit.
        pub form_1097_btc: Option<Box<Form1097Btc>> = "tax1097Btc",
        /// Form 1098, mortgage interest statement.
        pub form_1098: Option<Box<Form1098>> = "tax1098",
        /// Form 1098-C, contribution of a motor vehicle, boat or airplane.
        pub form_1098_c: Option<Box<Form1098C>> = "tax1098C",
        /// Form 1098-E, student loan interest statement.
        pub form_1098_e: Option<Box<Form1098E>> = "tax1098E",
        /// Form 1098-MA, mortgage assistance payments.
        pub form_1098_ma: Option<Box<Form1098Ma>> = "tax1098Ma",
        /// Form 1098-Q, qualifying longevity annuity contract.
        pub form_1098_q: Option<Box<Form1098Q>> = "tax1098Q",
        /// Form 1098-T, tuition statement.
        pub form_1098_t: Option<Box<Form1098T>> = "tax1098T",
        /// Form 1099-A, acquisition or abandonment of secured property.
        pub form_1099_a: Option<Box<Form1099A>> = "tax1099A",
        /// Form 1099-B, proceeds from broker and barter exchange transactions.
        pub form_1099_b: Option<Box<Form1099B>> = "tax1099B",
        /// Form 1099-C, cancellation of debt.
        pub form_1099_c: Option<Box<Form1099C>> = "tax1099C",
        /// Form 1099-CAP, changes in corporate control and capital structure.
        pub form_1099_cap: Option<Box<Form1099Cap>> = "tax1099Cap",
        /// A broker's combined statement of Forms 1099.
        pub form_1099_consolidated_statement: Option<Box<Form1099ConsolidatedStatement>> = "tax1099ConsolidatedStatement",
        /// Form 1099-DIV, dividends and distributions.
        pub form_1099_div: Option<Box<Form1099Div>> = "tax1099Div",
        /// Form 1099-G, certain government payments.
        pub form_1099_g: Option<Box<Form1099G>> = "tax1099G",
        /// Form 1099-H, advance payments of the health coverage tax credit.
        pub form_1099_h: Option<Box<Form1099H>> = "tax1099H",
        /// Form 1099-INT, interest income.
        pub form_1099_int: Option<Box<Form1099Int>> = "tax1099Int",
        /// Form 1099-K, payment card and third party network transactions.
        pub form_1099_k: Option<Box<Form1099K>> = "tax1099K",
        /// Form 1099-LS, reportable life insurance sale.
        pub form_1099_ls: Option<Box<Form1099Ls>> = "tax1099Ls",
        /// Form 1099-LTC, long-term care and accelerated death benefits.
        pub form_1099_ltc: Option<Box<Form1099Ltc>> = "tax1099Ltc",
        /// Form 1099-MISC, miscellaneous information.
        pub form_1099_misc: Option<Box<Form1099Misc>> = "tax1099Misc",
        /// Form 1099-NEC, nonemployee compensation.
        pub form_1099_nec: Option<Box<Form1099Nec>> = "tax1099Nec",
        /// Form 1099-OID, original issue discount.
        pub form_1099_oid: Option<Box<Form1099Oid>> = "tax1099Oid",
        /// Form 1099-PATR, taxable distributions received from cooperatives.
        pub form_1099_patr: Option<Box<Form1099Patr>> = "tax1099Patr",
        /// Form 1099-Q, payments from qualified education programs.
        pub form_1099_q: Option<Box<Form1099Q>> = "tax1099Q",
        /// Form 1099-QA, distributions from ABLE accounts.
        pub form_1099_qa: Option<Box<Form1099Qa>> = "tax1099Qa",
        /// Form 1099-R, distributions from pensions, annuities, retirement plans, IRAs and insurance contracts.
        pub form_1099_r: Option<Box<Form1099R>> = "tax1099R",
        /// Form 1099-S, proceeds from real estate transactions.
        pub form_1099_s: Option<Box<Form1099S>> = "tax1099S",
        /// Form 1099-SA, distributions from an HSA, Archer MSA or Medicare Advantage MSA.
        pub form_1099_sa: Option<Box<Form1099Sa>> = "tax1099Sa",
        /// Form 1099-SB, seller's investment in a life insurance contract.
        pub form_1099_sb: Option<Box<Form1099Sb>> = "tax1099Sb",
        /// Schedule K-1 of Form 1120-S, S corporation.
        pub form_1120_s_k1: Option<Box<Form1120SK1>> = "tax1120SK1",
        /// Form 2439, undistributed long-term capital gains.
        pub form_2439: Option<Box<Form2439>> = "tax2439",
        /// Form 3921, exercise of an incentive stock option.
        pub form_3921: Option<Box<Form3921>> = "tax3921",
        /// Form 3922, transfer of stock acquired through an employee stock purchase plan.
        pub form_3922: Option<Box<Form3922>> = "tax3922",
        /// Schedule K-1 of Form 5227, split-interest trust.
        pub form_5227_k1: Option<Box<Form1041K1>> = "tax5227K1",
        /// Form 5498, IRA contribution information.
        pub form_5498: Option<Box<Form5498>> = "tax5498",
        /// Form 5498-ESA, Coverdell ESA contribution information.
        pub form_5498_esa: Option<Box<Form5498Esa>> = "tax5498Esa",
        /// Form 5498-QA, ABLE account contribution information.
        pub form_5498_qa: Option<Box<Form5498Qa>> = "tax5498Qa",
        /// Form 5498-SA, HSA, Archer MSA or Medicare Advantage MSA information.
        pub form_5498_sa: Option<Box<Form5498Sa>> = "tax5498Sa",
        /// Form W-2, wage and tax statement.
        pub form_w2: Option<Box<FormW2>> = "taxW2",
        /// Form W-2c, corrected wage and tax statement.
        pub form_w2c: Option<Box<FormW2C>> = "taxW2C",
        /// Form W-2G, certain gambling winnings.
        pub form_w2g: Option<Box<FormW2G>> = "taxW2G",
        /// Where a tax refund may be paid in, for Form 8888.
        pub refund_direct_deposit: Option<TaxRefundDirectDeposit> = "taxRefundDirectDeposit",
        /// Form 1099-DA, digital asset proceeds from broker transactions, since tax year 2025.
        pub form_1099_da: Option<Box<Form1099Da>> = "tax1099Da",
    }
}

/// Objects that stand where a form would and are none.
const NO_FORMS: [&str; 4] = ["error", "Fault", "fault", "links"];

impl TaxData {
    /// Returns the form and its type, which the field says; several if the provider put several forms into one object.
    ///
    /// A form that this version cannot read is not among them but among the [`unread_forms`](Self::unread_forms).
    pub fn forms(&self) -> impl Iterator<Item = (TaxFormType, &dyn TaxForm)> {
        self.fields()
            .into_iter()
            .filter_map(|(form_type, form)| Some((form_type, form?)))
    }

    /// Returns the forms that this version cannot read, each with its name in JSON (`tax1099Xyz`): forms of a type
    /// that it does not have, and forms that are no JSON object. An error in place of a form is none.
    pub fn unread_forms(&self) -> impl Iterator<Item = (&str, &Json)> {
        let invalid = self
            .extra
            .invalids()
            .map(|(name, json)| (name as &str, json));
        let unknown = self.extra.unknown();
        let unknown = unknown
            .filter(|(name, json)| json.kind() == JsonKind::Object && !NO_FORMS.contains(name));
        unknown.chain(invalid)
    }

    fn fields(&self) -> [(TaxFormType, Option<&dyn TaxForm>); 54] {
        [
            (TaxFormType::FormW2, form(&self.form_w2)),
            (TaxFormType::FormW2C, form(&self.form_w2c)),
            (TaxFormType::FormW2G, form(&self.form_w2g)),
            (TaxFormType::Form1041K1, form(&self.form_1041_k1)),
            (TaxFormType::Form1042S, form(&self.form_1042_s)),
            (TaxFormType::Form1065K1, form(&self.form_1065_k1)),
            (TaxFormType::Form1095A, form(&self.form_1095_a)),
            (TaxFormType::Form1095B, form(&self.form_1095_b)),
            (TaxFormType::Form1095C, form(&self.form_1095_c)),
            (TaxFormType::Form1097Btc, form(&self.form_1097_btc)),
            (TaxFormType::Form1098, form(&self.form_1098)),
            (TaxFormType::Form1098C, form(&self.form_1098_c)),
            (TaxFormType::Form1098E, form(&self.form_1098_e)),
            (TaxFormType::Form1098Ma, form(&self.form_1098_ma)),
            (TaxFormType::Form1098Q, form(&self.form_1098_q)),
            (TaxFormType::Form1098T, form(&self.form_1098_t)),
            (TaxFormType::Form1099A, form(&self.form_1099_a)),
            (TaxFormType::Form1099B, form(&self.form_1099_b)),
            (TaxFormType::Form1099C, form(&self.form_1099_c)),
            (TaxFormType::Form1099Cap, form(&self.form_1099_cap)),
            (
                TaxFormType::Form1099ConsolidatedStatement,
                form(&self.form_1099_consolidated_statement),
            ),
            (TaxFormType::Form1099Da, form(&self.form_1099_da)),
            (TaxFormType::Form1099Div, form(&self.form_1099_div)),
            (TaxFormType::Form1099G, form(&self.form_1099_g)),
            (TaxFormType::Form1099H, form(&self.form_1099_h)),
            (TaxFormType::Form1099Int, form(&self.form_1099_int)),
            (TaxFormType::Form1099K, form(&self.form_1099_k)),
            (TaxFormType::Form1099Ls, form(&self.form_1099_ls)),
            (TaxFormType::Form1099Ltc, form(&self.form_1099_ltc)),
            (TaxFormType::Form1099Misc, form(&self.form_1099_misc)),
            (TaxFormType::Form1099Nec, form(&self.form_1099_nec)),
            (TaxFormType::Form1099Oid, form(&self.form_1099_oid)),
            (TaxFormType::Form1099Patr, form(&self.form_1099_patr)),
            (TaxFormType::Form1099Q, form(&self.form_1099_q)),
            (TaxFormType::Form1099Qa, form(&self.form_1099_qa)),
            (TaxFormType::Form1099R, form(&self.form_1099_r)),
            (TaxFormType::Form1099S, form(&self.form_1099_s)),
            (TaxFormType::Form1099Sa, form(&self.form_1099_sa)),
            (TaxFormType::Form1099Sb, form(&self.form_1099_sb)),
            (TaxFormType::Form1120SK1, form(&self.form_1120_s_k1)),
            (TaxFormType::Form2439, form(&self.form_2439)),
            (TaxFormType::Form3921, form(&self.form_3921)),
            (TaxFormType::Form3922, form(&self.form_3922)),
            (TaxFormType::Form5227K1, form(&self.form_5227_k1)),
            (TaxFormType::Form5498, form(&self.form_5498)),
            (TaxFormType::Form5498Esa, form(&self.form_5498_esa)),
            (TaxFormType::Form5498Qa, form(&self.form_5498_qa)),
            (TaxFormType::Form5498Sa, form(&self.form_5498_sa)),
            (
                TaxFormType::BusinessIncomeStatement,
                form(&self.business_income_statement),
            ),
            (
                TaxFormType::CryptocurrencyStatement,
                form(&self.cryptocurrency_statement),
            ),
            (
                TaxFormType::FarmIncomeStatement,
                form(&self.farm_income_statement),
            ),
            (
                TaxFormType::FarmRentalIncomeStatement,
                form(&self.farm_rental_income_statement),
            ),
            (
                TaxFormType::RentalIncomeStatement,
                form(&self.rental_income_statement),
            ),
            (
                TaxFormType::RoyaltyIncomeStatement,
                form(&self.royalty_income_statement),
            ),
        ]
    }
}

fn form<T: TaxForm>(field: &Option<Box<T>>) -> Option<&dyn TaxForm> {
    field.as_deref().map(|form| form as &dyn TaxForm)
}

open_enum! {
    /// How a tax document comes (query `taxDataType`).
    pub enum TaxDataType = "TypeDataType" {
        /// As a PDF in base64.
        Base64Pdf = "BASE64_PDF",
        /// As data.
        Json = "JSON",
    }
}
