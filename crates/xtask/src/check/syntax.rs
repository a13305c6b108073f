//! Rules about how code is written that the compiler and Clippy have no lint for.

use anyhow::{Context, Result};
use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemUse, Macro, UseTree, Visibility};

use crate::step::{self, Step};
use crate::tool::GIT;
use crate::workspace::{SourceFile, Workspace};

/// A failing assertion shows what is wrong, not that one of two things is.
pub(crate) const ASSERTIONS: Step = Step {
    name: "assertions",
    needs: &[GIT],
    run: |workspace| demand(workspace, double_assertions),
};

/// What a module re-exports is named there, and the root of a library holds re-exports only.
pub(crate) const EXPORTS: Step = Step {
    name: "exports",
    needs: &[GIT],
    run: |workspace| demand(workspace, unnamed_exports),
};

type Rule = fn(&str, &File) -> Vec<Complaint>;

/// A line, and what is wrong with it.
type Complaint = (usize, &'static str);

/// Holds every file to a rule.
fn demand(workspace: &Workspace, rule: Rule) -> Result<()> {
    let mut forbidden = Vec::new();
    for file in workspace
        .source_files()?
        .iter()
        .filter(|file| file.is_rust())
    {
        forbidden.extend(complaints(file, rule)?);
    }
    step::demand_none(&forbidden)
}

fn complaints(file: &SourceFile, rule: Rule) -> Result<Vec<String>> {
    let syntax = syn::parse_file(&file.text);
    let syntax = syntax.with_context(|| format!("cannot parse {}", file.path))?;
    let complaints = rule(&file.path, &syntax).into_iter();
    Ok(complaints
        .map(|(line, text)| format!("{}:{line} {text}", file.path))
        .collect())
}

fn double_assertions(_: &str, syntax: &File) -> Vec<Complaint> {
    let mut assertions = Assertions(Vec::new());
    assertions.visit_file(syntax);
    let text = "asserts two things at once; write two assertions";
    assertions.0.into_iter().map(|line| (line, text)).collect()
}

/// The lines of assertions with `&&`.
struct Assertions(Vec<usize>);

impl<'ast> Visit<'ast> for Assertions {
    fn visit_macro(&mut self, called: &'ast Macro) {
        let Some(name) = called.path.segments.last() else {
            return;
        };
        if name.ident == "assert" && joins_conditions(called.tokens.clone()) {
            self.0.push(name.ident.span().start().line);
        }
        visit::visit_macro(self, called);
    }
}

/// Returns whether `&&` joins what is asserted; the message comes after a comma.
fn joins_conditions(tokens: TokenStream) -> bool {
    let mut before = None;
    for token in tokens {
        let TokenTree::Punct(punct) = &token else {
            before = None;
            continue;
        };
        match punct.as_char() {
            ',' => return false,
            '&' if before == Some(('&', Spacing::Joint)) => return true,
            other => before = Some((other, punct.spacing())),
        }
    }
    false
}

fn unnamed_exports(path: &str, syntax: &File) -> Vec<Complaint> {
    let mut exports = Exports(Vec::new());
    exports.visit_file(syntax);
    if path.ends_with("/src/lib.rs") {
        exports
            .0
            .extend(syntax.items.iter().filter_map(not_an_export));
    }
    exports.0
}

struct Exports(Vec<Complaint>);

impl<'ast> Visit<'ast> for Exports {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !matches!(item.vis, Visibility::Inherited) && has_glob(&item.tree) {
            let line = item.use_token.span.start().line;
            self.0
                .push((line, "re-exports `*`; name what is re-exported"));
        }
    }
}

fn has_glob(tree: &UseTree) -> bool {
    match tree {
        UseTree::Glob(_) => true,
        UseTree::Path(path) => has_glob(&path.tree),
        UseTree::Group(group) => group.items.iter().any(has_glob),
        UseTree::Name(_) | UseTree::Rename(_) => false,
    }
}

fn not_an_export(item: &Item) -> Option<Complaint> {
    let (name, attributes): (_, &[Attribute]) = match item {
        Item::Const(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Fn(item) => (&item.sig.ident, &item.attrs),
        Item::Macro(item) => (item.ident.as_ref()?, &item.attrs),
        Item::Static(item) => (&item.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        Item::Type(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    // An item that only tests have, such as the one that carries the README's examples.
    let is_conditional = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg"));
    let text =
        "defines something in the root of a library, which is for documentation and re-exports";
    (!is_conditional).then(|| (name.span().start().line, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rule: Rule, path: &str, text: &str) -> Vec<usize> {
        let complaints = rule(path, &syn::parse_file(text).unwrap());
        complaints.into_iter().map(|(line, _)| line).collect()
    }

    fn assertions(text: &str) -> Vec<usize> {
        lines(
            double_assertions,
            "src/some.rs",
            &format!("fn f() {{\n{text}\n}}"),
        )
    }

    #[test]
    fn an_assertion_of_two_things_is_reported() {
        assert_eq!(assertions("assert!(a && b);"), [2]);
        assert_eq!(
            assertions("assert!(\n    a.is_empty()\n        && b == c,\n    \"message\"\n);"),
            [2]
        );
    }

    #[test]
    fn an_assertion_of_one_thing_passes() {
        for text in [
            "assert!(a || b);",
            "assert!(list.iter().all(|x| x.a && x.b));",
            "assert!(a, \"{}\", b && c);",
            "assert_eq!(&&a, &b);",
            "assert!(matches!(a, Some(x) if x && y));",
            "assert!(set.contains(& &a));",
            "if a && b {}",
        ] {
            assert!(assertions(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_re_export_of_everything_is_reported() {
        let text = "pub use a::*;\nuse b::*;\npub use c::{D, e::*};\npub use f::G;\n";
        assert_eq!(lines(unnamed_exports, "src/some.rs", text), [1, 3]);
    }

    #[test]
    fn an_item_in_the_root_of_a_library_is_reported() {
        let text = "mod a;\npub use a::A;\npub struct B;\n#[cfg(doctest)]\nstruct C;\nmacro_rules! m { () => {} }\n";
        assert_eq!(
            lines(unnamed_exports, "crates/acg/src/lib.rs", text),
            [3, 6]
        );
        assert!(lines(unnamed_exports, "crates/acg/src/main.rs", text).is_empty());
    }
}
