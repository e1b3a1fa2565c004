//! Request builders: one struct per operation, a setter per parameter, and `send`.
//!
//! progenitor repeats encoding, hooks and a match over status codes in every `send`. Here a `send`
//! lists what goes where, and one generic `Call` does the rest.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use super::bodies::{self, Body};
use super::checks;
use super::setters::{Context, setter};
use super::source::{Request as Made, Role};
use super::structs::{Struct, described};
use super::syntax::{Spelling, head, optional, shorten};
use super::text::{Code, docs};
use crate::model::Model;
use crate::names;
use crate::narrow;
use crate::operations::{Location, Operation, Parameter, ResponseKind};
use crate::prose;
use crate::trouble::{Result, Trouble};

/// An operation with what progenitor made of it.
pub(super) struct Request<'m> {
    /// The operation.
    pub operation: &'m Operation,
    /// The builder's name.
    pub ident: Ident,
    /// The parameters and their fields, in the document's order.
    pub fields: Vec<Field<'m>>,
    /// The body.
    pub body: Option<Body<'m>>,
    /// The type of a success.
    pub success: Type,
    /// The struct of a success, where it is one.
    pub page: Option<&'m Struct>,
    /// All structs by name.
    pub structs: &'m BTreeMap<String, Struct>,
}

/// A parameter with its field.
pub(super) struct Field<'m> {
    /// The parameter.
    pub parameter: &'m Parameter,
    /// The field and setter.
    pub ident: Ident,
    /// The type of a value that is there.
    pub ty: Type,
}

impl<'m> Request<'m> {
    /// Matches the table with progenitor's output.
    pub(super) fn of(operation: &'m Operation, made: &Made, structs: &'m BTreeMap<String, Struct>) -> Result<Self> {
        let mut fields = Vec::new();
        for (parameter, setter) in operation.parameters.iter().zip(narrow::setters(operation)?) {
            let role = match parameter.location {
                Location::Path => Role::Path,
                Location::Query => Role::Query,
                Location::Header => Role::Header,
            };
            let found = made.fields.iter().find(|(ident, _)| *ident == setter && made.roles.get(ident) == Some(&role));
            let (ident, ty) = found
                .ok_or_else(|| Trouble::new(format!("progenitor does not send the parameter `{}`", parameter.wire)))?;
            fields.push(Field { parameter, ident: format_ident!("{}", ident), ty: optional(ty).0.clone() });
        }
        let carried = made.fields.iter().find(|(ident, _)| made.roles.get(ident) == Some(&Role::Body));
        let body = match (&operation.body, carried) {
            (Some(body), Some((_, ty))) => Some(Body::of(body, ty, &fields, structs)),
            (None, None) => None,
            _ => return Err(Trouble::new("progenitor and the document do not agree on the body")),
        };
        let ident = format_ident!("{}", names::pascal_method(&operation.name));
        let page = head(&made.success).and_then(|name| structs.get(&name));
        let success = match &operation.response {
            ResponseKind::Json { schema, .. } => super::secrets::typed(&made.success, schema)?,
            _ => made.success.clone(),
        };
        Ok(Self { operation, ident, fields, body, success, page, structs })
    }

    /// The receiver of the method: `Client` or `Admin`.
    pub(super) fn receiver(&self) -> &'static str {
        super::methods::receiver(self.operation)
    }

    /// The constant of the operation.
    pub(super) fn constant(&self) -> Ident {
        super::table::constant(self.operation)
    }
}

/// Writes the builder.
pub(super) fn emit(request: &Request<'_>, model: &Model, code: &mut Code) {
    let ident = &request.ident;
    let about = format!(" The request of [`{0}::{1}`](crate::{0}::{1}).", request.receiver(), request.operation.name);
    let idents: Vec<_> = request.fields.iter().map(|field| &field.ident).collect();
    let types = request.fields.iter().map(|field| stored(field, model));
    let starts = request
        .fields
        .iter()
        .map(|field| if field.parameter.required { quote!(crate::set::missing()) } else { quote!(Ok(None)) });
    let setters = request.fields.iter().map(|field| parameter_setter(field, model));
    let formers = former_setters(request, model);
    let (body_fields, body_starts, body_setters) =
        request.body.as_ref().map(|body| body.code(model)).unwrap_or_default();
    let send = send(request, model);
    let derive = if request.body.as_ref().is_some_and(Body::is_once) {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Clone, Debug)])
    };
    let pages = super::pages::methods(request, model);
    let events = super::events::methods(request);
    let deprecated = request.operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    code.items(quote! {
        #[doc = #about]
        #derive
        #[must_use = "nothing is sent before `send`"]
        pub struct #ident<'a> {
            client: &'a Client,
            #(#idents: #types,)*
            #body_fields
        }

        #deprecated
        impl<'a> #ident<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {
                Self { client, #(#idents: #starts,)* #body_starts }
            }
            #(#setters)*
            #(#formers)*
            #body_setters
            #send
            #pages
            #events
        }
    });
    if let Some(paged) = super::pages::implementation(request, model) {
        code.items(paged);
    }
    if let Some(streamed) = super::events::implementation(request, model) {
        code.items(streamed);
    }
}

fn stored(field: &Field<'_>, model: &Model) -> TokenStream {
    let ty = shorten(&field.ty, Spelling::Qualified, model);
    if field.parameter.required { quote!(Result<#ty, String>) } else { quote!(Result<Option<#ty>, String>) }
}

fn parameter_setter(field: &Field<'_>, model: &Model) -> TokenStream {
    let ident = &field.ident;
    let otherwise = format!("Sets `{}`.", field.parameter.wire);
    let lines = field.parameter.description.as_deref().map(prose::lines).filter(|lines| !lines.is_empty());
    let about = docs(&lines.unwrap_or_else(|| described(&field.parameter.schema, &otherwise)));
    let context =
        Context { spelling: Spelling::Qualified, one_or_many: field.parameter.location == Location::Query, model };
    let set = setter(&field.ty, false, context);
    let (takes, converted) = (set.takes, set.converted);
    let converted = if field.parameter.required { converted } else { some(converted) };
    let deprecated = field.parameter.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #about
        #deprecated
        pub fn #ident(mut self, value: #takes) -> Self {
            self.#ident = #converted;
            self
        }
    }
}

/// Setters by the names that path parameters had, as far as nothing else has them now.
fn former_setters(request: &Request<'_>, model: &Model) -> Vec<TokenStream> {
    let mut taken: BTreeSet<String> = request.fields.iter().map(|field| field.ident.to_string()).collect();
    taken.extend(narrow::OWN.iter().map(|name| (*name).to_owned()));
    taken.extend(request.body.iter().flat_map(Body::properties).map(|field| field.ident.to_string()));
    let parts = request.operation.body.iter().flat_map(|body| body.parts());
    taken.extend(parts.map(|(wire, ..)| narrow::part(wire)));
    let mut setters = Vec::new();
    for field in &request.fields {
        for name in field.parameter.former.iter().map(|wire| names::snake(wire)) {
            let Ok(former) = syn::parse_str::<Ident>(&name) else { continue };
            if !taken.insert(name) {
                continue;
            }
            let context = Context { spelling: Spelling::Qualified, one_or_many: false, model };
            let (ident, takes) = (&field.ident, setter(&field.ty, false, context).takes);
            let about = format!(" The former name of [`{ident}`](Self::{ident}).");
            let note = format!("it is called `{ident}` now");
            setters.push(quote! {
                #[doc = #about]
                #[deprecated = #note]
                pub fn #former(self, value: #takes) -> Self {
                    self.#ident(value)
                }
            });
        }
    }
    setters
}

/// `Ok(x)` → `Ok(Some(x))`, anything else by mapping.
pub(super) fn some(converted: TokenStream) -> TokenStream {
    match syn::parse2::<syn::ExprCall>(converted.clone()) {
        Ok(call) if matches!(&*call.func, syn::Expr::Path(path) if path.path.is_ident("Ok")) => {
            let inner = &call.args;
            quote!(Ok(Some(#inner)))
        }
        _ => quote!(#converted.map(Some)),
    }
}

fn send(request: &Request<'_>, model: &Model) -> TokenStream {
    let constant = request.constant();
    let parameters = request.fields.iter().flat_map(|field| encoded(field));
    let body = request.body.as_ref().map(|body| body.encoded(model));
    let success = shorten(&request.success, Spelling::Qualified, model);
    let (output, finish) = match &request.operation.response {
        ResponseKind::Empty => (quote!(()), quote!(empty_response)),
        ResponseKind::Json { or_empty: false, .. } => (quote!(#success), quote!(json_response)),
        ResponseKind::Json { or_empty: true, .. } => (quote!(Option<#success>), quote!(json_response_or_empty)),
        ResponseKind::Stream => (quote!(ByteStream), quote!(stream_response)),
    };
    let sends = format!(" Sends `{} {}`.", request.operation.method, request.operation.path);
    quote! {
        #[doc = #sends]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = " See [`Error`]."]
        pub async fn send(self) -> Result<Response<#output>, Error> {
            self.call().#finish().await
        }

        #[doc = " The operation, as data."]
        pub fn operation(&self) -> &'static Operation {
            &operations::#constant
        }

        fn call(self) -> Call<'a> {
            Call::new(self.client, &operations::#constant) #(#parameters)* #body
        }
    }
}

fn encoded(field: &Field<'_>) -> Vec<TokenStream> {
    let Field { parameter, ident, .. } = field;
    let wire = &parameter.wire;
    let mut calls = Vec::new();
    if let Some(check) = checks::of(&parameter.schema) {
        calls.push(quote!(.check(#wire, &self.#ident, #check)));
    }
    calls.push(match (parameter.location, &parameter.join, parameter.required) {
        (Location::Path, Some(join), _) => quote!(.path_joined(#wire, #join, self.#ident)),
        (Location::Path, None, _) if parameter.slashes => quote!(.path_segments(#wire, self.#ident)),
        (Location::Path, None, _) => quote!(.path(#wire, self.#ident)),
        (Location::Query, Some(join), true) => quote!(.query_required_joined(#wire, #join, self.#ident)),
        (Location::Query, Some(join), false) => quote!(.query_joined(#wire, #join, self.#ident)),
        (Location::Query, None, true) => quote!(.query_required(#wire, self.#ident)),
        (Location::Query, None, false) => quote!(.query(#wire, self.#ident)),
        (Location::Header, Some(join), required) => {
            let value = bodies::optional_if(required, &quote!(self.#ident));
            quote!(.header_joined(#wire, #join, #value))
        }
        (Location::Header, None, true) => quote!(.header_required(#wire, self.#ident)),
        (Location::Header, None, false) => quote!(.header(#wire, self.#ident)),
    });
    calls
}
