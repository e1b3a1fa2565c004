//! Builders of the types that a client sends.

use quote::quote;

use super::setters::{Context, setter};
use super::structs::{Struct, described};
use super::syntax::{Spelling, optional};
use super::text::{Code, docs};
use crate::model::Model;

/// Writes the builder of a struct.
pub(super) fn emit(item: &Struct, model: &Model, home: &str, code: &mut Code) {
    let ident = &item.ident;
    let cfg = super::methods::cfg_of_type(&ident.to_string(), model);
    let spelling = Spelling::Below(home);
    let names: Vec<_> = item.fields.iter().map(|field| &field.ident).collect();
    let types = item.fields.iter().map(|field| field.spelled(spelling, model));
    let defaults = item.fields.iter().map(|field| {
        let empty = (field.optional || field.flatten || field.three_state) && !field.demanded;
        if empty { quote!(Ok(Default::default())) } else { quote!(crate::set::missing()) }
    });
    let setters = item.fields.iter().map(|field| {
        let name = &field.ident;
        let wire = if field.flatten { "Further properties.".to_owned() } else { format!("Sets `{}`.", field.wire) };
        let about = docs(&described(&field.schema, &wire));
        let (inner, is_option) = optional(&field.ty);
        let context = Context { spelling, one_or_many: false, model };
        let set = setter(inner, field.three_state, context);
        let (takes, converted) = (set.takes, set.converted);
        let converted = if is_option && !field.three_state { super::requests::some(converted) } else { converted };
        let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
        quote! {
            #about
            #deprecated
            pub fn #name(mut self, value: #takes) -> Self {
                self.#name = #converted;
                self
            }
        }
    });
    let wires = item.fields.iter().map(|field| field.ident.to_string());
    let about = format!(" Builder of [`{ident}`](super::{ident}).");
    let allow = item.fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]));
    code.items(quote! {
        #[doc = #about]
        #cfg
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct #ident { #(#names: Result<#types, String>),* }

        #cfg
        impl Default for #ident {
            fn default() -> Self {
                Self { #(#names: #defaults),* }
            }
        }

        #cfg
        impl #ident { #(#setters)* }

        #cfg
        #allow
        impl TryFrom<#ident> for super::#ident {
            type Error = String;
            fn try_from(builder: #ident) -> Result<Self, String> {
                Ok(Self { #(#names: crate::set::field(#wires, builder.#names)?),* })
            }
        }

        #cfg
        #allow
        impl From<super::#ident> for #ident {
            fn from(value: super::#ident) -> Self {
                Self { #(#names: Ok(value.#names)),* }
            }
        }
    });
}
