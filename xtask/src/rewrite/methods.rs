//! Methods of the client: one per operation, on `Admin` where the operation needs that scope, and
//! the features that items depend on.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::requests::Request;
use super::text::{Code, docs};
use crate::model::Model;
use crate::operations::{Operation, Scope};

/// The type that has the method: an operation whose scope moves breaks the build, not production.
pub fn receiver(operation: &Operation) -> &'static str {
    if operation.scope == Scope::Admin { "Admin" } else { "Client" }
}

/// Writes the method.
pub(super) fn emit(request: &Request<'_>, model: &Model, code: &mut Code) {
    let operation = request.operation;
    let name = format_ident!("{}", operation.name);
    let builder = &request.ident;
    let about = docs(&super::docs::method(request, model));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let method = |about: &TokenStream| {
        quote! {
            impl<'a> Admin<'a> {
                #about
                #deprecated
                pub fn #name(&self) -> builder::#builder<'a> {
                    builder::#builder::new(self.client())
                }
            }
        }
    };
    if operation.scope == Scope::Admin {
        code.items(method(&about));
        return;
    }
    code.items(quote! {
        impl Client {
            #about
            #deprecated
            pub fn #name(&self) -> builder::#builder<'_> {
                builder::#builder::new(self)
            }
        }
    });
    if operation.stays_admin {
        let text = format!(" The same as [`Client::{name}`]: it needed the admin scope once, and does no more.");
        code.items(method(&quote!(#[doc = #text])));
    }
}

/// The features that a type depends on, where it stands outside the module of one resource.
fn features(name: &str, model: &Model) -> Option<Vec<String>> {
    let facts = model.types.get(name).filter(|facts| !facts.always)?;
    let everywhere = facts.resources.len() == model.resources.len();
    (facts.resources.len() > 1 && !everywhere)
        .then(|| facts.resources.iter().map(|resource| feature(resource)).collect())
}

/// The feature of a resource.
pub fn feature(resource: &str) -> String {
    resource.trim_end_matches('_').replace('_', "-")
}

/// `#[cfg(any(…))]` for a type that several resources share.
pub(super) fn cfg_of_type(name: &str, model: &Model) -> Option<TokenStream> {
    let features = features(name, model)?;
    Some(quote!(#[cfg(any(#(feature = #features),*))]))
}

/// The same as text.
pub(super) fn cfg_text(name: &str, model: &Model) -> String {
    let Some(features) = features(name, model) else { return String::new() };
    let list: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    format!("#[cfg(any({}))]\n", list.join(", "))
}
