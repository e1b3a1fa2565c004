//! Setters: what a person may pass, and how it becomes the field.
//!
//! progenitor's setters take `TryInto` of the exact type, so that a `&str` does not fit an optional
//! string and an array does not fit a list. These take what a caller has in hand.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::syntax::{Spelling, argument, generated, head, optional, shorten};
use crate::model::Model;

/// The parameter type of a setter and the expression that converts `value`.
pub(super) struct Setter {
    /// `impl TryInto<String, Error: std::fmt::Display>`.
    pub takes: TokenStream,
    /// An expression of type `Result<T, String>`.
    pub converted: TokenStream,
}

/// What stands around a setter.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// How types are written.
    pub spelling: Spelling<'a>,
    /// Whether one value may stand for a list of one, as in a query.
    pub one_or_many: bool,
    /// The types.
    pub model: &'a Model,
}

/// The setter for a value of type `ty`, which is no `Option`.
pub(super) fn setter(ty: &Type, three_state: bool, context: Context<'_>) -> Setter {
    let short = |ty: &Type| shorten(ty, context.spelling, context.model);
    if three_state {
        let inner = short(optional(ty).0);
        return Setter { takes: quote!(impl Into<crate::Patch<#inner>>), converted: quote!(Ok(value.into())) };
    }
    if let Some(item) = argument(ty, "Vec", 0) {
        let one = short(item);
        if context.one_or_many && is_simple(item, context.model) {
            return Setter { takes: quote!(impl Into<crate::Many<#one>>), converted: quote!(Ok(value.into().0)) };
        }
        return match bound(item, context) {
            Some(bound) => {
                Setter { takes: quote!(impl IntoIterator<Item = #bound>), converted: quote!(crate::set::all(value)) }
            }
            None => {
                let list = short(ty);
                Setter { takes: quote!(impl Into<#list>), converted: quote!(Ok(value.into())) }
            }
        };
    }
    if let Some(value) = argument(ty, "BTreeMap", 1) {
        return match bound(value, context) {
            Some(bound) => Setter {
                takes: quote!(impl IntoIterator<Item = (impl Into<String>, #bound)>),
                converted: quote!(crate::set::map(value)),
            },
            None => {
                let map = short(ty);
                Setter { takes: quote!(impl Into<#map>), converted: quote!(Ok(value.into())) }
            }
        };
    }
    match bound(ty, context) {
        Some(takes) => Setter { takes, converted: quote!(crate::set::value(value)) },
        None => {
            let whole = short(ty);
            Setter { takes: quote!(impl Into<#whole>), converted: quote!(Ok(value.into())) }
        }
    }
}

/// `impl TryInto<T, Error: Display>` for a plain `T`; none for lists, maps and free JSON.
fn bound(ty: &Type, context: Context<'_>) -> Option<TokenStream> {
    let plain = !matches!(head(ty).as_deref(), Some("Vec" | "BTreeMap" | "Map" | "Value" | "Option"));
    let plain = plain || generated(ty, context.model).is_some();
    let short = shorten(ty, context.spelling, context.model);
    plain.then(|| quote!(impl TryInto<#short, Error: std::fmt::Display>))
}

/// Whether `Many` knows how to take one of them.
fn is_simple(ty: &Type, model: &Model) -> bool {
    match generated(ty, model) {
        Some(name) => model.is_enum(name),
        None => matches!(head(ty).as_deref(), Some("String" | "bool" | "i64" | "u64" | "f64")),
    }
}
