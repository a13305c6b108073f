//! The list of all types.

use std::sync::LazyLock;

use super::{Enum, Type};
use crate::account as acc;
use crate::{
    Model, accounts, address, api_error, balances, country, customers, investments as inv, link, oauth, payments,
    request, security, statements, telephone, transactions as tx,
};

/// The operations of the API, and the types that they answer with.
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
    types.push(Type::of::<api_error::ApiErrorBody>("ErrorErrorException"));
    add::<oauth::TokenResponse>(&mut types);
    add::<oauth::TokenRefusal>(&mut types);
    types
});

/// Adds a type; of a union also the objects around its cases.
fn add<T: Model>(types: &mut Vec<Type>) {
    let super::Shape::Named(name) = T::SHAPE else { return };
    let added = Type::of::<T>(name);
    types.push(added);
    types.extend(T::WRAPPERS.iter().zip(T::FIELDS.chunks(1)).map(|(name, field)| added.part(name, field)));
}

/// Adds several types.
macro_rules! add {
    ($types:ident: $($ty:ty),* $(,)?) => {
        $(add::<$ty>($types);)*
    };
}

fn accounts_and_balances(types: &mut Vec<Type>) {
    use accounts::{
        AccountInfo, AccountsInfo, AnnuityAccount, DepositAccount, InsuranceAccount, InvestmentAccount,
        LineOfCreditAccount, LoanAccount,
    };
    use balances::{
        AccountBalance, AnnuityBalances, Balances, DepositBalances, InsuranceBalances, InvestmentBalances,
        LineOfCreditBalances, LoanBalances, NamedBalance,
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
        AccountContact, AccountHolder, BusinessCustomer, CurrentCustomer, Customer, CustomerName, Domicile,
        IndustryCode, Name,
    };
    add!(types: CurrentCustomer, Customer, AccountContact, AccountHolder, Name, CustomerName, BusinessCustomer);
    add!(types: IndustryCode, Domicile);
    add!(types: address::Address, address::DeliveryAddress, address::CustomerAddress);
    add!(types: telephone::TelephoneNumber, telephone::TelephoneNumberPlusExtension);
    add!(types: payments::PaymentNetworks, payments::PaymentNetwork, statements::StatementList, statements::Statement);
}

/// Names an enumeration of the API description for each Rust type.
macro_rules! enums {
    ($($name:literal: $ty:ty,)*) => {
        &[$(Enum::new($name, <$ty>::KNOWN),)*]
    };
}

pub(super) const ENUMS: &[Enum] = enums! {
    "Accept": request::Accept,
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
    "DebitCreditMemo": tx::DebitCreditMemo,
    "DebtClass": inv::DebtClass,
    "DebtType": inv::DebtType,
    "DepositTransactionType": tx::BankTransactionType,
    "Frequency": acc::Frequency,
    "HeldInAccount": security::SubAccount,
    "HoldingSubType": inv::HoldingSubType,
    "HoldingType": inv::HoldingType,
    "HttpMethod": link::HttpMethod,
    "IncomeType": tx::IncomeType,
    "InsuranceTransactionType": tx::ServiceTransactionType,
    "InteractionType": request::InteractionType,
    "InterestRateType": acc::InterestRateType,
    "Inv401KSource": security::Inv401kSource,
    "Inv401KSurce": security::Inv401kSource,
    "InvestmentBalanceType": balances::NamedBalanceType,
    "InvestmentTransactionSecurityIdType": security::SecurityIdType,
    "InvestmentTransactionType": tx::InvestmentTransactionType,
    "Iso3166CountryCode": country::Country,
    "LoanAccountPaymentFrequency": acc::Frequency,
    "LoanPaymentFrequency": inv::LoanPaymentFrequency,
    "LoanTransactionType": tx::ServiceTransactionType,
    "LocTransactionType": tx::BankTransactionType,
    "MediaType": request::MediaType,
    "Mode": request::Mode,
    "MutualFundType": inv::MutualFundType,
    "OauthProviderError": oauth::TokenErrorCode,
    "OauthScope": oauth::OauthScope,
    "OptionType": inv::OptionType,
    "OrderDuration": inv::OrderDuration,
    "OrderType": inv::OrderType,
    "PeriodCertainGuarantee": balances::PeriodCertainGuarantee,
    "PolicyPremiumTerm": balances::PolicyPremiumTerm,
    "PositionType": security::PositionType,
    "ResultType": request::ResultType,
    "Secured": inv::Secured,
    "SecurityIdType": security::SecurityIdType,
    "SecurityType": security::SecurityType,
    "StockType": security::SecurityType,
    "SubAccount": security::SubAccount,
    "SubAccountFund": security::SubAccountFund,
    "SubAccountSecurityType": security::SubAccountFund,
    "TelephoneNumberType": telephone::TelephoneNumberType,
    "TransactionReason": tx::TransactionReason,
    "TransationStatus": tx::TransactionStatus,
    "TransferAction": tx::TransferAction,
    "UnitType": security::UnitType,
    "Version": request::Version,
};
