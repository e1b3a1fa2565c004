//! Bounds of what a client sends, checked before anything is sent.
//!
//! progenitor would wrap every bounded string in a type of its own, in answers too, where a client
//! must not refuse anything. Here the fields stay plain and the checks stand beside them.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::structs::Struct;
use super::text::Code;
use crate::hoist::Kind;
use crate::model::{Model, TypeFacts, references};

/// Writes the checks of a struct that a client sends, if it has any.
pub(super) fn emit(item: &Struct, facts: &TypeFacts, model: &Model, code: &mut Code) {
    let name = item.ident.to_string();
    if !facts.sent || !is_checked(&name, model) {
        return;
    }
    let ident = &item.ident;
    let cfg = super::methods::cfg_of_type(&name, model);
    let checks = item.fields.iter().filter(|field| !field.flatten).flat_map(|field| {
        let (wire, access) = (&field.wire, &field.ident);
        let mut checks = Vec::new();
        if let Some(check) = of(&field.schema) {
            checks.push(quote!(at.check(#wire, &self.#access, #check)?;));
        }
        if field_types(&field.schema).iter().any(|name| is_checked(name, model)) {
            checks.push(quote!(at.inside(#wire, &self.#access)?;));
        }
        checks
    });
    let allow = item.fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]));
    code.items(quote! {
        #cfg
        #allow
        impl crate::validate::Validate for #ident {
            fn validate(&self, at: &mut crate::validate::Path) -> Result<(), crate::validate::Invalid> {
                #(#checks)*
                Ok(())
            }
        }
    });
}

/// Whether values of a schema have checks inside.
pub(super) fn is_checked_schema(schema: &Value, model: &Model) -> bool {
    field_types(schema).iter().any(|name| is_checked(name, model))
}

/// Whether a type has checks inside. Unions have none: an arm is not known before it is sent.
fn is_checked(name: &str, model: &Model) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        let Some(facts) = model.types.get(&name).filter(|facts| facts.kind == Kind::Object) else { continue };
        if !seen.insert(name) {
            continue;
        }
        let properties = facts.schema.get("properties").and_then(Value::as_object);
        for property in properties.into_iter().flat_map(|properties| properties.values()) {
            if of(property).is_some() {
                return true;
            }
            open.extend(field_types(property));
        }
    }
    false
}

/// The types of a field that the seams can look into: itself, items, values.
fn field_types(schema: &Value) -> Vec<String> {
    let inner = schema
        .get("items")
        .or_else(|| schema.get("additionalProperties").filter(|_| schema.get("properties").is_none()));
    match inner {
        Some(inner) => field_types(inner),
        None => references(schema),
    }
}

/// The bounds of a value, as a `Check`.
pub(super) fn of(schema: &Value) -> Option<TokenStream> {
    let mut calls = TokenStream::new();
    for (bound, value) in schema.get("x-check").and_then(Value::as_object).into_iter().flatten() {
        let number = value.as_f64().map(Literal::f64_unsuffixed);
        let count = value.as_u64().map(|count| Literal::u64_unsuffixed(count.min(u64::from(u32::MAX))));
        calls.extend(match (bound.as_str(), value) {
            ("minLength", _) => quote!(.min_length(#count)),
            ("maxLength", _) => quote!(.max_length(#count)),
            ("minItems", _) => quote!(.min_items(#count)),
            ("maxItems", _) => quote!(.max_items(#count)),
            ("minProperties", _) => quote!(.min_properties(#count)),
            ("maxProperties", _) => quote!(.max_properties(#count)),
            ("minimum", _) => quote!(.at_least(#number)),
            ("maximum", _) => quote!(.at_most(#number)),
            ("exclusiveMinimum", _) => quote!(.above(#number)),
            ("exclusiveMaximum", _) => quote!(.below(#number)),
            ("multipleOf", _) => quote!(.multiple_of(#number)),
            ("uniqueItems", Value::Bool(true)) => quote!(.unique_items()),
            ("pattern", Value::String(pattern)) => quote!(.pattern(#pattern)),
            ("format", Value::String(format)) => quote!(.format(#format)),
            ("enum", Value::Array(values)) => {
                let values = values.iter().filter_map(Value::as_f64).map(Literal::f64_unsuffixed);
                quote!(.one_of(&[#(#values),*]))
            }
            _ => TokenStream::new(),
        });
    }
    let inner = schema
        .get("items")
        .or_else(|| schema.get("additionalProperties").filter(|_| schema.get("properties").is_none()));
    if let Some(each) = inner.and_then(of) {
        calls.extend(quote!(.each(const { &#each })));
    }
    (!calls.is_empty()).then(|| quote!(Check::new()#calls))
}
