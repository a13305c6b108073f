//! What holds for every input, tried on random ones.

use akoya_model::registry::{self, Type};
use akoya_model::{Amount, Date, DateTime, Integer, Json, Reading, from_str, to_string};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config;

use crate::canonical;

/// The text of any JSON number.
fn number() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?"
}

/// JSON with names from the API description and others, values of all kinds in all places.
fn json() -> impl Strategy<Value = String> {
    let names: Vec<String> = registry::types()
        .iter()
        .flat_map(Type::fields)
        .map(|field| field.wire().to_owned())
        .collect();
    let leaf = prop_oneof![
        number(),
        number().prop_map(|number| format!("\"{number}\"")),
        select(vec![
            "null",
            "true",
            "false",
            "\"OPEN\"",
            "\"2021-08-09\"",
            "\"JSON\"",
            "[]",
            "{}"
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(6, 60, 6, move |value| {
        let name = prop_oneof![4 => select(names.clone()), 1 => any::<String>()];
        let field = (name, value.clone())
            .prop_map(|(name, value)| format!("{}:{value}", serde_json::to_string(&name).unwrap()));
        prop_oneof![
            3 => prop::collection::vec(field, 0..6).prop_map(|fields| format!("{{{}}}", fields.join(","))),
            1 => prop::collection::vec(value, 0..4).prop_map(|elements| format!("[{}]", elements.join(" , "))),
        ]
    })
}

/// A document for one type, whose fields are those of the type and others.
fn document() -> impl Strategy<Value = (&'static Type, String)> {
    let fields = prop::collection::vec((any::<Index>(), json()), 0..8);
    (any::<Index>(), fields, json()).prop_map(|(kind, fields, other)| {
        let kind = kind.get(registry::types());
        let field =
            |(at, value): &(Index, String)| format!("{:?}:{value}", at.get(kind.fields()).wire());
        let mut fields: Vec<_> = fields.iter().map(field).collect();
        fields.push(format!("\"x-other\":{other}"));
        (kind, format!("{{{}}}", fields.join(",")))
    })
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_number_prints_back_as_it_came(text in number()) {
        let amount: Amount = text.parse().unwrap();
        prop_assert_eq!(amount.to_string(), text.as_str());
        prop_assert_eq!(serde_json::to_string(&serde_json::from_str::<Amount>(&text).unwrap()).unwrap(), text);
    }

    #[test]
    fn text_is_an_amount_exactly_if_it_is_a_json_number(text in "[-+0-9.eE \\x{661}]{0,8}") {
        let is_number = text.trim() == text && text.parse::<Json>().is_ok();
        prop_assert_eq!(text.parse::<Amount>().is_ok(), is_number);
    }

    #[test]
    fn order_and_sum_are_those_of_the_values(a in -10_i64.pow(18)..10_i64.pow(18), b in any::<i32>(), s in 0_u8..18, t in 0_u8..18, e in 0..9_u32) {
        let (one, two) = (Amount::from_minor_units(a, s), Amount::from_minor_units(b.into(), t));
        let (x, y) = (i128::from(a) * 10_i128.pow(18 - u32::from(s)), i128::from(b) * 10_i128.pow(18 - u32::from(t)));
        prop_assert_eq!(one.cmp(&two), x.cmp(&y));
        prop_assert_eq!(one.checked_add(&two).unwrap().minor_units(18), Some(x + y));
        prop_assert_eq!(one.checked_sub(&two).unwrap().minor_units(18), Some(x - y));
        let long: Amount = format!("{b}{}e-{e}", "0".repeat(e as usize)).parse().unwrap();
        prop_assert_eq!(&long, &Amount::from(i64::from(b)));
        prop_assert_eq!(long.cmp(&one), (i128::from(b) * 10_i128.pow(18)).cmp(&x));
    }

    #[test]
    fn integer_has_the_value_of_its_text(value in any::<i64>(), zeros in 0..5_usize) {
        let text = format!("{value}.{}", "0".repeat(zeros + 1));
        prop_assert_eq!(text.parse::<Integer>().unwrap().get(), Some(value));
    }

    #[test]
    fn date_is_read_if_it_exists(year in 1..=9999_i16, month in 0..14_u8, day in 0..33_u8) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        let long = [1, 3, 5, 7, 8, 10, 12].contains(&month);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = if long { 31 } else if month == 2 { 28 + u8::from(leap) } else { 30 };
        let exists = (1..=12).contains(&month) && (1..=last).contains(&day);
        let read = Date::from(text.as_str()).day();
        prop_assert_eq!(read.map(|read| read.to_string()), exists.then_some(text));
    }

    #[test]
    fn time_is_the_same_in_every_documented_form(seconds in -60_000_000_000_i64..250_000_000_000, millis in 0..1000_i64, zone in -14 * 60..=14 * 60_i32) {
        let time = jiff::Timestamp::from_millisecond(seconds * 1000 + millis).unwrap();
        let offset = jiff::tz::Offset::from_seconds(zone * 60).unwrap();
        let local = offset.to_datetime(time);
        let sign = if zone < 0 { '-' } else { '+' };
        let (hours, minutes) = (zone.abs() / 60, zone.abs() % 60);
        let utc = time.to_string();
        for text in [utc, format!("{local}{sign}{hours:02}{minutes:02}"), format!("{local}{sign}{hours:02}:{minutes:02}")] {
            let read = DateTime::from(text.as_str()).instant();
            prop_assert_eq!(read.map(|read| read.unix_millis()), Some(seconds * 1000 + millis), "{}", text);
        }
    }

    #[test]
    fn any_text_is_kept_as_a_date(text in any::<String>()) {
        let read = DateTime::from(text.as_str());
        prop_assert_eq!(read.as_str(), text.as_str());
        if let Some(Reading::Day(day)) = read.reading() {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn any_json_comes_back_from_any_type((kind, text) in document()) {
        let read = kind.read(&text).unwrap();
        prop_assert_eq!(canonical(read.json()), canonical(&text), "{}", kind.name());
        let again = kind.read(read.json()).unwrap();
        prop_assert_eq!(canonical(again.json()), canonical(read.json()));
    }

    #[test]
    fn any_json_object_comes_back_from_a_page_of_transactions(element in json()) {
        use akoya_model::transactions::Transactions;
        let text = format!(r#"{{"transactions":[{{"depositTransaction":{element}}},{element},{{"x":1,"loanTransaction":{element}}}]}}"#);
        let page: Transactions = from_str(&text).unwrap();
        prop_assert_eq!(canonical(&to_string(&page)), canonical(&text));
        prop_assert_eq!(from_str::<Transactions>(&to_string(&page)).unwrap(), page);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), at in any::<Index>()) {
        let mut text = br#"{"accounts":[{"depositAccount":{"currentBalance":1.50,"fiAttributes":[{"name":"n"}]}}]}"#.to_vec();
        let at = at.index(text.len());
        text.splice(at..at, bytes);
        let read = akoya_model::from_slice::<akoya_model::balances::Balances>(&text);
        prop_assert_eq!(read.is_ok(), std::str::from_utf8(&text).is_ok_and(|text| text.parse::<Json>().is_ok_and(|json| json.as_str().starts_with('{'))));
    }
}
