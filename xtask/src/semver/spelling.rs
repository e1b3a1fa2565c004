//! Types as a user of the client writes them.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, Type, TypeImplTrait, TypeParamBound};

use super::surface::Surface;

/// Writes types of the client's own code for code outside of it.
#[derive(Clone, Copy)]
pub(super) struct Spelling<'s> {
    /// What there is.
    pub surface: &'s Surface,
}

impl Spelling<'_> {
    /// The type from outside, on one line.
    pub(super) fn outside(self, ty: &Type) -> String {
        let mut ty = ty.clone();
        Outside(self.surface).visit_type_mut(&mut ty);
        ty.to_token_stream().to_string()
    }

    /// Values that a caller may have in hand for a parameter, as types: what the parameter holds, and
    /// the shorter forms that the documentation shows.
    pub(super) fn given(self, ty: &Type) -> Vec<String> {
        let Type::ImplTrait(bounds) = ty else { return vec![self.outside(ty)] };
        let Some((name, arguments)) = first_bound(bounds) else { return Vec::new() };
        match (name.as_str(), arguments) {
            ("TryInto", Arguments::Types(inner)) => self.with_text(&inner),
            ("Into", Arguments::Types(inner)) => self.converted(&inner),
            ("IntoIterator", Arguments::Item(item)) => self.listed(&item),
            _ => Vec::new(),
        }
    }

    /// A text and what can be made of one.
    fn with_text(self, ty: &Type) -> Vec<String> {
        let own = self.outside(ty);
        let last = super::surface::head(ty).unwrap_or_default();
        let is_text = last == "String" || last == "TimeBound" || self.surface.enums.contains_key(&last);
        if is_text { vec![own, "&'static str".to_owned()] } else { vec![own] }
    }

    fn converted(self, ty: &Type) -> Vec<String> {
        let inner = argument(ty);
        match (super::surface::head(ty).as_deref(), inner) {
            (Some("Many"), Some(inner)) => {
                let mut given = self.with_text(inner);
                given.push(format!("Vec<{}>", self.outside(inner)));
                given
            }
            (Some("Patch"), Some(inner)) => {
                let mut given = vec![self.outside(ty)];
                given.extend(self.with_text(inner));
                given
            }
            (Some("Body"), _) => vec!["String".to_owned(), "Vec<u8>".to_owned()],
            _ => vec![self.outside(ty)],
        }
    }

    fn listed(self, item: &Type) -> Vec<String> {
        if let Type::Tuple(pair) = item {
            let value = pair.elems.last().map(|value| self.given(value)).unwrap_or_default();
            return value.into_iter().map(|value| format!("std::collections::BTreeMap<String, {value}>")).collect();
        }
        self.given(item).into_iter().map(|item| format!("Vec<{item}>")).collect()
    }
}

enum Arguments {
    Types(Box<Type>),
    Item(Box<Type>),
}

fn first_bound(bounds: &TypeImplTrait) -> Option<(String, Arguments)> {
    bounds.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        let arguments = arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(Arguments::Types(Box::new(ty.clone()))),
            GenericArgument::AssocType(item) if item.ident == "Item" => {
                Some(Arguments::Item(Box::new(item.ty.clone())))
            }
            _ => None,
        })?;
        Some((last.ident.to_string(), arguments))
    })
}

/// The first type argument of a path.
pub(super) fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| if let GenericArgument::Type(ty) = argument { Some(ty) } else { None })
}

struct Outside<'s>(&'s Surface);

impl VisitMut for Outside<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let Some(first) = path.segments.first().map(|segment| segment.ident.to_string()) else { return };
        let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let inside = match (first.as_str(), path.segments.len()) {
            ("crate" | "super", _) => true,
            ("types", 2) => true,
            (_, 1) => self.0.is_type(&name) || self.0.exports.contains(&name),
            _ => false,
        };
        if !inside {
            return;
        }
        let Some(last) = path.segments.pop().map(syn::punctuated::Pair::into_value) else { return };
        let of_builders = path.segments.last().is_some_and(|segment| segment.ident == "builder");
        let ident = &last.ident;
        let start: syn::Path = match self.0.is_type(&name) {
            true if of_builders => syn::parse_quote!(client::types::builder::#ident),
            true => syn::parse_quote!(client::types::#ident),
            false => syn::parse_quote!(client::#ident),
        };
        *path = start;
        if let Some(own) = path.segments.last_mut() {
            own.arguments = last.arguments;
        }
    }
}
