//! What a client offers: every public item of its generated files, read with syn.

mod builders;
mod listed;

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, FnArg, GenericParam, ImplItem, Item, ItemImpl, ReturnType, Signature, Type, Visibility};

use self::builders::builders_of;
use self::listed::Listed;
use super::source::Client;
use crate::trouble::{Result, Trouble};

/// Everything that a user of the client can name.
#[derive(Debug, Default)]
pub struct Surface {
    /// Structs that are sent or answered.
    pub structs: BTreeMap<String, Struct>,
    /// Enums of known values.
    pub enums: BTreeMap<String, Enum>,
    /// Unions of several shapes.
    pub unions: BTreeMap<String, Union>,
    /// Other names of types, and the types.
    pub aliases: BTreeMap<String, String>,
    /// Builders of structs, by the name of the struct.
    pub builders: BTreeMap<String, Builder>,
    /// Request builders.
    pub requests: BTreeMap<String, Builder>,
    /// Methods of the client.
    pub methods: Vec<Method>,
    /// Constants of the operations.
    pub operations: Vec<String>,
    /// Other public constants and aliases of the generated part.
    pub constants: Vec<String>,
    /// What the crate's root re-exports, and the names of its own modules.
    pub exports: BTreeSet<String>,
}

/// A struct.
#[derive(Debug)]
pub struct Struct {
    /// Its public fields.
    pub fields: Vec<(String, Type)>,
    /// The traits that it derives.
    pub derives: Vec<String>,
}

/// An enum of known values.
#[derive(Debug)]
pub struct Enum {
    /// Its arms.
    pub arms: Vec<String>,
    /// The arm for everything else.
    pub rest: String,
}

/// A union.
#[derive(Debug)]
pub struct Union {
    /// Its arms.
    pub arms: Vec<(String, Type)>,
    /// The arm for everything else.
    pub rest: String,
}

/// A builder, of a struct or of a request.
#[derive(Debug, Default)]
pub struct Builder {
    /// Its public methods, in their order.
    pub functions: Vec<Signature>,
    /// What it cannot be finished or sent without, by setter.
    pub required: Vec<String>,
    /// The struct that is a request's body.
    pub body: Option<String>,
    /// The traits that it derives.
    pub derives: Vec<String>,
    /// What a page consists of, where there are pages.
    pub page_item: Option<Type>,
}

/// A method of the client.
#[derive(Debug)]
pub struct Method {
    /// `Client` or `Admin`.
    pub receiver: String,
    /// Its name.
    pub name: String,
    /// The request builder that it returns.
    pub request: String,
}

impl Surface {
    /// Reads the generated files of a client.
    ///
    /// # Errors
    /// A file that is no Rust.
    pub fn of(client: &Client) -> Result<Self> {
        Self::of_files(&client.generated()?, &client.root()?)
    }

    /// Reads files by their path below `src/generated`, and the crate's root.
    ///
    /// # Errors
    /// A file that is no Rust.
    pub fn of_files(files: &BTreeMap<String, String>, root: &str) -> Result<Self> {
        let mut surface = Self::default();
        for (path, text) in files {
            let file = syn::parse_file(text).map_err(|error| Trouble::new(format!("{path} is no Rust: {error}")))?;
            let wrong = |error: syn::Error| Trouble::new(format!("{path} holds a macro that is not known: {error}"));
            match path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name)) {
                (_, "operations.rs") => surface.constants_of(&file.items),
                ("", "mod.rs") => surface.root_of(&file.items),
                (_, "mod.rs") => surface.methods_of(&file.items),
                (_, "types.rs") => surface.types_of(&file.items).map_err(wrong)?,
                (folder, "builder.rs") if folder.ends_with("types") => builders_of(&file.items, &mut surface.builders),
                (_, "builder.rs") => builders_of(&file.items, &mut surface.requests),
                _ => return Err(Trouble::new(format!("{path} is no file that the generator makes"))),
            }
        }
        surface.exports_of(root)?;
        Ok(surface)
    }

    /// How many items there are, fields and arms and setters each counted.
    pub fn items(&self) -> usize {
        let structs = self.structs.values().map(|item| 1 + item.fields.len()).sum::<usize>();
        let enums = self.enums.values().map(|item| 2 + item.arms.len()).sum::<usize>();
        let unions = self.unions.values().map(|item| 2 + item.arms.len()).sum::<usize>();
        let builders = self.builders.values().chain(self.requests.values());
        let builders = builders.map(|item| 1 + item.functions.len()).sum::<usize>();
        let rest =
            self.aliases.len() + self.methods.len() + self.operations.len() + self.constants.len() + self.exports.len();
        structs + enums + unions + builders + rest
    }

    /// Whether `name` is a type of the generated part.
    pub fn is_type(&self, name: &str) -> bool {
        self.structs.contains_key(name)
            || self.enums.contains_key(name)
            || self.unions.contains_key(name)
            || self.aliases.contains_key(name)
    }

    fn types_of(&mut self, items: &[Item]) -> syn::Result<()> {
        for item in items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    let fields = item.fields.iter().filter(|field| is_public(&field.vis));
                    let named = fields.filter_map(|field| Some((field.ident.as_ref()?.to_string(), field.ty.clone())));
                    let found = Struct { fields: named.collect(), derives: derives(&item.attrs) };
                    self.structs.insert(item.ident.to_string(), found);
                }
                Item::Type(item) if is_public(&item.vis) => {
                    self.aliases.extend(head(&item.ty).map(|ty| (item.ident.to_string(), ty)));
                }
                Item::Macro(item) if item.mac.path.is_ident("open_enum") => {
                    let Listed { name, arms, rest } = item.mac.parse_body()?;
                    let arms = arms.into_iter().map(|(arm, _)| arm).collect();
                    self.enums.insert(name, Enum { arms, rest });
                }
                Item::Macro(item) => {
                    let Listed { name, arms, rest } = item.mac.parse_body()?;
                    let arms = arms.into_iter().filter_map(|(arm, ty)| Some((arm, ty?))).collect();
                    self.unions.insert(name, Union { arms, rest });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn constants_of(&mut self, items: &[Item]) {
        self.operations.extend(items.iter().filter_map(|item| match item {
            Item::Static(item) if is_public(&item.vis) => Some(item.ident.to_string()),
            _ => None,
        }));
    }

    fn root_of(&mut self, items: &[Item]) {
        self.constants.extend(items.iter().filter_map(|item| match item {
            Item::Const(item) if is_public(&item.vis) => Some(item.ident.to_string()),
            Item::Type(item) if is_public(&item.vis) => Some(item.ident.to_string()),
            _ => None,
        }));
    }

    fn methods_of(&mut self, items: &[Item]) {
        for block in blocks(items).filter(|block| block.trait_.is_none()) {
            let Some(receiver) = head(&block.self_ty) else { continue };
            for function in functions(block) {
                let ReturnType::Type(_, output) = &function.output else { continue };
                let Some(request) = head(output) else { continue };
                let name = function.ident.to_string();
                self.methods.push(Method { receiver: receiver.clone(), name, request });
            }
        }
    }

    fn exports_of(&mut self, root: &str) -> Result<()> {
        let file = syn::parse_file(root).map_err(|error| Trouble::new(format!("src/lib.rs is no Rust: {error}")))?;
        for item in &file.items {
            match item {
                Item::Use(item) if is_public(&item.vis) => leaves(&item.tree, &mut self.exports),
                Item::Mod(item) if is_public(&item.vis) => {
                    self.exports.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn blocks(items: &[Item]) -> impl Iterator<Item = &ItemImpl> {
    items.iter().filter_map(|item| if let Item::Impl(block) = item { Some(block) } else { None })
}

fn functions(block: &ItemImpl) -> impl Iterator<Item = &Signature> {
    block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if is_public(&function.vis) => Some(&function.sig),
        _ => None,
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The last segment of a type's path.
pub(super) fn head(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// The types of a function's parameters but `self`.
pub(super) fn parameters(signature: &Signature) -> Vec<&Type> {
    let typed = signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

/// Whether a function has type parameters of its own.
pub(super) fn is_generic(signature: &Signature) -> bool {
    signature.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(_)))
}

fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        // What cannot be read derives nothing that is used here.
        let _ = attribute.parse_nested_meta(|meta| {
            found.extend(meta.path.segments.last().map(|last| last.ident.to_string()));
            Ok(())
        });
    }
    found
}

fn leaves(tree: &syn::UseTree, found: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => leaves(&path.tree, found),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
        syn::UseTree::Name(name) => {
            found.insert(name.ident.to_string());
        }
        syn::UseTree::Rename(rename) => {
            found.insert(rename.rename.to_string());
        }
        syn::UseTree::Glob(_) => {}
    }
}

#[cfg(test)]
mod tests;
