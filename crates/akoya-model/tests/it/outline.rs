//! The places that an outline notes are where the values are.

use akoya_model::from_str;
use akoya_model::outline::{AccountsOutline, Entry, Place, TransactionsOutline};
use akoya_model::transactions::{Transactions, identity};
use proptest::prelude::*;
use serde_json::Value;

/// Reads the value at a place, and all that is in it, by what the places say.
fn value(text: &str, places: &[Place], at: usize) -> Value {
    let place = places[at];
    let own = &text[place.start as usize..place.end as usize];
    let mut inside = Vec::new();
    let mut next = at + 1;
    let end = at + place.count as usize;
    while next < end {
        inside.push(next);
        next += places[next].count as usize;
    }
    assert_eq!(next, end, "{own}");
    match own.as_bytes().first() {
        Some(b'{') => {
            let field = |at: usize| (name(text, places[at]), value(text, places, at));
            inside.into_iter().map(field).collect()
        }
        Some(b'[') => {
            let element = |at: usize| {
                assert_eq!(places[at].name, 0);
                value(text, places, at)
            };
            inside.into_iter().map(element).collect()
        }
        _ => {
            assert!(inside.is_empty(), "{own}");
            serde_json::from_str(own).unwrap()
        }
    }
}

/// Reads the name of a value, which begins behind a quote.
fn name(text: &str, place: Place) -> String {
    let quoted = &text[place.name as usize - 1..];
    let mut names = serde_json::Deserializer::from_str(quoted).into_iter();
    names.next().unwrap().unwrap()
}

/// Reads all items by their places; nothing where they are not known.
fn items(text: &str, list: &std::ops::Range<usize>, places: &[Place]) -> Value {
    assert_eq!(&text[list.start..=list.start], "[");
    assert_eq!(&text[list.end - 1..list.end], "]");
    let mut items = Vec::new();
    let mut next = 0;
    while next < places.len() {
        items.push(value(text, places, next));
        next += places[next].count as usize;
    }
    Value::Array(items)
}

/// JSON of all kinds, with white space and names that say what they say with escapes.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,3})?",
        "\"([a-zé]|\\\\n|\\\\u00e9|\\\\\"|\\\\\\\\|[{}:,\\[\\]]){0,6}\"",
    ];
    leaf.prop_recursive(5, 40, 5, |value| {
        // Without white space names are read in another way.
        let space = prop_oneof![4 => Just(""), 1 => Just(" ")];
        let name = "\"(transactionId|amount|status|description|[a-c]|\\\\u0061b|)\"";
        let field = (name, space.clone(), space.clone(), value.clone());
        let field =
            field.prop_map(|(name, one, other, value)| format!("{name}{one}:{other}{value}"));
        let fields = prop::collection::vec(field, 0..5);
        prop_oneof![
            (fields, space).prop_map(|(fields, space)| {
                format!("{{{space}{}}}", fields.join(&format!("{space},{space}")))
            }),
            prop::collection::vec(value, 0..4)
                .prop_map(|values| format!("[ {}]", values.join(","))),
        ]
    })
}

/// A transaction that is usual but for what is besides its identity.
fn transaction() -> impl Strategy<Value = String> {
    let others = prop::collection::vec(("\"(memo|[a-c]|\\\\u0063)\"", json()), 0..4);
    (others, "[a-z]{1,8}", -5..5).prop_map(|(others, id, amount)| {
        let others: Vec<_> = others.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        let comma = if others.is_empty() { "" } else { "," };
        let others = others.join(",");
        format!(
            r#"{{"x":[],"loanTransaction":{{"transactionId" : "{id}",{others}{comma}"amount": {amount}}}}}"#
        )
    })
}

/// What may be in the place of a transaction, or is one with a value that none has, `text` among them.
fn odd(text: &'static str) -> impl Strategy<Value = String> {
    let field = "\"(transactionId|amount|status|description|postedTimestamp)\"";
    let value = prop_oneof![json(), "\"[0a]?\"", Just(text.to_owned())];
    let fields = prop::collection::vec((field, value), 0..7).prop_map(|fields| object(&fields));
    let case = "\"(depositTransaction|loanTransaction|error)\"";
    let cases = prop::collection::vec((case, fields), 1..3).prop_map(|cases| object(&cases));
    prop_oneof![json(), cases]
}

/// Writes an object of names, in their quotes, and values.
fn object(fields: &[(String, String)]) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}:{value}"))
        .collect();
    format!("{{{}}}", fields.join(","))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn places_of_accounts_are_where_the_values_are(list in prop::collection::vec(json(), 0..5)) {
        let text = format!(r#"{{"a":{{}}, "accounts" : [{}], "b":[1]}}"#, list.join(" , "));
        let outline: AccountsOutline = from_str(&text).unwrap();
        let whole: Value = serde_json::from_str(&text).unwrap();
        let (range, places) = outline.accounts.unwrap().into_places().unwrap();
        prop_assert_eq!(&items(&text, &range, places.all().unwrap()), &whole["accounts"]);
        let has_escapes = text.contains("\\u0061b\"");
        prop_assert_eq!(places.has_escaped_names(), has_escapes);
    }

    #[test]
    fn outline_is_read_exactly_if_the_document_is_json(
        list in prop::collection::vec(json(), 0..4),
        at in any::<prop::sample::Index>(),
        other in "[{}\\[\\]:,\"\\\\ 0.\\-tn\n]?",
    ) {
        let text = format!(r#"{{"accounts":[{}]}}"#, list.join(","));
        let mut letters: Vec<_> = text.chars().map(String::from).collect();
        *at.get_mut(&mut letters) = other;
        let text = letters.concat();
        let is_json = serde_json::from_str::<Value>(&text).is_ok_and(|document| document.is_object());
        prop_assert_eq!(from_str::<AccountsOutline>(&text).is_ok(), is_json, "{}", text);
    }

    #[test]
    fn entry_says_of_a_transaction_what_reading_it_says(
        list in prop::collection::vec(prop_oneof![transaction(), odd(r#""\ud800""#)], 0..5),
    ) {
        let text = format!(r#"{{"transactions":[{}]}}"#, list.join(","));
        let typed: Transactions = from_str(&text).unwrap();
        let outline: TransactionsOutline = from_str(&text).unwrap();
        let entries = outline.transactions.unwrap().elements;
        let numbers = entries.into_iter().map(|entry| match entry {
            Entry::Identified(number) => Some(number),
            Entry::Anonymous(_) => None,
        });
        let typed = typed.transactions.unwrap();
        prop_assert_eq!(numbers.collect::<Vec<_>>(), typed.iter().map(identity).collect::<Vec<_>>());
    }

    #[test]
    fn places_of_transactions_are_where_the_values_are(
        list in prop::collection::vec(transaction(), 0..3), odd in prop::collection::vec(odd("1e5"), 0..3),
    ) {
        let list: Vec<_> = list.into_iter().chain(odd).collect();
        let text = format!(r#"{{"transactions":[{}]}}"#, list.join(","));
        let outline: TransactionsOutline = from_str(&text).unwrap();
        let whole: Value = serde_json::from_str(&text).unwrap();
        let (range, places) = outline.transactions.unwrap().into_places().unwrap();
        prop_assert_eq!(&items(&text, &range, places.all().unwrap()), &whole["transactions"]);
    }
}

#[test]
fn what_is_deep_has_no_places_and_is_read_nevertheless() {
    for depth in [10, 31, 32, 33, 60, 300] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let text = format!(r#"{{"accounts":[{value}]}}"#);
            let outline: AccountsOutline = from_str(&text).unwrap();
            let items = outline.accounts.unwrap();
            assert_eq!(items.elements.len(), 1);
            if let Some((range, places)) = items.into_places() {
                let whole: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(
                    self::items(&text, &range, places.all().unwrap()),
                    whole["accounts"]
                );
                assert!(depth <= 32);
            }
        }
    }
}

#[test]
fn list_that_the_document_has_twice_has_no_places() {
    for text in [
        r#"{"accounts":[1],"accounts":[2,3]}"#,
        r#"{"accounts":null,"accounts":[2,3]}"#,
    ] {
        let outline: AccountsOutline = from_str(text).unwrap();
        let items = outline.accounts.unwrap();
        assert_eq!(
            (items.elements.len(), items.into_places()),
            (2, None),
            "{text}"
        );
    }
}
