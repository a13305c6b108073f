//! Income and expenses for a tax return, as bookkeeping and property managers know them: for Schedules
//! C, E and F of Form 1040 and for Form 4835.
//!
//! These are no IRS forms. Lines are those of the schedule that a field goes to. Expenses have no sign there.

use super::form::tax_form;
use super::parts::{DateAndAmount, DescriptionAndAmount};
use crate::address::Address;
use crate::amount::Amount;

tax_form! {
    /// Income and expenses of a business, for Schedule C of Form 1040.
    pub struct BusinessIncomeStatement {
        /// Line C, the name of the business.
        pub business_name: Option<String> = "businessName",
        /// Line 1, gross receipts or sales, in US dollars.
        pub gross_receipts: Option<Amount> = "sales",
        /// Line 2, returns and allowances, in US dollars.
        pub returns_and_allowances: Option<Amount> = "returns",
        /// Line 6, other income, by description.
        pub other_income: Option<Vec<DescriptionAndAmount>> = "otherIncome",
        /// Line 8, advertising, in US dollars.
        pub advertising: Option<Amount>,
        /// Line 9, car and truck expenses, in US dollars.
        pub car_and_truck: Option<Amount> = "carAndTruck",
        /// Line 10, commissions and fees, in US dollars.
        pub commissions_and_fees: Option<Amount> = "commissions",
        /// Line 11, contract labor, in US dollars.
        pub contract_labor: Option<Amount> = "contractLabor",
        /// Line 12, depletion, in US dollars.
        pub depletion: Option<Amount>,
        /// Line 13, depreciation, in US dollars.
        pub depreciation: Option<Amount>,
        /// Line 14, employee benefit programs, in US dollars.
        pub employee_benefit_programs: Option<Amount> = "employeeBenefits",
        /// Line 15, insurance other than health, in US dollars.
        pub insurance: Option<Amount>,
        /// Line 16a, mortgage interest paid to banks and the like, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Line 16b, other interest, in US dollars.
        pub other_interest: Option<Amount> = "otherInterest",
        /// Line 17, legal and professional services, in US dollars.
        pub legal_and_professional_services: Option<Amount> = "legal",
        /// Line 18, office expense, in US dollars.
        pub office_expense: Option<Amount> = "office",
        /// Line 19, pension and profit-sharing plans, in US dollars.
        pub pension_and_profit_sharing: Option<Amount> = "pension",
        /// Line 20a, rent or lease of vehicles, machinery and equipment, in US dollars.
        pub equipment_rent: Option<Amount> = "equipmentRent",
        /// Line 20b, rent or lease of other business property, in US dollars.
        pub other_rent: Option<Amount> = "otherRent",
        /// Line 21, repairs and maintenance, in US dollars.
        pub repairs_and_maintenance: Option<Amount> = "repairs",
        /// Line 22, supplies, in US dollars.
        pub supplies: Option<Amount>,
        /// Line 23, taxes and licenses, in US dollars.
        pub taxes_and_licenses: Option<Amount> = "taxes",
        /// Line 24a, travel, in US dollars.
        pub travel: Option<Amount>,
        /// Line 24b, deductible meals, in US dollars.
        pub meals: Option<Amount>,
        /// Line 25, utilities, in US dollars.
        pub utilities: Option<Amount>,
        /// Line 26, wages, in US dollars.
        pub wages: Option<Amount>,
        /// Line 27, other expenses, by description.
        pub other_expenses: Option<Vec<DescriptionAndAmount>> = "otherExpenses",
        /// Line 35, inventory at the beginning of the year, in US dollars.
        pub inventory_at_beginning: Option<Amount> = "beginningInventory",
        /// Line 36, purchases, without what was taken for personal use, in US dollars.
        pub purchases: Option<Amount>,
        /// Line 37, cost of labor, in US dollars.
        pub cost_of_labor: Option<Amount> = "costOfLabor",
        /// Line 38, materials and supplies, in US dollars.
        pub materials_and_supplies: Option<Amount> = "materials",
        /// Line 39, other costs of goods sold, by description.
        pub other_costs: Option<Vec<DescriptionAndAmount>> = "otherCosts",
        /// Line 41, inventory at the end of the year, in US dollars.
        pub inventory_at_end: Option<Amount> = "endingInventory",
        /// Capital expenditures, to work out depreciation.
        pub capital_expenditures: Option<Vec<DateAndAmount>> = "capitalExpenditures",
    }
}

tax_form! {
    /// Income and expenses of a rented property, for part I of Schedule E of Form 1040.
    pub struct RentalIncomeStatement {
        /// Line 1a, the address of the property.
        pub property_address: Option<Address> = "propertyAddress",
        /// Line 3, rents received, in US dollars.
        pub rents_received: Option<Amount> = "rents",
        /// Line 5, advertising, in US dollars.
        pub advertising: Option<Amount>,
        /// Line 6, auto and travel, in US dollars.
        pub auto_and_travel: Option<Amount> = "auto",
        /// Line 7, cleaning and maintenance, in US dollars.
        pub cleaning_and_maintenance: Option<Amount> = "cleaning",
        /// Line 8, commissions, in US dollars.
        pub commissions: Option<Amount>,
        /// Line 9, insurance, in US dollars.
        pub insurance: Option<Amount>,
        /// Line 10, legal and other professional fees, in US dollars.
        pub legal_and_professional_fees: Option<Amount> = "legal",
        /// Line 11, management fees, in US dollars.
        pub management_fees: Option<Amount> = "managementFees",
        /// Line 12, mortgage interest paid to banks and the like, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Line 13, other interest, in US dollars.
        pub other_interest: Option<Amount> = "otherInterest",
        /// Line 14, repairs, in US dollars.
        pub repairs: Option<Amount>,
        /// Line 15, supplies, in US dollars.
        pub supplies: Option<Amount>,
        /// Line 16, taxes, in US dollars.
        pub taxes: Option<Amount>,
        /// Line 17, utilities, in US dollars.
        pub utilities: Option<Amount>,
        /// Line 18, depreciation, in US dollars.
        pub depreciation: Option<Amount> = "depreciationExpense",
        /// Line 19, other expenses, by description.
        pub other_expenses: Option<Vec<DescriptionAndAmount>> = "otherExpenses",
        /// Capital expenditures, to work out depreciation.
        pub capital_expenditures: Option<Vec<DateAndAmount>> = "capitalExpenditures",
    }
}

tax_form! {
    /// Income and expenses of a property that brings royalties, for part I of Schedule E of Form 1040.
    pub struct RoyaltyIncomeStatement {
        /// Line 1a, the address of the property.
        pub property_address: Option<Address> = "propertyAddress",
        /// Line 4, royalties received, in US dollars.
        pub royalties_received: Option<Amount> = "royalties",
        /// Line 5, advertising, in US dollars.
        pub advertising: Option<Amount>,
        /// Line 6, auto and travel, in US dollars.
        pub auto_and_travel: Option<Amount> = "auto",
        /// Line 7, cleaning and maintenance, in US dollars.
        pub cleaning_and_maintenance: Option<Amount> = "cleaning",
        /// Line 8, commissions, in US dollars.
        pub commissions: Option<Amount>,
        /// Line 9, insurance, in US dollars.
        pub insurance: Option<Amount>,
        /// Line 10, legal and other professional fees, in US dollars.
        pub legal_and_professional_fees: Option<Amount> = "legal",
        /// Line 11, management fees, in US dollars.
        pub management_fees: Option<Amount> = "managementFees",
        /// Line 12, mortgage interest paid to banks and the like, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Line 13, other interest, in US dollars.
        pub other_interest: Option<Amount> = "otherInterest",
        /// Line 14, repairs, in US dollars.
        pub repairs: Option<Amount>,
        /// Line 15, supplies, in US dollars.
        pub supplies: Option<Amount>,
        /// Line 16, taxes, in US dollars.
        pub taxes: Option<Amount>,
        /// Line 17, utilities, in US dollars.
        pub utilities: Option<Amount>,
        /// Line 18, depletion, in US dollars.
        pub depletion: Option<Amount> = "depletionExpense",
        /// Line 19, other expenses, by description.
        pub other_expenses: Option<Vec<DescriptionAndAmount>> = "otherExpenses",
        /// Capital expenditures, to work out depreciation.
        pub capital_expenditures: Option<Vec<DateAndAmount>> = "capitalExpenditures",
    }
}

tax_form! {
    /// Income and expenses of a farm, by cash, for Schedule F of Form 1040.
    pub struct FarmIncomeStatement {
        /// Line A, the principal crop or activity.
        pub principal_crop_or_activity: Option<String> = "cropOrActivity",
        /// Line 1a, sales of livestock and other items bought for resale, in US dollars.
        pub sales_of_resale_items: Option<Amount> = "sales",
        /// Line 1b, cost or other basis of the items in line 1a, in US dollars.
        pub cost_of_resale_items: Option<Amount> = "costOfItemsSold",
        /// Line 2, sales of livestock, produce, grains and other products that the farm raised, in US dollars.
        pub sales_of_raised_products: Option<Amount> = "salesOfRaised",
        /// Line 3a, cooperative distributions, in US dollars.
        pub cooperative_distributions: Option<Amount> = "coopDistributions",
        /// Line 4a, agricultural program payments, in US dollars.
        pub agricultural_program_payments: Option<Amount> = "agProgramPayments",
        /// Line 5a, loans of the Commodity Credit Corporation (CCC) reported under election, in US dollars.
        pub commodity_credit_loans: Option<Amount> = "cccLoans",
        /// Line 6a, crop insurance proceeds and federal crop disaster payments, in US dollars.
        pub crop_insurance_proceeds: Option<Amount> = "cropInsuranceProceeds",
        /// Line 7, income from custom hire (machine work), in US dollars.
        pub custom_hire_income: Option<Amount> = "customHireIncome",
        /// Line 8, other income, by description.
        pub other_income: Option<Vec<DescriptionAndAmount>> = "otherIncome",
        /// Line 10, car and truck expenses, in US dollars.
        pub car_and_truck: Option<Amount> = "carAndTruck",
        /// Line 11, chemicals, in US dollars.
        pub chemicals: Option<Amount>,
        /// Line 12, conservation expenses, in US dollars.
        pub conservation_expenses: Option<Amount> = "conservation",
        /// Line 13, custom hire (machine work), in US dollars.
        pub custom_hire_expenses: Option<Amount> = "customHireExpenses",
        /// Line 14, depreciation, in US dollars.
        pub depreciation: Option<Amount>,
        /// Line 15, employee benefit programs, in US dollars.
        pub employee_benefit_programs: Option<Amount> = "employeeBenefitPrograms",
        /// Line 16, feed, in US dollars.
        pub feed: Option<Amount>,
        /// Line 17, fertilizers and lime, in US dollars.
        pub fertilizers_and_lime: Option<Amount> = "fertilizers",
        /// Line 18, freight and trucking, in US dollars.
        pub freight_and_trucking: Option<Amount> = "freight",
        /// Line 19, gasoline, fuel and oil, in US dollars.
        pub gasoline_fuel_and_oil: Option<Amount> = "fuel",
        /// Line 20, insurance other than health, in US dollars.
        pub insurance: Option<Amount>,
        /// Line 21a, mortgage interest paid to banks and the like, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Line 21b, other interest, in US dollars.
        pub other_interest: Option<Amount> = "otherInterest",
        /// Line 22, labor hired, in US dollars.
        pub labor_hired: Option<Amount> = "laborHired",
        /// Line 23, pension and profit-sharing plans, in US dollars.
        pub pension_and_profit_sharing: Option<Amount> = "pension",
        /// Line 24a, rent or lease of vehicles, machinery and equipment, in US dollars.
        pub equipment_rent: Option<Amount> = "equipmentRent",
        /// Line 24b, rent or lease of land, animals and other things, in US dollars.
        pub other_rent: Option<Amount> = "otherRent",
        /// Line 25, repairs and maintenance, in US dollars.
        pub repairs_and_maintenance: Option<Amount> = "repairs",
        /// Line 26, seeds and plants, in US dollars.
        pub seeds_and_plants: Option<Amount> = "seeds",
        /// Line 27, storage and warehousing, in US dollars.
        pub storage_and_warehousing: Option<Amount> = "storage",
        /// Line 28, supplies, in US dollars.
        pub supplies: Option<Amount>,
        /// Line 29, taxes, in US dollars.
        pub taxes: Option<Amount>,
        /// Line 30, utilities, in US dollars.
        pub utilities: Option<Amount>,
        /// Line 31, veterinary, breeding and medicine, in US dollars.
        pub veterinary_breeding_and_medicine: Option<Amount> = "veterinary",
        /// Line 32, other expenses, by description.
        pub other_expenses: Option<Vec<DescriptionAndAmount>> = "otherExpenses",
        /// Capital expenditures, to work out depreciation.
        pub capital_expenditures: Option<Vec<DateAndAmount>> = "capitalExpenditures",
    }
}

tax_form! {
    /// Income and expenses of a farm that is rented out for a share of its production, for Form 4835.
    pub struct FarmRentalIncomeStatement {
        /// Line 1, income from the production of livestock, produce, grains and other crops, in US dollars.
        pub income_from_production: Option<Amount> = "incomeFromProduction",
        /// Line 2a, cooperative distributions, in US dollars.
        pub cooperative_distributions: Option<Amount> = "coopDistributions",
        /// Line 3a, agricultural program payments, in US dollars.
        pub agricultural_program_payments: Option<Amount> = "agProgramPayments",
        /// Line 4a, loans of the Commodity Credit Corporation (CCC) reported under election, in US dollars.
        pub commodity_credit_loans: Option<Amount> = "cccLoans",
        /// Line 5a, crop insurance proceeds and federal crop disaster payments, in US dollars.
        pub crop_insurance_proceeds: Option<Amount> = "cropInsuranceProceeds",
        /// Line 6, other income, by description.
        pub other_income: Option<Vec<DescriptionAndAmount>> = "otherIncome",
        /// Line 8, car and truck expenses, in US dollars.
        pub car_and_truck: Option<Amount> = "carAndTruck",
        /// Line 9, chemicals, in US dollars.
        pub chemicals: Option<Amount>,
        /// Line 10, conservation expenses, in US dollars.
        pub conservation_expenses: Option<Amount> = "conservation",
        /// Line 11, custom hire (machine work), in US dollars.
        pub custom_hire_expenses: Option<Amount> = "customHireExpenses",
        /// Line 12, depreciation, in US dollars.
        pub depreciation: Option<Amount>,
        /// Line 13, employee benefit programs, in US dollars.
        pub employee_benefit_programs: Option<Amount> = "employeeBenefitPrograms",
        /// Line 14, feed, in US dollars.
        pub feed: Option<Amount>,
        /// Line 15, fertilizers and lime, in US dollars.
        pub fertilizers_and_lime: Option<Amount> = "fertilizers",
        /// Line 16, freight and trucking, in US dollars.
        pub freight_and_trucking: Option<Amount> = "freight",
        /// Line 17, gasoline, fuel and oil, in US dollars.
        pub gasoline_fuel_and_oil: Option<Amount> = "fuel",
        /// Line 18, insurance other than health, in US dollars.
        pub insurance: Option<Amount>,
        /// Line 19a, mortgage interest paid to banks and the like, in US dollars.
        pub mortgage_interest: Option<Amount> = "mortgageInterest",
        /// Line 19b, other interest, in US dollars.
        pub other_interest: Option<Amount> = "otherInterest",
        /// Line 20, labor hired, in US dollars.
        pub labor_hired: Option<Amount> = "laborHired",
        /// Line 21, pension and profit-sharing plans, in US dollars.
        pub pension_and_profit_sharing: Option<Amount> = "pension",
        /// Line 22a, rent or lease of vehicles, machinery and equipment, in US dollars.
        pub equipment_rent: Option<Amount> = "equipmentRent",
        /// Line 22b, rent or lease of land, animals and other things, in US dollars.
        pub other_rent: Option<Amount> = "otherRent",
        /// Line 23, repairs and maintenance, in US dollars.
        pub repairs_and_maintenance: Option<Amount> = "repairs",
        /// Line 24, seeds and plants, in US dollars.
        pub seeds_and_plants: Option<Amount> = "seeds",
        /// Line 25, storage and warehousing, in US dollars.
        pub storage_and_warehousing: Option<Amount> = "storage",
        /// Line 26, supplies, in US dollars.
        pub supplies: Option<Amount>,
        /// Line 27, taxes, in US dollars.
        pub taxes: Option<Amount>,
        /// Line 28, utilities, in US dollars.
        pub utilities: Option<Amount>,
        /// Line 29, veterinary, breeding and medicine, in US dollars.
        pub veterinary_breeding_and_medicine: Option<Amount> = "veterinary",
        /// Line 30, other expenses, by description.
        pub other_expenses: Option<Vec<DescriptionAndAmount>> = "otherExpenses",
        /// Capital expenditures, to work out depreciation.
        pub capital_expenditures: Option<Vec<DateAndAmount>> = "capitalExpenditures",
    }
}
