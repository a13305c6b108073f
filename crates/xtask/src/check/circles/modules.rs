//! The modules of one target, as the compiler would find them: files, names and re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result};
use syn::visit::Visit;
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, ItemUse, Lit, Meta, UseTree};

/// Every module of a target; the first is its root.
pub(super) struct Modules {
    modules: Vec<Module>,
    pub(super) files: Vec<SourceText>,
    /// Modules that define a `macro_rules!` of this name, which is known everywhere after it.
    macros: BTreeMap<String, usize>,
}

/// A file and the module that it is.
pub(super) struct SourceText {
    pub(super) path: PathBuf,
    pub(super) syntax: Rc<syn::File>,
    pub(super) module: usize,
}

#[derive(Default)]
struct Module {
    parent: usize,
    /// Index of the file that it is written in.
    file: usize,
    children: BTreeMap<String, usize>,
    /// Names of its structs, functions, macros and so on.
    items: BTreeSet<String>,
    /// What `use` declarations name here, by the name it has here.
    imports: BTreeMap<String, Vec<String>>,
    /// What `use …::*` declarations name.
    globs: Vec<Vec<String>>,
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Referent {
    Module(usize),
    /// An item of this module.
    Item(usize),
}

/// One path of a `use` declaration.
pub(super) struct Import {
    /// The name that it has from here on; `None` for a glob.
    pub(super) name: Option<String>,
    pub(super) path: Vec<String>,
}

/// A chain of re-exports is not longer than this, unless it is a circle.
const LONGEST_CHAIN: usize = 16;

impl Modules {
    /// Reads the target that begins in this file.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut modules = Self {
            modules: vec![Module::default()],
            files: Vec::new(),
            macros: BTreeMap::new(),
        };
        let folder = root.parent().unwrap_or(root).to_owned();
        modules.read_file(root.to_owned(), 0, &folder)?;
        Ok(modules)
    }

    /// Returns the index of the file that holds what was found.
    pub(super) fn file_of(&self, found: Referent) -> usize {
        let (Referent::Module(module) | Referent::Item(module)) = found;
        self.modules[module].file
    }

    /// Finds the module of this name in another.
    pub(super) fn child(&self, module: usize, name: &str) -> Option<usize> {
        self.modules[module].children.get(name).copied()
    }

    /// Finds where a macro that is called by its name alone is defined.
    pub(super) fn macro_named(&self, name: &str) -> Option<Referent> {
        self.macros.get(name).copied().map(Referent::Item)
    }

    /// Finds what a name leads to that a `use` declaration of this module brings.
    pub(super) fn imported(&self, module: usize, name: &str) -> Option<Referent> {
        let path = self.modules[module].imports.get(name)?;
        self.resolve(module, path)
    }

    /// Finds what a path in a module leads to, through re-exports; `None` for other crates and what the language
    /// brings.
    pub(super) fn resolve(&self, from: usize, path: &[String]) -> Option<Referent> {
        self.resolve_within(from, path, LONGEST_CHAIN)
    }

    fn resolve_within(&self, from: usize, path: &[String], chain: usize) -> Option<Referent> {
        let (first, rest) = path.split_first()?;
        let chain = chain.checked_sub(1)?;
        let mut found = match first.as_str() {
            "crate" => Referent::Module(0),
            "self" => Referent::Module(from),
            "super" => Referent::Module(self.modules[from].parent),
            name => self.lookup(from, name, chain)?,
        };
        for name in rest {
            let Referent::Module(module) = found else {
                break;
            };
            found = match name.as_str() {
                "self" => found,
                "super" => Referent::Module(self.modules[module].parent),
                // A name that is not seen here is made by a macro of that module.
                name => self
                    .lookup(module, name, chain)
                    .unwrap_or(Referent::Item(module)),
            };
        }
        Some(found)
    }

    fn lookup(&self, module: usize, name: &str, chain: usize) -> Option<Referent> {
        let names = &self.modules[module];
        if let Some(child) = names.children.get(name) {
            return Some(Referent::Module(*child));
        }
        if names.items.contains(name) {
            return Some(Referent::Item(module));
        }
        if let Some(path) = names.imports.get(name) {
            return self.resolve_within(module, path, chain);
        }
        let mut globs = names.globs.iter();
        globs.find_map(
            |path| match self.resolve_within(module, path, chain.checked_sub(1)?) {
                Some(Referent::Module(other)) if other != module => {
                    self.lookup(other, name, chain.checked_sub(1)?)
                }
                _ => None,
            },
        )
    }

    /// Reads a file as this module. Its child modules are files in `folder`.
    fn read_file(&mut self, path: PathBuf, module: usize, folder: &Path) -> Result<()> {
        let shown = path.display().to_string();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
        let syntax = syn::parse_file(&text).with_context(|| format!("cannot parse {shown}"))?;
        let syntax = Rc::new(syntax);
        self.modules[module].file = self.files.len();
        self.files.push(SourceText {
            path,
            syntax: Rc::clone(&syntax),
            module,
        });
        self.read_items(&syntax.items, module, folder)
    }

    fn read_items(&mut self, items: &[Item], module: usize, folder: &Path) -> Result<()> {
        for item in items {
            match item {
                Item::Mod(inner) if !is_test(&inner.attrs) => {
                    self.read_module(inner, module, folder)?;
                }
                Item::Macro(definition) if definition.mac.path.is_ident("macro_rules") => {
                    if let Some(name) = &definition.ident {
                        self.macros.insert(name.to_string(), module);
                        self.modules[module].items.insert(name.to_string());
                    }
                }
                other => self.modules[module].items.extend(name_of(other)),
            }
        }
        let mut imports = Imports(Vec::new());
        items.iter().for_each(|item| imports.visit_item(item));
        for import in imports.0 {
            let names = &mut self.modules[module];
            match import.name {
                Some(name) => drop(names.imports.insert(name, import.path)),
                None => names.globs.push(import.path),
            }
        }
        Ok(())
    }

    /// Returns the folder of the file that a module is written in: a `path` attribute begins there.
    fn folder_of(&self, module: usize) -> PathBuf {
        let file = &self.files[self.modules[module].file].path;
        file.parent().unwrap_or(file).to_owned()
    }

    fn read_module(&mut self, item: &ItemMod, parent: usize, folder: &Path) -> Result<()> {
        let name = item.ident.to_string();
        let module = self.modules.len();
        self.modules.push(Module {
            parent,
            file: self.modules[parent].file,
            ..Module::default()
        });
        self.modules[parent].children.insert(name.clone(), module);
        let inner = folder.join(&name);
        if let Some((_, items)) = &item.content {
            return self.read_items(items, module, &inner);
        }
        let candidates = match path_attribute(&item.attrs) {
            Some(path) => vec![self.folder_of(parent).join(path)],
            None => vec![inner.with_extension("rs"), inner.join("mod.rs")],
        };
        let path = candidates.into_iter().find(|path| path.is_file());
        let path = path.with_context(|| format!("there is no file for the module {name}"))?;
        self.read_file(path, module, &inner)
    }
}

/// The `use` declarations of a module, those within functions included.
struct Imports(Vec<Import>);

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_test(&item.attrs) {
            self.0.extend(imports(item));
        }
    }
}

/// Splits a `use` declaration into its paths, one for each name.
pub(super) fn imports(item: &ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    if item.leading_colon.is_none() {
        collect(&item.tree, &mut Vec::new(), &mut found);
    }
    found
}

fn collect(tree: &UseTree, path: &mut Vec<String>, found: &mut Vec<Import>) {
    let (name, as_name) = match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            collect(&inner.tree, path, found);
            path.pop();
            return;
        }
        UseTree::Group(group) => {
            group
                .items
                .iter()
                .for_each(|inner| collect(inner, path, found));
            return;
        }
        UseTree::Glob(_) => {
            found.push(Import {
                name: None,
                path: path.clone(),
            });
            return;
        }
        UseTree::Name(leaf) => (leaf.ident.to_string(), leaf.ident.to_string()),
        UseTree::Rename(leaf) => (leaf.ident.to_string(), leaf.rename.to_string()),
    };
    let mut whole = path.clone();
    let mut known_as = as_name;
    if name == "self" {
        if known_as == "self" {
            known_as = path.last().cloned().unwrap_or_default();
        }
    } else {
        whole.push(name);
    }
    found.push(Import {
        name: Some(known_as),
        path: whole,
    });
}

/// Returns whether an item is there for tests alone.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        Meta::Path(path) => path.is_ident("test"),
        _ => false,
    })
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
