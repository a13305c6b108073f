//! Which tax form a form is.

use crate::wire::open_enum::open_enum;

open_enum! {
    /// Which tax form a form is, as searches and forms name it.
    pub enum TaxFormType = "TypeFormType" {
        /// Form W-2, wage and tax statement.
        FormW2 = "TaxW2",
        /// Form W-2c, corrected wage and tax statement.
        FormW2C = "TaxW2C",
        /// Form W-2G, certain gambling winnings.
        FormW2G = "TaxW2G",
        /// Schedule K-1 of Form 1041, estate or trust.
        Form1041K1 = "Tax1041K1",
        /// Form 1042-S, a foreign person's US source income.
        Form1042S = "Tax1042S",
        /// Schedule K-1 of Form 1065, partnership.
        Form1065K1 = "Tax1065K1",
        /// Form 1095-A, health insurance marketplace statement.
        Form1095A = "Tax1095A",
        /// Form 1095-B, health coverage.
        Form1095B = "Tax1095B",
        /// Form 1095-C, employer-provided health insurance.
        Form1095C = "Tax1095C",
        /// Form 1097-BTC, bond tax credit.
        Form1097Btc = "Tax1097Btc",
        /// Form 1098, mortgage interest statement.
        Form1098 = "Tax1098",
        /// Form 1098-C, contribution of a motor vehicle, boat or airplane.
        Form1098C = "Tax1098C",
        /// Form 1098-E, student loan interest statement.
        Form1098E = "Tax1098E",
        /// Form 1098-MA, mortgage assistance payments.
        Form1098Ma = "Tax1098Ma",
        /// Form 1098-Q, qualifying longevity annuity contract.
        Form1098Q = "Tax1098Q",
        /// Form 1098-T, tuition statement.
        Form1098T = "Tax1098T",
        /// Form 1099-A, acquisition or abandonment of secured property.
        Form1099A = "Tax1099A",
        /// Form 1099-B, proceeds from broker and barter exchange transactions.
        Form1099B = "Tax1099B",
        /// Form 1099-C, cancellation of debt.
        Form1099C = "Tax1099C",
        /// Form 1099-CAP, changes in corporate control and capital structure.
        Form1099Cap = "Tax1099Cap",
        /// A broker's combined statement of Forms 1099.
        Form1099ConsolidatedStatement = "Tax1099ConsolidatedStatement",
        /// Form 1099-DA, digital asset proceeds from broker transactions, since tax year 2025.
        Form1099Da = "Tax1099Da",
        /// Form 1099-DIV, dividends and distributions.
        Form1099Div = "Tax1099Div",
        /// Form 1099-G, certain government payments.
        Form1099G = "Tax1099G",
        /// Form 1099-H, advance payments of the health coverage tax credit.
        Form1099H = "Tax1099H",
        /// Form 1099-INT, interest income.
        Form1099Int = "Tax1099Int",
        /// Form 1099-K, payment card and third party network transactions.
        Form1099K = "Tax1099K",
        /// Form 1099-LS, reportable life insurance sale.
        Form1099Ls = "Tax1099Ls",
        /// Form 1099-LTC, long-term care and accelerated death benefits.
        Form1099Ltc = "Tax1099Ltc",
        /// Form 1099-MISC, miscellaneous information.
        Form1099Misc = "Tax1099Misc",
        /// Form 1099-NEC, nonemployee compensation.
        Form1099Nec = "Tax1099Nec",
        /// Form 1099-OID, original issue discount.
        Form1099Oid = "Tax1099Oid",
        /// Form 1099-PATR, taxable distributions received from cooperatives.
        Form1099Patr = "Tax1099Patr",
        /// Form 1099-Q, payments from qualified education programs.
        Form1099Q = "Tax1099Q",
        /// Form 1099-QA, distributions from ABLE accounts.
        Form1099Qa = "Tax1099Qa",
        /// Form 1099-R, distributions from pensions, annuities, retirement plans, IRAs and insurance contracts.
        Form1099R = "Tax1099R",
        /// Form 1099-S, proceeds from real estate transactions.
        Form1099S = "Tax1099S",
        /// Form 1099-SA, distributions from an HSA, Archer MSA or Medicare Advantage MSA.
        Form1099Sa = "Tax1099Sa",
        /// Form 1099-SB, seller's investment in a life insurance contract.
        Form1099Sb = "Tax1099Sb",
        /// Schedule K-1 of Form 1120-S, S corporation.
        Form1120SK1 = "Tax1120SK1",
        /// Form 2439, undistributed long-term capital gains.
        Form2439 = "Tax2439",
        /// Form 3921, exercise of an incentive stock option.
        Form3921 = "Tax3921",
        /// Form 3922, transfer of stock acquired through an employee stock purchase plan.
        Form3922 = "Tax3922",
        /// Schedule K-1 of Form 5227, split-interest trust.
        Form5227K1 = "Tax5227K1",
        /// Form 5498, IRA contribution information.
        Form5498 = "Tax5498",
        /// Form 5498-ESA, Coverdell ESA contribution information.
        Form5498Esa = "Tax5498Esa",
        /// Form 5498-QA, ABLE account contribution information.
        Form5498Qa = "Tax5498Qa",
        /// Form 5498-SA, HSA, Archer MSA or Medicare Advantage MSA information.
        Form5498Sa = "Tax5498Sa",
        /// Income and expenses of a business, for Schedule C.
        BusinessIncomeStatement = "BusinessIncomeStatement",
        /// Gains and losses from cryptocurrency.
        CryptocurrencyStatement = "CryptocurrencyTaxStatement",
        /// Income and expenses of a farm, for Schedule F.
        FarmIncomeStatement = "FarmIncomeStatement",
        /// Income and expenses of a farm that is rented out, for Form 4835.
        FarmRentalIncomeStatement = "FarmRentalIncomeStatement",
        /// Income and expenses of a rented property, for Schedule E.
        RentalIncomeStatement = "RentalIncomeStatement",
        /// Income and expenses of a property that brings royalties, for Schedule E.
        RoyaltyIncomeStatement = "RoyaltyIncomeStatement",
    }
}
