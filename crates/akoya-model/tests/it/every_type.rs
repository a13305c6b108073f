//! Documents for every type, made from its fields: all set, none, nulls, unknown fields, values of a wrong type.

use akoya_model::FindingKind;
use akoya_model::registry::{self, Field, Shape, Type};

use crate::canonical;

/// How the documents differ from a plain one.
#[derive(Clone, Copy, PartialEq)]
enum Variant {
    Plain,
    Unknown,
    Wrong,
}

/// A value for each shape, the number as it would come out of a careless program.
fn value(shape: Shape, variant: Variant, depth: usize) -> String {
    match shape {
        Shape::List(element) => {
            let bad = if variant == Variant::Wrong {
                "null,[1.0],"
            } else {
                ""
            };
            format!("[{bad}{}]", value(*element, variant, depth))
        }
        Shape::Named("string") => "\"te\\\"xt \\u00e9\"".into(),
        Shape::Named("boolean") => "false".into(),
        Shape::Named("number") => {
            ["0", "-12.50", "1234567890123456789012345678901234.5", "1e3"][depth % 4].into()
        }
        Shape::Named("integer") => ["0", "2021", "99999999999999999999"][depth % 3].into(),
        Shape::Named("date-time") => "\"2019-09-16T00:00:00.000+0000\"".into(),
        Shape::Named("date") => "\"2021-08-09\"".into(),
        Shape::Named(name) => match registry::enums().iter().find(|list| list.name() == name) {
            Some(list) => format!("{:?}", list.values()[depth % list.values().len()]),
            None => object(
                registry::by_name(name).unwrap_or_else(|| panic!("{name}")),
                variant,
                depth + 1,
            ),
        },
        _ => unreachable!(),
    }
}

fn object(of: &Type, variant: Variant, depth: usize) -> String {
    let fields = if is_union(of) {
        &of.fields()[depth % of.fields().len()..][..1]
    } else {
        of.fields()
    };
    let wrong = |at: usize| variant == Variant::Wrong && at % 3 == 1;
    let field = |(at, field): (usize, &Field)| {
        let value = if wrong(at) {
            "[[0.10,null]]".into()
        } else {
            value(field.shape(), variant, depth + at)
        };
        format!("{:?}:{value}", field.wire())
    };
    let mut fields: Vec<_> = fields.iter().enumerate().map(field).collect();
    if variant == Variant::Unknown {
        fields.insert(
            fields.len() / 2,
            r#""x-new":{"deep":[0.10,-0,{"a":null}]},"x-null":null"#.into(),
        );
    }
    format!("{{{}}}", fields.join(","))
}

/// A union prints one case.
fn is_union(of: &Type) -> bool {
    of.cases().next().is_some()
}

#[track_caller]
fn check(of: &Type, text: &str) -> Vec<FindingKind> {
    let document = of
        .read(text)
        .unwrap_or_else(|error| panic!("{}: {error}", of.name()));
    assert_eq!(canonical(document.json()), canonical(text), "{}", of.name());
    let again = of.read(document.json()).unwrap();
    assert_eq!(again.json(), document.json(), "{}", of.name());
    document
        .findings()
        .iter()
        .map(|finding| finding.kind())
        .collect()
}

#[test]
fn document_with_every_field_comes_back_without_findings() {
    for of in registry::types() {
        for depth in 0..4 {
            let text = object(of, Variant::Plain, depth);
            assert_eq!(check(of, &text), [], "{} {text}", of.name());
        }
    }
}

#[test]
fn document_without_fields_comes_back() {
    for of in registry::types() {
        check(of, "{}");
    }
}

#[test]
fn document_of_nulls_comes_back() {
    for of in registry::types() {
        let fields: Vec<_> = of
            .fields()
            .iter()
            .map(|field| format!("{:?}:null", field.wire()))
            .collect();
        check(of, &format!("{{{}}}", fields.join(",")));
    }
}

#[test]
fn unknown_fields_come_back_at_every_level_and_are_reported() {
    for of in registry::types() {
        let text = object(of, Variant::Unknown, 0);
        let findings = check(of, &text);
        let expected = text.matches("x-new").count() * 2;
        assert_eq!(findings.len(), expected, "{}", of.name());
        assert!(
            findings
                .iter()
                .all(|kind| *kind == FindingKind::UnknownField)
        );
    }
}

#[test]
fn values_of_a_wrong_type_come_back_at_every_level_and_are_reported() {
    for of in registry::types() {
        let findings = check(of, &object(of, Variant::Wrong, 0));
        let expects_one = of.fields().len() > 1 && !is_union(of);
        assert!(
            !expects_one || findings.contains(&FindingKind::WrongType),
            "{}",
            of.name()
        );
    }
}

#[test]
fn each_field_alone_takes_its_value_and_keeps_any_other() {
    for of in registry::types().iter().filter(|of| !is_union(of)) {
        for field in of.fields() {
            check(
                of,
                &format!(
                    "{{{:?}:{}}}",
                    field.wire(),
                    value(field.shape(), Variant::Plain, 1)
                ),
            );
            for odd in [
                "null",
                "true",
                "17.50",
                "\"odd\"",
                "[]",
                "[null,17,\"x\",{}]",
                "{}",
                "{\"a\":1}",
            ] {
                check(of, &format!("{{{:?}:{odd}}}", field.wire()));
            }
        }
    }
}

#[test]
fn every_type_and_field_says_what_it_is() {
    for of in registry::types() {
        assert_ne!(of.doc().trim(), "", "{}", of.name());
        for field in of.fields() {
            assert_ne!(field.doc().trim(), "", "{}.{}", of.name(), field.wire());
        }
    }
}

#[test]
fn cases_of_a_union_are_types_with_one_field() {
    for of in registry::types() {
        for (name, case) in of.cases() {
            let wrapper = registry::by_name(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(wrapper.fields(), [*case]);
        }
    }
}
