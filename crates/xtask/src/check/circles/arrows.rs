//! Which file of a target uses which: the paths in its code, its macros and its attributes.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, ItemMod, ItemUse, Macro, Path, Visibility};

use super::modules::{Modules, Referent, SourceText, imports, is_test};

/// For each file, the other files that it uses, each with the first place.
pub(super) type Arrows = Vec<BTreeMap<usize, Reference>>;

/// Where a file uses another.
pub(super) struct Reference {
    pub(super) line: usize,
    pub(super) path: String,
}

/// Collects the arrows of a target.
pub(super) fn arrows(modules: &Modules) -> Arrows {
    let collect = |(file, text): (usize, &SourceText)| {
        let mut collector = Collector {
            modules,
            file,
            module: text.module,
            arrows: BTreeMap::new(),
        };
        collector.visit_file(&text.syntax);
        collector.arrows
    };
    modules.files.iter().enumerate().map(collect).collect()
}

struct Collector<'a> {
    modules: &'a Modules,
    file: usize,
    /// The module that is visited; a file has several when some are written inside it.
    module: usize,
    arrows: BTreeMap<usize, Reference>,
}

impl Collector<'_> {
    fn add(&mut self, found: Option<Referent>, path: &[String], line: usize) {
        let Some(to) = found.map(|found| self.modules.file_of(found)) else {
            return;
        };
        if to != self.file {
            let path = path.join("::");
            self.arrows.entry(to).or_insert(Reference { line, path });
        }
    }

    fn add_path(&mut self, path: &[String], line: usize) {
        let found = match path {
            // A local variable, or something imported.
            [name] => self.modules.imported(self.module, name),
            longer => self.modules.resolve(self.module, longer),
        };
        self.add(found, path, line);
    }

    fn add_macro(&mut self, path: &[String], line: usize) {
        match path {
            [name] => self.add(self.modules.macro_named(name), path, line),
            longer => self.add_path(longer, line),
        }
    }

    /// Looks for paths among tokens, which no grammar covers.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Vec<Ident> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) if colons == 2 || path.is_empty() => path.push(name),
                TokenTree::Ident(name) => {
                    self.end_path(&mut path);
                    path.push(name);
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == '!' => self.end_macro(&mut path),
                TokenTree::Punct(_) => self.end_path(&mut path),
                TokenTree::Group(group) => {
                    self.end_path(&mut path);
                    self.scan(group.stream());
                }
                TokenTree::Literal(text) => {
                    self.end_path(&mut path);
                    self.scan_text(&text);
                }
            }
            colons = 0;
        }
        self.end_path(&mut path);
    }

    fn end_path(&mut self, path: &mut Vec<Ident>) {
        let (names, line) = taken(path);
        self.add_path(&names, line);
    }

    fn end_macro(&mut self, path: &mut Vec<Ident>) {
        let (names, line) = taken(path);
        self.add_macro(&names, line);
    }

    /// Scans a text, which may be a path too, as in `#[serde(with = "crate::date")]`.
    fn scan_text(&mut self, literal: &proc_macro2::Literal) {
        let text = literal.to_string();
        let text = text.trim_matches('"');
        if text.starts_with("crate::") || text.starts_with("super::") || text.starts_with("self::")
        {
            let names: Vec<String> = text.split("::").map(str::to_owned).collect();
            self.add_path(&names, literal.span().start().line);
        }
    }
}

/// Empties a path. Returns its names, and the line where it begins.
fn taken(path: &mut Vec<Ident>) -> (Vec<String>, usize) {
    let line = path.first().map_or(0, |name| name.span().start().line);
    (path.drain(..).map(|name| name.to_string()).collect(), line)
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let Some((_, items)) = &item.content else {
            return;
        };
        let outer = self.module;
        self.module = self
            .modules
            .child(outer, &item.ident.to_string())
            .unwrap_or(outer);
        items.iter().for_each(|item| self.visit_item(item));
        self.module = outer;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        // A re-export is another name, not a use: who uses the name is followed to where it is defined.
        if !matches!(item.vis, Visibility::Inherited) {
            return;
        }
        let line = item.use_token.span.start().line;
        for import in imports(item) {
            self.add(
                self.modules.resolve(self.module, &import.path),
                &import.path,
                line,
            );
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.add_path(&names(path), line(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.add_macro(&names(&called.path), line(&called.path));
        self.scan(called.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone());
        }
    }
}

fn names(path: &Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}

fn line(path: &Path) -> usize {
    path.segments
        .first()
        .map_or(0, |segment| segment.ident.span().start().line)
}

/// Returns the attributes of the kinds of items that tests have for themselves.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
