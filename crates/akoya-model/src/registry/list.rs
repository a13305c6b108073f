//! The list of all types and operations, for tools that look for a type by its name.

use std::sync::LazyLock;

use super::entry::{Enum, Type};
use super::oauth;
use crate::account as acc;
use crate::document::Model;
use crate::wire::shape::Shape;
use crate::{
    accounts, address, api_error, balances, country, customers, investments as inv, link, payments,
    security, statements, tax, telephone, transactions as tx,
};

/// The operations of the API, and the types that they return.
pub const OPERATIONS: &[(&str, &str)] = &[
    ("get_accounts_info", "AkoyaAccountInfoProduct"),
    ("get_balances", "Balances"),
    ("customer_info", "CurrentCustomer"),
    ("get_account_holder", "AccountContactEntity"),
    ("get_accounts", "InvestmentsDetails"),
    ("get_taxlots", "TaxlotsResponse"),
    ("payment_networks", "ArrayOfAccountPaymentNetworks"),
    ("get_statement_list", "PaginatedArray"),
    ("tax_forms_search", "TaxStatementList"),
    ("get_tax_form", "TaxStatement"),
    ("get_transactions", "TransactionsEntity"),
    ("request_token", "OauthToken"),
    ("refresh_token", "OauthToken"),
];

pub(super) static TYPES: LazyLock<Vec<Type>> = LazyLock::new(|| {
    let mut types = Vec::new();
    accounts_and_balances(&mut types);
    transactions(&mut types);
    investments(&mut types);
    people(&mut types);
    tax_statements(&mut types);
    tax_forms(&mut types);
    income_statements(&mut types);
    types.push(Type::of::<api_error::ApiErrorBody>("ErrorErrorException"));
    add::<oauth::TokenResponse>(&mut types);
    add::<oauth::TokenRefusal>(&mut types);
    types
});

/// Adds a type; of a union also the objects around its cases.
fn add<T: Model>(types: &mut Vec<Type>) {
    if let Shape::Named(name) = T::SHAPE {
        push(types, Type::of::<T>(name));
    }
}

fn push(types: &mut Vec<Type>, added: Type) {
    types.push(added);
    types.extend(added.parts());
}

/// Adds several types.
macro_rules! add {
    ($types:ident: $($ty:ty),* $(,)?) => {
        $(add::<$ty>($types);)*
    };
}

fn accounts_and_balances(types: &mut Vec<Type>) {
    use accounts::{
        AccountInfo, AccountsInfo, AnnuityAccount, DepositAccount, InsuranceAccount,
        InvestmentAccount, LineOfCreditAccount, LoanAccount,
    };
    use balances::{
        AccountBalance, AnnuityBalances, Balances, DepositBalances, InsuranceBalances,
        InvestmentBalances, LineOfCreditBalances, LoanBalances, NamedBalance,
    };
    add!(types: acc::Currency, acc::FiAttribute);
    add!(types: AccountsInfo, AccountInfo, DepositAccount, LoanAccount, LineOfCreditAccount, InvestmentAccount);
    add!(types: InsuranceAccount, AnnuityAccount);
    add!(types: Balances, AccountBalance, DepositBalances, LoanBalances, LineOfCreditBalances, InvestmentBalances, NamedBalance);
    add!(types: InsuranceBalances, AnnuityBalances);
}

fn transactions(types: &mut Vec<Type>) {
    add!(types: link::Links, link::PageLink, link::Link, api_error::ApiErrorBody);
    add!(types: tx::Transactions, tx::Transaction, tx::TransactionFields, tx::DepositTransaction, tx::LoanTransaction);
    add!(types: tx::LineOfCreditTransaction, tx::InvestmentTransaction, tx::InsuranceTransaction, tx::LineItem, tx::PaymentDetails);
}

fn investments(types: &mut Vec<Type>) {
    add!(types: inv::InvestmentsDetails, inv::AccountHoldings, inv::InvestmentAccountDetails, inv::OpenOrder);
    add!(types: inv::InvestmentHolding, inv::AssetClassShare, inv::FiAssetClassShare, inv::TaxLots, inv::TaxLotHolding, inv::TaxLot);
    add!(types: inv::MutualFundSecurity, inv::StockSecurity, inv::DebtSecurity, inv::OptionSecurity, inv::SweepSecurity);
    add!(types: inv::OtherSecurity, inv::Contribution, inv::Vesting, inv::InvestmentLoan, inv::PensionSource, inv::EquityGrant);
    add!(types: inv::VestingOfGrant);
}

fn people(types: &mut Vec<Type>) {
    use customers::{
        AccountContact, AccountHolder, AccountRelationship, BusinessCustomer, CurrentCustomer,
        Customer, CustomerName, Domicile, IndustryCode, Name,
    };
    add!(types: CurrentCustomer, Customer, AccountContact, AccountHolder, Name, CustomerName, BusinessCustomer);
    add!(types: AccountRelationship, IndustryCode, Domicile);
    add!(types: address::Address, address::DeliveryAddress, address::CustomerAddress);
    add!(types: telephone::Telephone, telephone::TelephoneNumber, telephone::TelephoneNumberPlusExtension);
    add!(types: payments::PaymentNetworks, payments::PaymentNetwork, statements::StatementList, statements::Statement);
}

fn tax_statements(types: &mut Vec<Type>) {
    add!(types: tax::TaxStatementList, tax::TaxStatement, tax::TaxData, tax::TaxFormFields, tax::TaxFormAttribute);
    add!(types: tax::TaxParty, tax::IndividualName, tax::BusinessName, tax::NameAndAddress, tax::NameAddressAndPhone);
    add!(types: tax::CodeAndAmount, tax::DescriptionAndAmount, tax::DateAndAmount, tax::MonthAndAmount);
    add!(types: tax::StateAndLocalTaxWithholding, tax::StateTaxWithholding, tax::LocalTaxWithholding);
    add!(types: tax::TaxRefundDirectDeposit);
}

fn tax_forms(types: &mut Vec<Type>) {
    add!(types: tax::FormW2, tax::FormW2C, tax::FormW2G, tax::Form1041K1, tax::Form1065K1, tax::Form1120SK1);
    add!(types: tax::Form1042S, tax::Form1042SAgent, tax::Form1042SRecipient);
    add!(types: tax::Form1095A, tax::Form1095B, tax::Form1095C, tax::MarketplaceCoveredIndividual, tax::CoveredIndividual);
    add!(types: tax::MarketplaceCoverage, tax::CoverageOffer);
    add!(types: tax::Form1097Btc, tax::Form1098, tax::Form1098C, tax::Form1098E, tax::Form1098Ma, tax::Form1098Q, tax::Form1098T);
    add!(types: tax::Form1099A, tax::Form1099B, tax::SecuritySale, tax::Form1099C, tax::Form1099Cap);
    add!(types: tax::Form1099Da, tax::DigitalAssetSale);
    add!(types: tax::Form1099ConsolidatedStatement, tax::Form1099Div, tax::Form1099G, tax::Form1099H, tax::Form1099Int);
    add!(types: tax::Form1099K, tax::Form1099Ls, tax::Form1099Ltc, tax::Form1099Misc, tax::Form1099Nec, tax::Form1099Oid);
    add!(types: tax::Form1099Patr, tax::Form1099Q, tax::Form1099Qa, tax::Form1099R, tax::Form1099S, tax::Form1099Sa);
    add!(types: tax::Form1099Sb, tax::Form2439, tax::Form3921, tax::Form3922);
    add!(types: tax::Form5498, tax::Form5498Esa, tax::Form5498Qa, tax::Form5498Sa);
}

fn income_statements(types: &mut Vec<Type>) {
    add!(types: tax::BusinessIncomeStatement, tax::RentalIncomeStatement, tax::RoyaltyIncomeStatement);
    add!(types: tax::FarmIncomeStatement, tax::FarmRentalIncomeStatement);
    add!(types: tax::CryptocurrencyStatement, tax::CryptocurrencySale);
}

/// Names an enumeration of the API description for each Rust type, or its values where only requests have it.
macro_rules! enums {
    ($($name:literal: $values:tt $(:: $ty:ident)?,)*) => {
        &[$(Enum::new($name, enums!(@ $values $(:: $ty)?)),)*]
    };
    (@ $module:ident :: $ty:ident) => {
        $module::$ty::KNOWN
    };
    (@ ($values:expr)) => {
        $values
    };
    (@ $values:tt) => {
        &$values
    };
}

pub(super) const ENUMS: &[Enum] = enums! {
    "Accept": ["application/pdf", "image/gif", "image/jpeg", "image/tiff", "image/png"],
    "AccountCategory": acc::AccountCategory,
    "AccountHolderEntityRelationship": customers::HolderRelationship,
    "AccountHolderRelationship": customers::AccountHolderRelationship,
    "AccountInfoStatus": acc::AccountStatus,
    "AnnualIncreaseType": balances::AnnualIncreaseType,
    "AnnuityAccountPaymentFrequency": acc::AnnuityPaymentFrequency,
    "AnnunityProductType": acc::AnnuityProductType,
    "AnnunityValueBasis": acc::AnnuityValueBasis,
    "AssetClass": inv::AssetClass,
    "BalanceType": acc::BalanceType,
    "CallType": inv::CallType,
    "CompoundingPeriod": acc::Frequency,
    "ContentType": link::ContentType,
    "CouponMatureFrequency": inv::CouponMatureFrequency,
    "CoverageMonth": tax::CoverageMonth,
    "DebitCreditMemo": tx::DebitCreditMemo,
    "DebtClass": inv::DebtClass,
    "DebtType": inv::DebtType,
    "DepositTransactionType": tx::BankTransactionType,
    "ExpiredOptionType": tax::ExpiredOptionType,
    "Frequency": acc::Frequency,
    "HeldInAccount": security::SubAccount,
    "HoldingSubType": inv::HoldingSubType,
    "HoldingType": inv::HoldingType,
    "HttpMethod": link::HttpMethod,
    "IncomeType": tx::IncomeType,
    "InsuranceTransactionType": tx::ServiceTransactionType,
    "InteractionType": ["user", "batch"],
    "InterestRateType": acc::InterestRateType,
    "Inv401KSource": security::Inv401kSource,
    "Inv401KSurce": security::Inv401kSource,
    "InvestmentBalanceType": balances::NamedBalanceType,
    "InvestmentSaleType": tax::InvestmentSaleType,
    "InvestmentTransactionSecurityIdType": security::SecurityIdType,
    "InvestmentTransactionType": tx::InvestmentTransactionType,
    "Iso3166CountryCode": (country::CODES),
    "LoanAccountPaymentFrequency": acc::Frequency,
    "LoanPaymentFrequency": inv::LoanPaymentFrequency,
    "LoanTransactionType": tx::ServiceTransactionType,
    "LocTransactionType": tx::BankTransactionType,
    "LocationType": ["BUSINESS", "HOME", "MAILING"],
    "MediaType": ["application/json", "application/pdf"],
    "Mode": ["raw", "standard"],
    "MonthAbbreviation": tax::Month,
    "MutualFundType": inv::MutualFundType,
    "OauthProviderError": oauth::TokenErrorCode,
    "OauthScope": oauth::OauthScope,
    "OptionType": inv::OptionType,
    "OrderDuration": inv::OrderDuration,
    "OrderType": inv::OrderType,
    "PeriodCertainGuarantee": balances::PeriodCertainGuarantee,
    "PhoneType": telephone::TelephoneNumberType,
    "PolicyPremiumTerm": balances::PolicyPremiumTerm,
    "PositionType": security::PositionType,
    "RelationshipType": customers::AccountHolderRelationship,
    "ResultType": ["details", "lightweight"],
    "SaleProceedsType": tax::SaleProceedsType,
    "SaleTermType": tax::SaleTermType,
    "Secured": inv::Secured,
    "SecurityIdType": security::SecurityIdType,
    "SecurityType": security::SecurityType,
    "StateCode": tax::StateCode,
    "StockType": security::SecurityType,
    "SubAccount": security::SubAccount,
    "SubAccountFund": security::SubAccountFund,
    "SubAccountSecurityType": security::SubAccountFund,
    "TaxPartyType": tax::TaxPartyType,
    "TelephoneNumberType": telephone::TelephoneNumberType,
    "TransactionReason": tx::TransactionReason,
    "TransationStatus": tx::TransactionStatus,
    "TransferAction": tx::TransferAction,
    "TypeDataType": tax::TaxDataType,
    "TypeFormType": tax::TaxFormType,
    "UnitType": security::UnitType,
    "Version": ["v2"],
};
