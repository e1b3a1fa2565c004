//! Small helpers over syn types: what is inside, and how it is written shortly.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, Type};

/// The last segment of a type's path: `Option` of `::std::option::Option<T>`.
pub(super) fn head(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// The `index`-th type argument when the type is a `name<…>`.
pub(super) fn argument<'t>(ty: &'t Type, name: &str, index: usize) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.iter().nth(index)? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// `T` of `Option<T>`, else the type itself, and whether it was one.
pub(super) fn optional(ty: &Type) -> (&Type, bool) {
    argument(ty, "Option", 0).map_or((ty, false), |inner| (inner, true))
}

/// The name of a generated type when `ty` is one.
pub(super) fn generated<'m>(ty: &Type, model: &'m crate::model::Model) -> Option<&'m str> {
    let name = head(ty)?;
    model.types.get_key_value(&name).map(|(name, _)| name.as_str())
}

/// How a path to a generated type is written.
#[derive(Clone, Copy)]
pub(super) enum Spelling<'a> {
    /// `types::Name`, as everywhere outside the modules of types.
    Qualified,
    /// `Name` beside it, `crate::types::Name` elsewhere: inside the module of a resource's types.
    Within(&'a str),
    /// `super::Name` or `crate::types::Name`: inside that module's `builder`.
    Below(&'a str),
}

/// Writes a type the way a person would: std's prelude names bare, generated types by `spelling`.
pub(super) fn shorten(ty: &Type, spelling: Spelling<'_>, model: &crate::model::Model) -> Type {
    let mut ty = ty.clone();
    Shorten { spelling, model }.visit_type_mut(&mut ty);
    ty
}

struct Shorten<'a> {
    spelling: Spelling<'a>,
    model: &'a crate::model::Model,
}

impl VisitMut for Shorten<'_> {
    fn visit_type_path_mut(&mut self, node: &mut syn::TypePath) {
        visit_mut::visit_type_path_mut(self, node);
        let Some(last) = node.path.segments.last().cloned() else { return };
        // A seam of the crate's own, which a generated type may be called like.
        if node.path.segments.len() == 2 && node.path.segments.first().is_some_and(|first| first.ident == "crate") {
            return;
        }
        let name = last.ident.to_string();
        let local = !["Map", "Value", "Body", "DateTime", "NaiveDate", "BTreeMap"].contains(&name.as_str());
        if self.model.types.contains_key(&name) && name != "TimeBound" && local {
            let home = self.model.home(&name);
            let path: TokenStream = match self.spelling {
                Spelling::Qualified => quote!(types::#last),
                Spelling::Within(module) if module == home => quote!(#last),
                Spelling::Below(module) if module == home => quote!(super::#last),
                Spelling::Within(_) | Spelling::Below(_) => quote!(crate::types::#last),
            };
            if let Ok(path) = syn::parse2(path) {
                node.path = path;
            }
            return;
        }
        let short = match name.as_str() {
            "String" | "Option" | "Vec" | "Box" | "Result" | "bool" | "i64" | "u64" | "f64" => quote!(#last),
            "BTreeMap" => quote!(std::collections::#last),
            _ => {
                node.path.leading_colon = None;
                return;
            }
        };
        if let Ok(path) = syn::parse2(short) {
            node.path = path;
        }
    }
}
