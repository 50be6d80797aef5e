//! Every path that a source file writes, resolved to a module of this crate or to another crate.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A module as the names from the crate's root; the root itself is empty.
pub(crate) type Module = Vec<String>;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An item of this crate, or a module.
    Internal(Module),
    /// An item of another crate (or of the prelude).
    External(Vec<String>),
}

/// A path as it is written in a file.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) target: Target,
    pub(crate) line: usize,
    /// Whether everything in the target is named: `use target::*`.
    pub(crate) is_glob: bool,
}

/// A path before it is resolved.
#[derive(Clone, Debug)]
struct Written {
    /// The module it stands in.
    from: Module,
    segments: Vec<String>,
    line: usize,
    is_use: bool,
    is_glob: bool,
}

/// The paths of a file that is the module `module`; `modules` are all modules of the crate.
pub(crate) fn named(file: &syn::File, module: &[String], modules: &BTreeSet<Module>) -> Vec<Named> {
    let mut collector = Collector { module: module.to_vec(), written: vec![], aliases: HashMap::new() };
    collector.visit_file(file);
    let Collector { written, aliases, .. } = &collector;
    let resolved = written.iter().filter_map(|path| {
        let target = resolve(path, aliases, modules, 0)?;
        Some(Named { target, line: path.line, is_glob: path.is_glob })
    });
    resolved.collect()
}

/// Where a path leads, or `None` for a lone name that is no import (a local variable, most often).
fn resolve(
    path: &Written,
    aliases: &HashMap<String, Written>,
    modules: &BTreeSet<Module>,
    depth: usize,
) -> Option<Target> {
    let (first, rest) = path.segments.split_first()?;
    let under = |mut base: Module, rest: &[String]| {
        base.extend_from_slice(rest);
        Some(Target::Internal(base))
    };
    match first.as_str() {
        "crate" | "gradfield" => return under(vec![], rest),
        "self" => return under(path.from.clone(), rest),
        "super" => {
            let supers = path.segments.iter().take_while(|s| *s == "super").count();
            let base = &path.from[..path.from.len().saturating_sub(supers)];
            return under(base.to_vec(), &path.segments[supers..]);
        }
        _ => {}
    }
    // An import of this file, by the name it was given. One that imports itself (`use egui;`) ends at the depth.
    if let Some(import) = aliases.get(first).filter(|import| depth < 8 && import.segments != path.segments) {
        let mut long = import.clone();
        long.segments.extend_from_slice(rest);
        return resolve(&long, aliases, modules, depth + 1);
    }
    if rest.is_empty() && !path.is_use {
        return None;
    }
    let mut child = path.from.clone();
    child.push(first.clone());
    if modules.contains(&child) {
        return under(child, rest);
    }
    Some(Target::External(path.segments.clone()))
}

struct Collector {
    module: Module,
    written: Vec<Written>,
    /// Names that `use` brings into the file. Scopes are not told apart: a name too many does no harm here.
    aliases: HashMap<String, Written>,
}

impl Collector {
    fn write(&mut self, segments: Vec<String>, line: usize, is_use: bool, is_glob: bool) {
        self.written.push(Written { from: self.module.clone(), segments, line, is_use, is_glob });
    }

    fn import(&mut self, tree: &syn::UseTree, prefix: &[String]) {
        let line = tree.span().start().line;
        let with = |name: &syn::Ident| {
            let mut segments = prefix.to_vec();
            // `use a::{self}` is `use a`.
            if name != "self" || prefix.is_empty() {
                segments.push(name.to_string());
            }
            segments
        };
        match tree {
            syn::UseTree::Path(path) => self.import(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => {
                let segments = with(&name.ident);
                let alias = segments.last().cloned().unwrap_or_default();
                self.import_as(alias, segments, line);
            }
            syn::UseTree::Rename(rename) => {
                self.import_as(rename.rename.to_string(), with(&rename.ident), line);
            }
            syn::UseTree::Glob(_) => self.write(prefix.to_vec(), line, true, true),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, prefix)),
        }
    }

    fn import_as(&mut self, alias: String, segments: Vec<String>, line: usize) {
        self.write(segments, line, true, false);
        let written = self.written.last().cloned().expect("one was just written");
        self.aliases.insert(alias, written);
    }

    /// Paths among the tokens of a macro or an attribute: names joined by `::`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = vec![];
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.end_of_path(&mut path, line);
                        line = name.span().start().line;
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end_of_path(&mut path, line);
                    self.tokens(group.stream());
                }
                _ => self.end_of_path(&mut path, line),
            }
        }
        self.end_of_path(&mut path, line);
    }

    fn end_of_path(&mut self, path: &mut Vec<String>, line: usize) {
        if !path.is_empty() {
            self.write(std::mem::take(path), line, false, false);
        }
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[]);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let alias = item.rename.as_ref().map_or(&item.ident, |(_, alias)| alias);
        self.import_as(alias.to_string(), vec![item.ident.to_string()], item.span().start().line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.write(segments, path.span().start().line, false, false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        self.tokens(item.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        match &attribute.meta {
            syn::Meta::List(list) => self.tokens(list.tokens.clone()),
            // A doc comment is one; a link in it imports nothing.
            syn::Meta::Path(_) | syn::Meta::NameValue(_) => {}
        }
    }

    // `pub(crate)` names no module.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}
