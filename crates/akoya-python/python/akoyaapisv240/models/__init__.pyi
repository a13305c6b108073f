"""The objects of the API. Made by `cargo xtask python --stubs`."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from akoyaapisv240._model import Case as Case
from akoyaapisv240._model import Enumeration as Enumeration
from akoyaapisv240._model import Model as Model
from akoyaapisv240.amount import Amount
from akoyaapisv240.dates import RFC3339DateTime

class Accept(Enumeration):
    ENUM_APPLICATIONPDF: Literal['application/pdf']
    ENUM_IMAGEGIF: Literal['image/gif']
    ENUM_IMAGEJPEG: Literal['image/jpeg']
    ENUM_IMAGETIFF: Literal['image/tiff']
    ENUM_IMAGEPNG: Literal['image/png']

class AccountCategory(Enumeration):
    DEPOSIT_ACCOUNT: Literal['DEPOSIT_ACCOUNT']
    INVESTMENT_ACCOUNT: Literal['INVESTMENT_ACCOUNT']
    LOAN_ACCOUNT: Literal['LOAN_ACCOUNT']
    LOC_ACCOUNT: Literal['LOC_ACCOUNT']
    INSURANCE_ACCOUNT: Literal['INSURANCE_ACCOUNT']

class AccountContactEntity(Model):
    """The response of account holder contact: who holds an account and how to reach them."""

    holders: list[AccountHolderEntity] | None
    """The holders."""
    emails: list[str] | None
    """The account's addresses for electronic mail."""
    addresses: list[DeliveryAddress] | None
    """The account's postal addresses."""
    telephones: list[TelephoneNumber] | None
    """The account's telephone numbers."""
    def __init__(
        self,
        holders: list[AccountHolderEntity] | None = ...,
        emails: list[str] | None = ...,
        addresses: list[DeliveryAddress] | None = ...,
        telephones: list[TelephoneNumber] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AccountHolderEntity(Model):
    """
    A holder of an account. Some providers send a business in the unknown field `businessCustomer`; it can be read as a
    `BusinessCustomer`.
    """

    customer_id: str | None
    """The provider's identifier of the customer."""
    name: Name | None
    """The name."""
    relationship: str | None
    """How the holder is related to the account."""
    addresses: list[AddressInfo] | None
    """The addresses."""
    telephones: list[str] | None
    """The telephone numbers, in the provider's form. Often `null`."""
    email: list[str] | None
    """The addresses for electronic mail."""
    accounts: list[str] | None
    """The identifiers of the holder's accounts. Often `null`."""
    def __init__(
        self,
        customer_id: str | None = ...,
        name: Name | None = ...,
        relationship: str | None = ...,
        addresses: list[AddressInfo] | None = ...,
        telephones: list[str] | None = ...,
        email: list[str] | None = ...,
        accounts: list[str] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AccountHolderEntityRelationship(Enumeration):
    PRIMARY: Literal['PRIMARY']
    JOINT: Literal['JOINT']
    AUTHORIZED_USER: Literal['AUTHORIZED_USER']

class AccountHolderRelationship(Enumeration):
    AUTHORIZED_USER: Literal['AUTHORIZED_USER']
    BUSINESS: Literal['BUSINESS']
    FOR_BENEFIT_OF: Literal['FOR_BENEFIT_OF']
    FOR_BENEFIT_OF_PRIMARY: Literal['FOR_BENEFIT_OF_PRIMARY']
    FOR_BENEFIT_OF_PRIMARY_JOINT_RESTRICTED: Literal['FOR_BENEFIT_OF_PRIMARY_JOINT_RESTRICTED']
    FOR_BENEFIT_OF_SECONDARY: Literal['FOR_BENEFIT_OF_SECONDARY']
    FOR_BENEFIT_OF_SECONDARY_JOINT_RESTRICTED: Literal['FOR_BENEFIT_OF_SECONDARY_JOINT_RESTRICTED']
    FOR_BENEFIT_OF_SOLE_OWNER_RESTRICTED: Literal['FOR_BENEFIT_OF_SOLE_OWNER_RESTRICTED']
    POWER_OF_ATTORNEY: Literal['POWER_OF_ATTORNEY']
    PRIMARY_JOINT_TENANTS: Literal['PRIMARY_JOINT_TENANTS']
    PRIMARY: Literal['PRIMARY']
    PRIMARY_BORROWER: Literal['PRIMARY_BORROWER']
    PRIMARY_JOINT: Literal['PRIMARY_JOINT']
    SECONDARY: Literal['SECONDARY']
    SECONDARY_JOINT_TENANTS: Literal['SECONDARY_JOINT_TENANTS']
    SECONDARY_BORROWER: Literal['SECONDARY_BORROWER']
    SECONDARY_JOINT: Literal['SECONDARY_JOINT']
    SOLE_OWNER: Literal['SOLE_OWNER']
    TRUSTEE: Literal['TRUSTEE']
    UNIFORM_TRANSFER_TO_MINOR: Literal['UNIFORM_TRANSFER_TO_MINOR']

class AccountInfoStatus(Enumeration):
    OPEN: Literal['OPEN']
    CLOSED: Literal['CLOSED']
    PENDINGOPEN: Literal['PENDINGOPEN']
    PENDINGCLOSE: Literal['PENDINGCLOSE']
    DELINQUENT: Literal['DELINQUENT']
    PAID: Literal['PAID']
    NEGATIVECURRENTBALANCE: Literal['NEGATIVECURRENTBALANCE']

class AccountInformation(Model):
    """A credit card or another line of credit."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AccountRelationship(Model):
    """An account of a person."""

    account_id: str | None
    """The provider's identifier of the account."""
    relationship: str | None
    """How the person is related to the account."""
    def __init__(
        self,
        account_id: str | None = ...,
        relationship: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Address(Model):
    """A postal address."""

    line_1: str | None
    """The first line of the address: house number and street, usually."""
    line_2: str | None
    """The second line of the address."""
    line_3: str | None
    """The third line of the address."""
    city: str | None
    """The city."""
    region: str | None
    """The state, province or the like; for the United States two letters."""
    postal_code: str | None
    """The postal code; for the United States five or nine digits. At most 16 characters."""
    country: str | None
    """The country."""
    def __init__(
        self,
        line_1: str | None = ...,
        line_2: str | None = ...,
        line_3: str | None = ...,
        city: str | None = ...,
        region: str | None = ...,
        postal_code: str | None = ...,
        country: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AddressInfo(Model):
    """
    A postal address, usually in the United States, in the form that customers have. The description of 2.4.0 has only four
    of these fields; the one before it had all, and providers send them.
    """

    mtype: str | None
    """What the address is used for: `HOME`, `BUSINESS` or `MAILING`."""
    line_1: str | None
    """House number and street."""
    line_2: str | None
    """The second line of the address."""
    line_3: str | None
    """The third line of the address."""
    city: str | None
    """The city."""
    state: str | None
    """The state, in two letters."""
    postal_code: str | None
    """The ZIP code, five or nine digits."""
    country: str | None
    """The country."""
    def __init__(
        self,
        mtype: str | None = ...,
        line_1: str | None = ...,
        line_2: str | None = ...,
        line_3: str | None = ...,
        city: str | None = ...,
        state: str | None = ...,
        postal_code: str | None = ...,
        country: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AkoyaAccountInfoProduct(Model):
    """The response of accounts information: the accounts that the customer shared."""

    accounts: list[AkoyaAccountInfoProductAccounts] | None
    """The accounts, in the provider's order. In a partial response (HTTP 206) some have an `error` instead."""
    def __init__(
        self,
        accounts: list[AkoyaAccountInfoProductAccounts] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AkoyaAccountInfoProductAccounts(Case):
    """An account of one of six kinds."""

    def __init__(
        self,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnInvestmentHolding(Model):
    """Something that an investment account holds."""

    asset_classes: list[AssetClassItem] | None
    """How the holding is spread over classes of assets."""
    average_cost: bool | None
    """Whether `purchased_price` is an average over several purchases."""
    cash_account: bool | None
    """Whether the holding is the account's cash."""
    change_in_price: Amount | None
    """How much the price of one unit changed since the day before. Negative: it fell."""
    currency: CurrencyEntity | None
    """The currency of the holding's amounts."""
    current_unit_price: Amount | None
    """The price of one unit."""
    current_unit_price_date: RFC3339DateTime | None
    """When `current_unit_price` was current."""
    description: str | None
    """What it is, in words."""
    expiration_date: RFC3339DateTime | None
    """When an option, bond or certificate ends."""
    face_value: Amount | None
    """The face value, of bonds and certificates."""
    fi_asset_classes: list[FiAssetClassItem] | None
    """How the holding is spread over the provider's own classes of assets."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the holding that only this provider has."""
    held_in_account: str | None
    """The part of the account that holds it."""
    holding_id: str | None
    """The identifier of the holding; the path of tax lots takes it."""
    holding_name: str | None
    """The name of the holding."""
    holding_sub_type: str | None
    """What kind of cash it is."""
    holding_type: str | None
    """What kind of holding it is."""
    inv_401_k_surce: str | None
    """Where the money in a 401(k) plan came from."""
    market_value: Amount | None
    """What the holding is worth at the market's price."""
    original_purchase_date: RFC3339DateTime | None
    """When it was first bought."""
    position_type: str | None
    """Which way the position is held."""
    purchased_price: Amount | None
    """The price of one unit when it was bought."""
    rate: Amount | None
    """The interest rate per year of a certificate or bond, in percent or as a fraction."""
    security_id: str | None
    """The identifier of the security."""
    security_id_type: str | None
    """Which numbering system `security_id` belongs to."""
    symbol: str | None
    """The ticker symbol."""
    tax_lots: list[Items] | None
    """The lots in which it was bought."""
    units: Amount | None
    """How many units. Negative: sold short."""
    mutual_fund_security: MutualFundSecurityEntity | None
    """More, if it is a fund."""
    option_security: OptionSecurityEntity | None
    """More, if it is an option."""
    other_security: OtherSecurityEntity | None
    """More, if it is of another kind."""
    stock_security: StockSecurityEntity | None
    """More, if it is a share of a company."""
    sweep_security: SweepSecurityEntity | None
    """More, if it is cash in a money market."""
    debt_security: DebtSecurityEntity | None
    """More, if it is a bond."""
    def __init__(
        self,
        asset_classes: list[AssetClassItem] | None = ...,
        average_cost: bool | None = ...,
        cash_account: bool | None = ...,
        change_in_price: Amount | float | Decimal | None = ...,
        currency: CurrencyEntity | None = ...,
        current_unit_price: Amount | float | Decimal | None = ...,
        current_unit_price_date: RFC3339DateTime | dt.datetime | str | None = ...,
        description: str | None = ...,
        expiration_date: RFC3339DateTime | dt.datetime | str | None = ...,
        face_value: Amount | float | Decimal | None = ...,
        fi_asset_classes: list[FiAssetClassItem] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        held_in_account: str | None = ...,
        holding_id: str | None = ...,
        holding_name: str | None = ...,
        holding_sub_type: str | None = ...,
        holding_type: str | None = ...,
        inv_401_k_surce: str | None = ...,
        market_value: Amount | float | Decimal | None = ...,
        original_purchase_date: RFC3339DateTime | dt.datetime | str | None = ...,
        position_type: str | None = ...,
        purchased_price: Amount | float | Decimal | None = ...,
        rate: Amount | float | Decimal | None = ...,
        security_id: str | None = ...,
        security_id_type: str | None = ...,
        symbol: str | None = ...,
        tax_lots: list[Items] | None = ...,
        units: Amount | float | Decimal | None = ...,
        mutual_fund_security: MutualFundSecurityEntity | None = ...,
        option_security: OptionSecurityEntity | None = ...,
        other_security: OtherSecurityEntity | None = ...,
        stock_security: StockSecurityEntity | None = ...,
        sweep_security: SweepSecurityEntity | None = ...,
        debt_security: DebtSecurityEntity | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnualIncreaseType(Enumeration):
    FIXED: Literal['FIXED']
    PERCENT: Literal['PERCENT']
    DOLLAR: Literal['DOLLAR']

class AnnuityAccount(Model):
    """An annuity: payments for life or for a number of years."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    annuity_product_type: str | None
    """Whether the annuity is counted in money or in shares."""
    annuity_value_basis: str | None
    """Whether the annuity's value is fixed or follows a market."""
    payment_frequency: str | None
    """How often the annuity pays."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        annuity_product_type: str | None = ...,
        annuity_value_basis: str | None = ...,
        payment_frequency: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnuityAccountPaymentFrequency(Enumeration):
    ANNUALLY: Literal['ANNUALLY']
    QUARTERLY: Literal['QUARTERLY']
    MONTHLY: Literal['MONTHLY']
    WEEKLY: Literal['WEEKLY']

class AnnuityBalances(Model):
    """An annuity, with what it pays."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    annuity_product_type: str | None
    """Whether the annuity is counted in money or in shares."""
    annuity_value_basis: str | None
    """Whether the annuity's value is fixed or follows a market."""
    payment_frequency: str | None
    """How often the annuity pays."""
    annual_increase: Amount | None
    """How much the payments rise each year: money or percent, as `annual_increase_type` says."""
    annual_increase_type: str | None
    """What `annual_increase` is."""
    net_present_value: Amount | None
    """The net present value: what all payments to come are worth today."""
    payment_amount: Amount | None
    """One payment."""
    payment_end_date: RFC3339DateTime | None
    """When the last payment is made."""
    payment_start_date: RFC3339DateTime | None
    """When the first payment is made."""
    period_certain_guarantee: str | None
    """The period certain: how long payments are guaranteed, even after the customer's death."""
    total_payment_count: Amount | None
    """How many payments there are in all."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        annuity_product_type: str | None = ...,
        annuity_value_basis: str | None = ...,
        payment_frequency: str | None = ...,
        annual_increase: Amount | float | Decimal | None = ...,
        annual_increase_type: str | None = ...,
        net_present_value: Amount | float | Decimal | None = ...,
        payment_amount: Amount | float | Decimal | None = ...,
        payment_end_date: RFC3339DateTime | dt.datetime | str | None = ...,
        payment_start_date: RFC3339DateTime | dt.datetime | str | None = ...,
        period_certain_guarantee: str | None = ...,
        total_payment_count: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnunityProductType(Enumeration):
    CURRENCY: Literal['CURRENCY']
    SHARES: Literal['SHARES']

class AnnunityValueBasis(Enumeration):
    FIXED: Literal['FIXED']
    VARIABLE: Literal['VARIABLE']

class ArrayOfAccountPaymentNetworks(Model):
    """The response of payment networks."""

    payment_networks: list[PaymentNetworkSupportedByAccount] | None
    """The networks that the account can be reached by."""
    def __init__(
        self,
        payment_networks: list[PaymentNetworkSupportedByAccount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AssetClass(Enumeration):
    DOMESTICBOND: Literal['DOMESTICBOND']
    INTLBOND: Literal['INTLBOND']
    LARGESTOCK: Literal['LARGESTOCK']
    SMALLSTOCK: Literal['SMALLSTOCK']
    INTLSTOCK: Literal['INTLSTOCK']
    MONEYMARKET: Literal['MONEYMARKET']
    OTHER: Literal['OTHER']

class AssetClassItem(Model):
    """How much of a holding is of one class of assets."""

    asset_class: str | None
    """The class."""
    percent: Amount | None
    """The share, in percent."""
    def __init__(
        self,
        asset_class: str | None = ...,
        percent: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class BalanceType(Enumeration):
    ASSET: Literal['ASSET']
    LIABILITY: Literal['LIABILITY']

class Balances(Model):
    """The response of balances: the accounts that the customer shared, with their balances."""

    accounts: list[BalancesAccounts] | None
    """The accounts, in the provider's order. In a partial response (HTTP 206) some have an `error` instead."""
    def __init__(
        self,
        accounts: list[BalancesAccounts] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class BalancesAccounts(Case):
    """An account of one of six kinds, with its balances."""

    def __init__(
        self,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class BusinessCustomerEntity(Model):
    """A business that is a customer. No operation is documented to return it; some providers send it for an account holder."""

    name: str | None
    """The name of the business."""
    registered_agents: list[CustomerName] | None
    """The persons who act for the business."""
    registered_id: str | None
    """The number under which the business is registered."""
    industry_code: IndustryCode | None
    """What the business does."""
    domicile: Domicile | None
    """Where the business is registered."""
    def __init__(
        self,
        name: str | None = ...,
        registered_agents: list[CustomerName] | None = ...,
        registered_id: str | None = ...,
        industry_code: IndustryCode | None = ...,
        domicile: Domicile | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class BusinessIncomeStatement(Model):
    """Income and expenses of a business, for Schedule C of Form 1040."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    business_name: str | None
    """Line C, the name of the business."""
    sales: Amount | None
    """Line 1, gross receipts or sales, in US dollars."""
    returns: Amount | None
    """Line 2, returns and allowances, in US dollars."""
    other_income: list[DescriptionAndAmount] | None
    """Line 6, other income, by description."""
    advertising: Amount | None
    """Line 8, advertising, in US dollars."""
    car_and_truck: Amount | None
    """Line 9, car and truck expenses, in US dollars."""
    commissions: Amount | None
    """Line 10, commissions and fees, in US dollars."""
    contract_labor: Amount | None
    """Line 11, contract labor, in US dollars."""
    depletion: Amount | None
    """Line 12, depletion, in US dollars."""
    depreciation: Amount | None
    """Line 13, depreciation, in US dollars."""
    employee_benefits: Amount | None
    """Line 14, employee benefit programs, in US dollars."""
    insurance: Amount | None
    """Line 15, insurance other than health, in US dollars."""
    mortgage_interest: Amount | None
    """Line 16a, mortgage interest paid to banks and the like, in US dollars."""
    other_interest: Amount | None
    """Line 16b, other interest, in US dollars."""
    legal: Amount | None
    """Line 17, legal and professional services, in US dollars."""
    office: Amount | None
    """Line 18, office expense, in US dollars."""
    pension: Amount | None
    """Line 19, pension and profit-sharing plans, in US dollars."""
    equipment_rent: Amount | None
    """Line 20a, rent or lease of vehicles, machinery and equipment, in US dollars."""
    other_rent: Amount | None
    """Line 20b, rent or lease of other business property, in US dollars."""
    repairs: Amount | None
    """Line 21, repairs and maintenance, in US dollars."""
    supplies: Amount | None
    """Line 22, supplies, in US dollars."""
    taxes: Amount | None
    """Line 23, taxes and licenses, in US dollars."""
    travel: Amount | None
    """Line 24a, travel, in US dollars."""
    meals: Amount | None
    """Line 24b, deductible meals, in US dollars."""
    utilities: Amount | None
    """Line 25, utilities, in US dollars."""
    wages: Amount | None
    """Line 26, wages, in US dollars."""
    other_expenses: list[DescriptionAndAmount] | None
    """Line 27, other expenses, by description."""
    beginning_inventory: Amount | None
    """Line 35, inventory at the beginning of the year, in US dollars."""
    purchases: Amount | None
    """Line 36, purchases, without what was taken for personal use, in US dollars."""
    cost_of_labor: Amount | None
    """Line 37, cost of labor, in US dollars."""
    materials: Amount | None
    """Line 38, materials and supplies, in US dollars."""
    other_costs: list[DescriptionAndAmount] | None
    """Line 39, other costs of goods sold, by description."""
    ending_inventory: Amount | None
    """Line 41, inventory at the end of the year, in US dollars."""
    capital_expenditures: list[DateAndAmount] | None
    """Capital expenditures, to work out depreciation."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        business_name: str | None = ...,
        sales: Amount | float | Decimal | None = ...,
        returns: Amount | float | Decimal | None = ...,
        other_income: list[DescriptionAndAmount] | None = ...,
        advertising: Amount | float | Decimal | None = ...,
        car_and_truck: Amount | float | Decimal | None = ...,
        commissions: Amount | float | Decimal | None = ...,
        contract_labor: Amount | float | Decimal | None = ...,
        depletion: Amount | float | Decimal | None = ...,
        depreciation: Amount | float | Decimal | None = ...,
        employee_benefits: Amount | float | Decimal | None = ...,
        insurance: Amount | float | Decimal | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        other_interest: Amount | float | Decimal | None = ...,
        legal: Amount | float | Decimal | None = ...,
        office: Amount | float | Decimal | None = ...,
        pension: Amount | float | Decimal | None = ...,
        equipment_rent: Amount | float | Decimal | None = ...,
        other_rent: Amount | float | Decimal | None = ...,
        repairs: Amount | float | Decimal | None = ...,
        supplies: Amount | float | Decimal | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        travel: Amount | float | Decimal | None = ...,
        meals: Amount | float | Decimal | None = ...,
        utilities: Amount | float | Decimal | None = ...,
        wages: Amount | float | Decimal | None = ...,
        other_expenses: list[DescriptionAndAmount] | None = ...,
        beginning_inventory: Amount | float | Decimal | None = ...,
        purchases: Amount | float | Decimal | None = ...,
        cost_of_labor: Amount | float | Decimal | None = ...,
        materials: Amount | float | Decimal | None = ...,
        other_costs: list[DescriptionAndAmount] | None = ...,
        ending_inventory: Amount | float | Decimal | None = ...,
        capital_expenditures: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class BusinessName(Model):
    """The name of a business."""

    name_1: str | None
    """The first line."""
    name_2: str | None
    """The second line."""
    def __init__(
        self,
        name_1: str | None = ...,
        name_2: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CallType(Enumeration):
    CALL: Literal['CALL']
    PUT: Literal['PUT']
    PREFUND: Literal['PREFUND']
    MATURITY: Literal['MATURITY']

class CodeAndAmount(Model):
    """An amount under a code of the form, such as `D` in box 12 of Form W-2. The form's instructions say what a code means."""

    code: str | None
    """The code, one to three letters or digits as printed on the form."""
    amount: Amount | None
    """The amount under the code, in US dollars."""
    def __init__(
        self,
        code: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CompoundingPeriod(Enumeration):
    DAILY: Literal['DAILY']
    WEEKLY: Literal['WEEKLY']
    BIWEEKLY: Literal['BIWEEKLY']
    SEMIMONTHLY: Literal['SEMIMONTHLY']
    MONTHLY: Literal['MONTHLY']
    SEMIANNUALLY: Literal['SEMIANNUALLY']
    ANNUALLY: Literal['ANNUALLY']

class ContentType(Enumeration):
    ENUM_APPLICATIONPDF: Literal['application/pdf']
    ENUM_IMAGEGIF: Literal['image/gif']
    ENUM_IMAGEJPEG: Literal['image/jpeg']
    ENUM_IMAGETIFF: Literal['image/tiff']
    ENUM_IMAGEPNG: Literal['image/png']
    ENUM_APPLICATIONJSON: Literal['application/json']

class ContributionEntity(Model):
    """What is paid into a retirement plan, and by whom. Percentages are of the pay."""

    security_id: str | None
    """The identifier of the security that the money buys."""
    security_id_type: str | None
    """Which numbering system `security_id` belongs to."""
    employer_match_percentage: Amount | None
    """What the employer adds, in percent."""
    employer_match_amount: Amount | None
    """What the employer adds."""
    employee_pre_tax_amount: Amount | None
    """What the employee pays before tax."""
    employee_pre_tax_percentage: Amount | None
    """What the employee pays before tax, in percent."""
    employee_after_tax_amount: Amount | None
    """What the employee pays after tax."""
    employee_after_tax_percentage: Amount | None
    """What the employee pays after tax, in percent."""
    employee_defer_pre_tax_amount: Amount | None
    """What of the employee's pay is deferred before tax."""
    employee_defer_pre_tax_percentage: Amount | None
    """What of the employee's pay is deferred before tax, in percent."""
    employee_year_to_date: Amount | None
    """What the employee has paid in this calendar year."""
    employer_year_to_date: Amount | None
    """What the employer has paid in this calendar year."""
    rollover_contribution_percentage: Amount | None
    """What comes from another plan, in percent."""
    rollover_contribution_amount: Amount | None
    """What comes from another plan."""
    def __init__(
        self,
        security_id: str | None = ...,
        security_id_type: str | None = ...,
        employer_match_percentage: Amount | float | Decimal | None = ...,
        employer_match_amount: Amount | float | Decimal | None = ...,
        employee_pre_tax_amount: Amount | float | Decimal | None = ...,
        employee_pre_tax_percentage: Amount | float | Decimal | None = ...,
        employee_after_tax_amount: Amount | float | Decimal | None = ...,
        employee_after_tax_percentage: Amount | float | Decimal | None = ...,
        employee_defer_pre_tax_amount: Amount | float | Decimal | None = ...,
        employee_defer_pre_tax_percentage: Amount | float | Decimal | None = ...,
        employee_year_to_date: Amount | float | Decimal | None = ...,
        employer_year_to_date: Amount | float | Decimal | None = ...,
        rollover_contribution_percentage: Amount | float | Decimal | None = ...,
        rollover_contribution_amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CouponMatureFrequency(Enumeration):
    MONTHLY: Literal['MONTHLY']
    QUARTERLY: Literal['QUARTERLY']
    SEMIANNUAL: Literal['SEMIANNUAL']
    ANNUAL: Literal['ANNUAL']
    OTHER: Literal['OTHER']

class CoverageMonth(Enumeration):
    ANNUAL: Literal['ANNUAL']
    JANUARY: Literal['JANUARY']
    FEBRUARY: Literal['FEBRUARY']
    MARCH: Literal['MARCH']
    APRIL: Literal['APRIL']
    MAY: Literal['MAY']
    JUNE: Literal['JUNE']
    JULY: Literal['JULY']
    AUGUST: Literal['AUGUST']
    SEPTEMBER: Literal['SEPTEMBER']
    OCTOBER: Literal['OCTOBER']
    NOVEMBER: Literal['NOVEMBER']
    DECEMBER: Literal['DECEMBER']

class CryptocurrencyTaxStatementList(Model):
    """Gains and losses from cryptocurrency. Not an IRS form; a sale that a broker reports on Form 1099-B comes there."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    gains_and_losses: list[GainOrLossFromCryptocurrencyTransaction] | None
    """The sales."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        gains_and_losses: list[GainOrLossFromCryptocurrencyTransaction] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CurrencyEntity(Model):
    """The currency of amounts."""

    currency_code: str | None
    """The currency's code (ISO 4217), such as `USD`."""
    currency_rate: Amount | None
    """How many units of `currency_code` one unit of the original currency is."""
    original_currency_code: str | None
    """The code of the currency that was converted from."""
    def __init__(
        self,
        currency_code: str | None = ...,
        currency_rate: Amount | float | Decimal | None = ...,
        original_currency_code: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CurrentCustomer(Model):
    """The response of current customer: the person who gave the consent."""

    customer: Customer | None
    """The customer."""
    def __init__(
        self,
        customer: Customer | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Customer(Model):
    """A customer of the provider."""

    customer_id: str | None
    """The provider's identifier of the customer."""
    name: Name | None
    """The name."""
    addresses: list[AddressInfo] | None
    """The addresses."""
    telephones: list[str] | None
    """The telephone numbers, in the provider's form. Often `null`."""
    email: list[str] | None
    """The addresses for electronic mail."""
    accounts: list[str] | None
    """The identifiers of the customer's accounts. Often `null`."""
    def __init__(
        self,
        customer_id: str | None = ...,
        name: Name | None = ...,
        addresses: list[AddressInfo] | None = ...,
        telephones: list[str] | None = ...,
        email: list[str] | None = ...,
        accounts: list[str] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class CustomerName(Model):
    """
    A person's name with all that may belong to it. No operation is documented to return it; providers send it as a holder's
    name.
    """

    first: str | None
    """The first name."""
    middle: str | None
    """The middle name or its first letter."""
    last: str | None
    """The last name."""
    prefix: str | None
    """The title before the name, such as `Dr.`."""
    suffix: str | None
    """The suffix after the name, such as `Jr.`."""
    company: str | None
    """The company."""
    def __init__(
        self,
        first: str | None = ...,
        middle: str | None = ...,
        last: str | None = ...,
        prefix: str | None = ...,
        suffix: str | None = ...,
        company: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DateAndAmount(Model):
    """An amount on a day."""

    date: dt.date | None
    """The day; on Form 1098-Q that of the last payment in the month."""
    description: str | None
    """What the amount is; on Form 1098-Q it may be the month."""
    amount: Amount | None
    """The amount, in US dollars; on Form 1098-Q the month's total."""
    def __init__(
        self,
        date: dt.date | None = ...,
        description: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DebitCreditMemo(Enumeration):
    DEBIT: Literal['DEBIT']
    CREDIT: Literal['CREDIT']

class DebtClass(Enumeration):
    TREASURY: Literal['TREASURY']
    MUNICIPAL: Literal['MUNICIPAL']
    CORPORATE: Literal['CORPORATE']
    OTHER: Literal['OTHER']

class DebtSecurityEntity(Model):
    """What is known of a bond or another debt."""

    par_value: Amount | None
    """The value that is paid back at the end."""
    debt_type: str | None
    """How the debt pays."""
    debt_class: str | None
    """Whose debt it is."""
    coupon_rate: Amount | None
    """The interest per year, in percent of the par value."""
    coupon_date: RFC3339DateTime | None
    """When interest is paid next."""
    coupon_mature_frequency: str | None
    """How often interest is paid."""
    call_price: Amount | None
    """The price at which the issuer can pay it back early."""
    yield_to_call: Amount | None
    """What it yields per year if it is paid back at `call_date`, in percent."""
    call_date: RFC3339DateTime | None
    """When the issuer can pay it back next."""
    call_type: str | None
    """Who can end it early."""
    yield_to_maturity: Amount | None
    """What it yields per year if it is held to its end, in percent."""
    bond_maturity_date: RFC3339DateTime | None
    """When it ends."""
    def __init__(
        self,
        par_value: Amount | float | Decimal | None = ...,
        debt_type: str | None = ...,
        debt_class: str | None = ...,
        coupon_rate: Amount | float | Decimal | None = ...,
        coupon_date: RFC3339DateTime | dt.datetime | str | None = ...,
        coupon_mature_frequency: str | None = ...,
        call_price: Amount | float | Decimal | None = ...,
        yield_to_call: Amount | float | Decimal | None = ...,
        call_date: RFC3339DateTime | dt.datetime | str | None = ...,
        call_type: str | None = ...,
        yield_to_maturity: Amount | float | Decimal | None = ...,
        bond_maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DebtType(Enumeration):
    ASSET: Literal['ASSET']
    COUPON: Literal['COUPON']

class DeliveryAddress(Model):
    """A postal address, and what it is used for."""

    mtype: str | None
    """What the address is used for, in the provider's words, such as `HOME`, `BUSINESS` or `MAILING`."""
    line_1: str | None
    """The first line of the address: house number and street, usually."""
    line_2: str | None
    """The second line of the address."""
    line_3: str | None
    """The third line of the address."""
    city: str | None
    """The city."""
    region: str | None
    """The state, province or the like; for the United States two letters."""
    postal_code: str | None
    """The postal code; for the United States five or nine digits. At most 16 characters."""
    country: str | None
    """The country."""
    def __init__(
        self,
        mtype: str | None = ...,
        line_1: str | None = ...,
        line_2: str | None = ...,
        line_3: str | None = ...,
        city: str | None = ...,
        region: str | None = ...,
        postal_code: str | None = ...,
        country: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositAccount(Model):
    """A checking or savings account, or a certificate of deposit."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    annual_percentage_yield: Amount | None
    """The annual percentage yield (APY), in percent or as a fraction."""
    term: int | None
    """How long a certificate of deposit runs, in months."""
    maturity_date: RFC3339DateTime | None
    """When a certificate of deposit ends."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        annual_percentage_yield: Amount | float | Decimal | None = ...,
        term: int | None = ...,
        maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositBalances(Model):
    """A checking or savings account or a certificate of deposit, with its balances."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    annual_percentage_yield: Amount | None
    """The annual percentage yield (APY), in percent or as a fraction."""
    term: int | None
    """How long a certificate of deposit runs, in months."""
    maturity_date: RFC3339DateTime | None
    """When a certificate of deposit ends."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    opening_day_balance: Amount | None
    """The balance when the day began. Negative: overdrawn."""
    available_balance: Amount | None
    """What can be taken out now. Negative: overdrawn."""
    interest_ytd: Amount | None
    """Interest of this calendar year."""
    current_balance: Amount | None
    """All money on the account, also what cannot be taken out yet. Negative: overdrawn."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        annual_percentage_yield: Amount | float | Decimal | None = ...,
        term: int | None = ...,
        maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        opening_day_balance: Amount | float | Decimal | None = ...,
        available_balance: Amount | float | Decimal | None = ...,
        interest_ytd: Amount | float | Decimal | None = ...,
        current_balance: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositTransaction(Model):
    """A transaction on a checking or savings account."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    payee: str | None
    """Who was paid, or who paid."""
    check_number: int | None
    """The number of the check."""
    transaction_type: str | None
    """What kind of transaction it is."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        payee: str | None = ...,
        check_number: int | None = ...,
        transaction_type: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositTransactionType(Enumeration):
    CHECK: Literal['CHECK']
    WITHDRAWAL: Literal['WITHDRAWAL']
    TRANSFER: Literal['TRANSFER']
    POSDEBIT: Literal['POSDEBIT']
    ATMWITHDRAWAL: Literal['ATMWITHDRAWAL']
    BILLPAYMENT: Literal['BILLPAYMENT']
    FEE: Literal['FEE']
    DEPOSIT: Literal['DEPOSIT']
    ADJUSTMENT: Literal['ADJUSTMENT']
    INTEREST: Literal['INTEREST']
    DIVIDEND: Literal['DIVIDEND']
    DIRECTDEPOSIT: Literal['DIRECTDEPOSIT']
    ATMDEPOSIT: Literal['ATMDEPOSIT']
    POSCREDIT: Literal['POSCREDIT']

class DescriptionAndAmount(Model):
    """An amount with a description: in the issuer's words, or a country or state where the field says so."""

    description: str | None
    """What the amount is."""
    amount: Amount | None
    """The amount, in US dollars."""
    def __init__(
        self,
        description: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DigitalAssetDetail(Model):
    """
    One sale of a digital asset on Form 1099-DA. Boxes are those of tax year 2025. What a provider sends of boxes 7 to 13
    (kinds of proceeds, customer-provided information, noncovered assets, stablecoins and NFTs reported together, units
    transferred in) is in `extra`: no public description names these fields.
    """

    cusip: str | None
    """The CUSIP number, or another identifier of the asset."""
    checkbox_on_form_8949: str | None
    """The checkbox on Form 8949: `G`, `H`, `J`, `K` or `Y`."""
    digital_asset_code: str | None
    """
    Box 1a, the asset's code at the Digital Token Identifier Foundation (DTIF), nine characters; `999999999` for an asset
    without a code.
    """
    digital_asset_name: str | None
    """Box 1b, the asset's name, as registered with its code."""
    units: Amount | None
    """Box 1c, how many units, with up to 18 decimal places. FDX sends it as a string."""
    date_acquired: dt.date | None
    """Box 1d, when it was acquired."""
    various_dates_acquired: bool | None
    """Box 1d, whether it was acquired on various dates."""
    date_of_sale: dt.date | None
    """Box 1e, when it was sold or disposed of."""
    proceeds: Amount | None
    """Box 1f, the proceeds of all units together, in US dollars."""
    cost_basis: Amount | None
    """Box 1g, cost or other basis, in US dollars."""
    accrued_market_discount: Amount | None
    """Box 1h, accrued market discount, in US dollars."""
    wash_sale_loss_disallowed: Amount | None
    """Box 1i, the wash sale loss that is disallowed, in US dollars."""
    basis_reported: bool | None
    """Box 2, whether the basis was reported to the IRS."""
    gross_or_net: str | None
    """Box 3a, whether gross or net proceeds were reported to the IRS."""
    qof: bool | None
    """Box 3b, whether the proceeds come from a Qualified Opportunity Fund (QOF)."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    loss_not_allowed: bool | None
    """Box 5, whether a loss is not allowed because of the amount in box 1f."""
    long_or_short: str | None
    """Box 6, whether the gain or loss is long-term or short-term."""
    def __init__(
        self,
        cusip: str | None = ...,
        checkbox_on_form_8949: str | None = ...,
        digital_asset_code: str | None = ...,
        digital_asset_name: str | None = ...,
        units: Amount | float | Decimal | None = ...,
        date_acquired: dt.date | None = ...,
        various_dates_acquired: bool | None = ...,
        date_of_sale: dt.date | None = ...,
        proceeds: Amount | float | Decimal | None = ...,
        cost_basis: Amount | float | Decimal | None = ...,
        accrued_market_discount: Amount | float | Decimal | None = ...,
        wash_sale_loss_disallowed: Amount | float | Decimal | None = ...,
        basis_reported: bool | None = ...,
        gross_or_net: str | None = ...,
        qof: bool | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        loss_not_allowed: bool | None = ...,
        long_or_short: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Domicile(Model):
    """Where a business is registered."""

    region: str | None
    """The state or province."""
    country: str | None
    """The country."""
    def __init__(
        self,
        region: str | None = ...,
        country: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class EquityGrant(Model):
    """Shares or options that the employer granted."""

    grant_id: str | None
    """The identifier of the grant."""
    grant_date: RFC3339DateTime | None
    """When it was granted."""
    grant_type: str | None
    """What was granted, in words."""
    seq_num: Amount | None
    """The number of the grant among those of the customer."""
    grant_price: Amount | None
    """The price of one share that the grant fixes."""
    grant_currency_code: str | None
    """The code of the currency (ISO 4217) of the grant's amounts."""
    quantity_granted: Amount | None
    """How many units were granted."""
    quantity_outstanding: Amount | None
    """How many units are left."""
    expiration_date: RFC3339DateTime | None
    """When the grant ends."""
    vestings: list[Vesting] | None
    """What belongs to the customer when."""
    def __init__(
        self,
        grant_id: str | None = ...,
        grant_date: RFC3339DateTime | dt.datetime | str | None = ...,
        grant_type: str | None = ...,
        seq_num: Amount | float | Decimal | None = ...,
        grant_price: Amount | float | Decimal | None = ...,
        grant_currency_code: str | None = ...,
        quantity_granted: Amount | float | Decimal | None = ...,
        quantity_outstanding: Amount | float | Decimal | None = ...,
        expiration_date: RFC3339DateTime | dt.datetime | str | None = ...,
        vestings: list[Vesting] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Error(Model):
    """
    What went wrong, as the API describes it: the body of every error response, and the error of one account in a partial
    response. FDX makes `code` a string, Akoya sends an integer; both are taken.
    """

    code: int | None
    """FDX error code, such as 602; see `ApiErrorBody::fdx_code`."""
    message: str | None
    """What went wrong, for a person to read. Not stable: do not decide anything by it."""
    debug_message: str | None
    """More for the developer, when there is more. Not stable."""
    def __init__(
        self,
        code: int | None = ...,
        message: str | None = ...,
        debug_message: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class ExpiredOptionType(Enumeration):
    GRANTED: Literal['GRANTED']
    PURCHASED: Literal['PURCHASED']

class FarmIncomeStatement(Model):
    """Income and expenses of a farm, by cash, for Schedule F of Form 1040."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    crop_or_activity: str | None
    """Line A, the principal crop or activity."""
    sales: Amount | None
    """Line 1a, sales of livestock and other items bought for resale, in US dollars."""
    cost_of_items_sold: Amount | None
    """Line 1b, cost or other basis of the items in line 1a, in US dollars."""
    sales_of_raised: Amount | None
    """Line 2, sales of livestock, produce, grains and other products that the farm raised, in US dollars."""
    coop_distributions: Amount | None
    """Line 3a, cooperative distributions, in US dollars."""
    ag_program_payments: Amount | None
    """Line 4a, agricultural program payments, in US dollars."""
    ccc_loans: Amount | None
    """Line 5a, loans of the Commodity Credit Corporation (CCC) reported under election, in US dollars."""
    crop_insurance_proceeds: Amount | None
    """Line 6a, crop insurance proceeds and federal crop disaster payments, in US dollars."""
    custom_hire_income: Amount | None
    """Line 7, income from custom hire (machine work), in US dollars."""
    other_income: list[DescriptionAndAmount] | None
    """Line 8, other income, by description."""
    car_and_truck: Amount | None
    """Line 10, car and truck expenses, in US dollars."""
    chemicals: Amount | None
    """Line 11, chemicals, in US dollars."""
    conservation: Amount | None
    """Line 12, conservation expenses, in US dollars."""
    custom_hire_expenses: Amount | None
    """Line 13, custom hire (machine work), in US dollars."""
    depreciation: Amount | None
    """Line 14, depreciation, in US dollars."""
    employee_benefit_programs: Amount | None
    """Line 15, employee benefit programs, in US dollars."""
    feed: Amount | None
    """Line 16, feed, in US dollars."""
    fertilizers: Amount | None
    """Line 17, fertilizers and lime, in US dollars."""
    freight: Amount | None
    """Line 18, freight and trucking, in US dollars."""
    fuel: Amount | None
    """Line 19, gasoline, fuel and oil, in US dollars."""
    insurance: Amount | None
    """Line 20, insurance other than health, in US dollars."""
    mortgage_interest: Amount | None
    """Line 21a, mortgage interest paid to banks and the like, in US dollars."""
    other_interest: Amount | None
    """Line 21b, other interest, in US dollars."""
    labor_hired: Amount | None
    """Line 22, labor hired, in US dollars."""
    pension: Amount | None
    """Line 23, pension and profit-sharing plans, in US dollars."""
    equipment_rent: Amount | None
    """Line 24a, rent or lease of vehicles, machinery and equipment, in US dollars."""
    other_rent: Amount | None
    """Line 24b, rent or lease of land, animals and other things, in US dollars."""
    repairs: Amount | None
    """Line 25, repairs and maintenance, in US dollars."""
    seeds: Amount | None
    """Line 26, seeds and plants, in US dollars."""
    storage: Amount | None
    """Line 27, storage and warehousing, in US dollars."""
    supplies: Amount | None
    """Line 28, supplies, in US dollars."""
    taxes: Amount | None
    """Line 29, taxes, in US dollars."""
    utilities: Amount | None
    """Line 30, utilities, in US dollars."""
    veterinary: Amount | None
    """Line 31, veterinary, breeding and medicine, in US dollars."""
    other_expenses: list[DescriptionAndAmount] | None
    """Line 32, other expenses, by description."""
    capital_expenditures: list[DateAndAmount] | None
    """Capital expenditures, to work out depreciation."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        crop_or_activity: str | None = ...,
        sales: Amount | float | Decimal | None = ...,
        cost_of_items_sold: Amount | float | Decimal | None = ...,
        sales_of_raised: Amount | float | Decimal | None = ...,
        coop_distributions: Amount | float | Decimal | None = ...,
        ag_program_payments: Amount | float | Decimal | None = ...,
        ccc_loans: Amount | float | Decimal | None = ...,
        crop_insurance_proceeds: Amount | float | Decimal | None = ...,
        custom_hire_income: Amount | float | Decimal | None = ...,
        other_income: list[DescriptionAndAmount] | None = ...,
        car_and_truck: Amount | float | Decimal | None = ...,
        chemicals: Amount | float | Decimal | None = ...,
        conservation: Amount | float | Decimal | None = ...,
        custom_hire_expenses: Amount | float | Decimal | None = ...,
        depreciation: Amount | float | Decimal | None = ...,
        employee_benefit_programs: Amount | float | Decimal | None = ...,
        feed: Amount | float | Decimal | None = ...,
        fertilizers: Amount | float | Decimal | None = ...,
        freight: Amount | float | Decimal | None = ...,
        fuel: Amount | float | Decimal | None = ...,
        insurance: Amount | float | Decimal | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        other_interest: Amount | float | Decimal | None = ...,
        labor_hired: Amount | float | Decimal | None = ...,
        pension: Amount | float | Decimal | None = ...,
        equipment_rent: Amount | float | Decimal | None = ...,
        other_rent: Amount | float | Decimal | None = ...,
        repairs: Amount | float | Decimal | None = ...,
        seeds: Amount | float | Decimal | None = ...,
        storage: Amount | float | Decimal | None = ...,
        supplies: Amount | float | Decimal | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        utilities: Amount | float | Decimal | None = ...,
        veterinary: Amount | float | Decimal | None = ...,
        other_expenses: list[DescriptionAndAmount] | None = ...,
        capital_expenditures: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FarmRentalIncomeStatement(Model):
    """Income and expenses of a farm that is rented out for a share of its production, for Form 4835."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    income_from_production: Amount | None
    """Line 1, income from the production of livestock, produce, grains and other crops, in US dollars."""
    coop_distributions: Amount | None
    """Line 2a, cooperative distributions, in US dollars."""
    ag_program_payments: Amount | None
    """Line 3a, agricultural program payments, in US dollars."""
    ccc_loans: Amount | None
    """Line 4a, loans of the Commodity Credit Corporation (CCC) reported under election, in US dollars."""
    crop_insurance_proceeds: Amount | None
    """Line 5a, crop insurance proceeds and federal crop disaster payments, in US dollars."""
    other_income: list[DescriptionAndAmount] | None
    """Line 6, other income, by description."""
    car_and_truck: Amount | None
    """Line 8, car and truck expenses, in US dollars."""
    chemicals: Amount | None
    """Line 9, chemicals, in US dollars."""
    conservation: Amount | None
    """Line 10, conservation expenses, in US dollars."""
    custom_hire_expenses: Amount | None
    """Line 11, custom hire (machine work), in US dollars."""
    depreciation: Amount | None
    """Line 12, depreciation, in US dollars."""
    employee_benefit_programs: Amount | None
    """Line 13, employee benefit programs, in US dollars."""
    feed: Amount | None
    """Line 14, feed, in US dollars."""
    fertilizers: Amount | None
    """Line 15, fertilizers and lime, in US dollars."""
    freight: Amount | None
    """Line 16, freight and trucking, in US dollars."""
    fuel: Amount | None
    """Line 17, gasoline, fuel and oil, in US dollars."""
    insurance: Amount | None
    """Line 18, insurance other than health, in US dollars."""
    mortgage_interest: Amount | None
    """Line 19a, mortgage interest paid to banks and the like, in US dollars."""
    other_interest: Amount | None
    """Line 19b, other interest, in US dollars."""
    labor_hired: Amount | None
    """Line 20, labor hired, in US dollars."""
    pension: Amount | None
    """Line 21, pension and profit-sharing plans, in US dollars."""
    equipment_rent: Amount | None
    """Line 22a, rent or lease of vehicles, machinery and equipment, in US dollars."""
    other_rent: Amount | None
    """Line 22b, rent or lease of land, animals and other things, in US dollars."""
    repairs: Amount | None
    """Line 23, repairs and maintenance, in US dollars."""
    seeds: Amount | None
    """Line 24, seeds and plants, in US dollars."""
    storage: Amount | None
    """Line 25, storage and warehousing, in US dollars."""
    supplies: Amount | None
    """Line 26, supplies, in US dollars."""
    taxes: Amount | None
    """Line 27, taxes, in US dollars."""
    utilities: Amount | None
    """Line 28, utilities, in US dollars."""
    veterinary: Amount | None
    """Line 29, veterinary, breeding and medicine, in US dollars."""
    other_expenses: list[DescriptionAndAmount] | None
    """Line 30, other expenses, by description."""
    capital_expenditures: list[DateAndAmount] | None
    """Capital expenditures, to work out depreciation."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        income_from_production: Amount | float | Decimal | None = ...,
        coop_distributions: Amount | float | Decimal | None = ...,
        ag_program_payments: Amount | float | Decimal | None = ...,
        ccc_loans: Amount | float | Decimal | None = ...,
        crop_insurance_proceeds: Amount | float | Decimal | None = ...,
        other_income: list[DescriptionAndAmount] | None = ...,
        car_and_truck: Amount | float | Decimal | None = ...,
        chemicals: Amount | float | Decimal | None = ...,
        conservation: Amount | float | Decimal | None = ...,
        custom_hire_expenses: Amount | float | Decimal | None = ...,
        depreciation: Amount | float | Decimal | None = ...,
        employee_benefit_programs: Amount | float | Decimal | None = ...,
        feed: Amount | float | Decimal | None = ...,
        fertilizers: Amount | float | Decimal | None = ...,
        freight: Amount | float | Decimal | None = ...,
        fuel: Amount | float | Decimal | None = ...,
        insurance: Amount | float | Decimal | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        other_interest: Amount | float | Decimal | None = ...,
        labor_hired: Amount | float | Decimal | None = ...,
        pension: Amount | float | Decimal | None = ...,
        equipment_rent: Amount | float | Decimal | None = ...,
        other_rent: Amount | float | Decimal | None = ...,
        repairs: Amount | float | Decimal | None = ...,
        seeds: Amount | float | Decimal | None = ...,
        storage: Amount | float | Decimal | None = ...,
        supplies: Amount | float | Decimal | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        utilities: Amount | float | Decimal | None = ...,
        veterinary: Amount | float | Decimal | None = ...,
        other_expenses: list[DescriptionAndAmount] | None = ...,
        capital_expenditures: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FiAssetClassItem(Model):
    """How much of a holding is of one of the provider's own classes of assets."""

    asset_class: str | None
    """The class, in the provider's words."""
    percent: Amount | None
    """The share, in percent."""
    def __init__(
        self,
        asset_class: str | None = ...,
        percent: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FiAttributeEntity(Model):
    """A name and a value that only this provider has."""

    name: str | None
    """What the value is, in the provider's words."""
    value: str | None
    """The value; text, whatever it means."""
    def __init__(
        self,
        name: str | None = ...,
        value: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1041K1(Model):
    """
    Schedule K-1 of Form 1041, a beneficiary's share of the income of an estate or trust. The issuer is the estate or trust,
    the recipient the beneficiary. Schedule K-1 of Form 5227, of a split-interest trust, comes in the same fields.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    final_k_1: bool | None
    """Whether it is the last K-1 for this beneficiary."""
    amended_k_1: bool | None
    """Whether it replaces a K-1 that was filed before."""
    fiscal_year_begin: dt.date | None
    """The first day of the tax year, when it is not the calendar year."""
    fiscal_year_end: dt.date | None
    """The last day of the tax year, when it is not the calendar year."""
    form_1041_t: bool | None
    """Box D, whether Form 1041-T was filed."""
    date_1041_t: dt.date | None
    """Box D, when Form 1041-T was filed."""
    final_1041: bool | None
    """Box E, whether it is the last Form 1041 of the estate or trust."""
    domestic: bool | None
    """Box H, whether the beneficiary is a US person."""
    foreign: bool | None
    """Box H, whether the beneficiary is a foreign person."""
    interest_income: Amount | None
    """Box 1, interest income, in US dollars."""
    ordinary_dividends: Amount | None
    """Box 2a, ordinary dividends, with those of box 2b, in US dollars."""
    qualified_dividends: Amount | None
    """Box 2b, qualified dividends, a part of box 2a, in US dollars."""
    net_short_term_gain: Amount | None
    """Box 3, net short-term capital gain, in US dollars."""
    net_long_term_gain: Amount | None
    """Box 4a, net long-term capital gain, in US dollars."""
    gain_28_rate: Amount | None
    """Box 4b, the gain that is taxed at 28 percent, a part of box 4a, in US dollars."""
    unrecaptured_1250_gain: Amount | None
    """Box 4c, unrecaptured section 1250 gain, a part of box 4a, in US dollars."""
    other_portfolio_income: Amount | None
    """Box 5, other portfolio and nonbusiness income, in US dollars."""
    ordinary_business_income: Amount | None
    """Box 6, ordinary business income, in US dollars."""
    net_rental_real_estate_income: Amount | None
    """Box 7, net income from renting real estate, in US dollars."""
    other_rental_income: Amount | None
    """Box 8, other rental income, in US dollars."""
    directly_apportioned_deductions: list[CodeAndAmount] | None
    """Box 9, directly apportioned deductions, by code."""
    estate_tax_deduction: Amount | None
    """Box 10, estate tax deduction, in US dollars."""
    final_year_deductions: list[CodeAndAmount] | None
    """Box 11, deductions of the final year, by code."""
    fiduciary: TaxParty | None
    """Box C, the fiduciary's name and address."""
    amt_adjustments: list[CodeAndAmount] | None
    """Box 12, adjustments for the alternative minimum tax (AMT), by code."""
    credits: list[CodeAndAmount] | None
    """Box 13, credits and credit recapture, by code."""
    other_info: list[CodeAndAmount] | None
    """Box 14, other information, by code."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        final_k_1: bool | None = ...,
        amended_k_1: bool | None = ...,
        fiscal_year_begin: dt.date | None = ...,
        fiscal_year_end: dt.date | None = ...,
        form_1041_t: bool | None = ...,
        date_1041_t: dt.date | None = ...,
        final_1041: bool | None = ...,
        domestic: bool | None = ...,
        foreign: bool | None = ...,
        interest_income: Amount | float | Decimal | None = ...,
        ordinary_dividends: Amount | float | Decimal | None = ...,
        qualified_dividends: Amount | float | Decimal | None = ...,
        net_short_term_gain: Amount | float | Decimal | None = ...,
        net_long_term_gain: Amount | float | Decimal | None = ...,
        gain_28_rate: Amount | float | Decimal | None = ...,
        unrecaptured_1250_gain: Amount | float | Decimal | None = ...,
        other_portfolio_income: Amount | float | Decimal | None = ...,
        ordinary_business_income: Amount | float | Decimal | None = ...,
        net_rental_real_estate_income: Amount | float | Decimal | None = ...,
        other_rental_income: Amount | float | Decimal | None = ...,
        directly_apportioned_deductions: list[CodeAndAmount] | None = ...,
        estate_tax_deduction: Amount | float | Decimal | None = ...,
        final_year_deductions: list[CodeAndAmount] | None = ...,
        fiduciary: TaxParty | None = ...,
        amt_adjustments: list[CodeAndAmount] | None = ...,
        credits: list[CodeAndAmount] | None = ...,
        other_info: list[CodeAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1042S(Model):
    """Form 1042-S, a foreign person's US source income subject to withholding. The form has amounts in whole dollars."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    form_id: str | None
    """The number that the withholding agent gave to this form, ten digits."""
    amended: bool | None
    """Whether the form amends one that was sent before."""
    amendment_number: int | None
    """Which amendment it is, counted from 1."""
    income_type_code: str | None
    """Box 1, the income code, two digits, such as `01` for interest paid by US obligors."""
    gross_income: Amount | None
    """Box 2, gross income, in US dollars."""
    chapter_indicator: str | None
    """Box 3, the chapter of the tax code under which tax was withheld: `3` or `4`."""
    ch_3_exemption_code: str | None
    """Box 3a, the exemption code under chapter 3, two digits; it says why less tax was withheld, or none."""
    ch_3_tax_rate: Amount | None
    """Box 3b, the tax rate under chapter 3. The form prints percent, such as `30.00`."""
    ch_4_exemption_code: str | None
    """Box 4a, the exemption code under chapter 4, two digits; it says why no tax was withheld."""
    ch_4_tax_rate: Amount | None
    """Box 4b, the tax rate under chapter 4. The form prints percent, such as `30.00`."""
    withholding_allowance: Amount | None
    """Box 5, withholding allowance, in US dollars."""
    net_income: Amount | None
    """Box 6, net income, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 7a, federal tax withheld, in US dollars."""
    escrow_procedures_applied: bool | None
    """Box 7b, whether tax was not deposited with the IRS because escrow procedures applied."""
    subsequent_year: bool | None
    """Box 7c, whether tax on a partnership interest was withheld in the following year."""
    other_agents_tax_withheld: Amount | None
    """Box 8, tax withheld by other agents, in US dollars."""
    recipient_repaid_amount: Amount | None
    """
    Box 9, overwithheld tax that was repaid to the recipient, in US dollars. The form prints it in parentheses, to be
    subtracted.
    """
    total_tax_withholding_credit: Amount | None
    """Box 10, total withholding credit, in US dollars: boxes 7a, 8 and 9 together."""
    withholding_agent_tax_paid: Amount | None
    """Box 11, tax that the withholding agent paid and did not withhold, in US dollars."""
    withholding_agent: Form1042SAgent | None
    """Boxes 12a to 12i, the withholding agent."""
    form_1042_recipient: Form1042SRecipient | None
    """Boxes 13a to 13j and 13l, the recipient of the income."""
    account_number: str | None
    """Box 13k, the recipient's account number."""
    primary: Form1042SAgent | None
    """Boxes 14a and 14b, the primary withholding agent."""
    prorata_basis_reporting: bool | None
    """Box 15, whether income is reported pro rata."""
    intermediary: Form1042SAgent | None
    """Boxes 15a to 15i, the intermediary or flow-through entity."""
    payer: Form1042SAgent | None
    """Boxes 16a to 16e, the payer."""
    state_and_local: StateAndLocalTaxWithholding | None
    """Boxes 17a to 17c, state income tax withheld."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        form_id: str | None = ...,
        amended: bool | None = ...,
        amendment_number: int | None = ...,
        income_type_code: str | None = ...,
        gross_income: Amount | float | Decimal | None = ...,
        chapter_indicator: str | None = ...,
        ch_3_exemption_code: str | None = ...,
        ch_3_tax_rate: Amount | float | Decimal | None = ...,
        ch_4_exemption_code: str | None = ...,
        ch_4_tax_rate: Amount | float | Decimal | None = ...,
        withholding_allowance: Amount | float | Decimal | None = ...,
        net_income: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        escrow_procedures_applied: bool | None = ...,
        subsequent_year: bool | None = ...,
        other_agents_tax_withheld: Amount | float | Decimal | None = ...,
        recipient_repaid_amount: Amount | float | Decimal | None = ...,
        total_tax_withholding_credit: Amount | float | Decimal | None = ...,
        withholding_agent_tax_paid: Amount | float | Decimal | None = ...,
        withholding_agent: Form1042SAgent | None = ...,
        form_1042_recipient: Form1042SRecipient | None = ...,
        account_number: str | None = ...,
        primary: Form1042SAgent | None = ...,
        prorata_basis_reporting: bool | None = ...,
        intermediary: Form1042SAgent | None = ...,
        payer: Form1042SAgent | None = ...,
        state_and_local: StateAndLocalTaxWithholding | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1042SAgent(Model):
    """A withholding agent, intermediary or payer of Form 1042-S."""

    tin: str | None
    """The taxpayer identification number (TIN): of a business its EIN, of a person the SSN or ITIN. May be masked."""
    party_type: str | None
    """Whether it is a business or a person."""
    individual_name: IndividualName | None
    """The name of a person."""
    business_name: BusinessName | None
    """The name of a business."""
    address: Address | None
    """The postal address."""
    phone: TelephoneNumberPlusExtension | None
    """The telephone number."""
    email: str | None
    """The address for electronic mail. Not on IRS forms."""
    ch_3_status_code: str | None
    """The status under chapter 3, two digits: box 12b, 15b or 16d."""
    ch_4_status_code: str | None
    """The status under chapter 4, two digits: box 12c, 15c or 16e."""
    giin: str | None
    """The Global Intermediary Identification Number (GIIN): box 12e, 15e or 16c."""
    foreign_tin: str | None
    """The taxpayer identification number of a foreign country: box 12g or 15g."""
    def __init__(
        self,
        tin: str | None = ...,
        party_type: str | None = ...,
        individual_name: IndividualName | None = ...,
        business_name: BusinessName | None = ...,
        address: Address | None = ...,
        phone: TelephoneNumberPlusExtension | None = ...,
        email: str | None = ...,
        ch_3_status_code: str | None = ...,
        ch_4_status_code: str | None = ...,
        giin: str | None = ...,
        foreign_tin: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1042SRecipient(Model):
    """The recipient of income on Form 1042-S."""

    tin: str | None
    """The taxpayer identification number (TIN): of a business its EIN, of a person the SSN or ITIN. May be masked."""
    party_type: str | None
    """Whether it is a business or a person."""
    individual_name: IndividualName | None
    """The name of a person."""
    business_name: BusinessName | None
    """The name of a business."""
    address: Address | None
    """The postal address."""
    phone: TelephoneNumberPlusExtension | None
    """The telephone number."""
    email: str | None
    """The address for electronic mail. Not on IRS forms."""
    ch_3_status_code: str | None
    """Box 13f, the status under chapter 3, two digits."""
    ch_4_status_code: str | None
    """Box 13g, the status under chapter 4, two digits."""
    giin: str | None
    """Box 13h, the Global Intermediary Identification Number (GIIN)."""
    foreign_tin: str | None
    """Box 13i, the taxpayer identification number of a foreign country."""
    lob_code: str | None
    """Box 13j, the code for the treaty's limitation on benefits (LOB), two digits."""
    date_of_birth: dt.date | None
    """Box 13l, the date of birth."""
    def __init__(
        self,
        tin: str | None = ...,
        party_type: str | None = ...,
        individual_name: IndividualName | None = ...,
        business_name: BusinessName | None = ...,
        address: Address | None = ...,
        phone: TelephoneNumberPlusExtension | None = ...,
        email: str | None = ...,
        ch_3_status_code: str | None = ...,
        ch_4_status_code: str | None = ...,
        giin: str | None = ...,
        foreign_tin: str | None = ...,
        lob_code: str | None = ...,
        date_of_birth: dt.date | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1065K1(Model):
    """
    Schedule K-1 of Form 1065, a partner's share of the income of a partnership. The issuer is the partnership (boxes A and
    B), the recipient the partner (boxes E and F).
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    fiscal_year_begin: dt.date | None
    """The first day of the tax year, when it is not the calendar year."""
    fiscal_year_end: dt.date | None
    """The last day of the tax year, when it is not the calendar year."""
    final_k_1: bool | None
    """Whether it is the last K-1 for this partner."""
    amended_k_1: bool | None
    """Whether it replaces a K-1 that was filed before."""
    irs_center: str | None
    """Box C, the IRS center where the partnership filed its return."""
    publicly_traded: bool | None
    """Box D, whether the partnership is publicly traded."""
    general_partner: bool | None
    """Box G, whether the partner is a general partner or an LLC member-manager."""
    limited_partner: bool | None
    """Box G, whether the partner is a limited partner or another LLC member."""
    domestic: bool | None
    """Box H1, whether the partner is a US person."""
    foreign: bool | None
    """Box H1, whether the partner is a foreign person."""
    disregarded_entity: bool | None
    """Box H2, whether the partner is a disregarded entity."""
    disregarded_entity_tin: str | None
    """Box H2, the taxpayer identification number of the disregarded entity."""
    disregarded_entity_name: str | None
    """Box H2, the name of the disregarded entity."""
    entity_type: str | None
    """Box I1, what kind of entity the partner is."""
    retirement_plan: bool | None
    """Box I2, whether the partner is a retirement plan (IRA, SEP, Keogh or the like)."""
    profit_share_begin: Amount | None
    """Box J, the partner's share of profit at the beginning of the year. The form prints a percentage."""
    profit_share_end: Amount | None
    """Box J, the partner's share of profit at the end of the year. The form prints a percentage."""
    loss_share_begin: Amount | None
    """Box J, the partner's share of loss at the beginning of the year. The form prints a percentage."""
    loss_share_end: Amount | None
    """Box J, the partner's share of loss at the end of the year. The form prints a percentage."""
    capital_share_begin: Amount | None
    """Box J, the partner's share of capital at the beginning of the year. The form prints a percentage."""
    capital_share_end: Amount | None
    """Box J, the partner's share of capital at the end of the year. The form prints a percentage."""
    decrease_due_to_sale_or_exchange: bool | None
    """Box J, whether the share fell by a sale or exchange. Through tax year 2022; later forms have the two fields that follow."""
    decrease_due_to_sale: bool | None
    """Box J, whether the share fell by a sale. Since tax year 2023."""
    decrease_due_to_exchange: bool | None
    """Box J, whether the share fell by an exchange. Since tax year 2023."""
    nonrecourse_liability_share_begin: Amount | None
    """Box K1, the partner's share of nonrecourse liabilities at the beginning of the year, in US dollars."""
    nonrecourse_liability_share_end: Amount | None
    """Box K1, the partner's share of nonrecourse liabilities at the end of the year, in US dollars."""
    qualified_liability_share_begin: Amount | None
    """Box K1, the partner's share of qualified nonrecourse financing at the beginning of the year, in US dollars."""
    qualified_liability_share_end: Amount | None
    """Box K1, the partner's share of qualified nonrecourse financing at the end of the year, in US dollars."""
    recourse_liability_share_begin: Amount | None
    """Box K1, the partner's share of recourse liabilities at the beginning of the year, in US dollars."""
    recourse_liability_share_end: Amount | None
    """Box K1, the partner's share of recourse liabilities at the end of the year, in US dollars."""
    includes_lower_tier_liability: bool | None
    """Box K2, whether box K1 includes liabilities of lower-tier partnerships."""
    liability_subject_to_guarantees: bool | None
    """Box K3, whether the partner guarantees any of the liabilities in box K1."""
    capital_account_begin: Amount | None
    """Box L, the partner's capital account at the beginning of the year, in US dollars. Negative: a deficit."""
    capital_account_contributions: Amount | None
    """Box L, capital contributed during the year, in US dollars."""
    capital_account_increase: Amount | None
    """Box L, net income of the year, in US dollars. Negative: a loss."""
    capital_account_other: Amount | None
    """Box L, other increase of the year, in US dollars. Negative: a decrease."""
    capital_account_withdrawals: Amount | None
    """Box L, withdrawals and distributions of the year, in US dollars. The form prints them in parentheses, to be subtracted."""
    capital_account_end: Amount | None
    """Box L, the partner's capital account at the end of the year, in US dollars. Negative: a deficit."""
    built_in_gain: bool | None
    """Box M, whether the partner contributed property with a built-in gain or loss."""
    unrecognized_section_704_begin: Amount | None
    """
    Box N, the partner's share of net unrecognized section 704(c) gain at the beginning of the year, in US dollars.
    Negative: a loss.
    """
    unrecognized_section_704_end: Amount | None
    """
    Box N, the partner's share of net unrecognized section 704(c) gain at the end of the year, in US dollars. Negative: a
    loss.
    """
    ordinary_income: Amount | None
    """Box 1, ordinary business income, in US dollars. Negative: a loss."""
    net_rental_real_estate_income: Amount | None
    """Box 2, net income from renting real estate, in US dollars. Negative: a loss."""
    other_rental_income: Amount | None
    """Box 3, other net rental income, in US dollars. Negative: a loss."""
    guaranteed_payment_services: Amount | None
    """Box 4a, guaranteed payments for services, in US dollars."""
    guaranteed_payment_capital: Amount | None
    """Box 4b, guaranteed payments for the use of capital, in US dollars."""
    guaranteed_payment: Amount | None
    """Box 4c, boxes 4a and 4b together, in US dollars."""
    interest_income: Amount | None
    """Box 5, interest income, in US dollars."""
    ordinary_dividends: Amount | None
    """Box 6a, ordinary dividends, with those of box 6b, in US dollars."""
    qualified_dividends: Amount | None
    """Box 6b, qualified dividends, a part of box 6a, in US dollars."""
    dividend_equivalents: Amount | None
    """Box 6c, dividend equivalents, in US dollars."""
    royalties: Amount | None
    """Box 7, royalties, in US dollars."""
    net_short_term_gain: Amount | None
    """Box 8, net short-term capital gain, in US dollars. Negative: a loss."""
    net_long_term_gain: Amount | None
    """Box 9a, net long-term capital gain, in US dollars. Negative: a loss."""
    collectibles_gain: Amount | None
    """Box 9b, gain on collectibles, taxed at 28 percent, in US dollars. Negative: a loss."""
    unrecaptured_1250_gain: Amount | None
    """Box 9c, unrecaptured section 1250 gain, in US dollars."""
    net_1231_gain: Amount | None
    """Box 10, net section 1231 gain, in US dollars. Negative: a loss."""
    other_income: list[CodeAndAmount] | None
    """Box 11, other income or loss, by code."""
    section_179_deduction: Amount | None
    """Box 12, section 179 deduction, in US dollars."""
    other_deductions: list[CodeAndAmount] | None
    """Box 13, other deductions, by code."""
    self_employment: list[CodeAndAmount] | None
    """Box 14, earnings or loss from self-employment, by code."""
    credits: list[CodeAndAmount] | None
    """Box 15, credits, by code."""
    schedule_k_3: bool | None
    """Box 16, whether Schedule K-3 is attached."""
    amt_items: list[CodeAndAmount] | None
    """Box 17, items for the alternative minimum tax (AMT), by code."""
    tax_exempt_income: list[CodeAndAmount] | None
    """Box 18, tax-exempt income and nondeductible expenses, by code."""
    distributions: list[CodeAndAmount] | None
    """Box 19, distributions, by code."""
    other_info: list[CodeAndAmount] | None
    """Box 20, other information, by code."""
    foreign_tax_paid: Amount | None
    """Box 21, foreign taxes paid or accrued, in US dollars."""
    multiple_at_risk_activities: bool | None
    """Box 22, whether there is more than one activity for the at-risk rules."""
    multiple_passive_activities: bool | None
    """Box 23, whether there is more than one activity for the passive activity rules."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        fiscal_year_begin: dt.date | None = ...,
        fiscal_year_end: dt.date | None = ...,
        final_k_1: bool | None = ...,
        amended_k_1: bool | None = ...,
        irs_center: str | None = ...,
        publicly_traded: bool | None = ...,
        general_partner: bool | None = ...,
        limited_partner: bool | None = ...,
        domestic: bool | None = ...,
        foreign: bool | None = ...,
        disregarded_entity: bool | None = ...,
        disregarded_entity_tin: str | None = ...,
        disregarded_entity_name: str | None = ...,
        entity_type: str | None = ...,
        retirement_plan: bool | None = ...,
        profit_share_begin: Amount | float | Decimal | None = ...,
        profit_share_end: Amount | float | Decimal | None = ...,
        loss_share_begin: Amount | float | Decimal | None = ...,
        loss_share_end: Amount | float | Decimal | None = ...,
        capital_share_begin: Amount | float | Decimal | None = ...,
        capital_share_end: Amount | float | Decimal | None = ...,
        decrease_due_to_sale_or_exchange: bool | None = ...,
        decrease_due_to_sale: bool | None = ...,
        decrease_due_to_exchange: bool | None = ...,
        nonrecourse_liability_share_begin: Amount | float | Decimal | None = ...,
        nonrecourse_liability_share_end: Amount | float | Decimal | None = ...,
        qualified_liability_share_begin: Amount | float | Decimal | None = ...,
        qualified_liability_share_end: Amount | float | Decimal | None = ...,
        recourse_liability_share_begin: Amount | float | Decimal | None = ...,
        recourse_liability_share_end: Amount | float | Decimal | None = ...,
        includes_lower_tier_liability: bool | None = ...,
        liability_subject_to_guarantees: bool | None = ...,
        capital_account_begin: Amount | float | Decimal | None = ...,
        capital_account_contributions: Amount | float | Decimal | None = ...,
        capital_account_increase: Amount | float | Decimal | None = ...,
        capital_account_other: Amount | float | Decimal | None = ...,
        capital_account_withdrawals: Amount | float | Decimal | None = ...,
        capital_account_end: Amount | float | Decimal | None = ...,
        built_in_gain: bool | None = ...,
        unrecognized_section_704_begin: Amount | float | Decimal | None = ...,
        unrecognized_section_704_end: Amount | float | Decimal | None = ...,
        ordinary_income: Amount | float | Decimal | None = ...,
        net_rental_real_estate_income: Amount | float | Decimal | None = ...,
        other_rental_income: Amount | float | Decimal | None = ...,
        guaranteed_payment_services: Amount | float | Decimal | None = ...,
        guaranteed_payment_capital: Amount | float | Decimal | None = ...,
        guaranteed_payment: Amount | float | Decimal | None = ...,
        interest_income: Amount | float | Decimal | None = ...,
        ordinary_dividends: Amount | float | Decimal | None = ...,
        qualified_dividends: Amount | float | Decimal | None = ...,
        dividend_equivalents: Amount | float | Decimal | None = ...,
        royalties: Amount | float | Decimal | None = ...,
        net_short_term_gain: Amount | float | Decimal | None = ...,
        net_long_term_gain: Amount | float | Decimal | None = ...,
        collectibles_gain: Amount | float | Decimal | None = ...,
        unrecaptured_1250_gain: Amount | float | Decimal | None = ...,
        net_1231_gain: Amount | float | Decimal | None = ...,
        other_income: list[CodeAndAmount] | None = ...,
        section_179_deduction: Amount | float | Decimal | None = ...,
        other_deductions: list[CodeAndAmount] | None = ...,
        self_employment: list[CodeAndAmount] | None = ...,
        credits: list[CodeAndAmount] | None = ...,
        schedule_k_3: bool | None = ...,
        amt_items: list[CodeAndAmount] | None = ...,
        tax_exempt_income: list[CodeAndAmount] | None = ...,
        distributions: list[CodeAndAmount] | None = ...,
        other_info: list[CodeAndAmount] | None = ...,
        foreign_tax_paid: Amount | float | Decimal | None = ...,
        multiple_at_risk_activities: bool | None = ...,
        multiple_passive_activities: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1095A(Model):
    """
    Form 1095-A, health insurance marketplace statement. The issuer is the marketplace, the recipient the person in lines 4
    to 6 and 12 to 15.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    marketplace_id: str | None
    """Line 1, the identifier of the marketplace."""
    marketplace_policy_number: str | None
    """Line 2, the policy number that the marketplace gave."""
    policy_issuer_name: str | None
    """Line 3, the name of the insurer."""
    recipient_date_of_birth: dt.date | None
    """Line 6, the recipient's date of birth."""
    spouse_name: str | None
    """Line 7, the name of the recipient's spouse."""
    spouse_tin: str | None
    """Line 8, the social security number of the recipient's spouse."""
    spouse_date_of_birth: dt.date | None
    """Line 9, the date of birth of the recipient's spouse."""
    policy_start_date: dt.date | None
    """Line 10, the first day of the policy."""
    policy_termination_date: dt.date | None
    """Line 11, the last day of the policy."""
    covered_individuals: list[HealthInsuranceMarketplaceCoveredIndividual] | None
    """Lines 16 to 20, the persons covered."""
    coverages: list[HealthInsuranceCoverage] | None
    """Lines 21 to 33, premiums by month and for the year."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        marketplace_id: str | None = ...,
        marketplace_policy_number: str | None = ...,
        policy_issuer_name: str | None = ...,
        recipient_date_of_birth: dt.date | None = ...,
        spouse_name: str | None = ...,
        spouse_tin: str | None = ...,
        spouse_date_of_birth: dt.date | None = ...,
        policy_start_date: dt.date | None = ...,
        policy_termination_date: dt.date | None = ...,
        covered_individuals: list[HealthInsuranceMarketplaceCoveredIndividual] | None = ...,
        coverages: list[HealthInsuranceCoverage] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1095B(Model):
    """
    Form 1095-B, health coverage, as the insurer reports it. The recipient is the person responsible for the policy (lines 1
    to 7).
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    responsible_date_of_birth: dt.date | None
    """Line 3, the responsible person's date of birth, when there is no social security number."""
    origin_of_health_coverage_code: str | None
    """Line 8, where the policy comes from, one letter, such as `B` for an employer."""
    employer: TaxParty | None
    """Lines 10 to 15, the employer who sponsors the coverage."""
    covered_individuals: list[HealthInsuranceCoveredIndividual] | None
    """Lines 23 and following, the persons covered."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        responsible_date_of_birth: dt.date | None = ...,
        origin_of_health_coverage_code: str | None = ...,
        employer: TaxParty | None = ...,
        covered_individuals: list[HealthInsuranceCoveredIndividual] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1095C(Model):
    """
    Form 1095-C, employer-provided health insurance offer and coverage. The issuer is the employer, the recipient the
    employee.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    self_insured_coverage: bool | None
    """Part III, whether the employer insured the coverage itself."""
    offers_of_coverage: list[OfferOfHealthInsuranceCoverage] | None
    """Lines 14 to 17, what the employer offered, by month."""
    employee_age: int | None
    """The employee's age on January 1, in years."""
    plan_start_month: int | None
    """The month in which the plan year starts, as a number."""
    covered_individuals: list[HealthInsuranceMarketplaceCoveredIndividual] | None
    """Part III, lines 18 and following, the persons covered."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        self_insured_coverage: bool | None = ...,
        offers_of_coverage: list[OfferOfHealthInsuranceCoverage] | None = ...,
        employee_age: int | None = ...,
        plan_start_month: int | None = ...,
        covered_individuals: list[HealthInsuranceMarketplaceCoveredIndividual] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1097Btc(Model):
    """Form 1097-BTC, bond tax credit."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    filing_for_credit: bool | None
    """Whether the form comes from the issuer of the bond or its agent."""
    as_nominee: bool | None
    """Whether the form comes from someone who received the credit and passes it on."""
    total: Amount | None
    """Box 1, the credit in total, in US dollars."""
    bond_code: str | None
    """Box 2a, what box 2b is, as a code, such as `C` for a CUSIP number."""
    unique_id: str | None
    """Box 2b, the identifier of the bond."""
    bond_type: str | None
    """Box 3, the kind of bond, as a code."""
    amounts: list[MonthAndAmount] | None
    """Box 5, the credit by month."""
    comments: str | None
    """Box 6, comments."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        filing_for_credit: bool | None = ...,
        as_nominee: bool | None = ...,
        total: Amount | float | Decimal | None = ...,
        bond_code: str | None = ...,
        unique_id: str | None = ...,
        bond_type: str | None = ...,
        amounts: list[MonthAndAmount] | None = ...,
        comments: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098(Model):
    """Form 1098, mortgage interest statement. The issuer is the lender, the recipient the borrower."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    mortgaged_properties: int | None
    """Box 9, how many properties secure the mortgage."""
    other_information: str | None
    """Box 10, anything else, property tax or insurance say, in the lender's words."""
    account_number: str | None
    """The number of the mortgage."""
    mortgage_interest: Amount | None
    """Box 1, mortgage interest received from the borrower, in US dollars."""
    outstanding_principal: Amount | None
    """Box 2, outstanding principal, on January 1 usually, in US dollars."""
    origination_date: dt.date | None
    """Box 3, when the mortgage was made."""
    overpaid_refund: Amount | None
    """Box 4, refund of interest that was overpaid in a former year, in US dollars."""
    mortgage_insurance: Amount | None
    """Box 5, premiums for mortgage insurance, in US dollars."""
    points_paid: Amount | None
    """Box 6, points paid on the purchase of a principal residence, in US dollars."""
    is_property_address_same_as_borrower_address: bool | None
    """Box 7, whether the property's address is the borrower's."""
    acquisition_date: dt.date | None
    """Box 11, when the lender acquired the mortgage."""
    property_address: Address | None
    """Box 8, the address of the property."""
    property_tax: Amount | None
    """Box 10, property tax paid from escrow, when the lender reports it, in US dollars."""
    property_description: str | None
    """Box 8, what the property is, when it has no address."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        mortgaged_properties: int | None = ...,
        other_information: str | None = ...,
        account_number: str | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        outstanding_principal: Amount | float | Decimal | None = ...,
        origination_date: dt.date | None = ...,
        overpaid_refund: Amount | float | Decimal | None = ...,
        mortgage_insurance: Amount | float | Decimal | None = ...,
        points_paid: Amount | float | Decimal | None = ...,
        is_property_address_same_as_borrower_address: bool | None = ...,
        acquisition_date: dt.date | None = ...,
        property_address: Address | None = ...,
        property_tax: Amount | float | Decimal | None = ...,
        property_description: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098C(Model):
    """Form 1098-C, contribution of a motor vehicle, boat or airplane. The issuer is the charity, the recipient the donor."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    date_of_contribution: dt.date | None
    """Box 1, when it was given."""
    odometer_mileage: int | None
    """Box 2a, odometer reading, in miles."""
    car_year: int | None
    """Box 2b, the model year."""
    make: str | None
    """Box 2c, the make."""
    model: str | None
    """Box 2d, the model."""
    vin: str | None
    """Box 3, the vehicle identification number (VIN) or another one."""
    arms_length_transaction: bool | None
    """Box 4a, whether the charity sold it to an unrelated party at arm's length."""
    date_of_sale: dt.date | None
    """Box 4b, when it was sold."""
    gross_proceeds: Amount | None
    """Box 4c, gross proceeds of the sale, in US dollars."""
    not_transferred_before: bool | None
    """Box 5a, whether the charity will use or improve it before passing it on."""
    needy_individual: bool | None
    """Box 5b, whether it goes to a needy person, well below its value."""
    description_of_improvements: str | None
    """Box 5c, the improvements, or the use and how long."""
    goods_in_exchange: bool | None
    """Box 6a, whether the donor got goods or services for it."""
    value_of_exchange: Amount | None
    """Box 6b, the value of those goods and services, in US dollars."""
    intangible_religious: bool | None
    """Box 6c, whether they were intangible religious benefits only."""
    description_of_goods: str | None
    """Box 6c, what the goods and services were."""
    max_deduction_applies: bool | None
    """Box 7, whether the deduction is limited to 500 US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        date_of_contribution: dt.date | None = ...,
        odometer_mileage: int | None = ...,
        car_year: int | None = ...,
        make: str | None = ...,
        model: str | None = ...,
        vin: str | None = ...,
        arms_length_transaction: bool | None = ...,
        date_of_sale: dt.date | None = ...,
        gross_proceeds: Amount | float | Decimal | None = ...,
        not_transferred_before: bool | None = ...,
        needy_individual: bool | None = ...,
        description_of_improvements: str | None = ...,
        goods_in_exchange: bool | None = ...,
        value_of_exchange: Amount | float | Decimal | None = ...,
        intangible_religious: bool | None = ...,
        description_of_goods: str | None = ...,
        max_deduction_applies: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098E(Model):
    """Form 1098-E, student loan interest statement. The issuer is the lender, the recipient the borrower."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The number of the loan."""
    student_loan_interest: Amount | None
    """Box 1, student loan interest received by the lender, in US dollars."""
    box_1_excludes_fees: bool | None
    """Box 2, whether box 1 leaves out origination fees and capitalized interest, for a loan made before September 1, 2004."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        student_loan_interest: Amount | float | Decimal | None = ...,
        box_1_excludes_fees: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098Ma(Model):
    """Form 1098-MA, mortgage assistance payments of a state housing finance agency (HFA)."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The number of the mortgage."""
    total_mortgage_payments: Amount | None
    """Box 1, mortgage payments of the agency and the homeowner together, in US dollars."""
    mortgage_assistance_payments: Amount | None
    """Box 2, mortgage payments of the agency, in US dollars."""
    homeowner_mortgage_payments: Amount | None
    """Box 3, mortgage payments of the homeowner, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        total_mortgage_payments: Amount | float | Decimal | None = ...,
        mortgage_assistance_payments: Amount | float | Decimal | None = ...,
        homeowner_mortgage_payments: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098Q(Model):
    """Form 1098-Q, qualifying longevity annuity contract (QLAC). The recipient is the participant."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The number of the contract."""
    plan_number: str | None
    """The number of the plan."""
    plan_name: str | None
    """The name of the plan."""
    plan_sponsor_id: str | None
    """The employer identification number (EIN) of the plan's sponsor."""
    annuity_amount: Amount | None
    """Box 1a, what the annuity pays from its start, in US dollars."""
    start_date: dt.date | None
    """Box 1b, when the annuity starts."""
    can_be_accelerated: bool | None
    """Box 2, whether it may start earlier."""
    total_premiums: Amount | None
    """Box 3, premiums paid for the contract in total, in US dollars."""
    fair_market_value: Amount | None
    """Box 4, the fair market value of the contract, in US dollars."""
    premiums: list[DateAndAmount] | None
    """Boxes 5a to 5l, premiums by month, with the day of the last payment in it."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        plan_number: str | None = ...,
        plan_name: str | None = ...,
        plan_sponsor_id: str | None = ...,
        annuity_amount: Amount | float | Decimal | None = ...,
        start_date: dt.date | None = ...,
        can_be_accelerated: bool | None = ...,
        total_premiums: Amount | float | Decimal | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        premiums: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1098T(Model):
    """Form 1098-T, tuition statement. The issuer is the school, the recipient the student."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    student_tin_certification: bool | None
    """Whether the school certifies that it asked for the student's taxpayer identification number in the required way."""
    account_number: str | None
    """The school's number for the student's account."""
    half_time: bool | None
    """Box 8, whether the student studied at least half-time."""
    qualified_tuition_fees: Amount | None
    """Box 1, payments received for qualified tuition and related expenses, in US dollars."""
    adjustment_prior_year: Amount | None
    """Box 4, adjustment of payments reported for a prior year, in US dollars. Printed without a sign, it lowers them."""
    scholarship: Amount | None
    """Box 5, scholarships and grants, in US dollars."""
    adjust_scholarship: Amount | None
    """
    Box 6, adjustment of scholarships and grants reported for a prior year, in US dollars. Printed without a sign, it lowers
    them.
    """
    include_jan_mar: bool | None
    """Box 7, whether box 1 includes payments for a period that begins in January to March of the following year."""
    graduate: bool | None
    """Box 9, whether the student is a graduate student."""
    insurance_refund: Amount | None
    """Box 10, refunds from an insurance contract, for a tuition insurer, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        student_tin_certification: bool | None = ...,
        account_number: str | None = ...,
        half_time: bool | None = ...,
        qualified_tuition_fees: Amount | float | Decimal | None = ...,
        adjustment_prior_year: Amount | float | Decimal | None = ...,
        scholarship: Amount | float | Decimal | None = ...,
        adjust_scholarship: Amount | float | Decimal | None = ...,
        include_jan_mar: bool | None = ...,
        graduate: bool | None = ...,
        insurance_refund: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099A(Model):
    """Form 1099-A, acquisition or abandonment of secured property. The issuer is the lender, the recipient the borrower."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The number of the loan."""
    date_of_acquisition: dt.date | None
    """Box 1, when the lender acquired the property, or learned that it was abandoned."""
    principal_balance: Amount | None
    """Box 2, the principal that is still owed, in US dollars."""
    fair_market_value: Amount | None
    """Box 4, the fair market value of the property, in US dollars."""
    personally_liable: bool | None
    """Box 5, whether the borrower was personally liable for the debt."""
    property_description: str | None
    """Box 6, what the property is."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        date_of_acquisition: dt.date | None = ...,
        principal_balance: Amount | float | Decimal | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        personally_liable: bool | None = ...,
        property_description: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099B(Model):
    """
    Form 1099-B, proceeds from broker and barter exchange transactions. All sales of one account in one form, where the
    paper has one form per sale. The issuer is the broker, the recipient the customer.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 14 to 16, state and local tax withheld."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    profit_on_closed_contracts: Amount | None
    """Box 8, profit on contracts closed in the year, in US dollars. Negative: a loss."""
    unrealized_profit_open_contracts_begin: Amount | None
    """Box 9, unrealized profit on contracts open at the end of the year before, in US dollars. Negative: a loss."""
    unrealized_profit_open_contracts_end: Amount | None
    """Box 10, unrealized profit on contracts open at the end of the year, in US dollars. Negative: a loss."""
    aggregate_profit_on_contracts: Amount | None
    """Box 11, aggregate profit on contracts, in US dollars: boxes 8 and 10 less box 9. Negative: a loss."""
    bartering: Amount | None
    """Box 13, what was received in barter, in US dollars."""
    security_details: list[SecurityDetailIrsForm1099B] | None
    """The sales of securities, boxes 1a to 7, 12 and 14 to 16 of each."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the broker twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        profit_on_closed_contracts: Amount | float | Decimal | None = ...,
        unrealized_profit_open_contracts_begin: Amount | float | Decimal | None = ...,
        unrealized_profit_open_contracts_end: Amount | float | Decimal | None = ...,
        aggregate_profit_on_contracts: Amount | float | Decimal | None = ...,
        bartering: Amount | float | Decimal | None = ...,
        security_details: list[SecurityDetailIrsForm1099B] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099C(Model):
    """Form 1099-C, cancellation of debt. The issuer is the creditor, the recipient the debtor."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The number of the debt."""
    date_of_event: dt.date | None
    """Box 1, when the event happened that cancelled the debt."""
    amount_discharged: Amount | None
    """Box 2, the debt that was discharged, in US dollars."""
    interest_included: Amount | None
    """Box 3, interest included in box 2, in US dollars."""
    debt_description: str | None
    """Box 4, what the debt was."""
    personally_liable: bool | None
    """Box 5, whether the debtor was personally liable for the debt."""
    debt_code: str | None
    """Box 6, which event cancelled the debt, one letter, such as `A` for bankruptcy."""
    fair_market_value: Amount | None
    """Box 7, the fair market value of the property, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        date_of_event: dt.date | None = ...,
        amount_discharged: Amount | float | Decimal | None = ...,
        interest_included: Amount | float | Decimal | None = ...,
        debt_description: str | None = ...,
        personally_liable: bool | None = ...,
        debt_code: str | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Cap(Model):
    """
    Form 1099-CAP, changes in corporate control and capital structure. The issuer is the corporation, the recipient the
    shareholder.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    date_of_sale: dt.date | None
    """Box 1, when the shares were sold or exchanged."""
    aggregate_amount: Amount | None
    """Box 2, cash, stock and other property received, in total, in US dollars."""
    number_of_shares: Amount | None
    """Box 3, how many shares were exchanged."""
    stock_classes: str | None
    """Box 4, the classes of stock exchanged."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        date_of_sale: dt.date | None = ...,
        aggregate_amount: Amount | float | Decimal | None = ...,
        number_of_shares: Amount | float | Decimal | None = ...,
        stock_classes: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099ConsolidatedStatement(Model):
    """What a broker's combined statement of Forms 1099 says beside the forms. Not an IRS form."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    margin_interest_paid: Amount | None
    """Interest paid on borrowed money, in US dollars."""
    payment_in_lieu_paid: Amount | None
    """Payments in lieu of dividends, paid on shares sold short, in US dollars."""
    advisor_fees_paid: Amount | None
    """Fees paid to an advisor, in US dollars."""
    other_fees_paid: Amount | None
    """Other fees paid, in US dollars."""
    corporate_bond_interest_paid: Amount | None
    """Accrued interest paid when buying corporate bonds, in US dollars; it lowers box 1 of Form 1099-INT."""
    us_bond_interest_paid: Amount | None
    """Accrued interest paid when buying US Treasury obligations, in US dollars; it lowers box 3 of Form 1099-INT."""
    tax_exempt_interest_paid: Amount | None
    """Accrued interest paid when buying tax-exempt bonds, in US dollars; it lowers box 8 of Form 1099-INT."""
    specified_pab_interest_paid: Amount | None
    """Accrued interest paid when buying specified private activity bonds, in US dollars; it lowers box 9 of Form 1099-INT."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        margin_interest_paid: Amount | float | Decimal | None = ...,
        payment_in_lieu_paid: Amount | float | Decimal | None = ...,
        advisor_fees_paid: Amount | float | Decimal | None = ...,
        other_fees_paid: Amount | float | Decimal | None = ...,
        corporate_bond_interest_paid: Amount | float | Decimal | None = ...,
        us_bond_interest_paid: Amount | float | Decimal | None = ...,
        tax_exempt_interest_paid: Amount | float | Decimal | None = ...,
        specified_pab_interest_paid: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Div(Model):
    """Form 1099-DIV, dividends and distributions. The issuer is the payer, the recipient the holder of the account."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    ordinary_dividends: Amount | None
    """Box 1a, total ordinary dividends, with those of boxes 1b and 2e, in US dollars."""
    qualified_dividends: Amount | None
    """Box 1b, qualified dividends, a part of box 1a, in US dollars."""
    total_capital_gain: Amount | None
    """Box 2a, total capital gain distributions, with those of boxes 2b, 2c, 2d and 2f, in US dollars."""
    unrecaptured_1250_gain: Amount | None
    """Box 2b, unrecaptured section 1250 gain, a part of box 2a, in US dollars."""
    section_1202_gain: Amount | None
    """Box 2c, section 1202 gain, a part of box 2a, in US dollars."""
    collectibles_gain: Amount | None
    """Box 2d, gain on collectibles, taxed at 28 percent, a part of box 2a, in US dollars."""
    section_897_dividends: Amount | None
    """Box 2e, section 897 ordinary dividends, a part of box 1a, in US dollars."""
    section_897_capital_gain: Amount | None
    """Box 2f, section 897 capital gain, a part of box 2a, in US dollars."""
    non_taxable_distribution: Amount | None
    """Box 3, nondividend distributions, in US dollars: a return of capital."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    section_199_a_dividends: Amount | None
    """Box 5, section 199A dividends, a part of box 1a, in US dollars."""
    investment_expenses: Amount | None
    """Box 6, investment expenses of a fund that is not publicly offered, in US dollars."""
    foreign_tax_paid: Amount | None
    """Box 7, foreign tax paid, in US dollars."""
    foreign_country: str | None
    """Box 8, the foreign country or US possession that the tax was paid to."""
    cash_liquidation: Amount | None
    """Box 9, distributions of a liquidation, in cash, in US dollars."""
    non_cash_liquidation: Amount | None
    """Box 10, distributions of a liquidation, not in cash, at their fair market value, in US dollars."""
    foreign_account_tax_compliance: bool | None
    """Box 11, whether the form meets a filing requirement under FATCA."""
    tax_exempt_interest_dividend: Amount | None
    """Box 12, exempt-interest dividends, with those of box 13, in US dollars."""
    specified_pab_interest_dividend: Amount | None
    """Box 13, dividends from interest on specified private activity bonds, a part of box 12, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 14 to 16, state tax withheld."""
    foreign_incomes: list[DescriptionAndAmount] | None
    """Foreign income by country; the description is the country. Not a box of the form."""
    state_tax_exempt_incomes: list[DescriptionAndAmount] | None
    """Tax-exempt income by state; the description is the state. Not a box of the form."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        ordinary_dividends: Amount | float | Decimal | None = ...,
        qualified_dividends: Amount | float | Decimal | None = ...,
        total_capital_gain: Amount | float | Decimal | None = ...,
        unrecaptured_1250_gain: Amount | float | Decimal | None = ...,
        section_1202_gain: Amount | float | Decimal | None = ...,
        collectibles_gain: Amount | float | Decimal | None = ...,
        section_897_dividends: Amount | float | Decimal | None = ...,
        section_897_capital_gain: Amount | float | Decimal | None = ...,
        non_taxable_distribution: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        section_199_a_dividends: Amount | float | Decimal | None = ...,
        investment_expenses: Amount | float | Decimal | None = ...,
        foreign_tax_paid: Amount | float | Decimal | None = ...,
        foreign_country: str | None = ...,
        cash_liquidation: Amount | float | Decimal | None = ...,
        non_cash_liquidation: Amount | float | Decimal | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        tax_exempt_interest_dividend: Amount | float | Decimal | None = ...,
        specified_pab_interest_dividend: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        foreign_incomes: list[DescriptionAndAmount] | None = ...,
        state_tax_exempt_incomes: list[DescriptionAndAmount] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099G(Model):
    """Form 1099-G, certain government payments. The issuer is the government agency."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    unemployment_compensation: Amount | None
    """Box 1, unemployment compensation, in US dollars."""
    tax_refund: Amount | None
    """Box 2, state or local income tax refunds, credits and offsets, in US dollars."""
    refund_year: int | None
    """Box 3, the tax year that box 2 is for."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    rtaa_payments: Amount | None
    """Box 5, payments of reemployment trade adjustment assistance (RTAA), in US dollars."""
    grants: Amount | None
    """Box 6, taxable grants, in US dollars."""
    agriculture_payments: Amount | None
    """Box 7, agriculture payments, in US dollars."""
    business_income: bool | None
    """Box 8, whether box 2 is income of a trade or business."""
    market_gain: Amount | None
    """Box 9, market gain on loans of the Commodity Credit Corporation, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 10a to 11, state tax withheld."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        unemployment_compensation: Amount | float | Decimal | None = ...,
        tax_refund: Amount | float | Decimal | None = ...,
        refund_year: int | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        rtaa_payments: Amount | float | Decimal | None = ...,
        grants: Amount | float | Decimal | None = ...,
        agriculture_payments: Amount | float | Decimal | None = ...,
        business_income: bool | None = ...,
        market_gain: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099H(Model):
    """Form 1099-H, advance payments of the health coverage tax credit (HCTC). The credit ended with tax year 2021."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    advance_payments: Amount | None
    """Box 1, advance payments of the credit, in US dollars."""
    number_of_months: int | None
    """Box 2, how many months of payments there were."""
    payments: list[MonthAndAmount] | None
    """Boxes 3 to 14, payments by month."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        advance_payments: Amount | float | Decimal | None = ...,
        number_of_months: int | None = ...,
        payments: list[MonthAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Int(Model):
    """Form 1099-INT, interest income. The issuer is the payer, the recipient the holder of the account."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    foreign_account_tax_compliance: bool | None
    """Whether the form meets a filing requirement under FATCA."""
    account_number: str | None
    """The issuer's number for the account."""
    payer_rtn: str | None
    """The routing number (ABA) of the payer."""
    interest_income: Amount | None
    """Box 1, taxable interest that is not in box 3, in US dollars."""
    early_withdrawal_penalty: Amount | None
    """Box 2, penalty for taking money out early, in US dollars."""
    us_bond_interest: Amount | None
    """Box 3, interest on US savings bonds and Treasury obligations, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    investment_expenses: Amount | None
    """Box 5, investment expenses, in US dollars."""
    foreign_tax_paid: Amount | None
    """Box 6, foreign tax paid, in US dollars."""
    foreign_country: str | None
    """Box 7, the foreign country or US possession that the tax was paid to."""
    tax_exempt_interest: Amount | None
    """Box 8, tax-exempt interest, with that of box 9, in US dollars."""
    specified_pab_interest: Amount | None
    """Box 9, interest on specified private activity bonds, a part of box 8, in US dollars."""
    market_discount: Amount | None
    """Box 10, market discount, in US dollars."""
    bond_premium: Amount | None
    """Box 11, amortized bond premium on taxable bonds, in US dollars."""
    us_bond_premium: Amount | None
    """Box 12, amortized bond premium on Treasury obligations, in US dollars."""
    tax_exempt_bond_premium: Amount | None
    """Box 13, amortized bond premium on tax-exempt bonds, in US dollars."""
    cusip_number: str | None
    """Box 14, the CUSIP number of a tax-exempt or tax credit bond."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 15 to 17, state tax withheld."""
    foreign_incomes: list[DescriptionAndAmount] | None
    """Foreign income by country; the description is the country. Not a box of the form."""
    state_tax_exempt_income: list[DescriptionAndAmount] | None
    """Tax-exempt income by state; the description is the state. Not a box of the form."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        account_number: str | None = ...,
        payer_rtn: str | None = ...,
        interest_income: Amount | float | Decimal | None = ...,
        early_withdrawal_penalty: Amount | float | Decimal | None = ...,
        us_bond_interest: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        investment_expenses: Amount | float | Decimal | None = ...,
        foreign_tax_paid: Amount | float | Decimal | None = ...,
        foreign_country: str | None = ...,
        tax_exempt_interest: Amount | float | Decimal | None = ...,
        specified_pab_interest: Amount | float | Decimal | None = ...,
        market_discount: Amount | float | Decimal | None = ...,
        bond_premium: Amount | float | Decimal | None = ...,
        us_bond_premium: Amount | float | Decimal | None = ...,
        tax_exempt_bond_premium: Amount | float | Decimal | None = ...,
        cusip_number: str | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        foreign_incomes: list[DescriptionAndAmount] | None = ...,
        state_tax_exempt_income: list[DescriptionAndAmount] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099K(Model):
    """Form 1099-K, payment card and third party network transactions. The issuer is the filer, the recipient the payee."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    payment_settlement_entity: bool | None
    """Whether the filer is a payment settlement entity (PSE)."""
    electronic_payment_facilitator: bool | None
    """Whether the filer is an electronic payment facilitator (EPF) or another third party."""
    payment_card: bool | None
    """Whether the transactions were made by payment card."""
    third_party_network: bool | None
    """Whether the transactions were made over a third party network."""
    pse_name: str | None
    """The name of the payment settlement entity."""
    pse_phone: TelephoneNumberPlusExtension | None
    """The telephone number of the payment settlement entity."""
    account_number: str | None
    """The issuer's number for the account."""
    gross_amount: Amount | None
    """Box 1a, gross amount of all transactions, before fees and refunds, in US dollars."""
    card_not_present: Amount | None
    """Box 1b, the part of box 1a without a card being present, in US dollars."""
    merchant_category_code: str | None
    """Box 2, the merchant category code (MCC), four digits."""
    number_of_transactions: Amount | None
    """Box 3, how many payment transactions there were."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    month_amounts: list[MonthAndAmount] | None
    """Boxes 5a to 5l, gross amounts by month."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 6 to 8, state tax withheld."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the filer twice within three years that the payee's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        payment_settlement_entity: bool | None = ...,
        electronic_payment_facilitator: bool | None = ...,
        payment_card: bool | None = ...,
        third_party_network: bool | None = ...,
        pse_name: str | None = ...,
        pse_phone: TelephoneNumberPlusExtension | None = ...,
        account_number: str | None = ...,
        gross_amount: Amount | float | Decimal | None = ...,
        card_not_present: Amount | float | Decimal | None = ...,
        merchant_category_code: str | None = ...,
        number_of_transactions: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        month_amounts: list[MonthAndAmount] | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Ls(Model):
    """Form 1099-LS, reportable life insurance sale. The issuer is the acquirer of the policy, the recipient the payee."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    policy_number: str | None
    """The number of the policy."""
    payment: Amount | None
    """Box 1, what was paid to the recipient, in US dollars."""
    sale_date: dt.date | None
    """Box 2, when the policy was sold."""
    issuer_name: str | None
    """The name of the insurer."""
    contact_name_address: NameAddressAndPhone | None
    """Whom to ask at the acquirer, when it is not the acquirer's own address."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        policy_number: str | None = ...,
        payment: Amount | float | Decimal | None = ...,
        sale_date: dt.date | None = ...,
        issuer_name: str | None = ...,
        contact_name_address: NameAddressAndPhone | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Ltc(Model):
    """Form 1099-LTC, long-term care and accelerated death benefits. The issuer is the payer, the recipient the policyholder."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    ltc_benefits: Amount | None
    """Box 1, gross long-term care benefits paid, in US dollars."""
    death_benefits: Amount | None
    """Box 2, accelerated death benefits paid, in US dollars."""
    per_diem: bool | None
    """Box 3, whether benefits were paid per day or another period."""
    reimbursed_amount: bool | None
    """Box 3, whether benefits were paid for actual expenses."""
    insured_id: str | None
    """The taxpayer identification number of the insured person."""
    insured_name_address: NameAndAddress | None
    """The name and address of the insured person."""
    qualified_contract: bool | None
    """Box 4, whether the contract is a qualified long-term care contract."""
    chronically_ill: bool | None
    """Box 5, whether the insured person is chronically ill."""
    terminally_ill: bool | None
    """Box 5, whether the insured person is terminally ill."""
    date_certified: dt.date | None
    """When the illness was certified last."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        ltc_benefits: Amount | float | Decimal | None = ...,
        death_benefits: Amount | float | Decimal | None = ...,
        per_diem: bool | None = ...,
        reimbursed_amount: bool | None = ...,
        insured_id: str | None = ...,
        insured_name_address: NameAndAddress | None = ...,
        qualified_contract: bool | None = ...,
        chronically_ill: bool | None = ...,
        terminally_ill: bool | None = ...,
        date_certified: dt.date | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Misc(Model):
    """
    Form 1099-MISC, miscellaneous information. The issuer is the payer. Boxes 13 and following stood elsewhere before tax
    year 2022.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    rents: Amount | None
    """Box 1, rents, in US dollars."""
    royalties: Amount | None
    """Box 2, royalties, in US dollars."""
    other_income: Amount | None
    """Box 3, other income, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    fishing_boat_proceeds: Amount | None
    """Box 5, fishing boat proceeds, in US dollars."""
    medical_health_payment: Amount | None
    """Box 6, medical and health care payments, in US dollars."""
    payer_direct_sales: bool | None
    """Box 7, whether the payer sold consumer products of 5,000 US dollars or more to the recipient for resale."""
    substitute_payments: Amount | None
    """Box 8, substitute payments in lieu of dividends or interest, in US dollars."""
    crop_insurance: Amount | None
    """Box 9, crop insurance proceeds, in US dollars."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    gross_attorney: Amount | None
    """Box 10, gross proceeds paid to an attorney, in US dollars."""
    fish_purchased: Amount | None
    """Box 11, fish purchased for resale, in US dollars."""
    section_409_a_deferrals: Amount | None
    """Box 12, section 409A deferrals, in US dollars."""
    foreign_account_tax_compliance: bool | None
    """Box 13, whether the form meets a filing requirement under FATCA."""
    excess_golden: Amount | None
    """Box 14, excess golden parachute payments, in US dollars."""
    non_qualified_deferred_compensation: Amount | None
    """Box 15, nonqualified deferred compensation, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 16 to 18, state tax withheld and state income."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        rents: Amount | float | Decimal | None = ...,
        royalties: Amount | float | Decimal | None = ...,
        other_income: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        fishing_boat_proceeds: Amount | float | Decimal | None = ...,
        medical_health_payment: Amount | float | Decimal | None = ...,
        payer_direct_sales: bool | None = ...,
        substitute_payments: Amount | float | Decimal | None = ...,
        crop_insurance: Amount | float | Decimal | None = ...,
        second_tin_notice: bool | None = ...,
        gross_attorney: Amount | float | Decimal | None = ...,
        fish_purchased: Amount | float | Decimal | None = ...,
        section_409_a_deferrals: Amount | float | Decimal | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        excess_golden: Amount | float | Decimal | None = ...,
        non_qualified_deferred_compensation: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Nec(Model):
    """Form 1099-NEC, nonemployee compensation. The issuer is the payer."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    non_employee_compensation: Amount | None
    """Box 1, nonemployee compensation, in US dollars."""
    payer_direct_sales: bool | None
    """Box 2, whether the payer sold consumer products of 5,000 US dollars or more to the recipient for resale."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 5 to 7, state tax withheld and state income."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        second_tin_notice: bool | None = ...,
        non_employee_compensation: Amount | float | Decimal | None = ...,
        payer_direct_sales: bool | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Oid(Model):
    """Form 1099-OID, original issue discount (OID). The issuer is the payer."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    foreign_account_tax_compliance: bool | None
    """Whether the form meets a filing requirement under FATCA."""
    account_number: str | None
    """The issuer's number for the account."""
    original_issue_discount: Amount | None
    """Box 1, original issue discount for the year, in US dollars."""
    other_periodic_interest: Amount | None
    """Box 2, other periodic interest, in US dollars."""
    early_withdrawal_penalty: Amount | None
    """Box 3, penalty for taking money out early, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    market_discount: Amount | None
    """Box 5, market discount, in US dollars."""
    acquisition_premium: Amount | None
    """Box 6, acquisition premium, in US dollars."""
    oid_description: str | None
    """Box 7, what the obligation is."""
    discount_on_treasury_obligations: Amount | None
    """Box 8, original issue discount on US Treasury obligations, in US dollars."""
    investment_expenses: Amount | None
    """Box 9, investment expenses, in US dollars."""
    bond_premium: Amount | None
    """Box 10, amortized bond premium, in US dollars."""
    tax_exempt_oid: Amount | None
    """Box 11, tax-exempt original issue discount, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 12 to 14, state tax withheld."""
    state_exempt_oid: list[DescriptionAndAmount] | None
    """Tax-exempt original issue discount by state; the description is the state. Not a box of the form."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the payer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        account_number: str | None = ...,
        original_issue_discount: Amount | float | Decimal | None = ...,
        other_periodic_interest: Amount | float | Decimal | None = ...,
        early_withdrawal_penalty: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        market_discount: Amount | float | Decimal | None = ...,
        acquisition_premium: Amount | float | Decimal | None = ...,
        oid_description: str | None = ...,
        discount_on_treasury_obligations: Amount | float | Decimal | None = ...,
        investment_expenses: Amount | float | Decimal | None = ...,
        bond_premium: Amount | float | Decimal | None = ...,
        tax_exempt_oid: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        state_exempt_oid: list[DescriptionAndAmount] | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Patr(Model):
    """
    Form 1099-PATR, taxable distributions received from cooperatives. The issuer is the cooperative, the recipient the
    patron.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    patronage_dividends: Amount | None
    """Box 1, patronage dividends, in US dollars."""
    nonpatronage_distributions: Amount | None
    """Box 2, nonpatronage distributions, in US dollars."""
    per_unit_retain_allocations: Amount | None
    """Box 3, per-unit retain allocations, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    redemption: Amount | None
    """Box 5, redemption of nonqualified notices and retain allocations, in US dollars."""
    section_199_deduction: Amount | None
    """Box 6, section 199A(g) deduction, in US dollars."""
    qualified_payments: Amount | None
    """Box 7, qualified payments, in US dollars."""
    section_199_qualified_items: Amount | None
    """Box 8, section 199A(a) qualified items, in US dollars."""
    section_199_sstb_items: Amount | None
    """Box 9, section 199A(a) items of a specified service trade or business (SSTB), in US dollars."""
    investment_credit: Amount | None
    """Box 10, investment credit, in US dollars."""
    work_opportunity_credit: Amount | None
    """Box 11, work opportunity credit, in US dollars."""
    other_credits_and_deductions: Amount | None
    """Box 12, other credits and deductions, in US dollars."""
    specified_coop: bool | None
    """Box 13, whether it is a specified cooperative."""
    state_and_local: StateAndLocalTaxWithholding | None
    """State and local tax withheld. Not a box of the form; the IRS takes it when the form is filed electronically."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the cooperative twice within three years that the recipient's taxpayer identification
    number is wrong.
    """
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        patronage_dividends: Amount | float | Decimal | None = ...,
        nonpatronage_distributions: Amount | float | Decimal | None = ...,
        per_unit_retain_allocations: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        redemption: Amount | float | Decimal | None = ...,
        section_199_deduction: Amount | float | Decimal | None = ...,
        qualified_payments: Amount | float | Decimal | None = ...,
        section_199_qualified_items: Amount | float | Decimal | None = ...,
        section_199_sstb_items: Amount | float | Decimal | None = ...,
        investment_credit: Amount | float | Decimal | None = ...,
        work_opportunity_credit: Amount | float | Decimal | None = ...,
        other_credits_and_deductions: Amount | float | Decimal | None = ...,
        specified_coop: bool | None = ...,
        state_and_local: StateAndLocalTaxWithholding | None = ...,
        second_tin_notice: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Q(Model):
    """Form 1099-Q, payments from qualified education programs. The issuer is the payer or trustee."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    gross_distribution: Amount | None
    """Box 1, gross distribution, in US dollars."""
    earnings: Amount | None
    """Box 2, the earnings in box 1, in US dollars. Negative: a loss."""
    basis: Amount | None
    """Box 3, the basis in box 1, in US dollars."""
    trustee_to_trustee: bool | None
    """Box 4, whether it was a transfer from trustee to trustee."""
    tuition_plan_private: bool | None
    """Box 5, whether it came from a private qualified tuition program."""
    tuition_plan_public: bool | None
    """Box 5, whether it came from a state's qualified tuition program."""
    coverdell_esa: bool | None
    """Box 5, whether it came from a Coverdell education savings account (ESA)."""
    recipient_is_not_beneficiary: bool | None
    """Box 6, whether the recipient is not the designated beneficiary."""
    fair_market_value: Amount | None
    """The fair market value of the account, when it is given, in US dollars; the form has no box of its own for it."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        gross_distribution: Amount | float | Decimal | None = ...,
        earnings: Amount | float | Decimal | None = ...,
        basis: Amount | float | Decimal | None = ...,
        trustee_to_trustee: bool | None = ...,
        tuition_plan_private: bool | None = ...,
        tuition_plan_public: bool | None = ...,
        coverdell_esa: bool | None = ...,
        recipient_is_not_beneficiary: bool | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Qa(Model):
    """Form 1099-QA, distributions from ABLE accounts."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    gross_distribution: Amount | None
    """Box 1, gross distribution, in US dollars."""
    earnings: Amount | None
    """Box 2, the earnings in box 1, in US dollars. Negative: a loss."""
    basis: Amount | None
    """Box 3, the basis in box 1, in US dollars."""
    program_transfer: bool | None
    """Box 4, whether it was a transfer from program to program."""
    terminated: bool | None
    """Box 5, whether the account was closed in the year."""
    not_beneficiary: bool | None
    """Box 6, whether the recipient is not the designated beneficiary."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        gross_distribution: Amount | float | Decimal | None = ...,
        earnings: Amount | float | Decimal | None = ...,
        basis: Amount | float | Decimal | None = ...,
        program_transfer: bool | None = ...,
        terminated: bool | None = ...,
        not_beneficiary: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099R(Model):
    """
    Form 1099-R, distributions from pensions, annuities, retirement or profit-sharing plans, IRAs and insurance contracts.
    The issuer is the payer.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    allocable_to_irr: Amount | None
    """Box 10, the amount allocable to an in-plan Roth rollover (IRR) within five years, in US dollars."""
    first_year_of_roth: int | None
    """Box 11, the first year of designated Roth contributions, four digits."""
    recipient_account_number: str | None
    """The issuer's number for the account."""
    gross_distribution: Amount | None
    """Box 1, gross distribution, before tax and other deductions, in US dollars."""
    taxable_amount: Amount | None
    """Box 2a, the part of box 1 that is taxable, in US dollars."""
    taxable_amount_not_determined: bool | None
    """Box 2b, whether the payer could not determine the taxable amount."""
    total_distribution: bool | None
    """Box 2b, whether everything was paid out."""
    capital_gain: Amount | None
    """Box 3, capital gain, a part of box 2a, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    employee_contributions: Amount | None
    """Box 5, contributions of the employee, designated Roth contributions, or insurance premiums, in US dollars."""
    net_unrealized_appreciation: Amount | None
    """Box 6, net unrealized appreciation in the employer's securities, in US dollars."""
    distribution_codes: list[str] | None
    """Box 7, the kind of distribution, one or two codes of one character, such as `7` for a normal one."""
    ira_sep_simple: bool | None
    """Box 7, whether it came from an IRA, SEP or SIMPLE."""
    other_amount: Amount | None
    """
    Box 8, other, in US dollars: the value of an annuity contract in a lump-sum distribution, or charges for long-term care
    insurance.
    """
    other_percent: Amount | None
    """Box 8, the recipient's share of an annuity contract. The form prints a percentage."""
    your_percent_of_total: Amount | None
    """Box 9a, the recipient's share of the total distribution. The form prints a percentage."""
    total_employee_contributions: Amount | None
    """Box 9b, total contributions of the employee, in US dollars."""
    foreign_account_tax_compliance: bool | None
    """Box 12, whether the form meets a filing requirement under FATCA."""
    date_of_payment: dt.date | None
    """Box 13, when reportable death benefits were paid."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 14 to 19, state and local tax withheld and distributions."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        allocable_to_irr: Amount | float | Decimal | None = ...,
        first_year_of_roth: int | None = ...,
        recipient_account_number: str | None = ...,
        gross_distribution: Amount | float | Decimal | None = ...,
        taxable_amount: Amount | float | Decimal | None = ...,
        taxable_amount_not_determined: bool | None = ...,
        total_distribution: bool | None = ...,
        capital_gain: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        employee_contributions: Amount | float | Decimal | None = ...,
        net_unrealized_appreciation: Amount | float | Decimal | None = ...,
        distribution_codes: list[str] | None = ...,
        ira_sep_simple: bool | None = ...,
        other_amount: Amount | float | Decimal | None = ...,
        other_percent: Amount | float | Decimal | None = ...,
        your_percent_of_total: Amount | float | Decimal | None = ...,
        total_employee_contributions: Amount | float | Decimal | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        date_of_payment: dt.date | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099S(Model):
    """Form 1099-S, proceeds from real estate transactions. The issuer is the filer, the recipient the transferor."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The account or escrow number."""
    date_of_closing: dt.date | None
    """Box 1, when the sale was closed."""
    gross_proceeds: Amount | None
    """Box 2, gross proceeds, in US dollars."""
    address_or_legal_description: str | None
    """Box 3, the address or legal description of the property."""
    received_other_consideration: bool | None
    """Box 4, whether the transferor received, or will receive, property or services too."""
    foreign_person: bool | None
    """Box 5, whether the transferor is a foreign person."""
    real_estate_tax: Amount | None
    """Box 6, the buyer's part of the real estate tax, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        date_of_closing: dt.date | None = ...,
        gross_proceeds: Amount | float | Decimal | None = ...,
        address_or_legal_description: str | None = ...,
        received_other_consideration: bool | None = ...,
        foreign_person: bool | None = ...,
        real_estate_tax: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Sa(Model):
    """Form 1099-SA, distributions from an HSA, Archer MSA or Medicare Advantage MSA. The issuer is the trustee or payer."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    gross_distribution: Amount | None
    """Box 1, gross distribution, in US dollars."""
    earnings: Amount | None
    """Box 2, earnings on excess contributions, in US dollars."""
    distribution_code: str | None
    """Box 3, the kind of distribution, one digit, such as `1` for a normal one."""
    fair_market_value: Amount | None
    """Box 4, the fair market value of the account on the day its holder died, in US dollars."""
    hsa: bool | None
    """Box 5, whether it is a health savings account (HSA)."""
    archer_account: bool | None
    """Box 5, whether it is an Archer medical savings account (MSA)."""
    medical_savings_account: bool | None
    """Box 5, whether it is a Medicare Advantage medical savings account (MA MSA)."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        gross_distribution: Amount | float | Decimal | None = ...,
        earnings: Amount | float | Decimal | None = ...,
        distribution_code: str | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        hsa: bool | None = ...,
        archer_account: bool | None = ...,
        medical_savings_account: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1099Sb(Model):
    """Form 1099-SB, seller's investment in a life insurance contract. The issuer is the insurer, the recipient the seller."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    policy_number: str | None
    """The number of the policy."""
    contract_investment: Amount | None
    """Box 1, the seller's investment in the contract, in US dollars."""
    surrender_amount: Amount | None
    """Box 2, what the seller would have been paid on surrender, in US dollars."""
    contact_name_address: NameAddressAndPhone | None
    """Whom to ask at the insurer, when it is not the insurer's own address."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        policy_number: str | None = ...,
        contract_investment: Amount | float | Decimal | None = ...,
        surrender_amount: Amount | float | Decimal | None = ...,
        contact_name_address: NameAddressAndPhone | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form1120SK1(Model):
    """
    Schedule K-1 of Form 1120-S, a shareholder's share of the income of an S corporation. The issuer is the corporation
    (boxes A and B), the recipient the shareholder (boxes E and F).
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    final_k_1: bool | None
    """Whether it is the last K-1 for this shareholder."""
    amended_k_1: bool | None
    """Whether it replaces a K-1 that was filed before."""
    fiscal_year_begin: dt.date | None
    """The first day of the tax year, when it is not the calendar year."""
    fiscal_year_end: dt.date | None
    """The last day of the tax year, when it is not the calendar year."""
    irs_center: str | None
    """Box C, the IRS center where the corporation filed its return."""
    corporation_beginning_shares: Amount | None
    """Box D, all shares of the corporation at the beginning of the year."""
    corporation_ending_shares: Amount | None
    """Box D, all shares of the corporation at the end of the year."""
    percent_ownership: Amount | None
    """Box G, the shareholder's allocation for the year. The form prints a percentage."""
    beginning_shares: Amount | None
    """Box H, the shareholder's shares at the beginning of the year."""
    ending_shares: Amount | None
    """Box H, the shareholder's shares at the end of the year."""
    beginning_loans: Amount | None
    """Box I, loans from the shareholder at the beginning of the year, in US dollars."""
    ending_loans: Amount | None
    """Box I, loans from the shareholder at the end of the year, in US dollars."""
    ordinary_income: Amount | None
    """Box 1, ordinary business income, in US dollars. Negative: a loss."""
    net_rental_real_estate_income: Amount | None
    """Box 2, net income from renting real estate, in US dollars. Negative: a loss."""
    other_rental_income: Amount | None
    """Box 3, other net rental income, in US dollars. Negative: a loss."""
    interest_income: Amount | None
    """Box 4, interest income, in US dollars."""
    ordinary_dividends: Amount | None
    """Box 5a, ordinary dividends, with those of box 5b, in US dollars."""
    qualified_dividends: Amount | None
    """Box 5b, qualified dividends, a part of box 5a, in US dollars."""
    royalties: Amount | None
    """Box 6, royalties, in US dollars."""
    net_short_term_gain: Amount | None
    """Box 7, net short-term capital gain, in US dollars. Negative: a loss."""
    net_long_term_gain: Amount | None
    """Box 8a, net long-term capital gain, in US dollars. Negative: a loss."""
    collectibles_gain: Amount | None
    """Box 8b, gain on collectibles, taxed at 28 percent, in US dollars. Negative: a loss."""
    unrecaptured_1250_gain: Amount | None
    """Box 8c, unrecaptured section 1250 gain, in US dollars."""
    net_1231_gain: Amount | None
    """Box 9, net section 1231 gain, in US dollars. Negative: a loss."""
    other_income: list[DescriptionAndAmount] | None
    """Box 10, other income or loss, by description."""
    section_179_deduction: Amount | None
    """Box 11, section 179 deduction, in US dollars."""
    other_deductions: list[CodeAndAmount] | None
    """Box 12, other deductions, by code."""
    credits: list[CodeAndAmount] | None
    """Box 13, credits, by code."""
    schedule_k_3: bool | None
    """Box 14, whether Schedule K-3 is attached."""
    amt_items: list[CodeAndAmount] | None
    """Box 15, items for the alternative minimum tax (AMT), by code."""
    basis_items: list[CodeAndAmount] | None
    """Box 16, items that change the shareholder's basis, by code."""
    other_info: list[CodeAndAmount] | None
    """Box 17, other information, by code."""
    multiple_at_risk_activities: bool | None
    """Box 18, whether there is more than one activity for the at-risk rules."""
    multiple_passive_activities: bool | None
    """Box 19, whether there is more than one activity for the passive activity rules."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        final_k_1: bool | None = ...,
        amended_k_1: bool | None = ...,
        fiscal_year_begin: dt.date | None = ...,
        fiscal_year_end: dt.date | None = ...,
        irs_center: str | None = ...,
        corporation_beginning_shares: Amount | float | Decimal | None = ...,
        corporation_ending_shares: Amount | float | Decimal | None = ...,
        percent_ownership: Amount | float | Decimal | None = ...,
        beginning_shares: Amount | float | Decimal | None = ...,
        ending_shares: Amount | float | Decimal | None = ...,
        beginning_loans: Amount | float | Decimal | None = ...,
        ending_loans: Amount | float | Decimal | None = ...,
        ordinary_income: Amount | float | Decimal | None = ...,
        net_rental_real_estate_income: Amount | float | Decimal | None = ...,
        other_rental_income: Amount | float | Decimal | None = ...,
        interest_income: Amount | float | Decimal | None = ...,
        ordinary_dividends: Amount | float | Decimal | None = ...,
        qualified_dividends: Amount | float | Decimal | None = ...,
        royalties: Amount | float | Decimal | None = ...,
        net_short_term_gain: Amount | float | Decimal | None = ...,
        net_long_term_gain: Amount | float | Decimal | None = ...,
        collectibles_gain: Amount | float | Decimal | None = ...,
        unrecaptured_1250_gain: Amount | float | Decimal | None = ...,
        net_1231_gain: Amount | float | Decimal | None = ...,
        other_income: list[DescriptionAndAmount] | None = ...,
        section_179_deduction: Amount | float | Decimal | None = ...,
        other_deductions: list[CodeAndAmount] | None = ...,
        credits: list[CodeAndAmount] | None = ...,
        schedule_k_3: bool | None = ...,
        amt_items: list[CodeAndAmount] | None = ...,
        basis_items: list[CodeAndAmount] | None = ...,
        other_info: list[CodeAndAmount] | None = ...,
        multiple_at_risk_activities: bool | None = ...,
        multiple_passive_activities: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form2439(Model):
    """
    Form 2439, notice to shareholder of undistributed long-term capital gains. The issuer is the fund (RIC) or real estate
    investment trust (REIT), the recipient the shareholder.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    fiscal_year_begin: dt.date | None
    """The first day of the issuer's tax year, when it is not the calendar year."""
    fiscal_year_end: dt.date | None
    """The last day of the issuer's tax year, when it is not the calendar year."""
    undistributed_long_term_capital_gains: Amount | None
    """Box 1a, total undistributed long-term capital gains, in US dollars."""
    unrecaptured_1250_gain: Amount | None
    """Box 1b, unrecaptured section 1250 gain, a part of box 1a, in US dollars."""
    section_1202_gain: Amount | None
    """Box 1c, section 1202 gain, a part of box 1a, in US dollars."""
    collectibles_gain: Amount | None
    """Box 1d, gain on collectibles, taxed at 28 percent, a part of box 1a, in US dollars."""
    tax_paid: Amount | None
    """Box 2, tax that the issuer paid on the gains in box 1a, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        fiscal_year_begin: dt.date | None = ...,
        fiscal_year_end: dt.date | None = ...,
        undistributed_long_term_capital_gains: Amount | float | Decimal | None = ...,
        unrecaptured_1250_gain: Amount | float | Decimal | None = ...,
        section_1202_gain: Amount | float | Decimal | None = ...,
        collectibles_gain: Amount | float | Decimal | None = ...,
        tax_paid: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form3921(Model):
    """
    Form 3921, exercise of an incentive stock option under section 422(b). The issuer is the transferor, the recipient the
    employee.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    option_grant_date: dt.date | None
    """Box 1, when the option was granted."""
    option_exercise_date: dt.date | None
    """Box 2, when the option was exercised."""
    exercise_price: Amount | None
    """Box 3, exercise price per share, in US dollars."""
    exercise_market_value: Amount | None
    """Box 4, fair market value per share on the day of exercise, in US dollars."""
    number_of_shares: Amount | None
    """Box 5, how many shares were transferred."""
    corporation: TaxParty | None
    """Box 6, the corporation whose stock is transferred, when it is not the transferor."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        option_grant_date: dt.date | None = ...,
        option_exercise_date: dt.date | None = ...,
        exercise_price: Amount | float | Decimal | None = ...,
        exercise_market_value: Amount | float | Decimal | None = ...,
        number_of_shares: Amount | float | Decimal | None = ...,
        corporation: TaxParty | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form3922(Model):
    """
    Form 3922, transfer of stock acquired through an employee stock purchase plan under section 423(c). The issuer is the
    corporation, the recipient the employee.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    option_grant_date: dt.date | None
    """Box 1, when the option was granted."""
    option_exercise_date: dt.date | None
    """Box 2, when the option was exercised."""
    grant_market_value: Amount | None
    """Box 3, fair market value per share on the day of the grant, in US dollars."""
    exercise_market_value: Amount | None
    """Box 4, fair market value per share on the day of exercise, in US dollars."""
    exercise_price: Amount | None
    """Box 5, exercise price paid per share, in US dollars."""
    number_of_shares: Amount | None
    """Box 6, how many shares were transferred."""
    title_transfer_date: dt.date | None
    """Box 7, when legal title was transferred."""
    grant_date_exercise_price: Amount | None
    """Box 8, exercise price per share as if the option had been exercised on the day of the grant, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        option_grant_date: dt.date | None = ...,
        option_exercise_date: dt.date | None = ...,
        grant_market_value: Amount | float | Decimal | None = ...,
        exercise_market_value: Amount | float | Decimal | None = ...,
        exercise_price: Amount | float | Decimal | None = ...,
        number_of_shares: Amount | float | Decimal | None = ...,
        title_transfer_date: dt.date | None = ...,
        grant_date_exercise_price: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form5498(Model):
    """Form 5498, IRA contribution information. The issuer is the trustee, the recipient the participant."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    ira_contributions: Amount | None
    """Box 1, contributions to a traditional IRA, in US dollars."""
    rollover_contributions: Amount | None
    """Box 2, rollover contributions, in US dollars."""
    roth_ira_conversion: Amount | None
    """Box 3, the amount converted to a Roth IRA, in US dollars."""
    recharacterized_contributions: Amount | None
    """Box 4, recharacterized contributions, in US dollars."""
    fair_market_value: Amount | None
    """Box 5, the fair market value of the account at the end of the year, in US dollars."""
    life_insurance_cost: Amount | None
    """Box 6, the cost of life insurance included in box 1, in US dollars."""
    ira: bool | None
    """Box 7, whether it is a traditional IRA."""
    sep: bool | None
    """Box 7, whether it is a simplified employee pension (SEP)."""
    simple: bool | None
    """Box 7, whether it is a savings incentive match plan (SIMPLE)."""
    roth_ira: bool | None
    """Box 7, whether it is a Roth IRA."""
    sep_contributions: Amount | None
    """Box 8, contributions to a SEP, in US dollars."""
    simple_contributions: Amount | None
    """Box 9, contributions to a SIMPLE, in US dollars."""
    roth_ira_contributions: Amount | None
    """Box 10, contributions to a Roth IRA, in US dollars."""
    rmd_next_year: bool | None
    """Box 11, whether a required minimum distribution (RMD) is due in the following year."""
    rmd_date: dt.date | None
    """Box 12a, the day by which the required minimum distribution is due."""
    rmd_amount: Amount | None
    """Box 12b, the required minimum distribution, in US dollars."""
    postponed_contribution: Amount | None
    """Box 13a, a contribution made late for a former year, or a late rollover, in US dollars."""
    postponed_year: int | None
    """Box 13b, the year that box 13a is for."""
    postponed_code: str | None
    """Box 13c, why it was made late, as a code."""
    repayments: Amount | None
    """Box 14a, repayments of a distribution, in US dollars."""
    repay_code: str | None
    """Box 14b, what the distribution was, as a code."""
    fmv_specified_assets: Amount | None
    """Box 15a, the fair market value of assets that have no ready market, in US dollars."""
    specified_codes: str | None
    """Box 15b, what those assets are, one or two letters."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        ira_contributions: Amount | float | Decimal | None = ...,
        rollover_contributions: Amount | float | Decimal | None = ...,
        roth_ira_conversion: Amount | float | Decimal | None = ...,
        recharacterized_contributions: Amount | float | Decimal | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        life_insurance_cost: Amount | float | Decimal | None = ...,
        ira: bool | None = ...,
        sep: bool | None = ...,
        simple: bool | None = ...,
        roth_ira: bool | None = ...,
        sep_contributions: Amount | float | Decimal | None = ...,
        simple_contributions: Amount | float | Decimal | None = ...,
        roth_ira_contributions: Amount | float | Decimal | None = ...,
        rmd_next_year: bool | None = ...,
        rmd_date: dt.date | None = ...,
        rmd_amount: Amount | float | Decimal | None = ...,
        postponed_contribution: Amount | float | Decimal | None = ...,
        postponed_year: int | None = ...,
        postponed_code: str | None = ...,
        repayments: Amount | float | Decimal | None = ...,
        repay_code: str | None = ...,
        fmv_specified_assets: Amount | float | Decimal | None = ...,
        specified_codes: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form5498Esa(Model):
    """
    Form 5498-ESA, Coverdell education savings account (ESA) contribution information. The issuer is the trustee, the
    recipient the beneficiary.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    coverdell_esa_contributions: Amount | None
    """Box 1, contributions to the account, in US dollars."""
    rollover_contributions: Amount | None
    """Box 2, rollover contributions, in US dollars."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        coverdell_esa_contributions: Amount | float | Decimal | None = ...,
        rollover_contributions: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form5498Qa(Model):
    """Form 5498-QA, ABLE account contribution information. The recipient is the beneficiary."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    able_contributions: Amount | None
    """Box 1, contributions to the ABLE account, in US dollars."""
    rollovers: Amount | None
    """Box 2, rollovers from another ABLE account, in US dollars."""
    cumulative_contributions: Amount | None
    """Box 3, cumulative contributions, in US dollars."""
    fair_market_value: Amount | None
    """Box 4, the fair market value of the account, in US dollars."""
    opened_in_tax_year: bool | None
    """Box 5, whether the account was opened in the year."""
    basis_of_disability_code: str | None
    """Box 6, why the beneficiary is eligible, as a code."""
    type_of_disability_code: str | None
    """Box 7, the type of disability, as a code."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        able_contributions: Amount | float | Decimal | None = ...,
        rollovers: Amount | float | Decimal | None = ...,
        cumulative_contributions: Amount | float | Decimal | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        opened_in_tax_year: bool | None = ...,
        basis_of_disability_code: str | None = ...,
        type_of_disability_code: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Form5498Sa(Model):
    """
    Form 5498-SA, HSA, Archer MSA or Medicare Advantage MSA information. The issuer is the trustee, the recipient the
    participant.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The issuer's number for the account."""
    msa_contributions: Amount | None
    """Box 1, the holder's own contributions to an Archer MSA for the year, in US dollars."""
    total_contributions: Amount | None
    """Box 2, total contributions made in the year, in US dollars."""
    total_post_year_end: Amount | None
    """Box 3, total contributions to an HSA or Archer MSA made in the following year for the year, in US dollars."""
    rollover_contributions: Amount | None
    """Box 4, rollover contributions, in US dollars."""
    fair_market_value: Amount | None
    """Box 5, the fair market value of the account, in US dollars."""
    hsa: bool | None
    """Box 6, whether it is a health savings account (HSA)."""
    archer: bool | None
    """Box 6, whether it is an Archer medical savings account (MSA)."""
    ma_msa: bool | None
    """Box 6, whether it is a Medicare Advantage medical savings account (MA MSA)."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        msa_contributions: Amount | float | Decimal | None = ...,
        total_contributions: Amount | float | Decimal | None = ...,
        total_post_year_end: Amount | float | Decimal | None = ...,
        rollover_contributions: Amount | float | Decimal | None = ...,
        fair_market_value: Amount | float | Decimal | None = ...,
        hsa: bool | None = ...,
        archer: bool | None = ...,
        ma_msa: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FormW2(Model):
    """
    Form W-2, wage and tax statement: what an employer paid and withheld. The issuer is the employer (boxes b and c), the
    recipient the employee (boxes a, e and f).
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    control_number: str | None
    """Box d, a number for the employer's own use."""
    wages: Amount | None
    """Box 1, wages, tips and other compensation that are subject to federal income tax, in US dollars."""
    federal_tax_withheld: Amount | None
    """Box 2, federal income tax withheld, in US dollars."""
    social_security_wages: Amount | None
    """Box 3, wages subject to social security tax, without tips, in US dollars."""
    social_security_tax_withheld: Amount | None
    """Box 4, social security tax withheld, in US dollars."""
    medicare_wages: Amount | None
    """Box 5, wages and tips subject to Medicare tax, in US dollars."""
    medicare_tax_withheld: Amount | None
    """Box 6, Medicare tax withheld, in US dollars."""
    social_security_tips: Amount | None
    """Box 7, tips subject to social security tax, in US dollars."""
    allocated_tips: Amount | None
    """Box 8, tips that the employer allocated to the employee, in US dollars; not in boxes 1, 3, 5 and 7."""
    dependent_care_benefit: Amount | None
    """Box 10, benefits for the care of dependents, in US dollars."""
    non_qualified_plan: Amount | None
    """Box 11, distributions from a nonqualified deferred compensation plan, in US dollars."""
    codes: list[CodeAndAmount] | None
    """Box 12, amounts by code, such as `D` for deferrals into a 401(k) plan."""
    statutory: bool | None
    """Box 13, whether the employee is a statutory employee."""
    retirement_plan: bool | None
    """Box 13, whether the employee took part in a retirement plan."""
    third_party_sick_pay: bool | None
    """Box 13, whether a third party paid sick pay."""
    espp_qualified: Amount | None
    """Qualified dispositions of stock from an employee stock purchase plan, in US dollars. Not a box of the form."""
    espp_non_qualified: Amount | None
    """Disqualifying dispositions of stock from an employee stock purchase plan, in US dollars. Not a box of the form."""
    other: list[DescriptionAndAmount] | None
    """Box 14, anything else, in the employer's words."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 15 to 20, state and local wages and tax."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        control_number: str | None = ...,
        wages: Amount | float | Decimal | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        social_security_wages: Amount | float | Decimal | None = ...,
        social_security_tax_withheld: Amount | float | Decimal | None = ...,
        medicare_wages: Amount | float | Decimal | None = ...,
        medicare_tax_withheld: Amount | float | Decimal | None = ...,
        social_security_tips: Amount | float | Decimal | None = ...,
        allocated_tips: Amount | float | Decimal | None = ...,
        dependent_care_benefit: Amount | float | Decimal | None = ...,
        non_qualified_plan: Amount | float | Decimal | None = ...,
        codes: list[CodeAndAmount] | None = ...,
        statutory: bool | None = ...,
        retirement_plan: bool | None = ...,
        third_party_sick_pay: bool | None = ...,
        espp_qualified: Amount | float | Decimal | None = ...,
        espp_non_qualified: Amount | float | Decimal | None = ...,
        other: list[DescriptionAndAmount] | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FormW2C(Model):
    """Form W-2c, corrected wage and tax statement: a W-2 as it was, and as it should have been."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    corrected_tin_or_name: bool | None
    """Box e, whether the employee's social security number or name is corrected."""
    previous_employee_tin: str | None
    """Box f, the employee's social security number as it was reported before."""
    previous_employee_name: IndividualName | None
    """Box g, the employee's name as it was reported before."""
    original_w_2: FormW2 | None
    """Boxes 1 to 20 as they were reported before."""
    corrected_w_2: FormW2 | None
    """Boxes 1 to 20 as they should have been."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        corrected_tin_or_name: bool | None = ...,
        previous_employee_tin: str | None = ...,
        previous_employee_name: IndividualName | None = ...,
        original_w_2: FormW2 | None = ...,
        corrected_w_2: FormW2 | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class FormW2G(Model):
    """Form W-2G, certain gambling winnings. The issuer is the payer, the recipient the winner."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    winnings: Amount | None
    """Box 1, reportable winnings, in US dollars."""
    date_won: dt.date | None
    """Box 2, the day of the win."""
    type_of_wager: str | None
    """Box 3, what was played or betted on."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    transaction: str | None
    """Box 5, the number of the ticket, card or game."""
    race: str | None
    """Box 6, the race."""
    identical_winnings: Amount | None
    """Box 7, winnings from identical wagers, in US dollars."""
    cashier: str | None
    """Box 8, the cashier who paid."""
    window: str | None
    """Box 10, the window where it was paid."""
    first_id: str | None
    """Box 11, the first identification that the winner showed, its number usually."""
    second_id: str | None
    """Box 12, the second identification that the winner showed, its number usually."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 13 to 18, state and local winnings and tax."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        winnings: Amount | float | Decimal | None = ...,
        date_won: dt.date | None = ...,
        type_of_wager: str | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        transaction: str | None = ...,
        race: str | None = ...,
        identical_winnings: Amount | float | Decimal | None = ...,
        cashier: str | None = ...,
        window: str | None = ...,
        first_id: str | None = ...,
        second_id: str | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Frequency(Enumeration):
    DAILY: Literal['DAILY']
    WEEKLY: Literal['WEEKLY']
    BIWEEKLY: Literal['BIWEEKLY']
    SEMIMONTHLY: Literal['SEMIMONTHLY']
    MONTHLY: Literal['MONTHLY']
    SEMIANNUALLY: Literal['SEMIANNUALLY']
    ANNUALLY: Literal['ANNUALLY']

class GainOrLossFromCryptocurrencyTransaction(Model):
    """One sale of cryptocurrency. Boxes are those of Form 1099-B."""

    cryptocurrency_name: str | None
    """The name of the currency, such as `Bitcoin`."""
    symbol: str | None
    """The symbol of the currency, such as `BTC`."""
    quantity: Amount | None
    """How many units."""
    sale_description: str | None
    """Box 1a, what was sold."""
    date_acquired: dt.date | None
    """Box 1b, when it was acquired."""
    various_dates_acquired: bool | None
    """Box 1b, whether it was acquired on various dates."""
    date_of_sale: dt.date | None
    """Box 1c, when it was sold or disposed of."""
    sales_price: Amount | None
    """Box 1d, the proceeds of all units together, in US dollars."""
    cost_basis: Amount | None
    """Box 1e, cost or other basis, in US dollars."""
    long_or_short: str | None
    """Box 2, whether the gain or loss is long-term or short-term."""
    def __init__(
        self,
        cryptocurrency_name: str | None = ...,
        symbol: str | None = ...,
        quantity: Amount | float | Decimal | None = ...,
        sale_description: str | None = ...,
        date_acquired: dt.date | None = ...,
        various_dates_acquired: bool | None = ...,
        date_of_sale: dt.date | None = ...,
        sales_price: Amount | float | Decimal | None = ...,
        cost_basis: Amount | float | Decimal | None = ...,
        long_or_short: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HateoasLink(Model):
    """A link from a record to something that belongs to it, an image of a check say."""

    href: str | None
    """The address, absolute or relative to the API's host."""
    action: str | None
    """The HTTP method to use; `GET` when absent."""
    types: list[str] | None
    """The content types that can be asked for."""
    def __init__(
        self,
        href: str | None,
        action: str | None = ...,
        types: list[str] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HealthInsuranceCoverage(Model):
    """The premiums of one month, or of the year: a line of part III of Form 1095-A."""

    enrollment_premium: Amount | None
    """Column A, the premium of the policy, in US dollars."""
    slcsp_premium: Amount | None
    """Column B, the premium of the second lowest cost silver plan (SLCSP), which the credit is measured by, in US dollars."""
    advance_premium_tax_credit_payment: Amount | None
    """Column C, what was paid in advance of the premium tax credit, in US dollars."""
    month: str | None
    """The month, or the whole year."""
    def __init__(
        self,
        enrollment_premium: Amount | float | Decimal | None = ...,
        slcsp_premium: Amount | float | Decimal | None = ...,
        advance_premium_tax_credit_payment: Amount | float | Decimal | None = ...,
        month: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HealthInsuranceCoveredIndividual(Model):
    """A person covered by a policy: a line of part IV of Form 1095-B."""

    name: IndividualName | None
    """Column (a), the name."""
    tin: str | None
    """Column (b), the social security number or another taxpayer identification number."""
    date_of_birth: dt.date | None
    """Column (c), the date of birth, when there is no social security number."""
    covered_all_12_months: bool | None
    """Column (d), whether the person was covered in all twelve months."""
    covered_months: list[str] | None
    """Column (e), the months of coverage."""
    def __init__(
        self,
        name: IndividualName | None = ...,
        tin: str | None = ...,
        date_of_birth: dt.date | None = ...,
        covered_all_12_months: bool | None = ...,
        covered_months: list[str] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HealthInsuranceMarketplaceCoveredIndividual(Model):
    """A person covered by a policy: a line of part II of Form 1095-A, or of part III of Form 1095-C."""

    name: str | None
    """Column A, the name, in one piece."""
    tin: str | None
    """Column B, the social security number or another taxpayer identification number."""
    date_of_birth: dt.date | None
    """Column C, the date of birth."""
    policy_start_date: dt.date | None
    """When coverage started; column D of Form 1095-A."""
    policy_termination_date: dt.date | None
    """When coverage ended; column E of Form 1095-A."""
    def __init__(
        self,
        name: str | None = ...,
        tin: str | None = ...,
        date_of_birth: dt.date | None = ...,
        policy_start_date: dt.date | None = ...,
        policy_termination_date: dt.date | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HeldInAccount(Enumeration):
    CASH: Literal['CASH']
    MARGIN: Literal['MARGIN']
    SHORT: Literal['SHORT']
    OTHER: Literal['OTHER']

class Holding(Model):
    """A holding with its lots."""

    holding_id: str | None
    """The identifier of the holding."""
    security_id: str | None
    """The identifier of the security."""
    security_id_type: str | None
    """Which numbering system `security_id` belongs to."""
    tax_lots: list[Items] | None
    """The lots, one for each purchase."""
    def __init__(
        self,
        holding_id: str | None = ...,
        security_id: str | None = ...,
        security_id_type: str | None = ...,
        tax_lots: list[Items] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HoldingSubType(Enumeration):
    MONEYMARKET: Literal['MONEYMARKET']
    CASH: Literal['CASH']

class HoldingType(Enumeration):
    STOCK: Literal['STOCK']
    BOND: Literal['BOND']
    MUTUALFUND: Literal['MUTUALFUND']
    CD: Literal['CD']
    ANNUITY: Literal['ANNUITY']
    OPTION: Literal['OPTION']
    OTHER: Literal['OTHER']

class HrefLink(Model):
    """A link to a page of a list."""

    href: str | None
    """The address, usually a path with a query and without host. Follow it unchanged: its parameters belong to the provider."""
    def __init__(
        self,
        href: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class HttpMethod(Enumeration):
    GET: Literal['GET']
    POST: Literal['POST']
    PATCH: Literal['PATCH']
    DELETE: Literal['DELETE']
    PUT: Literal['PUT']

class IncomeType(Enumeration):
    CGLONG: Literal['CGLONG']
    CGSHORT: Literal['CGSHORT']
    MISC: Literal['MISC']

class IndividualName(Model):
    """A person's name."""

    first: str | None
    """The first name."""
    middle: str | None
    """The middle name or its first letter."""
    last: str | None
    """The last name."""
    suffix: str | None
    """The suffix after the name, such as `Jr.`."""
    def __init__(
        self,
        first: str | None = ...,
        middle: str | None = ...,
        last: str | None = ...,
        suffix: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class IndustryCode(Model):
    """What a business does, as a code."""

    mtype: str | None
    """The system of codes, such as `NAICS` or `SIC`."""
    code: str | None
    """The code."""
    def __init__(
        self,
        mtype: str | None = ...,
        code: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceAccount(Model):
    """An insurance policy."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    account_category: str | None
    """The category of the account, always that of insurance."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        account_category: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceBalances(Model):
    """An insurance policy, with what it covers and costs."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    account_category: str | None
    """The category of the account, always that of insurance."""
    policy_coverage_amount: Amount | None
    """The most that the insurer pays."""
    policy_end_date: RFC3339DateTime | None
    """When the policy ends."""
    policy_premium: Amount | None
    """What the policy costs per `policy_premium_term`."""
    policy_premium_term: str | None
    """How often the premium is due."""
    policy_start_date: RFC3339DateTime | None
    """When the policy began."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        account_category: str | None = ...,
        policy_coverage_amount: Amount | float | Decimal | None = ...,
        policy_end_date: RFC3339DateTime | dt.datetime | str | None = ...,
        policy_premium: Amount | float | Decimal | None = ...,
        policy_premium_term: str | None = ...,
        policy_start_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceTransaction(Model):
    """A transaction on an insurance policy."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    transaction_type: str | None
    """What kind of transaction it is."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        transaction_type: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceTransactionType(Enumeration):
    PAYMENT: Literal['PAYMENT']
    FEE: Literal['FEE']
    ADJUSTMENT: Literal['ADJUSTMENT']
    INTEREST: Literal['INTEREST']

class InteractionType(Enumeration):
    USER: Literal['user']
    BATCH: Literal['batch']

class InterestRateType(Enumeration):
    FIXED: Literal['FIXED']
    VARIABLE: Literal['VARIABLE']

class Inv401KSource(Enumeration):
    AFTERTAX: Literal['AFTERTAX']
    MATCH: Literal['MATCH']
    OTHERNONVEST: Literal['OTHERNONVEST']
    OTHERVEST: Literal['OTHERVEST']
    PRETAX: Literal['PRETAX']
    PROFITSHARING: Literal['PROFITSHARING']
    ROLLOVER: Literal['ROLLOVER']

class Inv401KSurce(Enumeration):
    AFTERTAX: Literal['AFTERTAX']
    MATCH: Literal['MATCH']
    OTHERNONVEST: Literal['OTHERNONVEST']
    OTHERVEST: Literal['OTHERVEST']
    PRETAX: Literal['PRETAX']
    PROFITSHARING: Literal['PROFITSHARING']
    ROLLOVER: Literal['ROLLOVER']

class InvestmentAccount(Model):
    """A brokerage, retirement or college savings account."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    allowed_check_writing: bool | None
    """Whether checks can be written on the account."""
    allowed_option_trade: bool | None
    """Whether options can be traded in the account."""
    broker_id: str | None
    """The broker's identifier."""
    calendar_year_for_401_k: str | None
    """The calendar year of a 401(k) account."""
    employer_name: str | None
    """The employer who offers the plan."""
    margin: bool | None
    """Whether the account has margin: the customer can trade with borrowed money."""
    plan_id: str | None
    """The identifier of the plan, of a 401(k) say."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        allowed_check_writing: bool | None = ...,
        allowed_option_trade: bool | None = ...,
        broker_id: str | None = ...,
        calendar_year_for_401_k: str | None = ...,
        employer_name: str | None = ...,
        margin: bool | None = ...,
        plan_id: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentAccountWithAllDetails(Model):
    """A brokerage, retirement or college savings account, with everything that the provider reports about it."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    allowed_check_writing: bool | None
    """Whether checks can be written on the account."""
    allowed_option_trade: bool | None
    """Whether options can be traded in the account."""
    broker_id: str | None
    """The broker's identifier."""
    calendar_year_for_401_k: str | None
    """The calendar year of a 401(k) account."""
    employer_name: str | None
    """The employer who offers the plan."""
    margin: bool | None
    """Whether the account has margin: the customer can trade with borrowed money."""
    plan_id: str | None
    """The identifier of the plan, of a 401(k) say."""
    available_cash_balance: Amount | None
    """Cash that can be invested or taken out."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    balance_list: list[InvestmentBalanceList] | None
    """More balances that the provider reports, by name."""
    current_value: Amount | None
    """What the account is worth: cash and all holdings at their market price."""
    daily_change: Amount | None
    """How much the value changed since the day before. Negative: a loss."""
    margin_balance: Amount | None
    """The margin balance: borrowed money."""
    percentage_change: Amount | None
    """How much the value changed since the day before, in percent. Negative: a loss."""
    rollover_amount: Amount | None
    """The rollover amount: money that came from another plan."""
    short_balance: Amount | None
    """The value of securities sold short."""
    holdings: list[AnInvestmentHolding] | None
    """What is held: shares, bonds, funds, options, cash."""
    open_orders: list[OpenOrderEntity] | None
    """Orders that wait to be carried out."""
    contribution: list[ContributionEntity] | None
    """What is paid into a retirement plan, and by whom."""
    vesting: list[VestingEntity] | None
    """What of a plan belongs to the customer when."""
    investment_loans: list[InvestmentLoanEntity] | None
    """Loans taken from the plan."""
    pension_source: list[PensionSourceEntity] | None
    """What a pension pays."""
    equity_grants: list[EquityGrant] | None
    """Shares and options that the employer granted."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        allowed_check_writing: bool | None = ...,
        allowed_option_trade: bool | None = ...,
        broker_id: str | None = ...,
        calendar_year_for_401_k: str | None = ...,
        employer_name: str | None = ...,
        margin: bool | None = ...,
        plan_id: str | None = ...,
        available_cash_balance: Amount | float | Decimal | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        balance_list: list[InvestmentBalanceList] | None = ...,
        current_value: Amount | float | Decimal | None = ...,
        daily_change: Amount | float | Decimal | None = ...,
        margin_balance: Amount | float | Decimal | None = ...,
        percentage_change: Amount | float | Decimal | None = ...,
        rollover_amount: Amount | float | Decimal | None = ...,
        short_balance: Amount | float | Decimal | None = ...,
        holdings: list[AnInvestmentHolding] | None = ...,
        open_orders: list[OpenOrderEntity] | None = ...,
        contribution: list[ContributionEntity] | None = ...,
        vesting: list[VestingEntity] | None = ...,
        investment_loans: list[InvestmentLoanEntity] | None = ...,
        pension_source: list[PensionSourceEntity] | None = ...,
        equity_grants: list[EquityGrant] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentBalanceList(Model):
    """A balance that a provider reports besides the usual ones."""

    balance_name: str | None
    """A short name, such as `MARGINCALL`."""
    balance_description: str | None
    """What the balance is, in words."""
    balance_type: str | None
    """Whether the value is money or percent."""
    balance_value: Amount | None
    """The value; money or percent, as `balance_type` says."""
    balance_date: RFC3339DateTime | None
    """When the balance was current."""
    currency: CurrencyEntity | None
    """The currency, when it is money."""
    def __init__(
        self,
        balance_name: str | None = ...,
        balance_description: str | None = ...,
        balance_type: str | None = ...,
        balance_value: Amount | float | Decimal | None = ...,
        balance_date: RFC3339DateTime | dt.datetime | str | None = ...,
        currency: CurrencyEntity | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentBalanceType(Enumeration):
    AMOUNT: Literal['AMOUNT']
    PERCENTAGE: Literal['PERCENTAGE']

class InvestmentBalances(Model):
    """A brokerage, retirement or college savings account, with its balances."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    allowed_check_writing: bool | None
    """Whether checks can be written on the account."""
    allowed_option_trade: bool | None
    """Whether options can be traded in the account."""
    broker_id: str | None
    """The broker's identifier."""
    calendar_year_for_401_k: str | None
    """The calendar year of a 401(k) account."""
    employer_name: str | None
    """The employer who offers the plan."""
    margin: bool | None
    """Whether the account has margin: the customer can trade with borrowed money."""
    plan_id: str | None
    """The identifier of the plan, of a 401(k) say."""
    available_cash_balance: Amount | None
    """Cash that can be invested or taken out."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    balance_list: list[InvestmentBalanceList] | None
    """More balances that the provider reports, by name."""
    current_value: Amount | None
    """What the account is worth: cash and all holdings at their market price."""
    daily_change: Amount | None
    """How much the value changed since the day before. Negative: a loss."""
    margin_balance: Amount | None
    """The margin balance: borrowed money."""
    percentage_change: Amount | None
    """How much the value changed since the day before, in percent. Negative: a loss."""
    rollover_amount: Amount | None
    """The rollover amount: money that came from another plan."""
    short_balance: Amount | None
    """The value of securities sold short."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        allowed_check_writing: bool | None = ...,
        allowed_option_trade: bool | None = ...,
        broker_id: str | None = ...,
        calendar_year_for_401_k: str | None = ...,
        employer_name: str | None = ...,
        margin: bool | None = ...,
        plan_id: str | None = ...,
        available_cash_balance: Amount | float | Decimal | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        balance_list: list[InvestmentBalanceList] | None = ...,
        current_value: Amount | float | Decimal | None = ...,
        daily_change: Amount | float | Decimal | None = ...,
        margin_balance: Amount | float | Decimal | None = ...,
        percentage_change: Amount | float | Decimal | None = ...,
        rollover_amount: Amount | float | Decimal | None = ...,
        short_balance: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentLoanEntity(Model):
    """A loan that the customer took from a plan."""

    loan_id: str | None
    """The identifier of the loan."""
    loan_description: str | None
    """What the loan is, in words."""
    initial_loan_balance: Amount | None
    """The original principal: what was borrowed."""
    loan_start_date: RFC3339DateTime | None
    """When the loan began."""
    current_loan_balance: Amount | None
    """What is still owed."""
    date_as_of: RFC3339DateTime | None
    """When `current_loan_balance` was current."""
    loan_rate: Amount | None
    """The interest rate per year, in percent or as a fraction."""
    loan_payment_amount: Amount | None
    """One payment."""
    loan_payment_frequency: str | None
    """How often a payment is due."""
    loan_payment_initial: Amount | None
    """The first payment."""
    loan_payments_remaining: int | None
    """How many payments are left."""
    loan_maturity_date: RFC3339DateTime | None
    """When the loan ends."""
    loan_interest_to_date: Amount | None
    """Interest paid so far."""
    loan_total_projected_interest: Amount | None
    """All interest from the first to the last day."""
    loan_next_payment_date: RFC3339DateTime | None
    """When the next payment is due."""
    def __init__(
        self,
        loan_id: str | None = ...,
        loan_description: str | None = ...,
        initial_loan_balance: Amount | float | Decimal | None = ...,
        loan_start_date: RFC3339DateTime | dt.datetime | str | None = ...,
        current_loan_balance: Amount | float | Decimal | None = ...,
        date_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        loan_rate: Amount | float | Decimal | None = ...,
        loan_payment_amount: Amount | float | Decimal | None = ...,
        loan_payment_frequency: str | None = ...,
        loan_payment_initial: Amount | float | Decimal | None = ...,
        loan_payments_remaining: int | None = ...,
        loan_maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        loan_interest_to_date: Amount | float | Decimal | None = ...,
        loan_total_projected_interest: Amount | float | Decimal | None = ...,
        loan_next_payment_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentSaleType(Enumeration):
    CRYPTOCURRENCY: Literal['CRYPTOCURRENCY']
    EMPLOYEE_STOCK_PURCHASE_PLAN: Literal['EMPLOYEE_STOCK_PURCHASE_PLAN']
    INCENTIVE_STOCK_OPTION: Literal['INCENTIVE_STOCK_OPTION']
    NONQUALIFIED_STOCK_OPTIONS: Literal['NONQUALIFIED_STOCK_OPTIONS']
    OTHER: Literal['OTHER']
    RESTRICTED_STOCK: Literal['RESTRICTED_STOCK']
    RESTRICTED_STOCK_UNITS: Literal['RESTRICTED_STOCK_UNITS']

class InvestmentTransaction(Model):
    """A transaction on an investment account: a purchase, a dividend, a contribution to a retirement plan."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    accrued_interest: Amount | None
    """Interest earned and not paid yet, part of a bond's price."""
    commission: Amount | None
    """The broker's commission."""
    confirmation_number: str | None
    """The broker's number of the order."""
    face_value: Amount | None
    """The face value of a bond."""
    fees: Amount | None
    """Fees without commission."""
    fractional_cash: Amount | None
    """Cash for a fraction of a share."""
    gain: Amount | None
    """The gain of a sale. Negative: a loss."""
    income_type: str | None
    """What kind of income it is."""
    inv_401_k_source: str | None
    """Where the money in a 401(k) plan came from."""
    load: Amount | None
    """The charge of a fund for buying or selling it."""
    loan_id: str | None
    """The identifier of a loan from the plan."""
    loan_interest: Amount | None
    """The interest part of a loan payment."""
    loan_principal: Amount | None
    """The part of a loan payment that pays back the debt."""
    markup: Amount | None
    """What the broker added to the price."""
    new_units: Amount | None
    """Shares after a split."""
    old_units: Amount | None
    """Shares before a split."""
    payroll_date: str | None
    """The day of the payroll that a contribution came from; text in the provider's form."""
    penalty: Amount | None
    """A penalty for taking money out early."""
    position_type: str | None
    """Which way the position is held."""
    price: Amount | None
    """The price of one share or unit."""
    prior_year_contrib: bool | None
    """Whether a contribution counts for the year before."""
    running_balance: Amount | None
    """The account's balance after the transaction."""
    security_id: str | None
    """The identifier of the security."""
    security_id_type: str | None
    """Which numbering system `security_id` belongs to."""
    security_type: str | None
    """What the security is."""
    shares: Amount | None
    """How many shares."""
    split_ratio_denominator: Amount | None
    """The lower number of a split: 1 for two-for-one."""
    split_ratio_numerator: Amount | None
    """The upper number of a split: 2 for two-for-one."""
    state_withholding: Amount | None
    """State tax withheld."""
    sub_account_fund: str | None
    """The part of the account that the money was taken from or went to."""
    sub_account_sec: str | None
    """The part of the account that the security was taken from or went to."""
    symbol: str | None
    """The ticker symbol."""
    taxes: Amount | None
    """Taxes on the trade."""
    tax_exempt: bool | None
    """Whether it is free of tax."""
    transaction_reason: str | None
    """Why a debt security was sold."""
    transaction_type: str | None
    """What kind of transaction it is."""
    transfer_action: str | None
    """Which way a transfer went."""
    unit_price: Amount | None
    """The price of one unit."""
    units: Amount | None
    """How many units. Negative: they left the account."""
    unit_type: str | None
    """What `units` counts."""
    withholding: Amount | None
    """Federal tax withheld."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        accrued_interest: Amount | float | Decimal | None = ...,
        commission: Amount | float | Decimal | None = ...,
        confirmation_number: str | None = ...,
        face_value: Amount | float | Decimal | None = ...,
        fees: Amount | float | Decimal | None = ...,
        fractional_cash: Amount | float | Decimal | None = ...,
        gain: Amount | float | Decimal | None = ...,
        income_type: str | None = ...,
        inv_401_k_source: str | None = ...,
        load: Amount | float | Decimal | None = ...,
        loan_id: str | None = ...,
        loan_interest: Amount | float | Decimal | None = ...,
        loan_principal: Amount | float | Decimal | None = ...,
        markup: Amount | float | Decimal | None = ...,
        new_units: Amount | float | Decimal | None = ...,
        old_units: Amount | float | Decimal | None = ...,
        payroll_date: str | None = ...,
        penalty: Amount | float | Decimal | None = ...,
        position_type: str | None = ...,
        price: Amount | float | Decimal | None = ...,
        prior_year_contrib: bool | None = ...,
        running_balance: Amount | float | Decimal | None = ...,
        security_id: str | None = ...,
        security_id_type: str | None = ...,
        security_type: str | None = ...,
        shares: Amount | float | Decimal | None = ...,
        split_ratio_denominator: Amount | float | Decimal | None = ...,
        split_ratio_numerator: Amount | float | Decimal | None = ...,
        state_withholding: Amount | float | Decimal | None = ...,
        sub_account_fund: str | None = ...,
        sub_account_sec: str | None = ...,
        symbol: str | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        tax_exempt: bool | None = ...,
        transaction_reason: str | None = ...,
        transaction_type: str | None = ...,
        transfer_action: str | None = ...,
        unit_price: Amount | float | Decimal | None = ...,
        units: Amount | float | Decimal | None = ...,
        unit_type: str | None = ...,
        withholding: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentTransactionSecurityIdType(Enumeration):
    CUSIP: Literal['CUSIP']
    BUSIP: Literal['BUSIP']
    ISIN: Literal['ISIN']
    SEDOL: Literal['SEDOL']
    SICC: Literal['SICC']
    VALOR: Literal['VALOR']
    WKN: Literal['WKN']

class InvestmentTransactionType(Enumeration):
    PURCHASED: Literal['PURCHASED']
    SOLD: Literal['SOLD']
    PURCHASEDTOCOVER: Literal['PURCHASEDTOCOVER']
    ADJUSTMENT: Literal['ADJUSTMENT']
    PURCHASETOOPEN: Literal['PURCHASETOOPEN']
    PURCHASETOCLOSE: Literal['PURCHASETOCLOSE']
    SOLDTOOPEN: Literal['SOLDTOOPEN']
    SOLDTOCLOSE: Literal['SOLDTOCLOSE']
    INTEREST: Literal['INTEREST']
    MARGININTEREST: Literal['MARGININTEREST']
    REINVESTOFINCOME: Literal['REINVESTOFINCOME']
    RETURNOFCAPITAL: Literal['RETURNOFCAPITAL']
    TRANSFER: Literal['TRANSFER']
    CONTRIBUTION: Literal['CONTRIBUTION']
    FEE: Literal['FEE']
    OPTIONEXERCISE: Literal['OPTIONEXERCISE']
    OPTIONEXPIRATION: Literal['OPTIONEXPIRATION']
    DIVIDEND: Literal['DIVIDEND']
    DIVIDENDREINVEST: Literal['DIVIDENDREINVEST']
    SPLIT: Literal['SPLIT']
    CLOSURE: Literal['CLOSURE']
    INCOME: Literal['INCOME']
    EXPENSE: Literal['EXPENSE']
    CLOSUREOPT: Literal['CLOSUREOPT']
    INVEXPENSE: Literal['INVEXPENSE']
    JRNLSEC: Literal['JRNLSEC']
    JRNLFUND: Literal['JRNLFUND']
    OTHER: Literal['OTHER']
    DIV: Literal['DIV']
    SRVCHG: Literal['SRVCHG']
    DEP: Literal['DEP']
    DEPOSIT: Literal['DEPOSIT']
    ATM: Literal['ATM']
    POS: Literal['POS']
    XFER: Literal['XFER']
    CHECK: Literal['CHECK']
    PAYMENT: Literal['PAYMENT']
    CASH: Literal['CASH']
    DIRECTDEP: Literal['DIRECTDEP']
    DIRECTDEBIT: Literal['DIRECTDEBIT']
    REPEATPMT: Literal['REPEATPMT']

class InvestmentsDetails(Model):
    """The response of investments: the accounts that the customer shared, investment accounts with all their details."""

    accounts: list[InvestmentsDetailsAccounts] | None
    """The accounts, in the provider's order. In a partial response (HTTP 206) some have an `error` instead."""
    def __init__(
        self,
        accounts: list[InvestmentsDetailsAccounts] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentsDetailsAccounts(Case):
    """An account of one of six kinds, with its balances and, for investments, its holdings."""

    def __init__(
        self,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Iso3166CountryCode(Enumeration):
    AD: Literal['AD']
    AE: Literal['AE']
    AF: Literal['AF']
    AG: Literal['AG']
    AI: Literal['AI']
    AL: Literal['AL']
    AM: Literal['AM']
    AO: Literal['AO']
    AQ: Literal['AQ']
    AR: Literal['AR']
    AS: Literal['AS']
    AT: Literal['AT']
    AU: Literal['AU']
    AW: Literal['AW']
    AX: Literal['AX']
    AZ: Literal['AZ']
    BA: Literal['BA']
    BB: Literal['BB']
    BD: Literal['BD']
    BE: Literal['BE']
    BF: Literal['BF']
    BG: Literal['BG']
    BH: Literal['BH']
    BI: Literal['BI']
    BJ: Literal['BJ']
    BL: Literal['BL']
    BM: Literal['BM']
    BN: Literal['BN']
    BO: Literal['BO']
    BQ: Literal['BQ']
    BR: Literal['BR']
    BS: Literal['BS']
    BT: Literal['BT']
    BV: Literal['BV']
    BW: Literal['BW']
    BY: Literal['BY']
    BZ: Literal['BZ']
    CA: Literal['CA']
    CC: Literal['CC']
    CD: Literal['CD']
    CF: Literal['CF']
    CG: Literal['CG']
    CH: Literal['CH']
    CI: Literal['CI']
    CK: Literal['CK']
    CL: Literal['CL']
    CM: Literal['CM']
    CN: Literal['CN']
    CO: Literal['CO']
    CR: Literal['CR']
    CU: Literal['CU']
    CV: Literal['CV']
    CW: Literal['CW']
    CX: Literal['CX']
    CY: Literal['CY']
    CZ: Literal['CZ']
    DE: Literal['DE']
    DJ: Literal['DJ']
    DK: Literal['DK']
    DM: Literal['DM']
    DO: Literal['DO']
    DZ: Literal['DZ']
    EC: Literal['EC']
    EE: Literal['EE']
    EG: Literal['EG']
    EH: Literal['EH']
    ER: Literal['ER']
    ES: Literal['ES']
    ET: Literal['ET']
    FI: Literal['FI']
    FJ: Literal['FJ']
    FK: Literal['FK']
    FM: Literal['FM']
    FO: Literal['FO']
    FR: Literal['FR']
    GA: Literal['GA']
    GB: Literal['GB']
    GD: Literal['GD']
    GE: Literal['GE']
    GF: Literal['GF']
    GG: Literal['GG']
    GH: Literal['GH']
    GI: Literal['GI']
    GL: Literal['GL']
    GM: Literal['GM']
    GN: Literal['GN']
    GP: Literal['GP']
    GQ: Literal['GQ']
    GR: Literal['GR']
    GS: Literal['GS']
    GT: Literal['GT']
    GU: Literal['GU']
    GW: Literal['GW']
    GY: Literal['GY']
    HK: Literal['HK']
    HM: Literal['HM']
    HN: Literal['HN']
    HR: Literal['HR']
    HT: Literal['HT']
    HU: Literal['HU']
    ID: Literal['ID']
    IE: Literal['IE']
    IL: Literal['IL']
    IM: Literal['IM']
    IN: Literal['IN']
    IO: Literal['IO']
    IQ: Literal['IQ']
    IR: Literal['IR']
    IS: Literal['IS']
    IT: Literal['IT']
    JE: Literal['JE']
    JM: Literal['JM']
    JO: Literal['JO']
    JP: Literal['JP']
    KE: Literal['KE']
    KG: Literal['KG']
    KH: Literal['KH']
    KI: Literal['KI']
    KM: Literal['KM']
    KN: Literal['KN']
    KP: Literal['KP']
    KR: Literal['KR']
    KW: Literal['KW']
    KY: Literal['KY']
    KZ: Literal['KZ']
    LA: Literal['LA']
    LB: Literal['LB']
    LC: Literal['LC']
    LI: Literal['LI']
    LK: Literal['LK']
    LR: Literal['LR']
    LS: Literal['LS']
    LT: Literal['LT']
    LU: Literal['LU']
    LV: Literal['LV']
    LY: Literal['LY']
    MA: Literal['MA']
    MC: Literal['MC']
    MD: Literal['MD']
    ME: Literal['ME']
    MF: Literal['MF']
    MG: Literal['MG']
    MH: Literal['MH']
    MK: Literal['MK']
    ML: Literal['ML']
    MM: Literal['MM']
    MN: Literal['MN']
    MO: Literal['MO']
    MP: Literal['MP']
    MQ: Literal['MQ']
    MR: Literal['MR']
    MS: Literal['MS']
    MT: Literal['MT']
    MU: Literal['MU']
    MV: Literal['MV']
    MW: Literal['MW']
    MX: Literal['MX']
    MY: Literal['MY']
    MZ: Literal['MZ']
    NA: Literal['NA']
    NC: Literal['NC']
    NE: Literal['NE']
    NF: Literal['NF']
    NG: Literal['NG']
    NI: Literal['NI']
    NL: Literal['NL']
    NO: Literal['NO']
    NP: Literal['NP']
    NR: Literal['NR']
    NU: Literal['NU']
    NZ: Literal['NZ']
    OM: Literal['OM']
    PA: Literal['PA']
    PE: Literal['PE']
    PF: Literal['PF']
    PG: Literal['PG']
    PH: Literal['PH']
    PK: Literal['PK']
    PL: Literal['PL']
    PM: Literal['PM']
    PN: Literal['PN']
    PR: Literal['PR']
    PS: Literal['PS']
    PT: Literal['PT']
    PW: Literal['PW']
    PY: Literal['PY']
    QA: Literal['QA']
    RE: Literal['RE']
    RO: Literal['RO']
    RS: Literal['RS']
    RU: Literal['RU']
    RW: Literal['RW']
    SA: Literal['SA']
    SB: Literal['SB']
    SC: Literal['SC']
    SD: Literal['SD']
    SE: Literal['SE']
    SG: Literal['SG']
    SH: Literal['SH']
    SI: Literal['SI']
    SJ: Literal['SJ']
    SK: Literal['SK']
    SL: Literal['SL']
    SM: Literal['SM']
    SN: Literal['SN']
    SO: Literal['SO']
    SR: Literal['SR']
    SS: Literal['SS']
    ST: Literal['ST']
    SV: Literal['SV']
    SX: Literal['SX']
    SY: Literal['SY']
    SZ: Literal['SZ']
    TC: Literal['TC']
    TD: Literal['TD']
    TF: Literal['TF']
    TG: Literal['TG']
    TH: Literal['TH']
    TJ: Literal['TJ']
    TK: Literal['TK']
    TL: Literal['TL']
    TM: Literal['TM']
    TN: Literal['TN']
    TO: Literal['TO']
    TR: Literal['TR']
    TT: Literal['TT']
    TV: Literal['TV']
    TW: Literal['TW']
    TZ: Literal['TZ']
    UA: Literal['UA']
    UG: Literal['UG']
    UM: Literal['UM']
    US: Literal['US']
    UY: Literal['UY']
    UZ: Literal['UZ']
    VA: Literal['VA']
    VC: Literal['VC']
    VE: Literal['VE']
    VG: Literal['VG']
    VI: Literal['VI']
    VN: Literal['VN']
    VU: Literal['VU']
    WF: Literal['WF']
    WS: Literal['WS']
    YE: Literal['YE']
    YT: Literal['YT']
    ZA: Literal['ZA']
    ZM: Literal['ZM']
    ZW: Literal['ZW']

class Items(Model):
    """Units of a security that were bought together, and so are taxed alike when they are sold."""

    cost_basis: Amount | None
    """What the lot cost, with fees."""
    current_value: Amount | None
    """What the lot is worth now."""
    original_purchase_date: RFC3339DateTime | None
    """When it was bought."""
    position_type: str | None
    """Which way the position is held."""
    purchased_price: Amount | None
    """The price of one unit when it was bought."""
    quantity: Amount | None
    """How many units."""
    def __init__(
        self,
        cost_basis: Amount | float | Decimal | None = ...,
        current_value: Amount | float | Decimal | None = ...,
        original_purchase_date: RFC3339DateTime | dt.datetime | str | None = ...,
        position_type: str | None = ...,
        purchased_price: Amount | float | Decimal | None = ...,
        quantity: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LineItem(Model):
    """A part of a transaction: one check of a deposit, one article of a purchase."""

    amount: Amount | None
    """The part's amount."""
    check_number: Amount | None
    """The number of the check."""
    description: str | None
    """What it was."""
    image_ids: list[str] | None
    """The identifiers of images."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    reference: str | None
    """A tracking number."""
    def __init__(
        self,
        amount: Amount | float | Decimal | None = ...,
        check_number: Amount | float | Decimal | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        reference: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LineOfCreditBalances(Model):
    """A credit card or another line of credit, with what is owed. A positive balance is a debt."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    advances_apr: Amount | None
    """The annual percentage rate (APR) on cash advances, in percent or as a fraction."""
    available_cash: Amount | None
    """What can be drawn in cash now."""
    available_credit: Amount | None
    """What can be spent now."""
    cash_advance_limit: Amount | None
    """The most that can be drawn in cash."""
    credit_line: Amount | None
    """The most that can be borrowed."""
    current_balance: Amount | None
    """What is owed now. Negative: the customer paid more than that."""
    current_rewards_balance: Amount | None
    """Points or other rewards to be spent; a number of points, not money."""
    finance_charges: Amount | None
    """Interest and fees of the present statement period."""
    last_payment_amount: Amount | None
    """The last payment."""
    last_payment_date: RFC3339DateTime | None
    """When the last payment was made."""
    last_stmt_balance: Amount | None
    """The statement balance: what was owed on the last statement."""
    last_stmt_date: RFC3339DateTime | None
    """The closing date of the last statement."""
    minimum_payment_amount: Amount | None
    """The minimum payment due by `next_payment_date`."""
    next_payment_amount: Amount | None
    """The next payment."""
    next_payment_date: RFC3339DateTime | None
    """When the next payment is due."""
    past_due_amount: Amount | None
    """What is past due."""
    points_accrued: Amount | None
    """Rewards earned; a number of points."""
    principal_balance: Amount | None
    """What is owed, without interest."""
    points_redeemed: Amount | None
    """Rewards spent; a number of points."""
    purchases_apr: Amount | None
    """The annual percentage rate (APR) on purchases, in percent or as a fraction."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        advances_apr: Amount | float | Decimal | None = ...,
        available_cash: Amount | float | Decimal | None = ...,
        available_credit: Amount | float | Decimal | None = ...,
        cash_advance_limit: Amount | float | Decimal | None = ...,
        credit_line: Amount | float | Decimal | None = ...,
        current_balance: Amount | float | Decimal | None = ...,
        current_rewards_balance: Amount | float | Decimal | None = ...,
        finance_charges: Amount | float | Decimal | None = ...,
        last_payment_amount: Amount | float | Decimal | None = ...,
        last_payment_date: RFC3339DateTime | dt.datetime | str | None = ...,
        last_stmt_balance: Amount | float | Decimal | None = ...,
        last_stmt_date: RFC3339DateTime | dt.datetime | str | None = ...,
        minimum_payment_amount: Amount | float | Decimal | None = ...,
        next_payment_amount: Amount | float | Decimal | None = ...,
        next_payment_date: RFC3339DateTime | dt.datetime | str | None = ...,
        past_due_amount: Amount | float | Decimal | None = ...,
        points_accrued: Amount | float | Decimal | None = ...,
        principal_balance: Amount | float | Decimal | None = ...,
        points_redeemed: Amount | float | Decimal | None = ...,
        purchases_apr: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Links(Model):
    """Where a list continues and where it came from."""

    next: HrefLink | None
    """The following page; nothing on the last one."""
    prev: HrefLink | None
    """The page before; nothing on the first one."""
    def __init__(
        self,
        next: HrefLink | None = ...,
        prev: HrefLink | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanAccount(Model):
    """An installment loan: mortgage, student loan, car loan."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    compounding_period: str | None
    """How often interest is compounded."""
    loan_term: int | None
    """How long the loan runs, in months."""
    maturity_date: RFC3339DateTime | None
    """When the loan ends."""
    originating_date: RFC3339DateTime | None
    """The origination date of the loan."""
    payment_frequency: str | None
    """How often a payment is due."""
    total_number_of_payments: int | None
    """How many payments the loan has from its first to its last day."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        compounding_period: str | None = ...,
        loan_term: int | None = ...,
        maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        originating_date: RFC3339DateTime | dt.datetime | str | None = ...,
        payment_frequency: str | None = ...,
        total_number_of_payments: int | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanAccountPaymentFrequency(Enumeration):
    DAILY: Literal['DAILY']
    WEEKLY: Literal['WEEKLY']
    BIWEEKLY: Literal['BIWEEKLY']
    SEMIMONTHLY: Literal['SEMIMONTHLY']
    MONTHLY: Literal['MONTHLY']
    SEMIANNUALLY: Literal['SEMIANNUALLY']
    ANNUALLY: Literal['ANNUALLY']

class LoanBalances(Model):
    """A loan with what is owed. A positive balance is a debt."""

    account_id: str | None
    """The provider's identifier of the account, unique for one customer and constant; not the account number."""
    account_type: str | None
    """The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`."""
    account_number_display: str | None
    """The account number as the customer may see it, masked except for the last digits."""
    currency: CurrencyEntity | None
    """The currency of all amounts of the account."""
    description: str | None
    """What the account is, in the provider's words."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the account that only this provider has."""
    nickname: str | None
    """The name that the customer gave to the account."""
    product_name: str | None
    """The name under which the provider sells this kind of account."""
    status: str | None
    """Whether the account is open."""
    line_of_business: str | None
    """The provider's line of business that keeps the account, such as consumer or wealth."""
    balance_type: str | None
    """Whether a positive balance is something the customer owns or owes."""
    interest_rate: Amount | None
    """The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`)."""
    interest_rate_type: str | None
    """Whether the interest rate can change."""
    interest_rate_as_of: RFC3339DateTime | None
    """When the interest rate was current."""
    last_activity_date: RFC3339DateTime | None
    """When something last happened on the account."""
    micr_number: str | None
    """The MICR line of the account's checks: routing and account number in magnetic ink."""
    parent_account_id: str | None
    """The `account_id` of the account that this one belongs to."""
    prior_interest_rate: Amount | None
    """The interest rate before the present one, per year."""
    transfer_in: bool | None
    """Whether money can be transferred into the account."""
    transfer_out: bool | None
    """Whether money can be transferred out of the account."""
    compounding_period: str | None
    """How often interest is compounded."""
    loan_term: int | None
    """How long the loan runs, in months."""
    maturity_date: RFC3339DateTime | None
    """When the loan ends."""
    originating_date: RFC3339DateTime | None
    """The origination date of the loan."""
    payment_frequency: str | None
    """How often a payment is due."""
    total_number_of_payments: int | None
    """How many payments the loan has from its first to its last day."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    escrow_balance: Amount | None
    """The escrow balance: money held for property taxes and insurance."""
    interest_paid_year_to_date: Amount | None
    """Interest paid in this calendar year."""
    last_payment_amount: Amount | None
    """The last payment."""
    last_payment_date: RFC3339DateTime | None
    """When the last payment was made."""
    next_payment_amount: Amount | None
    """The next payment."""
    next_payment_date: RFC3339DateTime | None
    """When the next payment is due."""
    original_principal: Amount | None
    """The original principal: what was borrowed."""
    pay_off_amount: Amount | None
    """The payoff amount: what would have to be paid to end the loan now."""
    principal_balance: Amount | None
    """The outstanding principal: what is still owed, without interest."""
    def __init__(
        self,
        account_id: str | None = ...,
        account_type: str | None = ...,
        account_number_display: str | None = ...,
        currency: CurrencyEntity | None = ...,
        description: str | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        nickname: str | None = ...,
        product_name: str | None = ...,
        status: str | None = ...,
        line_of_business: str | None = ...,
        balance_type: str | None = ...,
        interest_rate: Amount | float | Decimal | None = ...,
        interest_rate_type: str | None = ...,
        interest_rate_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        last_activity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        micr_number: str | None = ...,
        parent_account_id: str | None = ...,
        prior_interest_rate: Amount | float | Decimal | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        compounding_period: str | None = ...,
        loan_term: int | None = ...,
        maturity_date: RFC3339DateTime | dt.datetime | str | None = ...,
        originating_date: RFC3339DateTime | dt.datetime | str | None = ...,
        payment_frequency: str | None = ...,
        total_number_of_payments: int | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        escrow_balance: Amount | float | Decimal | None = ...,
        interest_paid_year_to_date: Amount | float | Decimal | None = ...,
        last_payment_amount: Amount | float | Decimal | None = ...,
        last_payment_date: RFC3339DateTime | dt.datetime | str | None = ...,
        next_payment_amount: Amount | float | Decimal | None = ...,
        next_payment_date: RFC3339DateTime | dt.datetime | str | None = ...,
        original_principal: Amount | float | Decimal | None = ...,
        pay_off_amount: Amount | float | Decimal | None = ...,
        principal_balance: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanPaymentFrequency(Enumeration):
    WEEKLY: Literal['WEEKLY']
    BIWEEKLY: Literal['BIWEEKLY']
    TWICEMONTHLY: Literal['TWICEMONTHLY']
    MONTHLY: Literal['MONTHLY']
    FOURWEEKS: Literal['FOURWEEKS']
    BIMONTHLY: Literal['BIMONTHLY']
    QUARTERLY: Literal['QUARTERLY']
    SEMIANNUALLY: Literal['SEMIANNUALLY']
    ANNUALLY: Literal['ANNUALLY']
    OTHER: Literal['OTHER']

class LoanTransaction(Model):
    """A transaction on a loan."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    payment_details: PaymentDetails | None
    """What the payment was for."""
    transaction_type: str | None
    """What kind of transaction it is."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        payment_details: PaymentDetails | None = ...,
        transaction_type: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanTransactionType(Enumeration):
    PAYMENT: Literal['PAYMENT']
    FEE: Literal['FEE']
    ADJUSTMENT: Literal['ADJUSTMENT']
    INTEREST: Literal['INTEREST']

class LocTransaction(Model):
    """A transaction on a credit card or another line of credit."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    check_number: int | None
    """The number of the check."""
    payment_details: PaymentDetails | None
    """What the payment was for."""
    transaction_type: str | None
    """What kind of transaction it is."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        check_number: int | None = ...,
        payment_details: PaymentDetails | None = ...,
        transaction_type: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocTransactionType(Enumeration):
    CHECK: Literal['CHECK']
    WITHDRAWAL: Literal['WITHDRAWAL']
    TRANSFER: Literal['TRANSFER']
    POSDEBIT: Literal['POSDEBIT']
    ATMWITHDRAWAL: Literal['ATMWITHDRAWAL']
    BILLPAYMENT: Literal['BILLPAYMENT']
    FEE: Literal['FEE']
    DEPOSIT: Literal['DEPOSIT']
    ADJUSTMENT: Literal['ADJUSTMENT']
    INTEREST: Literal['INTEREST']
    DIVIDEND: Literal['DIVIDEND']
    DIRECTDEPOSIT: Literal['DIRECTDEPOSIT']
    ATMDEPOSIT: Literal['ATMDEPOSIT']
    POSCREDIT: Literal['POSCREDIT']

class LocalTaxWithholding(Model):
    """Income and tax of one locality: a city, county or school district."""

    tax_withheld: Amount | None
    """Local income tax withheld, in US dollars."""
    locality_name: str | None
    """The name of the locality."""
    income: Amount | None
    """Income as the locality counts it, in US dollars; on Form W-2 its wages, on Form W-2G the winnings."""
    def __init__(
        self,
        tax_withheld: Amount | float | Decimal | None = ...,
        locality_name: str | None = ...,
        income: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocationType(Enumeration):
    BUSINESS: Literal['BUSINESS']
    HOME: Literal['HOME']
    MAILING: Literal['MAILING']

class MediaType(Enumeration):
    ENUM_APPLICATIONJSON: Literal['application/json']
    ENUM_APPLICATIONPDF: Literal['application/pdf']

class Mode(Enumeration):
    RAW: Literal['raw']
    STANDARD: Literal['standard']

class MonthAbbreviation(Enumeration):
    JAN: Literal['JAN']
    FEB: Literal['FEB']
    MAR: Literal['MAR']
    APR: Literal['APR']
    MAY: Literal['MAY']
    JUN: Literal['JUN']
    JUL: Literal['JUL']
    AUG: Literal['AUG']
    SEP: Literal['SEP']
    OCT: Literal['OCT']
    NOV: Literal['NOV']
    DEC: Literal['DEC']

class MonthAndAmount(Model):
    """The amount of one month."""

    month: str | None
    """The month."""
    amount: Amount | None
    """The amount, in US dollars."""
    def __init__(
        self,
        month: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class MutualFundSecurityEntity(Model):
    """What is known of a fund."""

    mutual_fund_type: str | None
    """Whether the fund gives out new shares."""
    units_street: Amount | None
    """Units held in the broker's name."""
    units_user: Amount | None
    """Units held in the customer's name."""
    reinvest_dividends: bool | None
    """Whether dividends buy more of the fund."""
    reinvest_capital_gains: bool | None
    """Whether capital gains buy more of the fund."""
    myield: Amount | None
    """What the fund pays per year, in percent of its price."""
    yield_as_of_date: RFC3339DateTime | None
    """When the yield was current."""
    def __init__(
        self,
        mutual_fund_type: str | None = ...,
        units_street: Amount | float | Decimal | None = ...,
        units_user: Amount | float | Decimal | None = ...,
        reinvest_dividends: bool | None = ...,
        reinvest_capital_gains: bool | None = ...,
        myield: Amount | float | Decimal | None = ...,
        yield_as_of_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class MutualFundType(Enumeration):
    OPENEND: Literal['OPENEND']
    CLOSEEND: Literal['CLOSEEND']
    OTHER: Literal['OTHER']

class Name(Model):
    """A person's name. The API description of 2025-06 has how to reach the person in here; later ones have it beside the name."""

    first: str | None
    """The first name."""
    middle: str | None
    """The middle name or its first letter."""
    last: str | None
    """The last name."""
    prefix: str | None
    """The title before the name, such as `Dr.`."""
    suffix: str | None
    """The suffix after the name, such as `Jr.`."""
    company: str | None
    """The company."""
    addresses: list[AddressInfo] | None
    """The addresses."""
    telephones: list[Telephone] | None
    """The telephone numbers."""
    email: list[str] | None
    """The addresses for electronic mail."""
    accounts: list[AccountRelationship] | None
    """The person's accounts."""
    def __init__(
        self,
        first: str | None = ...,
        middle: str | None = ...,
        last: str | None = ...,
        prefix: str | None = ...,
        suffix: str | None = ...,
        company: str | None = ...,
        addresses: list[AddressInfo] | None = ...,
        telephones: list[Telephone] | None = ...,
        email: list[str] | None = ...,
        accounts: list[AccountRelationship] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class NameAddressAndPhone(Model):
    """A name with a postal address and a telephone number. The form says whose."""

    line_1: str | None
    """The first line of the address: house number and street, usually."""
    line_2: str | None
    """The second line of the address."""
    line_3: str | None
    """The third line of the address."""
    city: str | None
    """The city."""
    region: str | None
    """The state, province or the like; for the United States two letters."""
    postal_code: str | None
    """The postal code; for the United States five or nine digits. At most 16 characters."""
    country: str | None
    """The country."""
    name_1: str | None
    """The name, first line."""
    name_2: str | None
    """The name, second line."""
    phone: TelephoneNumberPlusExtension | None
    """The telephone number."""
    def __init__(
        self,
        line_1: str | None = ...,
        line_2: str | None = ...,
        line_3: str | None = ...,
        city: str | None = ...,
        region: str | None = ...,
        postal_code: str | None = ...,
        country: str | None = ...,
        name_1: str | None = ...,
        name_2: str | None = ...,
        phone: TelephoneNumberPlusExtension | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class NameAndAddress(Model):
    """A name with a postal address. The form says whose."""

    line_1: str | None
    """The first line of the address: house number and street, usually."""
    line_2: str | None
    """The second line of the address."""
    line_3: str | None
    """The third line of the address."""
    city: str | None
    """The city."""
    region: str | None
    """The state, province or the like; for the United States two letters."""
    postal_code: str | None
    """The postal code; for the United States five or nine digits. At most 16 characters."""
    country: str | None
    """The country."""
    name_1: str | None
    """The name, first line."""
    name_2: str | None
    """The name, second line."""
    def __init__(
        self,
        line_1: str | None = ...,
        line_2: str | None = ...,
        line_3: str | None = ...,
        city: str | None = ...,
        region: str | None = ...,
        postal_code: str | None = ...,
        country: str | None = ...,
        name_1: str | None = ...,
        name_2: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class OauthProviderError(Enumeration):
    INVALID_REQUEST: Literal['invalid_request']
    INVALID_CLIENT: Literal['invalid_client']
    INVALID_GRANT: Literal['invalid_grant']
    UNAUTHORIZED_CLIENT: Literal['unauthorized_client']
    UNSUPPORTED_GRANT_TYPE: Literal['unsupported_grant_type']
    INVALID_SCOPE: Literal['invalid_scope']

class OauthScope(Enumeration):
    OPENID: Literal['openid']
    PROFILE: Literal['profile']
    OFFLINE_ACCESS: Literal['offline_access']

class OauthToken(Model):
    """The response of the token endpoint. There is no `access_token`: the `id_token` is the bearer of data calls."""

    id_token: str | None
    """The bearer, a signed JWT."""
    token_type: str | None
    """`bearer`."""
    expires_in: int | None
    """How long the `id_token` is valid, in seconds from now."""
    scope: str | None
    """The scopes that were granted, with spaces between."""
    expiry: int | None
    """When the `id_token` expires, in seconds since 1970. Not sent: clients that save tokens add it."""
    refresh_token: str | None
    """The refresh token: it is exchanged for the next pair of tokens and is valid once."""
    def __init__(
        self,
        id_token: str | None,
        token_type: str | None,
        expires_in: int | None = ...,
        scope: str | None = ...,
        expiry: int | None = ...,
        refresh_token: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class OfferOfHealthInsuranceCoverage(Model):
    """What an employer offered in one month, or in every month of the year: a column of part II of Form 1095-C."""

    coverage_code: str | None
    """Line 14, what was offered, as a code such as `1E`."""
    required_contribution: Amount | None
    """Line 15, what the employee would pay per month for the cheapest coverage of the employee alone, in US dollars."""
    section_4980_h_code: str | None
    """Line 16, safe harbor and other relief under section 4980H, as a code such as `2C`."""
    postal_code: str | None
    """Line 17, the ZIP code that an individual coverage HRA was measured by. At most 10 characters."""
    month: str | None
    """The month, or the whole year."""
    def __init__(
        self,
        coverage_code: str | None = ...,
        required_contribution: Amount | float | Decimal | None = ...,
        section_4980_h_code: str | None = ...,
        postal_code: str | None = ...,
        month: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class OpenOrderEntity(Model):
    """An order to buy or sell that waits to be carried out."""

    order_id: str | None
    """The identifier of the order."""
    security_id: str | None
    """The identifier of the security."""
    security_id_type: str | None
    """Which numbering system `security_id` belongs to."""
    symbol: str | None
    """The ticker symbol."""
    description: str | None
    """What the order is, in words."""
    units: Amount | None
    """How many units."""
    order_type: str | None
    """What is to be done."""
    order_date: RFC3339DateTime | None
    """When the order was given."""
    unit_price: Amount | None
    """The price of one unit."""
    unit_type: str | None
    """What `units` counts."""
    order_duration: str | None
    """How long the order stays open."""
    sub_account: str | None
    """The part of the account that the order is for."""
    limit_price: Amount | None
    """The highest price to buy at, or the lowest to sell at, of one unit."""
    stop_price: Amount | None
    """The price of one unit that makes the order active."""
    inv_401_k_source: str | None
    """Where the money in a 401(k) plan came from."""
    def __init__(
        self,
        order_id: str | None = ...,
        security_id: str | None = ...,
        security_id_type: str | None = ...,
        symbol: str | None = ...,
        description: str | None = ...,
        units: Amount | float | Decimal | None = ...,
        order_type: str | None = ...,
        order_date: RFC3339DateTime | dt.datetime | str | None = ...,
        unit_price: Amount | float | Decimal | None = ...,
        unit_type: str | None = ...,
        order_duration: str | None = ...,
        sub_account: str | None = ...,
        limit_price: Amount | float | Decimal | None = ...,
        stop_price: Amount | float | Decimal | None = ...,
        inv_401_k_source: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class OptionSecurityEntity(Model):
    """What is known of an option."""

    secured: str | None
    """Whether the seller owns what the option is on."""
    option_type: str | None
    """Whether the option is to buy or to sell."""
    strike_price: Amount | None
    """The price of one share that the option fixes."""
    expire_date: RFC3339DateTime | None
    """When the option ends."""
    shares_per_contract: Amount | None
    """How many shares one contract is for, usually 100."""
    def __init__(
        self,
        secured: str | None = ...,
        option_type: str | None = ...,
        strike_price: Amount | float | Decimal | None = ...,
        expire_date: RFC3339DateTime | dt.datetime | str | None = ...,
        shares_per_contract: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class OptionType(Enumeration):
    CALL: Literal['CALL']
    PUT: Literal['PUT']

class OrderDuration(Enumeration):
    DAY: Literal['DAY']
    GOODTILLCANCEL: Literal['GOODTILLCANCEL']
    IMMEDIATE: Literal['IMMEDIATE']

class OrderType(Enumeration):
    BUY: Literal['BUY']
    SELL: Literal['SELL']
    BUYTOCOVER: Literal['BUYTOCOVER']
    BUYTOOPEN: Literal['BUYTOOPEN']
    SELLTOCOVER: Literal['SELLTOCOVER']
    SELLTOOPEN: Literal['SELLTOOPEN']
    SELLSHORT: Literal['SELLSHORT']
    SELLCLOSE: Literal['SELLCLOSE']

class OtherSecurityEntity(Model):
    """What is known of a security of another kind."""

    type_description: str | None
    """What kind it is, in words."""
    def __init__(
        self,
        type_description: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class PaginatedArray(Model):
    """
    The response of the statement list: one page. The API description (`PaginatedArray`) has the links only; the statements
    are as FDX 5.2 has them.
    """

    links: Links | None
    """Where the list continues."""
    statements: list[Statement] | None
    """The statements of the page."""
    def __init__(
        self,
        links: Links | None = ...,
        statements: list[Statement] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class PaymentDetails(Model):
    """What a payment on a loan or line of credit was for."""

    escrow_amount: Amount | None
    """For escrow: property taxes and insurance."""
    fees_amount: Amount | None
    """For fees."""
    insurance_amount: Amount | None
    """For insurance of the loan."""
    interest_amount: Amount | None
    """For interest."""
    pmi_amount: Amount | None
    """For private mortgage insurance (PMI)."""
    principal_amount: Amount | None
    """For principal."""
    def __init__(
        self,
        escrow_amount: Amount | float | Decimal | None = ...,
        fees_amount: Amount | float | Decimal | None = ...,
        insurance_amount: Amount | float | Decimal | None = ...,
        interest_amount: Amount | float | Decimal | None = ...,
        pmi_amount: Amount | float | Decimal | None = ...,
        principal_amount: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class PaymentNetworkSupportedByAccount(Model):
    """A payment network, and the numbers that reach the account in it."""

    bank_id: str | None
    """The bank's number in the network: for ACH the routing number, nine digits."""
    identifier: str | None
    """The account's number in the network, unmasked: the real one or a token, as `identifier_type` says."""
    identifier_type: str | None
    """
    What `identifier` is: `ACCOUNT_NUMBER` or `TOKENIZED_ACCOUNT_NUMBER`. A token has a routing number of its own and is
    replaced from time to time.
    """
    mtype: str | None
    """The network, such as `US_ACH`, `US_FEDWIRE` or `US_RTP`."""
    transfer_in: bool | None
    """Whether money can be sent to the account."""
    transfer_out: bool | None
    """Whether money can be taken from the account."""
    def __init__(
        self,
        bank_id: str | None = ...,
        identifier: str | None = ...,
        identifier_type: str | None = ...,
        mtype: str | None = ...,
        transfer_in: bool | None = ...,
        transfer_out: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class PensionSourceEntity(Model):
    """What a pension pays."""

    display_name: str | None
    """The name of the source."""
    amount: Amount | None
    """One payment."""
    payment_option: str | None
    """How the payments are made, in words."""
    as_of_date: RFC3339DateTime | None
    """When the figures were current."""
    frequency: str | None
    """How often it pays."""
    start_date: RFC3339DateTime | None
    """When the payments begin."""
    def __init__(
        self,
        display_name: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        payment_option: str | None = ...,
        as_of_date: RFC3339DateTime | dt.datetime | str | None = ...,
        frequency: str | None = ...,
        start_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class PeriodCertainGuarantee(Enumeration):
    ENUM_NO_PERIOD_CERTAIN: Literal['NO PERIOD CERTAIN']
    ENUM_5YEAR: Literal['5-YEAR']
    ENUM_10YEAR: Literal['10-YEAR']
    ENUM_20YEAR: Literal['20-YEAR']
    ENUM_30YEAR: Literal['30-YEAR']

class PhoneType(Enumeration):
    BUSINESS: Literal['BUSINESS']
    CELL: Literal['CELL']
    FAX: Literal['FAX']
    HOME: Literal['HOME']

class PolicyPremiumTerm(Enumeration):
    MONTHLY: Literal['MONTHLY']
    ANNUAL: Literal['ANNUAL']

class PositionType(Enumeration):
    LONG: Literal['LONG']
    SHORT: Literal['SHORT']

class RelationshipType(Enumeration):
    AUTHORIZED_USER: Literal['AUTHORIZED_USER']
    BUSINESS: Literal['BUSINESS']
    FOR_BENEFIT_OF: Literal['FOR_BENEFIT_OF']
    FOR_BENEFIT_OF_PRIMARY: Literal['FOR_BENEFIT_OF_PRIMARY']
    FOR_BENEFIT_OF_PRIMARY_JOINT_RESTRICTED: Literal['FOR_BENEFIT_OF_PRIMARY_JOINT_RESTRICTED']
    FOR_BENEFIT_OF_SECONDARY: Literal['FOR_BENEFIT_OF_SECONDARY']
    FOR_BENEFIT_OF_SECONDARY_JOINT_RESTRICTED: Literal['FOR_BENEFIT_OF_SECONDARY_JOINT_RESTRICTED']
    FOR_BENEFIT_OF_SOLE_OWNER_RESTRICTED: Literal['FOR_BENEFIT_OF_SOLE_OWNER_RESTRICTED']
    POWER_OF_ATTORNEY: Literal['POWER_OF_ATTORNEY']
    PRIMARY_JOINT_TENANTS: Literal['PRIMARY_JOINT_TENANTS']
    PRIMARY: Literal['PRIMARY']
    PRIMARY_BORROWER: Literal['PRIMARY_BORROWER']
    PRIMARY_JOINT: Literal['PRIMARY_JOINT']
    SECONDARY: Literal['SECONDARY']
    SECONDARY_JOINT_TENANTS: Literal['SECONDARY_JOINT_TENANTS']
    SECONDARY_BORROWER: Literal['SECONDARY_BORROWER']
    SECONDARY_JOINT: Literal['SECONDARY_JOINT']
    SOLE_OWNER: Literal['SOLE_OWNER']
    TRUSTEE: Literal['TRUSTEE']
    UNIFORM_TRANSFER_TO_MINOR: Literal['UNIFORM_TRANSFER_TO_MINOR']

class RentalIncomeStatement(Model):
    """Income and expenses of a rented property, for part I of Schedule E of Form 1040."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    property_address: Address | None
    """Line 1a, the address of the property."""
    rents: Amount | None
    """Line 3, rents received, in US dollars."""
    advertising: Amount | None
    """Line 5, advertising, in US dollars."""
    auto: Amount | None
    """Line 6, auto and travel, in US dollars."""
    cleaning: Amount | None
    """Line 7, cleaning and maintenance, in US dollars."""
    commissions: Amount | None
    """Line 8, commissions, in US dollars."""
    insurance: Amount | None
    """Line 9, insurance, in US dollars."""
    legal: Amount | None
    """Line 10, legal and other professional fees, in US dollars."""
    management_fees: Amount | None
    """Line 11, management fees, in US dollars."""
    mortgage_interest: Amount | None
    """Line 12, mortgage interest paid to banks and the like, in US dollars."""
    other_interest: Amount | None
    """Line 13, other interest, in US dollars."""
    repairs: Amount | None
    """Line 14, repairs, in US dollars."""
    supplies: Amount | None
    """Line 15, supplies, in US dollars."""
    taxes: Amount | None
    """Line 16, taxes, in US dollars."""
    utilities: Amount | None
    """Line 17, utilities, in US dollars."""
    depreciation_expense: Amount | None
    """Line 18, depreciation, in US dollars."""
    other_expenses: list[DescriptionAndAmount] | None
    """Line 19, other expenses, by description."""
    capital_expenditures: list[DateAndAmount] | None
    """Capital expenditures, to work out depreciation."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        property_address: Address | None = ...,
        rents: Amount | float | Decimal | None = ...,
        advertising: Amount | float | Decimal | None = ...,
        auto: Amount | float | Decimal | None = ...,
        cleaning: Amount | float | Decimal | None = ...,
        commissions: Amount | float | Decimal | None = ...,
        insurance: Amount | float | Decimal | None = ...,
        legal: Amount | float | Decimal | None = ...,
        management_fees: Amount | float | Decimal | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        other_interest: Amount | float | Decimal | None = ...,
        repairs: Amount | float | Decimal | None = ...,
        supplies: Amount | float | Decimal | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        utilities: Amount | float | Decimal | None = ...,
        depreciation_expense: Amount | float | Decimal | None = ...,
        other_expenses: list[DescriptionAndAmount] | None = ...,
        capital_expenditures: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class ResultType(Enumeration):
    DETAILS: Literal['details']
    LIGHTWEIGHT: Literal['lightweight']

class RoyaltyIncomeStatement(Model):
    """Income and expenses of a property that brings royalties, for part I of Schedule E of Form 1040."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    property_address: Address | None
    """Line 1a, the address of the property."""
    royalties: Amount | None
    """Line 4, royalties received, in US dollars."""
    advertising: Amount | None
    """Line 5, advertising, in US dollars."""
    auto: Amount | None
    """Line 6, auto and travel, in US dollars."""
    cleaning: Amount | None
    """Line 7, cleaning and maintenance, in US dollars."""
    commissions: Amount | None
    """Line 8, commissions, in US dollars."""
    insurance: Amount | None
    """Line 9, insurance, in US dollars."""
    legal: Amount | None
    """Line 10, legal and other professional fees, in US dollars."""
    management_fees: Amount | None
    """Line 11, management fees, in US dollars."""
    mortgage_interest: Amount | None
    """Line 12, mortgage interest paid to banks and the like, in US dollars."""
    other_interest: Amount | None
    """Line 13, other interest, in US dollars."""
    repairs: Amount | None
    """Line 14, repairs, in US dollars."""
    supplies: Amount | None
    """Line 15, supplies, in US dollars."""
    taxes: Amount | None
    """Line 16, taxes, in US dollars."""
    utilities: Amount | None
    """Line 17, utilities, in US dollars."""
    depletion_expense: Amount | None
    """Line 18, depletion, in US dollars."""
    other_expenses: list[DescriptionAndAmount] | None
    """Line 19, other expenses, by description."""
    capital_expenditures: list[DateAndAmount] | None
    """Capital expenditures, to work out depreciation."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        property_address: Address | None = ...,
        royalties: Amount | float | Decimal | None = ...,
        advertising: Amount | float | Decimal | None = ...,
        auto: Amount | float | Decimal | None = ...,
        cleaning: Amount | float | Decimal | None = ...,
        commissions: Amount | float | Decimal | None = ...,
        insurance: Amount | float | Decimal | None = ...,
        legal: Amount | float | Decimal | None = ...,
        management_fees: Amount | float | Decimal | None = ...,
        mortgage_interest: Amount | float | Decimal | None = ...,
        other_interest: Amount | float | Decimal | None = ...,
        repairs: Amount | float | Decimal | None = ...,
        supplies: Amount | float | Decimal | None = ...,
        taxes: Amount | float | Decimal | None = ...,
        utilities: Amount | float | Decimal | None = ...,
        depletion_expense: Amount | float | Decimal | None = ...,
        other_expenses: list[DescriptionAndAmount] | None = ...,
        capital_expenditures: list[DateAndAmount] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class SaleProceedsType(Enumeration):
    GROSS: Literal['GROSS']
    NET: Literal['NET']

class SaleTermType(Enumeration):
    LONG: Literal['LONG']
    SHORT: Literal['SHORT']

class Secured(Enumeration):
    COVERED: Literal['COVERED']
    NAKED: Literal['NAKED']

class SecurityDetailIrsForm1099B(Model):
    """One sale of a security on Form 1099-B."""

    checkbox_on_form_8949: str | None
    """The checkbox of Form 8949 under which the sale is reported, one letter, such as `A`."""
    security_name: str | None
    """The name of the security."""
    number_of_shares: Amount | None
    """How many shares or units."""
    sale_description: str | None
    """Box 1a, what was sold, such as `100 sh. XYZ Co.`."""
    date_acquired: dt.date | None
    """Box 1b, when it was acquired."""
    various_dates_acquired: bool | None
    """Box 1b, whether it was acquired on various dates."""
    date_of_sale: dt.date | None
    """Box 1c, when it was sold or disposed of."""
    sales_price: Amount | None
    """Box 1d, the proceeds of all shares together, in US dollars; box 6 says whether before or after costs."""
    accrued_market_discount: Amount | None
    """Box 1f, accrued market discount, in US dollars."""
    adjustment_codes: list[CodeAndAmount] | None
    """Other adjustments, by code of Form 8949."""
    cost_basis: Amount | None
    """Box 1e, cost or other basis, in US dollars."""
    corrected_cost_basis: Amount | None
    """
    The basis as it should have been reported, in US dollars; comes in place of an adjustment with code `B`. Not a box of
    the form.
    """
    wash_sale_loss_disallowed: Amount | None
    """Box 1g, the loss that is disallowed because of a wash sale, in US dollars. Printed without a sign."""
    long_or_short: str | None
    """Box 2, whether the gain or loss is long-term or short-term."""
    ordinary: bool | None
    """Box 2, whether it is ordinary income."""
    collectible: bool | None
    """Box 3, whether it is a collectible."""
    qof: bool | None
    """Box 3, whether it is an investment in a qualified opportunity fund (QOF)."""
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld, in US dollars."""
    noncovered_security: bool | None
    """Box 5, whether it is a noncovered security, of which the broker need not know the basis."""
    gross_or_net: str | None
    """Box 6, whether the proceeds in box 1d are gross or net of costs."""
    loss_not_allowed: bool | None
    """Box 7, whether a loss is not allowed because of the amount in box 1d."""
    basis_reported: bool | None
    """Box 12, whether the basis is reported to the IRS."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 14 to 16, state and local tax withheld."""
    cusip: str | None
    """The CUSIP number of the security."""
    foreign_account_tax_compliance: bool | None
    """Whether the form meets a filing requirement under FATCA."""
    expired_option: str | None
    """Whether an option that expired was written or bought; nothing if it is not an expired option."""
    investment_sale_type: str | None
    """What kind of investment was sold."""
    def __init__(
        self,
        checkbox_on_form_8949: str | None = ...,
        security_name: str | None = ...,
        number_of_shares: Amount | float | Decimal | None = ...,
        sale_description: str | None = ...,
        date_acquired: dt.date | None = ...,
        various_dates_acquired: bool | None = ...,
        date_of_sale: dt.date | None = ...,
        sales_price: Amount | float | Decimal | None = ...,
        accrued_market_discount: Amount | float | Decimal | None = ...,
        adjustment_codes: list[CodeAndAmount] | None = ...,
        cost_basis: Amount | float | Decimal | None = ...,
        corrected_cost_basis: Amount | float | Decimal | None = ...,
        wash_sale_loss_disallowed: Amount | float | Decimal | None = ...,
        long_or_short: str | None = ...,
        ordinary: bool | None = ...,
        collectible: bool | None = ...,
        qof: bool | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        noncovered_security: bool | None = ...,
        gross_or_net: str | None = ...,
        loss_not_allowed: bool | None = ...,
        basis_reported: bool | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        cusip: str | None = ...,
        foreign_account_tax_compliance: bool | None = ...,
        expired_option: str | None = ...,
        investment_sale_type: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class SecurityIdType(Enumeration):
    CUSIP: Literal['CUSIP']
    BUSIP: Literal['BUSIP']
    ISIN: Literal['ISIN']
    SEDOL: Literal['SEDOL']
    SICC: Literal['SICC']
    VALOR: Literal['VALOR']
    WKN: Literal['WKN']

class SecurityType(Enumeration):
    STOCK: Literal['STOCK']
    MUTUALFUND: Literal['MUTUALFUND']
    DEBT: Literal['DEBT']
    OPTION: Literal['OPTION']
    SWEEP: Literal['SWEEP']
    BOND: Literal['BOND']
    OTHER: Literal['OTHER']

class StateAndLocalTaxWithholding(Model):
    """The boxes for one state and one locality in it. A form with several states has one of these for each."""

    state_code: str | None
    """The state."""
    state: StateTaxWithholding | None
    """The state's boxes."""
    local: LocalTaxWithholding | None
    """The locality's boxes."""
    def __init__(
        self,
        state_code: str | None = ...,
        state: StateTaxWithholding | None = ...,
        local: LocalTaxWithholding | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class StateCode(Enumeration):
    AA: Literal['AA']
    AE: Literal['AE']
    AK: Literal['AK']
    AL: Literal['AL']
    AP: Literal['AP']
    AR: Literal['AR']
    AS: Literal['AS']
    AZ: Literal['AZ']
    CA: Literal['CA']
    CO: Literal['CO']
    CT: Literal['CT']
    DC: Literal['DC']
    DE: Literal['DE']
    FL: Literal['FL']
    FM: Literal['FM']
    GA: Literal['GA']
    GU: Literal['GU']
    HI: Literal['HI']
    IA: Literal['IA']
    ID: Literal['ID']
    IL: Literal['IL']
    IN: Literal['IN']
    KS: Literal['KS']
    KY: Literal['KY']
    LA: Literal['LA']
    MA: Literal['MA']
    MD: Literal['MD']
    ME: Literal['ME']
    MH: Literal['MH']
    MI: Literal['MI']
    MN: Literal['MN']
    MO: Literal['MO']
    MP: Literal['MP']
    MS: Literal['MS']
    MT: Literal['MT']
    NC: Literal['NC']
    ND: Literal['ND']
    NE: Literal['NE']
    NH: Literal['NH']
    NJ: Literal['NJ']
    NM: Literal['NM']
    NV: Literal['NV']
    NY: Literal['NY']
    OH: Literal['OH']
    OK: Literal['OK']
    OR: Literal['OR']
    PA: Literal['PA']
    PR: Literal['PR']
    PW: Literal['PW']
    RI: Literal['RI']
    SC: Literal['SC']
    SD: Literal['SD']
    TN: Literal['TN']
    TX: Literal['TX']
    UT: Literal['UT']
    VA: Literal['VA']
    VI: Literal['VI']
    VT: Literal['VT']
    WA: Literal['WA']
    WI: Literal['WI']
    WV: Literal['WV']
    WY: Literal['WY']

class StateTaxWithholding(Model):
    """Income and tax of one state."""

    tax_withheld: Amount | None
    """State income tax withheld, in US dollars."""
    tax_id: str | None
    """The number that the state gave to the issuer of the form."""
    income: Amount | None
    """Income as the state counts it, in US dollars; on Form W-2 the state's wages, on Form W-2G the winnings."""
    def __init__(
        self,
        tax_withheld: Amount | float | Decimal | None = ...,
        tax_id: str | None = ...,
        income: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Statement(Model):
    """A statement that can be downloaded. Source: FDX 5.2; Akoya's description of v2.4.0 does not have it."""

    account_id: str | None
    """The identifier of the account."""
    statement_id: str | None
    """The identifier of the statement; the download's path takes it."""
    statement_date: RFC3339DateTime | None
    """The day that the statement is of."""
    description: str | None
    """What it is, in the provider's words."""
    status: str | None
    """Whether it can be downloaded, in the provider's words."""
    links: list[HateoasLink] | None
    """Where it can be downloaded, and in which content types."""
    def __init__(
        self,
        account_id: str | None = ...,
        statement_id: str | None = ...,
        statement_date: RFC3339DateTime | dt.datetime | str | None = ...,
        description: str | None = ...,
        status: str | None = ...,
        links: list[HateoasLink] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class StockSecurityEntity(Model):
    """What is known of a share of a company."""

    units_street: Amount | None
    """Units held in the broker's name."""
    units_user: Amount | None
    """Units held in the customer's name."""
    reinvest_dividends: bool | None
    """Whether dividends buy more shares."""
    stock_type: str | None
    """What the security is."""
    myield: Amount | None
    """What the share pays per year, in percent of its price."""
    yield_as_of_date: RFC3339DateTime | None
    """When the yield was current."""
    def __init__(
        self,
        units_street: Amount | float | Decimal | None = ...,
        units_user: Amount | float | Decimal | None = ...,
        reinvest_dividends: bool | None = ...,
        stock_type: str | None = ...,
        myield: Amount | float | Decimal | None = ...,
        yield_as_of_date: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class StockType(Enumeration):
    STOCK: Literal['STOCK']
    MUTUALFUND: Literal['MUTUALFUND']
    DEBT: Literal['DEBT']
    OPTION: Literal['OPTION']
    SWEEP: Literal['SWEEP']
    BOND: Literal['BOND']
    OTHER: Literal['OTHER']

class SubAccount(Enumeration):
    CASH: Literal['CASH']
    MARGIN: Literal['MARGIN']
    SHORT: Literal['SHORT']
    OTHER: Literal['OTHER']

class SubAccountFund(Enumeration):
    CASH: Literal['CASH']
    MARGIN: Literal['MARGIN']
    SHORT: Literal['SHORT']
    OTHERS: Literal['OTHERS']

class SubAccountSecurityType(Enumeration):
    CASH: Literal['CASH']
    MARGIN: Literal['MARGIN']
    SHORT: Literal['SHORT']
    OTHERS: Literal['OTHERS']

class SweepSecurityEntity(Model):
    """What is known of cash that is swept into a money market."""

    current_balance: Amount | None
    """All of it."""
    available_balance: Amount | None
    """What can be taken out now."""
    balance_as_of: RFC3339DateTime | None
    """When the balances were current."""
    checks: bool | None
    """Whether checks can be written on it."""
    def __init__(
        self,
        current_balance: Amount | float | Decimal | None = ...,
        available_balance: Amount | float | Decimal | None = ...,
        balance_as_of: RFC3339DateTime | dt.datetime | str | None = ...,
        checks: bool | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Tax(Model):
    """A form with nothing but what every form has. No operation returns it; it is here because the API description has it."""

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Tax1099Da(Model):
    """
    Form 1099-DA, digital asset proceeds from broker transactions, since tax year 2025. The issuer is the filer. The API
    description of Akoya does not have it yet; the fields are those of FDX 6.4.1. A sale that a broker reports on Form
    1099-B is there and not here.
    """

    tax_year: int | None
    """The year that the form is for, such as 2023."""
    corrected: bool | None
    """Whether the form corrects one that was sent before."""
    account_id: str | None
    """The provider's identifier of the account that the form is about; not the account number."""
    tax_form_id: str | None
    """The provider's identifier of the form, constant; it may equal the statement's."""
    tax_form_date: dt.date | None
    """When the form was made or delivered."""
    additional_information: str | None
    """More about the form, in words."""
    tax_form_type: str | None
    """Which form it is; the key in `TaxData` says the same."""
    issuer: TaxParty | None
    """Who issued the form. Often absent, and the statement's issuer counts."""
    recipient: TaxParty | None
    """Whom the form is for. Often absent, and the statement's recipient counts."""
    attributes: list[TaxFormAttribute] | None
    """Entries of the form that have no field."""
    error: Error | None
    """What went wrong when the provider fetched the form."""
    links: list[HateoasLink] | None
    """Links to the form, as data or as a document."""
    account_number: str | None
    """The account number on the form."""
    digital_asset_details: list[DigitalAssetDetail] | None
    """The sales, one for each copy of boxes 1 to 16."""
    second_tin_notice: bool | None
    """
    Whether the IRS has notified the filer twice within three years that the recipient's taxpayer identification number is
    wrong.
    """
    federal_tax_withheld: Amount | None
    """Box 4, federal income tax withheld from all sales together, in US dollars."""
    state_and_local: list[StateAndLocalTaxWithholding] | None
    """Boxes 14 to 16, state and local tax withheld from all sales together."""
    def __init__(
        self,
        tax_year: int | None = ...,
        corrected: bool | None = ...,
        account_id: str | None = ...,
        tax_form_id: str | None = ...,
        tax_form_date: dt.date | None = ...,
        additional_information: str | None = ...,
        tax_form_type: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        attributes: list[TaxFormAttribute] | None = ...,
        error: Error | None = ...,
        links: list[HateoasLink] | None = ...,
        account_number: str | None = ...,
        digital_asset_details: list[DigitalAssetDetail] | None = ...,
        second_tin_notice: bool | None = ...,
        federal_tax_withheld: Amount | float | Decimal | None = ...,
        state_and_local: list[StateAndLocalTaxWithholding] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxData(Model):
    """One form, in the field of its name; all other fields are empty."""

    business_income_statement: BusinessIncomeStatement | None
    """Income and expenses of a business, for Schedule C."""
    cryptocurrency_tax_statement: CryptocurrencyTaxStatementList | None
    """Gains and losses from cryptocurrency."""
    farm_income_statement: FarmIncomeStatement | None
    """Income and expenses of a farm, for Schedule F."""
    farm_rental_income_statement: FarmRentalIncomeStatement | None
    """Income and expenses of a farm that is rented out, for Form 4835."""
    rental_income_statement: RentalIncomeStatement | None
    """Income and expenses of a rented property, for Schedule E."""
    royalty_income_statement: RoyaltyIncomeStatement | None
    """Income and expenses of a property that brings royalties, for Schedule E."""
    tax_1041_k_1: Form1041K1 | None
    """Schedule K-1 of Form 1041, estate or trust."""
    tax_1042_s: Form1042S | None
    """Form 1042-S, a foreign person's US source income."""
    tax_1065_k_1: Form1065K1 | None
    """Schedule K-1 of Form 1065, partnership."""
    tax_1095_a: Form1095A | None
    """Form 1095-A, health insurance marketplace statement."""
    tax_1095_b: Form1095B | None
    """Form 1095-B, health coverage."""
    tax_1095_c: Form1095C | None
    """Form 1095-C, employer-provided health insurance."""
    tax_1097_btc: Form1097Btc | None
    """Form 1097-BTC, bond tax credit."""
    tax_1098: Form1098 | None
    """Form 1098, mortgage interest statement."""
    tax_1098_c: Form1098C | None
    """Form 1098-C, contribution of a motor vehicle, boat or airplane."""
    tax_1098_e: Form1098E | None
    """Form 1098-E, student loan interest statement."""
    tax_1098_ma: Form1098Ma | None
    """Form 1098-MA, mortgage assistance payments."""
    tax_1098_q: Form1098Q | None
    """Form 1098-Q, qualifying longevity annuity contract."""
    tax_1098_t: Form1098T | None
    """Form 1098-T, tuition statement."""
    tax_1099_a: Form1099A | None
    """Form 1099-A, acquisition or abandonment of secured property."""
    tax_1099_b: Form1099B | None
    """Form 1099-B, proceeds from broker and barter exchange transactions."""
    tax_1099_c: Form1099C | None
    """Form 1099-C, cancellation of debt."""
    tax_1099_cap: Form1099Cap | None
    """Form 1099-CAP, changes in corporate control and capital structure."""
    tax_1099_consolidated_statement: Form1099ConsolidatedStatement | None
    """A broker's combined statement of Forms 1099."""
    tax_1099_div: Form1099Div | None
    """Form 1099-DIV, dividends and distributions."""
    tax_1099_g: Form1099G | None
    """Form 1099-G, certain government payments."""
    tax_1099_h: Form1099H | None
    """Form 1099-H, advance payments of the health coverage tax credit."""
    tax_1099_int: Form1099Int | None
    """Form 1099-INT, interest income."""
    tax_1099_k: Form1099K | None
    """Form 1099-K, payment card and third party network transactions."""
    tax_1099_ls: Form1099Ls | None
    """Form 1099-LS, reportable life insurance sale."""
    tax_1099_ltc: Form1099Ltc | None
    """Form 1099-LTC, long-term care and accelerated death benefits."""
    tax_1099_misc: Form1099Misc | None
    """Form 1099-MISC, miscellaneous information."""
    tax_1099_nec: Form1099Nec | None
    """Form 1099-NEC, nonemployee compensation."""
    tax_1099_oid: Form1099Oid | None
    """Form 1099-OID, original issue discount."""
    tax_1099_patr: Form1099Patr | None
    """Form 1099-PATR, taxable distributions received from cooperatives."""
    tax_1099_q: Form1099Q | None
    """Form 1099-Q, payments from qualified education programs."""
    tax_1099_qa: Form1099Qa | None
    """Form 1099-QA, distributions from ABLE accounts."""
    tax_1099_r: Form1099R | None
    """Form 1099-R, distributions from pensions, annuities, retirement plans, IRAs and insurance contracts."""
    tax_1099_s: Form1099S | None
    """Form 1099-S, proceeds from real estate transactions."""
    tax_1099_sa: Form1099Sa | None
    """Form 1099-SA, distributions from an HSA, Archer MSA or Medicare Advantage MSA."""
    tax_1099_sb: Form1099Sb | None
    """Form 1099-SB, seller's investment in a life insurance contract."""
    tax_1120_sk_1: Form1120SK1 | None
    """Schedule K-1 of Form 1120-S, S corporation."""
    tax_2439: Form2439 | None
    """Form 2439, undistributed long-term capital gains."""
    tax_3921: Form3921 | None
    """Form 3921, exercise of an incentive stock option."""
    tax_3922: Form3922 | None
    """Form 3922, transfer of stock acquired through an employee stock purchase plan."""
    tax_5227_k_1: Form1041K1 | None
    """Schedule K-1 of Form 5227, split-interest trust."""
    tax_5498: Form5498 | None
    """Form 5498, IRA contribution information."""
    tax_5498_esa: Form5498Esa | None
    """Form 5498-ESA, Coverdell ESA contribution information."""
    tax_5498_qa: Form5498Qa | None
    """Form 5498-QA, ABLE account contribution information."""
    tax_5498_sa: Form5498Sa | None
    """Form 5498-SA, HSA, Archer MSA or Medicare Advantage MSA information."""
    tax_w_2: FormW2 | None
    """Form W-2, wage and tax statement."""
    tax_w_2_c: FormW2C | None
    """Form W-2c, corrected wage and tax statement."""
    tax_w_2_g: FormW2G | None
    """Form W-2G, certain gambling winnings."""
    tax_refund_direct_deposit: TaxRefundDirectDeposit | None
    """Where a tax refund may be paid in, for Form 8888."""
    tax_1099_da: Tax1099Da | None
    """Form 1099-DA, digital asset proceeds from broker transactions, since tax year 2025."""
    def __init__(
        self,
        business_income_statement: BusinessIncomeStatement | None = ...,
        cryptocurrency_tax_statement: CryptocurrencyTaxStatementList | None = ...,
        farm_income_statement: FarmIncomeStatement | None = ...,
        farm_rental_income_statement: FarmRentalIncomeStatement | None = ...,
        rental_income_statement: RentalIncomeStatement | None = ...,
        royalty_income_statement: RoyaltyIncomeStatement | None = ...,
        tax_1041_k_1: Form1041K1 | None = ...,
        tax_1042_s: Form1042S | None = ...,
        tax_1065_k_1: Form1065K1 | None = ...,
        tax_1095_a: Form1095A | None = ...,
        tax_1095_b: Form1095B | None = ...,
        tax_1095_c: Form1095C | None = ...,
        tax_1097_btc: Form1097Btc | None = ...,
        tax_1098: Form1098 | None = ...,
        tax_1098_c: Form1098C | None = ...,
        tax_1098_e: Form1098E | None = ...,
        tax_1098_ma: Form1098Ma | None = ...,
        tax_1098_q: Form1098Q | None = ...,
        tax_1098_t: Form1098T | None = ...,
        tax_1099_a: Form1099A | None = ...,
        tax_1099_b: Form1099B | None = ...,
        tax_1099_c: Form1099C | None = ...,
        tax_1099_cap: Form1099Cap | None = ...,
        tax_1099_consolidated_statement: Form1099ConsolidatedStatement | None = ...,
        tax_1099_div: Form1099Div | None = ...,
        tax_1099_g: Form1099G | None = ...,
        tax_1099_h: Form1099H | None = ...,
        tax_1099_int: Form1099Int | None = ...,
        tax_1099_k: Form1099K | None = ...,
        tax_1099_ls: Form1099Ls | None = ...,
        tax_1099_ltc: Form1099Ltc | None = ...,
        tax_1099_misc: Form1099Misc | None = ...,
        tax_1099_nec: Form1099Nec | None = ...,
        tax_1099_oid: Form1099Oid | None = ...,
        tax_1099_patr: Form1099Patr | None = ...,
        tax_1099_q: Form1099Q | None = ...,
        tax_1099_qa: Form1099Qa | None = ...,
        tax_1099_r: Form1099R | None = ...,
        tax_1099_s: Form1099S | None = ...,
        tax_1099_sa: Form1099Sa | None = ...,
        tax_1099_sb: Form1099Sb | None = ...,
        tax_1120_sk_1: Form1120SK1 | None = ...,
        tax_2439: Form2439 | None = ...,
        tax_3921: Form3921 | None = ...,
        tax_3922: Form3922 | None = ...,
        tax_5227_k_1: Form1041K1 | None = ...,
        tax_5498: Form5498 | None = ...,
        tax_5498_esa: Form5498Esa | None = ...,
        tax_5498_qa: Form5498Qa | None = ...,
        tax_5498_sa: Form5498Sa | None = ...,
        tax_w_2: FormW2 | None = ...,
        tax_w_2_c: FormW2C | None = ...,
        tax_w_2_g: FormW2G | None = ...,
        tax_refund_direct_deposit: TaxRefundDirectDeposit | None = ...,
        tax_1099_da: Tax1099Da | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxFormAttribute(Model):
    """An entry of a form that has no field."""

    name: str | None
    """What the entry is, such as `nameControl` or `recipientIdType`."""
    value: str | None
    """The entry; text, whatever it means."""
    box_number: str | None
    """The box on the form."""
    code: str | None
    """The code printed with the entry."""
    def __init__(
        self,
        name: str | None = ...,
        value: str | None = ...,
        box_number: str | None = ...,
        code: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxParty(Model):
    """Who issued a form, who received it, or someone else who is named on it."""

    tin: str | None
    """The taxpayer identification number (TIN): of a business its EIN, of a person the SSN or ITIN. May be masked."""
    party_type: str | None
    """Whether it is a business or a person."""
    individual_name: IndividualName | None
    """The name of a person."""
    business_name: BusinessName | None
    """The name of a business."""
    address: Address | None
    """The postal address."""
    phone: TelephoneNumberPlusExtension | None
    """The telephone number."""
    email: str | None
    """The address for electronic mail. Not on IRS forms."""
    def __init__(
        self,
        tin: str | None = ...,
        party_type: str | None = ...,
        individual_name: IndividualName | None = ...,
        business_name: BusinessName | None = ...,
        address: Address | None = ...,
        phone: TelephoneNumberPlusExtension | None = ...,
        email: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxPartyType(Enumeration):
    BUSINESS: Literal['BUSINESS']
    INDIVIDUAL: Literal['INDIVIDUAL']

class TaxRefundDirectDeposit(Model):
    """Where a tax refund may be paid in: an account for IRS Form 8888."""

    institution_name: str | None
    """The name of the bank."""
    rtn: str | None
    """The bank's routing number (ABA), nine digits."""
    account_number: str | None
    """The number of the account at the bank."""
    account_nick_name: str | None
    """The name that the customer gave to the account."""
    def __init__(
        self,
        institution_name: str | None = ...,
        rtn: str | None = ...,
        account_number: str | None = ...,
        account_nick_name: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxStatement(Model):
    """A tax document of one issuer for one year, with one form or several: as data in `forms`, or as a PDF in `pdf`."""

    tax_year: int | None
    """The year that the document is for, such as 2023."""
    tax_statement_id: str | None
    """The provider's identifier of the statement, constant; the path to get it takes it."""
    issuer: TaxParty | None
    """Who issued the document; counts for all forms that have no issuer of their own."""
    recipient: TaxParty | None
    """Whom the document is for; counts for all forms that have no recipient of their own."""
    tax_data_type: str | None
    """Whether the document comes as data or as a PDF."""
    forms: list[TaxData] | None
    """The forms, when the document comes as data."""
    pdf: str | None
    """The document with all its forms, when it comes as a PDF: base64 text, which `decode_pdf` decodes."""
    attributes: list[FiAttributeEntity] | None
    """More about the document that only this provider has."""
    def __init__(
        self,
        tax_year: int | None = ...,
        tax_statement_id: str | None = ...,
        issuer: TaxParty | None = ...,
        recipient: TaxParty | None = ...,
        tax_data_type: str | None = ...,
        forms: list[TaxData] | None = ...,
        pdf: str | None = ...,
        attributes: list[FiAttributeEntity] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxStatementList(Model):
    """The response of the tax form search: the statements found."""

    statements: list[TaxStatement] | None
    """The statements; those of a search usually have of each form only what every form has."""
    def __init__(
        self,
        statements: list[TaxStatement] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TaxlotsResponse(Model):
    """The response of tax lots: one holding and the lots in which it was bought."""

    account_id: str | None
    """The identifier of the account."""
    holding: Holding | None
    """The holding."""
    def __init__(
        self,
        account_id: str | None = ...,
        holding: Holding | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class Telephone(Model):
    """A telephone number beside the name of a customer, where the API description of 2025-06 has it."""

    number: str | None
    """The number, documented as at most 15 digits and nothing else."""
    mtype: str | None
    """What the telephone is."""
    country: str | None
    """The country of the number."""
    def __init__(
        self,
        number: str | None = ...,
        mtype: str | None = ...,
        country: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TelephoneNumber(Model):
    """A telephone number."""

    mtype: str | None
    """What the telephone is."""
    country: str | None
    """The country of the number."""
    number: str | None
    """The number, documented as at most 15 digits and nothing else."""
    def __init__(
        self,
        mtype: str | None = ...,
        country: str | None = ...,
        number: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TelephoneNumberPlusExtension(Model):
    """A telephone number with an extension."""

    mtype: str | None
    """What the telephone is."""
    country: str | None
    """The country of the number."""
    number: str | None
    """The number, documented as at most 15 digits and nothing else."""
    extension: str | None
    """The extension within an office."""
    def __init__(
        self,
        mtype: str | None = ...,
        country: str | None = ...,
        number: str | None = ...,
        extension: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TelephoneNumberType(Enumeration):
    BUSINESS: Literal['BUSINESS']
    CELL: Literal['CELL']
    FAX: Literal['FAX']
    HOME: Literal['HOME']

class Transaction(Model):
    """What every transaction has. No operation returns it; it is here because the API description has it."""

    account_id: str | None
    """The identifier of the account."""
    amount: Amount | None
    """The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction."""
    category: str | None
    """The kind of expense or income, in the provider's words."""
    debit_credit_memo: str | None
    """Whether money came in or went out."""
    description: str | None
    """What it was, as on the account statement."""
    image_ids: list[str] | None
    """The identifiers of images, of a check say."""
    fi_attributes: list[FiAttributeEntity] | None
    """More about the transaction that only this provider has."""
    foreign_amount: Amount | None
    """The amount in the currency that was paid in."""
    foreign_currency: str | None
    """The code (ISO 4217) of the currency that was paid in."""
    line_item: list[LineItem] | None
    """The parts of the transaction."""
    links: list[HateoasLink] | None
    """Links to images and other documents."""
    memo: str | None
    """A note of the customer or the provider."""
    posted_timestamp: RFC3339DateTime | None
    """When it was booked."""
    reference: str | None
    """A tracking number."""
    reference_transaction_id: str | None
    """For a reversal or correction, the `transaction_id` of the transaction it is about."""
    status: str | None
    """Whether it is final."""
    sub_category: str | None
    """A finer kind of expense or income, in the provider's words."""
    transaction_id: str | None
    """The identifier of the transaction, unique on its account; pending and posted it should be the same."""
    transaction_timestamp: RFC3339DateTime | None
    """When it happened."""
    def __init__(
        self,
        account_id: str | None = ...,
        amount: Amount | float | Decimal | None = ...,
        category: str | None = ...,
        debit_credit_memo: str | None = ...,
        description: str | None = ...,
        image_ids: list[str] | None = ...,
        fi_attributes: list[FiAttributeEntity] | None = ...,
        foreign_amount: Amount | float | Decimal | None = ...,
        foreign_currency: str | None = ...,
        line_item: list[LineItem] | None = ...,
        links: list[HateoasLink] | None = ...,
        memo: str | None = ...,
        posted_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        reference: str | None = ...,
        reference_transaction_id: str | None = ...,
        status: str | None = ...,
        sub_category: str | None = ...,
        transaction_id: str | None = ...,
        transaction_timestamp: RFC3339DateTime | dt.datetime | str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TransactionReason(Enumeration):
    CALL: Literal['CALL']
    SELL: Literal['SELL']
    MATURITY: Literal['MATURITY']

class TransactionsEntity(Model):
    """The response of transactions: one page."""

    links: Links | None
    """Where the list continues. A page can be empty and still have a next one."""
    transactions: list[TransactionsEntityTransactions] | None
    """The transactions, in the provider's order."""
    def __init__(
        self,
        links: Links | None = ...,
        transactions: list[TransactionsEntityTransactions] | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TransactionsEntityTransactions(Case):
    """A transaction on an account of one of five kinds."""

    def __init__(
        self,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class TransationStatus(Enumeration):
    PENDING: Literal['PENDING']
    MEMO: Literal['MEMO']
    POSTED: Literal['POSTED']
    AUTHORIZATION: Literal['AUTHORIZATION']

class TransferAction(Enumeration):
    IN: Literal['IN']
    OUT: Literal['OUT']

class TypeDataType(Enumeration):
    BASE64_PDF: Literal['BASE64_PDF']
    JSON: Literal['JSON']

class TypeFormType(Enumeration):
    TAXW2: Literal['TaxW2']
    TAXW2C: Literal['TaxW2C']
    TAXW2G: Literal['TaxW2G']
    TAX1041K1: Literal['Tax1041K1']
    TAX1042S: Literal['Tax1042S']
    TAX1065K1: Literal['Tax1065K1']
    TAX1095A: Literal['Tax1095A']
    TAX1095B: Literal['Tax1095B']
    TAX1095C: Literal['Tax1095C']
    TAX1097BTC: Literal['Tax1097Btc']
    TAX1098: Literal['Tax1098']
    TAX1098C: Literal['Tax1098C']
    TAX1098E: Literal['Tax1098E']
    TAX1098MA: Literal['Tax1098Ma']
    TAX1098Q: Literal['Tax1098Q']
    TAX1098T: Literal['Tax1098T']
    TAX1099A: Literal['Tax1099A']
    TAX1099B: Literal['Tax1099B']
    TAX1099C: Literal['Tax1099C']
    TAX1099CAP: Literal['Tax1099Cap']
    TAX1099CONSOLIDATEDSTATEMENT: Literal['Tax1099ConsolidatedStatement']
    TAX1099DA: Literal['Tax1099Da']
    TAX1099DIV: Literal['Tax1099Div']
    TAX1099G: Literal['Tax1099G']
    TAX1099H: Literal['Tax1099H']
    TAX1099INT: Literal['Tax1099Int']
    TAX1099K: Literal['Tax1099K']
    TAX1099LS: Literal['Tax1099Ls']
    TAX1099LTC: Literal['Tax1099Ltc']
    TAX1099MISC: Literal['Tax1099Misc']
    TAX1099NEC: Literal['Tax1099Nec']
    TAX1099OID: Literal['Tax1099Oid']
    TAX1099PATR: Literal['Tax1099Patr']
    TAX1099Q: Literal['Tax1099Q']
    TAX1099QA: Literal['Tax1099Qa']
    TAX1099R: Literal['Tax1099R']
    TAX1099S: Literal['Tax1099S']
    TAX1099SA: Literal['Tax1099Sa']
    TAX1099SB: Literal['Tax1099Sb']
    TAX1120SK1: Literal['Tax1120SK1']
    TAX2439: Literal['Tax2439']
    TAX3921: Literal['Tax3921']
    TAX3922: Literal['Tax3922']
    TAX5227K1: Literal['Tax5227K1']
    TAX5498: Literal['Tax5498']
    TAX5498ESA: Literal['Tax5498Esa']
    TAX5498QA: Literal['Tax5498Qa']
    TAX5498SA: Literal['Tax5498Sa']
    BUSINESSINCOMESTATEMENT: Literal['BusinessIncomeStatement']
    CRYPTOCURRENCYTAXSTATEMENT: Literal['CryptocurrencyTaxStatement']
    FARMINCOMESTATEMENT: Literal['FarmIncomeStatement']
    FARMRENTALINCOMESTATEMENT: Literal['FarmRentalIncomeStatement']
    RENTALINCOMESTATEMENT: Literal['RentalIncomeStatement']
    ROYALTYINCOMESTATEMENT: Literal['RoyaltyIncomeStatement']

class UnitType(Enumeration):
    CURRENCY: Literal['CURRENCY']
    SHARES: Literal['SHARES']

class Version(Enumeration):
    V2: Literal['v2']

class Vesting(Model):
    """What of a grant belongs to the customer on a day."""

    vested_quantity: Amount | None
    """How many units."""
    vested_value: Amount | None
    """What the units are worth."""
    vesting_date: RFC3339DateTime | None
    """The day."""
    vest_expire_date: RFC3339DateTime | None
    """The last day on which the units can be taken."""
    vested_status: str | None
    """How far it is, in the provider's words."""
    def __init__(
        self,
        vested_quantity: Amount | float | Decimal | None = ...,
        vested_value: Amount | float | Decimal | None = ...,
        vesting_date: RFC3339DateTime | dt.datetime | str | None = ...,
        vest_expire_date: RFC3339DateTime | dt.datetime | str | None = ...,
        vested_status: str | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class VestingEntity(Model):
    """What of a plan belongs to the customer on a day."""

    vesting_date: RFC3339DateTime | None
    """The day."""
    symbol: str | None
    """The ticker symbol of what vests."""
    strike_price: Amount | None
    """The price of one share that an option fixes."""
    vesting_percentage: Amount | None
    """How much belongs to the customer, in percent."""
    other_vest_amount: Amount | None
    """What vests otherwise."""
    other_vest_percentage: Amount | None
    """What vests otherwise, in percent."""
    vested_balance: Amount | None
    """The value of what belongs to the customer."""
    un_vested_balance: Amount | None
    """The value of what does not belong to the customer yet."""
    vested_quantity: Amount | None
    """How many units belong to the customer."""
    un_vested_quantity: Amount | None
    """How many units do not belong to the customer yet."""
    def __init__(
        self,
        vesting_date: RFC3339DateTime | dt.datetime | str | None = ...,
        symbol: str | None = ...,
        strike_price: Amount | float | Decimal | None = ...,
        vesting_percentage: Amount | float | Decimal | None = ...,
        other_vest_amount: Amount | float | Decimal | None = ...,
        other_vest_percentage: Amount | float | Decimal | None = ...,
        vested_balance: Amount | float | Decimal | None = ...,
        un_vested_balance: Amount | float | Decimal | None = ...,
        vested_quantity: Amount | float | Decimal | None = ...,
        un_vested_quantity: Amount | float | Decimal | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnuityAccountInfo(AkoyaAccountInfoProductAccounts):
    """Annuity."""

    annuity_account: AnnuityAccount | None
    """Annuity."""
    def __init__(
        self,
        annuity_account: AnnuityAccount | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnuityBalance(BalancesAccounts):
    """Annuity."""

    annuity_account: AnnuityBalances | None
    """Annuity."""
    def __init__(
        self,
        annuity_account: AnnuityBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class AnnuityBalanceInfo(InvestmentsDetailsAccounts):
    """Annuity."""

    annuity_account: AnnuityBalances | None
    """Annuity."""
    def __init__(
        self,
        annuity_account: AnnuityBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositAccountInfo(AkoyaAccountInfoProductAccounts):
    """Checking, savings, certificate of deposit."""

    deposit_account: DepositAccount | None
    """Checking, savings, certificate of deposit."""
    def __init__(
        self,
        deposit_account: DepositAccount | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositBalance(BalancesAccounts):
    """Checking, savings, certificate of deposit."""

    deposit_account: DepositBalances | None
    """Checking, savings, certificate of deposit."""
    def __init__(
        self,
        deposit_account: DepositBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositBalanceInfo(InvestmentsDetailsAccounts):
    """Checking, savings, certificate of deposit."""

    deposit_account: DepositBalances | None
    """Checking, savings, certificate of deposit."""
    def __init__(
        self,
        deposit_account: DepositBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class DepositTransactionInfo(TransactionsEntityTransactions):
    """On a checking or savings account."""

    deposit_transaction: DepositTransaction | None
    """On a checking or savings account."""
    def __init__(
        self,
        deposit_transaction: DepositTransaction | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceAccountInfo(AkoyaAccountInfoProductAccounts):
    """Insurance policy."""

    insurance_account: InsuranceAccount | None
    """Insurance policy."""
    def __init__(
        self,
        insurance_account: InsuranceAccount | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceBalance(BalancesAccounts):
    """Insurance policy."""

    insurance_account: InsuranceBalances | None
    """Insurance policy."""
    def __init__(
        self,
        insurance_account: InsuranceBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceBalanceInfo(InvestmentsDetailsAccounts):
    """Insurance policy."""

    insurance_account: InsuranceBalances | None
    """Insurance policy."""
    def __init__(
        self,
        insurance_account: InsuranceBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InsuranceTransactionInfo(TransactionsEntityTransactions):
    """On an insurance policy."""

    insurance_transaction: InsuranceTransaction | None
    """On an insurance policy."""
    def __init__(
        self,
        insurance_transaction: InsuranceTransaction | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentAccountInfo(AkoyaAccountInfoProductAccounts):
    """Brokerage, retirement, college savings."""

    investment_account: InvestmentAccount | None
    """Brokerage, retirement, college savings."""
    def __init__(
        self,
        investment_account: InvestmentAccount | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentBalance(BalancesAccounts):
    """Brokerage, retirement, college savings."""

    investment_account: InvestmentBalances | None
    """Brokerage, retirement, college savings."""
    def __init__(
        self,
        investment_account: InvestmentBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentBalanceInfo(InvestmentsDetailsAccounts):
    """Brokerage, retirement, college savings."""

    investment_account: InvestmentAccountWithAllDetails | None
    """Brokerage, retirement, college savings."""
    def __init__(
        self,
        investment_account: InvestmentAccountWithAllDetails | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class InvestmentTransactionInfo(TransactionsEntityTransactions):
    """On an investment account."""

    investment_transaction: InvestmentTransaction | None
    """On an investment account."""
    def __init__(
        self,
        investment_transaction: InvestmentTransaction | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanAccountInfo(AkoyaAccountInfoProductAccounts):
    """Mortgage, student loan, car loan."""

    loan_account: LoanAccount | None
    """Mortgage, student loan, car loan."""
    def __init__(
        self,
        loan_account: LoanAccount | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanBalance(BalancesAccounts):
    """Mortgage, student loan, car loan."""

    loan_account: LoanBalances | None
    """Mortgage, student loan, car loan."""
    def __init__(
        self,
        loan_account: LoanBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanBalanceInfo(InvestmentsDetailsAccounts):
    """Mortgage, student loan, car loan."""

    loan_account: LoanBalances | None
    """Mortgage, student loan, car loan."""
    def __init__(
        self,
        loan_account: LoanBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LoanTransactionInfo(TransactionsEntityTransactions):
    """On a loan."""

    loan_transaction: LoanTransaction | None
    """On a loan."""
    def __init__(
        self,
        loan_transaction: LoanTransaction | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocAccountInfo(AkoyaAccountInfoProductAccounts):
    """Credit card, home equity line."""

    loc_account: AccountInformation | None
    """Credit card, home equity line."""
    def __init__(
        self,
        loc_account: AccountInformation | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocBalance(BalancesAccounts):
    """Credit card, home equity line."""

    loc_account: LineOfCreditBalances | None
    """Credit card, home equity line."""
    def __init__(
        self,
        loc_account: LineOfCreditBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocBalanceInfo(InvestmentsDetailsAccounts):
    """Credit card, home equity line."""

    loc_account: LineOfCreditBalances | None
    """Credit card, home equity line."""
    def __init__(
        self,
        loc_account: LineOfCreditBalances | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

class LocTransactionInfo(TransactionsEntityTransactions):
    """On a credit card or another line of credit."""

    loc_transaction: LocTransaction | None
    """On a credit card or another line of credit."""
    def __init__(
        self,
        loc_transaction: LocTransaction | None = ...,
        additional_properties: dict[str, Any] | None = ...,
    ) -> None: ...

DeliveryAddressDetails = DeliveryAddress

__all__ = [
    "Accept",
    "AccountCategory",
    "AccountContactEntity",
    "AccountHolderEntity",
    "AccountHolderEntityRelationship",
    "AccountHolderRelationship",
    "AccountInfoStatus",
    "AccountInformation",
    "AccountRelationship",
    "Address",
    "AddressInfo",
    "AkoyaAccountInfoProduct",
    "AkoyaAccountInfoProductAccounts",
    "AnInvestmentHolding",
    "AnnualIncreaseType",
    "AnnuityAccount",
    "AnnuityAccountInfo",
    "AnnuityAccountPaymentFrequency",
    "AnnuityBalance",
    "AnnuityBalanceInfo",
    "AnnuityBalances",
    "AnnunityProductType",
    "AnnunityValueBasis",
    "ArrayOfAccountPaymentNetworks",
    "AssetClass",
    "AssetClassItem",
    "BalanceType",
    "Balances",
    "BalancesAccounts",
    "BusinessCustomerEntity",
    "BusinessIncomeStatement",
    "BusinessName",
    "CallType",
    "CodeAndAmount",
    "CompoundingPeriod",
    "ContentType",
    "ContributionEntity",
    "CouponMatureFrequency",
    "CoverageMonth",
    "CryptocurrencyTaxStatementList",
    "CurrencyEntity",
    "CurrentCustomer",
    "Customer",
    "CustomerName",
    "DateAndAmount",
    "DebitCreditMemo",
    "DebtClass",
    "DebtSecurityEntity",
    "DebtType",
    "DeliveryAddress",
    "DeliveryAddressDetails",
    "DepositAccount",
    "DepositAccountInfo",
    "DepositBalance",
    "DepositBalanceInfo",
    "DepositBalances",
    "DepositTransaction",
    "DepositTransactionInfo",
    "DepositTransactionType",
    "DescriptionAndAmount",
    "DigitalAssetDetail",
    "Domicile",
    "EquityGrant",
    "Error",
    "ExpiredOptionType",
    "FarmIncomeStatement",
    "FarmRentalIncomeStatement",
    "FiAssetClassItem",
    "FiAttributeEntity",
    "Form1041K1",
    "Form1042S",
    "Form1042SAgent",
    "Form1042SRecipient",
    "Form1065K1",
    "Form1095A",
    "Form1095B",
    "Form1095C",
    "Form1097Btc",
    "Form1098",
    "Form1098C",
    "Form1098E",
    "Form1098Ma",
    "Form1098Q",
    "Form1098T",
    "Form1099A",
    "Form1099B",
    "Form1099C",
    "Form1099Cap",
    "Form1099ConsolidatedStatement",
    "Form1099Div",
    "Form1099G",
    "Form1099H",
    "Form1099Int",
    "Form1099K",
    "Form1099Ls",
    "Form1099Ltc",
    "Form1099Misc",
    "Form1099Nec",
    "Form1099Oid",
    "Form1099Patr",
    "Form1099Q",
    "Form1099Qa",
    "Form1099R",
    "Form1099S",
    "Form1099Sa",
    "Form1099Sb",
    "Form1120SK1",
    "Form2439",
    "Form3921",
    "Form3922",
    "Form5498",
    "Form5498Esa",
    "Form5498Qa",
    "Form5498Sa",
    "FormW2",
    "FormW2C",
    "FormW2G",
    "Frequency",
    "GainOrLossFromCryptocurrencyTransaction",
    "HateoasLink",
    "HealthInsuranceCoverage",
    "HealthInsuranceCoveredIndividual",
    "HealthInsuranceMarketplaceCoveredIndividual",
    "HeldInAccount",
    "Holding",
    "HoldingSubType",
    "HoldingType",
    "HrefLink",
    "HttpMethod",
    "IncomeType",
    "IndividualName",
    "IndustryCode",
    "InsuranceAccount",
    "InsuranceAccountInfo",
    "InsuranceBalance",
    "InsuranceBalanceInfo",
    "InsuranceBalances",
    "InsuranceTransaction",
    "InsuranceTransactionInfo",
    "InsuranceTransactionType",
    "InteractionType",
    "InterestRateType",
    "Inv401KSource",
    "Inv401KSurce",
    "InvestmentAccount",
    "InvestmentAccountInfo",
    "InvestmentAccountWithAllDetails",
    "InvestmentBalance",
    "InvestmentBalanceInfo",
    "InvestmentBalanceList",
    "InvestmentBalanceType",
    "InvestmentBalances",
    "InvestmentLoanEntity",
    "InvestmentSaleType",
    "InvestmentTransaction",
    "InvestmentTransactionInfo",
    "InvestmentTransactionSecurityIdType",
    "InvestmentTransactionType",
    "InvestmentsDetails",
    "InvestmentsDetailsAccounts",
    "Iso3166CountryCode",
    "Items",
    "LineItem",
    "LineOfCreditBalances",
    "Links",
    "LoanAccount",
    "LoanAccountInfo",
    "LoanAccountPaymentFrequency",
    "LoanBalance",
    "LoanBalanceInfo",
    "LoanBalances",
    "LoanPaymentFrequency",
    "LoanTransaction",
    "LoanTransactionInfo",
    "LoanTransactionType",
    "LocAccountInfo",
    "LocBalance",
    "LocBalanceInfo",
    "LocTransaction",
    "LocTransactionInfo",
    "LocTransactionType",
    "LocalTaxWithholding",
    "LocationType",
    "MediaType",
    "Mode",
    "MonthAbbreviation",
    "MonthAndAmount",
    "MutualFundSecurityEntity",
    "MutualFundType",
    "Name",
    "NameAddressAndPhone",
    "NameAndAddress",
    "OauthProviderError",
    "OauthScope",
    "OauthToken",
    "OfferOfHealthInsuranceCoverage",
    "OpenOrderEntity",
    "OptionSecurityEntity",
    "OptionType",
    "OrderDuration",
    "OrderType",
    "OtherSecurityEntity",
    "PaginatedArray",
    "PaymentDetails",
    "PaymentNetworkSupportedByAccount",
    "PensionSourceEntity",
    "PeriodCertainGuarantee",
    "PhoneType",
    "PolicyPremiumTerm",
    "PositionType",
    "RelationshipType",
    "RentalIncomeStatement",
    "ResultType",
    "RoyaltyIncomeStatement",
    "SaleProceedsType",
    "SaleTermType",
    "Secured",
    "SecurityDetailIrsForm1099B",
    "SecurityIdType",
    "SecurityType",
    "StateAndLocalTaxWithholding",
    "StateCode",
    "StateTaxWithholding",
    "Statement",
    "StockSecurityEntity",
    "StockType",
    "SubAccount",
    "SubAccountFund",
    "SubAccountSecurityType",
    "SweepSecurityEntity",
    "Tax",
    "Tax1099Da",
    "TaxData",
    "TaxFormAttribute",
    "TaxParty",
    "TaxPartyType",
    "TaxRefundDirectDeposit",
    "TaxStatement",
    "TaxStatementList",
    "TaxlotsResponse",
    "Telephone",
    "TelephoneNumber",
    "TelephoneNumberPlusExtension",
    "TelephoneNumberType",
    "Transaction",
    "TransactionReason",
    "TransactionsEntity",
    "TransactionsEntityTransactions",
    "TransationStatus",
    "TransferAction",
    "TypeDataType",
    "TypeFormType",
    "UnitType",
    "Version",
    "Vesting",
    "VestingEntity",
]
