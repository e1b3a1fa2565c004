//! Secrets: a text that is marked becomes one that is shown nowhere.
//!
//! What holds one is not `Serialize`, and its `Debug` is written out here: nothing that a derive may
//! do one day shows it.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Type};

use crate::hoist::Kind;
use crate::model::{TypeFacts, has_secret};
use crate::trouble::{Result, Trouble};

/// The type of a value with this schema: progenitor's, with secrets in place of marked texts.
///
/// # Errors
/// A mark that the type has no place for.
pub(super) fn typed(ty: &Type, schema: &Value) -> Result<Type> {
    if !has_secret(schema) {
        return Ok(ty.clone());
    }
    let mut ty = ty.clone();
    let mut texts = Texts { within_map: has_map(schema), found: 0 };
    texts.visit_type_mut(&mut ty);
    match texts.found {
        1 => Ok(ty),
        _ => Err(Trouble::new("a text marked `x-secret` stands where no secret can be kept")
            .help("mark a property, the items of its list, or the whole answer")),
    }
}

/// Whether it is a map of values: its keys are texts, too.
fn has_map(schema: &Value) -> bool {
    schema.get("additionalProperties").is_some() || schema.get("items").is_some_and(has_map)
}

/// Turns `String` into `Secret`; the first one of a map is its key.
struct Texts {
    within_map: bool,
    found: usize,
}

impl VisitMut for Texts {
    fn visit_type_path_mut(&mut self, node: &mut syn::TypePath) {
        visit_mut::visit_type_path_mut(self, node);
        if node.path.segments.last().is_none_or(|last| last.ident != "String") {
            return;
        }
        if std::mem::take(&mut self.within_map) {
            return;
        }
        if let Ok(path) = syn::parse2(quote!(crate::Secret)) {
            node.path = path;
            self.found += 1;
        }
    }
}

/// What cannot hold a secret: a union, which has to be shown to be read, and what is sent.
pub(super) fn refuse(name: &str, facts: &TypeFacts) -> Result<()> {
    let what = match facts.kind {
        _ if !facts.secret => return Ok(()),
        Kind::Object if !facts.sent => return Ok(()),
        Kind::Object => "is sent",
        _ => "is a union",
    };
    Err(Trouble::new(format!("the type `{name}` holds a text marked `x-secret`, but {what}"))
        .help("mark a property of an answer outside of unions"))
}

/// The `Debug` of a struct that holds a secret.
pub(super) fn debug(ident: &Ident, fields: &[Ident]) -> TokenStream {
    let name = ident.to_string();
    let names = fields.iter().map(Ident::to_string);
    quote! {
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name)
                    #(.field(#names, &self.#fields))*
                    .finish()
            }
        }
    }
}
