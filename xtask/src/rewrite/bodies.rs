//! Bodies of requests: JSON with setters for its properties, parts of a form, bytes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::Type;

use super::checks;
use super::requests::{Field, some};
use super::rust_type;
use super::setters::{Context, setter};
use super::structs::{Struct, described};
use super::syntax::{Spelling, head, optional, shorten};
use super::text::docs;
use crate::model::Model;
use crate::narrow;
use crate::operations::{BodyKind, RequestBody};
use crate::prose;

/// A body with what progenitor made of it.
pub(super) struct Body<'m> {
    /// What the document says of it.
    pub body: &'m RequestBody,
    /// The type of the body, or of the builder of its type.
    ty: Type,
    /// Its type, when that has a builder.
    pub object: Option<&'m Struct>,
    /// Names that setters of parameters have.
    taken: BTreeSet<String>,
}

/// Fields of the request builder, their start values, and setters.
type Parts = (TokenStream, TokenStream, TokenStream);

/// `Ok(Some(x))` around a required value, for a seam that takes optional ones.
pub(super) fn optional_if(required: bool, value: &TokenStream) -> TokenStream {
    if required { quote!(#value.map(Some)) } else { value.clone() }
}

impl<'m> Body<'m> {
    /// Matches the table with progenitor's output.
    pub(super) fn of(
        body: &'m RequestBody,
        ty: &Type,
        fields: &[Field<'_>],
        structs: &'m BTreeMap<String, Struct>,
    ) -> Self {
        let (ty, _) = optional(ty);
        let object = head(ty).and_then(|name| structs.get(&name));
        let taken = fields.iter().map(|field| field.ident.to_string()).collect();
        Self { body, ty: ty.clone(), object, taken }
    }

    /// The Rust type of a value that fits, for the example in the docs.
    pub(super) fn spelled(&self, model: &Model) -> Option<String> {
        let ty = shorten(&self.ty, Spelling::Qualified, model);
        let text = quote!(#ty).to_string().replace(' ', "").replace("types::", "fal_platform_client::types::");
        Some(text).filter(|text| !text.contains("::serde_json") && !text.starts_with("serde_json"))
    }

    /// Whether it can be sent only once.
    pub(super) fn is_once(&self) -> bool {
        matches!(self.body.kind, BodyKind::Raw | BodyKind::Multipart)
    }

    /// The properties of the body that have a setter of their own.
    pub(super) fn properties(&self) -> impl Iterator<Item = &'m super::structs::Field> {
        let fields = self.object.map(|object| object.fields.as_slice()).unwrap_or_default();
        fields.iter().filter(|field| {
            let setter = field.ident.to_string();
            !field.flatten && !self.taken.contains(&setter) && !narrow::OWN.contains(&setter.as_str())
        })
    }

    /// Fields, start values and setters.
    pub(super) fn code(&self, model: &Model) -> Parts {
        match (self.body.kind, self.object) {
            (BodyKind::Multipart, _) => self.parts(model),
            (BodyKind::Json | BodyKind::Form, Some(object)) => self.built(object, model),
            (BodyKind::Text, _) => self.single(&quote!(String), &quote!(impl Into<String>), &quote!(Ok(value.into()))),
            (BodyKind::Raw, _) => {
                self.single(&quote!(reqwest::Body), &quote!(impl Into<reqwest::Body>), &quote!(Ok(value.into())))
            }
            (BodyKind::Json | BodyKind::Form, None) => {
                let ty = shorten(&self.ty, Spelling::Qualified, model);
                let set = setter(&self.ty, false, Context { spelling: Spelling::Qualified, one_or_many: false, model });
                self.single(&quote!(#ty), &set.takes, &set.converted)
            }
        }
    }

    fn single(&self, ty: &TokenStream, takes: &TokenStream, converted: &TokenStream) -> Parts {
        let (field, start, converted) = if self.body.required {
            (quote!(body: Result<#ty, String>,), quote!(body: crate::set::missing(),), converted.clone())
        } else {
            (quote!(body: Result<Option<#ty>, String>,), quote!(body: Ok(None),), some(converted.clone()))
        };
        let about = format!(" The body, sent as {}.", prose::code(&self.body.media));
        let setter = quote! {
            #[doc = #about]
            pub fn body(mut self, value: #takes) -> Self {
                self.body = #converted;
                self
            }
        };
        (field, start, setter)
    }

    fn built(&self, object: &Struct, model: &Model) -> Parts {
        let ident = &object.ident;
        let required = self.body.required;
        let (field, start, whole) = if required {
            (
                quote!(body: Result<types::builder::#ident, String>,),
                quote!(body: Ok(Default::default()),),
                quote!(body.into()),
            )
        } else {
            (
                quote!(body: Result<Option<types::builder::#ident>, String>,),
                quote!(body: Ok(None),),
                quote!(Some(body.into())),
            )
        };
        let mut setters = quote! {
            #[doc = " The whole body: a value of its type, or a builder."]
            pub fn body(mut self, value: impl TryInto<types::#ident, Error: std::fmt::Display>) -> Self {
                self.body = crate::set::value(value).map(|body: types::#ident| #whole);
                self
            }
        };
        setters.extend(self.properties().map(|field| self.property(field, model)));
        (field, start, setters)
    }

    /// A setter that hands on to the builder of the body.
    fn property(&self, field: &super::structs::Field, model: &Model) -> TokenStream {
        let ident = &field.ident;
        let about = docs(&described(&field.schema, &format!("Sets {}.", prose::code(&field.wire))));
        let context = Context { spelling: Spelling::Qualified, one_or_many: false, model };
        let takes = setter(optional(&field.ty).0, field.three_state, context).takes;
        let set = if self.body.required {
            quote!(body.#ident(value))
        } else {
            quote!(Some(body.unwrap_or_default().#ident(value)))
        };
        let deprecated = field.deprecated.then(|| quote!(#[deprecated] #[allow(deprecated)]));
        quote! {
            #about
            #deprecated
            pub fn #ident(mut self, value: #takes) -> Self {
                self.body = self.body.map(|body| #set);
                self
            }
        }
    }

    fn parts(&self, model: &Model) -> Parts {
        let (mut fields, mut starts, mut setters) = Parts::default();
        for (wire, schema, required) in self.body.parts() {
            let ident = format_ident!("{}", narrow::part(wire));
            let about = docs(&described(schema, &format!("The part {}.", prose::code(wire))));
            let (ty, takes, converted) = match part_type(schema) {
                None => (quote!(Part), quote!(impl Into<Part>), quote!(Ok(value.into()))),
                Some(ty) => {
                    let set = setter(&ty, false, Context { spelling: Spelling::Qualified, one_or_many: false, model });
                    (quote!(#ty), set.takes, set.converted)
                }
            };
            let converted = if required { converted } else { some(converted) };
            if required {
                fields.extend(quote!(#ident: Result<#ty, String>,));
                starts.extend(quote!(#ident: crate::set::missing(),));
            } else {
                fields.extend(quote!(#ident: Result<Option<#ty>, String>,));
                starts.extend(quote!(#ident: Ok(None),));
            }
            setters.extend(quote! {
                #about
                pub fn #ident(mut self, value: #takes) -> Self {
                    self.#ident = #converted;
                    self
                }
            });
        }
        (fields, starts, setters)
    }

    /// The calls that put it into the request.
    pub(super) fn encoded(&self, model: &Model) -> TokenStream {
        if self.body.kind == BodyKind::Multipart {
            let parts = self.body.parts().into_iter().map(|(wire, schema, required)| {
                let ident = format_ident!("{}", narrow::part(wire));
                match (part_type(schema), required) {
                    (None, true) => quote!(.part(#wire, self.#ident)),
                    (None, false) => quote!(.part_optional(#wire, self.#ident)),
                    (Some(_), true) => quote!(.part_value_required(#wire, self.#ident)),
                    (Some(_), false) => quote!(.part_value(#wire, self.#ident)),
                }
            });
            return quote!(#(#parts)*);
        }
        let value = match self.object {
            Some(object) => {
                let ident = &object.ident;
                if self.body.required {
                    quote!(self.body.and_then(types::#ident::try_from))
                } else {
                    quote!(self.body.and_then(|body| body.map(types::#ident::try_from).transpose()))
                }
            }
            None => quote!(self.body),
        };
        let checked = checks::is_checked_schema(&self.body.schema, model);
        let function = match (self.body.kind, self.body.required, checked) {
            (BodyKind::Json, true, false) => "json",
            (BodyKind::Json, true, true) => "json_validated",
            (BodyKind::Json, false, false) => "json_optional",
            (BodyKind::Json, false, true) => "json_optional_validated",
            (BodyKind::Form, true, _) => "form",
            (BodyKind::Form, false, _) => "form_optional",
            (BodyKind::Text, true, _) => "text",
            (BodyKind::Text, false, _) => "text_optional",
            (_, true, _) => "raw",
            (_, false, _) => "raw_optional",
        };
        let function = format_ident!("{}", function);
        let check = checks::of(&self.body.schema)
            .filter(|_| self.object.is_none())
            .map(|check| quote!(.check("body", &self.body, #check)));
        quote!(#check .#function(#value))
    }
}

/// The type of a part that is a plain value; none for a file, or what the document does not describe.
fn part_type(schema: &Value) -> Option<Type> {
    let is_file = schema.get("format").and_then(Value::as_str) == Some("binary");
    let is_open = ["type", "$ref", "allOf"].iter().all(|key| schema.get(key).is_none());
    let (_, ty) = rust_type::of(schema, &|name| format!("types::{name}"));
    if is_file || is_open { None } else { syn::parse_str(&ty).ok() }
}
