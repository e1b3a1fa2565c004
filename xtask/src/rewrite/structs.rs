//! Structs: fields in the document's order, lenient where a server answers, documented.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Ident, ItemStruct, Type};

use super::syntax::{Spelling, argument, head, optional, shorten};
use super::text::{Code, docs};
use crate::model::{Model, TypeFacts};
use crate::promises::DEMANDED;
use crate::prose;
use crate::trouble::{Result, Trouble};

/// A struct of progenitor's, with what the document says of its fields.
pub(super) struct Struct {
    /// Its name.
    pub ident: Ident,
    /// Its fields, in the document's order.
    pub fields: Vec<Field>,
    /// Whether everything in it may be left out.
    pub all_optional: bool,
}

/// A field.
pub(super) struct Field {
    /// The Rust name.
    pub ident: Ident,
    /// The name on the wire; empty for the rest of a flattened map.
    pub wire: String,
    /// The type as progenitor wrote it.
    pub ty: Type,
    /// Whether a value may be left out.
    pub optional: bool,
    /// Whether absent and null are different things.
    pub three_state: bool,
    /// Whether the document says that it is about to go.
    pub deprecated: bool,
    /// Whether it takes every property that has no field.
    pub flatten: bool,
    /// Whether it has to be given although its type says that it may be left out.
    pub demanded: bool,
    /// The property's lowered schema.
    pub schema: Value,
}

impl Struct {
    /// Reads a struct of progenitor's.
    pub(super) fn of(item: &ItemStruct, facts: &TypeFacts) -> Result<Self> {
        let properties = facts.schema.get("properties").and_then(Value::as_object);
        let mut fields = Vec::new();
        for field in &item.fields {
            let ident =
                field.ident.clone().ok_or_else(|| Trouble::new(format!("a field of `{}` has no name", item.ident)))?;
            let serde = Serde::of(&field.attrs)?;
            let wire = serde.rename.unwrap_or_else(|| ident.to_string());
            let schema = properties.and_then(|properties| properties.get(&wire)).cloned().unwrap_or_default();
            let flag = |key: &str| schema.get(key).and_then(Value::as_bool).unwrap_or(false);
            fields.push(Field {
                three_state: flag("x-three-state"),
                deprecated: flag("deprecated"),
                demanded: flag(DEMANDED),
                optional: serde.skip,
                flatten: serde.flatten,
                wire: if serde.flatten { String::new() } else { wire },
                ty: super::secrets::typed(&field.ty, &schema)?,
                ident,
                schema,
            });
        }
        let order = |field: &Field| {
            properties.and_then(|properties| properties.keys().position(|key| *key == field.wire)).unwrap_or(usize::MAX)
        };
        fields.sort_by_key(order);
        distinct(&mut fields);
        let all_optional = fields.iter().all(|field| field.optional || field.flatten);
        Ok(Self { ident: item.ident.clone(), fields, all_optional })
    }
}

/// `a-b` and `a_b` are two properties, but would be one field.
fn distinct(fields: &mut [Field]) {
    let mut taken: BTreeSet<String> = fields.iter().map(|field| field.ident.to_string()).collect();
    let mut seen = BTreeSet::new();
    for field in fields {
        if !seen.insert(field.ident.to_string()) {
            let mut spelled = (2..).map(|number: u32| format!("{}_{number}", field.ident));
            if let Some(free) = spelled.find(|name| !taken.contains(name)) {
                field.ident = format_ident!("{free}");
                taken.insert(free);
            }
        }
    }
}

/// What progenitor's serde attributes say.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    skip: bool,
    flatten: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let parsed = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("flatten") {
                    serde.flatten = true;
                } else if meta.path.is_ident("rename") {
                    serde.rename = Some(meta.value()?.parse::<syn::LitStr>()?.value());
                } else {
                    serde.skip |= meta.path.is_ident("skip_serializing_if");
                    if let Ok(value) = meta.value() {
                        value.parse::<syn::Lit>()?;
                    }
                }
                Ok(())
            });
            parsed.map_err(|error| Trouble::new(format!("an attribute of progenitor's cannot be read: {error}")))?;
        }
        Ok(serde)
    }
}

impl Field {
    /// The type as it is written in the module of its struct.
    pub(super) fn spelled(&self, spelling: Spelling<'_>, model: &Model) -> TokenStream {
        let ty = shorten(&self.ty, spelling, model);
        match (self.three_state, optional(&ty)) {
            (true, (inner, _)) => quote!(crate::Patch<#inner>),
            (false, _) => quote!(#ty),
        }
    }

    /// `owner` is the struct that the field belongs to.
    fn attributes(&self, answered: bool, owner: &Ident) -> TokenStream {
        let mut parts: Vec<TokenStream> = Vec::new();
        if self.flatten {
            return quote!(#[serde(flatten)]);
        }
        if self.ident != self.wire.as_str() {
            let wire = &self.wire;
            parts.push(quote!(rename = #wire));
        }
        let integer = answered && holds_integer(&self.ty);
        let is_option = optional(&self.ty).1;
        if self.optional || (integer && is_option) {
            parts.push(quote!(default));
        }
        if let Some(reader) = self.reader(answered, owner) {
            parts.push(quote!(deserialize_with = #reader));
        }
        if self.optional {
            let empty = match head(&self.ty).as_deref() {
                _ if self.three_state => "crate::Patch::is_absent",
                Some("Vec") => "Vec::is_empty",
                Some("BTreeMap") => "std::collections::BTreeMap::is_empty",
                Some("Map") => "serde_json::Map::is_empty",
                _ => "Option::is_none",
            };
            parts.push(quote!(skip_serializing_if = #empty));
        }
        if parts.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#parts),*)]) }
    }

    /// What reads an answer's field where the type's own way is too strict.
    fn reader(&self, answered: bool, owner: &Ident) -> Option<&'static str> {
        // A document that writes a tree out stops somewhere, and allows anything below.
        let tree = argument(&self.ty, "Vec", 0).is_some_and(|item| head(item).is_some_and(|name| *owner == name));
        // What may be absent may one day be null; a plain list would not take that.
        let list = matches!(head(&self.ty).as_deref(), Some("Vec" | "BTreeMap" | "Map"));
        match (self.optional && list, holds_integer(&self.ty)) {
            _ if !answered || self.three_state => None,
            _ if tree => Some("crate::lenient::nodes"),
            (true, false) => Some("crate::lenient::or_empty"),
            (true, true) => Some("crate::lenient::whole_or_empty"),
            (false, true) => Some("crate::lenient::deserialize"),
            (false, false) => None,
        }
    }
}

/// Whether integers in it are read leniently: JSON has one kind of number, and servers write `5.0`.
fn holds_integer(ty: &Type) -> bool {
    let inner = argument(ty, "Option", 0).or_else(|| argument(ty, "Vec", 0)).or_else(|| argument(ty, "BTreeMap", 1));
    match inner {
        Some(inner) => holds_integer(inner),
        None => matches!(head(ty).as_deref(), Some("i64" | "u64")),
    }
}

/// The description of a schema as doc lines, or a plain sentence in its place.
pub(super) fn described(schema: &Value, otherwise: &str) -> Vec<String> {
    let lines = schema.get("description").and_then(Value::as_str).map(prose::lines).unwrap_or_default();
    if lines.is_empty() { vec![otherwise.to_owned()] } else { lines }
}

/// The description of a type, or where it stands.
pub(super) fn described_type(facts: &TypeFacts) -> Vec<String> {
    let said = described(&facts.schema, "");
    let said = if said.iter().all(String::is_empty) { prose::lines(&facts.about) } else { said };
    if said.is_empty() { vec!["A value.".to_owned()] } else { said }
}

/// Writes a struct.
pub(super) fn emit(item: &Struct, facts: &TypeFacts, model: &Model, home: &str, code: &mut Code) {
    let ident = &item.ident;
    let cfg = super::methods::cfg_of_type(&ident.to_string(), model);
    let about = docs(&described_type(facts));
    let fields = item.fields.iter().map(|field| {
        let name = &field.ident;
        let otherwise = if field.flatten {
            "Properties that this version does not know.".to_owned()
        } else {
            format!("`{}`.", field.wire)
        };
        let about = docs(&described(&field.schema, &otherwise));
        let attributes = field.attributes(facts.answered, ident);
        let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
        let ty = field.spelled(Spelling::Within(home), model);
        quote!(#about #deprecated #attributes pub #name: #ty)
    });
    let default = (item.all_optional && !item.fields.iter().any(|field| field.deprecated)).then(|| quote!(Default,));
    let names: Vec<Ident> = item.fields.iter().map(|field| field.ident.clone()).collect();
    let (shown, sent) = match facts.secret {
        true => (None, None),
        false => (Some(quote!(Debug,)), Some(quote!(, serde::Serialize))),
    };
    code.items(quote! {
        #about
        #cfg
        #[derive(Clone, #shown #default PartialEq, serde::Deserialize #sent)]
        #[non_exhaustive]
        pub struct #ident { #(#fields),* }
    });
    if facts.secret {
        let allow = item.fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]));
        let debug = super::secrets::debug(ident, &names);
        code.items(quote!(#cfg #allow #debug));
    }
    if facts.sent {
        let builder = format_ident!("{}", ident);
        code.items(quote! {
            #cfg
            impl #ident {
                #[doc = " A builder with nothing set."]
                pub fn builder() -> builder::#builder { Default::default() }
            }
        });
    }
}
