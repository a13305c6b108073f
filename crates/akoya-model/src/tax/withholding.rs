//! State and local tax on a form.

use crate::amount::Amount;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// The boxes for one state and one locality in it. A form with several states has one of these for each.
    pub struct StateAndLocalTaxWithholding {
        /// The state.
        pub state_code: Option<StateCode> = "stateCode",
        /// The state's boxes.
        pub state: Option<StateTaxWithholding>,
        /// The locality's boxes.
        pub local: Option<LocalTaxWithholding>,
    }
}

model! {
    /// Income and tax of one state.
    pub struct StateTaxWithholding {
        /// State income tax withheld, in US dollars.
        pub tax_withheld: Option<Amount> = "taxWithheld",
        /// The number that the state gave to the issuer of the form.
        pub tax_id: Option<String> = "taxId",
        /// Income as the state counts it, in US dollars; on Form W-2 the state's wages, on Form W-2G the winnings.
        pub income: Option<Amount>,
    }
}

model! {
    /// Income and tax of one locality: a city, county or school district.
    pub struct LocalTaxWithholding {
        /// Local income tax withheld, in US dollars.
        pub tax_withheld: Option<Amount> = "taxWithheld",
        /// The name of the locality.
        pub locality_name: Option<String> = "localityName",
        /// Income as the locality counts it, in US dollars; on Form W-2 its wages, on Form W-2G the winnings.
        pub income: Option<Amount>,
    }
}

open_enum! {
    /// A state, district, territory or military post of the United States, by its postal code of two letters.
    pub enum StateCode {
        /// Armed Forces Americas.
        Aa = "AA",
        /// Armed Forces Europe, Canada, Middle East and Africa.
        Ae = "AE",
        /// Alaska.
        Ak = "AK",
        /// Alabama.
        Al = "AL",
        /// Armed Forces Pacific.
        Ap = "AP",
        /// Arkansas.
        Ar = "AR",
        /// American Samoa.
        As = "AS",
        /// Arizona.
        Az = "AZ",
        /// California.
        Ca = "CA",
        /// Colorado.
        Co = "CO",
        /// Connecticut.
        Ct = "CT",
        /// District of Columbia.
        Dc = "DC",
        /// Delaware.
        De = "DE",
        /// Florida.
        Fl = "FL",
        /// Federated States of Micronesia.
        Fm = "FM",
        /// Georgia.
        Ga = "GA",
        /// Guam.
        Gu = "GU",
        /// Hawaii.
        Hi = "HI",
        /// Iowa.
        Ia = "IA",
        /// Idaho.
        Id = "ID",
        /// Illinois.
        Il = "IL",
        /// Indiana.
        In = "IN",
        /// Kansas.
        Ks = "KS",
        /// Kentucky.
        Ky = "KY",
        /// Louisiana.
        La = "LA",
        /// Massachusetts.
        Ma = "MA",
        /// Maryland.
        Md = "MD",
        /// Maine.
        Me = "ME",
        /// Marshall Islands.
        Mh = "MH",
        /// Michigan.
        Mi = "MI",
        /// Minnesota.
        Mn = "MN",
        /// Missouri.
        Mo = "MO",
        /// Northern Mariana Islands.
        Mp = "MP",
        /// Mississippi.
        Ms = "MS",
        /// Montana.
        Mt = "MT",
        /// North Carolina.
        Nc = "NC",
        /// North Dakota.
        Nd = "ND",
        /// Nebraska.
        Ne = "NE",
        /// New Hampshire.
        Nh = "NH",
        /// New Jersey.
        Nj = "NJ",
        /// New Mexico.
        Nm = "NM",
        /// Nevada.
        Nv = "NV",
        /// New York.
        Ny = "NY",
        /// Ohio.
        Oh = "OH",
        /// Oklahoma.
        Ok = "OK",
        /// Oregon.
        Or = "OR",
        /// Pennsylvania.
        Pa = "PA",
        /// Puerto Rico.
        Pr = "PR",
        /// Palau.
        Pw = "PW",
        /// Rhode Island.
        Ri = "RI",
        /// South Carolina.
        Sc = "SC",
        /// South Dakota.
        Sd = "SD",
        /// Tennessee.
        Tn = "TN",
        /// Texas.
        Tx = "TX",
        /// Utah.
        Ut = "UT",
        /// Virginia.
        Va = "VA",
        /// US Virgin Islands.
        Vi = "VI",
        /// Vermont.
        Vt = "VT",
        /// Washington.
        Wa = "WA",
        /// Wisconsin.
        Wi = "WI",
        /// West Virginia.
        Wv = "WV",
        /// Wyoming.
        Wy = "WY",
    }
}
