//! A function's documentation begins with a sentence about what the function does: "Returns whether …".
//!
//! This is what rustdoc's readers know from the standard library. A noun phrase says what a function gives, and
//! leaves open whether it reads, computes or changes that.

use anyhow::{Context, Result};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ImplItemFn, ItemFn, Lit, Meta, Signature, TraitItemFn};

use crate::step::{self, Step};
use crate::tool::GIT;
use crate::workspace::{SourceFile, Workspace};

/// The first word of a documented function is a verb in the third person.
pub(crate) const SENTENCES: Step = Step {
    name: "sentences",
    needs: &[GIT],
    run,
};

/// Words that end as a verb in the third person does, and are none.
const NO_VERBS: &[&str] = &[
    "Always", "As", "Is", "Its", "Others", "Seconds", "This", "Unless", "Was",
];

fn run(workspace: &Workspace) -> Result<()> {
    let mut forbidden = Vec::new();
    for file in workspace.source_files()?.iter().filter(is_source) {
        forbidden.extend(offences(file)?);
    }
    step::demand_none(&forbidden)
}

/// Returns whether it is a file of a crate itself: a test is described by its name.
fn is_source(file: &&SourceFile) -> bool {
    file.is_rust() && file.path.starts_with("crates/") && file.path.contains("/src/")
}

fn offences(file: &SourceFile) -> Result<Vec<String>> {
    let syntax = syn::parse_file(&file.text);
    let syntax = syntax.with_context(|| format!("cannot parse {}", file.path))?;
    let mut functions = Functions(Vec::new());
    functions.visit_file(&syntax);
    let complaints = functions.0.into_iter();
    Ok(complaints
        .map(|(line, text)| format!("{}:{line} {text}", file.path))
        .collect())
}

/// The lines of functions whose documentation is no sentence, and what is wrong there.
struct Functions(Vec<(usize, String)>);

impl Functions {
    fn read(&mut self, attributes: &[Attribute], signature: &Signature) {
        // What is written there documents a Python module.
        if attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("pymodule"))
        {
            return;
        }
        let Some(text) = attributes.iter().find_map(documentation) else {
            return;
        };
        let word = first_word(&text);
        if !is_verb(word) {
            let line = signature.ident.span().start().line;
            let text = format!(
                "the documentation of `{}` begins with \"{word}\"; begin with what it does: \"Returns …\"",
                signature.ident
            );
            self.0.push((line, text));
        }
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.read(&function.attrs, &function.sig);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.read(&function.attrs, &function.sig);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        self.read(&function.attrs, &function.sig);
        visit::visit_trait_item_fn(self, function);
    }
}

/// Returns the line of documentation that an attribute is.
fn documentation(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

fn first_word(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.trim_end_matches([',', '.', ':'])
}

fn is_verb(word: &str) -> bool {
    let is_word = word.starts_with(char::is_uppercase)
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-');
    is_word && word.ends_with('s') && !NO_VERBS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(text: &str) -> Vec<String> {
        let path = "crates/some/src/lib.rs".to_owned();
        let text = text.to_owned();
        offences(&SourceFile { path, text }).unwrap()
    }

    #[test]
    fn a_noun_phrase_is_reported_with_its_line_and_function() {
        assert_eq!(
            reported("\n/// The name.\nfn name() {}"),
            [
                "crates/some/src/lib.rs:3 the documentation of `name` begins with \"The\"; begin with what it does: \
                 \"Returns …\""
            ]
        );
    }

    #[test]
    fn functions_of_types_and_traits_and_within_functions_are_read() {
        for text in [
            "impl A {\n/// Whether it is so.\nfn is_so() {}}",
            "trait A {\n/// `GET /a`.\nfn a();}",
            "fn outer() {\n/// 16 digits.\nfn inner() {}}",
            "/// This is it.\nfn it() {}",
            "/// always lower-case.\nfn lower() {}",
        ] {
            assert_eq!(reported(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn sentences_and_what_is_no_function_pass() {
        for text in [
            "/// Returns the name.\nfn name() {}",
            "/// Percent-encodes it.\nfn encode() {}",
            "/// Sends, and reads.\nfn send() {}",
            "/// Does nothing.\n///\n/// The rest is free.\n#[inline]\nfn nothing() {}",
            "fn without() {}",
            "/// What a Python program reads of the module.\n#[pymodule]\nfn module() {}",
            "/// The name.\nstruct Name;",
        ] {
            assert!(reported(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn tests_of_a_crate_and_other_workspaces_are_left_alone() {
        let named = |path: &str| SourceFile {
            path: path.to_owned(),
            text: String::new(),
        };
        assert!(is_source(&&named("crates/acg/src/lib.rs")));
        assert!(!is_source(&&named("crates/acg/tests/it/main.rs")));
        assert!(!is_source(&&named("peers/src/lib.rs")));
    }
}
