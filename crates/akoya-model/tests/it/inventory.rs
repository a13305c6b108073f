//! Compares the types with the list of wire names in `inventory.txt`, both ways.

use std::collections::{BTreeMap, BTreeSet};

use akoya_model::registry::{self, Enum, Field, Type};

/// Types that the API description does not have: the list of statements is documented without its elements.
/// Form 1099-DA is newer than the description.
/// Accounts and telephones within a name are in the description of 2025-06.
const BEYOND: &[&str] = &[
    "AccountRelationship",
    "DigitalAssetDetail",
    "Statement",
    "Tax1099Da",
    "Telephone",
];

/// Enumerations that the description of 2025-06 has.
const BEYOND_ENUMS: &[&str] = &["LocationType", "PhoneType", "RelationshipType"];

/// Fields that the API description does not have.
const BEYOND_FIELDS: &[(&str, &str)] = &[
    ("AddressInfo", "country:string"),
    ("AddressInfo", "line2:string"),
    ("AddressInfo", "line3:string"),
    ("AddressInfo", "type:string"),
    ("Name", "accounts:list<AccountRelationship>"),
    ("Name", "addresses:list<AddressInfo>"),
    ("Name", "company:string"),
    ("Name", "email:list<string>"),
    ("Name", "prefix:string"),
    ("Name", "suffix:string"),
    ("Name", "telephones:list<Telephone>"),
    ("PaginatedArray", "statements:list<Statement>"),
    ("TaxData", "tax1099Da:Tax1099Da"),
];

/// Fields that the description of 2025-06 lacks or has in another place, so that they come after its own.
const LATER: &[(&str, &str)] = &[
    ("AccountHolderEntity", "addresses"),
    ("AccountHolderEntity", "telephones"),
    ("AccountHolderEntity", "email"),
    ("AccountHolderEntity", "accounts"),
];

/// Values of enumerations that the API description does not have.
const BEYOND_VALUES: &[(&str, &str)] = &[("TypeFormType", "Tax1099Da")];

/// Enumerations with the same values (but for `BUSIP`, a slip) that are one type here.
const SAME: &[(&str, &str)] = &[
    ("CompoundingPeriod", "Frequency"),
    ("HeldInAccount", "SubAccount"),
    ("InsuranceTransactionType", "LoanTransactionType"),
    ("Inv401KSurce", "Inv401KSource"),
    ("InvestmentTransactionSecurityIdType", "SecurityIdType"),
    ("LoanAccountPaymentFrequency", "Frequency"),
    ("LocTransactionType", "DepositTransactionType"),
    ("StockType", "SecurityType"),
    ("SubAccountSecurityType", "SubAccountFund"),
];

/// Lines of one kind: name and text after the colon.
fn lines(kind: &str) -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("inventory.txt").lines();
    lines
        .filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' ')?.split_once(": "))
        .collect()
}

/// Fields as `name:type`, with one name for enumerations that are one type.
fn listed(fields: &str) -> BTreeSet<String> {
    fields
        .split(' ')
        .map(|field| {
            let (name, kind) = field.split_once(':').unwrap();
            let kind = SAME
                .iter()
                .find(|(same, _)| *same == kind)
                .map_or(kind, |(_, kind)| kind);
            format!("{name}:{kind}")
        })
        .collect()
}

fn known(of: &Type) -> BTreeSet<String> {
    of.fields()
        .iter()
        .map(|field| format!("{}:{}", field.wire(), field.shape()))
        .collect()
}

fn find(name: &str) -> &'static Type {
    registry::by_name(name).unwrap_or_else(|| panic!("no type {name}"))
}

#[test]
fn the_inventory_lists_every_type() {
    let models = lines("model");
    assert_eq!(models.len(), 172);
    assert_eq!(
        models
            .values()
            .map(|fields| fields.split(' ').count())
            .sum::<usize>(),
        2_411
    );
    assert_eq!((lines("union").len(), lines("enum").len()), (4, 73));
}

#[test]
fn every_model_has_exactly_its_fields_with_their_types() {
    let mut wrong = Vec::new();
    for (name, fields) in lines("model") {
        let mut expected = listed(fields);
        expected.extend(
            BEYOND_FIELDS
                .iter()
                .filter(|(model, _)| *model == name)
                .map(|(_, field)| (*field).to_owned()),
        );
        let known = registry::by_name(name).map(known).unwrap_or_default();
        wrong.extend(
            expected
                .difference(&known)
                .map(|field| format!("{name} lacks {field}")),
        );
        wrong.extend(
            known
                .difference(&expected)
                .map(|field| format!("{name} has {field}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn fields_are_in_the_order_of_the_description() {
    for (name, fields) in lines("model") {
        let known = registry::by_name(name).unwrap().fields();
        let order: Vec<_> = fields
            .split(' ')
            .filter_map(|field| field.split(':').next())
            .filter(|wire| !LATER.contains(&(name, wire)))
            .collect();
        let known: Vec<_> = known.iter().map(Field::wire).collect();
        let known: Vec<_> = known
            .into_iter()
            .filter(|wire| order.contains(wire))
            .collect();
        assert_eq!(known, order, "{name}");
    }
}

#[test]
fn every_union_has_exactly_its_cases() {
    for (name, cases) in lines("union") {
        for case in cases.split(' ') {
            let (key, object) = case.split_once(':').unwrap();
            let field = find(name)
                .fields()
                .iter()
                .find(|field| field.wire() == key)
                .unwrap_or_else(|| panic!("{name} {key}"));
            assert_eq!(
                known(find(object)),
                [format!("{key}:{}", field.shape())].into(),
                "{object}"
            );
        }
        assert_eq!(
            find(name).fields().len(),
            cases.split(' ').count(),
            "{name}"
        );
    }
}

#[test]
fn no_type_is_missing_from_the_list() {
    let (models, unions) = (lines("model"), lines("union"));
    for name in registry::types().iter().map(Type::name) {
        assert!(
            models.contains_key(name) || unions.contains_key(name) || BEYOND.contains(&name),
            "{name}"
        );
    }
    let names: BTreeSet<_> = registry::types().iter().map(Type::name).collect();
    assert_eq!(
        names.len(),
        registry::types().len(),
        "a type is listed twice"
    );
}

#[test]
fn every_enumeration_has_exactly_its_values() {
    let lists = lines("enum");
    let same = |name: &'static str| {
        SAME.iter()
            .find(|(other, _)| *other == name)
            .map_or(name, |(_, name)| *name)
    };
    let mut expected: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, values) in &lists {
        expected
            .entry(same(name))
            .or_default()
            .extend(values.split(" | "));
    }
    for (name, value) in BEYOND_VALUES {
        expected.entry(name).or_default().insert(value);
    }
    let enums: BTreeMap<_, _> = registry::enums()
        .iter()
        .filter(|list| !BEYOND_ENUMS.contains(&list.name()))
        .map(|list| (list.name(), list))
        .collect();
    assert_eq!(
        enums.keys().collect::<Vec<_>>(),
        lists.keys().collect::<Vec<_>>()
    );
    for (name, list) in enums {
        let values: BTreeSet<_> = Enum::values(list).iter().copied().collect();
        assert_eq!(
            values.len(),
            list.values().len(),
            "{name} has a value twice"
        );
        assert_eq!(values, expected[same(name)], "{name}");
    }
}

#[test]
fn every_operation_responds_with_a_type() {
    for (operation, response) in registry::OPERATIONS {
        assert_eq!(
            registry::by_name(operation).map(Type::name),
            Some(*response)
        );
    }
    assert!(registry::by_name("Nothing").is_none());
}
